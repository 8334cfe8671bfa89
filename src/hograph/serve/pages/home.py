"""The first page, and the page of what a search finds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from hograph.errors import QueryError
from hograph.knowledge import KnowledgeGraph
from hograph.query.binding import PROLOGUE, solutions
from hograph.query.canned import CannedQuery
from hograph.serve.finding import Name, search_terms
from hograph.serve.pages.cards import cards
from hograph.serve.pages.view import graph_of, render, service_of
from hograph.serve.service import Service
from hograph.vocabulary import HO

MOST = 20
"""Terms, and claims, that a search shows."""
FARTHER = 12.0
"""So much less like the words than the likest term, of 100, another may be."""
OTHER = "other questions"
IN_WORDS = PROLOGUE + "SELECT DISTINCT ?claim ?label WHERE { ?claim a ho:Claim ; rdfs:label ?label }"
SIZE = "SELECT (COUNT(*) AS ?number) WHERE { ?s ?p ?o }"
MOST_GRAPHS = 100
"""So many names of graphs are on the first page of any other graph."""
TITLES = (
    PROLOGUE + "SELECT ?document ?title WHERE { ?document a ho:Document ; dcterms:title ?title } ORDER BY ?document"
)


def home(request: Request) -> Response:
    """What this is, how much of it there is, and the questions that people ask."""
    kg, service = graph_of(request), service_of(request)
    if not service.shipped:
        graphs = sorted(str(name) for name in kg.store.named_graphs())
        [row] = solutions(kg.store, SIZE)
        return render(request, "data", statements=int(row["number"].value), graphs=graphs[:MOST_GRAPHS])
    documents = [(row["document"], row["title"].value) for row in solutions(kg.store, TITLES)]
    groups = by_tag(kg.queries.values())
    return render(
        request, "home", counts=service.counts, groups=groups, documents=documents, terms=len(kg.ontology.terms)
    )


def by_tag(queries: Iterable[CannedQuery]) -> list[tuple[str, list[CannedQuery]]]:
    """Questions in groups: each with that of its tags which most others have too; groups of one are put together."""
    known = list(queries)
    number = Counter(tag for query in known for tag in query.header.tags)
    groups: dict[str, list[CannedQuery]] = defaultdict(list)
    for query in known:
        groups[max(query.header.tags, key=lambda tag: number[tag], default=OTHER)].append(query)
    alone = [tag for tag, several in groups.items() if len(several) == 1]
    rest = [query for tag in alone for query in groups.pop(tag)] + groups.pop(OTHER, [])
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [*ordered, *([(OTHER, rest)] if rest else [])]


def search(request: Request) -> Response:
    """What is found for some words: terms, questions, claims."""
    kg, words = graph_of(request), request.query_params.get("q", "").strip()[:200]
    ontology = kg.ontology
    found = search_terms(service_of(request).names, words) if words else []
    near = [name for name, likeness in found if likeness >= found[0][1] - FARTHER][:MOST]
    terms = [(one.term, _also(one, ontology.label(one.term), words), ontology.category(one.term)) for one in near]
    claims = list(islice(_claims_with(service_of(request), words), MOST + 1)) if words else []
    questions, remarks = questions_for(kg, words)
    return render(
        request,
        "search",
        words=words,
        terms=[
            (
                HO[name],
                ontology.label(name),
                also,
                ontology.label(kind) if kind else "",
                ontology.definition(name) or "",
            )
            for name, also, kind in terms
        ],
        questions=[(query, given, _said(kg, given)) for query, given in questions],
        remarks=remarks,
        claims=list(cards(kg, claims[:MOST]).values()),
        more=len(claims) > MOST,
    )


def _also(name: Name, label: str, words: str) -> str:
    """The name by which a term was found, where its label does not show why."""
    return "" if name.is_label or words.casefold() in label.casefold() else name.text


def _said(kg: KnowledgeGraph, given: dict[str, str]) -> str:
    """Parameters in words: terms by their labels."""
    labels = kg.ontology.labels
    return ", ".join(f"{name} = {labels.get(value, value)}" for name, value in given.items())


def _claims_with(service: Service, words: str) -> Iterator[ox.NamedNode]:
    """The claims whose label has the words in it, the shortest first."""
    key = words.lower()
    labelled = service.once(
        "claims in words", lambda: sorted(_in_words(service.kg), key=lambda one: (len(one[0]), *one))
    )
    return (ox.NamedNode(iri) for label, iri in labelled if key in label)


def _in_words(kg: KnowledgeGraph) -> Iterator[tuple[str, str]]:
    for row in solutions(kg.store, IN_WORDS):
        yield row["label"].value.lower(), row["claim"].value


def questions_for(kg: KnowledgeGraph, words: str) -> tuple[list[tuple[CannedQuery, dict[str, str]]], list[str]]:
    """The canned queries that words may mean, the nearest first with what the words name, and what a reader must know of that one."""
    if not words:
        return [], []
    try:
        meant = kg.understand(words)
    except QueryError:
        return [], []
    others = [(kg.canned(match.query.name), dict[str, str]()) for match in meant.others]
    return [(meant.query, meant.parameters), *others], meant.remarks()
