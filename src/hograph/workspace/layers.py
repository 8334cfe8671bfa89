"""Which files make a graph: those that hograph ships, alone or with a workspace over them, which is known by its `hograph.toml`."""

import difflib
import os
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hograph.errors import InputError, QueryError
from hograph.files import SETTINGS, read_text, shipped

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEYS = {"name": str, "shipped_claims": bool, "curators": str}
"""What may stand in `hograph.toml`."""
LINES = ".jsonl"
ENDINGS = (".yaml", LINES)
"""How the names of files of claims end: written by people, written by programs."""
OTHER_RDF = (".turtle", ".owl", ".rdf", ".xml", ".ofn", ".omn", ".obo", ".json", ".jsonld", ".nt", ".n3", ".trig")
"""How files of an ontology may end that are not read."""
SHIPPED_ONLY = ("mappings.sssom.tsv", "slices", "vocabularies.yaml", "biolink.yaml")
"""What an ontology has that holds for a workspace, too, but that a workspace cannot add to."""

READ = {
    "data/claims": (ENDINGS, (".yml", ".json")),
    "ontology": ((".ttl",), OTHER_RDF),
    "ontology/terms": ((".ttl",), OTHER_RDF),
    "ontology/shapes": ((".ttl",), OTHER_RDF),
    "ontology/checks": (("-violation.rq",), (".rq", ".sparql")),
    "queries": ((".rq",), (".sparql", ".ru", ".txt")),
    "rules": ((".yaml",), (".yml", ".json")),
}
"""How the names of files of a workspace end that are read, and how those that somebody may have meant to be read."""


def files_of_claims(folder: Path) -> list[Path]:
    """The files of claims in a folder, by name."""
    found = (path for path in folder.iterdir() if path.name.endswith(ENDINGS)) if folder.is_dir() else ()
    return sorted(found, key=lambda path: path.name)


@dataclass(frozen=True)
class Layers:
    """Which files make a graph.

    Attributes:
        base: the folder below: what hograph ships, or a whole graph of somebody's own.
        own: the workspace over it, or None.
        name: the name of the workspace.
        shipped_claims: whether the documents and claims of the folder below are in the graph.
        curators: who curates the claims of the workspace.
    """

    base: Path
    own: Path | None = None
    name: str = ""
    shipped_claims: bool = True
    curators: str = ""

    @classmethod
    def of(cls, root: Path) -> "Layers":
        """The layers of a folder that `hograph.files.resources` gave: a workspace stands on what hograph ships.

        Raises:
            InputError: when `hograph.toml` cannot be read or says what it may not.
        """
        path = root / SETTINGS
        if not path.is_file():
            return cls(root)
        said = _settings(path)
        _refuse_passed_over(root)
        name = str(said["name"])
        curators = str(said.get("curators", "")).strip() or f"curators of {name}"
        return cls(shipped(), root, name, bool(said.get("shipped_claims", True)), curators)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders, the shipped one first."""
        return (self.base, self.own) if self.own else (self.base,)

    @property
    def ontology(self) -> tuple[Path, ...]:
        """The folders of the ontology: shipped, and own terms."""
        return tuple(folder / "ontology" for folder in self.folders)

    @property
    def base_ontology(self) -> Path:
        """The folder of the ontology below, which alone has mappings, slices and profiles."""
        return self.base / "ontology"

    @property
    def checks(self) -> tuple[Path, ...]:
        """The folders of checks of the ontology: shipped, and own ones, if there are."""
        return tuple(folder / "checks" for folder in self.ontology)

    @property
    def data(self) -> tuple[Path, ...]:
        """The folders of data that are in the graph."""
        return tuple(folder / "data" for folder in self.folders if self.shipped_claims or folder == self.own)

    @property
    def own_data(self) -> Path:
        """The folder of data that is edited here."""
        return (self.own or self.base) / "data"

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that describe the documents: written by people, and by programs where there are many."""
        more = (folder / "sources.jsonl" for folder in self.data)
        return (*(folder / "sources.yaml" for folder in self.data), *(path for path in more if path.is_file()))

    @property
    def claims(self) -> tuple[Path, ...]:
        """The folders of claims; one of a workspace only when there are claims in it."""
        own = self.own and self.own / "data" / "claims"
        folders = (folder / "claims" for folder in self.data)
        return tuple(f for f in folders if f != own or files_of_claims(f))

    @property
    def documents(self) -> Path | None:
        """The folder of documents of the workspace."""
        return self.own / "documents" if self.own else None

    @property
    def extraction_rules(self) -> tuple[Path, ...]:
        """The files of own rules of extraction, sorted."""
        return tuple(sorted((self.own / "rules").glob("*.yaml"))) if self.own else ()

    @cached_property
    def queries(self) -> dict[str, Path]:
        """The canned queries by name, shipped and own.

        Raises:
            QueryError: when an own query is named as a shipped one, or there are none.
        """
        found: dict[str, Path] = {}
        for folder in self.folders:
            for path in sorted((folder / "queries").glob("*.rq")):
                if path.stem in found:
                    raise QueryError(f"{path}: '{path.stem}' is a shipped query. Give yours another name.")
                found[path.stem] = path
        if not found:
            raise QueryError(f"{self.base / 'queries'}: no canned query (*.rq) in it.")
        return dict(sorted(found.items()))


def _settings(path: Path) -> dict[str, object]:
    """What a `hograph.toml` says, each key known and of its kind.

    Raises:
        InputError: naming the file, the key and what is expected.
    """
    try:
        said = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML: {error}. Mend the line and run again.") from error
    for key, value in said.items():
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(KEYS)}."
            raise InputError(f"{path}: there is no setting '{key}'.{hint}")
        if not isinstance(value, KEYS[key]):
            expected = "true or false" if KEYS[key] is bool else "a text in quotation marks"
            raise InputError(f"{path}: {key} is {value!r}. Write {expected}.")
    if not NAME.fullmatch(str(said.get("name", ""))):
        raise InputError(f"{path}: a workspace needs a name, lower case words joined by '-': name = \"my-project\".")
    return said


def _refuse_passed_over(root: Path) -> None:
    """Nothing that was put into a workspace is passed over for the end of its name.

    Raises:
        InputError: naming the file, and how the names of those end that are read.
    """
    for folder, (read, meant) in READ.items():
        with suppress(OSError):
            names = os.listdir(root / folder)  # noqa: PTH208 -- ten thousand paths take a quarter of a first question
            wrong = [n for n in names if n.lower().endswith((*read, *meant)) and not n.endswith(read) and n[0] != "."]
            if wrong:
                raise InputError(
                    f"{root / folder / min(wrong)}: is not read, for in {folder}/ files end in {' or '.join(read)}. "
                    "Write it so, or move it elsewhere."
                )
    for name in SHIPPED_ONLY:
        if (root / "ontology" / name).exists():
            raise InputError(
                f"{root / 'ontology' / name}: is not read: a workspace has the mappings and slices that are shipped, and none of its own. "
                "Move it elsewhere; `hograph link ONTOLOGY --merge FILE` joins another ontology with the graph."
            )
