"""Proposed claims and decisions on them, made up for tests."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hograph.curation.claimlines import claim_lines
from hograph.curation.decisions import Decision, Ruling, Verdict, append_decisions, decided
from hograph.curation.values import Claim
from hograph.files import LOG
from hograph.graph.identity import claim_name
from invented import SLUG, claim, document

SHA256 = document().sha256
EXTRACTED = {"extractor": "rules", "version": "0.1.0", "rule": "prevention-verb"}


def proposed(**fields: Any) -> Claim:  # noqa: ANN401
    """A claim that a program proposes of the invented document."""
    return claim(**{"status": "proposed", "confidence": "0.8", "extracted": EXTRACTED} | fields)


def name(one: Claim) -> str:
    """Its name, by which decisions go."""
    return claim_name(one, SHA256)


def decision(one: Claim, verdict: str = "accept", hour: int = 1, **fields: Any) -> Decision:  # noqa: ANN401
    """What Ada decided on a claim at some hour."""
    ruling = Ruling(claim=name(one), verdict=Verdict(verdict), **fields)
    return decided(ruling, SLUG, one, "Ada", f"2026-01-02T{hour:02}:00:00Z", SHA256)


def propose(root: Path, claims: Iterable[Claim], decisions: Iterable[Decision] = ()) -> Path:
    """Put proposals and a log into a folder that can be built; gives the file of proposals."""
    path = root / "data" / "proposed" / f"{SLUG}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text(claim_lines((SLUG, one) for one in claims), encoding="utf-8")
    append_decisions(root / "data" / LOG, decisions)
    return path
