"""Ways of saying what a term names in words that do not stand side by side, as `phrases.yaml` has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from hograph.extraction.anchors import Anchors
from hograph.files import shipped_data


@dataclass(frozen=True)
class Phrase:
    """Words for a term, as the source of a pattern, and what shows that they name it."""

    term: str
    words: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def phrases() -> tuple[Phrase, ...]:
    """The phrases as the file has them."""
    loaded: dict[str, Any] = shipped_data("hograph.extraction", "phrases.yaml")
    return tuple(
        Phrase(
            row["term"],
            _spelled(words, loaded["parts"]),
            tuple(row["examples"]) if i == 0 else (),
            tuple(row.get("counter_examples", ())),
        )
        for row in loaded["phrases"]
        for i, words in enumerate(row["words"])
    )


def _spelled(words: str, parts: dict[str, str]) -> str:
    """Words as the source of a pattern."""
    for name, part in parts.items():
        words = words.replace(f"{{{name}}}", part)
    return rf"(?<![\w-])(?:{words})(?![\w-])".replace(" ?", r"\s*").replace(" ", r"\s+")


@cache
def _anchors() -> Anchors:
    return Anchors(phrase.words for phrase in phrases())


def said(text: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """The phrases of a text.

    Args:
        text: a block.

    Yields:
        The term, where the whole phrase stands, and where the term does.

    Example:
        >>> [(term, at) for term, _, at in said("Alkaline phosphatase is often raised.")]
        [('ElevatedAlkalinePhosphatase', (0, 20))]
    """
    for number, match in _anchors().finditer(text):
        yield phrases()[number].term, match.span(), match.span("at" if "at" in match.re.groupindex else 0)
