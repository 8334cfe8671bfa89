"""The blind texts: every span holds, every statement is one that the ontology allows, and none of them reaches the graph."""

from pathlib import Path

import pytest

from conftest import CHECKOUT
from hograph.curation.claimfile import canonical_text, load_claims
from hograph.extraction.gold import documents_of, load_gold
from hograph.files import read_text, sha256
from hograph.graph.inputs import input_files
from hograph.graph.references import check_claims
from hograph.ontology.index import Ontology

BLIND = CHECKOUT / "data" / "blind"
FILES = sorted((BLIND / "claims").glob("*.yaml"))

each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_every_text_has_its_claims() -> None:
    assert {path.stem for path in (BLIND / "texts").iterdir()} == {path.stem for path in FILES}


def test_every_span_holds() -> None:
    gold = load_gold(BLIND)
    readings = documents_of(gold, BLIND / "texts")
    for document, claims in gold.claims.items():
        for claim in claims:
            span = claim.span
            assert sha256(readings[document].text[span.start : span.end]) == span.sha256, f"{document} at {span.start}"


@each
def test_claims_are_canonical_and_as_the_ontology_allows(path: Path, ontology: Ontology) -> None:
    text = read_text(path)
    assert canonical_text(text, path, None) == text
    check_claims(load_claims(path), ontology, path)


def test_none_is_part_of_the_graph(root: Path) -> None:
    assert not [path for path in input_files(root) if BLIND in path.parents]
