"""Decisions that come in files: a sheet with a verdict a row, JSON Lines, or what an annotation tool gives back."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hograph.cli.review_page import passage
from hograph.curation.decisions import Ruling, Verdict
from hograph.curation.jsonlines import json_lines
from hograph.errors import HographError, InputError
from hograph.extraction.annotation import from_brat, from_pubannotation
from hograph.files import read_text
from hograph.graph.desk import Desk
from hograph.graph.editing import split
from hograph.graph.labels import claim_label
from hograph.graph.review import Reviewed, ruled

FILLED = ("verdict", "changes", "note")
"""Columns of the sheet that the reviewer fills in."""
SHEET = ("claim", "document", "label", "rule", "confidence", "section", "start", "end", "passage", *FILLED)
SEPARATORS = ",;\t"
"""What spreadsheets of various countries put between two cells; the first where there is none."""
MOST = 10
"""So many faults of a file are told."""
Ruled = list[tuple[Ruling, Reviewed]]


def sheet(desk: Desk) -> str:
    """The undecided claims as CSV, with empty columns for verdict, changes and note."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, SHEET, restval="", lineterminator="\n")
    writer.writeheader()
    for one in desk.review().claims:
        claim, document = one.proposed, desk.document(one.document)
        at_hand = document is not None and document.passage(claim.span) is not None
        if one.decision is None:
            writer.writerow(
                {
                    "claim": f"claim:{one.key}",
                    "document": one.document,
                    "label": claim_label(claim, desk.ontology),
                    "rule": claim.extracted.rule if claim.extracted else "",
                    "confidence": f"{claim.confidence.normalize():f}",
                    "section": claim.section or "",
                    "start": claim.span.start,
                    "end": claim.span.end,
                    "passage": passage(document.text, claim) if document and at_hand else "",
                }
            )
    return stream.getvalue()


def read_rulings(path: Path, desk: Desk) -> tuple[Ruled, list[Reviewed]]:
    """What a file decides: CSV with the columns claim, verdict, changes (`field=value; field=value`) and note, or JSON Lines with the same.

    Args:
        path: the file; rows that nothing was filled into are passed over.
        desk: the claims that it may decide on.

    Returns:
        The rulings, and the claims whose decision is to be taken back.

    Raises:
        InputError: naming the line of each fault; nothing of the file is to be taken down then.
    """
    known = {one.key: one for one in desk.review().claims}
    ruled, back, faults, seen = Ruled(), list[Reviewed](), list[str](), set[str]()
    for place, row in _json_rows(path) if path.suffix in {".jsonl", ".json"} else _csv_rows(path):
        verdict = str(row.get("verdict") or "").strip().lower()
        if not verdict:
            if row.get("changes") or row.get("note"):
                faults.append(
                    f"{place}: changes or a note without a verdict. Fill in accept, reject or edit, or clear both."
                )
            continue
        try:
            one = _named(str(row.get("claim") or ""), known)
            if one.key in seen:
                raise InputError(f"claim:{one.key} stands there twice. Leave one line.")
            seen.add(one.key)
            if verdict == Verdict.UNDO:
                back.append(_decided(one))
            else:
                ruled.append((_ruling(one, verdict, row, desk), one))
        except HographError as error:
            faults.append(f"{place}: {error}")
    if faults:
        more = [f"... and {len(faults) - MOST} more."] if len(faults) > MOST else []
        raise InputError("\n".join(["Nothing was taken down.", *faults[:MOST], *more]))
    return ruled, back


def _json_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, row in json_lines(path):
        if not isinstance(row, dict) or set(row) - set(SHEET):
            raise InputError(f"{place}: a line is a mapping with claim, verdict, changes and note.")
        yield place, row


def _csv_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    text = read_text(path).removeprefix("\ufeff")
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=head.count))
    columns = reader.fieldnames or ()
    wrong = [f"no column '{name}'" for name in ("claim", "verdict") if name not in columns]
    wrong += [f"no column is called '{name}' here" for name in columns if name not in SHEET]
    if wrong:
        raise InputError(f"{path}:1: {'; '.join(wrong)}. There are: {', '.join(SHEET)}; claim and verdict are needed.")
    for row in reader:
        yield f"{path}:{reader.line_num}", row


def _named(text: str, known: dict[str, Reviewed]) -> Reviewed:
    key = text.strip().removeprefix("claim:")
    if key not in known:
        raise InputError(f"'{text}' is none of the proposed claims. `hograph review --sheet` names them.")
    return known[key]


def _decided(one: Reviewed) -> Reviewed:
    if one.decision is None:
        raise InputError(f"claim:{one.key} is not decided, so that there is nothing to undo.")
    return one


def _ruling(one: Reviewed, verdict: str, row: dict[str, Any], desk: Desk) -> Ruling:
    return desk.ruling(one, verdict, _changes(row.get("changes")), str(row.get("note") or ""))


def _changes(given: object) -> dict[str, str]:
    if isinstance(given, dict):
        return dict(split(f"{field}={value}") for field, value in given.items())
    return dict(split(part) for part in str(given or "").split(";") if part.strip())


def read_annotations(path: Path, desk: Desk) -> tuple[Ruled, tuple[str, ...]]:
    """What a file from an annotation tool decides, and what was added in it: BRAT `.ann` named after its document, or PubAnnotation JSON.

    Raises:
        InputError: when the document is not at hand, or the file is none of these.
    """
    data: Any = None
    if path.suffix == ".json":
        try:
            data = json.loads(read_text(path))
        except json.JSONDecodeError as error:
            raise InputError(f"{path}:{error.lineno}: not JSON: {error.msg}.") from error
    slug = str(data.get("sourceid", path.stem)) if isinstance(data, dict) else path.stem
    claims = {one.key: one for one in desk.review().claims if one.document == slug}
    if not claims:
        raise InputError(f"{path}: no claims of a document '{slug}' are proposed. Name the file after its document.")
    document = desk.document(slug)
    if document is None:
        raise InputError(f"{slug}: the document is not at hand. Name its folder with --documents.")
    given_out = [(key, one.proposed) for key, one in claims.items()]
    if data is None:
        found = from_brat(document.text, read_text(path), given_out, str(path))
    else:
        found = from_pubannotation(document.text, data, given_out, str(path))
    return [(ruling, claims[ruling.claim]) for ruling in found.rulings], found.added


def news(ruled: Iterable[tuple[Ruling, Reviewed]]) -> Ruled:
    """Those rulings that say something else than what holds already."""
    return [(ruling, one) for ruling, one in ruled if not _holds(ruling, one)]


def overturned(new: Iterable[tuple[Ruling, Reviewed]]) -> list[str]:
    """The names of those claims on which something else was decided before, and held until now."""
    return [
        f"claim:{one.key}"
        for ruling, one in new
        if one.decision and ruled(one.proposed, ruling.verdict, ruling.corrected) != one.claim
    ]


def _holds(ruling: Ruling, one: Reviewed) -> bool:
    held = one.decision
    same = held is not None and (held.verdict, held.note) == (ruling.verdict, ruling.note)
    return same and ruled(one.proposed, ruling.verdict, ruling.corrected) == one.claim
