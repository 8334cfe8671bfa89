"""Queries asked of engines in processes of their own, which are ended when they take too long; their answers are compared with ours."""

import json
import os
import queue
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

import engines

import hograph
from hograph.query.binding import Bound, block_range
from hograph.store.results import Term, read_page
from hograph.vocabulary import XSD

ENVIRONMENT = engines.ROOT / ".venv-benchmarks" / "bin" / "python"
"""Where `make bench` installs engines that are no dependencies of ours."""
GRACE = 2.0
"""Seconds of processor after its limit in which an engine may say itself that it has stopped."""
STUCK = 20
"""So many times its limit a query may take on the clock, whatever processor it uses."""
LONG = 1.0
"""A query that takes more seconds of processor is asked once: chance matters little then."""
WRITING = 600.0
"""Seconds in which the rows of an answer must be written."""
WHOLE = ("integer", "nonNegativeInteger", "long", "unsignedLong", "int", "unsignedInt")
NUMBERS = {XSD[name].value for name in (*WHOLE, "decimal", "double", "float")}


@dataclass(frozen=True)
class Question:
    """A canned query with parameters that were given, and its text for engines that know no canned queries."""

    name: str
    given: dict[str, str]
    text: str


@dataclass(frozen=True)
class Rows:
    """What is compared of an answer: how many rows, and a hash of them in any order."""

    number: int
    sha256: str


@dataclass(frozen=True)
class Timing:
    """What came of a query.

    Attributes:
        state: `same` or `differs`, as the answer is ours or not; `alone` where we have none; `failed`; or `stopped`, also earlier.
        seconds: of processor, the median; None when there is no answer.
        clock: seconds on the clock, likewise.
        rows: how many; None when there is no answer.
        said: why there is none.
    """

    state: str
    seconds: float | None = None
    clock: float | None = None
    rows: int | None = None
    said: str = ""


class Session:
    """An engine with a graph; started again when it was ended.

    Attributes:
        loaded: what the engine said when it had loaded the graph for the first time.
        memory: the most memory it took, in MB.
    """

    def __init__(self, engine: str, folder: Path, limit: float, patience: float) -> None:
        """Start it.

        Args:
            engine: its name in `engines.ENGINES`.
            folder: with the graph as files.
            limit: seconds of processor for a query.
            patience: seconds on the clock for loading.

        Raises:
            LookupError: when the engine is not there, or does not load the graph.
        """
        self.engine, self.folder, self.limit, self.patience = engine, folder, limit, patience
        self.memory = 0.0
        self.loaded = self._start()

    def _start(self) -> dict[str, Any]:
        python = str(ENVIRONMENT) if self.engine == "maplib" and ENVIRONMENT.exists() else sys.executable
        command = [python, engines.__file__, self.engine, str(self.folder), str(self.limit)]
        log = self.folder / f"{self.engine}.log"
        with log.open("wb") as errors:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, start_new_session=True)
        self.lines: queue.Queue[bytes] = queue.Queue()
        self.reader = threading.Thread(target=_read, args=(self.process, self.lines), daemon=True)
        self.reader.start()
        told = self._hear(self.patience)
        if told is None or told["state"] != "loaded":
            self.close()
            said = log.read_text("utf-8", errors="replace").strip().splitlines()
            raise LookupError(f"not loaded in {self.patience:.0f} s" if told is None else (said or ["it ended"])[-1])
        return told

    def _hear(self, seconds: float, limit: float = float("inf")) -> dict[str, Any] | None:
        """The next thing it says; None when it says nothing for so long, or uses more than so many seconds of processor meanwhile."""
        until, began = time.monotonic() + seconds, engines.processor_time(self.process.pid)
        while time.monotonic() < until and engines.processor_time(self.process.pid) - began < limit:
            with suppress(queue.Empty):
                line = self.lines.get(timeout=min(0.5, seconds))
                told: dict[str, Any] = (
                    json.loads(line) if line else {"state": "failed", "said": "the process ended", "ends": True}
                )
                self.memory = max(self.memory, told.get("memory", 0.0))
                return told
        return None

    def ask(self, question: Question, to: Path | None = None) -> dict[str, Any]:
        """Ask once; the rows go to a file, when one is named."""
        if self.process.poll() is not None:
            self.close()
            self._start()
        asked = {"name": question.name, "given": question.given, "text": question.text, "to": to and str(to)}
        assert self.process.stdin  # noqa: S101 -- it is a pipe
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()
        told = self._hear(STUCK * self.limit, self.limit + GRACE)
        if told and told["state"] == "answered" and to:
            written = self._hear(WRITING)
            told = told if written and written["state"] == "written" else written
        told = told or {"state": "stopped", "ends": True}
        if told.get("ends"):
            self.close()
        return told

    def close(self) -> None:
        """End the process, and the server that it started."""
        assert self.process.stdin  # noqa: S101 -- it is a pipe
        with suppress(OSError, subprocess.TimeoutExpired):
            self.process.stdin.close()
            self.process.wait(1)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.reader.join()


def _read(process: "subprocess.Popen[bytes]", lines: "queue.Queue[bytes]") -> None:
    assert process.stdout  # noqa: S101 -- it is a pipe
    with process.stdout as stream:
        for line in stream:
            lines.put(line)
    lines.put(b"")


def timed(session: Session, question: Question, repeats: int, expected: Rows | None) -> tuple[Timing, Rows | None]:
    """Ask a query several times; the median, and what its rows are."""
    path = session.folder / "answer.json"
    first = session.ask(question, path)
    if first["state"] != "answered":
        return Timing(first["state"], said=first.get("said", "")), None
    try:
        rows = compared(path.read_bytes())
    except hograph.HographError as error:
        return Timing("failed", said=str(error)), None
    more = [session.ask(question) for _ in range(repeats - 1 if first["processor"] < LONG else 0)]
    times = [(told["processor"], told["clock"]) for told in (first, *more) if told["state"] == "answered"]
    state = "alone" if expected is None else "same" if rows == expected else "differs"
    processor, clock = map(statistics.median, zip(*times, strict=True))
    return Timing(state, processor, clock, rows.number), rows


def compared(body: bytes) -> Rows:
    """The rows of an answer in any order, terms in one form.

    Args:
        body: JSON of SPARQL 1.1.
    """
    page = read_page(body, "the answer")
    rows = [] if isinstance(page, bool) else page.rows
    lines = sorted(json.dumps(sorted((name, _form(term)) for name, term in row.items())) for row in rows)
    return Rows(len(lines), sha256("\n".join(lines).encode()).hexdigest())


def _form(term: Term) -> str:
    """One form of a term: numbers by value, blank nodes without their names, text with its language, other literals with their type."""
    kind, value = term["type"], term["value"]
    if kind != "literal":
        return f"<{value}>" if kind == "uri" else "_:"
    datatype = term.get("datatype", XSD["string"].value)
    if datatype in NUMBERS:
        with suppress(InvalidOperation):
            return f"{Decimal(value).normalize():f}"
    language = term.get("xml:lang", "").lower()
    return f"{value}@{language}" if language else value if datatype == XSD["string"].value else f"{value}^^{datatype}"


def questions(kg: hograph.KnowledgeGraph, **given: str) -> Iterator[Question]:
    """Every canned query that has the given parameters; a claim that must be named is one of the graph.

    Args:
        kg: the graph.
        **given: parameters; the others have their defaults.

    Yields:
        The queries, sorted by name.
    """
    claims = kg.sparql("SELECT ?claim { ?claim a ho:Claim } ORDER BY ?claim LIMIT 1")
    claim = str(next(iter(claims.claims())).value) if isinstance(claims, hograph.Answer) else ""
    for name in sorted(kg.queries):
        query = kg.queries[name]
        if given.keys() <= query.header.parameters.keys():
            asked = given | ({"claim": claim} if name == "claim" else {})
            yield Question(name, asked, plain(query.text, query.bindings(asked, kg)))


def plain(text: str, bound: Mapping[str, Bound]) -> str:
    """The text with its parameters bound, those left open not mentioned: it asks the same, and not every engine takes `UNDEF`."""
    place = block_range(text)
    if not place:
        return text
    kept = {name: term for name, term in bound.items() if term is not None}
    start = text.rindex("VALUES", 0, place[0])
    names, terms = (" ".join(words) for words in ((f"?{name}" for name in kept), map(str, kept.values())))
    block = f"VALUES ({names}) {{ ({terms}) }}" if kept else ""
    return f"{text[:start]}{block}{text[place[1] + 1 :]}"
