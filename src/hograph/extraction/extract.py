"""From a reading to proposed claims: what its sentences and the headings over them state, and how it is qualified."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from hograph.extraction.answers import answered
from hograph.extraction.arguments import Sentence, arguments
from hograph.extraction.assembly import Assembly
from hograph.extraction.frames import Frame, frames, licensed, topic_of
from hograph.extraction.hints import Hints
from hograph.extraction.instead import aim_said, lesion_first, named_instead
from hograph.extraction.items import asks_when, begins_at, first_verb, is_label, label_of, names_only, tells_when
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.mentions import Mentions
from hograph.extraction.people import People
from hograph.extraction.proposals import Proposal
from hograph.extraction.relate import Relater, Relation
from hograph.extraction.reversals import upheld
from hograph.extraction.rules import RuleBook
from hograph.extraction.sentences import forget, sentences
from hograph.extraction.telling import TITLES, tells
from hograph.extraction.weighing import Weighing
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Block, BlockKind, Reading, in_parts
from hograph.version import VERSION

MOST_AT_ONCE = 10_000
"""Characters of a block that are read together: what is looked up within a block takes longer than it is long."""
LONGEST = 3000
"""A sentence has no more characters: what is longer is a table or a list that was run together."""
OVER = {BlockKind.TITLE, BlockKind.HEADING}
"""Blocks that stand over others."""
DOUBTFUL = 0.3
"""A rule is no surer that is wrong more often than not."""
BROUGHT_ABOUT = {"hasComplication", "prevents", "ameliorates"}


@dataclass(frozen=True)
class Said:
    """What a sentence states.

    Attributes:
        block: in which it stands.
        frame: what stands over the block.
        sentence: with its arguments.
        about: what it speaks of, the nearest first.
        relations: what it states, nothing perhaps.
        hinted: what it hints at besides, in a document of which the rules hear little.
    """

    block: Block
    frame: Frame
    sentence: Sentence
    about: tuple[str, ...]
    relations: list[Relation]
    hinted: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class RuleExtractor:
    r"""The rules over an ontology, ready to read documents.

    Where they relate little of what a document names, words are weighed as well, unless `weighs` is false.

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
    hints: Hints = field(repr=False)
    weighs: bool = True
    name: str = "rules"
    version: str = VERSION

    @classmethod
    def of(cls, ontology: Ontology, rules: Iterable[Path] = ()) -> "RuleExtractor":
        """An extractor with the shipped rules and files of the user's own.

        Raises:
            RuleError: when a rule is wrong.
        """
        import ahocorasick_rs  # noqa: F401 -- where these are missing, that is told before a document is read
        import nupunkt  # noqa: F401

        book = RuleBook.load(ontology, rules)
        return cls(ontology, book, Lexicon.of(ontology), People(ontology), Relater(book), Hints(book))

    @cached_property
    def weighing(self) -> Weighing:
        """What terms have to do with each other, by the weight of words."""
        return Weighing(self.book, self.fits)

    @cached_property
    def lesions(self) -> frozenset[str]:
        """The terms for bone that forms outside of the skeleton."""
        return self.book.kinds.of("Lesion")

    @cached_property
    def fits(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
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
        forget()
        finder = Mentions(self.lexicon)
        said = self.said(reading, finder)
        if not said:
            return []
        assembly = Assembly.of(reading, self.book.kinds, self.people, finder)
        found: dict[tuple[object, ...], Proposal] = {}
        wanted = self.weighs and self.weighing.wanted(_stated(said))
        for one in said:
            relations = self._weighed(one) if wanted else [*one.relations, *one.hinted]
            held = [lesion_first(relation, self.book.kinds) for relation in upheld(relations, one.sentence)]
            for proposal in assembly.proposals(held, one.sentence, one.frame, one.block):
                claim = proposal.claim
                content = (claim.subject, claim.predicate, claim.object, claim.polarity, claim.qualifiers)
                key = (*content, one.sentence.start, one.block.place)
                if key not in found or found[key].claim.confidence < claim.confidence:
                    found[key] = proposal
        return sorted(
            found.values(),
            key=lambda p: (p.claim.span.start, p.claim.span.end, p.claim.subject, p.claim.predicate, p.claim.object),
        )

    def said(self, reading: Reading, finder: Mentions | None = None) -> list[Said]:
        """What the sentences of a document state and hint at by the rules, in order; nothing where it speaks of no lesion.

        Args:
            reading: the document as it was read.
            finder: of terms in it, a new one if None.
        """
        finder = finder or Mentions(self.lexicon)
        kept = (block for block in reading.blocks if block.left_out is None)
        blocks = [part for block in kept for part in in_parts(block, MOST_AT_ONCE)]
        topic = topic_of(blocks, finder, self.lesions, reading.described.title)
        said = list(self._said(frames(blocks, self.book, finder, topic, reading.text), finder)) if topic else []
        heeded = self.hints.heeded(_stated(said))
        return [replace(one, hinted=tuple(self._hinted(one))) for one in said] if heeded else said

    def _said(self, framed: Iterable[tuple[Block, Frame]], finder: Mentions) -> Iterator[Said]:
        """What blocks state, sentence by sentence; of a question what the block behind it answers."""
        asking: tuple[Block, Frame] | None = None
        for block, frame in framed:
            if asking and (answer := answered(asking[0].text, block.text)) is not None:
                yield from self._asked(*asking, answer, finder)
            yield from self._stated(block, frame, finder)
            asking = block, frame

    def _asked(self, block: Block, frame: Frame, answer: tuple[str, ...], finder: Mentions) -> Iterator[Said]:
        """What a question asks, as its answer takes it."""
        about = tuple(dict.fromkeys((*frame.about, frame.topic)))
        for sentence in arguments(block.text, sentences(block.text), finder, self.people, frame.topic, frame.about):
            asked = [self._meant(one, sentence, frame) for one in self.relater.relations(sentence, about, asked=True)]
            found = [replace(one, answered=answer) for one in asked if one.subject.named and self._allowed(one)]
            if found:
                yield Said(block, frame, sentence, about, found)

    def _stated(self, block: Block, frame: Frame, finder: Mentions) -> Iterator[Said]:
        """What a block states: its sentences by their own words, then as items of the list that a heading or lead-in opens."""
        about = tuple(dict.fromkeys((*frame.about, frame.topic)))
        fragment = block.kind is BlockKind.ITEM or (block.kind is BlockKind.HEADING and bool(frame.about or frame.rule))
        labelled = False
        for sentence in arguments(block.text, sentences(block.text), finder, self.people, frame.topic, frame.about):
            about = tuple(dict.fromkeys((*label_of(block, sentence), *about)))
            if sentence.end - sentence.start > LONGEST:
                continue
            stated = [_at_risk(self._meant(one, sentence, frame)) for one in self.relater.relations(sentence, about)]
            named = [r for r in stated if block.kind not in OVER or (r.subject.named and r.object.named)]
            if sentence.text[sentence.start : sentence.end].endswith(":"):
                named = [r for r in named if r.subject.named or r.object.named or not r.rule.reaches]
            if frame.leads and asks_when(frame.words):
                named = [r for r in named if r.subject.named and r.object.named]
            begun = begins_at(sentence) if fragment and frame.rule else -1
            stated = [
                r for r in named if self._allowed(r) and begun < max(r.trigger) and not self._only_if(r, sentence)
            ]
            found = [*stated, *_echoed(stated, frame), *self._told_apart(stated)]
            plain = not any(not r.rule.near for r in stated) and names_only(sentence)
            labelled = labelled or (fragment and sentence.start == 0 and is_label(sentence))
            # Of a row a heading says nothing: what a cell is to it the columns say.
            listed = block.kind is not BlockKind.CELL
            if frame.rule and listed and (plain if labelled and sentence.start else fragment or plain):
                found += self._listed(sentence, block, frame, stated)
            yield Said(block, frame, sentence, about, found)

    def _hinted(self, said: Said) -> Iterator[Relation]:
        """What a sentence hints at of what it does not itself relate."""
        if said.block.kind in OVER:
            return
        for one in self.hints.relations(said.sentence, said.frame, said.about, said.relations):
            made = self._narrower_first(_at_risk(self._meant(one, said.sentence, said.frame)))
            if made and self._allowed(made):
                yield from (made, *self._told_apart([made]))

    def _weighed(self, said: Said) -> list[Relation]:
        """What a sentence states or hints at, as far as it is not all too unlikely by its words; and what these make likely besides."""
        if said.block.kind in OVER:
            return said.relations
        stated, hinted = said.relations, said.hinted
        candidates = self.weighing.candidates.of(said.sentence, said.frame, said.about, stated, hinted)
        return [one for one in self.weighing.settled(candidates, stated, hinted) if self._allowed(one)]

    def _narrower_first(self, relation: Relation) -> Relation | None:
        """What is only hinted at to be a kind of something, if it is by its name: the narrower of the two first."""
        if relation.predicate != "subtypeOf":
            return relation
        one, other = relation.subject, relation.object
        if other.term in self.ontology.ancestors(one.term):
            return relation
        return replace(relation, subject=other, object=one) if one.term in self.ontology.ancestors(other.term) else None

    def _listed(self, sentence: Sentence, block: Block, frame: Frame, stated: list[Relation]) -> Iterator[Relation]:
        """What a heading says of an item: of all that it names and does not itself relate to something else."""
        spoken = {one.start for r in stated if not r.rule.near for one in (r.subject, r.object)}
        head = [one for one in sentence.arguments if one.how != "pronoun" and one.start not in spoken]
        if block.kind in OVER:
            head = [one for one in head if TITLES.isdisjoint(one.terms)]
        head = [one for one in head if not tells_when(sentence, one)]
        if (
            frame.rule
            and not (frame.leads and asks_when(frame.words))
            and (verb := first_verb(sentence, begins_at(sentence)))
        ):
            label = sentence.text.find(":", sentence.start, sentence.end)
            stop = label if 0 <= label < verb.start() else sentence.start
            end = stop if frame.rule.bare else verb.start()
            head = [
                one for one in head if one.end <= end or (one.how == "phrase" and one.start <= verb.start() < one.end)
            ]
        for subject, predicate, object_ in licensed(frame, head):
            aim = frame.aim if frame.rule and frame.rule.most and predicate == "treats" else None
            made = _at_risk(Relation(subject, aim or predicate, object_, frame.rule)) if frame.rule else None
            if made and made.predicate == "treats":
                made = named_instead(made, sentence, frame.topic, self.book.kinds)
            if made and self._allowed(made):
                yield made

    def _meant(self, relation: Relation, sentence: Sentence, frame: Frame) -> Relation:
        """A relation between what is meant by its words, where these do not say it."""
        return named_instead(self._aimed(relation, sentence, frame), sentence, frame.topic, self.book.kinds)

    def _aimed(self, relation: Relation, sentence: Sentence, frame: Frame) -> Relation:
        """What is given for prevention prevents, though the words only say that it is given.

        That it is is told by its sentence, by the headings over it, or because it is radiation; after an excision it is recurrence that it
        prevents.
        """
        if relation.predicate != "treats" or relation.object.how == "name":
            return relation
        kinds = self.book.kinds
        said = aim_said(sentence.text[sentence.start : sentence.end])
        removed = relation.subject.term in kinds.of("SurgicalExcision")
        aim = (
            said
            or (None if removed else frame.aim)
            or ("prevents" if relation.subject.term in kinds.of("RadiationTherapy") else None)
        )
        named = {one.term for one in (*sentence.before, *sentence.arguments) if one is not relation.subject}
        if aim == "prevents" and not kinds.of("SurgicalExcision").isdisjoint(named - {relation.subject.term}):
            aim = "preventsRecurrenceOf"
        return replace(relation, predicate=aim) if aim else relation

    def _told_apart(self, stated: list[Relation]) -> Iterator[Relation]:
        """What a lesion looks like is among its differential diagnoses, and what looks like it."""
        lesions, diseases = self.book.kinds.of("Lesion"), self.book.kinds.of("Disease")
        for one in stated:
            pair = (one.subject, one.object) if one.subject.term in lesions else (one.object, one.subject)
            if (
                one.predicate == "mimics"
                and one.rule.confidence > DOUBTFUL
                and pair[0].term in lesions
                and pair[1].term in diseases
            ):
                yield replace(one, subject=pair[0], predicate="hasDifferentialDiagnosis", object=pair[1])

    def _only_if(self, relation: Relation, sentence: Sentence) -> bool:
        """Whether a pronoun in a clause with if seems to stand for an intervention: the bone is cut out if *it* causes pain."""
        return (
            sentence.conditional(relation.trigger[0])
            and relation.predicate in BROUGHT_ABOUT
            and relation.subject.how == "pronoun"
            and relation.subject.term in self.book.kinds.of("Intervention")
        )

    def _allowed(self, relation: Relation) -> bool:
        """Whether the kinds of subject and object are those of the relation, and something is told by them."""
        domain, range_ = self.fits[relation.predicate]
        fits = relation.subject.term in domain and relation.object.term in range_
        return fits and tells(relation, self.lesions, self.people)


def _stated(said: Iterable[Said]) -> list[tuple[Sentence, list[Relation]]]:
    """What the sentences of text state, those of headings aside."""
    return [(one.sentence, one.relations) for one in said if one.block.kind not in OVER]


def _at_risk(relation: Relation) -> Relation:
    """What people at risk have is the risk: of *burn patients are prone to it*, the burn."""
    had = relation.subject.had if relation.predicate == "riskFactorFor" else ()
    return replace(relation, subject=replace(relation.subject, terms=had[:1])) if had else relation


def _echoed(stated: list[Relation], frame: Frame) -> Iterator[Relation]:
    """What a heading adds to a relation below it: what the lesion mimics, under a heading on differential diagnosis, is one."""
    for relation in stated:
        for licence in frame.rule.licences if frame.rule and relation.predicate in frame.rule.echoes else ():
            yield replace(relation, predicate=licence.predicate, rule=frame.rule or relation.rule)
