"""The reference engine: pyshacl, on a copy of the graph in rdflib.

pyshacl passes without a word what it does not know; the shapes are compiled first, so that such a shape is an error here too.
"""

from collections.abc import Iterator

import pyoxigraph as ox
import rdflib
from rdflib import RDF, SH, Graph
from rdflib.term import Node

from hograph.errors import OntologyError
from hograph.validation.compiler import compiled
from hograph.validation.findings import Result
from hograph.validation.inputs import to_rdflib
from hograph.validation.shapes import Shapes, Term, local_name


def pyshacl_results(data: ox.Store, shapes: Shapes) -> list[Result]:
    """What pyshacl finds in a graph.

    Raises:
        OntologyError: when the shapes cannot be used.
    """
    import pyshacl

    compiled(shapes)
    graph = to_rdflib(quad.triple for quad in data)
    try:
        _, found, text = pyshacl.validate(
            graph, shacl_graph=to_rdflib(shapes.triples), inference="none", advanced=False
        )
    except Exception as error:  # pyshacl raises many kinds
        raise OntologyError(f"The shapes cannot be used: {' '.join(str(error).split())}.") from error
    if not isinstance(found, Graph):
        raise OntologyError(f"The shapes cannot be used: {text}")
    details = set(found.objects(None, SH.detail))
    owners = dict(_owners(shapes))
    return [
        _result(found, node, owners) for node in found.subjects(RDF.type, SH.ValidationResult) if node not in details
    ]


def _owners(shapes: Shapes) -> Iterator[tuple[str, str]]:
    """Each node of the shapes graph whose findings are those of a shape with a target, with the name of that shape."""
    for root in shapes.roots:
        waiting = [root]
        while waiting:
            shape = waiting.pop()
            yield shape.node.value, root.name
            waiting += [shapes.shape(term, shape) for term in shape.asks.get("property", ())]


def _result(found: Graph, node: Node, owners: dict[str, str]) -> Result:
    def one(predicate: Node) -> Term | None:
        value = found.value(node, predicate)
        return _term(value) if value is not None else None

    path = one(SH.resultPath)
    return Result(
        shape=owners[str(found.value(node, SH.sourceShape))],
        severity=local_name(one(SH.resultSeverity)),  # type: ignore[arg-type]
        focus=one(SH.focusNode),  # type: ignore[arg-type]
        path=path if isinstance(path, ox.NamedNode) else None,
        value=one(SH.value),
        message="; ".join(sorted(str(message) for message in found.objects(node, SH.resultMessage))),
    )


def _term(node: Node) -> Term:
    if isinstance(node, rdflib.Literal):
        datatype = ox.NamedNode(node.datatype) if node.datatype else None
        return (
            ox.Literal(str(node), language=node.language) if node.language else ox.Literal(str(node), datatype=datatype)
        )
    return ox.NamedNode(str(node)) if isinstance(node, rdflib.URIRef) else ox.BlankNode(str(node))
