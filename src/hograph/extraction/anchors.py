"""Which of many patterns can match a text at all: those of which it holds a literal that every match must hold.

Of a hundred patterns that are tried on a sentence, five match. Literals are looked for all at once, by ahocorasick-rs, in a fraction of
the time that the patterns take; those that are left give what all would. What a pattern must hold is read off by Python's own parser of
regular expressions, which has no public name (`re._parser`, since Python 3.11).
"""

import re
import re._constants as kinds
import re._parser as parser
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import ahocorasick_rs

FOLDED = {0x130: "i", 0x131: "i"}
"""Letters that `re.IGNORECASE` takes for `i`, and that casefolding does not make one."""


class Anchors:
    r"""Patterns in any case, by the literals that their matches hold.

    Example:
        >>> anchors = Anchors([re.compile(r"may|might", re.I), re.compile(r"un(known|clear)", re.I), re.compile(r"\w+")])
        >>> anchors.candidates("It MIGHT recur."), anchors.candidates("It recurs.")
        ([0, 2], [2])
    """

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self._needed = [needed(pattern) for pattern in patterns]
        self._always = frozenset(i for i, literals in enumerate(self._needed) if literals is None)

    @cached_property
    def _matcher(self) -> tuple[ahocorasick_rs.AhoCorasick, Sequence[frozenset[int]]]:
        of_literal: dict[str, set[int]] = {}
        for i, literals in enumerate(self._needed):
            for literal in literals or ():
                of_literal.setdefault(literal, set()).add(i)
        names = sorted(of_literal)
        return ahocorasick_rs.AhoCorasick(names), [frozenset(of_literal[name]) for name in names]

    def candidates(self, text: str) -> list[int]:
        """The numbers of the patterns that may match somewhere in a text, in order; of all others it is sure that they do not."""
        matcher, patterns = self._matcher
        found = set(self._always)
        for literal, *_ in matcher.find_matches_as_indexes(text.translate(FOLDED).casefold(), overlapping=True):
            found |= patterns[literal]
        return sorted(found)


def needed(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Literals, folded, of which every match of a pattern holds one; None when there are none that are sure.

    Example:
        >>> sorted(needed(re.compile(r"(not|never) (only )?seen")))
        ['seen']
    """
    return _literals(parser.parse(pattern.pattern, pattern.flags))


def _literals(tree: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Of all that must be in a match the best: the set whose shortest literal is the longest."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in tree:
        if kind is kinds.LITERAL and value < 128:
            run += chr(value).lower()
            continue
        found, run = [*found, *([frozenset({run})] if run else [])], ""
        inner: frozenset[str] | None = None
        if kind is kinds.SUBPATTERN:
            inner = _literals(value[3])
        elif kind is kinds.BRANCH:
            parts = [_literals(part) for part in value[1]]
            inner = frozenset().union(*(part for part in parts if part)) if all(parts) else None
        elif kind in {kinds.MAX_REPEAT, kinds.MIN_REPEAT} and value[0] > 0:
            inner = _literals(value[2])
        found += [inner] if inner else []
    found += [frozenset({run})] if run else []
    return max(found, key=lambda some: min(map(len, some)), default=None)
