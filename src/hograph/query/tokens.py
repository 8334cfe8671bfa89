"""The words of a SPARQL query with the place of each, so that what is said of the text holds whatever stands in comments and strings.

The tokens follow the terminals of the SPARQL 1.1 grammar, the longest first. Nothing here parses; the engine does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from hograph.vocabulary import RDF

TERMINALS = {
    "comment": r"#[^\n\r]*",
    "iri": r"""<[^<>"{}|^`\\\x00-\x20]*>""",
    "string": r'"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''" + r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'",
    "variable": r"[?$]\w+",
    "blank": r"_:\w(?:[\w.-]*[\w-])?",
    "name": r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?:"
    r"(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?)?",
    "tag": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "number": r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?",
    "word": r"[A-Za-z_]\w*",
    "sign": r"\^\^|&&|\|\||[<>!]=|\S",
}
"""Kind of a token to its form."""
LEXER = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in TERMINALS.items()), re.DOTALL)


class Token(NamedTuple):
    """One word of a query: its kind (a key of `TERMINALS`), its text, and the offsets of its first character and of the one after it."""

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these key words, in any case."""
        return self.kind == "word" and self.text.upper() in words

    @property
    def variable(self) -> str | None:
        """The name of the variable that it is, or None."""
        return self.text[1:] if self.kind == "variable" else None


@lru_cache(maxsize=8)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a query without its comments; kept for some texts, as several rules ask for those of the same one.

    >>> [token.text for token in tokens("ASK { ?a ho:b '#' } # end")]
    ['ASK', '{', '?a', 'ho:b', "'#'", '}']
    """
    found = (Token(str(match.lastgroup), match[0], match.start(), match.end()) for match in LEXER.finditer(text))
    return tuple(token for token in found if token.kind != "comment")


BRACKETS = {"{": "}", "(": ")", "[": "]"}


def closing(words: Sequence[Token], start: int) -> int:
    """The place of the bracket that closes the one at `start`; `start` when no bracket stands there, the last place when none closes it."""
    waiting: list[str] = []
    for place in range(start, len(words)):
        text = words[place].text
        if text in BRACKETS:
            waiting.append(BRACKETS[text])
        elif waiting and text == waiting[-1]:
            waiting.pop()
        if not waiting:
            return place
    return len(words) - 1


def unclosed(words: Sequence[Token]) -> Token | None:
    """The innermost bracket that is opened and never closed, or None."""
    waiting: list[Token] = []
    for token in words:
        if token.text in BRACKETS:
            waiting.append(token)
        elif waiting and token.text == BRACKETS[waiting[-1].text]:
            waiting.pop()
    return waiting[-1] if waiting else None


def prologue_length(words: Sequence[Token]) -> int:
    """How many tokens the `PREFIX` and `BASE` declarations at the beginning are."""
    place = 0
    while place < len(words) and words[place].is_word("PREFIX", "BASE"):
        place += 3 if words[place].is_word("PREFIX") else 2
    return place


def declared_prefixes(words: Sequence[Token]) -> dict[str, str]:
    """Prefix to namespace, as the query declares them."""
    head = words[: prologue_length(words)]
    return {
        head[i + 1].text.removesuffix(":"): head[i + 2].text[1:-1]
        for i in range(len(head) - 2)
        if head[i].is_word("PREFIX")
    }


def iris(words: Iterable[Token], prefixes: dict[str, str]) -> Iterator[tuple[Token, str]]:
    """Every IRI of these tokens, written out, with the token that says it; `a` is `rdf:type`."""
    for token in words:
        if token.kind == "iri":
            yield token, token.text[1:-1]
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            yield token, prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)
        elif token.kind == "word" and token.text == "a":
            yield token, RDF["type"].value


def written_out(words: Iterable[Token], prefixes: dict[str, str]) -> list[str]:
    """The tokens as text with every prefixed name as an IRI, so that two spellings of the same term compare equal."""
    found = list(words)
    full = {token.start: iri for token, iri in iris(found, prefixes)}
    return [f"<{full[token.start]}>" if token.start in full else token.text for token in found]
