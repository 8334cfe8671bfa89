"""Conclusions kept in line with the direct edges: what edges that come and go change, and nothing else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.graph.closure import Rules, derivable, following, shaken
from hograph.graph.reasoning import Edge, members, refuse_contradictions
from hograph.ontology.index import Ontology
from hograph.vocabulary import GRAPH, HO, RDF

PLACES = (GRAPH["edges"], GRAPH["inferred"])


@dataclass(frozen=True)
class _Stored:
    """The relations of a store, as local names, without some of them."""

    store: ox.Store
    without: Collection[Edge] = ()

    def holds(self, edge: Edge) -> bool:
        s, p, o = edge
        return edge not in self.without and any(ox.Quad(HO[s], HO[p], HO[o], place) in self.store for place in PLACES)

    def objects(self, subject: str, relation: str) -> Iterable[str]:
        found = [
            HO.name(quad.object)  # type: ignore[arg-type]
            for place in PLACES
            for quad in self.store.quads_for_pattern(HO[subject], HO[relation], None, place)
        ]
        return [name for name in found if (subject, relation, name) not in self.without]

    def subjects(self, relation: str, object_: str) -> Iterable[str]:
        found = [
            HO.name(quad.subject)  # type: ignore[arg-type]
            for place in PLACES
            for quad in self.store.quads_for_pattern(None, HO[relation], HO[object_], place)
        ]
        return [name for name in found if (name, relation, object_) not in self.without]


def keep_up(store: ox.Store, ontology: Ontology, gone: set[Edge], come: set[Edge]) -> int:
    """Change edges and conclusions of a store.

    Args:
        store: with the edges that were, and what follows from them.
        ontology: the ontology.
        gone: those of the edges that are no more.
        come: edges that were none.

    Returns:
        By how many quads the graph of the conclusions has grown, less than 0 when it has shrunk.

    Raises:
        ReasonerError: when the edges contradict the ontology.
    """
    rules, old = Rules.of(ontology), _Stored(store)
    loose = shaken(rules, old, gone)
    firm = _Stored(store, loose)
    stated = {edge for edge in loose if edge not in gone and stands(store, edge)} | (loose & set(ontology.part_edges))
    seeds = [edge for edge in loose if edge in stated or derivable(rules, firm, edge)]
    new = following(rules, firm, [*seeds, *come])
    refuse_contradictions(ontology, new - loose)
    changed = loose | new | gone | come
    held = {edge for edge in changed if old.holds(edge)}
    holds = {edge for edge in changed if edge in new or (edge in held and edge not in loose)}
    before = {edge for edge in changed if stands(store, edge)}
    _replace(store, PLACES[0], gone, come)
    was, will_be = held - before, holds - (before - gone) - come
    grown = _replace(store, PLACES[1], was - will_be, will_be - was)
    return grown + _keep_up_roles(store, ontology, held - holds, holds - held)


def stands(store: ox.Store, edge: Edge) -> bool:
    """Whether it is one of the direct edges of a store."""
    s, p, o = edge
    return ox.Quad(HO[s], HO[p], HO[o], PLACES[0]) in store


def _replace(store: ox.Store, place: ox.NamedNode, gone: set[Edge], added: set[Edge]) -> int:
    for s, p, o in gone:
        store.remove(ox.Quad(HO[s], HO[p], HO[o], place))
    store.extend(ox.Quad(HO[s], HO[p], HO[o], place) for s, p, o in added)
    return len(added) - len(gone)


def _keep_up_roles(store: ox.Store, ontology: Ontology, gone: set[Edge], added: set[Edge]) -> int:
    known = _Stored(store)
    grown = 0
    for name, term in set(members(ontology, added)):
        quad = ox.Quad(HO[term], RDF["type"], HO[name], PLACES[1])
        grown += quad not in store
        store.add(quad)
    for name, term in set(members(ontology, gone)):
        role = ontology.role_definitions[name]
        others = (
            ((other, role.relation, term) for other in known.subjects(role.relation, term))
            if role.inverse
            else ((term, role.relation, other) for other in known.objects(term, role.relation))
        )
        quad = ox.Quad(HO[term], RDF["type"], HO[name], PLACES[1])
        if (name, term) not in set(members(ontology, others)) and quad in store:
            store.remove(quad)
            grown -= 1
    return grown
