"""The command line on the way out: your own SPARQL, comparisons, pictures, completion."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
import rdflib.plugins.sparql
from click.testing import Result

from commands import run
from hograph.query.arrows import STROKES, Arrow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where these tests keep their build."""
    return tmp_path_factory.mktemp("build")


def sparql(folder: Path, text: str, *words: str) -> Result:
    return run("sparql", "-", "--build", folder, *words, text=text)


def test_your_own_sparql(folder: Path, tmp_path: Path) -> None:
    counted = "SELECT (COUNT(*) AS ?n) WHERE { ?c a ho:Claim }"
    assert sparql(folder, counted, "--format", "csv").output.splitlines()[0] == "n"
    path = tmp_path / "count.rq"
    path.write_text(counted, encoding="utf-8")
    assert (
        run("sparql", path, "--format", "csv", "--build", folder).output
        == sparql(folder, counted, "--format", "csv").output
    )
    assert sparql(folder, "ASK { ho:HipJoint rdfs:subClassOf ho:Joint }").output == "true\n"
    assert "ho:Bone a owl:Class" in sparql(folder, "CONSTRUCT { ho:Bone a ?k } WHERE { ho:Bone a ?k }").output


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * WHRE { }", "Not SPARQL, line 1, column"),
        ("SELECT *\nWHERE { ?s foo:bar ?o }", "line 2, column 19: a prefix is not declared"),
        ("SELECT ?typo WHERE { ?s ?p ?o }", "selects ?typo"),
        ("DELETE WHERE { ?s ?p ?o }", "read-only"),
        ("PREFIX a: <http://a/>\nLOAD <file:///etc/passwd>", "read-only"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "another machine"),
    ],
)
def test_sparql_that_is_wrong_or_not_allowed(folder: Path, text: str, told: str) -> None:
    result = sparql(folder, text)
    assert result.exit_code == 2 and told in result.stderr and "Traceback" not in result.output


def test_from_reads_no_file(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.nt"
    secret.write_text("<http://a/s> <http://a/p> 'secret' .\n", encoding="utf-8")
    result = sparql(folder, f"SELECT ?s ?p ?o FROM <{secret.as_uri()}> WHERE {{ ?s ?p ?o }}", "--format", "csv")
    assert result.output == "s,p,o\n"


def test_compare_two_documents(folder: Path) -> None:
    result = run("compare", "joi", "learning-radiology", "--build", folder)
    assert result.exit_code == 0
    assert "differ" in result.output and "agree: " in result.output
    assert run("compare", "joi", "heterotopic", "--build", folder).exit_code == 2
    assert "There are: " in run("compare", "joi", "nowhere", "--build", folder).stderr


@pytest.mark.parametrize("layout", ["md", "html", "ttl"])
def test_answers_for_pages_and_graphs(folder: Path, layout: str) -> None:
    output = run("query", "recurrence-prevention", "--format", layout, "--build", folder).output
    if layout == "ttl":
        graph = rdflib.Graph().parse(data=output, format="turtle")
        assert len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/hograph/Claim")))) == 3
    else:
        assert output.startswith("| Standing |" if layout == "md" else "<table>") and output.count("NSAID therapy") == 1


def test_export_queries_as_examples_that_others_can_run() -> None:
    graph = rdflib.Graph().parse(data=run("export", "queries").output, format="turtle")
    texts = list(graph.objects(None, rdflib.SH.select))
    assert len(texts) == len(set(graph.subjects(rdflib.RDF.type, rdflib.SH.SPARQLExecutable))) >= 1
    assert all(rdflib.plugins.sparql.prepareQuery(str(text)) for text in texts)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    assert "_HOGRAPH_COMPLETE" in run("completion", shell).output


def test_draw_a_term_and_an_answer(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "picture.svg"
    result = run("draw", "recurrence-prevention", "-o", out, "--build", folder)
    assert result.output == f"{out}: 3 arrows\n"
    picture = ElementTree.parse(out).getroot()
    texts = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"radiation therapy", "NSAID therapy", "heterotopic ossification"} <= set(texts)
    dashed = [
        node
        for node in picture.iter("{http://www.w3.org/2000/svg}path")
        if node.get("marker-end") and node.get("stroke-dasharray")
    ]
    assert len(dashed) == 2, "the two hedged ones"
    first = out.read_bytes()
    run("draw", "recurrence-prevention", "-o", out, "--build", folder)
    assert out.read_bytes() == first


def test_draw_says_what_it_left_out_and_what_it_cannot(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "picture.svg"
    assert "more are left out" in run("draw", "HO", "-o", out, "--build", folder).output
    assert "13 arrows" in run("draw", "HO", "--kind", "treatment", "-o", out, "--build", folder).output
    assert "There is no kind of claim" in run("draw", "HO", "--kind", "treatments", "-o", out, "--build", folder).stderr
    assert "nothing to draw" in run("draw", "ho:Cartilage", "-o", tmp_path / "none.svg", "--build", folder).stderr
    assert not (tmp_path / "none.svg").exists()


SVG = "{http://www.w3.org/2000/svg}"


def drawn(folder: Path, out: Path, *words: str) -> tuple[list[str], set[str]]:
    """The texts of a picture, and the dashes of its arrows."""
    assert run("draw", *words, "-o", out, "--build", folder).exit_code == 0
    picture = ElementTree.parse(out).getroot()
    arrows = [path for path in picture.iter(f"{SVG}path") if path.get("marker-end")]
    return [node.text or "" for node in picture.iter(f"{SVG}text")], {a.get("stroke-dasharray", "") for a in arrows}


def test_a_picture_shows_differences_in_strength_and_advice_against(folder: Path, tmp_path: Path) -> None:
    texts, dashes = drawn(folder, tmp_path / "strength.svg", "disagreements", "-p", "only=strength")
    assert "asserted and hedged" in texts and STROKES["asserted and hedged"] in dashes
    texts, _ = drawn(folder, tmp_path / "myositis.svg", "myositis ossificans", "--kind", "treatment")
    assert any("rarely warranted" in text for text in texts) and "is indicated by (denied)" in texts
    arrow = Arrow("a", "treats", "b", "asserted", denied=False, corroborated=True, advice="to be avoided")
    assert arrow.words("treats") == "treats (to be avoided)"


def test_the_legend_names_the_colours_and_strokes_that_are_drawn(folder: Path, tmp_path: Path) -> None:
    texts, _ = drawn(folder, tmp_path / "answer.svg", "recurrence-prevention", "-p", "include=open")
    assert {"condition", "intervention", "left open", "hedged"} <= set(texts)
    assert not {"population", "denied", "two or more documents", "asserted and hedged"} & set(texts)


def test_draw_refuses_what_it_cannot_write_and_names_queries_too(folder: Path, tmp_path: Path) -> None:
    told = run("draw", "FOP", "-o", tmp_path / "picture.png", "--build", folder)
    assert told.exit_code == 2 and "must end in .svg" in told.stderr and not (tmp_path / "picture.png").exists()
    told = run("draw", "recurence-prevention", "-o", tmp_path / "picture.svg", "--build", folder)
    assert told.exit_code == 2 and "the canned query recurrence-prevention" in told.stderr
    told = run("draw", "FOP", "-p", "include=open", "-o", tmp_path / "picture.svg", "--build", folder)
    assert told.exit_code == 2 and "No canned query is named 'FOP'" in told.stderr
