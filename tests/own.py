"""A term and a canned query as a user may have them in a workspace."""

TERM = """@prefix ho: <https://w3id.org/hograph/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oboInOwl: <http://www.geneontology.org/formats/oboInOwl#> .

ho:ScarLump a owl:Class ;
    rdfs:label "scar lump"@en ;
    skos:definition "A finding of a lump below a scar."@en ;
    dcterms:source <https://w3id.org/hograph/document/stiff-hips> ;
    rdfs:subClassOf ho:Finding .
ho:HipJoint oboInOwl:hasRelatedSynonym "joint of the pocket"@en .
"""
QUERY = """#+ title: Scar lumps
#+ question: What causes scar lumps?
#+ description: Terms that documents claim to cause a scar lump.
#+ tags: [own]
#+ columns:
#+   cause: {title: Cause, description: What causes it.}
#+   claim: {title: Claim, description: The claim that states it.}
#+ order: Causes by label.
PREFIX ho: <https://w3id.org/hograph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?cause ?claim WHERE {
  ?claim a ho:Claim ; ho:subject ?cause ; ho:predicate ho:causes ; ho:object ho:ScarLump .
  ?cause rdfs:label ?name .
} ORDER BY ?name ?claim
"""
