"""What is held against a canned query when it is loaded: a twin that passes and one that fails for each rule."""

from pathlib import Path

import pytest

from hograph.errors import QueryError
from hograph.files import read_text
from hograph.graph.build import Build
from hograph.knowledge import KnowledgeGraph
from hograph.ontology.index import Ontology
from hograph.query.canned import CannedQuery
from hograph.query.header import load_query
from hograph.query.known import Known
from hograph.query.scope import unbound
from hograph.query.tokens import declared_prefixes, iris, tokens, written_out
from hograph.vocabulary import GRAPH

GOOD = """#+ title: Bones
#+ question: Which claims are about bone?
#+ description: All of them.
#+ tags: [test]
#+ parameters:
#+   condition: {type: term, category: Condition, default: Condition, description: A condition.}
#+ columns:
#+   claim: {title: Claim, description: The claim.}
#+   x: {title: X, description: Something.}
#+ order: by claim
PREFIX ho: <https://w3id.org/hograph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX obo: <http://purl.obolibrary.org/obo/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX graph: <https://w3id.org/hograph/graph/>
SELECT ?claim ?x WHERE {
  VALUES (?condition) { (ho:Condition) }
  ?claim ho:subject ho:Bone ; ho:object ?condition .
  ?claim ho:predicate ?x .
} ORDER BY ?claim
"""
BINDS_X = "?claim ho:predicate ?x ."


@pytest.fixture
def load(tmp_path: Path, root: Path, ontology: Ontology) -> "Loader":
    """Loads the text of a query as a file beside the real ontology."""
    return Loader(tmp_path / "bones.rq", ontology, Known(ontology, root / "ontology"))


class Loader:
    """Writes a query into a file and loads it."""

    def __init__(self, path: Path, ontology: Ontology, known: Known) -> None:
        self.path, self.ontology, self.known = path, ontology, known

    def __call__(self, text: str) -> CannedQuery:
        self.path.write_text(text, encoding="utf-8")
        return load_query(self.path, self.ontology, self.known)

    def refuses(self, old: str, new: str, told: str) -> None:
        """The good query with one change is refused, with the file in the words of the error."""
        assert GOOD.count(old) >= 1
        self(GOOD)
        with pytest.raises(QueryError, match=told) as error:
            self(GOOD.replace(old, new))
        assert str(self.path) in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("#+ title: Bones\n", "", "title"),
        ("#+ tags: [test]", "#+ labels: [test]", "labels"),
        ("#+ title: Bones", "#+ title: ' '", "nothing stands behind title"),
        ("#+ tags: [test]", "#+ tags: []", "nothing stands behind tags"),
        ("{title: X,", "{title: '',", "nothing stands behind title of x"),
        ("#+ ", "# ", "must begin with its header"),
        ("ORDER BY ?claim", "ORDR BY ?claim", "not SPARQL"),
        ("<http://www.w3.org/ns/oa#>", "<https://example.org/>", "does not stand for"),
        ("SELECT ?claim ?x WHERE", "CONSTRUCT { ?claim ho:object ?x } WHERE", "must be a SELECT"),
        ("ORDER BY ?claim", "", "no ORDER BY"),
        ("VALUES (?condition) { (ho:Condition) }", "VALUES ?condition { ho:Condition }", "VALUES"),
        (
            "VALUES (?condition) { (ho:Condition) }",
            "VALUES (?condition) { (ho:Finding) }",
            "does not hold their defaults",
        ),
        ("SELECT ?claim ?x WHERE", "SELECT ?claim WHERE", "differ in: x"),
        ("#+ order", "#+ apart: y\n#+ order", "which is no column"),
    ],
)
def test_form(load: Loader, old: str, new: str, told: str) -> None:
    load.refuses(old, new, told)


@pytest.mark.parametrize(
    "instead",
    [
        "",
        "FILTER (?x != ho:causes)",
        "FILTER NOT EXISTS { ?claim ho:predicate ?x }",
        "FILTER EXISTS { ?claim ho:predicate ?x }",
        "MINUS { ?claim ho:predicate ?x }",
        'FILTER (STR(?claim) != "?x")',
        "# ?claim ho:predicate ?x",
        "{ SELECT ?claim WHERE { ?claim ho:predicate ?x } }",
        "{ SELECT ?claim ?x WHERE { ?claim ho:predicate ?y } }",
        "{ SELECT ?claim (COUNT(?x) AS ?n) WHERE { ?claim ho:predicate ?y } GROUP BY ?claim }",
        "?claim ho:predicate ?X .",
    ],
)
def test_a_variable_that_nothing_binds_is_refused(load: Loader, instead: str) -> None:
    load.refuses(BINDS_X, instead, "never binds")


@pytest.mark.parametrize(
    "instead",
    [
        "OPTIONAL { ?claim ho:predicate ?x }",
        "BIND (STR(?claim) AS ?x)",
        "VALUES ?x { 1 2 }",
        "{ ?claim ho:predicate ?x } UNION { ?claim ho:object ?x }",
        "{ SELECT ?claim (COUNT(?y) AS ?x) WHERE { ?claim ho:predicate ?y } GROUP BY ?claim }",
        "{ SELECT * WHERE { ?claim ho:predicate ?x } }",
        "?claim ^ho:predicate|ho:object+ ?x FILTER NOT EXISTS { ?other ho:object ?x }",
    ],
)
def test_a_variable_that_something_binds_is_not(load: Loader, instead: str) -> None:
    assert load(GOOD.replace(BINDS_X, instead)).header.title == "Bones"


def test_variables_of_sorting_and_filters_are_held_to_it_too(load: Loader) -> None:
    load.refuses("ORDER BY ?claim", "ORDER BY ?clam", r"\?clam, which its body never binds")
    load.refuses(BINDS_X, BINDS_X + ' FILTER (?includ = "all")', r"\?includ, which its body never binds")


def test_what_is_unbound_in_a_query_of_your_own() -> None:
    assert unbound("SELECT (SUM(?n) AS ?s) WHERE { VALUES ?m { 1 } } GROUP BY ?m HAVING (?s > 1)") == ["n"]
    assert unbound("SELECT ?a WHERE { ?s ?p ?o } GROUP BY (STR(?s) AS ?a) VALUES (?p) { (ho:causes) }") == []
    assert unbound("SELECT ?t WHERE { << ?s ?p ?o >> ?q ?t }") == []


@pytest.mark.parametrize(
    "name",
    [
        "ho:Boen",
        "ho:Bone-x",
        "ho:1Bone",
        "<https://w3id.org/hograph/Boen>",
        "rdfs:labl",
        "oa:strat",
        "skos:brodaer",
        "xsd:integr",
        "obo:UBERON_9999999",
        "obo:FOO_",
        "<https://example.org/nope>",
        "<https://w3id.org/hograph/claim/bk6lbrhkkcwuln34>",
        "<https://w3id.org/hograph/document/joi-heterotopic-ossification>",
        "graph:egdes",
    ],
)
def test_an_iri_that_nobody_declared_is_refused_where_it_stands(load: Loader, name: str) -> None:
    load.refuses(BINDS_X, f"{BINDS_X} FILTER (?x != {name})", "bones.rq:21:")
    with pytest.raises(QueryError, match="Check the spelling"):
        load(GOOD.replace("ho:subject ho:Bone", f"ho:subject {name}"))


def test_so_is_one_that_is_made_of_a_string(load: Loader) -> None:
    load.refuses(BINDS_X, f'{BINDS_X} FILTER (?x != IRI("https://w3id.org/hograph/Boen"))', "bones.rq:21:")
    assert load(GOOD.replace(BINDS_X, f'{BINDS_X} FILTER STRSTARTS(STR(?x), "https://w3id.org/hograph/claim/")'))


@pytest.mark.parametrize(
    "name",
    [
        *("ho:Bone", "<https://w3id.org/hograph/Bone>", "rdfs:label", "oa:start", "skos:broader"),
        *("obo:UBERON_0002103", "obo:UBERON_", "obo:BFO_0000050", "graph:edges", "graph:slices\\/uberon"),
    ],
)
def test_an_iri_that_our_files_use_is_not(load: Loader, name: str) -> None:
    assert load(GOOD.replace(BINDS_X, f"{BINDS_X} FILTER (?x != {name} && xsd:integer(1) = 1)"))


def test_every_graph_of_a_build_that_is_not_of_one_document_may_be_named(
    built: Build, root: Path, ontology: Ontology
) -> None:
    known = Known(ontology, root / "ontology")
    names = [name for name in built.graphs if not name.startswith("claims/")]
    assert len(names) > 5 and [name for name in names if known.fault(GRAPH[name].value)] == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (BINDS_X, BINDS_X + " SERVICE <https://example.org/> { ?claim ?p ?x }", "asks another machine"),
        (" WHERE {\n", " FROM <file:///etc/passwd> WHERE {\n", "names graphs of its own"),
    ],
)
def test_a_canned_query_stays_at_home(load: Loader, old: str, new: str, told: str) -> None:
    load.refuses(old, new, told)


@pytest.mark.parametrize(
    "body",
    [
        'BIND ("claim:x" AS ?claim) ?x ho:object ?condition .',
        'VALUES ?claim { "claim:x" } ?x ho:object ?condition .',
        "?x rdfs:label ?claim ; ho:object ?condition .",
        "{ SELECT (STR(?c) AS ?claim) ?x ?condition WHERE { ?c ho:predicate ?x ; ho:object ?condition } }",
    ],
)
def test_a_claim_is_no_literal(load: Loader, body: str) -> None:
    start, end = GOOD.index("  ?claim ho:subject"), GOOD.index("} ORDER BY")
    load.refuses(GOOD[start:end], body, "is the subject of no triple")


def test_a_claim_may_have_another_name_inside(load: Loader) -> None:
    inner = "{ SELECT (SAMPLE(?c) AS ?claim) ?x ?condition WHERE { ?c ho:predicate ?x ; ho:object ?condition } GROUP BY ?x ?condition }"
    start, end = GOOD.index("  ?claim ho:subject"), GOOD.index("} ORDER BY")
    assert load(GOOD.replace(GOOD[start:end], inner))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("default: Condition", "default: Conditoin", "'Conditoin' is no label.*Did you mean"),
        ("default: Condition", "default: Bone", r"bone tissue \(ho:Bone\) is a term of the category anatomical entity"),
        ("category: Condition", "category: Conditions", "is no class of the ontology"),
        (
            "type: term, category: Condition",
            "type: choice, category: Condition, allowed: [Condition]",
            "type term has a category",
        ),
        ("type: term, category: Condition", "type: foreign", "names its vocabulary"),
    ],
)
def test_a_parameter_is_what_it_says(load: Loader, old: str, new: str, told: str) -> None:
    load.refuses(old, new, told)


def test_the_parameter_block_holds_the_defaults_of_a_real_query(root: Path, load: Loader) -> None:
    text = read_text(root / "queries" / "recurrence-prevention.rq")
    assert load(text)
    with pytest.raises(QueryError, match="does not hold their defaults"):
        load(text.replace('UNDEF "stated")', 'UNDEF "all")'))


GRLC = (
    GOOD.replace("question: Which claims are about bone?", "summary: Which claims are about bone?\n#+ method: GET")
    .replace(
        "#+ columns:",
        '#+   sort: {type: choice, description: A sort.}\n#+ defaults:\n#+   - sort: "any"\n#+ enumerate:\n#+   - sort:\n#+     - any\n#+     - new\n#+ columns:',
    )
    .replace("(?condition) { (ho:Condition) }", '(?condition ?sort) { (ho:Condition "any") }')
)


def test_the_decorators_of_grlc_that_mean_the_same_are_understood(load: Loader) -> None:
    header = load(GRLC).header
    assert header.question == "Which claims are about bone?"
    assert (header.parameters["sort"].default, header.parameters["sort"].allowed) == ("any", ("any", "new"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("method: GET", "method: POST", "method must be GET"),
        ("method: GET", "endpoint: https://example.org/sparql", "endpoint"),
        ("method: GET", "pagination: 100", "pagination"),
        ("method: GET", "question: Another?", "summary and question differ"),
        ('- sort: "any"', "- sotr: any", "'sotr', which is no parameter"),
        ("type: choice,", "type: choice, default: new,", "differ in its default"),
        ('- sort: "any"', "sort: any", "is a list of"),
    ],
)
def test_and_those_that_do_not_are_refused(load: Loader, old: str, new: str, told: str) -> None:
    assert old in GRLC
    with pytest.raises(QueryError, match=told):
        load(GRLC.replace(old, new))


def test_words_of_a_query() -> None:
    text = """PREFIX a: <http://a/> # a: <b>
    SELECT ?x { ?x a:b.c-d|^a:e\\/f "\\"} #" , '''{ ' }''', <http://a/g> ; a a:%41 . FILTER (?x<?y && ?y>1) }"""
    words = tokens(text)
    prefixes = declared_prefixes(words)
    assert prefixes == {"a": "http://a/"}
    found = [iri for _, iri in iris(words[3:], prefixes)]
    assert found[:4] == [
        "http://a/b.c-d",
        "http://a/e/f",
        "http://a/g",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    ]
    assert found[4:] == ["http://a/%41"]
    assert written_out(tokens("a:b"), prefixes) == written_out(tokens("<http://a/b>"), prefixes)


def test_a_row_without_a_claim_is_refused_when_it_is_answered(kg: KnowledgeGraph, load: Loader) -> None:
    """What no rule on the text can see: a claim that is one in some rows only."""
    body = '{ ?claim ho:object ?condition ; ho:predicate ?x } UNION { BIND ("no claim" AS ?claim) BIND (1 AS ?x) }'
    start, end = GOOD.index("  ?claim ho:subject"), GOOD.index("} ORDER BY")
    query = load(GOOD.replace(GOOD[start:end], body))
    kg.queries[query.name] = kg._loaded[query.name] = query
    try:
        with pytest.raises(QueryError, match="leads to no claim"):
            kg.query(query.name)
    finally:
        del kg.queries[query.name], kg._loaded[query.name]
