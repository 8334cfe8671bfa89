"""Workspaces: laid out whole, own terms, claims and queries beside the shipped ones."""

import json
from pathlib import Path

import docx
import pytest

import hograph
from commands import run
from hograph.curation.claimfile import load_claims
from hograph.curation.documents import Document
from hograph.curation.sources import load_sources
from hograph.errors import InputError
from hograph.files import resources, shipped
from hograph.graph.build import Build, build
from hograph.graph.inputs import input_key
from hograph.workspace.layers import Layers
from own import QUERY, TERM

NOTE = "Unwanted bone\n\nIrradiation might keep unwanted bone from coming back.\n"
PAGE = "<!doctype html><html><head><title>Stiff hips</title></head><body><h1>Stiff hips</h1><p>Burns <b>may</b> cause a scar lump.</p></body></html>"
LINE = "Pain pills of the NSAID kind could ward off unwanted bone."
CLAIMS = {
    "note": """document: note
claims:
- subject: RadiationTherapy
  predicate: preventsRecurrenceOf
  object: HeterotopicOssification
  certainty: hedged
  quote: Irradiation might keep unwanted bone from coming back
  cues:
  - {quote: might, kind: hedge}
""",
    "stiff-hips": """document: stiff-hips
claims:
- subject: Burn
  predicate: causes
  object: ScarLump
  certainty: hedged
  quote: Burns <b>may</b> cause a scar lump
  cues:
  - {quote: may, kind: hedge}
""",
    "report": """document: report
claims:
- subject: NsaidTherapy
  predicate: prevents
  object: HeterotopicOssification
  certainty: hedged
  quote: could ward off unwanted bone
  cues:
  - {quote: could, kind: hedge}
""",
}


@pytest.fixture(autouse=True)
def no_other_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOGRAPH_DOCUMENTS", raising=False)


def originals(folder: Path) -> list[Path]:
    """Three documents as somebody may have them."""
    folder.mkdir()
    (folder / "Note.txt").write_text(NOTE, encoding="utf-8")
    (folder / "Stiff Hips.htm").write_text(PAGE, encoding="utf-8")
    report = docx.Document()
    report.add_heading("A report", 1)
    report.add_paragraph(LINE)
    report.save(str(folder / "report.docx"))
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with three documents, a claim of each, a term and a query, all brought in as a user does."""
    folder = tmp_path_factory.mktemp("used") / "space"
    assert run("init", folder).exit_code == 0
    added = run("documents", "add", *originals(folder.parent / "mine"), "--root", folder)
    assert added.exit_code == 0, added.stderr
    (folder / "ontology" / "terms" / "mine.ttl").write_text(TERM, encoding="utf-8")
    (folder / "queries" / "scar-lumps.rq").write_text(QUERY, encoding="utf-8")
    for slug, text in CLAIMS.items():
        (folder / "data" / "claims" / f"{slug}.yaml").write_text(text, encoding="utf-8")
    done = run("fmt", "--root", folder)
    assert done.exit_code == 0 and "3 files, 3 rewritten" in done.output, done.output
    done = run("build", "--root", folder)
    assert done.exit_code == 0 and (folder / "build" / "hograph.nq").is_file(), done.output
    return folder


class TestInit:
    def test_a_workspace_is_laid_out_and_what_comes_next_is_said(self, tmp_path: Path) -> None:
        done = run("init", tmp_path / "deep" / "Über Knochen")
        folder = tmp_path / "deep" / "Über Knochen"
        assert done.exit_code == 0
        assert all(f"hograph {word}" in done.output for word in ("documents add", "fmt", "build", "query"))
        assert Layers.of(folder) == Layers(shipped(), folder, "uber-knochen", True, "curators of uber-knochen")
        parts = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
        assert {"data/sources.yaml", "data/claims", "ontology/terms", "rules", "queries", "README.md"} <= parts
        assert "/build/" in (folder / ".gitignore").read_text("utf-8")
        assert [path.name for path in folder.parent.iterdir()] == [folder.name], "nothing is left beside it"
        assert load_sources(folder / "data" / "sources.yaml") == {}

    def test_its_readme_names_every_part(self, space: Path) -> None:
        readme = (space / "README.md").read_text("utf-8")
        assert readme.startswith("# my-space\n")
        for path in (p for p in space.rglob("*") if p.name not in {"README.md", ".gitignore", "data", "ontology"}):
            assert f"`{path.relative_to(space).as_posix()}" in readme, path

    def test_an_empty_folder_becomes_one_as_it_stands(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "here").mkdir()
        monkeypatch.chdir(tmp_path / "here")
        assert run("init", ".").exit_code == 0
        assert Path("hograph.toml").is_file(), "the folder that the shell stands in is still the same"

    def test_a_second_time_nothing_changes(self, space: Path) -> None:
        (space / "README.md").write_text("mine", encoding="utf-8")
        done = run("init", space)
        assert (done.exit_code, (space / "README.md").read_text("utf-8")) == (0, "mine")
        assert "is a workspace already ('my-space')" in done.output

    def test_a_folder_with_something_in_it_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.doc").touch()
        done = run("init", tmp_path)
        assert done.exit_code == 2 and "is not empty" in done.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]

    def test_it_is_found_from_below_but_not_through_a_checkout(
        self, space: Path, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(space / "data" / "claims")
        assert resources() == space
        inner = space / "documents" / "fork"
        for part in ("ontology", "data", "queries"):
            (inner / part).mkdir(parents=True)
        monkeypatch.chdir(inner / "data")
        assert resources() == shipped() == root


class TestSettings:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("name = 'x", "not TOML: "),
            ("name = 'x'\nshipped_claim = true", "no setting 'shipped_claim'. Did you mean shipped_claims?"),
            ("name = 'x'\ncolour = 1", "no setting 'colour'. There are: name, shipped_claims, curators."),
            ("name = 'x'\nshipped_claims = 'no'", "shipped_claims is 'no'. Write true or false."),
            ("name = 7", "name is 7. Write a text in quotation marks."),
            ("shipped_claims = true", "a workspace needs a name"),
            ("name = 'My Space'", "a workspace needs a name"),
        ],
    )
    def test_what_is_wrong_is_told_with_the_file(self, space: Path, text: str, told: str) -> None:
        (space / "hograph.toml").write_text(text, encoding="utf-8")
        done = run("build", "--root", space)
        assert done.exit_code == 2 and f"{space / 'hograph.toml'}: " in done.stderr and told in done.stderr

    def test_a_folder_that_is_neither_says_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"no workspace, which has a hograph\.toml\. .*hograph init DIR"):
            resources(tmp_path)


class TestUse:
    def test_the_graph_has_both_layers(self, used: Path, built: Build) -> None:
        info = json.loads(run("info", "--root", used, "--format", "json").output)["counts"]
        counts = built.counts()
        assert info["claims"] == int(str(counts["claims"])) + 3
        assert info["documents"] == int(str(counts["documents"])) + 3
        assert info["terms"] == int(str(counts["terms"])) + 1

    def test_an_answer_shows_the_passages_of_own_documents(self, used: Path) -> None:
        shown = run("query", "recurrence-prevention", "--root", used, "--evidence").output
        assert "\u201cIrradiation might keep unwanted bone from coming back\u201d" in shown
        assert "the document is not at hand" in shown, "those that hograph ships claims of are not here"
        shown = run("query", "primary-prevention", "--root", used, "--evidence").output
        assert "\u201ccould ward off unwanted bone\u201d" in shown, "out of a Word document"

    def test_an_own_query_over_an_own_term(self, used: Path) -> None:
        shown = run("query", "scar-lumps", "--root", used, "--evidence").output
        assert "burn" in shown and "Burns <b>may</b> cause a scar lump" in shown
        assert "scar-lumps" in run("queries", "--root", used, "--tag", "own").output
        assert "Asking 'scar-lumps'" in run("ask", "what causes scar lumps?", "--root", used).output

    def test_names_of_own_terms_and_own_names_of_shipped_terms(self, used: Path) -> None:
        kg = hograph.open(used)
        assert kg.find("scar lump").value.endswith("/ScarLump")
        assert kg.search("joint of the pocket") == ["ho:HipJoint"]
        assert kg.ontology.category("ScarLump") == "Finding"
        assert [item.passage for item in kg.evidence(kg.query("scar-lumps"))] == ["Burns <b>may</b> cause a scar lump"]
        assert "scar lump" in run("describe", "scar lump", "--root", used).output

    @pytest.mark.parametrize("command", ["check", "reason"])
    def test_checks_pass(self, used: Path, command: str) -> None:
        done = run(command, "--root", used)
        assert done.exit_code == 0, done.output

    def test_verify_holds_what_is_here(self, used: Path, documents: Path) -> None:
        done = run("verify", "--root", used)
        assert done.exit_code == 0, done.output
        assert "5 documents that hograph ships claims of are not at hand and were left out." in done.output
        assert "3 of 3 documents read" in done.output
        assert "8 of 8 documents read" in run("verify", "--root", used, "--documents", documents).output

    def test_exports_have_own_claims(self, used: Path) -> None:
        assert "scar lump" in run("export", "claims", "--root", used).output
        graph = run("export", "--format", "turtle", "--graph", "claims/report", "--root", used).output
        assert 'ho:fileName "report.docx"' in graph and "ho:readBy" in graph and "ho:documentTextSha256" in graph

    def test_own_claims_are_curated_by_the_workspace(self, used: Path) -> None:
        graph = run("export", "--format", "turtle", "--graph", "claims/report", "--root", used).output
        assert '"curators of space"' in graph and "hograph contributors" not in graph
        published = run("export", "--format", "nanopub", "--root", used).output
        assert published.count('rdfs:label "curators of space"') and "hograph contributors" in published

    def test_who_curates_is_said_in_the_settings_or_of_one_document(self, space: Path) -> None:
        document = originals(space.parent / "theirs")[0]
        assert run("documents", "add", document, "--root", space).exit_code == 0
        settings, described = space / "hograph.toml", space / "data" / "sources.yaml"
        settings.write_text('name = "space"\ncurators = "Bone Laboratory"\n', encoding="utf-8")
        [source] = [source for slug, source in build(space).sources.items() if slug in described.read_text("utf-8")]
        assert source.curators == "Bone Laboratory"
        text = described.read_text("utf-8").replace("  title:", "  curators: A guest\n  title:")
        described.write_text(text, encoding="utf-8")
        assert build(space).sources[source.document].curators == "A guest"

    def test_a_workspace_is_a_side_to_compare(self, used: Path, root: Path) -> None:
        told = run("diff", root, used).output
        assert "ScarLump" in told or "scar lump" in told

    def test_no_words_of_documents_are_in_the_claims(self, used: Path) -> None:
        for slug in CLAIMS:
            assert "quote" not in (used / "data" / "claims" / f"{slug}.yaml").read_text("utf-8")

    def test_a_build_is_out_of_date_when_own_files_change(self, used: Path) -> None:
        before, path = input_key(used), used / "ontology" / "terms" / "mine.ttl"
        path.write_text(TERM.replace("pocket", "socket"), encoding="utf-8")
        assert input_key(used) != before
        path.write_text(TERM, encoding="utf-8")
        assert input_key(used) == before

    def test_without_the_shipped_claims(self, used: Path) -> None:
        settings = used / "hograph.toml"
        whole = settings.read_text("utf-8")
        settings.write_text(whole.replace("= true", "= false"), encoding="utf-8")
        try:
            graph = build(used)
            assert sorted(graph.sources) == ["note", "report", "stiff-hips"] and len(graph.claims) == 3
            done = run("validate", "--root", used)
            assert done.exit_code == 0 and "0 findings" in done.output
            assert "3 of 3 documents read" in run("verify", "--root", used).output
        finally:
            settings.write_text(whole, encoding="utf-8")


def test_own_questions_are_asked_of_a_file_of_the_graph_too(used: Path, tmp_path: Path) -> None:
    whole, other = tmp_path / "whole.nq", tmp_path / "reified.trig"
    for layout, file in (("nquads", whole), ("rdf12", other)):
        assert run("export", "--format", layout, "--root", used, "--out", file).exit_code == 0
    done = run("query", "scar-lumps", "--root", used, "--data", whole)
    assert done.exit_code == 0 and "1 row" in done.output
    done = run("query", "scar-lumps", "--root", used, "--data", other)
    assert done.exit_code == 2 and "holds no claim as canned queries look for it" in done.stderr


def test_spans_of_a_word_document_point_into_its_text(used: Path) -> None:
    (claim,) = load_claims(used / "data" / "claims" / "report.yaml").claims
    text = Document.read(used / "documents", "report").text
    assert text[claim.span.start : claim.span.end] == "could ward off unwanted bone"
