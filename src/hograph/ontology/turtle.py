"""The Turtle files of the ontology: which they are, and their triples."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import OntologyError


def ontology_files(folder: Path) -> list[Path]:
    """The Turtle files that make up the ontology, as `turtle_files` finds them.

    Raises:
        OntologyError: when there are none.
    """
    paths = turtle_files(folder)
    if not paths:
        raise OntologyError(
            f"{folder}: no Turtle files of an ontology in it. Name the folder that holds ontology/ with --root."
        )
    return paths


def turtle_files(folder: Path) -> list[Path]:
    """The Turtle files in a folder and in its `terms/`, sorted."""
    return sorted([*folder.glob("*.ttl"), *folder.glob("terms/*.ttl")])


def read_turtle(path: Path) -> Iterator[ox.Quad]:
    """Read the triples of a Turtle file; blank nodes of different files never meet.

    Yields:
        The triples, as quads of the default graph.

    Raises:
        OntologyError: naming file, line and column of what is not Turtle.
    """
    try:
        yield from ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    except SyntaxError as error:
        raise OntologyError(f"{path}:{error.lineno or 1}:{error.offset or 1}: not Turtle: {error.msg}.") from error
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read ({error.strerror or error}).") from error
