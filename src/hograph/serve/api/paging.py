"""A part of what there is, and how to get to the others (RFC 8288)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from hograph.serve.parameters import decoded, whole_number

T = TypeVar("T")
MOST = 100_000


@dataclass(frozen=True)
class Page:
    """Which part is wanted: so many from an offset; all from there where no limit is given."""

    limit: int | None
    offset: int

    @classmethod
    def take(cls, given: dict[str, str], usual: int | None = None) -> "Page":
        """Take `limit` and `offset` out of the parameters that are given.

        Raises:
            ProblemError: when one of them is no number that it may be.
        """  # noqa: DOC502, RUF100
        return cls(whole_number(given, "limit", 1, MOST) or usual, whole_number(given, "offset", 0, 10**9) or 0)

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """The part of these."""
        return items[self.offset : None if self.limit is None else self.offset + self.limit]

    def links(self, request: Request, total: int) -> dict[str, str]:
        """Relation to the address of another part: `first`, `prev`, `next`, `last`; none where there is only one."""
        if self.limit is None or (self.offset == 0 and total <= self.limit):
            return {}
        last = max(0, (total - 1) // self.limit * self.limit)
        found = {"first": 0, "last": last}
        if self.offset > 0:
            found["prev"] = min(max(0, self.offset - self.limit), last)
        if self.offset + self.limit < total:
            found["next"] = self.offset + self.limit
        return {name: self._address(request, offset) for name, offset in sorted(found.items())}

    def _address(self, request: Request, offset: int) -> str:
        kept = [(name, value) for name, value in decoded(request.url.query) if name not in {"limit", "offset"}]
        return f"{request.url.path}?{urlencode([*kept, ('limit', str(self.limit)), ('offset', str(offset))])}"


def headers(links: dict[str, str], total: int) -> dict[str, str]:
    """The headers that tell of the other parts."""
    found = {"X-Total-Count": str(total)}
    if links:
        found["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
    return found
