"""The Python API: the examples of its docstrings run, and what it hands out is what the graph holds."""

import doctest
import importlib.util
from functools import cached_property
from pathlib import Path
from types import ModuleType

import pytest
import rdflib

import hograph
from hograph import KnowledgeGraph, errors, files, vocabulary
from hograph.curation import durations
from hograph.errors import HographError
from hograph.exports.rdf import serialise
from hograph.graph import identity, labels, quads
from hograph.knowledge import graph, lookup
from hograph.query import answer, ask, cells, mentions, syntax
from hograph.release import diff, names, package


@pytest.mark.parametrize(
    "module",
    [
        hograph,
        errors,
        answer,
        graph,
        lookup,
        cells,
        labels,
        mentions,
        durations,
        identity,
        quads,
        ask,
        syntax,
        files,
        vocabulary,
        diff,
        names,
        package,
    ],
    ids=lambda m: m.__name__,
)
def test_the_examples_of_the_docstrings_run(module: ModuleType, kg: KnowledgeGraph) -> None:
    outcome = doctest.testmod(module, extraglobs={"kg": kg}, optionflags=doctest.ELLIPSIS)
    assert outcome.failed == 0
    assert outcome.attempted > 0


@pytest.mark.parametrize(
    "public", [hograph.Answer, hograph.Evidence, hograph.HographError, KnowledgeGraph, hograph.open]
)
def test_every_public_name_has_an_example(public: object) -> None:
    assert ">>>" in str(public.__doc__)
    methods = [
        value for name, value in vars(public).items() if not name.startswith("_") and getattr(value, "__doc__", None)
    ]
    plain = [method for method in methods if callable(method) or isinstance(method, cached_property)]
    assert [method for method in plain if ">>>" not in str(method.__doc__) and method not in UNSHOWN] == []


UNSHOWN = [KnowledgeGraph.ontology, KnowledgeGraph.queries]
"""An index and a mapping of the inner rooms: handed out, but described there."""


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


def test_a_question_like_none_is_an_error(kg: KnowledgeGraph) -> None:
    with pytest.raises(HographError, match="No canned query is like"):
        kg.ask("xyzzy")


def test_a_graph_of_your_own(kg: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "mine.nq"
    path.write_bytes(serialise(kg.store, "nquads", kg.ontology))
    for source in (path, str(path), kg.rdflib, kg.store):
        assert len(hograph.open(source).query("recurrence-prevention")) == 3
    path.write_text("this is no N-Quads", encoding="utf-8")
    with pytest.raises(HographError, match=r"mine\.nq:1:"):
        hograph.open(path)


def test_to_pandas_says_what_is_missing_or_gives_a_frame(kg: KnowledgeGraph) -> None:
    found = kg.query("recurrence-prevention")
    if importlib.util.find_spec("pandas"):
        assert list(found.to_pandas().columns) == list(found.columns)
    else:
        with pytest.raises(HographError, match="pip install pandas"):
            found.to_pandas()


def test_opening_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HographError, match="no folder with ontology/"):
        hograph.open(tmp_path)
