"""The page of a canned query: its parameters as a form, its answer with the evidence behind each row, and the SPARQL that gives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from hograph.errors import HographError, QueryError, UnknownTermError
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.binding import PROLOGUE, Bound, bind, solutions
from hograph.query.canned import CannedQuery
from hograph.query.cells import short_documents
from hograph.query.names import documents
from hograph.query.parameters import ANY, OPEN_TYPES, Parameter, ParameterType
from hograph.query.wider import ALL, INCLUDE, told, typed
from hograph.serve.answering import problem_of
from hograph.serve.clients import client_of
from hograph.serve.pages.cards import Card, Side, by_document, cards
from hograph.serve.pages.charts import Chart, chart
from hograph.serve.pages.tables import Row, Table, Wish, table
from hograph.serve.pages.view import graph_of, render, service_of
from hograph.serve.service import Service
from hograph.serve.workers.pool import FailedError
from hograph.serve.workers.turns import BusyError
from hograph.vocabulary import HO, curie

MOST_CARDS, MOST_LINKS = 12, 48
"""Claims of a row that are shown whole, and further ones that are linked; what is more is counted."""
DOWNLOADS = (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("ttl", "Turtle"))
SPOKEN_OF = PROLOGUE + "SELECT DISTINCT ?term WHERE { ?claim a ho:Claim ; ho:subject|ho:object ?term }"


@dataclass(frozen=True)
class Field:
    """A parameter as a part of a form: what it is, what stands in it, and what may be put into it."""

    name: str
    parameter: Parameter
    value: str
    choices: tuple[tuple[str, str], ...]
    suggestions: tuple[str, ...]

    @property
    def optional(self) -> bool:
        """Whether it may be left open."""
        return self.parameter.type in OPEN_TYPES


@dataclass(frozen=True)
class Opened:
    """A row with what it opens to: its claims side by side by document, those that are only linked, and how many are only counted."""

    row: Row
    sides: tuple[Side, ...]
    others: tuple[Card, ...]
    more: int


@dataclass(frozen=True)
class Found:
    """An answer as it is shown: what was asked, the page of its table, what its rows open to, its chart, and what to ask instead.

    `instead` is where there are no rows: the wider question that has some, in words, and what its address gives. `left_out` is what the
    answer leaves out, and the address that gives it.
    """

    asked: str
    table: Table
    rows: tuple[Opened, ...]
    chart: Chart | None
    instead: tuple[str, str] | None
    left_out: tuple[str, str] | None


async def question(request: Request) -> Response:
    """The page of a canned query with its answer; where it cannot be asked so, with what is wrong."""
    service, name = service_of(request), request.path_params["name"]
    try:
        query = await run_in_threadpool(service.kg.canned, name)
    except QueryError as error:
        return await run_in_threadpool(_no_question, request, str(error))
    asked = {key: request.query_params.get(key, "").strip() for key in query.header.parameters}
    given = {key: value for key, value in asked.items() if value}
    answer, wider, kinds, problem, status = None, None, "", "", 200
    try:
        answer = await service.answer(name, given, client_of(request))
        wider = await service.wider(answer, client_of(request))
        kinds = await service.left_out(answer, client_of(request))
    except HographError as error:
        problem, status = str(error), 400
    except (FailedError, BusyError) as error:
        told = problem_of(error, service.limits)
        problem, status = told.detail, told.status
    return await run_in_threadpool(_page, request, query, given, (answer, wider, kinds), problem, status)


def _no_question(request: Request, problem: str) -> Response:
    kg = graph_of(request)
    near = [(kg.canned(one).header.question, f"/queries/{one}") for one in kg.queries if one in problem][:6]
    return render(request, "no_question", 404, problem=problem, near=near)


def _page(
    request: Request,
    query: CannedQuery,
    given: dict[str, str],
    answers: tuple[Answer | None, Answer | None, str],
    problem: str,
    status: int,
) -> Response:
    """The page of a canned query, asked with what was given; after the answer that of the nearest wider question and what is left out."""
    answer, wider, kinds = answers
    kg = graph_of(request)
    wish = Wish.of({key: value for key, value in request.query_params.items() if key not in query.header.parameters})
    bound: Mapping[str, Bound] = {}
    found = None
    if answer is not None:
        bound = query.bindings(given, kg)
        cut = table(kg, answer, wish)
        instead = _instead(kg, answer, wider) if wider else None
        left_out = (kinds, urlencode({**given, INCLUDE: ALL})) if kinds else None
        found = Found(answer.question(), cut, tuple(opened(kg, cut)), chart(kg, answer), instead, left_out)
    return render(
        request,
        "question",
        status,
        query=query,
        fields=fields(service_of(request), query, given),
        wish=wish,
        problem=problem,
        given=given,
        found=found,
        address=urlencode(given),
        permalink=urlencode({key: _permanent(term) for key, term in bound.items()}),
        downloads=DOWNLOADS,
        sparql=bind(query.text, bound),
    )


def _instead(kg: KnowledgeGraph, answer: Answer, wider: Answer) -> tuple[str, str]:
    assert wider.query  # noqa: S101 -- only a canned query is made wider
    words = typed(wider.query, wider.bound, answer.bound, kg.ontology)
    return told(wider.asked, answer.asked, len(wider)), urlencode(words)


def opened(kg: KnowledgeGraph, cut: Table) -> list[Opened]:
    """The rows of a table, each with its evidence."""
    most = MOST_CARDS + MOST_LINKS
    claims = [list(dict.fromkeys(row.claims)) for row in cut.rows]
    found = cards(kg, (claim for several in claims for claim in several[:most]))
    rows = []
    for row, several in zip(cut.rows, claims, strict=True):
        mine = [found[claim] for claim in several[:most] if claim in found]
        more = max(0, len(several) - most)
        rows.append(Opened(row, tuple(by_document(mine[:MOST_CARDS])), tuple(mine[MOST_CARDS:]), more))
    return rows


def fields(service: Service, query: CannedQuery, given: Mapping[str, str]) -> list[Field]:
    """The form of a canned query, filled with what was given and the defaults."""
    kg = service.kg
    return [
        Field(
            name,
            parameter,
            given.get(name, _in_words(kg, parameter)),
            _choices(kg, parameter),
            _suggestions(service, parameter),
        )
        for name, parameter in query.header.parameters.items()
    ]


def _in_words(kg: KnowledgeGraph, parameter: Parameter) -> str:
    """The default as a reader types it: a term by its label, where that names it alone."""
    default = str(parameter.default)
    if parameter.type is not ParameterType.TERM or default == ANY:
        return default
    label = kg.ontology.label(default)
    try:
        return label if kg.ontology.find(label, relations=False) == default else f"ho:{default}"
    except UnknownTermError:
        return f"ho:{default}"


def _choices(kg: KnowledgeGraph, parameter: Parameter) -> tuple[tuple[str, str], ...]:
    if parameter.type is ParameterType.DOCUMENT:
        return ((ANY, "any document"), *short_documents(documents(kg.store)).items())
    return tuple((value, value) for value in parameter.allowed)


def _suggestions(service: Service, parameter: Parameter) -> tuple[str, ...]:
    """Terms that a parameter may take, by label: those of its category, else those that claims speak of."""
    if parameter.type is not ParameterType.TERM:
        return ()
    ontology = service.kg.ontology
    if parameter.category:
        names = {one for one in ontology.spoken_of if set(parameter.category) & ontology.ancestors(one)}
    else:
        names = service.once("terms of claims", lambda: _spoken_of(service.kg))
    return tuple(sorted((ontology.label(name) for name in names), key=str.casefold))


def _spoken_of(kg: KnowledgeGraph) -> set[str]:
    return {HO.name(row["term"]) for row in solutions(kg.store, SPOKEN_OF)}


def _permanent(term: Bound) -> str:
    """A parameter by a name that does not change."""
    if term is None:
        return ANY
    return term.value if isinstance(term, ox.Literal) else curie(term.value)
