"""A new workspace is laid out whole, or not at all."""

import re
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from unicodedata import normalize

from hograph.errors import InputError
from hograph.files import SETTINGS

FOLDERS = ("documents", "data/claims", "data/proposed", "ontology/terms", "rules", "queries")
TOML = """# A workspace of hograph: your own documents, claims, terms, rules and queries, on top of what hograph ships.
name = "{name}"

# Who is said to have curated your claims, such as "A. Person" or "Bone Laboratory".
curators = "curators of {name}"

# false leaves the documents and claims that hograph ships out of the graph; its ontology and its queries stay.
shipped_claims = true
"""
SOURCES = """# The documents of this workspace, as each describes itself. `hograph documents add` and `remove` write here;
# you may add to an entry.
sources: []
"""
IGNORED = """# What hograph builds.
/build/
# Take the sign away where the texts of your documents are not yours to publish.
# /documents/
"""


def create(folder: Path) -> None:
    """Lay out a workspace.

    Args:
        folder: where to; it must not exist yet, or be empty.

    Raises:
        InputError: when there is something in it, or it cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"{folder}: is not empty. Name a new folder for the workspace, or an empty one.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            _fill(made, _name(folder))
            _move(made, folder)
        finally:
            rmtree(made, ignore_errors=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror}). Name another folder.") from error


def _fill(folder: Path, name: str) -> None:
    for part in FOLDERS:
        (folder / part).mkdir(parents=True)
    readme = (files("hograph.workspace") / "readme.md").read_text("utf-8")
    contents = {
        "README.md": readme.replace("{name}", name),
        ".gitignore": IGNORED,
        "data/sources.yaml": SOURCES,
        SETTINGS: TOML.format(name=name),
    }
    for file, text in contents.items():
        (folder / file).write_text(text, encoding="utf-8", newline="")


def _move(made: Path, folder: Path) -> None:
    """Put what was made in its place; into a folder that is there already, what makes it a workspace goes last."""
    if not folder.exists():
        made.chmod(0o755)
        made.rename(folder)
        return
    for part in sorted(made.iterdir(), key=lambda path: path.name == SETTINGS):
        part.rename(folder / part.name)


def _name(folder: Path) -> str:
    """A name for a workspace, from that of its folder."""
    plain = normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "workspace"
