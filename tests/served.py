"""The application as it runs: uvicorn on a free port of this machine, in a thread."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn

from hograph.serve import Service, create_app
from hograph.serve.running import settings
from serving import free_port, listens


@dataclass(frozen=True)
class Served:
    """An application that runs: its address, what it serves, the lines of its log, and a client."""

    url: str
    service: Service
    log: list[str] = field(repr=False)
    http: httpx.Client = field(repr=False)

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"

    def get(self, path: str, accept: str | None = None, **parameters: str) -> httpx.Response:
        headers = {"Accept": accept} if accept else {}
        return self.http.get(f"{self.url}{path}", params=parameters, headers=headers)

    def ask(self, query: str, accept: str = "*/*", client: str = "") -> httpx.Response:
        """Send a query, as one client of several when it is named."""
        headers = {"Accept": accept} | ({"X-Forwarded-For": client} if client else {})
        return self.http.post(self.sparql, data={"query": query}, headers=headers)


@contextmanager
def serving(service: Service) -> Iterator[Served]:
    """The application over a graph, ended afterwards."""
    log: list[str] = []
    port = free_port()
    config = settings(create_app(service, log.append), service.limits)
    config.port = port
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not listens(port):
        assert thread.is_alive() and time.monotonic() < until, log
        time.sleep(0.05)
    with httpx.Client(timeout=30) as http:
        yield Served(f"http://127.0.0.1:{port}", service, log, http)
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive()
