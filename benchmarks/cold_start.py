"""How long a person waits for `hograph query` once the graph is built, beside rdflib on the same dataset and query.

Target: under half a second. Whole processes are timed, from start to end.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

REPEATS = 5
ROOT = Path(__file__).parent.parent
OURS = [str(Path(sys.executable).parent / "hograph"), "query", "recurrence-prevention"]
RIVAL = """
import sys, warnings
warnings.simplefilter("ignore")
import rdflib
dataset = rdflib.Dataset(default_union=True)
dataset.parse(sys.argv[1], format="nquads")
print(len(list(dataset.query(open(sys.argv[2], encoding="utf-8").read()))))
"""
THEIRS = [
    sys.executable,
    "-c",
    RIVAL,
    str(ROOT / "build" / "hograph.nq"),
    str(ROOT / "queries" / "recurrence-prevention.rq"),
]


def seconds(command: list[str]) -> float:
    """The time of one run of a command, its output thrown away."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Time both in turn and print medians and their ratio."""
    seconds(OURS)  # builds when needed, and warms the file cache
    seconds(THEIRS)
    pairs = [(seconds(OURS), seconds(THEIRS)) for _ in range(REPEATS)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"hograph query: {ours:.2f} s; rdflib: {theirs:.2f} s; ratio {theirs / ours:.1f} (medians of {REPEATS})")


if __name__ == "__main__":
    main()
