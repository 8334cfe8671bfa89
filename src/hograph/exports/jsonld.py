"""JSON-LD with a published context: short names for everything of ours, one object a subject, the same bytes each time."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from hograph.ontology.index import Ontology
from hograph.vocabulary import HO, OWL, PREFIXES, RDF, RDFS, XSD, curie

CONTEXT_IRI = "https://w3id.org/hograph/context.jsonld"
REFERENCES = (
    "dcterms:creator",
    "dcterms:contributor",
    "dcterms:license",
    "oa:hasSelector",
    "oa:hasSource",
    "prov:hadPrimarySource",
    "prov:used",
    "prov:wasAssociatedWith",
    "prov:wasGeneratedBy",
    "rdfs:domain",
    "rdfs:range",
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "owl:inverseOf",
    "owl:onProperty",
    "owl:someValuesFrom",
)
"""Properties of others whose values are nodes."""
ENGLISH = ("rdfs:label", "skos:definition", "dcterms:title")
"""Properties of others whose values are text in English."""


def context(ontology: Ontology) -> dict[str, Any]:
    """The JSON-LD context: prefixes, and each property of the ontology under its local name with the type of its values."""
    found: dict[str, Any] = {"id": "@id", "type": "@type"}
    found |= {prefix: str(space) for prefix, space in sorted(PREFIXES.items())}
    terms: dict[str, Any] = {name: {"@id": f"ho:{name}", "@type": "@id"} for name in ontology.properties}
    for name, kind in _data_properties(ontology):
        terms[name] = {"@id": f"ho:{name}", "@type": curie(kind.value)} if kind else {"@id": f"ho:{name}"}
    terms |= {name: {"@id": name, "@type": "@id"} for name in REFERENCES}
    terms |= {name: {"@id": name, "@language": "en"} for name in ENGLISH}
    return found | dict(sorted(terms.items()))


def _data_properties(ontology: Ontology) -> Iterator[tuple[str, ox.NamedNode | None]]:
    """Data and annotation properties of ours with the one datatype of their values, if it is one and not plain text."""
    for triple in ontology.triples:
        data = triple.object in {OWL["DatatypeProperty"], OWL["AnnotationProperty"]}
        if (
            data
            and triple.predicate == RDF["type"]
            and isinstance(triple.subject, ox.NamedNode)
            and triple.subject in HO
        ):
            ranges = [o for o in ontology.objects(triple.subject, RDFS["range"]) if isinstance(o, ox.NamedNode)]
            typed = len(ranges) == 1 and ranges[0] in XSD and ranges[0] != XSD["string"]
            yield HO.name(triple.subject), ranges[0] if typed else None


def context_text(ontology: Ontology) -> str:
    """The context as the file that is published."""
    return json.dumps({"@context": context(ontology)}, indent=2, ensure_ascii=False) + "\n"


def jsonld(quads: Iterable[ox.Quad], ontology: Ontology) -> bytes:
    """Quads as JSON-LD, each named graph an object, each subject one node within it.

    The context stands in the file, so that it is read without a network; its published copy is at `CONTEXT_IRI`.
    """
    known = context(ontology)
    graphs = []
    for name, members in groupby(sorted(quads, key=_order), key=lambda quad: quad.graph_name):
        nodes = [_node(list(same), known) for _, same in groupby(members, key=lambda quad: quad.subject)]
        graphs.append(
            {"id": _reference(name), "@graph": nodes} if isinstance(name, ox.NamedNode) else {"@graph": nodes}
        )
    text = json.dumps({"@context": known, "@graph": graphs}, indent=1, ensure_ascii=False)
    return (text + "\n").encode()


def _order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
    return str(quad.graph_name), str(quad.subject), quad.predicate != RDF["type"], str(quad.predicate), str(quad.object)


def _reference(node: object) -> str:
    if isinstance(node, ox.NamedNode):
        short = curie(node.value)
        return node.value if short.startswith("<") else short
    return str(node)


def _node(quads: list[ox.Quad], known: dict[str, Any]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": _reference(quads[0].subject)}
    for predicate, same in groupby(quads, key=lambda quad: quad.predicate):
        if predicate == RDF["type"]:
            key, values = "type", [_reference(quad.object) for quad in same]
        else:
            own = predicate in HO and HO.name(predicate) in known
            key = HO.name(predicate) if own else _reference(predicate)
            values = [_value(quad.object, known.get(key, {})) for quad in same]
        node[key] = values[0] if len(values) == 1 else values
    return node


def _value(value: object, term: dict[str, str]) -> Any:  # noqa: ANN401 -- any JSON value
    """A value in the shortest form that its property's entry in the context allows."""
    if not isinstance(value, ox.Literal):
        return _reference(value) if term.get("@type") == "@id" else {"id": _reference(value)}
    if value.language:
        return (
            value.value
            if term.get("@language") == value.language
            else {"@value": value.value, "@language": value.language}
        )
    kind = curie(value.datatype.value)
    if kind == "xsd:string":
        return {"@value": value.value} if term.get("@language") or term.get("@type") else value.value
    if kind == "xsd:boolean" and term.get("@type") == kind:
        return value.value == "true"
    return value.value if term.get("@type") == kind else {"@value": value.value, "@type": kind}
