"""The built graph, opened for queries on the embedded engine (Oxigraph)."""

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.files import default_build_folder, resources
from hograph.graph.build import DATASET, MANIFEST, build, input_key, write_build


def fresh(root: Path, folder: Path) -> bool:
    """Whether a folder holds the build of the inputs as they are now."""
    try:
        return (
            bool(json.loads((folder / MANIFEST).read_text("utf-8"))["key"] == input_key(root))
            and (folder / DATASET).is_file()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def open_store(
    root: Path | None = None, folder: Path | None = None, say: Callable[[str], None] = lambda _: None
) -> ox.Store:
    """The built graph in memory, built anew when its inputs have changed.

    Args:
        root: the folder with `ontology/`, `data/` and `queries/`; found when not given.
        folder: where the build is or goes; `build/` of a checkout or the user's cache when not given.
        say: told what is going on when it takes a while.

    Returns:
        A store with every named graph; queries see the union of them as the default graph.

    Raises:
        InputError: when the build on disk cannot be read.
    """
    root = resources(root)
    folder = folder or default_build_folder(root)
    if not fresh(root, folder):
        say("Building the graph (its inputs are new or have changed) ...")
        write_build(build(root), folder)
    path = folder / DATASET
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise InputError(
            f"{path}: the build cannot be read ({error}). Remove the folder {folder} and build again."
        ) from error
    return store
