"""Triples in rdflib: what they are as text in either library is the same."""

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from hograph.errors import HographError
from hograph.graph.lingua import fill
from hograph.knowledge import KnowledgeGraph
from hograph.vocabulary import GRAPH, HO, XSD


def read(triples: list[ox.Triple]) -> rdflib.Graph:
    """The triples by way of text."""
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=data.decode(), format="nt")


def test_every_sort_of_term_is_what_rdflib_reads() -> None:
    nodes: list[ox.NamedNode | ox.BlankNode | ox.Literal] = [
        HO["Bone"],
        ox.BlankNode("b"),
        ox.Literal('a "quoted" word\nand a line'),
        ox.Literal("bone", language="en"),
        ox.Literal("007", datatype=XSD["integer"]),
        ox.Literal("1.50", datatype=XSD["decimal"]),
        ox.Literal("true", datatype=XSD["boolean"]),
        ox.Literal("2026-01-02T03:04:05Z", datatype=XSD["dateTime"]),
        ox.Literal("no number", datatype=ox.NamedNode("http://example.org/kind")),
    ]
    triples = [ox.Triple(subject, HO["p"], node) for subject in (HO["s"], ox.BlankNode("b")) for node in nodes]
    assert isomorphic(fill(rdflib.Graph(), triples), read(triples))


def test_the_ontology_is_what_rdflib_reads(kg: KnowledgeGraph) -> None:
    quads = kg.store.quads_for_pattern(None, None, None, GRAPH["mappings"])
    triples = [quad.triple for quad in quads]
    assert triples and set(fill(rdflib.Graph(), triples)) == set(read(triples))


def test_a_triple_term_is_named() -> None:
    inner = ox.Triple(HO["a"], HO["b"], HO["c"])
    with pytest.raises(HographError, match="rdflib has no triple terms"):
        fill(rdflib.Graph(), [ox.Triple(HO["s"], HO["p"], inner)])
