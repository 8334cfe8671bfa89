"""Tables of the whole graph, for spreadsheets, data frames and other programs."""

import io
import json
from collections.abc import Iterator

from hograph.curation.claimfile import plain
from hograph.curation.values import Claim
from hograph.exports import claim_tables, reference_tables
from hograph.exports.claim_tables import ordered
from hograph.exports.table import Table, csv_text
from hograph.graph.build import Build
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import MappingSet

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
"""The columns of `hograph export claims`; others are never added before these, so that programs can rely on them."""


def claim_rows(built: Build) -> Iterator[dict[str, str]]:
    """Every claim as one flat row, by document and place in it."""
    for placed in ordered(built):
        yield claim_row(placed.name, placed.document, placed.claim, built.ontology)


def claim_row(name: str, document: str, claim: Claim, ontology: Ontology) -> dict[str, str]:
    """A claim as one flat row.

    Args:
        name: of the claim, as `hograph.graph.identity.claim_name` makes it.
        document: the slug of its document.
        claim: the claim.
        ontology: for labels.
    """
    qualifiers = plain(claim.qualifiers)
    return {
        "claim": f"claim:{name}",
        "document": document,
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
    return csv_text(CLAIM_COLUMNS, claim_rows(built))


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


def tables(built: Build, mappings: MappingSet) -> tuple[Table, ...]:
    """Every table: what the documents claim, and what claims speak of and come from."""
    return (
        claim_tables.claims_table(built),
        claim_tables.cues_table(built),
        claim_tables.propositions_table(built),
        reference_tables.terms_table(built),
        reference_tables.relations_table(built.ontology),
        reference_tables.roles_table(built.ontology),
        reference_tables.mappings_table(mappings),
        reference_tables.documents_table(built),
        reference_tables.statements_table(built),
    )


def csv_files(built: Build, mappings: MappingSet) -> dict[str, bytes]:
    """Each table as a CSV file."""
    return {f"{t.name}.csv": csv_text(tuple(t.columns), t.rows).encode() for t in tables(built, mappings)}


def parquet_files(built: Build, mappings: MappingSet) -> dict[str, bytes]:
    """Each table as a Parquet file, its columns typed."""
    import polars

    kinds = {str: polars.String, int: polars.Int64, float: polars.Float64, bool: polars.Boolean}
    files = {}
    for table in tables(built, mappings):
        schema = {column: kinds[kind] for column, kind in table.columns.items()}
        stream = io.BytesIO()
        polars.DataFrame(list(table.rows), schema=schema, orient="row").write_parquet(stream)
        files[f"{table.name}.parquet"] = stream.getvalue()
    return files
