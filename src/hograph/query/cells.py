"""Cells of answers as people and programs want them: labels for nodes, numbers as numbers."""

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from hograph.query.header import CLAIMS_COLUMN
from hograph.query.rows import Rows, Term, plain_value
from hograph.vocabulary import CLAIM, DOCUMENT, curie

Value = str | int | float | bool | None
NUMBERS = {"integer": int, "decimal": float, "double": float, "float": float, "boolean": bool}
FEW_VALUES = {"certainty", "polarity", "agreement", "standing", "modality", "severity", "strength", "rank", "scope"}
"""Columns whose values come from a short list: categories in a data frame."""


def cell(term: Term, labels: Mapping[ox.NamedNode, str], *, iris: bool = False, column: str = "") -> str:
    """One cell: the label of a node (or its CURIE), the value of a literal, nothing for nothing.

    Claims and documents go by their names: their labels are long, and not names to ask with.
    """
    if term is None:
        return ""
    if column == CLAIMS_COLUMN and isinstance(term, ox.Literal):
        return " ".join(curie(iri) for iri in term.value.split())
    if isinstance(term, ox.NamedNode):
        if iris or (term in CLAIM and "-" not in CLAIM.name(term)):
            return curie(term.value)
        return DOCUMENT.name(term) if term in DOCUMENT else labels.get(term, curie(term.value))
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
