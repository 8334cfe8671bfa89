"""Results of a SPARQL server as terms of pyoxigraph, with what servers do to terms undone where it can be."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.vocabulary import XSD

JSON = "application/sparql-results+json"
TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""Media types in which triples are taken; Virtuoso calls N-Triples plain text."""
TRUTH = {"1": "true", "0": "false"}
"""What stands for true and false with Virtuoso, and is right, to what the embedded engine writes."""
VIRTUOSO_ASK = "__ASK_RETVAL"
"""The column in which Virtuoso says whether an ASK is true; there is no row when it is not."""
Term = dict[str, str]


@dataclass(frozen=True)
class Page:
    """Rows as they came, in the JSON of SPARQL 1.1, terms made regular."""

    variables: Sequence[str]
    rows: list[dict[str, Term]]

    def solutions(self) -> ox.QuerySolutions:
        """The rows as the embedded engine would give them."""
        found = {"head": {"vars": list(self.variables)}, "results": {"bindings": self.rows}}
        read = ox.parse_query_results(json.dumps(found), format=ox.QueryResultsFormat.JSON)
        if not isinstance(read, ox.QuerySolutions):
            raise TypeError("no rows")
        return read


def read_page(body: bytes, where: str) -> Page | bool:
    """The rows of a SELECT, or the truth of an ASK.

    Raises:
        InputError: when it is no such thing; the text names where it came from.
    """
    try:
        data = json.loads(body)
        if isinstance(data.get("boolean"), bool):
            return bool(data["boolean"])
        if data["head"]["vars"] == [VIRTUOSO_ASK]:
            return any(term["value"] == "1" for row in data["results"]["bindings"] for term in row.values())
        return Page(data["head"]["vars"], [_row(row) for row in data["results"]["bindings"]])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{where}: {_what(body)}, and not the results of a query. {ADVICE}") from error


def read_triples(body: bytes, kind: str, where: str) -> ox.QueryTriples:
    """The triples of a CONSTRUCT or DESCRIBE.

    Raises:
        InputError: when they cannot be read; the text names where they came from.
        TypeError: never; it is how the type of the result is held.
    """
    store = ox.Store()
    try:
        store.load(body, format=TRIPLES[kind])
    except (SyntaxError, KeyError) as error:
        raise InputError(f"{where}: {_what(body)}, and not triples. {ADVICE}") from error
    found = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    if not isinstance(found, ox.QueryTriples):
        raise TypeError("no triples")
    return found


ADVICE = "Is it the address of the query service, as http://host:3030/dataset/query, and did the server finish?"


def _what(body: bytes) -> str:
    start = body[:200].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "the server answers with a web page"
    if not start:
        return "the server answers with nothing"
    return "the answer is cut off" if start.startswith((b"{", b"<")) else "the server answers with something else"


def _row(row: dict[str, Any]) -> dict[str, Term]:
    return {name: _regular(term) for name, term in row.items()}


def _regular(term: Term) -> Term:
    """A term in the one form in which the embedded engine has it."""
    kind = term["type"]
    if kind == "bnode":
        return {"type": kind, "value": re.sub(r"\W+", "", term["value"])}
    if kind not in {"literal", "typed-literal"}:
        return term
    datatype = term.get("datatype")
    if datatype == XSD["decimal"].value:
        return term | {"type": "literal", "value": _decimal(term["value"])}
    if datatype == XSD["boolean"].value:
        return term | {"type": "literal", "value": TRUTH.get(term["value"], term["value"])}
    return term | {"type": "literal"}


def _decimal(text: str) -> str:
    """A decimal as the embedded engine has it, `2` where a server gives `2.0`."""
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text
