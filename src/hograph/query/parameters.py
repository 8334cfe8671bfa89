"""Parameters of canned queries: what each takes, and what a user's words mean as a term of the graph."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

import pyoxigraph as ox

from hograph.errors import QueryError
from hograph.ontology.index import Ontology
from hograph.query.binding import Bound
from hograph.query.names import find_claim, find_document, find_foreign, find_mapped
from hograph.store.interface import Store
from hograph.vocabulary import CLAIM, DOCUMENT, HO, OBO, curie

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


class Terms(Protocol):
    """Where the words of a user are looked up: a graph and its ontology, which is read only when it is asked for."""

    @property
    def ontology(self) -> Ontology:
        """The index in which terms of ours are looked up."""

    @property
    def store(self) -> Store:
        """The graph in which documents, claims and terms of other ontologies are looked up."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of a canned query; it always has a default, so that every query runs as it stands.

    Attributes:
        type: what it takes.
        default: its value when none is given.
        description: what it does.
        allowed: the words that a choice may be.
        category: of a term, the classes of which it must be or lie below one, as `Condition`; any term when not given.
        vocabulary: of a foreign term, the prefix of the ontology that it must belong to, as `UBERON`.
        after: whether a question in words may name it behind "after", as in "what happens after excision".
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    type: ParameterType
    default: str | int
    description: str
    allowed: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    vocabulary: str | None = None
    after: bool = False

    def __post_init__(self) -> None:
        if (self.type is ParameterType.CHOICE) != bool(self.allowed):
            raise ValueError("a parameter of type choice, and only that, lists the allowed values")
        if self.allowed and self.default not in self.allowed:
            raise ValueError(f"the default '{self.default}' is not among the allowed values")
        if self.category and self.type is not ParameterType.TERM:
            raise ValueError("only a parameter of type term has a category")
        if (self.type is ParameterType.FOREIGN) != bool(self.vocabulary):
            raise ValueError("a parameter of type foreign, and only that, names its vocabulary, as UBERON")


def read_pairs(texts: Iterable[str]) -> dict[str, str]:
    """Parameters as people write them, `name=value`, each once.

    >>> read_pairs(["include=open", "condition = myositis ossificans"])
    {'include': 'open', 'condition': 'myositis ossificans'}

    Raises:
        QueryError: for a text without a name or a sign, and for a name that is given twice.
    """
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise QueryError(f"'{text}' is no parameter. Write it as name=value, as in include=open.")
        if name in given:
            raise QueryError(f"The parameter '{name}' is given twice, as '{given[name]}' and '{value}'. Give it once.")
        given[name] = value
    return given


def default_term(name: str, parameter: Parameter, ontology: Ontology) -> Bound:
    """The default of a parameter as a term, without a look into any graph.

    Raises:
        QueryError: when it is not what the parameter takes, or the category is none of the ontology.
        UnknownTermError: when it names no term.
    """
    for category in parameter.category:
        if category not in ontology.classes:
            raise QueryError(f"the category '{category}' of '{name}' is no class of the ontology.")
    value = str(parameter.default)
    if value == ANY and parameter.type in OPEN_TYPES:
        return None
    if parameter.type is ParameterType.DOCUMENT:
        return DOCUMENT[_name(name, value)]
    if parameter.type is ParameterType.CLAIM:
        return CLAIM[_name(name, value)]
    if parameter.type is ParameterType.FOREIGN:
        return OBO[_name(name, value, rf"{parameter.vocabulary}:\w+").replace(":", "_", 1)]
    return _without_graph(name, parameter, value, ontology)


def given_term(name: str, parameter: Parameter, value: str, terms: Terms) -> Bound:
    """What a user typed as a term that is in the graph.

    Args:
        name: the parameter.
        parameter: what it takes.
        value: what the user typed.
        terms: the graph and the ontology in which it is looked up.

    Raises:
        QueryError: when it is not what the parameter takes, or not in the graph.
        UnknownTermError: when it names no term.
    """
    if value == ANY and parameter.type in OPEN_TYPES:
        return None
    if parameter.type is ParameterType.DOCUMENT:
        return DOCUMENT[find_document(terms.store, value)]
    if parameter.type is ParameterType.CLAIM:
        return find_claim(terms.store, value)
    if parameter.type is ParameterType.FOREIGN:
        return find_foreign(terms.store, value, str(parameter.vocabulary))
    mapped = find_mapped(terms.store, value) if parameter.type is ParameterType.TERM else None
    return _without_graph(name, parameter, mapped or value, terms.ontology)


def in_words(bound: Bound, labels: Mapping[ox.NamedNode, str]) -> str:
    """A bound parameter as a reader names it: the label of a term with its CURIE, the name of a document, a word, a number.

    Args:
        bound: the term, or None for one that is left open.
        labels: of the terms of ours.
    """
    if bound is None:
        return ANY
    if isinstance(bound, ox.Literal):
        return bound.value
    if bound in DOCUMENT:
        return DOCUMENT.name(bound)
    label = labels.get(bound) if bound in HO else None
    return f"{label} ({curie(bound.value)})" if label else curie(bound.value)


def _without_graph(name: str, parameter: Parameter, value: str, ontology: Ontology) -> Bound:
    if parameter.type is ParameterType.TERM:
        return HO[_of_category(name, parameter, ontology.find(value, relations=False), ontology)]
    if parameter.type is ParameterType.INTEGER:
        if not re.fullmatch(r"[0-9]{1,9}", value):
            raise QueryError(f"The parameter '{name}' takes a whole number, not '{value}'.")
        return ox.Literal(int(value))
    if value not in parameter.allowed:
        raise QueryError(f"The parameter '{name}' takes {', '.join(parameter.allowed)}; not '{value}'.")
    return ox.Literal(value)


def _of_category(name: str, parameter: Parameter, term: str, ontology: Ontology) -> str:
    wanted = parameter.category
    if not wanted or set(wanted) & ontology.ancestors(term):
        return term
    own = ontology.category(term)
    what = f"a term of the category {ontology.label(own)}" if own else "a role"
    takes = " or ".join(f"{ontology.label(one)} (ho:{one})" for one in wanted)
    raise QueryError(f"{ontology.label(term)} (ho:{term}) is {what}; the parameter '{name}' takes a kind of {takes}.")


def _name(name: str, value: str, form: str = r"[a-z0-9]+(-[a-z0-9]+)*") -> str:
    if not re.fullmatch(form, value):
        raise QueryError(f"the default '{value}' of the parameter '{name}' is no name of its type.")
    return value
