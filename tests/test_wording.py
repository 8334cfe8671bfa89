"""Words that qualify a claim: each value is given by its example, and by no other list before it."""

import pytest

from hograph.extraction.wording import Word, comparisons, contexts, relations, word_lists, worded
from hograph.ontology.index import Ontology


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, words in word_lists().items() for word in words])
def test_an_example_gives_its_value(name: str, word: Word) -> None:
    assert worded(name, word.example, 0, len(word.example), 0) == word.value


def test_the_words_nearest_to_the_place_count() -> None:
    text = "Knees are rarely and hips are often affected"
    assert worded("frequency", text, 0, len(text), 10) == "rare"
    assert worded("frequency", text, 0, len(text), 30) == "common"
    assert worded("severity", text, 0, len(text), 0) is None


def test_lists_name_relations_and_kinds_that_there_are(ontology: Ontology) -> None:
    named = {r for name in ("rated", "in-its-course", "plain", "counted", "ranked-of") for r in relations(name)}
    named |= {r for context in contexts() for r in context.without}
    assert named <= set(ontology.relations)
    assert {kind for context in contexts() for kind in context.kind.split("|")} <= set(ontology.terms)
    assert comparisons()
