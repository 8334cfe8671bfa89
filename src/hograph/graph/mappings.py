"""Mappings to other ontologies as RDF."""

from collections.abc import Iterator

import pyoxigraph as ox

from hograph.graph.identity import content_hash
from hograph.graph.quads import Describer
from hograph.ontology.mappings import MappingSet
from hograph.vocabulary import DCTERMS, HO, MAPPING, RDFS, SEMAPV, SKOS, SSSOM


def mapping_triples(mappings: MappingSet) -> Iterator[ox.Triple]:
    """Each mapping as a direct SKOS triple, and as a node of its own with its justification and confidence."""
    for mapping in mappings.mappings:
        target = ox.NamedNode(mapping.object_iri)
        yield ox.Triple(HO[mapping.subject], SKOS[mapping.predicate], target)
        node = MAPPING[content_hash([mapping.subject, mapping.predicate, mapping.object_iri])]
        about = Describer(node, SSSOM["Mapping"]).add(SSSOM["subject_id"], HO[mapping.subject])
        about.add(SSSOM["predicate_id"], SKOS[mapping.predicate]).add(SSSOM["object_id"], target)
        about.add(SSSOM["object_label"], mapping.object_label).add(
            SSSOM["mapping_justification"], SEMAPV[mapping.justification]
        )
        about.add(SSSOM["confidence"], mapping.confidence).add(RDFS["comment"], mapping.comment)
        yield from about.add(DCTERMS["identifier"], mapping.object_id).triples
