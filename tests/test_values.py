"""The values of a claim refuse what makes no sense, and each token stands for one individual of the ontology."""

from decimal import Decimal
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest
from pydantic import ValidationError

from hograph.curation.base import Interval
from hograph.curation.durations import days, ucum_unit
from hograph.curation.sources import load_sources
from hograph.curation.tokens import (
    Certainty,
    FrequencyRank,
    Polarity,
    Quantity,
    ReviewStatus,
    ScopeOfEvidence,
    Standing,
    Token,
)
from hograph.curation.values import Claim, Frequency, MeasuredValue, Proviso, Qualifiers, Span, Study, Timing
from hograph.exports.qualifiers import QUALIFIER_COLUMNS, qualifier_cells
from hograph.graph.claims import claim_triples
from hograph.graph.identity import claim_name
from hograph.graph.labels import claim_label, statement_label
from hograph.ontology.index import Ontology
from hograph.validation import load_shapes, validate
from hograph.validation.inputs import to_store
from hograph.vocabulary import CLAIM, HO, OWL, RDF, RDFS
from invented import claim

LISTS = sorted(Token.__subclasses__(), key=lambda kind: kind.__name__)


def test_a_timing_needs_the_event_it_is_measured_from() -> None:
    with pytest.raises(ValidationError, match="a timing needs the anchor"):
        Timing.model_validate({"min": "P2W", "max": "P6W", "relation": "before"})


def test_a_timing_that_lasts_needs_no_anchor() -> None:
    assert Timing.model_validate({"min": "P6M", "max": "P12M", "relation": "lasting"}).anchor is None


@pytest.mark.parametrize(("low", "high"), [("P2W", "P6W"), ("P14D", "P2W"), ("PT12H", "P1D"), ("P1M", "P1Y")])
def test_durations_of_a_timing_are_ordered_by_length(low: str, high: str) -> None:
    timing = {"min": low, "max": high, "relation": "after", "anchor": "Injury"}
    assert Timing.model_validate(timing).min == low, "the author's unit is kept"
    if days(low) < days(high):
        with pytest.raises(ValidationError, match=f"min {high} is longer than max {low}"):
            Timing.model_validate(timing | {"min": high, "max": low})


@pytest.mark.parametrize("duration", ["2 weeks", "P2", "2W", "P1Y6M", "P-2W", "P2H", "PT2W", "p2w"])
def test_a_duration_has_one_number_and_one_unit(duration: str) -> None:
    with pytest.raises(ValidationError):
        Timing.model_validate({"min": duration, "relation": "lasting"})


@pytest.mark.parametrize(
    ("duration", "length", "unit"),
    [
        ("P2W", "14", "wk"),
        ("P6M", "182.625", "mo"),
        ("P1Y", "365.25", "a"),
        ("PT12H", "0.5", "h"),
        ("PT36M", "0.025", "min"),
    ],
)
def test_a_duration_in_days_and_its_unit(duration: str, length: str, unit: str) -> None:
    assert days(duration) == Decimal(length)
    assert ucum_unit(duration) == unit


def test_minutes_are_no_months() -> None:
    assert days("PT1440M") == 1 < days("P1M")


def test_an_interval_is_ordered_and_may_have_an_open_end() -> None:
    with pytest.raises(ValidationError, match="min 3 is greater than max 2"):
        Interval.model_validate({"min": 3, "max": 2})
    assert Interval.model_validate({"max": 103}).min is None


@pytest.mark.parametrize("share", [-0.1, 1.5, 80])
def test_a_frequency_is_a_fraction(share: float) -> None:
    with pytest.raises(ValidationError, match="is no fraction from 0 to 1"):
        Frequency.model_validate({"min": share, "max": share})


def test_a_frequency_range_is_exact_in_decimals() -> None:
    frequency = Frequency.model_validate({"min": 0.2, "max": 0.3, "approximate": True, "among": "BurnPatient"})
    assert (frequency.min, frequency.max) == (Decimal("0.2"), Decimal("0.3"))


def test_a_measured_value_says_what_it_is_a_value_of() -> None:
    with pytest.raises(ValidationError, match="of"):
        MeasuredValue.model_validate({"min": 93, "max": 93, "quantity": "sensitivity", "unit": "%"})
    value = MeasuredValue.model_validate({"min": 9, "quantity": "sensitivity", "unit": "%", "of": "LooseBodyInJoint"})
    assert value.quantity is Quantity.SENSITIVITY


def test_a_study_says_its_kind_or_its_size() -> None:
    with pytest.raises(ValidationError, match="a study needs its kind or its size"):
        Study()
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        Study(size=0)


@pytest.mark.parametrize(
    ("study", "words"),
    [
        ({"kind": "cohort-study", "size": 48}, "cohort study of 48"),
        ({"kind": "meta-analysis"}, "meta-analysis"),
        ({"size": 12}, "study of 12"),
    ],
)
def test_a_study_is_named_in_the_label_and_is_a_node_of_the_claim(
    study: dict[str, str | int], words: str, ontology: Ontology, root: Path
) -> None:
    studied = claim(scope="study-population", qualifiers={"study": study})
    assert claim_label(studied, ontology).endswith(f"heterotopic ossification, {words} (asserted, study population)")
    assert statement_label(studied, ontology) == statement_label(claim(), ontology), "no part of the proposition"
    source = next(iter(load_sources(root / "data" / "sources.yaml").values()))
    node = CLAIM[f"{claim_name(studied, source.sha256)}-study"]
    about = {t.predicate: t.object for t in claim_triples(studied, source, ontology) if t.subject == node}
    assert about[RDF["type"]] == HO["Study"]
    assert about.get(HO["sampleSize"]) == (ox.Literal(int(study["size"])) if "size" in study else None)
    kind = studied.qualifiers.study and studied.qualifiers.study.kind
    assert about.get(HO["studyType"]) == (HO[kind.term] if kind else None)


def test_a_study_is_two_columns_of_a_table() -> None:
    cells = qualifier_cells(claim(qualifiers={"study": {"kind": "case-series", "size": 12}}).qualifiers)
    assert (cells["study_kind"], cells["study_size"]) == ("case-series", 12)
    assert (QUALIFIER_COLUMNS["study_kind"], QUALIFIER_COLUMNS["study_size"]) == (str, int)


def test_a_span_has_characters_in_it() -> None:
    with pytest.raises(ValidationError, match="end 4 is not after start 4"):
        Span(start=4, end=4, sha256="0" * 64)


@pytest.mark.parametrize("field", ["colour", "quote", "Subject"])
def test_a_claim_refuses_fields_it_does_not_know(field: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        claim(**{field: "x"})


def test_values_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        claim().certainty = Certainty.HEDGED


def test_every_term_that_a_claim_names() -> None:
    qualifiers = {
        "population": "BurnPatient",
        "timing": {"relation": "after", "anchor": "Injury"},
        "frequency": {"rank": "rare", "of": "Pain", "among": "Adult"},
        "comparison": {"than": "Radiography", "aspect": "sensitivity", "direction": "lower"},
        "when": [{"kind": "unless", "term": "Fever"}],
    }
    names = list(claim("Burn", "causes", "Pain", qualifiers=qualifiers).term_names())
    assert names == ["Burn", "Pain", "BurnPatient", "Injury", "Radiography", "Pain", "Adult", "Fever"]


@pytest.mark.parametrize(
    ("status", "taken"), [("accepted", True), ("edited", True), ("proposed", False), ("rejected", False)]
)
def test_only_reviewed_claims_are_taken(status: str, taken: bool) -> None:
    assert claim(status=ReviewStatus(status)).taken is taken


def test_the_standing_of_every_claim_is_what_its_shape_asks_for(ontology: Ontology, root: Path) -> None:
    """The words are those of the ontology, too, and each of them is that of some claim."""
    source = load_sources(root / "data" / "sources.yaml")["joi-heterotopic-ossification"]
    readings = list(product(Polarity, Certainty, ScopeOfEvidence, ReviewStatus))
    claims = [claim(polarity=p, certainty=c, scope=s, status=r) for p, c, s, r in readings]
    triples = [
        triple
        for n, one in enumerate(claims)
        for triple in claim_triples(one, source, ontology, name=f"made-{n}")
        if triple.predicate != RDF["type"]  # only what has a standing is looked at
    ]
    report = validate(to_store(triples), load_shapes(root / "ontology" / "shapes"))
    assert not [finding for finding in report.findings if finding.shape == "Standing"]
    standings = {one.standing for one in claims}
    assert standings == {*Standing, None}
    allowed = next(
        o for range_ in ontology.objects(HO["standing"], RDFS["range"]) for o in ontology.objects(range_, OWL["oneOf"])
    )
    assert {word.value for word in ontology.members(allowed) if isinstance(word, ox.Literal)} == set(Standing)


def test_a_claim_is_affirmed_asserted_and_general_unless_it_says_otherwise() -> None:
    plain: Claim = claim()
    assert (plain.polarity.value, plain.certainty.value, plain.scope.value) == (
        "affirmed",
        "asserted",
        "general-knowledge",
    )
    assert plain.qualifiers == Qualifiers()
    assert Proviso.model_validate({"kind": "only-if", "term": "Pain"}).kind.term == "OnlyIf"


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_each_token_is_an_individual_of_the_class_of_its_list_and_the_reverse(
    kind: type[Token], ontology: Ontology
) -> None:
    declared = {t.subject for t in ontology.triples if t.predicate == RDF["type"] and t.object == HO[kind.__name__]}
    assert {HO[token.term] for token in kind} == declared


def test_a_token_leads_to_its_individual() -> None:
    assert FrequencyRank("most-common").term == "MostCommon"
    assert Quantity.SENSITIVITY.term == "SensitivityQuantity", "a suffix where the bare word is too common to be a name"
