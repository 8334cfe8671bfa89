"""Clauses that say on what condition: with if, when, once or unless."""

import re
from collections.abc import Iterator

PROVISO = re.compile(
    r"(?<!even )\b(?:under (?=(?:certain|specific|particular|the right|favou?rable) (?:conditions|circumstances))"
    r"|(?:only )?(?:if|when(?:ever)?|once|unless|provided that|in (?:the )?(?:case|presence|event|setting) of)\b)"
    r"(?:[^,;.]|,(?=\s*(?:or|and|are|is|have|has|had|were|take|takes|drink|smoke|get|use)\b)"
    r"|,(?!\s*(?:it|they|the|this|surgery|we|he|she|you)\b)"
    r"(?![^,;.]{1,40}\b(?:is|are|may|can|should|must|will|includes?|causes?|has|have)\b)"
    r"(?=[^,;.]{1,40},?\s*(?:or|and)\b))*",
    re.IGNORECASE,
)
"""A clause that says on what condition."""
MAIN = 3
"""A sentence that says something before a clause with if has so many words there."""
TAIL = re.compile(
    r"(?:[^,;.]|,(?!\s*(?:but|so|which|although|though|while|whereas|because|then|as|the|this|it|they|we|you|he|she|surgery"
    r"|and (?:it|they|this|these|should|may|can|is|are|the \w+ (?:is|are|should))|with|in|by|a|usually|typically|after|before)\b))*",
    re.IGNORECASE,
)
"""How a clause with if behind what the sentence says goes on over commas."""
MADE_FOR = re.compile(r"\b(?:obtained|taken|done|made|performed|ordered|carried out)\s+for\b", re.IGNORECASE)
"""What a test is made for, which found something else: no condition of what it found."""


def conditions(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where such clauses stand in a sentence: at its head up to the comma before what it says, else to its end.

    Args:
        text: that holds the sentence.
        start: where the sentence begins.
        end: where it ends.

    Yields:
        Where a clause begins, and where it ends.

    Example:
        >>> text = "It is more likely if you smoke, are obese, or had a burn."
        >>> [text[first:last] for first, last in conditions(text, 0, len(text))]
        ['if you smoke, are obese, or had a burn']
    """
    for match in PROVISO.finditer(text, start, end):
        if MADE_FOR.search(match[0]):
            continue
        said = len(text[start : match.start()].split()) >= MAIN
        tail = TAIL.match(text, match.end(), end) if said else None
        yield match.start(), tail.end() if tail else match.end()
