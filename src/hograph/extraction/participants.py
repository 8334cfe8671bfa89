"""In whom a study was done: the people whom its title, else its methods, name by what they have or what befell them."""

import re
from collections.abc import Iterable, Iterator

from hograph.curation.tokens import ScopeOfEvidence
from hograph.extraction.arguments import Argument, arguments
from hograph.extraction.mentions import Mentions
from hograph.extraction.people import People
from hograph.extraction.scope import Scope, methods_of, opening
from hograph.extraction.sentences import sentences
from hograph.reading.blocks import Reading

OF_PEOPLE = {ScopeOfEvidence.ONE_PATIENT, ScopeOfEvidence.STUDY_POPULATION}
BEFALLEN = re.compile(
    r"\b(?:after|following|undergoing|underwent|with|had|sustained|suffered|in|among|of)\s+"
    r"(?:the\s+|an?\s+|their\s+)?(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
"""Before what befell those who were studied, or those themselves."""


def participants(
    reading: Reading, scope: Scope, finder: Mentions, people: People, lesions: frozenset[str]
) -> str | None:
    """The population that a study or case report is about; None where it is about none, or its words leave a doubt.

    Args:
        reading: the document.
        scope: of whom its own claims speak.
        finder: of its terms.
        people: which population has which condition.
        lesions: what everybody in it may have, so that having it tells nobody apart.
    """
    if scope.own not in OF_PEOPLE:
        return None
    blocks = [block for block in reading.blocks if block.left_out is None]
    for texts in ([opening(reading)], methods_of(blocks)):
        found = {one for text in texts for one in _named(text, finder, people, lesions)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _named(text: str, finder: Mentions, people: People, lesions: frozenset[str]) -> Iterator[str]:
    """Each population of a text that is told by a condition or event of its members."""
    for sentence in arguments(text, sentences(text), finder, people, None):
        for one in sentence.arguments:
            told = {*one.terms} <= people.told_apart or BEFALLEN.search(text, sentence.start, one.start)
            if told and not {*one.terms} & lesions:
                yield from _populations(one, people, lesions)


def _populations(one: Argument, people: People, lesions: frozenset[str]) -> Iterable[str]:
    of_lesions = {people.with_(lesion) for lesion in lesions}
    return {
        whose for term in one.terms if (whose := term if term in people.told_apart else people.with_(term))
    } - of_lesions
