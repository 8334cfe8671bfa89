"""Canned queries as values: what one says of itself, and the binding of its parameters. `hograph.query.header` reads them from files."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from hograph.errors import QueryError
from hograph.query.binding import Bound
from hograph.query.parameters import Parameter, Terms, given_term
from hograph.workspace.layers import Layers

CLAIM_COLUMN, CLAIMS_COLUMN = "claim", "claims"
"""The columns that lead to the claims of a row: one claim, or the IRIs of several with blanks between."""
VARIABLE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Column:
    """One column of the answer: what a reader sees over it, and what it means."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    title: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Header:
    """What a canned query says of itself; `queries/README.md` tells what each key means."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    title: str
    question: str
    asked: tuple[str, ...] = ()
    description: str
    tags: tuple[str, ...]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    columns: dict[str, Column]
    apart: str | None = None
    order: str
    empty: bool = False

    def __post_init__(self) -> None:
        for name in (*self.parameters, *self.columns, *([self.apart] if self.apart is not None else ())):
            if not VARIABLE.fullmatch(name):
                raise ValueError(f"'{name}' is no name of a variable here: small letters, digits and _, a letter first")
        titles = {f"title of {name}": column.title for name, column in self.columns.items()}
        said = {"title": self.title, "question": self.question, "description": self.description, "order": self.order}
        said |= titles | {"asked": " ".join(self.asked) or "-", "tags": " ".join(self.tags)}
        for key, text in said.items():
            if not text.strip():
                raise ValueError(f"nothing stands behind {key}")


@dataclass(frozen=True)
class CannedQuery:
    """A canned query.

    Attributes:
        name: what it is asked by.
        header: what it says of itself.
        text: the whole file.
        path: the file.
        defaults: the parameters as the header gives them, as terms; the same for every graph.
    """

    name: str
    header: Header
    text: str
    path: Path
    defaults: Mapping[str, Bound] = field(compare=False)

    def bindings(self, given: Mapping[str, str], terms: Terms) -> dict[str, Bound]:
        """The parameters as terms: those given, looked up in the graph, and the defaults for the rest.

        Args:
            given: parameter name to what the user typed: a term, document or claim by any of its names.
            terms: the graph and the ontology in which they are looked up.

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
        found = {name: given_term(name, parameters[name], value, terms) for name, value in given.items()}
        return {name: found.get(name, bound) for name, bound in self.defaults.items()}


@dataclass(frozen=True)
class Posed:
    """A canned query and the terms that its parameters stand for."""

    query: CannedQuery
    bound: Mapping[str, Bound]


def find_query(layers: Layers, name: str) -> Path:
    """The file of the canned query that has a name.

    Raises:
        QueryError: when there is none, with the names that come near.
    """
    known = layers.queries
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(known)}."
        raise QueryError(f"No canned query is named '{name}'. {hint}")
    return known[name]
