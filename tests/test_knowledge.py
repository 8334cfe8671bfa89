"""The Python API: the examples of its docstrings run, and what it hands out is what the graph holds."""

import importlib.util
from pathlib import Path

import pytest
import rdflib

import hograph
from hograph import Answer, KnowledgeGraph
from hograph.errors import HographError, QueryError, UnknownTermError
from hograph.exports.rdf import serialise


def test_records_have_labels_and_plain_values(kg: KnowledgeGraph) -> None:
    found = kg.query("recurrence-prevention")
    assert [row["certainty"] for row in kg.records(found)] == ["asserted", "hedged", "hedged"]
    assert found.records()[1]["treatment"] == "https://w3id.org/hograph/NsaidTherapy"
    (count,) = kg.sparql("SELECT (COUNT(*) AS ?n) WHERE { ?c a ho:Claim }").records()  # type: ignore[union-attr]
    assert isinstance(count["n"], int)


def test_rdflib_and_owlready_hold_the_same_graph(kg: KnowledgeGraph) -> None:
    assert len(kg.rdflib) == len({quad.triple for quad in kg.store})
    assert isinstance(kg.sparql("CONSTRUCT WHERE { ho:Bone ?p ?o }"), rdflib.Graph)
    assert kg.owl.search_one(label="hip joint").name == "HipJoint"


BY = "SELECT ?claim WHERE { VALUES (?by ?in) { (UNDEF UNDEF) } GRAPH ?g { ?claim ho:subject ?by } ?claim ho:statedIn ?in }"


def test_variables_of_own_sparql_stand_for_what_is_named(kg: KnowledgeGraph) -> None:
    whole, part, less = (
        kg.sparql(BY, **values)
        for values in ({"by": "HO", "in": None}, {"by": "HO", "in": "document:joi"}, {"by": "claim:76dh", "in": None})
    )
    assert isinstance(whole, Answer) and isinstance(part, Answer) and isinstance(less, Answer)
    assert set(part.rows) < set(whole.rows) and not less.rows
    counted = kg.sparql("SELECT ?n WHERE { VALUES (?n ?iri) { (UNDEF UNDEF) } }", n=3, iri="https://example.org/")
    assert isinstance(counted, Answer) and counted.records() == [{"n": 3}]
    with pytest.raises(UnknownTermError, match="Did you mean hip joint"):
        kg.sparql(BY, **{"by": "hip jiont", "in": None})
    with pytest.raises(QueryError, match=r"needs a block 'VALUES \(\?by\)"):
        kg.sparql("SELECT ?claim WHERE { ?claim ho:subject ?by }", by="HO")


def test_a_name_that_is_not_declared_is_a_warning(kg: KnowledgeGraph) -> None:
    with pytest.warns(UserWarning, match=r"The ontology declares no ho:Clam. Did you mean ho:Claim\?"):
        kg.sparql("ASK { ?x a ho:Clam }")


def test_evidence_of_what_is_no_claim_is_an_error(kg: KnowledgeGraph) -> None:
    answer = kg.query("recurrence-prevention")
    frame = " ".join(str(claim) for claim in kg.records(answer)[0]["claim"].split())  # type: ignore[union-attr]
    assert [item.claim for item in kg.evidence(frame)] == frame.split()
    with pytest.raises(QueryError, match="'claim:zzz' is no claim of this graph"):
        kg.evidence("claim:zzz")
    with pytest.raises(
        QueryError, match=r"is no claim\. Give a claim, an answer, or a row as `for row in answer` gives it"
    ):
        kg.evidence(answer.rows[0])  # type: ignore[arg-type]


def test_a_question_like_none_is_an_error(kg: KnowledgeGraph) -> None:
    with pytest.raises(HographError, match="No canned query is like"):
        kg.ask("xyzzy")


def test_a_claim_is_explained_and_searched_for(kg: KnowledgeGraph) -> None:
    (claim,) = [node for node in kg.query("recurrence-prevention").claims() if "76dh" in node.value]
    found = list(kg.explain("claim:76dh"))
    assert found == list(kg.explain(claim.value)) == list(kg.explain(claim.value.rsplit("/")[-1])) != []
    assert all(claim in reason.claims for _, reason in found)
    assert {role for role, _ in found} < {role for role, _ in kg.explain("radiation therapy")}
    with pytest.raises(HographError, match="is no claim of this graph"):
        list(kg.explain("claim:nothing"))
    assert kg.search("radiaton")[0] == "ho:RadiationTherapy" and kg.search("qxjkvw") == []


def test_claims_of_a_document(kg: KnowledgeGraph) -> None:
    joi = kg.claims(document="joi")
    assert 0 < len(joi) < len(kg.claims())
    assert {row["document"].value.rsplit("/")[-1] for row in joi} == {"joi-heterotopic-ossification"}  # type: ignore[union-attr]


def test_types_say_what_records_hold(kg: KnowledgeGraph) -> None:
    found = kg.query("document-coverage")
    assert {column for column, kind in found.types.items() if kind is int} == {
        "number",
        "asserted",
        "hedged",
        "open",
        "denied",
    }
    for row in kg.records(found):
        assert all(type(row[column]) is kind for column, kind in found.types.items())
    for name, columns in (("timeline", ("mindays", "maxdays")), ("numbers", ("low", "high"))):
        assert {kg.query(name).types[column] for column in columns} == {float}, "sorted as numbers, not as text"
    found = kg.query("numbers")
    assert kg.records(found, iris=True)[0]["subject"] != kg.records(found)[0]["subject"]


def test_python_says_yes_no_and_nothing(kg: KnowledgeGraph) -> None:
    strict = kg.query("shared-risk-factors", strict=True)
    assert strict.rows == kg.query("shared-risk-factors", strict="yes").rows
    assert strict.rows != kg.query("shared-risk-factors", strict=False).rows
    assert kg.claims(subject=None, document="joi").rows == kg.claims(document="joi").rows


def test_a_term_by_the_curie_of_another_ontology_that_it_matches(kg: KnowledgeGraph) -> None:
    assert kg.query("treatments", condition="MONDO:0007606").asked == kg.query("treatments", condition="FOP").asked
    with pytest.raises(UnknownTermError, match="UBERON:0000000"):
        kg.find("UBERON:0000000")


def test_names_as_people_paste_them(kg: KnowledgeGraph) -> None:
    names = ["myositis  ossificans", "myositis\u00a0ossificans ", "\uff2d\uff59ositis ossificans"]
    assert {kg.find(name).value for name in names} == {kg.find("MyositisOssificans").value}


def test_folders_by_name(root: Path, build_folder: Path, documents: Path) -> None:
    kg = hograph.open(str(root), str(build_folder), str(documents))
    assert all(item.passage for item in kg.evidence(kg.query("recurrence-prevention")))


LAYOUTS = {".nq": "nquads", ".trig": "trig", ".ttl": "turtle", ".nt": "ntriples", ".rdf": "rdfxml", ".jsonld": "jsonld"}


@pytest.mark.parametrize("suffix", LAYOUTS)
def test_a_file_of_your_own(kg_of_few: KnowledgeGraph, tmp_path: Path, suffix: str) -> None:
    """What our exports write can be opened and asked again, also where the layout has no named graphs."""
    path, given = tmp_path / f"mine{suffix}", kg_of_few.query("recurrence-prevention")
    path.write_bytes(serialise(kg_of_few.store, LAYOUTS[suffix], kg_of_few.ontology))
    for source in (path, str(path)):
        opened = hograph.open(source)
        found = opened.query("recurrence-prevention")
        assert found.rows == given.rows and found.rows
        assert len(opened.evidence(found)) == len(kg_of_few.evidence(given)) > 0
    assert len(opened.claims(document="joi")) == len(kg_of_few.claims(document="joi")) > 0
    path.write_text("{this is no RDF", encoding="utf-8")
    with pytest.raises(HographError, match=rf"mine\{suffix}:1:\d+: not "):
        hograph.open(path)


def test_an_object_of_your_own(kg_of_few: KnowledgeGraph) -> None:
    flat = rdflib.Graph()
    for triple in kg_of_few.rdflib.triples((None, None, None)):
        flat.add(triple)
    rows = kg_of_few.query("recurrence-prevention").rows
    for source in (kg_of_few.rdflib, flat, kg_of_few.store):
        assert hograph.open(source).query("recurrence-prevention").rows == rows != ()
    assert set(hograph.open(flat).rdflib.triples((None, None, None)))
    with pytest.raises(HographError, match="of the type int, which is no graph"):
        hograph.open(3)  # type: ignore[arg-type]


def test_to_pandas_says_what_is_missing_or_gives_a_frame(kg: KnowledgeGraph) -> None:
    found = kg.query("recurrence-prevention")
    if importlib.util.find_spec("pandas"):
        assert list(found.to_pandas().columns) == list(found.columns)
    else:
        with pytest.raises(HographError, match="pip install pandas"):
            found.to_pandas()


def test_a_build_taken_into_memory_is_the_same(kg: KnowledgeGraph) -> None:
    assert kg.prepared
    held = hograph.open(kg.root, kg.prepared.build, memory=True)
    assert set(held.store) == set(kg.store)
    assert held.query("treatments").rows == kg.query("treatments").rows


def test_opening_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HographError, match="no folder with ontology/"):
        hograph.open(tmp_path)
    with pytest.raises(HographError, match=r"x\.nq: No such file or folder"):
        hograph.open(tmp_path / "x.nq")
    strange = tmp_path / "strange.xyz"
    strange.write_text("nonsense", encoding="utf-8")
    with pytest.raises(HographError, match=r"not N-Quads: .* The end of a name says what is in a file"):
        hograph.open(strange)


def test_what_a_long_answer_leaves_out_is_told_but_not_counted(
    kg: hograph.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = kg.query("recurrence-prevention")
    monkeypatch.setattr("hograph.knowledge.graph.LONG", len(answer))
    assert kg.left_out(answer) == "1 left open"
    monkeypatch.setattr("hograph.knowledge.graph.LONG", len(answer) - 1)
    assert kg.left_out(answer).startswith("what is said of studies, left open, denied")
    assert not kg.left_out(kg.query("recurrence-prevention", include="all"))
