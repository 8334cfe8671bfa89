"""Which variables of a query are bound: the engine itself is asked what each pattern binds, by `SELECT *` over it.

`SELECT *` gives the variables that are in scope after a pattern, as SPARQL 1.1 defines it (section 18.2.1): those of triples, of both
sides of OPTIONAL and UNION, of BIND, VALUES and the projections of sub-selects; not those that occur only in FILTER, EXISTS, MINUS or a
string.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from hograph.query.tokens import Token, closing, prologue_length, tokens
from hograph.vocabulary import PREFIXES


@dataclass(frozen=True)
class Select:
    """One SELECT of a query, the outermost or one inside it.

    Attributes:
        projection: the tokens between SELECT and the body.
        body: the tokens of the body with its braces.
        tail: what follows the body: GROUP BY, HAVING, ORDER BY, LIMIT, VALUES.
    """

    projection: tuple[Token, ...]
    body: tuple[Token, ...]
    tail: tuple[Token, ...]


def selects(words: Sequence[Token]) -> list[Select]:
    """Every SELECT of a query, the outermost first."""
    return [_select(words, place) for place, token in enumerate(words) if token.is_word("SELECT")]


def _select(words: Sequence[Token], place: int) -> Select:
    start = place + 1
    while start < len(words) - 1 and words[start].text != "{":
        start = closing(words, start) + 1
    end = closing(words, start)
    after = end + 1
    while after < len(words) and words[after].text != "}":
        after = closing(words, after) + 1
    return Select(tuple(words[place + 1 : start]), tuple(words[start : end + 1]), tuple(words[end + 1 : after]))


def unbound(text: str) -> list[str]:
    """The variables that a query uses and nothing in it ever binds, in the order of the text.

    A variable counts where it is projected, sorted or grouped by but not in scope there, and where no pattern of the query binds it.

    >>> unbound("SELECT ?s ?typo WHERE { ?s ?p ?o FILTER (?typo > 1 && ?other > 2) }")
    ['typo', 'other']
    """
    words = tokens(text)
    head = text[: words[prologue_length(words) - 1].end] if prologue_length(words) else ""
    found: dict[str, None] = {}
    bound: set[str] = set()
    bodies = set()
    for select in selects(words):
        bodies.add(select.body[0].start)
        inside = _in_scope(text, head, select.body)
        aliases = _aliases(select.projection) | _aliases(select.tail) | _values(select.tail)
        bound |= inside | aliases
        asked = [name for part in (select.projection, select.tail) for name in _outside_patterns(part)]
        found |= dict.fromkeys(name for name in asked if name not in inside | aliases)
    left = dict.fromkeys(t.variable for t in words if t.variable and t.variable not in bound)
    for group in _groups(words) if left else ():
        if group[0].start not in bodies and any(t.variable in left and t.variable not in bound for t in group):
            bound |= _in_scope(text, head, group)
    return [*found, *(name for name in left if name not in bound and name not in found)]


def _in_scope(text: str, head: str, group: Sequence[Token]) -> set[str]:
    """The variables that the engine says a group in braces binds; none when the braces are of another kind, as `{| |}`."""
    asked = f"{head}\nSELECT * WHERE {text[group[0].start : group[-1].end]}"
    try:
        found = ox.Store().query(asked, prefixes={name: str(space) for name, space in PREFIXES.items()})
    except SyntaxError:
        return set()
    return {variable.value for variable in found.variables} if isinstance(found, ox.QuerySolutions) else set()


def _groups(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Every graph pattern in braces; the data of VALUES is none."""
    for place, token in enumerate(words):
        if token.text == "{" and not _is_data(words, place):
            yield words[place : closing(words, place) + 1]


def _is_data(words: Sequence[Token], place: int) -> bool:
    """Whether the brace at a place opens the data of VALUES, after one variable or several in parentheses."""
    before = place - 1
    if before >= 0 and words[before].text == ")":
        while before >= 0 and words[before].text != "(":
            before -= 1
    return before >= 1 and words[before - 1].is_word("VALUES")


def _aliases(part: Sequence[Token]) -> set[str]:
    return {token.variable for word, token in pairwise(part) if word.is_word("AS") and token.variable}


def _values(tail: Sequence[Token]) -> set[str]:
    """The variables of a VALUES block behind the body."""
    places = [place for place, token in enumerate(tail) if token.text == "{" and _is_data(tail, place)]
    return {token.variable for token in tail[: places[0]] if token.variable} if places else set()


def _outside_patterns(part: Sequence[Token]) -> Iterator[str]:
    """The variables of a projection or a tail that do not stand in braces, which have a scope of their own."""
    place = 0
    while place < len(part):
        token = part[place]
        if token.text == "{":
            place = closing(part, place)
        elif token.variable:
            yield token.variable
        place += 1
