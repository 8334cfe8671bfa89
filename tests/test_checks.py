"""Every quality check passes the real ontology and finds the fault of its failing example, alike on two engines."""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import Graph
from rdflib.query import ResultRow

from hograph.errors import OntologyError
from hograph.ontology.checks import Check, load_checks, run_check

HO = "https://w3id.org/hograph/"
ROOT = Path(__file__).parent.parent
ONTOLOGY = (*sorted((ROOT / "ontology").glob("*.ttl")), *sorted((ROOT / "ontology" / "terms").glob("*.ttl")))
EXAMPLES = ROOT / "tests" / "checks"
CHECKS = load_checks(ROOT / "ontology" / "checks")

each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.path.name)


@cache
def store_of(*paths: Path) -> Store:
    store = Store()
    for path in paths:
        store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


@cache
def graph_of(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def oxigraph_rows(check: Check, *paths: Path) -> set[tuple[str, str]]:
    return {(finding.term, finding.problem) for finding in run_check(check, store_of(*paths))}


def rdflib_rows(check: Check, *paths: Path) -> set[tuple[str, str]]:
    rows = graph_of(*paths).query(check.query)
    return {(str(row["term"]), str(row["problem"])) for row in rows if isinstance(row, ResultRow)}


def example_of(check: Check) -> Path:
    return EXAMPLES / f"{check.path.stem}.ttl"


def expected_terms(path: Path) -> set[str]:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    return {HO + curie.strip().removeprefix("ho:") for curie in first.removeprefix("# expects:").split(",")}


def test_every_check_has_a_failing_example_and_the_reverse() -> None:
    assert {path.stem for path in EXAMPLES.glob("*")} == {check.path.stem for check in CHECKS}


@each_check
def test_the_ontology_passes(check: Check) -> None:
    assert oxigraph_rows(check, *ONTOLOGY) == set()


@each_check
def test_a_part_of_the_ontology_passes_on_rdflib(check: Check, small: Path) -> None:
    """All relations with some of the terms: rdflib takes a minute over all of them."""
    assert rdflib_rows(check, *sorted((small / "ontology").glob("**/*.ttl"))) == set()


@each_check
def test_the_failing_example_fails_in_the_same_way_on_both_engines(check: Check) -> None:
    rows = oxigraph_rows(check, example_of(check))
    assert {term for term, _ in rows} == expected_terms(example_of(check))
    assert rdflib_rows(check, example_of(check)) == rows


@each_check
def test_the_failing_example_breaks_no_other_rule(check: Check) -> None:
    broken = {other.name for other in CHECKS for term, _ in oxigraph_rows(other, example_of(check)) if term != HO}
    assert broken <= {check.name}  # the header of the ontology, which HO names, is left out of the examples


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"x-violation\.rq:1: the header lacks title, description, level"),
        ("#+ title: A\n#+ colour: red\n", r"x-violation\.rq:2: unknown header key 'colour'"),
        ("#+ title: A\n#+ title: B\n", r"x-violation\.rq:2: the header has 'title' twice"),
        ("#+ title: a: b\n", r"x-violation\.rq:1: the header line is not YAML"),
        ("#+ title\n", r"x-violation\.rq:1: a header line is"),
        ("#+ title: 7\n", r"x-violation\.rq:1: the value of 'title' is not a text"),
        ("#+ level: FATAL\n", r"x-violation\.rq:1: unknown level 'FATAL'"),
        ("#+ title: A\n#+ description: B\n#+ level: INFO\nSELECT ?term WHERE {", r"x-violation\.rq:\d+: not SPARQL"),
        ("#+ title: A\n#+ description: B\n#+ level: INFO\nASK {}", r"x-violation\.rq: a check is"),
        ("#+ title: A\n#+ description: B\n#+ level: INFO\nSELECT ?term { }", r"x-violation\.rq: a check is"),
    ],
)
def test_a_wrong_check_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x-violation.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=message):
        load_checks(tmp_path)


def test_a_folder_without_checks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no check in it"):
        load_checks(tmp_path)


def test_an_unbound_variable_is_no_pass(tmp_path: Path) -> None:
    (tmp_path / "x-violation.rq").write_text(
        "#+ title: A\n#+ description: B\n#+ level: INFO\nSELECT ?term ?problem { }", encoding="utf-8"
    )
    with pytest.raises(OntologyError, match="Bind an IRI and a text"):
        run_check(load_checks(tmp_path)[0], Store())
