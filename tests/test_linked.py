"""Linked data: what lies at the IRIs of the graph, in each format, and what a client is told where there is nothing."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import hograph
from hograph.serve import Limits, Service, create_app
from hograph.serve.linked import description
from hograph.serve.negotiate import RDF_FORMATS, RdfFormat, choose
from hograph.vocabulary import CLAIM, HO

TERM, CLAIM_PATH, DOCUMENT = "/HipJoint", "/claim/bk6lbrhkkcwuln34", "/document/joi-heterotopic-ossification"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def client(kg: hograph.KnowledgeGraph) -> Iterator[TestClient]:
    with TestClient(create_app(Service(kg, Limits(seconds=60))), follow_redirects=False) as made:
        yield made


def read(data: bytes, form: RdfFormat) -> ox.Dataset:
    """What a document says, with blank nodes by canonical names."""
    found = ox.Dataset(ox.parse(input=data, format=form.engine))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.mark.parametrize("path", [TERM, CLAIM_PATH, DOCUMENT, "/treats", "/RiskFactor", "/Hedged"])
def test_a_browser_gets_a_page_and_is_told_of_the_other_formats(client: TestClient, path: str) -> None:
    page = client.get(path, headers={"Accept": BROWSER})
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert f'<{path}>; rel="canonical"' in page.headers["link"]
    assert f'<{HO}{path[1:]}>; rel="describes"' in page.headers["link"]
    assert f'<{path}.ttl>; rel="alternate"; type="text/turtle"' in page.headers["link"]
    assert page.headers["vary"].split(", ")[0] == "Accept"


@pytest.mark.parametrize("form", RDF_FORMATS, ids=lambda form: form.extension)
def test_a_program_is_sent_to_the_document_in_its_format(client: TestClient, form: RdfFormat) -> None:
    sent = client.get(TERM, headers={"Accept": f"{form.media}, */*;q=0.1"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{TERM}.{form.extension}")
    document = client.get(sent.headers["location"])
    assert document.headers["content-type"].split(";")[0] == form.media
    assert any(quad.subject == HO["HipJoint"] for quad in read(document.content, form))


def test_the_formats_say_the_same(client: TestClient, kg: hograph.KnowledgeGraph) -> None:
    subjects = (q.subject for q in kg.store.quads_for_pattern(None, None, None, None))
    nodes = sorted({n.value for n in subjects if isinstance(n, ox.NamedNode) and n in HO and "-" not in CLAIM.name(n)})

    @given(st.sampled_from(nodes))
    def holds(iri: str) -> None:
        path = iri.removeprefix(str(HO).rstrip("/"))
        said = [read(client.get(f"{path}.{form.extension}").content, form) for form in RDF_FORMATS]
        assert len(said[0]) == len(description(kg, ox.NamedNode(iri))) > 0
        assert all(one == said[0] for one in said[1:])

    holds()


@pytest.mark.parametrize("path", [TERM, f"{TERM}.ttl", CLAIM_PATH, DOCUMENT])
def test_a_thing_is_not_sent_twice_in_the_same_format(client: TestClient, path: str) -> None:
    accept = {"Accept": BROWSER}
    first = client.get(path, headers=accept)
    again = client.get(path, headers=accept | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert path.endswith(".ttl") or client.get(path, headers={"If-None-Match": "*"}).status_code == 200
    assert client.get("/HipJiont", headers=accept | {"If-None-Match": "*"}).status_code == 404
    other = client.get(TERM, headers={"Accept": "text/turtle", "If-None-Match": first.headers["etag"]})
    assert other.status_code == 303 and "etag" not in other.headers


def test_parts_of_a_claim_lead_to_the_claim(client: TestClient) -> None:
    sent = client.get(f"{CLAIM_PATH}-span-position")
    assert (sent.status_code, sent.headers["location"]) == (303, CLAIM_PATH)


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/HipJiont", "/HipJoint"),
        ("/claim/bk6l", CLAIM_PATH),
        ("/document/joi-heterotopic", DOCUMENT),
        ("/FOPP", "/FibrodysplasiaOssificansProgressiva"),
    ],
)
def test_what_is_unknown_is_told_with_what_comes_near(client: TestClient, path: str, near: str) -> None:
    page, text = (client.get(path, headers={"Accept": accept}) for accept in (BROWSER, "text/plain"))
    assert page.status_code == text.status_code == 404
    assert near in page.text and near in text.text


@pytest.mark.parametrize("path", ["/FOP", "/fibrodysplasia%20ossificans%20progressiva", "/MONDO:0007606"])
def test_a_name_that_is_no_iri_leads_people_to_the_page_and_programs_nowhere(client: TestClient, path: str) -> None:
    page = client.get(path, headers={"Accept": BROWSER})
    assert page.status_code == 303 and page.headers["location"] == "/FibrodysplasiaOssificansProgressiva"
    assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 404


@pytest.mark.parametrize("path", ["/api", "/api/query/recurrence-prevention"])
def test_what_the_api_does_not_have_is_a_problem_and_no_page(client: TestClient, path: str) -> None:
    told = client.get(path)
    assert told.status_code == 404 and told.headers["content-type"] == "application/problem+json"
    assert "/openapi.json lists what there is for programs" in told.json()["detail"]


def test_what_cannot_be_given_is_refused(client: TestClient) -> None:
    refused = client.get(TERM, headers={"Accept": "image/png"})
    assert refused.status_code == 406 and "text/turtle" in refused.text


def test_addresses_are_never_taken_from_the_client(client: TestClient, kg: hograph.KnowledgeGraph) -> None:
    page = client.get(TERM, headers={"Accept": BROWSER, "Host": "elsewhere.example"})
    assert "elsewhere" not in page.headers["link"] and "elsewhere.example" not in page.text
    known = TestClient(create_app(Service(kg, base="https://graph.example")))
    assert '<https://graph.example/HipJoint>; rel="canonical"' in known.get(TERM).headers["link"]


@pytest.mark.parametrize(
    "path", ["/%3Cscript%3Ealert(1)%3C/script%3E", "/claim/%22%3E%3Cimg%20src=x%3E", "/a%20b", "/%00", "/..%2f..%2fetc"]
)
def test_no_path_is_executed_or_breaks_a_page(client: TestClient, path: str) -> None:
    page = client.get(path, headers={"Accept": BROWSER})
    assert page.status_code == 404
    assert "<script>alert" not in page.text and "<img" not in page.text


OFFERS = ["text/html", *(form.media for form in RDF_FORMATS)]
RANGES = st.sampled_from([*OFFERS, "*/*", "text/*", "application/*", "image/png", "nonsense", ""])
QUALITIES = st.sampled_from(["", ";q=0", ";q=0.001", ";q=0.5", ";q=1.0", "; Q=0.7", ";charset=utf-8", ";q=7", ";q=-1"])


@given(st.lists(st.tuples(RANGES, QUALITIES)), st.text())
def test_any_header_is_read(ranges: list[tuple[str, str]], noise: str) -> None:
    accept = ",".join("".join(one) for one in ranges)
    found = choose(accept, OFFERS)
    assert found is None or found in OFFERS
    assert choose(noise, OFFERS) in {None, *OFFERS}
    named = [name for name, quality in ranges if name in OFFERS and quality == ""]
    if named:
        assert found is not None


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        (BROWSER, "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/turtle;q=0.3, application/ld+json;q=0.9", "application/ld+json"),
        ("text/*;q=0.5, text/html;q=0", "text/turtle"),
        ("application/rdf+xml, */*;q=0.1", "application/rdf+xml"),
        ("image/png", None),
        ("*/*;q=0", None),
    ],
)
def test_what_a_client_likes_best(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, OFFERS) == chosen
