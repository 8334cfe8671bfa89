"""What tests share: the real checkout, its ontology, its built graph, and the documents where they are at hand."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, settings

import hograph
from commands import run
from expected import EXPECTED, parameters_of
from hograph.curation.values import Claim
from hograph.exports import rdf
from hograph.exports.formats import FORMATS, Material
from hograph.graph.build import Build, build
from hograph.graph.reasoning import Conclusions, conclude
from hograph.linking.vocabularies import Vocabularies, load_vocabularies
from hograph.ontology.index import Ontology, load_ontology
from hograph.ontology.mappings import Mapping, load_mappings, read_table
from hograph.query.rows import claims_of
from hograph.release.artefacts import TITLES, Release
from hograph.release.package import release_files
from hograph.version import VERSION
from hograph.vocabulary import CLAIM
from sharing import shared
from small import write_few, write_small

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from served import Served

# How fast examples are made says something of the machine, not of what is tested.
settings.register_profile("hograph", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hograph")

CHECKOUT = Path(__file__).parent.parent
READERS = CHECKOUT / ".venv-readers" / "bin" / "python"
DAY = "2026-01-31"
Files = dict[str, bytes]
"""Name of a file to what is in it."""
Find = Callable[..., list[Claim]]
Reader = Callable[[str], Any]
"""Name of a format to what its reader understood."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def small(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout with few terms, for projects whose claims are invented."""
    return write_small(tmp_path_factory.mktemp("small"), root)


@pytest.fixture(scope="session")
def ontology(root: Path) -> Ontology:
    """The real ontology."""
    return load_ontology(root / "ontology")


@pytest.fixture(scope="session")
def mappings(root: Path) -> tuple[Mapping, ...]:
    """The real table of mappings."""
    return load_mappings(root / "ontology" / "mappings.sssom.tsv").mappings


@pytest.fixture(scope="session")
def vocabularies(root: Path) -> Vocabularies:
    """What is really known of other vocabularies, with the prefixes of the table of mappings."""
    spaces = read_table(root / "ontology" / "mappings.sssom.tsv").prefixes
    return load_vocabularies(root / "ontology" / "vocabularies.yaml", spaces)


@pytest.fixture(scope="session")
def built(root: Path) -> Build:
    """The real graph, in memory."""
    return build(root)


@pytest.fixture(scope="session")
def concluded(built: Build) -> Conclusions:
    """What follows from the real graph."""
    return conclude(built.ontology, built.edges)


@pytest.fixture(scope="session")
def few_root(root: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A part of the checkout with an answer to each canned query, for tools that take long over all of it: rdflib, and those of others."""

    def make(folder: Path) -> None:
        kg = request.getfixturevalue("kg")
        asked = [parameters_of(path.stem) for path in EXPECTED]
        rows = [row for name, given in asked for row in [*kg.query(name, **given)][:1]]
        write_few(folder, root, {CLAIM.name(claim) for row in rows for claim in claims_of(row)})

    return shared(tmp_path_factory.getbasetemp(), "few", make)


@pytest.fixture(scope="session")
def few(few_root: Path) -> Build:
    """The graph of that part, in memory."""
    return build(few_root)


@pytest.fixture(scope="session")
def kg_of_few(few_root: Path, tmp_path_factory: pytest.TempPathFactory) -> hograph.KnowledgeGraph:
    """The graph of that part as users open it."""
    return hograph.open(few_root, tmp_path_factory.mktemp("few-build"))


@pytest.fixture(scope="session")
def find(built: Build) -> Find:
    """Finds the real claims with this subject, predicate and object, each of which may be left open."""
    claims = [placed.claim for placed in built.claims]

    def found(subject: str | None = None, predicate: str | None = None, object: str | None = None) -> list[Claim]:  # noqa: A002
        some = [claim for claim in claims if subject in {None, claim.subject} and object in {None, claim.object}]
        return [claim for claim in some if predicate in {None, claim.predicate}]

    return found


@pytest.fixture(scope="session")
def documents(root: Path) -> Path:
    """The folder of source documents, which is never part of the repository."""
    beside = root.parent / "shared" / "documents"
    folder = Path(os.environ.get("HOGRAPH_DOCUMENTS") or beside)
    if not folder.is_dir():
        pytest.skip(
            f"no source documents in {folder}: name their folder with HOGRAPH_DOCUMENTS, or put them at {beside}"
        )
    return folder


@pytest.fixture(scope="session")
def build_folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the graph of the checkout is built, once for all that only ask it."""
    folder = tmp_path_factory.mktemp("build")
    hograph.open(root, folder)
    return folder


@pytest.fixture(scope="session")
def kg(root: Path, build_folder: Path) -> hograph.KnowledgeGraph:
    """The graph of the checkout as users open it, built into a folder of the tests."""
    return hograph.open(root, build_folder)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format, as `hograph export --all` writes it."""

    def make(folder: Path) -> None:
        result = run("export", "--all", folder)
        assert result.exit_code == 0, result.output

    folder = shared(tmp_path_factory.getbasetemp(), "exports", make)
    assert {path.name for path in folder.iterdir()} == {one.name for one in FORMATS}
    return folder


@pytest.fixture(scope="session")
def exported_few(few: Build, few_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the graph in the formats of RDF and OWL, for readers that take long over all of it."""
    folder, material = tmp_path_factory.mktemp("exports-of-few"), Material(few, few_root)
    for one in FORMATS:
        if one.name in {"owl", *rdf.FORMATS}:
            (folder / one.name).mkdir()
            for name, data in one.files(material).items():
                (folder / one.name / name).write_bytes(data)
    return folder


@pytest.fixture(scope="session")
def read_back(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """What the tool of a format understood, in the environment of the readers."""
    return reader(exported, tmp_path_factory.getbasetemp(), "read")


@pytest.fixture(scope="session")
def read_back_few(exported_few: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """What the tool of a format understood of a part of the graph."""
    return reader(exported_few, tmp_path_factory.getbasetemp(), "read-few")


def reader(exported: Path, temporary: Path, kept: str) -> Reader:
    """Reads formats that are written in a folder, each once a run."""
    if not READERS.is_file():
        pytest.skip("the readers of other formats are not installed: `make readers` installs them into .venv-readers")

    @cache
    def read(name: str) -> Any:  # noqa: ANN401 -- JSON
        def make(path: Path) -> None:
            command: list[str | Path] = [READERS, CHECKOUT / "tests" / "read_back.py", name, exported / name]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-2000:]
            path.write_text(done.stdout, "utf-8")

        return json.loads(shared(temporary, f"{kept}-{name}", make).read_text("utf-8"))

    return read


@pytest.fixture(scope="session")
def served(kg: hograph.KnowledgeGraph) -> Iterator["Served"]:
    """The real graph over HTTP, within limits that tests reach."""
    from hograph.serve import Limits, Service
    from served import serving

    limits = Limits(seconds=3, memory=400_000_000, result=8_000_000, workers=4, waiting=6)
    with serving(Service(kg, limits)) as found:
        yield found


@pytest.fixture(scope="module")
def client(kg: hograph.KnowledgeGraph) -> Iterator["TestClient"]:
    """A client of the real graph's pages, without documents."""
    from paged import without_documents

    with without_documents(kg) as made:
        yield made


def triples(data: bytes) -> set[ox.Triple]:
    """What a Turtle file says."""
    return {quad.triple for quad in ox.parse(input=data, format=ox.RdfFormat.TURTLE)}


@pytest.fixture(scope="session")
def release() -> Release:
    """This version, released on a day."""
    return Release(VERSION, DAY)


@pytest.fixture(scope="session")
def released(built: Build, root: Path, release: Release) -> Files:
    """Every file of a release of the checkout."""
    return release_files(built, root, release)


@pytest.fixture(scope="session")
def artefacts(released: Files) -> dict[str, set[ox.Triple]]:
    """The ontology of the release: kind of artefact to its triples."""
    return {kind: triples(released[f"ontology/hograph-{kind}.ttl"]) for kind in TITLES}


@pytest.fixture
def space(tmp_path: Path) -> Path:
    """A new workspace."""
    assert run("init", tmp_path / "My Space").exit_code == 0
    return tmp_path / "My Space"
