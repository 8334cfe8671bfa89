"""The graph for KGX: nodes and edges in the Biolink Model, one edge a claim, as TSV and JSON Lines."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hograph.curation.tokens import Certainty, Polarity
from hograph.curation.values import Claim
from hograph.errors import OntologyError
from hograph.exports.qualifiers import Row
from hograph.exports.tables import claims_table, csv_text
from hograph.files import read_text
from hograph.graph.build import Build
from hograph.graph.propositions import PlacedClaim
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import MappingSet

Record = dict[str, Any]
NODE_COLUMNS = (
    "id",
    "category",
    "name",
    "description",
    "synonym",
    "xref",
    "same_as",
    "publication_type",
    "provided_by",
)
OWN = ("section", "start", "end", "sha256", "certainty", "scope", "agreement", "stance", "proposition")
"""Fields of a claim that Biolink has no slot for; they stand on the edge under their own names."""
SOURCE = "infores:hograph"
OPEN = {Certainty.INCONCLUSIVE, Certainty.UNKNOWN}
WEAKEST = "related_to"


@dataclass(frozen=True)
class Rule:
    """How one relation reads in Biolink.

    Attributes:
        predicate: the predicate of what is asserted.
        subject: categories that the subject may have; empty means any.
        object: categories that the object may have; empty means any.
        weaker: the predicate of what is hedged or holds on a condition.
        exact: whether the predicate says as much as the relation, so that what is denied of the one is denied of the other.
        qualifiers: Biolink qualifiers that go with the predicate.
    """

    predicate: str
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    weaker: str = WEAKEST
    exact: bool = False
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Profile:
    """Our categories and relations in the Biolink Model, as `ontology/biolink.yaml` has them."""

    version: str
    categories: dict[str, tuple[str, ...]]
    relations: dict[str, tuple[Rule, ...]]

    def category(self, name: str, ontology: Ontology) -> tuple[str, ...]:
        """The Biolink categories of a term: those of the nearest of its superclasses that is listed."""
        level = [name]
        while level:
            listed = sorted(term for term in level if term in self.categories)
            if listed:
                return self.categories[listed[0]]
            level = sorted({parent for term in level for parent in ontology.parents.get(term, ())})
        return ("NamedThing",)

    def rule(self, relation: str, subject: tuple[str, ...], object_: tuple[str, ...]) -> Rule:
        """The first rule of a relation that the categories fit."""
        for rule in self.relations[relation]:
            if (not rule.subject or set(rule.subject) & set(subject)) and (
                not rule.object or set(rule.object) & set(object_)
            ):
                return rule
        return Rule(WEAKEST)


def load_profile(path: Path, ontology: Ontology) -> Profile:
    """Read the profile.

    Raises:
        OntologyError: when a term or relation in it is none of the ontology, or a relation is missing.
    """
    data = yaml.safe_load(read_text(path))
    categories = {name: (kind,) if isinstance(kind, str) else tuple(kind) for name, kind in data["categories"].items()}
    relations = {name: tuple(_rule(rule) for rule in rules) for name, rules in data["relations"].items()}
    unknown = sorted((categories.keys() - set(ontology.terms)) | (relations.keys() - {*ontology.relations, "partOf"}))
    missing = sorted(ontology.relations.keys() - relations.keys())
    if unknown or missing:
        raise OntologyError(
            f"{path}: not of the ontology: {', '.join(unknown) or 'none'}; relations without an entry: {', '.join(missing) or 'none'}."
        )
    return Profile(str(data["version"]), categories, relations)


def _rule(data: Mapping[str, Any]) -> Rule:
    parts = {name: tuple(data[name]) for name in ("subject", "object") if name in data}
    qualifiers = tuple(sorted(data.get("qualifiers", {}).items()))
    weaker, exact = data.get("weaker", WEAKEST), data.get("exact", False)
    return Rule(data["predicate"], weaker=weaker, exact=exact, qualifiers=qualifiers, **parts)


def kgx_files(built: Build, profile: Profile, mappings: MappingSet) -> dict[str, bytes]:
    """Nodes and edges as TSV and as JSON Lines."""
    nodes, edges = list(_nodes(built, profile, mappings)), list(_edges(built, profile))
    columns = dict.fromkeys(key for edge in edges for key in edge)
    return {
        "nodes.tsv": _tsv(NODE_COLUMNS, nodes),
        "edges.tsv": _tsv(tuple(columns), edges),
        "nodes.jsonl": _jsonl(nodes),
        "edges.jsonl": _jsonl(edges),
    }


def _tsv(columns: tuple[str, ...], records: list[Record]) -> bytes:
    """Lists joined by `|`, as KGX has it; `false` is an empty cell, since KGX takes any word in a column of truth for true."""
    cells = ({key: "|".join(v) if isinstance(v, list) else v or None for key, v in r.items()} for r in records)
    return csv_text(columns, cells, delimiter="\t").encode()


def _jsonl(records: list[Record]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def _nodes(built: Build, profile: Profile, mappings: MappingSet) -> Iterator[Record]:
    ontology = built.ontology
    used = {name for placed in built.claims for name in (placed.claim.subject, placed.claim.object)}
    for name in sorted(used | set(ontology.terms)):
        own = [m for m in mappings.mappings if m.subject == name]
        exact = sorted(m.object_id for m in own if m.predicate == "exactMatch")
        yield _filled(
            id=f"ho:{name}",
            category=[f"biolink:{kind}" for kind in profile.category(name, ontology)],
            name=ontology.label(name),
            description=ontology.definition(name),
            synonym=[text for _, text in ontology.synonyms(name, ("exact",))],
            xref=sorted(m.object_id for m in own),
            equivalent_identifiers=exact,
            provided_by=[SOURCE],
        )
    for slug, source in sorted(built.sources.items()):
        yield _filled(
            id=f"document:{slug}",
            category=["biolink:WebPage"],
            name=source.title,
            publication_type=[source.kind],
            provided_by=[SOURCE],
        )


def _filled(**fields: object) -> Record:
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _edges(built: Build, profile: Profile) -> Iterator[Record]:
    rows = {str(row["claim"]): row for row in claims_table(built).rows}
    for proposition in built.propositions:
        for placed in proposition.claims:
            rule = _rule_of(placed.claim, built.ontology, profile)
            if holds(placed.claim, rule):
                yield _claim_edge(placed, rows[f"claim:{placed.name}"], rule)
    for name in built.ontology.terms:
        for parent in built.ontology.parents[name]:
            yield _hierarchy_edge(name, "subtypeOf", parent, built.ontology, profile)
    for part, relation, whole in built.ontology.part_edges:
        if relation in profile.relations:
            yield _hierarchy_edge(part, relation, whole, built.ontology, profile)


def _rule_of(claim: Claim, ontology: Ontology, profile: Profile) -> Rule:
    kinds = (profile.category(claim.subject, ontology), profile.category(claim.object, ontology))
    return profile.rule(claim.predicate, *kinds)


def holds(claim: Claim, rule: Rule) -> bool:
    """Whether Biolink can hold a claim without saying more than it.

    To deny a wider predicate is to deny more than the document does, and Biolink has no reserved denial: such claims are left out.
    """
    return claim.polarity is Polarity.AFFIRMED or (rule.exact and _plain(claim))


def _plain(claim: Claim) -> bool:
    return claim.certainty is Certainty.ASSERTED and not claim.qualifiers.when


def _claim_edge(placed: PlacedClaim, row: Row, rule: Rule) -> Record:
    claim, context = placed.claim, placed.claim.qualifiers
    predicate = rule.predicate if _plain(claim) else WEAKEST if claim.certainty in OPEN else rule.weaker
    plain = {key: value for key, value in row.items() if key in OWN or key.split("_")[0] in QUALIFIED}
    return _filled(
        id=f"claim:{placed.name}",
        subject=f"ho:{claim.subject}",
        predicate=f"biolink:{predicate}",
        object=f"ho:{claim.object}",
        category=["biolink:Association"],
        original_predicate=f"ho:{claim.predicate}",
        negated=claim.polarity is Polarity.NEGATED,
        **(dict(rule.qualifiers) if predicate == rule.predicate else {}),
        population_context_qualifier=f"ho:{context.population}" if context.population else None,
        disease_context_qualifier=f"ho:{context.condition}" if context.condition else None,
        anatomical_context_qualifier=[f"ho:{context.site}"] if context.site else None,
        knowledge_level="knowledge_assertion",
        agent_type="manual_agent",
        primary_knowledge_source=SOURCE,
        publications=[f"document:{placed.document}"],
        has_confidence_score=float(claim.confidence),
        **plain,
    )


QUALIFIED = {
    "stage",
    "using",
    "timing",
    "frequency",
    "value",
    "comparison",
    "severity",
    "strength",
    "modality",
    "provisos",
}
"""First words of the columns of qualifiers that Biolink has no slot for."""


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
        "knowledge_level": "knowledge_assertion",
        "agent_type": "manual_agent",
        "primary_knowledge_source": SOURCE,
    }
