"""What two graphs may be given as: builds, files and checkouts; what cannot be read is told."""

import gzip
import json
from pathlib import Path

import pytest

from commands import run
from hograph.errors import InputError
from hograph.graph.build import Build
from hograph.graph.quads import nquads
from hograph.release.inputs import open_side


@pytest.fixture(scope="module")
def folder(built: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "hograph.nq").write_bytes(nquads(built.quads))
    (folder / "some.nq.gz").write_bytes(gzip.compress(nquads(built.graphs["ontology"])))
    return folder


class TestInputs:
    def test_a_build_a_file_and_a_checkout_are_the_same(self, folder: Path, root: Path) -> None:
        result = run("diff", folder, root)
        assert result.exit_code == 0 and result.output.startswith("The two graphs are the same, quad for quad: ")
        assert len(open_side(folder / "some.nq.gz")) < len(open_side(folder / "hograph.nq"))

    def test_answers_on_request(self, folder: Path) -> None:
        result = run("diff", folder / "some.nq.gz", folder, "--answers", "--format", "json")
        names = {answer["query"] for answer in json.loads(result.output)["answers"]}
        assert {"recurrence-prevention", "causes"} <= names

    def test_differing_is_no_error(self, folder: Path) -> None:
        result = run("diff", folder / "some.nq.gz", folder, "--format", "json")
        assert result.exit_code == 0 and len(json.loads(result.output)["added"]) > 400
        assert run("diff", folder / "some.nq.gz", folder, "--format", "md").output.startswith("# Changes from ")

    @pytest.mark.parametrize(
        ("name", "content", "told"),
        [
            ("no-such.nq", None, "No such file"),
            ("nowhere", None, "no such file or folder"),
            ("notes.txt", b"bone", "neither .nq"),
            ("broken.nq", b"<a> <b> .\n", "broken.nq:1:"),
            ("broken.nq.gz", b"not gzip", "cannot be read"),
            ("empty.nq", b"", "no statement"),
            ("foreign.nq", b"<http://a.org/b> <http://a.org/c> <http://a.org/d> .\n", "no claim, no document"),
            (
                "other.trig",
                b"<http://a.org/> a <http://www.w3.org/2002/07/owl#Ontology> .",
                "not the ontology of hograph",
            ),
        ],
    )
    def test_what_cannot_be_read_is_told_in_words(
        self, folder: Path, name: str, content: bytes | None, told: str
    ) -> None:
        if content is not None:
            (folder / name).write_bytes(content)
        result = run("diff", folder / name, folder)
        assert result.exit_code == 2 and told in result.stderr and "Traceback" not in result.output

    def test_a_folder_of_something_else(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="neither a build"):
            open_side(tmp_path)
