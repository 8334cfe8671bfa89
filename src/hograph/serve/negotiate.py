"""Content negotiation: which of the formats that there are a client likes best (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*(?:;(.*))?")
QUALITY = re.compile(r"(?:^|;)\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)
HTML = "text/html"


@dataclass(frozen=True)
class RdfFormat:
    """A way to write a graph: what HTTP calls it, how its files end, and what the engine calls it."""

    media: str
    extension: str
    engine: ox.RdfFormat


RDF_FORMATS = (
    RdfFormat("text/turtle", "ttl", ox.RdfFormat.TURTLE),
    RdfFormat("application/ld+json", "jsonld", ox.RdfFormat.JSON_LD),
    RdfFormat("application/n-triples", "nt", ox.RdfFormat.N_TRIPLES),
    RdfFormat("application/rdf+xml", "rdf", ox.RdfFormat.RDF_XML),
)
"""In the order in which they are preferred where a client likes several equally well."""


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """The media type that a client likes best.

    Args:
        accept: the header `Accept`, or None where there was none; ranges that are malformed are passed over.
        offers: what there is, the first going first where the client likes several equally well.

    Returns:
        One of the offers, or None where the client takes none of them.

    Example:
        >>> choose("text/turtle;q=0.5, application/*", ["text/html", "text/turtle", "application/ld+json"])
        'application/ld+json'
    """
    if not accept or not accept.strip():
        return offers[0]
    ranges = [found for part in accept.split(",") if (found := _range(part))]
    best = max(offers, key=lambda offer: _liking(offer, ranges))  # of several the first
    return best if _liking(best, ranges) > 0 else None


def _range(text: str) -> tuple[str, str, float] | None:
    match = RANGE.fullmatch(text)
    if match is None:
        return None
    quality = QUALITY.search(match[3] or "")
    return match[1].lower(), match[2].lower(), min(float(quality[1]), 1.0) if quality else 1.0


def _liking(offer: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """The quality that the most specific range which fits gives to an offer."""
    kind, _, form = offer.partition("/")
    fitting = [
        (main != "*", sub != "*", quality)
        for main, sub, quality in ranges
        if main in {kind, "*"} and sub in {form, "*"} and (main != "*" or sub == "*")
    ]
    return max(fitting)[2] if fitting else 0.0
