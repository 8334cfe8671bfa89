"""The tests of FOOPS! and the pitfalls of OOPS!, each on an ontology that falls into it and on one that does not, and on the release."""

import json
import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from commands import run
from conftest import Files, triples
from hograph.release.facts import Verdict
from hograph.release.fair import CHECKS, assess
from hograph.vocabulary import HO, RDFS

GOOD = """
@prefix ex: <https://w3id.org/example/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> . @prefix vann: <http://purl.org/vocab/vann/> .
<https://w3id.org/example/> a owl:Ontology ; dcterms:title "Example" ; dcterms:description "An example." ; dcterms:creator "nobody" ;
  dcterms:license <http://example.org/licence> ; owl:versionIRI ex:1 ; vann:preferredNamespaceUri "https://w3id.org/example/" ; vann:preferredNamespacePrefix "ex" .
dcterms:title a owl:AnnotationProperty . dcterms:description a owl:AnnotationProperty . dcterms:creator a owl:AnnotationProperty .
dcterms:license a owl:AnnotationProperty . skos:definition a owl:AnnotationProperty .
vann:preferredNamespaceUri a owl:AnnotationProperty . vann:preferredNamespacePrefix a owl:AnnotationProperty .
ex:Thing a owl:Class ; rdfs:label "thing" ; skos:definition "Whatever there is in it." .
ex:Bone a owl:Class ; rdfs:label "bone" ; skos:definition "What skeletons are made of." ; rdfs:subClassOf ex:Thing ; owl:disjointWith ex:Lamp .
ex:Lamp a owl:Class ; rdfs:label "lamp" ; skos:definition "What gives light to a room." ; rdfs:subClassOf ex:Thing .
ex:lights a owl:ObjectProperty ; rdfs:label "lights" ; skos:definition "The lamp gives light to it." ; rdfs:domain ex:Lamp ; rdfs:range ex:Bone ; owl:inverseOf ex:litBy .
ex:litBy a owl:ObjectProperty ; rdfs:label "lit by" ; skos:definition "The inverse of lights." ; rdfs:domain ex:Bone ; rdfs:range ex:Lamp .
"""
COMPLETE = """dcterms:creator "nobody" ; dcterms:created "2026-01-01" ; dcterms:issued "2026-01-31" ; dcterms:publisher "nobody" ;
  owl:versionInfo "1" ; owl:imports <https://w3id.org/other/> ; dcterms:bibliographicCitation "nobody: example" ; dcterms:source ex:paper ;
  <http://purl.org/ontology/bibo/doi> "an invented one" ; <http://purl.org/ontology/bibo/status> "draft" ; <http://xmlns.com/foaf/0.1/logo> ex:logo ;
  rdfs:comment "declared below" . dcterms:created a owl:AnnotationProperty . dcterms:issued a owl:AnnotationProperty .
  dcterms:publisher a owl:AnnotationProperty . dcterms:bibliographicCitation a owl:AnnotationProperty . dcterms:source a owl:AnnotationProperty .
  <http://purl.org/ontology/bibo/doi> a owl:AnnotationProperty . <http://purl.org/ontology/bibo/status> a owl:AnnotationProperty .
  <http://xmlns.com/foaf/0.1/logo> a owl:AnnotationProperty . <https://w3id.org/example/> rdfs:comment "an example" """
"""What the header of the example lacks, for every test to pass."""

CLASS = 'a owl:Class ; rdfs:subClassOf ex:Thing ; skos:definition "What is there for this test alone." ; rdfs:label'
RELATION = 'a owl:ObjectProperty ; rdfs:domain ex:Lamp ; rdfs:range ex:Lamp ; skos:definition "What is there for this test." ; rdfs:label'
BAD = {
    "P02": "ex:Bone owl:equivalentClass ex:Lamp .",
    "P03": f'ex:isA {RELATION} "is a" .',
    "P04": 'ex:Alone a owl:Class ; rdfs:label "alone" ; skos:definition "What stands alone in it." .',
    "P05": "ex:Cord a owl:Class . ex:litBy rdfs:range ex:Cord .",
    "P06": "ex:Thing rdfs:subClassOf ex:Bone .",
    "P07": f'ex:BoneAndLamp {CLASS} "both" .',
    "P08": "ex:Mute a owl:Class ; rdfs:subClassOf ex:Thing .",
    "P11": 'ex:near a owl:ObjectProperty ; rdfs:label "near" .',
    "P12": f'ex:shinesOn {RELATION} "lights" .',
    "P13": f'ex:warms {RELATION} "warms" .',
    "P19": "ex:lights rdfs:domain ex:Thing .",
    "P20": 'ex:Odd a owl:Class ; rdfs:label "A sentence that stands in the label." ; skos:definition "odd" .',
    "P21": f'ex:OtherThing {CLASS} "other thing" .',
    "P22": f'ex:small_bone {CLASS} "small bone" .',
    "P23": f'ex:Integer {CLASS} "integer" .',
    "P24": "ex:Bone rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:litBy ; owl:someValuesFrom ex:Bone ] .",
    "P25": f'ex:beside {RELATION} "beside" ; owl:inverseOf ex:beside .',
    "P26": "ex:lights a owl:SymmetricProperty .",
    "P28": "ex:litBy a owl:SymmetricProperty .",
    "P29": "ex:litBy a owl:TransitiveProperty .",
    "P30": f'ex:Os {CLASS} "os" ; <http://www.geneontology.org/formats/oboInOwl#hasExactSynonym> "bone" .',
    "P31": "ex:Bone owl:equivalentClass ex:Lamp .",
    "P32": f'ex:Os {CLASS} "bone" .',
    "P33": "ex:lights owl:propertyChainAxiom ( ex:litBy ) .",
    "P34": "ex:Bone rdfs:subClassOf ex:Undeclared .",
    "P35": "ex:Bone ex:undeclared ex:Lamp .",
    "P40": "ex:Bone skos:defintion 'misspelt' .",
}
"""Pitfall to what makes an ontology fall into it."""

NEEDED = {
    "OM1": "dcterms:creator",
    "OM4.1": "dcterms:license",
    "P41": "dcterms:license",
    "VER1": "owl:versionIRI",
    "FIND1": "vann:preferredNamespacePrefix",
}
"""Test to the statement of the header without which it fails."""


def verdicts(text: str) -> dict[str, Verdict]:
    return {result.check.id: result.outcome.verdict for result in assess(triples(text.encode()))}


class TestFair:
    def test_a_sound_example_falls_into_no_pitfall(self) -> None:
        found = verdicts(GOOD)
        assert {name for name, verdict in found.items() if verdict is Verdict.FAIL} == {
            "VOC2",
            "OM2",
            "OM3",
            "OM5.1",
            "OM5.2",
        }

    @pytest.mark.parametrize("pitfall", sorted(BAD))
    def test_a_pitfall_is_found(self, pitfall: str) -> None:
        assert verdicts(GOOD)[pitfall] is not Verdict.FAIL
        assert verdicts(f"{GOOD}\n{BAD[pitfall]}")[pitfall] is Verdict.FAIL

    @pytest.mark.parametrize("name", sorted(NEEDED))
    def test_what_the_header_lacks_is_found(self, name: str) -> None:
        property_ = NEEDED[name]
        other = GOOD.replace(f"{property_} ", "rdfs:seeAlso ")
        assert verdicts(GOOD)[name] is Verdict.PASS and verdicts(other)[name] is Verdict.FAIL

    def test_constructs_that_a_person_must_look_at(self) -> None:
        assert verdicts(GOOD)["P14"] is Verdict.NOT_APPLICABLE
        only = "ex:Bone rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:litBy ; owl:allValuesFrom ex:Lamp ] ."
        assert verdicts(f"{GOOD}\n{only}")["P14"] is Verdict.NOT_CHECKABLE

    def test_the_catalogues_are_whole(self) -> None:
        ids = [check.id for check in CHECKS]
        assert len(ids) == len(set(ids))
        assert [name for name in ids if name[1:].isdigit()] == [f"P{number:02}" for number in range(1, 42)]
        assert sum(check.catalogue == "FOOPS!" for check in CHECKS) == 24

    def test_the_web_is_not_guessed(self, released: Files) -> None:
        told = {test["id"]: test["verdict"] for test in json.loads(released["fair.json"])["tests"]}
        web = {"URI1", "URI2", "VER2", "CN1", "DOC1", "FIND2", "FIND3", "FIND_3_BIS", "OM4.2", "P37"}
        assert {told[name] for name in web} == {"not checkable here"}

    def test_what_a_release_passes_and_what_it_does_not(self, released: Files) -> None:
        told = {test["id"]: (test["verdict"], test["measured"]) for test in json.loads(released["fair.json"])["tests"]}
        assert {
            told[name][0] for name in ("PURL1", "OM1", "OM2", "OM5.1", "OM5.2", "VOC3", "VOC4", "P06", "P34", "P35")
        } == {"pass"}
        assert "missing: DOI;" in told["OM3"][1], "a DOI is not to be invented, a logo can be drawn"

    def test_the_page_on_releases_tells_every_failure_and_why_it_is_left(self, released: Files, root: Path) -> None:
        tests = json.loads(released["fair.json"])["tests"]
        failed = {test["id"]: test["measured"] for test in tests if test["verdict"] == "fail"}
        page = (root / "docs" / "releases.md").read_text("utf-8").split("## FAIR self-check")[1]
        rows = [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| (OM|P)\d", line)]
        assert {row[0] for row in rows} == failed.keys() and all(len(row) == 3 for row in rows)
        assert all(f": {count}: " in failed[row[0]] for row in rows for count in re.findall(r"\d+", row[1]))

    def test_an_inverse_gives_domain_and_range(self, artefacts: dict[str, set[ox.Triple]]) -> None:
        """What follows is written out in full, with blank nodes of its own; base holds what is written by hand."""
        sides = {t.predicate: t.object for t in artefacts["full"] if t.subject == HO["isActiveSubstanceOf"]}
        assert sides[RDFS["domain"]] == HO["MolecularEntity"] and isinstance(sides[RDFS["range"]], ox.BlankNode)
        assert not {t.predicate for t in artefacts["base"] if t.subject == HO["isActiveSubstanceOf"]} & {RDFS["domain"]}
        uses = Counter(t.object for t in artefacts["full"] if isinstance(t.object, ox.BlankNode))
        assert max(uses.values()) == 1, "in OWL 2 a class expression belongs to one axiom"

    @pytest.mark.parametrize(
        ("ending", "layout"),
        [
            ("ttl", ox.RdfFormat.TURTLE),
            ("nt", ox.RdfFormat.N_TRIPLES),
            ("owl", ox.RdfFormat.RDF_XML),
            ("rdf", ox.RdfFormat.RDF_XML),
            ("jsonld", ox.RdfFormat.JSON_LD),
        ],
    )
    def test_a_file_is_read_by_its_ending(
        self, artefacts: dict[str, set[ox.Triple]], tmp_path: Path, ending: str, layout: ox.RdfFormat
    ) -> None:
        path = tmp_path / f"base.{ending}"
        path.write_bytes(ox.serialize(artefacts["base"], format=layout) or b"")
        result = run("fair", path, "--format", "json")
        plain = json.loads(result.output)
        assert plain["ontology"] == f"base.{ending}" and result.exit_code == 1, "a test fails"
        expected = [(r.check.id, r.outcome.verdict.value) for r in assess(artefacts["base"])]
        assert [(test["id"], test["verdict"]) for test in plain["tests"]] == expected

    @pytest.mark.parametrize(
        ("name", "content", "told"),
        [
            ("base.ofn", "Ontology()", "unknown ending '.ofn'. RDF files end in .ttl"),
            ("broken.owl", "<rdf:RDF>", "broken.owl:1:"),
            ("none.ttl", "<a:b> a <a:c> .", "0 ontologies are declared"),
            ("empty.nt", "", "no triples in it"),
        ],
    )
    def test_what_cannot_be_tested_is_told_in_words(self, tmp_path: Path, name: str, content: str, told: str) -> None:
        (tmp_path / name).write_text(content, encoding="utf-8")
        result = run("fair", tmp_path / name)
        assert result.exit_code == 2 and told in result.stderr and "Traceback" not in result.output

    def test_the_command(self, root: Path, tmp_path: Path) -> None:
        shown = run("fair", "--root", root)
        assert shown.exit_code == 1 and "FOOPS!: " in shown.output and "not checkable here" in shown.output
        assert "| VOC2 |" in run("fair", "--root", root, "--format", "md").output
        complete = GOOD.replace('dcterms:creator "nobody"', COMPLETE)
        assert {name for name, verdict in verdicts(complete).items() if verdict is Verdict.FAIL} == set()
        (tmp_path / "good.ttl").write_text(complete, encoding="utf-8")
        assert run("fair", tmp_path / "good.ttl").exit_code == 0
