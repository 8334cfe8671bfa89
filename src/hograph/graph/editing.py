"""Claims corrected field by field, `certainty=hedged`: names as people call things, and the result held against model and ontology."""

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from hograph.curation.claimfile import plain
from hograph.curation.documents import Document
from hograph.curation.jsonlines import first_fault
from hograph.curation.values import Claim, Comparison, Frequency, MeasuredValue, Qualifiers, Timing
from hograph.errors import InputError
from hograph.graph.references import claim_faults
from hograph.ontology.index import Ontology

OWN = ("subject", "predicate", "object", "polarity", "certainty", "scope", "section", "span", "confidence", "note")
GROUPS: dict[str, type[BaseModel]] = {
    "timing": Timing,
    "frequency": Frequency,
    "value": MeasuredValue,
    "comparison": Comparison,
}
NEEDED = {"subject", "predicate", "object", "span"}
TERMS = {"subject", "object", "population", "condition", "site", "stage", "using", "anchor", "of", "among", "than"}
"""Fields, and parts of fields, that name a term."""
FIELDS = (
    *OWN,
    *Qualifiers.model_fields,
    *(f"{group}.{part}" for group, kind in GROUPS.items() for part in kind.model_fields),
)
"""Every field that can be corrected; of a group also the whole, to take it away."""


def split(change: str) -> tuple[str, str]:
    """The field and the value of `field=value`.

    Raises:
        InputError: when there is no such field; the text names the nearest.

    Example:
        >>> split("qualifiers.site = hip joint")
        ('site', 'hip joint')
    """
    field, sign, value = change.partition("=")
    field = field.strip().removeprefix("qualifiers.")
    if not sign:
        raise InputError(
            f"'{change.strip()}' is no change. Write field=value, as certainty=hedged; field= takes it away."
        )
    if field not in FIELDS:
        near = difflib.get_close_matches(field, FIELDS, n=2)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(FIELDS)}."
        raise InputError(f"A claim has no field '{field}' that can be corrected. {hint}")
    return field, value.strip()


def corrected(claim: Claim, changes: Mapping[str, str], ontology: Ontology, document: Document | None = None) -> Claim:
    """A claim with some of its fields changed.

    Args:
        claim: as it is.
        changes: field to value; an empty value takes the field away.
        ontology: terms and relations may be named by label, synonym or CURIE.
        document: its document, needed only to move its span.

    Raises:
        InputError: when a value is wrong, or the claim would break a rule of the model or of the ontology.
    """
    data: dict[str, Any] = plain(claim)
    qualifiers = data.setdefault("qualifiers", {})
    for field, value in changes.items():
        group, _, part = field.partition(".")
        place = data if field in OWN else qualifiers
        if part:
            place, field = qualifiers.setdefault(group, {}), part
        read = checked(field, value, ontology, document)
        if read is None:
            place.pop(field, None)
        else:
            place[field] = read
    data["qualifiers"] = {name: value for name, value in qualifiers.items() if value not in ({}, [])}
    try:
        made = Claim.model_validate(data)
    except ValidationError as error:
        raise InputError(first_fault(error).removeprefix("qualifiers.")) from error
    fault = next(claim_faults(made, ontology), None)
    if fault:
        raise InputError(fault[0].upper() + fault[1:])
    return made


def checked(field: str, value: str, ontology: Ontology, document: Document | None = None) -> object:
    """The value of a field as plain data, names resolved; None where the field is taken away.

    Raises:
        InputError: when a name is not known, a place is none, or a field is taken away that a claim needs.
    """
    field = field.rpartition(".")[2]
    if not value:
        if field in NEEDED:
            raise InputError(f"A claim needs its {field}; name another one.")
        return None
    if field in TERMS:
        return value if value == "UnstatedEvent" else ontology.find(value, relations=False)
    if field == "predicate":
        return value if value in ontology.relations else _relation(value, ontology)
    if field == "when":
        provisos = (one.strip().partition(" ") for one in value.split(","))
        return [{"kind": kind, "term": ontology.find(term, relations=False)} for kind, _, term in provisos]
    if field == "span":
        return _span(value, document)
    return value


def _relation(value: str, ontology: Ontology) -> str:
    labels = {relation.label: name for name, relation in ontology.relations.items()}
    if value in labels:
        return labels[value]
    near = difflib.get_close_matches(value, [*ontology.relations, *labels], n=2)
    hint = f"Did you mean {' or '.join(near)}?" if near else "See ontology/properties.ttl."
    raise InputError(f"'{value}' is no relation that a claim may use. {hint}")


def _span(value: str, document: Document | None) -> dict[str, object]:
    start, _, end = (part.strip() for part in value.partition("-"))
    if document is None:
        raise InputError("A span can be moved only where the document is at hand. Name its folder with --documents.")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(document.text)):
        raise InputError(
            f"'{value}' is no place in {document.path}. Write START-END, in characters from 0, END exclusive."
        )
    return document.span(int(start), int(end)).model_dump()
