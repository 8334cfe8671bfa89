"""What a claim measures: how sensitive a test is, how high a fever, how many kinds there are."""

import re
from decimal import Decimal
from typing import Any

from hograph.curation.tokens import Quantity
from hograph.curation.values import MeasuredValue
from hograph.extraction.kinds import Kinds
from hograph.extraction.patterns import QuantityKind
from hograph.extraction.quantities import Quantity as Amount
from hograph.extraction.quantities import quantities
from hograph.extraction.relate import Relation

REACH = 40
"""So many characters around a share the word may stand that says what it measures."""
KINDS = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:types|forms|categories|kinds|syndromes|subtypes|groups|classes|variants)\b", re.IGNORECASE
)


def measured(relation: Relation, text: str, start: int, amounts: list[Amount], kinds: Kinds) -> MeasuredValue | None:
    """A sensitivity or specificity that is given for detecting something; how high a fever is.

    Args:
        relation: subject, predicate and object.
        text: of the block.
        start: of the part that may speak of the relation.
        amounts: the quantities of that part, by their places in it.
        kinds: of terms.
    """
    for amount in amounts:
        ends = {"min": number(amount.low), "max": number(amount.high), "approximate": amount.approximate}
        around = text[max(start, start + amount.start - REACH) : start + amount.end + REACH].lower()
        named = next((q for q in (Quantity.SENSITIVITY, Quantity.SPECIFICITY) if q.value in around), None)
        if (
            amount.kind is QuantityKind.SHARE
            and named
            and relation.predicate in {"detects", "detectsEarly", "diagnosedBy"}
        ):
            of = relation.subject.term if relation.predicate == "diagnosedBy" else relation.object.term
            percent: dict[str, Any] = {
                end: value * 100 if isinstance(value, Decimal) else value for end, value in ends.items()
            }
            return MeasuredValue(quantity=named, unit="%", of=of, **percent)
        if amount.kind is QuantityKind.TEMPERATURE and relation.object.term in kinds.of("Fever"):
            return MeasuredValue(quantity=Quantity.TEMPERATURE, unit=amount.unit, of=relation.object.term, **ends)
    return None


def counted(relation: Relation, text: str) -> MeasuredValue | None:
    """How many kinds there are: two forms of it."""
    for amount in quantities(text):
        if relation.predicate == "subtypeOf" and amount.kind is QuantityKind.COUNT and KINDS.match(text, amount.end):
            ends = {"min": number(amount.low), "max": number(amount.high)}
            return MeasuredValue(quantity=Quantity.COUNT, of=relation.object.term, **ends)
    return None


def number(value: float | None) -> Any:  # noqa: ANN401
    """A number as the claims have it: the decimal that it was written as."""
    return None if value is None else Decimal(str(value))
