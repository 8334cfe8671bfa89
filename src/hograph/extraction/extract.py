"""From a reading to proposed claims: what its sentences and the headings over them state, and how it is qualified."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from hograph.curation.tokens import Certainty, CueKind, Polarity, ReviewStatus, ScopeOfEvidence
from hograph.curation.values import Claim, Cue, Extracted, Span
from hograph.extraction.arguments import People, Sentence, arguments
from hograph.extraction.context import Cue as Words
from hograph.extraction.context import cues as find_cues
from hograph.extraction.frames import Frame, frames, licensed, topic_of
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.mentions import Mentions
from hograph.extraction.proposals import Proposal
from hograph.extraction.qualify import Qualifier
from hograph.extraction.relate import Relater, Relation
from hograph.extraction.rules import RuleBook
from hograph.extraction.sentences import sentences
from hograph.files import sha256
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Block, BlockKind, Reading
from hograph.reading.view import View
from hograph.version import VERSION

CERTAINTY = {"hedge": Certainty.HEDGED, "inconclusive": Certainty.INCONCLUSIVE, "unknown": Certainty.UNKNOWN}
SCOPE = {
    "animal": ScopeOfEvidence.ANIMAL_OR_IN_VITRO,
    "one-patient": ScopeOfEvidence.ONE_PATIENT,
    "study": ScopeOfEvidence.STUDY_POPULATION,
    "hypothesis": ScopeOfEvidence.HYPOTHETICAL,
}
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|may|might|can|could|should|must|will|would|shows?|occurs?|helps?|needs?|requires?|leads?"
    r"|causes?|reduces?|increases?|develops?|does|do|makes?|remains?|becomes?)\b",
    re.IGNORECASE,
)
"""Words by which an item is a sentence of its own."""
CUES = {kind.value for kind in CueKind}


@dataclass(frozen=True)
class RuleExtractor:
    r"""The rules over an ontology, ready to read documents.

    Example:
        >>> from hograph.reading.read import read
        >>> [reading] = read("note.txt", b"Heterotopic Ossification\n\nTrauma may cause heterotopic ossification.")
        >>> [proposal.claim.predicate for proposal in RuleExtractor.of(kg.ontology).propose(reading)]
        ['causes']
    """

    ontology: Ontology
    book: RuleBook
    lexicon: Lexicon
    people: People
    relater: Relater = field(repr=False)
    name: str = "rules"
    version: str = VERSION

    @classmethod
    def of(cls, ontology: Ontology, rules: Iterable[Path] = ()) -> "RuleExtractor":
        """An extractor with the shipped rules and files of the user's own.

        Raises:
            RuleError: when a rule is wrong.
        """
        book = RuleBook.load(ontology, rules)
        return cls(ontology, book, Lexicon.of(ontology), People(ontology), Relater(book))

    @cached_property
    def _fits(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """Relation to the terms that its domain and range allow."""
        every = frozenset((*self.ontology.terms, *self.ontology.roles))
        return {
            name: tuple(self.book.kinds.of("|".join(side)) if side else every for side in (r.domain, r.range))  # type: ignore[misc]
            for name, r in self.ontology.relations.items()
        }

    def propose(self, reading: Reading) -> list[Proposal]:
        """The claims of a document, in document order; none twice.

        Args:
            reading: the document as it was read.
        """
        finder = Mentions(self.lexicon)
        lesions = self.book.kinds.of("Lesion")
        blocks = [block for block in reading.blocks if block.left_out is None]
        topic = topic_of(blocks, finder, lesions, reading.described.title)
        if topic is None:
            return []
        found: dict[tuple[object, ...], Proposal] = {}
        for block, frame in frames(blocks, self.book, finder, topic):
            for relation, sentence in self._stated(block, frame, finder):
                proposal = self._proposal(relation, sentence, frame, reading, block)
                claim = proposal.claim
                key = (
                    claim.subject,
                    claim.predicate,
                    claim.object,
                    claim.polarity,
                    claim.qualifiers,
                    sentence.start,
                    block.place,
                )
                if key not in found or found[key].claim.confidence < claim.confidence:
                    found[key] = proposal
        return sorted(
            found.values(),
            key=lambda p: (p.claim.span.start, p.claim.span.end, p.claim.subject, p.claim.predicate, p.claim.object),
        )

    def _stated(self, block: Block, frame: Frame, finder: Mentions) -> Iterator[tuple[Relation, Sentence]]:
        """What a block states: its sentences by their own words, then as items of the list that a heading or lead-in opens."""
        about = tuple(dict.fromkeys((*frame.about, frame.topic)))
        fragment = block.kind in {BlockKind.ITEM, BlockKind.CELL} or (
            block.kind is BlockKind.HEADING and bool(frame.about or frame.rule)
        )
        for sentence in arguments(block.text, sentences(block.text), finder, self.people, frame.topic):
            said = {cue.kind for cue in find_cues(sentence.text, sentence.start, sentence.end)}
            relations = self.relater.relations(sentence, about)
            stated = [r for r in relations if self._allowed(r) and (r.rule.only is None or r.rule.only in said)]
            yield from ((relation, sentence) for relation in stated)
            if fragment and frame.rule:
                yield from ((relation, sentence) for relation in self._listed(sentence, frame, stated))

    def _listed(self, sentence: Sentence, frame: Frame, stated: list[Relation]) -> Iterator[Relation]:
        """What a heading says of an item: of all that it names and does not itself relate to something else."""
        spoken = {one.start for r in stated if not r.rule.near for one in (r.subject, r.object)}
        head = [one for one in sentence.arguments if one.how != "pronoun" and one.start not in spoken]
        if frame.rule and frame.rule.bare and (verb := VERB.search(sentence.text, sentence.start, sentence.end)):
            label = sentence.text.find(":", sentence.start, sentence.end)
            stop = label if label < verb.start() else sentence.start
            head = [one for one in head if one.end <= stop]
        for subject, predicate, object_ in licensed(frame, head, self.book):
            made = Relation(subject, predicate, object_, frame.rule) if frame.rule else None
            if made and self._allowed(made):
                yield made

    def _allowed(self, relation: Relation) -> bool:
        """Whether the kinds of subject and object are those of the relation."""
        domain, range_ = self._fits[relation.predicate]
        return relation.subject.term in domain and relation.object.term in range_

    def _proposal(
        self, relation: Relation, sentence: Sentence, frame: Frame, reading: Reading, block: Block
    ) -> Proposal:
        places = relation.places
        start, end = min(p[0] for p in places), max(p[1] for p in places)
        cues = find_cues(sentence.text, sentence.start, sentence.end)
        heeded = [cue for cue in cues if _heeds(cue, relation, (start, end))]
        kinds = [cue.kind for cue in heeded]
        if relation.trigger[0] < 0:
            kinds += [cue.kind for cue in cues if cue.kind == "hedge" and 0 <= cue.start - end <= len(" (")]
            kinds += frame.cues
        elif any(first <= relation.trigger[0] < last for first, last in sentence.provisos):
            kinds.append("hedge")
        polarity = Polarity.NEGATED if kinds.count("negation") % 2 else Polarity.AFFIRMED
        certainty = next((CERTAINTY[k] for k in ("unknown", "inconclusive", "hedge") if k in kinds), Certainty.ASSERTED)
        scope = next((SCOPE[c.kind] for c in cues if c.kind in SCOPE), ScopeOfEvidence.GENERAL_KNOWLEDGE)
        over = frame.words if relation.trigger[0] < 0 else ""
        span = _span(block.view, reading, start, end)
        said = tuple(
            Cue(kind=CueKind(cue.kind), **_span(block.view, reading, cue.start, cue.end).model_dump())
            for cue in heeded
            if cue.kind in CUES
        )
        claim = Claim(
            subject=relation.subject.term,
            predicate=relation.predicate,
            object=relation.object.term,
            polarity=polarity,
            certainty=certainty,
            scope=scope,
            qualifiers=Qualifier(self.book.kinds, self.people, frame.topic, over).of(relation, sentence, (start, end)),
            section=block.section,
            span=span,
            cues=said,
            confidence=Decimal(str(relation.rule.confidence)),
            status=ReviewStatus.PROPOSED,
            extracted=Extracted(extractor="rules", version=VERSION, rule=relation.rule.id),
        )
        return Proposal(claim, relation.rule.id, sentence.text[start:end])


def _heeds(cue: Words, relation: Relation, place: tuple[int, int]) -> bool:
    """Whether a cue decides how a relation is to be read: it governs the trigger, what is left of it behind the cue, or what follows it."""
    if relation.trigger[0] < 0:
        return cue.governs(*place) or (cue.start < place[0] and cue.governs(place[1] - 1, place[1]))
    first, last = relation.trigger
    named = [one for one in (relation.subject, relation.object) if one.start >= last]
    behind = (max(first, cue.end), last) if cue.start < last else (first, last)
    return cue.governs(*behind) or any(cue.governs(one.start, one.end) for one in named)


def _span(view: View, reading: Reading, start: int, end: int) -> Span:
    first, last = view.place(start, end)
    return Span(start=first, end=last, sha256=sha256(reading.text[first:last]))
