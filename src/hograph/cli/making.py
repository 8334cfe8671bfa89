"""What `hograph build` does when something is to be built."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hograph.cli.options import say
from hograph.executors import Start, cores, dask, processes
from hograph.graph.make import make
from hograph.graph.written import write_files
from hograph.knowledge import open_graph


def made(root: Path, folder: Path, jobs: int, cluster: str | None, *, force: bool, files: bool) -> Path:
    """Build what is new or has changed, and check the queries, so that the first question need not wait for that.

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
    with _workers(jobs or cores(), cluster) as start:
        path = make(root, folder, say, start, force=force)
    open_graph(root, folder)
    return write_files(path, folder) if files else path


@contextmanager
def _workers(jobs: int, cluster: str | None) -> Iterator[Start | None]:
    """Where the build is done: by a cluster, by processes, or by None but this process."""
    if cluster:
        with dask(cluster, jobs) as start:
            yield start
    else:
        yield processes(jobs) if jobs > 1 else None
