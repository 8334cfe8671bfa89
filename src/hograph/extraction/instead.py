"""What a relation is of instead: what its sentence names itself, as palovarotene *for people with FOP* treats that; the lesion first."""

import re
from dataclasses import replace

from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.kinds import Kinds
from hograph.extraction.relate import Relation

OF_LESIONS = {
    "treats", "prevents", "preventsRecurrenceOf", "improvesOutcomeOf", "ameliorates", "diagnosedBy", "detects", "detectsEarly",
    "monitors", "assesses", "misdiagnosedAs", "mimics", "hasImagingFinding", "hasFinding",
}  # fmt: skip
"""Relations that are as true of a lesion that is named as of the topic."""
AIM = re.compile(
    r"\b(?:for|against|of|treat(?:ing)?|manag(?:e|ing)|"
    r"to (?:treat|control|counter|manage|relieve|settle|ease)|in (?:cases of|the treatment of))\s+"
    r"(?:(?!(?:in|with|by|after|at|on)\b)[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""Before what a treatment is for."""
AGAINST = re.compile(
    r"\b(?:against|(?:to|that|which) (?:prevents?|avoids?|(?:guards?|protects?) against|reduces? the risk of)|prevention of)\s+"
    r"(?:(?!(?:in|with|by|after|at|on)\b)[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""Before what is prevented."""
PREVENTION = re.compile(
    r"\b(?:prevent|prophyla)\w*|\b(?:stop|keep)\w* (?:(?:the|new|extra|more) )*(?:bone|it|HO|ossification)(?: from)? (?:form|grow|com)ing",
    re.IGNORECASE,
)
RECURRENCE = re.compile(r"\b(?:prevent|avoid|reduc|lower)\w*\b.{0,30}\b(?:recurren|relapse)\w*", re.IGNORECASE)
AIMS = {"treats": AIM, "prevents": AGAINST}
REACH = 50
"""So many characters before a name may such words stand."""


def aim_said(text: str) -> str | None:
    """What a sentence says that something is given for: to prevent, to prevent that it comes back, or nothing of the kind.

    Example:
        >>> aim_said("Indomethacin is given to stop bone forming.")
        'prevents'
    """
    return "preventsRecurrenceOf" if RECURRENCE.search(text) else "prevents" if PREVENTION.search(text) else None


def named_instead(relation: Relation, sentence: Sentence, topic: str, kinds: Kinds) -> Relation:
    """A relation of the topic as one of the lesion or complaint that the sentence names for it; else as it is.

    Args:
        relation: what is stated.
        sentence: in which.
        topic: what the text speaks of.
        kinds: of terms.
    """
    subject, object_ = relation.subject, relation.object
    if _stands_in(subject, topic) and (named := _named(relation, object_, sentence, topic, kinds)):
        return replace(relation, subject=named)
    if _stands_in(object_, topic) and (named := _named(relation, subject, sentence, topic, kinds)):
        return replace(relation, object=named)
    return relation


def _stands_in(one: Argument, topic: str) -> bool:
    return one.how == "topic" and one.term == topic


def _named(relation: Relation, other: Argument, sentence: Sentence, topic: str, kinds: Kinds) -> Argument | None:
    """The one term that stands for the topic in a sentence, None where there is none or more than one."""
    free = [one for one in sentence.arguments if one.start != other.start and one.how != "pronoun" and not one.compared]
    if relation.predicate not in OF_LESIONS or any(topic in one.terms for one in free):
        return None
    found = [fit for one in free if (fit := one.fitting(kinds.of("Lesion-Recurrence|FopFlareUp"), had=True))]
    if not found and relation.predicate in AIMS:
        words = AIMS[relation.predicate]
        aims = [one for one in free if words.search(sentence.text, max(sentence.start, one.start - REACH), one.start)]
        found = [fit for one in aims if (fit := one.fitting(kinds.of("Disease-Neoplasm|Symptom"), had=True))]
    fits = [one for one in found if one.term != other.term]
    return fits[0] if len({one.term for one in fits}) == 1 else None


def lesion_first(relation: Relation, kinds: Kinds) -> Relation:
    """A relation that reads both ways with the lesion first, so that all documents say the same of it."""
    if not kinds.ontology.relations[relation.predicate].symmetric:
        return relation
    first, last = (one.term in kinds.of("Lesion") for one in (relation.subject, relation.object))
    return replace(relation, subject=relation.object, object=relation.subject) if last and not first else relation
