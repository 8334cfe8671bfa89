"""The ontology in OWL 2 functional syntax."""

from collections.abc import Iterator

import pyoxigraph as ox

from hograph.graph.build import Build
from hograph.vocabulary import HO, PREFIXES


def functional_syntax(built: Build) -> bytes:
    """The ontology in OWL 2 functional syntax, written by Horned-OWL; the same ontology gives the same bytes.

    Horned-OWL 2.0 passes over `owl:AllDisjointClasses` when it reads RDF, so those axioms are handed to it one by one.
    """
    from pyhornedowl import open_ontology_from_string
    from pyhornedowl.model import DisjointClasses

    triples = [quad.triple for quad in built.graphs["ontology"]]
    rdf = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.RDF_XML) or b""
    ontology = open_ontology_from_string(rdf.decode(), "rdf")
    for names in built.ontology.disjoint_sets:
        ontology.add_axiom(DisjointClasses([ontology.class_(HO[name].value) for name in names]))
    for prefix, space in sorted(PREFIXES.items()):
        ontology.prefix_mapping.add_prefix(prefix, str(space))
    text: str = ontology.save_to_string("ofn")
    return "\n".join(_sorted_lines(text)).encode() + b"\n"


def _sorted_lines(text: str) -> Iterator[str]:
    """The document with its axioms in alphabetical order, one a line: Horned-OWL keeps no order of its own."""
    lines = text.rstrip().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("Ontology(")) + 1
    yield from lines[:first]
    yield from sorted(line for line in lines[first:-1] if line.strip())
    yield lines[-1]
