"""Many documents: the same bytes from any executor, few in flight, nothing lost when a run is cut off or a process dies."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from commands import run
from hograph.curation.claimlines import read_claim_lines
from hograph.errors import HographError, InputError
from hograph.executors import Start, dask, processes
from hograph.exports.proposed import files_of
from hograph.extraction.many import Job, Outcome, extract_all, files_in, ready
from hograph.extraction.shards import FAILURES, MANIFEST, Shards
from hograph.reading.files import Raw

SENTENCES = (
    "Burns may cause heterotopic ossification of the elbow.",
    "Heterotopic ossification is common at the hip.",
    "Radiation therapy prevents recurrence of heterotopic ossification.",
    "Spinal cord injury is a risk factor for heterotopic ossification.",
    "Heterotopic ossification never causes fever, but pain and swelling are frequent.",
)


def corpus(folder: Path, size: int, sentences: int = 4) -> Path:
    """So many invented documents."""
    folder.mkdir()
    for i in range(size):
        text = " ".join(SENTENCES[(i * 7 + j * 3) % len(SENTENCES)] for j in range(sentences))
        (folder / f"leaflet-{i:03}.txt").write_text(f"Heterotopic ossification, part {i}\n\n{text}\n", "utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _kept(job: Job) -> bool:
    ready(job)
    return gc.get_freeze_count() > len(gc.get_objects())


@pytest.fixture(scope="module")
def job(root: Path) -> Job:
    return Job.of(root)


def written(folder: Path, out: Path, job: Job, start: Start | None = None) -> dict[str, bytes]:
    ontology, _ = ready(job)
    shards = Shards(out, job.fingerprint(), lambda document: files_of("jsonl", document, ontology))
    for outcome in extract_all(shards.pending(files_in([folder])), job, start):
        shards.write(outcome)
    shards.finish()
    return contents(out)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("many") / "papers", 20)


@pytest.fixture(scope="module")
def serial(folder: Path, job: Job, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = written(folder, tmp_path_factory.mktemp("serial"), job)
    assert len(found) == 21 and sum(data.count(b"\n") for data in found.values()) > 60
    return found


class TestEachExecutor:
    def test_a_process_of_its_own_keeps_what_it_has_made_out_of_the_collector(self, job: Job) -> None:
        with processes(1)() as pool:
            assert pool.submit(_kept, job).result()
        assert not gc.get_freeze_count()  # which is the user's

    def test_processes(self, folder: Path, serial: dict[str, bytes], job: Job, tmp_path: Path) -> None:
        assert written(folder, tmp_path, job, processes(2)) == serial

    def test_threads(self, folder: Path, serial: dict[str, bytes], job: Job, tmp_path: Path) -> None:
        assert written(folder, tmp_path, job, partial(ThreadPoolExecutor, 3)) == serial

    @pytest.mark.filterwarnings("default")  # those of Dask and what it stands on are not ours
    def test_dask(self, folder: Path, serial: dict[str, bytes], job: Job, tmp_path: Path) -> None:
        pytest.importorskip("distributed")
        with dask("local", 2) as start:
            assert written(folder, tmp_path, job, start) == serial

    def test_archives_too(self, folder: Path, serial: dict[str, bytes], job: Job, tmp_path: Path) -> None:
        import shutil

        archive = Path(shutil.make_archive(str(tmp_path / "papers"), "zip", folder))
        assert written(archive, tmp_path / "out", job, processes(2)) == serial


def test_dask_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(HographError, match=r"pip install 'hograph\[cluster\]'"), dask("local", 1):
        pass


class _Counting(ThreadPoolExecutor):
    """Counts what is under way at most."""

    most = under_way = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        type(self).under_way += 1
        type(self).most = max(self.most, self.under_way)
        return super().submit(fn, *args, **kwargs)


def test_few_files_are_under_way_and_they_come_in_order(job: Job, tmp_path: Path) -> None:
    names = []
    for outcome in extract_all(files_in([corpus(tmp_path / "a", 30, 1)]), job, partial(_Counting, 2), in_flight=5):
        _Counting.under_way -= 1
        names.append(Path(outcome.raw.name).name)
    assert names == sorted(names) and len(names) == 30
    assert _Counting.most == 5


class _Fragile(Executor):
    """Stands for a pool whose processes end with the document `bad`: all that is under way is then lost, and so is the pool."""

    started = 0

    def __init__(self) -> None:
        type(self).started += 1
        self.broken = False
        self.under_way: list[tuple[Future[Any], Callable[[], Any], bool]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        if self.broken:
            raise BrokenExecutor
        future = _Late(self)
        self.under_way.append((future, lambda: fn(*args, **kwargs), "bad" in args[0].name))
        return future

    def turn(self, wanted: Future[Any]) -> None:
        for future, do, bad in self.under_way:
            self.broken |= bad
            if not future.done():
                future.set_exception(BrokenExecutor()) if self.broken else future.set_result(do())
            if future is wanted and not self.broken:
                break

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.broken = True


class _Late(Future[Any]):
    def __init__(self, executor: _Fragile) -> None:
        super().__init__()
        self.executor = executor

    def result(self, timeout: float | None = None) -> Any:  # noqa: ANN401
        self.executor.turn(self)
        return super().result(timeout)


def test_a_file_that_ends_its_process_is_told_and_the_others_go_on(job: Job, tmp_path: Path) -> None:
    folder = corpus(tmp_path / "a", 12, 1)
    for number in ("003", "004", "009"):
        (folder / f"leaflet-{number}.txt").rename(folder / f"leaflet-{number}-bad.txt")
    found = list(extract_all(files_in([folder]), job, _Fragile, in_flight=4))
    assert [Path(one.raw.name).stem for one in found] == sorted(path.stem for path in folder.iterdir())
    failed = [one.failures[0].reason for one in found if one.failures]
    assert len(failed) == 3 and all("-bad.txt: the process that read it ended" in reason for reason in failed)
    assert sum(len(one.documents) for one in found) == 9


def test_a_real_process_that_ends_is_seen(job: Job, tmp_path: Path) -> None:
    found = list(extract_all(files_in([corpus(tmp_path / "a", 3, 1)]), job, _killing(processes(1)), in_flight=3))
    assert [len(one.documents) for one in found] == [1, 1, 1], "each was tried again by itself"


def _killing(start: Start) -> Start:
    """The first pool that is started loses its process at once."""
    started = list[Executor]()

    def begin() -> Executor:
        pool = start()
        if not started:
            pool.submit(os._exit, 1)
        started.append(pool)
        return pool

    return begin


def test_a_fault_of_an_extractor_stops_no_other_file(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, rules = ready(job)
    real = type(rules).propose

    def propose(self: Any, reading: Any) -> Any:  # noqa: ANN401
        if "001" in reading.name:
            raise ZeroDivisionError("division by zero")
        return real(self, reading)

    monkeypatch.setattr(type(rules), "propose", propose)
    found = list(extract_all(files_in([corpus(tmp_path / "a", 3, 1)]), job))
    assert [len(one.documents) for one in found] == [1, 0, 1]
    assert "leaflet-001.txt: ZeroDivisionError: division by zero." in found[1].failures[0].reason


def test_two_files_with_one_slug_are_told_apart(tmp_path: Path) -> None:
    for name in ("a/leaflet.txt", "b/Leaflet.md", "b/骨.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Bone.", "utf-8")
    first, *others = files_in([tmp_path / "a", tmp_path / "b"])
    assert isinstance(first, Raw)
    assert [getattr(one, "reason", "").partition(": ")[2].split(".")[0] for one in others] == [
        f"its claims would be named 'leaflet', as those of {tmp_path / 'a' / 'leaflet'}",
        "no slug can be made of this name",
    ]


SIZE = 30


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Some documents, and what is made of them in one run that nothing disturbs."""
    folder = tmp_path_factory.mktemp("papers")
    corpus(folder / "papers", SIZE)
    assert run("extract", folder / "papers", "--jobs", "1", "--out", folder / "whole").exit_code == 0
    return folder / "papers", folder / "whole"


class TestARunThatGoesOn:
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_run_that_was_killed_leaves_the_same_bytes_once_it_is_resumed(
        self, jobs: str, papers: tuple[Path, Path], tmp_path: Path
    ) -> None:
        (folder, whole), cut = papers, tmp_path / "cut"
        words = [sys.executable, "-m", "hograph", "extract", str(folder), "--jobs", jobs, "--out"]
        begun = subprocess.Popen([*words, str(cut)], stdout=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 200
        while len(list(cut.glob("*.jsonl"))) < SIZE // 3 and time.monotonic() < deadline:
            time.sleep(0.002)
        os.killpg(begun.pid, signal.SIGKILL)
        assert begun.wait() == -signal.SIGKILL
        before = {path.name: path.stat().st_mtime_ns for path in cut.glob("*.jsonl")}
        done = (cut / MANIFEST).read_text("utf-8").splitlines()[1:]
        assert SIZE // 3 - 1 <= len(done) < SIZE, "it was killed in the middle"
        resumed = subprocess.run([*words, str(cut)], check=True, capture_output=True, text=True)
        assert f"{SIZE - len(done)} documents" in resumed.stdout
        assert f"{len(done)} files unchanged" in resumed.stdout
        assert contents(cut) == contents(whole)
        for line in done:
            name = line.split("\t")[-1]
            assert (cut / name).stat().st_mtime_ns == before[name], "what was done is not done again"

    def test_only_what_changed_is_done_again(self, job: Job, tmp_path: Path) -> None:
        folder, out = corpus(tmp_path / "a", 4), tmp_path / "out"
        written(folder, out, job)
        times = {path.name: path.stat().st_mtime_ns for path in out.glob("*.jsonl")}
        (folder / "leaflet-001.txt").write_text(f"Burns\n\n{SENTENCES[0]}\n", "utf-8")
        (out / "leaflet-002.jsonl").unlink()
        written(folder, out, job)
        now = {path.name: path.stat().st_mtime_ns for path in out.glob("*.jsonl")}
        assert sorted(name for name in now if now[name] != times[name]) == ["leaflet-001.jsonl", "leaflet-002.jsonl"]
        assert contents(out) == written(folder, tmp_path / "anew", job)

    def test_other_rules_do_all_again(self, job: Job, tmp_path: Path) -> None:
        own = tmp_path / "own.yaml"
        text = "relations:\n- {id: own, triggers: [bring], licences: ['L:Burn causes R:Condition'], examples: []}\n"
        own.write_text(text, "utf-8")
        other = Job.of(job.root, rules=(own,))
        first = other.fingerprint()
        assert first != job.fingerprint() and first == Job.of(job.root, rules=(own,)).fingerprint()
        own.write_text(text.replace("bring", "give"), "utf-8")
        assert Job.of(job.root, rules=(own,)).fingerprint() != first

    def test_what_failed_is_named_and_tried_again(self, tmp_path: Path) -> None:
        folder, out = corpus(tmp_path / "a", 2), tmp_path / "out"
        (folder / "empty.txt").write_bytes(b"")
        said = run("extract", folder, "--out", out)
        assert (
            said.exit_code == 1 and "empty.txt: is empty." in said.stderr and "1 failure (failures.tsv)" in said.stdout
        )
        assert (out / FAILURES).read_text("utf-8").splitlines()[1].endswith("empty.txt: is empty.")
        (folder / "empty.txt").write_text(SENTENCES[0], "utf-8")
        said = run("extract", folder, "--out", out)
        assert said.exit_code == 0 and "1 document, " in said.stdout and "2 files unchanged" in said.stdout
        assert not (out / FAILURES).exists() and (out / "empty.jsonl").is_file()

    def test_half_a_line_is_passed_over_and_what_is_no_manifest_is_refused(self, job: Job, tmp_path: Path) -> None:
        folder, out = corpus(tmp_path / "a", 3), tmp_path / "out"
        whole = written(folder, out, job)
        lines = (out / MANIFEST).read_text("utf-8").splitlines(keepends=True)
        (out / MANIFEST).write_text("".join(lines[:-1]) + lines[-1][:20], "utf-8")
        (out / ".leaflet-002.jsonl.abcdefgh").write_text("half", "utf-8")
        assert written(folder, out, job) == whole
        for text, said in (("a\tb\n", "is no manifest"), ("".join(lines) + "x\ty\n", "line 'x' is broken")):
            (out / MANIFEST).write_text(text, "utf-8")
            with pytest.raises(InputError, match=said):
                written(folder, out, job)

    def test_documents_of_two_files_never_share_a_file(self, job: Job, tmp_path: Path) -> None:
        folder = tmp_path / "a"
        folder.mkdir()
        record = "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>Bone</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
        records = "".join(map(record.format, (1, 2)))
        (folder / "set.xml").write_text(f"<PubmedArticleSet>{records}</PubmedArticleSet>", "utf-8")
        (folder / "set-pmid-2.txt").write_text(SENTENCES[0], "utf-8")
        said = run("extract", folder, "--out", tmp_path / "out")
        assert said.exit_code == 1 and "set-pmid-2.jsonl is written for" in said.stderr
        kept = list(read_claim_lines(tmp_path / "out" / "set-pmid-2.jsonl"))
        assert [claim.predicate for _, claim in kept], "the first one keeps its file"


def test_an_outcome_does_not_carry_bytes_back(job: Job, tmp_path: Path) -> None:
    raw = Raw("a.zip!/b.txt", tmp_path / "a.zip", SENTENCES[0].encode())
    (outcome,) = extract_all([raw], job)
    assert isinstance(outcome, Outcome) and outcome.raw == Raw("a.zip!/b.txt", tmp_path / "a.zip")
    assert outcome.documents[0].source.document == "b" and outcome.documents[0].text is None
