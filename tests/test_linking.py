"""Other people's ontologies: read in four formats, matched, checked, sliced and merged; small ones made here, and real ones."""

import json
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import hograph
from commands import run
from hograph.errors import HographError, InputError
from hograph.graph.slices import slice_files
from hograph.knowledge import KnowledgeGraph
from hograph.linking.audit import audit
from hograph.linking.chain import chain
from hograph.linking.foreign import ForeignOntology, ForeignTerm, Synonym
from hograph.linking.lexical import key, steps_needed
from hograph.linking.propose import Proposal, propose
from hograph.linking.readers import read_ontology
from hograph.linking.slices import cut, slice_triples
from hograph.linking.vocabularies import Vocabularies, load_vocabularies
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import Mapping, load_mappings

OBO = """format-version: 1.2
data-version: toy/releases/2026-01-02/toy.obo
ontology: toy

[Term]
id: UBERON:0001062
name: top of all

[Term]
id: UBERON:1
name: leg thing
def: "A thing of the \\"leg\\"." [toy:1]
synonym: "limb of the leg" NARROW []
synonym: "leggy" EXACT DUBIOUS []
is_a: UBERON:0001062

[Term]
id: UBERON:2
name: Knee-Joints
synonym: "articulation of knee" EXACT LATIN []
relationship: part_of UBERON:1 ! leg thing

[Term]
id: UBERON:3
name: old knee
is_obsolete: true
replaced_by: UBERON:2

[Typedef]
id: part_of
name: part of
"""
GRAPHS = {
    "graphs": [
        {
            "id": "http://purl.obolibrary.org/obo/toy.owl",
            "meta": {"version": "http://purl.obolibrary.org/obo/toy/2026-01-02/toy.owl"},
            "nodes": [
                {"id": "http://purl.obolibrary.org/obo/UBERON_0001062", "lbl": "top of all", "type": "CLASS"},
                {
                    "id": "http://purl.obolibrary.org/obo/UBERON_1",
                    "lbl": "leg thing",
                    "type": "CLASS",
                    "meta": {
                        "definition": {"val": 'A thing of the "leg".'},
                        "synonyms": [{"pred": "hasNarrowSynonym", "val": "limb of the leg"}],
                    },
                },
                {
                    "id": "http://purl.obolibrary.org/obo/UBERON_2",
                    "lbl": "Knee-Joints",
                    "type": "CLASS",
                    "meta": {"synonyms": [{"pred": "hasExactSynonym", "val": "articulation of knee"}]},
                },
                {
                    "id": "http://purl.obolibrary.org/obo/UBERON_3",
                    "lbl": "old knee",
                    "type": "CLASS",
                    "meta": {
                        "deprecated": True,
                        "basicPropertyValues": [
                            {
                                "pred": "http://purl.obolibrary.org/obo/IAO_0100001",
                                "val": "http://purl.obolibrary.org/obo/UBERON_2",
                            }
                        ],
                    },
                },
                {"id": "http://purl.obolibrary.org/obo/BFO_0000050", "lbl": "part of", "type": "PROPERTY"},
            ],
            "edges": [
                {
                    "sub": "http://purl.obolibrary.org/obo/UBERON_1",
                    "pred": "is_a",
                    "obj": "http://purl.obolibrary.org/obo/UBERON_0001062",
                },
                {
                    "sub": "http://purl.obolibrary.org/obo/UBERON_2",
                    "pred": "http://purl.obolibrary.org/obo/BFO_0000050",
                    "obj": "http://purl.obolibrary.org/obo/UBERON_1",
                },
            ],
        }
    ]
}
TURTLE = """@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix o: <http://www.geneontology.org/formats/oboInOwl#> .
obo:toy.owl a owl:Ontology ; owl:versionIRI <http://purl.obolibrary.org/obo/toy/2026-01-02/toy.owl> .
obo:UBERON_0001062 a owl:Class ; rdfs:label "top of all" .
obo:UBERON_1 a owl:Class ; rdfs:label "leg thing" ; rdfs:subClassOf obo:UBERON_0001062 ;
    obo:IAO_0000115 'A thing of the "leg".' ; o:hasNarrowSynonym "limb of the leg" .
obo:UBERON_2 a owl:Class ; rdfs:label "Knee-Joints" ; o:hasExactSynonym "articulation of knee" ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty obo:BFO_0000050 ; owl:someValuesFrom obo:UBERON_1 ] .
obo:UBERON_3 a owl:Class ; rdfs:label "old knee" ; owl:deprecated true ; obo:IAO_0100001 obo:UBERON_2 .
"""


@pytest.fixture(scope="module")
def vocabularies(root: Path) -> Vocabularies:
    return load_vocabularies(root / "ontology" / "vocabularies.yaml")


@pytest.fixture(scope="module")
def mappings(root: Path) -> tuple[Mapping, ...]:
    return load_mappings(root / "ontology" / "mappings.sssom.tsv").mappings


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> ForeignOntology:
    return read_ontology(written(tmp_path_factory.mktemp("toy"), "toy.obo", OBO))


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def mapping(subject: str, object_id: str, predicate: str = "exactMatch", label: str | None = None) -> Mapping:
    iri = f"http://purl.obolibrary.org/obo/{object_id.replace(':', '_')}"
    return Mapping(subject, predicate, iri, object_id, label, "ManualMappingCuration", Decimal("0.9"), None)


def terms(*made: ForeignTerm) -> ForeignOntology:
    return ForeignOntology("made.obo", {term.id: term for term in made})


@pytest.mark.parametrize(("name", "text"), [("toy.obo", OBO), ("toy.json", json.dumps(GRAPHS)), ("toy.ttl", TURTLE)])
def test_the_same_ontology_is_read_from_three_formats(
    tmp_path: Path, toy: ForeignOntology, name: str, text: str
) -> None:
    found = read_ontology(written(tmp_path, name, text))
    assert found.terms == toy.terms and found.version == "2026-01-02" and found.prefix == "UBERON"
    assert found.terms["UBERON:1"] == ForeignTerm(
        "UBERON:1",
        "leg thing",
        (Synonym("limb of the leg", "narrow"),),  # the doubtful synonym is left out
        (("is_a", "UBERON:0001062"),),
        'A thing of the "leg".',
    )
    assert found.terms["UBERON:3"].obsolete and found.terms["UBERON:3"].replaced_by == ("UBERON:2",)
    assert found.above("UBERON:2") == {"UBERON:1", "UBERON:0001062"}


def test_a_table_of_terms_does_not_tell_kinds_from_parts(tmp_path: Path) -> None:
    rows = {
        "UBERON:1": {"ancestors": {}, "label": "leg", "deprecated": False},
        "UBERON:2": {"ancestors": {"UBERON:1": 1}, "label": "knee", "synonyms": ["knee", "knees"], "deprecated": False},
    }
    found = read_ontology(written(tmp_path, "UBERON-v2026-04-01.json", json.dumps(rows)))
    assert found.terms["UBERON:2"].above == (("broader", "UBERON:1"),) and found.version == "2026-04-01"
    assert found.terms["UBERON:2"].synonyms == (Synonym("knees", "unscoped"),)


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
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_ontology(written(tmp_path, name, text))


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("hip joint", "hip joint", ()),
        ("hip joint", "Hip Joints", ("CaseNormalization", "Stemming")),
        ("soft-tissue swelling", "soft tissue swelling", ("LinkStripping",)),
        ("Prussian's disease", "prussian disease", ("CaseNormalization", "LinkStripping")),
        ("haematoma", "hematoma", ("Stemming",)),
    ],
)
def test_names_are_compared_as_a_reader_would(one: str, other: str, steps: tuple[str, ...]) -> None:
    assert key(one) == key(other)
    assert steps_needed(one, other) == tuple(f"semapv:{step}" for step in steps)


@pytest.mark.parametrize(
    ("one", "other"), [("HO", "ho"), ("MRI", "mri"), ("hip", "hips"), ("tibialis", "tibiali"), ("knee", "knee joint")]
)
def test_short_names_and_other_words_are_not_the_same(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_a_label_that_agrees_is_proposed_with_what_it_took(
    ontology: Ontology, toy: ForeignOntology, vocabularies: Vocabularies
) -> None:
    (found,) = propose(ontology, toy, (), vocabularies)
    assert (found.subject, found.predicate, found.object_id) == ("KneeJoint", "exactMatch", "UBERON:2")
    assert found.preprocessing == ("semapv:CaseNormalization", "semapv:LinkStripping", "semapv:Stemming")
    assert (found.subject_field, found.object_field) == ("rdfs:label", "rdfs:label")
    assert not propose(ontology, toy, (mapping("KneeJoint", "UBERON:2", "closeMatch"),), vocabularies), "known already"


@pytest.mark.parametrize(
    ("scope", "predicate"),
    [("exact", "exactMatch"), ("narrow", "broadMatch"), ("broad", "narrowMatch"), ("related", "closeMatch")],
)
def test_the_scope_of_a_synonym_gives_the_relation(
    ontology: Ontology, vocabularies: Vocabularies, scope: str, predicate: str
) -> None:
    """A narrow synonym of theirs means less than their term: what is called so is narrower, and theirs is the broader."""
    theirs = terms(ForeignTerm("UBERON:9", "something else", (Synonym("knee joint", scope),)))
    (found,) = propose(ontology, theirs, (), vocabularies)
    assert found.predicate == predicate


def test_a_second_counterpart_is_put_right_by_its_place(ontology: Ontology, vocabularies: Vocabularies) -> None:
    theirs = terms(
        ForeignTerm("UBERON:1", "knee joint"),
        ForeignTerm("UBERON:2", "region", (Synonym("knee joint", "exact"),)),
        ForeignTerm("UBERON:3", "joint of it", above=(("part_of", "UBERON:2"), ("is_a", "UBERON:1"))),
        ForeignTerm("UBERON:4", "aside", (Synonym("knee joint", "exact"),)),
    )
    known = (mapping("KneeJoint", "UBERON:3"),)
    found = {p.object_id: p.predicate for p in propose(ontology, theirs, known, vocabularies)}
    assert found == {"UBERON:1": "broadMatch", "UBERON:2": "broadMatch", "UBERON:4": "relatedMatch"}


def test_a_place_between_two_counterparts_is_proposed(ontology: Ontology, vocabularies: Vocabularies) -> None:
    (parent,) = ontology.parents["FibrodysplasiaOssificansProgressiva"][:1]
    (above,) = ontology.parents[parent][:1]
    theirs = terms(
        ForeignTerm("MONDO:1", "top"),
        ForeignTerm("MONDO:2", "middle", above=(("is_a", "MONDO:1"),)),
        ForeignTerm("MONDO:3", "low", above=(("is_a", "MONDO:2"),)),
    )
    known = (mapping(above, "MONDO:1"), mapping("FibrodysplasiaOssificansProgressiva", "MONDO:3"))
    (found,) = propose(ontology, theirs, known, vocabularies)
    assert (found.subject, found.object_id, found.justification) == (parent, "MONDO:2", "semapv:StructuralMatching")


def test_what_lies_in_a_wrong_branch_is_not_proposed(ontology: Ontology, vocabularies: Vocabularies) -> None:
    """A stage of life that is called like a joint is no joint; without the root, a slim tells nothing of branches."""
    stage = ForeignTerm("UBERON:7", "knee joint", above=(("is_a", "UBERON:0000104"),))
    root = ForeignTerm("UBERON:0000104", "life cycle")
    assert not propose(ontology, terms(stage, root), (), vocabularies)
    assert propose(ontology, terms(ForeignTerm("UBERON:7", "knee joint")), (), vocabularies)


def test_labels_of_restricted_vocabularies_are_left_out(ontology: Ontology, vocabularies: Vocabularies) -> None:
    theirs = terms(ForeignTerm("SNOMEDCT:1", "knee joint"))
    (found,) = propose(ontology, theirs, (), vocabularies)
    assert found.object_label == ""
    with pytest.raises(InputError, match="must not be passed on"):
        cut(theirs, [mapping("KneeJoint", "SNOMEDCT:1")], vocabularies)


def test_every_check_on_known_mappings_finds_its_fault(ontology: Ontology, vocabularies: Vocabularies) -> None:
    theirs = terms(
        ForeignTerm("MONDO:0000001", "disease"),
        ForeignTerm("MONDO:0021125", "characteristic"),
        ForeignTerm("MONDO:1", "old", obsolete=True, replaced_by=("MONDO:2",)),
        ForeignTerm("MONDO:2", "new name", (Synonym("FOP", "unscoped"),), (("is_a", "MONDO:0000001"),)),
        ForeignTerm("MONDO:3", "grade", above=(("is_a", "MONDO:0021125"),)),
        ForeignTerm("MONDO:4", "other", (Synonym("FOP", "exact"),), (("is_a", "MONDO:2"),)),
    )
    fop, ho = "FibrodysplasiaOssificansProgressiva", "HeterotopicOssification"
    known = [
        mapping("Fracture", "MONDO:1"),
        mapping(fop, "MONDO:2", label="first name"),
        mapping("Burn", "MONDO:3", "closeMatch"),
        mapping("Arthritis", "MONDO:0000001"),
        mapping("Infection", "MONDO:0000001"),
        mapping(ho, "MONDO:4"),
    ]
    found = {(f.check, f.subject): f for f in audit(ontology, theirs, known, vocabularies)}
    assert found["obsolete", "Fracture"].problem == "MONDO:1 is withdrawn; use MONDO:2 new name."
    assert "'first name'" in found["label drift", fop].problem
    assert found["wrong branch", "Burn"].level == "violation"
    assert "both exactly MONDO:0000001" in found["one to many", "Infection"].problem
    assert "MONDO:4 other" in found["ambiguous name", fop].problem
    (cycle,) = [f for (check, _), f in found.items() if check == "cycle"]  # FOP is an HO here, HO an FOP there
    assert "heterotopic ossification" in cycle.problem and "MONDO:2" in cycle.problem
    assert len(found) == 6


def test_a_table_of_somebody_else_is_followed(tmp_path: Path, vocabularies: Vocabularies) -> None:
    table = written(
        tmp_path,
        "theirs.sssom.tsv",
        "#curie_map:\n#  A: https://example.org/\nsubject_id\tpredicate_id\tobject_id\tobject_label\tsubject_label\tconfidence\n"
        "UBERON:2\tskos:broadMatch\tNCIT:1\tjoint\tknee\t0.5\n"
        "SNOMEDCT:3\tskos:exactMatch\tUBERON:2\tknee\tknee\t1\n"
        "UBERON:9\tskos:exactMatch\tNCIT:2\tno\tno\t1\n",
    )
    found = chain(table, [mapping("KneeJoint", "UBERON:2")], vocabularies)
    assert [(p.object_id, p.predicate, p.object_label, p.confidence) for p in found] == [
        ("SNOMEDCT:3", "exactMatch", "", Decimal("0.9")),
        ("NCIT:1", "broadMatch", "joint", Decimal("0.45")),
    ]
    assert all(p.justification == "semapv:MappingChaining" for p in found)


def test_a_slice_has_our_terms_all_above_them_and_where_it_is_from(
    toy: ForeignOntology, vocabularies: Vocabularies
) -> None:
    piece = cut(toy, [mapping("KneeJoint", "UBERON:2")], vocabularies)
    assert list(piece.terms) == ["UBERON:0001062", "UBERON:1", "UBERON:2"]
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in slice_triples(piece, vocabularies))
    climbs = """PREFIX obo: <http://purl.obolibrary.org/obo/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        ASK { obo:UBERON_2 obo:BFO_0000050/rdfs:subClassOf obo:UBERON_0001062 .
              ?slice <http://purl.org/dc/terms/license> <http://creativecommons.org/licenses/by/3.0/> ;
                     <http://www.w3.org/2002/07/owl#versionInfo> "2026-01-02" }"""
    assert store.query(climbs)


def test_slices_of_unknown_licence_or_nothing_are_refused(toy: ForeignOntology, vocabularies: Vocabularies) -> None:
    with pytest.raises(InputError, match="no licence for 'ZZZ' is known"):
        cut(terms(ForeignTerm("ZZZ:1", "x")), [mapping("KneeJoint", "ZZZ:1")], vocabularies)
    with pytest.raises(InputError, match="no term of ours is mapped"):
        cut(toy, [], vocabularies)
    with pytest.raises(InputError, match="UBERON:77 is not in it"):
        cut(toy, [], vocabularies, ["UBERON:77"])


def test_joining_an_ontology_lets_a_query_climb_its_hierarchy(root: Path, tmp_path: Path) -> None:
    """In this version of UBERON the hip joint lies in the hindlimb; so it does in the answer, and nothing else does."""
    source = written(
        tmp_path,
        "mine.obo",
        "format-version: 1.2\ndata-version: 2026-02-03\n\n[Term]\nid: UBERON:0002103\nname: hindlimb\n\n"
        "[Term]\nid: UBERON:0001486\nname: hip joint\nrelationship: part_of UBERON:0002103\n\n"
        "[Typedef]\nid: part_of\nname: part of\n",
    )
    joined = tmp_path / "joined.nq"
    result = run("link", str(source), "--merge", str(joined), "--root", str(root))
    assert result.exit_code == 0 and "2 of UBERON" in result.stdout
    kg = hograph.open(joined)
    assert {row["site"] for row in kg.records(kg.query("uberon-region"))} == {"hip joint", "lower limb"}


def test_the_command_proposes_checks_and_writes_a_table(root: Path, tmp_path: Path) -> None:
    source = written(
        tmp_path,
        "toy.obo",
        OBO.replace("UBERON:2\nname", "UBERON:0001485\nname").replace(": UBERON:2", ": UBERON:0001485"),
    )
    out = tmp_path / "proposed.sssom.tsv"
    result = run("link", str(source), "--anew", "--out", str(out), "--root", str(root))
    assert result.exit_code == 0, result.stderr
    assert "label drift" in result.stdout and "0 violations" in result.stdout
    table = load_mappings(out)
    assert [(m.subject, m.object_id, m.confidence) for m in table.mappings] == [
        ("KneeJoint", "UBERON:0001485", Decimal("0.96"))
    ]


def test_bad_input_is_told_with_exit_code_2(root: Path, tmp_path: Path) -> None:
    bad = written(tmp_path, "bad.json", "{")
    for command in (["link", str(bad)], ["slice", str(bad)]):
        result = run(*command, "--root", str(root))
        assert result.exit_code == 2 and "not JSON" in result.stderr and "Traceback" not in result.stderr
    table = written(tmp_path, "x.tsv", "")
    result = run("link", str(table), "--merge", str(tmp_path / "x.nq"), "--root", str(root))
    assert result.exit_code == 2 and not (tmp_path / "x.nq").exists()


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


def test_confidence_stays_within_bounds(ontology: Ontology, vocabularies: Vocabularies, toy: ForeignOntology) -> None:
    found: list[Proposal] = propose(ontology, toy, (), vocabularies)
    assert all(0 < proposal.confidence < 1 for proposal in found)


def test_a_missing_reader_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "obonet", None)
    with pytest.raises(HographError, match=r"hograph\[link\]"):
        read_ontology(written(tmp_path, "x.obo", OBO))
