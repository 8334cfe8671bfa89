"""Syntax errors of SPARQL in words: where, and what was expected, without the grammar of the parser."""

import re
from dataclasses import dataclass

from hograph.query.tokens import tokens, unclosed
from hograph.vocabulary import PREFIXES

PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
WORDS = re.compile(r"\[?'?([A-Za-z][A-Za-z ]+|[{}().;,])'?\]?")
QUOTES = {'"', "'"}
"""A quotation mark that is a word by itself opens a string that does not end."""
SHOWN = 8
"""How many expected words are told."""


@dataclass(frozen=True)
class SyntaxFault:
    """Where a query is not SPARQL, and why."""

    line: int
    column: int
    reason: str


def fault(text: str, error: SyntaxError) -> SyntaxFault:
    """Where and why a query is not SPARQL, read from the engine's error and, where the query breaks off, from the query.

    Args:
        text: the query.
        error: what the engine said of it (its own line is always 1).

    >>> fault("SELECT * WHRE { }", SyntaxError("error at 1:16: expected DISTINCT")).reason
    'expected DISTINCT'
    >>> fault("ASK {", SyntaxError("error at 1:6: expected }")).reason
    "the query ends here, and the '{' of line 1, column 5 is not closed"
    """
    match = PLACE.match(str(error.msg))
    if not match:
        return SyntaxFault(error.lineno or 1, error.offset or 1, str(error.msg))
    line, column, expected = int(match[1]), int(match[2]), match[3]
    words = tokens(text)
    if not words:
        return SyntaxFault(1, 1, "there is no query")
    quote = next((token for token in words if token.text in QUOTES), None)
    if quote:
        return SyntaxFault(*position(text, quote.start), "the string that begins here is not closed on its line")
    if _offset(text, line, column) >= words[-1].end:
        line, column = position(text, words[-1].end)
        opened = unclosed(words)
        if opened:
            place = "line {}, column {}".format(*position(text, opened.start))
            return SyntaxFault(line, column, f"the query ends here, and the '{opened.text}' of {place} is not closed")
    return SyntaxFault(line, column, _reason(expected))


def _reason(expected: str) -> str:
    if "Prefix not found" in expected:
        return f"a prefix is not declared; those of hograph need not be: {', '.join(PREFIXES)}"
    parts = [part.strip(" []'\"") for part in expected.removeprefix("expected ").removeprefix("one of ").split(",")]
    words = [part for part in dict.fromkeys(parts) if WORDS.fullmatch(part)]
    sentence = next((word for word in words if word.startswith("The ") or word.endswith(" failed")), None)
    if sentence:
        return sentence
    if words:
        return f"expected {' or '.join(words[:SHOWN])}"
    return "this cannot stand here, or the query breaks a rule before it, as by binding a variable twice"


def position(text: str, offset: int) -> tuple[int, int]:
    r"""Line and column, both from 1, of an offset.

    >>> position("ab\ncd", 4)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1


def shown(text: str, found: SyntaxFault) -> str:
    """The line of the query with a mark under the place."""
    lines = text.splitlines() or [""]
    return f"    {lines[min(found.line, len(lines)) - 1]}\n    {' ' * (found.column - 1)}^"
