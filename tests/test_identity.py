"""Names are made from content: the same claim has the same name everywhere, another claim another."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hograph.graph.build import Build
from hograph.graph.identity import LENGTH, claim_name, content_hash, context, proposition_name
from invented import claim, document

SHA = document().sha256
NAME = re.compile(rf"[a-z2-7]{{{LENGTH}}}")
WHEN = [{"kind": "if", "term": "Pain"}, {"kind": "unless", "term": "Fever"}]
plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "NsaidTherapy"},
        {"predicate": "prevents"},
        {"object": "MyositisOssificans"},
        {"passage": "Purple lamps"},
        {"polarity": "negated"},
        {"certainty": "hedged"},
        {"scope": "one-patient"},
        {"qualifiers": {"population": "BurnPatient"}},
        {"qualifiers": {"modality": "recommended"}},
        {"qualifiers": {"timing": {"min": "P2W", "relation": "lasting"}}},
    ],
    ids=str,
)
def test_what_a_claim_says_makes_its_name(change: dict[str, Any]) -> None:
    assert claim_name(claim(**change), SHA) != claim_name(claim(), SHA)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "proposed"},
        {"confidence": "0.25"},
        {"note": "Seen again."},
        {"section": "Lamps"},
        {"cues": [{"kind": "hedge", **document().locate("may").model_dump()}]},
    ],
    ids=str,
)
def test_what_is_said_about_a_claim_does_not(change: dict[str, Any]) -> None:
    assert claim_name(claim(**change), SHA) == claim_name(claim(), SHA)


def test_the_document_is_part_of_a_claim_and_not_of_its_proposition() -> None:
    assert claim_name(claim(), SHA) != claim_name(claim(), "0" * 64)
    assert proposition_name(claim(passage="30 % glow")) == proposition_name(claim())


@pytest.mark.parametrize(("one", "other"), [("0.8", "0.80"), (1, "1.00"), (0.5, "5E-1")])
def test_a_number_has_one_name_however_it_is_written(one: object, other: object) -> None:
    first, second = (claim(qualifiers={"frequency": {"min": share, "max": share}}) for share in (one, other))
    assert claim_name(first, SHA) == claim_name(second, SHA)


@pytest.mark.parametrize(
    "qualifiers",
    [
        {"population": "BurnPatient"},
        {"condition": "Burn"},
        {"site": "Knee"},
        {"stage": "EarlyStage"},
        {"using": "Biopsy"},
        {"when": WHEN},
    ],
    ids=str,
)
def test_context_makes_another_proposition(qualifiers: dict[str, Any]) -> None:
    assert proposition_name(claim(qualifiers=qualifiers)) != proposition_name(claim())
    assert context(claim(qualifiers=qualifiers)) == qualifiers


@pytest.mark.parametrize(
    "change",
    [
        {"polarity": "negated"},
        {"certainty": "unknown"},
        {"scope": "one-patient"},
        {"qualifiers": {"frequency": {"rank": "rare"}}},
        {"qualifiers": {"modality": "standard", "severity": "mild"}},
    ],
    ids=str,
)
def test_stance_and_measures_do_not(change: dict[str, Any]) -> None:
    assert proposition_name(claim(**change)) == proposition_name(claim())


def test_the_order_of_provisos_does_not() -> None:
    one, other = ({"when": provisos} for provisos in (WHEN, WHEN[::-1]))
    assert proposition_name(claim(qualifiers=one)) == proposition_name(claim(qualifiers=other))


@given(plain_data)
def test_a_name_is_short_and_depends_on_content_only(data: object) -> None:
    assert NAME.fullmatch(content_hash(data))
    assert content_hash(data) == content_hash(json.loads(json.dumps(data)))


@given(
    st.dictionaries(st.text(), st.integers(), min_size=2),
    st.sampled_from([sorted, lambda items: sorted(items, reverse=True)]),
)
def test_the_order_of_keys_makes_no_difference(data: dict[str, int], order: Callable[[Any], Any]) -> None:
    assert content_hash(dict(order(data.items()))) == content_hash(data)


def test_real_names_are_unique_and_well_formed(built: Build) -> None:
    names = [placed.name for placed in built.claims] + [proposition.name for proposition in built.propositions]
    assert len(set(names)) == len(names)
    assert all(NAME.fullmatch(name) for name in names)
    for placed in built.claims:
        assert placed.name == claim_name(placed.claim, built.sources[placed.document].sha256)
