"""Claims as JSON Lines: the same claims come back, and what is wrong is told with file, line and field."""

from pathlib import Path

import pytest
from hypothesis import given

from hograph.curation.claimlines import claim_lines, read_claim_lines
from hograph.curation.values import Claim
from hograph.errors import ClaimFileError
from strategies import claims


@given(claims)
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, claim: Claim) -> None:
    path = tmp_path_factory.mktemp("lines") / "claims.jsonl"
    path.write_text(claim_lines([("leaflet", claim), ("page", claim)]), encoding="utf-8")
    assert list(read_claim_lines(path)) == [("leaflet", claim), ("page", claim)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        ("[]", "no `document`"),
        ('{"document": "leaflet", "subject": "Burn"}', "predicate: Field required"),
        ('{"document": "leaflet", "colour": 1}', "subject: Field required"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ClaimFileError, match=rf"claims\.jsonl:2: {told}"):
        list(read_claim_lines(path))
