"""Propositions: how documents agree, and which direct edge follows from what they claim."""

from typing import Any

import pytest

from hograph.curation.tokens import Certainty
from hograph.curation.values import Claim
from hograph.graph.build import Build
from hograph.graph.identity import claim_name
from hograph.graph.propositions import PlacedClaim, Proposition, edges_of, group, proposition_triples
from hograph.ontology.index import Ontology
from hograph.vocabulary import HO, PROPOSITION
from invented import claim

YES: dict[str, Any] = {}
MAYBE = {"certainty": "hedged"}
NO = {"polarity": "negated"}
MAYBE_NOT = {"polarity": "negated", "certainty": "hedged"}
OPEN = {"certainty": "inconclusive"}
UNKNOWN = {"certainty": "unknown"}
ONE_PATIENT = {"scope": "one-patient"}
STUDY = {"scope": "study-population"}
RARELY = {"qualifiers": {"modality": "rarely-warranted"}}
IF_PAIN = {"qualifiers": {"when": [{"kind": "only-if", "term": "Pain"}]}}
PLAIN, MAY = "preventsRecurrenceOf", "mayPreventRecurrenceOf"


def placed(document: str, item: Claim) -> PlacedClaim:
    """A claim of a document; its place makes the name differ where two claims of a document are alike."""
    return PlacedClaim(claim_name(item, document), document, item)


def proposition(*claims: tuple[str, dict[str, Any]]) -> Proposition:
    """The one proposition of claims about one thing, each given by its document and how it is claimed."""
    (found,) = group(placed(document, claim(**fields)) for document, fields in claims)
    return found


@pytest.mark.parametrize(
    ("claims", "agreement", "relation"),
    [
        ([("a", YES)], "SingleSource", PLAIN),
        ([("a", MAYBE)], "SingleSource", MAY),
        ([("a", IF_PAIN)], "SingleSource", MAY),
        ([("a", STUDY)], "SingleSource", MAY),
        ([("a", STUDY), ("b", STUDY)], "Corroborated", MAY),
        ([("a", STUDY), ("b", MAYBE)], "Corroborated", MAY),
        ([("a", STUDY), ("b", YES)], "Corroborated", PLAIN),
        ([("a", NO)], "Disputed", None),
        ([("a", MAYBE_NOT)], "Disputed", None),
        ([("a", OPEN)], "OpenQuestion", None),
        ([("a", UNKNOWN)], "OpenQuestion", None),
        ([("a", ONE_PATIENT)], "SingleSource", None),
        ([("a", {"scope": "animal-or-in-vitro"})], "SingleSource", None),
        ([("a", {"scope": "hypothetical"})], "SingleSource", None),
        ([("a", YES), ("b", YES)], "Corroborated", PLAIN),
        ([("a", YES), ("b", MAYBE)], "Corroborated", PLAIN),
        ([("a", MAYBE), ("b", MAYBE)], "Corroborated", MAY),
        ([("a", ONE_PATIENT), ("b", MAYBE)], "Corroborated", MAY),
        ([("a", YES), ("a", MAYBE)], "SingleSource", PLAIN),
        ([("a", YES), ("b", NO)], "Contested", MAY),
        ([("a", YES), ("a", NO)], "Contested", MAY),
        ([("a", YES), ("b", OPEN)], "Contested", MAY),
        ([("a", YES), ("b", YES), ("c", MAYBE_NOT)], "Contested", MAY),
        ([("a", NO), ("b", OPEN)], "Disputed", None),
        ([("a", OPEN), ("b", UNKNOWN)], "OpenQuestion", None),
        ([("a", RARELY)], "SingleSource", PLAIN),
        ([("a", YES), ("b", RARELY)], "Corroborated", PLAIN),
        ([("a", NO), ("b", RARELY)], "Contested", MAY),
    ],
    ids=str,
)
def test_agreement_and_the_relation_that_follows(
    claims: list[tuple[str, dict[str, Any]]], agreement: str, relation: str | None, ontology: Ontology
) -> None:
    found = proposition(*claims)
    assert (found.agreement, found.entailed_relation(ontology)) == (agreement, relation)
    edge = ("RadiationTherapy", relation, "HeterotopicOssification")
    assert edges_of([found], ontology) == ({edge} if relation else set())


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_claims_that_review_has_not_taken_speak_for_nothing(status: str) -> None:
    assert group([placed("a", claim(status=status))]) == []


def test_another_context_is_another_proposition() -> None:
    fields: tuple[dict[str, str], ...] = (
        {},
        {"population": "BurnPatient"},
        {"stage": "EarlyStage"},
        {"site": "KneeJoint"},
    )
    claims = [placed("a", claim(qualifiers=qualifiers)) for qualifiers in fields]
    assert len(group(claims)) == len(fields)


def test_the_order_of_claims_makes_no_difference() -> None:
    claims = [placed(name, claim(**fields)) for name, fields in (("a", YES), ("b", NO), ("c", OPEN))]
    assert group(claims) == group(claims[::-1])


def test_documents_are_counted_by_stance_and_not_claims() -> None:
    found = proposition(("a", YES), ("a", MAYBE), ("b", MAYBE), ("b", NO), ("c", OPEN))
    assert found.documents("supports") == {"a", "b"}
    assert found.documents("disputes") == {"b"}
    assert found.documents("leavesOpen") == {"c"}


def test_a_proposition_as_triples(ontology: Ontology) -> None:
    found = proposition(("a", MAYBE), ("b", OPEN))
    about = {
        t.predicate: t.object for t in proposition_triples(found, ontology) if t.subject == PROPOSITION[found.name]
    }
    assert about[HO["agreement"]] == HO["Contested"]
    assert about[HO["entailedRelation"]] == HO[MAY]
    assert about[HO["supportingDocuments"]].value == about[HO["openDocuments"]].value == "1"  # type: ignore[union-attr]
    stances = {t.predicate for t in proposition_triples(found, ontology) if t.object == PROPOSITION[found.name]}
    assert stances == {HO["about"], HO["supports"], HO["leavesOpen"]}


def test_every_relation_has_a_weaker_form_above_it(ontology: Ontology) -> None:
    for relation in ontology.relations.values():
        assert relation.hedged in ontology.super_relations[relation.name]
        assert relation.hedged not in ontology.relations, "no claim is written with the weaker form"


def test_no_real_edge_comes_from_claims_that_do_not_affirm(built: Build) -> None:
    for found in built.propositions:
        if found.entailed_relation(built.ontology):
            assert any(
                c.stance == "supports" and c.claim.certainty in {Certainty.ASSERTED, Certainty.HEDGED}
                for c in found.claims
            )


def test_a_plain_real_edge_has_a_claim_that_asserts_it_and_none_against(built: Build) -> None:
    for found in built.propositions:
        if found.entailed_relation(built.ontology) == found.statement.predicate:
            assert any(c.claim.certainty is Certainty.ASSERTED and c.stance == "supports" for c in found.claims)
            assert not found.documents("disputes")
            assert not found.statement.qualifiers.when
