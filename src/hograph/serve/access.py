"""Who may review in the browser, and that a form was sent from a page of ours."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

HERE = {"localhost", "127.0.0.1", "[::1]"}
"""Names by which a browser asks for a server on its own machine; by another, a page of somebody else may have led it here."""
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers by which a request tells that it came through another server, so that its sender is not on this machine."""
FORM, GUEST = "hograph-form", "hograph-review"
"""Cookies: what binds forms to a browser, and that a browser has shown the token."""


@dataclass(frozen=True)
class Reviewing:
    """Review in the browser, where it is wanted.

    Attributes:
        token: who knows it may review; without one, only who sits at this machine.
        reviewer: who decides, unless the form says so.
        paths: files of proposed claims, or folders of them; those of the workspace when there are none.
    """

    token: str = field(default="", repr=False)
    reviewer: str = ""
    paths: tuple[Path, ...] = ()
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False, compare=False)

    def admits(self, request: Request) -> bool:
        """Whether a request may see and decide claims."""
        if self.token:
            return hmac.compare_digest(request.cookies.get(GUEST, ""), self._sealed(self.token))
        return is_here(request)

    def enter(self, request: Request, token: str, response: Response) -> bool:
        """Let a browser in that shows the token."""
        right = bool(self.token) and hmac.compare_digest(token.encode(), self.token.encode())
        if right:
            _set(request, response, GUEST, self._sealed(self.token))
        return right

    def form_key(self, request: Request, response: Response) -> str:
        """What a form carries, so that it is known to be ours; the browser is given the other half."""
        own = request.cookies.get(FORM, "")
        if len(own) != 64:
            own = secrets.token_hex(32)
            _set(request, response, FORM, own)
        return self._sealed(own)

    def is_ours(self, request: Request, form: Mapping[str, str], base: str = "") -> bool:
        """Whether a form was sent from a page of ours by the browser that we gave it to.

        Args:
            request: that brought it.
            form: its fields.
            base: the address by which browsers know the server, where it is another than that of the request.
        """
        own = request.cookies.get(FORM, "")
        origin = request.headers.get("origin")
        places = {request.headers.get("host", ""), urlsplit(base).netloc} - {""}
        same = origin is None or urlsplit(origin).netloc in places
        near = request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
        return bool(own) and same and near and hmac.compare_digest(form.get("key", ""), self._sealed(own))

    def _sealed(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()


def is_here(request: Request) -> bool:
    """Whether who asks sits at this machine, by a name of this machine, with no other server between."""
    try:
        near = request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
    name = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    return near and name in HERE and not any(header in request.headers for header in PASSED_ON)


def _set(request: Request, response: Response, name: str, value: str) -> None:
    path = f"{request.scope.get('root_path', '')}/review"
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, path=path, secure=secure, httponly=True, samesite="strict")
