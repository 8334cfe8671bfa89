"""Mappings that names and places suggest, each with what speaks for it and how often such a suggestion was right.

A proposal is a suggestion for a person, never a mapping by itself: nothing here enters the graph until somebody has put it into the table.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from hograph.linking.foreign import ForeignOntology
from hograph.linking.lexical import FIELDS, LABEL, Name, is_exact, key, our_names, steps_needed, their_names
from hograph.linking.places import Places
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import Mapping
from hograph.vocabulary import TOP_CATEGORIES

LEXICAL, STRUCTURAL, COMPOSITE, CHAINED = (
    f"semapv:{name}" for name in ("LexicalMatching", "StructuralMatching", "CompositeMatching", "MappingChaining")
)


@dataclass(frozen=True)
class Rule:
    """What suggests a pair, and how often that is right.

    Attributes:
        name: what it is called, for who measures it.
        predicate: the SKOS mapping relation from our term to theirs.
        confidence: (right + 1) / (pairs + 2) of the pairs that it gives, as `benchmarks/linking.py` measures it; 0.5 where it gives none.
    """

    name: str
    predicate: str
    confidence: Decimal


def _rules(*rows: tuple[str, str, str]) -> dict[str, Rule]:
    return {name: Rule(name, predicate, Decimal(confidence)) for name, predicate, confidence in rows}


RULES = _rules(
    ("category / exact*", "closeMatch", "0.75"),
    ("label / label", "exactMatch", "0.97"),
    ("exact / exact", "closeMatch", "0.83"),
    ("label / exact", "exactMatch", "0.85"),
    ("exact / label", "closeMatch", "0.89"),
    ("label / unscoped", "closeMatch", "0.91"),
    ("exact / unscoped", "closeMatch", "0.56"),
    ("label / related", "closeMatch", "0.70"),
    ("narrow / exact*", "narrowMatch", "0.95"),
    ("broad / exact*", "broadMatch", "0.78"),
    ("exact* / broad", "narrowMatch", "0.80"),
    ("exact* / narrow", "broadMatch", "0.50"),
    ("exact / related", "closeMatch", "0.56"),
    ("related / exact*", "closeMatch", "0.57"),
)
"""Kinds of two names that agree to what follows; other pairs of kinds suggest nothing, and of several the first counts. `exact*` is a label
or an exact synonym, `category` the label of a top category of ours: these are cut so that no two overlap, as those of others are not."""
RANKS = {name: rank for rank, name in enumerate(RULES)}
SECOND = _rules(
    ("above its exact match", "broadMatch", "0.97"),
    ("below its exact match", "narrowMatch", "0.99"),
    ("beside its exact match", "relatedMatch", "0.76"),
)
"""A name agrees, and ours has an exact match already: where theirs stands to that one."""
TAKEN = _rules(
    ("exactly a broader term of ours", "broadMatch", "0.86"),
    ("exactly a narrower term of ours", "narrowMatch", "0.67"),
    ("exactly another term of ours", "relatedMatch", "0.71"),
)
"""A name agrees, and theirs is the exact match of another term of ours: where that one stands to ours."""
BY_PLACE = Rule("between two counterparts", "closeMatch", Decimal("0.25"))
"""A pair that no name suggests, only the places of their neighbours."""


@dataclass(frozen=True)
class Proposal:
    """One suggested mapping.

    Attributes:
        rule: what suggests it.
        subject: the name of our term.
        predicate: the SKOS mapping relation.
        object_id: the CURIE of their term.
        object_label: its label; empty where it must not be passed on.
        justification: how it was found, a CURIE of the Semantic Mapping Vocabulary.
        confidence: from 0 to 1, how often suggestions of this kind were right.
        subject_field: the property of ours that held the name; None when no name was compared.
        object_field: the property of theirs.
        match_string: the name as compared.
        preprocessing: what had to be done to the names before they agreed.
        comment: what speaks for it from its place, or nothing.
    """

    rule: str
    subject: str
    predicate: str
    object_id: str
    object_label: str
    justification: str
    confidence: Decimal
    subject_field: str | None = None
    object_field: str | None = None
    match_string: str | None = None
    preprocessing: tuple[str, ...] = ()
    comment: str | None = None


def propose(
    ontology: Ontology, foreign: ForeignOntology, mappings: Iterable[Mapping], vocabularies: Vocabularies
) -> list[Proposal]:
    """Every mapping that names and places suggest, the surest first for each term of ours.

    A pair is left out when the table has it already, in whatever relation, or when their term lies in a branch where ours does not belong.

    Args:
        ontology: ours.
        foreign: theirs.
        mappings: the table as it is.
        vocabularies: what is known of their vocabulary.

    Returns:
        At most one proposal a pair of terms.
    """
    mappings = tuple(mappings)
    settled = {(mapping.subject, mapping.object_id) for mapping in mappings}
    found = suggestions(Places.of(ontology, foreign, mappings, vocabularies))
    return [proposal for proposal in found if (proposal.subject, proposal.object_id) not in settled]


def suggestions(places: Places) -> list[Proposal]:
    """Every pair that names and places suggest, also those that the table has: each as if that one were not known."""
    found: dict[tuple[str, str], Proposal] = {}
    for proposal in [*_by_name(places), *_by_place(places)]:
        pair = proposal.subject, proposal.object_id
        if not places.misplaced(*pair):
            found[pair] = min(found.get(pair, proposal), proposal, key=lambda p: RANKS.get(p.rule, len(RANKS)))
    return sorted(found.values(), key=lambda p: (p.subject, -p.confidence, p.object_id))


def _by_name(places: Places) -> Iterator[Proposal]:
    theirs = their_names(places.foreign)
    for name in our_names(places.ontology):
        for other in theirs.get(key(name.text), ()):
            rule = _rule(name, other)
            if rule:
                yield _named(places, name, other, rule)


def _rule(name: Name, other: Name) -> Rule | None:
    ours, theirs = ("exact*" if is_exact(kind) else kind for kind in (name.kind, other.kind))
    if name.kind == LABEL and name.term in TOP_CATEGORIES and theirs == "exact*":
        ours = "category"
    pairs = (name.kind, other.kind), (ours, theirs)
    return next((RULES[rule] for pair in reversed(pairs) if (rule := " / ".join(pair)) in RULES), None)


def _named(places: Places, name: Name, other: Name, rule: Rule) -> Proposal:
    """A proposal by name, its relation put right where the place of either is known already."""
    second, taken = places.beside(name.term, other.term), places.taken(name.term, other.term)
    shared = places.shared(name.term, other.term)
    justification, comment = COMPOSITE, None
    if second:
        where = {"broadMatch": "above", "narrowMatch": "below"}.get(second[0], "beside")
        rule = SECOND[f"{where} its exact match"]
        comment = f"It stands {where} {places.named(second[1])}, which is the exact match."
    elif taken:
        which = {"broadMatch": "a broader", "narrowMatch": "a narrower"}.get(taken[0], "another")
        rule = TAKEN[f"exactly {which} term of ours"]
        comment = f"It is the exact match of {places.ontology.label(taken[1])}, {which} term of ours."
    elif shared:
        comment = f"Both stand below {places.ontology.label(shared)}."
    else:
        justification = LEXICAL
    return Proposal(
        rule.name,
        name.term,
        rule.predicate,
        other.term,
        places.shown(other.term),
        justification,
        rule.confidence,
        FIELDS[name.kind],
        FIELDS[other.kind],
        key(name.text),
        steps_needed(name.text, other.text),
        comment,
    )


def _by_place(places: Places) -> Iterator[Proposal]:
    """Terms of ours without a counterpart, between a mapped one above and a mapped one below, where theirs has just one term between."""
    prefix = f"{places.foreign.prefix}:"
    children: dict[str, set[str]] = defaultdict(set)
    for term, parents in places.ontology.parents.items():
        for parent in parents:
            children[parent].add(term)
    for term in places.ontology.terms:
        if any(target.startswith(prefix) for target in places.known.get(term, ())):
            continue
        above = {x for parent in places.ontology.parents[term] for x in places.known.get(parent, ())}
        below = {y for child in children[term] for y in places.known.get(child, ())}
        between = {
            parent
            for low in below
            for parent in places.foreign.parents(low)
            if parent not in above | below and set(places.foreign.parents(parent)) & above
        }
        if len(between) == 1:
            (target,) = between
            why = "It stands between the counterparts of its parent and of its child."
            yield Proposal(
                BY_PLACE.name,
                term,
                BY_PLACE.predicate,
                target,
                places.shown(target),
                STRUCTURAL,
                BY_PLACE.confidence,
                comment=why,
            )
