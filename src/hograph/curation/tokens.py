"""The closed lists of values that claims use: what a curator types, and the individual of the ontology it stands for."""

from enum import StrEnum
from functools import cache

NAME_SUFFIX = {"Strength": "Strength", "Quantity": "Quantity", "CueKind": "Cue"}
"""Lists whose members carry a suffix in the ontology, because the bare word is too common to be a name."""


class Token(StrEnum):
    """A member of one of the closed lists of values; the list is a class of the ontology with the same name."""

    @property
    def term(self) -> str:
        """Local name of the individual that stands for the token: `most-common` is `MostCommon`."""
        return _term(type(self).__name__, self.value)


@cache
def _term(kind: str, value: str) -> str:
    return "".join(word.capitalize() for word in value.split("-")) + NAME_SUFFIX.get(kind, "")


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


class Standing(StrEnum):
    """How a reader may take a claim, in one word of polarity, certainty and scope together; the words are those of `ho:standing`."""

    STATED = "stated"
    STUDY_POPULATION = "study population"
    LEFT_OPEN = "left open"
    DENIED = "denied"
    ANIMAL_OR_SUPPOSITION = "animal or supposition"


class StudyType(Token):
    """What sort of study or report a claim comes from."""

    CASE_REPORT = "case-report"
    CASE_SERIES = "case-series"
    COHORT_STUDY = "cohort-study"
    CASE_CONTROL_STUDY = "case-control-study"
    CROSS_SECTIONAL_STUDY = "cross-sectional-study"
    CLINICAL_TRIAL = "clinical-trial"
    RANDOMIZED_TRIAL = "randomized-trial"
    SYSTEMATIC_REVIEW = "systematic-review"
    META_ANALYSIS = "meta-analysis"
    ANIMAL_STUDY = "animal-study"
    IN_VITRO_STUDY = "in-vitro-study"


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
    MAJORITY = "majority"
    VERY_COMMON = "very-common"
    COMMON = "common"
    SOMETIMES = "sometimes"
    UNCOMMON = "uncommon"
    RARE = "rare"
    VERY_RARE = "very-rare"


PARTIAL = frozenset({FrequencyRank.SOMETIMES, FrequencyRank.UNCOMMON, FrequencyRank.RARE, FrequencyRank.VERY_RARE})
"""What holds of some or few cases only."""


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


DISCOURAGING = frozenset(
    {Modality.RARELY_WARRANTED, Modality.NOT_TYPICALLY_USED, Modality.TO_BE_AVOIDED, Modality.NOT_INDICATED}
)
"""Advice against what a claim affirms."""


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
