"""What every match of a regular expression must hold: literals, and whether words begin and end with them.

A pattern is read by Python's own parser, which has no public name (`re._parser`, since Python 3.11), as a row of elements: letters, edges
of words, alternatives, and gaps of which nothing is known. From these come clauses: of each clause, every match holds a literal.
"""

import re
import re._constants as kinds
import re._parser as parser
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

FOLDED = {0x130: "i", 0x131: "i", 0x17F: "s"}
"""Letters that `re.IGNORECASE` takes for others, and that `lower` does not make them."""
DIGIT = re.compile(r"\d")
LENGTH = 3
"""A clause whose literals are shorter, the edges of words counted, is left out where there is a better one: too many texts hold them."""


WORD = (kinds.CATEGORY, kinds.CATEGORY_WORD)
BEHIND_A_WORD = str(parser.parse(r"(?<=\w)"))


class Literal(NamedTuple):
    """Characters, folded, that stand in a text, and whether they begin and end a word there."""

    text: str
    begins: bool = False
    ends: bool = False

    @property
    def length(self) -> int:
        """How much it tells: its length with the edges; what is no letter tells more."""
        common = self.text.isascii() and (self.text.isalpha() or self.text.isspace())
        return len(self.text) + self.begins + self.ends if common else LENGTH


Clause = frozenset[Literal]


class _Edge(Enum):
    """What stands between characters of a pattern."""

    BOUNDARY = r"\b"
    AFTER = "no word goes on behind it"
    AFTER_WORD = "no word that ends in it goes on behind it"
    BEFORE = "no word goes on before it"
    APART = "white space and the like"
    GAP = "anything"


@dataclass(frozen=True)
class _Ahead:
    """What must follow."""

    elements: "tuple[_Element, ...]"


@dataclass(frozen=True)
class _Either:
    """Alternatives."""

    parts: "tuple[tuple[_Element, ...], ...]"


_Element = str | _Edge | _Ahead | _Either


def fold(text: str) -> str:
    """A text as literals are looked for in it, character by character; any digit is 0, for most patterns say no more.

    Example:
        >>> fold("In 1984, HO")
        'in 0000, ho'
    """
    return DIGIT.sub("0", (text if text.isascii() else text.translate(FOLDED)).lower())


def is_of_a_word(char: str) -> bool:
    r"""Whether a character is one of a word, as `\w` has it."""
    return char.isalnum() or char == "_"


class Way(NamedTuple):
    """One way in which a pattern can match: an alternative of it.

    Attributes:
        begins: literals with one of which it begins when it is folded; None when it may begin with anything.
        holds: clauses, of each of which it holds a literal.
    """

    begins: Clause | None
    holds: tuple[Clause, ...]


def ways(pattern: str) -> list[Way]:
    r"""The ways in which a pattern can match in any case.

    Example:
        >>> [way] = ways(r"\b(not |never )?seen")
        >>> sorted(one.text for one in way.begins), [[one.text for one in clause] for clause in way.holds]
        (['never ', 'not ', 'seen'], [['seen']])
    """
    elements = tuple(_elements(parser.parse(pattern, re.IGNORECASE)))
    return [Way(_heads(one, False, False), _needed(one)) for one in _alternatives(elements)]


def _alternatives(elements: tuple[_Element, ...]) -> list[tuple[_Element, ...]]:
    """The rows of elements that a row stands for whose only alternatives stand between edges."""
    inner = [i for i, one in enumerate(elements) if not isinstance(one, _Edge) or one in (_Edge.GAP, _Edge.APART)]
    if len(inner) != 1 or not isinstance(either := elements[inner[0]], _Either):
        return [elements]
    return [(*elements[: inner[0]], *part, *elements[inner[0] + 1 :]) for part in either.parts]


def _needed(elements: Sequence[_Element]) -> tuple[Clause, ...]:
    """The clauses of a row that tell something, or the best there is."""
    found = set(_clauses(elements, False, False))
    strong = [clause for clause in found if _strength(clause) >= LENGTH]
    return tuple(sorted(strong or _best(found), key=sorted))


def _heads(elements: Sequence[_Element], before: bool | None, behind: bool | None) -> Clause | None:
    for i, one in enumerate(elements):
        rest = elements[i + 1 :]
        if isinstance(one, _Either):
            parts = [_heads((*part, *rest), before, behind) for part in one.parts]
            return frozenset().union(*(part for part in parts if part)) if all(parts) else None
        if isinstance(one, str):
            run = "".join(takewhile(lambda other: isinstance(other, str), elements[i:]))  # type: ignore[arg-type]
            first, *after = elements[i + len(run) :] or (_Edge.GAP,)
            if isinstance(first, _Either):
                parts = [_heads((*run, *part), before, _behind(after, behind)) for part in first.parts]
                return frozenset().union(*(part for part in parts if part))
            return frozenset({_literal(run, before, _behind(elements[i + len(run) :], behind))})
        if one in (_Edge.APART, _Edge.GAP):
            return None
        if one in (_Edge.BEFORE, _Edge.BOUNDARY):
            before = True if one is _Edge.BEFORE else None
    return None


def _strength(clause: Clause) -> int:
    return min(one.length for one in clause)


def _best(clauses: Iterable[Clause]) -> list[Clause]:
    return sorted(clauses, key=lambda clause: (_strength(clause), sorted(clause)))[-1:]


def _elements(tree: Iterable[tuple[Any, Any]]) -> Iterator[_Element]:
    """The tree of a pattern as a row of elements."""
    for kind, value in tree:
        if kind is kinds.LITERAL:
            yield _letter(chr(value))
        elif kind is kinds.IN:
            yield _one_of(value)
        elif kind is kinds.BRANCH:
            yield _Either(tuple(tuple(_elements(part)) for part in value[1]))
        elif kind is kinds.SUBPATTERN and not value[1] & re.ASCII:
            yield from _elements(value[3])
        elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
            least, most, inner = value
            once = tuple(_elements(inner))
            some = once if once == (_Edge.APART,) or most == 1 else (*once, _Edge.GAP)
            yield from some if least else (_Either((some, ())),)
        elif kind is kinds.AT and value is kinds.AT_BOUNDARY:
            yield _Edge.BOUNDARY
        elif kind in (kinds.ASSERT, kinds.ASSERT_NOT):
            yield from _seen(kind, *value)
        else:
            yield _Edge.GAP


@cache
def _letter(char: str) -> _Element:
    """A character folded, or a gap for a letter of which not all are known that are the same in another case."""
    plain = char.isascii() or char.lower() == char.upper()
    return fold(char) if plain else _Edge.GAP


def _one_of(members: Sequence[tuple[Any, Any]]) -> _Element:
    """What a set of characters is: a digit, what stands between words, a few letters, or a gap."""
    if {kind for kind, _ in members} == {kinds.LITERAL}:
        letters = [_letter(chr(value)) for _, value in members]
        return _Edge.GAP if _Edge.GAP in letters else _Either(tuple((letter,) for letter in letters))
    if members[0][0] is not kinds.NEGATE and all(map(_parts_words, members)):
        return _Edge.APART
    return "0" if members == [(kinds.CATEGORY, kinds.CATEGORY_DIGIT)] else _Edge.GAP


def _parts_words(member: tuple[Any, Any]) -> bool:
    kind, value = member
    if kind is kinds.LITERAL:
        return not is_of_a_word(chr(value))
    return kind is kinds.CATEGORY and value in {kinds.CATEGORY_SPACE, kinds.CATEGORY_NOT_WORD}


def _seen(kind: Any, direction: int, tree: Sequence[tuple[Any, Any]]) -> Iterator[_Element]:  # noqa: ANN401
    """What must stand before or behind a place, or must not; nothing where that says nothing of words."""
    ahead = direction > 0
    last, members = tree[-1] if tree else (None, [])
    if kind is kinds.ASSERT:
        yield from (_Ahead(tuple(_elements(tree))),) if ahead else ()
    elif last is kinds.IN and WORD in members and members[0][0] is not kinds.NEGATE:
        if len(tree) == 1:
            yield _Edge.AFTER if ahead else _Edge.BEFORE
        elif ahead and str(tree[:-1]) == BEHIND_A_WORD:
            yield _Edge.AFTER_WORD


def _clauses(elements: Sequence[_Element], before: bool | None, after: bool | None) -> list[Clause]:
    """The clauses of a row of elements.

    Args:
        elements: of a pattern, or of a part of it.
        before: whether what stands before them is of no word; None when that is so if they begin with a word.
        after: whether what stands behind them is of no word; None when that is so if they end in a word.
    """
    found: list[Clause] = []
    run, edge = "", before
    for i, one in enumerate(elements):
        if isinstance(one, str):
            run += one
            continue
        if isinstance(one, _Either):
            parts = [_clauses((*run, *part), edge, _behind(elements[i + 1 :], after)) for part in one.parts]
            found += [frozenset().union(*(_best(part)[0] for part in parts))] if all(parts) else []
        elif run:
            found.append(frozenset({_literal(run, edge, _behind(elements[i:], after))}))
        if isinstance(one, _Ahead):
            found += _clauses(one.elements, False, False)
        run = ""
        edge = None if one is _Edge.BOUNDARY else one in (_Edge.BEFORE, _Edge.APART)
    return [*found, frozenset({_literal(run, edge, after)})] if run else found


def _behind(elements: Sequence[_Element], after: bool | None) -> bool | None:
    """Whether what stands behind a row of elements that is over is of no word, by what comes next."""
    first = next((one for one in elements if one is not _Edge.BEFORE), None)
    if first is None:
        return after
    if isinstance(first, str):
        return not is_of_a_word(first)
    return None if first in (_Edge.BOUNDARY, _Edge.AFTER_WORD) else first in {_Edge.AFTER, _Edge.APART}


def _literal(run: str, before: bool | None, after: bool | None) -> Literal:
    begins = is_of_a_word(run[0]) if before is None else before
    ends = is_of_a_word(run[-1]) if after is None else after
    return Literal(run, begins, ends)
