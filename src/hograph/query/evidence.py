"""What is said of nodes of the graph: the evidence of claims, labels, statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from hograph.curation.documents import Document
from hograph.query.binding import PROLOGUE, solutions_for
from hograph.query.rows import Term
from hograph.store.interface import Store
from hograph.vocabulary import DOCUMENT, HO, curie


@dataclass(frozen=True)
class Evidence:
    """What a claim rests on: the document, the section and the characters.

    Attributes:
        claim: IRI of the claim.
        label: the claim in words.
        certainty: label of its certainty, with `negated` before it where it is.
        document: slug of the document.
        title: title of the document.
        section: the heading over the passage, or None.
        start: first code point of the passage.
        end: first code point after it.
        sha256: hash of the passage.
        passage: its characters, where the document is at hand and unchanged; else None.

    Example:
        >>> item = kg.evidence(kg.query("recurrence-prevention"))[1]
        >>> item.certainty, item.end - item.start
        ('hedged', 59)
    """

    claim: str
    label: str
    certainty: str
    document: str
    title: str
    section: str | None
    start: int
    end: int
    sha256: str
    passage: str | None = field(default=None, compare=False)


EVIDENCE = (
    PROLOGUE
    + """
SELECT ?claim ?label ?polarity ?certainty ?document ?title ?section ?start ?end ?sha256 WHERE {
  VALUES (?claim) {}
  ?claim rdfs:label ?label ; ho:polarity/rdfs:label ?polarity ; ho:certainty/rdfs:label ?certainty .
  ?claim ho:statedIn ?document ; ho:evidence ?span .
  ?document dcterms:title ?title .
  ?span ho:textSha256 ?sha256 ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  OPTIONAL { ?span ho:section ?section }
}"""
)

LABELS = PROLOGUE + "SELECT ?node ?label WHERE { VALUES (?node) {} ?node rdfs:label ?label }"
STATEMENTS = PROLOGUE + "SELECT ?s ?p ?o ?g WHERE { VALUES (?s) {} GRAPH ?g { ?s ?p ?o } }"


def evidence(
    store: Store, claims: Iterable[ox.NamedNode], documents: dict[str, Document] | None = None
) -> list[Evidence]:
    """The evidence of each claim, in the order given.

    Args:
        store: the built graph.
        claims: nodes of claims; what is no claim gives nothing.
        documents: the documents that are at hand, by slug; their passages are filled in.
    """
    asked = list(claims)
    found: dict[ox.NamedNode, list[Evidence]] = {}
    for row in solutions_for(store, EVIDENCE, "claim", asked):
        found.setdefault(row["claim"], []).append(_evidence(row, documents or {}))
    return [item for claim in asked for item in found.get(claim, ())]


def _evidence(row: ox.QuerySolution, documents: dict[str, Document]) -> Evidence:
    def text(name: str) -> str:
        return str(row[name].value)

    slug = DOCUMENT.name(row["document"])
    from hograph.curation.values import Span  # not needed where no passage is asked for

    span = Span(start=int(text("start")), end=int(text("end")), sha256=text("sha256"))
    return Evidence(
        claim=curie(text("claim")),
        label=text("label"),
        certainty=f"negated, {text('certainty')}" if text("polarity") == "negated" else text("certainty"),
        document=slug,
        title=text("title"),
        section=text("section") if row["section"] is not None else None,
        start=span.start,
        end=span.end,
        sha256=span.sha256,
        passage=documents[slug].passage(span) if slug in documents else None,
    )


def labels(store: Store, nodes: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, str]:
    """The label of each node that has one; of several, the first by letter."""
    found: dict[ox.NamedNode, str] = {}
    for row in solutions_for(store, LABELS, "node", nodes):
        if isinstance(row["label"], ox.Literal):
            text = row["label"].value
            found[row["node"]] = min(text, found.get(row["node"], text))
    return found


def describe(store: Store, node: ox.NamedNode) -> list[tuple[ox.NamedNode, Term, ox.NamedNode]]:
    """Every triple about a node with the graph it stands in: predicate, object, graph; statements of the claim model left out for terms."""
    found = [(quad.predicate, quad.object, quad.graph_name) for quad in store.quads_for_pattern(node, None, None, None)]
    return sorted(((p, o, g) for p, o, g in found if isinstance(g, ox.NamedNode) and p != HO["category"]), key=str)


def statements(store: Store, nodes: Iterable[ox.NamedNode]) -> list[ox.Quad]:
    """Every statement about nodes and the parts of nodes, whose IRIs begin with theirs and a hyphen: spans, cues, qualifiers."""
    found: dict[ox.Quad, None] = {}
    waiting = set(nodes)
    while waiting:
        rows = solutions_for(store, STATEMENTS, "s", sorted(waiting, key=str))
        quads = [ox.Quad(row["s"], row["p"], row["o"], row["g"]) for row in rows]
        waiting = {
            quad.object
            for quad in quads
            if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(f"{quad.subject.value}-")  # type: ignore[union-attr]
        }
        found |= dict.fromkeys(quads)
    return list(found)
