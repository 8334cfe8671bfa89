"""Terms found by label and synonym, also where what is typed is not quite what they are called: one search for pages, API and agents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, utils

from hograph.ontology.index import Ontology

NEAR = 75.0
"""How alike a name must be, of 100."""
SHORTEST = 3
"""Characters that must be typed to be looked for within names."""
INSIDE = 0.95
"""What a name is worth in which the words stand beside others, against one that is nothing else."""


@dataclass(frozen=True)
class Name:
    """A name of a term, by which it is found."""

    term: str
    text: str
    is_label: bool

    @cached_property
    def spelling(self) -> str:
        """The name in small letters and digits alone, as names are compared."""
        return utils.default_process(self.text)


def names_of(ontology: Ontology) -> Iterator[Name]:
    """The labels and synonyms of terms and roles; hidden labels are for reading texts, not for looking up."""
    for term in (*ontology.terms, *ontology.roles):
        yield Name(term, ontology.label(term), is_label=True)
        for _, text in ontology.synonyms(term):
            yield Name(term, text, is_label=False)


def search_terms(names: Sequence[Name], words: str) -> list[tuple[Name, float]]:
    """The names that are most like the words, one a term, the likest first; of those alike the shorter, then by letter.

    Args:
        names: all that there are.
        words: what is searched for.

    Example:
        >>> names = tuple(names_of(kg.ontology))
        >>> search_terms(names, "radaition terapy")[0][0].term, search_terms(names, "FOP")[0][0].term
        ('RadiationTherapy', 'FibrodysplasiaOssificansProgressiva')
    """
    key = utils.default_process(words)
    best: dict[str, tuple[float, int, str, Name]] = {}
    for name in names:
        spelling = name.spelling
        score = fuzz.token_sort_ratio(key, spelling)
        if SHORTEST <= len(key) <= len(spelling):
            score = max(score, INSIDE * fuzz.partial_ratio(key, spelling))
        if score >= NEAR:
            rank = (-score, len(spelling), spelling, name)
            best[name.term] = min(rank, best.get(name.term, rank), key=lambda one: one[:3])
    return [(name, -score) for score, _, _, name in sorted(best.values(), key=lambda one: one[:3])]
