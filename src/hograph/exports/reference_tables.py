"""Tables of what claims speak of and come from: terms, relations, roles, mappings, documents."""

import pyoxigraph as ox

from hograph.curation.sources import Person, Source
from hograph.curation.values import Extracted
from hograph.exports.qualifiers import Row
from hograph.exports.table import Table, joined
from hograph.graph.build import Build
from hograph.graph.provenance import evidence_code
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import MappingSet
from hograph.vocabulary import DCTERMS, ECO, HO, RDF, SYNONYM_SCOPES, curie

NAMED = ox.NamedNode


def names_of(built: Build) -> list[str]:
    """Every term, and the roles that claims speak of as if of a term, as in "the cause is unknown"."""
    used = {name for placed in built.claims for name in (placed.claim.subject, placed.claim.object)}
    return sorted(used | set(built.ontology.terms))


def roles_of(built: Build) -> dict[str, tuple[str, ...]]:
    """Term to the roles that the reasoner found it to have, strict and possible."""
    found: dict[str, list[str]] = {}
    for quad in built.graphs["inferred"]:
        if quad.predicate == RDF["type"] and isinstance(quad.subject, NAMED) and isinstance(quad.object, NAMED):
            found.setdefault(HO.name(quad.subject), []).append(HO.name(quad.object))
    return {name: tuple(sorted(roles)) for name, roles in found.items()}


def terms_table(built: Build) -> Table:
    """Every term with its names, what it stands below and is part of, and its roles."""
    ontology, roles = built.ontology, roles_of(built)
    names = ("term", "label", "category", "superclasses", "part_of", "restrictions", "roles", "definition", "sources")
    columns: dict[str, type] = dict.fromkeys(names, str)
    columns |= {f"{scope}_synonyms": str for scope in SYNONYM_SCOPES}
    rows = []
    for name in names_of(built):
        category = ontology.category(name)
        parts = [(relation, whole) for part, relation, whole in ontology.part_edges if part == name]
        row: Row = {
            "term": f"ho:{name}",
            "label": ontology.label(name),
            "category": f"ho:{category}" if category else None,
            "superclasses": joined(f"ho:{parent}" for parent in sorted(ontology.parents[name])),
            "part_of": joined(f"ho:{whole}" for relation, whole in parts if relation == "partOf"),
            "restrictions": joined(f"ho:{relation} ho:{other}" for relation, other in parts if relation != "partOf"),
            "roles": joined(f"ho:{role}" for role in roles.get(name, ())),
            "definition": ontology.definition(name),
            "sources": joined(sources(name, ontology)),
        }
        for scope in SYNONYM_SCOPES:
            row[f"{scope}_synonyms"] = joined(text for _, text in ontology.synonyms(name, (scope,)))
        rows.append(row)
    return Table("terms", "One class of the ontology that claims may speak of.", columns, tuple(rows))


def sources(name: str, ontology: Ontology) -> list[str]:
    """Where the definition of a term or relation comes from: CURIEs, or IRIs where no prefix of ours fits."""
    found = [o.value for o in ontology.objects(HO[name], DCTERMS["source"]) if isinstance(o, NAMED)]
    return sorted(curie(iri).strip("<>") for iri in found)


def relations_table(ontology: Ontology) -> Table:
    """Every relation that a claim may use, with the weaker one that a hedged claim entails."""
    names = ("relation", "label", "kind", "hedged_form", "domain", "range", "definition")
    rows: list[Row] = [
        {
            "relation": f"ho:{name}",
            "label": relation.label,
            "kind": relation.kind,
            "hedged_form": f"ho:{relation.hedged}",
            "domain": joined(f"ho:{kind}" for kind in relation.domain),
            "range": joined(f"ho:{kind}" for kind in relation.range),
            "definition": ontology.definition(name),
        }
        for name, relation in sorted(ontology.relations.items())
    ]
    return Table("relations", "One relation that claims may state.", dict.fromkeys(names, str), tuple(rows))


def roles_table(ontology: Ontology) -> Table:
    """Every role and how it is defined."""
    columns: dict[str, type] = dict.fromkeys(("role", "label", "relation", "category", "filler", "definition"), str)
    rows: list[Row] = [
        {
            "role": f"ho:{name}",
            "label": ontology.label(name),
            "relation": f"ho:{role.relation}",
            "inverse": role.inverse,
            "category": f"ho:{role.category}" if role.category else None,
            "filler": f"ho:{role.filler}" if role.filler else None,
            "definition": ontology.definition(name),
        }
        for name, role in sorted(ontology.role_definitions.items())
    ]
    description = (
        "One role: what is of the category and stands in the relation (its object where inverse) to the filler."
    )
    return Table("roles", description, columns | {"inverse": bool}, tuple(rows))


def mappings_table(mappings: MappingSet) -> Table:
    """Every mapping to another vocabulary."""
    names = ("term", "match", "object", "object_iri", "object_label", "justification", "comment")
    rows: list[Row] = [
        {
            "term": f"ho:{one.subject}",
            "match": f"skos:{one.predicate}",
            "object": one.object_id,
            "object_iri": one.object_iri,
            "object_label": one.object_label,
            "justification": f"semapv:{one.justification}",
            "confidence": float(one.confidence),
            "comment": one.comment,
        }
        for one in mappings.mappings
    ]
    columns: dict[str, type] = dict.fromkeys(names, str)
    return Table(
        "mappings", "One term of another vocabulary that a term matches.", columns | {"confidence": float}, tuple(rows)
    )


def documents_table(built: Build) -> Table:
    """Every document as it describes itself."""
    rows = tuple(document_cells(source) for _, source in sorted(built.sources.items()))
    columns: dict[str, type] = dict.fromkeys(DOCUMENT_COLUMNS, str)
    return Table("documents", "One source document as it describes itself.", columns | {"characters": int}, rows)


DOCUMENT_COLUMNS = (
    "document",
    "title",
    "kind",
    "publisher",
    "published",
    "updated",
    "licence",
    "licence_iri",
    "sha256",
    "authors",
    "people",
    "review_state",
    "references",
    "cites",
    "note",
    "evidence",
)


def document_cells(source: Source) -> Row:
    """What a document states of itself, in flat cells; `note` is what we say of it, `evidence` the ECO code of its claims."""
    row: Row = {name: getattr(source, name, None) for name in DOCUMENT_COLUMNS}
    row["authors"] = joined(person.name for person in source.people if person.role == "author")
    row["people"] = joined(_person(person) for person in source.people)
    row["cites"], row["characters"] = joined(source.cites), source.characters
    row["evidence"] = evidence_curie(source)
    return row


def _person(person: Person) -> str:
    credentials = f" ({person.credentials})" if person.credentials else ""
    return f"{person.role} {person.name}{credentials}"


def evidence_curie(source: Source, extracted: Extracted | None = None) -> str:
    """The ECO code of a document's claims as others write it, `ECO:0000302`; of those that a program proposed, by what it was."""
    return f"ECO:{ECO.name(evidence_code(source, extracted))}"


def statements_table(built: Build) -> Table:
    """Where each document states what it says of itself."""
    columns: dict[str, type] = {"document": str, "field": str, "start": int, "end": int, "sha256": str}
    rows: tuple[Row, ...] = tuple(
        {"document": slug, "field": one.field, "start": one.start, "end": one.end, "sha256": one.sha256}
        for slug, source in sorted(built.sources.items())
        for one in source.stated
    )
    return Table("statements", "Where a document states something of itself.", columns, rows)
