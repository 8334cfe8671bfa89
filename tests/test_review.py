"""`hograph review`: a person decides in the terminal, and what was decided lands in one log."""

import os
import pty
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import click
import pytest
from click.testing import Result

from commands import run
from hograph.cli.review import who
from hograph.cli.review_page import passage
from hograph.curation.claimlines import claim_lines
from hograph.curation.decisions import Decision, read_decisions
from hograph.curation.values import Span
from hograph.errors import InputError
from hograph.files import LOG, sha256
from hograph.graph.editing import checked, corrected, split
from hograph.ontology.index import Ontology
from invented import SLUG, TEXT, claim, document, write_project
from proposals import name, propose, proposed

MAY = {**document().locate("may", 1).model_dump(), "kind": "hedge"}
SURE = proposed(certainty="hedged", cues=[MAY], section="On lamps")
UNSURE = proposed(polarity="negated", passage="Nobody   has shown\nthat lamps help", confidence="0.5")
LAST = proposed(subject="NsaidTherapy", passage="Lamps, lamps and once more lamps", confidence="0.9")


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    folder = write_project(tmp_path / "project", small, [claim(subject="SurgicalExcision")])
    propose(folder, [SURE, UNSURE, LAST])
    return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / f"{SLUG}.txt").write_bytes(TEXT.encode())
    return folder


def review(project: Path, *words: str | Path, keys: str = "", who: str = "Ada") -> Result:
    result = run(
        "review", "--root", project, "--reviewer", who, *words, text="".join(f"{key}\n" for key in keys.split("|"))
    )
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit), result.exception
    return result


def log(project: Path) -> list[Decision]:
    return read_decisions(project / "data" / LOG)


def verdicts(project: Path) -> list[tuple[str, str]]:
    return [(one.claim, one.verdict.value) for one in log(project)]


# -------------------------------------------------------------------------------------------------------- the session


def test_the_least_sure_comes_first_and_each_key_is_taken_down(project: Path) -> None:
    result = review(project, keys="r|a|a")
    assert result.exit_code == 0
    assert verdicts(project) == [(name(UNSURE), "reject"), (name(SURE), "accept"), (name(LAST), "accept")]
    assert [line for line in result.output.splitlines() if line.endswith(" of 3")] == ["1 of 3", "2 of 3", "3 of 3"]
    assert "2 accepted, 1 rejected; 0 left." in result.output
    assert {one.reviewer for one in log(project)} == {"Ada"}


def test_it_can_go_by_the_order_of_the_document(project: Path) -> None:
    review(project, "--order", "document", keys="a|s|a")
    assert [claim for claim, _ in verdicts(project)] == [name(SURE), name(LAST)]


def test_a_review_goes_on_where_the_last_one_stopped(project: Path) -> None:
    assert "1 rejected; 2 left." in review(project, keys="r|q").output
    result = review(project, keys="a")
    assert "2 of 3" in result.output and "1 of 3" not in result.output
    assert verdicts(project) == [(name(UNSURE), "reject"), (name(SURE), "accept")]


def test_the_passage_is_shown_in_its_context_with_its_cues(project: Path, shelf: Path) -> None:
    result = review(project, "--documents", shelf, "--order", "document", keys="q")
    assert "published »Purple lamps [may] keep bone from returning«. Nobody" in result.output
    assert "Radiation therapy prevents recurrence of heterotopic ossification (hedged)" in result.output
    assert "found by prevention-verb (rules 0.1.0), confidence 0.8" in result.output
    assert "section 'On lamps', characters 35-76" in result.output


def test_without_the_document_place_and_hash_are_shown(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOGRAPH_DOCUMENTS", raising=False)
    result = review(project, "--order", "document", keys="q")
    assert f"SHA-256 {SURE.span.sha256[:16]}" in result.output and "Purple" not in result.output
    assert f"hedge: characters {MAY['start']}-{MAY['end']}" in result.output
    (tmp_path / f"{SLUG}.txt").write_text("Something else", encoding="utf-8")
    assert "not at that place" in review(project, "--documents", tmp_path, keys="q").output


def test_a_claim_is_corrected_field_by_field(project: Path) -> None:
    keys = "e|certainity=hedged|subject=radiotherapi|subject=radiotherapy|certainty=hedgd||certainty=hedged|site=hip joint|"
    result = review(project, keys=f"n|only in part|{keys}|q")
    for told in (
        "no field 'certainity' that can be corrected. Did you mean certainty?",
        "Did you mean radiation therapy (ho:RadiationTherapy)?",
        "certainty: Input should be 'asserted', 'hedged'",
        "Taken as: Radiation therapy prevents recurrence of heterotopic ossification, at hip joint (negated, hedged)",
    ):
        assert told in result.output
    [made] = log(project)
    assert made.verdict.value == "edit" and made.note == "only in part" and made.corrected is not None
    assert (made.corrected.certainty.value, made.corrected.qualifiers.site) == ("hedged", "HipJoint")
    assert made.proposed == UNSURE


def test_an_edit_can_be_left(project: Path) -> None:
    result = review(project, keys="e||certainty=hedged|.|e")
    assert "Nothing is changed yet." in result.output and log(project) == []


def test_undo_takes_back_and_shows_the_claim_again(project: Path) -> None:
    result = review(project, keys="r|a|u|u|a|q")
    assert [verdict for _, verdict in verdicts(project)] == ["reject", "accept", "undo", "undo", "accept"]
    assert f"No longer rejected: claim:{name(UNSURE)}" in result.output
    assert "1 accepted; 2 left." in result.output
    assert verdicts(project)[-1] == (name(UNSURE), "accept")


def test_undo_reaches_the_last_decision_of_an_earlier_session_but_not_those_of_others(project: Path) -> None:
    review(project, keys="r|a|a")
    assert "You have decided nothing yet" in review(project, keys="u", who="Grace").output
    result = review(project, keys="u|r")
    assert f"No longer accepted: claim:{name(LAST)}" in result.output
    assert verdicts(project)[3:] == [(name(LAST), "undo"), (name(LAST), "reject")]


def test_keys_that_are_none_are_told(project: Path) -> None:
    result = review(project, keys="x|?|s|s|s")
    assert "'x' is no key here." in result.output
    assert result.output.count("reject: it does not") == 2
    assert "No claim is left to show." in result.output and "nothing decided; 3 left." in result.output


def test_a_changed_claim_tells_what_was_decided_before_and_a_lost_one_is_told(project: Path) -> None:
    review(project, keys="r|s|a|q")
    again = UNSURE.model_copy(update={"certainty": SURE.certainty})
    propose(project, [SURE, again])
    result = review(project, keys="q")
    assert re.search(r"Before it changed it was rejected by Ada on \d{4}-\d\d-\d\d", result.output)
    assert f"No longer proposed: claim:{name(LAST)} (NsaidTherapy preventsRecurrenceOf" in result.output
    listed = review(project, "--list").output.splitlines()
    assert listed[0].split() == [
        "Document",
        "Proposed",
        "Undecided",
        "Accepted",
        "Rejected",
        "Edited",
        "Carried",
        "over",
        "Changed",
        "since",
    ]
    assert listed[1].split() == [SLUG, "2", "2", "0", "0", "0", "0", "1"]


def test_who_reviews_is_asked_of_git_and_else_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[user]\n\tname = Grace\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.chdir(tmp_path)
    assert (who(None), who(" Ada ")) == ("Grace", "Ada")
    config.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="Who reviews"):
        who(None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(InputError, match="Who reviews"):
        who("")


def test_on_a_terminal_keys_are_taken_as_they_are_pressed(project: Path, shelf: Path) -> None:
    ours, theirs = pty.openpty()
    words = ["review", "--root", str(project), "--reviewer", "Ada", "--documents", str(shelf)]
    process = subprocess.Popen([sys.executable, "-m", "hograph", *words], stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    watch = threading.Timer(60, process.kill)
    watch.start()
    printed, keys = b"", ["A", "e", "certainty=asserted\n", "\n", "q"]
    waiting = [b"[?]help", b"[?]help", b"field=value", b"field=value", b"[?]help"]
    try:
        while part := os.read(ours, 65536):
            printed += part
            while keys and waiting[0] in printed:
                printed = printed.split(waiting.pop(0), 1)[1]
                time.sleep(0.2)
                os.write(ours, keys.pop(0).encode())
    except OSError:  # the other end was closed
        pass
    os.close(ours)
    assert process.wait() == 0, printed.decode()
    watch.cancel()
    assert [verdict for _, verdict in verdicts(project)] == ["accept", "edit"]


def test_a_document_of_another_format_is_found_by_its_name(project: Path, tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.mkdir()
    text = "<html><body><p>Purple lamps may keep bone from returning.</p></body></html>"
    (page / "leaflet.html").write_text(text, encoding="utf-8")
    (page / "leaflet.bad").write_bytes(b"")
    start = text.index("Purple")
    span = Span(start=start, end=start + 12, sha256=sha256("Purple lamps"))
    other = tmp_path / "other.jsonl"
    other.write_text(claim_lines([("leaflet", SURE.model_copy(update={"span": span, "cues": ()}))]), encoding="utf-8")
    assert "»Purple lamps« may keep" in review(project, other, "--documents", page, keys="q").output
    result = review(project, other)
    assert result.exit_code == 2 and "leaflet: is not described in" in result.output


def test_what_could_steer_a_terminal_is_not_printed() -> None:
    text = "Bone \x1b[2J grows \x07 here \x9b0m."
    shown = click.unstyle(
        passage(text, SURE.model_copy(update={"span": Span(start=5, end=14, sha256="0" * 64), "cues": ()}))
    )
    assert shown == "Bone »�[2J grow«s � here �0m."


def test_wrong_wishes_are_refused(project: Path, small: Path, tmp_path: Path) -> None:
    sheet = project / "data" / "proposed" / f"{SLUG}.jsonl"
    assert "are four things" in review(project, "--list", "--decisions", sheet).output
    (tmp_path / "empty").mkdir()
    result = review(project, tmp_path / "empty")
    assert result.exit_code == 0 and "No claims are proposed." in result.output
    assert review(project, tmp_path / "empty", "--decisions", sheet).exit_code == 2
    shutil.rmtree(project / "data" / "proposed")
    assert "No claims are proposed." in review(project, "--list").output
    propose(project, [SURE])
    other = write_project(tmp_path / "second", small, [claim()])
    propose(other, [SURE])
    result = review(project, project / "data" / "proposed", other / "data" / "proposed")
    assert result.exit_code == 2 and "several folders" in result.output


# --------------------------------------------------------------------------------------------------------- corrections


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"site": "radiation therapy"}, None),
        ({"object": "hip joint"}, "The object HipJoint is a AnatomicalEntity, but"),
        ({"predicate": "preventsRecurence"}, "'preventsRecurence' is no relation that a claim may use. Did you mean"),
        ({"timing.min": "P2W"}, "timing.relation: Field required"),
        ({"frequency.max": "1.5"}, "frequency: 1.5 is no fraction"),
        ({"subject": ""}, "A claim needs its subject"),
        ({"span": "3-9"}, "A span can be moved only where the document is at hand"),
        ({"confidence": "2"}, "confidence: Input should be less than or equal to 1"),
    ],
)
def test_what_a_claim_must_not_become_is_told(ontology: Ontology, changes: dict[str, str], told: str | None) -> None:
    if told is None:
        assert corrected(SURE, changes, ontology).qualifiers.site == "RadiationTherapy"
        return
    with pytest.raises(InputError, match=re.escape(told)):
        corrected(SURE, changes, ontology)


def test_every_kind_of_field_can_be_set_and_taken_away(ontology: Ontology) -> None:
    changes = {
        "predicate": "treats",
        "timing.min": "P2W",
        "timing.relation": "after",
        "timing.anchor": "UnstatedEvent",
        "frequency.rank": "common",
        "when": "unless elbow joint, only-if spinal cord injury",
        "note": "seen twice",
        "span": "78-112",
    }
    made = corrected(SURE, changes, ontology, document())
    assert made.predicate == "treats" and made.note == "seen twice" and made.span == UNSURE.span
    assert [(p.kind.value, p.term) for p in made.qualifiers.when] == [
        ("unless", "ElbowJoint"),
        ("only-if", "SpinalCordInjury"),
    ]
    assert made.qualifiers.timing is not None and made.qualifiers.frequency is not None
    gone = {"timing": "", "frequency.rank": "", "when": "", "note": "", "predicate": "prevents recurrence of"}
    assert corrected(made, gone, ontology) == SURE.model_copy(update={"span": UNSURE.span})


def test_places_outside_the_document_are_refused(ontology: Ontology) -> None:
    for place in ("9-3", "0-99999", "here"):
        with pytest.raises(InputError, match="is no place in"):
            checked("span", place, ontology, document())
    with pytest.raises(InputError, match="is no change"):
        split("certainty hedged")
