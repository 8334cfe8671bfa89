"""Articles in XML: JATS, as publishers and archives hold them, and PubMed records."""

from collections.abc import Iterator
from dataclasses import replace

from hograph.errors import DocumentError
from hograph.reading.blocks import Block, BlockKind, Described
from hograph.reading.clean import clean
from hograph.reading.view import View
from hograph.reading.xmltree import Element

NOT_TEXT = frozenset(
    {"xref", "fn", "fn-group", "ref-list", "table-wrap-foot", "permissions", "object-id", "label"}
    | {"tex-math", "disp-formula", "graphic", "media"}
)
"""Elements whose words are no part of the running text: citation marks, footnotes, formulas."""
BLOCKS = frozenset(
    {"p", "title", "list", "sec", "table-wrap", "fig", "disp-quote", "boxed-text", "abstract", "def-list"}
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_articles(root: Element, name: str) -> list[tuple[str, list[Block], Described]]:
    """The articles of an XML document.

    Args:
        root: its root.
        name: of the file, for messages.

    Returns:
        For each article what tells it from others in the file (a PubMed identifier, or nothing), its blocks, and what it says of itself.

    Raises:
        DocumentError: when the root is neither JATS nor PubMed.
    """
    if root.tag == "article":
        return [("", list(_jats(root)), _jats_described(root))]
    if root.tag in {"PubmedArticleSet", "PubmedArticle"}:
        records = [root] if root.tag == "PubmedArticle" else list(root.direct("PubmedArticle"))
        return [
            (f"pmid:{_words(record, 'PMID') or i}", list(_record(record)), _described(record))
            for i, record in enumerate(records, start=1)
        ]
    raise DocumentError(
        f"{name}: is XML with the root '{root.tag}'. Read are JATS (article) and PubMed (PubmedArticleSet)."
    )


def _words(element: Element, *path: str) -> str | None:
    found = element.first(*path)
    return (found.words() or None) if found else None


def _block(kind: BlockKind, view: View, level: int = 0, left_out: str | None = None) -> Iterator[Block]:
    cleaned = clean(view)
    if cleaned:
        yield Block(kind, cleaned, level, left_out=left_out)


def _jats(root: Element) -> Iterator[Block]:
    title = root.first("article-meta", "article-title")
    if title:
        yield from _block(BlockKind.TITLE, title.view(NOT_TEXT))
    meta = root.first("article-meta")
    for abstract in meta.direct("abstract") if meta else ():
        yield from _within(abstract, 1)
    for body in root.direct("body"):
        yield from _within(body, 1)


def _within(element: Element, level: int, depth: int = 0) -> Iterator[Block]:
    """The blocks of an element: sections deeper and deeper, lists, tables, figures; a paragraph gives its own text first."""
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.tag == "title":
            yield from _block(BlockKind.HEADING, child.view(NOT_TEXT), level)
        elif child.tag == "p":
            kind = BlockKind.ITEM if depth else BlockKind.PARAGRAPH
            yield from _block(kind, child.view(NOT_TEXT | BLOCKS), depth)
            yield from _within(child, level, depth)
        elif child.tag in {"list", "def-list"}:
            for item in child.direct("list-item", "def-item"):
                yield from _within(item, level, depth + 1)
        elif child.tag in {"sec", "abstract", "boxed-text", "disp-quote", "def", "statement"}:
            yield from _within(child, level + (child.tag == "sec"), depth)
        elif child.tag in {"fig", "table-wrap"}:
            for caption in child.direct("caption"):
                yield from _block(BlockKind.CAPTION, caption.view(NOT_TEXT))
            for cell in child.all("td", "th"):
                yield from _block(BlockKind.CELL, cell.view(NOT_TEXT))


def _jats_described(root: Element) -> Described:
    meta = root.first("article-meta") or root
    ids = {str(found.attrs.get("pub-id-type")): found.words() for found in meta.direct("article-id")}
    names = [
        " ".join(part for part in (_words(one, "given-names"), _words(one, "surname")) if part)
        or _words(one, "collab")
        or ""
        for group in meta.direct("contrib-group")
        for one in group.direct("contrib")
        if one.attrs.get("contrib-type", "author") == "author"
    ]
    licence = meta.first("permissions", "license")
    dates = [date for date in meta.direct("pub-date") if date.first("year")]
    return Described(
        title=_words(meta, "article-title"),
        authors=tuple(name for name in names if name),
        published=_date(dates[0], "year", "month", "day") if dates else None,
        publisher=_words(root, "journal-title") or _words(root, "publisher-name"),
        doi=ids.get("doi"),
        pmid=ids.get("pmid"),
        licence=(licence.attrs.get("href") or licence.words() or None) if licence else None,
        kinds=tuple(filter(None, [root.attrs.get("article-type")])),
    )


def _record(record: Element) -> Iterator[Block]:
    title = record.first("ArticleTitle")
    if title:
        yield from _block(BlockKind.TITLE, title.view())
    abstract = record.first("Abstract")
    for part in abstract.direct("AbstractText") if abstract else ():
        for block in _block(BlockKind.PARAGRAPH, part.view()):
            yield replace(block, section=part.attrs.get("Label"))


def _described(record: Element) -> Described:
    ids = {found.attrs.get("IdType"): found.words() for found in record.all("ArticleId")}
    names = [
        " ".join(part for part in (_words(one, "ForeName"), _words(one, "LastName")) if part)
        or _words(one, "CollectiveName")
        or ""
        for one in record.all("Author")
    ]
    date = record.first("PubDate")
    return Described(
        title=_words(record, "ArticleTitle"),
        authors=tuple(name for name in names if name),
        published=_date(date, "Year", "Month", "Day") if date and date.first("Year") else None,
        publisher=_words(record, "Journal", "Title"),
        doi=ids.get("doi"),
        pmid=_words(record, "PMID"),
        kinds=tuple(found.words() for found in record.all("PublicationType")),
    )


def _date(element: Element, *parts: str) -> str | None:
    found = [_words(element, part) for part in parts]
    year, month, day = (*found, None, None)[:3]
    if month:
        short = month[:3].lower()
        month = f"{MONTHS.index(short) + 1:02d}" if short in MONTHS else month.zfill(2)
    return "-".join(part for part in (year, month, day.zfill(2) if day and month else None) if part) or None
