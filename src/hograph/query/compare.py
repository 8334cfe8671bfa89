"""Two documents beside each other: what both speak of, how each stands to it, and what only one says."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hograph.query.binding import PROLOGUE, solutions
from hograph.store.interface import Store
from hograph.vocabulary import DOCUMENT, curie

POSITIONS = (
    PROLOGUE
    + """
SELECT ?proposition ?label ?stance ?certainty ?claim WHERE {
  VALUES (?document) {}
  ?claim ho:statedIn ?document ; ho:certainty/rdfs:label ?certainty ; ?relation ?proposition .
  VALUES ?relation { ho:supports ho:disputes ho:leavesOpen }
  ?relation rdfs:label ?stance .
  ?proposition rdfs:label ?label .
} ORDER BY ?label ?proposition ?claim"""
)


@dataclass(frozen=True)
class Position:
    """How one document stands to a proposition: the claims, and the stance and certainty of each."""

    stances: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Shared:
    """A proposition with the position of each of the two documents; None where a document says nothing."""

    proposition: str
    label: str
    first: Position | None
    second: Position | None

    @property
    def verdict(self) -> str:
        """`agree`, `differ`, or which document alone speaks of it."""
        if self.first is None or self.second is None:
            return "first only" if self.second is None else "second only"
        return "agree" if set(self.first.stances) == set(self.second.stances) else "differ"


def compare_documents(store: Store, first: str, second: str) -> list[Shared]:
    """Every proposition that at least one of two documents speaks of: those of both first, then by label.

    Args:
        store: the built graph.
        first: slug of a document.
        second: slug of another.
    """
    one, other = (dict(_positions(store, slug)) for slug in (first, second))
    rows = [Shared(name, label, one.get((name, label)), other.get((name, label))) for name, label in {**one, **other}]
    order = {"differ": 0, "agree": 1, "first only": 2, "second only": 3}
    return sorted(rows, key=lambda row: (order[row.verdict], row.label, row.proposition))


def _positions(store: Store, slug: str) -> Iterator[tuple[tuple[str, str], Position]]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in solutions(store, POSITIONS, {"document": DOCUMENT[slug]}):
        stance = f"{row['stance'].value}, {row['certainty'].value}"
        found[curie(row["proposition"].value), row["label"].value].append((stance, curie(row["claim"].value)))
    for key, claims in found.items():
        yield key, Position(tuple(dict.fromkeys(s for s, _ in claims)), tuple(c for _, c in claims))
