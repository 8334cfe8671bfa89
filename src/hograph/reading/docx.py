"""DOCX by python-docx: paragraphs, lists and tables by their styles; offsets point into the extracted text."""

import io
import re
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

from hograph.errors import DocumentError, HographError
from hograph.reading.blocks import Block, BlockKind, Described
from hograph.reading.clean import clean
from hograph.reading.limits import checked_members
from hograph.reading.view import View

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

LEVEL = re.compile(r"(\d+)$")


def read_docx(name: str, data: bytes) -> tuple[str, list[Block], Described, str]:
    """The text of a DOCX with its blocks: a line a paragraph or cell.

    Args:
        name: of the file, for messages.
        data: its bytes.

    Returns:
        The text, the blocks, what the file says of itself, and the reader with its version.

    Raises:
        DocumentError: when it is damaged, unpacks to too much, or holds no text.
        HographError: when python-docx is not installed.
    """
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError as error:
        raise HographError(
            "DOCX needs python-docx, which is not installed. Install it: pip install 'hograph[extract]'."
        ) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            checked_members(name, package.infolist())
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise DocumentError(f"{name}: is damaged or no DOCX.") from error
    text, blocks = "", []
    for kind, level, content in _parts(document):
        if not content.strip():
            continue
        view = clean(View.of(content, len(text)))
        text += f"{content}\n"
        if view:
            blocks.append(Block(kind, view, level))
    if not blocks:
        raise DocumentError(f"{name}: holds no text.")
    about = document.core_properties
    described = Described(
        title=about.title or None,
        authors=tuple(filter(None, [about.author])) if about.author != "python-docx" else (),
        published=about.created.date().isoformat() if about.created else None,
    )
    return text, blocks, described, f"python-docx {version('python-docx')}"


def _parts(document: "docx.document.Document") -> Iterator[tuple[BlockKind, int, str]]:  # type: ignore[name-defined]  # noqa: F821
    from docx.table import Table

    for part in document.iter_inner_content():
        if isinstance(part, Table):
            seen = set()
            for row in part.rows:
                for cell in row.cells:
                    if cell._tc not in seen:  # a merged cell is given once for each column it spans
                        seen.add(cell._tc)
                        yield BlockKind.CELL, 0, cell.text
        else:
            yield (*_kind(part), part.text)


def _kind(paragraph: "Paragraph") -> tuple[BlockKind, int]:
    style = (paragraph.style.name or "") if paragraph.style else ""
    level = LEVEL.search(style)
    if style.startswith("Title"):
        return BlockKind.TITLE, 0
    if style.startswith("Heading"):
        return BlockKind.HEADING, int(level[1]) if level else 1
    if style.startswith("Caption"):
        return BlockKind.CAPTION, 0
    depths = paragraph._p.xpath("./w:pPr/w:numPr/w:ilvl/@w:val")
    if depths or style.startswith("List") or paragraph._p.xpath("./w:pPr/w:numPr"):
        return BlockKind.ITEM, int(depths[0]) + 1 if depths else int(level[1]) if level else 1
    return BlockKind.PARAGRAPH, 0
