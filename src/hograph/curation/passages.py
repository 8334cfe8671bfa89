"""A passage in its context, cut into pieces of one look each: inside the span or beside it, with or without words that decide."""

from collections.abc import Iterable
from dataclasses import dataclass

AROUND = 160
"""Characters of context on each side of a passage."""
FAR = 400
"""A cue that is farther away from its passage than this is not shown with it."""


@dataclass(frozen=True)
class Mark:
    """A stretch of a text; of words that decide how a claim is to be read, with what they decide."""

    start: int
    end: int
    kind: str = ""

    def distance(self, other: "Mark") -> int:
        """How many characters lie between the two; 0 where they touch or overlap."""
        return max(other.start - self.end, self.start - other.end, 0)


@dataclass(frozen=True)
class Piece:
    """A stretch of one look: where it begins, its characters, whether it is part of the passage, and what its words decide."""

    start: int
    text: str
    inside: bool
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """A passage in its context.

    Attributes:
        pieces: one after the other, without gaps; the last may be empty.
        before: whether text stands before the first.
        after: whether text stands behind the last.
    """

    pieces: tuple[Piece, ...]
    before: bool
    after: bool


def in_context(text: str, span: Mark, cues: Iterable[Mark]) -> Context:
    """A passage with what stands around it, whole words only.

    Args:
        text: of the document.
        span: the passage.
        cues: the words that decide; those far away are left out.

    Example:
        >>> [piece.text for piece in in_context("Many burns ache.", Mark(5, 15), [Mark(0, 4, "frequency")]).pieces]
        ['Many', ' ', 'burns ache', '.', '']
    """
    near = [cue for cue in cues if cue.distance(span) <= FAR]
    first = _word_start(text, min([span.start, *(cue.start for cue in near)]) - AROUND)
    last = _word_end(text, max([span.end, *(cue.end for cue in near)]) + AROUND)
    stops = {first, last, *(stop for mark in (span, *near) for stop in (mark.start, mark.end))}
    places = sorted(stop for stop in stops if first <= stop <= last)
    pieces = tuple(
        Piece(
            place,
            text[place:following],
            span.start <= place < span.end,
            tuple(dict.fromkeys(cue.kind for cue in near if cue.start <= place < cue.end)),
        )
        for place, following in zip(places, [*places[1:], last], strict=True)
    )
    return Context(pieces, first > 0, last < len(text))


def _word_start(text: str, place: int) -> int:
    return 0 if place <= 0 else text.find(" ", place) + 1 or place


def _word_end(text: str, place: int) -> int:
    return len(text) if place >= len(text) else max(text.rfind(" ", 0, place), 0) or place
