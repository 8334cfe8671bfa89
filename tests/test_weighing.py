"""Weighing: what words say of two terms, what is dropped and what is added, and that the file of weights can be read and made anew."""

from dataclasses import replace

import pytest

from hograph.extraction.extract import RuleExtractor
from hograph.extraction.proposals import Proposal
from hograph.extraction.seen import stem
from hograph.extraction.weighing import BANDS, LIKELY, read_weights, shipped_weights, weighed
from hograph.ontology.index import Ontology
from hograph.reading.read import read

UNHEARD = "# Heterotopic ossification\n\nTrouble announced itself by fever and a stiff knee.\n"


@pytest.fixture(scope="module")
def extractor(ontology: Ontology) -> RuleExtractor:
    return RuleExtractor.of(ontology)


def proposals(extractor: RuleExtractor, text: str) -> list[Proposal]:
    [reading] = read("note.md", text.encode())
    return extractor.propose(reading)


def test_what_no_rule_relates_is_weighed(extractor: RuleExtractor) -> None:
    found = {one.claim.object: one for one in proposals(extractor, UNHEARD) if one.rule == "weighed"}
    assert found["Fever"].claim.predicate == "hasSymptom"
    assert found["Fever"].passage == "fever"
    assert float(found["Fever"].claim.confidence) <= BANDS[0][1]
    assert not [one for one in proposals(replace(extractor, weighs=False), UNHEARD) if one.rule == "weighed"]


def test_what_rules_say_is_no_surer_than_it_is_likely(extractor: RuleExtractor) -> None:
    told = "# Heterotopic ossification\n\nOssification of the hip may restrict motion, and surgery, trauma and rest were recorded.\n"
    by_rule = [
        {one.rule: one.claim.confidence for one in proposals(each, told)}
        for each in (extractor, replace(extractor, weighs=False))
    ]
    assert by_rule[0]["limits"] < by_rule[1]["limits"]
    assert by_rule[0]["in-near"] == by_rule[1]["in-near"]


def test_what_rules_say_is_seen_like_words(extractor: RuleExtractor) -> None:
    [reading] = read("note.md", b"# Heterotopic ossification\n\nEtidronate prevents heterotopic ossification.\n")
    [said] = [one for one in extractor.said(reading) if one.relations]
    [candidate] = extractor.weighing.candidates.of(said.sentence, said.frame, said.about, said.relations)
    assert "says prevents" in candidate.own
    [unruled] = extractor.weighing.candidates.of(said.sentence, said.frame, said.about)
    assert "silent" in unruled.own


def test_an_item_goes_on_with_what_leads_in_to_it(extractor: RuleExtractor) -> None:
    [reading] = read(
        "note.md", b"# Heterotopic ossification\n\nTrouble announced itself by:\n\n- fever\n- a stiff knee\n"
    )
    first, _ = [one for one in extractor.said(reading) if one.frame.leads]
    [candidate, *_] = extractor.weighing.candidates.of(first.sentence, first.frame, first.about)
    assert f"ahead {stem('announced')}" in candidate.own and f"in {stem('trouble')}" in candidate.whole


def test_what_a_heading_says_of_a_list_is_kept(extractor: RuleExtractor) -> None:
    found = proposals(
        extractor, "# Heterotopic ossification\n\n## Causes of heterotopic ossification\n\n- Trauma\n- Burns\n"
    )
    assert [one.claim.subject for one in found] == ["Trauma", "Burn"]


def test_of_a_question_nothing_is_weighed(extractor: RuleExtractor) -> None:
    asked = "# Heterotopic ossification\n\nHad trouble announced itself by fever and a stiff knee?\n"
    assert not [one for one in proposals(extractor, asked) if one.rule == "weighed"]


def test_what_is_likelier_is_surer() -> None:
    sure = [weighed(likely).confidence for likely in (LIKELY, 0.5, 0.99)]
    assert sure == sorted(sure)
    assert max(sure) <= 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [("prevents", "preventing"), ("Complications", "complicated"), ("24", "7"), ("ossified", "ossifies")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_weights_are_of_relations_that_there_are(ontology: Ontology) -> None:
    added = {name.rstrip("<>") for weights in shipped_weights().values() for name in weights}
    assert added <= {"*", *ontology.relations}


def test_a_line_of_weights_is_a_feature_and_what_it_adds() -> None:
    assert read_weights(["# told\n", "between prevent\tprevents>=0.61 *=-0.2\n"]) == {
        "between prevent": {"prevents>": 0.61, "*": -0.2}
    }


def test_what_follows_the_only_side_that_is_named_denies_it(extractor: RuleExtractor) -> None:
    text = (
        "# Heterotopic ossification\n\nObesity and the choice of cemented fixation are not considered risk factors.\n"
    )
    [found] = [one for one in proposals(extractor, text) if one.claim.subject == "Obesity"]
    assert (found.rule, found.claim.polarity) == ("weighed", "negated")


def test_a_name_that_says_no_itself_is_not_denied_by_it(extractor: RuleExtractor) -> None:
    found = proposals(extractor, "# Heterotopic ossification\n\nMost lesions cause no symptoms.\n")
    assert [(one.claim.object, one.claim.polarity) for one in found] == [("AbsenceOfSymptoms", "affirmed")]
