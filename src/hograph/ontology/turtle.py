"""The Turtle files of the ontology: which they are, and their triples."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import OntologyError
from hograph.files import read_text


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


def places(names: Collection[str], folders: Iterable[Path]) -> dict[str, str]:
    """Where CURIEs stand in the files of an ontology, as `file:line`: where something is said of each, else where it is named first.

    Args:
        names: CURIEs, such as `ho:HipJoint`.
        folders: the folders of the ontology.
    """
    said: dict[str, str] = {}
    named: dict[str, str] = {}
    if names:
        wanted = re.compile(rf"(?m)(^)?(?<![\w:])({'|'.join(map(re.escape, sorted(names)))})(?![\w-])")
        for path in (path for folder in folders for path in turtle_files(folder)):
            text = read_text(path)
            for match in wanted.finditer(text):
                found = named if match[1] is None else said
                found.setdefault(match[2], f"{path}:{text.count(chr(10), 0, match.start()) + 1}")
    return named | said
