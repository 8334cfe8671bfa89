"""Which canned queries answer otherwise than before, and with which rows."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from hograph.query.binding import solutions
from hograph.query.canned import CLAIM_COLUMN, CLAIMS_COLUMN, CannedQuery
from hograph.query.evidence import labels
from hograph.query.parameters import ParameterType
from hograph.query.rows import Term
from hograph.release.changes import AnswerChange
from hograph.vocabulary import DOCUMENT, curie

Row = tuple[str, ...]


def changed_answers(before: ox.Store, after: ox.Store, queries: Iterable[CannedQuery]) -> tuple[AnswerChange, ...]:
    """Ask every canned query of two builds, with its defaults, and give those whose rows differ.

    Rows are compared by what a reader sees: labels and values, without the names of claims. Queries about one claim are left out: its name
    is made from what it says, so that the answer for a name never changes.

    Args:
        before: the first build.
        after: the second.
        queries: the canned queries.

    Returns:
        The queries whose answers differ, in the order given.
    """
    return tuple(_changes(before, after, queries))


def _changes(before: ox.Store, after: ox.Store, queries: Iterable[CannedQuery]) -> Iterator[AnswerChange]:
    for query in queries:
        if any(parameter.type is ParameterType.CLAIM for parameter in query.header.parameters.values()):
            continue
        bound = query.defaults
        (columns, old), (_, new) = (_rows(store, solutions(store, query.text, bound)) for store in (before, after))
        if old != new:
            titles = tuple(query.header.columns[column].title for column in columns)
            yield AnswerChange(query.name, query.header.title, columns, titles, _left(new, old), _left(old, new))


def _rows(store: ox.Store, found: ox.QuerySolutions) -> tuple[Row, Counter[Row]]:
    columns = tuple(v.value for v in found.variables if v.value not in {CLAIM_COLUMN, CLAIMS_COLUMN})
    rows: list[tuple[Term, ...]] = [tuple(row[column] for column in columns) for row in found]
    names = labels(store, (term for row in rows for term in row if isinstance(term, ox.NamedNode)))

    def shown(term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return DOCUMENT.name(term) if term in DOCUMENT else names.get(term, curie(term.value))
        return str(getattr(term, "value", None) or "")

    return columns, Counter(tuple(map(shown, row)) for row in rows)


def _left(rows: Counter[Row], others: Counter[Row]) -> tuple[Row, ...]:
    return tuple(sorted((rows - others).elements()))
