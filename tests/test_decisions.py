"""Decisions on proposed claims: the log is only added to, and what it decides is the same on each run."""

import itertools
import json
import multiprocessing
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hograph.curation.decisions import (
    Decision,
    Ruling,
    Verdict,
    append_decisions,
    decided,
    now,
    read_decisions,
    standing,
    undone,
)
from hograph.curation.tokens import Certainty
from hograph.curation.values import Claim
from hograph.errors import ClaimFileError, InputError
from hograph.graph.review import Review, as_they_stand, reviewed
from invented import SLUG, TEXT, claim, document
from proposals import SHA256, decision, name, proposed
from strategies import claims as any_claim

ONE = proposed()
OTHER = proposed(subject="NsaidTherapy", passage="Nobody   has shown\nthat lamps help")


def review(claims: list[Claim], decisions: list[Decision]) -> Review:
    return reviewed([(SLUG, one) for one in claims], decisions, {SLUG: SHA256})


def statuses(claims: list[Claim], decisions: list[Decision]) -> list[str]:
    return [one.claim.status.value for one in review(claims, decisions).claims]


# ---------------------------------------------------------------------------------------------------------- the log


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    verdict = draw(st.sampled_from([Verdict.ACCEPT, Verdict.REJECT, Verdict.EDIT]))
    text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
    ruling = Ruling(
        claim=draw(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16)),
        verdict=verdict,
        corrected=draw(any_claim) if verdict is Verdict.EDIT else None,
        note=draw(st.none() | text),
    )
    return decided(ruling, "leaflet", draw(any_claim), draw(text), now())


@given(st.lists(decisions(), max_size=3))
def test_what_is_taken_down_comes_back(tmp_path_factory: pytest.TempPathFactory, made: list[Decision]) -> None:
    path = tmp_path_factory.mktemp("log") / "data" / "decisions.jsonl"
    for one in made:
        append_decisions(path, [one])
    append_decisions(path, made)
    assert read_decisions(path) == [*made, *made]


def test_lines_are_only_added(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    append_decisions(path, [decision(ONE)])
    before = path.read_bytes()
    append_decisions(path, [decision(ONE, "reject", 2), undone(decision(ONE), "Ada", now())])
    assert path.read_bytes().startswith(before)
    assert list(json.loads(before)) == ["time", "reviewer", "document", "version", "claim", "verdict", "proposed"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "2: not JSON"),
        ("[]", "2: the line: Input should be"),
        (decision(ONE).line().replace('"accept"', '"perhaps"'), "2: verdict: Input should be 'accept'"),
        (decision(ONE).line().replace("01:00:00Z", "one o'clock"), "2: time: String should match"),
        (decision(ONE).line().replace('"accept"', '"edit"'), "2: the line: an edit, and nothing else, has"),
        (decision(ONE).line().replace('"accept"', '"undo"'), "2: the line: an undo, and nothing else, names"),
        (undone(decision(OTHER), "Ada", now()).line(), "2: undoes '.*', but no decision of the log has that id"),
        (decision(OTHER).line().rstrip("\n"), "2: the line does not end"),
        (decision(OTHER).line()[:40], "2: not JSON"),
    ],
)
def test_a_damaged_log_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "decisions.jsonl"
    append_decisions(path, [decision(ONE)])
    with path.open("a", encoding="utf-8") as stream:
        stream.write(line)
    with pytest.raises(ClaimFileError, match=rf"decisions\.jsonl:{told}"):
        read_decisions(path)


def test_nothing_is_added_behind_a_line_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text('{"time"', encoding="utf-8")
    with pytest.raises(ClaimFileError, match="the last line does not end"):
        append_decisions(path, [decision(ONE)])
    assert path.read_text("utf-8") == '{"time"'


def test_a_line_that_cannot_be_written_whole_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "decisions.jsonl"
    append_decisions(path, [decision(ONE)])
    before, write = path.read_bytes(), os.write

    def short(file: int, data: bytes) -> int:
        if len(data) <= 100:
            raise OSError(28, "No space left on device")
        return write(file, data[: len(data) - 100])

    monkeypatch.setattr(os, "write", short)
    with pytest.raises(InputError, match=r"cannot be written \(No space left"):
        append_decisions(path, [decision(OTHER)])
    assert path.read_bytes() == before


def _append_many(path: Path, who: str) -> None:
    for _ in range(40):
        append_decisions(path, [decided(Ruling(claim=name(ONE), verdict=Verdict.ACCEPT), SLUG, ONE, who, now())])


def test_several_may_add_at_once(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=_append_many, args=(path, who)) for who in ("Ada", "Grace", "Rosalind")]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert len(read_decisions(path)) == 120


def test_the_latest_decision_holds_unless_it_was_taken_back() -> None:
    first, second = decision(ONE, "accept", 1), decision(ONE, "reject", 2)
    back = undone(second, "Ada", "2026-01-02T03:00:00Z")
    assert standing([first, second]) == {name(ONE): second}
    assert standing([first, second, back]) == {name(ONE): first}
    assert standing([first, undone(first, "Ada", "2026-01-02T03:00:00Z")]) == {}
    for lines in itertools.permutations([first, second, back]):
        assert standing(lines) == {name(ONE): first}


def test_times_are_compared_as_times() -> None:
    early = decision(ONE).model_copy(update={"time": "2026-01-02T01:00:00Z"})
    late = decision(ONE, "reject").model_copy(update={"time": "2026-01-02T01:00:00.5Z"})
    assert standing([late, early])[name(ONE)] == late


def test_a_ruling_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValidationError, match="an edit, and nothing else"):
        Ruling(claim=name(ONE), verdict=Verdict.ACCEPT, corrected=ONE)


# ---------------------------------------------------------------------------------------------- claims with decisions


@pytest.mark.parametrize(("verdict", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_decision_gives_the_status(verdict: str, status: str) -> None:
    assert statuses([ONE, OTHER], [decision(ONE, verdict)]) == [status, "proposed"]


def test_an_edit_gives_the_corrected_claim_and_keeps_what_proposed_it() -> None:
    corrected = claim(certainty="hedged", confidence="1")
    [one] = review([ONE], [decision(ONE, "edit", corrected=corrected)]).claims
    assert one.claim.certainty is Certainty.HEDGED
    assert (one.claim.status.value, one.claim.extracted, one.claim.confidence) == ("edited", ONE.extracted, Decimal(1))
    assert one.key == name(ONE) != one.name == name(corrected)


@given(
    st.permutations([ONE, OTHER]),
    st.permutations([decision(ONE), decision(OTHER, "reject"), decision(ONE, "reject", 3)]),
)
def test_no_order_makes_a_difference(claims: list[Claim], lines: list[Decision]) -> None:
    assert review(claims, lines) == review([ONE, OTHER], [decision(ONE, "reject", 3), decision(OTHER, "reject")])


def test_of_two_that_propose_the_same_the_surest_is_kept() -> None:
    surer = proposed(confidence="0.9", extracted={"extractor": "llm", "version": "1", "rule": "prompt"})
    for claims in ([ONE, surer], [surer, ONE]):
        assert [one.claim for one in review(claims, []).claims] == [surer]


def test_a_claim_that_changed_is_shown_again_with_the_earlier_decision() -> None:
    changed = proposed(certainty="hedged", passage="lamps may keep bone from returning")
    apart = proposed(passage="Lamps, lamps and once more lamps")
    found = review([changed, apart, OTHER], [decision(ONE, "reject")])
    earlier = {one.key: [d.verdict.value for d in one.earlier] for one in found.claims}
    assert earlier == {name(changed): ["reject"], name(apart): [], name(OTHER): []}
    assert {one.claim.status.value for one in found.claims} == {"proposed"}


def test_a_decision_whose_claim_vanished_is_told() -> None:
    assert review([OTHER], [decision(ONE)]).vanished == (decision(ONE),)
    assert review([ONE, OTHER], [decision(ONE)]).vanished == ()


@pytest.mark.parametrize(("hour", "status"), [(1, "rejected"), (3, "edited")])
def test_where_a_correction_gives_another_proposal_the_later_decision_speaks(hour: int, status: str) -> None:
    hedged = proposed(certainty="hedged")
    lines = [decision(ONE, "edit", hour, corrected=hedged), decision(hedged, "reject", 2)]
    found = as_they_stand(review([ONE, hedged], lines))
    assert {key: one.claim.status.value for key, one in found.items()} == {name(hedged): status}
    undecided = as_they_stand(review([ONE, hedged], lines[:1]))
    assert undecided[name(hedged)].claim.status.value == "edited"


def test_the_log_repeats_no_text_of_the_document() -> None:
    line = decision(ONE, "edit", corrected=claim(certainty="hedged")).line()
    words = TEXT.split()
    assert not any(" ".join(words[i : i + 3]) in line for i in range(len(words) - 2))
    assert document().sha256 not in line


def test_the_fields_of_a_line_are_all_known(tmp_path: Path) -> None:
    line: dict[str, Any] = json.loads(decision(ONE).line()) | {"mood": "good"}
    (tmp_path / "d.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(ClaimFileError, match="mood: Extra inputs are not permitted"):
        read_decisions(tmp_path / "d.jsonl")
