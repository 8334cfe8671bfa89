"""What HTTP costs: the canned queries asked of `hograph serve` and of `oxigraph serve` on the same data, in the same run.

1, 16 and 64 clients ask. `serve.py` writes `results/serve.json` and `results/serve.md`. `serve.py --soak 10` lets good, bad and hostile
clients at `hograph serve` for ten minutes, and tells the memory of its processes over time and how many good requests failed.
"""

import argparse
import http.client
import json
import os
import random
import re
import runpy
import signal
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from measure import HOGRAPH, ROOT, circumstances

import hograph
from hograph.graph.inputs import key_of, place_of

RESULTS = ROOT / "benchmarks" / "results"
OXIGRAPH = ROOT / ".servers" / "oxigraph" / "oxigraph"
FETCHED = runpy.run_path(str(ROOT / "tests" / "servers" / "fetch.py"))
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
CLIENTS = (1, 16, 64)


@dataclass(frozen=True)
class Address:
    """Where a server listens."""

    port: int
    path: str
    process: "subprocess.Popen[bytes]"


@dataclass(frozen=True)
class Measured:
    """How a server did for so many clients: milliseconds of one request, and requests in a second."""

    server: str
    clients: int
    requests: int
    failed: int
    per_second: float
    p50: float
    p95: float
    p99: float
    processor: float
    """Milliseconds of processor for one request, of all processes of the server."""
    queries: dict[str, float]
    """The median of each query, in milliseconds."""


@contextmanager
def hograph_serve(build: Path, *options: str) -> Iterator[Address]:
    """`hograph serve` over a build."""
    command = [*HOGRAPH, "serve", "--port", "0", "--build", str(build), "--root", str(ROOT), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        said = process.stderr.readline().decode() if process.stderr else ""
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
        if not found or not process.stderr:
            raise SystemExit(f"hograph serve does not start: {said}")
        threading.Thread(target=process.stderr.read, daemon=True).start()
        port = int(found[1])
        _wait(port)
        try:
            yield Address(port, "/sparql", process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@contextmanager
def oxigraph_serve(build: Path) -> Iterator[Address]:
    """`oxigraph serve-read-only` over the very files that `hograph serve` reads."""
    port = _free_port()
    place = place_of(build, key_of(build))
    options = ("-l", place, "-b", f"127.0.0.1:{port}", "--union-default-graph")
    command: list[str | Path] = [OXIGRAPH, "serve-read-only", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _wait(port)
        try:
            yield Address(port, "/query", process)
        finally:
            process.kill()


def _free_port() -> int:
    import socket

    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            if time.monotonic() > until:
                raise SystemExit("the server does not listen") from None
            time.sleep(0.05)
        else:
            return


def load(address: Address, name: str, queries: dict[str, str], clients: int, seconds: float) -> Measured:
    """Let so many clients ask the queries in turn for so long, each over one connection, and the next when it has the answer."""
    order, lock = list(queries), threading.Lock()
    took: dict[str, list[float]] = {query: [] for query in queries}
    failed = 0
    until = time.monotonic() + seconds

    def client(number: int) -> None:
        nonlocal failed
        connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=60)
        place = number * 7
        while time.monotonic() < until:
            query = order[place % len(order)]
            place += 1
            body = urlencode({"query": queries[query]})
            begun = time.perf_counter()
            connection.request("POST", address.path, body, FORM)
            response = connection.getresponse()
            response.read()
            spent = time.perf_counter() - begun
            with lock:
                took[query].append(spent * 1000)
                failed += response.status != 200
        connection.close()

    begun, before = time.monotonic(), spent_by(address.process.pid)
    with ThreadPoolExecutor(clients) as several:
        list(several.map(client, range(clients)))
    spent, used = time.monotonic() - begun, spent_by(address.process.pid) - before
    every = sorted(one for many in took.values() for one in many)
    medians = {query: round(statistics.median(many), 2) for query, many in took.items() if many}
    p50, p95, p99 = (round(every[min(len(every) - 1, int(len(every) * share))], 2) for share in (0.5, 0.95, 0.99))
    rate, processor = round(len(every) / spent, 1), round(used * 1000 / len(every), 2)
    return Measured(name, clients, len(every), failed, rate, p50, p95, p99, processor, medians)


def spent_by(pid: int) -> float:
    """Seconds of processor that a process used, with those below it, ended or not."""

    def used(number: int, fields: int) -> float:
        try:
            stat = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return sum(map(int, stat[11 : 11 + fields])) / os.sysconf("SC_CLK_TCK")

    return used(pid, 4) + sum(used(child, 2) for child in below(pid))


def below(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def compare(seconds: float, build: Path) -> tuple[dict[str, Any], list[Measured]]:
    """Both servers, one after the other for each number of clients, so that what else the machine does falls on both."""
    kg = hograph.open(ROOT, build)
    queries = {name: query.text for name, query in sorted(kg.queries.items())}
    found = []
    with hograph_serve(build, "--waiting", "1000", "--no-log") as ours, oxigraph_serve(build) as theirs:
        for address, name in ((ours, "hograph"), (theirs, "oxigraph")):
            load(address, name, queries, 1, 3)  # warm
        for clients in CLIENTS:
            for address, name in ((theirs, "oxigraph"), (ours, "hograph")):
                found.append(load(address, name, queries, clients, seconds))
                print(json.dumps({k: v for k, v in asdict(found[-1]).items() if k != "queries"}), flush=True)
    return {"circumstances": circumstances(), "oxigraph": FETCHED["OXIGRAPH"]}, found


def ratio(found: Sequence[Measured], clients: int, what: Callable[[Measured], float]) -> float:
    """How many times more ours is than theirs."""
    by_name = {one.server: what(one) for one in found if one.clients == clients}
    return by_name["hograph"] / by_name["oxigraph"]


COLUMNS = ("server", "clients", "per_second", "p50", "p95", "p99", "processor", "failed")
TITLES = ("server", "clients", "requests/s", "p50 ms", "p95 ms", "p99 ms", "processor ms a request", "failed")
INTRODUCTION = """# What HTTP costs

Each canned query with its defaults by `POST`, over connections that stay open, as `benchmarks/serve.py` asks them of `hograph serve` and of
`oxigraph serve-read-only` {version} over the same files, in turn. hograph takes a store as small as this one
into memory, oxigraph asks the disk.
"""


def table(about: dict[str, Any], found: Sequence[Measured]) -> str:
    """The figures as Markdown."""
    lines = [TITLES, ("---",) * len(TITLES), *(tuple(str(getattr(one, name)) for name in COLUMNS) for one in found)]
    rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    measures: dict[str, Callable[[Measured], float]] = {
        "p50, hograph's against oxigraph's": lambda one: one.p50,
        "Median of each query, geometric mean": lambda one: statistics.geometric_mean(one.queries.values()),
        "Processor for a request": lambda one: one.processor,
    }
    said = "\n".join(
        f"- {title}: {', '.join(f'{ratio(found, n, what):.2f} with {n}' for n in CLIENTS)} clients."
        for title, what in measures.items()
    )
    where = "\n".join(f"- {name}: {value}" for name, value in about["circumstances"].items())
    return f"{INTRODUCTION.format(version=about['oxigraph'])}\n{rows}\n\n{said}\n\n{where}\n"


GOOD = (
    "/sparql?query=" + quote("SELECT ?label { ho:HipJoint rdfs:label ?label }"),
    "/api/queries/recurrence-prevention",
    "/api/search?q=hip",
    "/",
    "/HipJoint",
    "/healthz",
)
BAD = (
    "/sparql?query=ASK%20%7B",
    "/sparql?update=x",
    "/api/queries/nothing",
    "/api/search",
    "/sparql?query=x&query=y",
    "/sparql?query=%FF",
    "/" + "x" * 40_000,
)
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "ASK {" + "{" * 10_000 + "}" * 10_000 + "}",
    'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), "(a|aa)+$")) }',
)


def soak(minutes: float, build: Path) -> dict[str, object]:
    """Good, bad and hostile clients for so long; the memory of the processes every five seconds."""
    until = time.monotonic() + minutes * 60
    statuses: dict[str, Counter[str]] = {"good": Counter(), "bad": Counter(), "hostile": Counter()}
    slowest: list[float] = []
    memory: list[tuple[int, int, int]] = []
    with hograph_serve(build, "--timeout", "5", "--memory", "500", "--no-log") as address:

        def send(kind: str, method: str, path: str, body: str | None, client: str, patience: float) -> None:
            headers = {"X-Forwarded-For": client} | (FORM if body else {"Accept": "*/*"})
            begun = time.perf_counter()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=patience)
                connection.request(method, path, body, headers)
                response = connection.getresponse()
                response.read()
                failed = kind == "good" and response.status != 200
                statuses[kind][f"{response.status} {path}" if failed else str(response.status)] += 1
            except (OSError, http.client.HTTPException) as error:
                statuses[kind][type(error).__name__] += 1
            finally:
                connection.close()
            if kind == "good":
                slowest.append(time.perf_counter() - begun)

        def client(kind: str, number: int) -> None:
            chance = random.Random(number)  # noqa: S311 -- any will do
            name = f"10.0.{number}.1"
            while time.monotonic() < until:
                if kind == "hostile":
                    send(
                        kind,
                        "POST",
                        "/sparql",
                        urlencode({"query": chance.choice(HOSTILE)}),
                        name,
                        chance.choice((0.5, 30)),
                    )
                else:
                    send(kind, "GET", chance.choice(GOOD if kind == "good" else BAD), None, name, 60)
                    time.sleep(0.02)

        kinds = ["good"] * 6 + ["bad"] * 2 + ["hostile"] * 3
        with ThreadPoolExecutor(len(kinds)) as several:
            running = [several.submit(client, kind, number) for number, kind in enumerate(kinds)]
            begun = time.monotonic()
            while not all(one.done() for one in running):
                memory.append((round(time.monotonic() - begun), *_memory(address.process.pid)))
                time.sleep(5)
            for one in running:
                one.result()
    good = statuses["good"]
    return {
        "minutes": minutes,
        "statuses": {kind: dict(found) for kind, found in statuses.items()},
        "good_failed": sum(good.values()) - good["200"],
        "good_p50_ms": round(statistics.median(slowest) * 1000, 1),
        "good_p99_ms": round(sorted(slowest)[int(len(slowest) * 0.99)] * 1000, 1),
        "memory": memory,
    }


def _memory(pid: int) -> tuple[int, int]:
    """Megabytes of the server's own process, and of those below it."""

    def resident(number: int) -> int:
        try:
            return int(Path(f"/proc/{number}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000
        except (OSError, IndexError):
            return 0

    return resident(pid), sum(map(resident, below(pid)))


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20, help="for each server and number of clients")
    parser.add_argument("--soak", type=float, metavar="MINUTES")
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    given = parser.parse_args()
    if given.soak:
        found = soak(given.soak, given.build)
        (RESULTS / "soak.json").write_text(json.dumps(found, indent=1) + "\n")
        print(json.dumps({name: value for name, value in found.items() if name != "memory"}, indent=1))
        return
    about, measured = compare(given.seconds, given.build)
    kept = about | {"measured": [asdict(one) for one in measured]}
    (RESULTS / "serve.json").write_text(json.dumps(kept, indent=1) + "\n")
    (RESULTS / "serve.md").write_text(table(about, measured))
    print(table(about, measured))


if __name__ == "__main__":
    main()
