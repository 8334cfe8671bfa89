"""Links with ontologies of others: names compared, pairs proposed, known mappings checked, and the command."""

from decimal import Decimal
from pathlib import Path

import pytest

from commands import run
from hograph.linking.audit import audit
from hograph.linking.foreign import ForeignOntology, ForeignTerm, Synonym
from hograph.linking.lexical import key, steps_needed
from hograph.linking.propose import Proposal, propose
from hograph.linking.readers import read_ontology
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import load_mappings
from toys import OBO, mapping, terms, written


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory, vocabularies: Vocabularies) -> ForeignOntology:
    return read_ontology(written(tmp_path_factory.mktemp("toy"), "toy.obo", OBO), vocabularies)


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


def test_what_is_exactly_another_term_of_ours_is_not_close(ontology: Ontology, vocabularies: Vocabularies) -> None:
    """The hip, which is a name of our hip joint, is the counterpart of our hip region; a neoplasm is what a cancer is one of."""
    theirs = terms(ForeignTerm("UBERON:1", "hip"), ForeignTerm("UBERON:2", "neoplasm", (Synonym("cancer", "related"),)))
    known = (mapping("HipRegion", "UBERON:1"), mapping("Neoplasm", "UBERON:2"))
    found = {(p.subject, p.object_id): p for p in propose(ontology, theirs, known, Vocabularies())}
    assert found["HipJoint", "UBERON:1"].predicate == "relatedMatch"
    assert found["MalignantNeoplasm", "UBERON:2"].predicate == "broadMatch"
    assert "exact match of neoplasm, a broader term of ours" in str(found["MalignantNeoplasm", "UBERON:2"].comment)
    anew = {(p.subject, p.object_id): p.predicate for p in propose(ontology, theirs, (), Vocabularies())}
    assert anew["HipJoint", "UBERON:1"] == anew["MalignantNeoplasm", "UBERON:2"] == "closeMatch"


def test_a_top_category_is_never_exactly_theirs(ontology: Ontology) -> None:
    """Ours are cut so that no two overlap: a cell is no anatomical entity of ours, and one of theirs."""
    theirs = terms(ForeignTerm("ZZZ:1", "anatomical entity"), ForeignTerm("ZZZ:2", "knee joint"))
    found = {p.subject: p.predicate for p in propose(ontology, theirs, (), Vocabularies())}
    assert found == {"AnatomicalEntity": "closeMatch", "KneeJoint": "exactMatch"}


def test_of_several_names_that_agree_the_surer_counts(ontology: Ontology, vocabularies: Vocabularies) -> None:
    theirs = terms(ForeignTerm("UBERON:1", "knee", (Synonym("knee joint", "exact"),)))
    found = {p.subject: p for p in propose(ontology, theirs, (), vocabularies)}["KneeJoint"]
    assert (found.rule, found.predicate) == ("label / exact", "exactMatch"), "its synonym knee is their label, too"


def test_a_vocabulary_of_qualities_has_no_place_for_ours(ontology: Ontology, vocabularies: Vocabularies) -> None:
    quality = ForeignTerm("PATO:0000001", "quality")
    male = ForeignTerm("PATO:1", "male", above=(("is_a", "PATO:0000001"),))
    assert not propose(ontology, terms(quality, male), (), vocabularies)


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
        ("KneeJoint", "UBERON:0001485", Decimal("0.97"))
    ]


def test_bad_input_is_told_with_exit_code_2(root: Path, tmp_path: Path) -> None:
    bad = written(tmp_path, "bad.json", "{")
    for command in (["link", str(bad)], ["slice", str(bad)]):
        result = run(*command, "--root", str(root))
        assert result.exit_code == 2 and "not JSON" in result.stderr and "Traceback" not in result.stderr
    table = written(tmp_path, "x.tsv", "")
    result = run("link", str(table), "--merge", str(tmp_path / "x.nq"), "--root", str(root))
    assert result.exit_code == 2 and not (tmp_path / "x.nq").exists()


def test_confidence_stays_within_bounds(ontology: Ontology, vocabularies: Vocabularies, toy: ForeignOntology) -> None:
    found: list[Proposal] = propose(ontology, toy, (), vocabularies)
    assert all(0 < proposal.confidence < 1 for proposal in found)


def test_with_several_files_each_finding_and_proposal_names_its_own(root: Path, tmp_path: Path) -> None:
    one = written(
        tmp_path, "one.obo", "format-version: 1.2\n\n[Term]\nid: UBERON:0001485\nname: changed\nis_obsolete: true\n"
    )
    text = one.read_text("utf-8") + "\n[Term]\nid: UBERON:1\nname: hip joint\n"
    one.write_text(text, encoding="utf-8")
    result = run("link", one, written(tmp_path, "two.obo", OBO), "--anew", "--root", root)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split()[-1] for line in lines if "obsolete" in line] == ["one.obo"]
    assert [line.split()[-1] for line in lines if "exactMatch" in line] == ["one.obo", "two.obo"]


def test_what_lies_below_the_least_confidence_is_counted(root: Path, tmp_path: Path) -> None:
    """A pair that its place alone suggests, which nobody would see otherwise."""
    source = written(
        tmp_path,
        "place.obo",
        "format-version: 1.2\n\n[Term]\nid: MONDO:0005093\nname: skin disorder\n\n"
        "[Term]\nid: MONDO:5\nname: something between\nis_a: MONDO:0005093\n\n"
        "[Term]\nid: MONDO:0004646\nname: decubitus ulcer\nis_a: MONDO:5\n",
    )
    told = run("link", source, "--root", root).stdout
    assert (
        "\n0 proposals.\nBelow a confidence of 0.5 are 1 more, 1 of them by place alone; --least 0 lists them." in told
    )
    listed = run("link", source, "--least", "0", "--root", root).stdout
    assert "something between" in listed and "1 proposal." in listed and "Below a" not in listed
