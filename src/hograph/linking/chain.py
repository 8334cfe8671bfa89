"""Mappings that follow from ours and somebody else's, by way of a term that both speak of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from hograph.linking.propose import CHAINED, Proposal
from hograph.linking.readers.sssom import ForeignTable, Match
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.mappings import Mapping

INVERSE = {
    "skos:exactMatch": "skos:exactMatch",
    "skos:closeMatch": "skos:closeMatch",
    "skos:broadMatch": "skos:narrowMatch",
    "skos:narrowMatch": "skos:broadMatch",
}


def chain(table: ForeignTable, mappings: Iterable[Mapping], vocabularies: Vocabularies) -> list[Proposal]:
    """What a table of somebody else adds to ours: our term is exactly theirs, and theirs matches a third.

    Only one exact step is taken on our side, so that the relation of the second step holds for both; confidences are multiplied.
    Labels are kept of vocabularies alone that are known to be open.

    Args:
        table: what stands in it; rows are read in both directions.
        mappings: our table.
        vocabularies: what may be passed on.
    """
    mappings = tuple(mappings)
    settled = {(mapping.subject, mapping.object_id) for mapping in mappings}
    exact: dict[str, list[Mapping]] = defaultdict(list)
    for mapping in mappings:
        if mapping.predicate == "exactMatch":
            exact[mapping.object_id].append(mapping)
    found: dict[tuple[str, str], Proposal] = {}
    for by, predicate, target, label, confidence in _steps(table.matches):
        for mapping in exact.get(by, ()):
            if (mapping.subject, target) in settled or target.startswith("ho:"):
                continue
            proposal = Proposal(
                "chained",
                mapping.subject,
                predicate.removeprefix("skos:"),
                target,
                label if vocabularies.open(target) else "",
                CHAINED,
                (mapping.confidence * confidence).quantize(Decimal("0.001")).normalize(),
                comment=f"By way of {by}, in {table.source}.",
            )
            known = found.get((mapping.subject, target))
            if known is None or proposal.confidence > known.confidence:
                found[mapping.subject, target] = proposal
    return sorted(found.values(), key=lambda p: (p.subject, -p.confidence, p.object_id))


def _steps(matches: Iterable[Match]) -> Iterator[tuple[str, str, str, str, Decimal]]:
    """Every row in both directions: from, relation, to, label, confidence."""
    for match in matches:
        if match.predicate in INVERSE and not match.denied:
            yield match.subject, match.predicate, match.object, match.object_label, match.confidence
            yield match.object, INVERSE[match.predicate], match.subject, match.subject_label, match.confidence
