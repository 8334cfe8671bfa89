"""Every export: its size, the time to write it, the tool that reads it back, the time that takes, and what went in and came back.

    python benchmarks/exports.py

Times are medians of three. The readers of other formats run in `.venv-readers`, which `make readers` sets up; their time includes the start
of Python and the import of the tool.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx
import pyoxigraph as ox
import rdflib

from hograph.exports import formats, tables
from hograph.exports.nanopubs import nanopub_quads
from hograph.files import resources
from hograph.graph.build import Build, build

ROOT = resources(None)
READERS = ROOT / ".venv-readers" / "bin" / "python"
REPEATS = 3
RDFLIB = {
    "turtle": "turtle",
    "trig": "trig",
    "nquads": "nquads",
    "ntriples": "nt",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}


def went_in(name: str, built: Build) -> str:
    """What of the graph the format is given, counted on our side."""
    claims = len(built.claims)
    if name in {"trig", "nquads", "jsonld", "rdf12"}:
        return f"{len(set(built.quads)):,} quads"
    if name in {"turtle", "ntriples", "rdfxml"}:
        return f"{len({q.triple for q in built.quads}):,} triples"
    if name == "owl":
        return f"{len(built.graphs['ontology']):,} triples"
    if name == "nanopub":
        return f"{sum(1 for _ in nanopub_quads(built)):,} nanopublications"
    if name in {"graphml", "gexf", "cytoscape", "kgx"}:
        return f"{claims:,} claims"
    if name in {"csv", "parquet", "croissant"}:
        return f"{sum(len(table.rows) for table in tables.tables(built)):,} rows"
    if name == "obographs":
        return f"{sum(len(p) for p in built.ontology.parents.values()):,} is_a"
    if name == "sssom":
        material = formats.Material(built, ROOT)
        return f"{len(material.mappings.mappings):,} mappings"
    return f"{len(built.sources)} documents" if name in {"bibtex", "csl-json"} else "7 files"


def came_back(name: str, folder: Path) -> str:
    """What a tool of others found in the files, counted on its side."""
    files = sorted(folder.iterdir())
    if name in RDFLIB:
        dataset = rdflib.Dataset()
        dataset.parse(files[0], format=RDFLIB[name])
        kind = "quads" if name in {"trig", "nquads", "jsonld"} else "triples"
        return f"{len(list(dataset.quads())):,} {kind}"
    if name in {"rdf12", "nanopub"}:
        quads = list(ox.parse(path=str(files[0]), format=ox.RdfFormat.TRIG))
        kind = "http://www.nanopub.org/nschema#Nanopublication"
        found = sum(q.object == ox.NamedNode(kind) for q in quads)
        return f"{len(quads):,} quads" if name == "rdf12" else f"{found:,} nanopublications"
    if name == "gexf":
        return f"{networkx.read_gexf(files[0]).number_of_edges():,} edges"
    if name == "cytoscape":
        return f"{networkx.cytoscape_graph(json.loads(files[0].read_text('utf-8'))).number_of_edges():,} edges"
    command: list[str | Path] = [READERS, ROOT / "tests" / "read_back.py", name, folder]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    counts: dict[str, Callable[[], str]] = {
        "owl": lambda: f"{len(found['ntriples'].splitlines()):,} triples",
        "obographs": lambda: f"{sum(edge[1] == 'is_a' for edge in found['edges']):,} is_a",
        "kgx": lambda: f"{len(found['tsv']['edges']):,} edges (the same statement joined)",
        "sssom": lambda: f"{len(found['rows']):,} mappings",
        "graphml": lambda: f"{len(found['edges']):,} edges",
        "csv": lambda: f"{sum(map(len, found.values())):,} rows",
        "parquet": lambda: f"{sum(len(table['rows']) for table in found.values()):,} rows",
        "bibtex": lambda: f"{len(found)} documents",
        "csl-json": lambda: f"{len(found)} documents",
        "ro-crate": lambda: f"{len(found['files'])} files",
        "croissant": lambda: f"{sum(found['counts'].values()):,} rows",
    }
    return counts[name]()


def median(act: Callable[[], object]) -> tuple[float, object]:
    """Median seconds of some runs, and what the last one gave."""
    times, last = [], None
    for _ in range(REPEATS):
        start = time.perf_counter()
        last = act()
        times.append(time.perf_counter() - start)
    return statistics.median(times), last


def main() -> None:
    """Measure every format."""
    built = build(ROOT)
    material = formats.Material(built, ROOT)
    print("| Format | Bytes | Write, s | Reader | Read, s | In | Back |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        for one in formats.FORMATS:
            seconds, made = median(lambda one=one: one.files(material))  # type: ignore[misc]
            assert isinstance(made, dict)  # noqa: S101 -- for the type checker
            folder = Path(place) / one.name
            for name, data in made.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
            read, back = median(lambda one=one, folder=folder: came_back(one.name, folder))  # type: ignore[misc]
            size = sum(map(len, made.values()))
            print(
                f"| {one.name} | {size:,} | {seconds:.2f} | {one.reader} | {read:.2f} | {went_in(one.name, built)} | {back} |"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
