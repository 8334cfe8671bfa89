"""An answer as a table for a page: cells in words with links and badges, sorted, filtered and cut into pages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.canned import CLAIM_COLUMN, CLAIMS_COLUMN
from hograph.query.cells import Reading, reading, short_documents
from hograph.query.names import documents
from hograph.query.rows import Term, claims_of, plain_value
from hograph.serve.pages.cards import LOOKS
from hograph.serve.pages.view import path_of
from hograph.vocabulary import CLAIM, DOCUMENT, HO

GOES_WITHOUT_SAYING = "general knowledge"
STANDING = "standing"
"""A column that no row is named by, nor by the one that parts the rows."""
PAGE = 50
"""Rows of a page."""


@dataclass(frozen=True)
class Bit:
    """A part of a cell: its text, the path of its page where it has one, and the look of its badge where it is one."""

    text: str
    path: str = ""
    look: str = ""
    title: str = ""


@dataclass(frozen=True)
class Head:
    """What stands over a column, what it means, and how the table is sorted by it: `ascending`, `descending` or not at all."""

    name: str
    title: str
    description: str
    sorted: str


@dataclass(frozen=True)
class Row:
    """A row: the parts of each cell, and the claims that it rests on."""

    cells: tuple[tuple[Bit, ...], ...]
    claims: tuple[ox.NamedNode, ...]
    keys: tuple[tuple[bool, bool, float, str], ...]
    """By what each cell is sorted."""

    def says(self, words: str) -> bool:
        """Whether a cell holds the words, whatever their case."""
        return any(words in f"{bit.text} {bit.title}".casefold() for cell in self.cells for bit in cell)


@dataclass(frozen=True)
class Table:
    """The rows of one page, the cell by which each is named, and how many there are of what."""

    heads: tuple[Head, ...]
    names: int
    rows: tuple[Row, ...]
    total: int
    fitting: int
    page: int
    pages: int


@dataclass(frozen=True)
class Wish:
    """How a reader wants a table: sorted by a column (`-column` downwards), rows with some words only, a page of it."""

    sort: str = ""
    filter: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Wish":
        """What an address asks for; what makes no sense is passed over."""
        page = given.get("page", "1")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
        return cls(given.get("sort", ""), given.get("filter", "").strip()[:200], max(number, 1))


def table(kg: KnowledgeGraph, answer: Answer, wish: Wish) -> Table:
    """The page of an answer that a reader wants.

    Args:
        kg: the graph.
        answer: to a canned query.
        wish: how it is to be sorted, filtered and cut.
    """
    read = reading(answer, answer.labels())
    names = short_documents(documents(kg.store))
    rows = [
        Row(
            tuple(_bits(row[column], words, names) for column, words in zip(read.columns, said, strict=True)),
            tuple(claims_of(row)),
            tuple(_key(row[column], words) for column, words in zip(read.columns, said, strict=True)),
        )
        for row, said in zip(answer, read.rows, strict=True)
    ]
    fitting = [row for row in rows if row.says(wish.filter.casefold())] if wish.filter else rows
    by, down = wish.sort.removeprefix("-"), wish.sort.startswith("-")
    if by in read.columns:
        fitting = _sorted(fitting, read.columns.index(by), down=down)
    pages = max(-(-len(fitting) // PAGE), 1)
    page = min(wish.page, pages)
    cut = fitting[(page - 1) * PAGE : page * PAGE]
    told = [
        i
        for i, column in enumerate(read.columns)
        if _tells(answer, read, column, i) and any(row.cells[i] for row in cut)
    ]
    meant = answer.query.header.columns if answer.query else {}
    heads = [
        Head(
            read.columns[i],
            read.titles[i],
            meant[read.columns[i]].description if read.columns[i] in meant else "",
            ("descending" if down else "ascending") if read.columns[i] == by else "",
        )
        for i in told
    ]
    shown = tuple(replace(row, cells=tuple(row.cells[i] for i in told)) for row in cut)
    apart = answer.query.header.apart if answer.query else None
    named = next((i for i, head in enumerate(heads) if head.name not in {apart, STANDING}), 0)
    return Table(tuple(heads), named, shown, len(rows), len(fitting), page, pages)


def _tells(answer: Answer, read: Reading, column: str, place: int) -> bool:
    """Whether a column tells anything: not that of the claims, what goes without saying, or what parts the rows where all have the same."""
    values = {row[place] for row in read.rows}
    apart = answer.query.header.apart if answer.query else None
    one = len(values) == 1
    return column not in {CLAIM_COLUMN, CLAIMS_COLUMN} and not (
        one and (column == apart or GOES_WITHOUT_SAYING in values)
    )


def _sorted(rows: list[Row], place: int, *, down: bool) -> list[Row]:
    """The rows by a column, those without a value last; rows that are alike stay as they were."""
    having = [row for row in rows if not row.keys[place][0]]
    having.sort(key=lambda row: row.keys[place], reverse=down)
    return having + [row for row in rows if row.keys[place][0]]


def _key(term: Term, words: str) -> tuple[bool, bool, float, str]:
    plain = plain_value(term)
    number = isinstance(plain, int | float)
    return term is None, not number, float(plain) if isinstance(plain, int | float) else 0.0, words.casefold()


def _bits(term: Term, words: str, names: Mapping[str, str]) -> tuple[Bit, ...]:
    if not words:
        return ()
    if isinstance(term, ox.NamedNode):
        return (_node(term, words, names),)
    named = [
        one.partition(" (") for one in dict.fromkeys(words.split("; "))
    ]  # each with how it says it: `slug (hedged)`
    if all(slug in names for slug, *_ in named):
        return tuple(
            Bit(f"{names[slug]}{mark}{more}", path_of(DOCUMENT[slug]), title=slug) for slug, mark, more in named
        )
    return (Bit(words, look=LOOKS.get(words, "")),)


def _node(node: ox.NamedNode, words: str, names: Mapping[str, str]) -> Bit:
    if node in DOCUMENT:
        return Bit(names.get(words, words), path_of(node), title=words)
    look = LOOKS.get(words, "")
    is_part = node in CLAIM and "-" in CLAIM.name(node)
    return Bit(words, look=look) if node not in HO or look or is_part else Bit(words, path_of(node))
