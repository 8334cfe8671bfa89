"""Canned queries: their headers are held against their bodies, their answers against expected answers, on two engines."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import hograph
from expected import EXPECTED, answered, parameters_of
from hograph.cli.page import page
from hograph.curation.claimfile import load_all_claims
from hograph.curation.tokens import Certainty
from hograph.curation.values import Claim
from hograph.files import read_text
from hograph.graph.build import Build
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.binding import bind
from hograph.query.rows import claims_of, plain_value
from rdflib_engine import rows, union

QUERIES = sorted((Path(__file__).parent.parent / "queries").glob("*.rq"))


@pytest.fixture(scope="module")
def two(few: Build) -> tuple[KnowledgeGraph, rdflib.Graph]:
    """A part of the real graph on our engine, and in rdflib, which takes minutes over all of it."""
    store = ox.Store()
    store.bulk_extend(few.quads)
    return hograph.open(store), union(few.quads)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_row_of_every_query_rests_on_a_claim(kg: KnowledgeGraph, path: Path) -> None:
    answer = kg.query(path.stem)
    assert answer.rows or kg.queries[path.stem].header.empty
    assert len(kg.evidence(answer)) == len(answer.claims()) and all(claims_of(row) for row in answer)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_the_answer_is_the_expected_one(kg: KnowledgeGraph, path: Path) -> None:
    found, expected = answered(kg, path)
    assert found == expected


NARROWED = {stem.split("--")[0]: stem for path in reversed(EXPECTED) if "--" in (stem := path.stem)}
"""Query to the first of its expected answers with parameters."""


@pytest.mark.parametrize("asked", sorted({*(path.stem for path in QUERIES), *NARROWED.values()}))
def test_rdflib_gives_the_same_answer(kg: KnowledgeGraph, two: tuple[KnowledgeGraph, rdflib.Graph], asked: str) -> None:
    """With the defaults, and with the parameters of one expected answer."""
    ours, theirs = two
    name, given = parameters_of(asked)
    query = kg.queries[name]
    found = [
        tuple(term.value if isinstance(term, ox.NamedNode | ox.Literal) else None for term in row)
        for row in ours.query(name, **given).rows
    ]
    assert rows(theirs, bind(query.text, query.bindings(given, kg))) == found
    assert found or query.header.empty


def test_the_long_answers_hold_each_claim_of_the_files_once(kg: KnowledgeGraph, root: Path) -> None:
    """What is too long for an expected answer is counted in the files of claims, without a query."""
    files = load_all_claims(root / "data" / "claims")
    taken = [(file.document, claim) for file in files for claim in file.claims if claim.taken]
    label, relations = kg.ontology.label, kg.ontology.relations

    def told(document: str, claim: Claim) -> tuple[str, ...]:
        return document, label(claim.subject), relations[claim.predicate].label, label(claim.object)

    def found(name: str, *columns: str) -> Counter[tuple[object, ...]]:
        return Counter(tuple(row[column] for column in columns) for row in kg.records(kg.query(name)))

    whole = ("document", "subject", "relation", "object")
    assert found("claims", *whole, "certainty") == Counter((*told(d, c), c.certainty.value) for d, c in taken)
    assert found("hedged", *whole) == Counter(told(d, c) for d, c in taken if c.certainty is Certainty.HEDGED)
    assert found("cues", *whole, "cuekind") == Counter(
        (*told(d, c), f"{cue.kind.value} cue") for d, c in taken for cue in c.cues
    )
    kinds = Counter((d, relations[c.predicate].kind) for d, c in taken)
    assert found("document-coverage", "document", "claimkind", "number") == Counter((*k, n) for k, n in kinds.items())
    assert len(kg.query("describe")) == sum("HeterotopicOssification" in {c.subject, c.object} for _, c in taken)
    for name in ("who-says", "evidence-strength"):
        assert len(set(kg.query(name).claims())) == len(taken)


def test_a_difference_has_two_sides(kg: KnowledgeGraph) -> None:
    """Each row of `disagreements` rests on two claims; every kind that can be asked for occurs."""
    answer = kg.query("disagreements")
    assert all(len(set(claims_of(row))) == 2 for row in answer)
    allowed = kg.queries["disagreements"].header.parameters["only"].allowed
    assert {row["kind"] for row in answer.records()} == set(allowed) - {"any"}


def test_support_that_discourages_is_told(kg: KnowledgeGraph) -> None:
    """Two documents say that excision treats it, one of them that it is rarely warranted: the row says so, and who."""
    rows = {(row["subject"], row["object"]): row for row in kg.records(kg.query("corroborated"))}
    row = rows["surgical excision", "myositis ossificans"]
    assert (row["supporting"], row["discouraging"]) == (2, 1)
    assert "rarely warranted (myositis-ossificans-overview)" in str(row["advice"])
    assert {key for key, row in rows.items() if row["discouraging"]} == {("surgical excision", "myositis ossificans")}


def test_the_page_of_questions_is_true(kg: KnowledgeGraph, root: Path) -> None:
    assert page(kg) == read_text(root / "docs" / "questions.md"), "run: make docs"


FIXED = [
    "recurrence-prevention",
    "primary-prevention",
    "treatments",
    "excision-timing",
    "surgery-timing-tools",
    "recurrence-risks",
    "shared-risk-factors",
    "single-source-risk-factors",
    "causes",
    "earliest-detection",
    "before-radiograph",
    "modality-comparison",
    "sites-by-population",
    "site-ranking",
    "symptoms-by-stage",
    "differential-diagnosis",
    "mimics",
    "complications",
    "hereditary-forms",
    "genes-and-variants",
    "names-and-synonyms",
    "disagreements",
    "inconclusive",
    "negated",
    "hedged",
    "numbers",
    "timeline",
    "cautions",
    "monitoring",
    "mechanism-chain",
    "document-coverage",
    "gaps",
    "claims",
    "claim",
    "describe",
    "roles",
    "conditional",
    "who-says",
    "evidence-strength",
]


def test_the_names_that_users_rely_on_stay(kg: KnowledgeGraph) -> None:
    assert set(FIXED) <= set(kg.queries) and len(kg.queries) >= 45
    assert {path.stem.split("--")[0] for path in EXPECTED} == set(kg.queries), "every query has an expected answer"


UNSAFE = """SELECT ?claim ?denied { { ?claim ho:polarity ho:Negated BIND (true AS ?denied) }
  UNION { VALUES ?certainty { ho:Unknown ho:Inconclusive } ?claim ho:certainty ?certainty BIND (false AS ?denied) } }"""
DENIED = {"polarity", "standing", "denied", "disputing", "disputes", "onesays"}
OPEN = {"certainty", "standing", "open", "leavesopen", "onesays"}
"""Columns in which a reader sees that a claim is denied, or left open."""


@pytest.fixture(scope="module")
def unsafe(kg: KnowledgeGraph) -> dict[bool, set[object]]:
    """The claims that deny something (true), and those that leave something open (false)."""
    found = kg.sparql(UNSAFE)
    assert isinstance(found, Answer)
    return {
        is_denied: {r["claim"] for r in found if plain_value(r["denied"]) is is_denied} for is_denied in (True, False)
    }


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_question_is_safe_by_default(kg: KnowledgeGraph, unsafe: dict[bool, set[object]], path: Path) -> None:
    """What is denied or left open is left out by default; where a question is about it, a column shows it."""
    header, claims = kg.queries[path.stem].header, set(kg.query(path.stem).claims())
    assert unsafe[True] and unsafe[False]
    if "include" in header.parameters:
        assert header.parameters["include"].default == "stated"
        assert not claims & unsafe[False]
    if path.stem != "negated":  # the question itself says it
        assert not claims & unsafe[True] or DENIED & set(header.columns)
    assert not claims & unsafe[False] or OPEN & set(header.columns)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_what_is_hedged_is_marked_in_its_row(kg: KnowledgeGraph, path: Path) -> None:
    """Wherever a default answer rests on a hedged claim, its row says so: in words, or as a number of hedged claims."""
    found = kg.sparql("SELECT ?claim { ?claim ho:certainty ho:Hedged }")
    assert isinstance(found, Answer)
    hedged = {row["claim"] for row in found}
    answer = kg.query(path.stem)
    for row, told in zip(answer, kg.records(answer), strict=True):
        if path.stem not in {"hedged", "claim"} and hedged & set(claims_of(row)):
            assert told.get("hedged") or any("hedged" in str(value) for value in told.values()), told
