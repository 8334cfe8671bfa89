"""Every export: its size, the time to write it, the tool that reads it back, the time that takes, and what went in and came back.

    python benchmarks/exports.py

Times are medians of three. The readers of other formats run in `.venv-readers`, which `make readers` sets up, N3.js in node; their time
includes the start of Python or node and the import of the tool. rdflib and nanopub are among our own dependencies and run in this process.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
from nanopub import Nanopub  # type: ignore[attr-defined]

from hograph.exports import biolink, formats, tables
from hograph.files import resources
from hograph.graph.build import build
from hograph.vocabulary import HO, OWL, RDF, RDFS

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
READ_BY = {"gexf": "an XML parser", "cytoscape": "a JSON parser"}
"""What is timed here, where the tests read with networkx besides."""
NAMED = {"trig", "nquads", "jsonld", "rdf12"}


def went_in(name: str, material: formats.Material) -> str:
    """What of the graph the format is given, counted on our side."""
    built = material.built
    ontology, taken = built.ontology, [placed.claim for p in built.propositions for placed in p.claims]
    profile = biolink.load_profile(ROOT / "ontology" / "biolink.yaml", ontology)
    counts: dict[str, Callable[[], str]] = {
        "owl": lambda: f"{len(built.graphs['ontology']):,} triples",
        "obographs": lambda: f"{sum(map(is_edge, ontology.triples)) + len(ontology.part_edges):,} edges",
        "kgx": lambda: f"{sum(biolink.holds(c, biolink.rule_of(c, ontology, profile)) for c in taken):,} claims",
        "sssom": lambda: f"{len(material.mappings.mappings):,} mappings",
        "nanopub": lambda: f"{len(taken):,} claims",
        "ro-crate": lambda: f"{len(formats.BY_NAME['ro-crate'].files(material)) - 1} files",
    }
    if name in NAMED:
        return f"{len(set(built.quads)):,} quads"
    if name in RDFLIB:
        return f"{len({q.triple for q in built.quads}):,} triples"
    if name in {"graphml", "gexf", "cytoscape"}:
        return f"{len(built.claims):,} claims"
    if name in {"csv", "parquet", "croissant"}:
        return f"{sum(len(table.rows) for table in tables.tables(built, material.mappings)):,} rows"
    return f"{len(built.sources)} documents" if name in {"bibtex", "csl-json"} else counts[name]()


def is_edge(triple: ox.Triple) -> bool:
    """Whether a triple of the ontology is an edge between two things that have a name."""
    if not isinstance(triple.subject, ox.NamedNode) or not isinstance(triple.object, ox.NamedNode):
        return False
    between = {RDFS["subClassOf"], RDFS["subPropertyOf"], OWL["inverseOf"]}
    return triple.predicate in between or (triple.predicate == RDF["type"] and triple.object in HO)


def came_back(name: str, folder: Path) -> str:
    """What a tool of others found in the files, counted on its side."""
    path = min(folder.iterdir())
    if name in RDFLIB:
        dataset = rdflib.Dataset()
        dataset.parse(path, format=RDFLIB[name])
        return f"{len(list(dataset.quads())):,} {'quads' if name in NAMED else 'triples'}"
    if name == "rdf12":
        places = os.pathsep.join(
            [str(ROOT / ".venv-readers" / "node" / "node_modules"), os.environ.get("NODE_PATH", "")]
        )
        command: list[str | Path] = ["node", ROOT / "tests" / "rdf12" / "read.cjs", path]
        read = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"NODE_PATH": places}).stdout
        return f"{len(set(read.splitlines())):,} quads"
    if name == "nanopub":
        return f"{sum(publication.is_valid for publication in publications(path)):,} valid"
    command = [READERS, ROOT / "tests" / "read_back.py", name, folder]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    counts: dict[str, Callable[[], str]] = {
        "owl": lambda: f"{len(found['ntriples'].splitlines()):,} triples",
        "obographs": lambda: f"{len(found['graph']['edges']):,} edges",
        "kgx": lambda: f"{len(claims_of_edges(found)):,} claims, the same statement joined",
        "sssom": lambda: f"{len(found['rows']):,} mappings",
        "csv": lambda: f"{sum(map(len, found.values())):,} rows",
        "parquet": lambda: f"{sum(len(table['rows']) for table in found.values()):,} rows",
        "ro-crate": lambda: f"{sum(file['stated'] == file['found'] for file in found['files'].values())} files",
        "croissant": lambda: f"{sum(map(len, found['rows'].values())):,} rows",
    }
    if name in {"graphml", "gexf", "cytoscape"}:
        return f"{len({edge['claim'] for edge in found['edges']}):,} claims"
    return f"{len(found)} documents" if name in {"bibtex", "csl-json"} else counts[name]()


def publications(path: Path) -> Iterator[Nanopub]:
    """Each nanopublication of a file, as the nanopub library reads it."""
    by_name: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TRIG):
        by_name.setdefault(str(quad.graph_name).rpartition("/")[0], []).append(quad)
    for quads in by_name.values():
        graph = rdflib.ConjunctiveGraph()
        graph.parse(data=(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode(), format="nquads")
        yield Nanopub(rdf=graph)


def claims_of_edges(found: dict[str, Any]) -> set[str]:
    """The claims that kgx has in memory after reading the TSV; of edges with the same statement it keeps one."""
    return {edge["id"] for edge in found["tsv"]["edges"] if edge["id"].startswith("claim:")}


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
    warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib, by nanopub
    material = formats.Material(build(ROOT), ROOT)
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
            size, reader = sum(map(len, made.values())), READ_BY.get(one.name, one.reader)
            counted = f"{went_in(one.name, material)} | {back}"
            print(f"| {one.name} | {size:,} | {seconds:.2f} | {reader} | {read:.2f} | {counted} |")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
