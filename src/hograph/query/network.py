"""The claims of a store as a networkx graph, for graph algorithms."""

from typing import TYPE_CHECKING

from hograph.errors import HographError
from hograph.query.binding import PROLOGUE, solutions
from hograph.store.interface import Store
from hograph.vocabulary import CLAIM, DOCUMENT, curie

if TYPE_CHECKING:
    import networkx

EDGES = (
    PROLOGUE
    + """
SELECT ?claim ?s ?slabel ?p ?o ?olabel ?polarity ?certainty ?agreement ?document ?start ?end WHERE {
  ?claim a ho:Claim ; ho:subject ?s ; ho:predicate ?relation ; ho:object ?o ; ho:statedIn ?document ; ho:about ?proposition .
  ?claim ho:polarity/rdfs:label ?polarity ; ho:certainty/rdfs:label ?certainty ; ho:evidence/oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  ?proposition ho:agreement/rdfs:label ?agreement .
  ?s rdfs:label ?slabel . ?relation rdfs:label ?p . ?o rdfs:label ?olabel .
} ORDER BY ?claim"""
)
CATEGORIES = PROLOGUE + "SELECT ?term ?label WHERE { ?term ho:category/rdfs:label ?label }"


def to_networkx(store: Store) -> "networkx.MultiDiGraph[str]":
    """Terms as nodes (label, category), one edge a claim that review has taken, its CURIE as key.

    Edges carry relation, polarity, certainty, agreement, document, start and end. Mind polarity and certainty before you count paths.

    Raises:
        HographError: when networkx is not installed.
    """
    try:
        import networkx
    except ImportError as error:
        raise HographError("This needs networkx, which is not installed. Install it: pip install networkx") from error
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    categories = {row["term"]: row["label"].value for row in solutions(store, CATEGORIES)}
    for row in solutions(store, EDGES):
        for end in ("s", "o"):
            graph.add_node(curie(row[end].value), label=row[f"{end}label"].value, category=categories.get(row[end], ""))
        graph.add_edge(
            curie(row["s"].value),
            curie(row["o"].value),
            key=f"claim:{CLAIM.name(row['claim'])}",
            relation=row["p"].value,
            polarity=row["polarity"].value,
            certainty=row["certainty"].value,
            agreement=row["agreement"].value,
            document=DOCUMENT.name(row["document"]),
            start=int(row["start"].value),
            end=int(row["end"].value),
        )
    return graph
