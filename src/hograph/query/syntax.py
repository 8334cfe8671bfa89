"""Syntax errors of SPARQL in words: where, and what was expected, without the grammar of the parser."""

import re
from dataclasses import dataclass

from hograph.vocabulary import PREFIXES

PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
WORDS = re.compile(r"\[?'?([A-Za-z][A-Za-z ]+|[{}().;,])'?\]?")
SHOWN = 8
"""How many expected words are told."""


@dataclass(frozen=True)
class SyntaxFault:
    """Where a query is not SPARQL, and why."""

    line: int
    column: int
    reason: str


def fault(error: SyntaxError) -> SyntaxFault:
    """What the engine's error says, read from its text (its own line is always 1).

    >>> fault(SyntaxError("error at 1:16: expected DISTINCT")).reason
    'expected DISTINCT'
    """
    match = PLACE.match(str(error.msg))
    if not match:
        return SyntaxFault(error.lineno or 1, error.offset or 1, str(error.msg))
    line, column, expected = int(match[1]), int(match[2]), match[3]
    if "Prefix not found" in expected:
        return SyntaxFault(
            line, column, f"a prefix is not declared; those of hograph need not be: {', '.join(PREFIXES)}"
        )
    parts = [part.strip(" []'") for part in expected.removeprefix("expected ").removeprefix("one of ").split(",")]
    words = [part for part in dict.fromkeys(parts) if WORDS.fullmatch(part)]
    return SyntaxFault(line, column, f"expected {' or '.join(words[:SHOWN])}" if words else "this cannot stand here")


def shown(text: str, found: SyntaxFault) -> str:
    """The line of the query with a mark under the place."""
    lines = text.splitlines() or [""]
    return f"    {lines[min(found.line, len(lines)) - 1]}\n    {' ' * (found.column - 1)}^"
