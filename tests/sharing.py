"""What is made once for all workers of a run: whichever needs it first makes it, and the others wait."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from hograph.graph.locking import locked


def shared(temporary: Path, name: str, make: Callable[[Path], object]) -> Path:
    """A folder or file that is filled once a run.

    Args:
        temporary: the folder for temporary files of this worker, as pytest gives it.
        name: what it is called; the same for all who share it.
        make: makes it at a path where nothing is yet.
    """
    among = temporary.parent if "PYTEST_XDIST_WORKER" in os.environ else temporary
    place = among / f"shared-{name}"
    place.mkdir(exist_ok=True)
    with locked(place, lambda _: None):
        if not (place / "whole").exists():
            shutil.rmtree(place / "half", ignore_errors=True)
            make(place / "half")
            (place / "half").rename(place / "whole")
    return place / "whole"
