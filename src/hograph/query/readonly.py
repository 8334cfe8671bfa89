"""What may be asked of a graph that is only read: queries, no updates, and nothing that leaves this machine."""

import re
from collections.abc import Sequence

from hograph.errors import QueryError
from hograph.query.tokens import Token, prologue_length, tokens

UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
"""The words with which an update begins, after its prefixes."""
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse(words: Sequence[Token]) -> None:
    """Refuse updates, and what would leave this machine.

    Args:
        words: the tokens of a query.

    Raises:
        QueryError: for an update, and for SERVICE.
    """
    first = words[prologue_length(words)] if prologue_length(words) < len(words) else None
    if first and first.is_word(*UPDATES):
        raise QueryError(
            "This is a SPARQL update, and the graph is read-only. Change data/ or ontology/ and build again."
        )
    if any(token.is_word("SERVICE") for token in words):
        raise QueryError(
            "SERVICE would send the query to another machine, which is not done here. Ask that endpoint by itself."
        )


def spelled_out(text: str) -> tuple[Token, ...]:
    r"""The tokens of a query whose letters may be written as code points, which SPARQL allows everywhere (section 19.2).

    >>> [token.text for token in spelled_out(r"ASK { SERVI\u0043E <x> {} }")][2]
    'SERVICE'
    """
    return tokens(ESCAPE.sub(_character, text) if "\\" in text else text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else match[0]
