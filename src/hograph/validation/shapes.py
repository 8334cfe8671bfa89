"""Shapes as they are read from Turtle: what each is about, its path, and what it asks; nothing that SHACL does not have is let through."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from hograph.errors import OntologyError
from hograph.ontology.turtle import read_turtle
from hograph.validation.paths import Steps, repeated, sequence, step, union
from hograph.vocabulary import RDF, RDFS, SH, curie

Node = ox.NamedNode | ox.BlankNode
Term = Node | ox.Literal

TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
SEVERITIES: Final = ("Violation", "Warning", "Info")
REPEATS: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
SAID: Final = {*TARGETS, "path", "severity", "message", "deactivated"}
"""Parameters of a shape that are no constraints."""
TOLD: Final = {"name", "description", "order", "group", "defaultValue"}
"""Parameters that are for readers only."""


@dataclass(frozen=True)
class Shape:
    """One shape.

    Attributes:
        node: the node of the shapes graph.
        name: what a person calls it: its local name, or that of the shape it hangs on.
        targets: pairs of a kind of target and its term.
        path: from the focus node to what it looks at, for a property shape.
        asks: name of each constraint parameter (`minCount`) to its values.
        messages: what it says where something is wrong, sorted.
        severity: `Violation`, `Warning` or `Info`.
        active: whether it is not switched off.
    """

    node: Node
    name: str
    targets: tuple[tuple[str, Term], ...]
    path: Steps | None
    asks: dict[str, tuple[Term, ...]] = field(hash=False)
    messages: tuple[str, ...]
    severity: str
    active: bool

    @property
    def pairs(self) -> Iterator[tuple[str, Term]]:
        """Each constraint parameter with each of its values."""
        return ((key, term) for key, terms in self.asks.items() for term in terms)

    def without(self, *parameters: str) -> "Shape":
        """The shape, asking less."""
        return replace(self, asks={key: terms for key, terms in self.asks.items() if key not in parameters})


@dataclass(frozen=True)
class Shapes:
    """The shapes of a folder.

    Attributes:
        triples: the shapes graph.
        where: what errors call it.
    """

    triples: tuple[ox.Triple, ...]
    where: str

    @cached_property
    def _objects(self) -> dict[tuple[object, ox.NamedNode], list[Term]]:
        objects: dict[tuple[object, ox.NamedNode], list[Term]] = defaultdict(list)
        for triple in self.triples:
            if not isinstance(triple.object, ox.Triple):
                objects[triple.subject, triple.predicate].append(triple.object)
        return objects

    def objects(self, node: Term, predicate: ox.NamedNode) -> list[Term]:
        """The objects of a node and predicate."""
        return sorted(self._objects.get((node, predicate), ()), key=str)

    @cached_property
    def roots(self) -> tuple[Shape, ...]:
        """The shapes that have a target and are not switched off, by name.

        Raises:
            OntologyError: when one has no IRI, or two have one name.
        """
        predicates = {SH[kind] for kind in TARGETS}
        nodes = {triple.subject for triple in self.triples if triple.predicate in predicates}
        nodes |= {t.subject for t in self.triples if t.predicate == RDF["type"] and t.object == SH["NodeShape"]}
        found = []
        for node in nodes:
            if not isinstance(node, ox.NamedNode):
                raise OntologyError(f"{self.where}: a node shape without an IRI. Give it one under shape:.")
            found.append(self.shape(node))
        told = sorted((s for s in found if s.targets and s.active), key=lambda shape: shape.name)
        for one, other in pairwise(told):
            if one.name == other.name:
                raise self.error(one, f"{one.node.value} and {other.node.value} have the same name; give one another")
        return tuple(told)

    def shape(self, node: Term, within: Shape | None = None) -> Shape:
        """The shape at a node.

        Args:
            node: the node of the shapes graph.
            within: the shape that it hangs on.

        Raises:
            OntologyError: when something of it is no SHACL, or none that is understood here.
        """
        if isinstance(node, ox.Literal):
            raise self.error(within, f"'{node.value}' stands where a shape is meant")
        name = local_name(node) if isinstance(node, ox.NamedNode) else within.name if within else str(node)
        said: dict[str, tuple[Term, ...]] = {}
        for predicate in sorted({t for s, t in self._objects if s == node}, key=str):
            if predicate in SH:
                said[SH.name(predicate)] = tuple(self.objects(node, predicate))
            elif predicate not in {RDF["type"], RDFS["label"], RDFS["comment"]}:
                raise OntologyError(f"{self.where}: shape {name}: {curie(predicate.value)} is not understood here.")
        if not said:
            raise OntologyError(f"{self.where}: shape {name}: {node} says nothing. Is its name misspelt?")
        paths = said.get("path", ())
        return Shape(
            node=node,
            name=name,
            targets=tuple((kind, term) for kind in TARGETS for term in said.get(kind, ())),
            path=self._path(paths[0], name) if paths else None,
            asks={key: values for key, values in said.items() if key not in SAID | TOLD},
            messages=self.messages(node),
            severity=self._severity(said, name),
            active=not any(truth(value) for value in said.get("deactivated", ())),
        )

    def error(self, shape: Shape | None, problem: str) -> OntologyError:
        """An error that names the shape."""
        return OntologyError(f"{self.where}: shape {shape.name if shape else '?'}: {problem}.")

    def messages(self, node: Term) -> tuple[str, ...]:
        """What a shape or a constraint says where something is wrong, sorted."""
        return tuple(sorted(t.value for t in self.objects(node, SH["message"]) if isinstance(t, ox.Literal)))

    def items(self, node: Term) -> Iterator[Term]:
        """The items of a list."""
        while node != RDF["nil"]:
            yield from self.objects(node, RDF["first"])
            rest = self.objects(node, RDF["rest"])
            node = rest[0] if rest else RDF["nil"]

    def _severity(self, said: dict[str, tuple[Term, ...]], name: str) -> str:
        for term in said.get("severity", ()):
            if not isinstance(term, ox.NamedNode) or local_name(term) not in SEVERITIES or term not in SH:
                raise OntologyError(f"{self.where}: shape {name}: {term} is no severity. Use {', '.join(SEVERITIES)}.")
            return local_name(term)
        return SEVERITIES[0]

    def _path(self, node: Term, name: str) -> Steps:
        if isinstance(node, ox.NamedNode):
            return step(node)
        if self.objects(node, RDF["first"]):
            return sequence(*(self._path(item, name) for item in self.items(node)))
        kinds = [(SH.name(p), o) for (s, p), objects in self._objects.items() if s == node and p in SH for o in objects]
        for kind, inner in kinds:
            if kind == "inversePath" and isinstance(inner, ox.NamedNode):
                return step(inner, backwards=True)
            if kind == "alternativePath":
                return union(*(self._path(item, name) for item in self.items(inner)))
            if kind in REPEATS:
                return repeated(self._path(inner, name), REPEATS[kind])
        raise OntologyError(
            f"{self.where}: shape {name}: {node} is no path that is understood here; only a single property can be walked backwards."
        )


def load_shapes(*folders: Path) -> Shapes:
    """Read all shapes of some folders: those that are shipped, and those of a workspace, which need not be there.

    Raises:
        OntologyError: when there are none, a file is not Turtle, two shapes have one name, or one with a target has no IRI.
    """
    paths = [path for folder in folders for path in sorted(folder.glob("*.ttl"))]
    where = " and ".join(str(folder) for folder in folders if folder.is_dir()) or str(folders[0])
    return parse_shapes((quad.triple for path in paths for quad in read_turtle(path)), where)


def parse_shapes(triples: Iterable[ox.Triple], where: object) -> Shapes:
    """The shapes of a shapes graph.

    Args:
        triples: the graph.
        where: what errors call it.

    Raises:
        OntologyError: when there is no shape with a target, or one has no IRI.
    """
    shapes = Shapes(tuple(triples), str(where))
    if not shapes.roots:
        raise OntologyError(f"{where}: no node shape with a target in it.")
    return shapes


def local_name(node: Term) -> str:
    """What follows the last `#` or `/` of an IRI."""
    return node.value.rpartition("#")[2].rpartition("/")[2]


def truth(term: Term) -> bool:
    """Whether a literal says `true`."""
    return isinstance(term, ox.Literal) and term.value in {"true", "1"}
