"""The process that answers queries: it opens the store, shuts itself in, and then does one job after the other.

Once the store is open it can open nothing any more, neither file nor connection: its limit of open files is what it has open. So whatever
a query says, and whatever the engine makes of it, nothing else is read and nobody is called. The engine opens the files of a large store
when it first needs them: so many may still be opened.

    python -P -m hograph.serve.workers.process STORE MEMORY
"""

import ctypes
import json
import os
import re
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from hograph.errors import QueryError
from hograph.query.readonly import refuse, spelled_out
from hograph.query.syntax import fault, shown
from hograph.query.tokens import Token, declared_prefixes, tokens
from hograph.serve.workers.wire import MOST, Job, Kind, frame
from hograph.store.held import in_memory
from hograph.vocabulary import PREFIXES

SPACES = {name: str(space) for name, space in PREFIXES.items()}
SMALL = 50_000_000
"""Bytes on disk of a store, some 200,000 statements, up to which it is small."""
SUSPECT = re.compile(r"service|from|\\u", re.IGNORECASE)
"""What a query has in it that names a graph or would leave this machine, if only in a text; others are not looked at by word."""
DIES_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


class TooLargeError(Exception):
    """A result is larger than it may be."""


class Writer:
    """Where the engine writes a result: frames of a good size, and no more than may be.

    Args:
        out: the pipe to the server.
        most: bytes of a result.
    """

    def __init__(self, out: BinaryIO, most: int) -> None:
        self._out, self._left, self._held = out, most, bytearray()

    def head(self, kind: str) -> None:
        """Say what the result is; it is sent with what comes next."""
        self._head = frame(Kind.HEAD, kind.encode())

    def write(self, data: bytes) -> int:
        """Take a piece of the result.

        Raises:
            TooLargeError: when it is more than may be.
        """
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError
        self._held += data
        if len(self._held) >= MOST:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Nothing: a result is sent in frames, or at its end."""

    def end(self) -> None:
        """Send what is left, and that it was all."""
        self._send(frame(Kind.END))

    def _send(self, more: bytes = b"") -> None:
        self._out.write(self._head + frame(Kind.DATA, bytes(self._held)) + more)
        self._out.flush()
        self._head = b""
        self._held.clear()


def main() -> None:
    """Answer jobs from standard input until it ends."""
    source, out = sys.stdin.buffer, sys.stdout.buffer
    try:
        place = Path(sys.argv[1])
        small = sum(path.stat().st_size for path in place.iterdir()) <= SMALL
        store = _opened(place, small=small)
        bool(store.query("ASK { ?s ?p ?o }", use_default_graph_as_union=True))
        _shut_in(int(sys.argv[2]), 0 if small else _to_be_opened(place))
    except (OSError, ValueError) as error:
        _say(out, Kind.FAULT, {"why": "start", "says": str(error)})
        return
    _say(out, Kind.READY)
    while size := source.read(4):
        work(store, Job.read(source.read(int.from_bytes(size, "big"))), out)


def _opened(place: Path, *, small: bool) -> ox.Store:
    """The store; one that is small is taken into memory, where queries take a third of the time."""
    store = ox.Store.read_only(str(place))
    return in_memory(store) if small else store


def work(store: ox.Store, job: Job, out: BinaryIO) -> None:
    """Do one job: whatever happens, it ends with an end or a fault."""
    try:
        _answer(store, job, Writer(out, job.most))
    except SyntaxError as error:
        _say(out, Kind.FAULT, _told(job.query, error))
    except QueryError as error:
        _say(out, Kind.FAULT, {"why": "refused", "says": str(error)})
    except TooLargeError:
        _say(out, Kind.FAULT, {"why": "size", "says": ""})
    except UnfitError as error:
        _say(out, Kind.FAULT, {"why": "unfit", "says": str(error)})
    except Exception as error:  # noqa: BLE001, RUF100 -- the engine's own; it must not end the process
        _say(out, Kind.FAULT, {"why": "failed", "says": str(error)})


def _told(query: str, error: SyntaxError) -> dict[str, object]:
    """What is wrong with a text that is no query: where and why, or that it is an update."""
    try:
        refuse(spelled_out(query))
    except QueryError as refused:
        return {"why": "refused", "says": str(refused)}
    found = fault(query, error)
    says = f"{found.reason}.\n{shown(query, found)}"
    return {"why": "syntax", "says": says, "line": found.line, "column": found.column}


class UnfitError(Exception):
    """The result is of a kind for which no format was asked; the text is the kind."""


def _answer(store: ox.Store, job: Job, writer: Writer) -> None:
    words = tokens(job.query) if SUSPECT.search(job.query) else ()
    if words:
        refuse(words)
        refuse(spelled_out(job.query))
    says_from = any(word.is_word("FROM") for word in words)
    found = store.query(job.query, prefixes=SPACES, **_dataset(job, says_from))  # type: ignore[arg-type]
    kind, layout = ("triples", job.triples) if isinstance(found, ox.QueryTriples) else ("rows", job.rows)
    if layout is None:
        raise UnfitError(kind)
    writer.head(kind)
    if isinstance(found, ox.QueryTriples):
        form: ox.RdfFormat = getattr(ox.RdfFormat, layout)
        ox.serialize(found, output=writer, format=form, prefixes=_spaces(tokens(job.query)))  # type: ignore[arg-type]
    else:
        found.serialize(output=writer, format=getattr(ox.QueryResultsFormat, layout))  # type: ignore[arg-type]
    writer.end()


def _dataset(job: Job, says_from: bool) -> dict[str, object]:
    """What the query sees: what the request names, else what the query names, else the union of all graphs."""
    if job.default is None and job.named is None:
        return {"use_default_graph_as_union": not says_from}
    return {
        "default_graph": [ox.NamedNode(iri) for iri in job.default or ()],
        "named_graphs": [ox.NamedNode(iri) for iri in job.named or ()],
    }


def _spaces(words: Sequence[Token]) -> dict[str, str]:
    """The prefixes with which triples are written: those that the query speaks in."""
    used = {word.text.partition(":")[0] for word in words if word.kind == "name"}
    return {name: space for name, space in (SPACES | declared_prefixes(words)).items() if name in used}


def _say(out: BinaryIO, kind: Kind, what: dict[str, object] | None = None) -> None:
    out.write(frame(kind, json.dumps(what).encode() if what else b""))
    out.flush()


def _to_be_opened(place: Path) -> int:
    """How many files of the store the engine has not opened yet."""
    opened = set()
    for number in _open_files():
        with suppress(OSError):
            opened.add(os.path.realpath(f"/proc/self/fd/{number}"))
    return sum(os.path.realpath(path) not in opened for path in place.glob("*.sst"))


def _shut_in(memory: int, more: int = 0) -> None:
    """Take no more memory than may be, open no more than so many files, and end with the server."""
    import resource  # not on Windows, where a query is only limited in time

    def at_most(kind: int, limit: int) -> None:
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (limit, limit) if hard == resource.RLIM_INFINITY else (min(limit, hard),) * 2)

    at_most(resource.RLIMIT_DATA, memory)
    at_most(resource.RLIMIT_CORE, 0)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
    highest = max(_open_files())
    at_most(resource.RLIMIT_NOFILE, highest + 1 + more)
    with suppress(OSError):
        while (taken := os.dup(0)) < highest:  # what is free below the highest
            pass
        os.close(taken)


def _open_files() -> list[int]:
    for folder in ("/proc/self/fd", "/dev/fd"):
        with suppress(OSError):
            return [int(name) for name in os.listdir(folder)]  # noqa: PTH208 -- nothing but names
    return [64]


if __name__ == "__main__":
    main()
