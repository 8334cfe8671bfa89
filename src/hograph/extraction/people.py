"""Which population has which condition or underwent what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hograph.ontology.index import Ontology

BEFALLING = {"Intervention", "Exposure"}
"""What people may have undergone, after which they are called."""


@dataclass(frozen=True)
class People:
    """Which population has which condition or underwent what, as the ontology defines or names them: patients of a hip arthroplasty."""

    ontology: Ontology
    _members: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, str] = {}
        for population, relation, condition in self.ontology.part_edges:
            if relation == "hasCondition":
                found.setdefault(condition, population)
        for term in self.ontology.terms:
            if self.ontology.category(term) in BEFALLING and (named := self._named_after(term)):
                found.setdefault(term, named)
        object.__setattr__(self, "_members", found)

    @cached_property
    def _names(self) -> dict[str, str]:
        """What stands before `patient` in the name of a population to the population."""
        return {
            name.lower().removesuffix(" patient"): term
            for term in sorted(self.all)
            for name in _names(self.ontology, term)
            if name.lower().endswith(" patient")
        }

    def _named_after(self, term: str) -> str | None:
        return next((self._names[name] for name in _names(self.ontology, term) if name in self._names), None)

    @cached_property
    def all(self) -> frozenset[str]:
        """Every population."""
        return frozenset(term for term in self.ontology.terms if self.ontology.category(term) == "Population")

    def condition_of(self, population: str) -> str | None:
        """What the members of a population have, where that is one condition."""
        had = [condition for condition, whose in self._members.items() if whose == population]
        return had[0] if len(had) == 1 else None

    @cached_property
    def told_apart(self) -> frozenset[str]:
        """Populations whose members have or underwent something."""
        return frozenset(self._members.values())

    def with_(self, term: str) -> str | None:
        """The population whose members have the condition or, where there is none, one that it is a kind of."""
        if term in self._members:
            return self._members[term]
        above = [parent for parent in self.ontology.parents.get(term, ()) if parent in self._members]
        return self._members[above[0]] if above else None


def _names(ontology: Ontology, term: str) -> Iterator[str]:
    """The label of a term and its exact synonyms."""
    yield ontology.label(term)
    yield from (text for scope, text in ontology.synonyms(term) if scope == "exact")
