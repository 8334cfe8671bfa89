"""Canned queries: SPARQL files whose `#+` header says what they answer and which parameters they take, checked when they are loaded.

The header is YAML behind `#+`, with the keys of `Header`. Those decorators of grlc that mean the same are accepted beside them.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pyoxigraph as ox
from pydantic import Field, StringConstraints, model_validator

from hograph.curation.base import Value
from hograph.curation.yamlfile import parse, validated
from hograph.errors import ClaimFileError, QueryError, UnknownTermError
from hograph.files import read_text
from hograph.ontology.index import Ontology
from hograph.query.binding import Bound
from hograph.query.decorators import from_grlc
from hograph.query.known import Known
from hograph.query.parameters import Parameter, default_term, given_term
from hograph.query.rules import CLAIM_COLUMN, CLAIMS_COLUMN, Stated, check
from hograph.workspace.layers import Layers

VariableName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Column(Value):
    """One column of the answer: what a reader sees over it, and what it means."""

    title: str
    description: str


class Header(Value):
    """What a canned query says of itself."""

    title: str
    question: str
    asked: tuple[str, ...] = ()
    description: str
    tags: tuple[str, ...]
    parameters: dict[VariableName, Parameter] = Field(default_factory=dict)
    columns: dict[VariableName, Column]
    apart: VariableName | None = None
    order: str
    empty: bool = False

    @model_validator(mode="before")
    @classmethod
    def _decorators(cls, data: Any) -> Any:  # noqa: ANN401 -- whatever the YAML held
        return from_grlc(data) if isinstance(data, dict) else data


@dataclass(frozen=True)
class CannedQuery:
    """A canned query: its name, header, text and file."""

    name: str
    header: Header
    text: str
    path: Path

    def defaults(self, ontology: Ontology) -> dict[str, Bound]:
        """The parameters as the header gives them, as terms; the same for every graph."""
        return {name: default_term(name, p, ontology) for name, p in self.header.parameters.items()}

    def bindings(self, given: Mapping[str, str], ontology: Ontology, store: ox.Store) -> dict[str, Bound]:
        """The parameters as terms: those given, looked up in the graph, and the defaults for the rest.

        Args:
            given: parameter name to what the user typed: a term, document or claim by any of its names.
            ontology: the index in which terms are looked up.
            store: the graph in which documents, claims and terms of other ontologies are looked up.

        Raises:
            QueryError: for a parameter that the query does not have, a value it does not allow, or what the graph does not have.
            UnknownTermError: for words that name no term.
        """
        parameters = self.header.parameters
        for name in given:
            if name not in parameters:
                near = difflib.get_close_matches(name, parameters, n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                has = ", ".join(parameters) or "none"
                raise QueryError(f"The query '{self.name}' has no parameter '{name}'. It has: {has}.{hint}")
        found = {name: given_term(name, parameters[name], value, ontology, store) for name, value in given.items()}
        return {name: found.get(name, bound) for name, bound in self.defaults(ontology).items()}


def load_query(path: Path, ontology: Ontology, known: Known | None = None) -> CannedQuery:
    """Read a canned query and hold it against its header and the ontology.

    Args:
        path: its file.
        ontology: the index over the ontology.
        known: the IRIs that may stand in it; those of the `ontology/` folder beside its own when not given.

    Raises:
        QueryError: naming file, line and rule: no header, an unknown key, or a text that breaks one of the rules of queries/README.md.
    """
    text = read_text(path)
    header = read_header(path, text)
    query = CannedQuery(path.stem, header, text, path)
    try:
        defaults = query.defaults(ontology)
    except (QueryError, UnknownTermError) as error:
        raise QueryError(f"{path}: a parameter of the header: {error}") from error
    known = known or Known(ontology, path.parent.parent / "ontology")
    check(path, text, Stated(header.columns, header.apart, defaults), known)
    return query


def read_header(path: Path, text: str | None = None) -> Header:
    """The header of a canned query alone, its text unchecked.

    Raises:
        QueryError: naming file, line and rule.
    """
    lines = (read_text(path) if text is None else text).splitlines()
    head = [line for line in lines if line.startswith("#+")]
    if not head or lines[: len(head)] != head:
        raise QueryError(
            f"{path}:1: the file must begin with its header, lines that start with '#+'. See queries/README.md."
        )
    try:
        data, node = parse("\n".join(line[2:].removeprefix(" ") for line in head), path)
        return validated(Header, data, node, path)
    except ClaimFileError as error:
        raise QueryError(str(error)) from error


def find_query(layers: Layers, name: str, ontology: Ontology) -> CannedQuery:
    """The canned query that has a name; only its own file is read.

    Raises:
        QueryError: when there is none, with the names that come near.
    """
    known = layers.queries
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(known)}."
        raise QueryError(f"No canned query is named '{name}'. {hint}")
    return load_query(known[name], ontology, Known(ontology, layers.base_ontology))


def load_queries(layers: Layers, ontology: Ontology) -> dict[str, CannedQuery]:
    """Every canned query, shipped and own, by name.

    Raises:
        QueryError: when one of them breaks a rule, or there are none.
    """
    known = Known(ontology, layers.base_ontology)
    return {name: load_query(path, ontology, known) for name, path in layers.queries.items()}


def read_queries(layers: Layers) -> dict[str, CannedQuery]:
    """Every canned query by name, its text unchecked: enough to find the one that is meant.

    Raises:
        QueryError: when a header breaks a rule, or there are none.
    """
    texts = {path: read_text(path) for path in layers.queries.values()}
    return {path.stem: CannedQuery(path.stem, read_header(path, text), text, path) for path, text in texts.items()}


__all__ = [
    "CLAIMS_COLUMN",
    "CLAIM_COLUMN",
    "CannedQuery",
    "Column",
    "Header",
    "find_query",
    "load_queries",
    "load_query",
    "read_header",
    "read_queries",
]
