"""The extractor `spacy`: what the rules propose, with confidence as a parse votes; and what is said when there is no parse to be had."""

import sys
from pathlib import Path

import pytest

from hograph.errors import HographError, InputError
from hograph.extraction.conformance import reading
from hograph.extraction.dependencies import STEP
from hograph.extraction.plugins import extractor
from hograph.ontology.index import Ontology
from parsing import parsing_model

TEXT = """Heterotopic ossification

Trauma causes heterotopic ossification. The leg hurts because trauma causes heterotopic ossification.
"""


def test_without_spacy_the_way_to_it_is_said(ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(HographError, match=r"spaCy is not installed. Install it: pip install 'hograph\[spacy\]'"):
        extractor("spacy", ontology, model="en_any")


class TestWithSpacy:
    @pytest.fixture(autouse=True)
    def _spacy(self) -> None:
        pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'hograph[spacy]'")

    def test_a_vote_raises_and_another_lowers(self, ontology: Ontology, tmp_path: Path) -> None:
        document = reading("note.txt", TEXT)
        made = extractor("spacy", ontology, model=parsing_model(tmp_path))
        before = extractor("rules", ontology).propose(document)
        after = made.propose(document)
        assert [p.claim.span for p in before] == [p.claim.span for p in after] and len(after) >= 2
        votes = {
            p.passage: (q.claim.confidence - p.claim.confidence) / STEP for p, q in zip(before, after, strict=True)
        }
        assert votes["Trauma causes heterotopic ossification"] == 1
        assert {p.claim.extracted.rule for p in after if p.claim.extracted} == {p.rule for p in before}
        assert made.version.split("+")[1] == "en_few_lines-0.0.0"

    def test_what_hangs_elsewhere_lowers(self, ontology: Ontology, tmp_path: Path) -> None:
        document = reading("note.txt", "Heterotopic ossification\n\nTrauma causes today heterotopic ossification.\n")
        before = extractor("rules", ontology).propose(document)
        after = extractor("spacy", ontology, model=parsing_model(tmp_path)).propose(document)
        assert [p.claim.confidence - STEP for p in before] == [p.claim.confidence for p in after] and after

    def test_what_a_heading_says_is_no_question_for_a_parse(self, ontology: Ontology, tmp_path: Path) -> None:
        document = reading(
            "note.txt", "Heterotopic ossification\n\nCauses of heterotopic ossification\n\n- Trauma\n- Burns\n"
        )
        before = extractor("rules", ontology).propose(document)
        after = extractor("spacy", ontology, model=parsing_model(tmp_path)).propose(document)
        assert [p.claim.confidence for p in before] == [p.claim.confidence for p in after] and after

    def test_a_model_that_is_of_no_use_is_refused(self, ontology: Ontology, tmp_path: Path) -> None:
        import spacy

        spacy.blank("en").to_disk(tmp_path / "blank")
        with pytest.raises(InputError, match=r"does not parse: it has no components. Name one with a parser"):
            extractor("spacy", ontology, model=str(tmp_path / "blank"))
        with pytest.raises(InputError, match=r"no model is named. Give --option model=NAME"):
            extractor("spacy", ontology)
        with pytest.raises(InputError, match=r"model 'nowhere' cannot be loaded: \[E050\]"):
            extractor("spacy", ontology, model="nowhere")
