"""The blind and the sealed texts: every span holds, every statement is one that the ontology allows, and none of them reaches the graph."""

from pathlib import Path

import pytest

from conftest import CHECKOUT
from hograph.curation.claimfile import canonical_text, load_claims
from hograph.extraction.gold import documents_of, load_gold
from hograph.files import read_text, sha256
from hograph.graph.inputs import input_files
from hograph.graph.references import check_claims
from hograph.ontology.index import Ontology

FOLDERS = (CHECKOUT / "data" / "blind", CHECKOUT / "data" / "sealed")
FILES = [file for folder in FOLDERS for file in sorted((folder / "claims").glob("*.yaml"))]

each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@each_folder
def test_every_text_has_its_claims_and_a_genre(folder: Path) -> None:
    gold = load_gold(folder)
    assert {path.stem for path in (folder / "texts").iterdir()} == set(gold.claims) == set(gold.genres)


@each_folder
def test_every_span_holds(folder: Path) -> None:
    gold = load_gold(folder)
    readings = documents_of(gold, folder / "texts")
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
    assert not [path for path in input_files(root) if set(FOLDERS) & set(path.parents)]
