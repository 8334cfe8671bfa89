"""A document that was read, described as the curated ones are: what it states of itself, and nothing else."""

import re

from hograph.curation.sources import Person, Source
from hograph.reading.blocks import Reading

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def source_of(slug: str, reading: Reading) -> Source:
    """The description of a document.

    Args:
        slug: of the document.
        reading: the document as it was read.
    """
    made = reading.described
    iri = made.licence and re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", made.licence)
    return Source(
        document=slug,
        sha256=reading.sha256,
        characters=len(reading.text),
        title=made.title or slug,
        kind=", ".join(made.kinds) or reading.media_type,
        people=tuple(Person(name=name) for name in made.authors),
        publisher=made.publisher,
        published=made.published if made.published and DATE.fullmatch(made.published) else None,
        licence=None if iri else made.licence,
        licence_iri=made.licence if iri else None,
    )
