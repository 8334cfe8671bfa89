"""Requests to a server: sent again while it is busy, within limits of number and time, and an error in words when it cannot answer."""

import json
import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from hograph.errors import HographError, InputError
from hograph.extraction.llm.settings import VARIABLES, Settings

BUSY = {408, 409, 425, 429, 500, 502, 503, 504, 529}
"""Answers after which the same request may succeed."""
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
"""This machine, which no proxy stands before."""
LONGEST = 60.0
"""Seconds to wait at most between two tries, unless the server names a longer time."""
MOST_BYTES = 8 * 1024 * 1024
"""Of an answer."""
TOLD = 300
"""So many characters of what a server says of an error are shown."""


class RefusedError(HographError):
    """A server takes a request for malformed: a form of it that it does not know."""


@dataclass(frozen=True)
class Wait:
    """How time passes; tests hand in a quicker one."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random  # noqa: S311 -- waits are no secrets


class _Again(Exception):  # noqa: N818 -- no error: what to do next
    """The request is to be sent again, after so many seconds when the server says so."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


@dataclass(frozen=True)
class Client:
    """Sends requests to the server of the settings.

    Attributes:
        settings: which server, with what key, how often and how long.
        wait: how time passes.
    """

    settings: Settings
    wait: Wait = field(default=Wait(), repr=False)

    @cached_property
    def _pool(self) -> Any:  # noqa: ANN401 -- urllib3 is imported where it is used
        try:
            import urllib3
        except ImportError as error:
            raise HographError("urllib3 is not installed. Install it: pip install 'hograph[llm]'.") from error
        parts = urlsplit(self.settings.base_url)
        near = parts.hostname in LOOPBACK or proxy_bypass(parts.hostname or "")
        proxy = None if near else getproxies().get(parts.scheme)
        return urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()

    def ask(self, body: Mapping[str, object], until: float) -> dict[str, Any]:
        """The answer of the server to a request.

        Args:
            body: of the request.
            until: when to give up, on the clock of `wait`.

        Raises:
            RefusedError: when the server does not know this form of request.
            InputError: when key, model or address are wrong.
            HographError: when it cannot be reached, answers nonsense, or is busy for too long.
        """
        number, left = 1, until - self.wait.now()
        while True:
            try:
                return self._once(body, max(min(self.settings.timeout, left), 0.001))
            except _Again as again:
                backoff = min(2.0 ** (number - 1), LONGEST) * (0.5 + self.wait.chance() / 2)
                pause = backoff if again.after is None else again.after
                left = until - self.wait.now() - pause
                if number == self.settings.tries or left <= 0:
                    raise HographError(self._gave_up(str(again), number, pause, late=left <= 0)) from again
                self.wait.sleep(pause)
                number += 1

    def _gave_up(self, why: str, tries: int, pause: float, *, late: bool) -> str:
        limit = "" if not late else f" To wait {pause:.0f} s more would pass the limit of {self.settings.limit:g} s."
        return (
            f"{self.settings.endpoint}: {why}; tried {tries} time{'s' if tries > 1 else ''}.{limit} "
            "Try again later: what was answered already is in the cache. Options: tries, timeout, limit."
        )

    def _once(self, body: Mapping[str, object], seconds: float) -> dict[str, Any]:
        """One request, which takes no longer than so many seconds, its answer in drips included."""
        from urllib3 import exceptions
        from urllib3.util import Timeout

        until = self.wait.now() + seconds
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.settings.api_key:
            headers["Authorization"] = f"Bearer {self.settings.api_key}"
        try:
            response = self._pool.request(
                "POST",
                self.settings.endpoint,
                body=json.dumps(body).encode(),
                headers=headers,
                timeout=Timeout(connect=min(seconds, 10), read=seconds),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                data = self._data(response, until)
            finally:
                response.close()
        except (exceptions.NewConnectionError, exceptions.ProxyError, exceptions.SSLError) as error:
            raise HographError(
                f"{self.settings.endpoint}: no server can be reached there ({type(error).__name__}). Is it running, and is "
                f"{VARIABLES['base_url']} right?"
            ) from error
        except exceptions.TimeoutError as error:
            raise _Again(f"no answer within {seconds:.0f} s") from error
        except exceptions.HTTPError as error:
            raise _Again(f"the connection broke ({type(error).__name__})") from error
        return self._judged(response.status, dict(response.headers), data)

    def _data(self, response: Any, until: float) -> bytes:  # noqa: ANN401 -- of urllib3
        found = bytearray()
        while piece := response.read1(65536):
            found += piece
            if len(found) > MOST_BYTES:
                raise HographError(f"{self.settings.endpoint}: an answer has more than {MOST_BYTES:,} bytes.")
            if self.wait.now() > until:
                raise _Again(f"no whole answer within {self.settings.timeout:g} s")
        return bytes(found)

    def _judged(self, status: int, headers: Mapping[str, str], data: bytes) -> dict[str, Any]:
        named = {name.lower(): value for name, value in headers.items()}
        where = self.settings.endpoint
        if status in {401, 403}:
            raise InputError(f"{where}: the server refuses the key (status {status}). Set {VARIABLES['api_key']}.")
        if status == 404:
            raise InputError(
                f"{where}: the server has no model '{self.settings.model}', or no chat completions there (status 404). "
                f"Set {VARIABLES['model']} or {VARIABLES['base_url']}."
            )
        if status in {400, 422}:
            raise RefusedError(f"{where}: the server refuses the request (status {status}): {self._told(data)}")
        if status in BUSY or status >= 500:
            raise _Again(f"the server answers with status {status}", _after(named.get("retry-after")))
        if status != 200:
            raise InputError(f"{where}: the server answers with status {status}. Set {VARIABLES['base_url']}.")
        try:
            answer = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise _Again("the answer is no JSON") from error
        if not isinstance(answer, dict):
            raise _Again("the answer is no JSON object")
        return answer

    def _told(self, data: bytes) -> str:
        """What a server says of an error, in one short line that never holds the key."""
        text = " ".join(data[: TOLD * 4].decode("utf-8", "replace").split())[:TOLD]
        text = "".join(char if char.isprintable() else " " for char in text)
        return text.replace(self.settings.api_key, "***") if self.settings.api_key else text


def _after(value: str | None) -> float | None:
    """Seconds that a server asks to wait, given as a number or a date; None when it does not, or not understandably."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        except (TypeError, ValueError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
