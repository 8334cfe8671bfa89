"""Canned queries: their headers are held against their bodies, their answers against expected answers, on two engines."""

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import ResultRow

from hograph.cli.page import page
from hograph.cli.render import cells
from hograph.errors import QueryError
from hograph.files import read_text
from hograph.graph.build import Build
from hograph.graph.quads import nquads
from hograph.knowledge import KnowledgeGraph
from hograph.ontology.index import Ontology
from hograph.query.answer import Answer
from hograph.query.binding import bind
from hograph.query.header import load_query
from hograph.query.rows import claims_of
from hograph.vocabulary import HO

ANSWERS = Path(__file__).parent / "answers"
EXPECTED = sorted(ANSWERS.glob("*.csv"))
QUERIES = sorted((Path(__file__).parent.parent / "queries").glob("*.rq"))


@pytest.fixture(scope="module")
def dataset(built: Build) -> rdflib.Dataset:
    """The built graph in rdflib, the union of all graphs as the default graph."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=nquads(built.quads), format="nquads")
    return dataset


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_row_of_every_query_rests_on_a_claim(kg: KnowledgeGraph, path: Path) -> None:
    answer = kg.query(path.stem)
    assert answer.rows or kg.queries[path.stem].header.empty
    assert len(kg.evidence(answer)) == len(answer.claims()) and all(claims_of(row) for row in answer)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_the_answer_is_the_expected_one(kg: KnowledgeGraph, path: Path) -> None:
    """`<query>.csv` or `<query>--<parameter>=<value>.csv`; the columns of the file are compared, in the order of the rows."""
    name, *parameters = path.stem.split("--")
    answer = kg.query(name, **dict(parameter.split("=", 1) for parameter in parameters))
    with path.open(encoding="utf-8", newline="") as stream:
        expected = list(csv.reader(stream))
    places = [answer.columns.index(column) for column in expected[0]]
    found = [[row[place] for place in places] for row in cells(kg, answer, iris=False)]
    assert found == expected[1:]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_rdflib_gives_the_same_answer(kg: KnowledgeGraph, dataset: rdflib.Dataset, path: Path) -> None:
    query = kg.queries[path.stem]
    text = bind(query.text, query.bindings({}, kg.ontology))
    theirs = [
        tuple(str(term) if term is not None else None for term in row)
        for row in dataset.query(text)
        if isinstance(row, ResultRow)
    ]
    ours = [
        tuple(term.value if isinstance(term, ox.NamedNode | ox.Literal) else None for term in row)
        for row in kg.query(path.stem).rows
    ]
    assert theirs == ours


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


def test_parameters_are_terms_and_never_text() -> None:
    attack = '" } } DELETE WHERE { ?s ?p ?o } #'
    bound = bind("SELECT ?x WHERE { VALUES (?x) { (1) } }", {"x": ox.Literal(attack)})
    (row,) = ox.Store().query(bound)  # type: ignore[misc]
    assert row["x"] == ox.Literal(attack)
    with pytest.raises(QueryError, match="needs a block"):
        bind("SELECT ?x WHERE { ?x ?y ?z }", {"x": HO["Bone"]})


GOOD = """#+ title: Bones
#+ question: Which claims are about bone?
#+ description: All of them.
#+ tags: [test]
#+ columns:
#+   claim: {title: Claim, description: The claim.}
#+ order: by claim
PREFIX ho: <https://w3id.org/hograph/>
SELECT ?claim WHERE { ?claim ho:subject ho:Bone } ORDER BY ?claim
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("#+ title: Bones\n", "", "title"),
        ("#+ tags: [test]", "#+ labels: [test]", "labels"),
        ("#+ ", "# ", "must begin with its header"),
        ("SELECT ?claim WHERE", "SELECT ?clam WHERE", "never binds"),
        ("ho:subject ho:Bone", "ho:subject ho:Boen", "ho:Boen is not declared"),
        ("ORDER BY ?claim", "ORDR BY ?claim", "not SPARQL"),
        ("SELECT ?claim", "SELECT ?claim ?s", "never binds"),
        ("<https://w3id.org/hograph/>", "<https://example.org/>", "does not stand for"),
        ("SELECT ?claim WHERE", "CONSTRUCT WHERE", "must be a SELECT"),
        (
            "#+ order: by claim",
            "#+ order: by claim\n#+ parameters:\n#+   n: {type: integer, default: 1, description: a number}",
            "VALUES",
        ),
    ],
)
def test_a_query_that_breaks_a_rule_is_refused_when_it_is_loaded(
    tmp_path: Path, ontology: Ontology, old: str, new: str, told: str
) -> None:
    path = tmp_path / "bones.rq"
    path.write_text(GOOD, encoding="utf-8")
    assert load_query(path, ontology).header.title == "Bones"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(QueryError, match=told) as error:
        load_query(path, ontology)
    assert str(path) in str(error.value)


def test_the_parameter_block_holds_the_defaults(tmp_path: Path, ontology: Ontology, root: Path) -> None:
    text = read_text(root / "queries" / "recurrence-prevention.rq")
    path = tmp_path / "changed.rq"
    path.write_text(text.replace('(ho:Condition "stated")', '(ho:Condition "all")'), encoding="utf-8")
    with pytest.raises(QueryError, match="does not hold their defaults"):
        load_query(path, ontology)


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


UNSAFE = """SELECT ?c { { ?c ho:polarity ho:Negated } UNION { ?c ho:certainty ho:Unknown }
  UNION { ?c ho:certainty ho:Inconclusive } }"""


@pytest.mark.parametrize("name", FIXED)
def test_plain_questions_are_safe_by_default(kg: KnowledgeGraph, name: str) -> None:
    """Where a question has the parameter `include`, its default leaves out what is denied or left open, unless it shows the polarity."""
    header = kg.queries[name].header
    if "include" in header.parameters and "polarity" not in header.columns:
        assert header.parameters["include"].default == "stated"
        unsafe = kg.sparql(UNSAFE)
        assert isinstance(unsafe, Answer) and unsafe.rows
        assert not set(kg.query(name).claims()) & {row["c"] for row in unsafe}
