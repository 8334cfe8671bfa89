"""Which server, which model, which key, and how much of each: from options, else from the environment; nothing is stored."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from hograph.errors import InputError

VARIABLES = {"base_url": "HOGRAPH_LLM_BASE_URL", "model": "HOGRAPH_LLM_MODEL", "api_key": "HOGRAPH_LLM_API_KEY"}
"""Option to the variable of the environment that stands in for it."""
NO_CACHE = "off"


@dataclass(frozen=True)
class Settings:
    """What an `llm` extractor is told.

    Attributes:
        base_url: of the server, up to and without `/chat/completions`.
        model: its name on that server.
        api_key: sent as a bearer token, when there is one; shown nowhere.
        cache: folder of answers, or None to keep none.
        tokens: so many tokens of a document go into one request, as counted by `hograph.extraction.llm.chunks`.
        most: documents of more tokens are refused.
        tries: a request is sent no more often.
        timeout: seconds for one request.
        limit: seconds for all requests of a document, waiting among them.
        price_in: of a million tokens that are sent, in whatever currency; 0 when it is not known.
        price_out: of a million tokens that come back.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    cache: Path | None = None
    tokens: int = 2000
    most: int = 500_000
    tries: int = 6
    timeout: float = 120
    limit: float = 1800
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)

    @classmethod
    def of(cls, options: Mapping[str, object], environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings that options and environment give.

        Args:
            options: by the names of the attributes, values as text or as they are.
            environment: where `VARIABLES` are looked up.

        Raises:
            InputError: when server or model are not named, an option is unknown, or a value is of no use.

        Example:
            >>> Settings.of({"base_url": "http://localhost:8000/v1/", "model": "m", "tries": "3"}, {}).tries
            3
        """
        known = [one.name for one in fields(cls)]
        for name in options:
            if name not in known:
                raise InputError(f"Extractor 'llm': there is no option '{name}'. There are: {', '.join(known)}.")
        named = {name: str(options.get(name) or environment.get(variable, "")) for name, variable in VARIABLES.items()}
        for name in ("base_url", "model"):
            if not named[name].strip():
                raise InputError(
                    f"Extractor 'llm': no {name} is named. Set {VARIABLES[name]}, or give --option {name}=VALUE. "
                    "Documents are sent to the server that you name."
                )
        return cls(
            base_url=_url(named["base_url"].strip()),
            model=named["model"].strip(),
            api_key=_key(named["api_key"].strip()),
            cache=_cache(options.get("cache")),
            **{name: _number(name, options[name]) for name in NUMBERS if name in options},  # type: ignore[arg-type]
        )

    @property
    def endpoint(self) -> str:
        """The address that requests go to."""
        return f"{self.base_url}/chat/completions"


NUMBERS = {
    "tokens": int,
    "most": int,
    "tries": int,
    "timeout": float,
    "limit": float,
    "price_in": Decimal,
    "price_out": Decimal,
}
FREE = {"price_in", "price_out"}
"""What may be nothing."""


def _number(name: str, value: object) -> int | float | Decimal:
    try:
        number: int | float | Decimal = NUMBERS[name](str(value))
        fits = 0 < number < 10**9 or (number == 0 and name in FREE)
    except (ValueError, InvalidOperation):
        fits = False
    if not fits:
        kind = "a whole number" if NUMBERS[name] is int else "a number"
        raise InputError(f"Extractor 'llm': {name}={value} is not {kind} above 0.")
    return number


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise InputError(
            "Extractor 'llm': base_url is no address of the form https://host/v1, without user, query and fragment. "
            f"The key goes into {VARIABLES['api_key']}."
        )
    return value.rstrip("/").removesuffix("/chat/completions")


def _key(value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise InputError("Extractor 'llm': the key holds characters that no key has. Copy it again.")
    return value


def _cache(value: object) -> Path | None:
    if value is None:
        return Path(platformdirs.user_cache_dir("hograph")) / "llm"
    return None if str(value) == NO_CACHE else Path(str(value)).expanduser()
