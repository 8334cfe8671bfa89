"""What a build is made from, and whether one on disk is still that of its inputs; kept light, for every query asks."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from hograph.errors import HographError
from hograph.files import LOG, SETTINGS, sha256, write_atomically
from hograph.graph.slices import slice_files
from hograph.ontology.turtle import turtle_files
from hograph.version import VERSION
from hograph.workspace.layers import Layers, files_of_claims

PACKAGE = Path(__file__).parent.parent
"""The program."""
DATASET = "hograph.nq"
MANIFEST = "manifest.json"
LEDGER = "ledger.sqlite"
STORE = "store-"
"""Folders of the engine begin so; the rest of the name is the key of the build."""
SEEN = "inputs.json"
"""The key of the inputs as they were seen last, and what their files looked like to the system then."""
SETTLED = 2_000_000_000
"""So many nanoseconds after its last change a file has a time that a later change cannot have."""


def base_files(root: Path) -> list[Path]:
    """The files that every document is read against: ontology, mappings, slices and settings."""
    layers = Layers.of(root)
    shipped = layers.base_ontology
    found = [path for folder in layers.ontology for path in turtle_files(folder)]
    found += [shipped / "mappings.sssom.tsv", *slice_files(shipped)]
    return sorted([*found, *([layers.own / SETTINGS] if layers.own else [])])


def input_files(root: Path) -> list[Path]:
    """Every file that a build reads, sorted."""
    layers = Layers.of(root)
    found = [*base_files(root), *layers.sources]
    found += [path for folder in layers.claims for path in files_of_claims(folder)]
    found += [path for folder in layers.data for path in (*folder.glob("proposed/*.jsonl"), folder / LOG)]
    return sorted(found, key=str)


def input_key(root: Path) -> str:
    """A hash of the program and of the names and bytes of all inputs: a build with another key is out of date.

    Args:
        root: a workspace, or the folder with `ontology/` and `data/`.
    """
    return _key(root.absolute(), input_files(root.absolute()))


def current_key(root: Path, folder: Path) -> str:
    """As `input_key`; but where no file has changed since a build was found to be that of its inputs, none is read.

    Whether one has changed is told by its size, number and times. What was changed at the moment it was looked at is read again.

    Args:
        root: a workspace, or the folder with `ontology/` and `data/`.
        folder: where the build is kept, and what was seen of its inputs.
    """
    marks, newest = _marks(_all_files(input_files(root.absolute())))
    path = folder / SEEN
    with suppress(OSError, ValueError, KeyError, TypeError):
        seen = json.loads(path.read_text("utf-8"))
        if seen["marks"] == marks and newest + SETTLED < path.stat().st_mtime_ns:
            return str(seen["key"])
    key = input_key(root)
    if is_build(folder, key):
        with suppress(OSError, HographError):  # the folder may be another's, who lets read
            write_atomically(path, json.dumps({"key": key, "marks": marks}) + "\n")
    return key


def base_key(root: Path) -> str:
    """A hash of the program and of what every document is read against: where it changes, all has to be built anew."""
    return _key(root.absolute(), base_files(root.absolute()))


def _all_files(inputs: Iterable[Path]) -> list[Path]:
    """The files of the program, and the inputs."""
    return [*PACKAGE.rglob("*.py"), *inputs]


def _marks(paths: Iterable[Path]) -> tuple[str, int]:
    """What files look like to the system, as a hash, and the time of the newest change."""
    found, newest = [], 0
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            found.append((str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
    return sha256(repr([VERSION, *sorted(found)])), newest


def _key(root: Path, inputs: Iterable[Path]) -> str:
    folders = [f"{folder}{os.sep}" for folder in (PACKAGE, *Layers.of(root).folders[::-1])]
    hashes = {str(path): _hash(path) for path in _all_files(inputs)}
    names = {path: path.removeprefix(next(filter(path.startswith, folders))) for path in hashes}
    parts = sorted(f"{names[path].replace(os.sep, '/')} {found}" for path, found in hashes.items() if found)
    return sha256("\n".join([VERSION, *parts]))


def _hash(path: Path) -> str | None:
    """The hash of a file; None where there is none."""
    try:
        with path.open(
            "rb", buffering=0
        ) as file:  # a large graph has thousands of them, and is asked for its key each time
            return sha256(file.readall())
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def place_of(folder: Path, key: str) -> Path:
    """The store of the build with a key, in the folder where builds are kept."""
    return folder / f"{STORE}{key[:12]}"


def key_of(folder: Path) -> str:
    """The key of the build in a folder; an empty one where there is none."""
    try:
        return str(json.loads((folder / MANIFEST).read_text("utf-8"))["key"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def is_build(folder: Path, key: str) -> bool:
    """Whether a folder holds the whole build with this key."""
    return bool(key) and key_of(folder) == key and place_of(folder, key).is_dir()


def fresh(root: Path, folder: Path) -> bool:
    """Whether a folder holds the build of the inputs as they are now."""
    return is_build(folder, current_key(root, folder))
