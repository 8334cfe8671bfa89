"""The formats that are read: media types, the endings of their files, and the files of documents by slug."""

import re
from collections.abc import Iterator

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    "text/plain": ("txt", "text"),
    "text/markdown": ("md", "markdown"),
    "text/html": ("html", "htm", "xhtml"),
    "application/xml": ("xml", "nxml"),
    "application/pdf": ("pdf",),
    DOCX: ("docx",),
}
"""Media type to the endings of its files, the usual one first."""
BY_ENDING = {ending: media_type for media_type, endings in TYPES.items() for ending in endings}
RECORD = re.compile(r"(?P<file>.+)-pmid-\d+")
"""The slug of one of several records in a file of PubMed, as `hograph.reading.slugs` makes it."""


def file_name(slug: str, media_type: str) -> str:
    """The file in which a document is kept; the records of one file share it.

    >>> file_name("hip-leaflet", "text/html"), file_name("hits-pmid-123", "application/xml")
    ('hip-leaflet.html', 'hits.xml')
    """
    record = RECORD.fullmatch(slug) if media_type == "application/xml" else None
    return f"{record['file'] if record else slug}.{TYPES[media_type][0]}"


def file_names(slug: str) -> Iterator[str]:
    """Every file in which a document may be kept, plain text first."""
    yield from (f"{slug}.{ending}" for ending in BY_ENDING)
    if record := RECORD.fullmatch(slug):
        yield from (f"{record['file']}.{ending}" for ending in TYPES["application/xml"])
