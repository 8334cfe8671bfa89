"""Shapes as queries: one set-based SPARQL query for each thing that a shape asks, which finds all that breaks it at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from hograph.validation.conditions import INSTANCE, Conditions, both, class_routes, foreign, missing, triple
from hograph.validation.paths import Route
from hograph.validation.shapes import Shape, Shapes, Term, truth
from hograph.vocabulary import SH

REFUSED: Final = re.compile(
    r"\b(MINUS|VALUES|SERVICE)\b|\{\s*SELECT\b|\$(PATH|shapesGraph|currentShape)\b", re.IGNORECASE
)
"""What SHACL forbids in a SPARQL constraint, or is not understood here."""
APART: Final = {"property", "closed", "sparql"}
"""Constraint parameters whose findings are not about a value of the shape, but about something behind it."""
OPENING: Final = re.compile(r"\bWHERE\s*\{|\{", re.IGNORECASE)


@dataclass(frozen=True)
class Query:
    """One question of a shape; each row is something that breaks it.

    Its variables are `?this`, the focus node; `?value`, where there is one; `?path`, where it differs from that of the shape.

    Attributes:
        root: the shape with the target.
        shape: the shape that asks, whose message and severity a finding has.
        messages: what it says, sorted; `{?name}` is a variable of a SPARQL constraint.
        before: the query up to where the focus nodes are found.
        target: the pattern that finds the focus nodes.
        after: the rest of the query.
        routes: at which places triples take part in it; None when that cannot be told.
        free: whether it is a SPARQL constraint, whose variables stand in its messages.
    """

    root: Shape
    shape: Shape
    messages: tuple[str, ...]
    before: str
    target: str
    after: str
    routes: frozenset[Route] | None
    free: bool = False

    @property
    def text(self) -> str:
        """The query as SPARQL, about all focus nodes."""
        return f"{self.before}{self.target} {self.after}"

    def about(self, nodes: Iterable[Term]) -> str:
        """The query as SPARQL, about those of some nodes that are focus nodes."""
        values = " ".join(sorted(str(node) for node in nodes))
        conditions = {
            "targetClass": "EXISTS {{ ?this {instance} {term} }}",
            "targetNode": "sameTerm(?this, {term})",
            "targetSubjectsOf": "EXISTS {{ ?this {term} ?target }}",
            "targetObjectsOf": "EXISTS {{ ?target {term} ?this }}",
        }
        tests = [conditions[kind].format(instance=INSTANCE, term=term) for kind, term in self.root.targets]
        target = f"{{ SELECT ?this WHERE {{ VALUES ?this {{ {values} }} FILTER({' || '.join(tests)}) }} }}"
        return f"{self.before}{target} {self.after}"


def target_of(shape: Shape) -> str:
    """The pattern that finds the focus nodes of a shape with a target, each once."""
    patterns = {
        "targetClass": "{{ ?this {instance} {term} }}",
        "targetNode": "{{ BIND({term} AS ?this) }}",
        "targetSubjectsOf": "{{ ?this {term} ?target }}",
        "targetObjectsOf": "{{ ?target {term} ?this }}",
    }
    found = [patterns[kind].format(instance=INSTANCE, term=term) for kind, term in shape.targets]
    return f"{{ SELECT DISTINCT ?this WHERE {{ {' UNION '.join(found)} }} }}"


def target_routes(shape: Shape) -> Iterator[Route]:
    """What it depends on whether a node is a focus node of a shape."""
    for kind, term in shape.targets:
        if kind == "targetClass":
            yield from class_routes()
        elif kind != "targetNode" and isinstance(term, ox.NamedNode):
            yield Route((), term, backwards=kind == "targetObjectsOf")


def compiled(shapes: Shapes) -> list[Query]:
    """Every question of every shape.

    Raises:
        OntologyError: naming the shape that asks something that is not known here, or says no message.
    """
    return [query for root in shapes.roots for query in _Compiler(shapes, root).queries()]


class _Compiler:
    def __init__(self, shapes: Shapes, root: Shape) -> None:
        self.shapes = shapes
        self.root = root

    def queries(self) -> Iterator[Query]:
        return self._shape(self.root, target_of(self.root))

    def _shape(self, shape: Shape, target: str, *, at_root: bool = True) -> Iterator[Query]:
        """The questions of a shape at the nodes that a pattern finds, which are the focus nodes of the root or lie further on."""
        if not shape.active:
            return
        plain = shape.without(*APART)
        makers = [self._values, self._all]
        makers += [self._unequal] * ("equals" in shape.asks) + [self._closed] * ("closed" in shape.asks)
        for make in makers:
            conditions = Conditions(self.shapes)
            for names, body in make(shape if make == self._closed else plain, conditions):
                routes = {*conditions.routes, *target_routes(self.root)}
                yield self._query(shape, names, target, body, frozenset(routes) if at_root else None)
        for term in shape.asks.get("sparql", ()):
            yield self._constraint(shape, term, target)
        for term in shape.asks.get("property", ()):
            inner = self.shapes.shape(term, shape)
            if inner.path is None:
                raise self.shapes.error(inner, "sh:property leads to a shape without a path")
            if shape.path is None:
                yield from self._shape(inner, target, at_root=at_root)
            else:
                outer = f"{target.replace('?this', '?outer')} ?outer {shape.path.text} ?this"
                yield from self._shape(inner, f"{{ SELECT DISTINCT ?this WHERE {{ {outer} }} }}", at_root=False)

    def _query(self, shape: Shape, names: str, target: str, body: str, routes: frozenset[Route] | None) -> Query:
        before = f"SELECT DISTINCT ?this {names} WHERE {{ "
        return Query(self.root, shape, self._messages(shape), before, target, f"{body} }}", routes)

    def _messages(self, shape: Shape, *more: str) -> tuple[str, ...]:
        messages = tuple(sorted({*shape.messages, *more}))
        if not messages:
            raise self.shapes.error(shape, "it has no sh:message, so a finding could not say what is wrong")
        return messages

    def _values(self, shape: Shape, conditions: Conditions) -> Iterator[tuple[str, str]]:
        value = conditions.value(shape, "?this")
        if tests := conditions.of_values(shape, "?this", value):
            names = f"({value} AS ?value)" if shape.path else ""
            yield names, f"{triple(shape, '?this', value)} FILTER(!{both(tests)})"

    def _all(self, shape: Shape, conditions: Conditions) -> Iterator[tuple[str, str]]:
        if tests := conditions.of_all(shape.without("equals"), "?this"):
            yield "", f"FILTER(!{both(tests)})"

    def _unequal(self, shape: Shape, conditions: Conditions) -> Iterator[tuple[str, str]]:
        for term in shape.asks["equals"]:
            other = conditions.variable()
            yield f"({other} AS ?value)", missing(conditions, shape, term, "?this", other)

    def _closed(self, shape: Shape, conditions: Conditions) -> Iterator[tuple[str, str]]:
        if any(truth(term) for term in shape.asks["closed"]):
            value = conditions.value(shape, "?this")
            predicate, other = conditions.variable(), conditions.variable()
            pattern = foreign(conditions, shape, value, predicate, other)
            yield f"({other} AS ?value) ({predicate} AS ?path)", f"{triple(shape, '?this', value)} {pattern}"

    def _constraint(self, shape: Shape, term: Term, target: str) -> Query:
        """A SPARQL constraint, asked of all focus nodes at once: where they are found stands first in its pattern."""
        [*texts] = (select.value for select in self.shapes.objects(term, SH["select"]))
        if len(texts) != 1:
            raise self.shapes.error(shape, "a SPARQL constraint needs one sh:select")
        [text] = texts
        opening = OPENING.search(text)
        if not opening or REFUSED.search(text, opening.end()):
            problem = "MINUS, VALUES, SERVICE, a SELECT within another, $PATH, $shapesGraph and $currentShape are not"
            raise self.shapes.error(shape, f"{problem} understood in a SPARQL constraint")
        before = f"{self._prefixes(term)}{text[: opening.end()]} "
        messages = self._messages(shape, *self.shapes.messages(term))
        query = Query(self.root, shape, messages, before, target, text[opening.end() :], None, free=True)
        try:
            ox.Store().query(query.text)
        except SyntaxError as error:
            raise self.shapes.error(shape, f"its SPARQL constraint cannot be read: {error.msg}") from error
        return query

    def _prefixes(self, term: Term) -> str:
        declared = (d for o in self.shapes.objects(term, SH["prefixes"]) for d in self.shapes.objects(o, SH["declare"]))
        pairs = [
            (self.shapes.objects(d, SH["prefix"])[0], self.shapes.objects(d, SH["namespace"])[0]) for d in declared
        ]
        return "".join(f"PREFIX {prefix.value}: <{space.value}> " for prefix, space in pairs)
