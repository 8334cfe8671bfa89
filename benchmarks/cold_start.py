"""How long a person waits for `hograph query` once the graph is built, beside rdflib on the same dataset and query.

Target: under half a second. Whole processes are timed, from start to end. Name queries to time others: `cold_start.py causes who-says`.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

REPEATS = 5
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


def main() -> None:
    """Time both in turn, query by query, and print medians and their ratio."""
    seconds(ours("recurrence-prevention"))  # builds when needed
    print(f"{'query':24} hograph  rdflib  ratio  (seconds, medians of {REPEATS})")
    for name in sys.argv[1:] or QUERIES:
        seconds(ours(name)), seconds(theirs(name))  # warms the file cache
        pairs = [(seconds(ours(name)), seconds(theirs(name))) for _ in range(REPEATS)]
        mine, rival = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{name:24} {mine:7.2f} {rival:7.2f} {rival / mine:6.1f}", flush=True)


if __name__ == "__main__":
    main()
