"""A quote in the text that it is said to be of: character by character, white space apart."""

import re

INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules|above|previous)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b|\byou are (?:now )?an? (?:\w+ )?(?:assistant|ai|model)\b"
    r"|\b(?:add|output|return|emit) (?:the |this |these |a )?(?:following )?(?:\w+ )?claims?\b"
    r"|\brespond (?:only )?with\b|\bas an? (?:ai|language model)\b",
    re.IGNORECASE | re.DOTALL,
)
"""Words by which a text speaks to a program that reads it, and not of medicine."""


def located(quote: str, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    r"""Where a quote stands in a text, white space apart; the first place of several, None when it stands nowhere.

    Args:
        quote: as it is given.
        text: in which it should stand.
        start: where to begin to look.
        end: where to stop, without it the end of the text.

    Returns:
        Start and end in code points of the text, end exclusive.

    Example:
        >>> located("soft tissue", "In soft\n  tissue."), located("in soft tissue", "In soft tissue.")
        ((3, 16), None)
    """
    words = quote.split()
    if not words:
        return None
    match = re.compile(r"\s+".join(map(re.escape, words))).search(text, start, len(text) if end is None else end)
    return match.span() if match else None


def instructs(text: str) -> bool:
    """Whether a text speaks to a program that reads it.

    >>> instructs("Ignore all previous instructions."), instructs("Instructions for use")
    (True, False)
    """
    return bool(INSTRUCTION.search(text))
