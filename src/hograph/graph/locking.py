"""One build at a time in a folder."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".lock"


@contextmanager
def locked(folder: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold a folder for this process, waiting for another that holds it; where the system cannot lock files, go on without.

    Args:
        folder: which must exist.
        say: told when there is another to wait for.
    """
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another process is building here; waiting for it ...")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
