"""Patterns that are passed over could not have matched."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hograph.extraction.anchors import Anchors
from hograph.extraction.context import cue_rules
from hograph.extraction.literals import Clause, fold, ways
from hograph.extraction.patterns import PATTERNS
from hograph.extraction.rules import RuleBook
from hograph.ontology.index import Ontology


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("may|might", ["may|might: may|might"]),
        (r"(?<![\w-])(?:not|never)\s+seen(?!\w)", ["<never>|<not>: <never>|<not> <seen>"]),
        (r"(?<!\w)(?:no|a|never seen)\b", ["<no>: <no>", "<a>: <a>", "<never seen>: <never seen>"]),
        (r"(?<!\w)(?:not|never seen)\b", ["<never seen>|<not>: <never seen>|<not>"]),
        (r"\bin(?:\s|-)vivo\b", ["<in>: <in> <vivo>"]),
        (r"in\W+vivo\b", ["in>: in> <vivo>"]),
        (r"un(known|clear)(?!(?<=\w)[\w-])", ["unclear>|unknown>: unclear>|unknown>"]),
        (r"\b(?:is )?(?:un)?seen", ["<is |<is un|<seen|<unseen: seen"]),
        (r"\d{2,}\s?(?=of\b|%)", ["0: %|of> 0"]),
        (r"(?<=so )[½¼] it", ["¼ it|½ it:  it ¼>|½>"]),
        ("no(thing)?", ["no|nothing: no|nothing"]),
        (r"(a|\w)b+", ["*: b"]),
        (r"\w+", ["*: "]),
        ("(ab){2,}c", ["ab: ab"]),
        (r"ab(?![^\w])", ["ab: ab"]),
        ("(?!never)xyz", ["xyz: xyz"]),
        ("Größe", ["gr: gr"]),
        ("A.K.A", ["a: k"]),
    ],
)
def test_what_every_match_holds(pattern: str, told: list[str]) -> None:
    def spelled(clause: Clause | None) -> str:
        literals = [f"{'<' * one.begins}{one.text}{'>' * one.ends}" for one in clause or ()]
        return "|".join(sorted(literals)) or "*"

    found = ways(pattern)
    assert [f"{spelled(one.begins)}: {' '.join(map(spelled, one.holds))}" for one in found] == told


@given(st.sampled_from("AZİıſKabcµßÅ"))
def test_a_text_is_folded_character_by_character(char: str) -> None:
    assert len(fold(char)) == 1
    for letter in string.ascii_lowercase:
        assert fold(char) == letter or not re.fullmatch(letter, char, re.IGNORECASE)


@pytest.mark.parametrize("text", ["ſeen in Kidneys", "SEEN İN kıdneys", "seen"])
def test_letters_that_case_makes_alike(text: str) -> None:
    words = ("seen", "kidneys", "in")
    patterns = [re.compile(word, re.IGNORECASE) for word in words]
    assert {i for i, one in enumerate(patterns) if one.search(text)} <= {
        number for number, _ in Anchors(words).candidates(text)
    }


@given(
    st.text(alphabet="abİıſ k", max_size=12),
    st.lists(
        st.sampled_from(
            [
                "a b",
                "(a|b)k",
                "s+b?",
                "[ab]i",
                "k(a|i)",
                r"\\bk?(a|b )",
                r"(?<!\\w)(ab|s\\W?a)\\b",
                r"a(?!(?<=\\w)[\\w-])",
            ]
        ),
        min_size=1,
    ),
)
def test_nothing_is_lost(text: str, sources: list[str]) -> None:
    patterns = [re.compile(source, re.IGNORECASE) for source in sources]
    found = [(number, match.span()) for number, match in Anchors(sources).finditer(text)]
    assert found == [(i, match.span()) for i, one in enumerate(patterns) for match in one.finditer(text)]


def test_the_shipped_patterns_have_anchors_and_lose_nothing(ontology: Ontology) -> None:
    book = RuleBook.load(ontology)
    sources = [rule.words for rule in cue_rules()] + [rule.words for rule in book.relations]
    patterns = [re.compile(source, re.IGNORECASE) for source in sources]
    texts = [example.get("text") or example["item"] for rule in book.relations for example in rule.examples]
    texts += [example for rule in cue_rules() for example in (*rule.examples, *rule.counter_examples)]
    anchors, passed = Anchors(sources), 0
    for text in map(str, texts):
        candidates = [number for number, _ in anchors.candidates(text)]
        found = [(number, match.span()) for number, match in anchors.finditer(text)]
        assert found == [(i, match.span()) for i, one in enumerate(patterns) for match in one.finditer(text)]
        passed += len(patterns) - len(candidates)
    assert passed > 0.8 * len(patterns) * len(texts), "most patterns are passed over"


def test_quantities_are_found_by_the_patterns_that_can_match() -> None:
    texts = [line.split("\t")[0] for line in (Path(__file__).parent / "quantities.tsv").read_text("utf-8").splitlines()]
    sources = [source for _, source in PATTERNS]
    patterns = [re.compile(source, re.IGNORECASE) for source in sources]
    anchors, passed = Anchors(sources), 0
    for text in texts:
        candidates = [number for number, _ in anchors.candidates(text)]
        found = [(number, match.span()) for number, match in anchors.finditer(text)]
        assert found == [(i, match.span()) for i, one in enumerate(patterns) for match in one.finditer(text)]
        passed += len(patterns) - len(candidates)
    assert passed > 0.5 * len(patterns) * len(texts)
