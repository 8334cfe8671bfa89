"""What a sentence hints at: a cue anywhere in a clause, and the nearest terms of the kinds that go with it.

`hints.yaml` has the cues; a hint without any goes by the kind of a term alone, and comes last. They are heeded where no rule of
relations says how terms are related, and only in documents of which the rules hear little: what they leave out of a document that they
hear well is most often rightly left out. What is proposed so is right about as often as not, and has a low confidence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from hograph.extraction.anchors import Anchors
from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.frames import Frame, licensed
from hograph.extraction.items import tells_when
from hograph.extraction.relate import Relation
from hograph.extraction.rules import Licence, Part, Rule, RuleBook

HEARD = 0.7
"""The share of a document's sentences from which on hints are not heeded, if the rules know what so many of them state."""
APART = re.compile(r";\s|\b(?:whereas|while|although|though)\b|,\s+but\b", re.IGNORECASE)
"""Between clauses of which each has its own cue and terms."""
WITHIN = r"(?:(?!\b(?:is|are|was|were|has|have|had|may|can|will|which|who|that|but|because|if|when|than|after|before)\b)[^;:])"
LISTED = re.compile(
    rf"{WITHIN}{{0,60}}?(?:,|/|\b(?:and|or|nor|plus|as well as)\b){WITHIN}{{0,40}}",
    re.IGNORECASE,
)
"""Between two of one list, of which each may have words of its own around it."""
FARTHEST = 12
"""So many words lie at most between a cue and a term that it goes with."""
IMPLIED = 6
"""What the text speaks of is as far from a cue as so many words."""
NEARNESS = 0.95
"""What is left of the likelihood of a hint with each word that stands between cue and terms."""


@dataclass(frozen=True)
class Hints:
    """Finds what sentences hint at.

    Attributes:
        book: the rules.
    """

    book: RuleBook

    @cached_property
    def _cued(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.book.hints if rule.triggers)

    @cached_property
    def _bare(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.book.hints if not rule.triggers)

    @cached_property
    def _where(self) -> frozenset[str]:
        return self.book.kinds.of("Lesion|AnatomicalEntity|Population")

    @cached_property
    def _anchors(self) -> Anchors:
        return Anchors(rule.words for rule in self._cued)

    def heeded(self, sentences: Iterable[tuple[Sentence, list[Relation]]]) -> bool:
        """Whether the rules hear so little of a document that hints are worth it.

        Args:
            sentences: of the document, each with what the rules say that it states. Those that name nothing but lesions and places do
                not count.
        """
        silent = self.book.kinds.of("Lesion|AnatomicalEntity")
        telling = [
            bool(relations)
            for sentence, relations in sentences
            if any(one.how != "pronoun" and not silent.issuperset(one.terms) for one in sentence.arguments)
        ]
        return sum(telling) <= HEARD * len(telling)

    def relations(
        self, sentence: Sentence, frame: Frame, about: tuple[str, ...], stated: Iterable[Relation]
    ) -> list[Relation]:
        """The likeliest relations of terms that are not yet related: by the heading over them, then those nearest to a cue.

        Args:
            sentence: with its arguments.
            frame: what stands over it.
            about: what the text around it speaks of, the nearest first.
            stated: what the sentence is known to state.
        """
        if sentence.text[sentence.start : sentence.end].rstrip().endswith(("?", ":")):
            return []  # a question states nothing, and what leads in is completed by what follows
        known = list(stated)
        found = list(_under(sentence, frame, known))
        taken = {one.pair for one in (*known, *found)}
        spoken = _spoken((*known, *found))
        for _, made in sorted(self._possible(sentence, about), key=lambda one: -one[0]):
            fresh = [one for one in made if one.pair not in taken and not _only_implied(one, spoken)]
            taken |= {one.pair for one in fresh}
            spoken |= _spoken(fresh)
            found += fresh
        return found

    def _possible(self, sentence: Sentence, about: tuple[str, ...]) -> Iterator[tuple[float, list[Relation]]]:
        """What each cue may hint at, with how likely it is."""
        if all(one.how == "pronoun" for one in sentence.arguments):
            return
        for rule, place in (*self._places(sentence, about), *self._named(sentence)):
            for licence in rule.licences:
                far, made = _licensed(sentence, rule, licence, place, about)
                if made:
                    yield rule.confidence * NEARNESS ** (far if rule.triggers else far + FARTHEST), made
                    break

    def _places(self, sentence: Sentence, about: tuple[str, ...]) -> Iterator[tuple[Rule, tuple[int, int]]]:
        """Where cues stand."""

        def wanted(number: int) -> bool:
            return bool(self._cued[number].able(sentence.terms, about))

        for number, match in self._anchors.finditer(sentence.text, sentence.start, sentence.end, wanted):
            yield self._cued[number], match.span()

    def _named(self, sentence: Sentence) -> Iterator[tuple[Rule, tuple[int, int]]]:
        """Where terms stand of the kinds of which hints need no cue, in sentences that name nothing else but where and in whom."""
        for rule in self._bare:
            kinds = frozenset[str]().union(*(part.terms for part in rule.licences[0].parts))
            named = [one for one in sentence.arguments if one.how != "pronoun"]
            if all(any(term in kinds or term in self._where for term in one.terms) for one in named):
                yield from ((rule, (one.start, one.end)) for one in named if one.fitting(kinds, had=True))


def _under(sentence: Sentence, frame: Frame, stated: list[Relation]) -> Iterator[Relation]:
    """What the heading over a sentence says of what it names and does not relate itself."""
    if frame.rule is None or frame.rule.prose is None:
        return
    rule = replace(frame.rule, id=f"{frame.rule.id}-in-prose", confidence=frame.rule.prose)
    spoken = _spoken(stated)
    free = [one for one in sentence.arguments if one.start not in spoken and one.how != "pronoun" and not one.compared]
    free = [one for one in free if frame.rule.labels or not tells_when(sentence, one)]
    for subject, predicate, object_ in licensed(frame, free):
        yield Relation(subject, predicate, object_, rule)


def _spoken(relations: Iterable[Relation]) -> set[int]:
    """Where arguments begin that are named in relations."""
    return {side.start for one in relations for side in (one.subject, one.object) if side.named}


def _only_implied(relation: Relation, spoken: set[int]) -> bool:
    """Whether one side is what the text speaks of, and the other is already related to something."""
    sides = (relation.subject, relation.object)
    return not all(one.named for one in sides) and any(one.start in spoken for one in sides)


def _licensed(
    sentence: Sentence, rule: Rule, licence: Licence, place: tuple[int, int], about: tuple[str, ...]
) -> tuple[int, list[Relation]]:
    """What a cue hints at by a licence, with how many words stand between it and its terms; nothing where a side is missing."""
    far, sides, used = 0, dict[Part, list[Argument]](), set[int]()
    # A side that has to be named goes first, so that the other does not take its term.
    for part in sorted((licence.subject, licence.object), key=lambda part: part.optional):
        distance, sides[part] = _nearest(sentence, part, place, used, about)
        if not sides[part]:
            return 0, []
        far += distance
        used |= {one.start for one in sides[part] if one.named}
    made = [
        Relation(subject, licence.predicate, object_, rule, place)
        for subject, object_ in product(sides[licence.subject], sides[licence.object])
        if subject.term != object_.term and (subject.named or object_.named)
    ]
    return far, made


def _nearest(
    sentence: Sentence, part: Part, place: tuple[int, int], used: set[int], about: tuple[str, ...]
) -> tuple[int, list[Argument]]:
    """The list of a kind in the clause of a cue that is nearest to it; else what the text speaks of, where that may stand in."""
    start, end = _clause(sentence, place)
    near = [
        fit
        for one in sentence.arguments
        if start <= one.start and one.end <= end and one.start not in used and not one.compared
        if _on_side(part, one, place) and (fit := one.fitting(part.terms, had=True))
    ]
    lists = [(min(_words_between(sentence.text, one, place) for one in some), some) for some in _lists(sentence, near)]
    distance, found = min(lists, key=lambda one: one[0], default=(FARTHEST + 1, []))
    if distance <= FARTHEST:
        return distance, found
    implied = (*(term for one in sentence.before for term in one.terms), *about) if part.optional else ()
    return IMPLIED, [Argument((term,), how="topic") for term in implied if term in part.terms][:1]


def _lists(sentence: Sentence, found: list[Argument]) -> Iterator[list[Argument]]:
    """Arguments of a kind, those together that stand in one list."""
    listed: list[Argument] = []
    for one in found:
        if listed and not LISTED.fullmatch(sentence.text, listed[-1].end, one.start):
            yield listed
            listed = []
        listed.append(one)
    if listed:
        yield listed


def _on_side(part: Part, one: Argument, place: tuple[int, int]) -> bool:
    if part.side == "L":
        return one.start < place[0]
    return one.end > place[1] if part.side == "R" else True


def _words_between(text: str, one: Argument, place: tuple[int, int]) -> int:
    return len(text[min(one.end, place[1]) : max(one.start, place[0])].split())


def _clause(sentence: Sentence, place: tuple[int, int]) -> tuple[int, int]:
    """The clause in which a cue stands."""
    start, end = sentence.start, sentence.end
    for match in APART.finditer(sentence.text, sentence.start, sentence.end):
        if match.end() <= place[0]:
            start = match.end()
        elif match.start() >= place[1]:
            return start, match.start()
    return start, end
