"""Slices of other ontologies, and the graph joined with them: nothing restricted in it, no answer lost, written whole or not at all."""

import json
from pathlib import Path
from unittest.mock import Mock

import pyoxigraph as ox
import pytest

import hograph
from commands import run
from hograph.errors import InputError
from hograph.graph.slices import slice_files, slice_graph
from hograph.knowledge import KnowledgeGraph
from hograph.linking.foreign import ForeignOntology, ForeignTerm
from hograph.linking.merge import placed
from hograph.linking.readers import read_ontology
from hograph.linking.slices import cut, slice_triples
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.mappings import Mapping
from toys import OBO, mapping, terms, written

HIP = (
    "format-version: 1.2\ndata-version: 2026-02-03\n\n[Term]\nid: UBERON:0002103\nname: hindlimb\n\n"
    "[Term]\nid: UBERON:0001486\nname: hip joint\nrelationship: part_of UBERON:0002103\n\n"
    "[Typedef]\nid: part_of\nname: part of\n"
)
"""A slim, in which the hip joint lies in the hindlimb, which it does not in the shipped slice."""
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?g a owl:Ontology } FILTER (CONTAINS(STR(?g), '/slices/uberon')) }"


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory, vocabularies: Vocabularies) -> ForeignOntology:
    return read_ontology(written(tmp_path_factory.mktemp("toy"), "toy.obo", OBO), vocabularies)


def whole(mappings: tuple[Mapping, ...], but: tuple[str, ...] = (), more: str = "") -> str:
    """A version of UBERON that has every term that ours are mapped to but these."""
    mapped = sorted({m.object_id for m in mappings if m.object_id.startswith("UBERON:")} - set(but))
    stanzas = "".join(f"[Term]\nid: {curie}\nname: term {curie}\n\n" for curie in mapped)
    return f"format-version: 1.2\ndata-version: 2030-01-01\n\n{stanzas}{more}"


def test_a_slice_has_our_terms_all_above_them_and_where_it_is_from(
    toy: ForeignOntology, vocabularies: Vocabularies
) -> None:
    piece = cut(toy, [mapping("KneeJoint", "UBERON:2")], vocabularies)
    assert list(piece.terms) == ["UBERON:0001062", "UBERON:1", "UBERON:2"]
    store = ox.Store()
    store.extend(
        ox.Quad(t.subject, t.predicate, t.object) for t in slice_triples(piece, slice_graph("UBERON"), vocabularies)
    )
    climbs = """PREFIX obo: <http://purl.obolibrary.org/obo/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        ASK { obo:UBERON_2 obo:BFO_0000050/rdfs:subClassOf obo:UBERON_0001062 .
              ?slice <http://purl.org/dc/terms/license> <http://creativecommons.org/licenses/by/3.0/> ;
                     <http://www.w3.org/2002/07/owl#versionInfo> "2026-01-02" }"""
    assert store.query(climbs)


def test_what_is_restricted_stays_out_of_slices(vocabularies: Vocabularies) -> None:
    """Also where another ontology carries it, under whatever prefix."""
    theirs = terms(
        ForeignTerm("UBERON:1", "knee", above=(("is_a", "SCTID:7"), ("is_a", "UBERON:2"))),
        ForeignTerm("UBERON:2", "joint"),
        ForeignTerm("SCTID:7", "a restricted name", above=(("is_a", "UBERON:2"),)),
    )
    piece = cut(theirs, [mapping("KneeJoint", "UBERON:1")], vocabularies)
    graph = slice_graph("UBERON")
    text = "".join(map(str, slice_triples(piece, graph, vocabularies)))
    assert "UBERON_2" in text and "restricted" not in text and "SCTID" not in text


def test_a_slice_names_terms_as_the_table_of_mappings_does(
    tmp_path: Path, vocabularies: Vocabularies, mappings: tuple[Mapping, ...]
) -> None:
    """EFO lies outside the OBO Library; its slice must join what our mappings point to."""
    known = next(m for m in mappings if m.object_id.startswith("EFO:"))
    assert known.object_iri.startswith("http://www.ebi.ac.uk/efo/")
    rows = {known.object_id: {"ancestors": {}, "label": "x", "deprecated": False}}
    obo = f"format-version: 1.2\n\n[Term]\nid: {known.object_id}\nname: x\n"
    graphs = {"graphs": [{"nodes": [{"id": known.object_iri, "lbl": "x", "type": "CLASS"}]}]}
    owl = f'<{known.object_iri}> a <http://www.w3.org/2002/07/owl#Class> ; <http://www.w3.org/2000/01/rdf-schema#label> "x" .'
    files = {"x.json": json.dumps(rows), "x.obo": obo, "y.json": json.dumps(graphs), "x.ttl": owl}
    for name, text in files.items():
        piece = cut(read_ontology(written(tmp_path, name, text), vocabularies), mappings, vocabularies)
        subjects = {triple.subject for triple in slice_triples(piece, slice_graph("EFO"), vocabularies)}
        assert ox.NamedNode(known.object_iri) in subjects, name


def test_slices_of_unknown_licence_or_nothing_are_refused(toy: ForeignOntology, vocabularies: Vocabularies) -> None:
    with pytest.raises(InputError, match="no licence for 'ZZZ' is known"):
        cut(terms(ForeignTerm("ZZZ:1", "x")), [mapping("KneeJoint", "ZZZ:1")], vocabularies)
    with pytest.raises(InputError, match="no term of ours is mapped"):
        cut(toy, [], vocabularies)
    with pytest.raises(InputError, match="UBERON:77 is not in it"):
        cut(toy, [], vocabularies, ["UBERON:77"])


def test_a_slim_stands_beside_the_shipped_slice(root: Path, tmp_path: Path) -> None:
    """Its hip joint is found in the hindlimb, and what only the shipped slice has is not lost."""
    joined = tmp_path / "joined.nq"
    result = run("link", written(tmp_path, "my hip.obo", HIP), "--merge", joined, "--root", root)
    assert result.exit_code == 0
    assert "2 of UBERON from my hip.obo, beside the other slices of it" in result.stdout
    assert "it is taken for a slim" in result.stdout and "absent" not in result.stdout
    kg, shipped = hograph.open(joined), hograph.open(root)
    before = {row["claim"] for row in shipped.records(shipped.query("uberon-region"))}
    rows = kg.records(kg.query("uberon-region"))
    assert before < {row["claim"] for row in rows}
    assert {row["site"] for row in rows if row["claim"] not in before} == {"hip joint"}
    graphs = {row[0].value for row in kg.sparql(GRAPHS).rows}  # type: ignore[union-attr]
    assert {name.rpartition("/slices/")[2] for name in graphs} == {"uberon", "uberon/my%20hip.obo"}


def test_a_whole_version_takes_the_place_of_the_shipped_slice(
    root: Path, tmp_path: Path, mappings: tuple[Mapping, ...]
) -> None:
    """And what it lacks is told by name, as a finding and where it is written."""
    joined, gone = tmp_path / "joined.nq", "UBERON:0001486"
    result = run("link", written(tmp_path, "new.obo", whole(mappings, (gone,))), "--merge", joined, "--root", root)
    assert f"from new.obo, in place of the shipped slice; with that {gone} is gone." in result.stdout
    assert f"The file has no {gone} hip joint." in " ".join(result.stdout.split())
    kg = hograph.open(joined)
    versions = kg.sparql("SELECT ?v WHERE { <https://w3id.org/hograph/graph/slices/uberon> owl:versionInfo ?v }")
    assert [row[0].value for row in versions.rows] == ["2030-01-01"]  # type: ignore[union-attr]


def test_several_files_of_one_vocabulary_are_all_there(
    root: Path, tmp_path: Path, mappings: tuple[Mapping, ...]
) -> None:
    joined = tmp_path / "joined.nq"
    new, slim = written(tmp_path, "new.obo", whole(mappings)), written(tmp_path, "slim.obo", HIP)
    result = run("link", slim, new, "--merge", joined, "--root", root)
    count = len({m.object_id for m in mappings if m.object_id.startswith("UBERON:")})
    assert f"{count} of UBERON from new.obo, in place of the shipped slice" in result.stdout
    assert "2 of UBERON from slim.obo, beside the other slices of it" in result.stdout
    kg = hograph.open(joined)
    edge = "ASK { GRAPH <https://w3id.org/hograph/graph/slices/uberon/slim.obo> { obo:UBERON_0001486 obo:BFO_0000050 obo:UBERON_0002103 } }"
    label = 'ASK { GRAPH <https://w3id.org/hograph/graph/slices/uberon> { obo:UBERON_0001486 rdfs:label "term UBERON:0001486" } }'
    assert kg.sparql(edge) and kg.sparql(label)
    assert not kg.sparql('ASK { ?x rdfs:label "organism subdivision" }'), "the shipped slice is gone"


def test_two_files_of_one_name_are_refused(vocabularies: Vocabularies) -> None:
    piece = terms(ForeignTerm("UBERON:1", "knee"))
    with pytest.raises(InputError, match="two files of UBERON have this name"):
        placed([piece, piece], [mapping("KneeJoint", "UBERON:2")])


def test_proposals_and_graph_are_written_both_or_neither(root: Path, tmp_path: Path) -> None:
    out, merge = tmp_path / "out.sssom.tsv", tmp_path / "joined.nq"
    unknown = written(tmp_path, "zzz.obo", "format-version: 1.2\n\n[Term]\nid: ZZZ:1\nname: knee joint\n")
    result = run("link", unknown, "--out", out, "--merge", merge, "--root", root)
    assert result.exit_code == 2 and "no licence for 'ZZZ' is known" in result.stderr
    hip = written(tmp_path, "hip.obo", HIP)
    (tmp_path / "file").touch()
    nowhere = tmp_path / "file" / "joined.nq"
    result = run("link", hip, "--out", out, "--merge", nowhere, "--root", root)
    assert result.exit_code == 2 and "cannot be written" in result.stderr
    result = run("link", hip, "--out", out, "--merge", out, "--root", root)
    assert result.exit_code == 2 and "name the same file" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "hip.obo", "zzz.obo"]


def test_what_reads_the_list_may_stop_reading(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.sssom.tsv"
    monkeypatch.setattr("hograph.cli.linking._show_proposals", Mock(side_effect=BrokenPipeError))
    run("link", written(tmp_path, "hip.obo", HIP), "--out", out, "--root", root)
    assert out.is_file(), "as with `hograph link hip.obo --out out.sssom.tsv | head`"


def test_shipped_slices_hold_every_term_that_we_map_to(
    kg: KnowledgeGraph, root: Path, mappings: tuple[Mapping, ...]
) -> None:
    """And each says version, licence and source."""
    assert [path.stem for path in slice_files(root / "ontology")] == ["hp", "maxo", "mondo", "uberon"]
    for name in ("hp", "maxo", "mondo", "uberon"):
        graph = f"<https://w3id.org/hograph/graph/slices/{name}>"
        ask = f"ASK {{ GRAPH {graph} {{ {graph} dcterms:license ?l ; owl:versionInfo ?v ; dcterms:source ?s }} }}"
        assert kg.sparql(ask)
        found = kg.sparql(f"SELECT ?id WHERE {{ GRAPH {graph} {{ ?term oboInOwl:id ?id ; rdfs:label ?label }} }}")
        have = {row[0].value for row in found.rows}  # type: ignore[union-attr]
        wanted = {m.object_id for m in mappings if m.object_id.startswith(f"{name.upper()}:")}
        assert wanted and wanted <= have, sorted(wanted - have)
