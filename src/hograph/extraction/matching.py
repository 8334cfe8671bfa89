"""Which proposed statement answers which curated one: one-to-one, as many as can be, the exact ones first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hograph.curation.claimfile import plain
from hograph.curation.values import Claim, Qualifiers, Span
from hograph.ontology.index import Ontology
from hograph.vocabulary import TOP_CATEGORIES

T = TypeVar("T")
MOST_FIELDS = 100
"""More fields than qualifiers of one claim have."""
MATCHED, EXACT, OVERLAPPING = 10**12, 10**6, 1
"""What a pair weighs: that it is one, above all; then that it is exact; then that its spans overlap."""


@dataclass(frozen=True, eq=False)
class Statement:
    """What a document says, however often it says it.

    Attributes:
        document: slug.
        subject: local name of a term.
        predicate: local name of a relation.
        object: local name of a term.
        claims: that say it, in document order.
    """

    document: str
    subject: str
    predicate: str
    object: str
    claims: tuple[Claim, ...]

    @property
    def best(self) -> Claim:
        """The claim with the highest confidence, the first of several."""
        return max(self.claims, key=lambda claim: claim.confidence)


def statements(claims: Iterable[tuple[str, Claim]]) -> list[Statement]:
    """Claims by what they say, in the order of their first ones."""
    found: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    for document, claim in claims:
        found[(document, claim.subject, claim.predicate, claim.object)].append(claim)
    return [
        Statement(*key, tuple(sorted(some, key=lambda c: (c.span.start, c.span.end)))) for key, some in found.items()
    ]


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans of a document share a character."""
    return one.start < other.end and other.start < one.end


def akin(one: str, other: str, ontology: Ontology) -> bool:
    """Whether two terms are the same, or one is an ancestor of the other and none is a top category."""
    if one == other:
        return True
    if one in TOP_CATEGORIES or other in TOP_CATEGORIES:
        return False
    return one in ontology.ancestors(other) or other in ontology.ancestors(one)


def match_statements(
    gold: Iterable[Statement], predicted: Iterable[Statement], ontology: Ontology
) -> list[tuple[Statement, Statement]]:
    """Pairs of a curated and a proposed statement of one document and relation whose terms are akin, in either order where it is symmetric.

    Args:
        gold: curated statements.
        predicted: proposed ones.
        ontology: says which term is an ancestor of which.
    """

    def weight(one: Statement, other: Statement) -> int:
        ends = (one.subject, one.object)
        orders = [(other.subject, other.object)]
        if one.predicate in ontology.relations and ontology.relations[one.predicate].symmetric:
            orders.append((other.object, other.subject))
        if not any(all(map(akin, ends, order, (ontology, ontology))) for order in orders):
            return 0
        exact = ends in orders
        near = any(overlap(a.span, b.span) for a in one.claims for b in other.claims)
        return MATCHED + EXACT * exact + OVERLAPPING * near

    sides: dict[tuple[str, str], tuple[list[Statement], list[Statement]]] = defaultdict(lambda: ([], []))
    for side, some in enumerate((gold, predicted)):
        for statement in some:
            sides[(statement.document, statement.predicate)][side].append(statement)
    return [pair for left, right in sides.values() for pair in assign(left, right, weight)]


def fields(qualifiers: Qualifiers) -> frozenset[tuple[str, str]]:
    """Qualifiers as pairs of field and value.

    Example:
        >>> sorted(fields(Qualifiers(site="HipJoint", frequency={"rank": "rare"})))
        [('frequency.rank', 'rare'), ('site', 'HipJoint')]
    """
    found = set()
    for name, value in plain(qualifiers).items():
        if isinstance(value, dict):
            found |= {(f"{name}.{inner}", str(item)) for inner, item in value.items()}
        elif isinstance(value, list):
            found |= {(f"{name}.{item['kind']}", str(item["term"])) for item in value}
        else:
            found.add((name, str(value)))
    return frozenset(found)


def match_claims(left: Sequence[Claim], right: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """The claims of two statements that match, paired by where they stand, of the same place by what qualifies them."""

    def weight(one: Claim, other: Claim) -> int:
        shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
        alike = len(fields(one.qualifiers) & fields(other.qualifiers))
        return (MATCHED + max(shared, 0)) * MOST_FIELDS + min(alike, MOST_FIELDS - 1)

    return assign(left, right, weight)


def strict_pairs(gold: Sequence[Claim], predicted: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Pairs of claims of one document that agree in all that is asked for strictly, and whose spans overlap."""

    def reading(claim: Claim) -> tuple[str, ...]:
        return (claim.subject, claim.predicate, claim.object, claim.polarity.value, claim.certainty.value)

    sides: dict[tuple[str, ...], tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for side, some in enumerate((gold, predicted)):
        for claim in some:
            sides[reading(claim)][side].append(claim)
    return [
        pair
        for left, right in sides.values()
        for pair in assign(left, right, lambda one, other: MATCHED * overlap(one.span, other.span))
    ]


def assign(left: Sequence[T], right: Sequence[T], weight: Callable[[T, T], int]) -> list[tuple[T, T]]:
    """The one-to-one pairs with the greatest sum of weights (the Hungarian method); a weight of 0 is no pair.

    Example:
        >>> assign([1, 2], [2, 3], lambda a, b: 5 - abs(a - b))
        [(1, 2), (2, 3)]
    """
    if not left or not right:
        return []
    if len(left) > len(right):
        return [(one, other) for other, one in assign(right, left, lambda a, b: weight(b, a))]
    cost = [[-weight(one, other) for other in right] for one in left]
    taken = _hungarian(cost)
    return [(left[i], right[j]) for i, j in enumerate(taken) if cost[i][j] < 0]


def _hungarian(cost: list[list[int]]) -> list[int]:
    """Row to column, of the least sum of costs; no more rows than columns. Potentials and shortest augmenting paths."""
    rows, columns = len(cost), len(cost[0])
    of_row, of_column = [0] * (rows + 1), [0] * (columns + 1)
    holds = [0] * (columns + 1)
    for row in range(1, rows + 1):
        holds[0], column = row, 0
        least = [float("inf")] * (columns + 1)
        before, seen = [0] * (columns + 1), [False] * (columns + 1)
        while holds[column]:
            seen[column] = True
            here, step, following = holds[column], float("inf"), 0
            for j in range(1, columns + 1):
                if not seen[j]:
                    reduced = cost[here - 1][j - 1] - of_row[here] - of_column[j]
                    if reduced < least[j]:
                        least[j], before[j] = reduced, column
                    if least[j] < step:
                        step, following = least[j], j
            for j in range(columns + 1):
                if seen[j]:
                    of_row[holds[j]] += int(step)
                    of_column[j] -= int(step)
                else:
                    least[j] -= step
            column = following
        while column:
            holds[column] = holds[before[column]]
            column = before[column]
    found = [0] * rows
    for j in range(1, columns + 1):
        if holds[j]:
            found[holds[j] - 1] = j - 1
    return found
