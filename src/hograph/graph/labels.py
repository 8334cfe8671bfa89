"""Readable labels of claims and propositions, made from their parts by a template."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hograph.curation.durations import UCUM_UNITS, UNIT_WORDS, ucum_unit
from hograph.curation.tokens import Certainty, Polarity, ScopeOfEvidence

if TYPE_CHECKING:
    from hograph.curation.values import Claim, Comparison, Frequency, MeasuredValue, Qualifiers, Study, Timing
    from hograph.ontology.index import Ontology

UNIT_SIGNS = {"1": "", "[degF]": "°F", "Cel": "°C"}
"""UCUM codes that are not what people write."""
UNNAMED = {"Cause": "unknown cause"}
"""What a claim calls that which nobody knows: the class of all that has the role."""


def statement_label(claim: Claim, ontology: Ontology) -> str:
    """Subject, relation and object with their context, as a sentence without full stop: what the proposition says."""
    subject = UNNAMED.get(claim.subject) or ontology.label(claim.subject)
    words = f"{subject} {ontology.relations[claim.predicate].label} {ontology.label(claim.object)}"
    words += "".join(f", {phrase}" for phrase in _context(claim.qualifiers, ontology))
    return words[0].upper() + words[1:]


def claim_label(claim: Claim, ontology: Ontology) -> str:
    """The statement with its qualifiers, and in brackets how surely it is stated: `NSAID therapy prevents ... (hedged)`."""
    phrases = "".join(f", {phrase}" for phrase in qualifier_phrases(claim.qualifiers, ontology))
    reading = [
        *(["negated"] if claim.polarity is Polarity.NEGATED else []),
        *(
            [claim.certainty.value]
            if claim.certainty is not Certainty.ASSERTED or claim.polarity is Polarity.AFFIRMED
            else []
        ),
        *([claim.scope.value.replace("-", " ")] if claim.scope is not ScopeOfEvidence.GENERAL_KNOWLEDGE else []),
    ]
    return f"{statement_label(claim, ontology)}{phrases} ({', '.join(reading)})"


def _context(qualifiers: Qualifiers, ontology: Ontology) -> list[str]:
    named = (
        ("in", qualifiers.population),
        ("in the context of", qualifiers.condition),
        ("at", qualifiers.site),
        ("in the stage:", qualifiers.stage),
        ("using", qualifiers.using),
    )
    phrases = [f"{word} {ontology.label(name)}" for word, name in named if name]
    return phrases + [
        f"{proviso.kind.value.replace('-', ' ')} {ontology.label(proviso.term)}" for proviso in qualifiers.when
    ]


def qualifier_phrases(qualifiers: Qualifiers, ontology: Ontology) -> list[str]:
    """The qualifiers that measure or rate a claim, one phrase each; those that are its context are not among them."""
    return [
        *([timing_phrase(qualifiers.timing, ontology)] if qualifiers.timing else []),
        *([frequency_phrase(qualifiers.frequency, ontology)] if qualifiers.frequency else []),
        *([value_phrase(qualifiers.value, ontology)] if qualifiers.value else []),
        *([comparison_phrase(qualifiers.comparison, ontology)] if qualifiers.comparison else []),
        *([f"severity {qualifiers.severity.value}"] if qualifiers.severity else []),
        *([f"strength {qualifiers.strength.value.replace('-', ' ')}"] if qualifiers.strength else []),
        *([qualifiers.modality.value.replace("-", " ")] if qualifiers.modality else []),
        *([study_phrase(qualifiers.study, ontology)] if qualifiers.study else []),
    ]


def timing_phrase(timing: Timing, ontology: Ontology) -> str:
    """`2 to 6 weeks before radiographic visibility of ossification`."""
    length = duration_words(timing.min, timing.max)
    words = _about(timing.approximate) + length if length else "some time" if timing.approximate else ""
    if timing.relation.value == "lasting":
        return f"lasting {words}".strip()
    return " ".join(part for part in (words, timing.relation.value, ontology.label(timing.anchor or "")) if part)


def duration_words(low: str | None, high: str | None) -> str:
    """An interval of ISO 8601 durations as people say it: `2 to 6 weeks`, `from 2 weeks`, `up to 1 month`.

    >>> duration_words("P2W", "P6W")
    '2 to 6 weeks'
    """
    if low and high and low != high:
        return (
            f"{low[1:-1]} to {duration_phrase(high)}"
            if ucum_unit(low) == ucum_unit(high)
            else f"{duration_phrase(low)} to {duration_phrase(high)}"
        )
    if low and high:
        return duration_phrase(low)
    return f"from {duration_phrase(low)}" if low else f"up to {duration_phrase(high)}" if high else ""


def duration_phrase(duration: str) -> str:
    """A duration of one unit in words.

    >>> duration_phrase("P2W"), duration_phrase("PT1H")
    ('2 weeks', '1 hour')
    """
    number = duration.strip("PT" + "".join(unit[-1] for unit in UCUM_UNITS))
    return f"{number} {UNIT_WORDS[ucum_unit(duration)]}{'' if number == '1' else 's'}"


def frequency_phrase(frequency: Frequency, ontology: Ontology) -> str:
    """`rare among ...`, `number 1 in order among ...`, `in about 20 to 30 % of ...`: a share is one of the whole."""
    share = number_words(_percent(frequency.min), _percent(frequency.max), approximate=frequency.approximate)
    parts = [
        *([ontology.label(frequency.rank.term)] if frequency.rank else []),
        *([f"number {frequency.order} in order"] if frequency.order else []),
        *([f"in {share} %"] if share else []),
    ]
    whole = f" {'of' if share else 'among'} {ontology.label(frequency.among)}" if frequency.among else ""
    return ", ".join(parts) + whole


def value_phrase(value: MeasuredValue, ontology: Ontology) -> str:
    """`sensitivity 93 % (of loose body in joint)`."""
    number = number_words(value.min, value.max, approximate=value.approximate)
    return f"{value.quantity.value} {number}{unit_sign(value.unit)} (of {ontology.label(value.of)})"


def unit_sign(unit: str) -> str:
    """A UCUM unit as it stands behind a number, with the blank before it; a count has none.

    >>> unit_sign("[degF]"), unit_sign("wk"), unit_sign("1")
    (' °F', ' weeks', '')
    """
    sign = UNIT_SIGNS.get(unit, f"{UNIT_WORDS[unit]}s" if unit in UNIT_WORDS else unit)
    return f" {sign}" if sign else ""


def comparison_phrase(comparison: Comparison, ontology: Ontology) -> str:
    """`sensitivity lower than radiography`, or `rate 3 times normal bone formation`."""
    than = ontology.label(comparison.than)
    if comparison.factor is not None:
        return f"{comparison.aspect.value} {_number(comparison.factor)} times that of {than}"
    joint = "to" if comparison.direction.value == "equal" else "than"
    return f"{comparison.aspect.value} {comparison.direction.value} {joint} {than}"


def study_phrase(study: Study, ontology: Ontology) -> str:
    """`cohort study of 48`, or `study of 48` where its kind is not stated."""
    kind = ontology.label(study.kind.term) if study.kind else "study"
    return f"{kind} of {study.size}" if study.size else kind


def _about(approximate: bool) -> str:
    return "about " if approximate else ""


def _percent(fraction: Decimal | None) -> Decimal | None:
    return None if fraction is None else fraction * 100


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def number_words(low: Decimal | None, high: Decimal | None, *, approximate: bool = False) -> str:
    """A number or an interval of numbers as people say it; nothing when both ends are open.

    >>> number_words(Decimal(20), Decimal(30), approximate=True), number_words(Decimal(3), None), number_words(None, Decimal(9))
    ('about 20 to 30', 'at least 3', 'up to 9')
    """
    if low is None and high is None:
        return ""
    about = _about(approximate)
    if low is None or high is None:
        return f"{about}at least {_number(low)}" if low is not None else f"{about}up to {_number(high or Decimal(0))}"
    return about + (_number(low) if low == high else f"{_number(low)} to {_number(high)}")
