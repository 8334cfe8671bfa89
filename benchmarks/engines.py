"""One engine in a process of its own: it loads a graph, then answers queries that come in line by line, as JSON.

`engines.py rdflib FOLDER LIMIT` reads `graph.nt` of a folder, prints one line when it is loaded, and one for each query: how long it took
until all rows were there, or why there are none. Where a line names a file, the rows go there as JSON of SPARQL 1.1, off the clock, and a
second line says so. What runs here may be killed at any time; `asking.py` does that. Time is that of the processor, all threads together.

The modules of an engine are imported where they are used, because some engines have an environment of their own without the others.
"""

import importlib.metadata
import json
import os
import resource
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
FETCHED = runpy.run_path(str(ROOT / "tests" / "servers" / "fetch.py"))
"""The servers that the tests ask, and their versions."""
TRIPLES, QUADS = "graph.nt", "graph.nq"
MANY = 0.5
"""From so many seconds on, ticks of a hundredth are fine enough."""
MEMORY = 16 * 1024**3
"""Bytes that an engine in this process may take."""
ROWS = 100_000_000
"""So many rows maplib may estimate before it refuses a join, and Virtuoso may give."""
BUFFERS = 170_000
"""Pages of 8 kB that Virtuoso may hold, as its manual has it for 2 GB."""
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}


@dataclass(frozen=True)
class Engine:
    """An engine that has loaded the graph.

    Attributes:
        version: of the engine.
        ask: given the name of a query, its parameters and its text; all rows are there when it returns. This is timed.
        results: the rows of such an answer as JSON of SPARQL 1.1.
        survives: after what it can be asked on: a query that was `stopped`, one that `failed`.
        server: the number of the process of a server that was started.
    """

    version: str
    ask: Callable[[str, dict[str, str], str], Any]
    results: Callable[[Any], bytes]
    survives: frozenset[str] = frozenset({"failed"})
    server: int | None = None

    def spent(self) -> "Spent":
        """What this process and the server have used of the processor."""
        own = time.process_time()
        if not self.server:
            return Spent(own, own)
        return Spent(own + _of_threads(self.server), own + processor_time(self.server))

    def memory(self) -> float:
        """The most memory that was taken, in MB; 0 where the system does not tell."""
        return most_memory(self.server or os.getpid())


def most_memory(process: int) -> float:
    """The most memory that a process that runs has taken, in MB; 0 where the system does not tell."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024
    return 0


class Spent(NamedTuple):
    """Seconds of processor: exact, of the threads that live; and to the tick, those that have ended among them."""

    threads: float
    ticks: float

    def since(self, before: "Spent") -> float:
        """Seconds since then: by ticks where these are many, for a thread that ends takes its time with it."""
        ticks = self.ticks - before.ticks
        return ticks if ticks >= MANY else max(self.threads - before.threads, 0.0)


def processor_time(process: int) -> float:
    """Seconds of processor of a process that runs, to the tick, with threads that have ended; 0 where the system does not tell."""
    with suppress(OSError):
        words = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return 0


def _of_threads(process: int) -> float:
    """Seconds of processor of the threads of a process that live."""
    nanoseconds = 0
    for path in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(OSError):  # a thread that has ended meanwhile
            nanoseconds += int(path.read_text("utf-8").split()[0])
    return nanoseconds / 1e9


def loaded(folder: Path, stack: ExitStack) -> Engine:
    """The dataset of the build taken in anew by a store on disk, which is what a build does at its end; nothing is asked of it."""
    import pyoxigraph as ox

    store = ox.Store(stack.enter_context(TemporaryDirectory(dir=folder)))
    store.bulk_load(path=str(folder / QUADS), format=ox.RdfFormat.N_QUADS)
    store.flush()
    return Engine(importlib.metadata.version("pyoxigraph"), lambda *_: None, bytes)


def ours(folder: Path, _: ExitStack) -> Engine:
    """The build on disk, its queries asked by name."""
    import hograph

    return _asked_by_name(hograph.open(folder))


def _asked_by_name(kg: Any) -> Engine:  # noqa: ANN401
    return Engine(
        importlib.metadata.version("hograph"),
        lambda name, given, _: kg.query(name, **given),
        lambda answer: _json(answer.columns, answer.rows),
    )


def held(folder: Path, _: ExitStack) -> Engine:
    """The same, taken into memory."""
    import hograph

    return _asked_by_name(hograph.open(folder, memory=True))


def plain(folder: Path, _: ExitStack) -> Engine:
    """The engine that ours is built on, bare: the triples in memory, as its default graph."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=str(folder / TRIPLES), format=ox.RdfFormat.N_TRIPLES)

    def ask(_name: str, _given: object, text: str) -> object:
        found: Any = store.query(text)
        return [variable.value for variable in found.variables], list(found)

    return Engine(importlib.metadata.version("pyoxigraph"), ask, lambda answer: _json(*answer))


def _json(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows of terms of pyoxigraph as JSON of SPARQL 1.1."""
    bindings = [{n: _term(term) for n, term in zip(columns, row, strict=True) if term is not None} for row in rows]
    return json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}}).encode()


def _term(term: Any) -> dict[str, str]:  # noqa: ANN401
    kind = type(term).__name__
    if kind != "Literal":
        return {"type": {"NamedNode": "uri", "BlankNode": "bnode"}[kind], "value": term.value}
    said = {"type": "literal", "value": term.value}
    return said | ({"xml:lang": term.language} if term.language else {"datatype": term.datatype.value})


def rdflib(folder: Path, _: ExitStack) -> Engine:
    """A graph of rdflib in memory."""
    import logging
    import warnings

    import rdflib

    warnings.simplefilter("ignore")
    logging.disable()
    graph = rdflib.Graph()
    graph.parse(folder / TRIPLES, format="nt")

    def ask(_name: str, _given: object, text: str) -> object:
        found = graph.query(text)
        list(found)
        return found

    survives = frozenset({"failed", "stopped"})
    return Engine(rdflib.__version__, ask, lambda found: found.serialize(format="json"), survives)


def maplib(folder: Path, _: ExitStack) -> Engine:
    """maplib; it is done when its data frame is there. What it fails in may leave it unusable."""
    from maplib import Model

    model = Model()
    model.read(str(folder / TRIPLES))
    return Engine(
        importlib.metadata.version("maplib"),
        lambda _name, _given, text: (text, model.query(text, max_rows=ROWS)),
        lambda answer: model.query(answer[0], max_rows=ROWS, return_json=True).encode(),
        frozenset(),
    )


def virtuoso(folder: Path, stack: ExitStack) -> Engine:
    """Virtuoso 7, loaded by its bulk loader."""
    import serving

    place = folder / "virtuoso"
    empty = not place.exists()
    place.mkdir(exist_ok=True)
    server = stack.enter_context(serving.virtuoso(place, rows=ROWS, buffers=BUFFERS))
    if empty:
        (place / TRIPLES).symlink_to(folder / TRIPLES)
        for statement in (f"ld_dir('.', '{TRIPLES}', 'urn:graph')", "rdf_loader_run()", "checkpoint"):
            serving.run_sql(server, statement)
    return _served(server, FETCHED["VIRTUOSO"])


def fuseki(folder: Path, stack: ExitStack) -> Engine:
    """Apache Jena Fuseki on TDB2, loaded by its bulk loader."""
    import serving

    place = folder / "fuseki"
    if not place.exists():
        place.mkdir()
        jar = str(serving.HOME / "fuseki" / "fuseki.jar")
        where = ("--loc", str(place / "data"), str(folder / TRIPLES))
        subprocess.run(["java", "-Xmx2g", "-cp", jar, "tdb2.tdbloader", *where], check=True, capture_output=True)  # noqa: S607
    return _served(stack.enter_context(serving.fuseki(place, memory="4g", union=False)), FETCHED["FUSEKI"])


def _served(server: Any, version: str) -> Engine:  # noqa: ANN401
    """A server that this process has started, asked over HTTP; it is done when its JSON is read."""
    from urllib.parse import urlencode

    from hograph.store.http import Connection

    connection = Connection(timeout=24 * 3600)

    def ask(_name: str, _given: object, text: str) -> bytes:
        body = connection.send("POST", server.query, urlencode({"query": text}).encode(), FORM).body
        json.loads(body)
        return body

    return Engine(version, ask, bytes, server=server.process.pid)


LOADED = "loaded"
ENGINES: dict[str, Callable[[Path, ExitStack], Engine]] = {
    "hograph": ours,
    "held": held,
    "pyoxigraph": plain,
    "maplib": maplib,
    "virtuoso": virtuoso,
    "fuseki": fuseki,
    "rdflib": rdflib,
    LOADED: loaded,
}


class OutOfTimeError(BaseException):
    """The limit is over; no handler of an engine takes it for an error of its own."""


def _watch(engine: Engine, limit: float) -> None:
    """Stop what runs now when it has had so many seconds of processor; code that is not Python's is killed by who asked, instead."""
    began = engine.spent()

    def look(*_: object) -> None:
        left = limit - engine.spent().since(began)
        if left <= 0:
            raise OutOfTimeError
        signal.setitimer(signal.ITIMER_REAL, max(left, 0.1))

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, limit)


def answered(engine: Engine, asked: dict[str, Any], limit: float) -> Iterator[dict[str, Any]]:
    """How long a query takes, or what went wrong; then, where its rows are wanted, that they are written.

    Args:
        engine: that is asked.
        asked: `name`, `given` parameters and `text` of the query, and the file `to` which the rows go, or none.
        limit: seconds of processor.

    Yields:
        A `state`, with seconds of `processor` and on the `clock` where there is an answer.
    """
    try:
        _watch(engine, limit)
        clock, before = time.perf_counter(), engine.spent()
        answer = engine.ask(asked["name"], asked["given"], asked["text"])
        clock, processor = time.perf_counter() - clock, engine.spent().since(before)
        signal.setitimer(signal.ITIMER_REAL, 0)
        yield {"state": "answered", "processor": processor, "clock": clock}
        if asked["to"]:
            Path(asked["to"]).write_bytes(engine.results(answer))
            yield {"state": "written"}
    except OutOfTimeError:
        yield {"state": "stopped"}
    except BaseException as error:  # a panic of Rust is no Exception
        signal.setitimer(signal.ITIMER_REAL, 0)
        said = str(error).rpartition("The server says: ")[2]
        yield {"state": "failed", "said": f"{type(error).__name__}: {said}"[:300]}


def main() -> None:
    """Load, and answer line by line; ends where the engine may go on with a query that was given up, or is broken by one."""
    name, folder, limit = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    sys.path.append(str(ROOT / "tests"))  # which start the same servers
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an engine prints is no answer
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.RLIM_INFINITY))
    with ExitStack() as stack:
        start = time.perf_counter()
        engine = ENGINES[name](folder, stack)

        def say(**told: object) -> None:
            print(json.dumps(told | {"memory": engine.memory()}), file=out, flush=True)

        say(state="loaded", clock=time.perf_counter() - start, version=engine.version)
        for line in sys.stdin:
            for told in answered(engine, json.loads(line), limit):
                ends = told["state"] in {"stopped", "failed"} - engine.survives
                say(**told, ends=ends)
                if ends:
                    return


if __name__ == "__main__":
    main()
