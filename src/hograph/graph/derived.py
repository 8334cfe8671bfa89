"""The named graphs that no document has for itself: ontology, mappings and slices, propositions, direct edges and what follows."""

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from hograph.graph.mappings import mapping_triples
from hograph.graph.propositions import Proposition, proposition_triples
from hograph.graph.quads import canonical, in_graph
from hograph.graph.reasoning import Edge, classify, members, refuse_contradictions
from hograph.graph.saturation import Relations
from hograph.graph.slices import FOLDER, load_slice, slice_files
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import load_mappings
from hograph.vocabulary import GRAPH, HO, RDF, RDFS
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


def edge_quads(edges: Iterable[Edge]) -> Iterator[ox.Quad]:
    """The graph of the direct edges; each is traceable: a proposition with its subject and object has its relation as entailed relation."""
    return in_graph((ox.Triple(HO[s], HO[p], HO[o]) for s, p, o in edges), GRAPH["edges"])


def inferred_quads(
    ontology: Ontology, relations: Relations, classes: frozenset[tuple[str, str]] | None = None
) -> Iterator[ox.Quad]:
    """The graph of what follows from ontology and direct edges, and is neither stated by the one nor among the others.

    Args:
        ontology: the ontology.
        relations: all that follow from its property axioms.
        classes: what the reasoner says of its classes, where that is known.

    Raises:
        ReasonerError: when the relations contradict the ontology.
    """
    refuse_contradictions(ontology, relations, relations.edges)
    hierarchy = classify(ontology) if classes is None else classes
    return in_graph(_inferred(ontology, relations, hierarchy), GRAPH["inferred"])


def _inferred(ontology: Ontology, relations: Relations, classes: frozenset[tuple[str, str]]) -> Iterator[ox.Triple]:
    stated = {(name, parent) for name, parents in ontology.parents.items() for parent in parents}
    for sub, sup in sorted(classes - stated):
        yield ox.Triple(HO[sub], RDFS["subClassOf"], HO[sup])
    for s, p, o in relations.inferred:
        yield ox.Triple(HO[s], HO[p], HO[o])
    for role, term in sorted(set(members(ontology, relations))):
        yield ox.Triple(HO[term], RDF["type"], HO[role])
    for name in ontology.terms:
        yield ox.Triple(HO[name], HO["category"], HO[str(ontology.category(name))])


def _unique(triples: Iterable[ox.Triple], graph: str) -> list[ox.Quad]:
    return list(in_graph(dict.fromkeys(triples), GRAPH[graph]))
