"""Words that qualify a claim: each value is given by its example, and by no other list before it."""

import pytest

from hograph.extraction.rules import RuleBook
from hograph.extraction.wording import (
    Word,
    comparisons,
    contexts,
    counted_nouns,
    forms,
    relations,
    states,
    tacit_comparisons,
    without_state,
    word_lists,
    worded,
)
from hograph.ontology.index import Ontology


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, words in word_lists().items() for word in words])
def test_an_example_gives_its_value(name: str, word: Word) -> None:
    assert worded(name, word.example, 0, len(word.example), 0) == word.value


def test_the_words_nearest_to_the_place_count() -> None:
    text = "Knees are rarely and hips are often affected"
    assert worded("frequency", text, 0, len(text), 10) == "rare"
    assert worded("frequency", text, 0, len(text), 30) == "common"
    assert worded("severity", text, 0, len(text), 0) is None


LISTS = (
    "rated",
    "in-its-course",
    "plain",
    "counted",
    "ranked-of",
    "uncounted",
    "outcomes",
    "timeless",
    "given",
    "studied",
    "unconditional",
    "seen-by",
)


def test_lists_name_relations_and_kinds_that_there_are(ontology: Ontology) -> None:
    named = {relation for name in LISTS for relation in relations(name)}
    named |= {relation for context in contexts() for relation in context.without | context.only}
    named |= {relation for _, of in counted_nouns() for relation in of}
    named |= {relation for one in tacit_comparisons() for relation in one.relations}
    assert named <= set(ontology.relations)
    kinds = RuleBook.load(ontology).kinds
    assert all(kinds.of(context.kind) for context in contexts())
    assert {one.than for one in tacit_comparisons()} <= set(ontology.terms)
    assert comparisons()
    assert {name for term, one in forms().items() for name in (term, one.lesion, one.value)} <= set(ontology.terms)
    assert without_state("EarlyHeterotopicOssification") in ontology.terms
    assert {term for _, term in states()} <= set(ontology.terms)
