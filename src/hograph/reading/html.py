"""HTML: text nodes with their places in the source; navigation, forms, scripts and the like are left out.

The parser of the standard library is used because it says where each piece stands; faster ones do not.
"""

import html
import re
from html.parser import HTMLParser

from hograph.reading.blocks import Block, BlockKind, Described
from hograph.reading.clean import clean
from hograph.reading.view import Piece, View

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BREAKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
"""Elements that begin and end a block."""
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
UNREAD = frozenset({"script", "style", "template", "noscript", "svg", "math", "object", "iframe", "textarea", "head"})
LEFT_OUT = {
    "nav": "navigation",
    "menu": "navigation",
    "footer": "footer",
    "aside": "aside",
    "form": "form",
    "button": "form",
    "select": "form",
    "dialog": "dialog",
}
ROLES = {
    "navigation": "navigation",
    "banner": "navigation",
    "contentinfo": "footer",
    "search": "form",
    "complementary": "aside",
    "dialog": "dialog",
}
WHOLE = frozenset({"html", "body", "main", "article"})
"""Elements whose class says nothing of what a part is for."""
MARKED = re.compile(
    r"(?:^|[-_ ])(?:(?P<advertising>ads?|advert\w*|promo\w*|sponsor\w*|banner|cta)|(?P<cookies>cookies?|consent|gdpr)|"
    r"(?P<navigation>nav\w*|menu|breadcrumbs?|pagination|sidebar|toc|skip)|(?P<sharing>share|sharing|social)|"
    r"(?P<booking>booking|appointments?|newsletter|subscribe|signup|login|cart))(?:$|[-_ ])",
    re.IGNORECASE,
)
"""Classes and identifiers that tell what an element is for."""
META = {
    "citation_title": "title", "dc.title": "title", "og:title": "title",
    "citation_author": "authors", "dc.creator": "authors", "author": "authors", "article:author": "authors",
    "citation_publication_date": "published", "dc.date": "published", "article:published_time": "published", "date": "published",
    "citation_publisher": "publisher", "dc.publisher": "publisher", "og:site_name": "publisher", "citation_journal_title": "publisher",
    "citation_doi": "doi", "citation_pmid": "pmid", "dc.rights": "licence",
}  # fmt: skip
DATE = re.compile(r"\d{4}(?:[-/]\d{2}(?:[-/]\d{2})?)?")


class _Reader(HTMLParser):
    """Collects text nodes into blocks, remembering what is open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.raw = text
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.stack: list[tuple[str, str | None]] = []
        self.pieces: list[Piece] = []
        self.blocks: list[Block] = []
        self.found: dict[str, list[str]] = {}
        self.title: str | None = None

    def position(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self._meta({key: value or "" for key, value in attrs})
        if tag in BREAKS:
            self._end_block()
        if tag in VOID:
            return
        if tag in {"p", "li", "dt", "dd", "td", "th", "tr", "option"}:  # elements whose end tag may be missing
            self._close(tag, within={"ul", "ol", "dl", "table", "select", "div", "section"})
        self.stack.append((tag, self._why(tag, dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self._end_block()
        if tag == "title" and any(name == "title" for name, _ in self.stack):
            self.title = self.title or None
        self._close(tag)

    def handle_data(self, data: str) -> None:
        start = self.position()
        self._text(Piece(data, start, start + len(data)))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, spelled: str) -> None:
        start = self.position()
        end = start + len(spelled)
        end += self.raw[end : end + 1] == ";"
        self._text(Piece(html.unescape(f"{spelled};"), start, end))

    def _text(self, piece: Piece) -> None:
        names = [name for name, _ in self.stack]
        if "title" in names and "svg" not in names:
            self.title = f"{self.title or ''}{piece.text}"
        elif not UNREAD.intersection(names):
            self.pieces.append(piece)

    def _why(self, tag: str, attrs: dict[str, str | None]) -> str | None:
        """Why an element makes no claims, by what it is, its role, or its class."""
        if attrs.get("hidden", "no") in {"", None, "hidden"} or attrs.get("aria-hidden") == "true":
            return "hidden"
        for reason in (LEFT_OUT.get(tag), ROLES.get(str(attrs.get("role")))):
            if reason:
                return reason
        named = "" if tag in WHOLE else f"{attrs.get('class') or ''} {attrs.get('id') or ''}"
        marked = MARKED.search(named)
        return marked.lastgroup if marked else None

    def _close(self, tag: str, within: frozenset[str] | set[str] = frozenset()) -> None:
        """Close the innermost open element of a name, and what it holds; not beyond an element that it stands within."""
        for i in range(len(self.stack) - 1, -1, -1):
            name = self.stack[i][0]
            if name == tag:
                del self.stack[i:]
                return
            if name in within:
                return

    def _meta(self, attrs: dict[str, str]) -> None:
        name = META.get((attrs.get("name") or attrs.get("property") or "").lower())
        if name and attrs.get("content", "").strip():
            self.found.setdefault(name, []).append(html.unescape(attrs["content"]).strip())

    def _end_block(self) -> None:
        view = clean(View.joined(self.pieces))
        self.pieces = []
        if not view:
            return
        names = [name for name, _ in self.stack]
        reason = next((why for _, why in self.stack if why), None)
        heading = next((name for name in reversed(names) if name in HEADINGS), None)
        if heading:
            block = Block(BlockKind.HEADING, view, HEADINGS[heading], left_out=reason)
        elif "li" in names or "dd" in names:
            block = Block(
                BlockKind.ITEM, view, max(1, sum(name in {"ul", "ol", "dl"} for name in names)), left_out=reason
            )
        elif {"td", "th"}.intersection(names):
            block = Block(BlockKind.CELL, view, left_out=reason)
        elif {"figcaption", "caption"}.intersection(names):
            block = Block(BlockKind.CAPTION, view, left_out=reason)
        else:
            block = Block(BlockKind.PARAGRAPH, view, left_out=reason)
        self.blocks.append(block)

    def described(self) -> Described:
        """What the page says of itself in its head."""
        first = {name: values[0] for name, values in self.found.items()}
        date = DATE.search(first.get("published", ""))
        title = first.get("title") or " ".join((self.title or "").split()) or None
        return Described(
            title=title,
            authors=tuple(dict.fromkeys(self.found.get("authors", ()))),
            published=date[0].replace("/", "-") if date else None,
            publisher=first.get("publisher"),
            doi=first.get("doi", "").removeprefix("doi:").removeprefix("https://doi.org/") or None,
            pmid=first.get("pmid"),
            licence=first.get("licence"),
        )


def read_html(text: str) -> tuple[list[Block], Described]:
    """The blocks of a page, and what its head says of it.

    Args:
        text: the source of the page; spans point into it, tags and all.

    Example:
        >>> page = "<h1>Sites</h1><nav><a>Home</a></nav><ul><li>the <b>hip</b> &amp; thigh</ul>"
        >>> blocks, _ = read_html(page)
        >>> [(block.kind.value, block.text, block.left_out) for block in blocks]
        [('heading', 'Sites', None), ('paragraph', 'Home', 'navigation'), ('item', 'the hip & thigh', None)]
        >>> start, end = blocks[2].view.place(4, 7)
        >>> page[start:end]
        'hip'
    """
    reader = _Reader(text)
    end = text.rfind(">") + 1
    reader.feed(text[:end])
    if (
        "<" not in text[end:]
    ):  # a tag that is never closed holds no text, and the parser would look for its end again and again
        reader.feed(text[end:])
    reader.close()
    reader._end_block()
    return reader.blocks, reader.described()
