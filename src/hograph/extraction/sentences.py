"""Sentences of a text, by nupunkt; what begins in a small letter goes on with the sentence before it, and a plain word ends one."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

PLAIN_END = re.compile(r"(?:(?<=[a-z]{4}[.!?])|(?<=\bNo\.)|(?<=\s[A-Z]{2}\.)|(?<=\s[A-Z]{3}\.))\s+(?=[A-Z][a-z])")
"""A full stop after four small letters, after No, or after an acronym, is none of an abbreviation."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text stands, without the white space around it.

    Args:
        text: a block, cleaned.

    Yields:
        Start and end in code points, end exclusive.

    Example:
        >>> text = "Pain (e.g. at night) is rare. In 2 wks. bone is seen."
        >>> [text[start:end] for start, end in sentences(text)]
        ['Pain (e.g. at night) is rare.', 'In 2 wks. bone is seen.']
    """
    begun = None
    spans = (span for _, span in _splitter().tokenize_with_spans(text))
    for start, end in (part for span in spans for part in _parts(text, *span)):
        stretch = text[start:end]
        first = start + len(stretch) - len(stretch.lstrip())
        last = start + len(stretch.rstrip())
        if first >= last:
            continue
        if begun and not text[first].islower():
            yield begun
            begun = None
        begun = (begun[0], last) if begun else (first, last)
    if begun:
        yield begun


def forget() -> None:
    """Drop what the splitter keeps of the texts it has seen: it would grow with the number of documents, and is soon known anew."""
    _splitter().clear_decision_cache()


def _splitter() -> "PunktSentenceTokenizer":
    from nupunkt import load

    return load("default")  # which keeps it


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span, split where a plain word ends a sentence within it."""
    for match in PLAIN_END.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end
