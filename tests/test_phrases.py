"""Phrases: each example names its term, no counter-example does, and a longer name keeps its words."""

import pytest

from hograph.extraction.lexicon import Lexicon
from hograph.extraction.mentions import Mentions
from hograph.extraction.phrases import Phrase, phrases
from hograph.ontology.index import Ontology

each = pytest.mark.parametrize("phrase", [one for one in phrases() if one.examples], ids=lambda one: one.term)


@pytest.fixture(scope="module")
def lexicon(ontology: Ontology) -> Lexicon:
    return Lexicon.of(ontology)


def named(text: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    return [(mention.senses[0].term, text[mention.start : mention.end]) for mention in Mentions(lexicon).find(text)]


@each
def test_an_example_names_its_term(phrase: Phrase, lexicon: Lexicon, ontology: Ontology) -> None:
    for text in phrase.examples:
        terms = {term for term, _ in named(text, lexicon)}
        assert any(phrase.term in {term, *ontology.ancestors(term)} for term in terms), f"'{text}' names {terms}"


@each
def test_a_counter_example_does_not(phrase: Phrase, lexicon: Lexicon) -> None:
    for text in phrase.counter_examples:
        assert phrase.term not in {term for term, _ in named(text, lexicon)}, text


def test_a_term_stands_where_the_phrase_says(lexicon: Lexicon) -> None:
    assert named("Alkaline phosphatase was slightly raised.", lexicon) == [
        ("ElevatedAlkalinePhosphatase", "Alkaline phosphatase")
    ]
