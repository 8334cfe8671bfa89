"""What may be related: each two terms of a sentence, or one and what is implied, the relations that their kinds allow, and what is seen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hograph.extraction.arguments import Argument, Pair, Sentence, pair_of
from hograph.extraction.frames import Frame
from hograph.extraction.relate import Relation
from hograph.extraction.rules import Rule, RuleBook
from hograph.extraction.seen import Seen

Choice = tuple[str, str]
"""A relation, and `>` where its subject stands first (or is implied), `<` where its object does."""
OF_PEOPLE = frozenset(
    {"affectsPopulation", "managedBy", "hasPredilectionFor", "requiresCautionIn", "requiresMonitoringFor"}
)
"""Relations of people; in all others people stand for what they have."""

KEPT = 2_000
"""So many results are kept for terms that come again."""


@dataclass(frozen=True)
class Candidate:
    """Two terms of a sentence that may be related.

    Attributes:
        first, second: in the order of the text; the first may be implied, by the topic, a heading or the sentence before.
        choices: the relations that their kinds allow, with the terms of subject and object.
        implied: `named`, `topic`, `heading` or `before`: where the first stands; `said` where rules only take it to be meant.
        own: what is seen of the two in the text, and which rules relate them.
        whole: what is seen of their sentence.
    """

    first: Argument
    second: Argument
    choices: Mapping[Choice, tuple[str, str]]
    implied: str
    own: tuple[str, ...]
    whole: tuple[str, ...]

    @property
    def seen(self) -> tuple[str, ...]:
        """All that is seen of it."""
        return (*self.own, *self.whole)

    @property
    def pair(self) -> Pair:
        """What it relates, as a relation has it."""
        return pair_of(self.first, self.second)

    def as_relation(self, choice: Choice, rule: Rule) -> Relation:
        """One of its choices as a relation that a rule gives, stated by what stands between the two."""
        terms = self.choices[choice] if choice[1] == ">" else reversed(self.choices[choice])
        first, second = (_as(one, term) for one, term in zip((self.first, self.second), terms, strict=True))
        between = (min(first.end, second.start), second.start) if first.named else (second.start, second.start)
        ends = (first, second) if choice[1] == ">" else (second, first)
        return Relation(ends[0], choice[0], ends[1], rule, between)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Finds what may be related.

    Attributes:
        book: the rules, for ontology and kinds.
        allowed: relation to the terms that its domain and range allow.
        weights: by the categories of two terms, as `paired` names them, the relations that there may be between such.
    """

    book: RuleBook
    allowed: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    weights: Mapping[str, Collection[str]] = field(repr=False)
    _choices: dict[tuple[object, ...], dict[Choice, tuple[str, str]]] = field(default_factory=dict, repr=False)

    def of(
        self,
        sentence: Sentence,
        frame: Frame,
        about: tuple[str, ...],
        stated: Iterable[Relation] = (),
        hinted: Iterable[Relation] = (),
    ) -> Iterator[Candidate]:
        """Each two terms of a sentence, and each with what is implied, that some relation may hold between.

        Args:
            sentence: with its arguments.
            frame: what stands over it.
            about: what the text around it speaks of, the nearest first.
            stated: what rules say that it states.
            hinted: what it hints at.

        Yields:
            Each two terms, in the order of the text.
        """
        named = [one for one in sentence.arguments if not one.compared]
        if all(one.how == "pronoun" for one in named):
            return
        if sentence.text[sentence.start : sentence.end].rstrip().endswith(("?", ":")):
            return  # a question states nothing, and what leads in is completed by what follows
        seen = Seen(sentence, frame)
        told = ("says", tuple(stated)), ("hints", tuple(hinted))
        ruled = _ruled(*told)
        for i, second in enumerate(named):
            before = [
                ("named", one)
                for one in named[:i]
                if one.end <= second.start and not one.how == second.how == "pronoun"
            ]
            implied = self._implied(sentence, named, about) if second.how != "pronoun" else []
            meant = dict.fromkeys(one for _, relations in told for one in _meant(relations, second))
            implied += [("said", one) for one in meant if one not in [each for _, each in implied]]
            for kind, first in (*implied, *before):
                choices = self.choices(first, second)
                if choices:
                    own = (*seen.features(first, second, kind), *ruled.get(pair_of(first, second), ("silent",)))
                    yield Candidate(first, second, choices, kind, own, seen.whole)

    def _implied(self, sentence: Sentence, named: list[Argument], about: tuple[str, ...]) -> list[tuple[str, Argument]]:
        """What a sentence may speak of without a word for it."""
        lesions = self.book.kinds.of("Lesion")
        terms = {term for one in named for term in (*one.terms, *one.had)}
        topics = [term for term in about if term in lesions][:1] if lesions.isdisjoint(terms) else []
        headings = [term for term in about if term not in lesions][:1]
        before = [one.term for one in sentence.before[:1] if one.term not in headings]
        found = [("topic", topics), ("heading", headings), ("before", before)]
        return [(kind, Argument((term,), how="topic")) for kind, some in found for term in some if term not in terms]

    def choices(self, first: Argument, second: Argument) -> dict[Choice, tuple[str, str]]:
        """The relations that the kinds of two terms allow, with the terms of subject and object."""
        known = (first.terms, first.had, second.terms, second.had)
        if known not in self._choices:
            if len(self._choices) >= KEPT:
                self._choices.clear()
            self._choices[known] = dict(self._possible(first, second))
        return self._choices[known]

    def _possible(self, first: Argument, second: Argument) -> Iterator[tuple[Choice, tuple[str, str]]]:
        for side, (one, other) in ((">", (first, second)), ("<", (second, first))):
            for people, subject in reversed(self._readings(one)):
                for others, object_ in reversed(self._readings(other)):
                    for relation in self.weights.get(self.paired(subject, object_), ()):
                        domain, range_ = self.allowed[relation]
                        meant = not (people or others) or relation in OF_PEOPLE
                        if meant and subject != object_ and subject in domain and object_ in range_:
                            yield (relation, side), (subject, object_)

    def _readings(self, one: Argument) -> list[tuple[bool, str]]:
        """What a name may mean: people, and what they have."""
        people = [term for term in one.terms if self.book.kinds.ontology.category(term) == "Population"]
        if one.had:
            return [*((True, term) for term in people[:1]), (False, one.had[0])]
        return [(False, term) for term in one.terms[:2]]

    def paired(self, subject: str, object_: str) -> str:
        """The categories of subject and object, as a feature."""
        category = self.book.kinds.ontology.category
        return f"kinds {category(subject)} {category(object_)}"


def _ruled(*kinds: tuple[str, Iterable[Relation]]) -> dict[Pair, tuple[str, ...]]:
    """What rules say of two terms, as features: which relation, and which rule."""
    found = defaultdict[Pair, dict[str, None]](dict)
    for how, relations in kinds:
        for one in relations:
            found[one.pair] |= {f"{how} {one.predicate}": None, f"by {one.rule.id}": None}
    return {pair: tuple(told) for pair, told in found.items()}


def _meant(relations: Iterable[Relation], named: Argument) -> Iterator[Argument]:
    """What relations have on their other side for something that is named, where no word stands for it."""
    for one in relations:
        for end, other in ((one.subject, one.object), (one.object, one.subject)):
            if other.start == named.start and not end.named:
                yield Argument(end.terms, how="topic")


def _as(one: Argument, term: str) -> Argument:
    """An argument as one term that it may mean."""
    return one if one.terms == (term,) else Argument((term,), one.start, one.end, one.how)
