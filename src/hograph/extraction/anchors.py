"""Which of many patterns can match a text at all: those of which it holds the literals that every match must hold.

Of a hundred patterns that are tried on a sentence, five match. Literals are looked for all at once, by ahocorasick-rs, in a fraction of
the time that the patterns take; those that are left give what all would. What a pattern must hold is read off its tree (`literals.py`).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

import ahocorasick_rs

from hograph.extraction.literals import Clause, fold, is_of_a_word, needed


class Anchors:
    r"""Patterns in any case, by the literals that their matches hold.

    Example:
        >>> anchors = Anchors([re.compile(r"may|might", re.I), re.compile(r"un(known|clear)", re.I), re.compile(r"\w+")])
        >>> anchors.candidates("It MIGHT recur."), anchors.candidates("It recurs.")
        ([0, 2], [2])
    """

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self.patterns = tuple(patterns)

    @cached_property
    def _matcher(self) -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[bool, bool, int]], list[int]]:
        """The literals; of each whether it begins and ends a word, and its clauses; of each pattern its clauses, as bits of a number."""
        bits: dict[Clause, int] = {}
        needs = [sum(bits.setdefault(one, 1 << len(bits)) for one in needed(pattern)) for pattern in self.patterns]
        literals = sorted({literal for clause in bits for literal in clause})
        rows = [(one.begins, one.ends, sum(bit for clause, bit in bits.items() if one in clause)) for one in literals]
        return ahocorasick_rs.AhoCorasick([one.text for one in literals]), rows, needs

    def candidates(self, text: str) -> list[int]:
        """The numbers of the patterns that may match somewhere in a text, in order; of all others it is sure that they do not."""
        matcher, rows, needs = self._matcher
        folded = fold(text)
        held, last = 0, len(folded)
        for number, start, end in matcher.find_matches_as_indexes(folded, overlapping=True):
            begins, ends, clauses = rows[number]
            if begins and start and is_of_a_word(folded[start - 1]):
                continue
            if ends and end < last and is_of_a_word(folded[end]):
                continue
            held |= clauses
        return [number for number, need in enumerate(needs) if held & need == need]

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, re.Match[str]]]:
        """Every match of every pattern in a stretch of a text, pattern after pattern, with the number of the pattern."""
        end = len(text) if end is None else end
        for number in self.candidates(text[start:end]):
            for match in self.patterns[number].finditer(text, start, end):
                yield number, match
