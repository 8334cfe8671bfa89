"""Decisions that are not typed one by one: sheets, JSON lines and what annotation tools give back."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from hograph.curation.values import Claim
from hograph.extraction.annotation import to_brat, to_pubannotation
from invented import SLUG, TEXT
from proposals import decision, name, propose
from test_review import LAST, SURE, UNSURE, log, project, review, shelf, verdicts

__all__ = ["project", "shelf"]


def filled(project: Path, shelf: Path, verdict: dict[str, dict[str, str]]) -> str:
    rows = list(csv.DictReader(io.StringIO(review(project, "--sheet", "--documents", shelf).output)))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0])
    writer.writeheader()
    writer.writerows(row | verdict.get(row["claim"].removeprefix("claim:"), {}) for row in rows)
    return stream.getvalue()


def test_a_sheet_is_filled_in_and_taken_down_in_one_go(project: Path, shelf: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    wishes = {
        name(SURE): {"verdict": "Accept", "note": "so it says"},
        name(UNSURE): {"verdict": "edit", "changes": "certainty=hedged; site=hip joint"},
    }
    sheet.write_text(filled(project, shelf, wishes), encoding="utf-8-sig")
    assert "»Purple lamps [may] keep bone from returning«" in sheet.read_text("utf-8-sig")
    assert "1 accepted, 1 edited; 0 were decided so already" in review(project, "--decisions", sheet).output
    assert {(one.verdict.value, one.note) for one in log(project)} == {("accept", "so it says"), ("edit", None)}
    assert "nothing new; 2 were decided so already" in review(project, "--decisions", sheet).output
    assert len(log(project)) == 2


def test_a_sheet_may_come_from_a_country_that_writes_decimals_with_commas(project: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"claim;verdict;note\n{name(SURE)};accept;yes, indeed\n", encoding="utf-8-sig")
    assert "1 accepted" in review(project, "--decisions", sheet).output
    assert log(project)[0].note == "yes, indeed"


def test_a_decision_that_is_overturned_is_told(project: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    for verdict in ("reject", "accept"):
        sheet.write_text(f"claim,verdict\n{name(SURE)},{verdict}\n", encoding="utf-8")
        told = " ".join(review(project, "--decisions", sheet).output.split())
        assert (f"Decided otherwise before: claim:{name(SURE)}." in told) == (verdict == "accept")


def test_the_same_as_json_lines_and_back_again(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    lines = [
        {"claim": name(SURE), "verdict": "edit", "changes": {"certainty": "asserted"}},
        {"claim": name(LAST), "verdict": "reject"},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    review(project, "--decisions", path)
    assert verdicts(project) == [(name(SURE), "edit"), (name(LAST), "reject")]
    path.write_text(json.dumps({"claim": f"claim:{name(LAST)}", "verdict": "undo"}), encoding="utf-8")
    assert "1 taken back." in review(project, "--decisions", path).output
    assert verdicts(project)[2:] == [(name(LAST), "undo")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("claim,judgement\n", "sheet.csv:1: no column 'verdict'; no column is called 'judgement' here"),
        (f"claim,verdict\n{name(SURE)},accept\nabc,accept\n", "sheet.csv:3: 'abc' is none of the proposed claims"),
        (f"claim,verdict\n{name(SURE)},perhaps\n", "sheet.csv:2: 'perhaps' is no verdict"),
        (f"claim,verdict\n{name(SURE)},edit\n", "sheet.csv:2: changes belong to an edit"),
        (f"claim,verdict,changes\n{name(SURE)},accept,site=HipJoint\n", "sheet.csv:2: changes belong to an edit"),
        (f"claim,verdict,changes\n{name(SURE)},edit,sight=HipJoint\n", "sheet.csv:2: A claim has no field 'sight'"),
        (f"claim,verdict,changes\n{name(SURE)},,site=HipJoint\n", "sheet.csv:2: changes or a note without a verdict"),
        (f"claim,verdict\n{name(SURE)},undo\n", "sheet.csv:2: claim:.* is not decided"),
        (f"claim,verdict\n{name(SURE)},accept\n{name(SURE)},reject\n", "sheet.csv:3: claim:.* stands there twice"),
        ("claim,verdict\n" + "x,accept\n" * 12, "... and 2 more"),
    ],
)
def test_a_wrong_sheet_is_told_by_line_and_nothing_is_taken_down(
    project: Path, tmp_path: Path, text: str, told: str
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(text, encoding="utf-8")
    result = review(project, "--decisions", sheet)
    assert result.exit_code == 2 and re.search(told, result.output), result.output
    assert log(project) == []


def test_json_lines_with_other_fields_are_refused(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text('{"claim": "x", "mood": "good"}\n', encoding="utf-8")
    assert "d.jsonl:1: a line is a mapping with claim" in review(project, "--decisions", path).output


def named(*claims: Claim) -> list[tuple[str, Claim]]:
    return [(name(one), one) for one in claims]


def test_what_comes_back_from_brat_is_taken_down(project: Path, shelf: Path, tmp_path: Path) -> None:
    ann = to_brat(TEXT, named(SURE, UNSURE, LAST))
    ann = ann.replace("Certainty T1 Hedged", "Certainty T1 Inconclusive").replace(
        "R2\tpreventsRecurrenceOf Arg1:T5 Arg2:T6\n", ""
    )
    path = tmp_path / f"{SLUG}.ann"
    path.write_text(ann, encoding="utf-8")
    assert "1 accepted, 1 edited, 1 rejected" in review(project, "--import", path, "--documents", shelf).output
    assert dict(verdicts(project)) == {name(SURE): "edit", name(UNSURE): "reject", name(LAST): "accept"}
    assert "nothing new; 3 were" in review(project, "--import", path, "--documents", shelf).output


def test_what_comes_back_from_pubannotation_is_taken_down_and_additions_are_told(
    project: Path, shelf: Path, tmp_path: Path
) -> None:
    data = to_pubannotation(SLUG, TEXT, named(SURE, UNSURE, LAST))
    data["relations"].append({"id": "R9", "pred": "causes", "subj": "T2", "obj": "T3"})
    path = tmp_path / "from-the-tool.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    result = review(project, "--import", path, "--documents", shelf)
    assert result.exit_code == 1 and "R9: RadiationTherapy causes HeterotopicOssification was added" in result.output
    assert [verdict for _, verdict in verdicts(project)] == ["accept"] * 3


def test_annotations_that_cannot_be_placed_are_refused(
    project: Path, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOGRAPH_DOCUMENTS", raising=False)
    path = tmp_path / f"{SLUG}.ann"
    path.write_text(to_brat(TEXT, named(SURE, UNSURE)), encoding="utf-8")
    assert "the document is not at hand" in review(project, "--import", path).output
    assert (
        "was not made from the claims that are proposed now"
        in review(project, "--import", path, "--documents", shelf).output
    )
    assert "no claims of a document 'other'" in review(project, "--import", path.rename(tmp_path / "other.ann")).output
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    assert "x.json:1: not JSON" in review(project, "--import", tmp_path / "x.json").output
    assert log(project) == []


def test_earlier_decisions_are_kept_apart_by_document(project: Path) -> None:
    propose(project, [SURE], [decision(SURE)])
    assert "1 accepted" not in review(project, keys="q").output
    assert review(project, "--list").output.splitlines()[1].split()[1:4] == ["1", "0", "1"]
