"""The queries that shapes are compiled to find what pyshacl, the reference, finds; what they do not know is an error, never silence."""

import logging
import re
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from corrupted import around, corrupted
from hograph.errors import OntologyError
from hograph.graph.build import Build
from hograph.validation import load_shapes, validate
from hograph.validation.compiler import compiled
from hograph.validation.inputs import to_store
from hograph.validation.shapes import Shapes, parse_shapes
from hograph.vocabulary import HO

TWINS = Path(__file__).parent / "shapes"
PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://example.org/> .
"""


def read(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)]


def same(data: ox.Store, shapes: Shapes) -> int:
    """Hold both engines against each other, and say how many findings they share."""
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # it tells of each literal that is not of its type
    found, reference = validate(data, shapes), validate(data, shapes, "pyshacl")
    ours, theirs = ({finding.sentence() for finding in report.findings} for report in (found, reference))
    theirs = {re.sub(r"(Found: -?\d+)\.0\.", r"\1.", sentence) for sentence in theirs}  # rdflib writes 1 as 1.0
    assert sorted(ours - theirs) == sorted(theirs - ours) == []
    assert found.focus_nodes == reference.focus_nodes
    assert len(found.findings) == len(reference.findings)
    return len(ours)


def test_the_engines_agree_on_a_document_broken_at_random_and_on_all_failing_twins(built: Build, root: Path) -> None:
    random = Random(7)  # noqa: S311
    smallest = min((name for name in built.graphs if name.startswith("claims/")), key=lambda n: len(built.graphs[n]))
    claims = {quad.triple for quad in built.graphs[smallest]}
    about = {triple.object for triple in claims if triple.predicate == HO["about"]}
    claims |= {quad.triple for quad in built.graphs["propositions"] if quad.subject in about}
    mappings = [quad.triple for quad in built.graphs["mappings"][:60]]
    data = corrupted(claims, random, 0.15) | corrupted(mappings, random, 0.1)
    for path in sorted(TWINS.glob("*/fail*.ttl")):
        data |= {quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)}
    names = {term for triple in data for term in (triple.subject, triple.predicate, triple.object)}
    names |= {HO[name] for name in built.ontology.relations}
    data |= around(built.ontology.triples, names)
    assert same(to_store(data), load_shapes(root / "ontology" / "shapes")) > 500


SHAPES = """
ex:Bone a sh:NodeShape ; sh:targetClass ex:Bone ; sh:targetNode ex:lone ; sh:message "A bone." ;
    sh:closed true ; sh:ignoredProperties ( rdf:type rdfs:label ex:other ex:hard ex:length ex:joint ) ;
    sh:xone ( [ sh:property [ sh:path ex:hard ; sh:hasValue true ] ] [ sh:path ex:other ; sh:minCount 1 ] ) ;
    sh:property [ sh:path ex:length ; sh:maxExclusive 10 ; sh:minExclusive 1 ; sh:severity sh:Info ; sh:message "Lengths." , "Second." ] ;
    sh:property [ sh:path rdfs:label ; sh:uniqueLang true ; sh:maxLength 6 ; sh:message "Labels." ] ;
    sh:property [ sh:path ex:length ; sh:minCount 2 ; sh:maxCount 3 ; sh:message "Two or three." ] ;
    sh:property [ sh:path ex:length ; sh:deactivated true ; sh:maxCount 0 ; sh:message "Never." ] ;
    sh:property [ sh:path ex:joint ; sh:node ex:Joint ; sh:nodeKind sh:BlankNodeOrIRI ; sh:message "A joint is a joint." ;
                  sh:property [ sh:path ex:length ; sh:maxCount 0 ; sh:message "A joint has no length." ] ] ;
    sh:property [ sh:path ( ex:joint [ sh:oneOrMorePath ex:beside ] ) ; sh:pattern "^https:.*[a-m]$" ; sh:flags "i" ;
                  sh:message "Beside what." ] .
ex:Joint a sh:NodeShape ; sh:property [ sh:path ex:beside ; sh:minCount 1 ; sh:class ex:Bone ; sh:message "It joins." ] ;
    sh:not [ sh:property [ sh:path ex:beside ; sh:disjoint ex:other ] ] ;
    sh:property [ sh:path ex:beside ; sh:equals ex:other ; sh:message "The same." ] .
ex:Off a sh:NodeShape ; sh:targetClass ex:Bone ; sh:deactivated true ; sh:message "Off." ; sh:nodeKind sh:Literal .
ex:Named a sh:NodeShape ; sh:targetObjectsOf ex:joint ; sh:message "{?this} beside {$other}, {?none}." ;
    sh:sparql [ sh:select "SELECT $this ?other WHERE { $this <https://example.org/beside> ?other FILTER(isIRI(?other)) }" ] .
"""
BONES = """
ex:a a ex:Bone ; rdfs:label "femur"@en , "thigh"@en , "Oberschenkel"@de ; ex:hard true ; ex:length 1 , 2 , 3.5 , 40 ; ex:joint ex:k .
ex:b a ex:Long ; ex:other ex:a ; ex:hard true ; ex:length "long" ; ex:joint ex:k , _:j , "knee" ; ex:weight 3 .
ex:c a ex:Bone ; ex:length 5 , "5.0"^^xsd:decimal , true ; ex:joint ex:l .
ex:Long rdfs:subClassOf ex:Bone .
ex:k ex:beside ex:a , ex:b ; ex:other ex:a , ex:b ; ex:length 2 .
ex:l ex:beside ex:k ; ex:other ex:c .
_:j ex:beside ex:z , ex:a .
"""


def test_the_engines_agree_on_what_shacl_can_ask_beyond_our_shapes() -> None:
    assert same(to_store(read(BONES)), parse_shapes(read(SHAPES), "here")) > 15


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("sh:minimumCount 1", "shape Bone: sh:minimumCount is no constraint that is known here"),
        ("sh:property [ sh:path ex:p ; sh:clas ex:Bone ; sh:message 'm' ]", "shape Bone: sh:clas is no constraint"),
        ("sh:or ( [ sh:path ex:p ; sh:minimum 1 ] )", "shape Bone: sh:minimum is no constraint"),
        ("sh:property [ sh:path ex:p ; sh:minCount 1 ]", "shape Bone: it has no sh:message"),
        ("sh:property [ sh:path ex:p ; sh:minCount 9 ; sh:message 'm' ]", "up to 5"),
        ("sh:property [ sh:path [ sh:somePath ex:p ] ; sh:minCount 1 ; sh:message 'm' ]", "is no path"),
        ("sh:property [ sh:minCount 1 ; sh:message 'm' ]", "without a path"),
        ("sh:property ex:nothing", "says nothing. Is its name misspelt"),
        ("sh:node ex:Bone", "leads back to itself"),
        ("sh:nodeKind sh:Iri", "is no kind of node"),
        ("sh:severity sh:Violaton", "is no severity"),
        ("sh:pattern '(?=x)'", "is no pattern"),
        ("sh:class [ ]", "leads to a blank node"),
        ("sh:minLength 'x'", "whole number"),
        ("sh:equals 'x'", "where a property is meant"),
        ("ex:minCount 1", "ex.*minCount.* is not understood"),
        ("sh:sparql [ sh:select 'SELECT $this WHERE { $this }' ]", "its SPARQL constraint cannot be read"),
        ("sh:sparql [ sh:select 'SELECT $this WHERE { ?x ?y $this MINUS { ?x ?x ?x } }' ]", "MINUS"),
        ("sh:sparql [ sh:ask 'ASK {}' ]", "needs one sh:select"),
        ("sh:not [ sh:sparql [ sh:select 'SELECT $this WHERE {}' ] ]", "sh:sparql is no constraint that is known"),
    ],
)
def test_what_is_not_understood_is_an_error_that_names_the_shape(asked: str, told: str) -> None:
    message = "" if "no sh:message" in told else "sh:message 'm' ;"
    with pytest.raises(OntologyError, match=told):
        compiled(parse_shapes(read(f"ex:Bone a sh:NodeShape ; sh:targetClass ex:Bone ; {message} {asked} ."), "here"))
