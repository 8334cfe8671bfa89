"""The names of the ontology's terms, found in text."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING

from hograph.extraction.words import Word, words
from hograph.ontology.index import Ontology

if TYPE_CHECKING:
    import ahocorasick_rs

RANKS = {"label": 0, "exact": 1, "narrow": 2, "broad": 3, "related": 4, "hidden": 5}
"""Scope of a name to how well it names its term; a name that names two terms goes to the better one."""
ARTICLES = frozenset({"a", "an", "the"})
STOP = re.compile(r"[.;:?!](?:(?<=\w\w.)|(?<=\w\w[)\]].))[)\]\"”’']*\s+(?=\w)")
"""Behind this a name does not go on; a full stop after a single letter ends nothing."""
COMMA = re.compile(r",\s+")
"""Over this a name goes on only if it is written with one: *wound, sepsis* is no sepsis of the wound."""
BREAK, LIST = "\2", ","
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """A term that a name may mean, and how well it names it.

    Attributes:
        term: local name of the term.
        scope: `label`, the scope of the synonym, or `hidden`.
    """

    term: str
    scope: str


@dataclass(frozen=True)
class Lexicon:
    """Every name, by the words it is made of.

    Attributes:
        senses: words of a name to the terms it may mean; several when it names them equally well.
        listed: words of a name with its commas, where it is written with any, to the same without them.
    """

    senses: dict[Keys, tuple[Sense, ...]]
    listed: dict[Keys, Keys] = field(default_factory=dict)

    @classmethod
    def of(cls, ontology: Ontology) -> "Lexicon":
        """The names of an ontology: labels, synonyms and hidden labels of its terms, roles left out."""
        found: dict[Keys, dict[str, str]] = {}
        listed: dict[Keys, Keys] = {}
        for term, text, scope in _names(ontology):
            keys = tuple(intern(word.key) for word in words(text))  # ten thousand words make thirty thousand names
            keys = keys[1:] if keys and keys[0] in ARTICLES else keys
            if keys:
                if COMMA.search(text):
                    parts = [[word.key for word in words(part)] for part in COMMA.split(text)]
                    listed[tuple(key for part in parts for key in (LIST, *part))[1:]] = keys
                known = found.setdefault(keys, {})
                known[term] = min(known.get(term, scope), scope, key=RANKS.__getitem__)
        told: dict[tuple[Sense, ...], tuple[Sense, ...]] = {}
        best = ((keys, _best(terms)) for keys, terms in found.items() if not _lists(keys, found))
        senses = {keys: told.setdefault(senses, senses) for keys, senses in best}
        return cls(senses, {spelled: keys for spelled, keys in listed.items() if keys in senses})

    @cached_property
    def _matcher(self) -> tuple["ahocorasick_rs.AhoCorasick", list[Keys]]:
        import ahocorasick_rs

        names = [*sorted(self.senses), *self.listed.values()]
        patterns = [_spelled(keys) for keys in (*sorted(self.senses), *self.listed)]
        return ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), names

    def find(self, text: str, found: list[Word]) -> Iterator[tuple[int, int, Keys]]:
        """Every name in a text, the longest first from left to right; none goes on behind the end of a sentence or clause.

        Args:
            text: in which to look.
            found: its words.

        Yields:
            Number of the first word, number of the word after the last, and the name.
        """
        matcher, names = self._matcher
        ended = {match.end() for pattern in (STOP, COMMA) for match in pattern.finditer(text)}
        starts, position, spelled = {}, 0, list[str]()
        for i, word in enumerate(found):
            mark = BREAK if word.start in ended else ""
            spelled += (mark, _spelled((word.key,)))
            position += len(mark)
            starts[position] = i
            position += len(spelled[-1])
        for number, start, _ in matcher.find_matches_as_indexes("".join(spelled)):
            first = starts[start]
            yield first, first + len(names[number]), names[number]


def _spelled(keys: Iterable[str]) -> str:
    """Words between marks of their own, so that no name begins or ends within a word."""
    return "".join(BREAK if key == LIST else f"\0{key}\1" for key in keys)


def _names(ontology: Ontology) -> Iterator[tuple[str, str, str]]:
    for term in ontology.terms:
        yield term, ontology.label(term), "label"
        for scope, text in ontology.synonyms(term):
            yield term, text, scope
        for text in ontology.hidden_labels(term):
            yield term, text, "hidden"


def _lists(keys: Keys, names: Container[Keys]) -> bool:
    """Whether words are two names with `or` between them: thigh or arm."""
    joint = keys.index("or") if "or" in keys else 0
    return bool(joint) and keys[:joint] in names and keys[joint + 1 :] in names


def _best(terms: dict[str, str]) -> tuple[Sense, ...]:
    best = min(RANKS[scope] for scope in terms.values())
    return tuple(Sense(term, scope) for term, scope in sorted(terms.items()) if RANKS[scope] == best)
