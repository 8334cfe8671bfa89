"""The page of a term, a role or a relation, and that of anything else that the graph has statements about."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from hograph.errors import HographError
from hograph.knowledge import KnowledgeGraph
from hograph.ontology.index import Ontology
from hograph.query.binding import PROLOGUE, solutions
from hograph.query.cells import cell
from hograph.query.evidence import describe, labels
from hograph.query.explain import Reason
from hograph.query.portrait import parts_of
from hograph.query.rows import Term
from hograph.serve.finding import search_terms
from hograph.serve.pages.cards import Card, cards
from hograph.serve.pages.view import graph_of, render
from hograph.serve.service import Service
from hograph.vocabulary import DCTERMS, DOCUMENT, GRAPH, HO, OBO, RDF, curie

MATCHES = (
    PROLOGUE
    + """
SELECT ?relation ?identifier ?label ?other WHERE {
  VALUES (?term) {}
  ?mapping sssom:subject_id ?term ; sssom:predicate_id/rdfs:label ?relation ; dcterms:identifier ?identifier ; sssom:object_id ?other .
  OPTIONAL { ?mapping sssom:object_label ?label }
} ORDER BY ?relation ?identifier"""
)
SAID = (
    PROLOGUE
    + """
SELECT ?claim ?relation ?side ?document WHERE {
  VALUES (?term) {}
  VALUES ?side { ho:subject ho:object ho:predicate }
  ?claim ?side ?term ; ho:status ?status ; ho:predicate ?relation ; ho:statedIn ?document .
  FILTER (?status IN (ho:Accepted, ho:Edited))
}"""
)
NEAR = 6
"""Terms that are named where there is none of a name."""
FEWEST, DRAWN = 2, 24
"""Arrows in the picture of what lies around a term: fewer tell nothing that their line does not, more are not read."""
SHOWN = 8
"""Narrower terms, and claims of a relation, that are open to see; the others are behind a handle."""
MOST = 500
"""Claims that a page holds; where there are more of a term, the first of each relation are there, and a link to all."""


@dataclass(frozen=True)
class Link:
    """Something with a page: its node and its label."""

    node: ox.NamedNode
    label: str


@dataclass(frozen=True)
class RoleReasons:
    """A role of a term, and for each of its reasons the edge, the steps from there to the role, and the claims behind it."""

    role: Link
    reasons: tuple[tuple[str, Reason], ...]


@dataclass(frozen=True)
class Group:
    """Claims that say the same relation from or to a term.

    Attributes:
        relation: what they say.
        outgoing: whether the term is their subject.
        cards: the claims by document and place, or the first of them.
        number: how many there are.
        whole: parameters of the canned query `claims` that has all of them.
    """

    relation: Link
    outgoing: bool
    cards: tuple[Card, ...]
    number: int
    whole: dict[str, str]


def show_term(request: Request, node: ox.NamedNode) -> Response:
    """The page of a term, a role or a relation of the ontology."""
    kg, name = graph_of(request), HO.name(node)
    ontology = kg.ontology
    groups = _groups(kg, node)
    above, below = _above(ontology, name), _below(kg, name)
    return render(
        request,
        "term",
        node=node,
        name=name,
        label=ontology.label(name),
        kind=_kind(ontology, name),
        definition=ontology.definition(name),
        sources=[_source(o) for o in ontology.objects(node, DCTERMS["source"])],
        synonyms=_synonyms(ontology, name),
        paths=above,
        below=below,
        parts=[(relation, Link(HO[other], ontology.label(other))) for relation, other in parts_of(ontology, name)],
        matches=list(solutions(kg.store, MATCHES, {"term": node})),
        roles=_roles(kg, name),
        groups=groups,
        number=sum(group.number for group in groups),
        picture=_picture(kg, name) if name not in ontology.properties and groups else "",
        shown=SHOWN,
    )


def _picture(kg: KnowledgeGraph, name: str) -> Markup | str:
    """What documents claim of a term as a picture, a part of the page so that it follows its theme; nothing where there is little to draw.

    The name of its arrowhead is made its own, for pages that hold several pictures.
    """
    try:
        drawn = kg.draw(f"ho:{name}", most=DRAWN)
        svg = drawn.svg if len(drawn.arrows) >= FEWEST else ""
    except HographError:
        return ""
    own = svg
    for tip in ("tip", "denied"):
        own = own.replace(f"#{tip}", f"#{tip}-{name}").replace(f'"{tip}"', f'"{tip}-{name}"')
    return Markup(own.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 -- its texts are escaped where it is drawn


def show_thing(request: Request, node: ox.NamedNode) -> Response:
    """The page of what is neither term, claim, document nor proposition: every statement about it."""
    kg = graph_of(request)
    triples = [(p, o, g) for p, o, g in describe(kg.store, node) if not isinstance(o, ox.BlankNode)]
    names = labels(
        kg.store, (n for p, o, _ in [*triples, (node, node, None)] for n in (p, o) if isinstance(n, ox.NamedNode))
    )
    rows = [(_as_link(p, names), _value(o, names), GRAPH.name(g)) for p, o, g in triples]
    return render(request, "thing", node=node, label=names.get(node) or curie(node.value), rows=rows)


def _as_link(node: ox.NamedNode, names: dict[ox.NamedNode, str]) -> Link:
    return Link(node, names.get(node) or curie(node.value))


def _value(term: Term, names: dict[ox.NamedNode, str]) -> Link:
    """A value; only that of a node of ours or of the web is a link."""
    linked = isinstance(term, ox.NamedNode) and (term in HO or term.value.startswith(("http://", "https://")))
    return Link(term if linked and isinstance(term, ox.NamedNode) else RDF["nil"], cell(term, names))


def _kind(ontology: Ontology, name: str) -> str:
    if name in ontology.properties:
        return "relation"
    if name in ontology.role_definitions:
        return "role"
    category = ontology.category(name)
    return ontology.label(category) if category else "class"


def _synonyms(ontology: Ontology, name: str) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = defaultdict(list)
    for scope, text in ontology.synonyms(name):
        found[scope].append(text)
    return list(found.items())


def _links(ontology: Ontology, names: Iterable[str]) -> list[Link]:
    return sorted((Link(HO[name], ontology.label(name)) for name in set(names)), key=lambda link: link.label.casefold())


def _above(ontology: Ontology, name: str) -> list[list[Link]]:
    """Each way up from a term, the widest class first, the term itself left out."""
    if name in ontology.properties:
        return [[link] for link in _links(ontology, ontology.super_relations[name] - {name})]
    return [[Link(HO[n], ontology.label(n)) for n in reversed(way)] for way in _ways(ontology, name) if way]


def _ways(ontology: Ontology, name: str, seen: frozenset[str] = frozenset()) -> list[list[str]]:
    parents = [parent for parent in ontology.parents.get(name, ()) if parent not in seen]
    return [[p, *way] for p in parents for way in _ways(ontology, p, seen | {name})] or [[]]


def _below(kg: KnowledgeGraph, name: str) -> list[Link]:
    """Narrower terms or relations; of a role, those that have it."""
    ontology = kg.ontology
    if name in ontology.properties:
        return _links(ontology, (p for p, above in ontology.super_relations.items() if name in above and p != name))
    members: set[str] = set()
    if name in ontology.role_definitions:
        quads = kg.store.quads_for_pattern(None, RDF["type"], HO[name], None)
        members = {HO.name(quad.subject) for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return _links(ontology, {c for c, parents in ontology.parents.items() if name in parents} | members)


def _source(node: Term) -> tuple[str, str]:
    """A source as people cite it, and its address where it has one."""
    if not isinstance(node, ox.NamedNode):
        return (node.value if isinstance(node, ox.Literal) else str(node)), ""
    name = OBO.name(node).replace("_", ":", 1) if node in OBO else curie(node.value).strip("<>")
    return (DOCUMENT.name(node) if node in DOCUMENT else name), node.value


def _roles(kg: KnowledgeGraph, name: str) -> list[RoleReasons]:
    if name in kg.ontology.properties or name not in kg.ontology.spoken_of:
        return []
    found: dict[str, list[tuple[str, Reason]]] = defaultdict(list)
    label = kg.ontology.label
    for role, reason in kg.explain(f"ho:{name}"):
        edge = f"{label(reason.subject)} {label(reason.relation)} {label(reason.object)}"
        found[role].append((edge, reason))
    return [RoleReasons(Link(HO[role], label(role)), tuple(several)) for role, several in sorted(found.items())]


def _groups(kg: KnowledgeGraph, node: ox.NamedNode) -> list[Group]:
    """Claims about a term: those in which it is the subject first; relations by label."""
    found: dict[tuple[bool, str], dict[ox.NamedNode, str]] = defaultdict(dict)
    for row in solutions(kg.store, SAID, {"term": node}):
        found[row["side"] != HO["object"], HO.name(row["relation"])][row["claim"]] = row["document"].value
    most = MOST if sum(map(len, found.values())) <= MOST else SHOWN
    kept = {key: sorted(claims, key=lambda claim: (claims[claim], claim.value))[:most] for key, claims in found.items()}
    shown = cards(kg, (claim for several in kept.values() for claim in several))
    label = kg.ontology.label
    return [
        Group(
            Link(HO[relation], label(relation)),
            outgoing,
            tuple(sorted((shown[claim] for claim in kept[outgoing, relation] if claim in shown), key=_place)),
            len(claims),
            _whole(kg.ontology, node, relation, outgoing=outgoing),
        )
        for (outgoing, relation), claims in sorted(found.items(), key=lambda item: (not item[0][0], label(item[0][1])))
    ]


def _place(card: Card) -> tuple[str, int, str]:
    return card.place.document, card.place.start, card.name


def _whole(ontology: Ontology, node: ox.NamedNode, relation: str, *, outgoing: bool) -> dict[str, str]:
    """The parameters of the canned query `claims` that has all claims of a relation from or to a term."""
    asked = {"kind": ontology.relations[relation].kind, "filter": ontology.label(relation)}
    side = {} if HO.name(node) in ontology.properties else {"subject" if outgoing else "object": curie(node.value)}
    return side | asked


def near_terms(service: Service, name: str) -> list[Link]:
    """Terms whose names come near to what was asked for."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", name)
    found = search_terms(service.names, words)[:NEAR]
    return [Link(HO[one.term], service.kg.ontology.label(one.term)) for one, _ in found]
