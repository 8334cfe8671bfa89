"""How long a person waits for `hograph query` once the graph is built, beside rdflib on the same dataset and query.

Targets: every query under half a second, the first question under a quarter and at most twice a bare `import pyoxigraph` with the query.
Whole processes are timed, from start to end. Name queries to hold others against rdflib: `cold_start.py causes who-says`.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

REPEATS = 5
TARGET = 0.5
ROOT = Path(__file__).parent.parent
HOGRAPH = str(Path(sys.executable).parent / "hograph")
QUERIES = ("recurrence-prevention", "stages", "symptoms-by-stage", "roles", "claims", "who-says", "timeline")
"""The first question, those with the longest paths, and those with the most rows and columns."""
RIVAL = """
import sys, warnings
warnings.simplefilter("ignore")
import rdflib
dataset = rdflib.Dataset(default_union=True)
dataset.parse(sys.argv[1], format="nquads")
print(len(list(dataset.query(open(sys.argv[2], encoding="utf-8").read()))))
"""

LEAST = """
import sys, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
print(len(list(store.query(open(sys.argv[2], encoding="utf-8").read(), use_default_graph_as_union=True))))
"""


def ours(name: str) -> list[str]:
    """Our command for a query."""
    return [HOGRAPH, "query", name]


def theirs(name: str) -> list[str]:
    """A script that parses the dataset with rdflib and asks the same query."""
    return [sys.executable, "-c", RIVAL, str(ROOT / "build" / "hograph.nq"), str(ROOT / "queries" / f"{name}.rq")]


def seconds(command: list[str]) -> float:
    """The time of one run of a command, its output thrown away."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def bare(name: str) -> list[str]:
    """The least that asks the query: a script that imports the engine alone, opens the store and prints the rows."""
    return [
        sys.executable,
        "-c",
        LEAST,
        str(next((ROOT / "build").glob("store-*"))),
        str(ROOT / "queries" / f"{name}.rq"),
    ]


def every_query() -> None:
    """Time each canned query on its own, and tell the slowest and how many keep the target."""
    names = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
    times = {name: statistics.median(seconds(ours(name)) for _ in range(REPEATS)) for name in names}
    slowest = sorted(names, key=lambda name: -times[name])[:5]
    print(f"{sum(time < TARGET for time in times.values())} of {len(names)} queries in under {TARGET} s; the slowest:")
    print("".join(f"{name:24} {times[name]:7.2f}\n" for name in slowest))


def main() -> None:
    """Time every query, then some in turn with their rivals, and print medians and ratios."""
    seconds(ours("recurrence-prevention"))  # builds when needed
    every_query()
    print(f"{'query':24} hograph    bare  ratio  rdflib  ratio  (seconds, medians of {REPEATS})")
    for name in sys.argv[1:] or QUERIES:
        rounds = [[seconds(command(name)) for command in (ours, bare, theirs)] for _ in range(REPEATS + 1)][1:]
        mine, least, rival = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"{name:24} {mine:7.2f} {least:7.2f} {mine / least:6.1f} {rival:7.2f} {rival / mine:6.1f}", flush=True)


if __name__ == "__main__":
    main()
