"""What narrows or measures a claim: where, in whom, at which stage, by what means, when, how often, how much, and on what condition."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from hograph.curation.tokens import (
    Direction,
    FrequencyRank,
    Modality,
    ProvisoKind,
    Quantity,
    Severity,
    Strength,
    TimingRelation,
    Token,
)
from hograph.curation.values import Comparison, Frequency, MeasuredValue, Proviso, Qualifiers, Timing
from hograph.extraction.arguments import Argument, People, Sentence
from hograph.extraction.context import clause_end
from hograph.extraction.kinds import Kinds
from hograph.extraction.patterns import QuantityKind
from hograph.extraction.quantities import Quantity as Amount
from hograph.extraction.quantities import quantities
from hograph.extraction.relate import Relation
from hograph.extraction.wording import comparisons, contexts, relations, worded

KINDS = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:types|forms|categories|kinds|syndromes|subtypes|groups|classes|variants)\b", re.IGNORECASE
)
UNITS = {"min": "M", "h": "H", "d": "D", "wk": "W", "mo": "M", "a": "Y"}
AFTER = re.compile(
    r"\s*(?:\w+ )?(?P<how>after|following|post|from|of|since|before|prior to|earlier than)\b", re.IGNORECASE
)
LASTING = re.compile(
    r"\b(?:for|over|during|lasting|lasts?|a course of|took|takes|wait(?:ing)?)\s+(?:\w+ ){0,2}$", re.IGNORECASE
)
BEFORE_IT = re.compile(
    r"\b(?P<how>in|on|at|of|by|with|using|among|for|during|after|following|within|around|through|via)\s+"
    r"(?:the\s+|an?\s+|their\s+|his\s+|her\s+)?(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Qualifier:
    """Finds what qualifies the relations of a sentence.

    Attributes:
        kinds: of terms, for what a qualifier may be.
        people: which population has which condition.
        topic: the condition that the text speaks of.
        over: words of the heading or lead-in over an item, or nothing.
    """

    kinds: Kinds
    people: People
    topic: str
    over: str = ""

    def of(self, relation: Relation, sentence: Sentence, place: tuple[int, int]) -> Qualifiers:
        """What qualifies a relation.

        Args:
            relation: subject, predicate and object.
            sentence: in which it is stated.
            place: where, in the block.
        """
        start, end = _clause(sentence, place)
        text = sentence.text
        near = relation.trigger[0] if relation.trigger[0] >= 0 else place[0]
        amounts = quantities(text[start:end])
        if relation.predicate in relations("plain"):
            return Qualifiers(value=self._count(relation, text, start, amounts))
        used = {one.start for one in (relation.subject, relation.object, relation.using) if one}
        within = [one for one in sentence.arguments if start <= one.start and one.end <= end and not one.compared]
        free = [one for one in within if one.start not in used]
        context: dict[str, Any] = {}
        for name, term in self._context(relation, sentence, free, place):
            context.setdefault(name, term)
        timing = self._timing(text, start, amounts, sentence.arguments)
        if timing is None and relation.predicate not in {"associatedWith", "indicatedBy"}:
            timing = self._event(text, [one for one in free if place[0] <= one.start <= place[1] + REACH])
        rated = relation.predicate in relations("rated")
        strength = worded("strength", text, start, end, near) if relation.predicate != "hasSymptom" else None
        return Qualifiers(
            **context,
            timing=timing,
            frequency=self._frequency(relation, text, (start, end), near, amounts, context.get("population")),
            value=self._value(relation, text, start, amounts),
            comparison=_comparison(relation, text, start, end, sentence.arguments),
            severity=_token(Severity, self._beside("severity", relation, text, start)),
            strength=_token(Strength, strength),
            modality=_token(Modality, self._rated(text, start, end, near)) if rated else None,
            when=tuple(self._provisos(relation, sentence)),
        )

    def _rated(self, text: str, start: int, end: int, near: int) -> str | None:
        return worded("modality", text, start, end, near) or worded("modality", self.over, 0, len(self.over), 0)

    def _context(
        self, relation: Relation, sentence: Sentence, free: list[Argument], place: tuple[int, int]
    ) -> Iterator[tuple[str, str]]:
        """Population, site, stage, means and condition, each by what stands before it and is of its kind; the first of each."""
        lesions = self.kinds.of("Lesion")
        if relation.using:
            yield "using", relation.using.term
        about_lesion = relation.subject.term in lesions or relation.object.term in lesions
        if relation.predicate in relations("in-its-course") and not about_lesion:
            yield "condition", self.topic
        for one in free:
            ahead = one.end <= place[0] and "," in sentence.text[one.end : place[0]] and one is sentence.arguments[0]
            if not ahead and (one.start - place[1] > REACH or place[0] - one.end > len("in the ")):
                continue
            before = BEFORE_IT.search(sentence.text, max(sentence.start, one.start - REACH), one.start)
            how = before["how"].lower() if before else ""
            for name, kind, words, without in contexts():
                fit = one.fitting(self.kinds.of(kind))
                if fit and fit.term != ANYBODY and how in words and relation.predicate not in without:
                    people = self.people.with_(fit.term) if name == "condition" and how == "in" else None
                    yield ("population", people) if people else (name, fit.term)
                    break

    def _beside(self, name: str, relation: Relation, text: str, start: int) -> str | None:
        """The value that words right before the object, or before the trigger, give."""
        one = relation.object
        if one.named and (value := worded(name, text, max(start, one.start - 16), one.end, one.start)):
            return value
        first = relation.trigger[0]
        return worded(name, text, max(start, first - 12), first + 12, first) if first >= 0 else None

    def _frequency(
        self,
        relation: Relation,
        text: str,
        clause: tuple[int, int],
        near: int,
        amounts: list[Amount],
        population: str | None,
    ) -> Frequency | None:
        rank = worded("frequency", text, *clause, near) or worded("frequency", self.over, 0, len(self.over), 0)
        shares = [
            q
            for q in amounts
            if q.kind is QuantityKind.SHARE and all(0 <= v <= 1 for v in (q.low, q.high) if v is not None)
        ]
        share = shares[0] if len(shares) == 1 and relation.predicate in relations("counted") else None
        if rank is None and share is None:
            return None
        lesions = self.kinds.of("Lesion")
        of = next((one.term for one in (relation.subject, relation.object) if one.term in lesions), None)
        if relation.predicate in {"treats", "indicatedBy"}:
            of = relation.subject.term
        among = relation.object.term if relation.predicate == "affectsPopulation" else population
        ends = (
            {"min": _number(share.low), "max": _number(share.high), "approximate": share.approximate} if share else {}
        )
        return Frequency(
            rank=_token(FrequencyRank, rank),
            of=of if share or relation.predicate in relations("ranked-of") else None,
            among=among,
            **ends,
        )

    def _timing(self, text: str, start: int, amounts: list[Amount], arguments: Iterable[Argument]) -> Timing | None:
        """A duration with the event that it is measured from, or how long something lasts."""
        for amount in amounts:
            if amount.kind is not QuantityKind.DURATION or amount.unit not in UNITS:
                continue
            low, high = (_duration(value, amount.unit) for value in (amount.low, amount.high))
            if not low and not high:
                continue
            behind = AFTER.match(text, start + amount.end)
            if behind:
                anchor = next((one for one in arguments if 0 <= one.start - behind.end() <= REACH), None)
                relation = (
                    TimingRelation.BEFORE
                    if behind["how"].lower() in {"before", "prior to", "earlier than"}
                    else TimingRelation.AFTER
                )
                return Timing(
                    min=low,
                    max=high,
                    relation=relation,
                    anchor=anchor.term if anchor else "UnstatedEvent",
                    approximate=amount.approximate,
                )
            if LASTING.search(text, start, start + amount.start):
                return Timing(min=low, max=high, relation=TimingRelation.LASTING, approximate=amount.approximate)
        return None

    def _event(self, text: str, free: list[Argument]) -> Timing | None:
        """After, before or during something that the clause names and the claim itself does not."""
        for one in free:
            before = EVENT.search(text, max(one.start - REACH, 0), one.start)
            fit = one.fitting(self.kinds.of("Stressor|LesionMaturation"))
            if before and fit:
                relation = (
                    TimingRelation.BEFORE
                    if before["how"].lower().startswith(("before", "prior"))
                    else TimingRelation.AFTER
                )
                return Timing(relation=relation, anchor=fit.term)
        return None

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


ANYBODY = "GeneralPopulation"
"""The population that narrows nothing."""
REACH = 40
"""So many characters away an event may stand."""
EVENT = re.compile(
    r"\b(?P<how>after|following|before|prior to|subsequent to|until)\s+(?:the\s+|an?\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


T = TypeVar("T", bound=Token)


def _token(kind: type[T], value: str | None) -> T | None:
    return kind(value) if value else None


def _clause(sentence: Sentence, place: tuple[int, int]) -> tuple[int, int]:
    """The part of a sentence between words that set one thing against another."""
    start, end = sentence.start, sentence.end
    for match in clause_end("qualifier").finditer(sentence.text, sentence.start, sentence.end):
        if match.end() <= place[0]:
            start = match.end()
        elif match.start() >= place[1]:
            end = match.start()
            break
    return start, end


def _comparison(
    relation: Relation, text: str, start: int, end: int, arguments: Iterable[Argument]
) -> Comparison | None:
    if relation.predicate == "hasPredilectionFor" and relation.object.term in OTHER:
        return Comparison(than=OTHER[relation.object.term], aspect=Quantity.FREQUENCY, direction=Direction.HIGHER)
    than = next((one for one in arguments if one.compared and start <= one.start < end and len(one.terms) == 1), None)
    if than is None:
        return None
    for pattern, aspect, direction in comparisons():
        if pattern.search(text, start, than.start):
            return Comparison(than=than.term, aspect=aspect, direction=direction)
    return None


OTHER = {"Male": "Female", "Female": "Male"}


def _duration(value: float | None, unit: str) -> str | None:
    """An ISO 8601 duration of whole units; None where there is no value, or it is not whole."""
    if value is None or value != int(value) or value == 0:
        return None
    return f"P{'T' if unit in {'min', 'h'} else ''}{int(value)}{UNITS[unit]}"


def _number(value: float | None) -> Any:  # noqa: ANN401
    """A number as the claims have it: the decimal that it was written as."""
    return None if value is None else Decimal(str(value))
