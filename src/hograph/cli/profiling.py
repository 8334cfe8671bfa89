"""What a query costs, on the terminal: where its time goes, and the shapes in it that are slow on a large graph."""

from collections.abc import Iterable
from pathlib import Path

import click

from hograph.cli.render import put, table
from hograph.files import read_text
from hograph.query.canned import CannedQuery
from hograph.query.profile import Profile
from hograph.query.slow import slow_shapes

HOW = (
    "Each part was asked together with all that stands before it: solutions and time are those of both. The engine may join in "
    "another order, so times do not add up; look for where solutions become many and where time jumps."
)


def show_profile(query: CannedQuery, found: Profile) -> None:
    """Print where the time of a query went, part by part, and what in it is slow on a large graph."""
    rows = [
        (str(p.line), "" if p.solutions is None else str(p.solutions), _ms(p.seconds), "\u00b7 " * p.depth + p.text)
        for p in found.parts
    ]
    put(table(f"{query.name}: {found.rows} rows in {_ms(found.seconds)} ms", ("Line", "Solutions", "ms", "Part"), rows))
    click.echo()
    put(HOW)
    lint([query])


def lint(queries: Iterable[CannedQuery]) -> int:
    """Print the shapes in queries that are slow on a large graph; how many there are."""
    found = [(query.path, shape) for query in queries for shape in slow_shapes(read_text(query.path))]
    for path, shape in found:
        put(f"{_short(path)}:{shape.line}: {shape.rule}: {shape.advice}.")
    return len(found)


def _short(path: Path) -> Path:
    """The path as seen from the current folder, where it lies below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"
