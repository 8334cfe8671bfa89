"""The canned query nearest to a question in words."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hograph.query.header import CannedQuery

FIELDS = (("question", 3.0), ("title", 2.0), ("tags", 2.0), ("description", 1.0))
"""Where a query's words stand, and how much a word there weighs."""
STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "how",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "them",
        "this",
        "to",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "with",
    ]
)
ENDINGS = ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "es", "ed", "s", "e", "y")
LEAST = 0.05
"""Below this a question is like none of the queries."""


@dataclass(frozen=True)
class Match:
    """A canned query and how near it is to the question, from 0 to 1."""

    query: CannedQuery
    nearness: float


def stems(text: str) -> list[str]:
    """The words of a text that carry meaning, without their endings.

    >>> stems("Which treatments prevent recurrence?")
    ['treat', 'prevent', 'recurrenc']
    """
    return [_stem(word) for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in STOP]


def _stem(word: str) -> str:
    ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= 4), "")
    return word.removesuffix(ending) if ending else word


def nearest(question: str, queries: Mapping[str, CannedQuery]) -> list[Match]:
    """The queries by nearness to a question, the nearest first; those that share no word with it are left out.

    Nearness is the cosine of word vectors in which a rare word counts more than a common one, and the question of a query more than its
    description. The same question always finds the same query.
    """
    vectors = {name: _words(query) for name, query in queries.items()}
    spread = Counter(word for vector in vectors.values() for word in vector)
    asked = Counter(stems(question))
    found = [Match(queries[name], _cosine(asked, vector, spread, len(vectors))) for name, vector in vectors.items()]
    return sorted((m for m in found if m.nearness > LEAST), key=lambda match: (-match.nearness, match.query.name))


def _words(query: CannedQuery) -> dict[str, float]:
    vector: dict[str, float] = defaultdict(float)
    for field, weight in FIELDS:
        value = getattr(query.header, field)
        for stem in set(stems(value if isinstance(value, str) else " ".join(value))):
            vector[stem] = max(vector[stem], weight)
    for stem in stems(query.name.replace("-", " ")):
        vector[stem] = max(vector[stem], 3.0)
    return dict(vector)


def _cosine(asked: Mapping[str, float], vector: Mapping[str, float], spread: Mapping[str, int], total: int) -> float:
    def weigh(words: Mapping[str, float]) -> dict[str, float]:
        return {word: value * math.log(1 + total / spread.get(word, 1)) for word, value in words.items()}

    one, other = weigh(asked), weigh(vector)
    lengths = math.sqrt(sum(v * v for v in one.values())) * math.sqrt(sum(v * v for v in other.values()))
    return sum(value * other.get(word, 0.0) for word, value in one.items()) / lengths if lengths else 0.0
