"""The dataset, or some of its graphs, in the RDF formats that other tools read."""

from collections.abc import Iterable

import pyoxigraph as ox

from hograph.errors import QueryError
from hograph.graph.nested import nested_turtle
from hograph.graph.quads import nquads, turtle
from hograph.vocabulary import GRAPH, PREFIXES

FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")
OXIGRAPH = {
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
NAMES = {name: str(space) for name, space in PREFIXES.items()}


def graph_names(store: ox.Store) -> list[str]:
    """The names of all named graphs, as CURIEs without their prefix: `ontology`, `edges`, `claims/...`."""
    return sorted(GRAPH.name(node) for node in store.named_graphs() if isinstance(node, ox.NamedNode))


def chosen_quads(store: ox.Store, names: Iterable[str]) -> list[ox.Quad]:
    """The quads of some graphs; of all when none is named. `claims` stands for the claims of every document.

    Raises:
        QueryError: when there is no graph of that name.
    """
    known, wanted = graph_names(store), []
    for name in names:
        found = [
            k for k in known if k == name.removeprefix("graph:") or k.startswith(f"{name.removeprefix('graph:')}/")
        ]
        if not found:
            raise QueryError(f"There is no graph '{name}'. There are: claims, {', '.join(known)}.")
        wanted += found
    return [
        quad
        for name in dict.fromkeys(wanted or known)
        for quad in store.quads_for_pattern(None, None, None, GRAPH[name])
    ]


def serialise(quads: Iterable[ox.Quad], layout: str) -> bytes:
    """Quads in a format; the same quads give the same bytes.

    Args:
        quads: what is to be written; formats without named graphs drop the names.
        layout: one of `FORMATS`.
    """
    quads = list(quads)
    if layout == "nquads":
        return nquads(quads)
    if layout == "trig":
        return turtle(quads, ox.RdfFormat.TRIG)
    if layout == "turtle":
        nested = {quad.graph_name for quad in quads if isinstance(quad.object, ox.BlankNode)}
        axioms = [quad.triple for quad in quads if quad.graph_name in nested]
        flat = [quad for quad in quads if quad.graph_name not in nested]
        rest = turtle(flat) if flat else b""
        return b"\n".join(part for part in (nested_turtle(axioms) if axioms else b"", rest) if part)
    return _flat(quads, layout)


def _flat(quads: Iterable[ox.Quad], layout: str) -> bytes:
    triples = sorted({quad.triple for quad in quads}, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    if not triples:
        return b""
    return ox.serialize(triples, format=OXIGRAPH[layout], prefixes=None if layout == "ntriples" else NAMES) or b""
