"""Every prefix and every IRI of other vocabularies that the code speaks of, said once.

The terms of hograph itself are declared in `ontology/`; a test holds that each name used here or in the code is declared there.
"""

from functools import lru_cache

from pyoxigraph import NamedNode


class Namespace(str):
    """A namespace IRI; indexing gives the node of a name in it.

    >>> Namespace("https://w3id.org/hograph/")["Claim"]
    <NamedNode value=https://w3id.org/hograph/Claim>
    """

    __slots__ = ()

    def __getitem__(self, name: object) -> NamedNode:  # type: ignore[override]
        """The node of a name in the namespace."""
        return _node(self, name)

    def __contains__(self, node: object) -> bool:
        """Whether a node, or its IRI, lies in the namespace."""
        return (node.value if isinstance(node, NamedNode) else str(node)).startswith(self)

    def name(self, node: NamedNode) -> str:
        """What follows the namespace in the IRI of a node that lies in it."""
        return node.value.removeprefix(self)


@lru_cache(maxsize=10_000)
def _node(space: str, name: object) -> NamedNode:
    """Kept, for a build asks for the same few thousand nodes millions of times."""
    return NamedNode(f"{space!s}{name}")


HO = Namespace("https://w3id.org/hograph/")
CLAIM = Namespace(f"{HO}claim/")
DOCUMENT = Namespace(f"{HO}document/")
PROPOSITION = Namespace(f"{HO}proposition/")
ACTIVITY = Namespace(f"{HO}activity/")
AGENT = Namespace(f"{HO}agent/")
GRAPH = Namespace(f"{HO}graph/")
MAPPING = Namespace(f"{HO}mapping/")
NANOPUB = Namespace(f"{HO}np/")

BIOLINK = Namespace("https://w3id.org/biolink/vocab/")
BIBO = Namespace("http://purl.org/ontology/bibo/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
ECO = Namespace("http://purl.obolibrary.org/obo/ECO_")
NP = Namespace("http://www.nanopub.org/nschema#")
NPX = Namespace("http://purl.org/nanopub/x/")
OA = Namespace("http://www.w3.org/ns/oa#")
OBO = Namespace("http://purl.obolibrary.org/obo/")
OBOINOWL = Namespace("http://www.geneontology.org/formats/oboInOwl#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SEMAPV = Namespace("https://w3id.org/semapv/vocab/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SSSOM = Namespace("https://w3id.org/sssom/")
VANN = Namespace("http://purl.org/vocab/vann/")
VOID = Namespace("http://rdfs.org/ns/void#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES = {
    "activity": ACTIVITY,
    "agent": AGENT,
    "biolink": BIOLINK,
    "claim": CLAIM,
    "dcterms": DCTERMS,
    "document": DOCUMENT,
    "graph": GRAPH,
    "ho": HO,
    "mapping": MAPPING,
    "nanopub": NANOPUB,
    "np": NP,
    "npx": NPX,
    "oa": OA,
    "obo": OBO,
    "oboInOwl": OBOINOWL,
    "owl": OWL,
    "proposition": PROPOSITION,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "semapv": SEMAPV,
    "sh": SH,
    "skos": SKOS,
    "sssom": SSSOM,
    "xsd": XSD,
}
"""Prefix to namespace, for every query, export and CURIE that hograph writes."""

_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: len(item[1]), reverse=True)

SYNONYM_SCOPES = {
    "exact": OBOINOWL["hasExactSynonym"],
    "broad": OBOINOWL["hasBroadSynonym"],
    "narrow": OBOINOWL["hasNarrowSynonym"],
    "related": OBOINOWL["hasRelatedSynonym"],
}
"""Scope of a synonym to its property, the most binding first."""

TOP_CATEGORIES = (
    "Condition",
    "Finding",
    "AnatomicalEntity",
    "Intervention",
    "DiagnosticProcedure",
    "Exposure",
    "BiologicalProcess",
    "MolecularEntity",
    "Cell",
    "Population",
    "LesionStage",
)
"""The pairwise disjoint top classes, in the order in which they are listed to a reader."""

AUTHOR_STATEMENT_MANUAL = ECO["0000302"]
"""ECO: author statement used in manual assertion."""

AUTHOR_STATEMENT_CITED = ECO["0000304"]
"""ECO: author statement supported by traceable reference used in manual assertion."""

AUTHOR_STATEMENT_AUTOMATIC = ECO["0007319"]
"""ECO: author statement used in automatic assertion."""

AUTHOR_STATEMENT_CITED_AUTOMATIC = ECO["0007321"]
"""ECO: author statement supported by traceable reference used in automatic assertion."""

KNOWLEDGE_ASSERTION = "knowledge_assertion"
KNOWLEDGE_NOT_PROVIDED = "not_provided"
MANUAL_AGENT = "manual_agent"
TEXT_MINING_AGENT = "text_mining_agent"
VALIDATED_AGENT = "manual_validation_of_automated_agent"


@lru_cache(maxsize=100_000)
def curie(iri: str) -> str:
    """The shortest CURIE of an IRI under `PREFIXES`, or the IRI in angle brackets when no prefix fits.

    >>> curie("https://w3id.org/hograph/claim/k7f3")
    'claim:k7f3'
    >>> curie("http://example.org/x")
    '<http://example.org/x>'
    """
    for prefix, space in _LONGEST_FIRST:
        if iri.startswith(space) and iri != space:
            return f"{prefix}:{iri.removeprefix(space)}"
    return f"<{iri}>"
