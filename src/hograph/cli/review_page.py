"""How a proposed claim is shown to its reviewer: what it says, where it comes from, and the passage with the words that decide it."""

import re
from collections.abc import Iterator

import click

from hograph.cli.layout import INDENT
from hograph.cli.render import put
from hograph.curation.decisions import PAST
from hograph.curation.documents import Document
from hograph.curation.passages import FAR, Context, Mark, in_context
from hograph.curation.values import Claim
from hograph.graph.labels import claim_label
from hograph.graph.review import Reviewed
from hograph.ontology.index import Ontology

OPEN, CLOSE = "»", "«"


def show_claim(one: Reviewed, ontology: Ontology, document: Document | None) -> None:
    """Print a claim for review."""
    claim, extracted = one.proposed, one.proposed.extracted
    put(claim_label(claim, ontology), bold=True)
    found = f", found by {extracted.rule} ({extracted.extractor} {extracted.version})" if extracted else ""
    put(f"claim:{one.key}{found}, confidence {claim.confidence.normalize():f}", indent=INDENT)
    section = f", section '{clean(claim.section)}'" if claim.section else ""
    put(f"{one.document}{section}, characters {claim.span.start}-{claim.span.end}", indent=INDENT)
    put(_passage(claim, document), indent=INDENT)
    span, cues = _marks(claim)
    for cue in cues:
        if document is None or cue.distance(span) > FAR:
            put(f"{cue.kind}: characters {cue.start}-{cue.end}", indent=INDENT)
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
    >>> span = Span(start=5, end=15, sha256="0" * 64)
    >>> click.unstyle(passage("Many burns ache.\\nThey do.", Claim(subject="Burn", predicate="causes", object="Pain", span=span)))
    'Many »burns ache«. They do.'
    """
    span, cues = _marks(claim)
    found = in_context(text, span, cues)
    near = [cue for cue in cues if cue.distance(span) <= FAR]
    shown = " ".join("".join(_marked(found, span, near)).split())
    return f"{'... ' if found.before else ''}{shown}{' ...' if found.after else ''}"


def _marks(claim: Claim) -> tuple[Mark, list[Mark]]:
    """The passage and the cues of a claim."""
    cues = [Mark(cue.start, cue.end, cue.kind.value) for cue in claim.cues]
    return Mark(claim.span.start, claim.span.end), cues


def _marked(context: Context, span: Mark, cues: list[Mark]) -> Iterator[str]:
    """The pieces with the marks between them."""
    for piece in context.pieces:
        yield "]" * sum(cue.end == piece.start for cue in cues)
        yield CLOSE if piece.start == span.end else ""
        yield OPEN if piece.start == span.start else ""
        yield "[" * sum(cue.start == piece.start for cue in cues)
        words = clean(piece.text)
        looks = piece.inside or piece.kinds
        yield click.style(words, bold=piece.inside, fg="yellow" if piece.kinds else None) if looks else words


def clean(text: str) -> str:
    """Text of a document without the characters by which it could steer a terminal."""
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", "\ufffd", text)
