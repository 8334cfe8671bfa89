"""When a claim holds: a duration with the event that it is measured from, or the event alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from hograph.curation.tokens import TimingRelation
from hograph.curation.values import Timing
from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.kinds import Kinds
from hograph.extraction.patterns import QuantityKind
from hograph.extraction.people import People
from hograph.extraction.quantities import Quantity
from hograph.extraction.relate import Relation
from hograph.extraction.wording import relations

REACH = 40
"""So many characters away an event may stand."""
UNITS = {"min": "M", "h": "H", "d": "D", "wk": "W", "mo": "M", "a": "Y"}
UNSTATED = "UnstatedEvent"
MEASURED = re.compile(
    r"\s*(?:\w+ )?(?P<how>after|following|post|from|of|since|before|prior to|earlier than|ahead of|in advance of)\b",
    re.IGNORECASE,
)
"""Between a duration and the event that it is measured from."""
LASTING = re.compile(
    r"\b(?:for|over|lasting|lasts?|a course of|took|takes|wait(?:ing)?)\s+(?:\w+ ){0,2}$", re.IGNORECASE
)
FIRST = re.compile(r"\b(?:in|within|during|over|for)\s+the\s+(?:first|initial|early)\s+$", re.IGNORECASE)
"""Before a duration that begins with the event: in the first two weeks."""
IN_THE = re.compile(r"\b(?:in|within|during)\s+the\s+$", re.IGNORECASE)
WITHIN = re.compile(r"\bwithin\b", re.IGNORECASE)
BY = re.compile(r"by\b", re.IGNORECASE)
BY_THE = re.compile(r"\bby (?:the )?$", re.IGNORECASE)
WAITING = re.compile(r"\bwait\w*\s+(?:for\s+)?(?:about\s+)?$", re.IGNORECASE)
LATER = re.compile(r"\b(?:only )?after\s+(?:about |at least |some )?$", re.IGNORECASE)
"""Before a duration that has passed since an event that is not named."""
EVENT = re.compile(
    r"(?P<part>\b(?:especially|particularly|mainly|even|including)\s+)?"
    r"\b(?P<how>after|following|before|prior to|subsequent to|until|in advance of|ahead of|earlier than)\s+"
    r"(?:(?:some|any|all|most|one|each) of\s+)?(?:the\s+|an?\s+|its\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
"""Before an event that a claim is after or before."""
IN_NAME = re.compile(r"(?:after|following|before)\b", re.IGNORECASE)
"""How names begin that are times before or after an event: after maturation, following arthroplasty."""
SINCE = re.compile(r"\b(?:after|following|follow\w*|subsequent to)\b", re.IGNORECASE)
LISTED = re.compile(r",\s*(?:and\s+|or\s+)?$", re.IGNORECASE)
"""Before an event that is one more of a list: in burns, after surgery, and after trauma."""
WHICH = re.compile(r"\b(?:which|who|whose)\b", re.IGNORECASE)
"""Behind these, a clause on what was named goes on without the event before them."""
EARLIER = ("before", "prior", "ahead", "earlier", "in advance")
MATURING = {"MatureStage", "ImmatureStage", "MaturationStage", "LesionMaturation"}
"""What stands for the maturation of the lesion behind before or after."""
SEEN = {"Radiography", "BoneOnImaging"}
"""What stands for the time when bone is first seen behind before: two weeks before a radiograph shows it."""


@dataclass(frozen=True)
class Clock:
    """Finds when the relations of a sentence hold.

    Attributes:
        kinds: of terms.
        people: which population has which condition.
    """

    kinds: Kinds
    people: People

    def of(
        self,
        relation: Relation,
        sentence: Sentence,
        start: int,
        amounts: list[Quantity],
        free: Iterable[Argument],
    ) -> Timing | None:
        """When a relation holds; None where nothing is said of it.

        Args:
            relation: subject, predicate and object.
            sentence: in which it is stated.
            start: of the part of the sentence that may speak of it.
            amounts: the quantities of that part, by their places in it.
            free: what is named there beside subject and object.
        """
        places = relation.places
        place = min(first for first, _ in places) - start, max(last for _, last in places) - start
        for amount in sorted(amounts, key=lambda one: max(one.start - place[1], place[0] - one.end)):
            timing = self._measured(relation, sentence, start, amount)
            if timing:
                return timing
        if relation.predicate in relations("timeless"):
            return None
        return self._of_itself(relation, sentence) or self._event(relation, sentence, free)

    def _measured(self, relation: Relation, sentence: Sentence, start: int, amount: Quantity) -> Timing | None:
        """A duration with the event that it is measured from, or how long something lasts."""
        low, high = (duration(value, amount.unit) for value in (amount.low, amount.high))
        if amount.kind not in {QuantityKind.DURATION, QuantityKind.ORDINAL_TIME} or not (low or high):
            return None
        text, first, last = sentence.text, start + amount.start, start + amount.end
        begins = max(sentence.start, first - REACH)
        by = BY.match(text, first) or BY_THE.search(text, begins, first)
        within = bool(WITHIN.match(text, first)) or FIRST.search(text, begins, first) or (by and low == high)
        ends: dict[str, Any] = {"max": high, "approximate": amount.approximate}
        ends |= {} if within or IN_THE.search(text, begins, first) else {"min": low}
        measured = MEASURED.match(text, last)
        waits = WAITING.search(text, begins, first) and relation.predicate == "precedes"
        if measured and not waits and (within or measured["how"].lower() != "of"):
            relation_, anchor = _relation(measured["how"]), self._anchor(sentence, measured)
            return Timing(relation=relation_, anchor=anchor, **ends)
        if within or by or LATER.search(text, begins, first):
            return Timing(relation=TimingRelation.AFTER, anchor=self._befallen(relation, sentence), **ends)
        if LASTING.search(text, begins, first) and relation.predicate not in relations("rated"):
            return Timing(relation=TimingRelation.LASTING, **ends)
        return None

    def _anchor(self, sentence: Sentence, measured: re.Match[str]) -> str:
        """The event behind a duration; `the injury` is the injury that the sentence named before."""
        end = measured.end()
        anchor = next((one for one in sentence.arguments if 0 <= one.start - end <= REACH), None)
        if anchor is None:
            return UNSTATED
        if anchor.term in SEEN and _relation(measured["how"]) is TimingRelation.BEFORE:
            return "RadiographicVisibilityOfOssification"
        if sentence.text[end : anchor.start].strip().lower() in {"the", "that", "this"}:
            below = self.kinds.of(anchor.term)
            named = [self.people.condition_of(one.term) or one.term for one in sentence.arguments if one.end <= end]
            return next((term for term in reversed(named) if term in below), anchor.term)
        return anchor.term

    def _befallen(self, relation: Relation, sentence: Sentence) -> str:
        """From what a time is measured that is given alone: the event at the head of the sentence, what befell the people it is about."""
        fronted = self._fronted(sentence)
        if fronted:
            return fronted.term
        conditions = [self.people.condition_of(one.term) for one in (relation.subject, relation.object)]
        return next((one for one in conditions if one in self.kinds.of("Injury")), None) or UNSTATED

    def _fronted(self, sentence: Sentence) -> Argument | None:
        """The event that a sentence begins with the time after: *after an injury, bone forms within weeks*."""
        for head in sentence.arguments[:1]:
            time = in_time(sentence, head)
            if time and time.start("how") == sentence.start:
                return head.fitting(self.kinds.of("Stressor"))
        return None

    def _befallen_by(self, one: Argument) -> Argument | None:
        """The event that a population is named after."""
        conditions = tuple(filter(None, (self.people.condition_of(term) for term in one.terms)))
        return replace(one, terms=conditions) if len(conditions) == 1 else None

    def _of_itself(self, relation: Relation, sentence: Sentence) -> Timing | None:
        """A relation that says itself that something follows: the lesion develops after a burn; a cause, following surgery."""
        if relation.predicate == "associatedWith":
            said = SINCE.search(sentence.text[relation.trigger[0] : relation.trigger[1]])
            after = said or _behind_after(relation.object, sentence)
            return Timing(relation=TimingRelation.AFTER, anchor=relation.object.term) if after else None
        if relation.predicate == "causes" and _behind_after(relation.subject, sentence):
            return Timing(relation=TimingRelation.AFTER, anchor=relation.subject.term)
        return None

    def _event(self, relation: Relation, sentence: Sentence, free: Iterable[Argument]) -> Timing | None:
        """After or before something that the sentence names and the claim itself does not."""
        places = relation.places
        first, last = min(start for start, _ in places), max(end for _, end in places)
        for one in free:
            event = in_time(sentence, one)
            fronted = event is not None and event.start("how") == sentence.start
            if event is None or event["part"] or not (fronted or first <= one.start <= last + REACH):
                continue
            listed = LISTED.search(sentence.text, sentence.start, event.start("how"))
            if WHICH.search(sentence.text, one.end, max(relation.trigger[0], one.end)):
                continue
            if (listed and not fronted) or "," in sentence.text[last : event.start("how")] or one.compared:
                continue
            fit = (
                self._befallen_by(one)
                or one.fitting(self.kinds.of("Stressor|LesionStage|LesionMaturation|BoneOnImaging"))
                or one.fitting(frozenset({"Symptom"}))
            )
            how = _relation(event["how"])
            if {*one.terms} & MATURING:
                return Timing(relation=how, anchor="LesionMaturation")
            if fit and fit.term not in {relation.subject.term, relation.object.term}:
                seen = fit.term in SEEN and how is TimingRelation.BEFORE
                return Timing(relation=how, anchor="RadiographicVisibilityOfOssification" if seen else fit.term)
        return None


def _behind_after(one: Argument, sentence: Sentence) -> bool:
    """Whether something, or the list that it stands in, stands right behind `after` or `following`."""
    group = next((group for group in sentence.groups if one.start in {other.start for other in group}), ())
    begins = [other.start for other in (*group[:1], one) if other.named]
    return any(SINCE.search(sentence.text, max(sentence.start, at - len("following ")), at) for at in begins)


def in_time(sentence: Sentence, one: Argument) -> re.Match[str] | None:
    """The words by which something is an event that a claim is after or before; None where there are none."""
    return _in_time(sentence.text, sentence.start, one.start)


@lru_cache(maxsize=256)
def _in_time(text: str, start: int, at: int) -> re.Match[str] | None:
    """The words before or at a place of a sentence; kept for a while, since each claim of it asks for them."""
    inside = IN_NAME.match(text, at)
    return EVENT.match(text, at, inside.end() + 1) if inside else EVENT.search(text, max(at - REACH, start), at)


def _relation(how: str) -> TimingRelation:
    return TimingRelation.BEFORE if how.lower().startswith(EARLIER) else TimingRelation.AFTER


def duration(value: float | None, unit: str) -> str | None:
    """An ISO 8601 duration of whole units; None where there is no value, or it is not whole, or the unit is no time.

    Example:
        >>> duration(6, "wk"), duration(72, "h"), duration(1.5, "a")
        ('P6W', 'PT72H', None)
    """
    if value is None or value != int(value) or value == 0 or unit not in UNITS:
        return None
    return f"P{'T' if unit in {'min', 'h'} else ''}{int(value)}{UNITS[unit]}"
