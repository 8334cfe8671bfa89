"""The build: the same inputs give the same bytes, whatever the order; what is wrong is told with its line, and nothing is written."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

import hograph
from hograph.curation.values import Claim
from hograph.errors import ClaimFileError, InputError
from hograph.files import sha256, write_atomically
from hograph.graph.build import Build, build
from hograph.graph.make import make
from hograph.graph.quads import nquads, turtle
from hograph.graph.written import write_files
from hograph.vocabulary import CLAIM, GRAPH, HO, RDF
from invented import SLUG, TEXT, claim, claims_text, document, sources_text, write_project

BUILD = "import sys; from pathlib import Path; from hograph.graph.make import make\n"
BUILD += "from hograph.graph.written import write_files\n"
BUILD += "out = Path(sys.argv[2]); write_files(make(Path(sys.argv[1]), out), out)"


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    }


def files(folder: Path) -> dict[str, str]:
    """What is in a build beside the files of its store and its ledger, which may differ though they hold the same."""
    return {name: value for name, value in hashes(folder).items() if not name.startswith(("store-", "ledger"))}


def test_two_builds_give_the_same_bytes_whatever_the_hash_seed(root: Path, built: Build, tmp_path: Path) -> None:
    write_files(make(root, tmp_path / "here"), tmp_path / "here")
    for seed in ("1", "2"):
        command = [sys.executable, "-c", BUILD, str(root), str(tmp_path / seed)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    first = files(tmp_path / "here")
    assert first.keys() >= {"hograph.nq", "manifest.json", "graphs/edges.ttl"}
    assert first == files(tmp_path / "1") == files(tmp_path / "2")
    assert (tmp_path / "here" / "hograph.nq").read_bytes() == nquads(built.quads)
    assert (tmp_path / "here" / "graphs" / "edges.ttl").read_bytes() == turtle(built.graphs["edges"])
    assert json.loads((tmp_path / "here" / "manifest.json").read_text("utf-8"))["counts"] == built.counts()


def test_the_order_of_claims_in_their_files_makes_no_difference(root: Path, built: Build, tmp_path: Path) -> None:
    (tmp_path / "ontology").symlink_to(root / "ontology")
    shutil.copytree(root / "data", tmp_path / "data")
    for path in (tmp_path / "data" / "claims").glob("*.yaml"):
        content = yaml.safe_load(path.read_text("utf-8"))
        content["claims"].reverse()
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert nquads(build(tmp_path).quads) == nquads(built.quads)


def test_every_accepted_claim_is_about_exactly_one_proposition(built: Build) -> None:
    about = [quad for quad in built.graphs["propositions"] if quad.predicate == HO["about"]]
    claims = {quad.subject for quad in built.quads if quad.predicate == RDF["type"] and quad.object == HO["Claim"]}
    assert claims == {CLAIM[placed.name] for placed in built.claims}
    assert len(about) == len({quad.subject for quad in about})
    assert {quad.subject for quad in about} == {CLAIM[placed.name] for placed in built.claims if placed.claim.taken}


def test_there_is_no_blank_node_outside_the_ontology(built: Build) -> None:
    nodes = {
        (name, node)
        for name, quads in built.graphs.items()
        for quad in quads
        for node in (quad.subject, quad.object)
        if isinstance(node, ox.BlankNode)
    }
    assert {name for name, _ in nodes} == {"ontology"}


def test_each_quad_stands_in_its_named_graph(built: Build) -> None:
    assert all(quad.graph_name == GRAPH[name] for name, quads in built.graphs.items() for quad in quads)
    assert {f"claims/{slug}" for slug in built.sources} <= set(built.graphs)


def test_each_edge_leads_back_to_a_proposition(built: Build) -> None:
    entailed = {
        (p.statement.subject, p.entailed_relation(built.ontology), p.statement.object) for p in built.propositions
    }
    assert set(built.edges) == {edge for edge in entailed if edge[1]}


def test_no_text_of_the_document_reaches_the_graph(small: Path, tmp_path: Path) -> None:
    told = build(write_project(tmp_path, small, [claim()]))
    quads = [quad for name, part in told.graphs.items() if name != "ontology" for quad in part]
    written = nquads(quads).decode()
    assert "Purple lamps" in TEXT
    assert "Purple lamps" not in written


def test_reviewing_a_claim_renames_nothing(small: Path, tmp_path: Path) -> None:
    before = build(write_project(tmp_path / "before", small, [claim()]))
    after = build(write_project(tmp_path / "after", small, [claim(status="edited", confidence="0.5", note="seen")]))
    assert [placed.name for placed in before.claims] == [placed.name for placed in after.claims]
    assert before.key != after.key, "the content of the graph did change"


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        (
            [claim("RadiationTherapi")],
            ":3: 'RadiationTherapi' is no term of the ontology. Did you mean RadiationTherapy",
        ),
        ([claim(), claim("Burn", "cause")], ":10: 'cause' is no relation that a claim may use. Did you mean causes"),
        (
            [claim("KneeJoint", "treats")],
            ":3: the subject KneeJoint is a AnatomicalEntity, but 'treats' takes Intervention",
        ),
        (
            [claim(object="KneeJoint")],
            ":3: the object KneeJoint is a AnatomicalEntity, but 'prevents recurrence of' takes Condition",
        ),
        ([claim(), claim("Burn", "causes"), claim()], ":17: the claim RadiationTherapy preventsRecurrenceOf"),
        ([claim(qualifiers={"timing": {"relation": "after", "anchor": "Injuri"}})], ":3: 'Injuri' is no term"),
    ],
)
def test_a_wrong_claim_is_told_with_its_line_and_what_to_do(
    small: Path, tmp_path: Path, claims: list[Claim], told: str
) -> None:
    project = write_project(tmp_path, small, claims)
    with pytest.raises(ClaimFileError) as caught:
        build(project)
    assert f"{project}/data/claims/{SLUG}.yaml{told}" in str(caught.value)


def test_all_faults_of_a_file_are_told_at_once_up_to_ten(small: Path, tmp_path: Path) -> None:
    project = write_project(tmp_path, small, [claim(f"Unknown{number}") for number in range(12)])
    with pytest.raises(ClaimFileError, match=r"\.\.\. and 2 more\.") as caught:
        build(project)
    assert len(str(caught.value).splitlines()) == 11


def test_a_document_must_be_described_once(small: Path, tmp_path: Path) -> None:
    project = write_project(tmp_path, small, [claim()])
    (project / "data" / "claims" / "other-note.yaml").write_text(claims_text([claim()], "other-note"), encoding="utf-8")
    with pytest.raises(
        ClaimFileError, match=r"other-note\.yaml:1: 'other-note' is not described in \S+data/sources\.yaml"
    ):
        build(project)
    path = project / "data" / "sources.yaml"
    path.write_text(sources_text([document(), document()]), encoding="utf-8")
    with pytest.raises(ClaimFileError, match=r"sources\.yaml:12: 'invented-note' is described twice"):
        build(project)


def test_a_build_that_fails_leaves_the_last_one_as_it_was(small: Path, tmp_path: Path) -> None:
    project, out = write_project(tmp_path / "project", small, [claim()]), tmp_path / "out"
    hograph.open(project, out)
    before = hashes(out)
    (project / "data" / "claims" / f"{SLUG}.yaml").write_text(claims_text([claim("Nonsense")]), encoding="utf-8")
    with pytest.raises(hograph.HographError):
        hograph.open(project, out)
    assert hashes(out) == before


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(InputError, match="taken: cannot be written"):
        write_atomically(tmp_path / "taken", "text")
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"], "no half of a file stays behind"
