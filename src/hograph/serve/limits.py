"""How much one request may ask for, and how much all may at once."""

import os
from dataclasses import dataclass, field


def _workers() -> int:
    return (os.cpu_count() or 1) + 2


@dataclass(frozen=True)
class Limits:
    """How much one request may ask for, and how much all may at once.

    Attributes:
        seconds: for one query, from its start to its last row.
        memory: bytes that the process of a query may take.
        result: bytes of an answer.
        query: bytes of a query; the body of a request may be longer, for a form writes some characters as three.
        workers: queries that run at once, each in a process; one client has all but one of them at most.
        waiting: queries that wait; a further one is told to come back later.
        address: bytes of the address of a request, and of its headers.
        patience: seconds for a request to arrive whole.
    """

    seconds: float = 10.0
    memory: int = 2_000_000_000
    result: int = 100_000_000
    query: int = 100_000
    workers: int = field(default_factory=_workers)
    waiting: int = 64
    address: int = 32_000
    patience: float = 30.0

    @property
    def body(self) -> int:
        """Bytes of the body of a request."""
        return 3 * self.query + 10_000
