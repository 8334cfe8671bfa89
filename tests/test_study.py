"""Study type and sample size: told by the words of each sort, from the sentence or the document, and nothing where they leave a doubt."""

from pathlib import Path

import pytest

from hograph.curation.tokens import ScopeOfEvidence, StudyType
from hograph.curation.values import Study
from hograph.extraction.context import StudyRule, size_rules, study_rules
from hograph.extraction.scope import Scope
from hograph.extraction.study import Studies, kind_in, sizes_in
from hograph.reading.blocks import Reading
from hograph.reading.files import Unread, read_all

STUDY, ANIMAL, PATIENT = (
    ScopeOfEvidence.STUDY_POPULATION,
    ScopeOfEvidence.ANIMAL_OR_IN_VITRO,
    ScopeOfEvidence.ONE_PATIENT,
)


def sizes(text: str) -> set[int]:
    return {*sizes_in(text, "whole"), *sizes_in(text, "sample")}


def read(folder: Path, text: str) -> Reading:
    path = folder / "note.txt"
    path.write_text(text, encoding="utf-8")
    (reading,) = read_all([path])
    assert not isinstance(reading, Unread)
    return reading


def told(folder: Path, text: str) -> tuple[StudyType | None, int | None]:
    reading = read(folder, text)
    found = Studies.of(reading, Scope.of(reading))
    return found.kind, found.size


@pytest.mark.parametrize("rule", study_rules(), ids=lambda rule: rule.kind)
def test_a_sort_of_study_is_told_by_its_examples(rule: StudyRule) -> None:
    assert rule.examples
    assert {kind_in(text, rule.scope) for text in rule.examples} == {rule.kind}
    assert {kind_in(text, rule.scope) for text in rule.counter_examples} <= {None}


def test_every_sort_has_words() -> None:
    assert {rule.kind for rule in study_rules()} == set(StudyType)


def test_sizes_are_told_by_their_examples() -> None:
    rules = size_rules()
    assert {text: sizes(text) for text in rules.examples} == {text: {size} for text, size in rules.examples.items()}
    assert {text: sizes(text) for text in rules.counter_examples} == {text: set() for text in rules.counter_examples}


TITLE = "Lamps after knee operations: a retrospective cohort study that nobody did\n\n"


@pytest.mark.parametrize(
    ("body", "size"),
    [
        ("Methods: Adults who had an operation (n = 120) were given lamps.", 120),
        ("Methods: We reviewed 120 consecutive patients. Lamps were given to some (n = 60).", 120),
        ("Methods: Lamps (n = 60) or candles (n = 60) were given.", None),
        ("Methods: We reviewed 120 patients. We followed 98 patients.", None),
        ("Methods: Sixty patients were included in each group.", None),
        ("Background: Others saw it in a series of 30 patients.\n\nMethods: We reviewed 120 patients.", 120),
        ("Results: It was seen in 3 of 12 patients.", None),
    ],
)
def test_the_size_of_a_study_is_stated_once_or_not_at_all(tmp_path: Path, body: str, size: int | None) -> None:
    assert told(tmp_path, TITLE + body) == (StudyType.COHORT_STUDY, size)


def test_the_methods_name_the_sort_where_the_title_does_not(tmp_path: Path) -> None:
    text = "Lamps after knee operations: a retrospective study\n\nMethods: This case-control study compared 40 with 40."
    assert told(tmp_path, text) == (StudyType.CASE_CONTROL_STUDY, None)
    assert told(tmp_path, "Lamps and what they do\n\nMethods: Cohort studies of 40 patients are described.") == (
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "kind", "size"),
    [
        ("In this randomized controlled trial (n = 214), lamps helped.", StudyType.RANDOMIZED_TRIAL, 214),
        ("We randomised 214 patients to lamps or candles. Lamps helped.", StudyType.RANDOMIZED_TRIAL, 214),
        ("Methods: A retrospective cohort study of 214 patients. Results: Lamps helped.", StudyType.COHORT_STUDY, 214),
        ("Aims: To see. Methods: We reviewed 214 patients. Results: Lamps helped.", None, 214),
        ("A systematic review of 12 studies. The studies had 1,203 patients.", StudyType.SYSTEMATIC_REVIEW, 1203),
        ("Thirty male rats underwent an operation. Lamps helped.", StudyType.ANIMAL_STUDY, 30),
        ("Lamps are old. A cohort study of 40 patients was published by others.", None, None),
    ],
)
def test_a_study_is_told_where_only_its_text_says_so(
    tmp_path: Path, text: str, kind: StudyType | None, size: int | None
) -> None:
    assert told(tmp_path, f"Lamps\n\n{text}") == (kind, size)


@pytest.mark.parametrize(
    ("sentence", "scope", "study"),
    [
        ("It was common in men.", STUDY, Study(kind=StudyType.COHORT_STUDY, size=120)),
        ("In a randomized trial of 80 patients lamps helped.", STUDY, Study(kind=StudyType.RANDOMIZED_TRIAL, size=80)),
        ("A case series reported the same.", STUDY, Study(kind=StudyType.CASE_SERIES)),
        ("In mice, lamps did nothing.", ANIMAL, Study(kind=StudyType.ANIMAL_STUDY)),
        ("His knee was stiff.", PATIENT, None),
        ("Lamps help.", ScopeOfEvidence.GENERAL_KNOWLEDGE, None),
        ("We suppose that cohort studies help.", ScopeOfEvidence.HYPOTHETICAL, None),
    ],
)
def test_a_sentence_is_of_the_study_that_it_names_else_of_that_of_its_document(
    tmp_path: Path, sentence: str, scope: ScopeOfEvidence, study: Study | None
) -> None:
    reading = read(tmp_path, f"{TITLE}Methods: We reviewed 120 patients.\n\nResults: {sentence}")
    found = Studies.of(reading, Scope.of(reading))
    block = reading.blocks[-1]
    start = block.text.index(sentence)
    assert found.at(block, start, start + len(sentence), scope) == study


@pytest.mark.parametrize(
    ("sentence", "study"),
    [
        ("Others found it in the series of a neighbour.", None),
        ("In our series it was rare.", Study(kind=StudyType.COHORT_STUDY, size=120)),
        ("A retrospective cohort of 40 men was like it.", Study(kind=StudyType.COHORT_STUDY, size=40)),
    ],
)
def test_a_discussion_speaks_of_other_studies_too(tmp_path: Path, sentence: str, study: Study | None) -> None:
    reading = read(tmp_path, f"{TITLE}Methods: We reviewed 120 patients.\n\nDiscussion: {sentence}")
    block = reading.blocks[-1]
    start = block.text.index(sentence)
    found = Studies.of(reading, Scope.of(reading)).at(block, start, start + len(sentence), STUDY)
    assert found == study


def test_after_cells_a_sentence_may_be_of_cells_or_of_animals(tmp_path: Path) -> None:
    text = "Lamps in a mouse model\n\nMethods: Mice (n = 48) got lamps.\n\nResults: Bone shrank. In vitro, cells shone. BMP rose. The mice slept."
    reading = read(tmp_path, text)
    found, block = Studies.of(reading, Scope.of(reading)), reading.blocks[-1]
    mice = Study(kind=StudyType.ANIMAL_STUDY, size=48)
    for sentence, study in {
        "Bone shrank.": mice,
        "In vitro, cells shone.": Study(kind=StudyType.IN_VITRO_STUDY),
        "BMP rose.": None,
        "The mice slept.": mice,
    }.items():
        start = block.text.index(sentence)
        assert found.at(block, start, start + len(sentence), ANIMAL) == study, sentence
