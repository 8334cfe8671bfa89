"""Validation by several processes or a cluster: each asks a share of what the shapes ask, of the same build on disk."""

from collections.abc import Iterable
from concurrent.futures import Executor
from functools import lru_cache, partial
from pathlib import Path

import pyoxigraph as ox

from hograph.executors import in_order, portions
from hograph.validation.compiler import Query, compiled
from hograph.validation.engines import ask, report
from hograph.validation.findings import Report, Result
from hograph.validation.inputs import stored_graph
from hograph.validation.shapes import load_shapes

AT_ONCE = 8
"""So many queries go to a process at a time."""


def validate_shares(store: Path, shapes: Iterable[Path], executor: Executor | None) -> Report:
    """Hold a build against the shapes; the report is that of one process.

    Args:
        store: the build's store, which is found under this path wherever the work is done, and read there once a process.
        shapes: the folders of the shapes.
        executor: where the work is done; None for this process.

    Raises:
        OntologyError: when the shapes cannot be used.
    """
    known = load_shapes(*shapes)
    found = in_order(partial(_share, store), portions(compiled(known), AT_ONCE), executor)
    return report(_graph(store), known, [result for results in found for result in results])


def _share(store: Path, queries: Iterable[Query]) -> list[Result]:
    answers = ask(_graph(store), [(query, query.text) for query in queries])
    return [result for answer in answers for result in answer]


@lru_cache(maxsize=1)
def _graph(store: Path) -> ox.Store:
    """What is validated of a build; a store's name is that of its content."""
    return stored_graph(ox.Store.read_only(str(store)))
