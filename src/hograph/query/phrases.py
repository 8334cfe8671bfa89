"""The canned queries by the ways in which people ask for them."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hograph.query.canned import CannedQuery
from hograph.query.mentions import words
from hograph.query.stems import stems

WHOLE = 0.25
"""How much all the words of a query weigh beside the phrase of it that is nearest."""


@dataclass(frozen=True)
class Questions:
    """The canned queries as an index of the ways in which people ask for them."""

    queries: Mapping[str, CannedQuery]

    @cached_property
    def phrases(self) -> dict[str, list[frozenset[str]]]:
        """Query to the stems of each phrase that asks for it: its question, its title and name, and its question in other words."""
        return {
            name: [frozenset(stems(phrase)) for phrase in (h.question, h.title, name.replace("-", " "), *h.asked)]
            for name, query in self.queries.items()
            for h in (query.header,)
        }

    @cached_property
    def wholes(self) -> dict[str, frozenset[str]]:
        """Query to all the stems by which it may be asked, its tags among them."""
        return {
            name: frozenset().union(*phrases, stems(" ".join(self.queries[name].header.tags)))
            for name, phrases in self.phrases.items()
        }

    @cached_property
    def rareness(self) -> dict[str, float]:
        """Stem to its weight: a word of many queries says little about which is meant."""
        spread = Counter(stem for whole in self.wholes.values() for stem in whole)
        return {stem: math.log(1 + len(self.wholes) / count) for stem, count in spread.items()}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every stem by which some query may be asked."""
        return frozenset(self.rareness)

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Every word by which some query may be asked, as it is spelt."""
        headers = [query.header for query in self.queries.values()]
        return frozenset(word for h in headers for text in (h.question, h.title, *h.asked) for word in words(text))

    def covered(self, asked: Iterable[str]) -> float:
        """The share of the stems of a question that are known, by weight."""
        asked = frozenset(asked)
        return self._weight(asked & self.known) / (self._weight(asked) or 1)

    def nearness(self, asked: frozenset[str], name: str) -> float:
        """How near a query is to the stems of a question, from 0 to 1."""
        best = self._cosine(asked, self.closest(asked, name))
        shared = self._weight(asked & self.wholes[name]) / (self._weight(asked) or 1)
        return (1 - WHOLE) * best + WHOLE * shared

    def closest(self, asked: frozenset[str], name: str) -> frozenset[str]:
        """The stems of that phrase of a query which is nearest to the stems of a question."""
        return max(self.phrases[name], key=lambda phrase: self._cosine(asked, phrase))

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        lengths = math.sqrt(self._weight(one) * self._weight(other))
        return self._weight(one & other) / lengths if lengths else 0.0

    def _weight(self, some: Iterable[str]) -> float:
        unknown = math.log(1 + len(self.wholes))
        return sum(self.rareness.get(stem, unknown) ** 2 for stem in some)

    def spelt(self, question: str, name: str) -> bool:
        """Whether a query is asked in these very words."""
        header = self.queries[name].header
        return words(question) in map(words, (header.question, *header.asked))
