"""Of whom a statement holds: told by the examples of each sort of report, and sentence by sentence in whole texts."""

import pytest

from hograph.curation.tokens import ScopeOfEvidence
from hograph.extraction.context import cues
from hograph.extraction.reports import Report, signs
from hograph.extraction.scope import Scope, headed
from hograph.extraction.sentences import sentences
from hograph.reading.blocks import Reading
from hograph.reading.read import read


def read_note(text: str) -> Reading:
    (reading,) = read("note.md" if text.startswith("#") else "note.txt", text.encode())
    return reading


def scopes(text: str) -> list[str]:
    reading = read_note(text)
    scope = Scope.of(reading)
    return [
        scope.at(block, start, end, cues(block.text, start, end)).value
        for block in reading.blocks
        for start, end in sentences(block.text)
    ]


@pytest.mark.parametrize("report", signs().reports, ids=lambda report: report.scope)
def test_a_sort_of_report_is_told_by_its_examples(report: Report) -> None:
    assert {text: Scope.of(read_note(text)).own for text in report.examples} == dict.fromkeys(
        report.examples, report.scope
    )
    for text in report.counter_examples:
        assert Scope.of(read_note(text)).own is ScopeOfEvidence.GENERAL_KNOWLEDGE, text


@pytest.mark.parametrize(("text", "expected"), signs().examples)
def test_each_sentence_speaks_of_whom_its_text_shows(text: str, expected: tuple[ScopeOfEvidence, ...]) -> None:
    assert scopes(text) == [scope.value for scope in expected]


@pytest.mark.parametrize(
    ("sentence", "tense"),
    [
        ("The drug, which is old, prevented bone.", "past"),
        ("It is caused by burns that were deep.", "present"),
        ("No fever.", None),
        ("Indomethacin prevented bone.", "past"),
        ("Rapamycin prevents bone.", "acts"),
        ("Bone is associated with delayed treatment.", "present"),
    ],
)
def test_the_verb_that_stands_first_tells_the_tense(sentence: str, tense: str | None) -> None:
    assert signs().tense(sentence) == tense


def test_a_label_within_a_paragraph_heads_what_follows() -> None:
    (block,) = read_note("Background: It is old. Methods: We looked. Results. It helped.").blocks
    assert [headed(block, start) for start, _ in sentences(block.text)][:2] == ["Background", "Methods"]
    assert headed(block, block.text.index("It helped")) == "Results"
