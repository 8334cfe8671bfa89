"""Files, folders and archives as single documents, one in memory at a time; what cannot be read is told, and the others go on."""

import io
import os
import stat
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
TOLD = frozenset(["doc", "epub", "odt", "rtf"])
"""Endings of documents that are not read: in a folder or an archive they are told, not passed over."""
RESOURCE_FORKS = "__MACOSX"
"""Folder of archives in which one system keeps what it knows of files, under the names of these."""


@dataclass(frozen=True)
class Unread:
    """A file that could not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Raw:
    """A file to read.

    Attributes:
        name: as `Reading` has it.
        path: the file or, of a member of an archive, the archive.
        data: of a member of an archive, its bytes; those of a file are read only when they are needed.
    """

    name: str
    path: Path
    data: bytes | None = None

    def bytes(self) -> bytes:
        """Its bytes.

        Raises:
            DocumentError: when it cannot be read, or is too large.
        """
        if self.data is not None:
            return self.data
        try:
            status = self.path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise DocumentError(
                    f"{self.name}: is no file with bytes of its own. Name a file, a folder or an archive."
                )
            size = status.st_size
            if size > MOST_BYTES:
                raise DocumentError(f"{self.name}: has {size:,} bytes, more than {MOST_BYTES:,}. Split it.")
            return self.path.read_bytes()
        except OSError as error:
            raise DocumentError(f"{self.name}: cannot be read ({error.strerror or error}).") from error


def read_all(paths: Iterable[Path]) -> Iterator[Reading | Unread]:
    """Every document in some files, folders and archives, in the order of their names.

    Args:
        paths: files of any kind that is read; archives of them (zip, tar); folders, which are searched for both.

    Yields:
        A reading for each document, or what could not be read and why.
    """
    for raw in raw_files(paths):
        yield from [raw] if isinstance(raw, Unread) else read_raw(raw)


def read_raw(raw: Raw) -> Iterator[Reading | Unread]:
    """Every document in a file: one, or those of a set of records.

    Yields:
        A reading for each, or why the file, or the rest of it, cannot be read.
    """
    try:
        yield from read(raw.name, raw.bytes())
    except HographError as error:
        yield Unread(raw.name, str(error))


def raw_files(paths: Iterable[Path]) -> Iterator[Raw | Unread]:
    """Every file in some files, folders and archives, unread, in the order of their names.

    Args:
        paths: as `read_all` takes them.

    Yields:
        A file, or what is refused and why.
    """
    for path in paths:
        for file in files_in(path):
            if isinstance(file, Unread):
                yield file
            elif _archive(file.name):
                yield from _archived(file)
            else:
                yield Raw(str(file), file.absolute())


def files_in(path: Path) -> Iterator[Path | Unread]:
    """The file itself, or of a folder the files in it and below it that may be documents, in the order of their names.

    Yields:
        A file; or a link, which is not followed, or a folder without a document, and why it is refused.
    """
    # As text: paths that are sorted keep the lists of their parts.
    names = sorted(map(str, _files(path)), key=lambda name: name.replace(os.sep, "\0"))
    if not names:
        yield Unread(str(path), f"{path}: holds no document that is read; see `hograph read --help`.")
    for file in map(Path, names):
        linked = file != path and file.is_symlink()
        reason = f"{file}: is a link, and links in a folder are not followed. Name where it leads."
        yield Unread(str(file), reason) if linked else file


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for found in path.rglob("*"):
        documentary = _archive(found.name) or _ending(found.name) in READ | TOLD
        is_one = found.is_symlink() or found.is_file() if documentary else found.is_symlink() and found.is_dir()
        if is_one and not _hidden(found.relative_to(path).parts):
            yield found


def _hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") or part == RESOURCE_FORKS for part in parts)


def _ending(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)


def _archived(path: Path) -> Iterator[Raw | Unread]:
    some = False
    try:
        for member, data in _members(path):
            some = True
            yield data if isinstance(data, Unread) else Raw(f"{path}!/{member}", path.absolute(), data)
        if not some:
            yield Unread(str(path), f"{path}: holds no document that is read, or is cut off before the first.")
    except OSError as error:
        yield Unread(str(path), f"{path}: cannot be read ({error.strerror or error}).")
    except HographError as error:
        yield Unread(str(path), str(error))


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
            found, wanted = _refused(path, member.filename), _wanted(member.filename)
            if found is None and wanted:
                try:
                    checked_members(f"{path}!/{member.filename}", [member])
                except DocumentError as error:
                    found = Unread(f"{path}!/{member.filename}", str(error))
            if found:
                yield member.filename, found
            elif wanted:
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
            elif member.isfile() and _wanted(member.name):
                stream = archive.extractfile(member) or io.BytesIO()
                yield member.name, stream.read(MOST_BYTES + 1)


def _refused(path: Path, member: str) -> Unread | None:
    """Why a member is not read, by its name."""
    name = f"{path}!/{member}"
    if not safe_name(member):
        return Unread(name, f"{name}: the name leads out of the archive. Such a file is refused.")
    if _archive(member) and not _hidden(member.split("/")):
        return Unread(name, f"{name}: is an archive within an archive. Unpack it first.")
    return None


def _wanted(member: str) -> bool:
    """Whether a member is to be read, or to be told, by its name."""
    return _ending(member) in READ | TOLD and not _hidden(member.split("/"))
