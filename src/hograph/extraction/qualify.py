"""What narrows or measures a claim: where, in whom, at which stage, by what means, when, how often, how much, and on what condition."""

from collections.abc import Iterator
from dataclasses import dataclass

from hograph.curation.values import Qualifiers
from hograph.extraction.arguments import Sentence
from hograph.extraction.circumstances import Circumstances
from hograph.extraction.clauses import beside, clause
from hograph.extraction.compare import compared
from hograph.extraction.kinds import Kinds
from hograph.extraction.measures import counted, measured
from hograph.extraction.people import People
from hograph.extraction.provisos import provisos
from hograph.extraction.quantities import quantities
from hograph.extraction.ratings import modality, severity, strength
from hograph.extraction.relate import Relation
from hograph.extraction.tally import Tally
from hograph.extraction.timing import Clock
from hograph.extraction.wording import relations


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

    def each(self, relation: Relation, sentence: Sentence, place: tuple[int, int]) -> Iterator[Qualifiers]:
        """What qualifies a relation; once for each of the conditions of which either is enough.

        Args:
            relation: subject, predicate and object.
            sentence: in which it is stated.
            place: where, in the block.

        Yields:
            The qualifiers of one claim.
        """
        part = clause(relation, sentence, place, self.kinds)
        if relation.predicate in relations("plain"):
            words = sentence.text[slice(*part)] if relation.trigger[0] >= 0 else self.over
            yield Qualifiers(value=counted(relation, words))
            return
        amounts = quantities(sentence.text[slice(*part)])
        free = beside(relation, sentence, part, self.kinds)
        context = Circumstances(self.kinds, self.people, self.topic, self.studied).of(relation, sentence, free, place)
        timing = Clock(self.kinds, self.people).of(relation, sentence, part[0], amounts, free)
        if timing and (whose := self._in_whom(relation, sentence, timing.anchor)):
            context.setdefault("population", whose)
            timing = None
        tally = Tally(self.kinds, self.people, self.over)
        found = Qualifiers(
            **context,  # type: ignore[arg-type]
            timing=timing,
            frequency=tally.of(relation, sentence, part, amounts, context.get("population")),
            value=measured(relation, sentence.text, part[0], amounts, self.kinds),
            comparison=compared(relation, sentence, part, self.kinds),
            severity=severity(relation, sentence, part[0], self.kinds),
            strength=strength(relation, sentence, part),
            modality=modality(relation, sentence, part, self.over),
        )
        for when in provisos(relation, sentence, part, self.kinds, self.topic):
            yield found.model_copy(update={"when": when})

    def _in_whom(self, relation: Relation, sentence: Sentence, anchor: str | None) -> str | None:
        """The people of whom a sentence says where they are affected by what it begins with: after a stroke the elbow is affected."""
        told = anchor in self.kinds.of("Condition") and any(anchor in one.terms for one in sentence.arguments[:1])
        return self.people.with_(str(anchor)) if relation.predicate == "occursIn" and told else None
