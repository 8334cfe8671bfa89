"""How long it takes to hold a graph against the SHACL shapes: loading, validating, memory; `bench.py` asks for it.

`validation.py compiled GRAPH.nt 300` measures one run in this process and prints it as JSON, and is ended when that takes more than so
many seconds; `pyshacl` is the rival, `changed` validates again after a change.
"""

import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from engines import most_memory
from measure import ROOT

from hograph.validation import Shapes, load_shapes, validate
from hograph.validation.incremental import Change, revalidate
from hograph.vocabulary import CLAIM, HO


def claim_nodes(data: ox.Store) -> Iterator[ox.NamedNode]:
    """The claims of a graph."""
    for quad in data.quads_for_pattern(None, None, HO["Claim"]):
        if quad.subject in CLAIM:
            yield quad.subject  # type: ignore[misc]


def measure(engine: str, path: Path) -> dict[str, float | str]:
    """Load a graph and validate it in this process."""
    shapes = load_shapes(ROOT / "ontology" / "shapes")
    before, start = time.process_time(), time.perf_counter()
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    loaded = time.perf_counter()
    if engine == "changed":
        return {"validate": changed(store, shapes), "load": loaded - start}
    report = validate(store, shapes, engine)
    done = time.perf_counter()
    memory = most_memory(os.getpid())
    used = time.process_time() - before
    return {"load": loaded - start, "validate": done - loaded, "cpu": used, "memory": memory, "told": report.summary()}


def changed(store: ox.Store, shapes: Shapes) -> float:
    """The time it takes to validate again once one claim has lost its polarity."""
    _, answers = revalidate(store, shapes)
    [lost] = store.quads_for_pattern(next(claim_nodes(store)), HO["polarity"], None)
    store.remove(lost)
    start = time.perf_counter()
    report, _ = revalidate(store, shapes, Change(answers, (lost.triple,)))
    seconds = time.perf_counter() - start
    assert report == validate(store, shapes) and report.findings  # noqa: S101
    return seconds


def runs(engine: str, path: Path, repeats: int, limit: float) -> dict[str, float | str]:
    """Medians of several runs, each a process of its own.

    Args:
        engine: `compiled`, `pyshacl`, or `changed`: validated again after a change.
        path: the graph, as N-Triples.
        repeats: how many.
        limit: seconds of processor that a run may take.

    Raises:
        TimeoutError: when one takes longer.
    """
    found = []
    for _ in range(repeats):
        command = [sys.executable, __file__, engine, str(path), str(int(limit))]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == -signal.SIGXCPU:
            raise TimeoutError(f"{engine}: not done in {limit} s")
        done.check_returncode()
        found.append(json.loads(done.stdout))
    return {name: found[0][name] if name == "told" else statistics.median(f[name] for f in found) for name in found[0]}


if __name__ == "__main__":
    most = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 10))
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
