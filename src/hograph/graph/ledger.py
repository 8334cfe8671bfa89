"""The ledger of a build: what was read of each document and which statements it makes, so that the next build does only what is new.

A SQLite file beside the store. It holds no more than can be read anew from the inputs: a ledger that is lost costs time and nothing else.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from sys import intern

from hograph.curation.values import Claim, Span
from hograph.executors import portions
from hograph.graph.propositions import PlacedClaim, Proposition
from hograph.graph.reasoning import Edge

TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (slug TEXT PRIMARY KEY, key TEXT, stamp TEXT, tally TEXT, quads INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS statements (proposition TEXT, claim TEXT, document TEXT, content TEXT);
CREATE TABLE IF NOT EXISTS propositions
  (name TEXT PRIMARY KEY, agreement TEXT, quads INTEGER, subject TEXT, relation TEXT, object TEXT) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX IF NOT EXISTS by_proposition ON statements (proposition);
CREATE INDEX IF NOT EXISTS by_document ON statements (document);
"""
EDGE = "subject, relation, object FROM propositions WHERE relation IS NOT NULL"
AT_ONCE = 1000
"""So many edges are looked for at a time."""
NOWHERE = Span(start=0, end=1, sha256="0" * 64)
Row = tuple[str, str, str, str]
"""Proposition, claim and document, by name, and of the claim what its proposition needs, as JSON."""
Group = list[Row]
"""All rows about one proposition."""
Noted = tuple[str, str, int, str, str | None, str]
"""A proposition by name, its agreement, how many quads it has, and its direct edge, whose relation is None where it has none."""


@dataclass(frozen=True)
class Entry:
    """What the ledger holds of a document: the hash of what was read of it, the stamp of its files, its claims and quads counted."""

    slug: str
    key: str
    stamp: str
    tally: Mapping[str, Mapping[str, int]]
    quads: int


class Ledger:
    """A ledger that is open; nothing of what is written lasts before `commit`."""

    def __init__(self, path: Path) -> None:
        """Open a ledger, or begin one.

        Raises:
            sqlite3.Error: when the file is none, or cannot be written.
        """
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            self._db.execute("PRAGMA cache_size = -65536")
            self._db.executescript(TABLES)
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            self._db.close()
            raise

    def close(self) -> None:
        """Close it; what was not committed is as if it had not been written."""
        self._db.close()

    def commit(self) -> None:
        """Make all that was written last, at once."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def index(self) -> None:
        """Make statements quick to find, once most of them are there."""
        for statement in filter(str.strip, INDEXES.split(";")):
            self._db.execute(statement)

    def fact(self, name: str) -> str | None:
        """A fact about the whole build."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row and str(row[0])

    def put_fact(self, name: str, value: str) -> None:
        """Write a fact about the whole build."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def entries(self) -> dict[str, Entry]:
        """The documents by slug."""
        rows = self._db.execute("SELECT slug, key, stamp, tally, quads FROM documents")
        return {slug: Entry(slug, key, stamp, json.loads(tally), quads) for slug, key, stamp, tally, quads in rows}

    def put(self, entry: Entry, rows: Iterable[Row]) -> None:
        """Write a document with its statements, in place of what was there of it."""
        self.forget(entry.slug)
        self.stamp(entry)
        self._db.executemany("INSERT INTO statements VALUES (?, ?, ?, ?)", rows)

    def stamp(self, entry: Entry) -> None:
        """Write what is known of a document and leave its statements as they are."""
        values = (entry.slug, entry.key, entry.stamp, json.dumps(entry.tally), entry.quads)
        self._db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)", values)

    def forget(self, slug: str) -> None:
        """Remove a document with its statements."""
        if self._db.execute("DELETE FROM documents WHERE slug = ?", (slug,)).rowcount:
            self._db.execute("DELETE FROM statements WHERE document = ?", (slug,))

    def spoken_of(self, slug: str) -> set[str]:
        """The names of the propositions that a document makes claims about."""
        rows = self._db.execute("SELECT DISTINCT proposition FROM statements WHERE document = ?", (slug,))
        return {name for (name,) in rows}

    def groups(self, names: Iterable[str] | None = None) -> Iterator[Group]:
        """The statements about each proposition with one of these names, or about each at all, by name."""
        columns = "SELECT proposition, claim, document, content FROM statements"
        if names is None:
            yield from _grouped(self._db.execute(f"{columns} ORDER BY proposition, claim"))
            return
        for name in sorted(names):
            yield from _grouped(self._db.execute(f"{columns} WHERE proposition = ? ORDER BY claim", (name,)))

    def settle(self, noted: Noted) -> None:
        """Write what follows from the claims about a proposition."""
        self._db.execute("INSERT OR REPLACE INTO propositions VALUES (?, ?, ?, ?, ?, ?)", noted)

    def unsettle(self, names: Iterable[str]) -> None:
        """Remove what followed from the claims about propositions."""
        self._db.executemany("DELETE FROM propositions WHERE name = ?", ((name,) for name in names))

    def edges(self) -> list[Edge]:
        """The direct edges, sorted."""
        rows = self._db.execute(f"SELECT DISTINCT {EDGE} ORDER BY subject, relation, object")
        return [(intern(s), intern(p), intern(o)) for s, p, o in rows]

    def edges_of(self, names: Iterable[str]) -> set[Edge]:
        """The direct edges of the propositions with these names."""
        return {edge for name in names for edge in self._db.execute(f"SELECT {EDGE} AND name = ?", (name,))}

    def given(self, edges: Collection[Edge]) -> set[Edge]:
        """Those of some edges that a proposition gives."""
        rows: set[Edge] = set()
        for some in portions(edges, AT_ONCE):
            asked = ", ".join(["(?, ?, ?)"] * len(some))
            found = f"SELECT DISTINCT {EDGE} AND (subject, relation, object) IN (VALUES {asked})"
            rows.update(self._db.execute(found, [name for edge in some for name in edge]))
        return rows

    def agreements(self) -> dict[str, int]:
        """How many propositions there are of each agreement."""
        return dict(self._db.execute("SELECT agreement, count(*) FROM propositions GROUP BY agreement"))

    def quads_of_propositions(self) -> int:
        """How many quads the graph of the propositions has."""
        return int(self._db.execute("SELECT coalesce(sum(quads), 0) FROM propositions").fetchone()[0])


def _grouped(rows: Iterable[Row]) -> Iterator[Group]:
    return (list(group) for _, group in groupby(rows, key=lambda row: row[0]))


def proposition_of(group: Group) -> Proposition:
    """The proposition that statements are about."""
    claims = (PlacedClaim(claim, document, _read(said)) for _, claim, document, said in group)
    return Proposition(group[0][0], tuple(claims))


@lru_cache(maxsize=10_000)
def _read(said: str) -> Claim:
    """What a proposition needs of a claim; where it is stated is not told."""
    return Claim.model_validate(json.loads(said) | {"span": NOWHERE})
