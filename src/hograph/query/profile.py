"""Where the time of a query goes: each part of its body asked with all that stands before it, its solutions counted and timed.

The engine does not tell its plan, and it reorders what it joins, so that the times of parts do not add up. What they show is where
solutions become many and where time jumps. Parts are those of the outermost group; the branches of a UNION and the body of a nested
SELECT come indented below theirs.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

from hograph.query.binding import Bound, bind, solutions
from hograph.query.elements import Words, branches, elements
from hograph.query.scope import selects
from hograph.query.syntax import position
from hograph.query.tokens import prologue_length, tokens
from hograph.store.interface import Store

WIDTH = 88
"""So many characters of a part are shown."""


@dataclass(frozen=True)
class Part:
    """A part of a query.

    Attributes:
        line: where it begins, counted from 1.
        depth: how far it is nested.
        text: its text on one line, cut off when it is long.
        solutions: how many there are once this part and all before it are asked; None when that is no query of its own.
        seconds: what asking and counting them took.
    """

    line: int
    depth: int
    text: str
    solutions: int | None
    seconds: float


@dataclass(frozen=True)
class Profile:
    """Where the time of a query went: its parts, and the whole with what stands around its body, as sorting and grouping."""

    parts: tuple[Part, ...]
    rows: int
    seconds: float


def profile(
    store: Store, text: str, bindings: Mapping[str, Bound], tell: Callable[[Part], None] = lambda _: None
) -> Profile:
    """Ask a SELECT part by part, and as a whole.

    Args:
        store: the graph.
        text: the query.
        bindings: its parameters as terms.
        tell: is given each part as soon as it was asked.
    """
    start = perf_counter()
    rows = sum(1 for _ in solutions(store, text, bindings))
    whole = perf_counter() - start
    bound = bind(text, bindings)
    parts = []
    for part in _parts(store, bound):
        tell(part)
        parts.append(part)
    return Profile(tuple(parts), rows, whole)


def _parts(store: Store, text: str) -> Iterator[Part]:
    words = tokens(text)
    head = text[: words[prologue_length(words) - 1].end] if prologue_length(words) else ""

    def asked(before: str, group: Words, depth: int) -> Iterator[Part]:
        inside = group[1:-1]
        for element in elements(inside):
            until = f"{before}{text[inside[0].start : element[-1].end]}"
            yield measured(element, until, depth)
            inner = branches(element)
            if len(inner) > 1:
                above = f"{before}{text[inside[0].start : element[0].start]}"
                for branch in inner:
                    yield measured(branch, f"{above} {text[branch[0].start : branch[-1].end]}", depth + 1)
            elif inner and inner[0][1].is_word("SELECT"):
                yield from asked("", selects(inner[0])[0].body, depth + 1)

    def measured(element: Words, pattern: str, depth: int) -> Part:
        start = perf_counter()
        try:
            (row,) = solutions(store, f"{head}\nSELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
            number = int(row["n"].value)
        except SyntaxError:
            number = None
        seconds = perf_counter() - start
        return Part(position(text, element[0].start)[0], depth, _on_one_line(element), number, seconds)

    return asked("", selects(words)[0].body, 0)


def _on_one_line(element: Words) -> str:
    """An element without its comments and line ends, cut off when it is long."""
    gaps = (" " if after.start > before.end else "" for before, after in pairwise(element))
    text = element[0].text + "".join(gap + token.text for gap, token in zip(gaps, element[1:], strict=True))
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 4]} ..."
