"""Reading ontologies of others: the same one from every format, damaged files, names in other languages, IRIs of other namespaces."""

import gzip
import json
import logging
from pathlib import Path

import pytest
import rdflib

from commands import run
from hograph.errors import HographError, InputError
from hograph.linking.foreign import ForeignTerm, Synonym
from hograph.linking.propose import propose
from hograph.linking.readers import read_ontology
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.index import Ontology
from toys import GRAPHS, OBO, TURTLE, written

XML = rdflib.Graph().parse(data=TURTLE, format="turtle").serialize(format="xml")
TRIPLES = rdflib.Graph().parse(data=TURTLE, format="turtle").serialize(format="nt")
OWN = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://example.org/toy#Knee> a owl:Class ; rdfs:label "knee joint" ; rdfs:subClassOf <http://example.org/toy#Joint> .
<http://example.org/toy#Joint> a owl:Class ; rdfs:label "some joint" ; rdfs:subClassOf owl:Thing .
<http://www.ebi.ac.uk/efo/EFO_0000001> a owl:Class ; rdfs:label "efo thing" .
<http://snomed.info/id/1> a owl:Class ; rdfs:label "a restricted name" .
<http://purl.bioontology.org/ontology/SNOMEDCT/2> a owl:Class ; rdfs:label "another" .
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("toy.obo", OBO),
        ("toy.json", json.dumps(GRAPHS)),
        ("toy.ttl", TURTLE),
        ("toy.owl", XML),
        ("toy.nt", TRIPLES),
    ],
)
def test_the_same_ontology_is_read_from_every_format(
    tmp_path: Path, ontology: Ontology, vocabularies: Vocabularies, name: str, text: str
) -> None:
    found = read_ontology(written(tmp_path, name, text), vocabularies)
    obo = read_ontology(written(tmp_path, "same.obo", OBO), vocabularies)
    assert found.terms == obo.terms and found.version == "2026-01-02" and found.prefix == "UBERON"
    assert found.licence == "http://creativecommons.org/licenses/by/3.0/"
    assert found.iri("UBERON:1") == "http://purl.obolibrary.org/obo/UBERON_1"
    assert found.terms["UBERON:1"] == ForeignTerm(
        "UBERON:1",
        "leg thing",
        (Synonym("limb of the leg", "narrow"),),  # a dubious synonym and a misspelling are left out
        (("is_a", "UBERON:0001062"),),
        'A thing of the "leg".',
    )
    assert found.terms["UBERON:2"].synonyms == (Synonym("articulation of knee", "exact"),), "Latin is no fault"
    assert found.terms["UBERON:3"].obsolete and found.terms["UBERON:3"].replaced_by == ("UBERON:2",)
    assert found.above("UBERON:2") == {"UBERON:1", "UBERON:0001062"}
    proposals = propose(ontology, found, (), vocabularies)
    assert proposals == propose(ontology, obo, (), vocabularies)
    assert [(p.subject, p.object_id) for p in proposals] == [("KneeJoint", "UBERON:2")]


def test_a_table_of_terms_does_not_tell_kinds_from_parts(tmp_path: Path) -> None:
    rows = {
        "UBERON:1": {"ancestors": {}, "label": "leg", "deprecated": False},
        "UBERON:2": {"ancestors": {"UBERON:1": 1}, "label": "knee", "synonyms": ["knee", "knees"], "deprecated": False},
    }
    found = read_ontology(written(tmp_path, "UBERON-v2026-04-01.json", json.dumps(rows)))
    assert found.terms["UBERON:2"].above == (("broader", "UBERON:1"),) and found.version == "2026-04-01"
    assert found.terms["UBERON:2"].synonyms == (Synonym("knees", "unscoped"),)


@pytest.mark.parametrize(
    ("labels", "chosen"),
    [
        ('"articulation du genou"@fr, "knee joint"@en', "knee joint"),
        ('"articulation du genou"@fr, "knee joint"', "knee joint"),
        ('"a joint"@en-GB, "knee joint"@en, "also a joint"', "knee joint"),
        ('"Kniegelenk"@de', "Kniegelenk"),
    ],
)
def test_a_label_is_taken_in_english_if_there_is_one(tmp_path: Path, labels: str, chosen: str) -> None:
    text = TURTLE.replace('rdfs:label "Knee-Joints"', f"rdfs:label {labels}")
    assert read_ontology(written(tmp_path, "x.ttl", text)).label("UBERON:2") == chosen


def test_synonyms_of_other_languages_are_left_out(tmp_path: Path) -> None:
    text = TURTLE.replace('"articulation of knee"', '"articulation of knee"@en, "bone"@nl')
    assert read_ontology(written(tmp_path, "x.ttl", text)).terms["UBERON:2"].synonyms == (
        Synonym("articulation of knee", "exact"),
    )


def test_terms_outside_the_obo_library_are_read(tmp_path: Path, ontology: Ontology, vocabularies: Vocabularies) -> None:
    """Known namespaces get our prefix, others one that is read off them; restricted ones stay known as such."""
    found = read_ontology(written(tmp_path, "own.ttl", OWN), vocabularies)
    assert set(found.terms) == {"SNOMEDCT:2", "SNOMEDCT:1", "EFO:0000001", "toy:Joint", "toy:Knee"}
    assert found.terms["toy:Knee"].above == (("is_a", "toy:Joint"),) and found.terms["toy:Joint"].above == ()
    assert found.iri("toy:Knee") == "http://example.org/toy#Knee"
    assert found.iri("EFO:0000001") == "http://www.ebi.ac.uk/efo/EFO_0000001"


def test_two_namespaces_never_share_a_prefix(tmp_path: Path, vocabularies: Vocabularies) -> None:
    text = OWN.replace("http://example.org/toy#Joint", "http://example.com/toy#Joint") + (
        '<http://example.org/hp#1> a owl:Class ; rdfs:label "no phenotype" .'
    )
    found = read_ontology(written(tmp_path, "own.ttl", text), vocabularies)
    assert len({found.iri(curie) for curie in found.terms}) == len(found.terms) == 6
    assert "hp2:1" in found.terms, "hp is a way to write HP, which is another namespace"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.txt", "x", "not a kind of ontology file"),
        ("x.json", "{", "not JSON"),
        ("x.json", '{"a": 1}', "neither OBO Graphs"),
        ("x.json", '{"graphs": [{"nodes": [{}]}]}', "not OBO Graphs JSON: KeyError 'id'"),
        ("x.ttl", "@prefix", "x.ttl:1: not Turtle"),
        ("x.obo", "format-version: 1.2\n", "no term with a name"),
        ("x.obo.gz", "no gzip", "cannot be read"),
        ("x.obo.zst", "no zst", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_ontology(written(tmp_path, name, text))


@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_a_damaged_archive_is_told_with_exit_code_2(root: Path, tmp_path: Path, damage: str) -> None:
    data = bytearray(gzip.compress(OBO.encode()))
    path = tmp_path / "x.obo.gz"
    if damage == "changed":
        data[20:60] = bytes(40)
    path.write_bytes(bytes(data[:100] if damage == "cut" else data))
    result = run("link", path, "--root", root)
    assert result.exit_code == 2 and "cut short or damaged" in result.stderr and "Traceback" not in result.stderr


def test_a_header_without_a_name_is_no_matter_for_the_reader(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    read_ontology(written(tmp_path, "x.obo", OBO.replace("ontology: toy\n", "")))
    assert caplog.records == [] and capfd.readouterr().err == ""
    logging.getLogger("elsewhere").warning("still heard")
    assert [record.message for record in caplog.records] == ["still heard"]


def test_a_missing_reader_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "obonet", None)
    with pytest.raises(HographError, match=r"hograph\[link\]"):
        read_ontology(written(tmp_path, "x.obo", OBO))


def test_our_own_ontology_is_not_linked_with_itself(root: Path) -> None:
    told = run("link", root / "ontology" / "terms" / "stages.ttl", "--root", root)
    assert told.exit_code == 2 and "stages.ttl: is hograph itself" in told.stderr
