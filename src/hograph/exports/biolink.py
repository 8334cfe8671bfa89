"""How terms and claims read in the Biolink Model: categories, predicates, and what it can hold without saying more."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hograph.curation.tokens import Certainty, Polarity, ScopeOfEvidence
from hograph.curation.values import Claim
from hograph.errors import OntologyError
from hograph.files import read_text
from hograph.ontology.index import Ontology

OPEN = {Certainty.INCONCLUSIVE, Certainty.UNKNOWN}
NOT_OF_PEOPLE = {ScopeOfEvidence.ANIMAL_OR_IN_VITRO, ScopeOfEvidence.HYPOTHETICAL}
APART = NOT_OF_PEOPLE | {ScopeOfEvidence.STUDY_POPULATION}
"""Scopes that plain answers leave out."""
WEAKEST = "related_to"


@dataclass(frozen=True)
class Rule:
    """How one relation reads in Biolink.

    Attributes:
        predicate: the predicate of what is asserted.
        subject: categories that the subject may have; empty means any.
        object: categories that the object may have; empty means any.
        weaker: the predicate of what is hedged or holds on a condition.
        exact: whether the predicate says as much as the relation, so that what is denied of the one is denied of the other.
        qualifiers: Biolink qualifiers that go with the predicate.
    """

    predicate: str
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    weaker: str = WEAKEST
    exact: bool = False
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Profile:
    """Our categories and relations in the Biolink Model, as `ontology/biolink.yaml` has them."""

    version: str
    categories: dict[str, tuple[str, ...]]
    relations: dict[str, tuple[Rule, ...]]

    def category(self, name: str, ontology: Ontology) -> tuple[str, ...]:
        """The Biolink categories of a term: those of the nearest of its superclasses that is listed."""
        level = [name]
        while level:
            listed = sorted(term for term in level if term in self.categories)
            if listed:
                return self.categories[listed[0]]
            level = sorted({parent for term in level for parent in ontology.parents.get(term, ())})
        return ("NamedThing",)

    def rule(self, relation: str, subject: tuple[str, ...], object_: tuple[str, ...]) -> Rule:
        """The first rule of a relation that the categories fit."""
        for rule in self.relations[relation]:
            if (not rule.subject or set(rule.subject) & set(subject)) and (
                not rule.object or set(rule.object) & set(object_)
            ):
                return rule
        return Rule(WEAKEST)


def load_profile(path: Path, ontology: Ontology) -> Profile:
    """Read the profile.

    Raises:
        OntologyError: when a term or relation in it is none of the ontology, or a relation is missing.
    """
    data = yaml.safe_load(read_text(path))
    categories = {name: (kind,) if isinstance(kind, str) else tuple(kind) for name, kind in data["categories"].items()}
    relations = {name: tuple(_rule(rule) for rule in rules) for name, rules in data["relations"].items()}
    needed = ontology.relations.keys() | {relation for _, relation, _ in ontology.part_edges}
    unknown = sorted((categories.keys() - set(ontology.terms)) | (relations.keys() - needed))
    missing = sorted(needed - relations.keys())
    if unknown or missing:
        raise OntologyError(
            f"{path}: not of the ontology: {', '.join(unknown) or 'none'}; relations without an entry: {', '.join(missing) or 'none'}."
        )
    return Profile(str(data["version"]), categories, relations)


def _rule(data: Mapping[str, Any]) -> Rule:
    parts = {name: tuple(data[name]) for name in ("subject", "object") if name in data}
    qualifiers = tuple(sorted(data.get("qualifiers", {}).items()))
    weaker, exact = data.get("weaker", WEAKEST), data.get("exact", False)
    return Rule(data["predicate"], weaker=weaker, exact=exact, qualifiers=qualifiers, **parts)


def rule_of(claim: Claim, ontology: Ontology, profile: Profile) -> Rule:
    """The rule that a claim falls under, by the categories of its subject and object."""
    kinds = (profile.category(claim.subject, ontology), profile.category(claim.object, ontology))
    return profile.rule(claim.predicate, *kinds)


def holds(claim: Claim, rule: Rule) -> bool:
    """Whether Biolink can hold a claim without saying more than it.

    To deny a wider predicate is to deny more than the document does, and Biolink has no reserved denial: such claims are left out.
    """
    return claim.polarity is Polarity.AFFIRMED or (rule.exact and is_plain(claim))


def is_plain(claim: Claim) -> bool:
    """Whether a claim is asserted of more than those studied, and on no condition."""
    return claim.certainty is Certainty.ASSERTED and not claim.qualifiers.when and claim.scope not in APART


def predicate(claim: Claim, rule: Rule) -> str:
    """The predicate that says no more than the claim.

    A weaker one for what is hedged, conditional or found in a study; the weakest for what is left open, of animals or a supposition.
    """
    if is_plain(claim):
        return rule.predicate
    return WEAKEST if claim.certainty in OPEN or claim.scope in NOT_OF_PEOPLE else rule.weaker
