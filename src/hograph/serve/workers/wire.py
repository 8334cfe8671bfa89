"""What the server and the processes that answer say to each other: frames of a kind, a length, and bytes.

The server sends jobs. A process says once that it is ready, and for each job a head, data and an end, or a fault at any place of that.
"""

import json
import struct
from dataclasses import asdict, dataclass
from enum import Enum

HEAD = struct.Struct("!cI")
"""One letter, and how many bytes follow."""
MOST = 1 << 16
"""Bytes of data in one frame, about."""


class Kind(Enum):
    """What a frame is."""

    READY = b"R"
    HEAD = b"H"
    DATA = b"D"
    END = b"E"
    FAULT = b"X"


@dataclass(frozen=True)
class Job:
    """A query with what it may see, and how its result is written.

    Attributes:
        query: SPARQL 1.1; the prefixes of hograph need not be declared.
        default: the graphs that make up the default graph; where neither this nor `named` is given, it is the union of all graphs, unless
            the query says FROM.
        named: the graphs that GRAPH sees.
        rows: how rows and truth are written, a name of `pyoxigraph.QueryResultsFormat`; None where they are not wanted.
        triples: how triples are written, a name of `pyoxigraph.RdfFormat`; None where they are not wanted.
        most: bytes of a result.
    """

    query: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    rows: str | None = "JSON"
    triples: str | None = "TURTLE"
    most: int = 100_000_000

    def frame(self) -> bytes:
        """The job as it is sent."""
        body = json.dumps(asdict(self)).encode()
        return len(body).to_bytes(4, "big") + body

    @classmethod
    def read(cls, body: bytes) -> "Job":
        """The job that was sent."""
        return cls(**json.loads(body))


def frame(kind: Kind, body: bytes = b"") -> bytes:
    r"""A frame as it is sent.

    >>> frame(Kind.DATA, b"abc")
    b'D\x00\x00\x00\x03abc'
    """
    return HEAD.pack(kind.value, len(body)) + body
