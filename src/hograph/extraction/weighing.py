"""What a sentence relates by the weight of its words: two terms, and of all relations that their kinds allow the likeliest.

Rules know words that state a relation; most sentences state theirs in others. Here every pair of what a sentence names or goes on to
speak of is looked at: the words between and around the two, how far apart they stand, what they are (`seen.py`), and what rules and
hints say of them. Each of these features adds its weight to the relations that it speaks for; of all together follows how likely each
is (a log-linear model).
`weights.tsv` has the weights, a feature a line; `benchmarks/weights.py` learns them from annotated texts.

In a document of which the rules relate few terms, what they say is dropped where it is all too unlikely and no surer than it is likely, and
the likeliest relation of two terms that they do not relate is proposed by the name of `weighed`.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from sys import intern

from hograph.extraction.arguments import Pair, Sentence
from hograph.extraction.candidates import KEPT, Candidate, Candidates, Choice
from hograph.extraction.relate import Relation
from hograph.extraction.rules import Rule, RuleBook

Weights = Mapping[str, Mapping[str, float]]
"""Feature to the weight that it adds to what: `*` any relation, a relation, a relation with its side."""
Row = tuple[tuple[int, ...], tuple[float, ...]]
"""What a feature adds to, by number, and how much."""
LIKELY = 0.35
"""What is less likely is not proposed."""
IMPLIED_LIKELY = {"before": 0.9, "heading": 0.45}
"""The same where one side stands in the sentence before or in a heading: of what was less likely a third was right."""
UNLIKELY, UNLIKELY_HINT = 0.05, 0.15
"""What a rule states and what is hinted at is dropped where it is less likely."""
BANDS = ((0.98, 0.6), (0.9, 0.5), (0.6, 0.4), (LIKELY, 0.3))
"""From which likelihood on how sure is what no rule states: a bit less than what was right in passages that were not learned from."""
CAPS = ((0.98, 1.0), (0.9, 0.7), (0.6, 0.6), (0.0, 0.4))
"""From which likelihood on how sure at most is what a rule states, by the same passages."""
RELATED = 0.61
"""Share of the terms of a document from which on nothing is weighed, if the rules relate so many of them."""
FEW = 10
"""Of fewer terms the share says little."""


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The weights as the file has them."""
    with (files("hograph.extraction") / "weights.tsv").open(encoding="utf-8") as lines:
        return read_weights(lines)


def read_weights(lines: Iterable[str]) -> Weights:
    """The weights of a file by its lines: a feature, a tab, and what it adds to which relations."""
    parts = (line.rstrip("\n").partition("\t") for line in lines if not line.startswith(("#", "\n")))
    return Lines({feature: added for feature, _, added in parts})


class Lines(Mapping[str, Mapping[str, float]]):
    """Weights as lines that are read where they are asked for: most features are seldom seen, and read they take more room."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines

    def __getitem__(self, feature: str) -> Mapping[str, float]:
        parts = (one.partition("=") for one in self._lines[feature].split(" "))
        return {intern(to): _number(weight) for to, _, weight in parts}

    def __contains__(self, feature: object) -> bool:
        return feature in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


_number = lru_cache(maxsize=2_000)(float)
"""Weights have two decimals, so that few numbers stand for all."""


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
    _kinds: dict[tuple[object, ...], list[tuple[Choice, float, tuple[int, int, int]]]] = field(
        default_factory=dict, repr=False
    )
    _wholes: dict[tuple[str, ...], list[float]] = field(default_factory=dict, repr=False)
    _rows: dict[str, Row] = field(default_factory=dict, repr=False)

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
        self, candidates: Iterable[Candidate], stated: Iterable[Relation], hinted: Iterable[Relation] = ()
    ) -> Iterator[Relation]:
        """What of the relations of a sentence is not all too unlikely; and the likeliest of terms that nothing relates.

        Args:
            candidates: what may be related in it, with what rules say of these.
            stated: what rules say that it states; what those of the user's own say, and headings, is kept.
            hinted: what it hints at.

        Yields:
            Each relation.
        """
        found = [(one, self.likelihoods(one)) for one in candidates]
        known = defaultdict[Pair, dict[str, float]](dict)
        for one, shares in found:
            of_pair = known[one.pair]
            for (name, _), share in shares.items():
                of_pair[name] = of_pair.get(name, 0.0) + share
        taken = set()
        said = set()
        told = [
            *((one, UNLIKELY, one.trigger[0] < 0 or one.rule.yours) for one in stated),
            *((one, UNLIKELY_HINT, one.rule.yours) for one in hinted),
        ]
        for relation, least, sure in told:
            # What is implied on both sides is no candidate: rules are wrong on it more often than not. A name that holds another says it.
            sure = sure or not known or _within(relation)
            likely = 1.0 if sure else known[relation.pair].get(relation.predicate, 0.0)
            if likely >= least:
                taken.add(relation.pair)
                said |= {(relation.predicate, one.start) for one in (relation.subject, relation.object) if one.named}
                yield _as_sure(relation, likely)
        for one, shares in found:
            choice = max(shares, key=shares.__getitem__)
            if shares[choice] >= IMPLIED_LIKELY.get(one.implied, LIKELY):
                made = one.as_relation(choice, weighed(shares[choice]))
                elsewhere = one.implied in IMPLIED_LIKELY and (made.predicate, one.second.start) in said
                if made.pair not in taken and not elsewhere:
                    said.add((made.predicate, one.second.start))
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
    def candidates(self) -> Candidates:
        """What may be related, by the relations that weights are for."""
        kinds = {name: self.weights[name] for name in self.weights if name.startswith("kinds ")}
        return Candidates(self.book, self.allowed, kinds)

    @cached_property
    def _columns(self) -> dict[str, int]:
        """What features may add to, numbered."""
        names = [each for name in sorted(self.allowed) for each in (name, f"{name}>", f"{name}<")]
        return {name: i for i, name in enumerate(["*", *names])}

    @cached_property
    def _sides(self) -> dict[str, tuple[Choice, tuple[int, int, int]]]:
        """Each choice by its name, with the columns that it sums up."""
        columns = self._columns
        both = ((name, side) for name in self.allowed for side in "><")
        return {name + side: ((name, side), (0, columns[name], columns[name + side])) for name, side in both}

    def _added(self, features: Iterable[str], sums: list[float]) -> list[float]:
        """What features add to which relations, by their numbers."""
        for feature in features:
            row = self._rows.get(feature)
            if row is None:
                if feature not in self.weights:  # of any text most are not, and what is kept does not grow with them
                    continue
                row = self._rows[feature] = self._row(feature)
            for column, weight in zip(*row, strict=True):
                sums[column] += weight
        return sums

    def _row(self, feature: str) -> Row:
        weights = self.weights[feature]
        return tuple(self._columns[to] for to in weights), tuple(weights.values())

    def _of_kinds(self, one: Candidate) -> list[tuple[Choice, float, tuple[int, int, int]]]:
        """What the kinds of its terms, those of all that is above them, add to each choice; and the columns that it sums up."""
        key = (one.implied, one.first.terms, one.first.had, one.second.terms, one.second.had)
        if key not in self._kinds:
            if len(self._kinds) >= KEPT:
                self._kinds.clear()
            self._kinds[key] = list(self._by_kinds(one))
        return self._kinds[key]

    def _by_kinds(self, one: Candidate) -> Iterator[tuple[Choice, float, tuple[int, int, int]]]:
        above: dict[tuple[str, str], list[float]] = {}
        for (relation, side), terms in sorted(one.choices.items()):
            if terms not in above:
                features = (self.candidates.paired(*terms), *self.termed(one.implied, *terms))
                above[terms] = self._added(features, [0.0] * len(self._columns))
            choice, columns = self._sides[relation + side]
            yield choice, above[terms][0] + above[terms][columns[1]], columns

    def termed(self, implied: str, subject: str, object_: str) -> Iterator[str]:
        """What subject and object are, and all that is above them, as features; also by where the first of the two stands."""
        for role, term in (("subject", subject), ("object", object_)):
            for above in sorted(self.book.kinds.ontology.ancestors(term)):
                yield from (f"{role} {above}", f"{implied} {role} {above}")


def _within(relation: Relation) -> bool:
    """Whether one of the two is named by part of the other's name: the hip in *ossification of the hip*."""
    one, other = relation.subject, relation.object
    return one.named and other.named and one.start < other.end and other.start < one.end


def _as_sure(relation: Relation, likely: float) -> Relation:
    """A relation by a rule that is no surer than what it states is likely."""
    cap = next(sure for least, sure in CAPS if likely >= least)
    return (
        relation if relation.rule.confidence <= cap else replace(relation, rule=replace(relation.rule, confidence=cap))
    )


def weighed(likely: float) -> Rule:
    """The rule that a relation is by, of which the confidence is what share is right of what is so likely."""
    return _weighed(next(sure for least, sure in BANDS if likely >= least))


@lru_cache(maxsize=len(BANDS))
def _weighed(confidence: float) -> Rule:
    return Rule("weighed", (), (), confidence)
