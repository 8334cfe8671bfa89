"""Two documents beside each other: what both speak of, how each stands to it, and what only one says."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.curation.tokens import DISCOURAGING, PARTIAL
from hograph.query.binding import PROLOGUE, solutions
from hograph.store.interface import Store
from hograph.vocabulary import DOCUMENT, HO, curie

POSITIONS = (
    PROLOGUE
    + """
SELECT ?proposition ?label ?stance ?certainty ?frequency ?rank ?advice ?advised ?claim WHERE {
  VALUES (?document) {}
  ?claim ho:statedIn ?document ; ho:certainty/rdfs:label ?certainty ; ?relation ?proposition .
  VALUES ?relation { ho:supports ho:disputes ho:leavesOpen }
  ?relation rdfs:label ?stance .
  ?proposition rdfs:label ?label .
  OPTIONAL { ?claim ho:frequency/rdfs:label ?frequency }
  OPTIONAL { ?claim ho:frequency/ho:rank ?rank }
  OPTIONAL { ?claim ho:modality/rdfs:label ?advice }
  OPTIONAL { ?claim ho:modality ?advised }
} ORDER BY ?label ?proposition ?claim"""
)


RESERVED = {HO[token.term] for token in (*PARTIAL, *DISCOURAGING)}
"""It is so of some or few cases only, or advised against."""


@dataclass(frozen=True)
class Position:
    """How one document stands to a proposition.

    Attributes:
        stances: stance and certainty of each claim, each once.
        words: the same with how often it is so and what is advised, as a person reads it.
        reserved: whether a claim says that it is so in some or few cases only, or advises against it.
        claims: the claims.
    """

    stances: tuple[str, ...]
    words: tuple[str, ...]
    reserved: bool
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
        alike = set(self.first.stances) == set(self.second.stances) and self.first.reserved == self.second.reserved
        return "agree" if alike else "differ"


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
    found: dict[tuple[str, str], list[ox.QuerySolution]] = defaultdict(list)
    for row in solutions(store, POSITIONS, {"document": DOCUMENT[slug]}):
        found[curie(row["proposition"].value), row["label"].value].append(row)
    for key, rows in found.items():
        yield (
            key,
            Position(
                stances=tuple(dict.fromkeys(_words(row, "stance", "certainty") for row in rows)),
                words=tuple(dict.fromkeys(_words(row, "stance", "certainty", "frequency", "advice") for row in rows)),
                reserved=any(row[column] in RESERVED for row in rows for column in ("rank", "advised")),
                claims=tuple(curie(row["claim"].value) for row in rows),
            ),
        )


def _words(row: ox.QuerySolution, *columns: str) -> str:
    return ", ".join(row[column].value for column in columns if row[column])
