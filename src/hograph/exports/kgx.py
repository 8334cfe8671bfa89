"""The graph for KGX: nodes and edges in the Biolink Model, one edge a claim, as TSV and JSON Lines."""

import json
from collections.abc import Iterator
from typing import Any

from hograph.curation.sources import Source
from hograph.curation.tokens import Polarity
from hograph.exports.biolink import Profile, Rule, holds, predicate, rule_of
from hograph.exports.claim_tables import PROVENANCE_COLUMNS, claims_table, place
from hograph.exports.qualifiers import QUALIFIER_COLUMNS, Row, Value
from hograph.exports.reference_tables import document_cells, evidence_curie, names_of, roles_of
from hograph.exports.table import csv_text
from hograph.graph.build import Build
from hograph.graph.propositions import PlacedClaim
from hograph.graph.provenance import agent_type
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import MappingSet
from hograph.vocabulary import KNOWLEDGE_ASSERTION, MANUAL_AGENT

Record = dict[str, Any]
SOURCE = "infores:hograph"
IN_BIOLINK = {"population", "condition", "site"}
"""Qualifiers that Biolink has a slot for."""
OWN_OF_EDGES = (
    *("section", "start", "end", "sha256", "certainty", "scope"),
    *(column for column in QUALIFIER_COLUMNS if column not in IN_BIOLINK),
    *("status", "proposition", "stance", "agreement", "note", "cues"),
    *PROVENANCE_COLUMNS,
)
"""Fields of a claim that Biolink has no slot for; they stand on the edge under the names of the table of claims."""
OWN_OF_DOCUMENTS = ("updated", "sha256", "characters", "people", "review_state", "references", "cites", "note")
"""Fields of a document that Biolink has no slot for, under the names of the table of documents."""
OWN_OF_NODES = ("roles", *OWN_OF_DOCUMENTS, "published_by", "stated")
"""Fields of nodes that Biolink has no slot for; `publisher` is a predicate there."""
LISTS = {"people", "cites", "provisos", "cues"}
"""Fields of our own that hold several values."""


def kgx_files(built: Build, profile: Profile, mappings: MappingSet) -> dict[str, bytes]:
    """Nodes and edges as TSV and as JSON Lines."""
    nodes = [*_terms(built, profile, mappings), *_documents(built)]
    edges = list(_edges(built, profile))
    return {
        "nodes.tsv": _tsv(nodes),
        "edges.tsv": _tsv(edges),
        "nodes.jsonl": _jsonl(nodes),
        "edges.jsonl": _jsonl(edges),
    }


def _tsv(records: list[Record]) -> bytes:
    """Lists joined by `|`, as KGX has it; `false` is an empty cell, since KGX takes any word in a column of truth for true."""
    columns = tuple(dict.fromkeys(key for record in records for key in record))
    cells = ({key: _cell(value) for key, value in record.items()} for record in records)
    return csv_text(columns, cells, delimiter="\t").encode()


def _cell(value: Any) -> Any:  # noqa: ANN401 -- any JSON value
    return None if value is False else "|".join(value) if isinstance(value, list) else value


def _jsonl(records: list[Record]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def _terms(built: Build, profile: Profile, mappings: MappingSet) -> Iterator[Record]:
    ontology, roles = built.ontology, roles_of(built)
    for name in names_of(built):
        own = [m for m in mappings.mappings if m.subject == name]
        synonyms = {
            scope: [text for _, text in ontology.synonyms(name, (scope,))]
            for scope in ("exact", "broad", "narrow", "related")
        }
        yield _filled(
            id=f"ho:{name}",
            category=[f"biolink:{kind}" for kind in profile.category(name, ontology)],
            name=ontology.label(name),
            description=ontology.definition(name),
            synonym=synonyms["exact"],  # many tools read no other
            **{f"{scope}_synonym": texts for scope, texts in synonyms.items()},
            xref=sorted(m.object_id for m in own),
            equivalent_identifiers=sorted(m.object_id for m in own if m.predicate == "exactMatch"),
            provided_by=[SOURCE],
            roles=[f"ho:{role}" for role in roles.get(name, ())],
        )


def _documents(built: Build) -> Iterator[Record]:
    for _, source in sorted(built.sources.items()):
        cells = document_cells(source)
        yield _filled(
            id=f"document:{source.document}",
            category=["biolink:WebPage"],
            name=source.title,
            publication_type=[source.kind],
            authors=_list(cells["authors"]),
            creation_date=source.published,
            license=source.licence_iri,
            rights=source.licence,
            provided_by=[SOURCE],
            **{key: _own(key, cells[key]) for key in OWN_OF_DOCUMENTS},
            published_by=source.publisher,
            stated=[f"{one.field} {place(one)}" for one in source.stated],
        )


def _own(field: str, cell: Value) -> Value | list[str]:
    return _list(cell) if field in LISTS else cell


def _list(cell: object) -> list[str]:
    return str(cell).split("|") if cell else []


def _filled(**fields: object) -> Record:
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _edges(built: Build, profile: Profile) -> Iterator[Record]:
    rows = {str(row["claim"]): row for row in claims_table(built).rows}
    for proposition in built.propositions:
        for placed in proposition.claims:
            rule = rule_of(placed.claim, built.ontology, profile)
            if holds(placed.claim, rule):
                yield _claim_edge(placed, built.sources[placed.document], rows[f"claim:{placed.name}"], rule)
    for name in built.ontology.terms:
        for parent in built.ontology.parents[name]:
            yield _hierarchy_edge(name, "subtypeOf", parent, built.ontology, profile)
    for part, relation, whole in built.ontology.part_edges:
        yield _hierarchy_edge(part, relation, whole, built.ontology, profile)


def _claim_edge(placed: PlacedClaim, source: Source, row: Row, rule: Rule) -> Record:
    claim, context = placed.claim, placed.claim.qualifiers
    chosen = predicate(claim, rule)
    return _filled(
        id=f"claim:{placed.name}",
        subject=f"ho:{claim.subject}",
        predicate=f"biolink:{chosen}",
        object=f"ho:{claim.object}",
        category=["biolink:Association"],
        name=row["label"],
        original_predicate=f"ho:{claim.predicate}",
        negated=claim.polarity is Polarity.NEGATED,
        **(dict(rule.qualifiers) if chosen == rule.predicate else {}),
        population_context_qualifier=f"ho:{context.population}" if context.population else None,
        disease_context_qualifier=f"ho:{context.condition}" if context.condition else None,
        anatomical_context_qualifier=[f"ho:{context.site}"] if context.site else None,
        knowledge_level=KNOWLEDGE_ASSERTION,
        agent_type=agent_type(claim),
        has_evidence_of_type=[evidence_curie(source, claim.extracted)],
        primary_knowledge_source=SOURCE,
        publications=[f"document:{placed.document}"],
        has_confidence_score=float(claim.confidence),
        **{key: _own(key, row[key]) for key in OWN_OF_EDGES},
    )


def _hierarchy_edge(name: str, relation: str, above: str, ontology: Ontology, profile: Profile) -> Record:
    kinds = (profile.category(name, ontology), profile.category(above, ontology))
    return {
        "id": f"ho:{name}-{relation}-{above}",
        "subject": f"ho:{name}",
        "predicate": f"biolink:{profile.rule(relation, *kinds).predicate}",
        "object": f"ho:{above}",
        "category": ["biolink:Association"],
        "original_predicate": "rdfs:subClassOf" if relation == "subtypeOf" else f"ho:{relation}",
        "negated": False,
        "knowledge_level": KNOWLEDGE_ASSERTION,
        "agent_type": MANUAL_AGENT,
        "primary_knowledge_source": SOURCE,
    }
