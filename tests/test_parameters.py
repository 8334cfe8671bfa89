"""Parameters: what a user types becomes one term that the graph has, or is refused in words; the text of a query never changes."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hograph.errors import HographError, QueryError
from hograph.knowledge import KnowledgeGraph
from hograph.ontology.index import Ontology
from hograph.query.binding import bind, block_range
from hograph.query.canned import CannedQuery
from hograph.query.header import load_query
from hograph.query.names import documents, find_claim, find_document, find_foreign
from hograph.query.parameters import Parameter, ParameterType, default_term
from hograph.query.tokens import tokens
from hograph.vocabulary import CLAIM, DOCUMENT, GRAPH, HO, OBO, RDFS

JOI = "joi-heterotopic-ossification"
NSAID = "bk6lbrhkkcwuln34"


def bound(kg: KnowledgeGraph, query: str, name: str, value: str) -> str:
    """What a value of a parameter is bound to, in words."""
    return kg.query(query, **{name: value}).asked[name]


@pytest.mark.parametrize(
    ("query", "name", "values", "means"),
    [
        (
            "causes",
            "document",
            [JOI, "joi", f"document:{JOI}", f"<{DOCUMENT}{JOI}>", f"{DOCUMENT}joi", " joi "],
            JOI,
        ),
        ("causes", "document", ["foot", "ankle", "FOOT ANKLE"[:4], "kb"], "foot-ankle-kb-myositis-ossificans"),
        (
            "claim",
            "claim",
            [NSAID, f"claim:{NSAID}", f"<{CLAIM}{NSAID}>", "bk6l", "claim:bk6l", f"{CLAIM}bk6l"],
            f"NSAID therapy prevents recurrence of heterotopic ossification (hedged) (claim:{NSAID})",
        ),
        (
            "causes",
            "condition",
            [
                "FOP",
                "ho:FibrodysplasiaOssificansProgressiva",
                "fibrodysplasia ossificans progressiva",
                f"<{HO}FibrodysplasiaOssificansProgressiva>",
            ],
            "fibrodysplasia ossificans progressiva (ho:FibrodysplasiaOssificansProgressiva)",
        ),
        (
            "uberon-region",
            "region",
            [
                *("UBERON:0002103", "uberon:0002103", "UBERON_0002103", "obo:UBERON_0002103", "hindlimb", "Hindlimb"),
                "<http://purl.obolibrary.org/obo/UBERON_0002103>",
            ],
            "obo:UBERON_0002103",
        ),
        ("causes", "document", ["any"], "any"),
        ("corroborated", "atleast", ["3", "003"], "3"),
    ],
)
def test_every_name_of_a_thing_means_it(
    kg: KnowledgeGraph, query: str, name: str, values: list[str], means: str
) -> None:
    assert {bound(kg, query, name, value) for value in values} == {means if name != "claim" else f"claim:{NSAID}"}


@pytest.mark.parametrize(
    ("query", "name", "value", "told"),
    [
        ("causes", "document", "jio", "No document is named 'jio'. Did you mean joi-"),
        ("causes", "document", "heterotopic", "may be dr-oracle-.* or joi-"),
        ("causes", "document", "", "No document is named"),
        ("claim", "claim", "nonexistent", "is no claim of this graph"),
        ("claim", "claim", "claim:bk6lbrhkkcwuln43", f"Did you mean claim:{NSAID}"),
        ("claim", "claim", "b", r"is the beginning of \d+ claims: claim:b.* Name more of it"),
        ("claim", "claim", f"claim:{NSAID}-span", "is no claim"),
        ("claim", "claim", "", "is no claim"),
        (
            "uberon-region",
            "region",
            "UBERON:9999999",
            "in neither a slice nor a mapping.*slices of: HP, MAXO, MONDO, UBERON",
        ),
        ("uberon-region", "region", "FOO:1", "is of FOO, and a term of UBERON is asked for.*slices of: HP"),
        ("uberon-region", "region", "HP:0001367", "is of HP, and a term of UBERON"),
        ("uberon-region", "region", "hindlmb", r"Did you mean hindlimb \(UBERON:0002103\)"),
        (
            "recurrence-prevention",
            "condition",
            "NSAIDs",
            "a term of the category intervention.*takes a kind of condition",
        ),
        ("recurrence-prevention", "condition", "ho:Complication", "complication .ho:Complication. is a role"),
        ("treatments", "kind", "HO", "a term of the category condition.*takes a kind of intervention"),
        ("roles", "role", "hip joint", r"takes a kind of role \(ho:Role\)"),
        ("causes", "condition", "mysitis ossificans", "Did you mean myositis ossificans"),
        ("causes", "condition", "causes", "is no label, synonym or CURIE"),
        ("causes", "include", "everything", "takes stated, studies, open, all"),
        ("causes", "inclde", "all", "Did you mean include"),
        ("corroborated", "atleast", "-1", "takes a whole number"),
        ("corroborated", "atleast", "two", "takes a whole number"),
    ],
)
def test_what_is_not_there_is_refused_in_words(
    kg: KnowledgeGraph, query: str, name: str, value: str, told: str
) -> None:
    with pytest.raises(HographError, match=told):
        kg.query(query, **{name: value})


def test_an_empty_answer_says_what_was_asked(kg: KnowledgeGraph) -> None:
    answer = kg.query("causes", document="learning-radiology")
    assert len(answer) == 0
    assert answer.question() == (
        "Asked with condition = heterotopic ossification (ho:HeterotopicOssification), "
        "document = learning-radiology-heterotopic-ossification, include = stated."
    )
    assert kg.sparql("SELECT ?s WHERE { ?s ho:subject ho:Claim }").question() == ""  # type: ignore[union-attr]


def test_the_title_of_a_document_names_it(kg: KnowledgeGraph) -> None:
    title = "Myositis ossificans"
    with pytest.raises(QueryError, match="may be"):
        find_document(kg.store, title)
    assert [find_document(kg.store, slug) for slug in documents(kg.store)] == documents(kg.store)


def test_a_label_of_a_foreign_term_is_not_looked_for_among_claims(kg: KnowledgeGraph) -> None:
    """They have most of the labels of a large graph: to read them took fourteen seconds where there were 300,000 claims."""
    store = ox.Store()
    label = ox.Literal("knee", language="en")
    for graph, node in (("claims/tale", "UBERON_1"), ("propositions", "UBERON_2"), ("slices/uberon", "UBERON_3")):
        store.add(ox.Quad(OBO[node], RDFS["label"], label, GRAPH[graph]))
    assert find_foreign(store, "Knee", "UBERON") == OBO["UBERON_3"]
    store.add(ox.Quad(OBO["UBERON_4"], RDFS["label"], ox.Literal("ankle"), ox.DefaultGraph()))
    assert find_foreign(store, "ankle", "UBERON") == OBO["UBERON_4"]


def test_a_graph_without_any_of_it(kg: KnowledgeGraph) -> None:
    empty = ox.Store()
    with pytest.raises(QueryError, match="There are: none"):
        find_document(empty, "joi")
    with pytest.raises(QueryError, match="is no claim"):
        find_claim(empty, NSAID)
    with pytest.raises(QueryError, match="no slice of another ontology"):
        find_foreign(empty, "UBERON:0002103", "UBERON")


ATTACKS = [
    '"',
    "'",
    "\\",
    "any) } #",
    "} UNION { ?s ?p ?o } {",
    '" } } DELETE WHERE { ?s ?p ?o } #',
    'ho:Condition } } ; DROP ALL ; SELECT * WHERE { ?s ?p "',
    "ho:Condition) (ho:Finding",
    "UNDEF",
    "?x",
    "# comment",
    "a\nb",
    "a\r\nb",
    ">",
    "<http://example.org/x>",
    "http://example.org/> } #",
    '"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "\\u0022 } #",
    "\\u003E",
    "\u0022\u007d",
    'stated" ) ( "all',
    "1) (2",
    "1 # ",
    "１",
    "joi'",
    "claim:bk6l> } #",
    f"{CLAIM}x> <y",
    "UBERON:0002103> } UNION { ?a ?b ?c",
    "UBERON:0002103 ",
    "UBERON:\u0000",
    "\ud800",
    "x" * 100_000,
]
PARAMETERS = [
    *(("causes", "condition"), ("causes", "document"), ("causes", "include"), ("claim", "claim")),
    *(("uberon-region", "region"), ("corroborated", "atleast"), ("roles", "role"), ("disagreements", "only")),
]


@pytest.mark.parametrize(("query", "name"), PARAMETERS)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda text: repr(text[:20]))
def test_an_attack_is_refused_in_words_or_is_one_term(kg: KnowledgeGraph, query: str, name: str, attack: str) -> None:
    canned = kg.queries[query]
    try:
        terms = canned.bindings({name: attack}, kg)
    except HographError as error:
        assert len(str(error)) > 20
        return
    only_the_row_differs(canned, terms)
    assert kg.query(query, **{name: attack}).columns == kg.query(query).columns


def only_the_row_differs(canned: CannedQuery, terms: dict[str, ox.NamedNode | ox.Literal | None]) -> None:
    """A bound query is the text of its file but for the row of its block, which holds one term for each parameter."""
    text, made = canned.text, bind(canned.text, terms)
    start, end = block_range(text) or (0, 0)
    made_start, made_end = block_range(made) or (0, 0)
    assert (text[:start], text[end:]) == (made[:made_start], made[made_end:])
    values = [t for t in tokens(made[made_start:made_end]) if t.kind in {"iri", "string", "word"}]
    assert len([t for t in values if not made[made_start:made_end][: t.start].endswith("^^")]) == len(terms)


def test_the_kinds_of_parameters_are_all_attacked(kg: KnowledgeGraph) -> None:
    assert {kg.queries[query].header.parameters[name].type for query, name in PARAMETERS} == set(ParameterType)


TEXTS = st.text(max_size=60) | st.text(alphabet="\"'\\{}()<>#?^@:\n\r\t uUDF0ho", max_size=30)


@settings(max_examples=200, deadline=None)
@given(value=TEXTS)
def test_whatever_a_literal_is_the_query_stays_and_the_value_comes_back(value: str) -> None:
    text = "# VALUES (?x) { (0) }\nSELECT ?x ?y WHERE { FILTER ('VALUES (?x) {' != '') VALUES (?x ?y) { (1 2) } }"
    made = bind(text, {"y": ox.Literal(value), "x": None})
    assert made.startswith(text[: text.index("(1 2)") - 1]) and made.endswith(" } }")
    (row,) = ox.Store().query(made)  # type: ignore[misc]
    assert row["x"] is None and row["y"] == ox.Literal(value)


@settings(max_examples=100, deadline=None)
@given(value=TEXTS)
def test_whatever_is_typed_the_text_outside_of_the_block_stays(value: str, kg: KnowledgeGraph) -> None:
    for query, name in PARAMETERS:
        canned = kg.queries[query]
        try:
            terms = canned.bindings({name: value}, kg)
        except HographError:
            continue
        only_the_row_differs(canned, terms)


def test_binding_needs_the_block() -> None:
    with pytest.raises(QueryError, match="needs a block"):
        bind("SELECT ?x WHERE { ?x ?y ?z }", {"x": HO["Bone"]})
    with pytest.raises(QueryError, match="needs a block"):
        bind("SELECT ?x WHERE { VALUES (?y) { (1) } }", {"x": HO["Bone"]})


def test_every_query_names_the_category_of_its_conditions(kg: KnowledgeGraph) -> None:
    """A term parameter without a category answers for terms of every category, and says so by what its query finds."""
    free = {
        (query.name, name)
        for query in kg.queries.values()
        for name, parameter in query.header.parameters.items()
        if parameter.type is ParameterType.TERM and not parameter.category
    }
    assert {name for _, name in free} == {"condition", "object", "of", "subject", "term"}
    assert {query for query, name in free if name == "condition"} == {
        "disagreements",
        "hedged",
        "inconclusive",
        "negated",
        "numbers",
        "timeline",
    }


def test_defaults_need_no_graph(root: Path, ontology: Ontology) -> None:
    query = load_query(root / "queries" / "claim.rq", ontology)
    assert query.defaults == {"claim": CLAIM[NSAID]}
    parameter = Parameter(type=ParameterType.DOCUMENT, default="No slug", description="x")
    with pytest.raises(QueryError, match=re.escape("'No slug'")):
        default_term("document", parameter, ontology)
