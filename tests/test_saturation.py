"""Relations drawn out by the property axioms as rules: what the reasoner concludes, and nothing else."""

import pickle
import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from hograph.cli import main
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


OWN = """
@prefix ho: <https://w3id.org/hograph/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ho:soothes a owl:ObjectProperty ; rdfs:label "soothes"@en ; owl:equivalentProperty ho:ameliorates .
"""
BEYOND = "ho:ameliorates rdfs:subPropertyOf [ owl:inverseOf ho:isSoothedBy ] . ho:isSoothedBy a owl:ObjectProperty .\n"


def test_own_relations_follow_and_what_no_rule_says_is_told(tmp_path: Path) -> None:
    """The inverse of a relation without a name is an axiom that the reasoner knows, and no rule of the build."""
    assert CliRunner().invoke(main, ["init", str(tmp_path / "own")]).exit_code == 0
    file = tmp_path / "own" / "ontology" / "own.ttl"
    file.write_text(OWN, "utf-8")
    done = CliRunner().invoke(main, ["reason", "--root", str(tmp_path / "own")])
    assert done.exit_code == 0 and "the build draws out the same relations" in done.output, done.output
    file.write_text(OWN + BEYOND, "utf-8")
    done = CliRunner().invoke(main, ["reason", "--root", str(tmp_path / "own")])
    assert done.exit_code == 1 and "only everyday concludes (edges): " in done.output, done.output
    assert " isSoothedBy " in done.output
