"""The page of SPARQL: a form that the server answers with a table; a script makes an editor of it."""

from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hograph.counting import counted_as
from hograph.knowledge import KnowledgeGraph
from hograph.ontology.index import Ontology
from hograph.query.answer import Answer
from hograph.query.cells import cell
from hograph.serve.answering import problem_of
from hograph.serve.asking import Found, ask
from hograph.serve.clients import client_of
from hograph.serve.explore.scripts import built
from hograph.serve.pages.view import graph_of, path_of, render, service_of
from hograph.serve.problems import ProblemError
from hograph.serve.workers.pool import FailedError
from hograph.serve.workers.turns import BusyError
from hograph.vocabulary import HO, PREFIXES

MOST = 500
"""So many rows are in the table of the page."""
FIRST = """# What prevents recurrence, and which claim says so? The prefixes of hograph need not be declared.
SELECT ?treatment ?certainty ?claim WHERE {
  ?claim ho:predicate ho:preventsRecurrenceOf ;
    ho:subject ?treatment ;
    ho:certainty ?certainty .
}
ORDER BY ?claim
"""


@dataclass(frozen=True)
class Cell:
    """A cell of the table: what it says, the path of the page of what it names, and its address where that is elsewhere."""

    text: str
    path: str = ""
    address: str = ""


@dataclass(frozen=True)
class Shown:
    """A result as the page shows it: what it is in words, its columns and first rows, and how many there are."""

    words: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0


async def sparql_page(request: Request) -> Response:
    """The form; with a query, its answer, or why there is none."""
    service = service_of(request)
    text = await _text(request)
    shown, problem = None, None
    if text.strip():
        try:
            shown = show(service.kg, await ask(service, text, client_of(request)))
        except (FailedError, BusyError) as error:
            problem = problem_of(error, service.limits)
    return render(
        request,
        "explore/sparql",
        problem.status if problem else 200,
        problem.headers if problem else None,
        text=text or _example(service.kg, request.query_params.get("example", "")) or FIRST,
        problem=problem,
        fault=_line(text, problem) if problem else "",
        shown=shown,
        queries=service.kg.queries.values(),
        example=request.query_params.get("example", ""),
        script=built("sparql.js"),
    )


def vocabulary(request: Request) -> Response:
    """The prefixes and terms that the editor completes: of each its name, label, category in words, and category."""
    return JSONResponse({"prefixes": dict(PREFIXES), "terms": _terms(graph_of(request).ontology)})


def examples(request: Request) -> Response:
    """The canned queries by name, their texts as they stand in their files."""
    return JSONResponse({name: query.text for name, query in graph_of(request).queries.items()})


def show(kg: KnowledgeGraph, found: Found) -> Shown:
    """A result as the page shows it.

    Args:
        kg: the graph, for labels.
        found: what a query gave.
    """
    if isinstance(found, bool):
        return Shown("Yes" if found else "No")
    if isinstance(found, list):
        rows = tuple((t.subject, t.predicate, t.object) for t in found)
        found, what = Answer(("subject", "predicate", "object"), rows, graph=kg), "triple"
    else:
        what = "row"
    part = Answer(found.columns, found.rows[:MOST], graph=kg)
    labels = part.labels()
    rows_shown = tuple(tuple(_cell(term, cell(term, labels)) for term in row) for row in part.rows)
    number = len(found)
    return Shown(counted_as(number, what), found.columns, rows_shown, number)


def _cell(term: object, text: str) -> Cell:
    if not isinstance(term, ox.NamedNode):
        return Cell(text)
    if term in HO:
        return Cell(text, path=path_of(term))
    return Cell(text, address=term.value) if term.value.startswith(("http://", "https://")) else Cell(text)


async def _text(request: Request) -> str:
    given = await request.form() if request.method == "POST" else request.query_params
    text = given.get("query", "")
    return text.replace("\r\n", "\n") if isinstance(text, str) else ""


def _example(kg: KnowledgeGraph, name: str) -> str:
    return kg.queries[name].text if name in kg.queries else ""


def _line(text: str, problem: ProblemError) -> str:
    """The line of a query on which it is no SPARQL, with a mark under the place."""
    line, column = (int(str(problem.more.get(part, 0))) for part in ("line", "column"))
    lines = text.splitlines()
    return f"{lines[line - 1]}\n{' ' * (column - 1)}^" if 0 < line <= len(lines) else ""


def _terms(ontology: Ontology) -> list[tuple[str, str, str, str]]:
    found = []
    for name, label in sorted(ontology.labels.items()):
        category = ontology.category(name) or ""
        found.append((name, label, ontology.label(category) if category else "", category))
    return found
