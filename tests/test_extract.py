"""`hograph extract` on one document or a few: formats, choices, and what it says when something is wrong."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from commands import run
from fake_llm import fake_llm
from hograph.curation.claimfile import load_claims
from hograph.curation.claimlines import read_claim_lines
from hograph.curation.tokens import ReviewStatus
from hograph.exports.tables import CLAIM_COLUMNS
from hograph.extraction.conformance import ORDINARY
from hograph.extraction.sources import source_of
from hograph.files import sha256
from hograph.ontology.index import Ontology
from hograph.reading.read import read
from hograph.vocabulary import HO

LEAFLET = """Unwanted bone

Burns may cause heterotopic ossification. Heterotopic ossification occurs in the elbow joint.

Radiation therapy prevents recurrence of heterotopic ossification. The zorbing device is unknown to us.
"""


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    path = tmp_path / "Leaflet (1).txt"
    path.write_text(LEAFLET, "utf-8")
    return path


def said(*words: str | Path) -> str:
    result = run("extract", *words)
    assert result.exit_code == 0, result.output
    return result.stdout


class TestFormats:
    def test_the_table_is_in_our_words(self, leaflet: Path) -> None:
        text = said(leaflet)
        assert text.splitlines()[0] == "leaflet-1: Unwanted bone"
        row = next(line for line in text.splitlines() if line.startswith("Burn causes heterotopic ossification"))
        assert "hedged" in row and "15-55" in row
        assert "Burns may cause" not in text and "Burns may cause" in said(leaflet, "--passages")
        assert text.splitlines()[-1].startswith("1 document, ") and "1 hedged" in text.splitlines()[-1]

    def test_json_lines_are_claims_that_hold(self, leaflet: Path, tmp_path: Path) -> None:
        (tmp_path / "out.jsonl").write_text(said(leaflet, "--format", "jsonl"), "utf-8")
        claims = list(read_claim_lines(tmp_path / "out.jsonl"))
        assert len(claims) >= 3
        for document, claim in claims:
            assert document == "leaflet-1" and claim.status is ReviewStatus.PROPOSED and claim.extracted
            assert sha256(LEAFLET[claim.span.start : claim.span.end]) == claim.span.sha256
        assert "Burns" not in (tmp_path / "out.jsonl").read_text("utf-8"), "no words of the document"

    def test_tables_have_the_columns_of_the_graph(self, leaflet: Path, tmp_path: Path) -> None:
        (tmp_path / "other.txt").write_text(LEAFLET, "utf-8")
        for layout, delimiter in (("csv", ","), ("tsv", "\t")):
            rows = list(
                csv.reader(io.StringIO(said(leaflet, tmp_path / "other.txt", "--format", layout)), delimiter=delimiter)
            )
            assert tuple(rows[0]) == CLAIM_COLUMNS
            assert {row[1] for row in rows[1:]} == {"leaflet-1", "other"}, "one header for all"
            assert all(len(row) == len(CLAIM_COLUMNS) for row in rows)

    def test_yaml_is_a_file_of_claims(self, leaflet: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        said(leaflet, "--format", "yaml", "--out", out)
        loaded = load_claims(out / "leaflet-1.yaml")
        assert [c.predicate for c in loaded.claims][:1] == ["causes"] and loaded.claims[
            0
        ].status is ReviewStatus.PROPOSED
        assert said(leaflet, "--format", "yaml") == (out / "leaflet-1.yaml").read_text("utf-8")

    def test_turtle_has_claims_and_their_document(self, leaflet: Path) -> None:
        text = said(leaflet, "--format", "turtle")
        quads = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
        claims = {q.subject for q in quads if q.object == HO["Claim"]}
        assert len(claims) >= 3 and sum(q.object == HO["Document"] for q in quads) == 1
        assert not any(isinstance(q.subject, ox.BlankNode) for q in quads)
        assert str(leaflet.parent) not in text

    def test_annotation_tools_get_the_text(self, leaflet: Path, tmp_path: Path) -> None:
        pytest.importorskip("hograph.extraction.annotation")
        said(leaflet, "--format", "brat", "--out", tmp_path / "brat")
        assert (tmp_path / "brat" / "leaflet-1.txt").read_text("utf-8") == LEAFLET
        assert "\tClaim " in (tmp_path / "brat" / "leaflet-1.ann").read_text("utf-8")
        assert json.loads(said(leaflet, "--format", "pubannotation"))["text"] == LEAFLET

    def test_what_holds_one_document_takes_no_two(self, leaflet: Path, tmp_path: Path) -> None:
        (tmp_path / "other.txt").write_text(LEAFLET, "utf-8")
        result = run("extract", leaflet, tmp_path / "other.txt", "--format", "yaml")
        assert result.exit_code == 2 and "Name a folder with --out DIR" in result.stderr


class TestChoices:
    def test_least_leaves_out_what_is_less_sure(self, leaflet: Path) -> None:
        everything, sure = (
            json.loads("[" + said(leaflet, "--format", "jsonl", "--least", least).replace("\n", ",")[:-1] + "]")
            for least in ("0", "0.99")
        )
        assert everything and all(row["confidence"] < 0.99 for row in everything) and not sure

    def test_rules_of_your_own(self, leaflet: Path, tmp_path: Path) -> None:
        own = tmp_path / "own.yaml"
        text = "relations:\n- {id: own-rule, triggers: [occurs in], licences: ['L:Condition mimics R:AnatomicalEntity'], examples: []}\n"
        for licence, found in (("mimics R:Condition", False), ("startsAt R:AnatomicalEntity", True)):
            own.write_text(text.replace("mimics R:AnatomicalEntity", licence), "utf-8")
            assert ("own-rule" in said(leaflet, "--rules", own)) is found
        own.write_text(text.replace("mimics", "nowhere"), "utf-8")
        wrong = run("extract", leaflet, "--rules", own)
        assert wrong.exit_code == 2 and "own.yaml: rule 'own-rule'" in wrong.stderr and "no relation" in wrong.stderr

    def test_a_plug_in_is_found_by_its_name(self, leaflet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from importlib.metadata import EntryPoint

        mine = EntryPoint("mine", f"{__name__}:Silent", "hograph.extractors")
        monkeypatch.setattr("hograph.extraction.plugins.entry_points", lambda **_: [mine])
        assert "No claim is proposed." in said(leaflet, "--extractor", "mine", "--option", "model=small")
        result = run("extract", leaflet, "--extractor", "mine", "--option", "model")
        assert result.exit_code == 2 and "NAME=VALUE" in result.stderr
        result = run("extract", leaflet, "--extractor", "theirs")
        assert result.exit_code == 2 and "There are: llm, mine, rules, spacy" in result.stderr

    def test_coverage_is_the_work_queue(self, leaflet: Path, tmp_path: Path) -> None:
        (tmp_path / "other.txt").write_text(LEAFLET, "utf-8")
        rows = [line.split(None, 2) for line in said(leaflet, tmp_path / "other.txt", "--coverage").splitlines()]
        assert rows[0] == ["Times", "Documents", "Words"] and ["2", "2", "zorbing device"] in rows
        assert said(tmp_path, "--coverage") == run("read", tmp_path, "--unmatched").stdout

    def test_choices_that_do_not_go_together(self, leaflet: Path, tmp_path: Path) -> None:
        assert run("extract", leaflet, "--format", "table", "--out", tmp_path / "o").exit_code == 2
        assert run("extract", leaflet, "--format", "csv", "--passages").exit_code == 2


class Silent:
    """An extractor of somebody else's that proposes nothing."""

    name, version = "silent", "1"

    def __init__(self, ontology: Ontology, model: str = "") -> None:
        assert model == "small"

    def propose(self, reading: Any) -> list[Any]:  # noqa: ANN401
        return []


def test_what_cannot_be_read_is_told_at_the_end_and_the_others_go_on(leaflet: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    result = run("extract", tmp_path)
    assert result.exit_code == 1 and "Burn causes" in result.stdout and "1 file not read" in result.stdout
    assert "a.pdf: is named .pdf but is none" in result.stderr


def test_a_paragraph_that_is_no_prose_is_told_and_the_others_go_on(leaflet: Path, tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_text("Burns cause heterotopic ossification. " * 60_000, "utf-8")
    result = run("extract", tmp_path)
    assert result.exit_code == 1 and "Burn causes" in result.stdout and "1 file not read" in result.stdout
    assert "line.txt: one paragraph, from character 0 on, has 2,279,999 characters" in result.stderr


def test_a_long_paragraph_is_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(
        f"Heterotopic ossification.\n\n{'Nothing else. ' * 2000}Burns cause it.", "utf-8"
    )
    [line] = said(tmp_path / "long.txt", "--format", "jsonl").splitlines()
    assert json.loads(line)["subject"] == "Burn"


def test_cells_of_a_table_are_no_list_below_a_heading(tmp_path: Path) -> None:
    rows = "<tr><th>Drug</th><th>Effect</th></tr><tr><td>Indomethacin</td><td>prevents HO</td></tr>"
    page = f"<html><body><h1>Heterotopic ossification</h1><h2>Risk factors</h2><table>{rows}</table></body></html>"
    (tmp_path / "page.html").write_text(page, "utf-8")
    assert "risk factor" not in said(tmp_path / "page.html")


def test_a_wrong_ontology_is_said(leaflet: Path, tmp_path: Path) -> None:
    for part in ("ontology", "data", "queries"):
        (tmp_path / "root" / part).mkdir(parents=True)
    (tmp_path / "root" / "ontology" / "a.ttl").write_text("no turtle", "utf-8")
    assert run("extract", leaflet, "--root", tmp_path / "root").exit_code == 2


def test_a_document_is_described_by_what_it_states() -> None:
    html = "<html><head><title>Bone</title><meta name='author' content='A. Doe'></head><body><p>Burns cause bone.</p></body></html>"
    (reading,) = read("a.html", html.encode())
    source = source_of("a", reading)
    assert (source.title, source.people[0].name, source.kind) == ("Bone", "A. Doe", "text/html")
    assert source.sha256 == reading.sha256 and source.characters == len(html) and source.publisher is None


class TestModels:
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_what_was_spent_is_told_at_the_end(self, tmp_path: Path, jobs: str) -> None:
        for number in range(3):
            (tmp_path / f"note-{number}.txt").write_text(f"{ORDINARY}\nIt is note {number}.\n", "utf-8")
        files = [tmp_path / f"note-{number}.txt" for number in range(3)]
        with fake_llm() as server:
            options = {"base_url": server.url, "model": "fake", "cache": "off", "price-in": "10"}
            given = [word for name, value in options.items() for word in ("--option", f"{name}={value}")]
            result = run("extract", *files, "--extractor", "llm", *given, "--jobs", jobs)
        assert result.exit_code == 0, result.output
        assert result.stdout.splitlines()[-1] == "3 documents, 12 claims (9 asserted, 3 hedged, 3 negated)"
        assert (
            "fake: 3 requests, 0 answers from the cache, 3,000 tokens sent, 150 received, cost 0.0300." in result.stderr
        )
