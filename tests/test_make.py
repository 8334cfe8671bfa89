"""The build on disk: what is added, changed or removed in any order gives the same bytes as a build of all of it at once."""

import json
import os
import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from hograph.curation.claimlines import claim_lines
from hograph.curation.values import Claim
from hograph.errors import ClaimFileError, InputError, ReasonerError
from hograph.executors import dask, processes
from hograph.files import sha256
from hograph.graph import compiling
from hograph.graph import make as making
from hograph.graph.build import build
from hograph.graph.compiling import Compiled
from hograph.graph.inputs import input_key, place_of
from hograph.graph.make import make
from hograph.graph.papers import Papers
from hograph.graph.quads import nquads
from hograph.graph.written import write_files
from hograph.ontology.index import Ontology
from invented import claim

SLUGS = tuple(f"note-{number}" for number in range(6))
TOLD = [
    claim(**({"subject": subject, "predicate": predicate} | reading))
    for subject, predicate in (
        ("RadiationTherapy", "prevents"),
        ("NsaidTherapy", "prevents"),
        ("RadiationTherapy", "treats"),
    )
    for reading in ({}, {"certainty": "hedged"}, {"polarity": "negated"}, {"qualifiers": {"population": "BurnPatient"}})
]
"""Claims of which several are about the same proposition, for and against it."""


def described(slugs: Iterator[str]) -> str:
    lines = (
        {"document": slug, "sha256": sha256(slug), "characters": 200, "title": f"Title of {slug}", "kind": "note"}
        for slug in slugs
    )
    return "".join(json.dumps(line) + "\n" for line in lines)


def write(project: Path, documents: dict[str, list[Claim]]) -> None:
    """Make a folder hold these documents and no others."""
    (project / "data" / "sources.jsonl").write_text(described(iter(documents)), "utf-8")
    folder = project / "data" / "claims"
    for path in folder.glob("note-*"):
        if path.stem not in documents:
            path.unlink()
    for slug, claims in documents.items():
        text = claim_lines((slug, one) for one in claims)
        path = folder / f"{slug}.jsonl"
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "data" / "claims").mkdir(parents=True)
    for part in ("ontology", "queries"):
        (folder / part).symlink_to(small / part)
    (folder / "data" / "sources.yaml").write_text("sources: []\n", "utf-8")
    return folder


def whole(project: Path) -> bytes:
    """The dataset of a build of all documents at once."""
    return nquads(build(project).quads)


def made(project: Path, out: Path) -> bytes:
    """The dataset of a build on the last one."""
    return write_files(make(project, out), out).read_bytes()


def test_documents_that_come_change_and_go_in_any_order_give_the_same_bytes(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "ANEW", 10)  # never anew, or small folders would always be

    class Documents(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            shutil.rmtree(tmp_path / "out", ignore_errors=True)
            self.held = {SLUGS[0]: TOLD[:2]}
            write(project, self.held)
            make(project, tmp_path / "out")

        @rule(slug=st.sampled_from(SLUGS), claims=st.lists(st.sampled_from(TOLD), unique_by=repr, max_size=4))
        def put(self, slug: str, claims: list[Claim]) -> None:
            self.held[slug] = claims
            self.make()

        @rule(slug=st.sampled_from(SLUGS[1:]))
        def remove(self, slug: str) -> None:
            if self.held.pop(slug, None) is not None:
                self.make()

        def make(self) -> None:
            write(project, self.held)
            make(project, tmp_path / "out")

        def teardown(self) -> None:
            assert made(project, tmp_path / "out") == whole(project)

    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    profile = settings(max_examples=2, stateful_step_count=6, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Documents, settings=profile)


def test_only_what_has_changed_is_compiled(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    original = compiling.compiled

    def noted(papers: Papers, ontology: Ontology) -> Compiled:
        compiled.append(papers.source.document)
        return original(papers, ontology)

    monkeypatch.setattr(compiling, "compiled", noted)
    documents = {slug: [one] for slug, one in zip(SLUGS, TOLD, strict=False)}
    write(project, documents)
    first = make(project, tmp_path / "out")
    assert sorted(compiled) == sorted(SLUGS)
    compiled.clear()
    documents[SLUGS[2]] = TOLD[4:6]
    write(project, documents)
    (project / "data" / "claims" / f"{SLUGS[4]}.jsonl").touch()
    second = make(project, tmp_path / "out")
    assert compiled == [SLUGS[2]]
    assert second.is_dir() and not first.exists() and second == place_of(tmp_path / "out", input_key(project))
    compiled.clear()
    make(project, tmp_path / "out")
    assert not compiled


def test_several_processes_give_the_same(project: Path, tmp_path: Path) -> None:
    write(project, {slug: [one] for slug, one in zip(SLUGS, TOLD, strict=False)})
    path = write_files(make(project, tmp_path / "out", start=processes(2)), tmp_path / "out")
    assert path.read_bytes() == whole(project)


def test_a_contradiction_that_another_process_finds_is_told(project: Path, root: Path, tmp_path: Path) -> None:
    (project / "ontology").unlink()
    shutil.copytree(root / "ontology", project / "ontology")
    with (project / "ontology" / "hograph.ttl").open("a", encoding="utf-8") as file:
        file.write("\nho:Femur rdfs:subClassOf ho:Intervention .\n")
    write(project, {SLUGS[0]: TOLD[:1]})
    with pytest.raises(ReasonerError, match="Femur"):
        make(project, tmp_path / "out", start=processes(1))


def test_a_cluster_gives_the_same_also_when_it_loses_a_worker(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'hograph[cluster]'")
    monkeypatch.setattr(compiling, "AT_ONCE", 1)
    monkeypatch.setattr(compiling, "PROPOSITIONS_AT_ONCE", 1)
    write(project, {slug: [one] for slug, one in zip(SLUGS, TOLD, strict=False)})
    with dask("local", 2) as start:
        killed = list[int]()

        def losing() -> Executor:
            executor = start()
            killed.append(executor.submit(os.getpid).result())
            os.kill(killed[0], signal.SIGKILL)
            return executor

        path = write_files(make(project, tmp_path / "out", start=losing), tmp_path / "out")
    assert killed and path.read_bytes() == whole(project)


def test_a_pool_that_breaks_is_told_and_leaves_the_last_build(project: Path, tmp_path: Path) -> None:
    write(project, {SLUGS[0]: TOLD[:1]})
    first = make(project, tmp_path / "out")
    write(project, dict.fromkeys(SLUGS, TOLD[:2]))

    def dying() -> Executor:
        pool = processes(1)()
        pool.submit(os._exit, 1)
        return pool

    with pytest.raises(InputError, match="the last one is as it was"):
        make(project, tmp_path / "out", start=dying)
    assert first.is_dir() and not list((tmp_path / "out").glob(".loading-*"))


def test_files_of_an_earlier_build_do_not_stay_beside_a_later_one(project: Path, tmp_path: Path) -> None:
    write(project, {SLUGS[0]: TOLD[:1]})
    made(project, tmp_path / "out")
    write(project, {SLUGS[0]: TOLD[1:2]})
    make(project, tmp_path / "out")
    assert not [*(tmp_path / "out").glob("*.nq"), *(tmp_path / "out").glob("graphs/*")]


def test_a_fault_in_a_new_document_leaves_the_last_build(project: Path, tmp_path: Path) -> None:
    write(project, {slug: [one] for slug, one in zip(SLUGS[:5], TOLD, strict=False)})
    place = make(project, tmp_path / "out")
    manifest = (tmp_path / "out" / "manifest.json").read_bytes()
    with (project / "data" / "claims" / f"{SLUGS[1]}.jsonl").open("a") as file:
        file.write(claim_lines([(SLUGS[1], claim("NoSuchTherapy"))]))
    with pytest.raises(ClaimFileError, match=r"note-1\.jsonl:2: 'NoSuchTherapy' is no term"):
        make(project, tmp_path / "out")
    assert place.is_dir() and (tmp_path / "out" / "manifest.json").read_bytes() == manifest
