"""Files of claims: quotes become spans, the canonical form stays as it is, and what is wrong is refused with its line."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

import strategies
from hograph.curation import yamlfile
from hograph.curation.claimfile import canonical_text, claim_lines_of, load_all_claims, load_claims
from hograph.curation.claimlines import claim_line
from hograph.curation.values import Claim, DocumentClaims
from hograph.curation.yamlfile import line_of, parse
from hograph.errors import ClaimFileError
from hograph.files import read_text
from invented import SLUG, TEXT, claim, claims_text, document

PATH = Path(f"{SLUG}.yaml")
QUOTED = f"""# Kept: the comment at the top.
document: {SLUG}
claims:
- predicate: preventsRecurrenceOf
  subject: RadiationTherapy
  object: HeterotopicOssification
  certainty: hedged
  polarity: affirmed
  cues:
  - {{quote: may, kind: hedge}}
  quote: Purple lamps may keep bone from returning
- subject: RadiationTherapy
  predicate: treats
  object: HeterotopicOssification
  quote: lamps
  occurrence: 3
"""
"""As a curator writes it: any order of keys, defaults spelt out, quotes; `lamps` stands in the document four times."""


def canonical(text: str) -> str:
    return canonical_text(text, PATH, document())


def refusal(text: str, tmp_path: Path, name: str = SLUG) -> str:
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ClaimFileError) as caught:
        load_claims(path)
    return str(caught.value).removeprefix(f"{tmp_path}/")


def test_quotes_become_spans_and_no_word_of_the_document_stays(tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.write_text(canonical(QUOTED), encoding="utf-8")
    first, second = load_claims(path).claims
    assert TEXT[first.span.start : first.span.end] == "Purple lamps may keep bone from returning"
    assert TEXT[first.cues[0].start : first.cues[0].end] == "may"
    assert second.span == document().locate("lamps", occurrence=3)
    assert "Purple" not in path.read_text("utf-8")


def test_the_canonical_form_is_a_fixed_point() -> None:
    once = canonical(QUOTED)
    assert canonical_text(once, PATH, None) == once, "without quotes no document is needed"
    assert once.startswith("# Kept: the comment at the top.\ndocument:")
    assert "polarity: affirmed" not in once, "defaults are left out"


def test_the_real_files_are_canonical(root: Path) -> None:
    for path in sorted((root / "data" / "claims").glob("*.yaml")):
        text = path.read_text("utf-8")
        assert canonical_text(text, path, None) == text, f"{path.name}: run hograph fmt"


def test_claims_are_put_in_the_order_of_the_document() -> None:
    late, early = claim(passage="30 % glow"), claim(passage="Purple lamps")
    text = canonical(claims_text([late, early]))
    assert text == canonical(claims_text([early, late]))
    assert text.index(early.span.sha256) < text.index(late.span.sha256)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  object: H", "  # why?\n  object: H", "6: a comment inside the file would be lost"),
        ("hedged\n", "hedged  # why?\n", "7: a comment inside the file would be lost"),
        ("quote: may", "quote: might", "4: invented-note.txt: the passage 'might' is not in it"),
        ("  occurrence: 3\n", "", "12: invented-note.txt: 'lamps' stands there 4 times. Say which"),
        (
            "occurrence: 3",
            "occurrence: 5",
            "12: invented-note.txt: 'lamps' stands there 4 times; there is no occurrence 5",
        ),
        ("occurrence: 3", "occurrence: third", "12: invented-note.txt: occurrence 'third' is no number"),
        ("quote: may", "quote: ''", "4: invented-note.txt: the passage '' is not in it"),
        ("  occurrence: 3\n", "  quote: lamps\n", "16: the key 'quote' stands here twice"),
        ("certainty: hedged", "certainty: sure", "7: claims.0.certainty: Input should be"),
        ("  quote: Purple lamps may keep bone from returning\n", "  span: {start: 7, end: 3}\n", "11: claims.0.span"),
    ],
)
def test_canonical_writing_refuses_what_it_would_lose_or_cannot_find(old: str, new: str, told: str) -> None:
    with pytest.raises(ClaimFileError) as caught:
        canonical(QUOTED.replace(old, new))
    assert str(caught.value).startswith(f"{PATH}:{told}")


def test_a_quote_needs_the_document() -> None:
    with pytest.raises(ClaimFileError, match=r"invented-note\.yaml:4: .* Name its folder with --documents"):
        canonical_text(QUOTED, PATH, None)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("claims:", "claims:\n- quote: x", "3: a quote is left in the file. Turn quotes into spans: hograph fmt"),
        ("  object:", "  subject: Burn\n  object:", "5: the key 'subject' stands here twice. Remove one."),
        ("  object:", "  colour: red\n  object:", "5: claims.0.colour: Extra inputs are not permitted."),
        (SLUG, "other-note", "1: document is 'other-note' but the file is named 'invented-note'. They must agree."),
        ("subject: R", "subject: r", "3: claims.0.subject: String should match pattern"),
        ("object:", "object", "6: not YAML: could not find expected ':'"),
        ("HeterotopicOssification", "2021-02-30", "5: claims.0.object: String should match pattern"),
        ("HeterotopicOssification", "{[a]: b}", "5: a key must be a word. Name the field."),
        ("HeterotopicOssification", "0b_", " not YAML: invalid literal"),
        ("HeterotopicOssification", "[" * 9999, " nested too deeply to be read."),
    ],
)
def test_loading_names_the_line_of_what_is_wrong(tmp_path: Path, old: str, new: str, told: str) -> None:
    message = refusal(claims_text([claim()]).replace(old, new, 1), tmp_path)
    assert message.startswith(f"{PATH}:{told}")


def test_the_parser_in_c_reads_what_the_one_in_python_reads(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted((root / "data").rglob("*.yaml"))
    first = [parse(read_text(path), path) for path in paths]
    monkeypatch.setattr(yamlfile, "LOADERS", yamlfile.LOADERS[-1:])
    for path, (data, node) in zip(paths, first, strict=True):
        plain, other = parse(read_text(path), path)
        assert data == plain
        places = [("claims", number, "span", "end") for number in range(len(data.get("claims", ())))]
        assert [line_of(node, place) for place in places] == [line_of(other, place) for place in places]
    assert paths


def test_an_empty_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    assert refusal("", tmp_path).startswith(f"{PATH}:1: the file is empty")
    (tmp_path / PATH).unlink()
    with pytest.raises(ClaimFileError, match=r"no file of claims \(\*\.yaml, \*\.jsonl\) in it"):
        load_all_claims(tmp_path)


@settings(max_examples=80, deadline=None)
@given(strategies.claims)
def test_a_valid_claim_written_and_read_is_the_same_claim(original: Claim) -> None:
    text = canonical_text(claims_text([original]), PATH, None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PATH
        path.write_bytes(text.encode())
        assert load_claims(path) == DocumentClaims(document=SLUG, claims=(original,))
    assert canonical_text(text, PATH, None) == text


def test_a_file_of_json_lines_is_a_file_of_claims(tmp_path: Path) -> None:
    path = tmp_path / "invented-note.jsonl"
    path.write_text("\n" + claim_line("invented-note", claim()), encoding="utf-8")
    [loaded] = load_all_claims(tmp_path)
    assert (loaded.document, loaded.claims, claim_lines_of(path, 0)) == ("invented-note", (claim(),), [2])
    path.write_text(claim_line("other-note", claim()), encoding="utf-8")
    with pytest.raises(ClaimFileError, match=r"invented-note\.jsonl:1: document is 'other-note' but the file is named"):
        load_all_claims(tmp_path)
