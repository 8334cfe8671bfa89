"""Releases: the same bytes each time, artefacts that hold what their names say, and self-descriptions that can be counted again."""

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import yaml

from conftest import DAY, Files, triples
from hograph.exports.rdf import readable_turtle
from hograph.files import sha256
from hograph.graph.build import Build
from hograph.graph.quads import nquads
from hograph.ontology.mappings import load_mappings
from hograph.release.artefacts import TITLES, Release, artefact
from hograph.release.names import DCAT, FOAF, SPDX
from hograph.version import VERSION
from hograph.vocabulary import DCTERMS, HO, OWL, PROV, RDF, RDFS, VOID


def canonical(found: set[ox.Triple]) -> ox.Dataset:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_another_process_with_another_hash_seed_gives_the_same_bytes(
    released: Files, root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "made"
    command = [
        sys.executable,
        "-m",
        "hograph",
        "release",
        VERSION,
        "--date",
        DAY,
        "--out",
        str(out),
        "--root",
        str(root),
    ]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "4242"}, capture_output=True)
    made = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert made.keys() == released.keys()
    assert [name for name in made if made[name] != released[name]] == []
    assert [path.name for path in tmp_path.iterdir()] == ["made"], "nothing temporary is left"


def test_the_sums_cover_every_file(released: Files) -> None:
    lines = [line.split("  ") for line in released["SHA256SUMS"].decode().splitlines()]
    assert {name for _, name in lines} == released.keys() - {"SHA256SUMS"}
    assert all(sha256(released[name]) == total for total, name in lines)


def test_no_file_says_where_it_was_made(released: Files, root: Path) -> None:
    assert [name for name, data in released.items() if str(root).encode() in data] == []


def test_the_dataset_is_the_build(released: Files, built: Build) -> None:
    assert gzip.decompress(released["data/hograph.nq.gz"]) == nquads(built.quads)
    trig = set(ox.parse(input=released["data/hograph.trig"], format=ox.RdfFormat.TRIG))
    assert len(trig) == len({*built.quads})


class TestArtefacts:
    @pytest.mark.parametrize("kind", sorted(TITLES))
    def test_what_is_written_is_what_was_made(
        self, artefacts: dict[str, set[ox.Triple]], built: Build, release: Release, kind: str
    ) -> None:
        assert canonical(artefacts[kind]) == canonical(set(artefact(built, release, kind)))

    def test_each_is_an_ontology_with_a_version_of_its_own(self, artefacts: dict[str, set[ox.Triple]]) -> None:
        heads = [{t.subject for t in found if t.object == OWL["Ontology"]} for found in artefacts.values()]
        assert all(len(head) == 1 for head in heads) and len(set.union(*heads)) == 3
        versions = {t.object.value for found in artefacts.values() for t in found if t.predicate == OWL["versionIRI"]}  # type: ignore[union-attr]
        assert versions == {f"{HO}releases/{VERSION}/hograph-{kind}" for kind in TITLES}

    def test_base_says_nothing_of_others(self, artefacts: dict[str, set[ox.Triple]]) -> None:
        foreign = {t for t in artefacts["base"] if isinstance(t.subject, ox.NamedNode) and t.subject not in HO}
        assert {t.predicate for t in foreign} == {RDF["type"]}
        assert {t.object for t in foreign} == {OWL["AnnotationProperty"]}

    def test_full_has_slices_and_what_follows(self, artefacts: dict[str, set[ox.Triple]], built: Build) -> None:
        edges = {(t.subject, t.object) for t in artefacts["full"] if t.predicate == RDFS["subClassOf"]}
        added = edges - {(t.subject, t.object) for t in artefacts["base"] if t.predicate == RDFS["subClassOf"]}
        assert (HO["Cause"], HO["PossibleCause"]) in added, (
            "a role's strict form is inferred to be below its possible form"
        )
        ids = {q.subject for q in built.graphs["slices/maxo"] if q.object == OWL["Class"]}
        assert ids <= {t.subject for t in artefacts["full"]}
        rights = [
            t.object.value
            for t in artefacts["full"]
            if t.predicate == DCTERMS["rights"] and isinstance(t.object, ox.Literal)
        ]
        assert len(rights) == 4 and all("licence http" in text for text in rights)

    def test_simple_is_simple(self, artefacts: dict[str, set[ox.Triple]], built: Build) -> None:
        predicates = {t.predicate for t in artefacts["simple"]}
        assert not predicates & {
            OWL["equivalentClass"],
            OWL["members"],
            OWL["unionOf"],
            RDFS["domain"],
            OWL["inverseOf"],
        }
        assert {t.object for t in artefacts["simple"] if t.predicate == OWL["onProperty"]} == {HO["partOf"]}
        assert {HO[name] for name in built.ontology.classes} <= {t.subject for t in artefacts["simple"]}

    def test_no_step_of_the_simple_hierarchy_follows_from_two_others(
        self, artefacts: dict[str, set[ox.Triple]]
    ) -> None:
        steps = {
            (t.subject, t.object)
            for t in artefacts["simple"]
            if t.predicate == RDFS["subClassOf"] and isinstance(t.object, ox.NamedNode)
        }
        above: dict[object, set[object]] = {}
        for sub, sup in steps:
            above.setdefault(sub, set()).add(sup)
        assert not {(a, c) for a, sups in above.items() for b in sups for c in above.get(b, ()) if (a, c) in steps}

    @pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is no java here")
    @pytest.mark.parametrize("kind", sorted(TITLES))
    def test_each_is_consistent_on_its_own(self, released: Files, kind: str) -> None:
        world = owlready2.World()
        found = ox.parse(input=released[f"ontology/hograph-{kind}.ttl"], format=ox.RdfFormat.TURTLE)
        lines = ox.serialize((quad.triple for quad in found), format=ox.RdfFormat.N_TRIPLES) or b""
        with world.get_ontology(f"https://example.org/{kind}").load(fileobj=io.BytesIO(lines)):
            owlready2.sync_reasoner_hermit(world, debug=0)  # raises when the ontology contradicts itself
        assert len(list(world.classes())) > 500 and list(world.inconsistent_classes()) == []

    def test_a_previous_release_is_named(self, built: Build) -> None:
        before = ox.NamedNode(f"{HO}releases/0.0.9/")
        made = artefact(built, Release(VERSION, DAY, before), "base")
        assert [t.object for t in made if t.predicate == OWL["priorVersion"]] == [before]


class TestReadableTurtle:
    def test_shared_and_circular_blank_nodes_survive(self) -> None:
        text = b"""@prefix ex: <http://example.org/> .
        ex:a ex:p _:shared , "1"^^<http://www.w3.org/2001/XMLSchema#integer> , "x"@en , "q\\"\\n" . ex:b ex:p _:shared . _:shared ex:q ( 1 2.50 true ) .
        _:x ex:r _:y . _:y ex:r _:x . [] ex:s [ ex:t ( ) ] . <http://example.org/o/dd#> ex:p "not an int"^^<http://www.w3.org/2001/XMLSchema#integer> ."""
        written = readable_turtle(triples(text), {"ex": "http://example.org/"})
        assert canonical(triples(written)) == canonical(triples(text))

    def test_the_order_of_triples_does_not_matter(self, few: Build) -> None:
        found = [quad.triple for quad in few.graphs["ontology"]]
        assert readable_turtle(found) == readable_turtle(reversed(found))
        assert b"_:" not in readable_turtle(found)


@pytest.fixture(scope="module")
def union(built: Build) -> set[ox.Triple]:
    return {quad.triple for quad in built.quads}


@pytest.fixture(scope="module")
def void(released: Files, release: Release) -> dict[ox.NamedNode, list[object]]:
    about: dict[ox.NamedNode, list[object]] = {}
    for triple in triples(released["void.ttl"]):
        if triple.subject == release.file("dataset"):
            about.setdefault(triple.predicate, []).append(triple.object)
    return about


class TestSelfDescription:
    def test_the_counts_of_void_can_be_counted_again(
        self, void: dict[ox.NamedNode, list[object]], union: set[ox.Triple]
    ) -> None:
        store = ox.Store()
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in union)
        for name, query in {
            "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
            "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
            "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
            "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
            "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
            "entities": f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), '{HO}')) }}",
        }.items():
            (row,) = store.query(query)  # type: ignore[misc]
            assert [value.value for value in void[VOID[name]]] == [row["n"].value], name  # type: ignore[attr-defined]

    def test_partitions_and_linksets_add_up(self, released: Files, root: Path, union: set[ox.Triple]) -> None:
        store = ox.Store()
        store.bulk_load(input=released["void.ttl"], format=ox.RdfFormat.TURTLE)

        def numbers(pattern: str) -> list[int]:
            query = f"PREFIX void: <{VOID}> SELECT ?node ?n {{ {pattern} }}"
            return [int(row["n"].value) for row in store.query(query)]  # type: ignore[union-attr]

        assert sum(numbers("?node void:property ?p ; void:triples ?n")) == len(union)
        assert sum(numbers("?node void:class ?c ; void:entities ?n")) == len(
            {t for t in union if t.predicate == RDF["type"]}
        )
        mappings = load_mappings(root / "ontology" / "mappings.sssom.tsv").mappings
        assert sum(numbers("?node a void:Linkset ; void:triples ?n")) == len(
            {(m.subject, m.predicate, m.object_iri) for m in mappings}
        )

    def test_the_catalogue_lists_every_file_with_size_and_hash(self, released: Files, release: Release) -> None:
        found = triples(released["dcat.ttl"])
        value = {(t.subject, t.predicate): t.object for t in found}
        nodes = [t.subject for t in found if t.object == DCAT["Distribution"]]
        assert {t.object for t in found if t.predicate == DCAT["distribution"]} == set(nodes)
        prefix = release.node.value
        names = set()
        for node in nodes:
            name = value[node, DCAT["downloadURL"]].value.removeprefix(prefix)  # type: ignore[union-attr]
            names.add(name)
            if name in {"dcat.ttl", "SHA256SUMS"}:
                assert "hash" in value[node, RDFS["comment"]].value and (node, SPDX["checksum"]) not in value  # type: ignore[union-attr]
                continue
            assert value[node, DCAT["byteSize"]].value == str(len(released[name]))  # type: ignore[union-attr]
            total = value[value[node, SPDX["checksum"]], SPDX["checksumValue"]]  # type: ignore[index]
            assert total.value == sha256(released[name])  # type: ignore[union-attr]
        assert names == released.keys() and len(nodes) == len(names)

    def test_creator_and_publisher_are_agents_with_a_name(self, released: Files) -> None:
        found = triples(released["dcat.ttl"])
        for predicate in (DCTERMS["creator"], DCTERMS["publisher"]):
            (agent,) = {t.object for t in found if t.predicate == predicate}
            said = {(t.predicate, t.object) for t in found if t.subject == agent}
            assert {(RDF["type"], FOAF["Agent"]), (RDF["type"], PROV["Organization"])} < said
            assert (FOAF["name"], ox.Literal("hograph contributors")) in said

    def test_the_context_of_json_ld_is_the_published_one(self, released: Files, root: Path) -> None:
        assert released["ontology/context.jsonld"] == (root / "ontology" / "context.jsonld").read_bytes()
        context = json.loads(released["ontology/context.jsonld"])["@context"]
        document = {"@context": context, "@id": "ho:HeterotopicOssification", "occursIn": "ho:Tendon"}
        (quad,) = ox.parse(input=json.dumps(document).encode(), format=ox.RdfFormat.JSON_LD)
        assert (quad.predicate, quad.object) == (HO["occursIn"], HO["Tendon"])

    def test_the_citation_says_version_and_day(self, released: Files, root: Path) -> None:
        said = yaml.safe_load(released["CITATION.cff"])
        assert (said["version"], str(said["date-released"])) == (VERSION, DAY)
        assert said["title"] == yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))["title"]

    def test_the_readme_of_the_release_names_what_is_there(self, released: Files) -> None:
        text = released["README.md"].decode()
        tops = {f"`{name}`" for name in released if "/" not in name and not name.startswith(("README", "LICENSE"))}
        assert [name for name in tops if name not in text] == []
