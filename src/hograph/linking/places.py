"""Where terms stand in their hierarchy and in ours, as far as the mappings known so far tell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from hograph.linking.foreign import ForeignOntology
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import Mapping

SAME = {"exactMatch", "closeMatch"}
"""Matches by which a term of theirs stands at the place of one of ours."""


@dataclass(frozen=True)
class Places:
    """Where terms stand in both hierarchies, as far as the mappings known so far tell.

    Attributes:
        ontology: ours.
        foreign: theirs.
        known: our term to their terms at the same place, exact or close.
        exact: our term to the terms that are exactly it.
        vocabularies: what is known of their vocabulary.
    """

    ontology: Ontology
    foreign: ForeignOntology
    known: dict[str, frozenset[str]]
    exact: dict[str, frozenset[str]]
    vocabularies: Vocabularies

    @classmethod
    def of(
        cls, ontology: Ontology, foreign: ForeignOntology, mappings: Iterable[Mapping], vocabularies: Vocabularies
    ) -> "Places":
        """The places that a table of mappings and the table of vocabularies give."""
        mappings = tuple(mappings)
        return cls(ontology, foreign, _targets(mappings, SAME), _targets(mappings, {"exactMatch"}), vocabularies)

    @cached_property
    def roots(self) -> dict[str, tuple[str, ...]]:
        """Our category to the roots of theirs it belongs below."""
        vocabulary = self.vocabularies.get(self.foreign.prefix)
        return vocabulary.branches if vocabulary else {}

    @cached_property
    def all_roots(self) -> frozenset[str]:
        """Those roots, and roots of theirs below which nothing of ours belongs."""
        vocabulary = self.vocabularies.get(self.foreign.prefix)
        return frozenset(root for some in self.roots.values() for root in some) | set(
            vocabulary.elsewhere if vocabulary else ()
        )

    def shown(self, curie: str) -> str:
        """The label of a term of theirs; empty where labels of its vocabulary must not be passed on."""
        return self.foreign.label(curie) if self.vocabularies.open(curie, self.foreign.licence) else ""

    def named(self, curie: str) -> str:
        """CURIE and label of a term of theirs, the label only where it may be passed on."""
        return f"{curie} {self.shown(curie)}".strip()

    def misplaced(self, subject: str, object_id: str) -> bool:
        """Whether terms of our category are known not to belong where a term of theirs lies: in no branch of theirs, or in others.

        A slim that lacks the roots tells nothing of branches, and then nothing is misplaced in them.
        """
        if object_id.partition(":")[0] != self.foreign.prefix:
            return False
        lineage = {object_id} | self.foreign.above(object_id)
        allowed = self.roots.get(str(self.ontology.category(subject)), ())
        if lineage & set(allowed):
            return False
        return bool(lineage & self.all_roots) or bool(self.roots and not allowed)

    def beside(self, subject: str, object_id: str) -> tuple[str, str] | None:
        """How a term of theirs stands to the one that is known to be ours: relation and that term; None when none is known.

        What stands above our counterpart is broader than ours, what stands below it narrower; what stands elsewhere is only related.
        """
        exact = sorted(i for i in self.exact.get(subject, ()) if i in self.foreign.terms and i != object_id)
        if not exact:
            return None
        if object_id in self.foreign.above(exact[0]):
            return "broadMatch", exact[0]
        return ("narrowMatch" if exact[0] in self.foreign.above(object_id) else "relatedMatch"), exact[0]

    def taken(self, subject: str, object_id: str) -> tuple[str, str] | None:
        """How ours stands to another term of ours that is exactly theirs: relation to theirs and that term; None when there is none."""
        other = next((term for term in self.owners.get(object_id, ()) if term != subject), None)
        if other is None:
            return None
        if other in self.ontology.ancestors(subject):
            return "broadMatch", other
        return ("narrowMatch" if subject in self.ontology.ancestors(other) else "relatedMatch"), other

    @cached_property
    def owners(self) -> dict[str, tuple[str, ...]]:
        """Their term to the terms of ours that are exactly it, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for term in sorted(self.exact):
            for object_id in self.exact[term]:
                found[object_id].append(term)
        return {object_id: tuple(some) for object_id, some in found.items()}

    def shared(self, subject: str, object_id: str) -> str | None:
        """A term above ours whose counterpart stands above theirs, the first by name; None when there is none."""
        above = self.foreign.above(object_id)
        ours = sorted(self.ontology.ancestors(subject) - {subject})
        return next((term for term in ours if self.known.get(term, frozenset()) & above), None)


def _targets(mappings: Iterable[Mapping], predicates: set[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for mapping in mappings:
        if mapping.predicate in predicates:
            found[mapping.subject].add(mapping.object_id)
    return {term: frozenset(ids) for term, ids in found.items()}
