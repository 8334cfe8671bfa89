"""Blocks that make no claims about the condition: advertising, navigation, booking, cookies, disclaimers, copyright.

The rules are data: `boilerplate.yaml` beside this file, with examples and counter-examples that run as tests.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from hograph.files import shipped_data
from hograph.reading.blocks import Block, BlockKind


@dataclass(frozen=True)
class Rule:
    """Why a block is left out, the words that tell it, and what shows that they do."""

    reason: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """All rules: how long a block may be to be left out, why, and headings over what makes no claims."""

    most_words: int
    rules: tuple[Rule, ...]
    end_matter: re.Pattern[str]


@cache
def rules() -> Rules:
    """The rules as the file has them."""
    data = shipped_data("hograph.reading", "boilerplate.yaml")
    return Rules(
        data["most_words"],
        tuple(
            Rule(
                rule["reason"],
                _either(rule["patterns"]),
                tuple(map(str, rule["examples"])),
                tuple(map(str, rule["counter_examples"])),
            )
            for rule in data["rules"]
        ),
        re.compile(rf"^(?:{'|'.join(data['end_matter'])})\W*$", re.IGNORECASE),
    )


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def without_boilerplate(blocks: list[Block], *, levels: bool = True) -> list[Block]:
    """The blocks, those that make no claims marked with the reason; what stands under a heading of end matter is one of them.

    Args:
        blocks: as a reader gave them; what is marked already stays so.
        levels: whether levels of headings mean something, so that the next heading of the same level ends the end matter. Where they do
            not, as in plain text, end matter in the second half of the document goes on to its end.
    """
    found, closed = [], 0
    for number, block in enumerate(blocks):
        heading = block.kind is BlockKind.HEADING
        if heading and closed and levels and block.level <= closed:
            closed = 0
        if (
            heading
            and not closed
            and rules().end_matter.match(block.text)
            and (levels or number * 2 >= len(blocks) - 1)
        ):
            closed = block.level or 1
        found.append(replace(block, left_out=block.left_out or ("end matter" if closed else why(block.text))))
    return found


def why(text: str) -> str | None:
    """Why a block of this text makes no claims; None when it may make some.

    Example:
        >>> why("Book an appointment today"), why("Radiographs show bone.")
        ('booking', None)
    """
    if len(text.split()) > rules().most_words:
        return None
    return next((rule.reason for rule in rules().rules if rule.pattern.search(text)), None)
