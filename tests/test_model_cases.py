"""The cases that a plain graph of triples gets wrong, held against the real graph: one section for each."""

from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest

from conftest import Find
from hograph.curation.documents import Document
from hograph.curation.tokens import Certainty, FrequencyRank, Modality, Polarity, Quantity, TimingRelation
from hograph.graph.build import Build
from hograph.graph.reasoning import Conclusions
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import load_mappings
from hograph.vocabulary import CLAIM, DCTERMS, DOCUMENT, HO, OWL

HETEROTOPIC, MYOSITIS = "HeterotopicOssification", "MyositisOssificans"
HEREDITARY = "FibrodysplasiaOssificansProgressiva"


# 1. Preventing the condition, preventing growth, and preventing recurrence are three targets; treating is a fourth.
def test_three_targets_of_prevention_and_treatment_are_four_relations(built: Build) -> None:
    edges = set(built.edges)
    assert ("NsaidTherapy", "prevents", HETEROTOPIC) in edges
    assert ("RadiationTherapy", "mayInhibit", "HeterotopicBoneFormation") in edges
    assert ("RadiationTherapy", "mayPreventRecurrenceOf", HETEROTOPIC) in edges
    assert ("NsaidTherapy", "treats", HETEROTOPIC) in edges


def test_keeping_bone_from_growing_is_not_keeping_the_condition_from_arising(find: Find) -> None:
    """The one document that speaks of growth names radiation for it under treatment; no claim of primary prevention comes of that."""
    (growth,) = find("RadiationTherapy", "inhibits", "HeterotopicBoneFormation")
    assert growth.certainty is Certainty.HEDGED
    assert not find("RadiationTherapy", "prevents", HETEROTOPIC)


def test_what_goes_with_a_lesion_is_no_factor_of_it(find: Find) -> None:
    assert not find(HETEROTOPIC, "associatedWith", "SoftTissueInjury")
    (pain,) = find(HETEROTOPIC, object="ChronicPain")
    assert (pain.predicate, pain.certainty) == ("hasSymptom", Certainty.HEDGED)


def test_none_of_the_four_implies_another(built: Build) -> None:
    four = {"prevents", "inhibits", "preventsRecurrenceOf", "treats"}
    assert len({built.ontology.relations[name].hedged for name in four}) == len(four)
    assert all(built.ontology.super_relations[name] & four == {name} for name in four)


# 2. Names are claims, and never make two conditions one.
def test_nothing_is_the_same_as_anything(built: Build) -> None:
    assert OWL["sameAs"] not in {q.predicate for q in built.quads}


@pytest.mark.parametrize(("one", "other"), [*combinations((HETEROTOPIC, MYOSITIS, HEREDITARY), 2)])
def test_conditions_that_share_names_share_no_exact_one_and_no_identifier(
    built: Build, root: Path, one: str, other: str
) -> None:
    ontology, table = built.ontology, load_mappings(root / "ontology" / "mappings.sssom.tsv")
    first, second = (
        {ontology.label(name), *(text for _, text in ontology.synonyms(name, ("exact",)))} for name in (one, other)
    )
    assert not {text.casefold() for text in first} & {text.casefold() for text in second}
    exact = {
        name: {m.object_id for m in table.mappings if (m.subject, m.predicate) == (name, "exactMatch")}
        for name in (one, other)
    }
    assert not exact[one] & exact[other]


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("AdrenalSuppression", "adrenal insufficiency"),
        ("WideExcision", "complete excision"),
        ("RecurrentHeterotopicOssification", "recurrence rate"),
        ("FractureFixation", "internal fixation"),
        ("PlateletInhibition", "platelet aggregation"),
        ("ProlongedOperation", "operative time"),
        ("MildPain", "dull pain"),
        ("GnasMutation", "inactivating GNAS mutation"),
        ("Skull", "calvarium"),
    ],
)
def test_a_name_of_something_wider_narrower_or_else_is_no_exact_one(ontology: Ontology, term: str, name: str) -> None:
    assert ("exact", name) not in ontology.synonyms(term)


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        ("BoneScan", "NuclearImaging"),
        ("FemoralArtery", "Artery"),
        ("HipFracture", "LongBoneFracture"),
        ("HereditaryHeterotopicOssification", "GeneticDisorder"),
        ("BrookerFourHeterotopicOssification", "SevereHeterotopicOssification"),
        ("YoungAdult", "Adult"),
    ],
)
def test_a_term_stands_under_what_its_definition_makes_it(ontology: Ontology, term: str, kind: str) -> None:
    assert kind in ontology.ancestors(term)


def test_what_documents_call_it_is_kept_as_their_claim(find: Find) -> None:
    assert find(MYOSITIS, "isCalled", HETEROTOPIC)
    assert find(MYOSITIS, "isCalled", HEREDITARY)
    assert find(HETEROTOPIC, "formerlyCalled", MYOSITIS)


def test_the_gene_of_the_hereditary_form_stays_there(concluded: Conclusions) -> None:
    caused = {o for s, p, o in concluded.edges if s in {"Acvr1Mutation", "Acvr1R206HVariant"} and p == "causes"}
    assert caused == {HEREDITARY}


# 3. How often a site is affected depends on the population.
def test_the_knee_is_uncommon_in_one_population_and_common_in_another(find: Find) -> None:
    by_population = {
        c.qualifiers.population: c.qualifiers.frequency for c in find(HETEROTOPIC, "occursIn", "KneeJoint")
    }
    brain, spine = by_population["BrainInjuryPatient"], by_population["SpinalCordInjuryPatient"]
    assert (brain.rank, brain.among) == (FrequencyRank.UNCOMMON, "BrainInjuryPatient")  # type: ignore[union-attr]
    assert (spine.rank, spine.among) == (FrequencyRank.COMMON, "SpinalCordInjuryPatient")  # type: ignore[union-attr]


# 4. A figure belongs to what it is a figure of.
def test_eighty_percent_is_of_two_sites_together(find: Find) -> None:
    counted = [c for c in find() if c.qualifiers.frequency and c.qualifiers.frequency.min == Decimal("0.8")]
    assert counted
    for item in counted:
        assert "ThighOrArm" in {item.object, item.qualifiers.site}
        assert item.qualifiers.frequency is not None
        assert item.qualifiers.frequency.among == MYOSITIS
        assert item.qualifiers.frequency.of in {"ThighOrArm", "PrematureReturnToActivity"}, (
            "of what is the case in 80 %"
        )


def test_a_sensitivity_is_of_the_thing_detected(find: Find) -> None:
    (measured,) = [c for c in find() if c.qualifiers.value and c.qualifiers.value.quantity is Quantity.SENSITIVITY]
    assert (measured.subject, measured.object) == ("ComputedTomography", "LooseBodyInJoint")
    assert measured.qualifiers.value is not None
    assert (measured.qualifiers.value.min, measured.qualifiers.value.of) == (Decimal(93), "LooseBodyInJoint")


def test_a_share_before_two_verbs_belongs_to_both(find: Find) -> None:
    """Most lesions lie in thigh or arm and have one cause: the share is of the union of sites, and of the cause together with it."""
    (sites,) = find(MYOSITIS, "occursIn", "ThighOrArm")
    (cause,) = find("PrematureReturnToActivity", "causes", MYOSITIS)
    one, both = sites.qualifiers.frequency, cause.qualifiers.frequency
    assert one and both and (one.min, one.max, one.among) == (both.min, both.max, both.among)
    assert cause.qualifiers.site == "ThighOrArm"


# 5. Stage, timing and risk are parts of a claim, and a time is measured from an event.
def test_weeks_before_something_is_visible_are_not_weeks_after_an_injury(find: Find) -> None:
    (timing,) = [c.qualifiers.timing for c in find("BoneScan", "detectsEarly", HETEROTOPIC) if c.qualifiers.timing]
    assert (timing.min, timing.max, timing.relation) == ("P2W", "P6W", TimingRelation.BEFORE)
    assert timing.anchor == "RadiographicVisibilityOfOssification"


def test_excision_before_and_after_maturity_are_two_claims(find: Find) -> None:
    (early,) = find("PrematureSurgicalExcision", "hasOutcome", "RecurrentMyositisOssificans")
    (late,) = find("MatureLesionExcision", "hasOutcome", "RecurrentMyositisOssificans")
    assert early.qualifiers.timing is not None
    assert (early.qualifiers.timing.relation, early.qualifiers.timing.anchor) == (
        TimingRelation.BEFORE,
        "LesionMaturation",
    )
    assert (late.qualifiers.stage, late.certainty) == ("MatureStage", Certainty.HEDGED)


# 6. A cause may be unknown and named by one document: both are kept.
@pytest.mark.parametrize("condition", [HETEROTOPIC, MYOSITIS])
def test_an_unknown_cause_and_named_causes_stand_side_by_side(built: Build, condition: str) -> None:
    causes = [p for p in built.claims if p.claim.predicate == "causes" and p.claim.object == condition]
    unknown = {p.document for p in causes if p.claim.certainty is Certainty.UNKNOWN}
    named = {p.document for p in causes if p.claim.certainty in {Certainty.ASSERTED, Certainty.HEDGED}}
    assert unknown & named
    (question,) = [p for p in built.propositions if (p.statement.subject, p.statement.object) == ("Cause", condition)]
    assert question.agreement == "OpenQuestion"
    assert not {edge for edge in built.edges if edge[0] == "Cause"}


# 7. Phases of a scan are no stages of a lesion.
def test_phases_of_a_scan_are_procedures_and_stages_of_a_lesion_are_not(built: Build) -> None:
    phases = [name for name in built.ontology.terms if name.endswith(("Phase", "PhaseBoneScan"))]
    assert {"BloodPoolPhase", "SoftTissuePhase", "DelayedPhase"} <= set(phases)
    assert {built.ontology.category(name) for name in phases} == {"DiagnosticProcedure"}
    stages = {p.claim.qualifiers.stage for p in built.claims if p.claim.qualifiers.stage}
    assert {built.ontology.category(name) for name in stages} == {"LesionStage"}


# 8. A chain keeps its hops.
def test_a_vitamin_reaches_the_condition_in_two_hops_only(find: Find, concluded: Conclusions) -> None:
    (first,) = find("ExcessiveVitaminDIntake", "causes", "Hypercalcemia")
    (second,) = find("Hypercalcemia", "contributesTo", MYOSITIS)
    assert (first.certainty, second.certainty) == (Certainty.HEDGED, Certainty.ASSERTED)
    assert not find("ExcessiveVitaminDIntake", object=MYOSITIS)
    assert not {p for s, p, o in concluded.edges if (s, o) == ("ExcessiveVitaminDIntake", MYOSITIS)}


def test_trauma_reaches_the_lesion_by_way_of_a_hematoma(find: Find, built: Build) -> None:
    (bleeding,) = find("SoftTissueTrauma", "causes", "Hematoma")
    (lesion,) = find("Hematoma", object="NonhereditaryMyositisOssificans")
    assert (bleeding.certainty, lesion.predicate) == (Certainty.ASSERTED, "contributesTo")
    assert [proviso.term for proviso in lesion.qualifiers.when] == ["InadequateHematomaReabsorption"]
    assert ("Hematoma", "mayContributeTo", "NonhereditaryMyositisOssificans") in built.edges
    assert ("Hematoma", "contributesTo", "NonhereditaryMyositisOssificans") not in built.edges


# 9. A condition stays with its claim.
def test_conditional_claims_keep_their_condition_in_the_graph(built: Build) -> None:
    conditional = [placed for placed in built.claims if placed.claim.qualifiers.when]
    assert {proviso.kind.value for placed in conditional for proviso in placed.claim.qualifiers.when} == {
        "if",
        "only-if",
        "unless",
    }
    provisos = [(q.subject, q.object) for q in built.quads if q.predicate == HO["proviso"]]
    for placed in conditional:
        assert len([o for s, o in provisos if s == CLAIM[placed.name]]) == len(placed.claim.qualifiers.when)


# 10. Damaged text is read for what it means, its span true to the bytes.
def test_the_span_with_a_damaged_dash_verifies(find: Find, documents: Path) -> None:
    (waiting,) = find("WatchfulWaiting", "precedes", "SurgicalExcision")
    assert waiting.qualifiers.timing is not None
    assert (waiting.qualifiers.timing.min, waiting.qualifiers.timing.max) == ("P6M", "P12M")
    passage = Document.read(documents, "myositis-ossificans-overview").passage(waiting.span)
    assert passage is not None
    assert "\u00e2\u20ac\u201c" in passage, "the dash as it was damaged, three characters for one"


# 11. Boilerplate makes no claims; what a document says of itself does.

ENDS = {
    "dr-oracle-heterotopic-ossification": 4896,
    "foot-ankle-kb-myositis-ossificans": 3526,
    "joi-heterotopic-ossification": 2699,
}
"""Where the text ends, and references, disclaimers, advertising or booking begin."""


@pytest.mark.parametrize("document", sorted(ENDS))
def test_no_claim_stands_in_boilerplate(built: Build, document: str) -> None:
    mine = [placed for placed in built.claims if placed.document == document]
    assert mine
    assert max(placed.claim.span.end for placed in mine) <= ENDS[document]


def test_what_documents_state_of_themselves_is_in_the_graph(built: Build) -> None:
    described = {(q.subject, q.predicate) for q in built.quads}
    assert all((DOCUMENT[slug], DCTERMS["title"]) in described for slug in built.sources)
    reviewed = DOCUMENT["dr-oracle-heterotopic-ossification"]
    assert {
        (reviewed, HO["reviewState"]),
        (reviewed, DCTERMS["modified"]),
        (reviewed, DCTERMS["references"]),
    } <= described


# And: a low frequency is no negation, and inconclusive is neither yes nor no.
def test_rarely_warranted_is_affirmed(find: Find) -> None:
    (rare,) = [
        c for c in find("SurgicalExcision", "treats", MYOSITIS) if c.qualifiers.modality is Modality.RARELY_WARRANTED
    ]
    assert rare.polarity is Polarity.AFFIRMED
    assert rare.qualifiers.frequency is not None
    assert rare.qualifiers.frequency.rank is FrequencyRank.RARE


def test_an_inconclusive_claim_gives_no_edge(find: Find, built: Build) -> None:
    (open_question,) = find("RadiationTherapy", "preventsRecurrenceOf", MYOSITIS)
    assert open_question.certainty is Certainty.INCONCLUSIVE
    assert not {p for s, p, o in built.edges if (s, o) == ("RadiationTherapy", MYOSITIS)}
