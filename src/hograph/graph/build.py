"""The build: ontology, claims and mappings in, one dataset of named graphs out, the same bytes on every run."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from hograph.curation.sources import Source, load_sources
from hograph.files import sha256, write_atomically
from hograph.graph.claims import claim_triples, document_triples
from hograph.graph.inputs import DATASET, MANIFEST, input_key
from hograph.graph.mappings import mapping_triples
from hograph.graph.papers import papers_of
from hograph.graph.propositions import PlacedClaim, Proposition, edge_triples, group, proposition_triples
from hograph.graph.quads import canonical, in_graph, nquads, turtle
from hograph.graph.reasoning import Edge, conclude, count_axioms, inferred_triples
from hograph.graph.slices import FOLDER, load_slice, slice_files
from hograph.ontology.index import Ontology, load_ontology
from hograph.ontology.mappings import load_mappings
from hograph.version import VERSION
from hograph.vocabulary import GRAPH, HO
from hograph.workspace.layers import Layers

GRAPHS = "graphs"


@dataclass(frozen=True)
class Build:
    """A graph that was built, in memory.

    Attributes:
        ontology: the index over the ontology.
        sources: the source documents by slug.
        claims: every claim with the name of its node.
        propositions: the propositions of the accepted claims.
        edges: the direct edges.
        graphs: name of each named graph (below `https://w3id.org/hograph/graph/`) to its quads.
        key: a hash of all inputs and of the program's version; two builds with the same key are the same.
    """

    ontology: Ontology
    sources: dict[str, Source]
    claims: tuple[PlacedClaim, ...]
    propositions: tuple[Proposition, ...]
    edges: tuple[Edge, ...]
    graphs: dict[str, list[ox.Quad]]
    key: str

    @property
    def quads(self) -> Iterable[ox.Quad]:
        """Every quad of every graph."""
        return (quad for name in sorted(self.graphs) for quad in self.graphs[name])

    def counts(self) -> dict[str, object]:
        """What is in the graph, counted: for the manifest, `hograph info` and the demonstration."""
        kinds = Counter(self.ontology.relations[placed.claim.predicate].kind for placed in self.claims)
        categories = Counter(str(self.ontology.category(name)) for name in self.ontology.terms)
        return {
            "terms": len(self.ontology.terms),
            "terms by category": dict(sorted(categories.items())),
            "roles": len(self.ontology.roles),
            "relations of claims": len(self.ontology.relations),
            "logical axioms": count_axioms(self.ontology),
            "ontology triples": len(self.ontology.triples),
            "documents": len(self.sources),
            "claims": len(self.claims),
            "claims by document": dict(sorted(Counter(placed.document for placed in self.claims).items())),
            "claims by kind": dict(sorted(kinds.items())),
            "claims by certainty": dict(
                sorted(Counter(placed.claim.certainty.value for placed in self.claims).items())
            ),
            "claims by status": dict(sorted(Counter(placed.claim.status.value for placed in self.claims).items())),
            "negated claims": sum(placed.claim.polarity.value == "negated" for placed in self.claims),
            "propositions": len(self.propositions),
            "propositions by agreement": dict(sorted(Counter(p.agreement for p in self.propositions).items())),
            "direct edges": len(self.edges),
            "quads": sum(len(quads) for quads in self.graphs.values()),
            "quads by graph": {name: len(quads) for name, quads in sorted(self.graphs.items())},
        }


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
    sources = load_sources(*layers.sources)
    papers = papers_of(layers, sources)
    claims = {slug: one.claims(ontology) for slug, one in papers.items()}
    placed = sorted(chain.from_iterable(claims.values()), key=lambda one: one.name)
    propositions = group(placed)
    graphs = {"ontology": canonical(ontology.triples, GRAPH["ontology"])}
    for slug, source in sorted(sources.items()):
        graphs[f"claims/{slug}"] = document_quads(source, claims[slug], ontology)
    edge_list = dict.fromkeys(edge_triples(propositions, ontology))
    edges = tuple(sorted((HO.name(t.subject), HO.name(t.predicate), HO.name(t.object)) for t in edge_list))  # type: ignore[arg-type]
    proposed = (t for p in propositions for t in proposition_triples(p, ontology))
    derived = {
        "propositions": proposed,
        "edges": iter(edge_list),
        "inferred": inferred_triples(ontology, edges, conclude(ontology, edges)),
        "mappings": mapping_triples(load_mappings(layers.base_ontology / "mappings.sssom.tsv")),
    }
    graphs |= {name: list(in_graph(dict.fromkeys(triples), GRAPH[name])) for name, triples in derived.items()}
    for path in slice_files(layers.base_ontology):
        name = f"{FOLDER}/{path.stem}"
        graphs[name] = list(in_graph(load_slice(path), GRAPH[name]))
    return Build(ontology, sources, tuple(placed), tuple(propositions), edges, graphs, key)


def document_quads(source: Source, claims: Iterable[PlacedClaim], ontology: Ontology) -> list[ox.Quad]:
    """The named graph of a document: what it states of itself, and its claims."""
    triples = [
        *document_triples(source),
        *(triple for placed in claims for triple in claim_triples(placed.claim, source, ontology, placed.decision)),
    ]
    return list(in_graph(dict.fromkeys(triples), GRAPH[f"claims/{source.document}"]))


def write_build(built: Build, folder: Path) -> Path:
    """Write a build: the dataset, a Turtle file a graph, and a manifest with counts and hashes.

    Args:
        built: the graph.
        folder: where to; made when missing.

    Returns:
        The file with the whole dataset, sorted N-Quads.
    """
    data = nquads(built.quads)
    files = {f"{GRAPHS}/{name.replace('/', '-')}.ttl": turtle(quads) for name, quads in sorted(built.graphs.items())}
    files[DATASET] = data
    # Without its manifest a build counts as none: should writing break off, nothing half written passes for whole.
    (folder / MANIFEST).unlink(missing_ok=True)
    for stale in set(folder.glob(f"{GRAPHS}/*.ttl")) - {folder / name for name in files}:
        stale.unlink()
    for name, content in files.items():
        write_atomically(folder / name, content)
    manifest = {"version": VERSION, "key": built.key, "counts": built.counts()}
    manifest["sha256"] = {name: sha256(content) for name, content in sorted(files.items())}
    write_atomically(folder / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    return folder / DATASET
