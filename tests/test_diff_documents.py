"""What changed where a document did, and what counts as the same claim: an invented document, read anew."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from hograph.curation.values import Claim
from hograph.graph.build import build
from hograph.release.changes import DOCUMENT_CHANGED, REREAD, Changes
from hograph.release.diff import diff
from hograph.release.report import to_markdown, to_text
from invented import SLUG, TEXT, document, write_project
from invented import claim as invented_claim
from test_diff import stored


@pytest.fixture(scope="module")
def rewritten(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Changes:
    first = invented_claim(certainty="hedged")
    second = invented_claim(predicate="treats", object="Pain", passage="lamps help")
    later = document("A line in front.\n" + TEXT.replace("lamps help", "lanterns do"))
    moved = first.model_copy(update={"span": later.locate("Purple lamps may keep bone from returning", occurrence=1)})
    old = project(tmp_path_factory.mktemp("old"), small, TEXT, [first, second])
    return diff(old, project(tmp_path_factory.mktemp("new"), small, later.text, [moved]))


def project(folder: Path, root: Path, text: str, claims: list[Claim]) -> ox.Store:
    return stored(build(write_project(folder, root, claims, text)))


class TestADocumentThatChanged:
    """The invented document gets a line in front: every passage moves, and one claim loses its passage."""

    def test_what_only_moved_is_told_apart(self, rewritten: Changes) -> None:
        (moved,) = rewritten.moved
        assert {f.field for f in moved.fields} == {"span"}
        assert not rewritten.changed and not rewritten.added

    def test_the_cause_is_the_document(self, rewritten: Changes) -> None:
        (gone,) = rewritten.withdrawn
        assert [cause.kind for cause in gone.causes] == ["document changed"]
        (described,) = rewritten.documents
        assert described.kind == "changed" and "ho:documentSha256" in {f.field for f in described.fields}
        told = to_text(rewritten)
        assert f"  Title of {SLUG} ({SLUG}): 1 claims\n      1 at another place, 0 at the same. " in told
        assert f"Cause: the bytes of the document changed: Title of {SLUG} ({SLUG})" in told

    def test_one_byte_more_at_the_end_moves_nothing(self, small: Path, tmp_path: Path) -> None:
        claims = [invented_claim(certainty="hedged")]
        old, new = (project(tmp_path / str(len(text)), small, text, claims) for text in (TEXT, f"{TEXT}\n"))
        changes = diff(old, new)
        (kept,) = changes.moved
        assert kept.fields == () and kept.before.name != kept.after.name
        assert "      0 at another place, 1 at the same. " in to_text(changes)
        assert f"      {kept.before.name} -> {kept.after.name}\n" in to_text(changes), "whoever cites it must find it"
        assert f"  | {kept.before.name} | {kept.after.name} |\n" in to_markdown(changes, "Changes")

    def test_what_reads_otherwise_in_a_changed_document_is_no_correction_of_the_curator(
        self, small: Path, tmp_path: Path
    ) -> None:
        old = project(tmp_path / "old", small, TEXT, [invented_claim(certainty="hedged")])
        new = project(tmp_path / "new", small, f"{TEXT}\n", [invented_claim()])
        (change,) = diff(old, new).changed
        assert [(cause.kind, cause.about) for cause in change.causes] == [
            (DOCUMENT_CHANGED, (f"document:{SLUG}",)),
            (REREAD, ("ho:certainty",)),
        ]
        assert "the claim was read anew in the changed document: certainty" in to_text(diff(old, new))


def test_parts_of_a_field_are_told_behind_it_and_durations_in_words(small: Path, tmp_path: Path) -> None:
    claims = [
        invented_claim(qualifiers={"timing": {"min": least, "relation": "after", "anchor": anchor}})
        for least, anchor in (("P2W", "Trauma"), ("P1M", "Injury"))
    ]
    old, new = (project(tmp_path / str(n), small, TEXT, [claim]) for n, claim in enumerate(claims))
    told = to_text(diff(old, new))
    assert "Cause: corrected by the curator: timing (anchor, minimum duration)\n" in told
    assert "timing: minimum duration: 2 weeks -> 1 month\n" in told


@pytest.mark.parametrize(
    ("fields", "passage", "paired"),
    [
        ({"object": "MyositisOssificans"}, "Purple lamps may keep bone from returning", True),
        ({"predicate": "treats"}, "Purple lamps may keep bone", True),
        ({"predicate": "treats", "object": "Pain"}, "Purple lamps may keep bone from returning", True),
        ({"predicate": "treats", "object": "Pain"}, "Purple lamps may keep bone", False),
        (
            {"subject": "HeterotopicOssification", "predicate": "occursIn", "object": "Tendon"},
            "Purple lamps may keep bone from returning",
            False,
        ),
        ({}, "Nobody   has shown", False),
    ],
)
def test_what_counts_as_the_same_claim(
    small: Path, tmp_path: Path, fields: dict[str, str], passage: str, paired: bool
) -> None:
    """Two parts of the statement and an overlap will do, or one part and the same passage; a passage alone, or the statement elsewhere, not."""
    old = project(tmp_path / "old", small, TEXT, [invented_claim()])
    new = project(tmp_path / "new", small, TEXT, [invented_claim(passage=passage, **fields)])
    changes = diff(old, new)
    assert (len(changes.changed), len(changes.added), len(changes.withdrawn)) == ((1, 0, 0) if paired else (0, 1, 1))


def test_the_same_words_elsewhere_are_another_passage(small: Path, tmp_path: Path) -> None:
    elsewhere = document().locate("amps", occurrence=2)
    old = invented_claim(passage="amps")
    new = invented_claim(predicate="treats", object="Pain").model_copy(update={"span": elsewhere})
    changes = diff(project(tmp_path / "old", small, TEXT, [old]), project(tmp_path / "new", small, TEXT, [new]))
    assert (len(changes.changed), len(changes.added), len(changes.withdrawn)) == (0, 1, 1)
