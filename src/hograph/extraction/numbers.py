"""Numbers in text, in figures and in words."""

import re

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12,
}  # fmt: skip
FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

WORD = (
    rf"(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(list(UNITS)[1:10])}))?|{'|'.join(sorted(UNITS, key=len, reverse=True))}"
)
FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.·]\d+)?|\.\d+"
NUMBER = (
    rf"(?:{FIGURE})\s?[½¼¾⅓⅔]|[½¼¾⅓⅔]|(?:{FIGURE})"
    rf"|\b(?:{WORD})\b(?:\s(?:hundred|thousand))?|\ba\s(?:hundred|thousand|dozen)\b"
)
"""A number, as a pattern: figures with thousands and decimals, vulgar fractions, words up to ninety-nine hundred."""
SCALES = {"hundred": 100, "thousand": 1000, "dozen": 12}


def number(text: str) -> float:
    """The value of a number that `NUMBER` matches.

    Args:
        text: as it stands.

    Raises:
        ValueError: when it is no number.

    Example:
        >>> number("1,250"), number("twenty-five"), number("2½"), number("a dozen"), number("0·05")
        (1250.0, 25.0, 2.5, 12.0, 0.05)
    """
    words = text.lower().replace("-", " ").split()
    if words and words[0] == "a":
        return float(SCALES[words[1]])
    if words and words[0] in UNITS | TENS:
        value = float(sum((UNITS | TENS).get(word, 0) for word in words))
        return value * SCALES.get(words[-1], 1)
    part = sum(HALVES[char] for char in text if char in HALVES)
    figures = re.sub(r"[½¼¾⅓⅔,\s]", "", text).replace("·", ".")
    return (float(figures) if figures else 0.0) + part
