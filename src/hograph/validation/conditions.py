"""What shapes ask of a node, as conditions of SPARQL that are true or false and never an error.

Each constraint component of SHACL has its function here. A shape that is asked of a value within another (`sh:or`, `sh:not`, `sh:node`,
`sh:qualifiedValueShape`, ...) becomes one condition. What has no function is an error that names the shape.
"""

# ruff: noqa: ARG001 -- the functions of a table share one signature
from collections.abc import Callable, Iterable
from itertools import count
from typing import Final

import pyoxigraph as ox

from hograph.validation.paths import Route
from hograph.validation.plain import PLAIN, whole
from hograph.validation.shapes import Shape, Shapes, Term, truth
from hograph.vocabulary import RDF, RDFS

INSTANCE: Final = f"{RDF['type']}/{RDFS['subClassOf']}*"
"""From a node to its classes."""
INSTANCE_PARTS: Final = (f"{{0}} {RDF['type']} {{1}}", f"{{0}} {RDFS['subClassOf']}* {{1}}")
MANY: Final = 5
"""The highest number that is counted to: each one more is one more join."""


class Conditions:
    """Makes the conditions of one query, and notes which triples they depend on.

    Attributes:
        routes: the places at which triples take part in the conditions.
    """

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.routes: set[Route] = set()
        self._places: dict[str, tuple[str, ...]] = {"?this": ()}
        self._numbers = count(1)
        self._open: list[Term] = []

    def variable(self, place: tuple[str, ...] = ()) -> str:
        """A variable that is used nowhere else, for what the parts of a path lead to from the focus node of the query."""
        name = f"?v{next(self._numbers)}"
        self._places[name] = place
        return name

    def depend(self, variable: str, *routes: Route) -> None:
        """Note what a condition on a variable depends on."""
        self.routes.update(route.behind(self._places[variable]) for route in routes)

    def value(self, shape: Shape, focus: str) -> str:
        """The variable of the values of a shape: a new one behind its path, or the focus node itself."""
        if shape.path is None:
            return focus
        self.depend(focus, *shape.path.routes)
        return self.variable((*self._places[focus], *shape.path.parts))

    def conforms(self, shape: Shape, focus: str) -> str:
        """The condition that a node conforms to a shape.

        Raises:
            OntologyError: when the shape asks something that is not known here, or leads back to itself.
        """
        if shape.node in self._open:
            raise self.shapes.error(shape, "it leads back to itself, which is not understood here")
        if not shape.active:
            return "true"
        self._open.append(shape.node)
        # That no value is one of a property is asked of the values of the property, which are few.
        apart = {"disjoint"} if shape.path else set()
        value = self.value(shape, focus)
        each = self.of_values(shape.without(*apart), focus, value)
        if shape.path and each:
            each = [f"(!{self.exists(shape, focus, value, f'!{both(each)}')})"]
        none = [_none_equal(self, shape, term, focus) for key in apart for term in shape.asks.get(key, ())]
        condition = both([*each, *none, *self.of_all(shape, focus)])
        self._open.pop()
        return condition

    def exists(self, shape: Shape, focus: str, value: str, condition: str = "") -> str:
        """The condition that a shape has a value, of which a condition holds.

        One step stands in each `EXISTS`, within that of the step before: engines plan the pattern of an `EXISTS` by itself, without
        what is known around it.
        """
        if shape.path:
            self.depend(focus, *shape.path.routes)
        parts = shape.path.parts if shape.path else ("FILTER(sameTerm({0}, {1}))",)
        ends = [focus, *(self.variable() for _ in parts[1:]), value]
        for number in range(len(parts), 0, -1):
            inner = f" FILTER({condition})" if condition else ""
            condition = f"EXISTS {{ {parts[number - 1].format(*ends[number - 1 : number + 1])}{inner} }}"
        return condition

    def of_values(self, shape: Shape, focus: str, value: str) -> list[str]:
        """What a shape asks of each of its values, as conditions."""
        self._check(shape)
        made = [PLAIN[key](self.shapes, shape, term, value) for key, term in shape.pairs if key in PLAIN]
        made += [OF_VALUES[key](self, shape, term, focus, value) for key, term in shape.pairs if key in OF_VALUES]
        return [condition for condition in made if condition != "true"]

    def of_all(self, shape: Shape, focus: str) -> list[str]:
        """What a shape asks of all its values together, as conditions."""
        made = [OF_ALL[key](self, shape, term, focus) for key, term in shape.pairs if key in OF_ALL]
        return [condition for condition in made if condition != "true"]

    def _check(self, shape: Shape) -> None:
        for key, term in shape.pairs:
            if not any(key in known for known in (PLAIN, OF_VALUES, OF_ALL, MODIFIERS)):
                raise self.shapes.error(shape, f"sh:{key} is no constraint that is known here. Is it misspelt?")
            if isinstance(term, ox.BlankNode) and key not in NODES:
                raise self.shapes.error(shape, f"sh:{key} leads to a blank node, where a name or a value is meant")

    def inner(self, term: Term, shape: Shape, focus: str) -> str:
        """The condition that a node conforms to the shape at a node of the shapes graph, which another shape names."""
        return self.conforms(self.shapes.shape(term, shape), focus)

    def several(self, shape: Shape, focus: str, number: int, also: Callable[[str], str] | None = None) -> str:
        """The condition that a shape has at least so many values, each of which is something more.

        Raises:
            OntologyError: when it is a high number, or the shape has no path.
        """
        if shape.path is None or number > MANY:
            raise self.shapes.error(shape, f"counts are understood of property shapes, and up to {MANY}")
        values = [self.value(shape, focus) for _ in range(number)]
        condition = ""
        for at in range(number, 0, -1):
            tests = [f"!sameTerm({values[at - 1]}, {earlier})" for earlier in values[: at - 1]]
            tests += [also(values[at - 1])] if also else []
            condition = self.exists(
                shape, focus, values[at - 1], " && ".join([*tests, *([condition] if condition else [])])
            )
        return condition or "true"


def both(conditions: Iterable[str]) -> str:
    """All of several conditions, as one in brackets."""
    return f"({' && '.join(conditions) or 'true'})"


def triple(shape: Shape, focus: str, value: str) -> str:
    """The pattern that leads from a focus node to a value of a property shape."""
    return f"{focus} {shape.path.text} {value} ." if shape.path else ""


def _property(c: Conditions, shape: Shape, term: Term) -> ox.NamedNode:
    if not isinstance(term, ox.NamedNode):
        raise c.shapes.error(shape, f"{term} stands where a property is meant")
    return term


def _class(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
    c.depend(value, *class_routes())
    kind = c.variable()
    above = f"EXISTS {{ {value} {RDF['type']} {kind} FILTER(EXISTS {{ {kind} {RDFS['subClassOf']}+ {term} }}) }}"
    return f"(EXISTS {{ {value} {RDF['type']} {term} }} || {above})"


def class_routes() -> tuple[Route, Route]:
    """What it depends on whether a node is an instance of a class."""
    return Route((), RDF["type"]), Route(INSTANCE_PARTS, RDFS["subClassOf"])


def _not(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
    return f"(!{c.inner(term, shape, value)})"


def _node(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
    return c.inner(term, shape, value)


def _and(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
    return both(c.inner(item, shape, value) for item in c.shapes.items(term))


def _or(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
    return f"({' || '.join(c.inner(item, shape, value) for item in c.shapes.items(term)) or 'false'})"


def _xone(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
    ones = [f"IF({c.inner(item, shape, value)}, 1, 0)" for item in c.shapes.items(term)]
    return f"(({' + '.join(ones) or '0'}) = 1)"


def _equals(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
    c.depend(focus, Route((), _property(c, shape, term)))
    return f"EXISTS {{ {focus} {term} {value} }}"


def _disjoint(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
    return f"(!{_equals(c, shape, term, focus, value)})"


def _less(operator: str) -> "OfValue":
    def made(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
        c.depend(focus, Route((), _property(c, shape, term)))
        other = c.variable()
        return f"NOT EXISTS {{ {focus} {term} {other} FILTER(!COALESCE({value} {operator} {other}, false)) }}"

    return made


def foreign(c: Conditions, shape: Shape, value: str, predicate: str, other: str) -> str:
    """The pattern of what a closed shape does not allow of a value."""
    c.depend(value, Route((), None))
    inner = [c.shapes.shape(term, shape).path for term in shape.asks.get("property", ())]
    allowed = [path.predicate for path in inner if path and path.predicate]
    ignored = (item for term in shape.asks.get("ignoredProperties", ()) for item in c.shapes.items(term))
    allowed += [_property(c, shape, item) for item in ignored]
    always = f"{predicate} = {RDF['type']} && {other} = {RDFS['Resource']}"
    names = ", ".join(str(name) for name in allowed)
    return f"{value} {predicate} {other} FILTER({predicate} NOT IN ({names}) && !({always}))"


def _closed(c: Conditions, shape: Shape, term: Term, focus: str, value: str) -> str:
    if not truth(term):
        return "true"
    return f"NOT EXISTS {{ {foreign(c, shape, value, c.variable(), c.variable())} }}"


def _min_count(c: Conditions, shape: Shape, term: Term, focus: str) -> str:
    return c.several(shape, focus, whole(c.shapes, shape, term))


def _max_count(c: Conditions, shape: Shape, term: Term, focus: str) -> str:
    return f"(!{c.several(shape, focus, whole(c.shapes, shape, term) + 1)})"


def _has_value(c: Conditions, shape: Shape, term: Term, focus: str) -> str:
    if shape.path is None:
        return f"sameTerm({focus}, {term})"
    return c.exists(shape, focus, str(term))


def _unique_lang(c: Conditions, shape: Shape, term: Term, focus: str) -> str:
    if not truth(term) or shape.path is None:
        return "true"
    one, other = c.value(shape, focus), c.value(shape, focus)
    same = f'LANG({one}) != "" && LCASE(LANG({one})) = LCASE(LANG({other})) && !sameTerm({one}, {other})'
    return f"(!{c.exists(shape, focus, one, c.exists(shape, focus, other, same))})"


def _qualified(c: Conditions, shape: Shape, term: Term, focus: str, number: int) -> str:
    return c.several(shape, focus, number, lambda value: c.inner(term, shape, value))


def _qualified_min(c: Conditions, shape: Shape, term: Term, focus: str) -> str:
    number = whole(c.shapes, shape, term)
    return both(_qualified(c, shape, inner, focus, number) for inner in shape.asks.get("qualifiedValueShape", ()))


def _qualified_max(c: Conditions, shape: Shape, term: Term, focus: str) -> str:
    number = whole(c.shapes, shape, term) + 1
    return both(f"(!{_qualified(c, shape, q, focus, number)})" for q in shape.asks.get("qualifiedValueShape", ()))


def _all_equal(c: Conditions, shape: Shape, term: Term, focus: str) -> str:
    other = c.variable()
    return f"NOT EXISTS {{ {missing(c, shape, term, focus, other)} }}"


def missing(c: Conditions, shape: Shape, term: Term, focus: str, other: str) -> str:
    """The pattern of what a property has and the values of a shape, which should equal it, lack."""
    c.depend(focus, Route((), _property(c, shape, term)))
    return f"{focus} {term} {other} FILTER(!{c.exists(shape, focus, other)})"


def _none_equal(c: Conditions, shape: Shape, term: Term, focus: str) -> str:
    c.depend(focus, Route((), _property(c, shape, term)))
    other = c.variable()
    return f"NOT EXISTS {{ {focus} {term} {other} FILTER({c.exists(shape, focus, other)}) }}"


OfValue = Callable[[Conditions, Shape, Term, str, str], str]
OfAll = Callable[[Conditions, Shape, Term, str], str]
OF_VALUES: Final[dict[str, OfValue]] = {
    "class": _class,
    "not": _not,
    "and": _and,
    "or": _or,
    "xone": _xone,
    "node": _node,
    "property": _node,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _less("<"),
    "lessThanOrEquals": _less("<="),
    "closed": _closed,
}
"""What is asked of each value, and needs the graph around it."""
OF_ALL: Final[dict[str, OfAll]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "hasValue": _has_value,
    "uniqueLang": _unique_lang,
    "qualifiedMinCount": _qualified_min,
    "qualifiedMaxCount": _qualified_max,
    "equals": _all_equal,
}
"""What is asked of all values together."""
NODES: Final = {
    "not",
    "and",
    "or",
    "xone",
    "node",
    "property",
    "in",
    "languageIn",
    "qualifiedValueShape",
    "ignoredProperties",
}
"""Parameters that lead to shapes and lists."""
MODIFIERS: Final = {"flags", "ignoredProperties", "qualifiedValueShape"}
"""Parameters that only say more of another."""
