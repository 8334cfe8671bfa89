"""A document in parts that fit into a request: whole blocks in order, long ones cut between sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hograph.extraction.sentences import sentences
from hograph.reading.blocks import Block

CHARACTERS = 3
"""Of a token, on the safe side: English text has about four."""


@dataclass(frozen=True)
class Part:
    """A stretch of a block.

    Attributes:
        block: that it is of.
        start: first code point in the text of the block.
        end: first code point after it.
    """

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its characters, as they are read."""
        return self.block.text[self.start : self.end]


def tokens(text: str) -> int:
    """How many tokens a text has, roughly, and rather more than fewer.

    >>> tokens("heterotopic ossification")
    8
    """
    return -(-len(text) // CHARACTERS)


def chunks(blocks: Iterable[Block], budget: int) -> Iterator[tuple[Part, ...]]:
    """Parts of blocks that go together into one request.

    Args:
        blocks: that may make claims, in the order of the document.
        budget: tokens of a chunk at most.

    Yields:
        As many parts in a row as the budget allows.
    """
    waiting: list[Part] = []
    used = 0
    for part in (part for block in blocks for part in _parts(block, budget)):
        size = tokens(part.text)
        if waiting and used + size > budget:
            yield tuple(waiting)
            waiting, used = [], 0
        waiting.append(part)
        used += size
    if waiting:
        yield tuple(waiting)


def _parts(block: Block, budget: int) -> Iterator[Part]:
    """A block as one part or, when it is longer than the budget, as several that end where sentences end."""
    if tokens(block.text) <= budget:
        yield Part(block, 0, len(block.text))
        return
    begun: tuple[int, int] | None = None
    for start, end in (piece for span in sentences(block.text) for piece in _pieces(block.text, *span, budget)):
        if begun and tokens(block.text[begun[0] : end]) > budget:
            yield Part(block, *begun)
            begun = None
        begun = (begun[0] if begun else start, end)
    if begun:
        yield Part(block, *begun)


def _pieces(text: str, start: int, end: int, budget: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut at white space where it is longer than the budget, anywhere where it has none."""
    most = budget * CHARACTERS
    while end - start > most:
        space = text.rfind(" ", start + 1, start + most)
        stop = space if space > start else start + most
        yield start, stop
        start = stop
    yield start, end
