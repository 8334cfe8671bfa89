"""What patterns must hold, kept in the user's cache: it takes as long to find out as to read a hundred documents, and seldom changes."""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from hograph.errors import InputError
from hograph.extraction import literals
from hograph.extraction.literals import Literal, Way, ways
from hograph.files import hash_of_file, sha256, write_atomically

MOST = 24
"""So many files are kept, the newest."""


def ways_of(patterns: Sequence[str]) -> list[list[Way]]:
    """The ways in which each of some patterns can match, from the cache where it has them; it is written where it can be.

    Args:
        patterns: sources of patterns.
    """
    folder = Path(platformdirs.user_cache_dir("hograph")) / "patterns"
    path = folder / f"{sha256(json.dumps([_code(), *patterns]))[:32]}.json"
    # A file that cannot be read, or holds anything else, is as good as none.
    with suppress(OSError, ValueError, TypeError, LookupError):
        return _read(json.loads(path.read_text("utf-8")))
    found = [ways(pattern) for pattern in patterns]
    with suppress(OSError, InputError):
        write_atomically(path, json.dumps(_written(found), separators=(",", ":")))
        for old in sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime, reverse=True)[MOST:]:
            old.unlink()
    return found


@cache
def _code() -> list[str]:
    """What the ways depend on besides the patterns: Python's parser, and how its trees are read."""
    return [sys.version, hash_of_file(Path(literals.__file__))]


def _written(found: list[list[Way]]) -> list[Any]:
    """Ways as JSON has them: every literal once, then each way with the places of its literals."""
    every: dict[Literal, int] = {}

    def places(clause: literals.Clause) -> list[int]:
        return [every.setdefault(one, len(every)) for one in sorted(clause)]

    rows = [
        [[places(one.begins) if one.begins else None, [places(each) for each in one.holds]] for one in row]
        for row in found
    ]
    return [list(every), rows]


def _read(told: Any) -> list[list[Way]]:  # noqa: ANN401 -- JSON
    every = [Literal(*one) for one in told[0]]

    def clause(places: list[int]) -> literals.Clause:
        return frozenset([every[place] for place in places])

    return [[Way(begins and clause(begins), tuple(map(clause, holds))) for begins, holds in row] for row in told[1]]
