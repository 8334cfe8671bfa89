"""A server on this machine that speaks the chat completions of OpenAI, well or badly, as a test scripts it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]
STATEMENTS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "Trauma may cause heterotopic ossification": (
        "trauma",
        "causes",
        "heterotopic ossification",
        {"certainty": "hedged"},
    ),
    "Radiation therapy prevents recurrence of heterotopic ossification": (
        "radiation therapy",
        "preventsRecurrenceOf",
        "heterotopic ossification",
        {},
    ),
    "Heterotopic ossification does not occur in the brain": (
        "heterotopic ossification",
        "occursIn",
        "the brain",
        {"polarity": "negated"},
    ),
    "Heterotopic ossification causes pain": ("heterotopic ossification", "hasSymptom", "pain", {}),
}
"""What a model that reads well makes of sentences."""
USAGE = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050}


@dataclass(frozen=True)
class Reply:
    """What the server answers.

    Attributes:
        body: of the answer.
        status: of HTTP.
        headers: besides the usual ones.
        delay: seconds before it.
        drips: whether the body comes a byte at a time.
    """

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drips: bool = False


Answer = Reply | Callable[[Request], Reply]


def content(text: str | None, usage: object = USAGE) -> Reply:
    """An answer whose message holds a text."""
    data: dict[str, Any] = {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}
    return Reply(json.dumps(data | ({"usage": usage} if usage else {})).encode())


def claim(quote: str = "Trauma may cause heterotopic ossification", part: int = 2, **changes: object) -> dict[str, Any]:
    """A claim as the schema has it: the one of the quote, with some fields as the test wants them."""
    subject, predicate, object_, how = STATEMENTS.get(quote, STATEMENTS["Trauma may cause heterotopic ossification"])
    base = {"polarity": "affirmed", "certainty": "asserted", "scope": "general-knowledge", "qualifiers": None}
    said = {"part": part, "quote": quote, "subject": subject, "predicate": predicate, "object": object_}
    return said | base | how | changes


def says(*claims: object, usage: object = USAGE) -> Reply:
    """An answer with claims."""
    return content(json.dumps({"claims": claims}), usage)


def parts(request: Request) -> list[dict[str, Any]]:
    """The parts of the document in a request."""
    found: list[dict[str, Any]] = json.loads(request["body"]["messages"][1]["content"])["parts"]
    return found


def good(request: Request) -> Reply:
    """What a model that reads well answers."""
    return says(
        *(claim(quote, part["part"]) for part in parts(request) for quote in STATEMENTS if quote in part["text"])
    )


@dataclass
class Fake:
    """The server.

    Attributes:
        url: its base.
        script: answers to the next requests, in order; `otherwise` to all after them.
        otherwise: the answer when the script is at its end.
        requests: what was asked: `headers` and `body`.
    """

    url: str
    script: list[Answer] = field(default_factory=list)
    otherwise: Answer = good
    requests: list[Request] = field(default_factory=list)

    def answer(self, request: Request) -> Reply:
        """The answer to a request, which is taken down."""
        self.requests.append(request)
        chosen = self.script.pop(0) if self.script else self.otherwise
        return chosen if isinstance(chosen, Reply) else chosen(request)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what some tests are about."""


@contextmanager
def fake_llm() -> Iterator[Fake]:
    """The server while it runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = fake.answer({"path": self.path, "headers": dict(self.headers), "body": body})
            time.sleep(reply.delay)
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not reply.drips:
                self.wfile.write(reply.body)
                return
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.02)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name of the base
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    fake = Fake(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
