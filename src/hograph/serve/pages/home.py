"""The first page, and the page of what a search finds."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from hograph.errors import QueryError
from hograph.knowledge import KnowledgeGraph
from hograph.query.binding import PROLOGUE, solutions
from hograph.query.canned import CannedQuery
from hograph.serve.api.search import names_of, search_terms
from hograph.serve.pages.cards import cards
from hograph.serve.pages.view import graph_of, render, service_of
from hograph.vocabulary import HO

MOST = 20
"""Terms, and claims, that a search shows."""
FARTHER = 12.0
"""So much less like the words than the likest term, of 100, another may be."""
OTHER = "other questions"
CLAIMS_WITH = (
    PROLOGUE
    + """
SELECT DISTINCT ?claim ?label WHERE {
  VALUES (?words) {}
  ?claim a ho:Claim ; rdfs:label ?label .
  FILTER (CONTAINS(LCASE(STR(?label)), ?words))
} ORDER BY STRLEN(STR(?label)) STR(?label) ?claim LIMIT 21"""
)
SIZE = "SELECT (COUNT(*) AS ?number) WHERE { ?s ?p ?o }"
MOST_GRAPHS = 100
"""So many names of graphs are on the first page of any other graph."""
TITLES = (
    PROLOGUE + "SELECT ?document ?title WHERE { ?document a ho:Document ; dcterms:title ?title } ORDER BY ?document"
)


def home(request: Request) -> Response:
    """What this is, how much of it there is, and the questions that people ask."""
    kg = graph_of(request)
    if not service_of(request).shipped:
        graphs = sorted(str(name) for name in kg.store.named_graphs())
        [row] = solutions(kg.store, SIZE)
        return render(request, "data", statements=int(row["number"].value), graphs=graphs[:MOST_GRAPHS])
    documents = [(row["document"], row["title"].value) for row in solutions(kg.store, TITLES)]
    groups = by_tag(kg.queries.values())
    return render(request, "home", counts=kg.counts(), groups=groups, documents=documents, terms=len(kg.ontology.terms))


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
    found = search_terms(tuple(names_of(ontology)), words) if words else []
    names = [name.term for name, likeness in found if likeness >= found[0][1] - FARTHER][:MOST]
    terms = [
        (HO[name], ontology.label(name), ontology.category(name), ontology.definition(name) or "") for name in names
    ]
    claims = [row["claim"] for row in solutions(kg.store, CLAIMS_WITH, {"words": ox.Literal(words.lower())})]
    return render(
        request,
        "search",
        words=words,
        terms=[(node, label, ontology.label(kind) if kind else "", text) for node, label, kind, text in terms],
        questions=questions_for(kg, words),
        claims=list(cards(kg, claims[:MOST] if words else []).values()),
        more=words and len(claims) > MOST,
    )


def questions_for(kg: KnowledgeGraph, words: str) -> list[tuple[CannedQuery, dict[str, str]]]:
    """The canned queries that words may mean, the nearest first, each with the parameters that the words name."""
    if not words:
        return []
    try:
        meant = kg.understand(words)
    except QueryError:
        return []
    return [(meant.query, meant.parameters), *((kg.canned(match.query.name), {}) for match in meant.others)]
