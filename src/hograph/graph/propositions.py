"""Propositions: what the documents speak of, apart from who says it, with their agreement and the direct edges they entail."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from hograph.curation.decisions import Decision
from hograph.curation.tokens import DISCOURAGING, Certainty, Polarity, ScopeOfEvidence
from hograph.curation.values import Claim
from hograph.graph.claims import context_triples
from hograph.graph.identity import proposition_name
from hograph.graph.labels import frequency_phrase, statement_label, timing_phrase
from hograph.graph.quads import Describer
from hograph.ontology.index import Ontology
from hograph.vocabulary import CLAIM, HO, PROPOSITION

OPEN = {Certainty.INCONCLUSIVE, Certainty.UNKNOWN}
ENTAILING_SCOPES = {ScopeOfEvidence.GENERAL_KNOWLEDGE, ScopeOfEvidence.STUDY_POPULATION}


@dataclass(frozen=True)
class PlacedClaim:
    """A claim with the name of its node and the document it stands in, and the decision on it where a program proposed it.

    The decision may have been carried over from an earlier version of the document.
    """

    name: str
    document: str
    claim: Claim
    decision: Decision | None = None
    carried: bool = False

    @cached_property
    def stance(self) -> str:
        """How the claim stands to its proposition: `supports`, `disputes` or `leavesOpen`; advice, as rarely warranted, turns none."""
        if self.claim.certainty in OPEN:
            return "leavesOpen"
        return "supports" if self.claim.polarity is Polarity.AFFIRMED else "disputes"


@dataclass(frozen=True)
class Proposition:
    """Claims with the same subject, predicate, object and context; rejected and proposed claims are not among them."""

    name: str
    claims: tuple[PlacedClaim, ...]

    @property
    def statement(self) -> Claim:
        """One of its claims, to read subject, predicate, object and context from."""
        return self.claims[0].claim

    def documents(self, stance: str) -> set[str]:
        """The documents with a claim of that stance."""
        return self._documents.get(stance, set())

    @cached_property
    def _documents(self) -> dict[str, set[str]]:
        """Stance to the documents with a claim of it."""
        found: dict[str, set[str]] = {}
        for claim in self.claims:
            found.setdefault(claim.stance, set()).add(claim.document)
        return found

    @property
    def discouraging(self) -> set[str]:
        """The documents that support it and advise against it."""
        return {
            c.document for c in self.claims if c.stance == "supports" and c.claim.qualifiers.modality in DISCOURAGING
        }

    def stated(self, certainty: Certainty) -> int:
        """How many of its claims are of that certainty."""
        return sum(placed.claim.certainty is certainty for placed in self.claims)

    def advice(self, ontology: Ontology) -> str:
        """What documents advise, each with the document in brackets; nothing where none advises."""
        advising = ((c.claim.qualifiers.modality, c.document) for c in self.claims)
        return "; ".join(
            sorted({f"{ontology.label(advice.term)} ({document})" for advice, document in advising if advice})
        )

    def frequency(self, ontology: Ontology) -> str:
        """How often documents say it is so, and when, each with the document in brackets; nothing where none says how often."""
        said = set()
        for placed in self.claims:
            often, timing = placed.claim.qualifiers.frequency, placed.claim.qualifiers.timing
            if often:
                when = f", {timing_phrase(timing, ontology)}" if timing else ""
                said.add(f"{frequency_phrase(often, ontology)}{when} ({placed.document})")
        return "; ".join(sorted(said))

    @property
    def agreement(self) -> str:
        """Local name of the agreement of the documents."""
        supporting, disputing = self.documents("supports"), self.documents("disputes")
        if supporting and disputing:
            return "Contested"
        if disputing:
            return "Disputed"
        if not supporting:
            return "OpenQuestion"
        if self.documents("leavesOpen"):
            return "Contested"
        return "Corroborated" if len(supporting) > 1 else "SingleSource"

    def entailed_relation(self, ontology: Ontology) -> str | None:
        """The relation that holds as a direct edge because of the proposition, or None.

        Affirmed claims about the subject in general or a study's population entail an edge: the plain relation when one about the subject
        in general asserts it without a proviso and nothing speaks against the proposition, else its weaker form, for what was found in
        one study may hold elsewhere. Negated, inconclusive and unknown claims entail nothing.
        """
        entailing = [c.claim for c in self.claims if c.stance == "supports" and c.claim.scope in ENTAILING_SCOPES]
        if not entailing:
            return None
        general = [claim for claim in entailing if claim.scope is ScopeOfEvidence.GENERAL_KNOWLEDGE]
        asserted = any(claim.certainty is Certainty.ASSERTED for claim in general)
        predicate = self.statement.predicate
        plain = asserted and not self.statement.qualifiers.when and self.agreement != "Contested"
        return predicate if plain else ontology.relations[predicate].hedged


def group(claims: Iterable[PlacedClaim]) -> list[Proposition]:
    """The propositions of all accepted claims, by name; the order of the claims makes no difference."""
    groups: dict[str, list[PlacedClaim]] = defaultdict(list)
    for placed in claims:
        if placed.claim.taken:
            groups[proposition_name(placed.claim)].append(placed)
    return [Proposition(name, tuple(sorted(groups[name], key=lambda placed: placed.name))) for name in sorted(groups)]


def proposition_triples(
    proposition: Proposition, ontology: Ontology, documents: Collection[str] | None = None
) -> Iterator[ox.Triple]:
    """A proposition, its agreement, and the claims that are about it: all, or those of some documents."""
    node, statement = PROPOSITION[proposition.name], proposition.statement
    about = Describer(node, HO["Proposition"], statement_label(statement, ontology))
    about.add(HO["subject"], HO[statement.subject]).add(HO["predicate"], HO[statement.predicate]).add(
        HO["object"], HO[statement.object]
    )
    about.add(HO["agreement"], HO[proposition.agreement])
    for stance, count in (
        ("supports", "supportingDocuments"),
        ("disputes", "disputingDocuments"),
        ("leavesOpen", "openDocuments"),
    ):
        about.add(HO[count], len(proposition.documents(stance)))
    about.add(HO["discouragingDocuments"], len(proposition.discouraging))
    about.add(HO["assertedClaims"], proposition.stated(Certainty.ASSERTED))
    about.add(HO["hedgedClaims"], proposition.stated(Certainty.HEDGED))
    about.add(HO["adviceSummary"], proposition.advice(ontology) or None)
    about.add(HO["frequencySummary"], proposition.frequency(ontology) or None)
    relation = proposition.entailed_relation(ontology)
    about.add(HO["entailedRelation"], HO[relation] if relation else None)
    yield from context_triples(about, node.value, statement.qualifiers, ontology)
    yield from about.triples
    for placed in proposition.claims:
        if documents is None or placed.document in documents:
            yield ox.Triple(CLAIM[placed.name], HO["about"], node)
            yield ox.Triple(CLAIM[placed.name], HO[placed.stance], node)


def edges_of(propositions: Iterable[Proposition], ontology: Ontology) -> set[tuple[str, str, str]]:
    """The direct edges by local names, each traceable: a proposition with its subject and object has its relation as entailed relation."""
    entailed = ((one.statement, one.entailed_relation(ontology)) for one in propositions)
    return {(said.subject, relation, said.object) for said, relation in entailed if relation}
