"""What a shape asks of one value by itself: its type, its size, its form, its place in a list."""

# ruff: noqa: ARG001 -- the functions of a table share one signature
from collections.abc import Callable
from typing import Final

import pyoxigraph as ox

from hograph.validation.shapes import Shape, Shapes, Term, local_name
from hograph.vocabulary import SH, XSD

KINDS: Final = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "(!isLiteral({0}))",
    "BlankNodeOrLiteral": "(!isIRI({0}))",
    "IRIOrLiteral": "(!isBlank({0}))",
}
CAST: Final = {XSD[name] for name in ("integer", "decimal", "float", "double", "boolean", "dateTime", "date", "time")}
"""Datatypes whose literals are held against the form of the type."""


def whole(shapes: Shapes, shape: Shape, term: Term) -> int:
    """The whole number that a shape asks for.

    Raises:
        OntologyError: when it is none.
    """
    if not isinstance(term, ox.Literal) or not term.value.isdecimal():
        raise shapes.error(shape, f"{term} stands where a whole number is meant")
    return int(term.value)


def _datatype(shapes: Shapes, shape: Shape, term: Term, value: str) -> str:
    formed = f" && isLiteral({term}(STR({value})))" if term in CAST else ""
    return f"COALESCE(DATATYPE({value}) = {term}{formed}, false)"


def _node_kind(shapes: Shapes, shape: Shape, term: Term, value: str) -> str:
    kind = local_name(term)
    if term not in SH or kind not in KINDS:
        raise shapes.error(shape, f"{term} is no kind of node. Use {', '.join(KINDS)}")
    return KINDS[kind].format(value)


def _limit(operator: str) -> "Plain":
    def made(shapes: Shapes, shape: Shape, term: Term, value: str) -> str:
        return f"COALESCE({value} {operator} {term}, false)"

    return made


def _length(operator: str) -> "Plain":
    def made(shapes: Shapes, shape: Shape, term: Term, value: str) -> str:
        return f"(!isBlank({value}) && STRLEN(STR({value})) {operator} {whole(shapes, shape, term)})"

    return made


def _pattern(shapes: Shapes, shape: Shape, term: Term, value: str) -> str:
    rest = "".join(f", {part}" for part in (term, *shape.asks.get("flags", ())))
    if not ox.Store().query(f'ASK {{ FILTER(COALESCE(REGEX(""{rest}), true) = COALESCE(REGEX(""{rest}), false)) }}'):
        raise shapes.error(shape, f"{term} is no pattern that is understood here")
    return f"(!isBlank({value}) && REGEX(STR({value}){rest}))"


def _language_in(shapes: Shapes, shape: Shape, term: Term, value: str) -> str:
    matches = [f"langMatches(LANG({value}), {tag})" for tag in shapes.items(term)]
    return f"(isLiteral({value}) && ({' || '.join(matches) or 'false'}))"


def _in(shapes: Shapes, shape: Shape, term: Term, value: str) -> str:
    items = list(shapes.items(term))
    names = ", ".join(str(item) for item in items if isinstance(item, ox.NamedNode))
    same = [f"sameTerm({value}, {item})" for item in items if isinstance(item, ox.Literal)]
    return f"({' || '.join([*([f'{value} IN ({names})'] if names else []), *same]) or 'false'})"


Plain = Callable[[Shapes, Shape, Term, str], str]
PLAIN: Final[dict[str, Plain]] = {
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minInclusive": _limit(">="),
    "maxInclusive": _limit("<="),
    "minExclusive": _limit(">"),
    "maxExclusive": _limit("<"),
    "minLength": _length(">="),
    "maxLength": _length("<="),
    "pattern": _pattern,
    "languageIn": _language_in,
    "in": _in,
}
"""What needs nothing but the value."""
