"""The command line as a person uses it: what it prints, where it prints errors, and its exit codes."""

import csv
import io
import json
import shlex
from pathlib import Path

import pytest

from commands import run
from hograph.cli import COMMANDS
from hograph.cli.building import print_counts
from hograph.exports.tables import CLAIM_COLUMNS


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    text = result.output if command != "export" else run("export", "claims", "--help").output
    assert f"hograph {command}" in text.replace("  ", " ")


def test_the_first_question(build_folder: Path) -> None:
    result = run("query", "recurrence-prevention", "--evidence", "--build", build_folder)
    assert result.exit_code == 0
    stated, evidence = result.output.split("Evidence\n")
    assert "radiation therapy" in stated and "NSAID therapy" in stated and "hedged" in stated
    assert "inconclusive" not in result.output, "what is left open is told only on request"
    assert "Left out: 1 left open." in stated and "query recurrence-prevention -p include=all" in stated
    assert evidence.count("characters ") == 3


def test_what_is_left_open_is_told_apart_and_on_request(build_folder: Path) -> None:
    result = run("query", "recurrence-prevention", "-p", "include=open", "--build", build_folder)
    assert result.output.index("Stated (") < result.output.index("Left open (") < result.output.index("inconclusive")
    assert "Left out" not in result.output


def test_passages_are_shown_where_the_documents_are_at_hand(build_folder: Path, documents: Path) -> None:
    result = run("query", "recurrence-prevention", "--evidence", "--documents", documents, "--build", build_folder)
    assert result.output.count("\u201c") == 3


@pytest.mark.parametrize("layout", ["csv", "tsv", "json"])
def test_machine_readable_answers(build_folder: Path, layout: str) -> None:
    output = run("query", "recurrence-prevention", "--format", layout, "--build", build_folder).output
    rows = (
        json.loads(output)
        if layout == "json"
        else list(csv.DictReader(io.StringIO(output), delimiter="," if layout == "csv" else "\t"))
    )
    assert [row["treatment"] for row in rows] == ["excision of mature lesion", "NSAID therapy", "radiation therapy"]


def test_json_with_evidence_and_iris(build_folder: Path) -> None:
    rows = json.loads(
        run(
            "query", "recurrence-prevention", "--format", "json", "--evidence", "--iris", "--build", build_folder
        ).output
    )
    assert rows[0]["treatment"] == "ho:MatureLesionExcision"
    assert rows[0]["evidence"][0]["start"] < rows[0]["evidence"][0]["end"]


def test_a_term_may_be_named_by_a_synonym(build_folder: Path) -> None:
    result = run(
        "query",
        "recurrence-prevention",
        "-p",
        "condition=myositis ossificans",
        "-p",
        "include=open",
        "--build",
        build_folder,
    )
    assert "inconclusive" in result.output and "hedged" not in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["query", "no-such"], "No canned query is named 'no-such'"),
        (["query", "recurrence-prevention", "-p", "include=everything"], "takes stated, studies, open, all"),
        (["query", "recurrence-prevention", "-p", "site=hip"], "has no parameter 'site'"),
        (["query", "recurrence-prevention", "-p", "nonsense"], "name=value"),
        (["query", "recurrence-prevention", "-p", "condition=mysitis ossificans"], "Did you mean myositis ossificans"),
        (
            ["query", "causes", "-p", "include=open", "-p", "include=all"],
            "'include' is given twice, as 'open' and 'all'",
        ),
        (["query", "causes", "-p", "document=jio"], "No document is named 'jio'. Did you mean joi-"),
        (["query", "claim", "-p", "claim=nonexistent"], "'nonexistent' is no claim of this graph"),
        (["query", "uberon-region", "-p", "region=UBERON:9999999"], "in neither a slice nor a mapping"),
        (["query", "recurrence-prevention", "-p", "condition=NSAIDs"], "is a term of the category intervention"),
        (["query", "causes", "--evidence", "--format", "csv"], "Evidence does not fit"),
        (["ask", "what causes it?", "--evidence", "--format", "tsv"], "Evidence does not fit"),
        (["query", "causes", "-p", "document=learning-radiology", "--format", "ttl"], "document = learning-radiology-"),
        (["compare", "joi", "joi-het"], "are both joi-heterotopic-ossification"),
        (["queries", "--tag", "no-such"], "No canned query has the tag"),
        (["describe", "claim:nothing"], "is no claim of this graph"),
        (["explain", "xyzzy"], "is no label, synonym or CURIE"),
    ],
)
def test_a_wrong_question_is_told_in_words_on_stderr(build_folder: Path, words: list[str], told: str) -> None:
    result = run(*words, "--build", build_folder)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == "" and "Traceback" not in result.output


def test_numbers_in_json_are_numbers(build_folder: Path) -> None:
    rows = json.loads(run("query", "document-coverage", "--format", "json", "--build", build_folder).output)
    assert all(isinstance(row["number"], int) for row in rows)
    given = "SELECT (COUNT(*) AS ?n) (true AS ?yes) WHERE { ?c a ho:Claim }"
    (row,) = json.loads(run("sparql", "-", "--format", "json", "--build", build_folder, text=given).output)
    assert row["n"] > 400 and row["yes"] is True


@pytest.mark.parametrize("layout", ["json", "md", "table"])
def test_queries_can_be_timed_and_chosen_in_every_format(build_folder: Path, layout: str) -> None:
    words: list[str | Path] = ["queries", "--tag", "prevention", "--format", layout, "--build", build_folder]
    timed, plain = run(*words, "--time").output, run(*words).output
    assert "primary-prevention" in plain and "mimics" not in plain
    if layout == "json":
        assert all(found["rows"] >= 1 and found["ms"] > 0 for found in json.loads(timed).values())
        assert not any("ms" in found for found in json.loads(plain).values())
    elif layout == "md":
        assert "`recurrence-prevention` (3 rows, " in timed and "3 rows" not in plain
    else:
        assert "Rows" in timed.splitlines()[1] and "Rows" not in plain.splitlines()[1]


def test_injection_stays_a_value(build_folder: Path) -> None:
    attack = 'condition=ho:Condition } } ; DROP ALL ; SELECT * WHERE { ?s ?p "'
    result = run("query", "recurrence-prevention", "-p", attack, "--build", build_folder)
    assert result.exit_code == 2 and "is no label" in result.stderr


def test_queries_describe_explain_info(build_folder: Path) -> None:
    assert "Which treatments prevent recurrence?" in run("queries", "--build", build_folder).output
    assert "myositis ossificans progressiva" in run("describe", "FOP", "--build", build_folder).output
    why = run("explain", "radiotherapy", "--build", build_folder).output
    assert (
        "possible recurrence-preventing intervention" in why
        and "claim:" in why
        and "joi-heterotopic-ossification" in why
    )
    assert "has no role" in run("explain", "ho:Cartilage", "--build", build_folder).output
    assert "claims by document" in run("info", "--build", build_folder).output
    assert json.loads(run("info", "--format", "json", "--build", build_folder).output)["counts"]["documents"] == 5


def test_an_empty_answer_says_what_was_asked(build_folder: Path) -> None:
    words: list[str | Path] = ["query", "causes", "-p", "document=learning-radiology", "--build", build_folder]
    asked = "document = learning-radiology-heterotopic-ossification, include = stated."
    table = run(*words)
    assert table.exit_code == 0 and "No claim answers it" in table.stdout and asked in table.stdout
    for layout in ("csv", "json", "md"):
        piped = run(*words, "--format", layout)
        assert asked in piped.stderr and asked not in piped.stdout


def test_of_many_documents_the_largest_are_counted_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    print_counts({"claims by document": {f"made-{n:04}": 1 + n % 7 for n in range(5000)}})
    heading, *lines, rest = capsys.readouterr().out.splitlines()
    assert heading == "claims by document:" and len(lines) == 60 and all(line.split()[0] == "7" for line in lines)
    number, words = rest.split(maxsplit=1)
    assert int(number) == sum(1 + n % 7 for n in range(5000)) - 60 * 7 and "in 4,940 more" in words


def test_an_empty_answer_names_the_nearest_wider_question_that_has_rows(build_folder: Path) -> None:
    words: list[str | Path] = ["query", "findings-of", "-p", "condition=traumatic MO", "--build", build_folder]
    wider = "hograph query findings-of -p 'condition=myositis ossificans'"
    assert wider in run(*words).stdout
    piped = run(*words, "--format", "csv")
    assert wider in piped.stderr and wider not in piped.stdout
    followed = run(*shlex.split(wider)[1:], "--build", build_folder)
    assert f"there are {followed.stdout.count('claim:')} rows:" in run(*words).stdout
    default = run("query", "treatments", "-p", "condition=HO after arthroplasty", "--build", build_folder).stdout
    assert "hograph query treatments -p 'condition=heterotopic ossification'" in default


def test_a_document_may_be_named_by_a_part_of_its_name(build_folder: Path) -> None:
    short, full = (
        run("query", "causes", "-p", f"document={name}", "--format", "csv", "--build", build_folder).output
        for name in ("joi", "joi-heterotopic-ossification")
    )
    assert short == full and len(short.splitlines()) > 1


def test_a_claim_is_explained_by_the_beginning_of_its_name(build_folder: Path) -> None:
    name = json.loads(
        run("query", "recurrence-prevention", "--format", "json", "--iris", "--build", build_folder).output
    )[0]["claim"]
    result = run("explain", name[:-4], "--build", build_folder)
    assert name in result.output and "It is about the proposition" in result.output
    assert (
        "The role 'recurrence-preventing intervention' (ho:RecurrencePreventingIntervention) rests on it"
        in result.output
    )


def test_export_claims_has_exactly_these_columns(tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    assert run("export", "claims", "--format", "csv", "--out", out).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert tuple(rows[0]) == CLAIM_COLUMNS
    assert ",".join(CLAIM_COLUMNS) == (
        "claim,document,start,end,subject,subject_label,predicate,object,object_label,polarity,certainty,qualifiers,confidence,status"
    )
    nsaid = next(row for row in rows if row["subject"] == "ho:NsaidTherapy")
    assert nsaid["subject_label"].split("|")[0] == "NSAID therapy" and "NSAIDs" in nsaid["subject_label"].split("|")
    assert all(isinstance(json.loads(row["qualifiers"]), dict) for row in rows)
    lines = run("export", "claims", "--format", "jsonl").output.splitlines()
    assert len(lines) == len(rows) and json.loads(lines[0])["start"] == int(rows[0]["start"])


def test_build_says_when_there_is_nothing_to_do(tmp_path: Path) -> None:
    first, second = run("build", "--out", tmp_path), run("build", "--out", tmp_path)
    assert "quads" in first.output and "up to date" in second.output


def test_verify(documents: Path, tmp_path: Path) -> None:
    assert run("verify", "--documents", documents).exit_code == 0
    result = run("verify", "--documents", tmp_path)
    assert result.exit_code == 1 and result.output.count("missing: ") == 5
    assert run("verify", "--documents", tmp_path / "nowhere").exit_code == 2


def test_verify_needs_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOGRAPH_DOCUMENTS", raising=False)
    result = run("verify")
    assert result.exit_code == 2 and "--documents or HOGRAPH_DOCUMENTS" in result.stderr


def test_verify_shows_the_passage_of_a_claim(build_folder: Path, documents: Path) -> None:
    name = json.loads(
        run("query", "recurrence-prevention", "--format", "json", "--iris", "--build", build_folder).output
    )[0]["claim"]
    result = run("verify", "--documents", documents, "--show", name)
    assert result.exit_code == 0 and result.output.strip()
    assert run("verify", "--documents", documents, "--show", "claim:zzzz").exit_code == 2


def test_span_and_fmt_turn_words_into_offsets(tmp_path: Path) -> None:
    (tmp_path / "leaflet.txt").write_text("Hips hurt. Knees may hurt.", encoding="utf-8")
    found = run("span", "leaflet", "Knees may hurt", "--documents", tmp_path)
    assert found.output.startswith("span: {start: 11, end: 25, sha256: ")
    claims = tmp_path / "leaflet.yaml"
    claims.write_text(
        "document: leaflet\nclaims:\n- subject: HeterotopicOssification\n  predicate: hasSymptom\n  object: Pain\n"
        "  certainty: hedged\n  quote: Knees may hurt\n  cues:\n  - {kind: hedge, quote: may}\n",
        encoding="utf-8",
    )
    assert run("fmt", "--check", claims, "--documents", tmp_path).exit_code == 1
    assert "quote" in claims.read_text("utf-8"), "--check changes nothing"
    assert run("fmt", claims, "--documents", tmp_path).exit_code == 0
    assert "quote" not in claims.read_text("utf-8")
    assert "{start: 17, end: 20, sha256:" in claims.read_text("utf-8")
    assert run("fmt", "--check", claims).exit_code == 0


def test_check_passes_and_reason_concludes() -> None:
    assert ", 0 violations" in run("check").output
    assert "no unsatisfiable class" in run("reason").output
    done = run("reason", "--format", "tsv")
    assert "ho:RadiationTherapy\trdf:type\tho:PossibleRecurrencePreventingIntervention\teveryday\n" in done.stdout
    assert "no unsatisfiable class" in done.stderr


def test_demo_prints_counts_and_the_answer(root: Path) -> None:
    result = run("demo", "--root", root)
    assert result.exit_code == 0, result.output
    for part in (
        "terms:",
        "claims by document:",
        "claims by kind:",
        "propositions:",
        "shapes,",
        "focus nodes",
        "checks, 0 violations",
        "Evidence",
    ):
        assert part in result.output


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        ("what prevents recurrence after surgery?", "recurrence-prevention"),
        ("when should it be excised?", "excision-timing"),
        ("which drugs treat it", "treatments"),
        ("who gets it?", "populations"),
        ("what does it look like on imaging", "imaging-findings"),
        ("what can it be mistaken for", "mimics"),
    ],
)
def test_ask_finds_the_nearest_question_and_says_which(build_folder: Path, question: str, chosen: str) -> None:
    result = run("ask", question, "--build", build_folder)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"Asking '{chosen}'")


def test_ask_admits_that_it_knows_no_such_question(build_folder: Path) -> None:
    result = run("ask", "xyzzy plugh", "--build", build_folder)
    assert result.exit_code == 2 and "No canned query is like" in result.stderr
