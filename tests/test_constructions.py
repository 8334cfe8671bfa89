"""How sentences hang together, whatever rule reads them: what a pronoun stands for, what a list holds, what a longer name lends."""

from dataclasses import replace

import pytest

from hograph.extraction.extract import RuleExtractor
from hograph.ontology.index import Ontology
from hograph.reading.read import read


@pytest.fixture(scope="module")
def extractor(ontology: Ontology) -> RuleExtractor:
    return replace(RuleExtractor.of(ontology), weighs=False)


def stated(extractor: RuleExtractor, text: str) -> set[str]:
    [reading] = read("example.txt", f"Heterotopic Ossification\n\n{text}".encode())
    claims = (proposal.claim for proposal in extractor.propose(reading))
    return {f"{claim.subject} {claim.predicate} {claim.object}" for claim in claims}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        pytest.param(
            "Keep clear of trauma, because it may trigger a flare-up.",
            {"Trauma triggers FopFlareUp"},
            id="a pronoun of its own sentence",
        ),
        pytest.param(
            "HO causes pain and, in some patients, fever.",
            {"HeterotopicOssification hasSymptom Pain", "HeterotopicOssification hasSymptom Fever"},
            id="a list goes on behind words set off by commas",
        ),
        pytest.param(
            "What causes it? Burns and fractures.",
            {"Burn causes HeterotopicOssification", "Fracture causes HeterotopicOssification"},
            id="a question at the beginning of a paragraph stands over its answer",
        ),
        pytest.param(
            "HO is common in paraplegics and in the paralysed.",
            {"HeterotopicOssification affectsPopulation ParalyzedPatient"},
            id="people named by what they have",
        ),
        pytest.param(
            "Trauma causes HO, and so it calls forth HO.",
            {"Trauma causes HeterotopicOssification"},
            id="a late rule says nothing of what another relates",
        ),
        pytest.param(
            "It is seen in people with spinal cord or brain injury.",
            {
                "HeterotopicOssification affectsPopulation BrainInjuryPatient",
                "HeterotopicOssification affectsPopulation SpinalCordInjuryPatient",
            },
            id="people with either",
        ),
        pytest.param(
            "Indomethacin prevents and treats heterotopic ossification.",
            {
                "IndomethacinTherapy prevents HeterotopicOssification",
                "IndomethacinTherapy treats HeterotopicOssification",
            },
            id="verbs that share an object",
        ),
        pytest.param(
            "It is the formation of true bone.", {"HeterotopicOssification composedOf Bone"}, id="a name within a name"
        ),
        pytest.param(
            "Radiation therapy as prophylaxis is given.",
            {"RadiationTherapy prevents HeterotopicOssification"},
            id="what serves as something is no subject",
        ),
        pytest.param(
            "What is heterotopic ossification (heterotopic calcification)?",
            {"HeterotopicOssification isCalled HeterotopicCalcification"},
            id="a question names",
        ),
        pytest.param("Does trauma cause heterotopic ossification?", set(), id="a question states nothing else"),
    ],
)
def test_a_construction_gives_its_claims(extractor: RuleExtractor, text: str, claims: set[str]) -> None:
    found = stated(extractor, text)
    assert claims <= found and bool(claims) == bool(found)


def test_what_stands_in_brackets_is_another_list(extractor: RuleExtractor) -> None:
    found = stated(extractor, "Trauma results in a hematoma (bruising).")
    assert "Trauma causes Hematoma" in found and "Trauma causes Bruise" not in found


def test_a_label_is_in_no_list_with_what_it_labels(extractor: RuleExtractor) -> None:
    found = stated(extractor, "Burns: muscle spasms are related to pain.")
    assert "MuscleSpasm associatedWith Pain" in found and "Burn associatedWith Pain" not in found
