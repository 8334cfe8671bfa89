"""How often Python looks for cycles of garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SELDOM = 200_000
"""New values after which one looks."""
_lock = Lock()
_before: list[tuple[int, int, int]] = []
"""The thresholds as they were, once for each block that is under way, of whichever thread."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look seldom: what makes many small values without cycles spends a sixth of its time on looking.

    Blocks may lie in each other, or overlap in threads: when the last one ends, it is as before the first.

    Yields:
        Nothing.
    """
    with _lock:
        _before.append(_before[0] if _before else gc.get_threshold())
        gc.set_threshold(SELDOM, *_before[0][1:])
    try:
        yield
    finally:
        with _lock:
            before = _before.pop()
            if not _before:
                gc.set_threshold(*before)
