"""Every relation that follows from direct edges by the property axioms, drawn out by SQLite.

The database is temporary and its own: what does not fit its cache goes to disk, so that the relations of millions of claims take no more
memory than twelve bytes each in the end. In rounds, what the last one brought is put through each rule, until nothing new comes.
"""

import sqlite3
from array import array
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain

from hograph.graph.closure import Rules
from hograph.graph.reasoning import Edge

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -131072;
CREATE TABLE along (p INTEGER, result INTEGER);
CREATE TABLE back (p INTEGER, result INTEGER);
CREATE TABLE links (first INTEGER, second INTEGER, result INTEGER);
CREATE TABLE given (s INTEGER, p INTEGER, o INTEGER, PRIMARY KEY (s, p, o)) WITHOUT ROWID;
CREATE TABLE relation (s INTEGER, p INTEGER, o INTEGER, PRIMARY KEY (s, p, o)) WITHOUT ROWID;
CREATE INDEX by_object ON relation (o, p);
CREATE TABLE fresh (s INTEGER, p INTEGER, o INTEGER);
CREATE TABLE next (s INTEGER, p INTEGER, o INTEGER);
"""
ROUND = """
INSERT INTO next SELECT * FROM (
  SELECT f.s, r.result AS p, f.o FROM fresh f JOIN along r ON r.p = f.p
  UNION SELECT f.o, r.result, f.s FROM fresh f JOIN back r ON r.p = f.p
  UNION SELECT f.s, r.result, e.o FROM fresh f CROSS JOIN links r ON r.first = f.p CROSS JOIN relation e ON e.s = f.o AND e.p = r.second
  UNION SELECT e.s, r.result, f.o FROM fresh f CROSS JOIN links r ON r.second = f.p CROSS JOIN relation e ON e.o = f.s AND e.p = r.first
) AS found WHERE NOT EXISTS (SELECT 1 FROM relation e WHERE e.s = found.s AND e.p = found.p AND e.o = found.o);
INSERT INTO relation SELECT * FROM next;
DELETE FROM fresh;
INSERT INTO fresh SELECT * FROM next;
DELETE FROM next;
"""


@dataclass(frozen=True)
class Relations:
    """The relations between terms, three numbers of names each, in the order of subject, relation and object.

    Attributes:
        names: local names, sorted.
        given: the direct edges.
        new: what follows besides.
    """

    names: tuple[str, ...]
    given: "array[int]"
    new: "array[int]"

    def __iter__(self) -> Iterator[Edge]:
        """All of them, the direct edges first."""
        return chain(self.edges, self.inferred)

    @property
    def edges(self) -> Iterator[Edge]:
        """The direct edges."""
        return self._named(self.given)

    @property
    def inferred(self) -> Iterator[Edge]:
        """What follows and is no direct edge."""
        return self._named(self.new)

    def _named(self, numbers: "array[int]") -> Iterator[Edge]:
        each = map(self.names.__getitem__, numbers)
        return zip(each, each, each, strict=True)


def saturate(rules: Rules, edges: Collection[Edge], parts: Collection[Edge]) -> Relations:
    """Draw out all that follows.

    Args:
        rules: the property axioms.
        edges: the direct edges.
        parts: what the ontology itself relates, which is no direct edge.
    """
    names = sorted({*rules.names, *chain.from_iterable(edges), *chain.from_iterable(parts)})
    number = {name: place for place, name in enumerate(names)}

    def numbers(facts: Collection[tuple[str, ...]]) -> Iterator[tuple[int, ...]]:
        return (tuple(map(number.__getitem__, fact)) for fact in facts)

    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.executescript(TABLES)
        db.executemany("INSERT INTO along VALUES (?, ?)", numbers(rules.subproperties))
        db.executemany("INSERT INTO back VALUES (?, ?)", numbers(rules.inverses))
        db.executemany("INSERT INTO links VALUES (?, ?, ?)", numbers(rules.chains))
        db.executemany("INSERT OR IGNORE INTO given VALUES (?, ?, ?)", numbers(edges))
        db.execute("INSERT INTO relation SELECT * FROM given")
        db.executemany("INSERT OR IGNORE INTO relation VALUES (?, ?, ?)", numbers(parts))
        db.execute("INSERT INTO fresh SELECT * FROM relation")
        while db.execute("SELECT EXISTS (SELECT 1 FROM fresh)").fetchone()[0]:
            db.executescript(ROUND)
        new = "SELECT * FROM relation EXCEPT SELECT * FROM given ORDER BY s, p, o"
        return Relations(
            tuple(names), _packed(db.execute("SELECT * FROM given ORDER BY s, p, o")), _packed(db.execute(new))
        )


def _packed(rows: sqlite3.Cursor) -> "array[int]":
    return array("I", chain.from_iterable(rows))
