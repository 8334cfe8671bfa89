"""What a build is made from, and whether one on disk is still that of its inputs; kept light, for every query asks."""

from pathlib import Path

from hograph.files import LOG, SETTINGS, sha256
from hograph.graph.slices import slice_files
from hograph.ontology.turtle import turtle_files
from hograph.version import VERSION
from hograph.workspace.layers import Layers, files_of_claims

DATASET = "hograph.nq"
MANIFEST = "manifest.json"


def input_files(root: Path) -> list[Path]:
    """Every file that a build reads, sorted within each layer."""
    layers = Layers.of(root)
    shipped = layers.base_ontology
    found = [path for folder in layers.ontology for path in turtle_files(folder)]
    found += [shipped / "mappings.sssom.tsv", *slice_files(shipped), *layers.sources]
    found += [path for folder in layers.claims for path in files_of_claims(folder)]
    found += [path for folder in layers.data for path in (*folder.glob("proposed/*.jsonl"), folder / LOG)]
    return sorted([*found, *([layers.own / SETTINGS] if layers.own else [])])


def input_key(root: Path) -> str:
    """A hash of the program and of the names and bytes of all inputs: a build with another key is out of date.

    Args:
        root: a workspace, or the folder with `ontology/` and `data/`.
    """
    package = Path(__file__).parent.parent
    files = [(path, package) for path in sorted(package.rglob("*.py"))]
    folders = Layers.of(root).folders[::-1]
    files += [(path, next(f for f in folders if path.is_relative_to(f))) for path in input_files(root)]
    parts = sorted(
        f"{path.relative_to(base).as_posix()} {sha256(path.read_bytes())}" for path, base in files if path.is_file()
    )
    return sha256("\n".join([VERSION, *parts]))
