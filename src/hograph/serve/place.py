"""Where the processes find the store: in a folder of the server's own, which stays as it is when the graph is built anew meanwhile."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import pyoxigraph as ox

from hograph.graph.inputs import key_of, place_of
from hograph.knowledge import KnowledgeGraph

PREFIX = ".served-"
"""Folders of servers begin so; the number of the process follows."""
FIXED = ".sst"
"""Files that the engine writes once and never changes."""


def own_place(kg: KnowledgeGraph) -> Path:
    """A folder with the engine's files of a graph: of a build, linked where they never change; of another graph, written anew.

    Args:
        kg: the graph.
    """
    if not kg.prepared:
        return _written(kg)
    build = kg.prepared.build
    _clear(build)
    source, own = place_of(build, key_of(build)), _made(build)
    for path in source.iterdir():
        _link(path, own / path.name)
    return own


def _written(kg: KnowledgeGraph) -> Path:
    own = _made(None)
    store = ox.Store(str(own))
    store.bulk_extend(kg.store)
    store.flush()
    return own


def _made(folder: Path | None) -> Path:
    """A new folder, beside the build where that can be written, so that files can be linked."""
    name = f"{PREFIX}{os.getpid()}-"
    try:
        return Path(mkdtemp(prefix=name, dir=folder)).resolve()
    except OSError:
        return Path(mkdtemp(prefix=name)).resolve()


def _link(source: Path, target: Path) -> None:
    if source.suffix == FIXED:
        with suppress(OSError):
            target.hardlink_to(source)
            return
    shutil.copyfile(source, target)


def _clear(folder: Path) -> None:
    """Remove what servers left that were killed."""
    for old in folder.glob(f"{PREFIX}*"):
        number = old.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdigit() and not _runs(int(number)):
            shutil.rmtree(old, ignore_errors=True)


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
