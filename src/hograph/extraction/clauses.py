"""Which part of a sentence may speak of a relation, and what it names there beside the relation's own parts."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.context import clause_end
from hograph.extraction.kinds import Kinds
from hograph.extraction.relate import Relation
from hograph.extraction.timing import in_time

TURN = re.compile(r",?\s+(?:and|or)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)


def clause(relation: Relation, sentence: Sentence, place: tuple[int, int], kinds: Kinds) -> tuple[int, int]:
    """The part of a sentence that may speak of a relation: up to words that begin or end another clause.

    Args:
        relation: subject, predicate and object.
        sentence: in which it is stated.
        place: where, in the block.
        kinds: of terms.
    """
    start, end = sentence.start, sentence.end
    for first, last in sentence.provisos:
        if first <= place[0] and place[1] <= last:
            start, end = first, last
    cuts = [match.span() for match in clause_end("qualifier").finditer(sentence.text, start, end)]
    if relation.trigger[0] < 0 and (label := sentence.text.find(":", place[1], end)) >= 0:
        end = label
    for first, last in sorted((*cuts, *_turns(sentence, kinds))):
        if last <= place[0]:
            start = max(start, last)
        elif first >= place[1]:
            return start, min(first, end)
    return start, end


def beside(relation: Relation, sentence: Sentence, part: tuple[int, int], kinds: Kinds) -> list[Argument]:
    """What a sentence names beside a relation: neither its parts, nor what stands in one list with them and is of their sort.

    Args:
        relation: subject, predicate and object.
        sentence: in which it is stated.
        part: of the sentence, what may speak of it.
        kinds: of terms.
    """
    used = [one for one in (relation.subject, relation.object, relation.using) if one and one.named]
    taken = {one.start for one in used}
    for one in used:
        for group in sentence.groups:
            if one.start in {other.start for other in group}:
                taken |= {other.start for other in _same(one, group, relation, kinds) if not in_time(sentence, other)}
    within = (one for one in sentence.arguments if part[0] <= one.start and one.end <= part[1])
    return [one for one in within if one.start not in taken and not one.compared]


def _same(one: Argument, group: tuple[Argument, ...], relation: Relation, kinds: Kinds) -> Iterator[Argument]:
    """What is of the same sort as one of a list; behind the words of the relation also people."""
    sort, people = kinds.of(kinds.ontology.category(one.term) or one.term), kinds.of("Population")
    for other in group:
        if {*other.terms} & sort or (other.start >= relation.trigger[1] and {*other.terms} & people):
            yield other


@lru_cache(maxsize=64)
def _turns(sentence: Sentence, kinds: Kinds) -> tuple[tuple[int, int], ...]:
    """Where `and` goes on to something that cannot be of the list before: in burn patients, and the hip is often affected."""
    places = kinds.of("AnatomicalEntity|Population|LesionStage")
    found: list[tuple[int, int]] = []
    for one, other in pairwise(sentence.arguments):
        here, there = places.issuperset(one.terms), places.issuperset(other.terms)
        turn = TURN.search(sentence.text, one.end, other.start) if here != there else None
        if turn and (here or turn[0].startswith(",")):
            found.append((turn.start(), other.start))
    return tuple(found)
