"""Canned queries: SPARQL files whose `#+` header says what they answer and which parameters they take, checked when they are loaded.

The header is YAML behind `#+`, after the decorator comments of grlc (summary, description, tags), with the keys of `Header` beside them.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyoxigraph as ox
from pydantic import Field, StringConstraints, model_validator

from hograph.curation.values import Value
from hograph.curation.yamlfile import parse, validated
from hograph.errors import ClaimFileError, QueryError
from hograph.files import read_text
from hograph.ontology.index import Ontology
from hograph.query.binding import Bound, bind, parameter_block
from hograph.query.syntax import fault
from hograph.vocabulary import CLAIM, DOCUMENT, HO, OBO, PREFIXES

VariableName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
CLAIM_COLUMN, CLAIMS_COLUMN = "claim", "claims"
"""Every answer row leads to its evidence through one of these columns: a claim, or the IRIs of several with blanks between them."""
ANY = "any"
"""The value that leaves a parameter of type term, document or claim open."""


class ParameterType(StrEnum):
    """What a parameter takes: a term of ours or of another ontology, a document, a claim, one of a list of words, a whole number."""

    TERM = "term"
    FOREIGN = "foreign"
    DOCUMENT = "document"
    CLAIM = "claim"
    CHOICE = "choice"
    INTEGER = "integer"


OPEN_TYPES = {ParameterType.TERM, ParameterType.DOCUMENT, ParameterType.CLAIM}


class Parameter(Value):
    """One parameter of a canned query; it always has a default, so that every query runs as it stands."""

    type: ParameterType
    default: str | int
    description: str
    allowed: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _choices(self) -> "Parameter":
        if (self.type is ParameterType.CHOICE) != bool(self.allowed):
            raise ValueError("a parameter of type choice, and only that, lists the allowed values")
        if self.allowed and self.default not in self.allowed:
            raise ValueError(f"the default '{self.default}' is not among the allowed values")
        return self


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


@dataclass(frozen=True)
class CannedQuery:
    """A canned query: its name, header, text and file."""

    name: str
    header: Header
    text: str
    path: Path

    def bindings(self, given: dict[str, str], ontology: Ontology) -> dict[str, Bound]:
        """The parameters as terms: those given, the defaults for the rest.

        Args:
            given: parameter name to what the user typed; a term by label, synonym, CURIE or IRI.
            ontology: the index in which terms are looked up.

        Raises:
            QueryError: for a parameter that the query does not have, or a value it does not allow.
            UnknownTermError: for words that name no term.
        """
        for name in given:
            if name not in self.header.parameters:
                has = ", ".join(self.header.parameters) or "none"
                raise QueryError(f"The query '{self.name}' has no parameter '{name}'. It has: {has}.")
        return {n: _term(n, p, given.get(n, str(p.default)), ontology) for n, p in self.header.parameters.items()}


def _term(name: str, parameter: Parameter, value: str, ontology: Ontology) -> Bound:
    if parameter.type in OPEN_TYPES and value == ANY:
        return None
    if parameter.type is ParameterType.TERM:
        return HO[ontology.find(value, relations=False)]
    if parameter.type is ParameterType.FOREIGN:
        return _foreign(name, value)
    if parameter.type is ParameterType.DOCUMENT:
        return DOCUMENT[_slug(name, value.removeprefix("document:").removeprefix(str(DOCUMENT)))]
    if parameter.type is ParameterType.CLAIM:
        return CLAIM[_slug(name, value.removeprefix("claim:").removeprefix(str(CLAIM)))]
    if parameter.type is ParameterType.INTEGER:
        if not re.fullmatch(r"[0-9]{1,9}", value):
            raise QueryError(f"The parameter '{name}' takes a whole number, not '{value}'.")
        return ox.Literal(int(value))
    if value not in parameter.allowed:
        raise QueryError(f"The parameter '{name}' takes {', '.join(parameter.allowed)}; not '{value}'.")
    return ox.Literal(value)


def _foreign(name: str, value: str) -> ox.NamedNode:
    """A term of an ontology of the OBO Library, from its CURIE or IRI."""
    found = re.fullmatch(r"(?:<?http://purl\.obolibrary\.org/obo/)?([A-Za-z]+)[:_](\w+)>?", value)
    if not found:
        raise QueryError(f"The parameter '{name}' takes a CURIE of another ontology, as UBERON:0002103, not '{value}'.")
    return OBO[f"{found[1]}_{found[2]}"]


def _slug(name: str, value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise QueryError(f"The parameter '{name}' takes a name in small letters, digits and hyphens, not '{value}'.")
    return value


def load_query(path: Path, ontology: Ontology) -> CannedQuery:
    """Read a canned query and hold it against its header and the ontology.

    Raises:
        QueryError: naming file, line and rule: no header, an unknown key, text that is not SPARQL, a projected variable that is not
            bound in the body or not described, or an IRI of ours that is not declared.
    """
    text = read_text(path)
    lines = text.splitlines()
    head = [line for line in lines if line.startswith("#+")]
    if not head or lines[: len(head)] != head:
        raise QueryError(
            f"{path}:1: the file must begin with its header, lines that start with '#+'. See queries/README.md."
        )
    try:
        data, node = parse("\n".join(line[2:].removeprefix(" ") for line in head), path)
        header = validated(Header, data, node, path)
    except ClaimFileError as error:
        raise QueryError(str(error)) from error
    query = CannedQuery(path.stem, header, text, path)
    _check(query, ontology)
    return query


def find_query(folder: Path, name: str, ontology: Ontology) -> CannedQuery:
    """The canned query of a folder that has a name; only its own file is read.

    Raises:
        QueryError: when there is none, with the names that come near.
    """
    known = sorted(path.stem for path in folder.glob("*.rq"))
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(known)}."
        raise QueryError(f"No canned query is named '{name}'. {hint}")
    return load_query(folder / f"{name}.rq", ontology)


def load_queries(folder: Path, ontology: Ontology) -> dict[str, CannedQuery]:
    """Every canned query of a folder, by name.

    Raises:
        QueryError: when one of them breaks a rule, or there are none.
    """
    found = {path.stem: load_query(path, ontology) for path in sorted(folder.glob("*.rq"))}
    if not found:
        raise QueryError(f"{folder}: no canned query (*.rq) in it.")
    return found


COMMENT_OR_STRING = re.compile(r"""<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(#[^\n]*)""")


def _code(text: str) -> str:
    """The query without its comments; a '#' inside an IRI or a string is none."""
    return COMMENT_OR_STRING.sub(lambda match: "" if match[1] else match[0], text)


def _check(query: CannedQuery, ontology: Ontology) -> None:
    code, place = _code(query.text), query.path
    try:
        answer = ox.Store().query(query.text)
    except SyntaxError as error:
        found = fault(error)
        raise QueryError(f"{place}:{found.line}:{found.column}: not SPARQL: {found.reason}.") from error
    if not isinstance(answer, ox.QuerySolutions):
        raise QueryError(f"{place}: a canned query must be a SELECT.")
    projected = [variable.value for variable in answer.variables]
    body = code[code.index("{") :]
    for name in projected:
        if not re.search(rf"[?$]{name}\b", body):
            raise QueryError(f"{place}: the query selects ?{name}, which its body never binds. Check the spelling.")
    _same(place, "columns of the header", query.header.columns, "variables that the query selects", projected)
    if not {CLAIM_COLUMN, CLAIMS_COLUMN} & set(projected):
        raise QueryError(
            f"{place}: no column ?{CLAIM_COLUMN} or ?{CLAIMS_COLUMN}; every answer row must lead to the claims it rests on."
        )
    if query.header.apart and query.header.apart not in projected:
        raise QueryError(f"{place}: 'apart' names ?{query.header.apart}, which is no column.")
    if query.header.parameters:
        _same(
            place,
            "parameters of the header",
            query.header.parameters,
            "variables of the first VALUES (...) block",
            parameter_block(code) or (),
        )
        defaults = bind(code, query.bindings({}, ontology))
        if _canonical(defaults) != _canonical(code):
            raise QueryError(
                f"{place}: the VALUES block of the parameters does not hold their defaults as the header gives them."
            )
    _check_names(query, code, ontology)


def _canonical(code: str) -> list[str]:
    """The words of a query with prefixed names written out, so that two spellings of the same term compare equal."""
    for prefix, space in (("ho", HO), ("obo", OBO)):
        code = re.sub(rf"(?<![\w?$<]){prefix}:([A-Za-z]\w*)", rf"<{space}\1>", code)
    return code.replace("(", " ( ").replace(")", " ) ").split()


def _same(place: Path, left: str, one: Iterable[str], right: str, other: Iterable[str]) -> None:
    difference = set(one) ^ set(other)
    if difference:
        raise QueryError(f"{place}: {left} and {right} differ in: {', '.join(sorted(difference))}.")


def _check_names(query: CannedQuery, code: str, ontology: Ontology) -> None:
    declared = dict(re.findall(r"(?im)^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", code))
    for prefix, space in declared.items():
        if PREFIXES.get(prefix) != space:
            raise QueryError(
                f"{query.path}: the prefix '{prefix}:' does not stand for <{space}> here. Use the prefixes of hograph."
            )
    known = set(ontology.labels)
    for name in re.findall(r"(?<![\w?$])ho:([A-Za-z]\w*)", code):
        if name not in known:
            raise QueryError(f"{query.path}: ho:{name} is not declared in the ontology. Check the spelling.")
