"""Words that turn round what a sentence would state without them, as `context.yaml` has them: *without* radiotherapy it recurs.

What is meant instead is seldom certain, so that nothing is proposed there. Words that only deny are cues, and decide the polarity.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.context import clause_end, reversal_rows
from hograph.extraction.relate import Relation

REACH = 60
"""So many characters before or behind a name may such words stand."""
NEXT = re.compile(r"[;:]|\b(?:whereas|while)\b", re.IGNORECASE)
"""Before what is said of something else."""


class Place(StrEnum):
    """Where words must stand that turn a relation round."""

    BEFORE_SUBJECT = "before-subject"
    BEHIND_SUBJECT = "behind-subject"
    BEFORE_OBJECT = "before-object"
    BETWEEN = "between"
    SENTENCE = "sentence"
    ONWARD = "onward"
    BEFORE_ALL = "before-all"
    BEFORE_TOPIC = "before-topic"


@dataclass(frozen=True)
class Reversal:
    """Words, where they stand, and the relations that they turn round.

    Attributes:
        id: its name.
        place: right before or behind the subject, right before the object, between subject and object or the words of the relation,
            anywhere in the sentence, from where the relation begins on, before all of it, or before what the sentence names and the
            relation takes without its name.
        words: as a pattern.
        relations: that they turn round; none for all.
        examples: text, and the claim that it must not give.
        counter_examples: text, and the claim that it must give all the same.
    """

    id: str
    place: Place
    words: re.Pattern[str]
    relations: frozenset[str]
    examples: dict[str, str]
    counter_examples: dict[str, str]

    def turns(self, relation: Relation, sentence: Sentence) -> bool:
        """Whether it turns a relation round that a sentence states."""
        if self.relations and relation.predicate not in self.relations:
            return False
        subject, object_ = relation.subject, relation.object
        match self.place:
            case Place.BEFORE_SUBJECT:
                return subject.named and self._before(subject, relation, sentence)
            case Place.BEFORE_OBJECT:
                return object_.named and self._before(object_, relation, sentence)
            case Place.BEHIND_SUBJECT:
                return subject.named and bool(self.words.match(sentence.text[subject.end : sentence.end]))
            case Place.BETWEEN:
                return bool(self.words.search(sentence.text[slice(*_between(relation, sentence))]))
            case Place.SENTENCE:
                return bool(self.words.search(sentence.text[sentence.start : sentence.end]))
            case Place.ONWARD:
                return bool(self.words.search(sentence.text, *_onward(relation, sentence)))
            case Place.BEFORE_ALL:
                return bool(self.words.search(sentence.text, sentence.start, _onward(relation, sentence)[0]))
            case Place.BEFORE_TOPIC:
                unnamed = {one.term for one in (subject, object_) if not one.named}
                named = [one for one in sentence.arguments if one.how != "pronoun" and unnamed & {*one.terms}]
                return bool(named) and all(self._before(one, relation, sentence) for one in named)

    def _before(self, one: Argument, relation: Relation, sentence: Sentence) -> bool:
        """Whether its words end right before an argument, or before the list that it is of, and state no relation themselves."""
        group = next((group for group in sentence.groups if one.start in {other.start for other in group}), (one,))
        first, last = relation.trigger
        for at in {one.start, min(group[0].start, one.start)}:
            words = self.words.search(sentence.text, max(sentence.start, at - REACH), at)
            if words and not first <= words.start() < last:
                return True
        return False


@cache
def reversals() -> tuple[Reversal, ...]:
    """The words of reversal as the file has them."""
    return tuple(
        Reversal(
            row["id"],
            Place(row["place"]),
            words,
            frozenset(row.get("relations", ())),
            row["examples"],
            row.get("counter_examples", {}),
        )
        for row, words in reversal_rows()
    )


def upheld(relations: Iterable[Relation], sentence: Sentence) -> list[Relation]:
    """The relations of a sentence that no words of it turn round."""
    return [one for one in relations if not any(reversal.turns(one, sentence) for reversal in reversals())]


def _between(relation: Relation, sentence: Sentence) -> tuple[int, int]:
    """From the end of a subject that stands before the words of a relation to the object behind them; else those words.

    Where words are weighed and one side is implied, no words of the relation are known: what follows the other in its clause.
    """
    start, end = relation.trigger
    if start < 0:
        return 0, 0
    subject, object_ = relation.subject, relation.object
    if start == end and subject.named != object_.named:
        named = subject if subject.named else object_
        return _onward(relation, sentence)[0], _clause_end(sentence, named.end)
    first = subject.end if subject.named and subject.end <= start else start
    return first, object_.start if object_.start >= end else end


def _onward(relation: Relation, sentence: Sentence) -> tuple[int, int]:
    """From where a relation begins to where the next statement of its sentence does."""
    start = min((first for first, _ in relation.places if first >= 0), default=sentence.start)
    apart = NEXT.search(sentence.text, start, sentence.end)
    return start, apart.start() if apart else sentence.end


def _clause_end(sentence: Sentence, start: int) -> int:
    stop = clause_end("cue").search(sentence.text, start, sentence.end)
    return stop.start() if stop else sentence.end
