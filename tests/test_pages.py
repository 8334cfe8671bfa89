"""The pages of the explorer as a client without JavaScript gets them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import hograph
from hograph.serve import Service, create_app

CLAIM = "/claim/bk6lbrhkkcwuln34"


@pytest.fixture(scope="module")
def client(kg: hograph.KnowledgeGraph) -> TestClient:
    """A client of a server that has no documents."""
    return TestClient(create_app(Service(replace(kg, documents=()))))


def page(client: TestClient, path: str, status: int = 200) -> str:
    got = client.get(path, headers={"Accept": "text/html"})
    assert got.status_code == status, got.text
    return re.sub(r"\s+", " ", got.text)


def test_home_says_what_this_is_and_lists_every_question(client: TestClient, kg: hograph.KnowledgeGraph) -> None:
    text = page(client, "/")
    assert "445 claims of 5 documents" in text and "not medical advice" in text
    assert all(f'href="/queries/{name}"' in text for name in kg.queries)


def test_search_finds_terms_questions_and_claims(client: TestClient) -> None:
    text = page(client, "/search?q=radiation+therapy")
    assert 'href="/RadiationTherapy"' in text and "/queries/" in text and "/claim/" in text
    assert "Nothing is called so" in page(client, "/search?q=zzzzqqqq")
    assert page(client, "/search").count("<h1>Search</h1>") == 1


def test_search_is_spelled_nearly(client: TestClient) -> None:
    assert 'href="/HipJoint"' in page(client, "/search?q=hip+jiont")


def test_a_term_page_tells_names_place_matches_roles_and_claims(client: TestClient) -> None:
    text = page(client, "/HipJoint")
    for told in (
        "The ball-and-socket joint",
        "coxofemoral joint",
        'href="/Joint"',
        'href="http://purl.obolibrary.org/obo/UBERON_0001486"',
        "affected site",
        "by definition, the object of",
        'alt="Terms around hip joint',
        'href="/HipRegion"',
    ):
        assert told in text
    assert "occurs in" in text and "/claim/" in text


@pytest.mark.parametrize(
    ("path", "told"), [("/RiskFactor", "terms have this role"), ("/treats", "relation"), ("/Hedged", "hedged")]
)
def test_roles_relations_and_values_have_pages(client: TestClient, path: str, told: str) -> None:
    assert told in page(client, path)


def test_the_picture_of_a_term(client: TestClient) -> None:
    picture = client.get("/picture/HipJoint.svg")
    assert picture.headers["content-type"] == "image/svg+xml" and "<title>hip joint</title>" in picture.text
    assert client.get("/picture/NoSuchTerm.svg").status_code == 404


def test_a_claim_page_tells_where_it_stands_and_what_others_say(client: TestClient) -> None:
    text = page(client, CLAIM)
    assert 'class="badge hedged">hedged<' in text and "characters 2639–2698" in text
    assert "--documents DIR" in text and "What follows from it" in text
    assert 'href="/proposition/tpyrhmdredsu4d46"' in text


def test_a_proposition_page_puts_documents_side_by_side(client: TestClient, kg: hograph.KnowledgeGraph) -> None:
    [row, *_] = kg.query("corroborated")
    first = str(row["claims"].value).split()[0]  # type: ignore[union-attr]
    path = re.search(r'href="(/proposition/\w+)"', page(client, first.removeprefix("https://w3id.org/hograph")))
    assert path
    assert page(client, path[1]).count('class="side"') >= 2


def test_passages_are_shown_with_the_words_that_decide(kg: hograph.KnowledgeGraph, documents: Path) -> None:
    client = TestClient(create_app(Service(replace(kg, documents=(documents,)))))
    text = page(client, CLAIM)
    passage = re.search(r'<blockquote class="passage">.*?</blockquote>', text)
    assert passage and re.search(r'<mark>.*<b class="cue" title="hedge">\w+</b>.*</mark>', passage[0])
    assert "--documents DIR" not in text


def test_no_page_has_a_script_or_style_of_its_own(client: TestClient) -> None:
    for path in ("/", "/search?q=hip", "/HipJoint", CLAIM, "/Hedged"):
        text = page(client, path)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text), path
        assert text.count("<h1") == 1 and 'lang="en"' in text and 'class="skip"' in text


HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("path", ["/search?q={}", "/queries/{}", "/picture/{}.svg"])
def test_what_a_client_sends_is_only_text(client: TestClient, path: str) -> None:
    got = client.get(path.replace("{}", HOSTILE.replace("/", "%2F")))
    assert "<script>alert" not in got.text
