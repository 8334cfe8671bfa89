"""The SPARQL endpoint: each test of the W3C's suite for the SPARQL 1.1 Protocol by its name, and what the protocol leaves open."""

import gzip
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hograph
from hograph.query.store import files_store
from hograph.serve import Limits, Service
from hograph.serve.protocol import ROWS, TRIPLES
from served import Served, serving

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"


@pytest.fixture(scope="module")
def w3c(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over the three graphs of the suite, each of which says something of itself."""
    file = tmp_path_factory.mktemp("w3c") / "data.nq"
    lines = (f"<{DATA.format(n)}> a <http://xmlns.com/foaf/0.1/Document> <{DATA.format(n)}> .\n" for n in (1, 2, 3))
    file.write_text("".join(lines).replace(" a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "))
    kg = hograph.open(files_store([file]))
    with serving(Service(kg, Limits(workers=2), shipped=False)) as found:
        yield found


def said(number: int) -> str:
    return f"<{DATA.format(number)}> a ?type"


def post(served: Served, body: str | bytes, kind: str | None, **graphs: list[str]) -> httpx.Response:
    headers = {"Content-Type": kind} if kind else {}
    return served.http.post(
        f"{served.sparql}/", content=body, headers=headers, params={n.replace("_", "-"): g for n, g in graphs.items()}
    )


def is_true(response: httpx.Response) -> bool:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("application/sparql-results+json")
    return bool(response.json()["boolean"])


def test_query_get(w3c: Served) -> None:
    assert is_true(w3c.get("/sparql", query="ASK {}"))


def test_query_post_form(w3c: Served) -> None:
    assert is_true(post(w3c, "query=ASK%20%7B%7D", FORM, default_graph_uri=[DATA.format(0)]))


def test_query_post_direct(w3c: Served) -> None:
    assert is_true(post(w3c, "ASK {}", DIRECT))


TWO_DEFAULT = {"default-graph-uri": [DATA.format(1), DATA.format(2)]}
TWO_NAMED = {"named-graph-uri": [DATA.format(1), DATA.format(2)]}
ASK_DEFAULT = f"ASK {{ {said(1)} . {said(2)} }}"
ASK_NAMED = f"ASK {{ GRAPH ?g1 {{ {said(1)} }} GRAPH ?g2 {{ {said(2)} }} }}"


def test_query_dataset_default_graphs_get(w3c: Served) -> None:
    assert is_true(w3c.http.get(w3c.sparql, params={"query": ASK_DEFAULT, **TWO_DEFAULT}))
    assert not is_true(w3c.http.get(w3c.sparql, params={"query": ASK_DEFAULT, "default-graph-uri": DATA.format(1)}))


def test_query_dataset_default_graphs_post(w3c: Served) -> None:
    assert is_true(post(w3c, ASK_DEFAULT, DIRECT, **TWO_DEFAULT))


def test_query_dataset_named_graphs_get(w3c: Served) -> None:
    assert is_true(w3c.http.get(w3c.sparql, params={"query": ASK_NAMED, **TWO_NAMED}))
    assert not is_true(w3c.http.get(w3c.sparql, params={"query": ASK_DEFAULT, **TWO_NAMED}))


def test_query_dataset_named_graphs_post(w3c: Served) -> None:
    assert is_true(post(w3c, ASK_NAMED, DIRECT, **TWO_NAMED))


def test_query_dataset_full(w3c: Served) -> None:
    query = f"ASK {{ {said(3)} GRAPH ?g1 {{ {said(1)} }} GRAPH ?g2 {{ {said(2)} }} }}"
    assert is_true(post(w3c, query, DIRECT, default_graph_uri=[DATA.format(3)], **TWO_NAMED))


def test_query_multiple_dataset(w3c: Served) -> None:
    query = f"ASK FROM <{DATA.format(3)}> {{ GRAPH ?g1 {{ {said(1)} }} GRAPH ?g2 {{ {said(2)} }} }}"
    assert is_true(post(w3c, query, DIRECT, default_graph_uri=[DATA.format(3)], **TWO_NAMED))
    overridden = f"ASK FROM <{DATA.format(3)}> {{ {said(1)} }}"
    assert is_true(post(w3c, overridden, DIRECT, default_graph_uri=[DATA.format(1)]))


def test_without_a_dataset_the_default_graph_is_the_union(w3c: Served) -> None:
    assert is_true(w3c.get("/sparql", query=ASK_DEFAULT)) and is_true(w3c.get("/sparql", query=ASK_NAMED))
    assert not is_true(w3c.get("/sparql", query=f"ASK FROM <{DATA.format(1)}> {{ {said(2)} }}"))


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("SELECT (1 AS ?value) {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT (1 AS ?value) {}", "*/*", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE <http://example.org/>", "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <http://example.org/>", "*/*", "text/turtle"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "text/turtle", "text/turtle"),
    ],
    ids=[
        "query_content_type_select",
        "select",
        "query_content_type_ask",
        "query_content_type_describe",
        "describe",
        "query_content_type_construct",
        "construct",
    ],
)
def test_query_content_type(w3c: Served, query: str, accept: str, media: str) -> None:
    found = post(w3c, f"BASE <http://example.org/> {query}", DIRECT)
    assert found.status_code == 200, found.text
    found = w3c.ask(f"BASE <http://example.org/> {query}", accept)
    assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, media)


@pytest.mark.parametrize(
    ("query", "media"), [("ASK {}", "application/sparql-results+json"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")]
)
def test_without_an_accept_header_there_is_a_format(w3c: Served, query: str, media: str) -> None:
    request = w3c.http.build_request("GET", w3c.sparql, params={"query": query})
    del request.headers["accept"]
    found = w3c.http.send(request)
    assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, media)


def test_bad_query_method(w3c: Served) -> None:
    found = w3c.http.put(w3c.sparql, params={"query": "ASK {}"})
    assert found.status_code == 405 and "GET" in found.headers["allow"]


def test_bad_multiple_queries(w3c: Served) -> None:
    assert "2 queries" in bad(w3c.http.get(w3c.sparql, params={"query": ["ASK {}", "SELECT * {}"]}))
    assert "2 queries" in bad(post(w3c, "query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM))


def bad(response: httpx.Response, status: int = 400) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


def test_bad_query_wrong_media_type(w3c: Served) -> None:
    assert "text/plain" in bad(post(w3c, "ASK {}", "text/plain"), 415)


def test_bad_query_missing_form_type(w3c: Served) -> None:
    bad(post(w3c, "query=ASK%20%7B%7D", None), 415)


def test_bad_query_missing_direct_type(w3c: Served) -> None:
    bad(post(w3c, "ASK {}", None), 415)


def test_bad_query_non_utf8(w3c: Served) -> None:
    assert "utf-16" in bad(post(w3c, "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16"), 415)
    assert "UTF-8" in bad(post(w3c, "ASK { ?s ?p 'é' }".encode("latin-1"), DIRECT))
    assert "UTF-8" in bad(w3c.http.get(f"{w3c.sparql}?query=ASK%20%7B%20?s%20?p%20%27%E9%27%7D"))


def test_bad_query_syntax(w3c: Served) -> None:
    assert "line 1, column 6" in bad(w3c.get("/sparql", query="ASK {"))
    assert bad(w3c.get("/sparql", query="ASK {} ASK {}")) and bad(w3c.get("/sparql", query=""))


def test_a_request_that_has_parameters_but_no_query(w3c: Served) -> None:
    assert "no query" in bad(w3c.get("/sparql", **{"default-graph-uri": DATA.format(1)}))
    assert "no query" in bad(post(w3c, "", FORM))
    assert "no IRI" in bad(w3c.get("/sparql", query="ASK {}", **{"default-graph-uri": "not an iri"}))


UPDATE = "INSERT DATA { <http://example.org/s> <http://example.org/p> 1 }"


@pytest.mark.parametrize("graph", ["using-graph-uri", "using-named-graph-uri", "none"])
def test_updates_are_refused(w3c: Served, graph: str) -> None:
    """update_post_form, update_post_direct, update_base_uri, update_dataset_*, bad_update_*: none of them changes anything."""
    more = {} if graph == "none" else {graph: DATA.format(1)}
    for response in (
        w3c.http.post(w3c.sparql, data={"update": UPDATE, **more}),
        w3c.http.post(w3c.sparql, params=more, content=UPDATE, headers={"Content-Type": "application/sparql-update"}),
        w3c.http.post(w3c.sparql, data={"query": UPDATE}),
        w3c.http.post(w3c.sparql, data={"query": "LOAD <file:///etc/passwd>"}),
    ):
        assert "read-only" in bad(response, 403)
    assert "read-only" in bad(w3c.http.get(w3c.sparql, params={"update": UPDATE, **more}))
    assert not is_true(w3c.get("/sparql", query="ASK { <http://example.org/s> ?p ?o }"))


def test_head_and_options(w3c: Served) -> None:
    head = w3c.http.head(w3c.sparql, params={"query": "ASK {}"})
    assert head.status_code == 200 and not head.content and head.headers["content-length"] == "26"
    preflight = w3c.http.options(
        w3c.sparql, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 204 and preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in preflight.headers


def test_service_description(served: Served) -> None:
    found = served.get("/sparql", accept="text/turtle")
    triples = {quad.triple for quad in ox.parse(found.content, format=ox.RdfFormat.TURTLE)}
    sd, void = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"
    said = {(t.predicate.value, t.object.value) for t in triples}
    assert (f"{sd}feature", f"{sd}UnionDefaultGraph") in said
    assert (f"{sd}endpoint", served.sparql) in said
    assert sum(t.predicate.value == f"{sd}namedGraph" for t in triples) == len(
        list(served.service.kg.store.named_graphs())
    )
    assert any(predicate == f"{void}triples" and int(value) > 60_000 for predicate, value in said)
    assert served.get("/sparql", accept="application/ld+json").headers["content-type"] == "application/ld+json"
    browser = served.get("/sparql", accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (browser.status_code, browser.headers["location"]) == (303, "/explore/sparql")
    assert served.get("/sparql", accept="image/png").status_code == 406


def test_large_results_stream_and_are_gzipped(served: Served) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 20000"
    with served.http.stream(
        "GET", served.sparql, params={"query": query}, headers={"Accept-Encoding": "gzip"}
    ) as found:
        raw = b"".join(found.iter_raw())
        assert found.headers["transfer-encoding"] == "chunked" and found.headers["content-encoding"] == "gzip"
    assert len(raw) < 700_000 < 2_000_000 < len(gzip.decompress(raw))
    assert len(served.ask(query).json()["results"]["bindings"]) == 20_000


KINDS = {"rows": ("SELECT * { ?s a ho:Claim } LIMIT 1", ROWS), "triples": ("DESCRIBE ho:HipJoint", TRIPLES)}


@given(
    kind=st.sampled_from(sorted(KINDS)),
    wanted=st.lists(
        st.tuples(st.sampled_from([*ROWS, *TRIPLES, "*/*", "text/*", "image/png"]), st.integers(0, 10)), max_size=5
    ),
)
def test_the_format_is_the_one_that_is_liked_best(served: Served, kind: str, wanted: list[tuple[str, int]]) -> None:
    query, offers = KINDS[kind]
    accept = ", ".join(f"{media};q={quality / 10}" for media, quality in wanted)
    found = served.http.get(served.sparql, params={"query": query}, headers={"Accept": accept})
    media = found.headers["content-type"].partition(";")[0]

    def liked(offer: str) -> float:
        fitting = {
            m: max(q for n, q in wanted if n == m)
            for m, _ in wanted
            if m in {offer, "*/*", f"{offer.partition('/')[0]}/*"}
        }
        return float(next((fitting[m] for m in (offer, f"{offer.partition('/')[0]}/*", "*/*") if m in fitting), 0))

    if wanted and not any(liked(offer) for offer in offers):
        assert (found.status_code, media) == (406, "application/problem+json")
    else:
        assert found.status_code == 200 and media in offers
        assert not wanted or liked(media) == max(map(liked, offers))


@pytest.mark.parametrize("accept", ["", ",;q", "text/turtle;q=x", "a" * 5000, "*/*;q=0.000, ,", "/;/,"])
def test_a_malformed_accept_header_breaks_nothing(served: Served, accept: str) -> None:
    assert served.ask("ASK {}", accept).status_code in {200, 406}
