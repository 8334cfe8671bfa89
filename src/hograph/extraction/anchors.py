"""Where patterns can match a text at all: where it holds the literals that a match must begin with, and all that it must hold.

Of a hundred patterns that are tried on a sentence, five match. Literals are looked for all at once, by ahocorasick-rs, in a fraction of
the time that the patterns take; those that are left give what all would. What a pattern must hold is read off its tree (`literals.py`).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, reduce
from itertools import product
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from hograph.extraction.kept import ways_of
from hograph.extraction.literals import Clause, Literal, Way, fold

if TYPE_CHECKING:
    import ahocorasick_rs

NumberedWay = tuple[int, int]
"""A way in which a pattern can match: its number, and the clauses that must be held, as bits of a number."""


class _Told(NamedTuple):
    """What characters tell where they stand: the ways that they may begin, and the clauses that they are of, as bits of a number."""

    ways: tuple[NumberedWay, ...]
    clauses: int


class Anchors:
    r"""Patterns in any case, by the literals that their matches hold; each is compiled once it may match.

    Example:
        >>> anchors = Anchors(["may|might", "un(known|clear)", r"\w+"])
        >>> [(number, match[0]) for number, match in anchors.finditer("It MIGHT.")]
        [(0, 'MIGHT'), (2, 'It'), (2, 'MIGHT')]
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self.sources = tuple(patterns)
        self._compiled: dict[int, re.Pattern[str]] = {}

    @cached_property
    def _table(self) -> "_Table":
        return _Table.of(ways_of(self.sources))

    def pattern(self, number: int) -> re.Pattern[str]:
        """One of the patterns."""
        if number not in self._compiled:
            self._compiled[number] = re.compile(self.sources[number], re.IGNORECASE)
        return self._compiled[number]

    def candidates(self, text: str) -> Iterator[tuple[int, list[int] | None]]:
        """The patterns that may match somewhere in a text, in order; of all others it is sure that they do not.

        Yields:
            Number of the pattern, and where alone its matches may begin, in order; None when that may be anywhere.
        """
        table, folded = self._table, fold(text)
        around = f" {folded} "
        held, begun = 0, list[tuple[int, tuple[NumberedWay, ...]]]()
        for literal, start, end in table.matcher.find_matches_as_indexes(folded, overlapping=True):
            ways, clauses = table.told[literal][2 * around[start].isalnum() + around[end + 1].isalnum()]
            held |= clauses
            if ways:
                begun.append((start, ways))
        places: dict[int, set[int]] = {}
        for start, ways in begun:
            for number, needs in ways:
                if held & needs == needs:
                    places.setdefault(number, set()).add(start)
        free = {number for number, needs in table.free if held & needs == needs}
        for number in sorted({*places, *free}):
            yield number, None if number in free else sorted(places[number])

    def finditer(
        self, text: str, start: int = 0, end: int | None = None, wanted: Callable[[int], bool] = lambda _: True
    ) -> Iterator[tuple[int, re.Match[str]]]:
        """Every match of every pattern in a stretch of a text, pattern after pattern.

        Args:
            text: in which to look.
            start: where the stretch begins.
            end: where it ends, the end of the text if None.
            wanted: tells by its number whether a pattern is asked for.

        Yields:
            Number of the pattern, and a match.
        """
        end = len(text) if end is None else end
        for number, places in self.candidates(text[start:end]):
            if not wanted(number):
                continue
            pattern = self.pattern(number)
            if places is None:
                for match in pattern.finditer(text, start, end):
                    yield number, match
                continue
            done = start
            for place in places:
                found = pattern.match(text, start + place, end) if start + place >= done else None
                if found:
                    yield number, found
                    done = found.end()


class _Table(NamedTuple):
    """The literals of patterns.

    Attributes:
        matcher: finds them.
        told: of each, what it tells: by itself, with a word that goes on behind it, before it, on both sides.
        free: ways that may begin with anything.
    """

    matcher: "ahocorasick_rs.AhoCorasick"
    told: list[tuple[_Told, ...]]
    free: list[NumberedWay]

    @classmethod
    def of(cls, patterns: Sequence[Sequence[Way]]) -> "_Table":
        """The literals of patterns, by the ways in which each can match."""
        import ahocorasick_rs

        bits: dict[Clause, int] = {}
        free: list[NumberedWay] = []
        begun, held = defaultdict[Literal, set[NumberedWay]](set), defaultdict[Literal, int](int)
        for number, ways in enumerate(patterns):
            for begins, holds in ways:
                way = number, sum(bits.setdefault(clause, 1 << len(bits)) for clause in holds)
                free += [] if begins else [way]
                for one in begins or ():
                    begun[one].add(way)
        for clause, bit in bits.items():
            for one in clause:
                held[one] |= bit
        spelled = defaultdict[str, list[Literal]](list)
        for one in dict.fromkeys((*begun, *held)):
            spelled[one.text].append(one)
        texts = sorted(spelled)

        @cache
        def told(fit: tuple[Literal, ...]) -> _Told:
            ways = {way for one in fit for way in begun.get(one, ())}
            return _Told(tuple(sorted(ways)), reduce(or_, (held.get(one, 0) for one in fit), 0))

        def fitting(text: str, before: bool, behind: bool) -> tuple[Literal, ...]:
            return tuple(one for one in spelled[text] if not (before and one.begins) and not (behind and one.ends))

        either = list(product((False, True), repeat=2))
        rows = [tuple(told(fitting(text, *around)) for around in either) for text in texts]
        return cls(ahocorasick_rs.AhoCorasick(texts), rows, free)
