"""How a claim rates what it speaks of: how it is to be used, how severe, how strong."""

from hograph.curation.tokens import Modality, Severity, Strength
from hograph.extraction.arguments import Sentence
from hograph.extraction.kinds import Kinds
from hograph.extraction.relate import Relation
from hograph.extraction.wording import imperatives, relations, said, worded

BEFORE = 16
"""So many characters before an object a word may say how severe it is."""
NEAR = 12
"""So many characters around the words of a relation a word may say how severely it holds."""
SAYING_SO = {"prevents", "preventsRecurrenceOf"}
"""Relations that say themselves that something is prophylactic."""


def modality(relation: Relation, sentence: Sentence, clause: tuple[int, int], over: str) -> Modality | None:
    """How something is to be used: by a word of the clause, by an order that it begins with, or by the heading over it.

    Args:
        relation: subject, predicate and object.
        sentence: in which it is stated.
        clause: the part of the sentence that may speak of it.
        over: words of the heading or lead-in over an item, or nothing.
    """
    if relation.predicate not in relations("rated"):
        return None
    near = relation.trigger[0] if relation.trigger[0] >= 0 else relation.places[0][0]
    value = worded("modality", sentence.text, *clause, near)
    if value is None and any(order.match(sentence.text, sentence.start) for order in imperatives()):
        value = Modality.RECOMMENDED.value
    value = value or worded("modality", over, 0, len(over), 0)
    if value is None or (value == Modality.PROPHYLACTIC.value and relation.predicate in SAYING_SO):
        return None
    return Modality(value)


def severity(relation: Relation, sentence: Sentence, start: int, kinds: Kinds) -> Severity | None:
    """How severe it is, by words right before the object or around those of the relation, unless the object says so itself.

    Args:
        relation: subject, predicate and object.
        sentence: in which it is stated.
        start: of the part that may speak of it.
        kinds: of terms.
    """
    one, text = relation.object, sentence.text
    label = kinds.ontology.label(one.term)
    if said("severity", label, 0, len(label)):
        return None
    value = worded("severity", text, max(start, one.start - BEFORE), one.end, one.start) if one.named else None
    first = relation.trigger[0]
    if value is None and first >= 0:
        value = worded("severity", text, max(start, first - NEAR), first + NEAR, first)
    return Severity(value) if value else None


def strength(relation: Relation, sentence: Sentence, clause: tuple[int, int]) -> Strength | None:
    """How strong an effect, an association or a test is.

    Args:
        relation: subject, predicate and object.
        sentence: in which it is stated.
        clause: the part of the sentence that may speak of it.
    """
    if relation.predicate == "hasSymptom":
        return None
    near = relation.trigger[0] if relation.trigger[0] >= 0 else relation.places[0][0]
    value = worded("strength", sentence.text, *clause, near)
    return Strength(value) if value else None
