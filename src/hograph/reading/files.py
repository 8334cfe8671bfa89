"""Files, folders and archives as single documents, one in memory at a time; what cannot be read is told, and the others go on."""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hograph.errors import DocumentError, HographError
from hograph.reading.blocks import Reading
from hograph.reading.formats import BY_ENDING
from hograph.reading.limits import MOST_BYTES, MOST_MEMBERS, checked_members, safe_name
from hograph.reading.read import read

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
READ = frozenset(BY_ENDING)


@dataclass(frozen=True)
class Unread:
    """A file that could not be read, and why."""

    name: str
    reason: str


def read_all(paths: Iterable[Path]) -> Iterator[Reading | Unread]:
    """Every document in some files, folders and archives, in the order of their names.

    Args:
        paths: files of any kind that is read; archives of them (zip, tar); folders, which are searched for both.

    Yields:
        A reading for each document, or what could not be read and why.
    """
    for path in paths:
        for file in sorted(_files(path)):
            yield from _file(file)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for found in path.rglob("*"):
        hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
        if (
            found.is_file()
            and not hidden
            and not found.is_symlink()
            and (_archive(found.name) or _ending(found.name) in READ)
        ):
            yield found


def _ending(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)


def _file(path: Path) -> Iterator[Reading | Unread]:
    name = str(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES and not _archive(name):
            raise DocumentError(f"{name}: has {size:,} bytes, more than {MOST_BYTES:,}. Split it.")
        if not _archive(name):
            yield from read(name, path.read_bytes())
            return
        for member, data in _members(path):
            if isinstance(data, Unread):
                yield data
                continue
            try:
                yield from read(f"{name}!/{member}", data)
            except HographError as error:
                yield Unread(f"{name}!/{member}", str(error))
    except OSError as error:
        yield Unread(name, f"{name}: cannot be read ({error.strerror or error}).")
    except HographError as error:
        yield Unread(name, str(error))


def _members(path: Path) -> Iterator[tuple[str, bytes | Unread]]:
    """The documents in an archive, one after the other; never unpacked to disk.

    Yields:
        The name of a member and its bytes, or why it is not read.

    Raises:
        DocumentError: when the archive is damaged, encrypted, or unpacks to too much.
    """
    try:
        yield from _zipped(path) if path.name.lower().endswith(".zip") else _tarred(path)
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        reason = "is encrypted" if "password" in str(error) else "is damaged or cut off"
        raise DocumentError(f"{path}: {reason}; what came before it was read.") from error


def _zipped(path: Path) -> Iterator[tuple[str, bytes | Unread]]:
    with zipfile.ZipFile(path) as archive:
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
        if len(members) > MOST_MEMBERS:
            raise DocumentError(f"{path}: holds more than {MOST_MEMBERS:,} files. Split it.")
        for member in members:
            found = _refused(path, member.filename)
            if found is None and _ending(member.filename) in READ:
                try:
                    checked_members(f"{path}!/{member.filename}", [member])
                except DocumentError as error:
                    found = Unread(f"{path}!/{member.filename}", str(error))
            if found:
                yield member.filename, found
            elif _ending(member.filename) in READ:
                with archive.open(member) as stream:
                    yield member.filename, stream.read(MOST_BYTES + 1)


def _tarred(path: Path) -> Iterator[tuple[str, bytes | Unread]]:
    with tarfile.open(path, "r|*") as archive:
        for number, member in enumerate(archive, start=1):
            if number > MOST_MEMBERS:
                raise DocumentError(f"{path}: holds more than {MOST_MEMBERS:,} files. Split it.")
            found = _refused(path, member.name)
            if found:
                yield member.name, found
            elif member.isfile() and _ending(member.name) in READ:
                stream = archive.extractfile(member) or io.BytesIO()
                yield member.name, stream.read(MOST_BYTES + 1)


def _refused(path: Path, member: str) -> Unread | None:
    """Why a member is not read, by its name."""
    name = f"{path}!/{member}"
    if not safe_name(member):
        return Unread(name, f"{name}: the name leads out of the archive. Such a file is refused.")
    if _archive(member):
        return Unread(name, f"{name}: is an archive within an archive. Unpack it first.")
    return None
