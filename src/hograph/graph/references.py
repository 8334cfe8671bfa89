"""Claims held against the ontology: every name must be declared, every subject and object of a kind the relation allows."""

import difflib
from collections.abc import Iterator
from pathlib import Path

from hograph.curation.claimfile import claim_lines_of
from hograph.curation.values import Claim, DocumentClaims
from hograph.errors import ClaimFileError
from hograph.ontology.index import Ontology

PLACEHOLDER = "UnstatedEvent"


def check_claims(claims: DocumentClaims, ontology: Ontology, path: Path) -> None:
    """Hold the claims of a file against the ontology.

    Raises:
        ClaimFileError: naming file, line and rule of up to ten faults.
    """
    faults = [(index, fault) for index, claim in enumerate(claims.claims) for fault in claim_faults(claim, ontology)]
    if not faults:
        return
    lines = claim_lines_of(path, *(index for index, _ in faults[:10]))
    told = [f"{path}:{line}: {fault}" for line, (_, fault) in zip(lines, faults, strict=False)]
    more = f"\n... and {len(faults) - 10} more." if len(faults) > 10 else ""
    raise ClaimFileError("\n".join(told) + more)


def claim_faults(claim: Claim, ontology: Ontology) -> Iterator[str]:
    """What is wrong with a claim: names that are not declared, and a subject or object of a kind that the relation does not take."""
    for name in dict.fromkeys(claim.term_names()):
        if name not in ontology.spoken_of and name != PLACEHOLDER:
            near = _nearest(name, {*ontology.spoken_of, PLACEHOLDER})
            yield f"'{name}' is no term of the ontology.{near} Declare it in ontology/terms/ or use another."
    relation = ontology.relations.get(claim.predicate)
    if relation is None:
        near = _nearest(claim.predicate, ontology.relations)
        yield f"'{claim.predicate}' is no relation that a claim may use.{near} See ontology/properties.ttl."
        return
    for side, name, allowed in (("subject", claim.subject, relation.domain), ("object", claim.object, relation.range)):
        category = ontology.category(name)
        if allowed and category and category not in allowed:
            yield f"the {side} {name} is a {category}, but '{relation.label}' takes {' or '.join(allowed)}. Use another term or relation."


def _nearest(name: str, known: object) -> str:
    near = difflib.get_close_matches(name, list(known), n=2)  # type: ignore[call-overload]
    return f" Did you mean {' or '.join(near)}?" if near else ""
