"""Words of a question that are spelt with one mistake, as the words that are meant."""

from collections.abc import Collection

from hograph.query.mentions import WORD

LONG = 6
"""Words of fewer letters are left as they are: too many others are one letter away."""


def respelt(question: str, known: Collection[str], kept: Collection[str] = ()) -> tuple[str, dict[str, str]]:
    """A question with its misspelt words mended, and these with what they were read as.

    A word is mended when it is not known, and one word alone that is, with the same first letter, is one mistake away.

    Args:
        question: as a person asks it.
        known: the words that are spelt well, in lower case.
        kept: others that are not to be mended.

    >>> respelt("symtoms of the lesion", {"symptoms", "of", "the", "lesion"})
    ('symptoms of the lesion', {'symtoms': 'symptoms'})
    """
    read: dict[str, str] = {}
    for word in WORD.findall(question):
        lower = word.casefold()
        if len(lower) < LONG or lower in known or lower in kept or not lower.isalpha():
            continue
        meant = {one for one in known if one[0] == lower[0] and one_mistake(lower, one)}
        if len(meant) == 1:
            read[word] = meant.pop()
    return WORD.sub(lambda found: read.get(found[0], found[0]), question), read


def one_mistake(one: str, other: str) -> bool:
    """Whether two words differ by one letter too many, too few or another, or by two that are swapped.

    >>> one_mistake("recurence", "recurrence"), one_mistake("surgrey", "surgery"), one_mistake("stroke", "strike off")
    (True, True, False)
    """
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        return len(one) != len(other)
    a, b = one[same:], other[same:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
