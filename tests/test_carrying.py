"""Decisions in another version of a document: what stands there in the same words was decided on, what changed is asked again."""

import itertools
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from commands import run
from hograph.curation.decisions import Decision, Ruling, Verdict, decided, read_decisions, undone
from hograph.curation.values import Claim
from hograph.files import LOG, sha256
from hograph.graph.build import build
from hograph.graph.identity import claim_name
from hograph.graph.review import Review, reviewed
from hograph.vocabulary import CLAIM, HO, PROV, RDF, RDFS
from invented import SLUG, TEXT, claim, document, sources_text, write_project
from proposals import decision, name, propose, proposed
from strategies import claims as any_claim

MAY = {**document().locate("may", 1).model_dump(), "kind": "hedge"}
ONE = proposed(certainty="hedged", cues=[MAY], section="On lamps")
HEDGED, ASSERTED = ONE, ONE.model_copy(update={"certainty": claim().certainty})
LONGER = "A new beginning\n\n"
BY = len(LONGER)
AFTER = sha256(LONGER + TEXT)
"""The hash of the document with a new beginning."""


def shifted(one: Claim, by: int = BY) -> Claim:
    """A claim in the same words, so many characters further on."""

    def at(span: object) -> dict[str, int]:
        return {"start": span.start + by, "end": span.end + by}  # type: ignore[attr-defined]

    cues = tuple(cue.model_copy(update=at(cue)) for cue in one.cues)
    return one.model_copy(update={"span": one.span.model_copy(update=at(one.span)), "cues": cues})


def review(claims: list[Claim], decisions: list[Decision], sha: str = AFTER) -> Review:
    return reviewed([(SLUG, one) for one in claims], decisions, {SLUG: sha})


def later(one: Claim, verdict: str, hour: int, sha: str = AFTER) -> Decision:
    """What Ada decided on a claim of another version."""
    ruling = Ruling(claim=claim_name(one, sha), verdict=Verdict(verdict))
    return decided(ruling, SLUG, one, "Ada", f"2026-01-02T{hour:02}:00:00Z", sha)


def statuses(found: Review) -> list[str]:
    return [one.claim.status.value for one in found.claims]


# ------------------------------------------------------------------------------------------------------------ one claim


@pytest.mark.parametrize(("verdict", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_decision_goes_with_the_words(verdict: str, status: str) -> None:
    made = decision(ONE, verdict)
    found = review([shifted(ONE)], [made])
    [now] = found.claims
    assert now.key != name(ONE) and now.carried
    assert (now.claim.status.value, now.claim.span.start) == (status, ONE.span.start + BY)
    assert now.decision == made and now.decision.proposed == ONE, "it is told as it was made, on the claim as it was"
    assert found.vanished == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"object": "Pain"},
        {"certainty": claim().certainty},
        {"span": ONE.span.model_copy(update={"sha256": sha256("Pink lamps may keep bone from returning")})},
        {"cues": ()},
        {"cues": (ONE.cues[0].model_copy(update={"start": MAY["start"] - 1}),)},
    ],
    ids=["content", "certainty", "words", "no-cue", "another-cue"],
)
def test_what_changed_in_content_or_words_is_asked_again(changed: dict[str, object]) -> None:
    found = review([shifted(ONE.model_copy(update=changed))], [decision(ONE)])
    assert statuses(found) == ["proposed"] and found.vanished == (decision(ONE),)


def test_a_rule_a_confidence_or_a_heading_may_change() -> None:
    again = proposed(certainty="hedged", cues=[MAY], section="About lamps", confidence="0.3")
    assert statuses(review([shifted(again)], [decision(ONE)])) == ["accepted"]


def test_another_document_in_the_same_words_is_asked() -> None:
    found = reviewed([("other-note", shifted(ONE))], [decision(ONE)], {"other-note": AFTER})
    assert statuses(found) == ["proposed"]


def test_a_correction_moves_along() -> None:
    made = decision(HEDGED, "edit", corrected=claim(cues=[MAY], section="On lamps", note="seen twice"))
    moved = shifted(HEDGED).model_copy(update={"section": "About lamps"})
    [now] = review([moved], [made]).claims
    assert (now.claim.certainty.value, now.claim.note, now.claim.status.value) == ("asserted", "seen twice", "edited")
    assert (now.claim.span, now.claim.cues, now.claim.section) == (moved.span, moved.cues, "About lamps")
    assert now.name == claim_name(shifted(ASSERTED), AFTER)


def test_a_correction_to_other_words_is_asked_again_for_nobody_can_hold_them() -> None:
    elsewhere = claim(passage="Nobody   has shown\nthat lamps help")
    outside = claim(cues=[{**document().locate("Nobody", 1).model_dump(), "kind": "negation"}])
    for corrected in (elsewhere, outside):
        made = decision(ONE, "edit", corrected=corrected)
        [now] = review([shifted(ONE, 500)], [made]).claims
        assert (now.decision, now.earlier) == (None, (made,))


def test_a_later_decision_on_the_claim_itself_goes_first_and_is_what_the_next_version_takes() -> None:
    two = shifted(ONE)
    lines = [decision(ONE), later(two, "reject", 2)]
    found = review([two], lines)
    assert statuses(found) == ["rejected"] and found.vanished == () and not found.claims[0].carried
    third = review([shifted(two)], lines, sha256("third"))
    assert statuses(third) == ["rejected"] and third.vanished == ()


def test_what_is_taken_back_is_open_again() -> None:
    two, accept, reject = shifted(ONE), decision(ONE), later(shifted(ONE), "reject", 2)
    assert statuses(review([two], [accept, undone(accept, "Ada", "2026-01-02T03:00:00Z")])) == ["proposed"]
    back = undone(reject, "Ada", "2026-01-02T03:00:00Z")
    assert statuses(review([two], [accept, reject, back])) == ["accepted"], "as before it was rejected"


@given(any_claim, st.integers(-50, 5000), st.sampled_from(["accept", "reject", "edit"]))
def test_any_claim_is_carried_any_distance_and_back(one: Claim, by: int, verdict: str) -> None:
    one = shifted(one, 100)
    here, there = shifted(one, by), sha256("there")
    ruling = Ruling(claim=name(one), verdict=Verdict(verdict), corrected=one if verdict == "edit" else None)
    made = decided(ruling, SLUG, one, "Ada", "2026-01-02T01:00:00Z")
    [now] = review([here], [made], there).claims
    assert now.decision == made
    assert now.claim == here.model_copy(update={"status": now.claim.status})
    [back] = review([one], [made], document().sha256).claims
    assert shifted(back.claim, by) == now.claim and not back.carried


# ------------------------------------------------------------------------------------ the same words at several places

TWICE = [ONE, shifted(ONE, 200)]
MOVED = [shifted(one) for one in TWICE]


def lines(*verdicts: str) -> list[Decision]:
    return [decision(one, verdict, hour) for hour, (one, verdict) in enumerate(zip(TWICE, verdicts, strict=False), 1)]


def test_as_many_as_before_are_paired_in_the_order_of_the_document() -> None:
    assert statuses(review(MOVED, lines("accept", "reject"))) == ["accepted", "rejected"]
    assert statuses(review(MOVED, lines("reject", "accept"))) == ["rejected", "accepted"]


def test_no_order_of_claims_or_lines_makes_a_difference() -> None:
    log = [*lines("accept", "reject"), undone(decision(ONE, "reject", 3), "Ada", "2026-01-02T04:00:00Z")]
    log.append(decision(ONE, "reject", 3))
    for claims, some in itertools.product(itertools.permutations(MOVED), itertools.permutations(log)):
        assert review(list(claims), list(some)) == review(MOVED, log)


def test_of_one_place_less_only_what_was_decided_alike_is_carried() -> None:
    assert statuses(review(MOVED[:1], lines("accept", "accept"))) == ["accepted"]
    found = review(MOVED[:1], lines("accept", "reject"))
    assert statuses(found) == ["proposed"] and len(found.claims[0].earlier) == 2


def test_a_place_more_is_asked_for_nobody_has_decided_so_often() -> None:
    assert statuses(review([*MOVED, shifted(ONE, 900)], lines("accept", "accept"))) == ["proposed"] * 3
    assert statuses(review(MOVED, lines("accept"))) == ["proposed"] * 2


def test_one_of_two_taken_back_leaves_the_other_in_its_place() -> None:
    first, second = lines("accept", "accept")
    for back, left in ((first, ["proposed", "accepted"]), (second, ["accepted", "proposed"])):
        assert statuses(review(MOVED, [first, second, undone(back, "Ada", "2026-01-02T03:00:00Z")])) == left


def test_one_of_two_decided_anew_leaves_the_other_what_it_was() -> None:
    log = [*lines("accept", "reject"), later(MOVED[0], "reject", 3)]
    assert statuses(review(MOVED, log)) == ["rejected", "rejected"]
    third = review([shifted(one) for one in MOVED], log, sha256("third"))
    assert statuses(third) == ["proposed"] * 2, "decisions of two versions are not put in one order"


def test_logs_that_name_no_version_are_not_put_in_one_order_either() -> None:
    older = [one.model_copy(update={"version": None}) for one in lines("accept", "reject")]
    assert statuses(review(MOVED, older)) == ["proposed"] * 2
    older = [one.model_copy(update={"version": None}) for one in lines("reject", "reject")]
    assert statuses(review(MOVED, older)) == ["rejected"] * 2


# ------------------------------------------------------------------------------------------ what a reviewer sees of it


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    """The document was reviewed, and then got a new beginning."""
    folder = write_project(tmp_path / "project", small, [])
    lost = proposed(subject="NsaidTherapy", passage="Lamps, lamps and once more lamps")
    made = [decision(HEDGED, "edit", corrected=ASSERTED, note="seen twice"), decision(lost, "reject", 2)]
    new = document(LONGER + TEXT)
    changed = lost.model_copy(update={"span": new.locate("and once more lamps", 1)})
    propose(folder, [shifted(HEDGED), changed], made)
    (folder / "data" / "sources.yaml").write_text(sources_text([new]), encoding="utf-8")
    (tmp_path / f"{SLUG}.txt").write_bytes(new.text.encode())
    return folder


def hograph(project: Path, *words: str, keys: str = "") -> Result:
    return run(
        *words, "--root", project, "--documents", project.parent, text="".join(f"{k}\n" for k in keys.split("|"))
    )


def test_the_list_tells_how_many_were_carried_over(project: Path) -> None:
    listed = hograph(project, "review", "--list").output.splitlines()
    assert listed[0].split()[5:] == ["Edited", "Carried", "over", "Changed", "since"]
    assert listed[1].split() == [SLUG, "2", "1", "0", "0", "1", "1", "1"]
    assert len(listed) == 3 and "NsaidTherapy" in listed[2] and listed[2].startswith("No longer proposed")


def test_a_session_asks_the_others_and_takes_a_carried_decision_back(project: Path) -> None:
    done = hograph(project, "review", "--reviewer", "Ada", keys="u|u|q").output
    assert "1 decided in an earlier version of the document, in the same words: carried over." in done
    assert "2 of 2" in done and f"No longer edited: claim:{claim_name(shifted(HEDGED), AFTER)}" in done
    assert "You have decided nothing yet" in done
    last = read_decisions(project / "data" / LOG)[-1]
    assert (last.verdict, last.claim, last.undoes) == (Verdict.UNDO, name(HEDGED), _edit(project).id)
    assert hograph(project, "review", "--list").output.splitlines()[1].split()[2:] == ["2", "0", "0", "0", "0", "1"]


def _edit(project: Path) -> Decision:
    return next(one for one in read_decisions(project / "data" / LOG) if one.verdict is Verdict.EDIT)


def test_a_sheet_that_says_the_same_adds_nothing(project: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    row = f"{claim_name(shifted(HEDGED), AFTER)},edit,certainty=asserted,seen twice"
    sheet.write_text(f"claim,verdict,changes,note\n{row}\n", encoding="utf-8")
    before = (project / "data" / LOG).read_bytes()
    told = hograph(project, "review", "--decisions", str(sheet), "--reviewer", "Ada").output
    assert "nothing new; 1 were decided so already." in told and (project / "data" / LOG).read_bytes() == before
    sheet.write_text(f"claim,verdict\n{claim_name(shifted(HEDGED), AFTER)},undo\n", encoding="utf-8")
    assert "1 taken back." in hograph(project, "review", "--decisions", str(sheet), "--reviewer", "Ada").output


def test_a_new_decision_names_the_version_it_was_made_in(project: Path) -> None:
    hograph(project, "review", "--reviewer", "Ada", keys="a|q")
    assert [one.version for one in read_decisions(project / "data" / LOG)] == [
        *[document().sha256[:16]] * 2,
        AFTER[:16],
    ]


def test_the_graph_tells_who_decided_when_and_on_which_claim(project: Path) -> None:
    built = build(project)
    [placed] = [one for one in built.claims if one.decision]
    told = {(quad.subject, quad.predicate): quad.object for quad in built.quads}
    now, was = CLAIM[placed.name], CLAIM[name(HEDGED)]
    assert placed.carried and told[now, HO["reviewedAs"]] == was
    assert str(told[now, HO["reviewTime"]]).startswith('"2026-01-02T01:00:00Z"') and (now, HO["reviewedBy"]) in told
    assert told[was, RDF["type"]] == PROV["Entity"]
    place = f"characters {HEDGED.span.start}-{HEDGED.span.end} of an earlier version of the document"
    assert f"(hedged), {place}" in str(told[was, RDFS["label"]])
    assert [one.statement.subject for one in built.propositions] == ["RadiationTherapy"]


def test_verify_holds_corrections_where_they_stand_now(project: Path) -> None:
    done = hograph(project, "verify")
    assert done.exit_code == 0 and "4 spans checked, 0 findings" in done.output
