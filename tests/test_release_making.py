"""How a release is made: its version and day, the release before it, and what is refused."""

from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from commands import run
from conftest import DAY, Files, triples
from hograph.errors import InputError
from hograph.graph.build import Build
from hograph.graph.quads import nquads
from hograph.release.artefacts import Release
from hograph.release.package import release_files, write_release
from hograph.release.plan import SEMANTIC, plan_release, precedence
from hograph.version import VERSION
from hograph.vocabulary import GRAPH, HO, OWL


def versioned(released: Files, folder: Path, version: str | None) -> Path:
    """The dataset of a release, as if another version, or none, had been given to it."""
    kept = [
        quad
        for quad in ox.parse(input=released["data/hograph.trig"], format=ox.RdfFormat.TRIG)
        if quad.predicate != OWL["versionIRI"]
    ]
    if version:
        node = ox.NamedNode(f"{HO}releases/{version}/")
        kept.append(ox.Quad(ox.NamedNode(str(HO)), OWL["versionIRI"], node, GRAPH["ontology"]))
    path = folder / "before.nq"
    path.write_bytes(nquads(kept))
    return path


class TestMaking:
    @pytest.mark.parametrize("version", ["0.1", "v0.1.0", "0.1.0.0", "01.0.0", "0.1.0-", "", "0.1.0-01"])
    def test_no_semantic_version(self, version: str) -> None:
        with pytest.raises(InputError, match="no semantic version"):
            plan_release(version, DAY, None)

    @pytest.mark.parametrize("version", ["1.0.0-beta.1", "1.0.0+build.7", "10.20.30"])
    def test_semantic_versions_of_others(self, version: str) -> None:
        assert SEMANTIC.fullmatch(version)
        with pytest.raises(InputError, match=f"This is hograph {VERSION}"):
            plan_release(version, DAY, None)

    @pytest.mark.parametrize("version", [VERSION, "0.1.1-rc.1", "99.0.0", None])
    def test_the_release_before_must_be_earlier(self, released: Files, tmp_path: Path, version: str | None) -> None:
        """One version IRI would else name two contents; and what says no version cannot be known to be earlier."""
        path = versioned(released, tmp_path, version)
        result = run("release", VERSION, "--previous", path, "--date", DAY, "--out", tmp_path / "made")
        assert result.exit_code == 2 and "--previous" in result.stderr and not (tmp_path / "made").exists()
        assert (f"{VERSION} is not later" if version else "says no version") in result.stderr

    def test_an_earlier_release_is_named_in_the_next(self, released: Files, tmp_path: Path) -> None:
        path = versioned(released, tmp_path, "0.1.0-rc.2")
        result = run("release", VERSION, "--previous", path, "--date", DAY, "--out", tmp_path / "made")
        assert result.exit_code == 0, result.output
        base = triples((tmp_path / "made" / "ontology" / "hograph-base.ttl").read_bytes())
        assert [t.object for t in base if t.predicate == OWL["priorVersion"]] == [
            ox.NamedNode(f"{HO}releases/0.1.0-rc.2/")
        ]
        told = (tmp_path / "made" / "CHANGELOG-claims.md").read_text("utf-8")
        assert "compared with the release before" in told and "- **ontology (quads: 1 added, 1 removed)**" in told

    def test_versions_are_ordered_as_semantic_versioning_says(self) -> None:
        order = "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.10.0"
        assert all(precedence(one) < precedence(next_) for one, next_ in pairwise(order.split()))

    def test_the_day(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
        assert plan_release(VERSION, None, None).date == "1970-01-02"
        assert plan_release(VERSION, DAY, None).date == DAY
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
        with pytest.raises(InputError, match="SOURCE_DATE_EPOCH: 'yesterday'"):
            plan_release(VERSION, None, None)
        with pytest.raises(InputError, match=r"--date: '31\.1\.2026'"):
            plan_release(VERSION, "31.1.2026", None)

    def test_a_folder_in_use_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
        result = run("release", VERSION, "--out", tmp_path)
        assert result.exit_code == 2 and "is not empty" in result.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]

    def test_a_release_needs_a_checkout(self, built: Build, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="made from a checkout"):
            release_files(built, tmp_path, Release(VERSION, DAY))

    def test_the_ontology_must_say_the_same_version(self, built: Build, root: Path) -> None:
        with pytest.raises(InputError, match=f"says version {VERSION}, not 9"):
            release_files(built, root, Release("9.0.0", DAY))

    def test_an_empty_folder_will_do(self, tmp_path: Path) -> None:
        (tmp_path / "new").mkdir()
        write_release({"a/b.txt": b"bone"}, tmp_path / "new")
        assert (tmp_path / "new" / "a" / "b.txt").read_bytes() == b"bone"

    def test_what_breaks_off_leaves_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="cannot be written"):
            write_release({"a": b"a file", "a/b": b"cannot be below it"}, tmp_path / "new")
        assert list(tmp_path.iterdir()) == []

    def test_a_release_is_compared_with_the_one_before(
        self, released: Files, built: Build, root: Path, tmp_path: Path
    ) -> None:
        write_release(released, tmp_path / "before")
        assert "This is the first release" in released["CHANGELOG-claims.md"].decode()
        result = run("diff", tmp_path / "before", root)
        assert result.exit_code == 0 and "are the same" in result.output
        less = ox.Store()
        less.bulk_extend(quad for name, quads in built.graphs.items() if "joi" not in name for quad in quads)
        later = release_files(built, root, Release(VERSION, DAY), less)["CHANGELOG-claims.md"].decode()
        assert "the document is new: Heterotopic Ossification" in later
