"""How much is in a graph."""

from hograph.query.binding import PROLOGUE, solutions
from hograph.store.interface import Store

COUNTED = {
    "documents": "?it a ho:Document",
    "claims": "?it a ho:Claim",
    "propositions": "?it a ho:Proposition",
    "mappings": "?it a sssom:Mapping",
    "terms that claims speak of": "?claim ho:subject|ho:object ?it",
}
BY_GRAPH = (
    PROLOGUE + "SELECT ?graph (COUNT(*) AS ?quads) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
)


def counts(store: Store) -> dict[str, int]:
    """How many documents, claims, propositions and mappings there are, and how many terms claims speak of."""
    found = {}
    for name, pattern in COUNTED.items():
        (row,) = solutions(store, f"{PROLOGUE}SELECT (COUNT(DISTINCT ?it) AS ?n) WHERE {{ {pattern} }}")
        found[name] = int(row["n"].value)
    return found


def quads_by_graph(store: Store) -> dict[str, int]:
    """The IRI of each named graph to the number of its quads."""
    return {row["graph"].value: int(row["quads"].value) for row in solutions(store, BY_GRAPH)}
