"""The text of a source document, and the spans that point into it.

Offsets count Unicode code points of the decoded bytes; line ends are not touched, so that a span means the same on every machine.
"""

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from hograph.errors import DocumentError
from hograph.files import sha256

if TYPE_CHECKING:
    from hograph.curation.values import Span
    from hograph.reading.blocks import Block
from hograph.reading.formats import file_names
from hograph.workspace.layers import Layers

ENVIRONMENT = "HOGRAPH_DOCUMENTS"
SHOWN = 30
"""Characters of a passage that a message repeats."""


@dataclass(frozen=True)
class Document:
    """A document as it lies in a folder of the user's: its slug, its bytes' hash and its text.

    The text is that of the file, or of PDF and DOCX the one that is read from it.
    """

    slug: str
    path: Path
    sha256: str
    text: str

    @classmethod
    def read(cls, folder: Path, slug: str) -> "Document":
        """Read `<slug>.txt`, or the document in another format, from a folder.

        Raises:
            DocumentError: when the file is missing or cannot be read.
        """
        return cls.at_hand((folder,), slug)

    @classmethod
    def at_hand(cls, folders: Sequence[Path], slug: str) -> "Document":
        """Read a document from the first folder that holds it.

        Raises:
            DocumentError: when no folder does, or the file cannot be read.
            HographError: when the library for its format is not installed.
        """
        from hograph.reading.read import text_of  # not needed where nobody asks for a passage

        path = find_file(folders, slug)
        if path is None:
            raise DocumentError(
                f"{folders[0] / slug if folders else slug}.txt: no such document. Name the folder that holds it, as plain text or "
                f"in another format, with --documents or {ENVIRONMENT}."
            )
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise DocumentError(f"{path}: cannot be read ({error.strerror}).") from error
        return cls(slug, path, sha256(raw), text_of(str(path), raw))

    def passage(self, span: "Span") -> str | None:
        """The characters of a span, or None when they are not there or not those that were hashed."""
        found = self.text[span.start : span.end]
        return found if len(found) == span.end - span.start and sha256(found) == span.sha256 else None

    def find(self, span: "Span") -> int | None:
        """Where the text of a span stands now, looking for its hash at every position; None when it is nowhere."""
        length = span.end - span.start
        starts = range(len(self.text) - length + 1)
        near_first = sorted(starts, key=lambda start: abs(start - span.start))
        return next((start for start in near_first if sha256(self.text[start : start + length]) == span.sha256), None)

    def span(self, start: int, end: int) -> "Span":
        """The span from start to end, hashed."""
        from hograph.curation.values import Span  # not needed where no span is made

        return Span(start=start, end=end, sha256=sha256(self.text[start:end]))

    def locate(self, passage: str, occurrence: int | None = None, within: "Span | None" = None) -> "Span":
        """The span of a passage given by its characters; any white space in it stands for any white space in the document.

        What does not stand there so is looked for in the text as it is meant: without tags, words joined over the ends of lines.

        Args:
            passage: the words, as in the document.
            occurrence: which one is meant when it stands there more than once, counted from 1.
            within: a span to look in first; its first occurrence there is taken when no occurrence is given.

        Raises:
            DocumentError: when it is not there, or stands there more than once and no occurrence is given.
        """
        pattern = re.compile(r"\s+".join(re.escape(word) for word in passage.split()))
        if (
            within
            and passage.strip()
            and occurrence is None
            and (inside := pattern.search(self.text, within.start, within.end))
        ):
            return self.span(*inside.span())
        found = [match.span() for match in pattern.finditer(self.text)] if passage.strip() else []
        found = found or (self._as_meant(pattern) if passage.strip() else [])
        if within and occurrence is None:
            found = [place for place in found if within.start <= place[0] and place[1] <= within.end][:1] or found
        shown = passage if len(passage) <= SHOWN else f"{passage[:SHOWN]}..."
        if not found:
            raise DocumentError(
                f"{self.path}: the passage '{shown}' is not in it. Copy it from the file, with its case and punctuation."
            )
        if occurrence is None and len(found) > 1:
            raise DocumentError(
                f"{self.path}: '{shown}' stands there {len(found)} times. Say which with `occurrence`, or take a longer passage."
            )
        if occurrence is not None and not 1 <= occurrence <= len(found):
            raise DocumentError(
                f"{self.path}: '{shown}' stands there {len(found)} times; there is no occurrence {occurrence}."
            )
        return self.span(*found[(occurrence or 1) - 1])

    def _as_meant(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        """Where a pattern stands in the blocks of the document that may make claims."""
        blocks = _blocks(self.path, self.text)
        return list(
            dict.fromkeys(block.view.place(*m.span()) for block in blocks for m in pattern.finditer(block.text))
        )


@lru_cache(maxsize=1)
def _blocks(path: Path, text: str) -> "tuple[Block, ...]":
    """The blocks of a file that may make claims, if it still has this text."""
    from hograph.reading.read import read  # not needed where nobody asks for a passage

    with suppress(OSError, DocumentError):
        readings = [reading for reading in read(str(path), path.read_bytes()) if reading.text == text]
        return tuple(block for reading in readings for block in reading.blocks if block.left_out is None)
    return ()


def find_file(folders: Iterable[Path], slug: str) -> Path | None:
    """The file of a document in the first folder that has one; where there are several formats, plain text goes first."""
    places = (folder / name for folder in folders for name in file_names(slug))
    return next((place for place in places if place.exists()), None)


def documents_folders(given: Path | str | None, root: Path) -> tuple[Path, ...]:
    """The folders in which documents are looked for: that of the workspace, then the one that the user named.

    Args:
        given: what the user named as an argument, or None.
        root: a workspace, or a folder that is none.

    Raises:
        DocumentError: when the folder that was named does not exist.
    """
    own = Layers.of(root).documents
    return tuple(folder for folder in (own, documents_folder(given)) if folder is not None and folder.is_dir())


def documents_folder(given: Path | str | None) -> Path | None:
    """The folder of documents that the user named: the argument, else `HOGRAPH_DOCUMENTS`, else None.

    Raises:
        DocumentError: when the folder that was named does not exist.
    """
    said = given or os.environ.get(ENVIRONMENT)
    named = Path(said) if said else None
    if named is not None and not named.is_dir():
        raise DocumentError(f"{named}: no such folder of documents. Name one with --documents or {ENVIRONMENT}.")
    return named
