"""Text made of pieces of another text, so that every span of it can be led back to where it stands there."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Piece(NamedTuple):
    """Some characters, and the characters of the document that they stand for.

    A piece as long as its place stands for it character by character; another one stands for the whole of it.

    Attributes:
        text: the characters as they are read.
        start: first code point of the document that they stand for.
        end: first code point after it; the same as `start` for characters that the document does not have.
    """

    text: str
    start: int
    end: int

    def cut(self, start: int, end: int) -> "Piece":
        """The characters from start to end of the piece, with their place."""
        if len(self.text) == self.end - self.start:
            return Piece(self.text[start:end], self.start + start, self.start + end)
        return Piece(self.text[start:end], self.start, self.end)


@dataclass(frozen=True)
class View:
    """A text to work on, made of pieces of a document.

    Attributes:
        text: the whole text.
        pieces: what it is made of, in order.
        starts: where each piece begins in the text.

    Example:
        >>> view = View.of("soft  tissue").replaced(re.compile(" +"), " ")
        >>> view.text, view.place(5, 11)
        ('soft tissue', (6, 12))
    """

    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int = 0) -> "View":
        """A text that stands in the document as it is, from `start` on."""
        return cls.joined([Piece(text, start, start + len(text))])

    @classmethod
    def joined(cls, pieces: Iterable[Piece]) -> "View":
        """The pieces one after the other; empty ones are left out."""
        kept = tuple(piece for piece in pieces if piece.text)
        starts, position = [], 0
        for piece in kept:
            starts.append(position)
            position += len(piece.text)
        return cls("".join(piece.text for piece in kept), kept, tuple(starts))

    def __bool__(self) -> bool:
        return bool(self.text)

    def between(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of a stretch of the text, cut at its ends."""
        for i in range(max(bisect_right(self.starts, start) - 1, 0), len(self.pieces)):
            offset = self.starts[i]
            if offset >= end:
                return
            piece = self.pieces[i]
            low, high = max(start - offset, 0), min(end - offset, len(piece.text))
            if low < high:
                yield piece.cut(low, high)

    def cut(self, start: int, end: int) -> "View":
        """The view of a stretch of the text."""
        return View.joined(self.between(start, end))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text stands in the document.

        Returns:
            Start and end in code points of the document, end exclusive.

        Raises:
            ValueError: when the stretch is empty or lies outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no stretch from {start} to {end} in a text of {len(self.text)} characters")
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end) - 1
        begun, over = self.starts[first], self.starts[last]
        return self.pieces[first].cut(start - begun, start - begun).start, self.pieces[last].cut(0, end - over).end

    def replaced(self, pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str | None]) -> "View":
        """The view with every match of a pattern replaced; what is put there stands for the place of the match.

        Args:
            pattern: what to look for; an empty match is passed over.
            by: the text to put there, or a function that gives it (None leaves the match as it is).
        """
        pieces: list[Piece] = []
        done = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            new = by if isinstance(by, str) else by(match)
            if start == end or new is None or new == match[0]:
                continue
            pieces += self.between(done, start)
            pieces.append(Piece(new, *self.place(start, end)))
            done = end
        return View.joined([*pieces, *self.between(done, len(self.text))]) if done else self

    def stripped(self) -> "View":
        """The view without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, len(self.text.rstrip())) if start or self.text != self.text.rstrip() else self
