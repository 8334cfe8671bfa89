"""What is said of nodes of the graph: the evidence of claims, labels, statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from hograph.curation.documents import Document
from hograph.query.binding import PROLOGUE, solutions
from hograph.query.rows import Term
from hograph.vocabulary import DOCUMENT, HO, RDFS, curie


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


def evidence(
    store: ox.Store, claims: Iterable[ox.NamedNode], documents: dict[str, Document] | None = None
) -> list[Evidence]:
    """The evidence of each claim, in the order given.

    Args:
        store: the built graph.
        claims: nodes of claims; what is no claim gives nothing.
        documents: the documents that are at hand, by slug; their passages are filled in.
    """
    return [_evidence(row, documents or {}) for claim in claims for row in solutions(store, EVIDENCE, {"claim": claim})]


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


def labels(store: ox.Store, nodes: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, str]:
    """The English label of each node that has one."""
    found = {}
    for node in dict.fromkeys(nodes):
        for quad in store.quads_for_pattern(node, RDFS["label"], None, None):
            if isinstance(quad.object, ox.Literal):
                found[node] = quad.object.value
                break
    return found


def describe(store: ox.Store, node: ox.NamedNode) -> list[tuple[ox.NamedNode, Term, ox.NamedNode]]:
    """Every triple about a node with the graph it stands in: predicate, object, graph; statements of the claim model left out for terms."""
    found = [(quad.predicate, quad.object, quad.graph_name) for quad in store.quads_for_pattern(node, None, None, None)]
    return sorted(((p, o, g) for p, o, g in found if isinstance(g, ox.NamedNode) and p != HO["category"]), key=str)
