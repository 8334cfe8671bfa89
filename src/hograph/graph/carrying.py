"""Decisions carried over to another version of a document: they hold for a claim whose content and words are the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hograph.curation.decisions import Decision, latest
from hograph.curation.values import Claim, Cue
from hograph.graph.identity import content_hash, said_by

Placed = tuple[str, Claim]
"""A claim and, before it, its document or its name."""
Alike = tuple[str, str]
"""What claims share that are the same but for their place: a document and their likeness."""


@dataclass(frozen=True)
class Carried:
    """What holds of an earlier version of a document.

    Attributes:
        decisions: name of a claim that is proposed now to the decision on the claim as it was; no decision stands for two claims.
        settled: names of the claims as they were of which nothing is left to tell.
    """

    decisions: Mapping[str, Decision]
    settled: frozenset[str]


def carried(claims: Mapping[str, Placed], lines: Iterable[Decision], held: Mapping[str, Decision]) -> Carried:
    """The decisions on claims that are proposed no more, each given to the claim that is the same but for its place.

    Args:
        claims: those that are proposed now, by name, each with its document.
        lines: of the log.
        held: the decisions of it that hold, by the name of their claim.
    """
    back = latest(line for line in lines if line.claim not in claims and line.claim not in held)
    before: dict[Alike, list[Decision]] = defaultdict(list)
    for decision in (*back.values(), *(one for key, one in held.items() if key not in claims)):
        before[decision.document, likeness(decision.proposed)].append(decision)
    documents = {document for document, _ in before}
    now: dict[Alike, list[Placed]] = defaultdict(list)
    for key, (document, claim) in claims.items():
        if document in documents:
            now[document, likeness(claim)].append((key, claim))
    found, settled = dict[str, Decision](), set[str]()
    for alike in before.keys() & now.keys():
        pairs = _paired(before[alike], sorted(now[alike], key=lambda one: (one[1].span.start, one[0])), held)
        left = {was.claim for was, (key, claim) in pairs if key not in held and was.corrected and not moved(was, claim)}
        found |= {key: was for was, (key, _) in pairs if was.claim in held and was.claim not in left}
        settled |= {was.claim for was in before[alike]} - left if pairs else set()
    return Carried(found, frozenset(settled))


def likeness(claim: Claim) -> str:
    """A hash of what stays of a claim when it moves: what it says, in which words, with which cues how far from them."""
    start = claim.span.start
    cues = sorted([cue.start - start, cue.end - start, cue.sha256, cue.kind.value] for cue in claim.cues)
    return content_hash({"words": claim.span.sha256, "cues": cues, **said_by(claim)})


def _paired(before: list[Decision], now: list[Placed], held: Mapping[str, Decision]) -> list[tuple[Decision, Placed]]:
    """Of claims that are all alike, which one is which: as many as there were in the same order, or any where all was decided alike.

    The version counts in which the latest decision was made that holds. Where fewer were decided on than are proposed now, nobody
    can know on which. A decision that was taken back keeps its place among them, so that the others do not move up.
    """
    last = max((one for one in before if one.claim in held), key=lambda one: (one.moment, one.line()), default=None)
    if last is None:
        return []
    there = sorted((one for one in before if one.version == last.version), key=_place)
    ordered = len(there) == len(now) and (last.version is not None or len(now) == 1)
    first = now[0][1]
    rulings = [(one.verdict, moved(one, first)) for one in there]
    agreed = all(one.claim in held for one in there) and all(one == rulings[0] for one in rulings)
    return list(zip(there, now, strict=False)) if ordered or (agreed and len(there) >= len(now)) else []


def _place(decision: Decision) -> tuple[int, str]:
    return decision.proposed.span.start, decision.claim


def moved(decision: Decision, claim: Claim) -> Claim | None:
    """The claim that a correction makes of one that has moved; None where nothing was corrected, or words that nobody has looked at.

    Args:
        decision: on the claim as it was.
        claim: as it is proposed now.
    """
    made, was = decision.corrected, decision.proposed
    if made is None or made.span != was.span or not all(_known(cue, was) for cue in made.cues):
        return None
    cues = tuple(_shifted(cue, claim.span.start - was.span.start) for cue in made.cues)
    section = claim.section if made.section == was.section else made.section
    return made.model_copy(update={"span": claim.span, "cues": cues, "section": section})


def _known(cue: Cue, claim: Claim) -> bool:
    """Whether the words of a cue are the same wherever a claim stands: they are a cue of it, or within its span."""
    return cue in claim.cues or (claim.span.start <= cue.start and cue.end <= claim.span.end)


def _shifted(cue: Cue, distance: int) -> Cue:
    return cue.model_copy(update={"start": cue.start + distance, "end": cue.end + distance})
