"""Verification: every hash is held against the documents, and what does not hold is told apart."""

from pathlib import Path

import pytest

from hograph.curation.claimfile import load_all_claims
from hograph.curation.sources import Source, load_sources
from hograph.curation.values import Claim, DocumentClaims
from hograph.curation.verify import Verification, verify
from hograph.errors import DocumentError
from invented import SLUG, TEXT, claim, document, sources_text

CUE = {"kind": "hedge", **document().locate("may").model_dump()}
CLAIMS = (claim(certainty="hedged", cues=[CUE]), claim("Burn", "causes", passage="lamps help knees"))
SPANS = 4
"""Two claims, one cue, and the title that the document states of itself."""


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    path = tmp_path / "sources.yaml"
    path.write_text(sources_text([document()]), encoding="utf-8")
    return list(load_sources(path).values())


def verified(text: str, sources: list[Source], folder: Path, claims: tuple[Claim, ...] = CLAIMS) -> Verification:
    (folder / f"{SLUG}.txt").write_text(text, encoding="utf-8", newline="")
    return verify(sources, [DocumentClaims(document=SLUG, claims=claims)], folder)


def test_all_hold(tmp_path: Path, sources: list[Source]) -> None:
    assert verified(TEXT, sources, tmp_path) == Verification(documents=1, spans=SPANS, findings=())


def test_a_changed_byte_outside_all_spans_is_a_changed_document_only(tmp_path: Path, sources: list[Source]) -> None:
    found = verified(TEXT.replace("30 % glow", "31 % glow"), sources, tmp_path)
    assert [finding.what for finding in found.findings] == ["changed"]
    assert found.spans == SPANS, "the spans are checked all the same"
    assert "its bytes are not those that were curated" in found.findings[0].message


def test_a_passage_that_moved_is_told_with_its_new_place(tmp_path: Path, sources: list[Source]) -> None:
    found = verified(TEXT.replace("\n\nPurple", "\n\n\n\nPurple"), sources, tmp_path)
    assert [finding.what for finding in found.findings] == ["changed", "moved", "moved", "moved"]
    span = CLAIMS[0].span
    assert f"{span.start}-{span.end}, the claim RadiationTherapy preventsRecurrenceOf" in found.findings[1].message
    assert found.findings[1].message.endswith(f"moved to {span.start + 2}-{span.end + 2}.")
    assert "a cue (hedge) of RadiationTherapy" in found.findings[2].message


def test_a_passage_that_is_nowhere_is_lost(tmp_path: Path, sources: list[Source]) -> None:
    found = verified(TEXT.replace("knees", "elbows"), sources, tmp_path)
    assert [finding.what for finding in found.findings] == ["changed", "lost"]
    assert "the claim Burn causes HeterotopicOssification: the characters are not there" in found.findings[1].message


def test_a_lost_title_is_told_by_its_field(tmp_path: Path, sources: list[Source]) -> None:
    found = verified(TEXT.replace("A note", "A text"), sources, tmp_path)
    assert "what it states of itself (title)" in found.findings[1].message


def test_a_wrong_hash_in_the_claims_is_found_in_an_unchanged_document(tmp_path: Path, sources: list[Source]) -> None:
    span = {**CLAIMS[0].span.model_dump(), "sha256": "0" * 64}
    found = verified(TEXT, sources, tmp_path, (claim(span=span),))
    assert [finding.what for finding in found.findings] == ["lost"]


def test_a_document_that_is_not_there_is_missing(tmp_path: Path, sources: list[Source]) -> None:
    found = verify(sources, [DocumentClaims(document=SLUG, claims=CLAIMS)], tmp_path)
    assert (found.documents, found.spans) == (0, 0)
    assert [finding.what for finding in found.findings] == ["missing"]
    assert f"{SLUG}.txt: no such document" in found.findings[0].message


def test_nothing_to_verify_is_no_pass(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="nothing to verify"):
        verify([], [], tmp_path)


def test_the_real_documents_hold(root: Path, documents: Path) -> None:
    sources = load_sources(root / "data" / "sources.yaml")
    claims = load_all_claims(root / "data" / "claims")
    found = verify(sources.values(), claims, documents)
    assert found.findings == ()
    assert found.documents == len(sources) == len(claims)
    assert found.spans > sum(len(group.claims) for group in claims)
