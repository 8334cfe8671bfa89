"""The rows of an answer, and what can be read off them without the graph."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from hograph.query.canned import CLAIM_COLUMN, CLAIMS_COLUMN, CannedQuery
from hograph.vocabulary import CLAIM

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None


@dataclass(frozen=True)
class Rows:
    """The rows that a query gave; `Answer` adds the graph behind them.

    Attributes:
        columns: the variables that were selected, in order.
        rows: one tuple a row, one term (or None) a column.
        query: the canned query, or None for the user's own SPARQL.
        asked: the parameters of the canned query as it was asked, in words, defaults included.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]
    query: CannedQuery | None = None
    asked: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Term]]:
        """Each row as a mapping from column to term."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def question(self) -> str:
        """What was asked, in a sentence: the parameters and their values, defaults included; nothing for the user's own SPARQL.

        Example:
            >>> kg.query("claims", document="joi").question()
            'Asked with subject = any, kind = any, object = any, document = joi-heterotopic-ossification, surely = any.'
        """
        said = ", ".join(f"{name} = {value}" for name, value in self.asked.items())
        return f"Asked with {said}." if said else ""

    def records(self) -> list[dict[str, str | int | float | bool | None]]:
        """Each row as plain Python values: IRIs as text, numbers as numbers; `kg.records(answer)` gives labels instead of IRIs.

        Example:
            >>> kg.sparql("SELECT (COUNT(*) AS ?n) WHERE { ?d a ho:Document }").records()
            [{'n': 5}]
        """
        return [{column: plain_value(term) for column, term in row.items()} for row in self]

    def claims(self) -> list[ox.NamedNode]:
        """The claims that the rows rest on, each once, in the order of the rows.

        Example:
            >>> len(kg.query("recurrence-prevention").claims())
            3
        """
        return list(dict.fromkeys(node for row in self for node in claims_of(row)))


def plain_value(term: Term) -> str | int | float | bool | None:
    """A term as a plain Python value: numbers and truth by their datatype, IRIs and text as text."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    kind = term.datatype.value.rsplit("#", 1)[-1]
    if kind == "integer":
        return int(term.value)
    if kind in {"decimal", "double", "float"}:
        return float(term.value)
    return term.value == "true" if kind == "boolean" else term.value


def claims_of(row: Mapping[str, Term]) -> list[ox.NamedNode]:
    """The claims that one row rests on."""
    one, several = row.get(CLAIM_COLUMN), row.get(CLAIMS_COLUMN)
    found = [one] if isinstance(one, ox.NamedNode) else []
    return found + ([ox.NamedNode(iri) for iri in several.value.split()] if isinstance(several, ox.Literal) else [])


def leads_to_claims(row: Mapping[str, Term]) -> bool:
    """Whether a row of a canned query names claims, and nothing but claims, in its columns for them."""
    found = claims_of(row)
    literal = row.get(CLAIM_COLUMN) is not None and not isinstance(row.get(CLAIM_COLUMN), ox.NamedNode)
    return bool(found) and not literal and all(node in CLAIM for node in found)
