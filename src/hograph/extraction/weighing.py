"""What a sentence relates by the weight of its words: two terms, and of all relations that their kinds allow the likeliest.

Rules know words that state a relation; most sentences state theirs in others. Here every pair of what a sentence names or goes on to
speak of is looked at: the words between and around the two, how far apart they stand, what they are (`seen.py`). Each of these
features adds its weight to the relations that it speaks for; of all together follows how likely each is (a log-linear model).
`weights.tsv` has the weights, a feature a line; `benchmarks/weights.py` learns them from annotated texts.

In a document of which the rules relate few terms, what they say is dropped where it is all too unlikely, and the likeliest relation of
two terms that they do not relate is proposed by the name of `weighed`.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from sys import intern

from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.frames import Frame
from hograph.extraction.relate import Relation
from hograph.extraction.rules import Rule, RuleBook
from hograph.extraction.seen import Seen

Choice = tuple[str, str]
"""A relation, and `>` where its subject stands first (or is implied), `<` where its object does."""
Weights = Mapping[str, Mapping[str, float]]
"""Feature to the weight that it adds to what: `*` any relation, a relation, a relation with its side."""
NONE: Mapping[str, float] = {}
OF_PEOPLE = frozenset(
    {"affectsPopulation", "managedBy", "hasPredilectionFor", "requiresCautionIn", "requiresMonitoringFor"}
)
"""Relations of people; in all others people stand for what they have."""
LIKELY = 0.35
"""What is less likely is not proposed."""
UNLIKELY, UNLIKELY_HINT = 0.01, 0.05
"""What a rule states and what is hinted at is dropped where it is less likely."""
BANDS = ((0.6, 0.45), (0.45, 0.35), (LIKELY, 0.3))
"""From which likelihood on how sure it is: of what is added on held-out phrases half is right, on sealed texts a third."""
RELATED = 0.6
"""Share of the terms of a document from which on nothing is weighed, if the rules relate so many of them."""
FEW = 10
"""Of fewer terms the share says little."""


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The weights as the file has them."""
    return read_weights((files("hograph.extraction") / "weights.tsv").read_text("utf-8"))


def read_weights(text: str) -> Weights:
    """The weights of a file: a feature a line, a tab, and what it adds to which relations."""
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    number = cache(float)
    return {
        feature: {intern(to): number(weight) for to, _, weight in (one.partition("=") for one in added.split(" "))}
        for feature, added in lines
    }


@dataclass(frozen=True)
class Candidate:
    """Two terms of a sentence that may be related.

    Attributes:
        first, second: in the order of the text; the first may be implied, by the topic, a heading or the sentence before.
        choices: the relations that their kinds allow, with the terms of subject and object.
        implied: `named`, `topic`, `heading` or `before`: where the first stands.
        own: what is seen of the two in the text.
        whole: what is seen of their sentence.
    """

    first: Argument
    second: Argument
    choices: Mapping[Choice, tuple[str, str]]
    implied: str
    own: tuple[str, ...]
    whole: tuple[str, ...]

    @property
    def pair(self) -> frozenset[int | str]:
        """What it relates, as a relation has it."""
        ends = (self.first, self.second)
        return frozenset(one.start if one.named and one.how != "pronoun" else one.term for one in ends)

    def as_relation(self, choice: Choice, likely: float) -> Relation:
        """One of its choices as a relation, stated by what stands between the two."""
        terms = self.choices[choice] if choice[1] == ">" else reversed(self.choices[choice])
        first, second = (_as(one, term) for one, term in zip((self.first, self.second), terms, strict=True))
        between = (min(first.end, second.start), second.start) if first.named else (second.start, second.start)
        ends = (first, second) if choice[1] == ">" else (second, first)
        return Relation(ends[0], choice[0], ends[1], weighed(likely), between)


@dataclass(frozen=True, eq=False)
class Weighing:
    """Weighs what the terms of sentences may have to do with each other.

    Attributes:
        book: the rules, for ontology and kinds.
        allowed: relation to the terms that its domain and range allow.
        weights: of the features.
    """

    book: RuleBook
    allowed: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    weights: Weights = field(default_factory=shipped_weights, repr=False)
    _choices: dict[tuple[object, ...], dict[Choice, tuple[str, str]]] = field(default_factory=dict, repr=False)
    _kinds: dict[tuple[object, ...], list[tuple[Choice, float, tuple[int, int, int]]]] = field(
        default_factory=dict, repr=False
    )
    _wholes: dict[tuple[str, ...], list[float]] = field(default_factory=dict, repr=False)
    _rows: dict[str, tuple[tuple[int, float], ...]] = field(default_factory=dict, repr=False)

    def wanted(self, stated: Iterable[tuple[Sentence, Iterable[Relation]]]) -> bool:
        """Whether the rules relate so few of the terms of a document that weighing is worth it.

        Args:
            stated: its sentences, each with what the rules say that it states. Names of lesions and places do not count.
        """
        silent = self.book.kinds.of("Lesion|AnatomicalEntity")
        terms = related = 0
        for sentence, relations in stated:
            spoken = {one.start for relation in relations for one in (relation.subject, relation.object)}
            telling = [a for a in sentence.arguments if a.how != "pronoun" and not silent.issuperset(a.terms)]
            terms += len(telling)
            related += sum(one.start in spoken for one in telling)
        return terms < FEW or related <= RELATED * terms

    def settled(
        self,
        sentence: Sentence,
        frame: Frame,
        about: tuple[str, ...],
        stated: Iterable[Relation],
        hinted: Iterable[Relation] = (),
    ) -> Iterator[Relation]:
        """What of the relations of a sentence is not all too unlikely; and the likeliest of terms that nothing relates.

        Args:
            sentence: with its arguments.
            frame: what stands over it.
            about: what the text around it speaks of, the nearest first.
            stated: what rules say that it states; what those of the user's own say, and headings, is kept.
            hinted: what it hints at.

        Yields:
            Each relation.
        """
        weighed = [(one, self.likelihoods(one)) for one in self.candidates(sentence, frame, about)]
        known = defaultdict[frozenset[int | str], dict[str, float]](dict)
        for one, likely in weighed:
            of_pair = known[one.pair]
            for (name, _), share in likely.items():
                of_pair[name] = of_pair.get(name, 0.0) + share
        taken = set()
        told = [
            *((each, UNLIKELY if each.trigger[0] >= 0 else 0.0) for each in stated),  # what headings say is kept
            *((each, UNLIKELY_HINT) for each in hinted),
        ]
        for relation, least in told:
            weighs = known.get(relation.pair)
            if weighs is None or relation.rule.yours or weighs.get(relation.predicate, 0.0) >= least:
                taken.add(relation.pair)
                yield relation
        for one, likely in weighed:
            choice = max(likely, key=likely.__getitem__)
            if likely[choice] >= LIKELY and (made := one.as_relation(choice, likely[choice])).pair not in taken:
                yield made

    def likelihoods(self, one: Candidate) -> dict[Choice, float]:
        """How likely each relation of two terms is; what is left to one is how likely they are not related."""
        if one.whole not in self._wholes:
            self._wholes.clear()  # of one sentence after the other
            self._wholes[one.whole] = self._added(one.whole, [0.0] * len(self._columns))
        added = self._added(one.own, list(self._wholes[one.whole]))
        scores = {
            choice: score + sum(map(added.__getitem__, columns)) for choice, score, columns in self._of_kinds(one)
        }
        most = max(0.0, *scores.values())
        parts = {choice: math.exp(score - most) for choice, score in scores.items()}
        total = sum(parts.values()) + math.exp(-most)
        return {choice: part / total for choice, part in parts.items()}

    @cached_property
    def _columns(self) -> dict[str, int]:
        """What features may add to, numbered."""
        names = [each for name in sorted(self.allowed) for each in (name, f"{name}>", f"{name}<")]
        return {name: i for i, name in enumerate(["*", *names])}

    def _added(self, features: Iterable[str], sums: list[float]) -> list[float]:
        """What features add to which relations, by their numbers."""
        for feature in features:
            row = self._rows.get(feature)
            if row is None:
                weights = self.weights.get(feature, NONE)
                row = self._rows[feature] = tuple([(self._columns[to], weight) for to, weight in weights.items()])
            for column, weight in row:
                sums[column] += weight
        return sums

    def _of_kinds(self, one: Candidate) -> list[tuple[Choice, float, tuple[int, int, int]]]:
        """What the kinds of its terms, those of all that is above them, add to each choice; and the columns that it sums up."""
        key = (one.implied, one.first.terms, one.first.had, one.second.terms, one.second.had)
        if key not in self._kinds:
            self._kinds[key] = [
                (
                    (relation, side),
                    self._of_terms(one.implied, relation, *terms),
                    (0, self._columns[relation], self._columns[relation + side]),
                )
                for (relation, side), terms in sorted(one.choices.items())
            ]
        return self._kinds[key]

    def _of_terms(self, implied: str, relation: str, subject: str, object_: str) -> float:
        score = self._together(subject, object_)[relation]
        for role, term in (("subject", subject), ("object", object_)):
            for above in sorted(self.book.kinds.ontology.ancestors(term)):
                for seen in (f"{role} {above}", f"{implied} {role} {above}"):
                    weights = self.weights.get(seen, NONE)
                    score += weights.get("*", 0.0) + weights.get(relation, 0.0)
        return score

    def candidates(self, sentence: Sentence, frame: Frame, about: tuple[str, ...]) -> Iterator[Candidate]:
        """Each two terms of a sentence, and each with what is implied, that some relation may hold between.

        Args:
            sentence: with its arguments.
            frame: what stands over it.
            about: what the text around it speaks of, the nearest first.

        Yields:
            Each two terms, in the order of the text.
        """
        named = [one for one in sentence.arguments if not one.compared]
        if all(one.how == "pronoun" for one in named):
            return
        if sentence.text[sentence.start : sentence.end].rstrip().endswith(("?", ":")):
            return  # a question states nothing, and what leads in is completed by what follows
        seen = Seen(sentence, frame)
        for i, second in enumerate(named):
            before = [
                ("named", one)
                for one in named[:i]
                if one.end <= second.start and not one.how == second.how == "pronoun"
            ]
            implied = self._implied(sentence, named, about) if second.how != "pronoun" else ()
            for kind, first in (*implied, *before):
                choices = self.choices(first, second)
                if choices:
                    yield Candidate(first, second, choices, kind, tuple(seen.features(first, second, kind)), seen.whole)

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
            self._choices[known] = dict(self._possible(first, second))
        return self._choices[known]

    def _possible(self, first: Argument, second: Argument) -> Iterator[tuple[Choice, tuple[str, str]]]:
        for side, (one, other) in ((">", (first, second)), ("<", (second, first))):
            for people, subject in reversed(self._readings(one)):
                for others, object_ in reversed(self._readings(other)):
                    for relation in self._together(subject, object_):
                        domain, range_ = self.allowed[relation]
                        meant = not (people or others) or relation in OF_PEOPLE
                        if meant and subject != object_ and subject in domain and object_ in range_:
                            yield (relation, side), (subject, object_)

    def _together(self, subject: str, object_: str) -> Mapping[str, float]:
        """What terms of two categories add to the relations that were seen between such."""
        category = self.book.kinds.ontology.category
        return self.weights.get(f"kinds {category(subject)} {category(object_)}", NONE)

    def _readings(self, one: Argument) -> list[tuple[bool, str]]:
        """What a name may mean: people, and what they have."""
        people = [term for term in one.terms if self.book.kinds.ontology.category(term) == "Population"]
        if one.had:
            return [*((True, term) for term in people[:1]), (False, one.had[0])]
        return [(False, term) for term in one.terms[:2]]


def weighed(likely: float) -> Rule:
    """The rule that a relation is by, of which the confidence is what share is right of what is so likely."""
    return _weighed(next(sure for least, sure in BANDS if likely >= least))


@lru_cache(maxsize=len(BANDS))
def _weighed(confidence: float) -> Rule:
    return Rule("weighed", (), (), confidence)


def _as(one: Argument, term: str) -> Argument:
    """An argument as one term that it may mean."""
    return one if one.terms == (term,) else Argument((term,), one.start, one.end, one.how)
