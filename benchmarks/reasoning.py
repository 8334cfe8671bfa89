"""How long it takes to classify an ontology, beside HermiT with the start of its JVM, and to draw relations and roles from many edges.

`reasoning.py maxo-base.obo` also classifies an OBO file. The hierarchies of both are compared.
"""

import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import obonet
import owlready2
import pyoxigraph as ox
import rustdl
from measure import ROOT, timed

from hograph.graph.build import build
from hograph.graph.hermit import conclude_with_hermit
from hograph.graph.reasoning import LOGICAL, Conclusions, Edge, conclude, subsumptions
from hograph.ontology.index import Ontology
from hograph.vocabulary import HO, OBO, OWL, RDF, RDFS

REPEATS = 3
EDGES = (1_000, 10_000, 100_000)
Pairs = set[tuple[str, str]]


def from_obo(path: Path) -> Iterator[ox.Triple]:
    """The logical part of an OBO file: subclasses, relations to some, genus and differences, disjointness."""
    numbers = iter(range(1_000_000))

    def iri(name: str) -> ox.NamedNode:
        return OBO[name.replace(":", "_")]

    def some(relation: str, filler: str) -> Iterator[ox.Triple]:
        yield ox.Triple(iri(relation), RDF["type"], OWL["ObjectProperty"])
        node = ox.BlankNode(f"some{next(numbers)}")
        yield ox.Triple(node, RDF["type"], OWL["Restriction"])
        yield ox.Triple(node, OWL["onProperty"], iri(relation))
        yield ox.Triple(node, OWL["someValuesFrom"], iri(filler))

    graph = obonet.read_obo(path)
    for name, data in graph.nodes(data=True):
        yield ox.Triple(iri(name), RDF["type"], OWL["Class"])
        yield from (ox.Triple(iri(name), RDFS["subClassOf"], iri(above)) for above in data.get("is_a", ()))
        yield from (ox.Triple(iri(name), OWL["disjointWith"], iri(other)) for other in data.get("disjoint_from", ()))
        for relation, filler, *_ in (text.split() for text in data.get("relationship", ())):
            triples = list(some(relation, filler))
            yield from (*triples, ox.Triple(iri(name), RDFS["subClassOf"], triples[-1].subject))
        parts: list[ox.NamedNode | ox.BlankNode] = []
        for words in (text.split() for text in data.get("intersection_of", ())):
            triples = list(some(*words[:2])) if len(words) > 1 else []
            yield from triples
            parts.append(triples[-1].subject if triples else iri(words[0]))  # type: ignore[arg-type]
        yield from defined(iri(name), parts, f"part{next(numbers)}-") if parts else ()


def defined(name: ox.NamedNode, parts: list[ox.NamedNode | ox.BlankNode], prefix: str) -> Iterator[ox.Triple]:
    """A class that is what all of some classes have in common."""
    cells: list[ox.BlankNode] = [ox.BlankNode(f"{prefix}{number}") for number in range(len(parts))]
    rests: list[ox.BlankNode | ox.NamedNode] = [*cells[1:], RDF["nil"]]
    whole = ox.BlankNode(f"{prefix}whole")
    yield ox.Triple(name, OWL["equivalentClass"], whole)
    yield ox.Triple(whole, RDF["type"], OWL["Class"])
    yield ox.Triple(whole, OWL["intersectionOf"], cells[0])
    for cell, part, rest in zip(cells, parts, rests, strict=True):
        yield ox.Triple(cell, RDF["first"], part)
        yield ox.Triple(cell, RDF["rest"], rest)


def by_rustdl(data: bytes) -> Pairs:
    """The hierarchy, by rustdl."""
    found = rustdl.classify_bytes(data, format="rdf-xml", per_pair_timeout_ms=0, global_timeout_ms=0)
    assert not found.wedge_hierarchy_blind  # noqa: S101 -- the build before has raised the cap that would make it so
    return set(subsumptions(found))


def by_hermit(data: bytes) -> Pairs:
    """The hierarchy, by HermiT."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "input.owl"
        path.write_bytes(data)
        world = owlready2.World()
        world.get_ontology(path.as_uri()).load()
        owlready2.sync_reasoner_hermit(world, debug=0)
        above = {cls: {a for a in cls.ancestors() if hasattr(a, "iri")} for cls in world.classes()}
        return {(sub.iri, sup.iri) for sub, sups in above.items() for sup in sups if sub is not sup}


def against_hermit() -> dict[str, Any]:
    """Seconds of processor for all that follows from our ontology and claims, by the everyday reasoner and by HermiT with its JVM."""
    built = build(ROOT)
    mine, ours = timed(lambda: conclude(built.ontology, built.edges), REPEATS)
    rival, theirs = timed(lambda: conclude_with_hermit(built.ontology, built.edges), 1)
    return {"rustdl": mine, "hermit": rival, "same": ours == theirs}


def compare(name: str, triples: Iterable[ox.Triple]) -> None:
    """Classify by both, and print the times, their ratio and whether the hierarchies are the same."""
    logical = (triple for triple in triples if triple.predicate in LOGICAL or triple.predicate in OWL)
    data = ox.serialize(logical, format=ox.RdfFormat.RDF_XML) or b""
    mine, ours = timed(lambda: by_rustdl(data), REPEATS)
    rival, theirs = timed(lambda: by_hermit(data), 1)
    thing = str(OWL["Thing"].value)
    differ = {pair for pair in ours ^ theirs if thing not in pair}
    print(f"{name}: rustdl {mine:.2f}  HermiT {rival:.2f}  ratio {rival / mine:.0f}  ", end="")
    print(f"{sum(thing not in pair for pair in ours)} subsumptions, {len(differ)} in one only", flush=True)


def made_up(ontology: Ontology, number: int) -> set[Edge]:
    """Edges at random between terms of the kinds that relations join."""
    drawn = random.Random(1)  # noqa: S311
    below = {top: [n for n in ontology.terms if top in ontology.ancestors(n)] for top in ontology.classes}
    relations = [r for r in ontology.relations.values() if r.domain and r.range]
    edges: set[Edge] = set()
    while len(edges) < number:
        one = drawn.choice(relations)
        pools = [[n for top in tops for n in below.get(top, ())] for tops in (one.domain, one.range)]
        if all(pools):
            subject, other = map(drawn.choice, pools)
            if subject != other:
                edges.add((subject, one.name, other))
    return edges


def show(name: str, seconds: float, found: Conclusions) -> None:
    """Print one line of figures."""
    drawn = f"{len(found.subclasses)} subsumptions, {len(found.edges)} relations, {len(found.members)} roles of terms"
    print(f"{name}: {seconds:.2f}  {drawn}", flush=True)


def main() -> None:
    """Time both, and print medians."""
    built = build(ROOT)
    ontology = built.ontology
    print(f"seconds of CPU, medians of {REPEATS}")
    pairs = [ox.Triple(HO[one], OWL["disjointWith"], HO[other]) for one, other in ontology.disjoint_pairs]
    compare("classes of our ontology", [*ontology.triples, *pairs])
    for path in map(Path, sys.argv[1:]):
        compare(path.name, from_obo(path))
    found = against_hermit()
    print(f"all that follows: everyday {found['rustdl']:.2f}  HermiT {found['hermit']:.2f}  ", end="")
    print(f"ratio {found['hermit'] / found['rustdl']:.0f}, {'the same' if found['same'] else 'THEY DIFFER'}")
    for number in EDGES:
        edges = made_up(ontology, number)
        show(f"{number} edges at random", *timed(lambda: conclude(ontology, edges), 1))  # noqa: B023


if __name__ == "__main__":
    main()
