"""What can be measured in a released ontology: its header, its own classes and properties, and how they are described."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import pyoxigraph as ox

from hograph.errors import OntologyError
from hograph.release.wording import members
from hograph.vocabulary import OWL, RDF, RDFS, SKOS, Namespace

Named = ox.NamedNode
SHOWN = 5


class Verdict(Enum):
    """How a test ended."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"
    NOT_CHECKABLE = "not checkable here"


@dataclass(frozen=True)
class Outcome:
    """A verdict with what was measured."""

    verdict: Verdict
    reason: str


class Facts:
    """An ontology, read for its tests. Its own classes and properties are those in its preferred namespace."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        """Read an ontology.

        Args:
            triples: all of it.

        Raises:
            OntologyError: when no `owl:Ontology` is declared in it, or several are.
        """
        self.triples = tuple(triples)
        self._objects: dict[object, dict[object, list[object]]] = defaultdict(lambda: defaultdict(list))
        for triple in self.triples:
            self._objects[triple.subject][triple.predicate].append(triple.object)
        found = {t.subject for t in self.triples if t.predicate == RDF["type"] and t.object == OWL["Ontology"]}
        if len(found) != 1:
            raise OntologyError(
                f"{len(found)} ontologies are declared (owl:Ontology); an artefact of a release declares one."
            )
        node = found.pop()
        if not isinstance(node, Named):
            raise OntologyError("The ontology has no IRI. Give it one.")
        self.ontology: Named = node

    def objects(self, node: object, predicate: Named) -> list[object]:
        """The objects of a subject and a predicate."""
        return self._objects[node][predicate] if node in self._objects else []

    def header(self, predicate: Named) -> list[str]:
        """The values of a property of the ontology itself, as text."""
        return [str(getattr(value, "value", value)) for value in self.objects(self.ontology, predicate)]

    @cached_property
    def namespace(self) -> Namespace:
        """The preferred namespace, or the IRI of the ontology where it states none."""
        return Namespace(
            next(iter(self.header(Named("http://purl.org/vocab/vann/preferredNamespaceUri"))), self.ontology.value)
        )

    def declared(self, kind: str) -> set[Named]:
        """Everything in its own namespace that is declared as `Class`, `ObjectProperty` and so on."""
        return {node for node in self.anywhere(kind) if node in self.namespace}

    def anywhere(self, kind: str) -> set[Named]:
        """Everything declared as `Class`, `ObjectProperty` and so on, in whatever namespace."""
        found = {t.subject for t in self.triples if t.predicate == RDF["type"] and t.object == OWL[kind]}
        return {node for node in found if isinstance(node, Named)}

    @cached_property
    def classes(self) -> set[Named]:
        """Its own classes."""
        return self.declared("Class")

    @cached_property
    def relations(self) -> set[Named]:
        """Its own object properties."""
        return self.declared("ObjectProperty")

    @cached_property
    def properties(self) -> set[Named]:
        """Its own object and data properties."""
        return self.relations | self.declared("DatatypeProperty")

    @cached_property
    def elements(self) -> set[Named]:
        """Its own classes, object and data properties."""
        return self.classes | self.properties

    def label(self, node: object) -> str:
        """The label of a node, else the end of its IRI."""
        text = next((str(getattr(o, "value", o)) for o in self.objects(node, RDFS["label"])), None)
        return text or str(getattr(node, "value", node)).rsplit("/", 1)[-1].rsplit("#", 1)[-1]

    def name(self, node: Named) -> str:
        """The local name of one of its own elements."""
        return self.namespace.name(node)

    def lacking(self, predicate: Named) -> set[Named]:
        """Its own elements that have no value of a property."""
        return {node for node in self.elements if not self.objects(node, predicate)}

    def pairs(self, predicate: Named) -> Iterator[tuple[Named, Named]]:
        """Subject and object of each triple with the predicate whose ends are both named."""
        for triple in self.triples:
            if triple.predicate == predicate and isinstance(triple.subject, Named) and isinstance(triple.object, Named):
                yield triple.subject, triple.object

    def used(self, *predicates: Named) -> set[Named]:
        """Every named object of these predicates, whatever the subject."""
        return {t.object for t in self.triples if t.predicate in predicates and isinstance(t.object, Named)}

    def inside(self, node: object) -> set[Named]:
        """Every named node inside a blank node: in an expression or a list."""
        found: set[Named] = set()
        waiting = [node]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Named):
                found.add(part)
            elif isinstance(part, ox.BlankNode):
                waiting += [o for objects in self._objects[part].values() for o in objects]
        return found

    def sides(self, relation: Named, side: str) -> set[Named]:
        """The named classes of a domain or range, members of a union included."""
        found: set[Named] = set()
        for node in self.objects(relation, RDFS[side]):
            found |= {node} if isinstance(node, Named) else set()
            for head in self.objects(node, OWL["unionOf"]):
                found |= {part for part in members(self.objects, head) if isinstance(part, Named)}
        return found

    @cached_property
    def ancestors(self) -> dict[Named, set[Named]]:
        """Class to all its superclasses, itself only where it lies on a cycle."""
        above: dict[Named, set[Named]] = defaultdict(set)
        for sub, sup in self.pairs(RDFS["subClassOf"]):
            above[sub].add(sup)
        found = {}
        for start in list(above):
            seen: set[Named] = set()
            waiting = list(above[start])
            while waiting:
                node = waiting.pop()
                if node not in seen:
                    seen.add(node)
                    waiting += above.get(node, ())
            found[start] = seen
        return found

    def shared(self, nodes: Iterable[Named], *predicates: Named) -> list[str]:
        """The texts that several of the nodes have as a value of one of the predicates."""
        number = Counter(
            text
            for node in nodes
            for text in {str(getattr(o, "value", o)).casefold() for p in predicates for o in self.objects(node, p)}
        )
        return sorted(text for text, count in number.items() if count > 1)

    def definition(self, node: object) -> str | None:
        """The definition or comment of a node."""
        found = [*self.objects(node, SKOS["definition"]), *self.objects(node, RDFS["comment"])]
        return str(getattr(found[0], "value", found[0])) if found else None

    def these(self, nodes: Iterable[object]) -> str:
        """How many, and the first few by label."""
        names = sorted({self.label(node) if isinstance(node, Named) else str(node) for node in nodes})
        return f"{len(names)}: {', '.join(names[:SHOWN])}{', ...' if len(names) > SHOWN else ''}" if names else "0"

    def none_of(self, nodes: Iterable[object], what: str) -> Outcome:
        """Pass when there is none of what should not be; else fail, naming the first few."""
        nodes = list(nodes)
        return Outcome(Verdict.FAIL if nodes else Verdict.PASS, f"{what}: {self.these(nodes)}.")
