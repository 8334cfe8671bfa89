"""The slug of a document, by which its claims and its files are named, from the name of its file."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from unicodedata import normalize

from hograph.errors import DocumentError
from hograph.reading.blocks import Reading
from hograph.reading.files import Unread

NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """The slug of a document: the name of its file without folder and ending, in lower case, words joined by `-`.

    Args:
        name: as a reading has it: a path, a member of an archive (`a.zip!/path`), a part of a file (`set.xml#part`).

    Raises:
        DocumentError: when the name has neither letter nor digit of the Latin script.

    Example:
        >>> slug("my documents/Hip Leaflet (2024).html"), slug("papers.zip!/a/Über.pdf"), slug("set.xml#123")
        ('hip-leaflet-2024', 'uber', 'set-123')
    """
    file, _, part = name.partition("#")
    last = file.replace("\\", "/").rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] if "." in last[1:] else last
    plain = normalize("NFKD", f"{stem} {part}").encode("ascii", "ignore").decode().lower()
    found = NOT_PLAIN.sub("-", plain).strip("-")
    if not found:
        raise DocumentError(f"{name}: no slug can be made of this name. Rename the file with Latin letters or digits.")
    return found


def named(found: Iterable[Reading | Unread]) -> Iterator[tuple[str, Reading | Unread]]:
    """Each document with its slug; the only document of a file is named after the file, whatever part of it it is.

    Args:
        found: as `read_all` gives it, the documents of one file one after the other.

    Yields:
        The slug of a document and its reading; of what could not be read, nothing and why.

    Raises:
        DocumentError: when no slug can be made of a name.
    """
    before = ""
    for one, behind in pairwise(chain(found, [None])):
        if one is not None:
            file = _file(one.name)
            alone = before != file and (behind is None or _file(behind.name) != file)
            before = file
            yield ("" if isinstance(one, Unread) else slug(file if alone else one.name)), one


def _file(name: str) -> str:
    return name.partition("#")[0]
