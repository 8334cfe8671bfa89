"""The named graphs that no document has for itself: ontology, mappings and slices, propositions, direct edges and what follows."""

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from hograph.graph.mappings import mapping_triples
from hograph.graph.propositions import Proposition, proposition_triples
from hograph.graph.quads import canonical, in_graph
from hograph.graph.reasoning import Edge, conclude, inferred_triples
from hograph.graph.slices import FOLDER, load_slice, slice_files
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import load_mappings
from hograph.vocabulary import GRAPH, HO
from hograph.workspace.layers import Layers


def static_graphs(layers: Layers, ontology: Ontology) -> dict[str, list[ox.Quad]]:
    """The graphs that no claim changes, by name."""
    shipped = layers.base_ontology
    graphs = {"ontology": canonical(ontology.triples, GRAPH["ontology"])}
    graphs["mappings"] = _unique(mapping_triples(load_mappings(shipped / "mappings.sssom.tsv")), "mappings")
    for path in slice_files(shipped):
        graphs[f"{FOLDER}/{path.stem}"] = _unique(load_slice(path), f"{FOLDER}/{path.stem}")
    return graphs


def proposition_quads(
    proposition: Proposition, ontology: Ontology, documents: Collection[str] | None = None
) -> list[ox.Quad]:
    """What the graph of the propositions says of one, and of the claims about it: all, or those of some documents."""
    return _unique(proposition_triples(proposition, ontology, documents), "propositions")


def edge_quads(edges: Iterable[Edge]) -> list[ox.Quad]:
    """The graph of the direct edges; each is traceable: a proposition with its subject and object has its relation as entailed relation."""
    return _unique((ox.Triple(HO[s], HO[p], HO[o]) for s, p, o in sorted(edges)), "edges")


def inferred_quads(
    ontology: Ontology, edges: Iterable[Edge], classes: frozenset[tuple[str, str]] | None = None
) -> list[ox.Quad]:
    """The graph of what follows from ontology and edges; `classes` is what the reasoner says of the ontology, where that is known."""
    edges = tuple(edges)
    return _unique(inferred_triples(ontology, edges, conclude(ontology, edges, classes)), "inferred")


def _unique(triples: Iterable[ox.Triple], graph: str) -> list[ox.Quad]:
    return list(in_graph(dict.fromkeys(triples), GRAPH[graph]))
