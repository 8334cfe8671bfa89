"""How often Python looks for cycles of garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 200_000
"""New values after which one looks."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look seldom: what makes many small values without cycles spends a sixth of its time on looking.

    Yields:
        Nothing; afterwards it is as before.
    """
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
