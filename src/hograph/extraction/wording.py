"""What qualifies a claim, as `qualifiers.yaml` has it: words with the values that they give, and which relations take which qualifier."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from hograph.curation.tokens import Direction, Quantity
from hograph.extraction.anchors import Anchors
from hograph.extraction.numbers import NUMBER
from hograph.files import shipped_data


@dataclass(frozen=True)
class Word:
    """Words that give a qualifier its value."""

    value: str
    words: str
    example: str


class Context(NamedTuple):
    """A qualifier that a term gives: what kind of term, behind which words, with which relations only, or with which not."""

    name: str
    kind: str
    behind: frozenset[str]
    only: frozenset[str]
    without: frozenset[str]

    def allows(self, relation: str) -> bool:
        """Whether a relation may be so qualified."""
        return relation not in self.without and (not self.only or relation in self.only)


class Compared(NamedTuple):
    """Words of a comparison: what is compared, and which way."""

    pattern: re.Pattern[str]
    aspect: Quantity
    direction: Direction


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = shipped_data("hograph.extraction", "qualifiers.yaml")
    return loaded


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(_whole(words), re.IGNORECASE)


def _whole(words: str) -> str:
    return rf"(?<![\w-])(?:{words})(?![\w-])".replace(" ", r"\s+")


@cache
def word_lists() -> dict[str, tuple[Word, ...]]:
    """Qualifier to its values with their words."""
    return {
        name: tuple(Word(row["value"], _whole("|".join(row["words"])), row["example"]) for row in rows)
        for name, rows in _data()["words"].items()
    }


@cache
def relations(name: str) -> frozenset[str]:
    """The relations that a qualifier may stand with, by the name of their list."""
    return frozenset(_data()["relations"][name])


@cache
def contexts() -> tuple[Context, ...]:
    """The qualifiers that terms give."""
    return tuple(
        Context(row["name"], row["kind"], *(frozenset(row.get(part, ())) for part in ("behind", "only", "not")))
        for row in _data()["context"]
    )


@cache
def comparisons() -> tuple[Compared, ...]:
    """The words of comparisons, the more telling first."""
    return tuple(
        Compared(_pattern(row["words"]), Quantity(row["aspect"]), Direction(row["direction"]))
        for row in _data()["comparisons"]
    )


class Tacit(NamedTuple):
    """Words of a comparison without `than`: with what something of a kind is compared, in which relations."""

    pattern: re.Pattern[str]
    aspect: Quantity
    direction: Direction
    than: str
    kind: str
    relations: frozenset[str]


@cache
def tacit_comparisons() -> tuple[Tacit, ...]:
    """The words of comparisons without `than`, the more telling first."""
    return tuple(
        Tacit(
            _pattern(row["words"].replace("NUMBER", NUMBER)),
            Quantity(row["aspect"]),
            Direction(row["direction"]),
            row["than"],
            row["of"],
            frozenset(row["relations"]),
        )
        for row in _data()["tacit-comparisons"]
    )


@cache
def states() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Words of a condition that name a state without its name, and the term that it is."""
    return tuple((_pattern(row["words"]), row["term"]) for row in _data()["states"])


def without_state(term: str) -> str:
    """The lesion whose state a term names, else the term itself.

    Example:
        >>> without_state("EstablishedHeterotopicOssification"), without_state("MyositisOssificans")
        ('HeterotopicOssification', 'MyositisOssificans')
    """
    found = _data()["states-of-lesion"]
    return str(found["lesion"]) if term in found["states"] else term


class Form(NamedTuple):
    """The lesion that a name of a form of it is of, and what qualifies it: the qualifier and its value."""

    lesion: str
    qualifier: str
    value: str


@cache
def forms() -> dict[str, Form]:
    """Names of the lesion at a stage or a site, each with lesion and stage or site."""
    return {
        name: Form(lesion, qualifier, value)
        for name, row in _data()["forms"].items()
        for lesion in [row["lesion"]]
        for qualifier, value in row.items()
        if qualifier != "lesion"
    }


@cache
def imperatives() -> tuple[re.Pattern[str], ...]:
    """How a sentence begins that tells what to do."""
    return tuple(re.compile(words.replace(" ", r"\s+")) for words in _data()["imperatives"])


class Said(NamedTuple):
    """Words that stand in a text, and the value that they give."""

    start: int
    end: int
    value: str


def worded(name: str, text: str, start: int, end: int, near: int) -> str | None:
    """The value that words of a stretch give a qualifier: those nearest to a place, of overlapping ones the first of the list.

    Example:
        >>> worded("frequency", "It most commonly affects the hip.", 0, 33, 0)
        'most-common'
    """
    found = said(name, text, start, end)
    return min((abs(one.start - near), one.value) for one in found)[1] if found else None


def said(name: str, text: str, start: int, end: int) -> tuple[Said, ...]:
    """Where words of a list stand in a stretch."""
    return tuple(_said(text, start, end).get(name, ()))


@lru_cache(maxsize=256)
def _said(text: str, start: int, end: int) -> dict[str, list[Said]]:
    """Where words of any list stand in a stretch, by the name of the list; several claims of a sentence ask for the same."""
    found: dict[str, list[Said]] = {}
    for number, match in _anchors().finditer(text, start, end):
        name, word = _words()[number]
        there = found.setdefault(name, [])
        if not any(one.start < match.end() and match.start() < one.end for one in there):
            there.append(Said(*match.span(), word.value))
    return found


@cache
def _words() -> tuple[tuple[str, Word], ...]:
    """The words of all lists, each with the name of its list."""
    return tuple((name, word) for name, words in word_lists().items() for word in words)


@cache
def _anchors() -> Anchors:
    return Anchors(word.words for _, word in _words())


@cache
def counted_nouns() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """Nouns behind a word of frequency, each with the relations whose frequency it then is: the most common *site*."""
    return tuple(
        (re.compile(rf"\s+(?:\w+\s+)?(?:{row['words']})\b", re.IGNORECASE), frozenset(row["relations"]))
        for row in _data()["counted-nouns"]
    )
