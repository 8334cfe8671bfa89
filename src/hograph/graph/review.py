"""Proposed claims and what was decided on them: the same log over the same proposals gives the same claims."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hograph.curation.claimlines import read_claim_lines
from hograph.curation.decisions import Decision, Verdict, standing
from hograph.curation.tokens import ReviewStatus
from hograph.curation.values import Claim
from hograph.errors import ClaimFileError
from hograph.graph.carrying import carried, likeness, moved
from hograph.graph.identity import claim_name

STATUS = {
    Verdict.ACCEPT: ReviewStatus.ACCEPTED,
    Verdict.REJECT: ReviewStatus.REJECTED,
    Verdict.EDIT: ReviewStatus.EDITED,
}


@dataclass(frozen=True)
class Reviewed:
    """A proposed claim and where it stands in review.

    Attributes:
        key: the name under which it was proposed, which decisions go by.
        document: slug of its document.
        proposed: the claim as it was proposed.
        claim: the claim as it stands now, corrected where it was edited, with its status.
        name: of the claim as it stands now.
        decision: the one that holds, or None.
        earlier: decisions on claims that this one has taken the place of: the same statement at an overlapping place, or in the
            same words.
    """

    key: str
    document: str
    proposed: Claim
    claim: Claim
    name: str
    decision: Decision | None = None
    earlier: tuple[Decision, ...] = ()

    @property
    def carried(self) -> bool:
        """Whether its decision was made on the claim as it stood in an earlier version of the document."""
        return self.decision is not None and self.decision.claim != self.key


@dataclass(frozen=True)
class Review:
    """All proposed claims with what was decided.

    Attributes:
        claims: in the order of document and place.
        vanished: decisions that hold, but whose claims are no longer proposed, nor others that are the same but for their place.
    """

    claims: tuple[Reviewed, ...]
    vanished: tuple[Decision, ...]


def read_proposed(path: Path) -> list[tuple[str, Claim]]:
    """The proposed claims of a file, each with its document.

    Raises:
        ClaimFileError: when a line is wrong, or its claim is no proposal of a program: only a decision accepts a claim.
    """
    return [(document, proposal(claim, path)) for document, claim in read_claim_lines(path)]


def proposal(claim: Claim, path: Path) -> Claim:
    """A claim of a file, which is one that a program proposes.

    Raises:
        ClaimFileError: when it is none.
    """
    what = f"{path}: the claim {claim.subject} {claim.predicate} {claim.object} at {claim.span.start}-{claim.span.end}"
    if claim.status is not ReviewStatus.PROPOSED:
        raise ClaimFileError(
            f"{what} has the status {claim.status.value}. Here all are `proposed`; decide on them with hograph review."
        )
    if claim.extracted is None:
        raise ClaimFileError(f"{what} does not say what proposed it. Add `extracted` with extractor, version and rule.")
    return claim


def reviewed(proposed: Iterable[tuple[str, Claim]], decisions: Iterable[Decision], hashes: Mapping[str, str]) -> Review:
    """Proposed claims with what the log decides on them; neither the order of the claims nor that of the lines makes a difference.

    Args:
        proposed: claims, each with its document; of several with the same name the surest is kept.
        decisions: the lines of the log.
        hashes: document to the SHA-256 of its bytes.
    """
    named: dict[str, tuple[str, Claim]] = {}
    for document, claim in sorted(proposed, key=_surest):
        named.setdefault(claim_name(claim, hashes[document]), (document, claim))
    lines = list(decisions)
    held = standing(lines)
    before = carried(named, lines, held)
    gone = held.keys() - named.keys() - before.settled
    vanished = tuple(held[key] for key in sorted(gone))
    found = [
        _reviewed(key, document, claim, hashes[document], held.get(key) or before.decisions.get(key), vanished)
        for key, (document, claim) in named.items()
    ]
    return Review(tuple(sorted(found, key=_place)), vanished)


def _surest(item: tuple[str, Claim]) -> tuple[object, ...]:
    document, claim = item
    return document, -claim.confidence, claim.model_dump_json()


def _place(one: Reviewed) -> tuple[object, ...]:
    return one.document, one.proposed.span.start, one.proposed.span.end, one.key


def _reviewed(
    key: str, document: str, claim: Claim, sha256: str, decision: Decision | None, vanished: Iterable[Decision]
) -> Reviewed:
    if decision is None:
        earlier = tuple(one for one in vanished if one.document == document and _took_place(claim, one.proposed))
        return Reviewed(key, document, claim, claim, key, None, earlier)
    corrected = decision.corrected if decision.claim == key else moved(decision, claim)
    now = ruled(claim, decision.verdict, corrected)
    return Reviewed(key, document, claim, now, claim_name(now, sha256), decision)


def ruled(claim: Claim, verdict: Verdict, corrected: Claim | None) -> Claim:
    """A proposed claim as a ruling leaves it: with its status, corrected where it was edited."""
    now = claim if corrected is None else corrected.model_copy(update={"extracted": claim.extracted})
    return now.model_copy(update={"status": STATUS[verdict]})


def _took_place(claim: Claim, was: Claim) -> bool:
    """Whether a claim makes the statement of another one, in an overlapping stretch or in the same words."""
    if (claim.subject, claim.predicate, claim.object) != (was.subject, was.predicate, was.object):
        return False
    return (claim.span.start < was.span.end and was.span.start < claim.span.end) or likeness(claim) == likeness(was)


def as_they_stand(review: Review) -> dict[str, Reviewed]:
    """The claims by the names they have now; where a correction gives a claim that is proposed too, the later decision speaks for both."""
    open_ = [one for one in review.claims if one.decision is None]
    decided = [(one.decision.moment, one.key, one) for one in review.claims if one.decision]
    found = {one.name: one for one in (*open_, *(one for *_, one in sorted(decided, key=lambda item: item[:2])))}
    return dict(sorted(found.items()))
