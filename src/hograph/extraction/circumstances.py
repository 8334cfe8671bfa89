"""Under which circumstances a claim holds: in whom, where, at which stage, by what means, in what condition."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.conditions import MADE_FOR
from hograph.extraction.kinds import Kinds
from hograph.extraction.people import People
from hograph.extraction.relate import Relation
from hograph.extraction.timing import REACH, in_time
from hograph.extraction.wording import contexts, forms, relations, without_state

ANYBODY = {"GeneralPopulation", "AgeGroup"}
"""Populations that narrow nothing."""
BEFORE_IT = re.compile(
    r"\b(?P<how>in|on|at|of|by|with|using|among|for|during|over|within|around|through|via)\s+"
    r"(?:the\s+|an?\s+|their\s+|his\s+|her\s+)?(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
"""The word behind which something stands, with at most one word between."""
REASON = re.compile(rf"{MADE_FOR.pattern}\s+(?:an?\s+|the\s+)?(?:\w+\s+)?$", re.IGNORECASE)
"""Before the reason for which a test was made that found something else."""
APART = re.compile(r"[,;:(]|\b(?:is|are|was|were|may|can|might|could|has|have|had|will)\b", re.IGNORECASE)
"""Behind these, what stands behind a claim is no part of it."""
EARLY = re.compile(r"early|late", re.IGNORECASE)
"""Words that tell when a treatment is given rather than at which stage."""
SITES = "AnatomicalEntity-BoneTissue-HeterotopicBoneTissue-AbnormalTissue"
ANOTHER = re.compile(r"\s*(?:,|\b(?:and|or)\b)", re.IGNORECASE)
PART_OF = re.compile(r"\s+(?:of|in)\s+(?:the\s+|both\s+|an?\s+)?(?:\w+\s+)?", re.IGNORECASE)
"""Between a site and the one that holds it."""


@dataclass(frozen=True)
class Circumstances:
    """Finds the circumstances of the relations of a sentence.

    Attributes:
        kinds: of terms.
        people: which population has which condition.
        topic: the condition that the text speaks of.
        studied: in whom the study was done that the sentence reports, or None.
    """

    kinds: Kinds
    people: People
    topic: str
    studied: str | None

    def of(
        self, relation: Relation, sentence: Sentence, free: list[Argument], place: tuple[int, int]
    ) -> dict[str, str]:
        """Qualifier to the term that it is, the first that is found for each.

        Args:
            relation: subject, predicate and object.
            sentence: in which it is stated.
            free: what is named there beside subject and object.
            place: where the relation stands, in the block.
        """
        found: dict[str, str] = {}
        for name, term in self._found(relation, sentence, free, place):
            found.setdefault(name, term)
        return found

    def _found(
        self, relation: Relation, sentence: Sentence, free: list[Argument], place: tuple[int, int]
    ) -> Iterator[tuple[str, str]]:
        if relation.using:
            yield "using", relation.using.term
        for part in (relation.subject, relation.object):
            if form := forms().get(part.term):
                yield form.qualifier, form.value
        for one in free:
            if REASON.search(sentence.text, sentence.start, one.start):
                if fit := one.fitting(self.kinds.of("Condition")):
                    yield "condition", fit.term
            elif _another(one, relation, sentence) or in_time(sentence, one):
                continue
            elif self._near(one, sentence, place, _listed(relation, sentence)):
                yield from self._narrowing(one, relation, sentence)
        if relation.predicate in relations("seen-by"):
            yield from self._means(relation, sentence, free)
        if relation.predicate == "occursIn":
            yield from self._in_site(relation, sentence)
        if (
            self.studied
            and relation.predicate in relations("studied")
            and not self._said_already(self.studied, relation)
        ):
            yield "population", self.studied
        if self._in_its_course(relation, sentence):
            yield "condition", without_state(self.topic)

    def _near(self, one: Argument, sentence: Sentence, place: tuple[int, int], listed: list[Argument]) -> bool:
        """Whether something stands within what states a claim, right beside it, or at the head of the sentence."""
        text = sentence.text
        if one.end <= place[0]:
            head = re.search("[,:]", text[one.end : place[0]]) and one is sentence.arguments[0]
            return bool(head) or place[0] - one.end <= len("in the ")
        end = max(place[1], *(other.end for other in listed if other.end <= one.start), place[1])
        nearer = [other for other in sentence.arguments if end <= other.start and other.end <= one.start]
        if any(not BEFORE_IT.search(text, end, other.start) for other in nearer):
            return False
        return one.start <= end or (one.start - end <= REACH and not APART.search(text, end, one.start))

    def _narrowing(self, one: Argument, relation: Relation, sentence: Sentence) -> Iterator[tuple[str, str]]:
        """What something says by the word before it and by its kind."""
        before = BEFORE_IT.search(sentence.text, max(sentence.start, one.start - REACH), one.start)
        how = before["how"].lower() if before else ""
        for context in contexts():
            fit = one.fitting(self.kinds.of(context.kind))
            if fit and fit.term not in ANYBODY and how in context.behind and context.allows(relation.predicate):
                if context.name == "site" and how == "of" and not _attached(one, relation, sentence):
                    return
                if context.name == "site" and relation.object.term in self.kinds.of("HeterotopicBoneFormation"):
                    return
                if context.name == "stage" and sentence.text[: one.start].endswith("as "):
                    return
                if (
                    context.name == "stage"
                    and EARLY.fullmatch(sentence.text, one.start, one.end)
                    and relation.predicate in relations("given")
                ):
                    return
                people = context.name == "condition" and how == "in" and fit.term not in self.kinds.of("Lesion")
                whose = self.people.with_(fit.term) if people else None
                name, term = ("population", whose) if whose else (context.name, fit.term)
                if not self._said_already(term, relation):
                    yield name, term
                return

    def _said_already(self, term: str, relation: Relation) -> bool:
        """Whether subject or object say the same: that people have what they are said to have."""
        named = {relation.subject.term, relation.object.term}
        return term in named or bool({self.people.with_(one) for one in named} & {term})

    def _means(self, relation: Relation, sentence: Sentence, free: list[Argument]) -> Iterator[tuple[str, str]]:
        """The one test by which a finding is seen that the clause names, else the label of the item; what watching is done by."""
        tests = self.kinds.of("DiagnosticProcedure")
        first, last = relation.trigger
        if relation.predicate == "requiresMonitoringFor":
            tests = self.kinds.of("DiagnosticProcedure|Intervention")
            free = [one for one in sentence.arguments if first <= one.start and one.end <= last]
        named = {fit.term for one in free if (fit := one.fitting(tests))}
        label = sentence.label
        if len(named) == 1:
            yield "using", named.pop()
        elif label and (fit := label.fitting(tests)):
            yield "using", fit.term

    def _in_site(self, relation: Relation, sentence: Sentence) -> Iterator[tuple[str, str]]:
        """The site that holds the object, or that it holds: the muscle of the leg."""
        object_, sites = relation.object, self.kinds.of(SITES)
        listed = [one for one in _listed(relation, sentence) if one.fitting(sites)]
        if not listed or object_.start not in {one.start for one in listed}:
            return
        behind = [one for one in sentence.arguments if one.start >= object_.end][:1]
        others = [[one for one in group if one.fitting(sites) and one != object_] for group in sentence.groups]
        for start in sorted({listed[0].start, object_.start}):
            for one in [one for one in sentence.arguments if one.end <= start][-1:]:
                if PART_OF.fullmatch(sentence.text, one.end, start) and (fit := one.fitting(sites)):
                    yield "site", fit.term
        for one in behind:
            fits = PART_OF.fullmatch(sentence.text, object_.end, one.start) and [one] in others
            if fits and (fit := one.fitting(sites)):
                yield "site", fit.term

    def _in_its_course(self, relation: Relation, sentence: Sentence) -> bool:
        """Whether a relation of other things holds in the course of the lesion: neither they nor what is listed with them is the lesion."""
        if relation.predicate == "requiresCautionIn":
            return relation.object.term in self.kinds.of("LesionStage")
        if relation.predicate == "causes":
            return relation.subject.term in self.kinds.of(
                "BiologicalProcess"
            ) and relation.object.term in self.kinds.of("Finding")
        if relation.predicate == "associatedWith":
            return {relation.subject.term, relation.object.term} <= self.kinds.of("Finding")
        lesions = self.kinds.of("Lesion")
        listed = any({*one.terms} <= lesions for one in _listed(relation, sentence))
        itself = relation.subject.term in lesions or relation.object.term in lesions
        return relation.predicate in relations("in-its-course") and not listed and not itself


def _listed(relation: Relation, sentence: Sentence) -> list[Argument]:
    """What stands in one list with the object."""
    return [one for group in sentence.groups if relation.object.start in {o.start for o in group} for one in group]


def _attached(one: Argument, relation: Relation, sentence: Sentence) -> bool:
    """Whether something behind `of` is of the subject, the object or the relation, and not of something else before it."""
    before = [other for other in sentence.arguments if other.end <= one.start]
    near = before[-1] if before else None
    return (
        near is None
        or near.start in {relation.subject.start, *(other.start for other in _listed(relation, sentence))}
        or near.end <= relation.trigger[0] < one.start
    )


def _another(one: Argument, relation: Relation, sentence: Sentence) -> bool:
    """Whether something stands between the words of a relation and its object as one more of a list: in burns, after surgery."""
    parts = [part.start for part in (relation.subject, relation.object) if part.start >= relation.trigger[1]]
    between = any(relation.trigger[1] <= one.start and one.end <= start for start in parts)
    return between and bool(ANOTHER.match(sentence.text, one.end))
