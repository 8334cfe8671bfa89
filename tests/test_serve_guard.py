"""The guard: no query makes the server read or call anything, and none that runs away keeps it from the others."""

import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

import hograph
from hograph.query.prepared import Prepared
from hograph.serve import Service
from hograph.serve.answering import problem_of
from hograph.serve.limits import Limits
from hograph.serve.middleware import POLICY
from hograph.serve.workers.pool import FailedError
from served import Served, serving

GOOD = "SELECT ?label { ho:HipJoint rdfs:label ?label }"
RUN_AWAYS = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (ho:x|!ho:y)* ?b . ?b (!ho:y|ho:z)* ?c }",
    "regular expressions": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a|aa|[a-z]+)+[0-9]+(b|c)*$")) }',
    "GROUP_CONCAT": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "sorting": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a LIMIT 10",
    "nesting": "ASK {" + "{" * 20_000 + "}" * 20_000 + "}",
    "brackets": "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    "unclosed strings": "ASK { " + "'''\"x" * 18_000,
}


@contextmanager
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """A server that must not be called, and what it was sent."""
    heard: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            with connection:
                heard.append(b"connected")

    thread = threading.Thread(target=listen)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/canary", heard
    time.sleep(0.3)
    stop.set()
    thread.join()
    listening.close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ sErViCe <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVI\\u0043E <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?a ?b '\\u0022' . SERVICE <{url}> {{ ?s ?p ?o }} }} # '''",
        "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }} }}",
        "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}",
        "DESCRIBE <{url}>",
        "LOAD <{url}>",
        "LOAD SILENT <{url}> INTO GRAPH <http://example.org/>",
    ],
)
def test_no_query_calls_anybody(served: Served, query: str) -> None:
    with canary() as (url, heard):
        found = served.ask(query.format(url=url))
        assert found.status_code in {200, 400, 403}, found.text
        if "SERV" in query.upper():
            assert found.status_code in {400, 403}
        for name in ("default-graph-uri", "named-graph-uri"):
            assert served.http.get(served.sparql, params={"query": "ASK { ?s ?p ?o }", name: url}).json() == {
                "head": {},
                "boolean": False,
            }
    assert heard == []


def test_a_process_can_call_nobody_even_where_the_text_is_not_looked_at(served: Served) -> None:
    """The engine itself, shut in as a process is, with a query that asks for a call."""
    program = (
        "import sys, pyoxigraph as ox; from hograph.serve.workers import process; s = ox.Store.read_only(sys.argv[1]);"
        "bool(s.query('ASK {?s ?p ?o}')); process._shut_in(10**9);"
        "print([len(list(s.query('SELECT * { ?s ?p ?o } LIMIT 3', use_default_graph_as_union=True)))]);"
        "list(s.query(f'SELECT * {{ SERVICE <{sys.argv[2]}> {{ ?s ?p ?o }} }}'))"
    )
    place = str(served.service.pool.store)
    with canary() as (url, heard):
        done = subprocess.run([sys.executable, "-c", program, place, url], capture_output=True, text=True)
    assert done.stdout == "[3]\n" and "OSError" in done.stderr and heard == []


def test_no_query_reads_a_file(served: Served, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text('<http://example.org/s> <http://example.org/p> "canary-4711" .')
    for query in (
        f"SELECT * FROM <file://{secret}> {{ ?s ?p ?o }}",
        f"CONSTRUCT {{ ?s ?p ?o }} FROM <file://{secret}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <file://{secret}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"LOAD <file://{secret}>",
        f"BASE <file://{tmp_path}/> SELECT * FROM <secret.ttl> {{ ?s ?p ?o }}",
    ):
        found = served.ask(query)
        assert found.status_code in {200, 403} and "canary-4711" not in found.text
    found = served.http.get(
        served.sparql, params={"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": f"file://{secret}"}
    )
    assert found.json()["results"]["bindings"] == []


def test_run_aways_end_and_others_go_on(served: Served) -> None:
    """One client sends every run-away at once; another asks all the while and is answered quickly, each time."""
    with ThreadPoolExecutor(len(RUN_AWAYS)) as several:
        running = {name: several.submit(served.ask, query, client="10.0.0.1") for name, query in RUN_AWAYS.items()}
        took, until = [], time.monotonic() + 6
        while time.monotonic() < until and not all(one.done() for one in running.values()):
            begun = time.monotonic()
            assert served.ask(GOOD, client="10.0.0.2").status_code == 200
            took.append(time.monotonic() - begun)
            time.sleep(0.05)
        ended = {name: one.result() for name, one in running.items()}
    assert {name: one.status_code for name, one in ended.items() if one.status_code not in {400, 422, 503}} == {}
    assert all(one.headers["content-type"] == "application/problem+json" for one in ended.values())
    assert ended["cross product"].json()["why"] in {"time", "busy"}
    assert len(took) > 5 and sorted(took)[len(took) // 2] < 1.0


def test_a_query_that_took_too_long_is_told_what_is_slow_in_it() -> None:
    found = problem_of(FailedError("time"), Limits(seconds=10), "SELECT * {\n?a ?b ?c .\n?d ?e ?f }")
    assert found.status == 422 and "after 10 s. Line 3: these triples share no variable" in found.detail
    assert "Connect" in problem_of(FailedError("time"), Limits(), "ASK {} #" + "a" * 5000).detail


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_who_leaves_frees_the_core(served: Served) -> None:
    pool = served.service.pool
    assert eventually(
        lambda: pool.running == 0 and not pool._tasks
    )  # nor is one being started in the place of one that was killed
    before, started = left(served), pool.started
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(served.sparql, data={"query": RUN_AWAYS["cross product"]}, timeout=0.5)
    assert eventually(lambda: left(served) == before + 1, served.service.limits.seconds / 2)
    assert eventually(lambda: pool.running == 0 and pool.started == started + 1)


def left(served: Served) -> float:
    """How many queries were given up because nobody waited for them."""
    found = re.search(r'hograph_queries_total\{outcome="left"\} (\S+)', served.get("/metrics").text)
    return float(found[1]) if found else 0


def doubled(times: int) -> str:
    """SPARQL that doubles the text ?x0 so many times."""
    return "".join(f" BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))


def test_a_memory_bomb_is_stopped_by_its_limit(served: Served) -> None:
    bomb = f'SELECT (STRLEN(?x32) AS ?n) {{ BIND("0123456789" AS ?x0) {doubled(32)} }}'
    found = [served.ask(bomb) for _ in range(3)]  # on a busy machine its time may end first
    assert {one.status_code for one in found} == {422} and "memory" in {one.json()["why"] for one in found}
    assert served.ask(GOOD).status_code == 200


def test_a_result_that_is_too_large_is_told_or_breaks_off(served: Served) -> None:
    query = "SELECT * { ?s ?p ?o . ?s ?q ?r }"
    with pytest.raises(httpx.RemoteProtocolError):
        served.ask(query)
    with pytest.raises(httpx.RemoteProtocolError):
        served.ask("SELECT * { ?s ?p ?o . ?t ?q ?r }")
    with pytest.raises(httpx.RemoteProtocolError):
        served.ask(f'SELECT ?x20 {{ BIND("0123456789" AS ?x0) {doubled(20)} }}')


def test_a_client_of_http_1_0_gets_no_half_result(served: Served) -> None:
    """Where the end of the connection is the end of the body, a result is sent when it is whole."""
    host, port = served.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(b"GET /sparql?query=SELECT%20*%20%7B%20?s%20?p%20?o.%20?t%20?q%20?r%20%7D HTTP/1.0\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b" 422 " in answer.splitlines()[0] or b" 503 " in answer.splitlines()[0]


def test_too_much_at_once_is_told_when_to_come_back(served: Served) -> None:
    def ask(_: int) -> httpx.Response | None:
        with suppress(httpx.ReadTimeout):
            return httpx.post(served.sparql, data={"query": RUN_AWAYS["cross product"]}, timeout=1)
        return None

    with ThreadPoolExecutor(16) as several:
        told = [found for found in several.map(ask, range(16)) if found]
    assert told and all(
        one.status_code == 503 and one.headers["retry-after"].isdigit() and one.json()["why"] == "busy" for one in told
    )
    assert eventually(lambda: served.service.pool.running == 0)


def test_a_build_that_is_made_anew_meanwhile_is_not_missed(kg: hograph.KnowledgeGraph, tmp_path: Path) -> None:
    assert kg.prepared
    build = tmp_path / "build"
    shutil.copytree(kg.prepared.build, build, ignore=shutil.ignore_patterns(".served-*"))
    (build / ".served-999999999-x").mkdir()
    with serving(Service(replace(kg, prepared=Prepared(build)), Limits(seconds=1, workers=2))) as found:
        assert len(list(build.glob(".served-*"))) == 1  # what a server left that was killed is gone
        shutil.rmtree(next(build.glob("store-*")))
        assert found.ask(RUN_AWAYS["cross product"]).status_code == 422
        assert all(found.ask(GOOD).status_code == 200 for _ in range(4))
        assert eventually(lambda: found.service.pool.running == 0)
    assert not list(build.glob(".served-*"))


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda s: s.http.get(s.sparql, params={"query": "ASK {} #" + "a" * 33_000}), 414),
        (lambda s: s.http.get(s.sparql, params={"query": "ASK {} #" + "a" * 60_000}), 414),
        (lambda s: s.http.get(s.sparql, headers={"X-Long": "a" * 33_000}), 431),
        (lambda s: s.http.post(s.sparql, data={"query": "ASK {} #" + "a" * 101_000}), 413),
        (lambda s: s.http.post(s.sparql, data={"query": "ASK {} #" + "a" * 400_000}), 413),
        (
            lambda s: s.http.post(
                s.sparql,
                content=(b"a" * 1000 for _ in range(200)),
                headers={"Content-Type": "application/sparql-query"},
            ),
            413,
        ),
        (
            lambda s: s.http.post(
                s.sparql,
                content="&".join(["a=b"] * 2000),
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            ),
            400,
        ),
        (lambda s: s.http.delete(s.sparql), 405),
        (lambda s: s.http.request("TRACE", s.sparql), 405),
    ],
    ids=[
        "long address",
        "very long address",
        "long header",
        "long query",
        "long body",
        "long body in chunks",
        "many parameters",
        "DELETE",
        "TRACE",
    ],
)
def test_what_is_too_large_is_refused(served: Served, send: Callable[[Served], httpx.Response], status: int) -> None:
    assert send(served).status_code == status
    assert served.ask(GOOD).status_code == 200


def test_every_response_has_the_headers_that_keep_browsers_safe(served: Served) -> None:
    for path in ("/", "/sparql?query=ASK%20%7B%7D", "/api/queries", "/nothing", "/sparql?query=x", "/healthz"):
        headers = served.http.get(f"{served.url}{path}").headers
        assert headers["content-security-policy"] == POLICY and headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-credentials" not in headers and "server" not in headers
    assert "unsafe" not in POLICY and served.get("/").headers.get("access-control-allow-origin") is None


def test_what_a_client_says_comes_back_as_data_only(served: Served) -> None:
    bad = "<script>alert(1)</script>"
    for found in (
        served.ask(bad),
        served.get(f"/api/queries/{bad}"),
        served.get("/api/search", q=bad),
        served.get("/", **{bad: bad}),
    ):
        assert bad not in found.text or found.headers["content-type"].partition(";")[0] in {
            "application/problem+json",
            "application/json",
        }


def test_the_log_says_nothing_of_what_was_asked(served: Served) -> None:
    served.get("/api/search", q="secretword")
    served.ask("ASK { ?s ?p 'secretword' }")
    assert served.log and not any("secretword" in line for line in served.log)
    form = re.compile(r'\{"time": "[^"]+", "method": "POST", "path": "/sparql", "status": 200, .*\}')
    assert eventually(lambda: any(form.fullmatch(line) for line in served.log[-2:]))


def test_health_and_metrics(served: Served) -> None:
    assert served.get("/healthz").text == "ok\n"
    text = served.get("/metrics").text
    assert 'hograph_requests_total{method="GET",route="/healthz",status="200"}' in text
    assert "hograph_queries_running 0.0" in text and 'outcome="ok"' in text


def test_passages_of_documents_are_not_for_other_sites(served: Served) -> None:
    found = served.get("/api/queries/recurrence-prevention", evidence="true")
    private = bool(served.service.kg.documents)
    for path, is_open in (
        ("/queries/causes", False),
        ("/", False),
        ("/queries/causes.rq", True),
        ("/HipJoint.ttl", True),
    ):
        assert (served.get(path).headers.get("access-control-allow-origin") == "*") == is_open, path
    assert (found.headers.get("access-control-allow-origin") is None) == private
