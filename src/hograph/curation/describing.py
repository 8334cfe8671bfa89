"""The description of a document as it is taken in: what it says of itself, and before that what its user says of it."""

import re
from dataclasses import dataclass
from pathlib import Path

from hograph.curation.sources import Person, Source, Statement
from hograph.errors import DocumentError
from hograph.files import sha256
from hograph.reading.blocks import Reading
from hograph.reading.files import ARCHIVES
from hograph.reading.formats import DOCX
from hograph.reading.read import read
from hograph.reading.slugs import slug as slug_of

KINDS = {
    "text/plain": "text",
    "text/markdown": "text",
    "text/html": "web page",
    "application/xml": "article",
    "application/pdf": "PDF document",
    DOCX: "Word document",
}
"""What a document is where it does not say so itself."""
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")
LICENCE = ("licence", "licence_iri")
STAYS = (*LICENCE, "people", "publisher", "doi", "pmid", "review_state", "references", "cites", "note", "curators")
"""What holds of a new version, too, where that does not say otherwise; dates and places are of one version alone."""


@dataclass(frozen=True)
class Told:
    """What a user says of a document, in place of what it says itself."""

    slug: str | None = None
    title: str | None = None
    kind: str | None = None
    licence: str | None = None


def slug_for(path: Path, told: Told) -> str:
    """The slug of a file that is taken in: the one that was told, else that of its name.

    Raises:
        DocumentError: when it is none.
    """
    base = told.slug or slug_of(path.name)
    if slug_of(base) != base:
        raise DocumentError(f"{path}: '{base}' is no slug, lower case words joined by '-'. Try --slug {slug_of(base)}")
    return base


def described(path: Path, told: Told, before: Source | None = None) -> tuple[bytes, list[Source]]:
    """The bytes of a file, and the description of each document in it.

    Args:
        path: a file of any format that is read; each record of a file of PubMed is a document.
        told: what the user says of it.
        before: the description of the version that it takes the place of.

    Raises:
        DocumentError: when it cannot be read, or its slug is none.
        HographError: when the library for its format is not installed.
    """  # noqa: DOC502, RUF100
    if path.name.lower().endswith(ARCHIVES):
        raise DocumentError(f"{path}: is an archive. Unpack it and add the files in it.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror}).") from error
    readings = list(read(str(path), data))
    base, alone = slug_for(path, told), len(readings) == 1
    found = [_described(reading, told, path, base, before, alone=alone) for reading in readings]
    return data, [_with_what_stays(source, before) for source in found] if before else found


def _described(reading: Reading, told: Told, path: Path, base: str, before: Source | None, *, alone: bool) -> Source:
    made, part = reading.described, reading.name.removeprefix(str(path)).removeprefix("#")
    title = told.title or made.title or (before.title if before else path.stem)
    licence = told.licence or made.licence
    is_iri = bool(licence and licence.startswith(("http://", "https://")))
    spoken = [block for block in reading.blocks if block.left_out is None and block.text == title]
    is_plain = reading.media_type == "text/plain"
    return Source(
        document=base if alone else slug_of(f"{base}.xml#{part}"),
        sha256=reading.sha256,
        characters=len(reading.text),
        media_type=None if is_plain else reading.media_type,
        reader=None if is_plain else reading.reader,
        text_sha256=None if is_plain else reading.text_sha256,
        title=title,
        kind=told.kind or ", ".join(made.kinds).lower() or _kind_of(before) or KINDS[reading.media_type],
        people=tuple(Person(name=name) for name in made.authors),
        publisher=made.publisher,
        doi=made.doi,
        pmid=made.pmid,
        published=made.published if DATE.match(made.published or "") else None,
        licence=None if is_iri else licence,
        licence_iri=licence if is_iri else None,
        stated=tuple(_stated("title", reading, *block.place) for block in spoken[:1]),
    )


def _stated(field: str, reading: Reading, start: int, end: int) -> Statement:
    return Statement(field=field, start=start, end=end, sha256=sha256(reading.text[start:end]))


def _kind_of(before: Source | None) -> str | None:
    """What the version before is said to be, where that is more than its format."""
    usual = before and KINDS[before.media_type or "text/plain"]
    return before.kind if before and before.kind != usual else None


def _with_what_stays(source: Source, before: Source) -> Source:
    licensed = source.licence or source.licence_iri
    names = (name for name in STAYS if not getattr(source, name) and not (licensed and name in LICENCE))
    return source.model_copy(update={name: getattr(before, name) for name in names})


def left_behind(source: Source, before: Source) -> list[str]:
    """Names of what the description of the version before says and that of the new one does not, for it is of one version alone."""
    dates = [name for name in ("published", "updated") if getattr(before, name) and not getattr(source, name)]
    places = {one.field for one in before.stated} - {one.field for one in source.stated}
    return [*dates, *(f"where it states {field}" for field in sorted(places))]
