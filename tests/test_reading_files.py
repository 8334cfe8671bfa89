"""Files that are hostile, lie in archives, or are given to the command."""

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from hograph.cli import main
from hograph.errors import DocumentError
from hograph.reading import limits
from hograph.reading.blocks import BlockKind, Reading
from hograph.reading.files import Unread, read_all
from hograph.reading.read import read
from test_reading import HTML, LEAFLET, one, pdf


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("a.txt", b"  \n", "is empty"),
            ("a.txt", b"bone\0\0bone", "zero bytes"),
            ("a.html", b'<meta charset="utf-8"><p>\xff</p>', "is not UTF-8, though the file says that it is"),
            ("a.pdf", b"bone", "is named .pdf but is none"),
            ("a.pdf", b"%PDF-1.7\nbone", "is damaged or cut off"),
            ("a.docx", b"PK\x03\x04word/", "is damaged or no DOCX"),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word document"),
            ("a.txt.gz", b"\x1f\x8b\x08\x00\x00", "is compressed"),
            ("a.xml", b"<article><p>", "a.xml:1:13: not XML"),
            ("a.xml", b"<library/>", "the root 'library'"),
            ("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><article>&b;</article>', "declares entities"),
            (
                "a.xml",
                b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><article>&b;</article>',
                "declares entities",
            ),
            ("a.xml", b"<article>" + b"<sec>" * 300, "nested more than 256 deep"),
            ("a.html", b"<nav>Home</nav>", "no text that could make a claim"),
        ],
    )
    def test_one_error_in_words(self, name: str, data: bytes, words: str) -> None:
        with pytest.raises(DocumentError, match=words):
            list(read(name, data))

    def test_a_pdf_with_a_password(self) -> None:
        with pytest.raises(DocumentError, match="is encrypted"):
            list(read("a.pdf", pdf("Bone", password="secret")))

    def test_a_document_that_unpacks_to_far_more(self) -> None:
        with pytest.raises(DocumentError, match="unpacks to far more"):
            list(read("a.docx", zipped({"word/document.xml": b" " * 20_000_000})))

    def test_a_document_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("hograph.reading.read.MOST_BYTES", 10)
        with pytest.raises(DocumentError, match="has 12 bytes, more than 10"):
            list(read("a.txt", b"bone bone bo"))

    @pytest.mark.parametrize(
        "make",
        [
            lambda n: "bone " * n,
            lambda n: "<" * n,
            lambda n: "<p " * n,
            lambda n: f"{'<p ' * n}>",
            lambda n: f"{'<!-- ' * n}>",
            lambda n: "<div>" * n,
            lambda n: "&amp" * n,
            lambda n: "- " * n,
            lambda n: "[" * n,
            lambda n: "â€" * n,
            lambda n: "bone-\n" * n,
        ],
    )
    @pytest.mark.parametrize("ending", ["txt", "html", "md"])
    def test_time_grows_with_the_size(self, make: Callable[[int], str], ending: str) -> None:
        text = make(20_000)
        with suppress(DocumentError):
            list(read(f"a.{ending}", (f"<html>{text}" if ending == "html" else text).encode()))


class TestFilesAndArchives:
    def test_a_folder_with_an_archive_and_broken_files(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(LEAFLET)
        (tmp_path / "b.pdf").write_bytes(b"none")
        (tmp_path / "c.zip").write_bytes(
            zipped({"in/d.html": HTML.encode(), "../evil.txt": b"bone", "e.zip": b"", "f.txt": b"", "g.jpg": b"x"})
        )
        (tmp_path / ".hidden.txt").write_text(LEAFLET)
        found = list(read_all([tmp_path]))
        assert [item.name.removeprefix(f"{tmp_path}/") for item in found if isinstance(item, Reading)] == [
            "a.txt",
            "c.zip!/in/d.html",
        ]
        reasons = " ".join(item.reason for item in found if isinstance(item, Unread))
        for words in ("is named .pdf", "leads out of the archive", "an archive within an archive", "is empty"):
            assert words in reasons

    def test_what_a_system_hides_in_an_archive_is_no_document(self, tmp_path: Path) -> None:
        members = {"a/one.txt": LEAFLET.encode(), "__MACOSX/a/._one.txt": b"\0", "a/.one.txt": b"", ".x.zip": b""}
        (tmp_path / "a.zip").write_bytes(zipped(members))
        (found,) = read_all([tmp_path])
        assert isinstance(found, Reading) and found.name.endswith("!/a/one.txt")

    def test_what_is_left_of_a_folder_is_told_not_passed_over(self, tmp_path: Path) -> None:
        folder = tmp_path / "mine"
        (folder / "empty").mkdir(parents=True)
        (tmp_path / "elsewhere.txt").write_text(LEAFLET)
        (folder / "linked.txt").symlink_to(tmp_path / "elsewhere.txt")
        (folder / "a.zip").write_bytes(zipped({"old.doc": bytes.fromhex("d0cf11e0a1b11ae1")}))
        told = [
            item.reason.removeprefix(f"{folder}/")
            for item in read_all([folder, folder / "empty"])
            if isinstance(item, Unread)
        ]
        assert told == [
            "a.zip!/old.doc: is an old Word document or RTF. Save it as DOCX.",
            "linked.txt: is a link, and links in a folder are not followed. Name where it leads.",
            "empty: holds no document that is read; see `hograph read --help`.",
        ]

    def test_tar_archives_are_read_as_they_come(self, tmp_path: Path) -> None:
        with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
            for name, data in {"x.txt": LEAFLET.encode(), "/abs.txt": b"bone"}.items():
                member = tarfile.TarInfo(name)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        reading, refused = read_all([tmp_path / "a.tar.gz"])
        assert isinstance(reading, Reading) and isinstance(refused, Unread) and "leads out" in refused.reason

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.zip", zipped({"x.txt": LEAFLET.encode() * 50})[:100]),
            ("a.tar.gz", gzip.compress(b"bone" * 999, mtime=0)[:20]),
            ("a.zip", b""),
        ],
        ids=["zip", "tar", "empty zip"],
    )
    def test_a_damaged_archive_is_told(self, tmp_path: Path, name: str, data: bytes) -> None:
        (tmp_path / name).write_bytes(data)
        (found,) = read_all([tmp_path / name])
        assert isinstance(found, Unread) and "is damaged or cut off" in found.reason

    def test_what_is_no_document_that_is_read_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "old.rtf").write_bytes(b"{\\rtf1 bone}")
        os.mkfifo(tmp_path / "pipe.txt")
        with tarfile.open(tmp_path / "empty.tar.gz", "w:gz"):
            pass
        told = {str(one) for one in read_all([tmp_path, tmp_path / "pipe.txt"]) if isinstance(one, Unread)}
        assert [
            word
            for word in ("RTF", "no file with bytes", "no document that is read")
            if not any(word in one for one in told)
        ] == []

    def test_a_bomb_in_an_archive_is_left_and_the_others_go_on(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(zipped({"a.txt": b" " * 30_000_000, "b.txt": LEAFLET.encode()}))
        bomb, reading = read_all([tmp_path / "a.zip"])
        assert isinstance(bomb, Unread) and "unpacks to far more" in bomb.reason and isinstance(reading, Reading)

    def test_names_that_stay_within(self) -> None:
        assert limits.safe_name("a/b.txt")
        assert not any(map(limits.safe_name, ["/a", "../a", "a/../../b", "C:\\a", "..\\a"]))


class TestCommand:
    def test_read_shows_blocks_and_tells_what_failed(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(LEAFLET)
        (tmp_path / "b.docx").write_bytes(b"none")
        done = CliRunner().invoke(main, ["read", str(tmp_path)])
        assert done.exit_code == 1 and "It may follow surgery" in done.stdout and "Book an" not in done.stdout
        assert "1 blocks are left out" in done.stdout and "is named .docx but is none" in done.stderr

    def test_as_lines(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(LEAFLET)
        done = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt"), "--format", "jsonl", "--all"])
        assert done.exit_code == 0 and len(done.stdout.splitlines()) == 7 and '"left_out": "booking"' in done.stdout

    def test_quantities(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Bone is seen 6â€“12 weeks after surgery.\n")
        done = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt"), "--quantities"])
        assert done.exit_code == 0 and done.stdout.splitlines()[-1].split() == [
            "duration",
            "6",
            "12",
            "wk",
            "13-25",
            "6–12",
            "weeks",
        ]

    def test_kinds(self) -> None:
        assert BlockKind.LEAD in {
            b.kind for b in one("a.txt", "The signs of this condition may include:\n- pain\n").blocks
        }
