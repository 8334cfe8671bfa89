"""Which named graphs of two stores differ, and by how many quads; whatever the comparison in words leaves out is counted here."""

import graphlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

import pyoxigraph as ox

from hograph.graph.quads import has_blank
from hograph.release.changes import GraphChange
from hograph.vocabulary import GRAPH

Name = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
DEFAULT = ox.DefaultGraph()


def graph_changes(before: ox.Store, after: ox.Store) -> tuple[GraphChange, ...]:
    """The graphs that are not the same in two stores, by name.

    Blank nodes are compared by what hangs on them, not by their labels; those in a circle, which no ontology of ours has, by their labels.

    Args:
        before: the first store.
        after: the second.
    """
    names: set[Name] = {DEFAULT, *before.named_graphs(), *after.named_graphs()}
    counted = ((shown(name), *_differing(before, after, name)) for name in names)
    return tuple(sorted(GraphChange(*found) for found in counted if any(found[1:])))


def shown(name: Name) -> str:
    """How a graph is called: what follows our namespace of graphs, or its IRI.

    >>> shown(GRAPH["slices/maxo"]), shown(DEFAULT)
    ('slices/maxo', 'default graph')
    """
    if isinstance(name, ox.DefaultGraph):
        return "default graph"
    return GRAPH.name(name) if name in GRAPH and isinstance(name, ox.NamedNode) else str(name)


def _differing(before: ox.Store, after: ox.Store, name: Name) -> tuple[int, int]:
    """How many quads of a graph have come, and how many have gone."""
    (gone, old), (come, new) = _alone(before, after, name), _alone(after, before, name)
    return come + (new - old).total(), gone + (old - new).total()


def _alone(one: ox.Store, other: ox.Store, name: Name) -> tuple[int, Counter[tuple[str, ...]]]:
    """How many quads of a graph without blank nodes one store has and the other lacks; and those with blank nodes that the one has."""
    lacking, nested = 0, []
    for quad in one.quads_for_pattern(None, None, None, name):
        if has_blank(quad):
            nested.append(quad)
        else:
            lacking += quad not in other
    return lacking, _nested(nested)


def _nested(quads: Sequence[ox.Quad]) -> Counter[tuple[str, ...]]:
    """The quads of a graph with blank nodes, these named by what hangs on them."""
    parts: dict[object, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode):
            parts[quad.subject].append(quad)
    keys: dict[object, str] = {}
    for node in _inner_first(parts):
        said = sorted(f"{quad.predicate} {keys.get(quad.object, quad.object)}" for quad in parts.get(node, ()))
        keys[node] = sha256("\n".join(said).encode()).hexdigest()
    return Counter(
        (keys.get(q.subject, str(q.subject)), str(q.predicate), keys.get(q.object, str(q.object))) for q in quads
    )


def _inner_first(parts: Mapping[object, list[ox.Quad]]) -> Iterator[object]:
    """Blank nodes in an order in which each follows those that hang on it; none when they run in a circle."""
    below = {node: {q.object for q in quads if isinstance(q.object, ox.BlankNode)} for node, quads in parts.items()}
    try:
        yield from list(graphlib.TopologicalSorter(below).static_order())
    except graphlib.CycleError:
        return
