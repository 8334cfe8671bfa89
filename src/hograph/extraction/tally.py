"""How often a claim holds, of what and among what: by words of frequency and by shares."""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hograph.curation.tokens import FrequencyRank
from hograph.curation.values import Frequency
from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.kinds import Kinds
from hograph.extraction.patterns import QuantityKind
from hograph.extraction.people import People
from hograph.extraction.quantities import Quantity
from hograph.extraction.relate import Relation
from hograph.extraction.wording import Said, counted_nouns, relations, said, worded

OF = re.compile(r"\s*\)?\s*of\s+(?:the\s+|all\s+|these\s+)*", re.IGNORECASE)
"""Between a share and what it is a share of."""
SURFACE = re.compile(
    r"\s*(?:of\s+(?:the\s+)?(?:total\s+)?(?:body|skin)|total\s+body\s+surface|oxygen|TBSA|(?:[\w-]+[\s-]thickness\s+)?burns?)\b",
    re.IGNORECASE,
)
"""Behind shares that count no cases: of the body surface."""
VERSUS = re.compile(r"\s*(?:versus|vs\.?|compared (?:with|to)|against)\s*", re.IGNORECASE)
LISTED = re.compile(r"(?:,|\b(?:and|or))\s*,?\s*$", re.IGNORECASE)
"""Before a word of frequency that belongs to the next of a list only: in burns and, less often, strokes."""
NEXT = re.compile(r",?\s*(?:(?:in|of|at|on|the|an?|also)\s+)*", re.IGNORECASE)
"""Between such a word and what it belongs to."""
MANY = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:of\s+)?(?:(?:the|these|all)\s+)*", re.IGNORECASE)
"""Between a word for how many and what is counted: most (80 %) of the lesions."""
IS = re.compile(r"\s*(?:is|are|was|were|remains?)\s+(?:\w+\s+)?", re.IGNORECASE)
"""Between what is common or rare and the word that says so."""
OR = re.compile(r"\s*,?\s*\bor\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
IN_CASES = re.compile(r"in (?:many|most|some|certain|all)\b", re.IGNORECASE)
"""Words of frequency that count cases, and not how often something is done in one."""
SELDOM = {FrequencyRank.UNCOMMON, FrequencyRank.RARE, FrequencyRank.VERY_RARE}


@dataclass(frozen=True)
class Tally:
    """Finds how often the relations of a sentence hold.

    Attributes:
        kinds: of terms.
        people: which population has which condition.
        over: words of the heading or lead-in over an item, or nothing.
    """

    kinds: Kinds
    people: People
    over: str = ""

    def of(
        self,
        relation: Relation,
        sentence: Sentence,
        clause: tuple[int, int],
        amounts: list[Quantity],
        population: str | None,
    ) -> Frequency | None:
        """How often a relation holds; None where nothing is said of it.

        Args:
            relation: subject, predicate and object.
            sentence: in which it is stated.
            clause: the part of the sentence that may speak of it.
            amounts: the quantities of the clause, by their places in it.
            population: in whom it holds.
        """
        if relation.predicate in relations("uncounted"):
            return None
        word = self._word(relation, sentence, clause)
        rank = word.value if word else worded("frequency", self.over, 0, len(self.over), 0)
        share = self._share(relation, sentence, clause[0], amounts)
        order = ordered(relation, sentence)
        if order is not None and order > 1:
            rank = share = None
        if rank is None and share is None and order is None:
            return None
        ends: dict[str, Any] = {}
        if share:
            ends = {"min": fraction(share.low), "max": fraction(share.high), "approximate": share.approximate}
        held = FrequencyRank(rank) if rank else None
        if (share or held is FrequencyRank.MAJORITY) and _either(relation, sentence):
            return None
        of, among = self._counted(relation, sentence, held, word, clause[0] + share.end if share else None, population)
        return Frequency(rank=held, order=order, of=of, among=among, **ends)

    def _word(self, relation: Relation, sentence: Sentence, clause: tuple[int, int]) -> Said | None:
        """The nearest word of frequency that speaks of the relation."""
        place = relation.trigger[0] if relation.trigger[0] >= 0 else relation.places[0][0]
        found = [one for one in said("frequency", sentence.text, *clause) if _speaks(one, relation, sentence)]
        return min(found, key=lambda one: (abs(one.start - place), one.value), default=None)

    def _share(self, relation: Relation, sentence: Sentence, start: int, amounts: list[Quantity]) -> Quantity | None:
        """The only share that counts cases, of two that are held against each other the first."""
        if relation.predicate not in relations("counted"):
            return None
        shares = [
            one
            for one in amounts
            if one.kind is QuantityKind.SHARE
            and all(0 <= end <= 1 for end in (one.low, one.high) if end is not None)
            and not SURFACE.match(sentence.text, start + one.end)
        ]
        if len(shares) == 2 and VERSUS.fullmatch(sentence.text, start + shares[0].end, start + shares[1].start):
            shares = shares[:1]
        whole = _of_them(sentence, start + shares[0].end) if len(shares) == 1 else None
        if whole and relation.predicate == "affectsPopulation" and whole.start != relation.object.start:
            return None
        return shares[0] if len(shares) == 1 else None

    def _counted(
        self,
        relation: Relation,
        sentence: Sentence,
        rank: FrequencyRank | None,
        word: Said | None,
        share: int | None,
        population: str | None,
    ) -> tuple[str | None, str | None]:
        """Of what a frequency is, and among what."""
        subject, predicate, object_ = relation.subject.term, relation.predicate, relation.object.term
        lesions = self.kinds.of("Lesion")
        lesion = next((term for term in (subject, object_) if term in lesions), None)
        whole = _of_them(sentence, share) if share else None
        if word and not whole and MANY.fullmatch(sentence.text, word.end, max(relation.subject.start, word.end)):
            whole = relation.subject if rank is FrequencyRank.MAJORITY else None
        if predicate in relations("outcomes") and (share or _said_of(relation.object, word, sentence)):
            return object_, (self.people.with_(subject) or subject) if subject in lesions else subject
        if predicate == "resolvesBy":
            return object_, subject if whole else population
        if predicate in {"treats", "indicatedBy"}:
            if word and IN_CASES.match(sentence.text, word.start) and rank not in SELDOM:
                return None, None
            among = self.people.with_(object_) if predicate == "treats" and rank in SELDOM else None
            return (subject, among) if relation.trigger[0] >= 0 else (None, None)
        if predicate == "causes":
            named = word is None or bool(_counts(word, sentence.text))
            return (lesion, lesion) if whole or share else (None, object_ if named else None)
        if predicate == "affectsPopulation":
            within = share or rank is not FrequencyRank.MOST_COMMON
            return lesion, object_ if within and object_ != "GeneralPopulation" else None
        of = lesion if share or predicate in relations("ranked-of") else None
        return of, whole.term if whole and of else population


def ordered(relation: Relation, sentence: Sentence) -> int | None:
    """The place of a site among all by frequency: 2 for what comes next; None where none is told."""
    if relation.predicate != "occursIn" or relation.trigger[0] < 0:
        return None
    places = [*relation.places, relation.trigger]
    start, end = min(first for first, _ in places), max(last for _, last in places)
    order = worded("order", sentence.text, start, min(end + len(" and foremost"), sentence.end), relation.object.start)
    return int(order) if order else None


def _either(relation: Relation, sentence: Sentence) -> bool:
    """Whether a site is one of several of which a share is that of all together: most arise in the thigh or arm."""
    if relation.predicate != "occursIn":
        return False
    group = next((group for group in sentence.groups if relation.object.start in {one.start for one in group}), ())
    return any(OR.fullmatch(sentence.text, one.end, other.start) for one, other in pairwise(group))


def _speaks(word: Said, relation: Relation, sentence: Sentence) -> bool:
    """Whether a word of frequency may speak of a relation: not of a noun of other relations, nor of one of a list that is not of it."""
    text = sentence.text
    if counted := _counts(word, text):
        return relation.predicate in counted
    if LISTED.search(text, sentence.start, word.start):
        match = NEXT.match(text, word.end)
        behind = match.end() if match else word.end
        bound = next((one for one in sentence.arguments if one.start == behind), None)
        if bound:
            return bound.start in {relation.subject.start, relation.object.start}
    return True


def _of_them(sentence: Sentence, end: int) -> Argument | None:
    """What a share is a share of: what stands behind it and `of`."""
    match = OF.match(sentence.text, end)
    return next((one for one in sentence.arguments if match and one.start == match.end()), None)


def _said_of(one: Argument, word: Said | None, sentence: Sentence) -> bool:
    """Whether a word of frequency is said of something: recurrence *is common*."""
    if word is None or not one.named or _counts(word, sentence.text):
        return False
    return bool(one.end <= word.start and IS.fullmatch(sentence.text, one.end, word.start))


def _counts(word: Said, text: str) -> frozenset[str]:
    """The relations whose frequency a word tells by the noun behind it; none where no such noun is there."""
    return next((of for noun, of in counted_nouns() if noun.match(text, word.end)), frozenset())


def fraction(value: float | None) -> Decimal | None:
    """A share as claims have it: two thirds as 0.67, others as they were written."""
    if value is None:
        return None
    written = Decimal(str(value))
    exponent = written.as_tuple().exponent
    return round(written, 2) if isinstance(exponent, int) and exponent < -6 else written
