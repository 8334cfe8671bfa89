"""One file as readings: what it is by its content, the reader for it, and an error in words when it cannot be read."""

import codecs
import re
from collections.abc import Iterator
from importlib.metadata import version

from hograph.errors import DocumentError
from hograph.files import sha256
from hograph.reading.articles import read_articles
from hograph.reading.blocks import Block, BlockKind, Described, Reading, with_sections
from hograph.reading.boilerplate import without_boilerplate
from hograph.reading.decode import decoded
from hograph.reading.docx import read_docx
from hograph.reading.formats import BY_ENDING, DOCX
from hograph.reading.html import read_html
from hograph.reading.limits import MOST_BYTES, MOST_IN_A_BLOCK
from hograph.reading.markdown import read_markdown
from hograph.reading.pdf import read_pdf
from hograph.reading.plain import read_plain
from hograph.reading.xmltree import read_tree
from hograph.version import VERSION

PDF, ZIP, OLE, RTF = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
GZIP = b"\x1f\x8b"
HEAD = 1024
HTML = re.compile(r"<!doctype html|<html[\s>]|\A\s*<(?:head|body|h[1-6]|p|div)[\s>]", re.IGNORECASE)
XML = re.compile(
    r"(?:\ufeff|ï»¿)?\s*<\?xml|\s*<!DOCTYPE\s+(?!html)|\s*<(?:article|PubmedArticleSet|PubmedArticle)[\s>]",
    re.IGNORECASE,
)


def media_type(name: str, data: bytes) -> str:
    """What a file is, by its content first, by its ending where the content leaves it open.

    Args:
        name: with its ending.
        data: its bytes.

    Raises:
        DocumentError: when the file is empty, or of a kind that is not read.
    """
    if not data.strip():
        raise DocumentError(f"{name}: is empty.")
    if data[:HEAD].lstrip().startswith(PDF):
        return "application/pdf"
    if data.startswith(ZIP):
        if b"word/" in data:
            return DOCX
        raise DocumentError(f"{name}: is a zip archive but no DOCX. Give it the ending .zip, or name the files in it.")
    if data.startswith(GZIP):
        raise DocumentError(f"{name}: is compressed (gzip). Unpack it first.")
    if data.startswith((OLE, RTF)):
        raise DocumentError(f"{name}: is an old Word document or RTF. Save it as DOCX.")
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    by_name = BY_ENDING.get(ending, "text/plain")
    if by_name in {"application/pdf", DOCX}:
        raise DocumentError(
            f"{name}: is named .{ending} but is none: it begins with {data[:8]!r}. It is damaged, or named wrongly."
        )
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    head = data[:HEAD].decode("utf-16" if wide else "latin-1", errors="ignore")
    if HTML.search(head):
        return "text/html"
    if XML.match(head) or by_name == "application/xml":
        return "application/xml"
    return by_name


def text_of(name: str, data: bytes) -> str:
    """The text that spans of a document point into, without its blocks: the same that `read` gives.

    Args:
        name: of the file, with its ending.
        data: its bytes.

    Raises:
        DocumentError: when it cannot be read; the text says why.
        HographError: when the library for its format is not installed.
    """
    kind = media_type(name, data)
    if kind in {"application/pdf", DOCX}:
        return (read_pdf if kind == "application/pdf" else read_docx)(name, data)[0]
    return decoded(name, data)


def read(name: str, data: bytes) -> Iterator[Reading]:
    """The documents in a file: one, or as many as a set of PubMed records holds.

    Args:
        name: of the file, with its ending.
        data: its bytes.

    Yields:
        A reading for each document.

    Raises:
        DocumentError: when it cannot be read; the text says why.
        HographError: when the library for its format is not installed.
    """
    if len(data) > MOST_BYTES:
        raise DocumentError(f"{name}: has {len(data):,} bytes, more than {MOST_BYTES:,}. Split it.")
    kind = media_type(name, data)
    own = f"hograph {VERSION}"
    if kind in {"application/pdf", DOCX}:
        text, blocks, described, reader = (read_pdf if kind == "application/pdf" else read_docx)(name, data)
        yield _reading(name, data, kind, reader, text, blocks, described)
        return
    text = decoded(name, data)
    if kind == "application/xml":
        for part, blocks, described in read_articles(read_tree(name, text), name):
            yield _reading(f"{name}#{part}" if part else name, data, kind, f"{own}, expat", text, blocks, described)
    elif kind == "text/html":
        blocks, described = read_html(text)
        yield _reading(name, data, kind, f"{own}, html.parser", text, blocks, described)
    elif kind == "text/markdown":
        blocks, described = read_markdown(text)
        yield _reading(name, data, kind, f"markdown-it-py {version('markdown-it-py')}", text, blocks, described)
    else:
        yield _reading(name, data, kind, own, text, read_plain(text), Described())


def _reading(
    name: str, data: bytes, kind: str, reader: str, text: str, blocks: list[Block], described: Described
) -> Reading:
    flat = kind in {"text/plain", "application/pdf"}
    if longest := next((block for block in blocks if len(block.text) > MOST_IN_A_BLOCK), None):
        start, _ = longest.place
        raise DocumentError(
            f"{name}: one paragraph, from character {start:,} on, has {len(longest.text):,} characters, more than {MOST_IN_A_BLOCK:,}. "
            "That is no prose; break it into paragraphs."
        )
    whole = with_sections(without_boilerplate(blocks, levels=not flat))
    if not any(block.left_out is None for block in whole):
        raise DocumentError(f"{name}: holds no text that could make a claim.")
    if described.title is None:
        first = next((b for b in whole if b.kind in {BlockKind.TITLE, BlockKind.HEADING} and b.left_out is None), None)
        described = Described(**{**described.__dict__, "title": first.text if first else None})
    return Reading(name, sha256(data), kind, reader, text, tuple(whole), described)
