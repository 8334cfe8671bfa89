"""How a proposed claim is shown to its reviewer: what it says, where it comes from, and the passage with the words that decide it."""

import re
from collections.abc import Iterator

import click

from hograph.cli.layout import INDENT
from hograph.cli.render import put
from hograph.curation.decisions import Verdict
from hograph.curation.documents import Document
from hograph.curation.values import Claim, Cue, Span
from hograph.graph.labels import claim_label
from hograph.graph.review import Reviewed
from hograph.ontology.index import Ontology

AROUND = 160
"""Characters of context on each side of a passage."""
FAR = 400
"""A cue that is farther away from its passage than this is told apart."""
OPEN, CLOSE = "»", "«"
PAST = {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected", Verdict.EDIT: "edited"}


def show_claim(one: Reviewed, ontology: Ontology, document: Document | None) -> None:
    """Print a claim for review."""
    claim, extracted = one.proposed, one.proposed.extracted
    put(claim_label(claim, ontology), bold=True)
    found = f", found by {extracted.rule} ({extracted.extractor} {extracted.version})" if extracted else ""
    put(f"claim:{one.key}{found}, confidence {claim.confidence.normalize():f}", indent=INDENT)
    section = f", section '{clean(claim.section)}'" if claim.section else ""
    put(f"{one.document}{section}, characters {claim.span.start}-{claim.span.end}", indent=INDENT)
    put(_passage(claim, document), indent=INDENT)
    for cue in claim.cues:
        if document is None or _distance(cue, claim.span) > FAR:
            put(f"{cue.kind.value}: characters {cue.start}-{cue.end}", indent=INDENT)
    for decision in one.earlier:
        note = f": {decision.note}" if decision.note else ""
        told = f"{PAST[decision.verdict]} by {decision.reviewer} on {decision.time[:10]}"
        put(f"Before it changed it was {told}{note}", indent=INDENT)


def _passage(claim: Claim, document: Document | None) -> str:
    if document is None:
        return f"(the document is not at hand; the passage has the SHA-256 {claim.span.sha256[:16]}...)"
    if document.passage(claim.span) is None:
        return f"(the passage is not at that place in {document.path} any more; extract again)"
    return passage(document.text, claim)


def passage(text: str, claim: Claim) -> str:
    """The passage of a claim in its context on one line, the span between » and «, each cue between [ and ].

    >>> from hograph.curation.values import Span
    >>> span = Span(start=5, end=14, sha256="0" * 64)
    >>> click.unstyle(passage("Many burns ache.\\nThey do.", Claim(subject="Burn", predicate="causes", object="Pain", span=span)))
    'Many »burns ache«. They do.'
    """
    near = [cue for cue in claim.cues if _distance(cue, claim.span) <= FAR]
    start = min(claim.span.start, *(cue.start for cue in near), claim.span.end)
    end = max(claim.span.end, *(cue.end for cue in near), claim.span.start)
    first, last = _word_start(text, start - AROUND), _word_end(text, end + AROUND)
    shown = "".join(_pieces(text, first, last, claim.span, near))
    return f"{'... ' if first else ''}{' '.join(shown.split())}{' ...' if last < len(text) else ''}"


def _pieces(text: str, first: int, last: int, span: Span, cues: list[Cue]) -> Iterator[str]:
    """The text in pieces of one look each, with the marks between them."""
    stops = {first, last, span.start, span.end, *(end for cue in cues for end in (cue.start, cue.end))}
    places = sorted(stop for stop in stops if first <= stop <= last)
    for place, following in zip(places, [*places[1:], last], strict=True):
        yield "]" * sum(cue.end == place for cue in cues)
        yield CLOSE if place == span.end else ""
        yield OPEN if place == span.start else ""
        yield "[" * sum(cue.start == place for cue in cues)
        inside = span.start <= place < span.end
        decides = any(cue.start <= place < cue.end for cue in cues)
        piece = clean(text[place:following])
        yield click.style(piece, bold=inside, fg="yellow" if decides else None) if inside or decides else piece


def clean(text: str) -> str:
    """Text of a document without the characters by which it could steer a terminal."""
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", "\ufffd", text)


def _word_start(text: str, place: int) -> int:
    return 0 if place <= 0 else text.find(" ", place) + 1 or place


def _word_end(text: str, place: int) -> int:
    return len(text) if place >= len(text) else max(text.rfind(" ", 0, place), 0) or place


def _distance(cue: Span, span: Span) -> int:
    return max(cue.start - span.end, span.start - cue.end, 0)
