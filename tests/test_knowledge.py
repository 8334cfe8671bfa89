"""The Python API: the examples of its docstrings run, and what it hands out is what the graph holds."""

import doctest
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import rdflib

import hograph
from hograph import KnowledgeGraph, files, knowledge, vocabulary
from hograph.curation import documents, durations
from hograph.errors import HographError
from hograph.graph import identity, quads
from hograph.query import ask, syntax
from hograph.query.serialise import serialise


@pytest.mark.parametrize(
    "module",
    [knowledge, durations, documents, identity, quads, ask, syntax, files, vocabulary],
    ids=lambda m: m.__name__,
)
def test_the_examples_of_the_docstrings_run(module: ModuleType, kg: KnowledgeGraph) -> None:
    outcome = doctest.testmod(module, extraglobs={"kg": kg}, optionflags=doctest.ELLIPSIS)
    assert outcome.failed == 0
    assert outcome.attempted > 0 or module is documents


def test_records_have_labels_and_plain_values(kg: KnowledgeGraph) -> None:
    answer = kg.query("recurrence-prevention")
    assert [row["certainty"] for row in kg.records(answer)] == ["asserted", "hedged", "hedged"]
    assert answer.records()[1]["treatment"] == "https://w3id.org/hograph/NsaidTherapy"
    (count,) = kg.sparql("SELECT (COUNT(*) AS ?n) WHERE { ?c a ho:Claim }").records()  # type: ignore[union-attr]
    assert isinstance(count["n"], int)


def test_rdflib_and_owlready_hold_the_same_graph(kg: KnowledgeGraph) -> None:
    assert len(kg.rdflib) == len({quad.triple for quad in kg.store})
    assert isinstance(kg.sparql("CONSTRUCT WHERE { ho:Bone ?p ?o }"), rdflib.Graph)
    assert kg.owl.search_one(label="hip joint").name == "HipJoint"


def test_a_question_like_none_is_an_error(kg: KnowledgeGraph) -> None:
    with pytest.raises(HographError, match="No canned query is like"):
        kg.ask("xyzzy")


def test_a_graph_of_your_own(kg: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "mine.nq"
    path.write_bytes(serialise(kg.store, "nquads"))
    for source in (path, str(path), kg.rdflib, kg.store):
        assert len(hograph.open(source).query("recurrence-prevention")) == 3
    path.write_text("this is no N-Quads", encoding="utf-8")
    with pytest.raises(HographError, match=r"mine\.nq:1:"):
        hograph.open(path)


def test_to_pandas_says_what_is_missing_or_gives_a_frame(kg: KnowledgeGraph) -> None:
    answer = kg.query("recurrence-prevention")
    if importlib.util.find_spec("pandas"):
        assert list(answer.to_pandas().columns) == list(answer.columns)
    else:
        with pytest.raises(HographError, match="pip install pandas"):
            answer.to_pandas()


def test_opening_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HographError, match="no folder with ontology/"):
        hograph.open(tmp_path)
