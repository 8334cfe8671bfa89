"""Shapes, and the validation of a graph against them by pyshacl.

pyshacl passes without a word when a target class is misspelt or a SHACL term does not exist. Here the focus nodes of each shape are
counted, and terms that SHACL does not have are refused when shapes are loaded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib import RDF, RDFS, SH, Graph
from rdflib.namespace import split_uri
from rdflib.term import Node

from hograph.errors import OntologyError
from hograph.validation.findings import Finding, Report
from hograph.vocabulary import curie


@dataclass(frozen=True)
class Shapes:
    """The shapes of a folder: their graph, and the name of each node shape that has a target."""

    graph: Graph
    names: dict[rdflib.URIRef, str]


def load_shapes(folder: Path) -> Shapes:
    """Read all shapes of a folder.

    Raises:
        OntologyError: when there are none, a file is not Turtle, a shape has no IRI, target or message, or a term is not SHACL's.
    """
    graph = Graph()
    paths = sorted(folder.glob("*.ttl"))
    for path in paths:
        try:
            graph.parse(path, format="turtle")
        except Exception as error:  # the parser raises many kinds
            raise OntologyError(f"{path}: not Turtle: {' '.join(str(error).split())}.") from error
    for term in {t for triple in graph for t in triple if isinstance(t, rdflib.URIRef) and t.startswith(str(SH))}:
        if term not in SH:
            raise OntologyError(f"{folder}: {curie(term)} is no term of SHACL. Check the spelling.")
    names = {}
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        if not isinstance(shape, rdflib.URIRef):
            raise OntologyError(f"{folder}: a node shape without an IRI. Give it one under shape:.")
        if any(_targets(graph, shape)):
            names[shape] = split_uri(shape)[1]
    if not names:
        raise OntologyError(f"{folder}: no node shape with a target in its {len(paths)} Turtle files.")
    return Shapes(graph, names)


def _targets(shapes: Graph, shape: Node) -> Iterator[tuple[Node, Node]]:
    for kind in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf):
        for target in shapes.objects(shape, kind):
            yield kind, target


def focus_nodes(data: Graph, shapes: Shapes, shape: rdflib.URIRef) -> set[Node]:
    """The nodes of the data that a shape is about, through subclasses."""
    found: set[Node] = set()
    for kind, target in _targets(shapes.graph, shape):
        if kind == SH.targetClass:
            for cls in {target, *data.transitive_subjects(RDFS.subClassOf, target)}:
                found.update(data.subjects(RDF.type, cls))
        elif kind == SH.targetNode:
            found.add(target)
        elif kind == SH.targetSubjectsOf:
            found.update(data.subjects(target, None))
        else:
            found.update(data.objects(None, target))
    return found


def validate(data: Graph, shapes: Shapes) -> Report:
    """Hold a graph against the shapes.

    Args:
        data: the graph, with the ontology in it where shapes need its class hierarchy; it is not changed.
        shapes: the shapes.

    Returns:
        How many nodes each shape looked at, and the findings in a stable order.

    Raises:
        OntologyError: when pyshacl cannot use the shapes.
    """
    import pyshacl

    counts = {
        name: len(focus_nodes(data, shapes, shape))
        for shape, name in sorted(shapes.names.items(), key=lambda item: item[1])
    }
    try:
        _, results, text = pyshacl.validate(data, shacl_graph=shapes.graph, inference="none", advanced=False)
    except Exception as error:  # pyshacl raises many kinds
        raise OntologyError(f"The shapes cannot be used: {' '.join(str(error).split())}.") from error
    if not isinstance(results, Graph):
        raise OntologyError(f"The shapes cannot be used: {text}")
    owners = _owners(shapes)
    found = {
        _finding(data, results, result, owners, shapes) for result in results.subjects(RDF.type, SH.ValidationResult)
    }
    return Report(
        counts,
        tuple(
            sorted(
                found,
                key=lambda f: (f.severity != "Violation", f.focus, f.shape, f.path or "", f.message, f.value or ""),
            )
        ),
    )


def _owners(shapes: Shapes) -> dict[Node, str]:
    """Each node of the shapes graph that hangs on a node shape, to the name of that shape."""
    owners: dict[Node, str] = {}
    for shape, name in shapes.names.items():
        waiting: list[Node] = [shape]
        while waiting:
            node = waiting.pop()
            if node not in owners:
                owners[node] = name
                waiting += [
                    o
                    for p, o in shapes.graph.predicate_objects(node)
                    if p in {SH.property, SH.sparql, SH.node} or isinstance(o, rdflib.BNode)
                ]
    return owners


def _finding(data: Graph, results: Graph, result: Node, owners: dict[Node, str], shapes: Shapes) -> Finding:
    def one(predicate: Node) -> Node | None:
        return results.value(result, predicate)

    focus, path, value, source = one(SH.focusNode), one(SH.resultPath), one(SH.value), one(SH.sourceShape)
    messages = sorted(str(message) for message in results.objects(result, SH.resultMessage))
    severity = str(one(SH.resultSeverity)).removeprefix(str(SH))
    owner = (
        owners.get(source) or (shapes.names.get(source) if isinstance(source, rdflib.URIRef) else None)
        if source
        else None
    )
    return Finding(
        focus=str(focus),
        focus_label=_label(data, focus),
        path=curie(str(path)) if isinstance(path, rdflib.URIRef) else None,
        value=_label(data, value) if value is not None and value != focus else None,
        message="; ".join(messages) or "breaks the shape",
        severity=severity,
        shape=owner or "unnamed shape",
    )


def _label(data: Graph, node: Node | None) -> str:
    if not isinstance(node, rdflib.URIRef):
        return str(node)
    label = data.value(node, RDFS.label)
    return f"{label} ({curie(node)})" if label else curie(node)
