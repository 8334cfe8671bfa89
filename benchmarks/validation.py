"""How long it takes to hold a graph against the SHACL shapes, beside pyshacl on the same graph: loading, validating, memory.

The graph is that of the five documents, and with `validation.py 30000` that of 30,000 made-up claims (`generate.py`). Each run is a process
of its own. pyshacl is given up after twenty minutes; `--ours` leaves it out.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from generate import generate

from hograph.graph.build import build
from hograph.validation import Shapes, load_shapes, validate
from hograph.validation.incremental import Change, revalidate
from hograph.validation.inputs import built_graph
from hograph.vocabulary import CLAIM, HO

ROOT = Path(__file__).parent.parent
REPEATS = 3
LIMIT = 1200
"""Seconds after which pyshacl is given up."""


def graphs(claims: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """The graph of the documents, and that of so many made-up claims, as N-Triples."""
    roots = {"five documents": ROOT}
    if claims:
        generate(claims, folder / "generated")
        roots["made-up claims"] = folder / "generated"
    for name, root in roots.items():
        data = built_graph(build(root).quads)
        path = folder / f"{name}.nt"
        path.write_bytes(ox.serialize((quad.triple for quad in data), format=ox.RdfFormat.N_TRIPLES) or b"")
        yield f"{name}: {sum(1 for _ in claim_nodes(data))} claims, {len(data)} triples", path


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
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
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


def runs(engine: str, path: Path, repeats: int) -> dict[str, float | str]:
    """Medians of several runs, each a process of its own."""
    found = []
    for _ in range(repeats):
        command = [sys.executable, __file__, "--one", engine, str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=LIMIT)
        found.append(json.loads(done.stdout))
    return {name: found[0][name] if name == "told" else statistics.median(f[name] for f in found) for name in found[0]}


def main() -> None:
    """Time both engines on both graphs, and print medians and ratios."""
    words = sys.argv[1:]
    if words[:1] == ["--one"]:
        print(json.dumps(measure(words[1], Path(words[2]))))
        return
    numbers = [int(word) for word in words if word.isdecimal()]
    with TemporaryDirectory() as folder:
        for name, path in graphs(numbers[0] if numbers else 0, Path(folder)):
            print(f"{name}  (seconds and GB, medians of {REPEATS}; cpu: of loading and validating)")
            ours = runs("compiled", path, REPEATS)
            show("compiled", ours)
            print(
                f"  changed   validate {runs('changed', path, 1)['validate']:8.2f}   (one triple removed)", flush=True
            )
            if "--ours" not in words:
                compare(ours, path)


def compare(ours: dict[str, float | str], path: Path) -> None:
    """Time pyshacl on the same graph, once, and print the ratio."""
    try:
        theirs = runs("pyshacl", path, 1)
    except subprocess.TimeoutExpired:
        print(f"  pyshacl   not finished in {LIMIT} s")
        return
    show("pyshacl", theirs)
    same = "the same report" if ours["told"] == theirs["told"] else "ANOTHER REPORT"
    ratios = (f"{float(theirs[what]) / float(ours[what]):.0f} ({what})" for what in ("validate", "cpu"))
    print(f"  ratio     {', '.join(ratios)}, {same}", flush=True)


def show(engine: str, found: dict[str, float | str]) -> None:
    """Print one line of figures."""
    figures = "  ".join(f"{name} {found[name]:8.2f}" for name in ("load", "validate", "cpu", "memory"))
    print(f"  {engine:9} {figures}  {found['told']}", flush=True)


if __name__ == "__main__":
    main()
