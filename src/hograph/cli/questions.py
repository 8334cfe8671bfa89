"""Commands that ask the graph: query, queries, ask, sparql, explain."""

import json
import sys
from pathlib import Path
from time import perf_counter

import click
import pyoxigraph as ox

from hograph.cli.layout import INDENT
from hograph.cli.options import build_option, claims_option, data_option, documents_option, pair, root_option, say
from hograph.cli.page import page
from hograph.cli.render import FORMATS, cells, put, show, show_evidence, table
from hograph.errors import QueryError
from hograph.files import read_text
from hograph.graph.quads import in_graph, turtle
from hograph.knowledge import KnowledgeGraph, open_graph
from hograph.query.evidence import labels as labels_of
from hograph.query.header import CannedQuery
from hograph.query.rows import claims_of
from hograph.query.sparql import run
from hograph.vocabulary import GRAPH, HO, RDF, curie


@click.command()
@click.argument("name")
@click.option(
    "-p",
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter; a term by label, synonym or CURIE.",
)
@click.option("--evidence", is_flag=True, help="List document, section, span and passage of each claim.")
@claims_option
@click.option("--format", "layout", type=click.Choice(FORMATS), default="table", help="How to print the answer.")
@click.option("--iris", is_flag=True, help="CURIEs instead of labels.")
@documents_option
@data_option
@root_option
@build_option
def query(
    name: str,
    parameters: tuple[str, ...],
    evidence: bool,
    claims: bool,
    layout: str,
    iris: bool,
    documents: Path | None,
    data: Path | None,
    root: Path | None,
    build_folder: Path | None,
) -> None:
    """Ask the canned query NAME; `hograph queries` lists them.

    \b
    Examples:
      hograph query recurrence-prevention --evidence
      hograph query recurrence-prevention -p include=open -p condition="myositis ossificans"
      hograph query recurrence-prevention --format csv
      hograph query uberon-region --data joined.nq
    """
    if evidence and layout in {"csv", "tsv"}:
        raise QueryError(
            "Evidence does not fit into a table of comma or tab separated values. Use --format json or table."
        )
    kg = open_graph(data or root, build_folder, documents, say)
    given = dict(pair(text) for text in parameters)
    answer_canned(kg, name, given, evidence=evidence, claims=claims, layout=layout, iris=iris)


def answer_canned(
    kg: KnowledgeGraph,
    name: str,
    given: dict[str, str],
    *,
    evidence: bool,
    layout: str,
    claims: bool = False,
    iris: bool = False,
) -> None:
    """Ask a canned query and print answer and evidence."""
    answer = kg.query(name, **given)
    if layout == "json" and evidence:
        found = {item.claim: item.__dict__ for item in kg.evidence(answer)}
        shown = zip(answer, cells(kg, answer, iris=iris), strict=True)
        rows = [
            dict(zip(answer.columns, texts, strict=True))
            | {"evidence": [found[curie(node.value)] for node in claims_of(row)]}
            for row, texts in shown
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if layout == "table" and answer.query:
        put(answer.query.header.question, bold=True)
    show(kg, answer, layout, iris=iris, claims=claims)
    if evidence and layout == "table" and answer.rows:
        show_evidence(kg.evidence(answer), at_hand=kg.documents is not None)


@click.command()
@click.argument("question")
@click.option(
    "-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the query that is found."
)
@click.option("--evidence", is_flag=True, help="List document, section, span and passage of each claim.")
@claims_option
@click.option("--format", "layout", type=click.Choice(FORMATS), default="table", help="How to print the answer.")
@documents_option
@data_option
@root_option
@build_option
def ask(
    question: str,
    parameters: tuple[str, ...],
    evidence: bool,
    claims: bool,
    layout: str,
    documents: Path | None,
    data: Path | None,
    root: Path | None,
    build_folder: Path | None,
) -> None:
    """Ask in words: finds the canned query nearest to the QUESTION and says which it chose.

    \b
    Examples:
      hograph ask "what prevents recurrence after surgery?"
      hograph ask "where does it occur?" -p condition="myositis ossificans"
    """
    kg = open_graph(data or root, build_folder, documents, say)
    meant = kg.understand(question)
    given = meant.parameters | dict(pair(text) for text in parameters)
    bound = ", ".join(f"{name} = {kg.ontology.label(value)}" for name, value in given.items())
    others = ", ".join(match.query.name for match in meant.others)
    click.echo(
        f"Asking '{meant.query.name}'{f' with {bound}' if bound else ''}: {meant.query.header.question}"
        + (f" (also near: {others})" if others else ""),
        err=True,
    )
    if meant.unused:
        click.echo(f"Recognised, but this query cannot use it: {', '.join(meant.unused)}.", err=True)
    if meant.unknown:
        click.echo(f"Not understood, and left out: {', '.join(meant.unknown)}.", err=True)
    answer_canned(kg, meant.query.name, given, evidence=evidence, claims=claims, layout=layout)


@click.command()
@click.argument("source", metavar="FILE|-")
@click.option("--format", "layout", type=click.Choice(FORMATS), default="table", help="How to print the answer.")
@click.option("--iris", is_flag=True, help="CURIEs instead of labels.")
@data_option
@root_option
@build_option
def sparql(
    source: str, layout: str, iris: bool, data: Path | None, root: Path | None, build_folder: Path | None
) -> None:
    """Run your own SPARQL query, from a FILE or, with '-', from standard input.

    The default graph is the union of all named graphs; the prefixes of hograph need not be declared. CONSTRUCT and DESCRIBE give Turtle.

    \b
    Examples:
      hograph sparql my-query.rq
      echo 'SELECT ?x WHERE { ?x a ho:RiskFactor }' | hograph sparql -
    """
    text = sys.stdin.read() if source == "-" else read_text(Path(source))
    kg = open_graph(data or root, build_folder, None, say)
    found = run(kg.store, text)
    if isinstance(found, bool):
        click.echo("true" if found else "false")
    elif isinstance(found, list):
        click.echo(turtle(in_graph(found, GRAPH["answer"])).decode(), nl=False)
    else:
        show(kg, found, layout, iris=iris)


@click.command()
@click.option("--tag", help="Only those with this tag.")
@click.option(
    "--format", "layout", type=click.Choice(["table", "json", "md"]), default="table", help="How to print the list."
)
@click.option("--time", "timed", is_flag=True, help="Ask each with its defaults: rows and milliseconds.")
@root_option
@build_option
def queries(tag: str | None, layout: str, timed: bool, root: Path | None, build_folder: Path | None) -> None:
    """List the canned queries with their questions and parameters.

    \b
    Examples:
      hograph queries
      hograph queries --tag prevention
      hograph queries --format md > questions.md
    """
    kg = open_graph(root, build_folder, None, say)
    if layout == "md":
        click.echo(page(kg), nl=False)
        return
    chosen = [q for q in kg.queries.values() if tag is None or tag in q.header.tags]
    if not chosen:
        tags = sorted({t for q in kg.queries.values() for t in q.header.tags})
        raise QueryError(f"No canned query has the tag '{tag}'. There are: {', '.join(tags)}.")
    if layout == "json":
        click.echo(json.dumps({q.name: q.header.model_dump(mode="json") for q in chosen}, indent=2, ensure_ascii=False))
        return
    titles = ["Name", "Question", "Parameters", "Tags", *(["Rows", "ms"] if timed else [])]
    rows = [_listed(kg, query, timed=timed) for query in chosen]
    put(table(f"Canned queries: {len(chosen)}", titles, rows))


def _listed(kg: KnowledgeGraph, query: CannedQuery, *, timed: bool) -> list[str]:
    parameters = ", ".join(f"{name}={parameter.default}" for name, parameter in query.header.parameters.items())
    row = [query.name, query.header.question, parameters, ", ".join(query.header.tags)]
    if timed:
        start = perf_counter()
        number = len(kg.query(query.name))
        row += [str(number), f"{(perf_counter() - start) * 1000:.0f}"]
    return row


@click.command()
@click.argument("what")
@documents_option
@root_option
@build_option
def explain(what: str, documents: Path | None, root: Path | None, build_folder: Path | None) -> None:
    """Say why a term has its roles, naming the claims behind each; or what a claim rests on.

    \b
    Examples:
      hograph explain "radiation therapy"
      hograph explain claim:bk6lbrhkkcwuln34 --documents ~/documents
    """
    kg = open_graph(root, build_folder, documents, say)
    node = kg.find(what)
    if RDF["type"] in {q.predicate for q in kg.store.quads_for_pattern(node, None, HO["Claim"], None)}:
        show_evidence(kg.evidence([node]), at_hand=kg.documents is not None)
        for quad in kg.store.quads_for_pattern(node, HO["about"], None, None):
            labels = labels_of(kg.store, [quad.object]) if isinstance(quad.object, ox.NamedNode) else {}
            click.echo(f"It is about the proposition: {next(iter(labels.values()), quad.object)}")
        return
    _explain_roles(kg, HO.name(node))


def _explain_roles(kg: KnowledgeGraph, name: str) -> None:
    label = kg.ontology.label
    last = None
    for role, reason in kg.explain(f"ho:{name}"):
        if role != last:
            put(f"{label(name)} has the role '{label(role)}' (ho:{role}), because", bold=True)
            last = role
        put(f"{label(reason.subject)} {label(reason.relation)} {label(reason.object)}", indent="  ")
        for step in reason.steps:
            put(step, indent=INDENT)
        for item in kg.evidence(reason.claims):
            section = f", section '{item.section}'" if item.section else ""
            put(f"{item.claim}  {item.label} [{item.document}{section}, {item.start}-{item.end}]", indent=INDENT)
    if last is None:
        click.echo(f"{label(name)} (ho:{name}) has no role: no accepted claim entails one.")
