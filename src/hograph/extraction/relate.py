"""The relations that a sentence states: a trigger, what stands on either side of it, and the licence that fits their kinds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.rules import Licence, Part, Rule, RuleBook

BOUND = re.compile(
    r";|\b(?:but|however|although|though|whereas|while|because|since|so that|unless|except|rather than|than)\b",
    re.IGNORECASE,
)
"""Beyond these words, an object belongs to something else."""
BESIDE = re.compile(
    r"^\s*(?:(?:the|an?|both|either|any|all|some|his|her|their|its|one or more|of)\s+)*(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""What may stand between a trigger and an argument right beside it."""
CLOSE = re.compile(r"^[\s,]*(?:\([^()]*\)\s*)?$")
"""What may stand before a trigger, behind an argument right beside it."""


@dataclass(frozen=True)
class Trigger:
    """Words of a sentence that state a relation, by a rule."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True)
class Relation:
    """A relation between two arguments, and what states it.

    Attributes:
        subject, object: the arguments.
        predicate: local name of the relation.
        rule: that found it.
        trigger: its place, (-1, -1) where a heading states it.
        using: what serves as means, or None.
    """

    subject: Argument
    predicate: str
    object: Argument
    rule: Rule
    trigger: tuple[int, int] = (-1, -1)
    using: Argument | None = None

    @property
    def places(self) -> list[tuple[int, int]]:
        """Where it is stated, in the block: trigger and arguments, as far as they are named."""
        named = [one for one in (self.subject, self.object, self.using) if one and one.named]
        places = [(one.start, one.end) for one in named]
        return [*places, self.trigger] if self.trigger[0] >= 0 else places


@dataclass(frozen=True)
class Relater:
    """Finds the relations of sentences by the rules.

    Attributes:
        book: the rules.
        known: kinds of terms, as sets, by name.
    """

    book: RuleBook
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def triggers(self, sentence: Sentence) -> list[Trigger]:
        """The triggers of a sentence, in order; where two overlap, the longer one counts, then the one that begins first."""
        found = [
            Trigger(rule, *match.span())
            for rule in self.book.relations
            for match in rule.pattern.finditer(sentence.text, sentence.start, sentence.end)
        ]
        kept: list[Trigger] = []
        for one in sorted(found, key=lambda t: (t.start - t.end, t.start)):
            rivals = [t for t in kept if t.start < one.end and one.start < t.end]
            if all((t.start, t.end) == (one.start, one.end) for t in rivals):
                kept.append(one)
        return sorted(kept, key=lambda t: t.start)

    def relations(self, sentence: Sentence, about: tuple[str, ...]) -> list[Relation]:
        """What a sentence states.

        Args:
            sentence: with its arguments.
            about: what the text around it speaks of, the nearest first: a term above in the list, the topic of the document.
        """
        found: list[Relation] = []
        triggers = self.triggers(sentence)
        for trigger in triggers:
            for licence in trigger.rule.licences:
                made = list(self._licensed(sentence, trigger, licence, about, triggers))
                if made:
                    found += made
                    break
        return found

    def _licensed(
        self, sentence: Sentence, trigger: Trigger, licence: Licence, about: tuple[str, ...], triggers: list[Trigger]
    ) -> Iterator[Relation]:
        sides: dict[Part, list[Argument]] = {}
        for part in (licence.subject, licence.object, *([licence.using] if licence.using else [])):
            sides[part] = self._side(sentence, trigger, part, about, triggers)
            if not sides[part]:
                return
        means = sides[licence.using] if licence.using else [None]
        for subject, object_, using in product(sides[licence.subject], sides[licence.object], means):
            if subject.term != object_.term:
                yield Relation(subject, licence.predicate, object_, trigger.rule, (trigger.start, trigger.end), using)

    def _side(
        self, sentence: Sentence, trigger: Trigger, part: Part, about: tuple[str, ...], triggers: list[Trigger]
    ) -> list[Argument]:
        kind = self.book.kinds.of(part.kind)
        found: list[Argument] = []
        if part.side == "L":
            found = self._left(sentence, trigger, kind)
        elif part.side == "R":
            found = self._right(sentence, trigger, kind, triggers)
        if not found and (part.optional or part.side == "T"):
            found = [Argument((term,), how="topic") for term in about if term in kind][:1]
        return found

    def _left(self, sentence: Sentence, trigger: Trigger, kind: frozenset[str]) -> list[Argument]:
        for group in reversed(sentence.groups):
            inside = [one for one in group if one.end <= trigger.start]
            if not inside:
                continue
            if trigger.rule.near and not CLOSE.match(sentence.text[inside[-1].end : trigger.start]):
                return []
            if fitting := _fitting(inside, kind):
                return fitting
            if trigger.rule.near:
                return []
        return []

    def _right(
        self, sentence: Sentence, trigger: Trigger, kind: frozenset[str], triggers: list[Trigger]
    ) -> list[Argument]:
        others = [t.start for t in triggers if t.start >= trigger.end and not t.rule.near]
        for group in sentence.groups:
            inside = [one for one in group if one.start >= trigger.end]
            if not inside:
                continue
            between = sentence.text[trigger.end : inside[0].start]
            if BOUND.search(between) or (trigger.rule.near and not BESIDE.match(between)):
                return []
            if fitting := _fitting(inside, kind):
                return fitting
            if trigger.rule.near or any(start <= inside[0].start for start in others):
                return []
        return []


def _fitting(group: list[Argument], kind: frozenset[str]) -> list[Argument]:
    return [fit for one in group if (fit := one.fitting(kind))]
