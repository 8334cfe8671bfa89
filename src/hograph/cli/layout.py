"""Tables as lines of text: whole words on a terminal as wide as it is, and one line a row in a pipe.

A table is laid out with the fewest lines a row that its width allows. Where words would have to be broken, or rows would become towers,
columns that few rows fill are told in one column, then subject, relation and object in one; and where that is not enough, each row is a
block: what it is about, and below it a line for each column.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from unicodedata import combining, east_asian_width

import click

GAP, INDENT = "  ", "    "
MOST_LINES = 4
"""More lines than these make a row of a table hard to follow."""
TALL = 6
"""So many lines are better than a block where the terminal has the width of a table."""
HALF, MOSTLY = 0.5, 0.9
"""Columns that at most this share of rows fills are told in one: where there is little room, and where there is hardly any."""
MOST_ROWS = 0.95
"""The share of rows that keeps to that; a few long texts shall not decide how all others look."""
LONGEST = 30
"""What is longer is no word but a hash or an IRI, and may be broken."""
FIRST = 3
"""Among so many columns is the one that names a row."""


@dataclass(frozen=True)
class Table:
    """A table to print.

    Attributes:
        title: what stands over it, or nothing.
        columns: the titles of the columns.
        rows: one text a cell.
        statement: the columns that read one after the other as a sentence, where there are such.
        spare: the columns that may be left out where there is no room.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    statement: tuple[int, ...] = ()
    spare: frozenset[int] = frozenset()


def plain(table: Table) -> list[str]:
    """The table with one line a row and all its columns, for a pipe."""
    lines = [table.title] if table.title else []
    texts = [[" ".join(text.split()) for text in row] for row in (table.columns, *table.rows)]
    widths = [max(map(wide, column), default=0) for column in zip(*texts, strict=True)]
    return [*lines, *(_line(row, widths) for row in texts)]


def fitted(table: Table, width: int) -> tuple[list[str], bool]:
    """The table for a terminal of this width: what all rows share is said once, empty columns are left out, words stay whole.

    Returns:
        The lines, and whether columns were left out for want of room.
    """
    shared = _shared(table)
    loose = {i: text for i, text in shared.items() if i not in table.statement}
    all_left, left = _without(table, shared), _without(table, {*shared, *table.spare})
    sentences = _without(table, {*loose, *table.spare})
    roomy, narrow = _grid(all_left, width), _grid(left, width)
    if roomy and narrow and roomy.height <= narrow.height + 1:
        narrow = roomy
    grid = narrow or _grid(_gathered(left), width)
    if grid is None:
        shared = loose
        grid = _grid(_told(_gathered(sentences)), width) or _grid(_told(_gathered(sentences, MOSTLY)), width, TALL)
    lines = [click.style(line, bold=True) for line in wrap(table.title, width)] if table.title else []
    if shared:
        said = (f"{table.columns[i]}: {text}" if table.columns[i] else text for i, text in shared.items())
        lines += wrap(f"In every row: {'; '.join(said)}", width)
    lines += _rows(grid) if grid else _blocks(sentences, width)
    return lines, (grid is None or grid is not roomy) and any(row[i] for row in table.rows for i in table.spare)


def paired(pairs: Sequence[tuple[str, str]], width: int | None, margin: int = 0) -> list[str]:
    """Titles and texts beside each other, a long text wrapped beside its title; one line each in a pipe."""
    margin = max([margin, *(wide(title) for title, _ in pairs)])
    if width is None:
        return [f"{INDENT}{_line([title, text], [margin, wide(text)])}" for title, text in pairs]
    widths = [min(margin, width // 3), 0]
    widths[1] = max(width - len(INDENT) - len(GAP) - widths[0], 1)
    return [INDENT + line for pair in pairs for line in _row(pair, widths)]


def wrap(text: str, width: int) -> list[str]:
    """The text in lines no wider than this, broken at blanks; only a word that is wider than a line is broken itself."""
    lines, line = [], ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if wide(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while wide(line) > width:
            cut = next(n for n in range(len(line), 0, -1) if n == 1 or wide(line[:n]) <= width)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line or not lines else lines


def wide(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _shared(table: Table) -> dict[int, str]:
    """The columns that say the same in every row, with what they say."""
    first = table.rows[0] if len(table.rows) > 1 else ()
    return {
        i: text
        for i, text in enumerate(first)
        if text and i not in table.spare and all(row[i] == text for row in table.rows)
    }


def _without(table: Table, left_out: Collection[int]) -> Table:
    """The table without these columns and those that are empty; at least one column stays."""
    kept = [i for i in range(len(table.columns)) if i not in left_out and any(row[i] for row in table.rows)] or [0]
    place = {old: new for new, old in enumerate(kept)}
    return Table(
        table.title,
        tuple(table.columns[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in table.rows),
        tuple(place[i] for i in table.statement if i in place),
        frozenset(place[i] for i in table.spare if i in place),
    )


def _gathered(table: Table, share: float = HALF) -> Table:
    """The table with the columns that at most a share of the rows fills told in one, where there are several such."""
    seldom = [
        i
        for i in range(len(table.columns))
        if i not in table.statement and sum(bool(row[i]) for row in table.rows) <= share * len(table.rows)
    ]
    if len(seldom) < 2:
        return table
    also = ["; ".join(f"{table.columns[i]}: {row[i]}" for i in seldom if row[i]) for row in table.rows]
    return _without(_with(table, len(table.columns), "More", also), seldom)


def _told(table: Table) -> Table:
    """The table with the columns of its statement as one."""
    if len(table.statement) < 2:
        return table
    sentences = [" ".join(row[i] for i in table.statement) for row in table.rows]
    told = _with(table, table.statement[0], "Statement", sentences)
    return _without(replace(told, statement=()), [i + 1 for i in table.statement])


def _with(table: Table, place: int, title: str, texts: Sequence[str]) -> Table:
    rows = ((*row[:place], text, *row[place:]) for row, text in zip(table.rows, texts, strict=True))
    return replace(table, columns=(*table.columns[:place], title, *table.columns[place:]), rows=tuple(rows))


@dataclass(frozen=True)
class _Grid:
    """A table with the widths of its columns, and how many lines its tallest row may take."""

    table: Table
    widths: tuple[int, ...]
    height: int


def _grid(table: Table, width: int, most: int = MOST_LINES) -> _Grid | None:
    """The table with the fewest lines a row in which it fits into the width; None where it does not.

    What is left over goes to the columns that need fewer lines for it.
    """
    columns = [(title, Counter(row[i] for row in table.rows)) for i, title in enumerate(table.columns)]
    room = width - len(GAP) * (len(columns) - 1)
    if sum(max(map(_longest_word, (title, *texts))) for title, texts in columns) > room:
        return None
    least = [[_needed(title, texts, lines) for title, texts in columns] for lines in range(1, most + 1)]
    height = next((lines for lines, widths in enumerate(least, 1) if sum(widths) <= room), None)
    if height is None:
        return None
    widths = least[height - 1]
    for better in reversed(least[: height - 1]):
        for i in sorted(range(len(widths)), key=lambda i: better[i] - widths[i]):
            if sum(widths) + better[i] - widths[i] <= room:
                widths[i] = better[i]
    return _Grid(table, tuple(widths), height)


def _needed(title: str, texts: Counter[str], lines: int) -> int:
    """The least width of a column in which its texts, but for a few, take no more lines than these, its title no more than two."""
    each = {text: _narrowest(text, lines) for text in texts}
    widths = sorted(each[text] for text in texts.elements())
    most = widths[ceil(len(widths) * MOST_ROWS) - 1] if widths else 1
    return max(most, _narrowest(title, max(lines, 2)), *map(_longest_word, texts))


def _longest_word(text: str) -> int:
    return min(max(map(wide, text.split()), default=1), LONGEST)


def _narrowest(text: str, lines: int) -> int:
    """The least width in which a text takes no more lines than these and no word is broken."""
    width = max(_longest_word(text), -(-wide(text) // lines))
    while len(wrap(text, width)) > lines:
        width += 1
    return width


def _rows(grid: _Grid) -> list[str]:
    """Header and rows; a blank line on both sides of a row that takes several lines."""
    head = _row(grid.table.columns, grid.widths)
    lines = [click.style(line, bold=True) for line in head] + [GAP.join("─" * width for width in grid.widths)]
    tall = False
    for row in grid.table.rows:
        made = _row(row, grid.widths)
        if row is not grid.table.rows[0] and (tall or len(made) > 1):
            lines.append("")
        lines += made
        tall = len(made) > 1
    return lines


def _row(texts: Iterable[str], widths: Sequence[int]) -> list[str]:
    columns = [wrap(text, width) for text, width in zip(texts, widths, strict=True)]
    return [_line([c[i] if i < len(c) else "" for c in columns], widths) for i in range(max(map(len, columns)))]


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    return GAP.join(text + " " * (width - wide(text)) for text, width in zip(texts, widths, strict=True)).rstrip()


def _blocks(table: Table, width: int) -> list[str]:
    """Each row as a block: what it is about, then a line for each column that says something."""
    head = table.statement or (_telling(table),)
    shown = [i for i in range(len(table.columns)) if i not in head]
    margin = max((wide(table.columns[i]) for i in shown), default=0)
    lines = list[str]()
    for row in table.rows:
        if lines:
            lines.append("")
        about = " ".join(row[i] for i in head if row[i])
        if len(head) == 1 and table.columns[head[0]]:
            about = f"{table.columns[head[0]]}: {about}"
        lines += [click.style(line, bold=True) for line in wrap(about, width)]
        lines += paired([(table.columns[i], row[i]) for i in shown if row[i]], width, margin)
    return lines


def _telling(table: Table) -> int:
    """Of the first columns the one that tells most rows apart."""
    return max(range(min(len(table.columns), FIRST)), key=lambda i: (len({row[i] for row in table.rows}), -i))
