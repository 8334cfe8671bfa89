"""An ontology of somebody else, in the few things that linking needs: terms, their names, their places, and what became of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from hograph.vocabulary import OBO

IS_A, PART_OF, BROADER = "is_a", "part_of", "broader"
"""How a term is related to one above it; `broader` where the source does not tell the two others apart."""
EXACT, BROAD, NARROW, RELATED, UNSCOPED = "exact", "broad", "narrow", "related", "unscoped"
"""Scopes of a synonym; `unscoped` where the source does not give one."""


@dataclass(frozen=True, order=True)
class Synonym:
    """Another name of a term, and how it relates to the term: `narrow` says that the name means less than the term."""

    text: str
    scope: str


@dataclass(frozen=True)
class ForeignTerm:
    """One term.

    Attributes:
        id: its CURIE.
        label: its preferred name; empty when the file only refers to it.
        synonyms: its other names.
        above: pairs of relation (`is_a`, `part_of`, `broader`) and the CURIE of a term above it.
        definition: its definition, where the file has one.
        obsolete: whether it is withdrawn.
        replaced_by: CURIEs of the terms to use in its place.
    """

    id: str
    label: str
    synonyms: tuple[Synonym, ...] = ()
    above: tuple[tuple[str, str], ...] = ()
    definition: str | None = None
    obsolete: bool = False
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForeignOntology:
    """The terms of one file.

    Attributes:
        source: the name of the file.
        terms: CURIE to term.
        version: the version that the file says it is; None when it says none.
        licence: IRI of the licence that the file names; None when it names none.
        spaces: CURIE prefix to namespace; a prefix that is missing is one of the OBO Library.
        vocabulary: the CURIE prefix of the ontology that it is a piece of; None when its terms tell.
    """

    source: str
    terms: dict[str, ForeignTerm]
    version: str | None = None
    licence: str | None = None
    spaces: dict[str, str] = field(default_factory=dict)
    vocabulary: str | None = None

    @cached_property
    def prefix(self) -> str:
        """Its CURIE prefix, which most of its named terms have."""
        if self.vocabulary is not None:
            return self.vocabulary
        prefixes = Counter(term.id.partition(":")[0] for term in self.terms.values() if term.label)
        return min(prefixes, key=lambda prefix: (-prefixes[prefix], prefix), default="")

    @cached_property
    def own(self) -> tuple[ForeignTerm, ...]:
        """The current terms of its own prefix that have a name, sorted by CURIE."""
        return tuple(
            term
            for _, term in sorted(self.terms.items())
            if term.label and not term.obsolete and term.id.startswith(f"{self.prefix}:")
        )

    def iri(self, curie: str) -> str:
        """The IRI of a term.

        >>> ForeignOntology("toy.obo", {}).iri("UBERON:0002103")
        'http://purl.obolibrary.org/obo/UBERON_0002103'
        """
        prefix, _, rest = curie.partition(":")
        return f"{self.spaces.get(prefix) or f'{OBO}{prefix}_'}{rest}"

    def label(self, curie: str) -> str:
        """The label of a term; empty when it has none here."""
        return self.terms[curie].label if curie in self.terms else ""

    def above(self, curie: str) -> frozenset[str]:
        """Every term above a term, over any number of steps of any kind; the term itself is not among them."""
        found: set[str] = set()
        waiting = [curie]
        while waiting:
            for parent in self.parents(waiting.pop()):
                if parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        return frozenset(found - {curie})

    def parents(self, curie: str) -> Iterator[str]:
        """The terms right above a term."""
        if curie in self.terms:
            yield from (parent for _, parent in self.terms[curie].above)

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Term to the terms right below it, sorted."""
        found: dict[str, set[str]] = {}
        for term in self.terms.values():
            for _, parent in term.above:
                found.setdefault(parent, set()).add(term.id)
        return {parent: tuple(sorted(below)) for parent, below in found.items()}

    def slice(self, curies: Iterable[str]) -> "ForeignOntology":
        """These terms with everything above them, and nothing else."""
        wanted = {curie for curie in curies if curie in self.terms}
        wanted |= {parent for curie in tuple(wanted) for parent in self.above(curie)}
        terms = {curie: self.terms[curie] for curie in sorted(wanted) if curie in self.terms}
        return replace(self, terms=terms, vocabulary=self.prefix)
