"""Patterns that are passed over could not have matched."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hograph.extraction.anchors import Anchors
from hograph.extraction.context import cue_rules
from hograph.extraction.literals import fold, needed
from hograph.extraction.patterns import PATTERNS
from hograph.extraction.rules import RuleBook
from hograph.ontology.index import Ontology


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        ("may|might", [{"may", "might"}]),
        (r"(?<![\w-])(?:not|never)\s+seen(?!\w)", [{"<not>", "<never>"}, {"<seen>"}]),
        (r"\bin(?:\s|-)vivo\b", [{"<in>"}, {"<vivo>"}]),
        (r"in\W+vivo\b", [{"in>"}, {"<vivo>"}]),
        (r"un(known|clear)(?!(?<=\w)[\w-])", [{"unknown>", "unclear>"}]),
        (r"\d{2,}\s?(?=of\b|%)", [{"0"}, {"%", "of>"}]),
        (r"(?<=so )[½¼] it", [{"½>", "¼>"}, {" it"}]),
        ("no(thing)?", [{"no"}]),
        ("(un)?known", [{"known"}]),
        (r"(a|\w)", []),
        (r"\w+", []),
        ("(ab){2,}c", [{"ab"}]),
        ("(ab)*", []),
        ("(?!never)x", [{"x"}]),
        ("Größe", [{"gr"}]),
        ("A.K.A", [{"k"}]),
    ],
)
def test_what_every_match_holds(pattern: str, clauses: list[set[str]]) -> None:
    found = needed(re.compile(pattern, re.IGNORECASE))
    told = [{f"{'<' * one.begins}{one.text}{'>' * one.ends}" for one in clause} for clause in found]
    assert sorted(told, key=sorted) == sorted(clauses, key=sorted)


@given(st.sampled_from("AZİıſKabcµßÅ"))
def test_a_text_is_folded_character_by_character(char: str) -> None:
    assert len(fold(char)) == 1
    for letter in string.ascii_lowercase:
        assert fold(char) == letter or not re.fullmatch(letter, char, re.IGNORECASE)


@pytest.mark.parametrize("text", ["ſeen in Kidneys", "SEEN İN kıdneys", "seen"])
def test_letters_that_case_makes_alike(text: str) -> None:
    patterns = [re.compile(word, re.IGNORECASE) for word in ("seen", "kidneys", "in")]
    assert {i for i, one in enumerate(patterns) if one.search(text)} <= set(Anchors(patterns).candidates(text))


@given(
    st.text(alphabet="abİıſ k", max_size=12),
    st.lists(st.sampled_from(["a b", "(a|b)k", "s+b?", "[ab]i", "k(a|i)"]), min_size=1),
)
def test_nothing_is_lost(text: str, sources: list[str]) -> None:
    patterns = [re.compile(source, re.IGNORECASE) for source in sources]
    candidates = Anchors(patterns).candidates(text)
    assert {i for i, one in enumerate(patterns) if one.search(text)} <= set(candidates)


def test_the_shipped_patterns_have_anchors_and_lose_nothing(ontology: Ontology) -> None:
    book = RuleBook.load(ontology)
    patterns = [rule.pattern for rule in cue_rules()] + [rule.pattern for rule in book.relations]
    texts = [example["text"] for rule in book.relations for example in rule.examples]
    texts += [example for rule in cue_rules() for example in (*rule.examples, *rule.counter_examples)]
    anchors, passed = Anchors(patterns), 0
    for text in map(str, texts):
        matching = {i for i, pattern in enumerate(patterns) if pattern.search(text)}
        candidates = set(anchors.candidates(text))
        assert matching <= candidates
        passed += len(patterns) - len(candidates)
    assert passed > 0.8 * len(patterns) * len(texts), "most patterns are passed over"


def test_quantities_are_found_by_the_patterns_that_can_match() -> None:
    texts = [line.split("\t")[0] for line in (Path(__file__).parent / "quantities.tsv").read_text("utf-8").splitlines()]
    patterns = [pattern for _, pattern in PATTERNS]
    anchors, passed = Anchors(patterns), 0
    for text in texts:
        candidates = set(anchors.candidates(text))
        assert {i for i, pattern in enumerate(patterns) if pattern.search(text)} <= candidates
        passed += len(patterns) - len(candidates)
    assert passed > 0.5 * len(patterns) * len(texts)
