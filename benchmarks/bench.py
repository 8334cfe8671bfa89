"""The benchmark: made-up graphs of several sizes are built, loaded into engines and asked every canned query, answers compared with ours.

`make bench`, or `bench.py --sizes 300 3000 30000 --rivals rdflib pyoxigraph`. Workspaces and what engines load are kept in the folder for
temporary files. `results/bench.json` has what was measured, `bench.md` and `bench.svg` show it. Nothing is left out in silence: a query
that took too long, failed or gave another answer is told as such.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import validation
from asking import Question, Rows, Session, Timing, questions, timed
from chart import chart
from engines import ENGINES, LOADED, QUADS, TRIPLES
from generate import generate
from measure import HOGRAPH, ROOT, Cost, circumstances, in_turn, run
from report import write

import hograph
from hograph.graph.slices import FOLDER as SLICES
from hograph.vocabulary import GRAPH

RESULTS = ROOT / "benchmarks" / "results"
OURS = "hograph"
OTHERS = tuple(name for name in ENGINES if name not in {OURS, LOADED})
RIVALS = (*OTHERS, "pyshacl", "hermit")
FIRST = "recurrence-prevention"
DOCUMENT = "made-000001"
"""The document that queries are bound to where their answer is to stay as large as it is while the graph grows."""
LEAST = """
import sys, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
print(len(list(store.query(open(sys.argv[2], encoding="utf-8").read(), use_default_graph_as_union=True))))
"""
"""The least that asks a query: a script that imports the engine alone, opens the store and prints how many rows there are."""
Found = dict[str, Any]


def say(text: str) -> None:
    """Tell how far it is, where someone watches."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)


def workspace(claims: int) -> Path:
    """The workspace of a size, generated when it is not there."""
    folder = Path(tempfile.gettempdir()) / f"hograph-bench-{claims}"
    if not (folder / "done").is_file():
        say(f"{claims:,} claims: generating ...")
        generate(claims, folder, say=say)
        (folder / "done").touch()
    return folder


def builds(folder: Path) -> Iterator[tuple[str, Cost]]:
    """What is done to build a workspace, and its cost; each time a whole process."""
    build = (*HOGRAPH, "build", "--root", folder, "--no-files")
    yield "built anew", run(*build, "--force")
    yield "built, nothing changed", run(*build)
    path = min((folder / "data" / "claims").iterdir())
    whole = path.read_text("utf-8")
    path.write_text("".join(whole.splitlines(keepends=True)[:-5]), "utf-8")
    try:
        yield "built, one document changed", run(*build)
    finally:
        path.write_text(whole, "utf-8")
    yield "built, that one changed back", run(*build)


def store_of(build: Path) -> Path:
    """The store of a build."""
    return next(build.glob("store-*"))


def files(folder: Path) -> dict[str, int]:
    """Write the graph of a build for engines to load: quads, and the triples of all graphs as one; how many there are."""
    for engine in ENGINES:
        shutil.rmtree(folder / engine, ignore_errors=True)  # a server's copy of an older build
    store = ox.Store.read_only(str(store_of(folder / "build")))
    store.dump(output=str(folder / QUADS), format=ox.RdfFormat.N_QUADS)
    union: Any = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    union.serialize(output=str(folder / TRIPLES), format=ox.RdfFormat.N_TRIPLES)
    return {name: _lines(folder / name) for name in (QUADS, TRIPLES)}


def _lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in stream)


def cold(build: Path, root: Path) -> dict[str, Cost]:
    """What the first question costs, from the start of a process to its end, and of the least script that asks it."""
    bare = (sys.executable, "-c", LEAST, store_of(build), ROOT / "queries" / f"{FIRST}.rq")
    ours = (*HOGRAPH, "query", FIRST, "--root", root)
    return dict(zip(("hograph", "bare"), in_turn((ours, bare), rounds=5), strict=True))


def validated(build: Path, path: Path, patience: float, rivals: Iterable[str]) -> Found:
    """Hold a build against the shapes, whole and after a change; pyshacl beside it."""
    store = ox.Store.read_only(str(store_of(build)))
    with path.open("wb") as out:
        for graph in store.named_graphs():
            if graph.value != GRAPH["inferred"].value and not graph.value.startswith(GRAPH[f"{SLICES}/"].value):
                store.dump(output=out, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
    found: Found = {}
    for engine in ("compiled", "changed", *({"pyshacl"} & set(rivals))):
        say(f"  validating: {engine}")
        try:
            found[engine] = validation.runs(engine, path, 3 if engine == "compiled" else 1, patience)
        except TimeoutError:
            found[engine] = {"stopped": patience}
    return found


def asked(
    engine: str,
    folder: Path,
    asked: list[Question],
    options: argparse.Namespace,
    known: "Known",
    early: dict[str, Timing],
) -> Found:
    """Load the graph into an engine, and ask it.

    Args:
        engine: its name.
        folder: with the graph as files.
        asked: the queries.
        options: limits and repeats.
        known: the rows of our answers, filled where the engine is ours.
        early: what came of queries that were stopped, or failed, at a smaller size: they are not asked again.
    """
    say(f"  {engine}: loading ...")
    try:
        session = Session(engine, folder, options.limit, options.patience)
    except LookupError as error:
        return {"said": str(error), "queries": {}}
    found = {}
    with closing(session):
        for number, question in enumerate(asked, 1):
            say(f"  {engine}: {number} of {len(asked)}, {question.name}")
            if question.name in early:
                found[question.name] = early[question.name]
                continue
            timing, rows = timed(session, question, options.repeats, known.get(question.name))
            if engine == OURS and rows:
                known[question.name], timing = rows, replace(timing, state="same")
            found[question.name] = timing
    told = {name: session.loaded[name] for name in ("version", "clock")}
    return told | {"memory": session.memory, "queries": {name: asdict(timing) for name, timing in found.items()}}


def loading(folder: Path, options: argparse.Namespace) -> Found:
    """Seconds to take in the dataset of a build, and the most memory it takes."""
    with closing(Session(LOADED, folder, options.limit, options.patience)) as session:
        return {"clock": session.loaded["clock"], "loading": session.memory}


Known = dict[str, Rows]


def measured(size: int, options: argparse.Namespace, last: Found, before: Found, keep: Callable[[Found], None]) -> None:
    """Measure one size; where only queries are wanted, what it takes to build and validate is as it was measured last.

    Args:
        size: claims.
        options: of the command line.
        last: what was measured of this size.
        before: what was measured at smaller sizes.
        keep: given what is there, after each engine.
    """
    folder = workspace(size)
    found: Found = {"about": circumstances() | {"limit": options.limit, "repeats": options.repeats}}
    say(f"{size:,} claims: building ...")
    if options.queries:
        run(*HOGRAPH, "build", "--root", folder, "--no-files")
        found |= {"built": last.get("built", last["about"])} | {part: last[part] for part in KEPT & last.keys()}
    else:
        found["builds"] = dict(builds(folder))
    found["counts"] = files(folder)
    found["cold"] = cold(folder / "build", folder)
    kg = hograph.open(folder)
    canned, bound = list(questions(kg)), list(questions(kg, document=DOCUMENT))
    known: Known = {}
    found["engines"] = {}
    for engine in (OURS, *(name for name in options.rivals if name in OTHERS)):
        found["engines"][engine] = asked(engine, folder, canned, options, known, stopped(engine, before))
        if engine == OURS:  # what it opened is built; what is told of its loading is the same dataset taken in anew
            found["engines"][OURS] |= loading(folder, options)
        keep(found)
    found["one document"] = asked(OURS, folder, bound, options, {}, {})["queries"]
    keep(found)
    if "validation" not in found:
        found["validation"] = validated(folder / "build", folder / "validated.nt", options.patience, options.rivals)
        keep(found)


KEPT = {"builds", "validation"}


def stopped(engine: str, before: Found) -> dict[str, Timing]:
    """The queries that an engine did not end, or failed on, at a smaller size."""
    return {
        name: Timing(timing["state"], said=timing["said"] or f"at {int(size):,} claims")
        for size, found in before.items()
        for name, timing in found["engines"].get(engine, {}).get("queries", {}).items()
        if timing["state"] in {"stopped", "failed"}
    }


def shipped(options: argparse.Namespace) -> Found:
    """What is measured on the five documents: build, cold start, validation and reasoning."""
    say("the five documents ...")
    found: Found = {"about": circumstances()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = (*HOGRAPH, "build", "--root", ROOT, "--out", folder / "build", "--no-files")
        found["builds"] = {"built anew": run(*build), "built, nothing changed": run(*build)}
        run(*HOGRAPH, "build", "--root", ROOT, "--no-files")
        found["cold"] = cold(ROOT / "build", ROOT)
        found["validation"] = validated(folder / "build", folder / "validated.nt", options.patience, options.rivals)
    if "hermit" in options.rivals:
        from reasoning import against_hermit  # needs owlready2

        say("  reasoning")
        found["reasoning"] = against_hermit()
    return found


def main() -> None:
    """Measure what the command line names, and write it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3000], help="claims")
    parser.add_argument("--rivals", nargs="*", choices=RIVALS, default=RIVALS)
    parser.add_argument("--limit", type=float, default=20, help="seconds of processor for one query")
    parser.add_argument("--patience", type=float, default=300, help="seconds for loading, and for a validation")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="keep the other sizes that were measured before")
    parser.add_argument(
        "--queries", action="store_true", help="with --keep: ask queries only, builds were measured before"
    )
    parser.add_argument("--show", action="store_true", help="measure nothing, only write table and chart again")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "bench.json"
    found: Found = json.loads(path.read_text("utf-8")) if options.keep or options.show else {"sizes": {}}

    def keep(size: int, at: Found) -> None:
        found["sizes"] = dict(sorted((found["sizes"] | {str(size): at}).items(), key=lambda item: int(item[0])))
        path.write_text(json.dumps(found, indent=1) + "\n", "utf-8")

    if not options.show:
        found["shipped"] = found.get("shipped") or shipped(options)
        for size in sorted(options.sizes):
            before = {n: at for n, at in found["sizes"].items() if int(n) < size}
            last = found["sizes"].get(str(size), {})
            if options.queries and "builds" not in last:
                parser.error(f"--queries: builds of {size:,} claims were not measured before; leave the option out")
            measured(size, options, last, before, lambda at, size=size: keep(size, at))  # type: ignore[misc]
    write(found, options.out / "bench.md")
    chart(found, options.out / "bench.svg")


if __name__ == "__main__":
    main()
