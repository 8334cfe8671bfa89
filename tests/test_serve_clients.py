"""Real clients ask the SPARQL endpoint: ours, SPARQLWrapper, rdflib, curl, and a page of another site in a browser."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import hograph
from hograph.cli.serving import _listen
from hograph.store.endpoint import Endpoint
from served import Served


def test_the_endpoint_of_hograph_asks_it(served: Served) -> None:
    there = hograph.open(endpoint=Endpoint(served.sparql))
    assert there.query("recurrence-prevention").rows == served.service.kg.query("recurrence-prevention").rows


def test_sparqlwrapper_asks_it(served: Served) -> None:
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    client: Any = SPARQLWrapper(served.sparql)
    client.setReturnFormat(JSON)
    client.setQuery("SELECT (COUNT(*) AS ?n) { ?d a ho:Document }")
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "5"
    client.setMethod(POST)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "5"
    client.setQuery("CONSTRUCT { ?d a ho:Document } { ?d a ho:Document }")
    client.setReturnFormat(TURTLE)
    assert client.queryAndConvert().count(b"Document") == 5
    client.setReturnFormat(JSON)
    client.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed, match="line 1"):
        client.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_it(served: Served, method: str) -> None:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(served.sparql, method=method, context_aware=False))
    rows = list(graph.query("SELECT ?d { ?d a <https://w3id.org/hograph/Document> }"))
    assert len(rows) == 5
    assert graph.query("ASK { ?d a <https://w3id.org/hograph/Document> }").askAnswer


def test_a_page_of_another_site_asks_it_in_a_browser(served: Served, tmp_path: Path) -> None:
    """As YASGUI does: by GET, by a form, and by what makes the browser ask first; it reads the answer and the headers that are meant for it."""
    from browsing import chromium, needed

    needed(scripts=False)
    (tmp_path / "index.html").write_text("<!doctype html><title>elsewhere</title>")
    ask = """async ([endpoint, query]) => {
      const accept = {Accept: "application/sparql-results+json,*/*;q=0.9"};
      const form = new URLSearchParams({query});
      const ways = [
        fetch(`${endpoint}?${form}`, {headers: accept}),
        fetch(endpoint, {method: "POST", headers: accept, body: form}),
        fetch(endpoint, {method: "POST", headers: {...accept, "Content-Type": "application/sparql-query"}, body: query}),
      ];
      return Promise.all(ways.map(async way => (await (await way).json()).results.bindings[0].n.value));
    }"""
    with elsewhere(tmp_path) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        assert page.evaluate(ask, [served.sparql, "SELECT (COUNT(*) AS ?n) { ?d a ho:Document }"]) == ["5", "5", "5"]
        tag = page.evaluate("async url => (await fetch(url)).headers.get('etag')", f"{served.url}/api/queries")
        assert tag.startswith('W/"')
        refused = "async url => fetch(url).then(() => 'read', () => 'refused')"
        assert page.evaluate(refused, f"{served.url}/HipJoint") == "refused"
        with_cookies = "async url => fetch(url, {credentials: 'include'}).then(() => 'read', () => 'refused')"
        assert page.evaluate(with_cookies, f"{served.sparql}?query=ASK%7B%7D") == "refused"


@contextmanager
def elsewhere(folder: Path) -> Iterator[str]:
    """Another site: files of a folder, at another origin than the endpoint's."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    thread.join()
    server.server_close()


def test_curl_asks_it(served: Served) -> None:
    command = [
        "curl",
        "--silent",
        "--compressed",
        "--data-urlencode",
        "query@-",
        "-H",
        "Accept: text/csv",
        served.sparql,
    ]
    query = "SELECT ?label { ho:HipJoint rdfs:label ?label }"
    assert subprocess.run(command, input=query, capture_output=True, text=True, check=True).stdout.split() == [
        "label",
        "hip",
        "joint",
    ]


def test_a_small_answer_is_not_held_back_until_the_one_before_is_acknowledged() -> None:
    with closing(_listen("127.0.0.1", 0)) as listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()) as client:
            accepted, _ = listening.accept()
            with accepted:
                assert (accepted.family, accepted.type, accepted.proto) == (
                    client.family,
                    client.type,
                    socket.IPPROTO_TCP,
                )
