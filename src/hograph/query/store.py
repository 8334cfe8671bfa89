"""The built graph, opened for queries on the embedded engine (Oxigraph)."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.files import default_build_folder, resources
from hograph.graph.build import DATASET, MANIFEST, build, input_key, write_build

if TYPE_CHECKING:
    import rdflib

STORE = "store-"
"""Folders of the engine begin so; the rest of the name is the key of the build."""


def fresh(root: Path, folder: Path) -> bool:
    """Whether a folder holds the build of the inputs as they are now."""
    return is_build(folder, input_key(root))


def is_build(folder: Path, key: str) -> bool:
    """Whether a folder holds the whole build with this key."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        return bool(manifest["key"] == key) and (folder / DATASET).is_file()
    except (OSError, ValueError, KeyError, TypeError):
        return False


def open_store(
    root: Path | None = None, folder: Path | None = None, say: Callable[[str], None] = lambda _: None
) -> ox.Store:
    """The built graph, read-only, built anew when its inputs have changed.

    The engine's own files lie beside the dataset, in a folder named by the key of the build, so that a later opening reads nothing but
    what it is asked for; any number of processes may have it open at once.

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
    key = input_key(root)
    if not is_build(folder, key):
        say("Building the graph (its inputs are new or have changed) ...")
        write_build(build(root), folder)
    place = folder / f"{STORE}{key[:12]}"
    try:
        if not place.is_dir():
            _load(folder / DATASET, place)
        return ox.Store.read_only(str(place))
    except (OSError, SyntaxError) as error:
        raise InputError(f"{place}: the build cannot be read ({error}). Remove {folder} and build again.") from error


def _load(dataset: Path, place: Path) -> None:
    """Load the dataset into a store on disk, which appears under its name only when it is whole; older stores are removed."""
    with TemporaryDirectory(dir=dataset.parent, prefix=".loading-") as made:
        store = ox.Store(made)
        store.bulk_load(path=str(dataset), format=ox.RdfFormat.N_QUADS)
        store.flush()
        del store
        for old in dataset.parent.glob(f"{STORE}*"):
            rmtree(old, ignore_errors=True)
        with suppress(OSError):  # another process was faster: its store is the same
            Path(made).rename(place)
            Path(made).mkdir()


def own_store(source: "Path | str | rdflib.Dataset | ox.Store") -> ox.Store:
    """A graph of the user's as a store: a file of N-Quads or TriG, an rdflib dataset (copied), or a store as it is.

    Raises:
        InputError: when the file cannot be read, naming line and column.
    """
    if isinstance(source, ox.Store):
        return source
    store = ox.Store()
    try:
        if isinstance(source, str | Path):
            layout = ox.RdfFormat.TRIG if Path(source).suffix == ".trig" else ox.RdfFormat.N_QUADS
            store.bulk_load(path=str(source), format=layout)
        else:
            store.bulk_load(input=source.serialize(format="nquads", encoding="utf-8"), format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        place = f"{source}:{error.lineno or 1}:{error.offset or 1}"
        raise InputError(
            f"{place}: {error.msg}. A graph to open is N-Quads, or TriG in a file that ends in .trig."
        ) from error
    except OSError as error:
        raise InputError(f"{source}: cannot be read ({error.strerror or error}).") from error
    return store
