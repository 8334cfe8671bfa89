"""Sentences of a text, by nupunkt; what begins in a small letter goes on with the sentence before it."""

from collections.abc import Iterator


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
    from nupunkt import sent_spans

    begun = None
    for start, end in sent_spans(text):
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
