"""Relations that follow from new ones, one by one: what an added edge brings costs what it brings, not what the graph has.

The rules are the property axioms of the ontology: sub-properties and equivalent ones, inverses, symmetry, transitivity and chains of two.
Between named kinds nothing else gives a relation, which a test holds against the reasoner.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import pyoxigraph as ox

from hograph.errors import ReasonerError
from hograph.graph.reasoning import Edge
from hograph.ontology.index import Ontology
from hograph.vocabulary import HO, OWL, RDF

T = TypeVar("T")
SAYING = {RDF["type"], OWL["inverseOf"], OWL["propertyChainAxiom"]}
"""By what an ontology says the axioms, but for those on what is above what."""


@dataclass(frozen=True)
class Rules:
    """The property axioms as rules, each by the local names of relations.

    Attributes:
        subproperties: pairs: what the first relates, the second relates.
        inverses: pairs: what the first relates, the second relates the other way round.
        chains: first, next and result: an edge of the first and one of the next, end to end, give one of the result.
    """

    subproperties: frozenset[tuple[str, str]]
    inverses: frozenset[tuple[str, str]]
    chains: frozenset[tuple[str, str, str]]

    @classmethod
    def of(cls, ontology: Ontology) -> "Rules":
        """The rules of an ontology.

        Raises:
            ReasonerError: when a property chain is not one of two.
        """
        inverses, chains = set[tuple[str, str]](), set[tuple[str, str, str]]()
        for triple in (triple for triple in ontology.triples if triple.predicate in SAYING):
            subject, target = _name(triple.subject), _name(triple.object)
            if triple.predicate == OWL["inverseOf"] and subject and target:
                inverses |= {(subject, target), (target, subject)}
            elif triple.predicate == OWL["propertyChainAxiom"] and subject:
                chains.add((*_chained(subject, ontology.members(triple.object)), subject))
            elif triple.predicate == RDF["type"] and subject and triple.object == OWL["SymmetricProperty"]:
                inverses.add((subject, subject))
            elif triple.predicate == RDF["type"] and subject and triple.object == OWL["TransitiveProperty"]:
                chains.add((subject, subject, subject))
        return cls(ontology.subproperties, frozenset(inverses), frozenset(chains))

    @property
    def names(self) -> set[str]:
        """The relations that they speak of."""
        return {name for axiom in (*self.subproperties, *self.inverses, *self.chains) for name in axiom}

    @cached_property
    def along(self) -> Mapping[str, Collection[str]]:
        """Relation to those that hold of the same pair."""
        return _grouped(self.subproperties)

    @cached_property
    def back(self) -> Mapping[str, Collection[str]]:
        """Relation to those that hold of the pair turned round."""
        return _grouped(self.inverses)

    @cached_property
    def before(self) -> Mapping[str, Collection[tuple[str, str]]]:
        """Relation to (next, result): after an edge of the first, one of `next` gives one of `result` from end to end."""
        return _grouped((first, (second, result)) for first, second, result in self.chains)

    @cached_property
    def after(self) -> Mapping[str, Collection[tuple[str, str]]]:
        """Relation to (previous, result): the same seen from the second edge."""
        return _grouped((second, (first, result)) for first, second, result in self.chains)


def _chained(relation: str, chain: Iterable[object]) -> tuple[str, str]:
    names = [_name(item) or "" for item in chain]
    if len(names) != 2 or not all(names):
        raise ReasonerError(
            f"{relation}: its property chain is not one of two relations of hograph, which are all that a build follows. "
            "Give what lies between a relation of its own, and chain twice."
        )
    return names[0], names[1]


def _grouped(pairs: Iterable[tuple[str, T]]) -> Mapping[str, set[T]]:
    found: dict[str, set[T]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found


class Known(Protocol):
    """The relations that hold already."""

    def holds(self, edge: Edge) -> bool:
        """Whether it is one of them."""

    def objects(self, subject: str, relation: str) -> Iterable[str]:
        """What a subject is so related to."""

    def subjects(self, relation: str, object_: str) -> Iterable[str]:
        """What is so related to an object."""


def following(rules: Rules, known: Known, added: Iterable[Edge]) -> set[Edge]:
    """The relations that hold because of edges that are added, these among them, and did not before.

    Args:
        rules: of the ontology.
        known: closed under the rules.
        added: the edges.
    """
    new: set[Edge] = set()
    both = _Both(known, defaultdict(set), defaultdict(set))
    waiting = list(added)
    while waiting:
        edge = waiting.pop()
        if edge not in new and not known.holds(edge):
            new.add(edge)
            both.put(edge)
            waiting += _consequences(rules, both, edge)
    return new


def shaken(rules: Rules, known: Known, gone: Iterable[Edge]) -> set[Edge]:
    """The relations that a derivation gives in which one of these edges stands, these among them; they may hold for other reasons."""
    found: set[Edge] = set()
    waiting = list(gone)
    while waiting:
        edge = waiting.pop()
        if edge not in found and known.holds(edge):
            found.add(edge)
            waiting += _consequences(rules, known, edge)
    return found


def derivable(rules: Rules, known: Known, edge: Edge) -> bool:
    """Whether a rule gives the edge from relations that hold."""
    s, q, o = edge
    return (
        any(q in found and known.holds((s, p, o)) for p, found in rules.along.items())
        or any(q in found and known.holds((o, p, s)) for p, found in rules.back.items())
        or any(
            result == q and any(known.holds((middle, second, o)) for middle in known.objects(s, first))
            for first, found in rules.before.items()
            for second, result in found
        )
    )


def _consequences(rules: Rules, known: Known, edge: Edge) -> Iterator[Edge]:
    """What one rule gives from an edge, with one that holds where a chain needs two."""
    s, p, o = edge
    yield from ((s, q, o) for q in rules.along.get(p, ()))
    yield from ((o, q, s) for q in rules.back.get(p, ()))
    for second, result in rules.before.get(p, ()):
        yield from ((s, result, end) for end in known.objects(o, second))
    for first, result in rules.after.get(p, ()):
        yield from ((start, result, o) for start in known.subjects(first, s))


@dataclass(frozen=True)
class _Both:
    """What holds already, and what was found."""

    known: Known
    ends: dict[tuple[str, str], set[str]]
    starts: dict[tuple[str, str], set[str]]

    def put(self, edge: Edge) -> None:
        s, p, o = edge
        self.ends[s, p].add(o)
        self.starts[p, o].add(s)

    def holds(self, edge: Edge) -> bool:
        s, p, o = edge
        return o in self.ends.get((s, p), ()) or self.known.holds(edge)

    def objects(self, subject: str, relation: str) -> Iterable[str]:
        return [*self.known.objects(subject, relation), *self.ends.get((subject, relation), ())]

    def subjects(self, relation: str, object_: str) -> Iterable[str]:
        return [*self.known.subjects(relation, object_), *self.starts.get((relation, object_), ())]


def _name(node: object) -> str | None:
    return HO.name(node) if isinstance(node, ox.NamedNode) and node in HO else None
