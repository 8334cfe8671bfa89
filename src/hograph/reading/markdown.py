"""Markdown: blocks by markdown-it-py, inline marks taken out of the view; offsets point into the source."""

import re
from datetime import date
from typing import TYPE_CHECKING

import yaml

from hograph.errors import HographError
from hograph.reading.blocks import Block, BlockKind, Described
from hograph.reading.clean import clean
from hograph.reading.plain import lines
from hograph.reading.view import View

if TYPE_CHECKING:
    from markdown_it.token import Token

INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\\)\[\^[^\]\s]+\](?::[ \t]*)?"), ""),
    (re.compile(r"!\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r""),
    (re.compile(r"(?<!\\)\[(?=[^\]]*\]\()"), ""),
    (re.compile(r"(?<!\\)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), ""),
    (re.compile(r"(?<!\\)<(?=https?://[^>\s]*>)|(?<=\S)(?<!\\)>(?=\s|$|[.,;])"), ""),
    (re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"(?<![\w\\])(?:\*{1,3}|_{1,3})(?=\S)|(?<=\S)(?<!\\)(?:\*{1,3}|_{1,3})(?!\w)"), ""),
    (re.compile(r"(?<!\\)`+"), ""),
    (re.compile(r"\\(?=[!-/:-@\[-`{-~])"), ""),
    (re.compile(r"(?m)^[ \t]*>[ \t]?"), ""),
)
"""Marks that are no text, in order."""
LIST_MARK = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
HEADING_MARK = re.compile(r"^[ \t>]*#{1,6}[ \t]+|[ \t]+#+[ \t]*$|\n[ \t]*(?:=+|-+)[ \t]*$")
FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")
TITLE = re.compile(r"(?m)^title:\s*[\"']?(.+?)[\"']?\s*$")


def read_markdown(text: str) -> tuple[list[Block], Described]:
    r"""The blocks of a Markdown text, and what its front matter says of it.

    Args:
        text: the whole text; spans point into it.

    Raises:
        HographError: when markdown-it-py is not installed.

    Example:
        >>> blocks, _ = read_markdown("# Sites\n\n- the *hip*\n- the [elbow](x.md)\n")
        >>> [(block.kind.value, block.level, block.text) for block in blocks]
        [('heading', 1, 'Sites'), ('item', 1, 'the hip'), ('item', 1, 'the elbow')]
    """
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise HographError(
            "Markdown needs markdown-it-py, which is not installed. Install it: pip install 'hograph[extract]'."
        ) from error
    front = FRONT.match(text)
    offset = front.end() if front else 0
    body = text[offset:]
    starts = [start + offset for _, start in lines(body)] + [len(text)]
    tokens = MarkdownIt("commonmark").enable("table").parse(body.replace("\r\n", "\n").replace("\r", "\n"))
    blocks, depth = [], 0
    for i, token in enumerate(tokens):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "inline" and token.map and token.content.strip():
            block = _block(text, starts, tokens[i - 1], token, depth)
            if block.view:
                blocks.append(block)
    return blocks, _described(front[1]) if front else Described()


def _described(front: str) -> Described:
    """What front matter says; of one that is no YAML, the line with the title."""
    try:
        said = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError):
        said = None
    if not isinstance(said, dict):
        title = TITLE.search(front)
        return Described(title=title[1] if title else None)
    authors = said.get("author") or said.get("authors") or ()
    several = authors if isinstance(authors, list | tuple) else [authors]
    names = [one.get("name") if isinstance(one, dict) else one for one in several]
    return Described(
        title=_text(said.get("title")),
        authors=tuple(name for name in map(_text, names) if name),
        published=_text(said.get("date")),
        doi=DOI.sub("", _text(said.get("doi")) or "") or None,
        licence=_text(said.get("license") or said.get("licence")),
    )


def _text(value: object) -> str | None:
    """A text, number or day as text; nothing of anything else."""
    return str(value).strip() or None if isinstance(value, str | int | date) else None


def _block(text: str, starts: list[int], parent: "Token", token: "Token", depth: int) -> Block:
    first, last = token.map or [0, 0]
    start, end = starts[first], starts[min(last, len(starts) - 1)]
    if parent.type in {"td_open", "th_open"}:
        return Block(BlockKind.CELL, _plain(_cell(View.of(text[start:end], start), token.content)))
    view = View.of(text[start:end], start)
    if parent.type == "heading_open":
        return Block(BlockKind.HEADING, _plain(view.replaced(HEADING_MARK, "")), int(parent.tag[1:]))
    if depth:
        return Block(BlockKind.ITEM, _plain(view.replaced(LIST_MARK, "")), depth)
    return Block(BlockKind.PARAGRAPH, _plain(view))


def _cell(row: View, content: str) -> View:
    """One cell of a row of a table: cells of a row share their line, so the content says which one it is."""
    at = row.text.find(content)
    return row.cut(at, at + len(content)) if at >= 0 else row


def _plain(view: View) -> View:
    for pattern, by in INLINE:
        view = view.replaced(pattern, by)
    return clean(view)
