"""Relations drawn out by the property axioms as rules: what the reasoner concludes, and nothing else."""

import pickle
import random

import pyoxigraph as ox
import pytest

from hograph.errors import ReasonerError
from hograph.graph.build import Build
from hograph.graph.closure import Rules
from hograph.graph.reasoning import Conclusions, relate
from hograph.graph.saturation import saturate
from hograph.ontology.index import Ontology
from hograph.vocabulary import HO, OWL
from test_upkeep import mixed


def test_relations_are_those_of_the_reasoner(built: Build, concluded: Conclusions) -> None:
    found = saturate(Rules.of(built.ontology), built.edges, built.ontology.part_edges)
    assert set(found) == concluded.edges
    assert tuple(found.edges) == built.edges
    assert not set(found.edges) & set(found.inferred)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_edges_at_random_give_what_the_reasoner_says(built: Build, seed: int) -> None:
    pool = mixed(built, random.Random(seed))  # noqa: S311
    edges = random.Random(seed).sample(pool, len(pool) // 2)  # noqa: S311
    found = saturate(Rules.of(built.ontology), edges, built.ontology.part_edges)
    assert set(found) == relate(built.ontology, edges)


def test_they_come_in_order_and_travel(built: Build) -> None:
    """Whatever the order of the edges, and from a worker of a cluster."""
    edges = list(built.edges)
    random.Random(1).shuffle(edges)  # noqa: S311
    found = saturate(Rules.of(built.ontology), edges, built.ontology.part_edges)
    inferred = list(found.inferred)
    assert inferred == sorted(inferred)
    assert list(pickle.loads(pickle.dumps(found))) == list(found)  # noqa: S301


def test_a_chain_goes_on_through_what_it_gave() -> None:
    rules = Rules(
        frozenset({("partOf", "near")}), frozenset({("near", "near")}), frozenset({("partOf", "partOf", "partOf")})
    )
    found = saturate(rules, [("a", "partOf", "b"), ("b", "partOf", "c")], [("c", "partOf", "d")])
    above = [(one, other) for one, relation, other in found if relation == "partOf"]
    assert sorted(above) == [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")]
    assert ("d", "near", "a") in set(found.inferred)


def test_a_chain_of_three_is_refused_by_name(ontology: Ontology) -> None:
    """It would be passed over, and what it gives would be missing without a word."""
    turtle = f"<{HO}treats> <{OWL}propertyChainAxiom> (<{HO}partOf> <{HO}partOf> <{HO}partOf>) ."
    chain = [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
    with pytest.raises(ReasonerError, match="treats: its property chain is not one of two"):
        Rules.of(Ontology((*ontology.triples, *chain)))
