"""What `hograph build` does when something is to be built."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from hograph.cli.options import say
from hograph.collecting import seldom_collecting
from hograph.executors import cores, processes, workers
from hograph.graph.inputs import base_key
from hograph.graph.make import make
from hograph.graph.written import write_files
from hograph.knowledge import KnowledgeGraph
from hograph.query.prepared import Prepared


@seldom_collecting()
def made(root: Path, folder: Path, jobs: int, cluster: str | None, *, force: bool, files: bool) -> Path:
    """Build what is new or has changed, and check the queries meanwhile, so that the first question need not wait for that.

    Args:
        root: a workspace, or the folder with `ontology/` and `data/`.
        folder: where the build is kept.
        jobs: processes; 0 for as many as cores.
        cluster: address of a Dask cluster, or None.
        force: whether to build all of it anew.
        files: whether to write the dataset as files as well.

    Returns:
        What was written: the dataset, else the store.
    """
    prepared = Prepared(folder, base_key(root))
    with workers(jobs, cluster) as start, _checking(root, prepared):
        path = make(root, folder, say, start, force=force)
    return write_files(path, folder) if files else path


@contextmanager
def _checking(root: Path, prepared: Prepared) -> Iterator[None]:
    """Check the queries in a process of its own meanwhile; afterwards, in this one, where there is but one core.

    What that process does not come to is checked when it is asked.
    """
    if prepared.folder.is_dir():
        yield
    elif cores() == 1:
        yield
        _check(root, prepared)
    else:
        with processes(1)() as executor:
            executor.submit(_check_aside, root, prepared)
            yield


def _check_aside(root: Path, prepared: Prepared) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the build is told so by the build
    _check(root, prepared)


def _check(root: Path, prepared: Prepared) -> None:
    KnowledgeGraph(root, ox.Store(), prepared=prepared).prepare()
