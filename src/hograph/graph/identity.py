"""Identifiers made from content: the same claim gets the same IRI on every machine, so that merging is a set union."""

import base64
import hashlib
import json

from hograph.curation.claimfile import plain
from hograph.curation.values import Claim

LENGTH = 16
"""Characters of a hash kept in an IRI: 80 bits."""


def content_hash(content: object) -> str:
    """A short name for plain data: base 32 of SHA-256 over its JSON with sorted keys.

    >>> content_hash({"subject": "Burn"})
    'vbxqpx25hdcovpxf'
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode().lower()[:LENGTH]


def claim_name(claim: Claim, document_sha256: str) -> str:
    """The name of a claim: a hash of document, span, subject, predicate, object, polarity, certainty, scope and qualifiers.

    Confidence, status, cues, section and notes are about the claim and not part of it: reviewing a claim does not rename it.
    """
    return content_hash({"document": document_sha256, "span": [claim.span.start, claim.span.end], **said_by(claim)})


def said_by(claim: Claim) -> dict[str, object]:
    """What a claim says, without where: statement, polarity, certainty, scope and qualifiers, as plain data."""
    return {
        "statement": [claim.subject, claim.predicate, claim.object],
        "polarity": claim.polarity.value,
        "certainty": claim.certainty.value,
        "scope": claim.scope.value,
        "qualifiers": plain(claim.qualifiers),
    }


def context(claim: Claim) -> dict[str, object]:
    """The qualifiers that make a claim another proposition: in whom, in what, where, at which stage, with what, on what condition."""
    qualifiers = plain(claim.qualifiers)
    if "when" in qualifiers:
        qualifiers["when"].sort(key=lambda proviso: (proviso["kind"], proviso["term"]))
    return {
        name: qualifiers[name]
        for name in ("population", "condition", "site", "stage", "using", "when")
        if name in qualifiers
    }


def proposition_name(claim: Claim) -> str:
    """The name of the proposition that a claim is about: a hash of subject, predicate, object and context."""
    return content_hash({"statement": [claim.subject, claim.predicate, claim.object], "context": context(claim)})
