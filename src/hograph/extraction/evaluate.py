"""How well proposed claims agree with curated ones, in words that are exact.

**Relaxed**, the score that counts: a *statement* is subject, predicate and object in one document, however often it is made. A proposed
statement is right when a curated one of the same document has the same predicate, and subject and object that are each the same or an
ancestor or descendant (top categories, as Condition, excluded), in either order where the relation is symmetric. The matching is
one-to-one and as large as can be; among the largest the one with the most exact pairs, then with the most pairs whose spans overlap.

**Strict**: claim by claim; subject, predicate, object, polarity and certainty are the same, and the spans overlap.

Precision is right / proposed, recall right / curated, F1 their harmonic mean. Polarity, certainty, scope, spans and qualifiers are
scored over pairs of claims: those of two matched statements, paired one-to-one by the characters they share,
those of one place by what qualifies them. The score of qualifiers is
the F1 over their (field, value) pairs, as (`frequency.rank`, `rare`). Spans *hold* when the document has the characters that were hashed.

**Intervals** are 95 % percentile bootstraps with a fixed seed: with 20 documents or more over documents, with fewer over passages
(stretches of a document whose spans overlap), which says nothing about documents of other kinds.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hograph.curation.values import Claim
from hograph.extraction.gold import Gold, of_documents
from hograph.extraction.matching import (
    Statement,
    fields,
    match_claims,
    match_statements,
    overlap,
    statements,
    strict_pairs,
)
from hograph.files import sha256
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading

SEED, REPEATS = 20260101, 1000
ENOUGH = 20
"""So many documents are resampled themselves; of fewer, their passages."""


@dataclass(frozen=True)
class Score:
    """Right, proposed and curated, and the shares of them; a share of nothing is None."""

    right: int
    proposed: int
    curated: int

    @property
    def precision(self) -> float | None:
        """Share of what is proposed that is right."""
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """Share of what is curated that is found."""
        return self.right / self.curated if self.curated else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.proposed + self.curated) if self.proposed + self.curated else None


@dataclass(frozen=True)
class Evaluation:
    """Curated and proposed statements, and which answer each other.

    Attributes:
        gold: curated claims and genres.
        proposed: proposed claims of the same documents.
        curated_statements: what is curated.
        proposed_statements: what is proposed.
        pairs: curated and proposed statements that match.
    """

    gold: Gold
    proposed: tuple[tuple[str, Claim], ...]
    curated_statements: tuple[Statement, ...]
    proposed_statements: tuple[Statement, ...]
    pairs: tuple[tuple[Statement, Statement], ...]

    @cached_property
    def found(self) -> dict[Statement, Statement]:
        """Curated statement to the proposed one."""
        return dict(self.pairs)

    @cached_property
    def right(self) -> dict[Statement, Statement]:
        """Proposed statement to the curated one."""
        return {proposed: curated for curated, proposed in self.pairs}

    @cached_property
    def claim_pairs(self) -> tuple[tuple[str, Claim, Claim], ...]:
        """Document, curated and proposed claim, of all statements that match."""
        return tuple((a.document, *pair) for a, b in self.pairs for pair in match_claims(a.claims, b.claims))

    @property
    def overall(self) -> Score:
        """The relaxed score over all."""
        return Score(len(self.pairs), len(self.proposed_statements), len(self.curated_statements))

    @cached_property
    def strict(self) -> Score:
        """The strict score over all."""
        proposed: dict[str, list[Claim]] = {name: [] for name in self.gold.claims}
        for name, claim in self.proposed:
            proposed[name].append(claim)
        right = sum(len(strict_pairs(claims, proposed[name])) for name, claims in self.gold.claims.items())
        return Score(right, len(self.proposed), sum(map(len, self.gold.claims.values())))

    def by(self, group: Callable[[Statement], str]) -> dict[str, Score]:
        """The relaxed score of each group of statements, the largest first."""
        right = Counter(group(curated) for curated, _ in self.pairs)
        proposed = Counter(group(self.right.get(one, one)) for one in self.proposed_statements)
        curated = Counter(map(group, self.curated_statements))
        names = sorted(proposed | curated, key=lambda name: (-curated[name], -proposed[name], name))
        return {name: Score(right[name], proposed[name], curated[name]) for name in names}

    def genre(self, statement: Statement) -> str:
        """The genre of a statement's document."""
        return self.gold.genres.get(statement.document, "")

    def share(self, same: Callable[[Claim, Claim], bool]) -> Score:
        """The share of matched pairs of claims in which something is the same."""
        return Score(
            sum(same(one, other) for _, one, other in self.claim_pairs), len(self.claim_pairs), len(self.claim_pairs)
        )

    @cached_property
    def attributes(self) -> dict[str, Score]:
        """Polarity, certainty, scope and spans over matched pairs of claims; qualifiers by (field, value)."""
        return {
            "polarity": self.share(lambda one, other: one.polarity is other.polarity),
            "certainty": self.share(lambda one, other: one.certainty is other.certainty),
            "scope": self.share(lambda one, other: one.scope is other.scope),
            "qualifiers": _total(self.qualifiers.values()),
            "overlapping span": self.share(lambda one, other: overlap(one.span, other.span)),
            "same span": self.share(lambda one, other: one.span == other.span),
        }

    @cached_property
    def qualifiers(self) -> dict[str, Score]:
        """The score of each field of qualifiers over matched pairs of claims, by name."""
        pairs = [(fields(one.qualifiers), fields(other.qualifiers)) for _, one, other in self.claim_pairs]
        right = Counter(name for wanted, given in pairs for name, _ in wanted & given)
        proposed = Counter(name for _, given in pairs for name, _ in given)
        curated = Counter(name for wanted, _ in pairs for name, _ in wanted)
        return {name: Score(right[name], proposed[name], curated[name]) for name in sorted(proposed | curated)}

    def spans_that_hold(self, readings: Mapping[str, Reading]) -> Score:
        """The share of proposed spans whose characters are those of the document."""
        holding = sum(
            sha256(readings[name].text[claim.span.start : claim.span.end]) == claim.span.sha256
            for name, claim in self.proposed
        )
        return Score(holding, len(self.proposed), len(self.proposed))

    def wholly(self, proposed: Statement) -> bool:
        """Whether a proposed statement is right, and so are polarity and certainty of its first claims."""
        curated = self.right.get(proposed)
        if curated is None:
            return False
        pairs = match_claims(curated.claims, proposed.claims)
        return all(one.polarity is other.polarity and one.certainty is other.certainty for one, other in pairs)

    @cached_property
    def interval(self) -> "Interval":
        """Bootstrap intervals of the relaxed score."""
        return bootstrap(self)


def _total(scores: Iterable[Score]) -> Score:
    """Several scores as one over all that they count."""
    counts = [(score.right, score.proposed, score.curated) for score in scores]
    return Score(*map(sum, zip(*counts, strict=True))) if counts else Score(0, 0, 0)


def evaluate(gold: Gold, claims: Iterable[tuple[str, Claim]], ontology: Ontology, least: float = 0) -> Evaluation:
    """Hold proposed claims against curated ones.

    Args:
        gold: the curated claims.
        claims: proposed ones, each with the slug of its document; those of other documents are passed over.
        ontology: says which term is an ancestor of which.
        least: what is proposed with less confidence does not count.
    """
    proposed = [pair for pair in of_documents(claims, gold) if float(pair[1].confidence) >= least]
    curated = statements((document, claim) for document, some in gold.claims.items() for claim in some)
    made = statements(proposed)
    pairs = match_statements(curated, made, ontology)
    return Evaluation(gold, tuple(proposed), tuple(curated), tuple(made), tuple(pairs))


@dataclass(frozen=True)
class Interval:
    """95 % intervals of precision, recall and F1, and over what they were resampled."""

    unit: str
    units: int
    precision: tuple[float, float]
    recall: tuple[float, float]
    f1: tuple[float, float]


def bootstrap(evaluation: Evaluation) -> Interval:
    """Intervals from resampling documents or, where they are few, passages; the same each time."""
    documents = len(evaluation.gold.claims) >= ENOUGH
    unit_of = {} if documents else _passages(evaluation)
    counts: dict[object, list[int]] = {}

    def count(statement: Statement, place: int) -> None:
        unit = statement.document if documents else unit_of[statement]
        counts.setdefault(unit, [0, 0, 0])[place] += 1

    for one in evaluation.curated_statements:
        count(one, 2)
        if one in evaluation.found:
            count(one, 0)
    for one in evaluation.proposed_statements:
        count(evaluation.right.get(one, one), 1)
    units, draw = list(counts.values()), random.Random(SEED)  # noqa: S311 -- no secret
    drawn = [
        Score(*map(sum, zip(*draw.choices(units, k=len(units)), strict=True))) for _ in range(REPEATS if units else 0)
    ]
    ends = [
        _ends([value for score in drawn if (value := getattr(score, name)) is not None])
        for name in ("precision", "recall", "f1")
    ]
    return Interval("documents" if documents else "passages", len(units), *ends)


def _ends(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values) or [0.0]
    return ordered[int(len(ordered) * 0.025)], ordered[min(int(len(ordered) * 0.975), len(ordered) - 1)]


def _passages(evaluation: Evaluation) -> dict[Statement, tuple[str, int]]:
    """Each statement with the stretch of overlapping spans in which its first claim stands."""
    found: dict[Statement, tuple[str, int]] = {}
    document, reached, number = "", 0, 0
    everything = [*evaluation.curated_statements, *evaluation.proposed_statements]
    for one in sorted(
        everything, key=lambda s: (s.document, s.claims[0].span.start, s.claims[0].span.end, s.predicate)
    ):
        span = one.claims[0].span
        if one.document != document or span.start >= reached:
            document, reached, number = one.document, 0, number + 1
        reached = max(reached, span.end)
        found[one] = (document, number)
    return found
