"""Tables of the whole graph, for spreadsheets and other programs."""

import csv
import io
import json
from collections.abc import Iterator

from hograph.curation.claimfile import plain
from hograph.graph.build import Build
from hograph.graph.propositions import PlacedClaim
from hograph.ontology.index import Ontology

CLAIM_COLUMNS = (
    "claim",
    "document",
    "start",
    "end",
    "subject",
    "subject_label",
    "predicate",
    "object",
    "object_label",
    "polarity",
    "certainty",
    "qualifiers",
    "confidence",
    "status",
)
"""The columns of the table of claims; others are never added before these, so that programs can rely on them."""


def claim_rows(built: Build) -> Iterator[dict[str, str]]:
    """Every claim as one flat row, by document and place in it."""
    order = sorted(
        built.claims, key=lambda placed: (placed.document, placed.claim.span.start, placed.claim.span.end, placed.name)
    )
    for placed in order:
        yield _row(placed, built.ontology)


def _row(placed: PlacedClaim, ontology: Ontology) -> dict[str, str]:
    claim = placed.claim
    qualifiers = plain(claim.qualifiers)
    return {
        "claim": f"claim:{placed.name}",
        "document": placed.document,
        "start": str(claim.span.start),
        "end": str(claim.span.end),
        "subject": f"ho:{claim.subject}",
        "subject_label": _names(claim.subject, ontology),
        "predicate": f"ho:{claim.predicate}",
        "object": f"ho:{claim.object}",
        "object_label": _names(claim.object, ontology),
        "polarity": claim.polarity.value,
        "certainty": claim.certainty.value,
        "qualifiers": json.dumps(qualifiers, ensure_ascii=False, sort_keys=True) if qualifiers else "{}",
        "confidence": f"{claim.confidence.normalize():f}",
        "status": claim.status.value,
    }


def _names(name: str, ontology: Ontology) -> str:
    """The label of a term, then its synonyms, separated by `|`."""
    return "|".join(dict.fromkeys([ontology.label(name), *(text for _, text in ontology.synonyms(name))]))


def claims_csv(built: Build) -> str:
    """The table of claims as CSV (RFC 4180, with line feeds)."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, CLAIM_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(claim_rows(built))
    return stream.getvalue()


def claims_jsonl(built: Build) -> str:
    """The table of claims as JSON Lines, qualifiers as objects and offsets as numbers."""
    lines = []
    for row in claim_rows(built):
        typed = row | {
            "start": int(row["start"]),
            "end": int(row["end"]),
            "qualifiers": json.loads(row["qualifiers"]),
            "confidence": float(row["confidence"]),
        }
        lines.append(json.dumps(typed, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)
