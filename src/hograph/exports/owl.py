"""The ontology in OWL functional syntax, and as an OBO Graphs document."""

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from hograph.graph.build import Build
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import Mapping, MappingSet
from hograph.vocabulary import HO, OBO, OWL, PREFIXES, RDF, SKOS

SCOPES = {
    "exact": "hasExactSynonym",
    "broad": "hasBroadSynonym",
    "narrow": "hasNarrowSynonym",
    "related": "hasRelatedSynonym",
}
PART_OF = OBO["BFO_0000050"]
"""The part of relation of the Relation Ontology, under which readers of OBO Graphs know it."""


def functional_syntax(built: Build) -> bytes:
    """The ontology in OWL 2 functional syntax, written by Horned-OWL; the same ontology gives the same bytes.

    Horned-OWL 2.0 passes over `owl:AllDisjointClasses` when it reads RDF, so those axioms are handed to it one by one.
    """
    from pyhornedowl import open_ontology_from_string
    from pyhornedowl.model import DisjointClasses

    triples = [quad.triple for quad in built.graphs["ontology"]]
    rdf = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.RDF_XML) or b""
    ontology = open_ontology_from_string(rdf.decode(), "rdf")
    for names in built.ontology.disjoint_sets:
        ontology.add_axiom(DisjointClasses([ontology.class_(HO[name].value) for name in names]))
    for prefix, space in sorted(PREFIXES.items()):
        ontology.prefix_mapping.add_prefix(prefix, str(space))
    text: str = ontology.save_to_string("ofn")
    return "\n".join(_sorted_lines(text)).encode() + b"\n"


def _sorted_lines(text: str) -> Iterator[str]:
    """The document with its axioms in alphabetical order, one a line: Horned-OWL keeps no order of its own."""
    lines = text.rstrip().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("Ontology(")) + 1
    yield from lines[:first]
    yield from sorted(line for line in lines[first:-1] if line.strip())
    yield lines[-1]


def obo_graph(built: Build, mappings: MappingSet) -> bytes:
    """Terms, names, hierarchy, parts, role definitions and relations as an OBO Graphs JSON document.

    Args:
        built: the graph.
        mappings: the mappings, which become cross-references (exact ones) and SKOS matches.
    """
    ontology = built.ontology
    by_term: dict[str, list[Mapping]] = {}
    for mapping in mappings.mappings:
        by_term.setdefault(mapping.subject, []).append(mapping)
    nodes = [_node(name, "CLASS", ontology, by_term.get(name, [])) for name in ontology.classes]
    nodes += [_node(name, "PROPERTY", ontology, by_term.get(name, [])) for name in ontology.properties]
    nodes.append({"id": PART_OF.value, "lbl": "part of", "type": "PROPERTY", "propertyType": "OBJECT"})
    header = {key.removeprefix("_"): value for key, value in _header(ontology).items()}
    graph = {
        "id": str(HO).rstrip("/"),
        "meta": header,
        "nodes": nodes,
        "edges": sorted(_edges(ontology), key=lambda edge: (edge["sub"], edge["pred"], edge["obj"])),
        "logicalDefinitionAxioms": [d for name in ontology.roles if (d := _definition(name, ontology))],
    }
    return (json.dumps({"graphs": [graph]}, indent=1, ensure_ascii=False) + "\n").encode()


def _header(ontology: Ontology) -> dict[str, Any]:
    own = ox.NamedNode(str(HO))
    values = [
        {"pred": triple.predicate.value, "val": triple.object.value}
        for triple in ontology.triples
        if triple.subject == own
        and isinstance(triple.object, ox.NamedNode | ox.Literal)
        and triple.predicate != RDF["type"]
    ]
    version = next((v["val"] for v in values if v["pred"] == OWL["versionIRI"].value), None)
    rest = sorted((v for v in values if v["pred"] != OWL["versionIRI"].value), key=lambda v: (v["pred"], v["val"]))
    return {"version": version, "basicPropertyValues": rest}


def _node(name: str, kind: str, ontology: Ontology, mappings: list[Mapping]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": HO[name].value, "lbl": ontology.label(name), "type": kind}
    if kind == "PROPERTY":
        node["propertyType"] = "OBJECT"
    meta: dict[str, Any] = {}
    if definition := ontology.definition(name):
        meta["definition"] = {"val": definition}
    if synonyms := ontology.synonyms(name):
        meta["synonyms"] = [{"pred": SCOPES[scope], "val": text} for scope, text in synonyms]
    if exact := [m.object_id for m in mappings if m.predicate == "exactMatch"]:
        meta["xrefs"] = [{"val": identifier} for identifier in sorted(exact)]
    if mappings:
        matches = sorted((m.predicate, m.object_id) for m in mappings)
        meta["basicPropertyValues"] = [{"pred": SKOS[p].value, "val": identifier} for p, identifier in matches]
    return node | ({"meta": meta} if meta else {})


def _edges(ontology: Ontology) -> Iterator[dict[str, str]]:
    for name, parents in ontology.parents.items():
        for parent in parents:
            yield {"sub": HO[name].value, "pred": "is_a", "obj": HO[parent].value}
    for part, relation, whole in ontology.part_edges:
        predicate = PART_OF if relation == "partOf" else HO[relation]
        yield {"sub": HO[part].value, "pred": predicate.value, "obj": HO[whole].value}
    for relation in ontology.properties:
        for parent in sorted(ontology.super_relations[relation] - {relation}):
            yield {"sub": HO[relation].value, "pred": "subPropertyOf", "obj": HO[parent].value}


def _definition(name: str, ontology: Ontology) -> dict[str, Any] | None:
    """A role as genus and differentia; a role on the inverse of a relation has no place in OBO Graphs."""
    role = ontology.role_definitions[name]
    if role.inverse or not role.category or not role.filler:
        return None
    restriction = {"propertyId": HO[role.relation].value, "fillerId": HO[role.filler].value}
    return {"definedClassId": HO[name].value, "genusIds": [HO[role.category].value], "restrictions": [restriction]}
