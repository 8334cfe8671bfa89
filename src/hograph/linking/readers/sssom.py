"""SSSOM tables of somebody else, held to what the standard asks of each row."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from hograph.errors import InputError
from hograph.linking.naming import Naming
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.mappings import Table, read_table

REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
UNSURE = Decimal("0.5")
"""Confidence of a row that gives none, set by hand."""
NOTHING = "sssom:NoTermFound"


@dataclass(frozen=True)
class Match:
    """One row: two terms and how they match, names of terms as we write them.

    Attributes:
        subject: CURIE of the first term.
        predicate: CURIE of the relation.
        object: CURIE of the second term.
        subject_label: label of the first, or nothing.
        object_label: label of the second, or nothing.
        confidence: from 0 to 1.
        denied: whether the row says that the two do not match so.
    """

    subject: str
    predicate: str
    object: str
    subject_label: str
    object_label: str
    confidence: Decimal
    denied: bool


@dataclass(frozen=True)
class ForeignTable:
    """The rows of one table.

    Attributes:
        source: the name of the file.
        matches: its rows.
        spaces: CURIE prefix to namespace, for the terms in them.
    """

    source: str
    matches: tuple[Match, ...]
    spaces: dict[str, str]


def read_sssom(path: Path, vocabularies: Vocabularies) -> ForeignTable:
    """Read an SSSOM table between any two vocabularies.

    Rows that match a term with a literal, or with nothing, are left out.

    Args:
        path: the table.
        vocabularies: what is known of vocabularies; their terms are named by the prefixes that it gives.

    Raises:
        InputError: naming file and line of a missing column or cell, a prefix that nobody declares, or a confidence outside 0 to 1.
    """
    table = read_table(path)
    place, header = table.rows[0][0], table.rows[0][1]
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise InputError(
            f"{place}: an SSSOM table has the column {', '.join(missing)}; this one has not. Name it in the line above the rows."
        )
    naming = Naming(vocabularies, {str(prefix): str(space) for prefix, space in table.prefixes.items()})
    return ForeignTable(path.name, tuple(_matches(table, vocabularies, naming)), naming.spaces)


def _matches(table: Table, vocabularies: Vocabularies, naming: Naming) -> Iterator[Match]:
    for place, row in table.rows:
        if "rdfs literal" in {row.get("subject_type"), row.get("object_type")}:
            continue
        empty = [column for column in REQUIRED if not (row.get(column) or "").strip()]
        if empty:
            raise InputError(f"{place}: {', '.join(empty)} is empty. SSSOM asks for it in every row.")
        if NOTHING in {row["subject_id"], row["object_id"]}:
            continue
        for name in (row["subject_id"], row["object_id"]):
            _declared(name, table, vocabularies, place)
        yield Match(
            naming.curie(row["subject_id"]),
            row["predicate_id"],
            naming.curie(row["object_id"]),
            row.get("subject_label") or "",
            row.get("object_label") or "",
            _confidence(row.get("confidence") or "", place),
            row.get("predicate_modifier") == "Not",
        )


def _declared(name: str, table: Table, vocabularies: Vocabularies, place: str) -> None:
    prefix, _, rest = name.partition(":")
    if not rest or rest.startswith("//"):
        raise InputError(
            f"{place}: '{name}' is no CURIE. Write terms as UBERON:0002103, their prefix in the curie_map."
        )
    if prefix not in table.prefixes and not vocabularies.prefix(prefix):
        raise InputError(f"{place}: the prefix of '{name}' is not in the curie_map of the header. Add it there.")


def _confidence(text: str, place: str) -> Decimal:
    try:
        confidence = Decimal(text) if text else UNSURE
    except InvalidOperation:
        confidence = Decimal("NaN")
    if confidence.is_nan() or not 0 <= confidence <= 1:
        raise InputError(f"{place}: confidence '{text}' is no number from 0 to 1.")
    return confidence
