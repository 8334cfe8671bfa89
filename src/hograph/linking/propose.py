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

LEXICAL, STRUCTURAL, COMPOSITE, CHAINED = (
    f"semapv:{name}" for name in ("LexicalMatching", "StructuralMatching", "CompositeMatching", "MappingChaining")
)


@dataclass(frozen=True)
class Rule:
    """How two names that agree relate the terms that bear them.

    Attributes:
        predicate: the SKOS mapping relation from our term to theirs.
        confidence: how many of the pairs that it gives among terms that a person mapped are right, (right + 1) / (pairs + 2), as
            `benchmarks/linking.py` measures it; half where there was none.
    """

    predicate: str
    confidence: Decimal


RULES = {
    (LABEL, LABEL): Rule("exactMatch", Decimal("0.96")),
    (LABEL, "exact"): Rule("exactMatch", Decimal("0.8")),
    ("exact", LABEL): Rule("closeMatch", Decimal("0.6")),
    ("exact", "exact"): Rule("closeMatch", Decimal("0.86")),
    (LABEL, "unscoped"): Rule("closeMatch", Decimal("0.91")),
    ("exact", "unscoped"): Rule("closeMatch", Decimal("0.25")),
    ("exact*", "narrow"): Rule("broadMatch", Decimal("0.33")),
    ("exact*", "broad"): Rule("narrowMatch", Decimal("0.5")),
    (LABEL, "related"): Rule("closeMatch", Decimal("0.8")),
    ("exact", "related"): Rule("closeMatch", Decimal("0.33")),
    ("narrow", "exact*"): Rule("narrowMatch", Decimal("0.75")),
    ("broad", "exact*"): Rule("broadMatch", Decimal("0.5")),
    ("related", "exact*"): Rule("closeMatch", Decimal("0.29")),
}
"""Kinds of the two names (`exact*`: label or exact synonym) to what follows. Other pairs of kinds suggest nothing."""
ABOVE_OR_BELOW, BESIDE = Decimal("0.8"), Decimal("0.3")
"""Confidence in a second counterpart, where the first is exact: it stands above or below that one, or somewhere else."""
BY_PLACE = Rule("closeMatch", Decimal("0.25"))
"""A pair that no name suggests, only the places of their neighbours."""


@dataclass(frozen=True)
class Proposal:
    """One suggested mapping.

    Attributes:
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
    places = Places.of(ontology, foreign, mappings, vocabularies)
    settled = {(mapping.subject, mapping.object_id) for mapping in mappings}
    found: dict[tuple[str, str], Proposal] = {}
    for proposal in [*_by_name(places), *_by_place(places)]:
        pair = proposal.subject, proposal.object_id
        if pair in settled or places.misplaced(*pair):
            continue
        if pair not in found or proposal.confidence > found[pair].confidence:
            found[pair] = proposal
    return sorted(found.values(), key=lambda p: (p.subject, -p.confidence, p.object_id))


def _by_name(places: Places) -> Iterator[Proposal]:
    theirs = their_names(places.foreign)
    for name in our_names(places.ontology):
        for other in theirs.get(key(name.text), ()):
            rule = _rule(name.kind, other.kind)
            if rule:
                yield _named(places, name, other, rule)


def _rule(kind: str, other: str) -> Rule | None:
    ours, theirs = ("exact*" if is_exact(k) else k for k in (kind, other))
    return RULES.get((kind, other)) or RULES.get((ours, theirs))


def _named(places: Places, name: Name, other: Name, rule: Rule) -> Proposal:
    """A proposal by name, its relation and confidence put right by what is known of the places of both."""
    predicate, confidence, justification, comment = rule.predicate, rule.confidence, LEXICAL, None
    beside, shared = places.beside(name.term, other.term), places.shared(name.term, other.term)
    if beside:
        predicate, justification = beside[0], COMPOSITE
        where = {"broadMatch": "above", "narrowMatch": "below"}.get(predicate, "beside")
        confidence = BESIDE if where == "beside" else ABOVE_OR_BELOW
        comment = f"It stands {where} {places.named(beside[1])}, which is the exact match."
    elif shared:
        justification, confidence = COMPOSITE, _surer(confidence)
        comment = f"Both stand below {places.ontology.label(shared)}."
    return Proposal(
        name.term,
        predicate,
        other.term,
        places.shown(other.term),
        justification,
        confidence,
        FIELDS[name.kind],
        FIELDS[other.kind],
        key(name.text),
        steps_needed(name.text, other.text),
        comment,
    )


def _surer(confidence: Decimal) -> Decimal:
    """Half as far from certain."""
    return (1 - (1 - confidence) / 2).quantize(Decimal("0.001")).normalize()


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
                term,
                BY_PLACE.predicate,
                target,
                places.shown(target),
                STRUCTURAL,
                BY_PLACE.confidence,
                comment=why,
            )
