"""What a claim compares with what: more often in men than in women, earlier than on radiographs, mainly one of several."""

import re
from decimal import Decimal

from hograph.curation.tokens import Direction, Quantity
from hograph.curation.values import Comparison
from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.kinds import Kinds
from hograph.extraction.numbers import number
from hograph.extraction.relate import Relation
from hograph.extraction.tally import ordered
from hograph.extraction.wording import comparisons, tacit_comparisons

OTHER = {"Male": "Female", "Female": "Male"}
"""What a predilection for one of two is over."""
REACH = 40
"""So many characters behind a claim what it is compared with may stand."""
ABOVE_ALL = re.compile(r"\b(?:particularly|especially|above all|notably)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
"""Before the one of several that stands out."""


def compared(relation: Relation, sentence: Sentence, clause: tuple[int, int], kinds: Kinds) -> Comparison | None:
    """What a relation is compared with; None where it is with nothing.

    Args:
        relation: subject, predicate and object.
        sentence: in which it is stated.
        clause: the part of the sentence that may speak of it.
        kinds: of terms.
    """
    if relation.predicate == "hasPredilectionFor":
        return _others(relation.object.term, kinds)
    if (ordered(relation, sentence) or 0) > 1:
        return _next(relation.object, sentence, kinds)
    return (
        _than(relation, sentence, clause)
        or _tacitly(relation, sentence, clause, kinds)
        or _standing_out(relation, sentence, kinds)
    )


def _others(term: str, kinds: Kinds) -> Comparison | None:
    """A predilection for one sex is over the other, one for an age over the other ages."""
    age = "OtherAgeGroup" if term in kinds.of("AgeGroup") else None
    than = OTHER.get(term) or age
    return Comparison(than=than, aspect=Quantity.FREQUENCY, direction=Direction.HIGHER) if than else None


def _next(site: Argument, sentence: Sentence, kinds: Kinds) -> Comparison | None:
    """What comes next in an order is less common than what was named before it."""
    sites = kinds.of("AnatomicalEntity")
    before = [fit for one in sentence.arguments if one.end <= site.start and (fit := one.fitting(sites))]
    group = next((group for group in sentence.groups if site.start in {one.start for one in group}), ())
    first = next((one for one in reversed(before) if one.start not in {one.start for one in group}), None)
    if first is None:
        return None
    return Comparison(than=first.term, aspect=Quantity.FREQUENCY, direction=Direction.LOWER)


def _than(relation: Relation, sentence: Sentence, clause: tuple[int, int]) -> Comparison | None:
    """What stands behind `than`, by the comparative nearest before it."""
    start, end = clause[0], min(clause[1], max(last for _, last in relation.places) + REACH)
    for than in sentence.arguments:
        if not (than.compared and start <= than.start < end and len(than.terms) == 1):
            continue
        found = [
            (match.end(), aspect, direction)
            for pattern, aspect, direction in comparisons()
            for match in pattern.finditer(sentence.text, start, than.start)
        ]
        if found:
            _, aspect, direction = max(found, key=lambda one: one[0])
            return Comparison(than=than.term, aspect=aspect, direction=direction)
    return None


def _tacitly(relation: Relation, sentence: Sentence, clause: tuple[int, int], kinds: Kinds) -> Comparison | None:
    """What is compared without `than`: the most sensitive of tests, the sooner the better, three times the normal rate."""
    ends = {relation.subject.term, relation.object.term}
    for pattern, aspect, direction, than, kind, relations in tacit_comparisons():
        if (
            relation.predicate in relations
            and ends & kinds.of(kind)
            and (found := pattern.search(sentence.text, *clause))
        ):
            times = found.groupdict().get("factor")
            factor = Decimal(f"{number(times):g}") if times else None
            return Comparison(than=than, aspect=aspect, direction=direction, factor=factor)
    return None


def _standing_out(relation: Relation, sentence: Sentence, kinds: Kinds) -> Comparison | None:
    """One that is named above all is more frequent than what it is a kind of: after surgery, particularly hip arthroplasty."""
    one = relation.subject if relation.predicate in {"causes", "riskFactorFor"} else relation.object
    if not one.named or not ABOVE_ALL.search(sentence.text, sentence.start, one.start):
        return None
    before = [other for other in sentence.arguments if other.end <= one.start and len(other.terms) == 1]
    if before and one.term in kinds.of(before[-1].term) - {before[-1].term}:
        return Comparison(than=before[-1].term, aspect=Quantity.FREQUENCY, direction=Direction.HIGHER)
    return None
