"""Words of a model as terms of the ontology: those that they name in our lexicon or by an abbreviation of the document, or none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from hograph.extraction.kinds import Kinds
from hograph.extraction.lexicon import ARTICLES, Lexicon, Sense
from hograph.extraction.mentions import Mention, Mentions
from hograph.extraction.words import words
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Block
from hograph.vocabulary import TOP_CATEGORIES

QUALIFIERS = {
    "population": "Population",
    "condition": "Condition|Finding",
    "site": "AnatomicalEntity",
    "stage": "LesionStage",
    "using": "Intervention|DiagnosticProcedure|MolecularEntity|Exposure|BiologicalProcess",
}
"""Qualifier to the kinds of terms that it takes."""


@dataclass(frozen=True)
class Grounding:
    """What words may name.

    Attributes:
        ontology: whose terms they are.
        lexicon: every name.
    """

    ontology: Ontology
    lexicon: Lexicon = field(repr=False)

    @cached_property
    def _kinds(self) -> Kinds:
        return Kinds(self.ontology, {})

    def allowed(self, kind: str | Iterable[str]) -> frozenset[str]:
        """The terms of some kinds; of no kind, all terms. Whole top categories say too little and are left out."""
        named = kind if isinstance(kind, str) else "|".join(kind)
        return (self._kinds.of(named) if named else frozenset(self.ontology.terms)) - set(TOP_CATEGORIES)

    def senses(self, said: str, finder: Mentions) -> tuple[str, ...]:
        """The terms that words name as a whole: none when they name nothing, several when they are ambiguous.

        Args:
            said: the words.
            finder: of the document, for the abbreviations that it introduces.
        """
        keys = tuple(word.key for word in words(said))
        keys = keys[1:] if keys and keys[0] in ARTICLES else keys
        found = self.lexicon.senses.get(keys) or finder.short.get(keys, ())
        return tuple(sense.term for sense in found)


@dataclass
class Named:
    """The terms that a document names, block by block; blocks are gone over in the order of the document.

    Attributes:
        finder: of the mentions, which learns the abbreviations of the document.
    """

    finder: Mentions
    _known: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    _texts: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, block: Block) -> tuple[Mention, ...]:
        """The mentions of a block."""
        if id(block) not in self._known:
            self._known[id(block)] = self.finder.find(block.text)
        return self._known[id(block)]

    def between(self, block: Block, start: int, end: int) -> frozenset[str]:
        """The terms that a stretch of a block names."""
        return _terms(one.senses for one in self.of(block) if start <= one.start and one.end <= end)

    def over(self, texts: Iterable[str | None]) -> frozenset[str]:
        """The terms that headings and titles name."""
        found: frozenset[str] = frozenset()
        for text in filter(None, texts):
            if text not in self._texts:
                self._texts[text] = _terms(one.senses for one in self.finder.find(text))
            found |= self._texts[text]
        return found


def _terms(senses: Iterable[tuple[Sense, ...]]) -> frozenset[str]:
    return frozenset(sense.term for some in senses for sense in some)
