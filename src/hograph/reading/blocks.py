"""What a reader makes of a document: its text, its blocks, and what it says of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from hograph.files import sha256
from hograph.reading.view import View


class BlockKind(StrEnum):
    """What a block is in its document; a lead is the line that a list completes, as "It may cause:"."""

    TITLE = "title"
    HEADING = "heading"
    LEAD = "lead"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    CAPTION = "caption"


@dataclass(frozen=True)
class Block:
    """A stretch of a document that belongs together: a heading, a paragraph, an item of a list.

    Attributes:
        kind: what it is.
        view: its text as it is to be read, with the place of every character.
        level: of a heading, 1 for the highest; of an item, how deep its list is nested, from 1; else 0.
        section: the heading over it, or None.
        left_out: why it makes no claims (advertising, navigation, booking ...), or None.
    """

    kind: BlockKind
    view: View
    level: int = 0
    section: str | None = None
    left_out: str | None = None

    @property
    def text(self) -> str:
        """Its text as it is to be read."""
        return self.view.text

    @property
    def place(self) -> tuple[int, int]:
        """Start and end in code points of the document, end exclusive."""
        return self.view.place(0, len(self.view.text))


SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+")


def in_parts(block: Block, most: int) -> Iterator[Block]:
    """A block, or where it is longer than so many characters, parts of it that are not: they end with a sentence, else with a word.

    Args:
        block: the block.
        most: characters of a part.

    Yields:
        The parts; without white space at their ends, they are all of it.
    """
    start, text = 0, block.text
    while len(text) - start > most:
        ends = [match.end() for match in SENTENCE_END.finditer(text, start, start + most)]
        end = ends[-1] if ends else text.rfind(" ", start, start + most) + 1
        end = end if end > start else start + most
        if part := block.view.cut(start, end).stripped():
            yield replace(block, view=part)
        start = end
    rest = block.view.cut(start, len(text)).stripped() if start else block.view
    if rest:
        yield replace(block, view=rest)


@dataclass(frozen=True)
class Described:
    """What a document says of itself; what it does not say is left out.

    Attributes:
        title: its title.
        authors: names, in order.
        published: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
        publisher: publisher or journal.
        doi: without a prefix.
        pmid: identifier in PubMed.
        licence: IRI or words.
        kinds: sorts of publication, as Review or Case Reports.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    publisher: str | None = None
    doi: str | None = None
    pmid: str | None = None
    licence: str | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A document as it was read.

    Attributes:
        name: the name of the file; of one in an archive, `archive.zip!/path`; of one of several in a file, `file.xml#part`.
        sha256: hash of the bytes of the file.
        media_type: what it is by its content.
        reader: the reader, with the library that did the work and its version.
        text: the text that spans point into: the file's own for text formats, the extracted one for PDF and DOCX.
        blocks: in the order of the document.
        described: what it says of itself.
    """

    name: str
    sha256: str
    media_type: str
    reader: str
    text: str
    blocks: tuple[Block, ...]
    described: Described = field(default_factory=Described)

    @property
    def text_sha256(self) -> str:
        """Hash of the text as UTF-8: spans hold as long as it does."""
        return sha256(self.text)


def with_sections(blocks: list[Block]) -> list[Block]:
    """The blocks with the nearest heading before each, where the reader gave none; what is left out heads nothing."""
    section: str | None = None
    found = []
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.left_out is None:
            section = block.text
            found.append(block)
        else:
            found.append(replace(block, section=block.section or section))
    return found
