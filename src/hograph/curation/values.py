"""What a claim is made of, as frozen values.

Names of terms and relations are local names of `https://w3id.org/hograph/`.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from hograph.curation.base import Interval, Value
from hograph.curation.durations import days
from hograph.curation.tokens import (
    Certainty,
    CueKind,
    Direction,
    FrequencyRank,
    Modality,
    Polarity,
    ProvisoKind,
    Quantity,
    ReviewStatus,
    ScopeOfEvidence,
    Severity,
    Standing,
    Strength,
    StudyType,
    TimingRelation,
)

TermName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*$")]
PredicateName = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9]*$")]
Duration = Annotated[str, StringConstraints(pattern=r"^P(\d+[YMWD]|T\d+[HMS])$")]
"""An ISO 8601 duration of one unit, so that the author's unit is kept: `P2W`, `P6M`, `PT12H`."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


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


class Study(Value):
    """The study that a claim comes from: what sort it is, and how many people or animals took part."""

    kind: StudyType | None = None
    size: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Study":
        if self.kind is None and self.size is None:
            raise ValueError("a study needs its kind or its size; leave it out where the document states neither")
        return self


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
    study: Study | None = None
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


class Extracted(Value):
    """By what a claim was proposed, where no curator wrote it: extractor, its version, and the rule."""

    extractor: Annotated[str, StringConstraints(min_length=1)]
    version: Annotated[str, StringConstraints(min_length=1)]
    rule: Annotated[str, StringConstraints(min_length=1)]


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
    extracted: Extracted | None = None

    def term_names(self) -> Iterator[str]:
        """Every term that the claim names, subject and object first."""
        yield self.subject
        yield self.object
        yield from self.qualifiers.term_names()

    @property
    def taken(self) -> bool:
        """Whether review has taken the claim into the graph's conclusions."""
        return self.status in {ReviewStatus.ACCEPTED, ReviewStatus.EDITED}

    @property
    def standing(self) -> Standing | None:
        """How a reader may take it, the strongest reservation first; None until review has taken it."""
        if not self.taken:
            return None
        if self.scope in {ScopeOfEvidence.ANIMAL_OR_IN_VITRO, ScopeOfEvidence.HYPOTHETICAL}:
            return Standing.ANIMAL_OR_SUPPOSITION
        if self.certainty in {Certainty.INCONCLUSIVE, Certainty.UNKNOWN}:
            return Standing.LEFT_OPEN
        if self.polarity is Polarity.NEGATED:
            return Standing.DENIED
        return Standing.STUDY_POPULATION if self.scope is ScopeOfEvidence.STUDY_POPULATION else Standing.STATED


class DocumentClaims(Value):
    """All claims of one document."""

    document: Slug
    claims: tuple[Claim, ...]
