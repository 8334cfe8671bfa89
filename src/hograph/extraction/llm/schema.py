"""What a model may answer: a JSON Schema that is sent to the server, and the values that an answer is read into."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from hograph.curation.base import Value
from hograph.curation.tokens import (
    Certainty,
    FrequencyRank,
    Modality,
    Polarity,
    ScopeOfEvidence,
    Severity,
    Strength,
    TimingRelation,
    Token,
)
from hograph.curation.values import Duration

Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]
CONTEXT = ("population", "condition", "site", "stage", "using")
"""Qualifiers that are terms, and so given in words."""
DURATION = r"^P(\d+[YMWD]|T\d+[HMS])$"


class SaidTiming(Value):
    """An interval of time, and the event it is measured from in words."""

    relation: TimingRelation
    anchor: Words | None = None
    min: Duration | None = None
    max: Duration | None = None


class SaidQualifiers(Value):
    """What narrows a claim, terms in words."""

    population: Words | None = None
    condition: Words | None = None
    site: Words | None = None
    stage: Words | None = None
    using: Words | None = None
    frequency: FrequencyRank | None = None
    severity: Severity | None = None
    strength: Strength | None = None
    modality: Modality | None = None
    timing: SaidTiming | None = None


class Said(Value):
    """A claim as a model gives it: arguments in words, the quote that states it, and in which part."""

    part: Annotated[int, Field(ge=1)]
    quote: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    subject: Words
    predicate: str
    object: Words
    polarity: Polarity
    certainty: Certainty
    scope: ScopeOfEvidence
    qualifiers: SaidQualifiers = SaidQualifiers()


def schema(predicates: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema of an answer, in the part of the language that strict structured output takes.

    Args:
        predicates: names of relations, the only ones that may be used.
    """
    text, words = {"type": "string"}, {"type": ["string", "null"]}
    tokens = {"frequency": FrequencyRank, "severity": Severity, "strength": Strength, "modality": Modality}
    timing = _object(
        relation=_one_of(TimingRelation),
        anchor=words,
        min={"type": ["string", "null"], "pattern": DURATION},
        max={"type": ["string", "null"], "pattern": DURATION},
    )
    qualifiers = _object(
        **dict.fromkeys(CONTEXT, words),
        **{name: _one_of(kind, nothing=True) for name, kind in tokens.items()},
        timing={"anyOf": [timing, {"type": "null"}]},
    )
    claim = _object(
        part={"type": "integer"},
        quote=text,
        subject=text,
        predicate={"type": "string", "enum": sorted(predicates)},
        object=text,
        polarity=_one_of(Polarity),
        certainty=_one_of(Certainty),
        scope=_one_of(ScopeOfEvidence),
        qualifiers=qualifiers,
    )
    return _object(claims={"type": "array", "items": claim})


def _object(**properties: object) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(kind: type[Token], *, nothing: bool = False) -> dict[str, Any]:
    values: list[str | None] = [token.value for token in kind]
    return {"type": ["string", "null"], "enum": [*values, None]} if nothing else {"type": "string", "enum": values}
