"""Tables of the whole graph, for spreadsheets, data frames and other programs."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hograph.curation.claimfile import plain
from hograph.exports.qualifiers import CONTEXT_COLUMNS, QUALIFIER_COLUMNS, Row, Value, qualifier_cells
from hograph.graph.build import Build
from hograph.graph.labels import claim_label, statement_label
from hograph.graph.propositions import PlacedClaim, Proposition
from hograph.ontology.index import Ontology
from hograph.vocabulary import SYNONYM_SCOPES

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


@dataclass(frozen=True)
class Table:
    """Rows with typed columns.

    Attributes:
        name: what the table is called, and its file.
        description: what one row is.
        columns: column to its type: str, int, float or bool; any value may be None.
        rows: one mapping a row.
    """

    name: str
    description: str
    columns: dict[str, type]
    rows: tuple[Row, ...]


def claim_rows(built: Build) -> Iterator[dict[str, str]]:
    """Every claim as one flat row, by document and place in it."""
    for placed in _ordered(built):
        claim = placed.claim
        qualifiers = plain(claim.qualifiers)
        yield {
            "claim": f"claim:{placed.name}",
            "document": placed.document,
            "start": str(claim.span.start),
            "end": str(claim.span.end),
            "subject": f"ho:{claim.subject}",
            "subject_label": _names(claim.subject, built.ontology),
            "predicate": f"ho:{claim.predicate}",
            "object": f"ho:{claim.object}",
            "object_label": _names(claim.object, built.ontology),
            "polarity": claim.polarity.value,
            "certainty": claim.certainty.value,
            "qualifiers": json.dumps(qualifiers, ensure_ascii=False, sort_keys=True) if qualifiers else "{}",
            "confidence": f"{claim.confidence.normalize():f}",
            "status": claim.status.value,
        }


def _ordered(built: Build) -> list[PlacedClaim]:
    return sorted(built.claims, key=lambda p: (p.document, p.claim.span.start, p.claim.span.end, p.name))


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


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Value]], delimiter: str = ",") -> str:
    """Rows as CSV or TSV with line feeds; None is an empty cell, truth is `true` or `false`."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([str(v).lower() if isinstance(v := row.get(column), bool) else v for column in columns])
    return stream.getvalue()


STATEMENT_COLUMNS: dict[str, type] = {
    "subject": str,
    "subject_label": str,
    "predicate": str,
    "predicate_label": str,
    "object": str,
    "object_label": str,
}
CLAIMS: dict[str, type] = {
    "claim": str,
    "label": str,
    "document": str,
    "section": str,
    "start": int,
    "end": int,
    "sha256": str,
    **STATEMENT_COLUMNS,
    "polarity": str,
    "certainty": str,
    "scope": str,
    **QUALIFIER_COLUMNS,
    "confidence": float,
    "status": str,
    "proposition": str,
    "stance": str,
    "agreement": str,
    "note": str,
}
"""Columns of the table of claims, in full."""


def claims_table(built: Build) -> Table:
    """Every claim with all that is known of it, by document and place."""
    about = {placed.name: proposition for proposition in built.propositions for placed in proposition.claims}
    rows = tuple(_claim_row(placed, about.get(placed.name), built.ontology) for placed in _ordered(built))
    return Table("claims", "One statement by one document.", CLAIMS, rows)


def _claim_row(placed: PlacedClaim, proposition: Proposition | None, ontology: Ontology) -> Row:
    claim = placed.claim
    return {
        "claim": f"claim:{placed.name}",
        "label": claim_label(claim, ontology),
        "document": placed.document,
        "section": claim.section,
        "start": claim.span.start,
        "end": claim.span.end,
        "sha256": claim.span.sha256,
        **_statement(claim.subject, claim.predicate, claim.object, ontology),
        "polarity": claim.polarity.value,
        "certainty": claim.certainty.value,
        "scope": claim.scope.value,
        **qualifier_cells(claim.qualifiers),
        "confidence": float(claim.confidence),
        "status": claim.status.value,
        "proposition": f"proposition:{proposition.name}" if proposition else None,
        "stance": placed.stance if proposition else None,
        "agreement": proposition.agreement if proposition else None,
        "note": claim.note,
    }


def _statement(subject: str, predicate: str, object_: str, ontology: Ontology) -> Row:
    parts = {"subject": subject, "predicate": predicate, "object": object_}
    return {
        key: value
        for part, name in parts.items()
        for key, value in ((part, f"ho:{name}"), (f"{part}_label", ontology.label(name)))
    }


def tables(built: Build) -> tuple[Table, ...]:
    """Every table: claims, cues, propositions, terms, documents."""
    return (
        claims_table(built),
        _cues(built),
        _propositions(built),
        _terms(built),
        _documents(built),
    )


def _cues(built: Build) -> Table:
    columns: dict[str, type] = {"claim": str, "document": str, "kind": str, "start": int, "end": int, "sha256": str}
    rows: tuple[Row, ...] = tuple(
        {
            "claim": f"claim:{placed.name}",
            "document": placed.document,
            "kind": cue.kind.value,
            "start": cue.start,
            "end": cue.end,
            "sha256": cue.sha256,
        }
        for placed in _ordered(built)
        for cue in placed.claim.cues
    )
    return Table("cues", "The words that decide how a claim is read, by their place.", columns, rows)


def _propositions(built: Build) -> Table:
    context = (*CONTEXT_COLUMNS, "provisos")
    counts = {"supporting": "supports", "disputing": "disputes", "open": "leavesOpen"}
    columns: dict[str, type] = {"proposition": str, "label": str, **STATEMENT_COLUMNS}
    columns |= dict.fromkeys(context, str) | {"agreement": str} | dict.fromkeys(counts, int) | {"edge": str}
    rows = []
    for proposition in built.propositions:
        claim, relation = proposition.statement, proposition.entailed_relation(built.ontology)
        cells = qualifier_cells(claim.qualifiers)
        row: Row = {
            "proposition": f"proposition:{proposition.name}",
            "label": statement_label(claim, built.ontology),
            **_statement(claim.subject, claim.predicate, claim.object, built.ontology),
            **{name: cells[name] for name in context},
            "agreement": proposition.agreement,
            **{name: len(proposition.documents(stance)) for name, stance in counts.items()},
            "edge": f"ho:{relation}" if relation else None,
        }
        rows.append(row)
    return Table(
        "propositions",
        "What claims are about; edge is the relation that holds directly because of it.",
        columns,
        tuple(rows),
    )


def _terms(built: Build) -> Table:
    ontology = built.ontology
    columns: dict[str, type] = dict.fromkeys(
        ("term", "label", "category", "superclasses", "part_of", "definition"), str
    )
    columns |= {f"{scope}_synonyms": str for scope in SYNONYM_SCOPES}
    rows = []
    for name in ontology.terms:
        wholes = [
            f"ho:{whole}" for part, relation, whole in ontology.part_edges if (part, relation) == (name, "partOf")
        ]
        row: Row = {
            "term": f"ho:{name}",
            "label": ontology.label(name),
            "category": f"ho:{ontology.category(name)}",
            "superclasses": "|".join(f"ho:{parent}" for parent in sorted(ontology.parents[name])) or None,
            "part_of": "|".join(wholes) or None,
            "definition": ontology.definition(name),
        }
        for scope in SYNONYM_SCOPES:
            row[f"{scope}_synonyms"] = "|".join(text for _, text in ontology.synonyms(name, (scope,))) or None
        rows.append(row)
    return Table("terms", "One class of the ontology that claims may speak of.", columns, tuple(rows))


def _documents(built: Build) -> Table:
    names = ("document", "title", "kind", "publisher", "published", "updated", "licence", "sha256")
    columns: dict[str, type] = {**dict.fromkeys(names, str), "authors": str, "cites": str, "characters": int}
    rows: list[Row] = []
    for _, source in sorted(built.sources.items()):
        row: Row = {name: None if getattr(source, name) is None else str(getattr(source, name)) for name in names}
        row["authors"] = "|".join(p.name for p in source.people if p.role == "author") or None
        row["cites"], row["characters"] = "|".join(source.cites) or None, source.characters
        rows.append(row)
    return Table("documents", "One source document as it describes itself.", columns, tuple(rows))


def csv_files(built: Build) -> dict[str, bytes]:
    """Each table as a CSV file."""
    return {f"{t.name}.csv": csv_text(tuple(t.columns), t.rows).encode() for t in tables(built)}


def parquet_files(built: Build) -> dict[str, bytes]:
    """Each table as a Parquet file, its columns typed."""
    import polars

    kinds = {str: polars.String, int: polars.Int64, float: polars.Float64, bool: polars.Boolean}
    files = {}
    for table in tables(built):
        schema = {column: kinds[kind] for column, kind in table.columns.items()}
        stream = io.BytesIO()
        polars.DataFrame(list(table.rows), schema=schema, orient="row").write_parquet(stream)
        files[f"{table.name}.parquet"] = stream.getvalue()
    return files
