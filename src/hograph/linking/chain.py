"""Mappings that follow from ours and somebody else's, by way of a term that both speak of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from hograph.linking.propose import CHAINED, Proposal
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.mappings import Mapping, read_table

INVERSE = {
    "exactMatch": "exactMatch",
    "closeMatch": "closeMatch",
    "broadMatch": "narrowMatch",
    "narrowMatch": "broadMatch",
}
UNSURE = Decimal("0.5")
"""Confidence of a row that gives none."""


def chain(path: Path, mappings: Iterable[Mapping], vocabularies: Vocabularies) -> list[Proposal]:
    """What a table of somebody else adds to ours: our term is exactly theirs, and theirs matches a third.

    Only one exact step is taken on our side, so that the relation of the second step holds for both; confidences are multiplied.

    Args:
        path: an SSSOM table between any two vocabularies; rows are read in both directions.
        mappings: our table.
        vocabularies: what must not be passed on.

    Raises:
        OntologyError: when the file is no SSSOM table.
    """
    mappings = tuple(mappings)
    settled = {(mapping.subject, mapping.object_id) for mapping in mappings}
    exact: dict[str, list[Mapping]] = defaultdict(list)
    for mapping in mappings:
        if mapping.predicate == "exactMatch":
            exact[mapping.object_id].append(mapping)
    found: dict[tuple[str, str], Proposal] = {}
    for by, predicate, target, label, confidence in _steps(path):
        for mapping in exact.get(by, ()):
            if (mapping.subject, target) in settled or target.startswith("ho:"):
                continue
            proposal = Proposal(
                mapping.subject,
                predicate,
                target,
                "" if vocabularies.restricted(target) else label,
                CHAINED,
                (mapping.confidence * confidence).quantize(Decimal("0.001")).normalize(),
                comment=f"By way of {by}, in {path.name}.",
            )
            known = found.get((mapping.subject, target))
            if known is None or proposal.confidence > known.confidence:
                found[mapping.subject, target] = proposal
    return sorted(found.values(), key=lambda p: (p.subject, -p.confidence, p.object_id))


def _steps(path: Path) -> Iterator[tuple[str, str, str, str, Decimal]]:
    """Every row in both directions: from, relation, to, label, confidence."""
    for _, row in read_table(path).rows:
        predicate = (row.get("predicate_id") or "").removeprefix("skos:")
        one, other = row.get("subject_id") or "", row.get("object_id") or ""
        if predicate not in INVERSE or row.get("predicate_modifier") == "Not" or not one or not other:
            continue
        try:
            confidence = Decimal(row.get("confidence") or UNSURE)
        except InvalidOperation:
            confidence = UNSURE
        yield one, predicate, other, row.get("object_label") or "", confidence
        yield other, INVERSE[predicate], one, row.get("subject_label") or "", confidence
