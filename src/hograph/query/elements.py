"""The elements of a graph pattern, and the groups in them."""

from collections.abc import Iterator, Sequence

from hograph.query.tokens import Token, closing

OPENS = {
    "OPTIONAL": "{",
    "MINUS": "{",
    "GRAPH": "{",
    "SERVICE": "{",
    "LATERAL": "{",
    "VALUES": "{",
    "BIND": "(",
    "FILTER": "({",
}
"""Key word that begins an element to the brackets that may open what it is about; of a FILTER a group stands behind EXISTS."""
Words = Sequence[Token]


def elements(words: Words) -> list[Words]:
    """The elements of a group, in order: each chain of triples, FILTER, BIND, OPTIONAL, UNION and so on, its full stop with it.

    Args:
        words: the tokens between the braces of a group.

    >>> from hograph.query.tokens import tokens
    >>> text = "?a ho:b ?c ; ho:d ?e . OPTIONAL { ?a ho:f ?g } { ?a ho:h 1 } UNION { ?a ho:h 2 } FILTER (?e > 1)"
    >>> [part[0].text for part in elements(tokens(text))]
    ['?a', 'OPTIONAL', '{', 'FILTER']
    """
    found, begun = [], 0
    while begun < len(words):
        end = _end(words, begun)
        found.append(words[begun:end])
        begun = end
    return found


def _end(words: Words, place: int) -> int:
    """The place after the element that begins at a place."""
    opens = OPENS.get(words[place].text.upper()) if words[place].kind == "word" else None
    end = place
    if opens:
        while end < len(words) - 1 and words[end].text not in tuple(opens):
            end += 1
        end = closing(words, end) + 1
    elif words[place].text == "{":
        end = closing(words, place) + 1
        while end + 1 < len(words) and words[end].is_word("UNION"):
            end = closing(words, end + 1) + 1
    else:
        while end < len(words) and words[end].text not in {".", "{"} and not words[end].is_word(*OPENS):
            end = closing(words, end) + 1
    return end + 1 if end < len(words) and words[end].text == "." else end


def is_triples(element: Words) -> bool:
    """Whether an element is a chain of triples."""
    return element[0].text != "{" and not element[0].is_word(*OPENS)


def branches(element: Words) -> list[Words]:
    """The groups, braces and all, of an element that is a group or a UNION of groups; none for another."""
    found, place = [], 0
    while place < len(element) and element[place].text == "{":
        end = closing(element, place)
        found.append(element[place : end + 1])
        place = end + 2
    return found


def groups(words: Words) -> Iterator[Words]:
    """Every group, braces and all, at any depth; the braces of data and of repetition are among them."""
    for place, token in enumerate(words):
        if token.text == "{":
            yield words[place : closing(words, place) + 1]
