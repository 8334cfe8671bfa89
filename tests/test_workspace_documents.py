"""Documents of a workspace: taken in, listed, removed, and the file that describes them."""

import json
from pathlib import Path

import pytest

from commands import run
from hograph.curation.claimlines import claim_lines
from hograph.curation.decisions import Ruling, Verdict, append_decisions, decided, now, undone
from hograph.curation.documents import Document
from hograph.curation.sourcefile import with_sources, without_source
from hograph.curation.sources import Source, load_sources
from hograph.curation.yamlfile import parse
from hograph.errors import ClaimFileError
from hograph.files import LOG
from hograph.graph.identity import claim_name
from proposals import proposed
from test_workspace import CLAIMS, LINE, NOTE, no_other_documents, originals

__all__ = ["no_other_documents"]


PUBMED = """<PubmedArticleSet>
<PubmedArticle><PMID>11</PMID><ArticleTitle>Bone one</ArticleTitle></PubmedArticle>
<PubmedArticle><PMID>12</PMID><ArticleTitle>Bone two</ArticleTitle></PubmedArticle>
</PubmedArticleSet>"""


class TestDocuments:
    def add(self, space: Path, *words: str | Path) -> str:
        done = run("documents", "add", *words, "--root", space)
        assert done.exit_code == 0, done.stderr
        return done.output

    def test_a_document_says_what_it_is(self, space: Path, tmp_path: Path) -> None:
        note, page, report = originals(tmp_path / "mine")
        assert "stiff-hips: Stiff hips (web page, 140 characters)" in self.add(space, note, page, report)
        found = load_sources(space / "data" / "sources.yaml")
        assert list(found) == ["note", "stiff-hips", "report"]
        assert [source.media_type and source.media_type[:9] for source in found.values()] == [
            None,
            "text/html",
            "applicati",
        ]
        assert found["stiff-hips"].file_name == "stiff-hips.html" and found["note"].reader is None
        report_read = Document.read(space / "documents", "report")
        assert report_read.text == f"A report\n{LINE}\n" and len(report_read.text) == found["report"].characters
        assert report.read_bytes() == (space / "documents" / "report.docx").read_bytes()
        stated = found["stiff-hips"].stated[0]
        assert Document.read(space / "documents", "stiff-hips").passage(stated) == "Stiff hips"

    def test_what_the_user_says_goes_first(self, space: Path, tmp_path: Path) -> None:
        page = originals(tmp_path / "mine")[1]
        self.add(
            space, page, "--slug", "hips", "--title", "Hips", "--kind", "leaflet", "--licence", "https://example.org/l"
        )
        source = load_sources(space / "data" / "sources.yaml")["hips"]
        assert (source.title, source.kind, source.licence_iri, source.licence) == (
            "Hips",
            "leaflet",
            "https://example.org/l",
            None,
        )

    def test_what_cannot_be_added_is_told_and_the_others_are(self, space: Path, tmp_path: Path) -> None:
        note, page, report = originals(tmp_path / "mine")
        report.write_bytes(b"no docx")
        (tmp_path / "mine" / "copy.txt").write_bytes(note.read_bytes())
        (tmp_path / "mine" / "set.zip").touch()
        files = [
            note,
            report,
            tmp_path / "mine" / "copy.txt",
            tmp_path / "mine" / "no.txt",
            tmp_path / "mine" / "set.zip",
            page,
        ]
        done = run("documents", "add", *files, "--root", space)
        assert done.exit_code == 1
        told = done.stderr
        assert "report.docx: is named .docx but is none" in told and "no.txt: cannot be read" in told
        assert "copy.txt: is there already, byte for byte, as 'note'" in told and "set.zip: is an archive" in told
        assert list(load_sources(space / "data" / "sources.yaml")) == ["note", "stiff-hips"]
        assert sorted(path.name for path in (space / "documents").iterdir()) == ["note.txt", "stiff-hips.html"]

    def test_of_a_folder_each_file_is_added(self, space: Path, tmp_path: Path) -> None:
        mine = tmp_path / "mine"
        (mine / "below").mkdir(parents=True)
        for name in ("one.txt", "below/two.txt"):
            (mine / name).write_text(f"Bone of {name}\n\nIt hurts.\n", encoding="utf-8")
        (mine / "linked.txt").symlink_to(mine / "one.txt")
        done = run("documents", "add", mine, "--root", space)
        assert done.exit_code == 1 and "one: Bone of one.txt" in done.output and "two: Bone of" in done.output
        assert f"{mine / 'linked.txt'}: is a link, and links in a folder are not followed" in done.stderr
        (tmp_path / "empty").mkdir()
        assert "holds no document that is read" in run("documents", "add", tmp_path / "empty", "--root", space).stderr

    def test_a_slug_is_given_once(self, space: Path, tmp_path: Path) -> None:
        note, page, _ = originals(tmp_path / "mine")
        self.add(space, note)
        for slug, told in (
            ("note", "the slug 'note' is taken by 'Unwanted bone'. Choose another with --slug"),
            ("joi-heterotopic-ossification", "is taken by 'Heterotopic Ossification'"),
            ("My Page", "'My Page' is no slug, lower case words joined by '-'. Try --slug my-page"),
        ):
            done = run("documents", "add", page, "--slug", slug, "--root", space)
            assert done.exit_code == 1 and told in done.stderr
        (space / "documents" / "stiff-hips.txt").write_text("somebody else's", encoding="utf-8")
        done = run("documents", "add", page, "--root", space)
        assert done.exit_code == 1 and "stiff-hips.txt stands there already" in done.stderr

    def test_a_name_for_several_files_is_refused(self, space: Path, tmp_path: Path) -> None:
        assert run("documents", "add", *originals(tmp_path / "mine"), "--slug", "x", "--root", space).exit_code == 2

    def test_only_a_workspace_takes_documents(self, root: Path, tmp_path: Path) -> None:
        done = run("documents", "add", *originals(tmp_path / "mine"), "--root", root)
        assert done.exit_code == 1 and "is no workspace" in done.stderr and "hograph init DIR" in done.stderr

    def test_a_file_that_lies_there_already_is_described_where_it_is(self, space: Path) -> None:
        path = space / "documents" / "note.txt"
        path.write_text(NOTE, encoding="utf-8")
        self.add(space, path)
        assert [p.name for p in path.parent.iterdir()] == ["note.txt"] and path.read_text("utf-8") == NOTE

    def test_each_record_of_a_pubmed_file_is_a_document(self, space: Path, tmp_path: Path) -> None:
        (tmp_path / "hits.xml").write_text(PUBMED, encoding="utf-8")
        self.add(space, tmp_path / "hits.xml")
        found = load_sources(space / "data" / "sources.yaml")
        assert [(s.document, s.title, s.pmid, s.file_name) for s in found.values()] == [
            ("hits-pmid-11", "Bone one", "11", "hits.xml"),
            ("hits-pmid-12", "Bone two", "12", "hits.xml"),
        ]
        assert Document.read(space / "documents", "hits-pmid-12").passage(found["hits-pmid-12"].stated[0]) == "Bone two"
        done = run("documents", "remove", "hits-pmid-11", "--root", space)
        assert "hits.xml: stays, for hits-pmid-12 is kept in it too" in done.output
        assert run("verify", "--root", space).exit_code == 0

    def test_a_record_that_was_taken_out_is_neither_proposed_of_nor_lost(self, space: Path, tmp_path: Path) -> None:
        (tmp_path / "hits.xml").write_text(PUBMED, encoding="utf-8")
        self.add(space, tmp_path / "hits.xml")
        assert run("documents", "remove", "hits-pmid-11", "--root", space).exit_code == 0
        assert run("extract", "--root", space).exit_code == 0
        assert [path.name for path in (space / "data" / "proposed").glob("*.jsonl")] == ["hits-pmid-12.jsonl"]
        assert self.add(space, tmp_path / "hits.xml").startswith("hits-pmid-11: Bone one")
        assert sorted(load_sources(space / "data" / "sources.yaml")) == ["hits-pmid-11", "hits-pmid-12"]
        assert run("extract", "--root", space).exit_code == 0
        assert (space / "data" / "proposed" / "hits-pmid-11.jsonl").is_file(), "the file is no longer taken for done"

    def test_of_a_file_that_is_not_described_nothing_is_proposed_for_it_could_not_be_built(self, space: Path) -> None:
        note = space / "documents" / "note.txt"
        note.write_text(NOTE, encoding="utf-8")
        done = run("extract", "--root", space)
        assert done.exit_code == 1
        assert f"{note}: is not described in the workspace, so nothing is proposed of it." in done.stderr
        assert f"Describe it: hograph documents add {note}" in done.stderr
        assert not list((space / "data" / "proposed").glob("*.jsonl"))
        self.add(space, note)
        assert run("extract", "--root", space).exit_code == 0
        note.write_text(f"{NOTE}\nChanged by hand.\n", encoding="utf-8")
        done = run("extract", "--root", space)
        assert done.exit_code == 1 and "it is another version than is described as 'note'" in done.stderr
        assert f"hograph documents add {note} --slug note --replace" in done.stderr
        self.add(space, note, "--replace")
        assert run("extract", "--root", space).exit_code == 0

    def test_the_list(self, space: Path, tmp_path: Path) -> None:
        assert "No documents yet" in run("documents", "list", "--root", space).output
        self.add(space, *originals(tmp_path / "mine"))
        (space / "data" / "claims" / "note.yaml").write_text(CLAIMS["note"], encoding="utf-8")
        one, two = proposed(), proposed(object="Pain")
        lines = [("note", one), ("note", two), ("report", one)]
        (space / "data" / "proposed" / "rules.jsonl").write_text(claim_lines(lines), encoding="utf-8")
        sha256 = load_sources(space / "data" / "sources.yaml")["note"].sha256
        taken, refused = (
            decided(Ruling(claim=claim_name(claim, sha256), verdict=verdict), "note", claim, "Ada", now(), sha256)
            for claim, verdict in ((one, Verdict.ACCEPT), (two, Verdict.REJECT))
        )
        append_decisions(space / "data" / LOG, [taken, refused, undone(refused, "Ada", now())])
        (space / "documents" / "report.docx").unlink()
        with (space / "documents" / "stiff-hips.html").open("a", encoding="utf-8") as page:
            page.write(" ")
        rows = {
            line.split()[0]: line.split()[-4:] for line in run("documents", "list", "--root", space).output.splitlines()
        }
        assert rows["note"] == ["1", "2", "1", "unchanged"]
        assert rows["stiff-hips"] == ["0", "0", "0", "changed"]
        assert rows["report"] == ["0", "1", "0", "missing"]

    def test_a_document_with_claims_stays_unless_they_go_too(self, space: Path, tmp_path: Path) -> None:
        note, page, _ = originals(tmp_path / "mine")
        self.add(space, note, page)
        claims = space / "data" / "claims" / "note.yaml"
        claims.write_text(CLAIMS["note"], encoding="utf-8")
        proposed = space / "data" / "proposed" / "rules.jsonl"
        kept = json.dumps({"document": "stiff-hips"}) + "\n"
        proposed.write_text(kept + json.dumps({"document": "note"}) + "\n", encoding="utf-8")
        done = run("documents", "remove", "note", "--root", space)
        assert done.exit_code == 2 and "'note' has 1 curated and 1 proposed claims" in done.stderr
        assert claims.is_file() and "note" in load_sources(space / "data" / "sources.yaml")
        done = run("documents", "remove", "note", "--with-claims", "--root", space)
        assert done.exit_code == 0 and not claims.exists() and proposed.read_text("utf-8") == kept
        assert list(load_sources(space / "data" / "sources.yaml")) == ["stiff-hips"]
        (aside,) = (space / "documents" / ".removed").iterdir()
        assert aside.read_text("utf-8") == note.read_text("utf-8") == NOTE, (
            "nothing is deleted that could be the only copy"
        )
        self.add(space, note)

    def test_what_is_not_there_cannot_be_removed(self, space: Path, tmp_path: Path) -> None:
        self.add(space, *originals(tmp_path / "mine"))
        done = run("documents", "remove", "reprot", "--root", space)
        assert done.exit_code == 2 and "Did you mean report?" in done.stderr
        done = run("documents", "remove", "joi-heterotopic-ossification", "--root", space)
        assert done.exit_code == 2 and "No document of the workspace is named" in done.stderr

    def test_another_reader_is_told(self, space: Path, tmp_path: Path) -> None:
        self.add(space, *originals(tmp_path / "mine"))
        path = space / "data" / "sources.yaml"
        source = load_sources(path)["report"]
        path.write_text(path.read_text("utf-8").replace(str(source.text_sha256), "a" * 64), encoding="utf-8")
        done = run("verify", "--root", space)
        assert done.exit_code == 1
        assert (
            f"its bytes are unchanged, but the text that is read from them is not that which {source.reader}"
            in done.output
        )


class TestTheFileOfSources:
    PATH = Path("sources.yaml")

    def source(self, slug: str) -> Source:
        return Source(document=slug, sha256="0" * 64, characters=1, title=slug, kind="x")

    def slugs(self, text: str) -> list[str]:
        return [entry["document"] for entry in parse(text, self.PATH)[0]["sources"]]

    @pytest.mark.parametrize("empty", ["sources: []\n", "# mine\nsources: []\n# end\n", "sources:   []"])
    def test_in_and_out_again(self, empty: str) -> None:
        one = with_sources(empty, self.PATH, [self.source("a"), self.source("b")])
        two = with_sources(one, self.PATH, [self.source("c")])
        assert self.slugs(two) == ["a", "b", "c"]
        assert self.slugs(without_source(two, self.PATH, "b")) == ["a", "c"]
        gone = without_source(without_source(one, self.PATH, "a"), self.PATH, "b")
        assert self.slugs(gone) == [] and gone.count("#") == empty.count("#")
        assert self.slugs(with_sources(gone, self.PATH, [self.source("d")])) == ["d"]

    def test_indents_and_comments_stay(self) -> None:
        text = with_sources("sources: []\n", self.PATH, [self.source("a"), self.source("b")])
        lines = text.splitlines()
        text = "\n".join(
            [lines[0], *(f"  {line}" for line in lines[1:6]), "  # of b", *(f"  {line}" for line in lines[6:])]
        )
        more = with_sources(text, self.PATH, [self.source("c")])
        assert self.slugs(more) == ["a", "b", "c"]
        assert "# of b" in without_source(more, self.PATH, "a")

    def test_a_list_on_one_line_is_told(self) -> None:
        entry = f"{{document: a, sha256: '{'0' * 64}', characters: 1, title: a, kind: x}}"
        text = f"sources: [{entry}]\n"
        with pytest.raises(ClaimFileError, match=r"sources\.yaml:1: the list is written on one line"):
            with_sources(text, self.PATH, [self.source("b")])
        with pytest.raises(ClaimFileError, match=r"sources\.yaml:1: the list is written on one line"):
            without_source(text, self.PATH, "a")

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"media_type": "text/html"}, "media_type, reader and text_sha256 go together"),
            ({"media_type": "text/rtf", "reader": "x", "text_sha256": "0" * 64}, "is no format that is read"),
        ],
    )
    def test_how_a_document_was_read_is_told_whole(self, fields: dict[str, str], told: str) -> None:
        with pytest.raises(ValueError, match=told):
            Source.model_validate({**self.source("a").model_dump(), **fields})
