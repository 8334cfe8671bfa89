"""From a relation to a claim: polarity, certainty, scope, qualifiers, and the characters that state it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from hograph.curation.tokens import Certainty, CueKind, Polarity, ReviewStatus, ScopeOfEvidence
from hograph.curation.values import Claim, Extracted, Span
from hograph.curation.values import Cue as CueSpan
from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.context import Cue
from hograph.extraction.frames import Frame
from hograph.extraction.kinds import Kinds
from hograph.extraction.mentions import Mentions
from hograph.extraction.participants import participants
from hograph.extraction.people import People
from hograph.extraction.proposals import Proposal
from hograph.extraction.qualify import Qualifier
from hograph.extraction.relate import Relation
from hograph.extraction.scope import Scope
from hograph.extraction.study import Studies
from hograph.extraction.wording import forms
from hograph.files import sha256
from hograph.reading.blocks import Block, Reading
from hograph.version import VERSION

CERTAINTY = {
    "unknown": Certainty.UNKNOWN,
    "inconclusive": Certainty.INCONCLUSIVE,
    "hedge": Certainty.HEDGED,
    "hypothesis": Certainty.HEDGED,
}
"""Kind of cue to what it makes of a claim, the strongest first."""
KEPT = {kind.value for kind in CueKind}
NEARNESS = ((0, 1.0), (3, 0.85))
FAR = 0.6
"""What is left of a rule's confidence when up to so many words stand between its trigger and an argument, and when more do.

Measured on 110 sure claims in nine texts that no rule was written for: with no word between 46 of 52 were right, with up to three 25 of 34,
with more 12 of 24. Within the texts that rules were written for all are right, near and far: there it cannot be measured.
"""
DENIED = re.compile(
    r"(?:,? (?:and|or|nor|,) (?:[\w-]+ ){1,6}?)?\s*(?:[a-z]+ly )?(?:is|are|was|were|does|do|did|has|have|had)"
    r"(?:n['’]t| not\b.*| no\b.*)",
    re.IGNORECASE,
)
"""From a name to the words that deny its verb, with one more name between at most."""
BRACKETED = " ("
"""What may stand between an item and the hedge that belongs to it."""


@dataclass(frozen=True)
class Assembly:
    """Makes claims of the relations of one document."""

    reading: Reading
    scope: Scope
    studies: Studies
    kinds: Kinds
    people: People
    studied: str | None

    @classmethod
    def of(cls, reading: Reading, kinds: Kinds, people: People, finder: Mentions) -> "Assembly":
        """An assembly for a document."""
        scope = Scope.of(reading)
        studied = participants(reading, scope, finder, people, kinds.of("Lesion"))
        return cls(reading, scope, Studies.of(reading, scope), kinds, people, studied)

    def proposals(
        self, relations: Iterable[Relation], sentence: Sentence, frame: Frame, block: Block
    ) -> Iterator[Proposal]:
        """The relations of a sentence as proposed claims, as several where either of several conditions is enough.

        Args:
            relations: what is stated.
            sentence: in which.
            frame: what stands over the block.
            block: in which the sentence stands.

        Yields:
            Each proposed claim.
        """
        scope = self.scope.at(block, sentence.start, sentence.end, sentence.cues)
        study = self.studies.at(block, sentence.start, sentence.end, scope)
        own = self.studies.reports(block, sentence.start, sentence.end, scope)
        for relation in relations:
            places = relation.places
            place = min(start for start, _ in places), max(end for _, end in places)
            claim = self._claim(relation, sentence, frame, block, place, scope)
            over = frame.words if relation.trigger[0] < 0 else ""
            qualifier = Qualifier(self.kinds, self.people, frame.topic, over, self.studied if own else None)
            for one in qualifier.each(relation, sentence, place):
                qualifiers = one.model_copy(update={"study": study})
                qualified = claim.model_copy(update={"qualifiers": qualifiers})
                yield Proposal(qualified, relation.rule.id, sentence.text[slice(*place)])

    def _claim(
        self,
        relation: Relation,
        sentence: Sentence,
        frame: Frame,
        block: Block,
        place: tuple[int, int],
        scope: ScopeOfEvidence,
    ) -> Claim:
        """The claim of a relation that stands at a place, without what qualifies it."""
        heeded = [cue for cue in sentence.cues if _heeds(cue, relation, place, sentence.text)]
        kinds = [*(cue.kind for cue in heeded), *_further(relation, sentence, frame, place[1])]
        return Claim(
            subject=_lesion(relation.subject.term),
            predicate=relation.predicate,
            object=_lesion(relation.object.term),
            polarity=Polarity.NEGATED if "negation" in kinds else Polarity.AFFIRMED,
            certainty=next((certainty for kind, certainty in CERTAINTY.items() if kind in kinds), Certainty.ASSERTED),
            scope=scope,
            section=block.section,
            span=self._span(block, *place),
            cues=tuple(self._cue(block, cue) for cue in heeded if cue.kind in KEPT),
            confidence=_confidence(relation, sentence.text),
            status=ReviewStatus.PROPOSED,
            extracted=_by(relation.rule.id),
        )

    def _span(self, block: Block, start: int, end: int) -> Span:
        first, last = block.view.place(start, end)
        return Span(start=first, end=last, sha256=sha256(self.reading.text[first:last]))

    def _cue(self, block: Block, cue: Cue) -> CueSpan:
        span = self._span(block, cue.start, cue.end)
        return CueSpan(start=span.start, end=span.end, sha256=span.sha256, kind=CueKind(cue.kind))


def _confidence(relation: Relation, text: str) -> Decimal:
    between = relation.words_between(text)
    near = next((share for most, share in NEARNESS if between <= most), FAR)
    return round(Decimal(str(relation.rule.confidence)) * Decimal(str(near)), 2)


@cache
def _by(rule: str) -> Extracted:
    return Extracted(extractor="rules", version=VERSION, rule=rule)


def _lesion(term: str) -> str:
    """A term, or the lesion whose stage or site it names: that is a qualifier."""
    return forms()[term].lesion if term in forms() else term


def _heeds(cue: Cue, relation: Relation, place: tuple[int, int], text: str) -> bool:
    """Whether a cue decides how a relation is to be read: it governs the trigger, what is left of it behind the cue, or what follows it."""
    if relation.trigger[0] < 0:
        return cue.governs(*place) or (cue.start < place[0] and cue.governs(place[1] - 1, place[1]))
    first, last = relation.trigger
    if relation.rule.own and first < cue.end and cue.start < last:
        return False
    if cue.kind == "negation" and relation.object.named and _within(cue, relation.object):
        return False
    if first == last and cue.kind == "negation" and _denied_behind(cue, relation, text):
        return True
    named = [one for one in (relation.subject, relation.object) if one.start >= last]
    behind = (max(first, cue.end), last) if cue.start < last else (first, last)
    return cue.governs(*behind) or any(cue.governs(one.start, one.end) for one in named)


def _within(cue: Cue, one: Argument) -> bool:
    """Whether a name itself says what a cue would deny: *no symptoms*, *normal* calcium."""
    return cue.start < one.end and one.start < cue.end


def _denied_behind(cue: Cue, relation: Relation, text: str) -> bool:
    """Whether a verb is denied behind the only side that is named, where words are weighed: *smoking and age were not risk factors*."""
    named = [one for one in (relation.subject, relation.object) if one.named]
    return len(named) == 1 and bool(DENIED.fullmatch(text, named[0].end, cue.end)) and cue.start >= named[0].end


def _further(relation: Relation, sentence: Sentence, frame: Frame, end: int) -> list[str]:
    """Kinds of cues that stand elsewhere: in the lead-in that an item completes, in brackets behind it, or an if over all of it."""
    if relation.trigger[0] < 0:
        behind = [cue.kind for cue in sentence.cues if cue.kind == "hedge" and 0 <= cue.start - end <= len(BRACKETED)]
        return [*behind, *frame.cues]
    conditional = sentence.conditional(relation.trigger[0]) and relation.predicate != "indicatedBy"
    completes = not relation.subject.named and sentence.start == 0
    return [*relation.answered, *(["hedge"] if conditional else []), *(frame.cues if completes else ())]
