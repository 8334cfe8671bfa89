"""Texts of labels, queries, documents and clients are text on every page, and never run."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

import hograph
from hograph.query.names import documents
from hograph.serve import Limits, Service, create_app
from hograph.vocabulary import CLAIM as CLAIMS
from hograph.vocabulary import DCTERMS, DOCUMENT, HO, RDFS
from paged import CLAIM, page


def test_no_page_has_a_script_or_style_of_its_own(client: TestClient) -> None:
    for path in ("/", "/search?q=hip", "/HipJoint", CLAIM, "/Hedged"):
        text = page(client, path)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text), path
        assert text.count("<h1") == 1 and 'lang="en"' in text and 'class="skip"' in text


HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("path", ["/search?q={}", "/queries/{}"])
def test_what_a_client_sends_is_only_text(client: TestClient, path: str) -> None:
    got = client.get(path.replace("{}", HOSTILE.replace("/", "%2F")))
    assert "<script>alert" not in got.text


def test_texts_of_the_graph_are_only_text(kg: hograph.KnowledgeGraph) -> None:
    hostile = ox.Literal(HOSTILE)
    store = ox.Store()
    store.bulk_extend(q for q in kg.store.quads_for_pattern(None, None, None, None) if q.predicate != RDFS["label"])
    store.bulk_extend(
        ox.Quad(
            q.subject, q.predicate, hostile if q.subject in CLAIMS or q.subject in DOCUMENT else q.object, q.graph_name
        )
        for q in kg.store.quads_for_pattern(None, RDFS["label"], None, None)
    )
    for part in (DCTERMS["title"], HO["section"], HO["curatorNote"]):
        for quad in list(store.quads_for_pattern(None, part, None, None)):
            store.remove(quad)
            store.add(ox.Quad(quad.subject, quad.predicate, hostile, quad.graph_name))
    with TestClient(create_app(Service(replace(kg, store=store, documents=(), prepared=None)))) as client:
        for path in (
            "/",
            CLAIM,
            "/queries/recurrence-prevention",
            "/document/joi-heterotopic-ossification",
            "/HipJoint",
        ):
            text = page(client, path)
            assert "<script>alert" not in text and "&lt;script&gt;alert" in text, path


@dataclass(frozen=True)
class Shelved:
    """A document, every passage of which is hostile."""

    text: str = HOSTILE * 1000
    sha256: str = ""

    def passage(self, span: object) -> str:
        return HOSTILE


def test_texts_of_documents_are_only_text(kg: hograph.KnowledgeGraph) -> None:
    with_documents = replace(kg, documents=())
    with_documents.__dict__["_documents"] = {slug: Shelved() for slug in documents(kg.store)}
    with TestClient(create_app(Service(with_documents, Limits(seconds=60)))) as client:
        for path in (CLAIM, "/queries/recurrence-prevention", "/disagreements", "/HipJoint"):
            text = page(client, path)
            assert "<script>alert" not in text and (path == "/HipJoint" or "&lt;script&gt;alert" in text), path


def test_no_template_trusts_a_text() -> None:
    templates = list((Path(hograph.__file__).parent / "serve" / "templates").rglob("*.html"))
    assert len(templates) > 10
    assert not [path.name for path in templates if re.search(r"\|\s*safe|autoescape", path.read_text("utf-8"))]
