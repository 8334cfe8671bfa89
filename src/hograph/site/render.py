"""Pages of the application, rendered in this process: no server, no socket."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Rendered:
    """A response: its status, media type and body."""

    status: int
    media: str
    body: bytes


async def rendered(app: ASGIApp, path: str, accept: str = "text/html") -> Rendered:
    """What the application answers at a path.

    Args:
        app: the application.
        path: with its query, if any.
        accept: what is asked for.
    """
    plain, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"accept", accept.encode()), (b"host", b"localhost")],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }
    status, headers, body = 500, dict[bytes, bytes](), bytearray()
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            return {"type": "http.disconnect"}
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update(message["headers"])
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return Rendered(status, headers.get(b"content-type", b"").decode(), bytes(body))
