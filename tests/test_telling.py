"""Relations that tell nothing are not proposed, whatever rule they are by."""

from dataclasses import replace

import pytest

from hograph.extraction.examples import stated
from hograph.extraction.extract import RuleExtractor
from hograph.ontology.index import Ontology


@pytest.fixture(scope="module")
def extractor(ontology: Ontology) -> RuleExtractor:
    return replace(RuleExtractor.of(ontology), weighs=False)


@pytest.mark.parametrize(
    ("text", "told", "untold"),
    [
        (
            "HO occurs in patients with heterotopic ossification and in patients with spinal cord injury.",
            "affectsPopulation SpinalCordInjuryPatient",
            "affectsPopulation HeterotopicOssificationPatient",
        ),
        (
            "HO occurs in patients with fibrodysplasia ossificans progressiva.",
            "affectsPopulation FopPatient",
            "",
        ),
        ("HO forms in the bone and in the hip.", "occursIn HipJoint", "occursIn Bone"),
        ("HO causes symptoms and pain.", "hasSymptom Pain", "hasSymptom Symptom"),
    ],
)
def test_what_tells_nothing_is_not_said(extractor: RuleExtractor, text: str, told: str, untold: str) -> None:
    found = {claim.removeprefix("HeterotopicOssification ") for claim in stated(extractor, text)}
    assert told in found and untold not in found
