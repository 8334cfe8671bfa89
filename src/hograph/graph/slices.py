"""Slices of other ontologies, kept as Turtle beside ours, as named graphs: `slices/uberon` holds what ours needs of UBERON."""

from pathlib import Path

import pyoxigraph as ox

from hograph.ontology.turtle import read_turtle
from hograph.vocabulary import GRAPH

FOLDER = "slices"


def slice_graph(prefix: str) -> ox.NamedNode:
    """The named graph of the slice of a vocabulary, which is also the name of the slice itself.

    >>> slice_graph("UBERON").value
    'https://w3id.org/hograph/graph/slices/uberon'
    """
    return GRAPH[f"{FOLDER}/{prefix.lower()}"]


def slice_files(ontology: Path) -> list[Path]:
    """The files of slices below the `ontology/` folder, sorted."""
    return sorted(ontology.glob(f"{FOLDER}/*.ttl"))


def load_slice(path: Path) -> list[ox.Triple]:
    """The triples of a slice.

    Raises:
        OntologyError: when it is not Turtle.
    """
    return [quad.triple for quad in read_turtle(path)]
