"""The build in memory, for exports: ontology, claims and mappings in, named graphs out. `hograph.graph.make` keeps the same on disk."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from hograph.curation.sources import Source
from hograph.graph.closure import Rules
from hograph.graph.compiling import document_quads
from hograph.graph.counts import Contents, counted, tally
from hograph.graph.derived import edge_quads, inferred_quads, proposition_quads, static_graphs
from hograph.graph.inputs import input_key
from hograph.graph.papers import papers_of, sources_of
from hograph.graph.propositions import PlacedClaim, Proposition, edges_of, group
from hograph.graph.reasoning import Edge, count_axioms
from hograph.graph.saturation import Relations, saturate
from hograph.ontology.index import Ontology, load_ontology
from hograph.workspace.layers import Layers


@dataclass(frozen=True)
class Build:
    """A graph that was built, in memory.

    Attributes:
        ontology: the index over the ontology.
        sources: the source documents by slug.
        claims: every claim with the name of its node.
        propositions: the propositions of the accepted claims.
        relations: the direct edges, and the relations that follow from them.
        graphs: name of each named graph (below `https://w3id.org/hograph/graph/`) to its quads.
        key: a hash of all inputs and of the program's version; two builds with the same key are the same.
    """

    ontology: Ontology
    sources: dict[str, Source]
    claims: tuple[PlacedClaim, ...]
    propositions: tuple[Proposition, ...]
    relations: Relations
    graphs: dict[str, list[ox.Quad]]
    key: str

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The direct edges."""
        return tuple(self.relations.edges)

    @property
    def quads(self) -> Iterable[ox.Quad]:
        """Every quad of every graph."""
        return (quad for name in sorted(self.graphs) for quad in self.graphs[name])

    def counts(self) -> dict[str, object]:
        """What is in the graph, counted: for the manifest, `hograph info` and the demonstration."""
        by_document = {slug: [one for one in self.claims if one.document == slug] for slug in self.sources}
        contents = Contents(
            {slug: tally(claims, self.ontology) for slug, claims in by_document.items()},
            Counter(one.agreement for one in self.propositions),
            len(self.edges),
            {name: len(quads) for name, quads in self.graphs.items()},
            count_axioms(self.ontology),
        )
        return counted(self.ontology, contents)


def build(root: Path) -> Build:
    """Build the graph from the `ontology/` and `data/` of a folder, and of the workspace over it.

    Args:
        root: a workspace, or the folder that holds both.

    Returns:
        The graph in memory.

    Raises:
        HographError: when an input cannot be read or breaks a rule; the text says where.
    """
    key = input_key(root)
    layers = Layers.of(root)
    ontology = load_ontology(*layers.ontology)
    sources = sources_of(layers)
    papers = papers_of(layers, sources)
    claims = {slug: one.claims(ontology) for slug, one in papers.items()}
    placed = sorted(chain.from_iterable(claims.values()), key=lambda one: one.name)
    propositions = group(placed)
    relations = saturate(Rules.of(ontology), edges_of(propositions, ontology), ontology.part_edges)
    graphs = static_graphs(layers, ontology)
    graphs |= {f"claims/{slug}": document_quads(source, claims[slug], ontology) for slug, source in sources.items()}
    graphs["propositions"] = [quad for one in propositions for quad in proposition_quads(one, ontology)]
    graphs |= {"edges": [*edge_quads(relations.edges)], "inferred": [*inferred_quads(ontology, relations)]}
    return Build(ontology, sources, tuple(placed), tuple(propositions), relations, graphs, key)
