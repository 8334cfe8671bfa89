"""Requests to a SPARQL server: with what it wants to know of who asks, sent again while it is busy, and failures told in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from hograph.errors import HographError, InputError

BUSY = (429, 503)
"""Answers after which the same request is sent again."""
LONGEST = 60.0
"""Seconds that are waited at most before that, whatever the server says."""
CONNECT = 10.0
"""Seconds in which a server must take up a connection."""
TOLD = 300
"""So many characters of what a server says of an error are shown."""
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
"""This machine, which no proxy stands before."""
HEADER = "HOGRAPH_ENDPOINT_HEADER"
"""The variable of the environment that holds a header, as `Authorization: Bearer ...`, where a command line would show it to others."""


@dataclass(frozen=True)
class Reply:
    """What a server answered: headers by their names in small letters, and the whole body."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


@dataclass(frozen=True)
class Connection:
    """A way to a server.

    Without a header `Authorization`, user and password are looked up in the user's netrc file (basic, or digest where the server wants it).

    Attributes:
        headers: sent with every request; shown nowhere.
        timeout: seconds that the server may be silent.
        tries: so often a request is sent at most while the server is busy.
    """

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float = 120
    tries: int = 5

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 -- requests is imported where it is used
        try:
            import requests
            from requests.adapters import HTTPAdapter
            from urllib3.util import Retry
        except ImportError as error:
            raise HographError("requests is not installed. Install it: pip install 'hograph[server]'.") from error

        class Patient(Retry):
            def get_retry_after(self, response: Any) -> float | None:  # noqa: ANN401
                seconds = super().get_retry_after(response)
                return None if seconds is None else min(seconds, LONGEST)

        retry = Patient(
            connect=1,
            read=False,
            other=0,
            status=self.tries - 1,
            status_forcelist=BUSY,
            allowed_methods=None,
            backoff_factor=0.5,
            backoff_jitter=0.5,
            raise_on_status=False,
        )
        session = requests.Session()
        session.mount("http://", HTTPAdapter(max_retries=retry))
        session.mount("https://", HTTPAdapter(max_retries=retry))
        session.headers.update(self.headers)
        return session

    def send(self, method: str, url: str, data: bytes, headers: Mapping[str, str]) -> Reply:
        """Send a request.

        Args:
            method: of HTTP.
            url: where to.
            data: the body.
            headers: of this request alone.

        Raises:
            InputError: when the server cannot be reached, refuses, or breaks off.
        """
        import requests

        shown = address(url)
        try:
            response = self._sent(method, url, data, headers)
        except requests.exceptions.SSLError as error:
            raise InputError(
                f"{shown}: its certificate is not trusted, or it speaks no TLS. Check https and the host."
            ) from error
        except requests.exceptions.Timeout as error:
            raise InputError(f"{shown}: no answer within {self._silent(error):g} s. {SLOW}") from error
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
            raise InputError(f"{shown}: the answer broke off before its end. {SLOW}") from error
        except requests.exceptions.ConnectionError as error:
            if "timed out" in str(error).lower():
                raise InputError(f"{shown}: the answer stopped for {self.timeout:g} s. {SLOW}") from error
            why = "connection refused" if "refused" in str(error) else "no connection, or it broke"
            raise InputError(f"{shown}: no server can be reached there ({why}). Is it running?") from error
        except (requests.exceptions.RequestException, ValueError) as error:
            raise InputError(f"{shown}: the request cannot be sent ({type(error).__name__}).") from error
        if not response.ok or response.is_redirect:
            raise InputError(f"{shown}: {self._fault(response)}")
        return Reply({name.lower(): value for name, value in response.headers.items()}, response.content)

    def _silent(self, error: Exception) -> float:
        import requests

        return CONNECT if isinstance(error, requests.exceptions.ConnectTimeout) else self.timeout

    def _sent(self, method: str, url: str, data: bytes, headers: Mapping[str, str]) -> Any:  # noqa: ANN401
        """The response of the server; with a digest where it wants one and the netrc file has user and password."""
        from requests.auth import HTTPBasicAuth, HTTPDigestAuth
        from requests.utils import get_netrc_auth

        known = None if "authorization" in {name.lower() for name in self.headers} else get_netrc_auth(url)
        if urlsplit(url).hostname in LOOPBACK:
            self._session.trust_env = False
        options = {"data": data, "headers": headers, "timeout": (CONNECT, self.timeout), "allow_redirects": False}
        signed = HTTPBasicAuth(*known) if known else _as_it_is
        response = self._session.request(method, url, auth=signed, **options)
        if known and response.status_code == 401 and "digest" in response.headers.get("www-authenticate", "").lower():
            response = self._session.request(method, url, auth=HTTPDigestAuth(*known), **options)
        return response

    def _fault(self, response: Any) -> str:  # noqa: ANN401
        """What a status of failure means, with what the server says of it."""
        code, said = response.status_code, self._said(response)
        if response.is_redirect:
            return f"the server sends on to {address(response.headers['location'])}, which is not followed. Name that."
        if code in {401, 403}:
            return f"refused ({code}). Give a header with {HEADER} or --header, or user and password in ~/.netrc.{said}"
        if code in {404, 405}:
            return f"no service for this ({code}). Is it the whole address, as http://host:3030/dataset/query?{said}"
        if code in BUSY:
            return f"busy ({code}), also after {self.tries} tries. Try again later.{said}"
        if code == 408 or code == 504:
            return f"the server gave up ({code}). {SLOW}{said}"
        return f"the server cannot do this ({code}).{said}"

    def _said(self, response: Any) -> str:  # noqa: ANN401
        text = response.content[:20_000].decode("utf-8", errors="replace")
        if "html" in response.headers.get("content-type", "").lower():
            text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>|<[^>]+>", " ", text)
        text = " ".join(text.split())
        for secret in self._secrets():
            text = text.replace(secret, "***")
        return f" The server says: {text[:TOLD]}{'...' if len(text) > TOLD else ''}" if text else ""

    def _secrets(self) -> list[str]:
        """What no message may show: the values of headers, whole and word by word."""
        words = {word for value in self.headers.values() for word in (value, *value.split())}
        return sorted((word for word in words if len(word) > 5), key=len, reverse=True)


SLOW = "Ask for less, give it longer (--timeout), or raise the limits of the server."


def _as_it_is(request: Any) -> Any:  # noqa: ANN401
    """A request that has its headers already; so requests looks for no others."""
    return request


def address(url: str) -> str:
    """An address as messages show it: without user, query and fragment, which may be secrets."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"


def read_address(text: str) -> str:
    """The address of a service.

    Raises:
        InputError: when it is none.
    """
    try:
        parts = urlsplit(text.strip())
        fits = parts.scheme in {"http", "https"} and parts.hostname and not parts.fragment and (parts.port or True)
    except ValueError:
        fits = False
    if not fits:
        raise InputError(f"'{text}' is no address of a SPARQL service. Write it as http://localhost:7878/query.")
    if parts.username or parts.password:
        raise InputError(
            f"{address(text)}: user and password do not belong into an address. Put them into ~/.netrc, or a header into {HEADER}."
        )
    return text.strip()


def read_headers(lines: tuple[str, ...]) -> dict[str, str]:
    """Headers as people write them, `Name: value`.

    >>> read_headers(("X-Key: abc",))
    {'X-Key': 'abc'}

    Raises:
        InputError: for a line that is none; what stands in it is not shown.
    """
    found = {}
    for line in lines:
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or not re.fullmatch(r"[A-Za-z0-9-]+", name) or not value.isascii() or not value.isprintable():
            raise InputError("A header is no header. Write it as 'Name: value', as in 'Authorization: Bearer KEY'.")
        found[name] = value
    return found
