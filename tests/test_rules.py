"""Rules of extraction: what their examples say, what their counter-examples leave unsaid, and what is told of a rule that is wrong."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hograph.errors import RuleError
from hograph.extraction.examples import broken_examples, example_text, stated
from hograph.extraction.extract import RuleExtractor
from hograph.extraction.kinds import Kinds
from hograph.extraction.rules import Rule, RuleBook
from hograph.ontology.index import Ontology
from hograph.reading.read import read


@pytest.fixture(scope="module")
def extractor(ontology: Ontology) -> RuleExtractor:
    return replace(RuleExtractor.of(ontology), weighs=False)


def shown(rules: tuple[Rule, ...]) -> list[tuple[str, str, list[str]]]:
    """Rule, text and claims of every example."""
    return [(rule.id, example_text(example), example.get("claims", [])) for rule in rules for example in rule.examples]


def shipped(part: str) -> list[tuple[str, str, list[str]]]:
    from hograph.files import resources
    from hograph.ontology.index import load_ontology

    return shown(getattr(RuleBook.load(load_ontology(resources(None) / "ontology")), part))


def test_each_trigger_that_is_shipped_is_a_regular_expression(extractor: RuleExtractor) -> None:
    book = extractor.book
    for rule in (*book.relations, *book.structure, *book.hints):
        for trigger in rule.triggers:
            re.compile(trigger)


@pytest.mark.parametrize(("rule", "text", "claims"), [*shipped("relations"), *shipped("structure"), *shipped("hints")])
def test_an_example_gives_its_claims(extractor: RuleExtractor, rule: str, text: str, claims: list[str]) -> None:
    found = stated(extractor, text)
    assert set(claims) <= set(found), f"{rule} on '{text}' gives {found}"


def test_a_counter_example_gives_none_by_its_rule(extractor: RuleExtractor) -> None:
    for rule in (*extractor.book.relations, *extractor.book.structure, *extractor.book.hints):
        for text in rule.counter_examples:
            assert not [claim for claim, by in stated(extractor, text).items() if rule.id == by], text


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("- 1", "no mapping"),
        ("colours: 1", "unknown part colours"),
        ("late: maybe", "'late' is 'maybe'"),
        ("relations: [{id: x, triggers: [a], licences: [b]}]", "rule 'x': examples missing"),
        ("relations: [{id: x, triggers: ['('], licences: [], examples: []}]", "'\\(' is no regular expression"),
        ("relations: [{id: x, triggers: [a], licences: [b], examples: []}]", "licence 'b' is not of the form"),
        (
            "relations: [{id: x, triggers: [a], licences: ['L:Lesion heals R:Site'], examples: []}]",
            "'heals' is no relation that claims may use",
        ),
        (
            "relations: [{id: x, triggers: [a], licences: ['L:Leson occursIn R:Site'], examples: []}]",
            "kind 'Leson' is neither .* Near it: Lesion",
        ),
        ("relations: 3", "'relations' is no list of rules"),
        ("relations: [x]", "'x' is no rule"),
        ("relations: [{id: x, triggers: a, licences: [], examples: []}]", "triggers is 'a'. It is a list of texts"),
        (
            "relations: [{id: x, triggers: [a], licences: [], examples: [], confidence: 7}]",
            "It is a number from 0 to 1",
        ),
        ("relations: [{id: causes, triggers: [a], licences: [], examples: []}]", "two rules are named 'causes'"),
    ],
)
def test_a_wrong_rule_is_told_with_file_and_reason(tmp_path: Path, ontology: Ontology, rules: str, told: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(rules, encoding="utf-8")
    with pytest.raises(RuleError, match=told) as error:
        RuleBook.load(ontology, [path])
    assert "own.yaml" in str(error.value)


def test_a_rule_of_your_own_is_heeded(tmp_path: Path, ontology: Ontology) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "relations:\n- id: melts\n  triggers: ['melts?']\n  licences: ['L:Therapy treats R:Lesion']\n  examples: []\n",
        encoding="utf-8",
    )
    found = stated(RuleExtractor.of(ontology, [path]), "Indomethacin melts heterotopic ossification.")
    assert found == {"IndomethacinTherapy treats HeterotopicOssification": "melts"}


def test_examples_of_a_rule_of_your_own_are_tried(tmp_path: Path, ontology: Ontology) -> None:
    (tmp_path / "own.yaml").write_text(
        "relations:\n- id: melts\n  triggers: ['melts?']\n  licences: ['L:Therapy treats R:Lesion']\n"
        "  examples:\n  - {text: NSAIDs melt HO., claims: [NsaidTherapy treats HeterotopicOssification]}\n"
        "  - {text: Burns melt HO., claims: [Burn treats HeterotopicOssification]}\n  counter_examples: [NSAIDs melt HO.]\n",
        encoding="utf-8",
    )
    extractor = RuleExtractor.of(ontology, [tmp_path / "own.yaml"])
    assert list(broken_examples(extractor, (rule for rule in extractor.book.relations if rule.yours))) == [
        ("melts", "the example 'Burns melt HO.' gives no claim, not Burn treats HeterotopicOssification"),
        ("melts", "the counter-example 'NSAIDs melt HO.' gives NsaidTherapy treats HeterotopicOssification"),
    ]


def test_a_hint_counts_where_no_rule_says_more(extractor: RuleExtractor) -> None:
    assert stated(extractor, "Odds: long coma, mostly.") == {"Coma riskFactorFor HeterotopicOssification": "hint-risk"}
    heard = "Burns cause heterotopic ossification. HO causes ankylosis. NSAIDs prevent HO. Radiotherapy prevents HO."
    assert "hint-risk" not in stated(extractor, f"{heard} Odds: long coma, mostly.").values()


def test_a_heading_says_something_of_whole_sentences_below_it(extractor: RuleExtractor) -> None:
    text = "# Heterotopic Ossification\n\n## Symptoms\n\nNight after night he shivered in a fever.\n"
    [reading] = read("example.md", text.encode())
    [proposal] = extractor.propose(reading)
    assert (proposal.claim.object, proposal.rule) == ("Fever", "under-symptoms-in-prose")


def test_kinds_join_and_take_away(ontology: Ontology) -> None:
    kinds = Kinds(ontology, {"Lesion": "HeterotopicOssification"})
    assert kinds.of("Lesion") <= kinds.of("Condition")
    assert kinds.of("Condition-Lesion") == kinds.of("Condition") - kinds.of("Lesion")
    assert kinds.of("Lesion|Intervention") == kinds.of("Lesion") | kinds.of("Intervention")


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        (
            "Can radiotherapy prevent heterotopic ossification?",
            "Yes, in most people.",
            "RadiationTherapy prevents HeterotopicOssification",
        ),
        ("Will stretching make it worse?", "No. It helps.", "Stretching contributesTo HeterotopicOssification not"),
        ("Can heterotopic ossification cause pain?", "Possibly.", "HeterotopicOssification hasSymptom Pain hedged"),
    ],
)
def test_an_answer_says_whether_what_is_asked_is_so(
    extractor: RuleExtractor, question: str, answer: str, claim: str
) -> None:
    assert claim in stated(extractor, f"{question}\n\n{answer}")
    assert not stated(extractor, f"{question}\n\nThat is hard to tell.")


def test_a_lesion_that_is_named_goes_before_the_topic(extractor: RuleExtractor) -> None:
    found = stated(extractor, "Palovarotene has been approved for people with fibrodysplasia ossificans progressiva.")
    assert set(found) == {"PalovaroteneTherapy treats FibrodysplasiaOssificansProgressiva"}
