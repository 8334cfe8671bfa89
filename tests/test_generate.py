"""The generator of benchmarks: what it writes can be built, and the same seed gives the same bytes."""

from pathlib import Path

from generate import generate

from hograph.curation.claimfile import load_all_claims
from hograph.graph.build import build
from test_build import hashes


def test_what_is_generated_can_be_built(tmp_path: Path) -> None:
    generate(200, tmp_path / "one", seed=3)
    generate(200, tmp_path / "other", seed=3)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "other")
    assert sum(len(file.claims) for file in load_all_claims(tmp_path / "one" / "data" / "claims")) == 200
    built = build(tmp_path / "one")
    assert len(built.claims) == 200
    assert len(built.propositions) < 100, "statements are shared"
    assert any(proposition.agreement == "Contested" for proposition in built.propositions)
