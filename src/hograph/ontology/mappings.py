"""Mappings to other ontologies: the SSSOM table that people edit, read and compiled to RDF."""

import csv
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from hograph.errors import OntologyError
from hograph.files import read_text
from hograph.vocabulary import HO

PREDICATES = {f"skos:{name}" for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")}


@dataclass(frozen=True)
class Mapping:
    """One row of the table: a term of ours, a term of another vocabulary, and how they match."""

    subject: str
    predicate: str
    object_iri: str
    object_id: str
    object_label: str | None
    justification: str
    confidence: Decimal
    comment: str | None


@dataclass(frozen=True)
class MappingSet:
    """The table with its metadata."""

    identifier: str
    title: str
    licence: str
    mappings: tuple[Mapping, ...]


@dataclass(frozen=True)
class Table:
    """An SSSOM table as it is written: its metadata, and each row with its place."""

    metadata: dict[str, Any]
    rows: tuple[tuple[str, dict[str, str]], ...]

    @property
    def prefixes(self) -> dict[str, str]:
        """CURIE prefix to namespace."""
        found = self.metadata.get("curie_map") or {}
        return found if isinstance(found, dict) else {}


def read_table(path: Path) -> Table:
    """Read any SSSOM table: YAML metadata in lines that begin with `#`, then tab-separated rows.

    Raises:
        OntologyError: when the metadata is not YAML or there is no row.
    """
    lines = read_text(path).splitlines()
    head = [line for line in lines if line.startswith("#")]
    try:
        metadata = yaml.safe_load("\n".join(line[1:] for line in head)) or {}
    except yaml.YAMLError as error:
        raise OntologyError(f"{path}:1: the metadata is not YAML: {' '.join(str(error).split())}.") from error
    if not isinstance(metadata, dict):
        raise OntologyError(f"{path}:1: the metadata is no mapping; write `#key: value` lines, curie_map among them.")
    reader = csv.DictReader(lines[len(head) :], delimiter="\t")
    rows = tuple((f"{path}:{len(head) + reader.line_num}", row) for row in reader)
    if not rows:
        raise OntologyError(f"{path}: no mapping in it. An SSSOM table has a header row and a row a mapping.")
    return Table(metadata, rows)


def load_mappings(path: Path) -> MappingSet:
    """Read a table of mappings from terms of ours.

    Raises:
        OntologyError: naming the line of a missing column, an undeclared prefix, an unknown predicate or a confidence outside 0 to 1.
    """
    table = read_table(path)
    mappings = tuple(_mapping(row, table.prefixes, place) for place, row in table.rows)
    metadata = table.metadata
    return MappingSet(
        metadata.get("mapping_set_id", ""), metadata.get("mapping_set_title", ""), metadata.get("license", ""), mappings
    )


def _mapping(row: dict[str, str], prefixes: dict[str, str], place: str) -> Mapping:
    try:
        subject, predicate, target = row["subject_id"], row["predicate_id"], row["object_id"]
        justification, confidence = row["mapping_justification"], Decimal(row["confidence"])
    except KeyError as error:
        raise OntologyError(f"{place}: the column {error} is missing from the table.") from error
    except (InvalidOperation, TypeError) as error:
        raise OntologyError(f"{place}: confidence '{row['confidence']}' is no number from 0 to 1.") from error
    if confidence.is_nan():
        raise OntologyError(f"{place}: confidence '{row['confidence']}' is no number from 0 to 1.")
    if predicate not in PREDICATES:
        raise OntologyError(
            f"{place}: '{predicate}' is no SKOS mapping relation; use one of {', '.join(sorted(PREDICATES))}."
        )
    if not 0 <= confidence <= 1:
        raise OntologyError(f"{place}: confidence {confidence} is outside 0 to 1.")
    expanded = [_expand(identifier, prefixes, place) for identifier in (subject, target)]
    if not expanded[0].startswith(HO):
        raise OntologyError(f"{place}: the subject '{subject}' is no term of this ontology.")
    return Mapping(
        expanded[0].removeprefix(str(HO)),
        predicate.removeprefix("skos:"),
        expanded[1],
        target,
        row.get("object_label") or None,
        justification.removeprefix("semapv:"),
        confidence,
        row.get("comment") or None,
    )


def _expand(identifier: str, prefixes: dict[str, str], place: str) -> str:
    prefix, _, rest = identifier.partition(":")
    if prefix not in prefixes or not rest:
        raise OntologyError(
            f"{place}: the prefix of '{identifier}' is not in the curie_map of the header. Add it there."
        )
    return f"{prefixes[prefix]}{rest}"
