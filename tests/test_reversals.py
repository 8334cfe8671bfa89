"""Words that turn a statement round: each by texts of which it must not be proposed, and by texts of which it still must."""

from dataclasses import replace

import pytest

from hograph.extraction.examples import stated
from hograph.extraction.extract import RuleExtractor
from hograph.extraction.reversals import Reversal, reversals
from hograph.ontology.index import Ontology


@pytest.fixture(scope="module")
def extractor(ontology: Ontology) -> RuleExtractor:
    return replace(RuleExtractor.of(ontology), weighs=False)


@pytest.mark.parametrize("reversal", reversals(), ids=lambda reversal: reversal.id)
def test_a_reversal_drops_what_it_turns_round(extractor: RuleExtractor, reversal: Reversal) -> None:
    for text, claim in reversal.examples.items():
        assert claim.removesuffix(" hedged") not in {" ".join(one.split()[:3]) for one in stated(extractor, text)}, text
    for text, claim in reversal.counter_examples.items():
        assert claim in stated(extractor, text), text


@pytest.mark.parametrize("reversal", reversals(), ids=lambda reversal: reversal.id)
def test_nor_do_words_that_are_weighed_say_it(extractor: RuleExtractor, reversal: Reversal) -> None:
    weighing = replace(extractor, weighs=True)
    for text, claim in reversal.examples.items():
        assert claim.removesuffix(" hedged") not in {" ".join(one.split()[:3]) for one in stated(weighing, text)}, text


@pytest.mark.parametrize("reversal", reversals(), ids=lambda reversal: reversal.id)
def test_without_the_reversal_it_would_be_proposed(
    extractor: RuleExtractor, reversal: Reversal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hograph.extraction.extract.upheld", lambda relations, _: list(relations))
    weighing = replace(extractor, weighs=True)
    for text, claim in reversal.examples.items():
        assert claim in {**stated(extractor, text), **stated(weighing, text)}, text
