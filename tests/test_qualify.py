"""What qualifies a claim: each construction with a sentence that gives it, and one like it that must not."""

from dataclasses import replace
from typing import Any

import pytest

from hograph.curation.claimfile import plain
from hograph.extraction.extract import RuleExtractor
from hograph.ontology.index import Ontology
from hograph.reading.read import read

HO = "HeterotopicOssification"


@pytest.fixture(scope="module")
def extractor(ontology: Ontology) -> RuleExtractor:
    return replace(RuleExtractor.of(ontology), weighs=False)


def qualified(extractor: RuleExtractor, text: str) -> dict[str, dict[str, Any]]:
    """The claims of a text, each with what qualifies it."""
    [reading] = read("example.md", f"# Heterotopic ossification\n\n{text}".encode())
    claims = [proposal.claim for proposal in extractor.propose(reading)]
    return {f"{one.subject} {one.predicate} {one.object}": plain(one.qualifiers) for one in claims}


def after(anchor: str, **ends: str) -> dict[str, Any]:
    return {"timing": {**ends, "relation": "after", "anchor": anchor}}


def before(anchor: str, **ends: str) -> dict[str, Any]:
    return {"timing": {**ends, "relation": "before", "anchor": anchor}}


def often(**parts: str | int) -> dict[str, Any]:
    return {"frequency": parts}


def than(other: str, aspect: str, direction: str) -> dict[str, Any]:
    return {"comparison": {"than": other, "aspect": aspect, "direction": direction}}


TIMING = [
    ("HO develops after burns.", f"{HO} associatedWith Burn", after("Burn")),
    ("HO is associated with burns.", f"{HO} associatedWith Burn", {}),
    (
        "Radiographs show HO within the first three weeks.",
        f"Radiography detectsEarly {HO}",
        after("UnstatedEvent", max="P3W"),
    ),
    ("She was afebrile after two weeks.", f"{HO} hasSymptom Fever", after("UnstatedEvent", min="P2W", max="P2W")),
    (
        "Radiographs show HO after four weeks.",
        f"Radiography detects {HO}",
        after("UnstatedEvent", min="P4W", max="P4W"),
    ),
    ("Radiographs show HO within three weeks of the injury.", f"Radiography detects {HO}", after("Injury", max="P3W")),
    (
        "After resection, indomethacin prevents recurrence.",
        f"IndomethacinTherapy preventsRecurrenceOf {HO}",
        after("SurgicalExcision"),
    ),
    ("Indomethacin for six weeks prevents HO.", f"IndomethacinTherapy prevents {HO}", {}),
    (
        "Common causes:\n\n- Following burns\n- Fractures",
        f"Burn causes {HO}",
        often(rank="common", among=HO) | after("Burn"),
    ),
    ("Common causes:\n\n- Following burns\n- Fractures", f"Fracture causes {HO}", often(rank="common", among=HO)),
    ("Surgery treats HO only after maturation.", f"SurgicalProcedure treats {HO}", after("LesionMaturation")),
]
FREQUENCY = [
    ("HO most commonly occurs in the hip.", f"{HO} occursIn HipJoint", often(rank="most-common", of=HO)),
    ("HO is most common in young adults.", f"{HO} affectsPopulation YoungAdult", often(rank="most-common", of=HO)),
    (
        "HO is rare in young children.",
        f"{HO} affectsPopulation YoungChild",
        often(rank="rare", of=HO, among="YoungChild"),
    ),
    (
        "About 20% of burns are complicated by HO.",
        f"Burn hasComplication {HO}",
        {"frequency": {"min": 0.2, "max": 0.2, "approximate": True, "of": HO, "among": "Burn"}},
    ),
    ("HO occurs at the elbow in patients with 30% burns.", f"{HO} occursIn ElbowJoint", {}),
    (
        "After a stroke the elbow is often affected.",
        f"{HO} occursIn ElbowJoint",
        {"population": "StrokePatient"} | often(rank="common", of=HO, among="StrokePatient"),
    ),
    (
        "The hip is the usual site, followed by the knee.",
        f"{HO} occursIn KneeJoint",
        often(order=2, of=HO) | than("HipJoint", "frequency", "lower"),
    ),
    (
        "HO is a rare condition that shows no predilection for men.",
        f"{HO} hasPredilectionFor Male",
        than("Female", "frequency", "higher"),
    ),
    ("HO develops after burns and, less often, strokes.", f"{HO} associatedWith Burn", after("Burn")),
]
COMPARISON = [
    (
        "The earlier it is treated, the better the results.",
        f"EarlyTreatment improvesOutcomeOf {HO}",
        than("DelayedTreatment", "efficacy", "higher"),
    ),
    (
        "The new bone grows at four times the normal rate.",
        f"{HO} hasProcess RapidBoneFormation",
        {"comparison": {"than": "NormalBoneFormation", "aspect": "rate", "direction": "higher", "factor": 4}},
    ),
    ("HO is more common in men than in women.", f"{HO} hasPredilectionFor Male", than("Female", "frequency", "higher")),
    (
        "MRI is less sensitive than radiography in detecting HO.",
        f"MagneticResonanceImaging detects {HO}",
        than("Radiography", "sensitivity", "lower"),
    ),
    (
        "Bone scan is most sensitive for detecting HO.",
        f"BoneScan detects {HO}",
        than("ImagingProcedure", "sensitivity", "higher"),
    ),
    ("Bone scan is sensitive for detecting HO.", f"BoneScan detects {HO}", {}),
]


CIRCUMSTANCES = [
    (
        "In burn patients, HO often affects the elbow.",
        f"{HO} occursIn ElbowJoint",
        {"population": "BurnPatient"} | often(rank="common", of=HO, among="BurnPatient"),
    ),
    ("HO causes pain, and burn patients are often depressed.", f"{HO} hasSymptom Pain", {}),
    ("There is an increased risk of HO in patients with burns.", f"Burn riskFactorFor {HO}", {}),
    ("HO is found in the muscle of the thigh.", f"{HO} occursIn SkeletalMuscle", {"site": "Thigh"}),
    ("HO is found in the muscle of the thigh.", f"{HO} occursIn Thigh", {"site": "SkeletalMuscle"}),
    ("HO causes pain and redness of the thigh.", f"{HO} hasSymptom Pain", {"site": "Thigh"}),
    ("HO causes pain, and the thigh may be cold.", f"{HO} hasSymptom Pain", {}),
    ("In the early stage, HO mimics cellulitis.", f"{HO} mimics Cellulitis", {"stage": "EarlyStage"}),
    ("Indomethacin taken early prevents HO.", f"IndomethacinTherapy prevents {HO}", {}),
    (
        "HO is sometimes diagnosed on radiographs that were taken for an unrelated condition.",
        f"{HO} diagnosedBy Radiography",
        {"condition": "UnrelatedCondition"} | often(rank="sometimes", of=HO),
    ),
    ("Surgery is indicated if there is pain.", "SurgicalProcedure indicatedBy Pain", {"condition": HO}),
    (
        "Contraindications to NSAIDs are peptic ulcer and renal impairment.",
        "NsaidTherapy requiresCautionIn PepticUlcer",
        {},
    ),
]


RATINGS = [
    (
        "Rule out deep vein thrombosis in suspected HO.",
        f"{HO} hasDifferentialDiagnosis DeepVeinThrombosis",
        {"modality": "recommended"},
    ),
    (
        "After resection, give indomethacin to prevent recurrence.",
        f"IndomethacinTherapy preventsRecurrenceOf {HO}",
        after("SurgicalExcision") | {"modality": "recommended"},
    ),
    (
        "MRI is not normally needed for diagnosis.",
        f"{HO} diagnosedBy MagneticResonanceImaging",
        {"modality": "not-typically-used"},
    ),
    ("Prophylactic indomethacin prevents HO.", f"IndomethacinProphylaxis prevents {HO}", {}),
    ("HO causes severe pain.", f"{HO} hasSymptom ExcruciatingPain", {}),
    ("HO causes severe stiffness.", f"{HO} hasSymptom JointStiffness", {"severity": "severe"}),
]
PROVISOS = [
    (
        "If there is pain, surgery treats HO.",
        f"SurgicalProcedure treats {HO}",
        {"when": [{"kind": "if", "term": "Pain"}]},
    ),
    (
        "Surgery is used to treat HO only if there is pain.",
        f"SurgicalProcedure treats {HO}",
        {"when": [{"kind": "only-if", "term": "Pain"}]},
    ),
    ("Indomethacin prevents HO, but surgery is needed if there is pain.", f"IndomethacinTherapy prevents {HO}", {}),
    ("Most lesions arise in the hip or knee.", f"{HO} occursIn HipJoint", {}),
    (
        "When symptomatic, the lesion causes pain.",
        f"{HO} hasSymptom Pain",
        {"when": [{"kind": "if", "term": "SymptomaticHeterotopicOssification"}]},
    ),
]
MEANS = [
    (
        "- MRI: perilesional oedema is seen. Fluid levels are seen.",
        f"{HO} hasImagingFinding FluidFluidLevel",
        {"using": "MagneticResonanceImaging"},
    ),
    ("Biopsy may be misread as osteosarcoma.", f"{HO} misdiagnosedAs Osteosarcoma", {"using": "Biopsy"}),
    (
        "Patients with burns require close monitoring for HO.",
        f"BurnPatient requiresMonitoringFor {HO}",
        {"modality": "necessary", "using": "CloseMonitoring"},
    ),
    (
        "There are two types:\n\n- Hereditary HO",
        f"HereditaryHeterotopicOssification subtypeOf {HO}",
        {"value": {"quantity": "count", "min": 2, "max": 2, "of": HO}},
    ),
]


STAGES = [
    (
        "MRI should not be used routinely for diagnosis.",
        f"{HO} diagnosedBy MagneticResonanceImaging",
        {"modality": "not-typically-used"},
    ),
    (
        "## Established HO\n\nSurgery is indicated if there is pain.",
        "SurgicalProcedure indicatedBy Pain",
        {"condition": HO},
    ),
    (
        "MRI isn't normally needed for diagnosis.",
        f"{HO} diagnosedBy MagneticResonanceImaging",
        {"modality": "not-typically-used"},
    ),
    ("In most cases, surgery is used to treat HO.", f"SurgicalProcedure treats {HO}", often(rank="majority")),
    (
        "Surgery is rarely used to treat HO.",
        f"SurgicalProcedure treats {HO}",
        often(rank="rare", of="SurgicalProcedure", among=f"{HO}Patient"),
    ),
    ("Early HO can mimic infection.", f"{HO} mimics Infection", {"stage": "EarlyStage"}),
    ("Asymptomatic HO can mimic infection.", "AsymptomaticHeterotopicOssification mimics Infection", {}),
    (
        "## Forms\n\nThere are two types:\n\n### Hereditary HO\n\nIt is rare.",
        f"HereditaryHeterotopicOssification subtypeOf {HO}",
        {"value": {"quantity": "count", "min": 2, "max": 2, "of": HO}},
    ),
]
READINGS = [
    (
        "Compared with no treatment, indomethacin prevents HO.",
        f"IndomethacinTherapy prevents {HO}",
        "affirmed",
        "asserted",
    ),
    ("Indomethacin does not prevent HO.", f"IndomethacinTherapy prevents {HO}", "negated", "asserted"),
    ("HO causes no fever, and the pain may be severe.", f"{HO} hasSymptom Fever", "negated", "asserted"),
    ("When symptomatic, symptoms include pain and swelling.", f"{HO} hasSymptom Pain", "affirmed", "asserted"),
    (
        "Indomethacin is a candidate for the prevention of HO.",
        f"IndomethacinTherapy prevents {HO}",
        "affirmed",
        "hedged",
    ),
]


@pytest.mark.parametrize(
    ("text", "claim", "qualifiers"),
    [*TIMING, *FREQUENCY, *COMPARISON, *CIRCUMSTANCES, *RATINGS, *PROVISOS, *MEANS, *STAGES],
)
def test_a_construction_qualifies(extractor: RuleExtractor, text: str, claim: str, qualifiers: dict[str, Any]) -> None:
    found = qualified(extractor, text)
    assert found.get(claim, found) == qualifiers


REPORT = """# Bone {title}

## Methods

Consecutive adults {methods} were followed.

## Results

Obesity was associated with HO.

## Discussion

Smoking is associated with HO.
"""
OBESITY, SMOKING = f"{HO} associatedWith Obesity", f"{HO} associatedWith Smoking"


@pytest.mark.parametrize(
    ("title", "methods", "population"),
    [
        ("after burns: a cohort study", "", "BurnPatient"),
        ("in burn patients: a cohort study", "", "BurnPatient"),
        ("and obesity: a cohort study", "who underwent hip arthroplasty", "HipArthroplastyPatient"),
        ("after burns and strokes: a cohort study", "", None),
        ("and obesity: a cohort study", "", None),
        ("after burns: a review", "", None),
    ],
)
def test_results_of_a_study_hold_in_those_who_were_studied(
    extractor: RuleExtractor, title: str, methods: str, population: str | None
) -> None:
    [reading] = read("study.md", REPORT.format(title=title, methods=methods).encode())
    found = {
        f"{c.subject} {c.predicate} {c.object}": c.qualifiers for c in (p.claim for p in extractor.propose(reading))
    }
    assert found[OBESITY].population == population
    assert found[SMOKING].population is None


def test_where_either_condition_is_enough_there_is_a_claim_for_each(extractor: RuleExtractor) -> None:
    [reading] = read(
        "example.md", b"# Heterotopic ossification\n\nSurgery is used to treat HO if there is pain or stiffness."
    )
    claims = [p.claim for p in extractor.propose(reading) if p.claim.predicate == "treats"]
    assert [[one.term for one in claim.qualifiers.when] for claim in claims] == [["Pain"], ["JointStiffness"]]
    assert len({claim.span for claim in claims}) == 1


@pytest.mark.parametrize(("text", "claim", "polarity", "certainty"), READINGS)
def test_how_it_is_to_be_read(extractor: RuleExtractor, text: str, claim: str, polarity: str, certainty: str) -> None:
    [reading] = read("example.md", f"# Heterotopic ossification\n\n{text}".encode())
    found = {f"{c.subject} {c.predicate} {c.object}": c for c in (p.claim for p in extractor.propose(reading))}
    assert (found[claim].polarity.value, found[claim].certainty.value) == (polarity, certainty)
