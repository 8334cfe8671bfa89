"""What a question names: terms of the ontology by any of their names, and documents, the longest names first."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from hograph.ontology.index import Ontology
from hograph.query.cells import short_documents
from hograph.vocabulary import SYNONYM_SCOPES, TOP_CATEGORIES

WORD = re.compile(r"[A-Za-z0-9]+")
SHORT = 3
"""A name of so few letters, all of them capitals, may be a common word when it is written small: US is ultrasound, us is not."""
PAIR = 2
"""Of so many words is a name with a hyphen that may be written as one."""
AFTER = frozenset(["after", "following", "since", "post"])
"""What is named behind these went before what is asked of."""
ARTICLES = frozenset(["a", "an", "the", "my", "his", "her", "their"])
COMMON = frozenset(
    ["who", "when", "where", "what", "how", "why", "much", "many", "long", "soon", "often", "best", "early", "late"]
)
"""Words that are never a name by themselves."""


@dataclass(frozen=True)
class Mention:
    """Something that a question names.

    Attributes:
        name: local name of the term, or slug of the document.
        label: what it is called in answers.
        words: the words of the question that name it.
        is_document: whether it is a document.
        after: whether it is named as what went before: after hip surgery.
    """

    name: str
    label: str
    words: str
    is_document: bool = False
    after: bool = False


def words(text: str) -> list[str]:
    """The words of a text in lower case.

    >>> words("X-rays of the hip")
    ['x', 'rays', 'of', 'the', 'hip']
    """
    return [word.casefold() for word in WORD.findall(text)]


SMALL = frozenset(
    words(
        "all am an and any are as at be but by can cox did do for go had has he her him his how if in is it its los may me mo mr my no "
        "nog not now of off old on one or our out pet pt see she so tar tea the to too two up us use was we who why you"
    )
)
"""Words and abbreviations of so few letters that are no name when they are written small."""


def singular(word: str) -> str:
    """A word without its plural ending."""
    if len(word) > SHORT and word.endswith("s") and not word.endswith(("ss", "is", "us")):
        return word[:-1]
    return word


@dataclass(frozen=True)
class Vocabulary:
    """The names that a question may use.

    Attributes:
        ontology: the terms, with labels and synonyms.
        documents: slugs of the documents.
    """

    ontology: Ontology
    documents: tuple[str, ...] = ()

    @cached_property
    def names(self) -> dict[tuple[str, ...], tuple[str, str]]:
        """The words of a name, in the singular, to the term it is best the name of, and the name as it is written."""
        ranked: dict[tuple[str, ...], tuple[int, str, str]] = {}
        for name in self.ontology.terms:
            spellings = [(0, self.ontology.label(name))]
            spellings += [
                (rank, text)
                for rank, scope in enumerate(SYNONYM_SCOPES, 1)
                for _, text in self.ontology.synonyms(name, (scope,))
            ]
            for rank, text in spellings if name not in TOP_CATEGORIES else ():
                key = tuple(map(singular, words(text)))
                # A name with a hyphen is written as one word, too: x-ray, xray.
                for one in {key, (singular("".join(key)),)} if "-" in text and len(key) == PAIR else {key}:
                    if (one and one not in ranked) or (one and (rank, name) < ranked[one][:2]):
                        ranked[one] = (rank, name, text)
        return {key: (name, text) for key, (_, name, text) in ranked.items()}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a name, in the singular."""
        return frozenset(word for key in [*self.names, *self._documents] for word in key)

    @cached_property
    def _documents(self) -> dict[tuple[str, ...], str]:
        found: dict[tuple[str, ...], str] = {}
        for slug, short in short_documents(self.documents).items():
            first = (slug.split("-")[0],)
            alone = sum(other.split("-")[0] == first[0] for other in self.documents) == 1
            keys = {
                tuple(slug.split("-")),
                tuple(short.split("-")),
                *([first] if alone and len(first[0]) >= SHORT else []),
            }
            found |= {key: slug for key in keys if tuple(map(singular, key)) not in self.names}
        return found

    def called(self, text: str) -> str | None:
        """The term that is called so, in the singular or plural."""
        return self.names.get(tuple(map(singular, words(text))), (None, ""))[0]

    def find(self, question: str) -> tuple[list[Mention], str]:
        """What the question names, in its order, and the rest of its words."""
        written = WORD.findall(question)
        longest = max(map(len, [*self.names, *self._documents]), default=0)
        found: list[Mention] = []
        rest: list[str] = []
        place = 0
        while place < len(written):
            sizes = range(min(longest, len(written) - place), 0, -1)
            mention = next((m for n in sizes if (m := self._mention(written[place : place + n]))), None)
            if mention is None:
                rest.append(written[place])
                place += 1
                continue
            if mention.name not in {other.name for other in found}:
                before = [word for word in map(str.casefold, written[:place]) if word not in ARTICLES]
                found.append(replace(mention, after=bool(AFTER.intersection(before[-1:]))))
            place += len(words(mention.words))
        return found, " ".join(rest)

    def _mention(self, written: list[str]) -> Mention | None:
        lower = tuple(word.casefold() for word in written)
        text = " ".join(written)
        if slug := self._documents.get(tuple(word for word in lower if word != "and")):
            return Mention(slug, slug, text, is_document=True)
        name, spelling = self.names.get(tuple(map(singular, lower)), ("", ""))
        if not name or set(lower) <= COMMON:
            return None
        small = len(spelling) <= SHORT and spelling.isupper() and not text.rstrip("s").isupper()
        if small and not SMALL.isdisjoint(lower):
            return None
        return Mention(name, self.ontology.label(name), text)
