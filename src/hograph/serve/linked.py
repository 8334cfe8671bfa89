"""Linked data: each thing of the graph at its path, as a page for people and as RDF for programs.

An IRI of ours is `https://w3id.org/hograph/NAME`, and leads to `/NAME` here. That is the page of the thing; whoever asks for RDF is sent
(303) to `/NAME.ttl`, `.jsonld`, `.nt` or `.rdf`, documents with an address of their own. Parts of claims and documents have no page; their
IRIs lead (303) to that of the whole.
"""

from collections.abc import Callable, Iterator

import pyoxigraph as ox
from rapidfuzz import fuzz, process
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from hograph.errors import HographError
from hograph.knowledge import KnowledgeGraph
from hograph.query.binding import PROLOGUE, solutions
from hograph.query.evidence import labels, statements
from hograph.serve.negotiate import HTML, RDF_FORMATS, RdfFormat, choose
from hograph.serve.pages.claims import show_claim, show_proposition
from hograph.serve.pages.documents import show_document
from hograph.serve.pages.terms import Link, near_terms, show_term, show_thing
from hograph.serve.pages.view import graph_of, path_of, render, service_of
from hograph.serve.service import Service
from hograph.serve.tags import tagged
from hograph.vocabulary import CLAIM, DOCUMENT, HO, PREFIXES, PROPOSITION, RDF, RDFS, SSSOM, Namespace

EXTENSIONS = {form.extension: form for form in RDF_FORMATS}
MEDIA = {form.media: form for form in RDF_FORMATS}
OFFERS = (HTML, *MEDIA)
CLAIMS_ABOUT = (
    PROLOGUE
    + """
SELECT ?claim ?part ?label WHERE {
  VALUES (?node) {}
  VALUES ?part { ho:subject ho:object ho:statedIn ho:supports ho:disputes ho:leavesOpen }
  ?claim ?part ?node ; rdfs:label ?label .
}"""
)
Show = Callable[[Request, ox.NamedNode], Response]
NEAR, ALIKE = 6, 50
"""How many names are named that come near to one that there is not, and how alike they must be, of 100."""


def routes(service: Service) -> list[BaseRoute]:  # noqa: ARG001 -- every part of the application is made alike
    """The route of everything that has an IRI of ours; it comes last, for it takes every path."""
    return [Route("/{path:path}", tagged(thing, _media), methods=["GET"])]


def _media(request: Request) -> str:
    """The format that a thing comes in, where its path does not say it."""
    return choose(request.headers.get("accept"), OFFERS) or ""


def thing(request: Request) -> Response:
    """A thing as what the client asks for: a page, or RDF."""
    kg, path = graph_of(request), request.path_params["path"]
    node = _known(kg, path)
    if node is None:
        stem, dot, extension = path.rpartition(".")
        node = _known(kg, stem) if dot and extension in EXTENSIONS else None
        return _document(request, node, EXTENSIONS[extension]) if node else _named(request) or not_found(request)
    whole = _whole(kg, node)
    if whole:
        return _see(request, path_of(whole))
    media = choose(request.headers.get("accept"), OFFERS)
    if media is None:
        return PlainTextResponse(f"There is this as {', '.join(OFFERS)}.\n", 406, _headers(request, node))
    if media != HTML:
        return _see(request, f"{path_of(node)}.{MEDIA[media].extension}", _headers(request, node))
    page = _page(kg, node)(request, node)
    page.headers.update(_headers(request, node))
    return page


def _named(request: Request) -> Response | None:
    """For people, the page of what has the path as one of its names, as `/FOP`; it is no IRI, so that programs get nothing."""
    if choose(request.headers.get("accept"), OFFERS) != HTML:
        return None
    try:
        return _see(request, path_of(graph_of(request).find(request.path_params["path"])))
    except HographError:
        return None


def not_found(request: Request) -> Response:
    """What is unknown: a page, or a line of text, that names what comes near; for programs that look for the API, where it is told.

    Raises:
        HTTPException: below `/api`.
    """
    path = request.path_params.get("path", "")
    if path.partition("/")[0] == "api":
        raise HTTPException(404)
    near = _near(service_of(request), path)
    if choose(request.headers.get("accept"), (HTML, "text/plain")) == HTML:
        return render(request, "missing", 404, path=path, near=near)
    hint = f" Did you mean {' or '.join(path_of(link.node) for link in near)}?" if near else ""
    return PlainTextResponse(f"There is nothing at /{path}.{hint}\n", 404)


def _document(request: Request, node: ox.NamedNode, form: RdfFormat) -> Response:
    triples = description(graph_of(request), node)
    prefixes = {name: str(space) for name, space in PREFIXES.items()}
    data = ox.serialize(triples, format=form.engine, prefixes=prefixes)
    headers = _headers(request, node) | {"Content-Disposition": "inline"}
    return Response(data, media_type=form.media, headers=headers)


def description(kg: KnowledgeGraph, node: ox.NamedNode) -> list[ox.Triple]:
    """What the graph says of a thing, with its parts, its mappings, the claims about it, and the labels of what is named.

    Args:
        kg: the graph.
        node: the thing.
    """
    quads = [*statements(kg.store, [node]), *_nameless(kg, node)]
    found = dict.fromkeys(quad.triple for quad in quads)
    for quad in kg.store.quads_for_pattern(None, SSSOM["subject_id"], node, None):
        found |= dict.fromkeys(one.triple for one in kg.store.quads_for_pattern(quad.subject, None, None, None))
    for row in solutions(kg.store, CLAIMS_ABOUT, {"node": node}):
        found[ox.Triple(row["claim"], row["part"], node)] = None
        found[ox.Triple(row["claim"], RDFS["label"], row["label"])] = None
    named = {term for triple in found for term in (triple.predicate, triple.object) if isinstance(term, ox.NamedNode)}
    for other, label in labels(kg.store, sorted(named, key=str)).items():
        found[ox.Triple(other, RDFS["label"], ox.Literal(label, language="en"))] = None
    return sorted(found, key=str)


def _nameless(kg: KnowledgeGraph, node: ox.NamedNode) -> Iterator[ox.Quad]:
    """Statements about the blank nodes that statements about a thing lead to: restrictions, lists."""
    waiting: list[ox.NamedNode | ox.BlankNode] = [node]
    seen = set(waiting)
    while waiting:
        for quad in kg.store.quads_for_pattern(waiting.pop(), None, None, None):
            if isinstance(quad.subject, ox.BlankNode):
                yield quad
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)


def _known(kg: KnowledgeGraph, path: str) -> ox.NamedNode | None:
    """The node at a path, where the graph says something of it."""
    try:
        node = HO[path]
    except ValueError:  # no IRI
        return None
    return node if any(kg.store.quads_for_pattern(node, None, None, None)) else None


def _whole(kg: KnowledgeGraph, node: ox.NamedNode) -> ox.NamedNode | None:
    """The claim or document that a node is a part of: a span, a cue, a qualifier."""
    for space, sign in ((CLAIM, "-"), (DOCUMENT, "/")):
        if node in space and sign in space.name(node):
            name = space.name(node).split(sign, 1)[0]
            return _known(kg, f"{HO.name(space[name])}")
    return None


def _page(kg: KnowledgeGraph, node: ox.NamedNode) -> Show:
    """What shows a thing of this sort."""
    sorts = {quad.object for quad in kg.store.quads_for_pattern(node, RDF["type"], None, None)}
    for sort, show in SHOWN.items():
        if HO[sort] in sorts:
            return show
    ontology, name = kg.ontology, HO.name(node)
    return show_term if name in ontology.spoken_of or name in ontology.properties else show_thing


SHOWN: dict[str, Show] = {"Claim": show_claim, "Document": show_document, "Proposition": show_proposition}


def _near(service: Service, path: str) -> list[Link]:
    """What has a name that comes near to a path."""
    for space, sort in ((CLAIM, "Claim"), (DOCUMENT, "Document"), (PROPOSITION, "Proposition")):
        if f"{HO}{path.split('/')[0]}/" == str(space):
            return _near_in(service.kg, space, HO[sort], path.partition("/")[2])
    return near_terms(service, path)


def _near_in(kg: KnowledgeGraph, space: Namespace, sort: ox.NamedNode, name: str) -> list[Link]:
    quads = kg.store.quads_for_pattern(None, RDF["type"], sort, None)
    known = {space.name(quad.subject): quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    begun = sorted(one for one in known if name and one.startswith(name))
    close = [one for one, *_ in process.extract(name, list(known), scorer=fuzz.ratio, limit=NEAR, score_cutoff=ALIKE)]
    nodes = [known[one] for one in dict.fromkeys([*begun, *close])][:NEAR]
    names = labels(kg.store, nodes)
    return [Link(node, names.get(node) or space.name(node)) for node in nodes]


def _see(request: Request, path: str, headers: dict[str, str] | None = None) -> Response:
    return RedirectResponse(_address(request, path), 303, headers)


def _headers(request: Request, node: ox.NamedNode) -> dict[str, str]:
    """The canonical address of the page, what it is about, and in which other formats there is it."""
    page = _address(request, path_of(node))
    others = [f'<{page}.{form.extension}>; rel="alternate"; type="{form.media}"' for form in RDF_FORMATS]
    return {
        "Link": ", ".join([f'<{page}>; rel="canonical"', f'<{node.value}>; rel="describes"', *others]),
        "Vary": "Accept",
    }


def _address(request: Request, path: str) -> str:
    """The address of a path: whole where the server knows its own; it never takes it from what a client says the host is."""
    return f"{service_of(request).base or request.scope.get('root_path', '')}{path}"
