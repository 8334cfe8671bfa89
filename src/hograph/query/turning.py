"""What to ask where the nearest query cannot use what a question turns on: rows of that query would be about something else."""

from hograph.query.mentions import Mention, Vocabulary, words
from hograph.query.named import DOING, is_form

DESCRIBE = "describe"
"""The query that says what is claimed of a term: for questions that name one and ask nothing else."""
CLAIMED = "who-says"
"""The query that says who claims something of one term and another: for questions on two terms that the nearest query cannot use."""
PAIR = 2
"""So many terms it takes."""
WHETHER = frozenset(["are", "can", "could", "did", "do", "does", "is", "was", "were"])
"""The first word of a question that asks whether something is so."""
RESTRICTING = frozenset(["Condition", "Population"])
"""Kinds of terms that only restrict what is asked; rows of more than they name are not about something else."""
FINDING = "Finding"
"""Of what others have one asks whether it is so: `is fever a sign of it`."""


def instead(
    question: str, lost: list[Mention], taken: set[str], mentions: list[Mention], vocabulary: Vocabulary
) -> str | None:
    """The query to ask instead of the nearest, or None.

    A condition or a population that the nearest query cannot use is no reason unless the question asks whether something is so: its rows
    name theirs. Neither is a second term of a kind that it has a parameter for, nor what went before what is asked of.

    Args:
        question: as a person asks it.
        lost: what is named and the nearest query cannot use.
        taken: what the parameters of the nearest query take.
        mentions: all that the question names, without what belongs to the wording of the nearest query.
        vocabulary: the terms that may be named.
    """
    category = vocabulary.ontology.category
    whether = is_whether(question)
    named = RESTRICTING if not whether else frozenset[str]()
    used = ({category(name) for name in taken} - {"Condition"}) | named
    lost = [m for m in lost if not m.is_document and not m.after and category(m.name) not in used]
    if any(is_form(name, vocabulary) for name in taken):
        lost = [m for m in lost if not is_form(m.name, vocabulary)]
    terms = [m for m in mentions if not m.after]
    if any(m.is_document for m in terms):
        return DESCRIBE if len(lost) == 1 and category(lost[0].name) in DOING else None
    if lost and len(terms) == PAIR:
        return CLAIMED
    if whether and len(terms) == 1 and (lost or category(terms[0].name) == FINDING):
        return CLAIMED if category(terms[0].name) in DOING | {FINDING} else None
    return DESCRIBE if len(lost) == 1 and category(lost[0].name) in DOING else None


def bare(question: str, mentions: list[Mention], wording: list[str]) -> bool:
    """Whether a question names one term and asks nothing else."""
    return len(mentions) == 1 and not wording and not is_whether(question)


def claimed(question: str, mentions: list[Mention], wording: list[str], vocabulary: Vocabulary) -> bool:
    """Whether a question like none of the queries can be answered by who claims what it names.

    That is when it names two terms and asks nothing else, or asks whether they have to do with one another; and when it asks so of one
    term that is no condition.
    """
    if not mentions or any(mention.is_document for mention in mentions):
        return False
    if len(mentions) == PAIR and (not wording or is_whether(question)):
        return True
    return len(mentions) == 1 and is_whether(question) and vocabulary.ontology.category(mentions[0].name) != "Condition"


def is_whether(question: str) -> bool:
    """Whether a question asks if something is so, and not what there is."""
    first, *others = words(question)
    return first in WHETHER and others[:1] != ["there"]
