"""Reads one export with the tool that its users have, and prints what that tool understood as JSON.

    .venv-readers/bin/python tests/read_back.py FORMAT FOLDER

It runs in an environment of its own (`requirements-readers.lock`), never imports hograph, and knows nothing of its graph.
"""

import contextlib
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any


def owl(folder: Path) -> dict[str, Any]:
    from funowl.converters.functional_converter import to_python
    from rdflib import Graph

    graph = Graph()
    document = to_python(str(folder / "hograph.ofn"))
    document.to_rdf(graph)
    axioms = Counter(type(axiom).__name__ for axiom in document.ontology.axioms)
    return {"ntriples": graph.serialize(format="nt"), "axioms": axioms}


def obographs(folder: Path) -> dict[str, Any]:
    from obographs import read

    graph = read(folder / "hograph.json", squeeze=True)
    return {
        "nodes": {node.id: node.lbl for node in graph.nodes},
        "definitions": sum(bool(node.meta and node.meta.definition) for node in graph.nodes),
        "synonyms": sum(len(node.meta.synonyms or ()) for node in graph.nodes if node.meta),
        "xrefs": sum(len(node.meta.xrefs or ()) for node in graph.nodes if node.meta),
        "edges": [[edge.sub, edge.pred, edge.obj] for edge in graph.edges],
        "roles": [axiom.definedClassId for axiom in graph.logicalDefinitionAxioms or ()],
        "pronto": _pronto(folder / "hograph.json"),
    }


def _pronto(path: Path) -> dict[str, list[str]]:
    import pronto

    return {
        term.name: sorted(s.name for s in term.superclasses(with_self=False)) for term in pronto.Ontology(path).terms()
    }


def _offline() -> None:
    """Give kgx the Biolink Model of the `biolink-model` package, which it would fetch when it is imported, and our two prefixes."""
    from importlib.resources import files

    import bmt
    import yaml
    from linkml_runtime.utils.schemaview import SchemaView

    path = str(files("biolink_model") / "schema" / "biolink_model.yaml")
    view = SchemaView(path)
    model = yaml.safe_load(Path(path).read_text("utf-8"))

    def given(self: bmt.Toolkit, *_: object, **__: object) -> None:
        self.view, self.pmap = view, {"predicate mappings": []}

    bmt.Toolkit.__init__ = given
    from kgx import config

    ours = {"ho": "https://w3id.org/hograph/", "document": "https://w3id.org/hograph/document/"}
    config.jsonld_context_map["biolink"] = {"@context": model["prefixes"] | ours}


def kgx(folder: Path) -> dict[str, Any]:
    _offline()
    from kgx.transformer import Transformer
    from kgx.validator import Validator

    found: dict[str, Any] = {}
    for layout in ("tsv", "jsonl"):
        transformer = Transformer()
        transformer.transform(
            {"filename": [str(folder / f"{kind}.{layout}") for kind in ("nodes", "edges")], "format": layout}
        )
        graph = transformer.store.graph
        validator = Validator()
        validator.validate(graph)
        found[layout] = {
            "nodes": {name: data["category"] for name, data in graph.nodes(data=True)},
            "edges": {
                data["id"]: [
                    s,
                    data["predicate"],
                    o,
                    data.get("original_predicate"),
                    data.get("certainty"),
                    bool(data.get("negated")),
                ]
                for s, o, _, data in graph.edges(keys=True, data=True)
            },
            "errors": json.loads(json.dumps(validator.get_errors(), default=str)),
        }
    return found | {"outside": _outside(found["jsonl"])}


def _outside(graph: dict[str, Any]) -> list[list[str]]:
    """Edges whose ends are not of the domain and range that the Biolink Model gives their predicate, and predicates it withdrew."""
    from bmt import Toolkit

    model, wrong = Toolkit(), []
    for subject, predicate, object_, *_ in graph["edges"].values():
        slot = model.get_element(predicate)
        sides = ((slot.domain, subject), (slot.range, object_))
        for allowed, end in sides if model.is_predicate(predicate) and not slot.deprecated else ():
            kinds = {kind for c in graph["nodes"][end] for kind in model.get_ancestors(c, formatted=False, mixin=True)}
            if allowed and allowed not in kinds:
                wrong.append([predicate, allowed, end])
        if not model.is_predicate(predicate) or slot.deprecated:
            wrong.append([predicate, "no predicate of the model", subject])
    return wrong


def sssom(folder: Path) -> dict[str, Any]:
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    table = parse_sssom_table(str(next(folder.glob("*.sssom.tsv"))))
    reports = validate(table)
    rows = table.df[["subject_id", "predicate_id", "object_id"]].values.tolist()
    errors = [
        str(result.message)
        for report in reports.values()
        for result in report.results
        if str(result.severity) in {"ERROR", "FATAL"}
    ]
    return {"rows": rows, "errors": errors}


def graphml(folder: Path) -> dict[str, Any]:
    import igraph

    graph = igraph.Graph.Read_GraphML(str(folder / "hograph.graphml"))
    names = graph.vs["id"]
    return {
        "nodes": dict(zip(names, graph.vs["label"], strict=True)),
        "edges": [[names[e.source], e["predicate"], names[e.target], e["certainty"], e["start"]] for e in graph.es],
    }


def csv(folder: Path) -> dict[str, Any]:
    import pandas

    return {
        path.stem: json.loads(pandas.read_csv(path).to_json(orient="records")) for path in sorted(folder.glob("*.csv"))
    }


def parquet(folder: Path) -> dict[str, Any]:
    import pyarrow.parquet

    tables = {path.stem: pyarrow.parquet.read_table(path) for path in sorted(folder.glob("*.parquet"))}
    return {
        name: {"rows": t.to_pylist(), "types": {f.name: str(f.type) for f in t.schema}} for name, t in tables.items()
    }


def bibtex(folder: Path) -> dict[str, Any]:
    import bibtexparser

    with (folder / "documents.bib").open(encoding="utf-8") as stream:
        return {entry["ID"]: entry for entry in bibtexparser.load(stream).entries}


def csl_json(folder: Path) -> dict[str, Any]:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    source = CiteProcJSON(json.loads((folder / "documents.json").read_text("utf-8")))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for key in source:
        bibliography.register(Citation([CitationItem(key)]))
    return dict(zip(source, (str(entry) for entry in bibliography.bibliography()), strict=True))


def ro_crate(folder: Path) -> dict[str, Any]:
    from rocrate.rocrate import ROCrate

    crate = ROCrate(folder)
    root = crate.root_dataset
    files = {e.id: [(folder / e.id).is_file(), e.get("contentSize"), e.get("sha256")] for e in crate.data_entities}
    return {
        "name": root["name"],
        "license": root["license"].id,
        "datePublished": str(root["datePublished"]),
        "files": files,
    }


def croissant(folder: Path) -> dict[str, Any]:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    counts, first = {}, {}
    for record_set in dataset.metadata.record_sets:
        records = list(dataset.records(record_set=record_set.id))
        counts[record_set.id] = len(records)
        first[record_set.id] = {
            key: value.decode() if isinstance(value, bytes) else value for key, value in records[0].items()
        }
    return {
        "errors": [*issues.errors],
        "warnings": [*issues.warnings],
        "counts": counts,
        "first": json.loads(json.dumps(first, default=str)),
    }


READERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "owl": owl,
    "obographs": obographs,
    "kgx": kgx,
    "sssom": sssom,
    "graphml": graphml,
    "csv": csv,
    "parquet": parquet,
    "bibtex": bibtex,
    "csl-json": csl_json,
    "ro-crate": ro_crate,
    "croissant": croissant,
}

if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        understood = READERS[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.write(json.dumps(understood))
