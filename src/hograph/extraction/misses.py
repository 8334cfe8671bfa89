"""Why curated statements are not found, and which rules propose what is right: where work on extraction pays.

A curated statement is put down to the first cause that holds:

- **context**: it is found, but with another polarity or certainty;
- **predicate**: its two terms are related in the document, by another predicate or the other way round;
- **lexicon**: its subject or object is not mentioned near it: in a block that its span touches, the one before, the heading, the title;
- **argument**: its predicate is found where it stands, between other terms;
- **trigger**: both terms are mentioned, and nothing is made of it.

Without the document at hand, lexicon and trigger cannot be told apart, and both count as **unfound**.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hograph.extraction.evaluate import Evaluation, Score
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.matching import Statement, akin, overlap
from hograph.extraction.mentions import Mentions
from hograph.extraction.people import People
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading

CAUSES = ("context", "predicate", "lexicon", "argument", "trigger", "unfound")
UNSEEN, WEIGHT = 0.53, 10
"""Precision of the rules on sealed texts, before there were hints; and so many statements of it are added to those of each rule."""
SURE = 0.8
"""From this confidence on, proposals count as sure."""
BANDS = ((SURE, 1.0), (0.9, 1.0), (SURE, 0.9), (0.6, SURE), (0.0, 0.6))


@dataclass(frozen=True)
class Miss:
    """A curated statement that is not found, or not as it is meant.

    Attributes:
        statement: the curated one.
        cause: one of `CAUSES`.
        detail: the terms that are not mentioned, or what is proposed instead.
    """

    statement: Statement
    cause: str
    detail: str


@dataclass
class Mentioned:
    """Which terms are mentioned where in documents; each document is searched once."""

    ontology: Ontology
    readings: Mapping[str, Reading]
    _places: dict[str, list[tuple[int, int, frozenset[str]]]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._lexicon, self._people = Lexicon.of(self.ontology), People(self.ontology)

    def near(self, statement: Statement) -> frozenset[str]:
        """The terms that are mentioned near the claims of a statement."""
        blocks = self._blocks(statement.document)
        found = set(blocks[0][2]) if blocks else set()
        for claim in statement.claims:
            for number, (start, end, terms) in enumerate(blocks):
                if start < claim.span.end and claim.span.start < end:
                    found |= terms | blocks[max(number - 1, 0)][2]
        return frozenset(found)

    def _blocks(self, document: str) -> list[tuple[int, int, frozenset[str]]]:
        """Every block with the terms that it and the heading over it mention; the title first."""
        if document not in self._places:
            reading, finder = self.readings[document], Mentions(self._lexicon)
            title = self._terms(finder, reading.described.title or "")
            places = [(-1, -1, title)]
            for block in reading.blocks:
                terms = self._terms(finder, block.text) | self._terms(finder, block.section or "")
                places.append((*block.place, terms))
            self._places[document] = places
        return self._places[document]

    def _terms(self, finder: Mentions, text: str) -> frozenset[str]:
        terms = {sense.term for mention in finder.find(text) for sense in mention.senses}
        return frozenset(terms | {people for term in terms if (people := self._people.with_(term))})


def misses(evaluation: Evaluation, ontology: Ontology, readings: Mapping[str, Reading]) -> list[Miss]:
    """Every curated statement that is not found as it is meant, with its cause, in the order of the curated ones.

    Args:
        evaluation: of proposed claims.
        ontology: for the names of terms.
        readings: the documents, by slug; none when they are not at hand.
    """
    mentioned = Mentioned(ontology, readings)
    of_document: dict[str, list[Statement]] = defaultdict(list)
    for one in evaluation.proposed_statements:
        of_document[one.document].append(one)
    found = []
    for curated in evaluation.curated_statements:
        if proposed := evaluation.found.get(curated):
            if not evaluation.wholly(proposed):
                found.append(Miss(curated, "context", _otherwise(curated, proposed)))
        else:
            near = mentioned.near(curated) if curated.document in readings else None
            found.append(_miss(curated, of_document[curated.document], near, ontology))
    return found


def _miss(curated: Statement, proposed: list[Statement], near: frozenset[str] | None, ontology: Ontology) -> Miss:
    def same(one: str, other: str) -> bool:
        return akin(one, other, ontology)

    for one in proposed:
        forth = same(curated.subject, one.subject) and same(curated.object, one.object)
        back = same(curated.subject, one.object) and same(curated.object, one.subject)
        if (forth and one.predicate != curated.predicate) or back:
            return Miss(curated, "predicate", f"{one.subject} {one.predicate} {one.object}")
    if near is not None:
        terms = dict.fromkeys((curated.subject, curated.object))
        unnamed = [term for term in terms if not any(same(term, other) for other in near)]
        if unnamed:
            return Miss(curated, "lexicon", " ".join(unnamed))
    for one in proposed:
        here = any(overlap(a.span, b.span) for a in curated.claims for b in one.claims)
        if one.predicate == curated.predicate and here:
            return Miss(curated, "argument", f"{one.subject} {one.predicate} {one.object}")
    return Miss(curated, "trigger" if near is not None else "unfound", "")


def _otherwise(curated: Statement, proposed: Statement) -> str:
    def reading(statement: Statement) -> str:
        return " ".join(dict.fromkeys(f"{claim.polarity}/{claim.certainty}" for claim in statement.claims))

    return f"{reading(proposed)} for {reading(curated)}"


@dataclass(frozen=True)
class RuleScore:
    """How often what a rule proposes is right.

    Attributes:
        rule: its name.
        stated: the confidence that its claims carry, the highest of several.
        score: its statements, and those that are right.
        documents: in how many documents it proposes something.
    """

    rule: str
    stated: float
    score: Score
    documents: int

    @property
    def measured(self) -> float:
        """The confidence that was measured: what its precision is in unseen text, as far as known texts tell (see `expected`)."""
        return expected(self.score.right, self.score.proposed)


def rule_scores(evaluation: Evaluation) -> list[RuleScore]:
    """Every rule that proposed something, the most productive first; a statement counts for each rule that proposes it."""
    made: dict[str, dict[Statement, float]] = defaultdict(dict)
    for statement in evaluation.proposed_statements:
        for claim in statement.claims:
            rule = claim.extracted.rule if claim.extracted else "(no rule)"
            made[rule][statement] = max(made[rule].get(statement, 0.0), float(claim.confidence))
    found = []
    for rule, some in made.items():
        right = sum(statement in evaluation.right for statement in some)
        documents = len({statement.document for statement in some})
        found.append(RuleScore(rule, max(some.values()), Score(right, len(some), right), documents))
    return sorted(found, key=lambda one: (-one.score.proposed, one.rule))


def lint(evaluation: Evaluation, rules: Iterable[str]) -> list[tuple[str, str]]:
    """Rules that are not known to hold for more than one document.

    Args:
        evaluation: of what they propose.
        rules: their names.

    Returns:
        Name of a rule, and what is to be said of it.
    """
    scores = {one.rule: one for one in rule_scores(evaluation)}
    found = []
    for rule in rules:
        one = scores.get(rule)
        if one is None:
            found.append((rule, "never fires"))
        elif one.documents == 1:
            found.append((rule, "fires on one document only"))
    return found


def bands(evaluation: Evaluation) -> Iterator[tuple[str, Score, int]]:
    """Precision by confidence.

    Yields:
        The band, its score, and how many of its statements are right in polarity and certainty too.
    """
    for low, high in BANDS:
        some = [
            one
            for one in evaluation.proposed_statements
            if low <= float(one.best.confidence) and (float(one.best.confidence) < high or high == 1)
        ]
        right = sum(one in evaluation.right for one in some)
        name = f"{low:g} and above" if high == 1 else f"{low:g} to {high:g}"
        yield name, Score(right, len(some), right), sum(map(evaluation.wholly, some))


def across_genres(evaluation: Evaluation) -> Iterator[tuple[str, Score, Score, float | None]]:
    """Each genre with confidences that were measured on all others.

    No rule is trained, so nothing of a rule changes: the confidence of its claims is what was measured on the other genres,
    and those from 0.8 on are kept.

    Yields:
        The genre, its score with all proposals, with those kept, and the mean of their confidences: what their precision should be.
    """
    genres = evaluation.by(evaluation.genre)
    made: dict[str, Counter[str]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    for one in evaluation.proposed_statements:
        for rule in _rules(one):
            made[rule][evaluation.genre(one)] += 1
            right[rule][evaluation.genre(one)] += one in evaluation.right
    for genre, score in genres.items():
        kept, hoped = list[Statement](), list[float]()
        for one in evaluation.proposed_statements:
            if evaluation.genre(one) == genre:
                confidence = max(_elsewhere(right[rule], made[rule], genre) for rule in _rules(one))
                if confidence >= SURE:
                    kept.append(one)
                    hoped.append(confidence)
        good = sum(one in evaluation.right for one in kept)
        yield genre, score, Score(good, len(kept), score.curated), sum(hoped) / len(hoped) if hoped else None


def _elsewhere(right: Counter[str], made: Counter[str], genre: str) -> float:
    return expected(right.total() - right[genre], made.total() - made[genre])


def expected(right: int, proposed: int, unseen: float = UNSEEN) -> float:
    """What share of a rule's statements is right in a text that nobody wrote rules for: its precision, drawn to that of all rules there.

    What it gives on texts that are known counts like so many statements beside ten that are right as often as those of any rule are on
    unseen text; with ten, of the statements of sealed texts about as many were right as their confidences told.

    Args:
        right: how many of its statements are.
        proposed: how many there are.
        unseen: precision of all rules of its sort on unseen text.

    Example:
        >>> [round(expected(right, proposed), 2) for right, proposed in ((0, 0), (0, 5), (3, 3), (10, 10), (30, 30))]
        [0.53, 0.35, 0.64, 0.77, 0.88]
    """
    return (right + WEIGHT * unseen) / (proposed + WEIGHT)


def _rules(statement: Statement) -> set[str]:
    return {claim.extracted.rule if claim.extracted else "(no rule)" for claim in statement.claims}
