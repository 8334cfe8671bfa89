"""Canned queries as they were once read and checked, kept beside the build: asking again reads no YAML and no ontology.

They hold as long as what they were held against, which is not the documents: a build with another document asks those of the last.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.files import read_text, sha256, write_atomically
from hograph.graph.inputs import MANIFEST
from hograph.query.binding import Bound
from hograph.query.canned import CannedQuery, Column, Header
from hograph.query.parameters import Parameter, ParameterType

FOLDER = "queries-"
"""Folders of prepared queries begin so; the rest of the name is the key of what every document is read against."""


@dataclass(frozen=True)
class Prepared:
    """The prepared queries of a build.

    What is kept of a query counts as long as the ontology and the text of the query are the same; a file that is missing, out of date or
    damaged is as none.

    Attributes:
        build: the folder of the build.
        base: the key of what every document is read against; None for that of the build, which is there then.
    """

    build: Path
    base: str | None = None

    @cached_property
    def folder(self) -> Path:
        """Where they are kept."""
        base = self.base or json.loads(read_text(self.build / MANIFEST))["base"]
        return self.build / f"{FOLDER}{base[:12]}"

    def begin(self) -> bool:
        """Make the folder where there is none yet, and remove older ones; whether that was done."""
        try:
            self.folder.mkdir(parents=True)
        except OSError:  # it is there, or nothing can be written
            return False
        for old in set(self.build.glob(f"{FOLDER}*")) - {self.folder}:
            rmtree(old, ignore_errors=True)
        return True

    def read(self, path: Path, text: str) -> CannedQuery | None:
        """The query in a file with this text, when it was kept."""
        try:
            kept = json.loads(read_text(self._file(path)))
            if kept["sha256"] == sha256(text):
                defaults = {name: _from_json(term) for name, term in kept["defaults"].items()}
                return CannedQuery(path.stem, _header(kept["header"]), text, path, defaults)
        except (InputError, ValueError, KeyError, TypeError, AttributeError):
            pass
        return None

    def keep(self, query: CannedQuery) -> None:
        """Keep a query that was checked; where nothing can be written, it is checked anew each time."""
        defaults = {name: _to_json(term) for name, term in query.defaults.items()}
        kept = {"sha256": sha256(query.text), "header": asdict(query.header), "defaults": defaults}
        with suppress(InputError):
            write_atomically(self._file(query.path), json.dumps(kept, ensure_ascii=False) + "\n")

    def _file(self, path: Path) -> Path:
        return self.folder / f"{path.stem}.json"


def _header(data: dict[str, Any]) -> Header:
    parameters = {name: _parameter(one) for name, one in data["parameters"].items()}
    columns = {name: Column(**one) for name, one in data["columns"].items()}
    tuples = {key: tuple(data[key]) for key in ("asked", "tags")}
    return Header(**{**data, **tuples, "parameters": parameters, "columns": columns})


def _parameter(data: dict[str, Any]) -> Parameter:
    tuples = {key: tuple(data[key]) for key in ("allowed", "category")}
    return Parameter(**{**data, **tuples, "type": ParameterType(data["type"])})


def _to_json(term: Bound) -> dict[str, str] | None:
    if isinstance(term, ox.Literal):
        return {"value": term.value, "datatype": term.datatype.value}
    return {"iri": term.value} if term else None


def _from_json(term: Mapping[str, str] | None) -> Bound:
    if term is None:
        return None
    if "iri" in term:
        return ox.NamedNode(term["iri"])
    return ox.Literal(term["value"], datatype=ox.NamedNode(term["datatype"]))
