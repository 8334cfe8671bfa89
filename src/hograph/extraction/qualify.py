"""What narrows or measures a claim: where, in whom, at which stage, by what means, when, how often, how much, and on what condition."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar

from hograph.curation.tokens import Modality, ProvisoKind, Quantity, Severity, Strength, Token
from hograph.curation.values import MeasuredValue, Proviso, Qualifiers
from hograph.extraction.arguments import Argument, People, Sentence
from hograph.extraction.circumstances import Circumstances
from hograph.extraction.compare import compared
from hograph.extraction.context import clause_end
from hograph.extraction.kinds import Kinds
from hograph.extraction.patterns import QuantityKind
from hograph.extraction.quantities import Quantity as Amount
from hograph.extraction.quantities import quantities
from hograph.extraction.relate import Relation
from hograph.extraction.tally import Tally
from hograph.extraction.timing import REACH, Clock, in_time
from hograph.extraction.wording import relations, worded

TURN = re.compile(r",?\s+(?:and|or)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
KINDS = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:types|forms|categories|kinds|syndromes|subtypes|groups|classes|variants)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Qualifier:
    """Finds what qualifies the relations of a sentence.

    Attributes:
        kinds: of terms, for what a qualifier may be.
        people: which population has which condition.
        topic: the condition that the text speaks of.
        over: words of the heading or lead-in over an item, or nothing.
        studied: in whom the study was done that the sentence reports, or None.
    """

    kinds: Kinds
    people: People
    topic: str
    over: str = ""
    studied: str | None = None

    def of(self, relation: Relation, sentence: Sentence, place: tuple[int, int]) -> Qualifiers:
        """What qualifies a relation.

        Args:
            relation: subject, predicate and object.
            sentence: in which it is stated.
            place: where, in the block.
        """
        start, end = _clause(sentence, place, self.kinds)
        text = sentence.text
        near = relation.trigger[0] if relation.trigger[0] >= 0 else place[0]
        amounts = quantities(text[start:end])
        if relation.predicate in relations("plain"):
            return Qualifiers(value=self._count(relation, text, start, amounts))
        free = [one for one in _beside(relation, sentence, self.kinds) if start <= one.start and one.end <= end]
        context: dict[str, Any] = Circumstances(self.kinds, self.people, self.topic, self.studied).of(
            relation, sentence, free, place
        )
        timing = Clock(self.kinds, self.people).of(relation, sentence, start, amounts, free)
        if timing and timing.min is None and timing.max is None and self._in_whom(relation, sentence, timing.anchor):
            context.setdefault("population", str(self.people.with_(str(timing.anchor))))
            timing = None
        tally = Tally(self.kinds, self.people, self.over)
        rated = relation.predicate in relations("rated")
        strength = worded("strength", text, start, end, near) if relation.predicate != "hasSymptom" else None
        return Qualifiers(
            **context,
            timing=timing,
            frequency=tally.of(relation, sentence, (start, end), amounts, context.get("population")),
            value=self._value(relation, text, start, amounts),
            comparison=compared(relation, sentence, (start, end), self.kinds),
            severity=_token(Severity, self._beside("severity", relation, text, start)),
            strength=_token(Strength, strength),
            modality=_token(Modality, self._rated(text, start, end, near)) if rated else None,
            when=tuple(self._provisos(relation, sentence)),
        )

    def _in_whom(self, relation: Relation, sentence: Sentence, anchor: str | None) -> bool:
        """Whether what a sentence begins with tells in whom rather than when: after a stroke the elbow is affected."""
        first = sentence.arguments[0]
        return (
            relation.predicate == "occursIn"
            and anchor in self.kinds.of("Condition")
            and anchor in first.terms
            and self.people.with_(anchor) is not None
        )

    def _rated(self, text: str, start: int, end: int, near: int) -> str | None:
        return worded("modality", text, start, end, near) or worded("modality", self.over, 0, len(self.over), 0)

    def _beside(self, name: str, relation: Relation, text: str, start: int) -> str | None:
        """The value that words right before the object, or before the trigger, give."""
        one = relation.object
        if one.named and (value := worded(name, text, max(start, one.start - 16), one.end, one.start)):
            return value
        first = relation.trigger[0]
        return worded(name, text, max(start, first - 12), first + 12, first) if first >= 0 else None

    def _value(self, relation: Relation, text: str, start: int, amounts: list[Amount]) -> MeasuredValue | None:
        """A sensitivity or specificity that is given for detecting something; how high a fever is."""
        for amount in amounts:
            ends = {"min": _number(amount.low), "max": _number(amount.high), "approximate": amount.approximate}
            around = text[max(start, start + amount.start - REACH) : start + amount.end + REACH].lower()
            named = next((q for q in (Quantity.SENSITIVITY, Quantity.SPECIFICITY) if q.value in around), None)
            if (
                amount.kind is QuantityKind.SHARE
                and named
                and relation.predicate in {"detects", "detectsEarly", "diagnosedBy"}
            ):
                of = relation.subject.term if relation.predicate == "diagnosedBy" else relation.object.term
                percent: dict[str, Any] = {
                    end: value * 100 if isinstance(value, Decimal) else value for end, value in ends.items()
                }
                return MeasuredValue(quantity=named, unit="%", of=of, **percent)
            if amount.kind is QuantityKind.TEMPERATURE and relation.object.term in self.kinds.of("Fever"):
                return MeasuredValue(quantity=Quantity.TEMPERATURE, unit=amount.unit, of=relation.object.term, **ends)
        return None

    def _count(self, relation: Relation, text: str, start: int, amounts: list[Amount]) -> MeasuredValue | None:
        """How many kinds there are: two forms of it."""
        for amount in amounts:
            kinds = KINDS.match(text, start + amount.end)
            if relation.predicate == "subtypeOf" and amount.kind is QuantityKind.COUNT and kinds:
                ends = {"min": _number(amount.low), "max": _number(amount.high)}
                return MeasuredValue(quantity=Quantity.COUNT, of=relation.object.term, **ends)
        return None

    def _provisos(self, relation: Relation, sentence: Sentence) -> Iterator[Proviso]:
        """What clauses with if, when or unless name, for a claim that stands outside of them."""
        if relation.predicate in {"indicatedBy", "requiresCautionIn"}:
            return
        seen: set[str] = set()
        for start, end in sentence.provisos:
            if start <= relation.trigger[0] < end:
                continue
            words = sentence.text[start : start + 10].lower()
            kind = (
                ProvisoKind.UNLESS
                if words.startswith("unless")
                else ProvisoKind.ONLY_IF
                if words.startswith("only")
                else ProvisoKind.IF
            )
            for one in sentence.arguments:
                fit = one.fitting(self.kinds.of("Condition|Finding|LesionStage|Exposure|Intervention"))
                if fit and one.how != "pronoun" and start <= one.start and one.end <= end and fit.term not in seen:
                    seen.add(fit.term)
                    if fit.term not in {relation.subject.term, relation.object.term}:
                        yield Proviso(kind=kind, term=fit.term)


T = TypeVar("T", bound=Token)


def _token(kind: type[T], value: str | None) -> T | None:
    return kind(value) if value else None


def _clause(sentence: Sentence, place: tuple[int, int], kinds: Kinds) -> tuple[int, int]:
    """The part of a sentence that may speak of what stands at a place: up to words that begin or end another clause."""
    start, end = sentence.start, sentence.end
    cuts = [match.span() for match in clause_end("qualifier").finditer(sentence.text, start, end)]
    for first, last in sorted([*cuts, *_turns(sentence, kinds)]):
        if last <= place[0]:
            start = last
        elif first >= place[1]:
            return start, first
    return start, end


def _beside(relation: Relation, sentence: Sentence, kinds: Kinds) -> Iterator[Argument]:
    """What a sentence names beside a relation: neither its parts, nor what stands in one list with them and is of their sort."""
    used = [one for one in (relation.subject, relation.object, relation.using) if one and one.named]
    taken = {one.start for one in used}
    for part in used:
        for group in sentence.groups:
            if part.start in {one.start for one in group}:
                sort = kinds.of(kinds.ontology.category(part.term) or part.term)
                people = [
                    one for one in group if one.start >= relation.trigger[1] and {*one.terms} & kinds.of("Population")
                ]
                same = [*people, *(one for one in group if {*one.terms} & sort)]
                taken |= {one.start for one in same if not in_time(sentence, one)}
    yield from (one for one in sentence.arguments if one.start not in taken and not one.compared)


def _turns(sentence: Sentence, kinds: Kinds) -> Iterator[tuple[int, int]]:
    """Where `and` goes on to something that cannot be of the list before: in burn patients, and the hip is often affected."""
    places = kinds.of("AnatomicalEntity|Population|LesionStage")
    for one, other in pairwise(sentence.arguments):
        turn = TURN.search(sentence.text, one.end, other.start)
        here, there = {*one.terms} <= places, {*other.terms} <= places
        if turn and here != there and (here or turn[0].startswith(",")):
            yield turn.start(), other.start


def _number(value: float | None) -> Any:  # noqa: ANN401
    """A number as the claims have it: the decimal that it was written as."""
    return None if value is None else Decimal(str(value))
