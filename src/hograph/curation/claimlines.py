"""Claims as JSON Lines, for programs and many documents: a claim a line, with `document` before the fields of a file of claims."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from hograph.curation.claimfile import plain
from hograph.curation.jsonlines import as_value, json_lines
from hograph.curation.values import Claim
from hograph.errors import ClaimFileError


def claim_line(document: str, claim: Claim) -> str:
    r"""A claim as one line of JSON, keys in the order of the fields, defaults left out; the same claim gives the same bytes.

    Example:
        >>> from hograph.curation.values import Span
        >>> span = Span(start=0, end=4, sha256="0" * 64)
        >>> claim_line("leaflet", Claim(subject="Burn", predicate="causes", object="Pain", span=span))[:56]
        '{"document": "leaflet", "subject": "Burn", "predicate": '
    """
    return json.dumps({"document": document, **plain(claim)}, ensure_ascii=False) + "\n"


def claim_lines(claims: Iterable[tuple[str, Claim]]) -> str:
    """Claims with their documents as the text of a file."""
    return "".join(claim_line(document, claim) for document, claim in claims)


def read_claim_lines(path: Path) -> Iterator[tuple[str, Claim]]:
    """The claims of a file, in its order; blank lines are passed over.

    Yields:
        The slug of a document and a claim of it.

    Raises:
        ClaimFileError: when a line is no JSON, or no claim; the text names file, line and field.
    """
    for place, data in json_lines(path):
        yield as_claim(data, place)


def as_claim(data: object, place: str) -> tuple[str, Claim]:
    """The slug of a document and a claim of it, from the data of a line.

    Raises:
        ClaimFileError: when it is no claim, naming the place and the field.
    """
    document = document_of(data, place)
    return document, as_value(Claim, {name: value for name, value in dict(data).items() if name != "document"}, place)  # type: ignore[call-overload]


def document_of(data: object, place: str) -> str:
    """The slug of the document that the data of a line names.

    Raises:
        ClaimFileError: when it names none.
    """
    document = data.get("document") if isinstance(data, dict) else None
    if not isinstance(document, str):
        raise ClaimFileError(f"{place}: no `document`. Each line is a mapping that names its document.")
    return document
