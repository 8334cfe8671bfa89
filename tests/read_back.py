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
from xml.etree import ElementTree


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
        "graph": graph.model_dump(mode="json", exclude_none=True),
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
            "nodes": dict(graph.nodes(data=True)),
            "edges": [data for *_, data in graph.edges(keys=True, data=True)],
            "errors": validator.get_errors(),
        }
    return found | {
        "outside": _outside(found["jsonl"]),
        "own": _own_fields(found["jsonl"]),
        "model": _model().schema.version,
    }


def _model() -> Any:  # noqa: ANN401 -- bmt has no types
    from bmt import Toolkit

    return Toolkit().view


def _own_fields(graph: dict[str, Any]) -> dict[str, list[str]]:
    """Fields that the Biolink Model has no slot for: of the node's category, and of any kind of association."""
    from linkml_runtime.utils.formatutils import camelcase, underscore

    model = _model()
    slots = {
        f"biolink:{camelcase(name)}": {underscore(s) for s in model.class_slots(name)} for name in model.all_classes()
    }
    associations = [f"biolink:{camelcase(name)}" for name in model.class_descendants("association")]
    of_edges = set().union(*(slots[kind] for kind in associations))
    of_nodes: set[str] = set()
    for node in graph["nodes"].values():
        of_nodes |= node.keys() - set().union(*(slots[kind] for kind in node["category"]))
    own = {"nodes": sorted(of_nodes), "edges": sorted({key for edge in graph["edges"] for key in edge} - of_edges)}
    everything = {underscore(name) for name in model.all_slots()}
    return own | {"misused": sorted({name for names in own.values() for name in names} & everything)}


def _outside(graph: dict[str, Any]) -> list[list[str]]:
    """Edges whose ends are not of the domain and range that the Biolink Model gives their predicate, and predicates it withdrew."""
    from bmt import Toolkit

    model, wrong = Toolkit(), []
    for edge in graph["edges"]:
        slot = model.get_element(edge["predicate"])
        real = model.is_predicate(edge["predicate"]) and not slot.deprecated
        sides = ((slot.domain, edge["subject"]), (slot.range, edge["object"])) if real else ()
        for allowed, end in sides:
            categories = graph["nodes"][end]["category"]
            kinds = {kind for c in categories for kind in model.get_ancestors(c, formatted=False, mixin=True)}
            if allowed and allowed not in kinds:
                wrong.append([edge["predicate"], allowed, end])
        if not real:
            wrong.append([edge["predicate"], "no predicate of the model", edge["subject"]])
    return wrong


def sssom(folder: Path) -> dict[str, Any]:
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    table = parse_sssom_table(str(next(folder.glob("*.sssom.tsv"))))
    reports = validate(table)
    errors = [
        str(result.message)
        for report in reports.values()
        for result in report.results
        if str(result.severity) in {"ERROR", "FATAL"}
    ]
    rows = json.loads(table.df.to_json(orient="records"))
    return {"rows": rows, "errors": errors, "metadata": table.metadata}


def graphml(folder: Path) -> dict[str, Any]:
    import igraph

    graph = igraph.Graph.Read_GraphML(str(folder / "hograph.graphml"))
    nodes = {str(vertex["id"]): _given(vertex.attributes()) for vertex in graph.vs}
    names = list(nodes)
    edges = [_given(e.attributes()) | {"subject": names[e.source], "object": names[e.target]} for e in graph.es]
    return {"nodes": nodes, "edges": edges}


def _given(attributes: dict[str, Any]) -> dict[str, Any]:
    """What is given: igraph fills the rest with empty text, with not-a-number and with false."""
    return {key: value for key, value in attributes.items() if value not in ("", False) and value == value}


def gexf(folder: Path) -> dict[str, Any]:
    """By the rules of GEXF 1.2: attributes are declared for nodes and for edges with title and type, and named by number."""
    root = ElementTree.parse(folder / "hograph.gexf").getroot()
    space = {"g": "http://www.gexf.net/1.2draft"}
    made: dict[str, Callable[[str], Any]] = {"string": str, "long": int, "integer": int, "double": float}
    made["boolean"] = {"true": True, "false": False}.__getitem__
    declared = {
        kind: {
            one.attrib["id"]: (one.attrib["title"], made[one.attrib["type"]])
            for one in group.findall("g:attribute", space)
        }
        for group in root.findall("g:graph/g:attributes", space)
        for kind in [group.attrib["class"]]
    }

    def fields(element: ElementTree.Element, kind: str) -> dict[str, Any]:
        found = {}
        for one in element.findall("g:attvalues/g:attvalue", space):
            title, make = declared[kind][one.attrib["for"]]
            found[title] = make(one.attrib["value"])
        return found

    nodes = {
        e.attrib["id"]: fields(e, "node") | {"label": e.attrib["label"]} for e in root.iterfind(".//g:node", space)
    }
    edges = [
        fields(e, "edge") | {"subject": e.attrib["source"], "object": e.attrib["target"]}
        for e in root.iterfind(".//g:edge", space)
    ]
    return {"nodes": nodes, "edges": edges}


def cytoscape(folder: Path) -> dict[str, Any]:
    """As Cytoscape.js takes it: elements with their data, edges between nodes that are there."""
    elements = json.loads((folder / "hograph.cyjs").read_text("utf-8"))["elements"]
    nodes = {one["data"]["id"]: one["data"] for one in elements["nodes"]}
    edges = [
        one["data"] | {"subject": one["data"]["source"], "object": one["data"]["target"]} for one in elements["edges"]
    ]
    assert len({one["id"] for one in edges} | nodes.keys()) == len(nodes) + len(edges), (
        "every element has an id of its own"
    )
    assert all(one[end] in nodes for one in edges for end in ("source", "target"))
    return {"nodes": nodes, "edges": edges}


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
    from hashlib import sha256

    from rocrate.rocrate import ROCrate

    crate = ROCrate(folder)
    root = crate.root_dataset
    files = {}
    for entity in crate.data_entities:
        data = (folder / entity.id).read_bytes()
        stated = {"contentSize": entity["contentSize"], "sha256": entity["sha256"]}
        files[entity.id] = {
            "stated": stated,
            "found": {"contentSize": str(len(data)), "sha256": sha256(data).hexdigest()},
        }
    return {
        "name": root["name"],
        "license": root["license"].id,
        "datePublished": str(root["datePublished"]),
        "based on": {entity.id: entity["name"] for entity in root["isBasedOn"]},
        "files": files,
    }


def croissant(folder: Path) -> dict[str, Any]:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    rows = {
        record_set.id: [
            {key.partition("/")[2]: _plain(value) for key, value in record.items()}
            for record in dataset.records(record_set=record_set.id)
        ]
        for record_set in dataset.metadata.record_sets
    }
    return {"errors": [*issues.errors], "warnings": [*issues.warnings], "rows": rows}


def _plain(value: Any) -> Any:  # noqa: ANN401 -- any value of a cell
    """A cell as JSON has it; pandas, which mlcroissant reads with, has not-a-number for an empty one."""
    value = value.item() if hasattr(value, "item") else value
    value = value.decode() if isinstance(value, bytes) else value
    return value if value == value else None


READERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "owl": owl,
    "obographs": obographs,
    "kgx": kgx,
    "sssom": sssom,
    "graphml": graphml,
    "gexf": gexf,
    "cytoscape": cytoscape,
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
    sys.stdout.write(json.dumps(understood, default=str))
