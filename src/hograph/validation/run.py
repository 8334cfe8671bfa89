"""Validation as users run it: never vacuous, and as text, JSON, Turtle or SARIF."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib import RDF
from rdflib.term import Node

from hograph.errors import InputError
from hograph.graph.quads import Describer, in_graph, turtle
from hograph.ontology.index import load_ontology
from hograph.validation.findings import Finding, Report
from hograph.validation.inputs import read_files, to_rdflib
from hograph.validation.shapes import focus_nodes, load_shapes, validate
from hograph.vocabulary import GRAPH, HO, RDFS, SH, curie


def validate_built(data: rdflib.Graph, ontology_folder: Path, *, whole: bool = True) -> Report:
    """Validate the built graph; a shape that looked at nothing is a finding of its own.

    Args:
        data: all graphs but the inferred one.
        ontology_folder: the folder with `shapes/`.
        whole: whether the shipped claims are in it, which give every shape something to look at.
    """
    report = validate(data, load_shapes(ontology_folder / "shapes"))
    if not whole:
        return report
    idle = tuple(_idle(name) for name, number in report.focus_nodes.items() if not number)
    return replace(report, findings=(*report.findings, *idle))


def _idle(shape: str) -> Finding:
    message = "The shape looked at no node: its target is misspelt, or what it is about is missing"
    return Finding(f"https://w3id.org/hograph/shape/{shape}", shape, None, None, message, "Violation", shape)


def validate_files(paths: Sequence[Path], ontology_folder: Path, *own: Path) -> Report:
    """Validate RDF files of the user's together with the ontology; only findings about their own nodes are told.

    Args:
        paths: the files.
        ontology_folder: the folder with the ontology and `shapes/`.
        *own: folders with own terms over it.

    Raises:
        InputError: when a file cannot be read, or no shape looks at anything in any of them.
    """
    files = read_files(paths)
    shapes = load_shapes(ontology_folder / "shapes")
    ontology = load_ontology(ontology_folder, *own).triples
    data = to_rdflib([*ontology, *(triple for triples in files.values() for triple in triples)])
    file_of = {_node(t.subject): str(path) for path, triples in files.items() for t in triples}
    looked_at = {
        name: {n for n in focus_nodes(data, shapes, shape) if n in file_of} for shape, name in shapes.names.items()
    }
    if not any(looked_at.values()):
        names = ", ".join(str(path) for path in paths)
        raise InputError(
            f"{names}: no shape looks at anything in there, so nothing was validated. Are the nodes typed (a ho:Claim, ...)?"
        )
    report = validate(data, shapes)
    told = [
        replace(f, source=file_of[rdflib.URIRef(f.focus)]) for f in report.findings if rdflib.URIRef(f.focus) in file_of
    ]
    told += _unseen(data, looked_at, file_of)
    counts = {name: len(nodes) for name, nodes in sorted(looked_at.items())}
    return Report(counts, tuple(told))


def _node(node: object) -> Node:
    return rdflib.URIRef(node.value) if isinstance(node, ox.NamedNode) else rdflib.BNode(str(node))


def _unseen(data: rdflib.Graph, looked_at: dict[str, set[Node]], file_of: dict[Node, str]) -> Iterable[Finding]:
    seen = set().union(*looked_at.values())
    for node in sorted(file_of, key=str):
        kinds = sorted(curie(str(kind)) for kind in data.objects(node, RDF.type) if str(kind) in HO)
        if kinds and node not in seen and isinstance(node, rdflib.URIRef):
            message = f"It is a {' and a '.join(kinds)}, and no shape looks at it"
            yield Finding(str(node), curie(str(node)), None, None, message, "Warning", "none", file_of[node])


def as_turtle(report: Report) -> str:
    """The report as a `sh:ValidationReport` in Turtle, without blank nodes."""
    root = ox.NamedNode("urn:hograph:validation-report")
    about = Describer(root, SH["ValidationReport"]).add(SH["conforms"], report.conforms)
    triples = []
    for number, finding in enumerate(report.findings, 1):
        node = ox.NamedNode(f"urn:hograph:validation-report:{number}")
        about.add(SH["result"], node)
        result = Describer(node, SH["ValidationResult"]).add(SH["focusNode"], ox.NamedNode(finding.focus))
        result.add(SH["resultSeverity"], SH[finding.severity]).add(SH["resultMessage"], finding.message)
        triples += result.add(RDFS["comment"], finding.sentence()).triples
    return turtle(in_graph([*about.triples, *triples], GRAPH["validation"])).decode()
