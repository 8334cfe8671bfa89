"""Commands that ask the graph: query, ask, sparql."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from hograph.cli.candidates import parameters as parameter_candidates
from hograph.cli.candidates import query_names
from hograph.cli.options import (
    build_option,
    claims_option,
    data_option,
    documents_option,
    endpoint_option,
    root_option,
    say,
    standard_input,
)
from hograph.cli.render import FORMATS, put, show, show_evidence
from hograph.errors import InputError, QueryError
from hograph.files import read_text
from hograph.graph.quads import in_graph, turtle
from hograph.knowledge import KnowledgeGraph, open_graph
from hograph.knowledge.values import term_of
from hograph.query.answer import Answer
from hograph.query.binding import bind
from hograph.query.evidence import Evidence
from hograph.query.html import evidence_html
from hograph.query.parameters import read_pairs
from hograph.query.rows import claims_of
from hograph.query.sparql import run, undeclared
from hograph.query.wider import ALL, INCLUDE, command, in_full, told
from hograph.store.endpoint import Endpoint
from hograph.vocabulary import GRAPH, curie

FORMAT = click.option(
    "--format", "layout", type=click.Choice(FORMATS), default="table", help="How to print the answer."
)
EVIDENCE = click.option(
    "--evidence", is_flag=True, help="List document, section, span and passage of each claim; not in csv and tsv."
)
IRIS = click.option("--iris", is_flag=True, help="CURIEs instead of labels.")


@click.command()
@click.argument("name", shell_complete=query_names)
@click.option(
    "-p",
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter; a term, document or claim by any of its names.",
    shell_complete=parameter_candidates,
)
@click.option("--explain", is_flag=True, help="Say where the time goes, part by part, instead of the answer.")
@EVIDENCE
@claims_option
@FORMAT
@IRIS
@documents_option
@data_option
@root_option
@build_option
@endpoint_option
def query(
    name: str,
    parameters: tuple[str, ...],
    explain: bool,
    evidence: bool,
    claims: bool,
    layout: str,
    iris: bool,
    documents: Path | None,
    data: Path | None,
    root: Path | None,
    build_folder: Path | None,
    endpoint: Endpoint | None,
) -> None:
    """Ask the canned query NAME; `hograph queries` lists them.

    \b
    Examples:
      hograph query recurrence-prevention --evidence
      hograph query recurrence-prevention -p include=open -p condition="myositis ossificans"
      hograph query causes -p document=joi --format csv
      hograph query uberon-region --data joined.nq
      hograph query disagreements --explain
    """
    _refuse_evidence_in_tables(evidence, layout)
    given = read_pairs(parameters)
    kg = open_graph(data, build_folder, documents, say, endpoint, root=root)
    if explain:
        from hograph.cli.profiling import show_profile  # not needed for an answer

        found = kg.profile(name, **given)
        show_profile(kg.canned(name), found)
        return
    answer_canned(kg, name, given, evidence=evidence, claims=claims, layout=layout, iris=iris, data=data)


def answer_canned(
    kg: KnowledgeGraph,
    name: str,
    given: dict[str, str],
    *,
    evidence: bool,
    layout: str,
    claims: bool = False,
    iris: bool = False,
    data: Path | None = None,
) -> None:
    """Ask a canned query, of the file `data` if there is one, and print answer and evidence; without an answer, say what was asked."""
    answer = kg.query(name, **given)
    if data and not answer.rows and not kg.sparql("ASK { ?claim ho:subject ?subject }"):
        raise InputError(
            f"{data}: holds no claim as canned queries look for it, with ho:subject, ho:predicate and ho:object. Of the exports, ask "
            "turtle, trig, nquads, ntriples, jsonld or rdfxml; others put claims otherwise."
        )
    if layout == "json" and evidence:
        click.echo(_json_with_evidence(kg, answer, iris=iris))
    elif layout == "ttl" and not answer.rows:
        raise QueryError(f"No claim answers it, so there is nothing to write as Turtle. {answer.question()}")
    else:
        if layout == "table" and answer.query:
            put(answer.query.header.question, bold=True)
        show(kg, answer, layout, iris=iris, claims=claims)
    if not answer.rows:
        _tell_instead(kg, answer, err=layout != "table")
    elif layout == "table":
        _tell_left_out(kg, answer, given)
    if evidence and answer.rows:
        _add_evidence(kg, answer, layout)


def _tell_instead(kg: KnowledgeGraph, answer: Answer, *, err: bool) -> None:
    """Say how an answer without rows was asked, and which wider question has some."""
    if answer.asked:
        click.echo(answer.question(), err=err)
    wider = answer.wider()
    if wider and wider.query:
        click.echo(f"{told(wider.asked, answer.asked, len(wider))}:", err=err)
        click.echo(f"  {command(wider.query, wider.bound, answer.bound, kg.ontology)}", err=err)


def _tell_left_out(kg: KnowledgeGraph, answer: Answer, given: dict[str, str]) -> None:
    """Say what a plain answer leaves out, so that nobody takes it for all that is claimed, and how to see it."""
    kinds = kg.left_out(answer)
    if kinds and answer.query:
        put(f"Left out: {kinds}. Shown by {in_full(answer.query.name, {**given, INCLUDE: ALL})}")
        click.echo()


def _json_with_evidence(kg: KnowledgeGraph, answer: Answer, *, iris: bool) -> str:
    found = {item.claim: item.__dict__ for item in kg.evidence(answer)}
    rows = [
        record | {"evidence": [found[curie(node.value)] for node in claims_of(row)]}
        for row, record in zip(answer, kg.records(answer, iris=iris), strict=True)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _add_evidence(kg: KnowledgeGraph, answer: Answer, layout: str) -> None:
    if layout == "table":
        show_evidence(kg.evidence(answer), at_hand=bool(kg.documents))
    elif layout == "md":
        click.echo(_markdown(kg.evidence(answer)), nl=False)
    elif layout == "html":
        click.echo(evidence_html(kg.evidence(answer)), nl=False)
    elif layout == "ttl":
        click.echo("Turtle holds the evidence already: the spans of each claim, with offsets and hashes.", err=True)


def _markdown(items: Iterable[Evidence]) -> str:
    lines = ["", "Evidence", ""]
    for item in items:
        section = f", section {item.section}" if item.section else ""
        place = f"{item.title} ({item.document}){section}, characters {item.start}-{item.end}"
        passage = f" \u201c{' '.join(item.passage.split())}\u201d" if item.passage is not None else ""
        lines.append(f"- `{item.claim}` {item.label}. {place}.{passage}")
    return "\n".join(lines) + "\n"


def _refuse_evidence_in_tables(evidence: bool, layout: str) -> None:
    if evidence and layout in {"csv", "tsv"}:
        raise QueryError(
            "Evidence does not fit into a table of comma or tab separated values. Use --format json, table, md or html."
        )


@click.command()
@click.argument("question")
@click.option(
    "-p",
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the query that is found.",
    shell_complete=parameter_candidates,
)
@EVIDENCE
@claims_option
@FORMAT
@IRIS
@documents_option
@data_option
@root_option
@build_option
@endpoint_option
def ask(
    question: str,
    parameters: tuple[str, ...],
    evidence: bool,
    claims: bool,
    layout: str,
    iris: bool,
    documents: Path | None,
    data: Path | None,
    root: Path | None,
    build_folder: Path | None,
    endpoint: Endpoint | None,
) -> None:
    """Ask in words: finds the canned query nearest to the QUESTION and says which it chose.

    \b
    Examples:
      hograph ask "what prevents recurrence after surgery?"
      hograph ask "where does it occur?" -p condition="myositis ossificans"
    """
    _refuse_evidence_in_tables(evidence, layout)
    given = read_pairs(parameters)
    kg = open_graph(data, build_folder, documents, say, endpoint, root=root)
    meant = kg.understand(question)
    given = meant.parameters | given
    bound = ", ".join(f"{name} = {kg.ontology.label(value)}" for name, value in given.items())
    others = ", ".join(match.query.name for match in meant.others)
    click.echo(
        f"Asking '{meant.query.name}'{f' with {bound}' if bound else ''}: {meant.query.header.question}"
        + (f" (also near: {others})" if others else ""),
        err=True,
    )
    for remark in meant.remarks():
        click.echo(remark, err=True)
    answer_canned(kg, meant.query.name, given, evidence=evidence, claims=claims, layout=layout, iris=iris, data=data)


@click.command()
@click.argument("source", metavar="FILE|-")
@click.option(
    "-p",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="What a variable of its block VALUES (?name ...) { ... } stands for: a term, claim or document by any name, or a number.",
)
@FORMAT
@IRIS
@data_option
@root_option
@build_option
@endpoint_option
def sparql(
    source: str,
    parameters: tuple[str, ...],
    layout: str,
    iris: bool,
    data: Path | None,
    root: Path | None,
    build_folder: Path | None,
    endpoint: Endpoint | None,
) -> None:
    """Run your own SPARQL query, from a FILE or, with '-', from standard input.

    The default graph is the union of all named graphs; the prefixes of hograph need not be declared. CONSTRUCT and DESCRIBE give Turtle,
    ASK gives true or false. Values go into its block VALUES as terms and are never pasted as text.

    \b
    Examples:
      hograph sparql my-query.rq
      hograph sparql my-query.rq -p treatment="radiation therapy"
      echo 'SELECT ?x WHERE { ?x a ho:RiskFactor }' | hograph sparql -
    """
    with standard_input():
        text = sys.stdin.buffer.read().decode("utf-8") if source == "-" else read_text(Path(source))
    kg = open_graph(data, build_folder, None, say, endpoint, root=root)
    found = run(kg.store, bind(text, {name: term_of(kg, value) for name, value in read_pairs(parameters).items()}))
    for remark in undeclared(text, kg.ontology):
        click.echo(remark, err=True)
    if isinstance(found, Answer):
        show(kg, found, layout, iris=iris)
    elif isinstance(found, bool):
        _refuse_layout(layout, "ASK gives true or false", ("table", "json"))
        click.echo("true" if found else "false")
    else:
        _refuse_layout(layout, "CONSTRUCT and DESCRIBE give a graph", ("table", "ttl"))
        click.echo(turtle(in_graph(found, GRAPH["answer"])).decode(), nl=False)


def _refuse_layout(layout: str, what: str, fitting: tuple[str, ...]) -> None:
    if layout not in fitting:
        raise QueryError(f"{what}, which does not fit --format {layout}. What fits: {', '.join(fitting[1:])}, or none.")
