"""What a SPARQL server may answer instead of an answer, said in words and without secrets; and how it is asked."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

import hograph
from commands import run
from hograph.errors import InputError
from hograph.knowledge import KnowledgeGraph
from hograph.store.endpoint import Endpoint
from hograph.store.http import Connection
from serving import free_port

SELECT = "SELECT ?n { ?s ?p ?n }"
SECRET = "Bearer hush-hush-123"  # noqa: S105
Sent = tuple[int, dict[str, str], bytes]


def rows(*numbers: int) -> bytes:
    kind = "http://www.w3.org/2001/XMLSchema#integer"
    found = [{"n": {"type": "typed-literal", "datatype": kind, "value": str(n)}} for n in numbers]
    return json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": found}}).encode()


JSON = {"Content-Type": "application/sparql-results+json"}


@dataclass
class Fake:
    """A server that gives what it is told to, and keeps what it was asked."""

    url: str = ""
    replies: list[Sent | Callable[[dict[str, list[str]]], Sent]] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Fake]:
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fake.asked.append(parse_qs(body))
            fake.headers.append(dict(self.headers))
            reply = fake.replies.pop(0) if len(fake.replies) > 1 else fake.replies[0]
            status, headers, data = reply(fake.asked[-1]) if callable(reply) else reply
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}/sparql"
    Thread(target=server.serve_forever, daemon=True).start()
    yield fake
    server.shutdown()
    server.server_close()


@pytest.fixture
def fake() -> Iterator[Fake]:
    with serving() as made:
        yield made


def numbers(fake: Fake, text: str = SELECT, **options: float) -> list[int]:
    connection = Connection({"Authorization": SECRET}, **options)  # type: ignore[arg-type]
    found = Endpoint(fake.url, connection).query(text)
    assert isinstance(found, ox.QuerySolutions)
    return [int(row["n"].value) for row in found]


FAULTS = {
    "syntax": (
        (400, {}, b"Virtuoso 37000 Error SP030: SPARQL compiler"),
        r"cannot do this \(400\).* says: Virtuoso 37000",
    ),
    "no key": ((401, {}, b""), r"refused \(401\).*HOGRAPH_ENDPOINT_HEADER"),
    "echo": ((403, {}, f"bad header {SECRET}".encode()), r"refused \(403\).* bad header \*\*\*$"),
    "elsewhere": ((404, {}, b"<html><head><title>x</title></head><b>Not here</b></html>"), r"whole address.* says: "),
    "moved": ((302, {"Location": "http://u:p@other.example/x?key=1"}, b""), r"to http://other.example/x, which"),
    "broken": ((500, {}, b"java.lang.OutOfMemoryError"), r"cannot do this \(500\).*OutOfMemory"),
    "gave up": ((504, {}, b""), r"gave up \(504\).*--timeout"),
    "a page": ((200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html></html>"), "answers with a web page"),
    "nothing": ((200, JSON, b""), "answers with nothing"),
    "cut": ((200, JSON, rows(1, 2, 3)[:-20]), "the answer is cut off"),
    "short": ((200, JSON | {"Content-Length": "10000"}, rows(1)), "broke off before its end"),
    "no gzip": ((200, JSON | {"Content-Encoding": "gzip"}, rows(1)), "broke off before its end"),
    "other": ((200, JSON, b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{}}]}}'), "not the results of a query"),
    "partial": ((200, JSON | {"X-SQL-State": "S1TAT"}, rows(1)), "ran out of time and gave a part"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_words(fake: Fake, name: str) -> None:
    reply, said = FAULTS[name]
    fake.replies = [reply]
    with pytest.raises(InputError, match=said) as caught:
        numbers(fake)
    assert str(caught.value).startswith(fake.url) and "hush" not in str(caught.value) and "u:p" not in str(caught.value)


def test_no_server() -> None:
    url = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(InputError, match=r"connection refused.*Is it running"):
        Endpoint(url).query(SELECT)


def test_a_silent_server(fake: Fake) -> None:
    def slowly(_: dict[str, list[str]]) -> Sent:
        time.sleep(0.6)
        return 200, JSON, rows(1)

    fake.replies = [slowly]
    with pytest.raises(InputError, match=r"no answer within 0\.2 s.*--timeout"):
        numbers(fake, timeout=0.2)


@pytest.mark.parametrize(
    "wrong", ["nowhere", "ftp://a.example/", "http://", "http://a.example:x/", "http://a.example/#f"]
)
def test_what_is_no_address(wrong: str) -> None:
    with pytest.raises(InputError, match="is no address of a SPARQL service"):
        Endpoint(wrong)


def test_no_secret_in_an_address() -> None:
    with pytest.raises(InputError, match="do not belong into an address") as caught:
        Endpoint("https://me:hush@a.example/sparql")
    assert "hush" not in str(caught.value) and SECRET not in repr(Connection({"Authorization": SECRET}))


def test_a_busy_server_is_asked_again(fake: Fake) -> None:
    fake.replies = [(503, {"Retry-After": "0"}, b""), (429, {}, b""), (200, JSON, rows(7))]
    assert numbers(fake) == [7]
    assert len(fake.asked) == 3 and {h["Authorization"] for h in fake.headers} == {SECRET}


def test_it_is_asked_again_when_it_says(fake: Fake) -> None:
    fake.replies = [(503, {"Retry-After": "1"}, b""), (200, JSON, rows(7))]
    began = time.monotonic()
    assert numbers(fake) == [7] and time.monotonic() - began >= 1


def test_a_server_that_stays_busy(fake: Fake) -> None:
    fake.replies = [(429, {"Retry-After": "0"}, b"slow down")]
    with pytest.raises(InputError, match=r"busy \(429\), also after 3 tries.*slow down"):
        numbers(fake, tries=3)
    assert len(fake.asked) == 3


def test_gzip(fake: Fake) -> None:
    fake.replies = [(200, JSON | {"Content-Encoding": "gzip"}, gzip.compress(rows(1, 2)))]
    assert numbers(fake) == [1, 2]
    assert "gzip" in fake.headers[0]["Accept-Encoding"]


def capped(asked: dict[str, list[str]]) -> Sent:
    """A server that has the numbers to 250 and gives a hundred of them at most, and says nothing of it."""
    (text,) = asked["query"]
    start = int(text.rsplit("OFFSET", 1)[1]) if "OFFSET" in text else 0
    return 200, JSON, rows(*range(start, min(start + 100, 250)))


@pytest.mark.parametrize("text", [SELECT, f"{SELECT} ORDER BY ?n", f"{SELECT} ORDER BY ?n # the end"])
def test_rows_that_a_server_holds_back_are_fetched(fake: Fake, text: str) -> None:
    fake.replies = [capped]
    assert numbers(fake, text) == list(range(250))
    assert all("ORDER BY" in asked["query"][0] for asked in fake.asked[1:])


def test_a_cap_below_the_limit_of_the_query(fake: Fake) -> None:
    fake.replies = [(200, JSON | {"X-SPARQL-MaxRows": "100"}, rows(*range(100))), (200, JSON, rows())]
    assert numbers(fake, f"PREFIX a: <http://a.example/> {SELECT} ORDER BY ?n LIMIT 100") == list(range(100))
    triples = {"Content-Type": "text/plain", "X-SPARQL-MaxRows": "1"}
    fake.replies = [(200, triples, b"<http://a> <http://b> <http://c> .\n")]
    with pytest.raises(InputError, match="1 triples at most"):
        Endpoint(fake.url).query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_what_is_not_sparql_is_not_sent(fake: Fake) -> None:
    with pytest.raises(SyntaxError):
        Endpoint(fake.url).query("SELECT")
    assert not fake.asked


def test_terms_are_made_regular(fake: Fake) -> None:
    string, decimal = (f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("string", "decimal"))
    row = {
        "a": {"type": "literal", "datatype": string, "value": "x"},
        "b": {"type": "literal", "datatype": decimal, "value": "2.50"},
        "c": {"type": "bnode", "value": "nodeID://b10"},
        "d": {"type": "literal", "xml:lang": "en", "value": "y"},
    }
    fake.replies = [(200, JSON, json.dumps({"head": {"vars": list(row)}, "results": {"bindings": [row]}}).encode())]
    (found,) = Endpoint(fake.url).query("SELECT * { ?a ?b ?c , ?d }")  # type: ignore[misc]
    assert found["a"] == ox.Literal("x") and found["b"].value == "2.5" and found["d"] == ox.Literal("y", language="en")
    assert found["c"] == ox.BlankNode("nodeIDb10")


def test_a_server_without_our_graph(fake: Fake) -> None:
    empty = json.dumps({"head": {"vars": ["g"]}, "results": {"bindings": []}}).encode()
    fake.replies = [(200, JSON, b'{"head":{},"boolean":false}'), (200, JSON, empty)]
    with pytest.raises(InputError, match=r"no graph of hograph.*hograph publish"):
        hograph.open(endpoint=fake.url).query("recurrence-prevention")


def test_graphs_are_named_where_the_default_graph_has_no_claim(fake: Fake) -> None:
    graph = "https://w3id.org/hograph/graph/ontology"
    named = json.dumps(
        {"head": {"vars": ["g"]}, "results": {"bindings": [{"g": {"type": "uri", "value": graph}}]}}
    ).encode()
    fake.replies = [(200, JSON, b'{"head":{},"boolean":false}'), (200, JSON, named), (200, JSON, rows(1))]
    found = Endpoint(fake.url).query(SELECT, use_default_graph_as_union=True)
    assert len(list(found)) == 1  # type: ignore[arg-type]
    assert fake.asked[-1]["default-graph-uri"] == fake.asked[-1]["named-graph-uri"] == [graph]


class TestCommands:
    def test_netrc(self, fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login me password hush\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        digest = {"WWW-Authenticate": 'Digest realm="SPARQL", nonce="abc", qop="auth", algorithm="MD5"'}
        fake.replies = [(401, digest, b""), (401, digest, b""), (200, JSON, rows(3))]
        assert len(list(Endpoint(fake.url).query(SELECT))) == 1  # type: ignore[arg-type]
        signed = [headers.get("Authorization", "").split(" ")[0] for headers in fake.headers]
        assert signed == ["Basic", "", "Digest"] and 'username="me"' in fake.headers[-1]["Authorization"]

    def test_header_of_the_environment(self, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOGRAPH_ENDPOINT", fake.url)
        monkeypatch.setenv("HOGRAPH_ENDPOINT_HEADER", f"Authorization: {SECRET}")
        fake.replies = [(401, {}, b"")]
        done = run("query", "causes")
        assert done.exit_code == 2 and "refused (401)" in done.output and "hush" not in done.output
        assert fake.headers[0]["Authorization"] == SECRET

    def test_a_header_that_is_none(self, fake: Fake) -> None:
        done = run("query", "causes", "--endpoint", fake.url, "--header", "hush")
        assert done.exit_code == 2 and "Write it as 'Name: value'" in done.output and "hush" not in done.output

    def test_one_graph_at_a_time(self, fake: Fake, kg: KnowledgeGraph) -> None:
        with pytest.raises(InputError, match="Name one of them"):
            hograph.open(kg.store, endpoint=fake.url)
