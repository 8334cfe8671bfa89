"""Proposed claims in the formats that `hograph extract` writes: tables, files of claims, RDF, and those of annotation tools."""

import json
from collections.abc import Callable

from hograph.curation.claimfile import claims_text
from hograph.curation.claimlines import claim_line
from hograph.curation.values import Claim, DocumentClaims
from hograph.exports.table import csv_text
from hograph.exports.tables import CLAIM_COLUMNS, claim_row
from hograph.extraction.annotation import to_brat, to_pubannotation
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.many import Extracted
from hograph.extraction.mentions import Mentions
from hograph.graph.claims import claim_triples, document_triples
from hograph.graph.identity import claim_name
from hograph.graph.quads import in_graph, turtle
from hograph.ontology.index import Ontology
from hograph.vocabulary import GRAPH

ENDINGS = {
    "jsonl": ".jsonl",
    "csv": ".csv",
    "tsv": ".tsv",
    "yaml": ".yaml",
    "turtle": ".ttl",
    "brat": ".ann",
    "pubannotation": ".json",
}
"""Format to the ending of its files."""
WITH_TEXT = frozenset({"brat", "pubannotation"})
"""Formats that need the text of the document."""
ONE = frozenset({"yaml", "brat", "pubannotation"})
"""Formats of which a file holds one document."""


def files_of(layout: str, document: Extracted, ontology: Ontology) -> dict[str, str]:
    """The files of a document in a format: name to text. BRAT wants the text of the document beside its annotations."""
    name = document.source.document
    files = {f"{name}{ENDINGS[layout]}": text_of(layout, document, ontology)}
    if layout == "brat" and document.text is not None:
        files[f"{name}.txt"] = document.text
    return files


def text_of(layout: str, document: Extracted, ontology: Ontology, *, header: bool = True) -> str:
    """The claims of a document in a format.

    Args:
        layout: one of `ENDINGS`.
        document: with its proposals and, for formats of annotation tools, its text.
        ontology: for labels and relations.
        header: whether a table begins with the names of its columns.
    """
    return WRITERS[layout](document, ontology) if layout in WRITERS else _delimited(layout, document, ontology, header)


def _jsonl(document: Extracted, _: Ontology) -> str:
    return "".join(claim_line(document.source.document, one.claim) for one in document.proposals)


def _delimited(layout: str, document: Extracted, ontology: Ontology, header: bool) -> str:
    source = document.source
    claims = [one.claim for one in document.proposals]
    rows = [claim_row(claim_name(claim, source.sha256), source.document, claim, ontology) for claim in claims]
    text = csv_text(CLAIM_COLUMNS, rows, "," if layout == "csv" else "\t")
    return text if header else text.partition("\n")[2]


def _yaml(document: Extracted, _: Ontology) -> str:
    claims = tuple(one.claim for one in document.proposals)
    return claims_text(DocumentClaims(document=document.source.document, claims=claims))


def _turtle(document: Extracted, ontology: Ontology) -> str:
    source = document.source
    triples = [*document_triples(source)]
    for one in document.proposals:
        triples += claim_triples(one.claim, source, ontology)
    return turtle(in_graph(dict.fromkeys(triples), GRAPH[f"claims/{source.document}"])).decode()


def _brat(document: Extracted, ontology: Ontology) -> str:
    return to_brat(document.text or "", _named(document), Mentions(Lexicon.of(ontology)))


def _pubannotation(document: Extracted, ontology: Ontology) -> str:
    finder = Mentions(Lexicon.of(ontology))
    data = to_pubannotation(document.source.document, document.text or "", _named(document), finder)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _named(document: Extracted) -> list[tuple[str, Claim]]:
    return [(claim_name(one.claim, document.source.sha256), one.claim) for one in document.proposals]


WRITERS: dict[str, Callable[[Extracted, Ontology], str]] = {
    "jsonl": _jsonl,
    "yaml": _yaml,
    "turtle": _turtle,
    "brat": _brat,
    "pubannotation": _pubannotation,
}
