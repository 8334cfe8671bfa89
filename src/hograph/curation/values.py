"""What a claim is made of, as frozen values.

Tokens such as `most-common` are what curators type; `value_term` leads from a token to the individual of the ontology.
Names of terms and relations are local names of `https://w3id.org/hograph/`.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

TermName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*$")]
PredicateName = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9]*$")]
Duration = Annotated[str, StringConstraints(pattern=r"^P(\d+[YMWD]|T\d+[HMS])$")]
"""An ISO 8601 duration of one unit, so that the author's unit is kept: `P2W`, `P6M`, `PT12H`."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

NAME_SUFFIX = {"Strength": "Strength", "Quantity": "Quantity", "CueKind": "Cue"}
"""Lists whose members carry a suffix in the ontology, because the bare word is too common to be a name."""


class Token(StrEnum):
    """A member of one of the closed lists of values; the list is a class of the ontology with the same name."""

    @property
    def term(self) -> str:
        """Local name of the individual that stands for the token: `most-common` is `MostCommon`."""
        words = "".join(word.capitalize() for word in self.value.split("-"))
        return words + NAME_SUFFIX.get(type(self).__name__, "")


class Polarity(Token):
    """Whether the document affirms or denies."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Certainty(Token):
    """How surely the document states it."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    INCONCLUSIVE = "inconclusive"
    UNKNOWN = "unknown"


class ScopeOfEvidence(Token):
    """What the statement is about."""

    GENERAL_KNOWLEDGE = "general-knowledge"
    ONE_PATIENT = "one-patient"
    STUDY_POPULATION = "study-population"
    ANIMAL_OR_IN_VITRO = "animal-or-in-vitro"
    HYPOTHETICAL = "hypothetical"


class ReviewStatus(Token):
    """Where the claim stands in review."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"


class FrequencyRank(Token):
    """An ordinal word of frequency."""

    ALWAYS = "always"
    MOST_COMMON = "most-common"
    VERY_COMMON = "very-common"
    COMMON = "common"
    SOMETIMES = "sometimes"
    UNCOMMON = "uncommon"
    RARE = "rare"
    VERY_RARE = "very-rare"


class Modality(Token):
    """What the document advises, or how it rates an intervention or procedure."""

    TREATMENT_OF_CHOICE = "treatment-of-choice"
    FIRST_CHOICE = "first-choice"
    STANDARD = "standard"
    MOST_EFFECTIVE = "most-effective"
    RECOMMENDED = "recommended"
    MAY_BE_CONSIDERED = "may-be-considered"
    NECESSARY = "necessary"
    RARELY_WARRANTED = "rarely-warranted"
    NOT_TYPICALLY_USED = "not-typically-used"
    TO_BE_AVOIDED = "to-be-avoided"
    NOT_INDICATED = "not-indicated"
    EXPERIMENTAL = "experimental"
    INITIAL = "initial"
    ADJUVANT = "adjuvant"
    PROPHYLACTIC = "prophylactic"
    USEFUL = "useful"


class Severity(Token):
    """How bad a condition or finding is."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Strength(Token):
    """How strong an association, a sensitivity or an effect is."""

    LIMITED = "limited"
    MODERATE = "moderate"
    STRONG = "strong"
    VERY_STRONG = "very-strong"


class Direction(Token):
    """How the subject of a comparison stands to its reference."""

    HIGHER = "higher"
    LOWER = "lower"
    EARLIER = "earlier"
    LATER = "later"
    EQUAL = "equal"


class Quantity(Token):
    """What a value measures, or the respect in which things are compared."""

    SENSITIVITY = "sensitivity"
    SPECIFICITY = "specificity"
    FREQUENCY = "frequency"
    TIME = "time"
    RATE = "rate"
    SEVERITY = "severity"
    EFFICACY = "efficacy"
    EXTENT = "extent"
    TEMPERATURE = "temperature"
    COUNT = "count"


class TimingRelation(Token):
    """How an interval stands to its anchor."""

    AFTER = "after"
    BEFORE = "before"
    DURING = "during"
    AT = "at"
    LASTING = "lasting"


class ProvisoKind(Token):
    """How a claim depends on a condition."""

    IF = "if"
    ONLY_IF = "only-if"
    UNLESS = "unless"


class CueKind(Token):
    """What a cue decides."""

    NEGATION = "negation"
    HEDGE = "hedge"
    INCONCLUSIVE = "inconclusive"
    UNKNOWN = "unknown"
    CONDITION = "condition"
    FREQUENCY = "frequency"
    HISTORICAL = "historical"
    COMPARISON = "comparison"


class Value(BaseModel):
    """Base of all values here: frozen, and refusing fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)


class Interval(Value):
    """A number or a range; a single number has both ends equal, an open end is left out."""

    min: Decimal | None = None
    max: Decimal | None = None
    approximate: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> "Interval":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is greater than max {self.max}")
        return self


class Timing(Value):
    """An interval of time and the event it is measured from or against."""

    min: Duration | None = None
    max: Duration | None = None
    relation: TimingRelation
    anchor: TermName | None = None
    approximate: bool = False

    @model_validator(mode="after")
    def _anchored(self) -> "Timing":
        if self.anchor is None and self.relation is not TimingRelation.LASTING:
            raise ValueError(
                "a timing needs the anchor it is measured from (UnstatedEvent when the document leaves it open)"
            )
        if self.min and self.max and days(self.min) > days(self.max):
            raise ValueError(f"min {self.min} is longer than max {self.max}")
        return self


class Frequency(Interval):
    """How often: an ordinal word, a place in an order, or a fraction (0 to 1) of something among something."""

    rank: FrequencyRank | None = None
    order: Annotated[int, Field(ge=1)] | None = None
    of: TermName | None = None
    among: TermName | None = None

    @model_validator(mode="after")
    def _fraction(self) -> "Frequency":
        for end in (self.min, self.max):
            if end is not None and not 0 <= end <= 1:
                raise ValueError(f"{end} is no fraction from 0 to 1")
        return self


class MeasuredValue(Interval):
    """A number or range with its UCUM unit, the quantity, and the thing that has the quantity."""

    quantity: Quantity
    unit: str = "1"
    of: TermName


class Comparison(Value):
    """More or less, earlier or later, than something else."""

    than: TermName
    aspect: Quantity
    direction: Direction
    factor: Decimal | None = None


class Proviso(Value):
    """A condition on which the claim depends."""

    kind: ProvisoKind
    term: TermName


class Qualifiers(Value):
    """What narrows or measures a claim; all parts are optional and typed."""

    population: TermName | None = None
    condition: TermName | None = None
    site: TermName | None = None
    stage: TermName | None = None
    using: TermName | None = None
    timing: Timing | None = None
    frequency: Frequency | None = None
    value: MeasuredValue | None = None
    comparison: Comparison | None = None
    severity: Severity | None = None
    strength: Strength | None = None
    modality: Modality | None = None
    when: tuple[Proviso, ...] = ()

    def term_names(self) -> Iterator[str]:
        """Every term that a qualifier names."""
        parts = (
            self.timing and self.timing.anchor,
            self.value and self.value.of,
            self.comparison and self.comparison.than,
        )
        frequency = (self.frequency.of, self.frequency.among) if self.frequency else ()
        context = (self.population, self.condition, self.site, self.stage, self.using)
        yield from (name for name in (*context, *parts, *frequency, *(p.term for p in self.when)) if name)


class Span(Value):
    """Start and end in Unicode code points of the document, end exclusive, with SHA-256 of the characters between."""

    start: Annotated[int, Field(ge=0)]
    end: int
    sha256: Sha256

    @model_validator(mode="after")
    def _not_empty(self) -> "Span":
        if self.end <= self.start:
            raise ValueError(f"end {self.end} is not after start {self.start}")
        return self


class Cue(Span):
    """The span of the words that decide how the claim is read."""

    kind: CueKind


class Claim(Value):
    """One statement by one document."""

    subject: TermName
    predicate: PredicateName
    object: TermName
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.ASSERTED
    scope: ScopeOfEvidence = ScopeOfEvidence.GENERAL_KNOWLEDGE
    qualifiers: Qualifiers = Qualifiers()
    section: str | None = None
    span: Span
    cues: tuple[Cue, ...] = ()
    confidence: Annotated[Decimal, Field(ge=0, le=1)] = Decimal(1)
    status: ReviewStatus = ReviewStatus.ACCEPTED
    note: str | None = None

    def term_names(self) -> Iterator[str]:
        """Every term that the claim names, subject and object first."""
        yield self.subject
        yield self.object
        yield from self.qualifiers.term_names()

    @property
    def taken(self) -> bool:
        """Whether review has taken the claim into the graph's conclusions."""
        return self.status in {ReviewStatus.ACCEPTED, ReviewStatus.EDITED}


class DocumentClaims(Value):
    """All claims of one document."""

    document: Slug
    claims: tuple[Claim, ...]


DAYS = {"Y": Decimal("365.25"), "M": Decimal("30.4375"), "W": Decimal(7), "D": Decimal(1)}
UCUM_UNITS = {"Y": "a", "M": "mo", "W": "wk", "D": "d", "TH": "h", "TM": "min", "TS": "s"}
UNIT_WORDS = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second"}
SECONDS = {"H": 3600, "M": 60, "S": 1}


def days(duration: str) -> Decimal:
    """Length of a duration in days, a month counted as 30.4375 and a year as 365.25 of them; for ordering only.

    >>> days("P2W")
    Decimal('14')
    """
    if "T" in duration:
        return Decimal(duration[2:-1]) * SECONDS[duration[-1]] / 86400
    return Decimal(duration[1:-1]) * DAYS[duration[-1]]


def ucum_unit(duration: str) -> str:
    """The unit in which the author counted, as a UCUM code.

    >>> ucum_unit("P6M")
    'mo'
    """
    return UCUM_UNITS[("T" if "T" in duration else "") + duration[-1]]
