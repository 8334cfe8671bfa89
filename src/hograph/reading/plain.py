"""Plain text: headings, paragraphs and lists by lines, bullets and indents."""

import re
from collections.abc import Iterator

from hograph.reading.blocks import Block, BlockKind
from hograph.reading.clean import clean
from hograph.reading.view import View

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
BULLET = re.compile(
    r"^(?P<indent>[^\S\r\n]*)"
    r"(?P<mark>[•◦▪▫‣⁃●○■□·∙*–—-]|o(?=\s{2,}|\t)|\(?[0-9]{1,2}[.)]|\(?[a-zA-Z][.)])"
    r"(?P<gap>[^\S\r\n]+)(?=\S)"
)
NUMBERED = re.compile(r"[0-9]{1,2}[.)]")
RULE = re.compile(r"^\s*([-=_*~#])\1{2,}\s*$")
ENDS = (".", "!", "?")
QUESTION = re.compile(r"(?:what|who|when|where|why|which|how|can|is|are|do|does|should)\b", re.IGNORECASE)
HEADING_WORDS = 12
WRAPPED = 50
"""A line at least so long may go on in the next one; a shorter one ends where it ends."""
TAB = 4


class _Line:
    """One line of the text: where it stands, its bullet, and how far it is indented."""

    def __init__(self, text: str, start: int) -> None:
        found = BULLET.match(text)
        self.start = start + (found.end() if found else 0)
        self.text = (text[found.end() :] if found else text).rstrip()
        self.mark = found["mark"] if found else None
        before = found["indent"] if found else text[: len(text) - len(text.lstrip())]
        self.indent = len(before.expandtabs(TAB).replace("\u00a0", " "))

    @property
    def blank(self) -> bool:
        return not self.text.strip() or bool(RULE.match(self.text))


def lines(text: str) -> Iterator[tuple[str, int]]:
    """Each line without its end, and where it starts."""
    for match in LINE.finditer(text):
        if match[0]:
            yield match[0].rstrip("\r\n"), match.start()


def read_plain(text: str) -> list[Block]:
    r"""The blocks of a plain text.

    Args:
        text: the whole text; spans point into it.

    Example:
        >>> [(block.kind.value, block.text) for block in read_plain("Risk factors\n\n  • Burns\n  • Trauma\n")]
        [('heading', 'Risk factors'), ('item', 'Burns'), ('item', 'Trauma')]
    """
    groups: list[list[_Line]] = [[]]
    for content, start in lines(text):
        line = _Line(content, start)
        if line.blank:
            groups.append([])
        elif (line.mark is not None and not _numbered_heading(line)) or (
            groups[-1] and not _goes_on(groups[-1][-1], line)
        ):
            groups.append([line])
        else:
            groups[-1].append(line)
    kept = [group for group in groups if group]
    depths = _depths(kept)
    return _listed(text, [_block(text, group, depth) for group, depth in zip(kept, depths, strict=True)])


def _listed(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks, two or more short lines right below a lead being its items, though no bullet says so."""

    def near(i: int) -> bool:
        """Whether a block stands on the line after the block before it."""
        return 0 < i < len(blocks) and len(text[blocks[i - 1].place[1] : blocks[i].place[0]].splitlines()) <= 1

    found: list[Block] = []
    below = False
    for i, block in enumerate(blocks):
        first = i > 0 and blocks[i - 1].kind is BlockKind.LEAD and near(i + 1)
        below = block.kind is BlockKind.HEADING and block.level == 1 and (first or (below and near(i)))
        found.append(Block(BlockKind.ITEM, block.view, 1) if below else block)
    return found


def _numbered_heading(line: _Line) -> bool:
    """Whether `1. Causes` is a heading: a number, and a few words in title case that do not end as a sentence does."""
    words = line.text.split()
    large = [word for word in words if word[:1].isupper() or not word[:1].isalpha() or len(word) < TAB]
    return (
        bool(line.mark and NUMBERED.match(line.mark))
        and _short(line.text)
        and len(words) > 1
        and len(large) == len(words)
    )


def _short(text: str) -> bool:
    """Whether a line is no longer than a heading, and ends as one: without a full stop, or as a question."""
    if len(text.split()) > HEADING_WORDS:
        return False
    return not text.rstrip().endswith(ENDS) or (text.rstrip().endswith("?") and bool(QUESTION.match(text)))


def _leads(text: str) -> bool:
    """Whether a line is the beginning of a sentence that the list below it completes: it ends in a colon, and is more than a name."""
    words = [word for word in text.rstrip(": ").split() if word[:1].isalpha()]
    return (
        text.rstrip().endswith(":") and len(words) > TAB and sum(word[0].islower() for word in words) * 2 > len(words)
    )


def _goes_on(last: _Line, line: _Line) -> bool:
    """Whether a line belongs to the one before it, being wrapped there."""
    if last.mark is not None and line.indent <= last.indent and not line.text[:1].islower():
        return False
    begins_small = line.text.lstrip()[:1].islower()
    return begins_small or (len(last.text) >= WRAPPED and not last.text.rstrip().endswith(ENDS))


def _depths(groups: list[list[_Line]]) -> list[int]:
    """How deep each group is nested, by the indents of the bullets that are open before it; 0 for what is no item."""
    open_indents: list[int] = []
    depths = []
    for group in groups:
        line = group[0]
        if line.mark is None or _numbered_heading(line):
            depths.append(0)
            continue
        while open_indents and open_indents[-1] >= line.indent:
            open_indents.pop()
        open_indents.append(line.indent)
        depths.append(len(open_indents))
    return depths


def _block(text: str, group: list[_Line], depth: int) -> Block:
    first, last = group[0], group[-1]
    view = clean(View.of(text[first.start : last.start + len(last.text)], first.start))
    if depth:
        return Block(BlockKind.ITEM, view, depth)
    if _leads(view.text):
        return Block(BlockKind.LEAD, view)
    if len(group) == 1 and _short(view.text) and (view.text[:1].isupper() or first.mark):
        return Block(BlockKind.HEADING, view, 2 if first.mark else 1)
    return Block(BlockKind.PARAGRAPH, view)
