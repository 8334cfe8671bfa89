"""Where things are found and how files are written: whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import platformdirs

from hograph.errors import InputError

PARTS = ("ontology", "data", "queries")


def resources(root: Path | None = None) -> Path:
    """The folder that holds `ontology/`, `data/` and `queries/`.

    Args:
        root: a folder to use; without it, the checkout that this module runs from, else the copy inside the installed package.

    Returns:
        A folder in which all three are folders.

    Raises:
        InputError: when one of the three is missing.
    """
    package = Path(str(files("hograph")))
    candidates = [root] if root else [package.parent.parent, package / "resources"]
    for candidate in candidates:
        if all((candidate / part).is_dir() for part in PARTS):
            return candidate
    tried = ", ".join(str(candidate) for candidate in candidates)
    raise InputError(f"{tried}: no folder with ontology/, data/ and queries/ in it. Name one with --root.")


def default_build_folder(root: Path) -> Path:
    """Where a build goes when nobody says: `build/` of a checkout, else a folder of the user's cache.

    Args:
        root: the folder that `resources` gave.

    Returns:
        A folder, which need not exist yet.
    """
    if (root / "pyproject.toml").is_file():
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
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from error


def sha256(data: str | bytes) -> str:
    """SHA-256 in hexadecimal; text is hashed as UTF-8.

    >>> sha256("bone")[:8]
    'c8dacf65'
    """
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
