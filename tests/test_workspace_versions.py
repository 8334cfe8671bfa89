"""New versions of the documents of a workspace: what takes the place of what, what is kept, and what is refused."""

import json
import re
from pathlib import Path

import pytest
from click.testing import Result

from commands import run
from hograph.curation.documents import Document
from hograph.curation.sourcefile import with_source_replaced
from hograph.curation.sources import Source, load_sources
from hograph.curation.yamlfile import parse
from hograph.errors import ClaimFileError
from hograph.files import sha256
from invented import SLUG, TEXT, claim, claims_text
from proposals import decision, propose, proposed
from test_carrying import LONGER, ONE, shifted
from test_workspace import NOTE, no_other_documents, originals
from test_workspace_documents import PUBMED

__all__ = ["no_other_documents"]

NEW = LONGER + TEXT
PAGE = f"<html><head><title>Lamps</title><meta name='dcterms.license' content='CC0'></head><body><p>{TEXT}</p></body></html>"
LOST = proposed(subject="NsaidTherapy", passage="Lamps, lamps and once more lamps")


@pytest.fixture
def noted(space: Path) -> Path:
    """A workspace with the invented note, of which two claims are proposed and decided on."""
    text = written(space.parent / f"{SLUG}.txt", TEXT)
    assert run("documents", "add", text, "--kind", "leaflet", "--licence", "CC BY", "--root", space).exit_code == 0
    propose(space, [ONE, LOST], [decision(ONE), decision(LOST, "reject", 2)])
    return space


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return path


def replaced(space: Path, path: Path, *words: str) -> Result:
    return run("documents", "add", path, "--replace", *words, "--root", space)


def refused(space: Path, path: Path, *words: str) -> str:
    """What is said of a file that cannot replace a document; nothing may have changed."""
    before = everything(space)
    done = replaced(space, path, *words)
    assert done.exit_code == 1 and done.stdout == "" and everything(space) == before
    return done.stderr


def everything(space: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in space.rglob("*") if path.is_file()}


def row(space: Path) -> list[str]:
    """Curated, proposed and decided claims of the note in the list, and its file."""
    return run("documents", "list", "--root", space).output.splitlines()[1].split()[-4:]


def note(space: Path) -> Source:
    return load_sources(space / "data" / "sources.yaml")[SLUG]


class TestANewVersion:
    def test_takes_the_place_of_the_old_one(self, noted: Path) -> None:
        done = replaced(noted, written(noted.parent / "mine" / f"{SLUG}.txt", NEW))
        told = done.output.splitlines()
        assert done.exit_code == 0, done.stderr
        assert "A new beginning (leaflet, 187 characters), in place of that of 170." in told[0]
        assert "put aside as" in told[1] and "describes the new version." in told[2]
        assert "2 proposed claims were taken out" in told[3] and "2 decisions stay, and are carried over" in told[4]
        assert told[5].startswith("Next: hograph extract") and len(told) == 6
        assert Document.read(noted / "documents", SLUG).text == NEW
        assert (note(noted).sha256, note(noted).characters) == (sha256(NEW), len(NEW))
        [aside] = (noted / "documents" / ".removed").iterdir()
        assert (aside.name, aside.read_bytes()) == (f"{sha256(TEXT)[:8]}-{SLUG}.txt", TEXT.encode())
        assert run("verify", "--root", noted).exit_code == 0

    def test_a_decision_is_counted_once_also_when_it_is_carried_over(self, noted: Path) -> None:
        assert row(noted) == ["0", "2", "2", "unchanged"]
        replaced(noted, written(noted.parent / "mine" / f"{SLUG}.txt", NEW))
        assert row(noted) == ["0", "0", "0", "unchanged"], "nothing is proposed of it yet"
        changed = LOST.model_copy(update={"predicate": "treats"})
        propose(noted, [shifted(ONE), shifted(changed)])
        assert row(noted) == ["0", "2", "1", "unchanged"], "one says the same in the same words"
        listed = run("review", "--list", "--root", noted).output.splitlines()[1].split()
        assert listed == [SLUG, "2", "1", "1", "0", "0", "1", "0"]
        rulings = run("review", "--sheet", "--root", noted).output.replace(",,,", ",reject,,")
        run("review", "--decisions", written(noted.parent / "sheet.csv", rulings), "--reviewer", "Ada", "--root", noted)
        assert row(noted) == ["0", "2", "2", "unchanged"], "three decisions of the log hold, on two claims"
        done = run("documents", "remove", SLUG, "--with-claims", "--root", noted)
        assert "3 decisions on its claims stay in the log" in done.output

    def test_keeps_of_its_description_what_the_new_file_does_not_state(self, noted: Path) -> None:
        entries = noted / "data" / "sources.yaml"
        more = "  curators: Ada\n  updated: 2020-01-01\n  people:\n  - {name: Bo}\n# below\n"
        written(entries, f"# above\n{entries.read_text('utf-8')}{more}")
        told = replaced(noted, written(noted.parent / "mine" / f"{SLUG}.txt", NEW), "--title", "On lamps").output
        now = note(noted)
        assert (now.title, now.kind, now.licence, now.curators) == ("On lamps", "leaflet", "CC BY", "Ada")
        assert [person.name for person in now.people] == ["Bo"] and now.updated is None
        assert "Left out, for it was of the old version: updated" in told
        text = entries.read_text("utf-8")
        assert text.startswith("# above\n") and text.endswith("# below\n")

    def test_may_be_of_another_format(self, noted: Path) -> None:
        page = written(noted.parent / "Lamps.htm", PAGE)
        assert replaced(noted, page, "--slug", SLUG).exit_code == 0
        assert (note(noted).title, note(noted).kind, note(noted).media_type) == ("Lamps", "leaflet", "text/html")
        names = {path.name for path in (noted / "documents").iterdir()}
        assert names == {f"{SLUG}.html", ".removed"}, "plain text would go first"
        assert row(noted)[-1] == "unchanged"

    def test_is_called_by_its_format_where_the_old_one_was(self, space: Path) -> None:
        run("documents", "add", written(space.parent / f"{SLUG}.txt", TEXT), "--root", space)
        replaced(space, written(space.parent / f"{SLUG}.html", PAGE))
        assert note(space).kind == "web page"

    def test_may_lie_in_the_workspace_already(self, noted: Path) -> None:
        """Somebody edited the file where it is."""
        path = written(noted / "documents" / f"{SLUG}.txt", NEW)
        done = replaced(noted, path)
        assert "the file of the old one was not there to be put aside" in done.output
        assert note(noted).sha256 == sha256(NEW) and not (noted / "documents" / ".removed").exists()

    def test_where_the_old_file_is_lost(self, noted: Path) -> None:
        (noted / "documents" / f"{SLUG}.txt").unlink()
        entries = noted / "data" / "sources.yaml"
        place = f"{{field: publisher, start: 0, end: 1, sha256: {sha256('A')}}}"
        written(entries, f"{entries.read_text('utf-8')}  - {place}\n")
        told = replaced(noted, written(noted.parent / "mine" / f"{SLUG}.txt", NEW)).output
        assert "the file of the old one was not there to be put aside" in told
        assert "Left out, for it was of the old version: where it states publisher." in told
        assert row(noted)[-1] == "unchanged"

    def test_leaves_no_version_behind(self, noted: Path) -> None:
        """Not even one that was never described."""
        written(noted / "documents" / f"{SLUG}.txt", "Half of a note")
        replaced(noted, written(noted.parent / "mine" / f"{SLUG}.txt", NEW))
        [aside] = (noted / "documents" / ".removed").iterdir()
        assert aside.read_text("utf-8") == "Half of a note" and not aside.name.startswith(sha256(TEXT)[:8])

    def test_takes_out_proposals_of_its_document_alone(self, noted: Path) -> None:
        both = noted / "data" / "proposed" / "both.jsonl"
        other = json.dumps({"document": "other"}) + "\n"
        written(both, f"{other}{json.dumps({'document': SLUG})}\n")
        replaced(noted, written(noted.parent / "mine" / f"{SLUG}.txt", NEW))
        assert both.read_text("utf-8") == other
        assert not (noted / "data" / "proposed" / f"{SLUG}.jsonl").exists()

    def test_and_back_again(self, space: Path) -> None:
        old, new = (
            written(space.parent / folder / "note.txt", NOTE + more) for folder, more in (("a", ""), ("b", LONGER))
        )
        run("documents", "add", old, "--root", space)
        proposals = space / "data" / "proposed" / "note.jsonl"
        for step in (("add", new, "--replace"), ("add", old, "--replace"), ("remove", "note", "--with-claims")):
            run("extract", "--root", space)
            first = proposals.read_bytes()
            assert run("documents", *step, "--root", space).exit_code == 0 and not proposals.exists()
        run("documents", "add", old, "--root", space)
        assert "1 document, 1 claim" in run("extract", "--root", space).output, "it is not taken for done"
        assert proposals.read_bytes() == first


class TestRefused:
    """Each with what to do instead; the workspace stays as it was."""

    def test_a_document_that_is_not_there(self, noted: Path) -> None:
        told = refused(noted, written(noted.parent / "invented-notes.txt", NEW))
        assert f"No document of the workspace is named 'invented-notes'. Did you mean {SLUG}?" in told
        assert "Name one with --slug, or add" in told
        told = refused(noted, noted.parent / "invented-notes.txt", "--slug", "joi-heterotopic-ossification")
        assert "No document of the workspace is named 'joi-heterotopic-ossification'" in told

    def test_the_same_bytes(self, noted: Path) -> None:
        assert f"is there already, byte for byte, as '{SLUG}'" in refused(noted, noted.parent / f"{SLUG}.txt")

    def test_unless_another_version_of_the_reader_reads_another_text(self, space: Path, tmp_path: Path) -> None:
        report = originals(tmp_path / "mine")[2]
        assert run("documents", "add", report, "--root", space).exit_code == 0
        entries = space / "data" / "sources.yaml"
        before = re.sub("text_sha256: .*", f"text_sha256: {'a' * 64}", entries.read_text("utf-8"))
        written(entries, re.sub("characters: .*", "characters: 3", before))
        done = run("extract", "--root", space)
        assert done.exit_code == 1 and "its text is read otherwise than is described as 'report'" in done.stderr
        assert run("documents", "add", report, "--replace", "--root", space).exit_code == 0
        assert run("verify", "--root", space).exit_code == 0

    def test_curated_claims(self, noted: Path) -> None:
        written(noted / "data" / "claims" / f"{SLUG}.yaml", claims_text([claim()]))
        told = refused(noted, written(noted.parent / "mine" / f"{SLUG}.txt", NEW))
        assert f"'{SLUG}' has 1 curated claims, whose places are those of the version that is there" in told
        assert "mend sha256, characters" in told and f"hograph documents remove {SLUG} --with-claims" in told

    def test_several_records(self, noted: Path) -> None:
        told = refused(noted, written(noted.parent / f"{SLUG}.xml", PUBMED))
        assert "holds 2 records, and one document cannot be replaced by several" in told

    def test_one_of_several_records(self, space: Path) -> None:
        run("documents", "add", written(space.parent / "hits.xml", PUBMED), "--root", space)
        told = refused(space, written(space.parent / "one.txt", NEW), "--slug", "hits-pmid-11")
        assert "'hits-pmid-11' is a record of" in told and "hits.xml, which holds others" in told

    @pytest.mark.parametrize(
        ("name", "text", "told"),
        [
            (f"{SLUG}.zip", "PK", "is an archive. Unpack it"),
            (f"{SLUG}.docx", "no docx", "is named .docx but is none"),
            (f"{SLUG}.md", " ", "is empty"),
        ],
    )
    def test_what_is_no_document(self, noted: Path, name: str, text: str, told: str) -> None:
        assert told in refused(noted, written(noted.parent / name, text))
        assert "cannot be read" in refused(noted, noted.parent / "mine" / f"{SLUG}.txt")

    def test_where_another_file_stands(self, noted: Path) -> None:
        written(noted / "documents" / f"{SLUG}.md", "# Somebody else's")
        told = refused(noted, written(noted.parent / f"{SLUG}.html", PAGE))
        assert f"{SLUG}.md stands there already" in told

    def test_where_there_is_no_workspace(self, root: Path, tmp_path: Path) -> None:
        done = replaced(root, written(tmp_path / f"{SLUG}.txt", NEW))
        assert done.exit_code == 1 and "is no workspace" in done.stderr

    def test_adding_names_the_option(self, noted: Path) -> None:
        done = run("documents", "add", written(noted.parent / "mine" / f"{SLUG}.txt", NEW), "--root", noted)
        assert (
            done.exit_code == 1
            and "a new version of a document of the workspace is added with --replace" in done.stderr
        )


class TestAWriteThatFails:
    def test_leaves_all_as_it_was(self, noted: Path) -> None:
        written(noted / "documents" / ".removed", "a file where the folder should be")
        told = refused(noted, written(noted.parent / "mine" / f"{SLUG}.txt", NEW))
        assert "cannot be written" in told

    def test_half_way_loses_nothing_and_can_be_done_again(self, noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        new, put = written(noted.parent / "mine" / f"{SLUG}.txt", NEW), Path.replace

        def full(self: Path, target: Path) -> Path:
            if target.name == "sources.yaml":
                raise OSError(28, "No space left on device")
            return put(self, target)

        with monkeypatch.context() as broken:
            broken.setattr(Path, "replace", full)
            assert "No space left on device" in replaced(noted, new).stderr
        [aside] = (noted / "documents" / ".removed").iterdir()
        assert aside.read_bytes() == TEXT.encode() and row(noted) == ["0", "2", "2", "changed"]
        assert replaced(noted, new).exit_code == 0 and row(noted) == ["0", "0", "0", "unchanged"]
        assert aside.is_file()


class TestTheEntry:
    PATH = Path("sources.yaml")
    TEXT = "".join(
        [
            "# mine\nsources:\n",
            *(
                f"# of {slug}\n  - document: {slug}\n    sha256: '{digit * 64}'\n    characters: 1\n    title: {slug}\n    kind: x\n\n"
                for slug, digit in (("a", "1"), ("b", "2"))
            ),
            "# end",
        ]
    )

    @pytest.mark.parametrize("slug", ["a", "b"])
    def test_is_written_in_its_place(self, slug: str) -> None:
        new = Source(document=slug, sha256="3" * 64, characters=2, title="new", kind="y")
        text = with_source_replaced(self.TEXT, self.PATH, new)
        entries = parse(text, self.PATH)[0]["sources"]
        assert [(one["document"], one["title"] == "new") for one in entries] == [("a", slug == "a"), ("b", slug == "b")]
        kept = [line for line in self.TEXT.splitlines() if line.startswith("#") or not line]
        assert [line for line in text.splitlines() if line.startswith("#") or not line] == kept

    def test_in_a_list_on_one_line_is_told(self) -> None:
        entry = f"{{document: a, sha256: '{'a' * 64}', characters: 1, title: a, kind: x}}"
        new = Source(document="a", sha256="3" * 64, characters=2, title="new", kind="y")
        with pytest.raises(ClaimFileError, match=r"sources\.yaml:1: the list is written on one line"):
            with_source_replaced(f"sources: [{entry}]\n", self.PATH, new)
