"""Where much work is done: this process, several of this machine, or a Dask cluster; the results come in the order of the work."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from hograph.errors import HographError, InputError

Work = TypeVar("Work")
Result = TypeVar("Result")
Start = Callable[[], Executor]
"""Gives an executor, started."""
UNDER_WAY = 16
"""So many portions are under way at a time, and no more are in memory."""
LOCAL = "local"
"""The address of a cluster that Dask makes of this machine."""


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    do: Callable[[Work], Result], portions: Iterable[Work], executor: Executor | None, under_way: int = UNDER_WAY
) -> Iterator[Result]:
    """Do each portion of some work, here or wherever an executor does it.

    Args:
        do: what is done with a portion; for other processes a function of a module, and what it takes and gives can be pickled.
        portions: are read as they are needed.
        executor: of `concurrent.futures` or the like; None to do it here.
        under_way: how many portions there may be whose results were not taken yet.

    Yields:
        The results, in the order of the portions.
    """
    if executor is None:
        yield from map(do, portions)
        return
    waiting: deque[Future[Result]] = deque()
    try:
        for portion in portions:
            waiting.append(executor.submit(do, portion))
            if len(waiting) >= under_way:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def portions(items: Iterable[Work], most: int) -> Iterator[list[Work]]:
    """Items in lists of so many, the last of fewer.

    Yields:
        Each list.

    >>> list(portions("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(items)
    while portion := list(islice(rest, most)):
        yield portion


def processes(jobs: int) -> Start:
    """Pools of processes of this machine, started anew so that they share nothing with this one."""
    context = multiprocessing.get_context("spawn")
    return lambda: ProcessPoolExecutor(jobs, mp_context=context)


@contextmanager
def dask(address: str, jobs: int) -> Iterator[Start]:
    """The workers of a Dask cluster; they must find what is read, documents, claims or `ontology/`, under the same paths as this process.

    Args:
        address: of its scheduler, as `tcp://host:8786`; `local` makes a cluster of this machine.
        jobs: how many processes that has.

    Yields:
        What gives an executor.

    Raises:
        HographError: when Dask is not installed, or the work itself ends workers again and again.
        InputError: when no scheduler answers at the address.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise HographError("Dask is not installed. Install it: pip install 'hograph[cluster]'.") from error
    try:
        if address == LOCAL:
            client = Client(n_workers=jobs, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]
        else:
            client = Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(
            f"{address}: no Dask scheduler answers there ({error}). Name one as tcp://host:8786, or `local`."
        ) from error
    try:
        with client:
            yield client.get_executor
    except KilledWorker as error:
        raise HographError(
            f"{address}: the same piece of work ended several workers ({error}). Look into their logs; "
            "give them more memory, or fewer threads."
        ) from error


@contextmanager
def workers(jobs: int, cluster: str | None) -> Iterator[Start | None]:
    """Where a command does its work.

    Args:
        jobs: processes of this machine; 0 for as many as cores.
        cluster: address of a Dask cluster, or None.

    Yields:
        What gives an executor, or None where this process does the work.
    """
    jobs = jobs or cores()
    if cluster:
        with dask(cluster, jobs) as start:
            yield start
    else:
        yield processes(jobs) if jobs > 1 else None
