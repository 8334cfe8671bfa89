"""Converts an OBO file to OWL as RDF and to OBO Graphs JSON, from what obonet reads and by no code of hograph."""

import re
from pathlib import Path
from typing import Any

import obonet
import rdflib
from rdflib import OWL, RDF, RDFS, BNode, Literal, URIRef

LIBRARY = "http://purl.obolibrary.org/obo/"
OBOINOWL = "http://www.geneontology.org/formats/oboInOwl#"
PART, DEFINITION, REPLACED = f"{LIBRARY}BFO_0000050", f"{LIBRARY}IAO_0000115", f"{LIBRARY}IAO_0100001"
LINE = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?: (?P<scope>EXACT|BROAD|NARROW|RELATED))?(?: (?P<type>[^\s\[{]+))?')


def plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def iri(name: str) -> str:
    return f"{LIBRARY}{name.replace(':', '_', 1)}" if ":" in name else f"{LIBRARY}toy#{name}"


def stanzas(path: Path) -> list[dict[str, Any]]:
    """Every named term: id, label, definition, synonyms with scope and type, parents, and what became of it."""
    graph = obonet.read_obo(path, ignore_obsolete=False)
    found = []
    for name, node in graph.nodes(data=True):
        if "name" not in node:
            continue
        lines = [LINE.match(line) for line in node.get("synonym", ())]
        found.append(
            {
                "id": iri(name),
                "label": node["name"],
                "definition": plain(LINE.match(node["def"])["text"]) if "def" in node else None,  # type: ignore[index]
                "synonyms": [(plain(m["text"]), (m["scope"] or "RELATED").title(), m["type"]) for m in lines if m],
                "is_a": [iri(o) for _, o, kind in graph.out_edges(name, keys=True) if kind == "is_a"],
                "part_of": [iri(o) for _, o, kind in graph.out_edges(name, keys=True) if kind == "part_of"],
                "obsolete": node.get("is_obsolete") == "true",
                "replaced": [iri(other) for other in node.get("replaced_by", ())],
            }
        )
    return found


def to_rdf(path: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for term in stanzas(path):
        node = URIRef(term["id"])
        graph.add((node, RDF.type, OWL.Class))
        graph.add((node, RDFS.label, Literal(term["label"])))
        if term["definition"] is not None:
            graph.add((node, URIRef(DEFINITION), Literal(term["definition"])))
        for text, scope, kind in term["synonyms"]:
            prop = URIRef(f"{OBOINOWL}has{scope}Synonym")
            graph.add((node, prop, Literal(text)))
            if kind:
                axiom = BNode()
                graph.add((axiom, RDF.type, OWL.Axiom))
                graph.add((axiom, OWL.annotatedSource, node))
                graph.add((axiom, OWL.annotatedProperty, prop))
                graph.add((axiom, OWL.annotatedTarget, Literal(text)))
                graph.add((axiom, URIRef(f"{OBOINOWL}hasSynonymType"), URIRef(iri(kind))))
        for parent in term["is_a"]:
            graph.add((node, RDFS.subClassOf, URIRef(parent)))
        for whole in term["part_of"]:
            restriction = BNode()
            graph.add((node, RDFS.subClassOf, restriction))
            graph.add((restriction, RDF.type, OWL.Restriction))
            graph.add((restriction, OWL.onProperty, URIRef(PART)))
            graph.add((restriction, OWL.someValuesFrom, URIRef(whole)))
        if term["obsolete"]:
            graph.add((node, OWL.deprecated, Literal(True)))
        for other in term["replaced"]:
            graph.add((node, URIRef(REPLACED), URIRef(other)))
    return graph


def to_obographs(path: Path) -> dict[str, Any]:
    nodes, edges = [], []
    for term in stanzas(path):
        synonyms = [
            {"pred": f"has{scope}Synonym", "val": text} | ({"synonymType": iri(kind)} if kind else {})
            for text, scope, kind in term["synonyms"]
        ]
        meta: dict[str, Any] = {"synonyms": synonyms, "deprecated": term["obsolete"]}
        if term["definition"] is not None:
            meta["definition"] = {"val": term["definition"]}
        meta["basicPropertyValues"] = [{"pred": REPLACED, "val": other} for other in term["replaced"]]
        nodes.append({"id": term["id"], "lbl": term["label"], "type": "CLASS", "meta": meta})
        edges += [{"sub": term["id"], "pred": "is_a", "obj": parent} for parent in term["is_a"]]
        edges += [{"sub": term["id"], "pred": PART, "obj": whole} for whole in term["part_of"]]
    return {"graphs": [{"id": f"{LIBRARY}toy.owl", "nodes": nodes, "edges": edges}]}
