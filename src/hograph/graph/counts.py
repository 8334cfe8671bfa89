"""What is in a graph, counted: for the manifest, `hograph info` and the demonstration."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hograph.graph.propositions import PlacedClaim
from hograph.ontology.index import Ontology

PARTS = ("kind", "certainty", "status", "polarity")
Tally = Mapping[str, Mapping[str, int]]
"""Part of a claim to its values and how many claims have them."""


@dataclass(frozen=True)
class Contents:
    """What there is to count beside the ontology.

    Attributes:
        claims: document to the tally of its claims.
        agreements: agreement to the number of propositions.
        edges: how many direct edges there are.
        quads: named graph to the number of its quads.
        axioms: how many logical axioms the ontology has.
    """

    claims: Mapping[str, Tally]
    agreements: Mapping[str, int]
    edges: int
    quads: Mapping[str, int]
    axioms: int


def tally(claims: Iterable[PlacedClaim], ontology: Ontology) -> Tally:
    """The claims of a document counted by kind, certainty, status and polarity."""
    found: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
    for claim in (placed.claim for placed in claims):
        found["kind"][ontology.relations[claim.predicate].kind] += 1
        for part in PARTS[1:]:
            found[part][getattr(claim, part).value] += 1
    return found


def counted(ontology: Ontology, contents: Contents) -> dict[str, object]:
    """Every count, by what a reader calls it."""
    categories = Counter(str(ontology.category(name)) for name in ontology.terms)
    sums = {part: _sum(tally[part] for tally in contents.claims.values()) for part in PARTS}
    by_document = {slug: sum(found["status"].values()) for slug, found in sorted(contents.claims.items())}
    return {
        "terms": len(ontology.terms),
        "terms by category": dict(sorted(categories.items())),
        "roles": len(ontology.roles),
        "relations of claims": len(ontology.relations),
        "logical axioms": contents.axioms,
        "ontology triples": len(ontology.triples),
        "documents": len(contents.claims),
        "claims": sum(by_document.values()),
        "claims by document": {slug: count for slug, count in by_document.items() if count},
        "claims by kind": sums["kind"],
        "claims by certainty": sums["certainty"],
        "claims by status": sums["status"],
        "negated claims": sums["polarity"].get("negated", 0),
        "propositions": sum(contents.agreements.values()),
        "propositions by agreement": dict(sorted(contents.agreements.items())),
        "direct edges": contents.edges,
        "quads": sum(contents.quads.values()),
        "quads by graph": dict(sorted(contents.quads.items())),
    }


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(sorted(total.items()))
