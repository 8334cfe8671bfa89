"""The structure of the code: modules stand on floors, nothing imports upwards, and there is one door."""

import ast
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import hograph
from hograph.ontology.index import Ontology
from hograph.vocabulary import HO, OWL

SOURCE = Path(hograph.__file__).parent
FLOORS = (
    {"collecting", "counting", "errors", "version"},
    {"executors", "files", "vocabulary"},
    {"reading", "workspace"},
    {"curation"},
    {"ontology"},
    {"graph"},
    {"store"},
    {"query", "validation", "extraction"},
    {"linking", "exports"},
    {"release"},
    {"knowledge"},
    {"serve"},
    {"agents", "site"},
    {"cli", "notebook"},
    {"__main__"},
)
"""From the ground up; what stands on one floor imports only from the same room or from floors below."""


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Modules of hograph that a module imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("hograph."):
            found.add(node.module.removeprefix("hograph."))
    return found


MODULES = {module_name(path): imports(path) for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py"}


def floor(name: str) -> int:
    room = name.split(".")[0]
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_imports_only_from_its_room_or_from_floors_below(name: str) -> None:
    room = name.split(".")[0]
    wrong = {other for other in MODULES[name] if other.split(".")[0] != room and floor(other) >= floor(name)}
    assert not wrong, f"{name} imports from its own floor or above: {sorted(wrong)}"


def test_no_cycle() -> None:
    tuple(TopologicalSorter(MODULES).static_order())  # raises CycleError when there is one


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=str)
def test_rooms_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 350


def test_the_door() -> None:
    assert hograph.__all__ == sorted(hograph.__all__)
    assert set(hograph.__all__) == {"Answer", "Evidence", "HographError", "KnowledgeGraph", "__version__", "open"}
    assert all(getattr(hograph, name) is not None for name in hograph.__all__)
    with pytest.raises(AttributeError, match="no attribute 'no_such_door'"):
        hograph.no_such_door  # noqa: B018


def test_importing_the_door_imports_nothing_heavy() -> None:
    code = "import sys, hograph; print(sorted({'pydantic', 'rdflib', 'pyshacl', 'pyoxigraph'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_one_version_everywhere(root: Path, ontology: Ontology) -> None:
    version = hograph.__version__
    assert tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"] == version
    assert f"\nversion: {version}\n" in (root / "CITATION.cff").read_text("utf-8")
    header = {t.predicate: t.object for t in ontology.triples if getattr(t.subject, "value", "") == str(HO)}
    assert header[OWL["versionInfo"]].value == version  # type: ignore[union-attr]
    assert version in header[OWL["versionIRI"]].value  # type: ignore[union-attr]


def test_every_name_of_ours_in_the_code_is_declared(ontology: Ontology) -> None:
    used = {
        node.slice.value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "HO"
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
    }
    assert used, "the test must have something to look at"
    assert used <= set(ontology.labels)
