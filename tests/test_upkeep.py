"""Conclusions kept in line: edges that come and go one by one leave what a build from nothing concludes."""

import random

import pyoxigraph as ox
import pytest

from hograph.errors import ReasonerError
from hograph.graph.build import Build
from hograph.graph.closure import Rules
from hograph.graph.derived import edge_quads, inferred_quads
from hograph.graph.saturation import saturate
from hograph.graph.upkeep import keep_up
from hograph.ontology.index import Ontology
from hograph.vocabulary import GRAPH

Edges = set[tuple[str, str, str]]


def store_of(ontology: Ontology, edges: Edges) -> ox.Store:
    store = ox.Store()
    relations = saturate(Rules.of(ontology), edges, ontology.part_edges)
    store.extend([*edge_quads(relations.edges), *inferred_quads(ontology, relations)])
    return store


def statements(store: ox.Store) -> set[ox.Quad]:
    return set(store.quads_for_pattern(None, None, None, None))


def mixed(built: Build, rng: random.Random) -> list[tuple[str, str, str]]:
    """Edges of the graph, and others between things of the same kinds, so that there are chains."""
    category = built.ontology.category
    ends = {(category(s), p, category(o)): [] for s, p, o in built.edges}  # type: ignore[var-annotated]
    for s, p, o in built.edges:
        ends[category(s), p, category(o)].append((s, o))
    found = set(built.edges)
    for (_, p, _), pairs in ends.items():
        found |= {(s, p, o) for s, _ in pairs for _, o in rng.sample(pairs, min(2, len(pairs))) if s != o}
    return sorted(found)


@pytest.mark.parametrize("seed", [1, 2])
def test_conclusions_are_those_of_a_build_from_nothing(built: Build, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    pool = mixed(built, rng)
    before = set(rng.sample(pool, len(pool) * 2 // 3))
    store = store_of(built.ontology, before)
    for _ in range(3):
        after = before ^ set(rng.sample(pool, 40))
        size = len(list(store.quads_for_pattern(None, None, None, GRAPH["inferred"])))
        grown = keep_up(store, built.ontology, before - after, after - before)
        before = after
        assert size + grown == len(list(store.quads_for_pattern(None, None, None, GRAPH["inferred"])))
    assert statements(store) == statements(store_of(built.ontology, before))


def test_nothing_left_concludes_what_the_ontology_alone_does(built: Build) -> None:
    edges = set(built.edges)
    store = store_of(built.ontology, edges)
    keep_up(store, built.ontology, edges, set())
    assert statements(store) == statements(store_of(built.ontology, set()))


def test_an_edge_that_contradicts_the_ontology_is_refused(built: Build) -> None:
    store = store_of(built.ontology, set())
    with pytest.raises(ReasonerError, match="contradict the ontology"):
        keep_up(store, built.ontology, set(), {("HeterotopicOssification", "startsAt", "Burn")})
