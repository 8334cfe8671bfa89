"""Vocabularies that only releases speak of, and the way from a CURIE back to its IRI."""

import re

import pyoxigraph as ox

from hograph.vocabulary import BIBO, HO, PREFIXES, VANN, VOID, Namespace

DCAT = Namespace("http://www.w3.org/ns/dcat#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
MEDIA = Namespace("https://www.iana.org/assignments/media-types/")
SPDX = Namespace("http://spdx.org/rdf/terms#")

RELEASES = Namespace(f"{HO}releases/")

RELEASE_PREFIXES: dict[str, Namespace] = PREFIXES | {
    "bibo": BIBO,
    "dcat": DCAT,
    "foaf": FOAF,
    "spdx": SPDX,
    "vann": VANN,
    "void": VOID,
}
"""Prefix to namespace for the files of a release."""


CURIE = re.compile(r"(?<![\w/])[A-Za-z][A-Za-z0-9]*:\w[\w./-]*(?<![.])")
"""A CURIE within a text."""


def expand(curie: str) -> ox.NamedNode | None:
    """The node of a CURIE under `PREFIXES`, or of an IRI in angle brackets; None for any other text.

    >>> expand("ho:Pain")
    <NamedNode value=https://w3id.org/hograph/Pain>
    >>> expand("about 3 weeks: no CURIE") is None
    True
    """
    if curie.startswith("<") and curie.endswith(">"):
        return ox.NamedNode(curie[1:-1])
    prefix, colon, name = curie.partition(":")
    if not colon or prefix not in PREFIXES or " " in name:
        return None
    return PREFIXES[prefix][name]
