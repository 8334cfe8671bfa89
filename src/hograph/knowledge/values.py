"""What a user says for a variable of a query, as a term of RDF."""

import re

import pyoxigraph as ox

from hograph.knowledge.lookup import Lookup
from hograph.query.binding import Bound
from hograph.query.names import find_document
from hograph.vocabulary import DOCUMENT, HO

Value = str | float | ox.NamedNode | ox.Literal | None
"""What may stand for a variable of a query."""
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def term_of(kg: Lookup, value: Value) -> Bound:
    """A value as a term: a text is a number, the name of a term, claim or document, or an IRI of others; None stays open.

    Raises:
        QueryError: when there is no such claim or document.
        UnknownTermError: when no term is called so.

    Example:
        >>> term_of(kg, "FOP"), term_of(kg, 3).value
        (<NamedNode value=https://w3id.org/hograph/FibrodysplasiaOssificansProgressiva>, '3')
    """
    if value is None or isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if not isinstance(value, str):
        return ox.Literal(value)
    if NUMBER.fullmatch(value):
        return ox.Literal(float(value) if "." in value else int(value))
    if value.startswith(("document:", str(DOCUMENT))):
        return DOCUMENT[find_document(kg.store, value)]
    if value.startswith(("http://", "https://")) and not value.startswith(HO):
        return ox.NamedNode(value)
    return kg.find(value)
