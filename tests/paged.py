"""Pages of the explorer as a client without JavaScript gets them, for tests."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from starlette.testclient import TestClient

import hograph
from hograph.serve import Limits, Service, create_app

CLAIM = "/claim/bk6lbrhkkcwuln34"


@contextmanager
def without_documents(kg: hograph.KnowledgeGraph) -> Iterator[TestClient]:
    """A client of a server that has no documents."""
    with TestClient(create_app(Service(replace(kg, documents=()), Limits(seconds=60)))) as made:
        yield made


def page(client: TestClient, path: str, status: int = 200) -> str:
    got = client.get(path, headers={"Accept": "text/html"})
    assert got.status_code == status, got.text
    return re.sub(r"\s+", " ", got.text)
