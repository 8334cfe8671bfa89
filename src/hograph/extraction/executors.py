"""Where many documents are extracted: processes of this machine, or a Dask cluster."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from hograph.errors import HographError, InputError
from hograph.extraction.many import Start

LOCAL = "local"
"""The address of a cluster that Dask makes of this machine."""


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(jobs: int) -> Start:
    """Pools of processes of this machine, started anew so that they share nothing with this one."""
    context = multiprocessing.get_context("spawn")
    return lambda: ProcessPoolExecutor(jobs, mp_context=context)


@contextmanager
def dask(address: str, jobs: int) -> Iterator[Start]:
    """The workers of a Dask cluster; they must find the documents and `ontology/` under the same paths as this process.

    Args:
        address: of its scheduler, as `tcp://host:8786`; `local` makes a cluster of this machine.
        jobs: how many processes that has.

    Yields:
        What gives an executor.

    Raises:
        HographError: when Dask is not installed.
        InputError: when no scheduler answers at the address.
    """
    try:
        from distributed import Client
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
    with client:
        yield client.get_executor
