"""Cells of answers: as programs want them, labels for nodes and numbers as numbers; and as people read them, in words and usual units."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

import pyoxigraph as ox

from hograph.graph.labels import duration_words, number_words, unit_sign
from hograph.query.canned import CLAIMS_COLUMN
from hograph.query.rows import Rows, Term, plain_value
from hograph.vocabulary import CLAIM, DOCUMENT, HO, curie

Value = str | int | float | bool | None
NUMBERS = {"integer": int, "decimal": float, "double": float, "float": float, "boolean": bool}
FEW_VALUES = {"certainty", "polarity", "agreement", "standing", "modality", "severity", "strength", "rank", "scope"}
"""Columns whose values come from a short list: categories in a data frame."""
DURATION = re.compile(r"PT?\d+(\.\d+)?[YMWDHS]")
NUMBER_COLUMNS = ("low", "high", "unit", "approximate")
"""Columns that together are one number to a reader: `about 20 to 30 %`."""
LENGTH_COLUMNS = ("shortest", "longest")
"""Beside them the ends of a duration as the document has them, where it is one."""
DAYS_COLUMNS = {"mindays", "maxdays", "approximate"}
"""Columns that a reader finds in the words of the timing, in the unit of the document."""


def own_name(node: ox.NamedNode) -> str | None:
    """What claims and documents go by instead of their labels, which are long, and no names to ask with; None for all else.

    >>> own_name(DOCUMENT["joi"]), own_name(CLAIM["4f2a"]), own_name(CLAIM["4f2a-timing"])
    ('joi', 'claim:4f2a', None)
    """
    if node in DOCUMENT:
        return DOCUMENT.name(node)
    return f"claim:{CLAIM.name(node)}" if node in CLAIM and "-" not in CLAIM.name(node) else None


def cell(term: Term, labels: Mapping[ox.NamedNode, str], *, iris: bool = False, column: str = "") -> str:
    """One cell: the name or the label of a node (or its CURIE), the value of a literal, nothing for nothing."""
    if term is None:
        return ""
    if column == CLAIMS_COLUMN and isinstance(term, ox.Literal):
        return " ".join(curie(iri) for iri in term.value.split())
    if isinstance(term, ox.NamedNode):
        return curie(term.value) if iris else own_name(term) or labels.get(term) or curie(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


def value(term: Term, labels: Mapping[ox.NamedNode, str], *, iris: bool = False, column: str = "") -> Value:
    """One cell as a plain Python value: numbers and truth by their datatype, None for nothing, else as `cell` has it."""
    if term is None:
        return None
    plain = plain_value(term)
    return plain if isinstance(plain, int | float) else cell(term, labels, iris=iris, column=column)


def kinds(answer: Rows) -> dict[str, type]:
    """Column to the type of its values: int, float or bool where every value there is such a literal, else str.

    >>> kinds(kg.query("shared-risk-factors"))["documents"]
    <class 'int'>
    """
    return {column: _kind([row[i] for row in answer.rows]) for i, column in enumerate(answer.columns)}


def _kind(terms: Sequence[Term]) -> type:
    found = {
        NUMBERS.get(term.datatype.value.rsplit("#", 1)[-1], str) if isinstance(term, ox.Literal) else str
        for term in terms
        if term is not None
    }
    return float if found == {int, float} else found.pop() if len(found) == 1 else str


@dataclass(frozen=True)
class Reading:
    """An answer as a person reads it, in a terminal, a notebook or a page.

    Attributes:
        columns: the names of the columns.
        titles: what stands over them.
        rows: one text a cell.
    """

    columns: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def reading(answer: Rows, labels: Mapping[ox.NamedNode, str], *, iris: bool = False) -> Reading:
    """An answer in words: durations and shares written out, the ends and the unit of a number in one column.

    Args:
        answer: the rows.
        labels: of the nodes in them.
        iris: CURIEs and raw values in the columns of the query, as programs get them.

    Example:
        >>> numbers = kg.query("numbers", measure="frequency")
        >>> [row[3] for row in reading(numbers, numbers.labels()).rows]
        ['about 20 to 30 %', '80 %', '80 %']
    """
    header = answer.query.header if answer.query else None
    numbers = not iris and set(NUMBER_COLUMNS) <= set(answer.columns)
    days = not iris and "timing" in answer.columns and set(answer.columns) >= DAYS_COLUMNS
    left_out = {*NUMBER_COLUMNS[1:], *LENGTH_COLUMNS} if numbers else DAYS_COLUMNS if days else set()
    columns = tuple(column for column in answer.columns if column not in left_out)
    titles = {column: header.columns[column].title if header else column for column in columns}
    rows = tuple(
        tuple(
            _number(row)
            if numbers and column == NUMBER_COLUMNS[0]
            else cell(row[column], labels, iris=iris, column=column)
            if iris or header is None
            else _words(row, column, labels)
            for column in columns
        )
        for row in answer
    )
    return Reading(columns, tuple((titles | ({"low": "Number"} if numbers else {})).values()), rows)


def _words(row: Mapping[str, Term], column: str, labels: Mapping[ox.NamedNode, str]) -> str:
    """One cell as a person says it."""
    term = row[column]
    if not isinstance(term, ox.Literal):
        return cell(term, labels, column=column)
    if DURATION.fullmatch(term.value):
        return duration_words(term.value, term.value)
    if row.get("property") == HO["unit"]:
        return unit_sign(term.value).strip() or term.value
    plain = plain_value(term)
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return (
        number_words(*_ends(term.value, term.value)) if isinstance(plain, float) else cell(term, labels, column=column)
    )


def _number(row: Mapping[str, Term]) -> str:
    """A number or a range with its unit, from the columns that hold its parts."""
    low, high, unit, approximate = (
        term.value if isinstance(term := row[column], ox.Literal) else "" for column in NUMBER_COLUMNS
    )
    about = "about " if approximate == "true" else ""
    first, last = (term.value if isinstance(term := row.get(column), ox.Literal) else None for column in LENGTH_COLUMNS)
    if first or last:
        return about + duration_words(first, last)
    sort = row.get("sort")
    share = isinstance(sort, ox.Literal) and sort.value == "frequency"
    return about + number_words(*_ends(low, high, 100 if share else 1)) + (" %" if share else unit_sign(unit or "1"))


def _ends(low: str, high: str, times: int = 1) -> tuple[Decimal | None, Decimal | None]:
    return (Decimal(low) * times if low else None, Decimal(high) * times if high else None)


def short_documents(slugs: Iterable[str]) -> dict[str, str]:
    """Each document by the first two words of its slug, or as many as tell it from the others.

    >>> list(short_documents(["joi-bone-a", "joi-bone-b", "dr-oracle-leaflet"]).values())
    ['joi-bone-a', 'joi-bone-b', 'dr-oracle']
    """
    beginnings = {slug: list(accumulate(slug.split("-"), "{}-{}".format))[1:] for slug in slugs}
    counts = Counter(beginning for several in beginnings.values() for beginning in several)
    return {slug: next((b for b in several if counts[b] == 1), slug) for slug, several in beginnings.items()}
