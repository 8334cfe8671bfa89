"""What stands over a list: a heading, a lead-in, an item above, or nothing at all."""

from dataclasses import replace

import pytest

from hograph.extraction.extract import RuleExtractor
from hograph.ontology.index import Ontology
from hograph.reading.read import read

HO = "HeterotopicOssification"


@pytest.fixture(scope="module")
def extractor(ontology: Ontology) -> RuleExtractor:
    return replace(RuleExtractor.of(ontology), weighs=False)


def said(extractor: RuleExtractor, text: str) -> set[str]:
    [reading] = read("leaflet.txt", f"Heterotopic Ossification\n\n{text}".encode())
    claims = [proposal.claim for proposal in extractor.propose(reading)]
    return {f"{claim.subject} {claim.predicate} {claim.object} {claim.certainty.value}" for claim in claims}


def test_a_heading_speaks_for_its_items(extractor: RuleExtractor) -> None:
    assert said(extractor, "Risk Factors\n\n  • Burns\n  • Fractures\n") == {
        f"Burn riskFactorFor {HO} asserted",
        f"Fracture riskFactorFor {HO} asserted",
    }


def test_the_hedge_of_a_lead_in_holds_for_what_completes_it(extractor: RuleExtractor) -> None:
    text = "Diagnosis\n\nSome of the tests that are done may include:\n\n  • CT scan\n  • Ultrasound\n"
    assert said(extractor, text) == {
        f"{HO} diagnosedBy ComputedTomography hedged",
        f"{HO} diagnosedBy Ultrasonography hedged",
    }


def test_a_list_behind_white_space_is_another_list(extractor: RuleExtractor) -> None:
    text = "Risk Factors\n\n  • Burns\n  • Fractures\n\n\n  • Swelling\n  • Fever\n"
    found = said(extractor, text)
    assert {f"{HO} hasSymptom Swelling asserted", f"{HO} hasSymptom Fever asserted"} <= found
    assert not {line for line in found if line.startswith(("Swelling", "Fever"))}


def test_where_nothing_stands_over_a_list_most_of_its_items_decide(extractor: RuleExtractor) -> None:
    found = said(extractor, "Further reading\n\n  • Pain\n  • Fever\n  • Burns\n")
    assert found == {f"{HO} hasSymptom Pain asserted", f"{HO} hasSymptom Fever asserted"}
    assert said(extractor, "Further reading\n\n  • Pain\n  • Burns\n") == set()


def test_what_is_given_under_a_heading_on_prevention_prevents(extractor: RuleExtractor) -> None:
    assert said(extractor, "Prevention\n\nIndomethacin was given to some. It is not for children.") == {
        f"IndomethacinTherapy prevents {HO} asserted",
        "IndomethacinTherapy requiresCautionIn Child asserted",
    }


def test_what_only_tells_when_is_none_of_the_list(extractor: RuleExtractor) -> None:
    found = said(extractor, "Risk Factors\n\n  • Burns\n  • Surgery within a week of the injury\n")
    assert not {line for line in found if line.startswith("Injury ")}


def test_a_list_of_drugs_in_a_document_on_prevention_prevents(extractor: RuleExtractor) -> None:
    [reading] = read(
        "leaflet.md", b"# Prevention of heterotopic ossification\n\n## On offer\n\n- Naproxen\n- Celecoxib\n"
    )
    stated = [proposal.claim for proposal in extractor.propose(reading)]
    found = {f"{one.subject} {one.predicate} {one.object} {one.certainty.value}" for one in stated}
    assert found == {f"NaproxenTherapy prevents {HO} asserted", f"CelecoxibTherapy prevents {HO} asserted"}
    found = said(extractor, "What can be done to prevent it?\n\nYou may be offered:\n\n  • Naproxen\n")
    assert found == {f"NaproxenTherapy prevents {HO} hedged"}


def test_a_heading_says_nothing_of_what_it_is_a_heading_for(extractor: RuleExtractor) -> None:
    assert said(extractor, "Treatment\n\nSurgery and medicines\n\nRing the ward.\n") == set()


def test_an_item_may_ask_for_what_it_names(extractor: RuleExtractor) -> None:
    assert said(extractor, "Treatment\n\n  • Start stretching soon\n") == {f"Stretching treats {HO} asserted"}
    assert said(extractor, "Treatment\n\n  • NSAIDs for pain\n") == {"NsaidTherapy treats Pain asserted"}


def test_what_completes_an_if_is_a_condition(extractor: RuleExtractor) -> None:
    [reading] = read(
        "leaflet.md", b"# Heterotopic ossification\n\n## Refer for excision if\n\n- the joint is ankylosed\n"
    )
    assert {(one.claim.predicate, one.claim.object) for one in extractor.propose(reading)} == {
        ("indicatedBy", "Ankylosis")
    }


def test_what_is_not_to_be_done_is_warned_of_and_not_denied(extractor: RuleExtractor) -> None:
    [reading] = read("leaflet.md", b"# Heterotopic ossification\n\nDon't:\n\n- massage it\n")
    [claim] = [proposal.claim for proposal in extractor.propose(reading)]
    assert (claim.predicate, claim.polarity.value) == ("requiresCautionIn", "affirmed")


def test_the_drugs_are_those_named_last(extractor: RuleExtractor) -> None:
    assert "NsaidTherapy hasComplication PepticUlcer asserted" in said(
        extractor, "NSAIDs are used for pain. The drugs can cause peptic ulcers."
    )


def test_a_lead_in_that_names_nothing_states_nothing(extractor: RuleExtractor) -> None:
    text = "Bone after surgery: a guide to hand therapy\n\nPlease avoid:\n\n  • deep massage\n"
    assert not {line for line in said(extractor, text) if "prevents" in line}


def test_a_question_states_nothing(extractor: RuleExtractor) -> None:
    assert said(extractor, "Can indomethacin prevent heterotopic ossification?\n\nNobody knows for sure here.") == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A man of 40 had an ossifying lump at the hip.\n\nSymptoms\n\n  • Pain\n", {f"{HO} hasSymptom Pain"}),
        ("A man of 40 had a cold.\n\nSymptoms\n\n  • Pain\n", set()),
    ],
    ids=["bone that formed", "nothing of the kind"],
)
def test_a_document_that_never_names_the_condition(extractor: RuleExtractor, text: str, found: set[str]) -> None:
    [reading] = read("note.txt", text.encode())
    claims = [proposal.claim for proposal in extractor.propose(reading)]
    assert {f"{claim.subject} {claim.predicate} {claim.object}" for claim in claims if claim.object == "Pain"} == found


def test_a_form_by_site_is_the_lesion_with_the_site_as_qualifier(extractor: RuleExtractor) -> None:
    [reading] = read("note.txt", b"Elbow heterotopic ossification may cause ulnar neuropathy.")
    [claim] = [proposal.claim for proposal in extractor.propose(reading)]
    assert (claim.subject, claim.qualifiers.site) == (HO, "ElbowJoint")


def test_a_document_speaks_of_what_it_calls_by_its_name_rather_than_of_what_a_loose_word_leads_to(
    extractor: RuleExtractor,
) -> None:
    text = b"MRI of the thigh. No calcification is seen.\n\nThe mass has high signal on T2. It is early myositis ossificans."
    [reading] = read("report.txt", text)
    subjects = {one.claim.subject for one in extractor.propose(reading) if one.claim.predicate == "hasImagingFinding"}
    assert subjects == {"MyositisOssificans"}
