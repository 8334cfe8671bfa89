"""What follows: the everyday conclusions are those of the reference reasoner, and each role of a term leads back to claims."""

import re
import shutil

import pyoxigraph as ox
import pytest

import hograph
from corrupted import around
from hograph.curation.tokens import Certainty
from hograph.errors import ReasonerError
from hograph.graph.build import Build
from hograph.graph.hermit import conclude_with_hermit
from hograph.graph.reasoning import Conclusions, conclude, reasoner_input, relate
from hograph.ontology.index import Ontology
from hograph.ontology.relations import Role
from hograph.query.explain import reasons, reasons_from
from hograph.vocabulary import CLAIM, HO, OWL, RDF, RDFS

NEEDS_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and no 'java' is on the PATH")


def with_triples(ontology: Ontology, *triples: tuple[str, ox.NamedNode, str]) -> Ontology:
    """The ontology with more triples between its names."""
    return Ontology((*ontology.triples, *(ox.Triple(HO[s], p, HO[o]) for s, p, o in triples)))


@NEEDS_JAVA
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_everyday_conclusions_are_those_of_hermit(built: Build, concluded: Conclusions) -> None:
    reference = conclude_with_hermit(built.ontology, built.edges)
    assert concluded.subclasses == reference.subclasses
    assert concluded.edges == reference.edges
    assert concluded.members == reference.members


def test_a_class_under_two_disjoint_categories_is_an_error(ontology: Ontology) -> None:
    torn = with_triples(ontology, ("KneeJoint", RDFS["subClassOf"], "Condition"))
    with pytest.raises(ReasonerError, match=r"Unsatisfiable classes: .*ho:KneeJoint.*; mend their axioms") as told:
        conclude(torn, [])
    why = str(told.value).partition("Why nothing is 'knee joint': ")[2]
    for reason in ("every 'knee joint' is 'condition'", "nothing is both 'anatomical entity' and 'condition'"):
        assert reason in why.lower()


@NEEDS_JAVA
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_reasoners_agree_on_what_is_broken(ontology: Ontology) -> None:
    """On a part of the ontology, for HermiT takes its time."""
    disjoint = {t.subject for t in ontology.triples if t.object == OWL["AllDisjointClasses"]}
    small = Ontology(tuple(around(ontology.triples, {HO["KneeJoint"], HO["Burn"], HO["mimics"], *disjoint})))
    torn = with_triples(small, ("KneeJoint", RDFS["subClassOf"], "Condition"))
    for conclude_by in (conclude, conclude_with_hermit):
        with pytest.raises(ReasonerError) as told:
            conclude_by(torn, [])
        found = set(re.findall(r"hograph/(\w+)|ho:(\w+)", str(told.value).partition("Nothing")[0]))
        assert {"".join(names) for names in found} == {"KneeJoint", *below(torn, "KneeJoint")}
        with pytest.raises(ReasonerError, match="contradict"):
            conclude_by(small, [("Burn", "mimics", "Burn")])


def below(ontology: Ontology, name: str) -> set[str]:
    return {other for other in ontology.classes if name in ontology.ancestors(other) - {other}}


@pytest.mark.parametrize(
    "edge",
    [("KneeJoint", "treats", "HeterotopicOssification"), ("RadiationTherapy", "treats", "KneeJoint")],
    ids=["against the domain", "against the range"],
)
def test_an_edge_against_domain_or_range_is_a_contradiction(ontology: Ontology, edge: tuple[str, str, str]) -> None:
    right = [("RadiationTherapy", "treats", "HeterotopicOssification"), ("Nsaid", "treats", "Pain")]
    with pytest.raises(ReasonerError, match="contradict") as told:
        conclude(ontology, [*right, edge, *right])
    claimed = " ".join(ontology.label(name) for name in edge)
    assert f"it is claimed that '{claimed}'" in str(told.value) and str(told.value).count("it is claimed") == 1


def test_what_is_given_is_concluded_with_the_weaker_relation_and_the_inverse(ontology: Ontology) -> None:
    found = conclude(ontology, [("RadiationTherapy", "prevents", "HeterotopicOssification")])
    assert ("RadiationTherapy", "mayPrevent", "HeterotopicOssification") in found.edges
    assert ("HeterotopicOssification", "preventedBy", "RadiationTherapy") in found.edges
    assert ("PreventiveIntervention", "RadiationTherapy") in found.members
    assert ("PossiblePreventiveIntervention", "RadiationTherapy") in found.members


def test_a_hedged_edge_gives_the_possible_role_only(ontology: Ontology) -> None:
    found = conclude(ontology, [("RadiationTherapy", "mayPrevent", "HeterotopicOssification")])
    roles = {role for role, term in found.members if term == "RadiationTherapy"}
    assert "PossiblePreventiveIntervention" in roles
    assert "PreventiveIntervention" not in roles


def test_what_occurs_in_a_part_occurs_in_the_whole(ontology: Ontology) -> None:
    found = conclude(ontology, [("HeterotopicOssification", "occursIn", "KneeJoint")])
    wholes = {whole for part, relation, whole in ontology.part_edges if (part, relation) == ("KneeJoint", "partOf")}
    assert wholes
    assert {("HeterotopicOssification", "occursIn", whole) for whole in wholes} <= found.edges


def test_a_population_has_the_condition_by_which_it_is_defined(ontology: Ontology) -> None:
    """Burn patients are defined as patients who have a burn: the axiom is an equivalence, which states the restriction as well."""
    edges = set(ontology.part_edges)
    assert {("BurnPatient", "hasCondition", "Burn"), ("TraumaPatient", "hasCondition", "Injury")} <= edges
    assert not {edge for edge in edges if edge[:2] == ("IntravenousDrugUser", "hasCondition")}


def test_a_name_of_a_condition_does_not_make_two_conditions_one(ontology: Ontology) -> None:
    edges = [
        ("MyositisOssificans", "isCalled", "FibrodysplasiaOssificansProgressiva"),
        ("Acvr1Mutation", "causes", "FibrodysplasiaOssificansProgressiva"),
    ]
    found = conclude(ontology, edges)
    assert not {(s, p, o) for s, p, o in found.edges if s == "Acvr1Mutation" and o == "MyositisOssificans"}


def test_strict_members_of_a_role_are_possible_members(built: Build, concluded: Conclusions) -> None:
    pairs = [(name, f"Possible{name}") for name in built.ontology.roles if f"Possible{name}" in built.ontology.roles]
    assert pairs
    for strict, possible in pairs:
        members = {term for role, term in concluded.members if role == strict}
        assert members <= {term for role, term in concluded.members if role == possible}


def test_role_definitions_are_read_from_their_axioms(ontology: Ontology) -> None:
    assert set(ontology.role_definitions) == set(ontology.roles)
    assert ontology.role_definitions["Cause"] == Role(
        "Cause", "causes", inverse=False, category=None, filler="Condition"
    )
    assert ontology.role_definitions["Complication"].inverse, "its members are objects of the relation"
    for role in ontology.role_definitions.values():
        stated = next(ontology.objects(HO[role.name], HO["roleRelation"]))
        assert stated == HO[role.relation], "what the role says of itself agrees with its definition"


@pytest.mark.parametrize(
    "edge",
    [
        ("KneeJoint", "treats", "HeterotopicOssification"),
        ("RadiationTherapy", "treats", "KneeJoint"),
        ("HeterotopicOssification", "startsAt", "Burn"),
        ("HeterotopicOssification", "mimics", "HeterotopicOssification"),
    ],
)
def test_an_edge_against_a_domain_a_range_or_irreflexivity_is_a_contradiction(
    built: Build, edge: tuple[str, str, str]
) -> None:
    with pytest.raises(ReasonerError, match="contradict the ontology"):
        relate(built.ontology, (*built.edges, edge))


def test_nobody_types_a_role_by_hand(built: Build) -> None:
    roles = {HO[name] for name in built.ontology.roles}
    typed = {
        name for name, quads in built.graphs.items() for q in quads if q.predicate == RDF["type"] and q.object in roles
    }
    assert typed == {"inferred"}


def test_each_inferred_role_has_a_reason_and_each_reason_a_claim(built: Build, kg: hograph.KnowledgeGraph) -> None:
    claims = {CLAIM[placed.name] for placed in built.claims}
    asserted = {CLAIM[placed.name] for placed in built.claims if placed.claim.certainty is Certainty.ASSERTED}
    found = set()
    for term in built.ontology.terms:
        for role, reason in reasons(kg.store, kg.ontology, term):
            assert reason.claims and set(reason.claims) <= claims, f"{term} is a {role}"
            assert role.startswith("Possible") or set(reason.claims) <= asserted, f"{term} is a {role}"
            found.add((HO[term], HO[role]))
    assert found == {(q.subject, q.object) for q in built.graphs["inferred"] if q.predicate == RDF["type"]}


def test_what_rests_on_a_claim_is_what_names_it_as_a_reason(built: Build, kg: hograph.KnowledgeGraph) -> None:
    for placed in built.claims:
        claim, ends = CLAIM[placed.name], dict.fromkeys((placed.claim.subject, placed.claim.object))
        named = [one for term in ends for one in reasons(kg.store, kg.ontology, term) if claim in one[1].claims]
        assert list(reasons_from(kg.store, kg.ontology, claim)) == named


def test_a_hedged_claim_is_a_reason_for_the_possible_role_only(kg: hograph.KnowledgeGraph) -> None:
    """One document asserts and hedges that a bone scan detects early."""
    given = list(reasons(kg.store, kg.ontology, "BoneScan"))
    possible, strict = (
        [claim for name, reason in given if name == role for claim in reason.claims]
        for role in ("PossibleEarlyDetectingProcedure", "EarlyDetectingProcedure")
    )
    assert set(strict) < set(possible) and (len(strict), len(possible)) == (1, 2)


def test_the_reasoner_is_given_terms_as_kinds(ontology: Ontology) -> None:
    data = reasoner_input(ontology, [("RadiationTherapy", "prevents", "HeterotopicOssification")]).decode()
    assert f"<{HO}kind/RadiationTherapy> <{HO}prevents> <{HO}kind/HeterotopicOssification> ." in data
    assert f"<{HO}kind/RadiationTherapy> <{RDF}type> <{HO}Intervention> ." in data
