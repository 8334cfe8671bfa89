"""What a query costs: its parts timed one by one, and the shapes that are slow on a large graph."""

import ast
from pathlib import Path

import pyoxigraph as ox
import pytest

import hograph
from commands import run
from hograph.query.elements import branches, elements
from hograph.query.profile import Part, profile
from hograph.query.slow import ADVICE, slow_shapes
from hograph.query.tokens import tokens


@pytest.mark.parametrize(
    ("inside", "parts"),
    [
        ("?a ho:b ?c", ["?a ho:b ?c"]),
        ("?a ho:b ?c . ?a ho:d ?e ; ho:f 1 .", ["?a ho:b ?c .", "?a ho:d ?e ; ho:f 1 ."]),
        ("?a ho:b ?c FILTER (?c > 1) ?a ho:d ?e", ["?a ho:b ?c", "FILTER (?c > 1)", "?a ho:d ?e"]),
        ("FILTER NOT EXISTS { ?a ho:b '.' } ?a ho:c ?d", ["FILTER NOT EXISTS { ?a ho:b '.' }", "?a ho:c ?d"]),
        ("{ ?a ho:b 1 } UNION { ?a ho:b 2 } UNION { ?a ho:b 3 } . ?a ho:c ?d",
         ["{ ?a ho:b 1 } UNION { ?a ho:b 2 } UNION { ?a ho:b 3 } .", "?a ho:c ?d"]),
        ("VALUES ?a { 1 2 } VALUES (?b) { (1) } BIND (STR(?a) AS ?c)", ["VALUES ?a { 1 2 }", "VALUES (?b) { (1) }", "BIND (STR(?a) AS ?c)"]),
        ("GRAPH ?g { ?a ho:b ?c } MINUS { ?a ho:d ?e }", ["GRAPH ?g { ?a ho:b ?c }", "MINUS { ?a ho:d ?e }"]),
        ("?a (ho:b/ho:c)* [ ho:d ?e ] . OPTIONAL { ?a ho:f ?g }", ["?a (ho:b/ho:c)* [ ho:d ?e ] .", "OPTIONAL { ?a ho:f ?g }"]),
    ],
)  # fmt: skip
def test_the_elements_of_a_group(inside: str, parts: list[str]) -> None:
    found = elements(tokens(inside))
    assert [inside[part[0].start : part[-1].end] for part in found] == parts


def test_the_branches_of_a_union() -> None:
    (union,) = elements(tokens("{ ?a ho:b 1 } UNION { SELECT ?a { ?a ho:b 2 } }"))
    assert [branch[1].text for branch in branches(union)] == ["?a", "SELECT"]
    assert branches(tokens("?a ho:b ?c")) == []


@pytest.mark.parametrize(
    ("rule", "slow", "better"),
    [
        ("optional-join", "?a ho:b ?c OPTIONAL { ?a ho:d ?e ; ho:f ?g }", "?a ho:b ?c OPTIONAL { ?a ho:d ?e } OPTIONAL { ?e ho:f ?g }"),
        ("optional-join", "?a ho:b ?c OPTIONAL { ?a ho:d ?e . ?e ho:f ?g }", "?a ho:b ?c OPTIONAL { ?a ho:d/ho:f ?g }"),
        ("optional-join", "?a ho:b ?c OPTIONAL { ?a ho:d ?e . ?e a ?f }", "?a ho:b ?c OPTIONAL { ?a ho:d ?e . ?e rdfs:subClassOf? ho:Stage }"),
        ("optional-select", "?a ho:b ?c OPTIONAL { SELECT ?a (MAX(?n) AS ?m) { ?a ho:n ?n } GROUP BY ?a }", "?a ho:b ?c OPTIONAL { ?a ho:m ?m }"),
        ("free-path", "?a rdfs:subClassOf+ ?b", "?a rdfs:subClassOf+ ho:Condition"),
        ("free-path", "?a (ho:b/ho:c)* ?b", "?x ho:d ?a . ?a (ho:b/ho:c)* ?b"),
        ("cross-product", "?a ho:b ?c . ?d ho:b ?e", "?a ho:b ?c . ?d ho:b ?c"),
        ("cross-product", "?a ho:b ?c . { ?d ho:b ?e } FILTER (?c = ?e)", "?a ho:b ?c . { ?d ho:b ?c }"),
        ("cross-product", "{ ?d ho:b ?e } { ?a ho:b ?c }", "{ VALUES ?d { 1 } BIND (?d AS ?e) } { ?a ho:b ?c }"),
        ("self-join", "?a ho:about ?p . ?b ho:about ?p . FILTER (?a != ?b)", "?a ho:about ?p . ?b ho:answers ?p . FILTER (?a != ?b)"),
        ("self-join", "?a ho:n 1 ; ho:about ?p . ?b ho:about ?p . FILTER (STR(?a) < STR(?b) && ?x > 1)", "?p ho:claims 2 . ?a ho:about ?p"),
    ],
)  # fmt: skip
def test_a_slow_shape_and_what_to_write_instead(rule: str, slow: str, better: str) -> None:
    assert rule in {shape.rule for shape in slow_shapes(f"SELECT * WHERE {{\n {slow} }}")}
    assert rule not in {shape.rule for shape in slow_shapes(f"SELECT * WHERE {{\n {better} }}")}


def test_a_slow_shape_says_where_it_stands() -> None:
    (shape,) = slow_shapes("# first\nSELECT ?a\nWHERE {\n  ?a ho:b ?c .\n  ?d ho:e ?f }")
    assert (shape.line, shape.rule, shape.advice) == (5, "cross-product", ADVICE["cross-product"])


def test_shipped_queries_have_no_slow_shape(root: Path) -> None:
    paths = sorted((root / "queries").glob("*.rq"))
    assert {(shape.rule, path.stem) for path in paths for shape in slow_shapes(path.read_text("utf-8"))} == set()


def test_each_part_is_counted_with_all_before_it() -> None:
    store, ho = ox.Store(), "https://w3id.org/hograph/"
    for number in range(10):
        node = ox.NamedNode(f"{ho}n{number}")
        store.add(ox.Quad(node, ox.NamedNode(f"{ho}size"), ox.Literal(number), ox.NamedNode(f"{ho}g")))
    text = (
        f"PREFIX ho: <{ho}>\nSELECT ?a {{\n ?a ho:size ?n .\n FILTER (?n > 3)\n"
        " { ?a ho:size 5 } UNION { ?a ho:size 6 }\n { SELECT ?a { ?a ho:size 6 } } }"
    )
    told: list[Part] = []
    found = profile(store, text, {}, told.append)
    counted = [(part.line, part.depth, part.solutions) for part in found.parts]
    assert counted == [(3, 0, 10), (4, 0, 6), (5, 0, 2), (5, 1, 1), (5, 1, 1), (6, 0, 1), (6, 1, 1)]
    assert found.rows == 1 and tuple(told) == found.parts


def test_explain_on_the_command_line(kg: hograph.KnowledgeGraph) -> None:
    done = run("query", "recurrence-prevention", "--explain", "-p", "include=open")
    assert done.exit_code == 0
    rows = len(kg.query("recurrence-prevention", include="open"))
    assert done.stdout.startswith(f"recurrence-prevention: {rows} rows in ") and "VALUES (?condition " in done.stdout
    assert run("query", "no-such", "--explain").exit_code == 2


def test_lint_on_the_command_line(tmp_path: Path, root: Path) -> None:
    space = tmp_path / "mine"
    assert run("init", space).exit_code == 0
    fine = (root / "queries" / "genes-and-variants.rq").read_text("utf-8").replace("tags: [genetics]", "tags: [mine]")
    (space / "queries" / "fine.rq").write_text(fine, "utf-8")
    done = run("queries", "--lint", "--tag", "mine", "--root", space, "--build", tmp_path / "build")
    assert (done.exit_code, done.stdout) == (0, "")
    slow = fine.replace("WHERE {", "WHERE {\n  OPTIONAL { ?claim ho:atSite ?site . ?site rdfs:label ?name }", 1)
    (space / "queries" / "slow.rq").write_text(slow, "utf-8")
    done = run("queries", "--lint", "--tag", "mine", "--root", space, "--build", tmp_path / "build")
    assert done.exit_code == 1 and done.stdout.startswith(str(space / "queries" / "slow.rq:"))
    assert "optional-join" in done.stdout and "fine.rq" not in done.stdout


def test_no_query_of_the_program_has_a_slow_shape(root: Path) -> None:
    """One OPTIONAL of two triples in the query behind pictures made `hograph draw` read all advice for each hundred claims."""
    found, asked = [], 0
    for path in sorted((root / "src" / "hograph").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if "WHERE {" in node.value and "{{" not in node.value:
                asked += 1
                found += [f"{path.name}:{node.lineno}: {shape.rule}" for shape in slow_shapes(node.value)]
    assert asked > 30 and not found
