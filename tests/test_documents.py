"""Documents: a passage is found by its words, a span gives back exactly its characters, and a moved one is found again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hograph.curation.documents import Document, documents_folder, find_file
from hograph.curation.values import Span
from hograph.errors import DocumentError
from hograph.files import sha256
from invented import SLUG, TEXT, document


def words_of(span: Span) -> str:
    return TEXT[span.start : span.end]


def test_a_passage_is_located_by_its_words() -> None:
    span = document().locate("Purple lamps")
    assert (words_of(span), span.sha256) == ("Purple lamps", sha256("Purple lamps"))


@pytest.mark.parametrize(
    "passage", ["Nobody has shown that lamps", "help knees", "  help\n\tknees ", "20 \u2013 30 % glow"]
)
def test_any_white_space_stands_for_any_white_space(passage: str) -> None:
    assert words_of(document().locate(passage)).split() == passage.split()


def test_the_span_keeps_the_white_space_of_the_document() -> None:
    assert words_of(document().locate("help knees")) == "help\u00a0knees"
    assert words_of(document().locate("Nobody has shown that")) == "Nobody   has shown\nthat"


@pytest.mark.parametrize(("occurrence", "line"), [(1, "Purple"), (2, "that"), (3, "and"), (4, "once")])
def test_an_occurrence_is_counted_from_one(occurrence: int, line: str) -> None:
    span = document().locate("lamps", occurrence)
    starts = [at for at in range(len(TEXT)) if TEXT.startswith("lamps", at)]
    assert words_of(span) == "lamps"
    assert span.start == starts[occurrence - 1]


@pytest.mark.parametrize(
    ("passage", "occurrence", "told"),
    [
        ("green lamps", None, "the passage 'green lamps' is not in it"),
        ("purple lamps", None, "the passage 'purple lamps' is not in it"),
        ("", None, "the passage '' is not in it"),
        ("lamps", None, "'lamps' stands there 4 times. Say which with `occurrence`"),
        ("lamps", 5, "'lamps' stands there 4 times; there is no occurrence 5"),
        ("lamps", 0, "'lamps' stands there 4 times; there is no occurrence 0"),
        ("x" * 99, None, f"the passage '{'x' * 30}...' is not in it"),
    ],
)
def test_what_cannot_be_located_is_an_error(passage: str, occurrence: int | None, told: str) -> None:
    with pytest.raises(DocumentError) as caught:
        document().locate(passage, occurrence)
    assert told in str(caught.value)


def test_a_cue_is_looked_for_in_the_span_of_its_claim_first() -> None:
    within = document().locate("that lamps help knees")
    assert within.start < document().locate("lamps", within=within).start < within.end
    assert document().locate("glow", within=within).start > within.end, "else anywhere"
    with pytest.raises(DocumentError, match="is not in it"):
        document().locate(" ", within=within)


def test_a_passage_is_given_only_when_its_characters_are_those_that_were_hashed() -> None:
    span = document().locate("Purple lamps")
    assert document().passage(span) == "Purple lamps"
    assert document(TEXT.replace("Purple", "Violet")).passage(span) is None
    assert document(TEXT[: span.end - 1]).passage(span) is None


def test_a_moved_passage_is_found_where_it_is_nearest() -> None:
    span = document().locate("Purple lamps")
    assert document("Purple lamps\n" + TEXT).find(span) == span.start + 13
    assert document(TEXT.replace("Purple", "Violet")).find(span) is None
    assert document("short").find(span) is None


def test_a_document_is_read_as_it_is(tmp_path: Path) -> None:
    raw = "one\r\ntwo \u00e2\u20ac\u201c three\n".encode()
    (tmp_path / f"{SLUG}.txt").write_bytes(raw)
    read = Document.read(tmp_path, SLUG)
    assert read.text.encode() == raw, "line ends and damaged characters stay"
    assert read.sha256 == sha256(raw)


def test_a_document_that_cannot_be_read_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(
        DocumentError, match=r"invented-note\.txt: no such document\. .*--documents or HOGRAPH_DOCUMENTS"
    ):
        Document.read(tmp_path, SLUG)
    (tmp_path / f"{SLUG}.txt").write_bytes(b"lamps \x81")
    with pytest.raises(DocumentError, match="byte 6 is not cp1252, and the file is not UTF-8 either"):
        Document.read(tmp_path, SLUG)
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(DocumentError, match="cannot be read"):
        Document.read(tmp_path, "folder")


def test_a_document_is_found_in_any_format_plain_text_first(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    (second / f"{SLUG}.html").write_text("<p>Purple <b>lamps</b></p>", encoding="utf-8")
    assert Document.read(second, SLUG).text == "<p>Purple <b>lamps</b></p>", (
        "tags and all: offsets are those of the file"
    )
    assert find_file((first, second), SLUG) == second / f"{SLUG}.html"
    (second / f"{SLUG}.txt").write_text("lamps", encoding="utf-8")
    assert Document.at_hand((first, second), SLUG).text == "lamps"
    (first / f"{SLUG}.md").write_text("# Lamps", encoding="utf-8")
    assert Document.at_hand((first, second), SLUG).text == "# Lamps", "the first folder that has it"
    assert find_file((first, second), "nothing") is None


def test_the_folder_of_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOGRAPH_DOCUMENTS", raising=False)
    assert documents_folder(None) is None
    monkeypatch.setenv("HOGRAPH_DOCUMENTS", str(tmp_path))
    assert documents_folder(None) == tmp_path
    with pytest.raises(DocumentError, match="no such folder of documents"):
        documents_folder(tmp_path / "nowhere")


texts = st.text(min_size=1, max_size=60)
cuts = st.tuples(st.integers(0, 59), st.integers(1, 60))


@given(texts, cuts)
def test_the_passage_of_a_span_is_what_was_cut(text: str, cut: tuple[int, int]) -> None:
    start = cut[0] % len(text)
    end = min(len(text), start + cut[1])
    it = document(text)
    span = it.span(start, end)
    assert it.passage(span) == text[start:end]
    assert it.find(span) == start
    assert document(f"{text}.").passage(span) == text[start:end], "what comes after makes no difference"


@given(texts, cuts)
def test_a_passage_copied_from_the_document_is_located_again(text: str, cut: tuple[int, int]) -> None:
    start = cut[0] % len(text)
    passage = text[start : start + cut[1]]
    if passage.strip():
        span = document(text).locate(passage, occurrence=1)
        found = document(text).passage(span)
        assert found is not None
        assert found.split() == passage.split()


@pytest.mark.parametrize(
    ("name", "text", "passage", "stands"),
    [
        (
            "note.txt",
            "Green lamps. Trau-\r\nmatic brain injury is rare.",
            "Traumatic brain injury",
            "Trau-\r\nmatic brain injury",
        ),
        ("note.md", "It usually affects the **left** lamp.", "the left lamp", "the **left** lamp"),
        ("note.html", "<p>Green <b>lamps</b>&nbsp;&amp; bone</p>", "lamps & bone", "lamps</b>&nbsp;&amp; bone"),
    ],
)
def test_a_passage_is_found_as_it_is_meant(tmp_path: Path, name: str, text: str, passage: str, stands: str) -> None:
    (tmp_path / name).write_bytes(text.encode())
    document = Document.read(tmp_path, "note")
    span = document.locate(passage)
    assert document.passage(span) == stands
    assert document.locate(passage.split()[0], within=span).start == span.start, "a cue is looked for in the span first"
