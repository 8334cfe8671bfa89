"""Where things are found and how files are written: whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import platformdirs

from hograph.errors import InputError

PARTS = ("ontology", "data", "queries")
SETTINGS = "hograph.toml"
"""The file that makes a folder a workspace."""
LOG = "decisions.jsonl"
"""The log of what was decided on proposed claims, in `data/`."""


def resources(root: Path | None = None) -> Path:
    """The folder to work with: a workspace, or one that holds `ontology/`, `data/` and `queries/` of its own.

    Args:
        root: a folder to use; without it, the workspace that the current folder lies in, else what hograph ships.

    Returns:
        A folder with `hograph.toml` in it, or one in which all three are folders.

    Raises:
        InputError: when it is neither.
    """
    if root is None:
        return _workspace_around() or shipped()
    if (root / SETTINGS).is_file() or _is_whole(root):
        return root
    raise InputError(
        f"{root}: no folder with ontology/, data/ and queries/ in it, and no workspace, which has a {SETTINGS}. "
        "Name one with --root, or make one: hograph init DIR"
    )


def shipped() -> Path:
    """The folder that hograph ships: the checkout that this module runs from, else the copy inside the installed package.

    Raises:
        InputError: when there is neither.
    """
    package = Path(str(files("hograph")))
    candidates = (package.parent.parent, package / "resources")
    for candidate in candidates:
        if _is_whole(candidate):
            return candidate
    raise InputError(
        f"{', '.join(map(str, candidates))}: no folder with {', '.join(PARTS)} in it. Install hograph anew."
    )


def shipped_data(package: str, name: str) -> Any:  # noqa: ANN401 -- YAML
    """What a YAML file in one of our packages holds, read by the parser in C where there is one.

    That parser is ten times as fast, and no match for a file of strangers: nesting that is deep enough would end the process.
    """
    import yaml

    return yaml.load((files(package) / name).read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def _is_whole(folder: Path) -> bool:
    return all((folder / part).is_dir() for part in PARTS)


def _workspace_around() -> Path | None:
    """The nearest workspace from the current folder upwards; a whole graph on the way, as a checkout is, ends the search."""
    with suppress(OSError):
        for folder in (Path.cwd(), *Path.cwd().parents):
            if (folder / SETTINGS).is_file():
                return folder
            if _is_whole(folder):
                break
    return None


def default_build_folder(root: Path) -> Path:
    """Where a build goes when nobody says: `build/` of a workspace or checkout, else a folder of the user's cache.

    Args:
        root: the folder that `resources` gave.

    Returns:
        A folder, which need not exist yet.
    """
    if any((root / name).is_file() for name in (SETTINGS, "pyproject.toml")):
        return root / "build"
    return Path(platformdirs.user_cache_dir("hograph")) / "build"


def write_atomically(path: Path, data: str | bytes) -> None:
    """Write a file so that readers see the old one or the new one, never half of it.

    Args:
        path: the file to write; its folder is made when missing.
        data: the whole content; text is encoded as UTF-8 with its line ends as they are.

    Raises:
        InputError: when the folder or the file cannot be written.
    """
    write_together({path: data})


def write_together(contents: Mapping[Path, str | bytes]) -> None:
    """Write several files, each whole, once all of them are known to fit where they go: if one cannot be written, none is changed.

    Args:
        contents: file to content, as `write_atomically` takes them.

    Raises:
        InputError: when a folder or a file cannot be written.
    """
    ready: dict[Path, Path] = {}
    path = Path()
    try:
        try:
            for path, data in contents.items():
                if path.is_dir():
                    raise InputError(f"{path}: cannot be written, for it is a folder. Choose another place with --out.")
                path.parent.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
                ready[path] = Path(name)
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data.encode() if isinstance(data, str) else data)
                ready[path].chmod(0o644)
            for path, temporary in ready.items():
                temporary.replace(path)
        finally:
            for temporary in ready.values():
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}). Choose another place with --out.") from error


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, its line ends untouched.

    Args:
        path: the file.

    Returns:
        The whole text.

    Raises:
        InputError: when the file is missing, unreadable or not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from error


def read_bytes(path: Path, start: int = 0, length: int = -1) -> bytes:
    """The bytes of a file, or some of them.

    Args:
        path: the file.
        start: where to begin.
        length: how many; without it, all to the end.

    Returns:
        The bytes.

    Raises:
        InputError: when the file is missing or unreadable.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read(length)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error


def sha256(data: str | bytes) -> str:
    """SHA-256 in hexadecimal; text is hashed as UTF-8.

    >>> sha256("bone")[:8]
    'c8dacf65'
    """
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def hash_of_file(path: Path) -> str:
    """SHA-256 of the bytes of a file, in hexadecimal, however large it is."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
