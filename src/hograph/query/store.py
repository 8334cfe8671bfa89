"""The built graph, opened for queries on the embedded engine (Oxigraph)."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.files import default_build_folder, resources
from hograph.graph.inputs import current_key, is_build, place_of
from hograph.vocabulary import GRAPH

if TYPE_CHECKING:
    import rdflib

DAMAGED = (OSError, RuntimeError)
"""What the engine raises where its files are not what it wrote."""


def open_store(
    root: Path | None = None, folder: Path | None = None, say: Callable[[str], None] = lambda _: None
) -> ox.Store:
    """The built graph, read-only, built anew when its inputs have changed.

    The engine's own files lie in a folder named by the key of the build, so that a later opening reads nothing but what it is asked for;
    any number of processes may have it open at once.

    Args:
        root: a workspace, or the folder with `ontology/`, `data/` and `queries/`; found when not given.
        folder: where the build is or goes; `build/` of a workspace or checkout, or the user's cache, when not given.
        say: told what is going on when it takes a while.

    Returns:
        A store with every named graph; queries see the union of them as the default graph.

    Raises:
        InputError: when the build cannot be written or read.
    """
    root = resources(root)
    folder = folder or default_build_folder(root)
    key = current_key(root, folder)
    place = place_of(folder, key)
    if not is_build(folder, key):
        say("Building the graph (its inputs are new or have changed) ...")
        place = _made(root, folder, say)
    try:
        return ox.Store.read_only(str(place))
    except DAMAGED as error:
        say(f"{place}: cannot be read ({error}); building anew ...")
        place = _made(root, folder, say, force=True)
    try:
        return ox.Store.read_only(str(place))
    except DAMAGED as error:
        raise InputError(f"{place}: the build cannot be read ({error}). Remove {folder} and build again.") from error


def _made(root: Path, folder: Path, say: Callable[[str], None], *, force: bool = False) -> Path:
    from hograph.graph.make import make  # not needed where the build on disk is fresh

    return make(root, folder, say, force=force)


OWN = GRAPH["own"]
"""The graph into which statements of a user's that stand in no named graph go."""
LAYOUTS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
"""The end of a file's name to what is in it; a file with another is taken for N-Quads."""


def own_store(source: "Path | str | rdflib.Graph") -> ox.Store:
    """A graph of the user's as a store: a file of RDF, or an rdflib graph or dataset (copied).

    Statements outside of named graphs are put into a graph of their own, because what is asked of a graph looks into named ones.

    Raises:
        InputError: when it is none of these, or a file that is missing or cannot be read, naming line and column.
    """
    store = ox.Store()
    if isinstance(source, str | Path):
        _read(store, Path(source))
    elif callable(getattr(source, "serialize", None)):
        quads = hasattr(source, "quads")
        data = source.serialize(format="nquads" if quads else "nt", encoding="utf-8")
        store.bulk_load(input=data, format=ox.RdfFormat.N_QUADS if quads else ox.RdfFormat.N_TRIPLES)
    else:
        raise InputError(
            f"What was handed in is of the type {type(source).__name__}, which is no graph: name a folder or a file "
            f"({', '.join(LAYOUTS)}), or hand in an rdflib graph or a store."
        )
    return _in_named_graphs(store)


def files_store(paths: Iterable[Path]) -> ox.Store:
    """Several files of RDF in one store.

    Raises:
        InputError: when one of them is missing or cannot be read, naming line and column.
    """
    store = ox.Store()
    for path in paths:
        _read(store, path)
    return _in_named_graphs(store)


def _in_named_graphs(store: ox.Store) -> ox.Store:
    loose = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, OWN) for quad in loose)
    store.remove_graph(ox.DefaultGraph())
    return store


def _read(store: ox.Store, path: Path) -> None:
    if not path.exists():
        raise InputError(
            f"{path}: No such file or folder. Name a folder with ontology/, data/ and queries/, or a file of RDF "
            f"({', '.join(LAYOUTS)})."
        )
    layout = LAYOUTS.get(path.suffix.lower(), ox.RdfFormat.N_QUADS)
    try:
        store.bulk_load(path=str(path), format=layout)
    except SyntaxError as error:
        place = f"{path}:{error.lineno or 1}:{error.offset or 1}"
        hint = (
            ""
            if path.suffix.lower() in LAYOUTS
            else f" The end of a name says what is in a file: {', '.join(LAYOUTS)}."
        )
        raise InputError(f"{place}: not {layout.name}: {error.msg}.{hint}") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from error
