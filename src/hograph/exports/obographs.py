"""The ontology as an OBO Graphs document, by the mapping of OWL to OBO Graphs."""

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from hograph.exports.reference_tables import sources
from hograph.graph.build import Build
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import Mapping, MappingSet
from hograph.vocabulary import DCTERMS, HO, OBO, OWL, RDF, RDFS, SKOS, SYNONYM_SCOPES

NAMED = ox.NamedNode
Record = dict[str, Any]
KINDS = {
    OWL["Class"]: {"type": "CLASS"},
    OWL["ObjectProperty"]: {"type": "PROPERTY", "propertyType": "OBJECT"},
    OWL["DatatypeProperty"]: {"type": "PROPERTY", "propertyType": "DATA"},
    OWL["AnnotationProperty"]: {"type": "PROPERTY", "propertyType": "ANNOTATION"},
    OWL["NamedIndividual"]: {"type": "INDIVIDUAL"},
}
EDGES = {RDFS["subClassOf"]: "is_a", RDFS["subPropertyOf"]: "subPropertyOf", OWL["inverseOf"]: "inverseOf"}
ELSEWHERE = {RDF["type"], RDFS["label"], RDFS["domain"], RDFS["range"], DCTERMS["source"], SKOS["definition"]}
ELSEWHERE |= {*EDGES, *SYNONYM_SCOPES.values()}
"""Properties that have a place of their own in OBO Graphs; the others with a plain value are basic property values."""
PART_OF = OBO["BFO_0000050"]
"""The part of relation of the Relation Ontology, under which readers of OBO Graphs know it."""


def obo_graph(built: Build, mappings: MappingSet) -> bytes:
    """Everything that the ontology declares, with names, annotations, edges and axioms, as an OBO Graphs JSON document.

    Args:
        built: the graph.
        mappings: the mappings, which become cross-references (exact ones) and SKOS matches.
    """
    ontology = built.ontology
    by_term: dict[str, list[Mapping]] = {}
    for mapping in mappings.mappings:
        by_term.setdefault(mapping.subject, []).append(mapping)
    nodes = [
        _node(t.subject, KINDS[t.object], ontology, by_term.get(HO.name(t.subject), []))
        for t in ontology.triples
        if t.predicate == RDF["type"] and isinstance(t.subject, NAMED) and isinstance(t.object, NAMED)
        if t.object in KINDS
    ]
    nodes += [{"id": PART_OF.value, "lbl": "part of", **KINDS[OWL["ObjectProperty"]]}]
    nodes += [{"id": OWL["Thing"].value, "lbl": "thing", **KINDS[OWL["Class"]]}]
    graph = {
        "id": str(HO).rstrip("/"),
        "meta": _header(ontology),
        "nodes": sorted(nodes, key=lambda node: str(node["id"])),
        "edges": sorted(_edges(ontology), key=lambda edge: (edge["sub"], edge["pred"], edge["obj"])),
        "logicalDefinitionAxioms": list(_definitions(ontology)),
        "domainRangeAxioms": list(_domains_and_ranges(ontology)),
        "propertyChainAxioms": list(_chains(ontology)),
    }
    return (json.dumps({"graphs": [graph]}, indent=1, ensure_ascii=False) + "\n").encode()


def _header(ontology: Ontology) -> Record:
    own = ox.NamedNode(str(HO))
    version = next((o.value for o in ontology.objects(own, OWL["versionIRI"]) if isinstance(o, NAMED)), None)
    values = [v for v in _plain_values(own, ontology) if v["pred"] != OWL["versionIRI"].value]
    return {"version": version, "basicPropertyValues": values}


def _plain_values(node: ox.NamedNode, ontology: Ontology) -> list[Record]:
    """Annotations of a node that have no place of their own, as basic property values."""
    found = [
        (triple.predicate.value, triple.object.value)
        for triple in ontology.about(node)
        if isinstance(triple.object, ox.NamedNode | ox.Literal) and triple.predicate not in ELSEWHERE
    ]
    return [{"pred": predicate, "val": value} for predicate, value in sorted(found)]


def _node(node: ox.NamedNode, kind: dict[str, str], ontology: Ontology, mappings: list[Mapping]) -> Record:
    name = HO.name(node)
    meta: Record = {}
    if definition := ontology.definition(name):
        meta["definition"] = {"val": definition, "xrefs": sources(name, ontology)}
    if synonyms := ontology.synonyms(name):
        meta["synonyms"] = [{"pred": f"has{scope.capitalize()}Synonym", "val": text} for scope, text in synonyms]
    if exact := [m.object_id for m in mappings if m.predicate == "exactMatch"]:
        meta["xrefs"] = [{"val": identifier} for identifier in sorted(exact)]
    matches = [{"pred": SKOS[m.predicate].value, "val": m.object_id} for m in mappings]
    if values := _plain_values(node, ontology) + sorted(matches, key=lambda match: (match["pred"], match["val"])):
        meta["basicPropertyValues"] = values
    label = next((o.value for o in ontology.objects(node, RDFS["label"]) if isinstance(o, ox.Literal)), name)
    return {"id": node.value, "lbl": label, **kind} | ({"meta": meta} if meta else {})


def _edges(ontology: Ontology) -> Iterator[dict[str, str]]:
    """What is stated between two named things; a part-of edge stands under the relation that others know."""
    for triple in ontology.triples:
        if isinstance(triple.subject, NAMED) and isinstance(triple.object, NAMED):
            kind = "type" if triple.predicate == RDF["type"] and triple.object in HO else EDGES.get(triple.predicate)
            if kind:
                yield {"sub": triple.subject.value, "pred": kind, "obj": triple.object.value}
    for part, relation, whole in ontology.part_edges:
        predicate = PART_OF if relation == "partOf" else HO[relation]
        yield {"sub": HO[part].value, "pred": predicate.value, "obj": HO[whole].value}


def _definitions(ontology: Ontology) -> Iterator[Record]:
    """Defined classes as genus and differentia.

    A class that is defined by a restriction alone has `owl:Thing` as genus. A restriction to the inverse of a relation is written with the
    named inverse; OBO Graphs has no place for it where there is none.

    Yields:
        One logical definition axiom.
    """
    for name in ontology.classes:
        for node in ontology.objects(HO[name], OWL["equivalentClass"]):
            heads = list(ontology.objects(node, OWL["intersectionOf"]))
            parts = list(ontology.members(heads[0])) if heads else [node]
            genera = [part.value for part in parts if isinstance(part, NAMED)]
            restrictions = [_restriction(part, ontology) for part in parts if not isinstance(part, NAMED)]
            if restrictions and all(restrictions):
                yield {
                    "definedClassId": HO[name].value,
                    "genusIds": genera or [OWL["Thing"].value],
                    "restrictions": restrictions,
                }


def _restriction(node: object, ontology: Ontology) -> Record | None:
    """An existential restriction to a named class on a relation that has a name; None for anything else."""
    on, filler = (next(ontology.objects(node, OWL[p]), None) for p in ("onProperty", "someValuesFrom"))
    if isinstance(on, ox.BlankNode):
        inverted = next(ontology.objects(on, OWL["inverseOf"]))
        on = next((n for n in ontology.objects(inverted, OWL["inverseOf"]) if isinstance(n, NAMED)), None)
    if not isinstance(on, NAMED) or not isinstance(filler, NAMED):
        return None
    return {"propertyId": on.value, "fillerId": filler.value}


def _domains_and_ranges(ontology: Ontology) -> Iterator[Record]:
    """Domains and ranges that are one class; OBO Graphs has no unions, and no data types."""
    for relation in ontology.properties:
        ends = {
            f"{side}ClassIds": [n.value for n in ontology.objects(HO[relation], RDFS[side]) if isinstance(n, NAMED)]
            for side in ("domain", "range")
        }
        if any(ends.values()):
            yield {"predicateId": HO[relation].value} | {key: values for key, values in ends.items() if values}


def _chains(ontology: Ontology) -> Iterator[Record]:
    for relation in ontology.properties:
        for head in ontology.objects(HO[relation], OWL["propertyChainAxiom"]):
            chain = [node.value for node in ontology.members(head) if isinstance(node, NAMED)]
            yield {"predicateId": HO[relation].value, "chainPredicateIds": chain}
