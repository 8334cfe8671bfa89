"""`hograph serve` as a command: what it says, what it refuses, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import hograph
from commands import run
from test_serve_guard import eventually

TURTLE = '@prefix ex: <http://example.org/> . ex:s ex:p "one" .'


@contextmanager
def command(*words: str | Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The command on a port that is free, and its address."""
    options = [sys.executable, "-m", "hograph", "serve", "--port", "0", "--workers", "2", *words]
    with subprocess.Popen(options, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said + process.stderr.read()
        try:
            yield found[0], process
        finally:
            process.kill()


def below(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz").text == "ok\n"
    except httpx.ConnectError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_any_rdf_is_served_and_no_process_outlives_the_server(tmp_path: Path, end: signal.Signals) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(TURTLE)
    (tmp_path / "more.nq").write_text(
        "<http://example.org/s> <http://example.org/q> <http://example.org/o> <http://example.org/g> .\n"
    )
    with command("--data", file, "--data", tmp_path / "more.nq") as (url, process):
        assert eventually(lambda: answers(url), 30)
        found = httpx.get(f"{url}/sparql", params={"query": "SELECT * { <http://example.org/s> ?p ?o } ORDER BY ?p"})
        assert [row["o"]["value"] for row in found.json()["results"]["bindings"]] == ["one", "http://example.org/o"]
        workers = below(process.pid)
        assert len(workers) == 3 and all(alive(worker) for worker in workers)
        process.send_signal(end)
        process.wait(20)
        assert eventually(lambda: not any(alive(worker) for worker in workers))


def test_review_is_on_where_it_is_asked_for_and_other_names_lead_nowhere(
    root: Path, kg: hograph.KnowledgeGraph
) -> None:
    """A page of another site whose name was made to lead to this machine gets nothing."""
    assert kg.prepared
    with command("--review", "--root", root, "--build", kg.prepared.build) as (url, _):
        assert eventually(lambda: answers(url), 60)
        assert httpx.get(f"{url}/review", timeout=60).status_code != 404
        assert httpx.get(f"{url}/healthz", headers={"Host": "localhost:1"}).status_code == 200
        refused = httpx.get(f"{url}/", headers={"Host": "evil.example"})
        assert refused.status_code == 421 and "evil.example" in refused.json()["detail"]


def test_only_this_machine_reaches_it_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(TURTLE)
    with command("--data", file) as (url, _), socket.socket() as other:
        assert eventually(lambda: answers(url), 30)
        port = int(url.rpartition(":")[2])
        assert other.connect_ex(("127.0.0.2", port)) != 0  # another address that leads to this machine


def test_a_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = run("serve", "--port", str(port))
    assert found.exit_code == 2 and f"port {port}: cannot listen there" in found.output and "--port" in found.output


def test_a_host_that_is_none_is_told() -> None:
    found = run("serve", "--host", "no host", "--port", "0")
    assert found.exit_code == 2 and "no host" in found.output


def test_a_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    found = run("serve")
    assert found.exit_code == 2 and "pip install 'hograph[serve]'" in found.output


def test_a_file_that_is_no_rdf_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text("this is no Turtle")
    found = run("serve", "--data", file)
    assert found.exit_code == 2 and f"{file}:1:" in found.output


def test_files_and_a_workspace_exclude_each_other(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(TURTLE)
    found = run("serve", "--data", file, "--root", os.fspath(tmp_path))
    assert found.exit_code == 2 and "either" in found.output
