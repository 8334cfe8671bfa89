"""The API: canned queries with their claims, search, examples, and a description that holds."""

import csv
import io
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

import hograph
from hograph.query.decorators import from_grlc
from hograph.serve.finding import names_of, search_terms
from served import Served

ANSWER = "/api/queries/recurrence-prevention"


def test_every_canned_query_is_listed_and_answers(served: Served) -> None:
    listed = served.get("/api/queries").json()["queries"]
    assert [one["name"] for one in listed] == sorted(served.service.kg.queries)
    for one in listed:
        found = served.get(one["answer"], limit="1")
        assert found.status_code == 200, found.text
        assert all(row["claims"] for row in found.json()["rows"])


def test_an_answer_says_what_the_command_line_says(served: Served) -> None:
    kg = served.service.kg
    answer = kg.query("recurrence-prevention", include="open")
    found = served.get(ANSWER, include="open").json()
    assert [row["values"] for row in found["rows"]] == kg.records(answer)
    assert [claim["iri"] for row in found["rows"] for claim in row["claims"]] == [
        node.value for node in answer.claims()
    ]
    assert found["rows"][0]["claims"][0]["label"] and found["asked"]["include"] == "open"
    assert [column["name"] for column in found["columns"]] == list(answer.columns)


def test_evidence_comes_with_the_rows(served: Served) -> None:
    rows = served.get(ANSWER, evidence="true").json()["rows"]
    assert all({item["claim"] for item in row["evidence"]} == {one["claim"] for one in row["claims"]} for row in rows)
    assert rows[0]["evidence"][0]["end"] > rows[0]["evidence"][0]["start"]


@pytest.mark.parametrize("way", ["extension", "format", "accept"])
def test_csv_tsv_and_turtle(served: Served, way: str) -> None:
    def get(layout: str, media: str) -> httpx.Response:
        found = {
            "extension": lambda: served.get(f"{ANSWER}.{layout}"),
            "format": lambda: served.get(ANSWER, format=layout),
            "accept": lambda: served.get(ANSWER, accept=media),
        }[way]()
        assert found.status_code == 200 and found.headers["content-type"].startswith(media)
        return found

    for layout, media, delimiter in (("csv", "text/csv", ","), ("tsv", "text/tab-separated-values", "\t")):
        rows = list(csv.DictReader(io.StringIO(get(layout, media).text), delimiter=delimiter))
        assert len(rows) == 3 and rows[0]["claim"].startswith("claim:")
    turtle = {quad.triple for quad in ox.parse(get("ttl", "text/turtle").content, format=ox.RdfFormat.TURTLE)}
    kg = served.service.kg
    assert turtle == {quad.triple for quad in kg.statements(kg.query("recurrence-prevention").claims())}


@pytest.mark.parametrize(
    ("path", "status", "names"),
    [
        ("/api/queries/recurence-prevention", 404, "recurrence-prevention"),
        (f"{ANSWER}?condition=hip+joint", 400, "Condition"),
        (f"{ANSWER}?condition=hte+ossification", 400, "is no label"),
        (f"{ANSWER}?includes=open", 400, "Did you mean include?"),
        (f"{ANSWER}?include=open&include=all", 400, "given 2 times"),
        (f"{ANSWER}?include=everything", 400, "stated, studies, open, all"),
        (f"{ANSWER}?format=xlsx", 400, "json, csv, tsv, ttl"),
        (f"{ANSWER}?limit=0", 400, "from 1 to"),
        (f"{ANSWER}?evidence=maybe", 400, "true or false"),
        (f"{ANSWER}?condition=%FF", 400, "UTF-8"),
        ("/api/search", 400, "q"),
        ("/api/search?q=hip&fuzzy=1", 400, "fuzzy"),
        ("/api/search?q=" + "a" * 201, 400, "200"),
        ("/queries/nothing.rq", 404, "No canned query"),
    ],
)
def test_what_is_wrong_is_named(served: Served, path: str, status: int, names: str) -> None:
    found = served.http.get(f"{served.url}{path}")
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert names in found.json()["detail"] and found.json()["status"] == status


def test_pages_follow_each_other_in_a_stable_order(served: Served) -> None:
    whole = served.get("/api/queries/claims").json()
    found, address = [], "/api/queries/claims?limit=100"
    while address:
        response = served.http.get(f"{served.url}{address}")
        found += response.json()["rows"]
        assert response.headers["x-total-count"] == str(whole["total"])
        address = response.links.get("next", {}).get("url", "")
    assert found == whole["rows"] and len(found) == whole["total"] > 300
    last = served.get("/api/queries/claims", limit="100", offset=str(whole["total"])).json()
    assert last["rows"] == [] and "next" not in last["links"] and "prev" in last["links"]


@pytest.mark.parametrize(
    "path", [ANSWER, "/api/search?q=hip", "/api/queries", "/openapi.json", "/api/examples", "/queries/causes.rq"]
)
def test_what_a_client_has_is_not_sent_again(served: Served, path: str) -> None:
    first = served.http.get(f"{served.url}{path}")
    assert first.status_code == 200, first.text
    again = served.http.get(f"{served.url}{path}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert served.http.get(f"{served.url}{path}", headers={"If-None-Match": 'W/"x"'}).status_code == 200


def test_other_formats_have_other_tags(served: Served) -> None:
    assert served.get(ANSWER).headers["etag"] != served.get(ANSWER, accept="text/csv").headers["etag"]


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("hip joint", "HipJoint"),
        ("hip jiont", "HipJoint"),
        ("radiaton", "RadiationTherapy"),
        ("fop", "FibrodysplasiaOssificansProgressiva"),
        ("therapy radiation", "RadiationTherapy"),
        ("myositis osificans", "MyositisOssificans"),
    ],
)
def test_search_forgives(served: Served, words: str, term: str) -> None:
    found = served.get("/api/search", q=words).json()["results"]
    assert found[0]["term"] == f"ho:{term}", [(one["label"], one["score"]) for one in found[:5]]


def test_search_finds_no_hidden_label_and_nothing_where_there_is_nothing(
    kg: hograph.KnowledgeGraph, served: Served
) -> None:
    names = tuple(names_of(kg.ontology))
    hidden = {(term, text) for term in kg.ontology.terms for text in kg.ontology.hidden_labels(term)}
    assert hidden and not hidden & {(name.term, name.text) for name in names}
    assert served.get("/api/search", q="zzzzqqqq").json()["results"] == []
    assert all(score >= 100 for name, score in search_terms(names, "hip joint")[:1])


def test_examples_and_texts(served: Served) -> None:
    found = served.get("/api/examples", accept="text/turtle")
    triples = {quad.triple for quad in ox.parse(found.content, format=ox.RdfFormat.TURTLE)}
    assert sum(
        t.object.value == "http://www.w3.org/ns/shacl#SPARQLExecutable"
        for t in triples
        if isinstance(t.object, ox.NamedNode)
    ) == len(served.service.kg.queries)
    assert any(t.object == ox.NamedNode(served.sparql) for t in triples)
    assert {
        quad.triple
        for quad in ox.parse(
            served.get("/api/examples", accept="application/n-triples").content, format=ox.RdfFormat.N_TRIPLES
        )
    } == triples
    text = served.get("/queries/recurrence-prevention.rq")
    assert text.headers["content-type"].startswith("application/sparql-query")
    assert text.text == served.service.kg.canned("recurrence-prevention").text and text.text.startswith("#+ ")
    assert from_grlc({"summary": "x"})  # the decorators are those that grlc reads
    assert len(served.ask(text.text).json()["results"]["bindings"]) == 3


def test_the_description_names_what_there_is(served: Served) -> None:
    spec = served.get("/openapi.json").json()
    assert spec["openapi"] == "3.1.0" and spec["servers"] == [{"url": served.url}]
    assert {f"/api/queries/{name}" for name in served.service.kg.queries} < set(spec["paths"])
    parameters = {one["name"]: one["schema"] for one in spec["paths"][ANSWER]["get"]["parameters"]}
    assert parameters["include"] == {
        "type": "string",
        "enum": ["stated", "studies", "open", "all"],
        "default": "stated",
    }


TRIED = {
    "recurrence-prevention",
    "search",
    "list-queries",
    "examples",
    "sparql",
    "sparql-post",
    "numbers",
    "uberon-region",
}


def test_the_api_is_what_its_description_says(served: Served) -> None:
    """Requests made from the description, right and wrong ones: nothing but what is described comes back."""
    described: Any = schemathesis.openapi.from_url(f"{served.url}/openapi.json")
    operations = [found.ok() for found in described.get_all_operations()]
    tried = [one for one in operations if one.definition.raw["operationId"] in TRIED]
    assert len(tried) == len(TRIED)
    cases = st.one_of([one.as_strategy(mode) for one in tried for mode in schemathesis.GenerationMode])

    @settings(max_examples=150, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def holds(case: "schemathesis.Case[Any]") -> None:
        case.call_and_validate(excluded_checks=[positive_data_acceptance])  # a text is no SPARQL, and no term, yet

    holds()
