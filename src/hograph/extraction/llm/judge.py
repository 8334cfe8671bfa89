"""From what a model says to a proposed claim, or to the reason why it is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from hograph.curation.tokens import Certainty, CueKind, Polarity, ReviewStatus
from hograph.curation.values import Claim, Extracted, Qualifiers, Span
from hograph.curation.values import Cue as CueSpan
from hograph.extraction.context import Cue, cues
from hograph.extraction.llm.chunks import Part
from hograph.extraction.llm.grounding import QUALIFIERS, Grounding, Named
from hograph.extraction.llm.quotes import instructs, located
from hograph.extraction.llm.schema import Said
from hograph.extraction.proposals import Proposal
from hograph.extraction.sentences import sentences
from hograph.files import sha256
from hograph.reading.blocks import Block, Reading

SURE, UNSURE = Decimal("0.6"), Decimal("0.3")
"""Confidence of a claim whose arguments its quote or headings name and whose cues agree, and of another. Neither is measured."""
CERTAINTIES = {"hedge": Certainty.HEDGED, "inconclusive": Certainty.INCONCLUSIVE, "unknown": Certainty.UNKNOWN}
"""Kind of cue to the certainty that it speaks for."""


class Reason(StrEnum):
    """Why something that a model said is no claim."""

    SCHEMA = "does not fit the schema"
    PREDICATE = "a relation that there is not"
    QUOTE = "a quote that is not in the document"
    INSTRUCTION = "a quote that gives instructions"
    UNGROUNDED = "words that name no term"
    TYPES = "kinds of terms that the relation does not take"
    QUALIFIER = "a qualifier that names no term or is no value"
    READING = "a denial or doubt that no word of the sentence bears out"
    TWICE = "said twice"


class Dropped(Exception):  # noqa: N818 -- no error: what becomes of it
    """What a model said is no claim.

    Attributes:
        reason: why.
        words: those that name no term, if that is why.
    """

    def __init__(self, reason: Reason, words: str = "") -> None:
        super().__init__(str(reason))
        self.reason, self.words = reason, words


@dataclass(frozen=True)
class Judge:
    """Judges what a model says of one document.

    Attributes:
        reading: the document.
        grounding: of words in the ontology.
        named: what the document names.
        extracted: how its claims are marked.
    """

    reading: Reading
    grounding: Grounding
    named: Named
    extracted: Extracted

    def proposal(self, raw: object, parts: tuple[Part, ...]) -> Proposal:
        """A claim, with the place of its quote.

        Args:
            raw: as it was read from the JSON of an answer.
            parts: of the request.

        Raises:
            Dropped: when it is none.
        """
        said = _said(raw, self.grounding)
        if said.part > len(parts):
            raise Dropped(Reason.QUOTE)
        part = parts[said.part - 1]
        place = located(said.quote, part.block.text, part.start, part.end)
        if place is None:
            raise Dropped(Reason.QUOTE)
        if instructs(part.block.text[slice(*_sentence(part.block, place))]):
            raise Dropped(Reason.INSTRUCTION)
        subject, object_ = self._arguments(said)
        qualifiers = self._qualifiers(said)
        around = [cue for cue in cues(part.block.text, *_sentence(part.block, place)) if _near(cue, place)]
        telling = [cue for cue in around if _speaks(cue, said)]
        if not _needed(said) <= {cue.kind for cue in telling}:
            raise Dropped(Reason.READING)
        claim = Claim(
            subject=subject,
            predicate=said.predicate,
            object=object_,
            polarity=said.polarity,
            certainty=said.certainty,
            scope=said.scope,
            qualifiers=qualifiers,
            section=part.block.section,
            span=self._span(part.block, place),
            cues=tuple(self._cue(part.block, cue) for cue in telling),
            confidence=self._confidence(said, {subject, object_}, part.block, place, {cue.kind for cue in around}),
            status=ReviewStatus.PROPOSED,
            extracted=self.extracted,
        )
        return Proposal(claim, self.extracted.rule, part.block.text[slice(*place)])

    def _arguments(self, said: Said) -> tuple[str, str]:
        relation = self.grounding.ontology.relations[said.predicate]
        found = []
        for words, side in ((said.subject, relation.domain), (said.object, relation.range)):
            senses = self.grounding.senses(words, self.named.finder)
            fitting = [term for term in senses if term in self.grounding.allowed(side)]
            if len(senses) > 1 < len(fitting) or not senses:
                raise Dropped(Reason.UNGROUNDED, words)
            if not fitting:
                raise Dropped(Reason.TYPES)
            found.append(fitting[0])
        if found[0] == found[1]:
            raise Dropped(Reason.TYPES)
        return found[0], found[1]

    def _qualifiers(self, said: Said) -> Qualifiers:
        """The qualifiers with their terms; a claim without what narrows it would say more than its author, so it is all or nothing."""
        given = said.qualifiers
        terms = {
            name: self._term(getattr(given, name), kind) for name, kind in QUALIFIERS.items() if getattr(given, name)
        }
        data = given.model_dump(exclude_none=True, exclude={"frequency", "timing", *QUALIFIERS}) | terms
        if given.timing:
            timing = given.timing.model_dump(exclude_none=True)
            anchor = given.timing.anchor
            data["timing"] = timing | ({"anchor": self._term(anchor, "")} if anchor else {})
        if given.frequency:
            data["frequency"] = {"rank": given.frequency}
        try:
            return Qualifiers.model_validate(data)
        except ValidationError as error:
            raise Dropped(Reason.QUALIFIER) from error

    def _term(self, words: str, kind: str) -> str:
        senses = self.grounding.senses(words, self.named.finder)
        fitting = [term for term in senses if term in self.grounding.allowed(kind)]
        if len(fitting) != 1:
            raise Dropped(Reason.QUALIFIER, words if not senses else "")
        return fitting[0]

    def _confidence(
        self, said: Said, arguments: set[str], block: Block, place: tuple[int, int], kinds: set[str]
    ) -> Decimal:
        """Sure when both arguments are named where they should be, and the cues of the sentence read as the model does."""
        known = self.named.between(block, *place) | self.named.over((block.section, self.reading.described.title))
        certainties = {CERTAINTIES[kind] for kind in kinds if kind in CERTAINTIES} or {Certainty.ASSERTED}
        agree = ("negation" in kinds) is (said.polarity is Polarity.NEGATED) and said.certainty in certainties
        return SURE if agree and arguments <= known else UNSURE

    def _span(self, block: Block, place: tuple[int, int]) -> Span:
        first, last = block.view.place(*place)
        return Span(start=first, end=last, sha256=sha256(self.reading.text[first:last]))

    def _cue(self, block: Block, cue: Cue) -> CueSpan:
        span = self._span(block, (cue.start, cue.end))
        return CueSpan(start=span.start, end=span.end, sha256=span.sha256, kind=CueKind(cue.kind))


def _said(raw: object, grounding: Grounding) -> Said:
    """What was said, by the schema; an unknown relation is told apart."""
    try:
        said = Said.model_validate(_without_nothing(raw))
    except ValidationError as error:
        raise Dropped(Reason.SCHEMA) from error
    if said.predicate not in grounding.ontology.relations:
        raise Dropped(Reason.PREDICATE)
    return said


def _without_nothing(raw: object) -> Any:  # noqa: ANN401 -- JSON
    """The same, with qualifiers that are null left out."""
    if isinstance(raw, Mapping) and raw.get("qualifiers", {}) is None:
        return {name: value for name, value in raw.items() if name != "qualifiers"}
    return raw


def _sentence(block: Block, place: tuple[int, int]) -> tuple[int, int]:
    """The sentences in which a stretch of a block stands."""
    found = [(start, end) for start, end in sentences(block.text) if start < place[1] and place[0] < end]
    return (min(place[0], found[0][0]), max(place[1], found[-1][1])) if found else place


def _near(cue: Cue, place: tuple[int, int]) -> bool:
    """Whether a cue stands in a stretch, or governs some of it from outside."""
    return (cue.start < place[1] and place[0] < cue.end) or (cue.from_ < place[1] and place[0] < cue.to)


def _needed(said: Said) -> set[str]:
    """Kinds of cues that the document must have for a claim to be read so."""
    denied = {"negation"} if said.polarity is Polarity.NEGATED else set()
    return denied | {kind for kind, certainty in CERTAINTIES.items() if certainty is said.certainty}


def _speaks(cue: Cue, said: Said) -> bool:
    """Whether a cue is one by which the claim is read as the model reads it."""
    if cue.kind == "negation":
        return said.polarity is Polarity.NEGATED
    return cue.kind in CERTAINTIES and said.certainty is CERTAINTIES[cue.kind]
