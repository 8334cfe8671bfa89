"""Annotation tools: claims go out as marks and come back as decisions."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hograph.curation.decisions import Verdict
from hograph.curation.tokens import Certainty, Polarity
from hograph.curation.values import Claim, Span
from hograph.errors import ClaimFileError
from hograph.extraction.annotation import from_brat, from_pubannotation, to_brat, to_pubannotation
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.marks import Returned, batch
from hograph.extraction.mentions import Mentions
from hograph.files import sha256
from hograph.graph.identity import claim_name
from hograph.ontology.index import Ontology
from invented import TEXT, claim, document
from strategies import claims as any_claim

NAMED = [
    (claim_name(one, document().sha256), one)
    for one in (
        claim(certainty="hedged", note="in our own words", confidence="0.4"),
        claim(subject="Trauma", predicate="causes", passage="Nobody   has shown\nthat lamps help", polarity="negated"),
    )
]
FIRST, SECOND = (name for name, _ in NAMED)


def brat(*changes: tuple[str, str]) -> Returned:
    ann = to_brat(TEXT, NAMED)
    for old, new in changes:
        assert re.search(old, ann, re.MULTILINE), old
        ann = re.sub(old, new, ann, flags=re.MULTILINE)
    return from_brat(TEXT, ann, NAMED)


def verdicts(found: Returned) -> dict[str, str]:
    return {ruling.claim: ruling.verdict.value for ruling in found.rulings}


def test_what_is_left_as_it_was_is_accepted() -> None:
    assert verdicts(brat()) == {FIRST: "accept", SECOND: "accept"}
    data = json.loads(json.dumps(to_pubannotation("invented-note", TEXT, NAMED)))
    assert verdicts(from_pubannotation(TEXT, data, NAMED)) == {FIRST: "accept", SECOND: "accept"}


def test_what_was_made_from_other_claims_is_refused() -> None:
    """Else a claim that was proposed since would count as deleted, and so as rejected."""
    for given_out, now in ((NAMED[:1], NAMED), (NAMED, NAMED[:1])):
        with pytest.raises(ClaimFileError, match="was not made from the claims that are proposed now"):
            from_brat(TEXT, to_brat(TEXT, given_out), now)
    with pytest.raises(ClaimFileError, match="was not made from"):
        from_brat(TEXT, "", NAMED)


@pytest.mark.parametrize("gone", ["T1\t.*\n", "R1\t.*\n"])
def test_what_is_deleted_is_rejected(gone: str) -> None:
    assert verdicts(brat((f"^{gone}", ""))) == {FIRST: "reject", SECOND: "accept"}


def test_a_claim_can_be_left_open() -> None:
    assert verdicts(brat(("^#1", "A9\tUndecided T1\n#1"))) == {SECOND: "accept"}


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("^T2\tRadiationTherapy", "T2\tNsaidTherapy", "subject", "NsaidTherapy"),
        ("^T3\tHeterotopicOssification", "T3\tMyositisOssificans", "object", "MyositisOssificans"),
        ("^R1\tpreventsRecurrenceOf", "R1\ttreats", "predicate", "treats"),
        ("Certainty T1 Hedged", "Certainty T1 Inconclusive", "certainty", Certainty.INCONCLUSIVE),
        ("^A1\tCertainty.*\n", "", "certainty", Certainty.ASSERTED),
        ("^#1", "A9\tNegated T1\n#1", "polarity", Polarity.NEGATED),
        ("Claim 35 76", "Claim 35 40", "span", Span(start=35, end=40, sha256=sha256(TEXT[35:40]))),
    ],
)
def test_what_is_changed_is_an_edit_and_the_rest_of_the_claim_stays(
    old: str, new: str, field: str, value: object
) -> None:
    first, second = brat((old, new)).rulings
    assert second.verdict is Verdict.ACCEPT
    assert first.corrected == NAMED[0][1].model_copy(update={field: value})


def test_the_ends_of_a_relation_can_be_swapped() -> None:
    first, _ = brat(("Arg1:T2 Arg2:T3", "Arg1:T3 Arg2:T2")).rulings
    assert first.corrected is not None
    assert (first.corrected.subject, first.corrected.object) == ("HeterotopicOssification", "RadiationTherapy")


def test_what_was_added_is_told() -> None:
    found = brat(("^#1", "T90\tBurn 0 6\tA note\nR90\tcauses Arg1:T90 Arg2:T3\n#1"))
    assert found.added == ("R90: Burn causes HeterotopicOssification",)
    assert verdicts(found) == {FIRST: "accept", SECOND: "accept"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("^T1\t", "X1\t", r"\.ann:1: 'X1' begins no line"),
        ("^T1\tClaim 35 76", "T1\tClaim 35 9999", r"\.ann:1: '35 9999' is no place"),
        ("^T1\tClaim 35 76", "T1\tClaim 76 35", r"\.ann:1: '76 35' is no place"),
        (" Arg2:T3", "", r"\.ann:7: a relation needs Arg1 and Arg2"),
        ("Arg2:T3", "Arg2:T33", "relation R1 leads to T33"),
        ("T1 Hedged", "T1 Halfway", f"claim:{FIRST}: certainty: Input should be"),
        ("^T2\tRadiationTherapy", "T2\tradiation", f"claim:{FIRST}: subject: String should match"),
        (
            "^#1",
            f"T90\tClaim 0 6\tA note\n#9\tAnnotatorNotes T90\tclaim:{FIRST} of {batch(NAMED)}\n#1",
            f"claim:{FIRST} has several marks",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(old: str, new: str, told: str) -> None:
    with pytest.raises(ClaimFileError, match=told):
        brat((old, new))


def test_stretches_over_line_ends_are_in_pieces_as_brat_has_them() -> None:
    lines = to_brat(TEXT, NAMED).split("\n")
    assert lines[3].startswith("T4\tClaim 78 96;97 112\t")
    assert lines[3].count("\n") == 0


def test_subject_and_object_are_marked_where_the_span_names_them(ontology: Ontology) -> None:
    text = "Surely radiotherapy stops heterotopic ossification."
    span = Span(start=7, end=50, sha256=sha256(text[7:50]))
    made = claim().model_copy(update={"span": span})
    data = to_pubannotation("leaflet", text, [(FIRST, made)], Mentions(Lexicon.of(ontology)))
    places = [text[one["span"]["begin"] : one["span"]["end"]] for one in data["denotations"]]
    assert places == [text[7:50], "radiotherapy", "heterotopic ossification"]


def test_pubannotation_of_another_text_is_refused() -> None:
    data = to_pubannotation("invented-note", TEXT, NAMED)
    with pytest.raises(ClaimFileError, match="not that of the document"):
        from_pubannotation(TEXT + " ", data, NAMED)
    with pytest.raises(ClaimFileError, match="lacks 'span'"):
        from_pubannotation(TEXT, data | {"denotations": [{"id": "T1", "obj": "Burn"}]}, NAMED)


texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n\t \u2028"), min_size=2, max_size=60)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, list[tuple[str, Claim]]]:
    """A text of any characters, and any claims about any stretches of it."""
    text = draw(texts)
    found = {}
    for one in draw(st.lists(any_claim, max_size=4)):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        placed = one.model_copy(update={"span": Span(start=start, end=end, sha256=sha256(text[start:end]))})
        found[claim_name(placed, sha256(text))] = placed
    return text, list(found.items())


@given(annotated())
def test_any_claims_come_back_as_they_went_out(given_: tuple[str, list[tuple[str, Claim]]]) -> None:
    text, named = given_
    for found in (
        from_brat(text, to_brat(text, named), named),
        from_pubannotation(text, json.loads(json.dumps(to_pubannotation("leaflet", text, named))), named),
    ):
        assert found.added == ()
        assert verdicts(found) == {name: "accept" for name, _ in named}
