"""PDF by pypdfium2: the text of each page, running heads left out, paragraphs by their lines; offsets point into the extracted text."""

import re
from collections import Counter
from importlib.metadata import version

from hograph.errors import DocumentError, HographError
from hograph.reading.blocks import Block, Described
from hograph.reading.plain import read_plain

MOST_PAGES = 5_000
REPEATED = 0.5
"""A first or last line that stands on so large a share of the pages is a running head."""
NUMBER = re.compile(r"\d+")
HYPHENATED = "\ufffe"
"""What pdfium puts in place of a hyphen at the end of a line with the end of the line; which hyphens stay is for `clean` to say."""
DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


def read_pdf(name: str, data: bytes) -> tuple[str, list[Block], Described, str]:
    """The text of a PDF with its blocks.

    Args:
        name: of the file, for messages.
        data: its bytes.

    Returns:
        The text, the blocks, what the file says of itself, and the reader with its version.

    Raises:
        DocumentError: when it is encrypted, damaged, too long, or holds no text.
        HographError: when pypdfium2 is not installed.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise HographError(
            "PDF needs pypdfium2, which is not installed. Install it: pip install 'hograph[extract]'."
        ) from error
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(f"{name}: is encrypted. Save it without a password first.") from error
        raise DocumentError(f"{name}: is damaged or cut off; no page can be read.") from error
    try:
        if len(pdf) > MOST_PAGES:
            raise DocumentError(f"{name}: has {len(pdf)} pages, more than {MOST_PAGES}. Split it.")
        pages = [_page(pdf, i) for i in range(len(pdf))]
        about = pdf.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"{name}: a page cannot be read; the file is damaged.") from error
    finally:
        pdf.close()
    text = "\n\n".join(_without_heads(pages))
    if not text.strip():
        raise DocumentError(f"{name}: holds no text, only pictures of it. Run text recognition over it first.")
    date = DATE.match(about.get("CreationDate", ""))
    described = Described(
        title=about.get("Title"),
        authors=(about["Author"],) if "Author" in about else (),
        published="-".join(part for part in date.groups() if part) if date else None,
    )
    return text, read_plain(text), described, f"pypdfium2 {version('pypdfium2')}"


def _page(pdf: "pypdfium2.PdfDocument", number: int) -> list[str]:  # type: ignore[name-defined]  # noqa: F821
    page = pdf[number]
    try:
        text = page.get_textpage().get_text_range(errors="replace")
    finally:
        page.close()
    return str(text).replace("\r\n", "\n").replace(HYPHENATED, "-\n").split("\n")


def _without_heads(pages: list[list[str]]) -> list[str]:
    """The pages without first and last lines that stand on most of them, page numbers aside."""
    shapes = Counter(shape for page in pages for shape in {_shape(line) for line in (*page[:1], *page[-1:])})
    heads = {shape for shape, count in shapes.items() if shape and count > 1 and count >= REPEATED * len(pages)}
    heads |= {"#"} if len(pages) > 1 else set()
    kept = []
    for page in pages:
        low = 1 if page and _shape(page[0]) in heads else 0
        high = len(page) - (1 if len(page) > low and _shape(page[-1]) in heads else 0)
        kept.append("\n".join(page[low:high]))
    return kept


def _shape(line: str) -> str:
    return NUMBER.sub("#", " ".join(line.split()))
