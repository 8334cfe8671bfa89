"""Small ontologies that tests make up, the same one in several formats, and mappings into them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from hograph.linking.foreign import ForeignOntology, ForeignTerm
from hograph.ontology.mappings import Mapping

LIBRARY = "http://purl.obolibrary.org/obo/"
CORE = f"{LIBRARY}uberon/core"
OBO = """format-version: 1.2
data-version: toy/releases/2026-01-02/toy.obo
ontology: toy
property_value: terms:license http://creativecommons.org/licenses/by/3.0/

[Term]
id: UBERON:0001062
name: top of all

[Term]
id: UBERON:1
name: leg thing
def: "A thing of the \\"leg\\"." [toy:1]
synonym: "limb of the leg" NARROW []
synonym: "knee joint" EXACT DUBIOUS []
synonym: "elbow joint" EXACT OMO:0003006 []
is_a: UBERON:0001062

[Term]
id: UBERON:2
name: Knee-Joints
synonym: "articulation of knee" EXACT LATIN []
relationship: part_of UBERON:1 ! leg thing

[Term]
id: UBERON:3
name: old knee
is_obsolete: true
replaced_by: UBERON:2

[Typedef]
id: part_of
name: part of
"""
GRAPHS: dict[str, Any] = {
    "graphs": [
        {
            "id": "http://purl.obolibrary.org/obo/toy.owl",
            "meta": {
                "version": "http://purl.obolibrary.org/obo/toy/2026-01-02/toy.owl",
                "basicPropertyValues": [
                    {"pred": "http://purl.org/dc/terms/license", "val": "http://creativecommons.org/licenses/by/3.0/"}
                ],
            },
            "nodes": [
                {"id": "http://purl.obolibrary.org/obo/UBERON_0001062", "lbl": "top of all", "type": "CLASS"},
                {
                    "id": "http://purl.obolibrary.org/obo/UBERON_1",
                    "lbl": "leg thing",
                    "type": "CLASS",
                    "meta": {
                        "definition": {"val": 'A thing of the "leg".'},
                        "synonyms": [
                            {"pred": "hasNarrowSynonym", "val": "limb of the leg"},
                            {"pred": "hasExactSynonym", "val": "knee joint", "synonymType": f"{CORE}#DUBIOUS"},
                            {"pred": "hasExactSynonym", "val": "elbow joint", "synonymType": f"{LIBRARY}OMO_0003006"},
                        ],
                    },
                },
                {
                    "id": "http://purl.obolibrary.org/obo/UBERON_2",
                    "lbl": "Knee-Joints",
                    "type": "CLASS",
                    "meta": {
                        "synonyms": [
                            {"pred": "hasExactSynonym", "val": "articulation of knee", "synonymType": f"{CORE}#LATIN"}
                        ]
                    },
                },
                {
                    "id": "http://purl.obolibrary.org/obo/UBERON_3",
                    "lbl": "old knee",
                    "type": "CLASS",
                    "meta": {
                        "deprecated": True,
                        "basicPropertyValues": [
                            {
                                "pred": "http://purl.obolibrary.org/obo/IAO_0100001",
                                "val": "http://purl.obolibrary.org/obo/UBERON_2",
                            }
                        ],
                    },
                },
                {"id": "http://purl.obolibrary.org/obo/BFO_0000050", "lbl": "part of", "type": "PROPERTY"},
            ],
            "edges": [
                {
                    "sub": "http://purl.obolibrary.org/obo/UBERON_1",
                    "pred": "is_a",
                    "obj": "http://purl.obolibrary.org/obo/UBERON_0001062",
                },
                {
                    "sub": "http://purl.obolibrary.org/obo/UBERON_2",
                    "pred": "http://purl.obolibrary.org/obo/BFO_0000050",
                    "obj": "http://purl.obolibrary.org/obo/UBERON_1",
                },
            ],
        }
    ]
}
TURTLE = """@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix o: <http://www.geneontology.org/formats/oboInOwl#> .
obo:toy.owl a owl:Ontology ; <http://purl.org/dc/terms/license> <http://creativecommons.org/licenses/by/3.0/> ; owl:versionIRI <http://purl.obolibrary.org/obo/toy/2026-01-02/toy.owl> .
obo:UBERON_0001062 a owl:Class ; rdfs:label "top of all" .
obo:UBERON_1 a owl:Class ; rdfs:label "leg thing" ; rdfs:subClassOf obo:UBERON_0001062 ;
    obo:IAO_0000115 'A thing of the "leg".' ; o:hasNarrowSynonym "limb of the leg" ;
    o:hasExactSynonym "knee joint" , "elbow joint" .
[] a owl:Axiom ; owl:annotatedSource obo:UBERON_1 ; owl:annotatedProperty o:hasExactSynonym ;
    owl:annotatedTarget "knee joint" ; o:hasSynonymType <http://purl.obolibrary.org/obo/uberon/core#DUBIOUS> .
[] a owl:Axiom ; owl:annotatedSource obo:UBERON_1 ; owl:annotatedProperty o:hasExactSynonym ;
    owl:annotatedTarget "elbow joint" ; o:hasSynonymType obo:OMO_0003006 .
obo:UBERON_2 a owl:Class ; rdfs:label "Knee-Joints" ; o:hasExactSynonym "articulation of knee" ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty obo:BFO_0000050 ; owl:someValuesFrom obo:UBERON_1 ] .
obo:UBERON_3 a owl:Class ; rdfs:label "old knee" ; owl:deprecated true ; obo:IAO_0100001 obo:UBERON_2 .
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def mapping(subject: str, object_id: str, predicate: str = "exactMatch", label: str | None = None) -> Mapping:
    iri = f"http://purl.obolibrary.org/obo/{object_id.replace(':', '_')}"
    return Mapping(subject, predicate, iri, object_id, label, "ManualMappingCuration", Decimal("0.9"), None)


def terms(*made: ForeignTerm) -> ForeignOntology:
    return ForeignOntology("made.obo", {term.id: term for term in made})
