"""What `hograph build` does when something is to be built."""

from pathlib import Path

import pyoxigraph as ox

from hograph.cli.options import say
from hograph.collecting import seldom_collecting
from hograph.executors import workers
from hograph.graph.make import make
from hograph.graph.written import write_files
from hograph.knowledge import KnowledgeGraph
from hograph.query.prepared import Prepared


@seldom_collecting()
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
    with workers(jobs, cluster) as start:
        path = make(root, folder, say, start, force=force)
    KnowledgeGraph(root, ox.Store.read_only(str(path)), prepared=Prepared(folder)).prepare()
    return write_files(path, folder) if files else path
