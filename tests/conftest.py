"""What tests share: the real checkout, its ontology, its built graph, and the documents where they are at hand."""

import os
from pathlib import Path

import pytest

import hograph
from hograph.graph.build import Build, build
from hograph.ontology.index import Ontology, load_ontology

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def ontology(root: Path) -> Ontology:
    """The real ontology."""
    return load_ontology(root / "ontology")


@pytest.fixture(scope="session")
def built(root: Path) -> Build:
    """The real graph, in memory."""
    return build(root)


@pytest.fixture(scope="session")
def documents(root: Path) -> Path:
    """The folder of source documents, which is never part of the repository."""
    named = os.environ.get("HOGRAPH_DOCUMENTS")
    beside = root.parent / "shared" / "documents"
    folder = Path(named) if named else beside
    if not folder.is_dir():
        pytest.skip(f"no source documents: HOGRAPH_DOCUMENTS is {named or 'not set'}, and {beside} is no folder")
    return folder


@pytest.fixture(scope="session")
def kg(root: Path, tmp_path_factory: pytest.TempPathFactory) -> hograph.KnowledgeGraph:
    """The graph of the checkout as users open it, built into a folder of the tests."""
    return hograph.open(root, tmp_path_factory.mktemp("build"))
