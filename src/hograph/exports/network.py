"""The claims as a network, for graph programs: GraphML, GEXF and Cytoscape JSON."""

import json
from typing import TYPE_CHECKING

from hograph.exports.tables import claims_table
from hograph.graph.build import Build

if TYPE_CHECKING:
    import networkx


def network(built: Build) -> "networkx.MultiDiGraph[str]":
    """Terms as nodes, one edge a claim with everything that the table of claims says of it; absent values are left out."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name="hograph")
    ontology, rows = built.ontology, claims_table(built).rows
    for name in sorted({str(row[end]).removeprefix("ho:") for row in rows for end in ("subject", "object")}):
        graph.add_node(f"ho:{name}", label=ontology.label(name), category=ontology.category(name) or "")
    for row in rows:
        fields = {key: value for key, value in row.items() if value is not None and key not in ENDS}
        fields["relation"] = fields.pop("predicate_label")
        graph.add_edge(str(row["subject"]), str(row["object"]), key=str(row["claim"]), **fields)
    return graph


ENDS = {"subject", "subject_label", "object", "object_label"}


def graphml(built: Build) -> bytes:
    """GraphML, as Gephi, yEd, igraph and Cytoscape read it."""
    import networkx

    return "\n".join(networkx.generate_graphml(network(built))).encode() + b"\n"


def gexf(built: Build) -> bytes:
    """GEXF 1.2, as Gephi reads it; without the day of writing, so that the same graph gives the same bytes."""
    import networkx

    plain = network(built)
    for *_, fields in plain.edges(keys=True, data=True):
        fields["text"] = fields.pop("label")  # GEXF keeps `label` of an edge for itself
    text = "\n".join(networkx.generate_gexf(plain))
    head, tail = text.split("<meta", 1)
    return (head + tail.partition("</meta>")[2].lstrip() + "\n").encode()


def cytoscape(built: Build) -> bytes:
    """The JSON of Cytoscape and Cytoscape.js."""
    import networkx

    return (json.dumps(networkx.cytoscape_data(network(built)), indent=1, ensure_ascii=False) + "\n").encode()
