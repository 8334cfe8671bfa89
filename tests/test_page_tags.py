"""A page that a browser has is not sent again, until something that it rests on has changed."""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import hograph
from hograph.files import sha256
from hograph.query.names import documents as slugs
from hograph.serve import Service
from hograph.serve.access import Reviewing
from paged import CLAIM

PAGES = (
    "/",
    "/search?q=hip",
    "/HipJoint",
    CLAIM,
    "/queries/treatments",
    "/compare",
    "/disagreements",
    "/explore/graph",
)


@pytest.mark.parametrize("path", [*PAGES, "/document/joi-heterotopic-ossification"])
def test_a_page_that_a_browser_has_is_not_sent_again(client: TestClient, path: str) -> None:
    accept = {"Accept": "text/html"}
    first = client.get(path, headers=accept)
    assert first.headers["cache-control"] == "no-cache" and "Accept" in first.headers["vary"]
    again = client.get(path, headers=accept | {"If-None-Match": f'W/"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(path, headers=accept | {"If-None-Match": 'W/"x"'}).status_code == 200


def test_tags_change_with_what_pages_rest_on(
    kg: hograph.KnowledgeGraph, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents, review, the text of a query, and the key of the build: each makes other pages."""
    bare = replace(kg, documents=())
    asked = {name: replace(query, text=f"{query.text}\n") for name, query in bare.queries.items()}
    changed = replace(bare)
    changed.__dict__["queries"] = asked
    services = [
        Service(bare),
        Service(replace(kg, documents=(documents,))),
        Service(bare, reviewing=Reviewing()),
        Service(changed),
        Service(bare, base="https://graph.example"),
    ]
    assert len({service.state for service in services}) == len(services)
    assert services[1].kg.hashes == {slug: sha256((documents / f"{slug}.txt").read_bytes()) for slug in slugs(kg.store)}
    assert Service(replace(bare)).state == services[0].state
    monkeypatch.setattr("hograph.serve.service.key_of", lambda _: "another build")
    assert Service(bare).state != services[0].state


def test_what_went_wrong_and_what_is_private_has_no_tag(client: TestClient) -> None:
    for path in ("/queries/treatments?condition=qqqq", "/nothing", "/review"):
        assert "etag" not in client.get(path, headers={"Accept": "text/html"}).headers
