"""The claims as a network, for graph programs: GraphML, GEXF and Cytoscape JSON."""

import json
from typing import TYPE_CHECKING

from hograph.exports.claim_tables import claims_table
from hograph.exports.reference_tables import terms_table
from hograph.graph.build import Build

if TYPE_CHECKING:
    import networkx


def network(built: Build) -> "networkx.MultiDiGraph[str]":
    """Terms as nodes, one edge a claim that review has taken, with all that the tables say of them; absent values are left out."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name="hograph")
    rows = [row for row in claims_table(built).rows if row["proposition"]]
    terms = {row["term"]: row for row in terms_table(built).rows}
    for name in sorted({str(row[end]) for row in rows for end in ("subject", "object")}):
        graph.add_node(
            name, **{key: value for key, value in terms[name].items() if value is not None and key != "term"}
        )
    for row in rows:
        fields = {key: value for key, value in row.items() if value is not None and key not in ENDS}
        fields["relation"] = fields.pop("predicate_label")
        graph.add_edge(str(row["subject"]), str(row["object"]), key=str(row["claim"]), **fields)
    return graph


ENDS = {"subject", "subject_label", "object", "object_label"}


KEPT = {"label": "text", "start": "span_start", "end": "span_end"}
"""Names that GEXF keeps for itself, start and end for times, to those that the fields of a claim have there."""


def graphml(built: Build) -> bytes:
    """GraphML, as Gephi, yEd, igraph and Cytoscape read it."""
    import networkx

    return "\n".join(networkx.generate_graphml(network(built))).encode() + b"\n"


def gexf(built: Build) -> bytes:
    """GEXF 1.2, as Gephi reads it; without the day of writing, so that the same graph gives the same bytes."""
    import networkx

    plain = network(built)
    for *_, fields in plain.edges(keys=True, data=True):
        fields |= {own: fields.pop(theirs) for theirs, own in KEPT.items()}
    text = "\n".join(networkx.generate_gexf(plain))
    head, tail = text.split("<meta", 1)
    return (head + tail.partition("</meta>")[2].lstrip() + "\n").encode()


def cytoscape(built: Build) -> bytes:
    """The JSON of Cytoscape and Cytoscape.js, where an edge has an id as a node has."""
    import networkx

    data = networkx.cytoscape_data(network(built))
    for edge in data["elements"]["edges"]:
        edge["data"]["id"] = edge["data"]["claim"]
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()
