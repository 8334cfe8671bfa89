"""Canned queries as RDF: `sh:SPARQLExecutable` examples, after the convention of the SIB SPARQL examples."""

from pathlib import Path

from hograph.graph.quads import Describer, english, in_graph, turtle
from hograph.ontology.index import load_ontology
from hograph.query.header import load_queries
from hograph.vocabulary import DCTERMS, GRAPH, HO, RDF, RDFS, SCHEMA, SH, Namespace

QUERY = Namespace(f"{HO}query/")


def examples_turtle(root: Path) -> str:
    """The queries of a folder in Turtle: each with its question, description, tags and text.

    Args:
        root: the folder with `ontology/` and `queries/`.
    """
    queries = load_queries(root / "queries", load_ontology(root / "ontology"))
    triples = []
    for query in queries.values():
        about = Describer(QUERY[query.name], SH["SPARQLSelectExecutable"], query.header.title)
        about.add(RDF["type"], SH["SPARQLExecutable"]).add(RDFS["comment"], english(query.header.question))
        about.add(DCTERMS["description"], english(query.header.description)).add(SH["select"], query.text)
        for tag in query.header.tags:
            about.add(SCHEMA["keywords"], tag)
        triples += about.triples
    return turtle(in_graph(triples, GRAPH["queries"])).decode()
