"""The command line on the way out: your own SPARQL, comparisons, rows in every format."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner, Result
from rdflib.collection import Collection

from commands import run
from hograph.cli import main
from hograph.graph.inputs import input_key
from hograph.knowledge import KnowledgeGraph

SVG = "{http://www.w3.org/2000/svg}"


def sparql(build_folder: Path, text: str, *words: str) -> Result:
    return run("sparql", "-", "--build", build_folder, *words, text=text)


def test_your_own_sparql(build_folder: Path, tmp_path: Path) -> None:
    counted = "SELECT (COUNT(*) AS ?n) WHERE { ?c a ho:Claim }"
    assert sparql(build_folder, counted, "--format", "csv").output.splitlines()[0] == "n"
    path = tmp_path / "count.rq"
    path.write_text(counted, encoding="utf-8")
    assert (
        run("sparql", path, "--format", "csv", "--build", build_folder).output
        == sparql(build_folder, counted, "--format", "csv").output
    )
    assert sparql(build_folder, "ASK { ho:HipJoint rdfs:subClassOf ho:Joint }").output == "true\n"
    assert "ho:Bone a owl:Class" in sparql(build_folder, "CONSTRUCT { ho:Bone a ?k } WHERE { ho:Bone a ?k }").output


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", ["--help", "info", "query recurrence-prevention", "query causes --format json"])
def test_what_cannot_be_written_is_no_finding(words: str, build_folder: Path) -> None:
    build = [] if words == "--help" else ["--build", str(build_folder)]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hograph", *words.split(), *build], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (2, b"hograph: The output: No space left on device.\n")


def test_input_that_is_not_text_is_no_finding(build_folder: Path) -> None:
    done = CliRunner().invoke(main, ["sparql", "-", "--build", str(build_folder)], input=b"\xff\xfe")
    assert done.exit_code == 2 and done.stderr == "hograph: Standard input: byte 0 is not UTF-8. Send it as UTF-8.\n"


def test_a_folder_may_be_named_from_where_one_is(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    assert input_key(Path()) == input_key(root)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * WHRE { }", "Not SPARQL, line 1, column"),
        ("SELECT *\nWHERE { ?s foo:bar ?o }", "line 2, column 19: a prefix is not declared"),
        ("SELECT ?typo WHERE { ?s ?p ?o }", "uses ?typo, and nothing in it binds it"),
        ("SELECT ?typo WHERE { ?s ?p ?o FILTER NOT EXISTS { ?typo ?p ?o } }", "uses ?typo"),
        (
            "SELECT ?s WHERE {\n  ?s ?p ?o .\n\n",
            "line 2, column 13: the query ends here, and the '{' of line 1, column 17",
        ),
        (
            "SELECT ?s\nWHERE { FILTER (1 > 2",
            "line 2, column 22: the query ends here, and the '(' of line 2, column 16",
        ),
        ("SELECT ?s WHERE { ?s ?p 'open }", "line 1, column 25: the string that begins here"),
        ("SELECT ?x (1 AS ?x) WHERE { ?x ?p ?o }", "The SELECT overrides an existing variable"),
        ("# nothing", "there is no query"),
        ("DELETE WHERE { ?s ?p ?o }", "read-only"),
        ("# a comment\nDELETE WHERE { ?s ?p ?o }", "read-only"),
        ("PREFIX a: <http://a/> BASE <http://b/> # so\nINSERT DATA { a:b a:c a:d }", "read-only"),
        ("PREFIX a: <http://a/>\nLOAD <file:///etc/passwd>", "read-only"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "another machine"),
    ],
)
def test_sparql_that_is_wrong_or_not_allowed(build_folder: Path, text: str, told: str) -> None:
    result = sparql(build_folder, text)
    assert result.exit_code == 2 and told in result.stderr and "Traceback" not in result.output


@pytest.mark.parametrize(
    ("text", "layout", "told"),
    [
        ("CONSTRUCT WHERE { ho:Bone ?p ?o }", "csv", "give a graph, which does not fit --format csv. What fits: ttl"),
        ("DESCRIBE ho:Bone", "json", "give a graph"),
        ("ASK { ho:Bone ?p ?o }", "ttl", "ASK gives true or false, which does not fit --format ttl. What fits: json"),
    ],
)
def test_a_format_that_an_answer_does_not_fit_is_refused(build_folder: Path, text: str, layout: str, told: str) -> None:
    result = sparql(build_folder, text, "--format", layout)
    assert result.exit_code == 2 and told in result.stderr and result.stdout == ""


@pytest.mark.parametrize(
    "text",
    [
        'ASK { BIND ("SERVICE <x>" AS ?a) }',
        "ASK { ?s ho:service ?SERVICE . # SERVICE\n }",
        'ASK { BIND ("""it\'s\nSERVICE""" AS ?a) }',
        "PREFIX service: <http://a/> ASK { ?s service:SERVICE ?o }",
    ],
)
def test_a_word_in_a_string_a_name_or_a_comment_is_no_command(build_folder: Path, text: str) -> None:
    assert sparql(build_folder, text).stdout in {"true\n", "false\n"}


def test_from_reads_no_file(build_folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.nt"
    secret.write_text("<http://a/s> <http://a/p> 'secret' .\n", encoding="utf-8")
    result = sparql(build_folder, f"SELECT ?s ?p ?o FROM <{secret.as_uri()}> WHERE {{ ?s ?p ?o }}", "--format", "csv")
    assert result.output == "s,p,o\n"


def test_compare_two_documents(build_folder: Path) -> None:
    result = run("compare", "joi", "learning-radiology", "--build", build_folder)
    assert result.exit_code == 0
    assert "differ" in result.output and "agree: " in result.output
    assert run("compare", "joi", "heterotopic", "--build", build_folder).exit_code == 2
    of_some = run("compare", "dr-oracle", "learning-radiology", "--build", build_folder).output
    line = next(line for line in of_some.splitlines() if "involves process inflammation" in line)
    assert line.startswith("differ") and "supports, asserted, sometimes" in line
    assert "There are: " in run("compare", "joi", "nowhere", "--build", build_folder).stderr


@pytest.mark.parametrize("layout", ["md", "html", "ttl"])
def test_answers_for_pages_and_graphs(build_folder: Path, layout: str) -> None:
    output = run("query", "recurrence-prevention", "--format", layout, "--build", build_folder).output
    if layout == "ttl":
        graph = rdflib.Graph().parse(data=output, format="turtle")
        assert len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/hograph/Claim")))) == 3
    else:
        assert output.startswith("| Standing |" if layout == "md" else "<table>") and output.count("NSAID therapy") == 1


@pytest.mark.parametrize(
    "command", [["query", "recurrence-prevention"], ["ask", "which treatments prevent recurrence"]]
)
def test_evidence_in_every_format_that_holds_it(build_folder: Path, documents: Path, command: list[str]) -> None:
    words: list[str | Path] = [*command, "--evidence", "--documents", documents, "--build", build_folder]
    markdown = run(*words, "--format", "md").output
    assert markdown.count("\n- `claim:") == markdown.count("\u201c") == 3 and "\nEvidence\n" in markdown
    html = run(*words, "--format", "html").stdout
    assert html.startswith("<table>") and html.count("<blockquote>") == 3
    turtle = run(*words, "--format", "ttl")
    assert "Turtle holds the evidence already" in turtle.stderr
    graph = rdflib.Graph().parse(data=turtle.stdout, format="turtle")
    starts = set(graph.subjects(rdflib.URIRef("http://www.w3.org/ns/oa#start"), None))
    assert len(starts) >= 3 and set(graph.subjects(rdflib.URIRef("https://w3id.org/hograph/textSha256"), None))


EXAMPLES = "https://w3id.org/hograph/query/"
SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def examples() -> rdflib.Graph:
    """The canned queries as RDF, as others read them."""
    made = run("export", "queries", "--target", "https://example.org/sparql").output
    assert made == run("export", "queries", "--target", "https://example.org/sparql").output
    return rdflib.Graph().parse(data=made, format="turtle")


def test_export_queries_as_examples_that_others_can_run(examples: rdflib.Graph, kg: KnowledgeGraph) -> None:
    """What the SIB examples have: the classes, a question in English, the text, its prefixes, keywords and the endpoint."""
    found = set(examples.subjects(rdflib.RDF.type, rdflib.SH.SPARQLExecutable))
    assert {str(node).removeprefix(EXAMPLES) for node in found} == set(kg.queries)
    declared = set(examples.objects(rdflib.URIRef(f"{EXAMPLES}prefixes"), rdflib.SH.declare))
    spaces = {str(examples.value(d, rdflib.SH.prefix)): examples.value(d, rdflib.SH.namespace) for d in declared}
    assert spaces and all(isinstance(s, rdflib.Literal) and s.datatype == rdflib.XSD.anyURI for s in spaces.values())
    for node in found:
        assert (node, rdflib.RDF.type, rdflib.SH.SPARQLSelectExecutable) in examples
        comment = examples.value(node, rdflib.RDFS.comment)
        assert isinstance(comment, rdflib.Literal) and comment.language == "en"
        assert list(examples.objects(node, SCHEMA.keywords))
        assert examples.value(node, SCHEMA.target) == rdflib.URIRef("https://example.org/sparql")
        assert examples.value(node, rdflib.SH.prefixes) == rdflib.URIRef(f"{EXAMPLES}prefixes")
        text = str(examples.value(node, rdflib.SH.select))
        bare = "\n".join(line for line in text.splitlines() if not line.startswith(("#+", "PREFIX")))
        assert ox.Store().query("".join(f"PREFIX {name}: <{space}>\n" for name, space in spaces.items()) + bare)
    assert not any(isinstance(node, rdflib.BNode) for node in examples.all_nodes())


def test_parameters_and_columns_are_rdf_too(examples: rdflib.Graph, kg: KnowledgeGraph) -> None:
    for name, query in kg.queries.items():
        node = rdflib.URIRef(f"{EXAMPLES}{name}")
        parameters = {str(examples.value(p, rdflib.SH.name)): p for p in examples.objects(node, rdflib.SH.parameter)}
        assert set(parameters) == set(query.header.parameters)
        columns = list(examples.objects(node, SCHEMA.variableMeasured))
        columns.sort(key=lambda column: int(str(examples.value(column, SCHEMA.position))))
        assert [str(examples.value(column, SCHEMA.name)) for column in columns] == list(query.header.columns)
        for key, parameter in query.header.parameters.items():
            words = examples.value(parameters[key], rdflib.SH["in"])
            assert tuple(map(str, Collection(examples, words) if words else ())) == parameter.allowed
            assert (examples.value(parameters[key], rdflib.SH.defaultValue) is None) == (
                parameter.default == "any" and not words
            )


def test_without_an_endpoint_none_is_named() -> None:
    assert "schema:target" not in run("export", "queries").output
    wrong = run("export", "queries", "--target", "not an IRI")
    assert wrong.exit_code == 2 and "is no IRI of an endpoint" in wrong.stderr


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        ("explain NSAIDs", "role,because,steps,claim,label,document,section,start,end"),
        ("explain claim:76dhy7swlmk7omqc", "role,because,steps,claim,label,document,section,start,end"),
        (
            "compare joi dr-oracle",
            "verdict,proposition,joi-heterotopic-ossification,dr-oracle-heterotopic-ossification,claims",
        ),
        ("describe FOP", "Relation,Value,Graph"),
        ("queries --tag prevention", "Name,Question,Parameters,Tags"),
        ("info", "what,of,number"),
    ],
)
def test_rows_are_written_alike_by_all_commands(words: str, columns: str, build_folder: Path) -> None:
    asked = [*words.split(), "--build", str(build_folder), "--format"]
    rows = list(csv.reader(io.StringIO(run(*asked, "csv").stdout)))
    assert rows[0] == columns.split(",") and len(rows) > 1
    assert list(csv.reader(io.StringIO(run(*asked, "tsv").stdout), delimiter="\t")) == rows
    assert run(*asked, "html").stdout.count("<tr>") == len(rows)
    assert run(*asked, "md").exit_code == run(*asked, "json").exit_code == 0
    assert json.loads(run(*asked, "json").stdout)


def test_a_term_as_turtle(build_folder: Path) -> None:
    told = run("describe", "FOP", "--format", "ttl", "--build", build_folder).stdout
    graph = rdflib.Graph().parse(data=told, format="turtle")
    assert {str(s) for s in graph.subjects()} == {"https://w3id.org/hograph/FibrodysplasiaOssificansProgressiva"}


def test_findings_as_rows_leave_the_summary_out(root: Path) -> None:
    told = run("check", "--format", "json", "--root", root)
    assert json.loads(told.stdout) == [] and "queries, 0 violations" in told.stderr


def test_a_document_and_a_role_are_told_from_terms(build_folder: Path) -> None:
    document = run("describe", "joi", "--build", build_folder)
    assert (
        document.exit_code == 2 and "hograph query claims -p document=joi-heterotopic-ossification" in document.stderr
    )
    role = run("explain", "risk factor", "--build", build_folder).stdout
    assert "immobility" in role and "hograph query roles -p role=ho:RiskFactor" in role
    graph = run("export", "--graph", "claims/joi", "--format", "turtle")
    assert graph.exit_code == 2 and "Did you mean claims/joi-heterotopic-ossification?" in graph.stderr


def test_a_name_that_is_not_declared_is_told(build_folder: Path) -> None:
    told = sparql(build_folder, "SELECT ?x WHERE { ?x a ho:RiskFacto }")
    assert told.exit_code == 0 and told.stderr == "The ontology declares no ho:RiskFacto. Did you mean ho:RiskFactor?\n"
    assert sparql(build_folder, "SELECT ?x WHERE { ?x a ho:RiskFactor }").stderr == ""


def test_the_turtle_of_the_ontology_makes_up_no_prefixes() -> None:
    assert "ns1:" not in run("export", "--format", "turtle", "--graph", "ontology").stdout


def test_no_shipped_query_has_a_slow_shape(build_folder: Path) -> None:
    told = run("queries", "--lint", "--build", build_folder)
    assert (told.exit_code, told.output) == (0, "")


def test_check_holds_the_queries_too(root: Path, tmp_path: Path) -> None:
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(root / folder, tmp_path / folder)
    path = tmp_path / "queries" / "causes.rq"
    path.write_text(path.read_text("utf-8").replace("#+ order:", "#+ ordre:"), "utf-8")
    told = run("check", "--root", tmp_path)
    assert told.exit_code == 1 and "ERROR: causes.rq:" in told.stdout and "[canned-query]" in told.stdout
