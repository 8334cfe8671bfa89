"""The source documents as `data/sources.yaml` (or `.jsonl`) describes them: what each says of itself, with the spans that say so."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from hograph.curation.base import Value
from hograph.curation.jsonlines import as_value, json_lines
from hograph.curation.values import Sha256, Slug, Span
from hograph.curation.yamlfile import line_of, parse, validated
from hograph.errors import ClaimFileError
from hograph.files import read_text
from hograph.reading.formats import TYPES, file_name

PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A year, a month or a day in ISO 8601, as exact as the document is."""


def _is_read(media_type: str) -> str:
    if media_type not in TYPES:
        raise ValueError(f"'{media_type}' is no format that is read; there are {', '.join(TYPES)}")
    return media_type


MediaType = Annotated[str, AfterValidator(_is_read)]


class Person(Value):
    """Somebody whom a document names as its author or reviewer."""

    name: str
    credentials: str | None = None
    role: str = "author"


class Statement(Span):
    """The span in which a document states one of the facts about itself."""

    field: str


class Source(Value):
    """One source document and what it states of itself; what it does not state is left out."""

    document: Slug
    sha256: Sha256
    characters: Annotated[int, Field(gt=0)]
    media_type: MediaType | None = None
    reader: str | None = None
    text_sha256: Sha256 | None = None
    title: str
    kind: str
    people: tuple[Person, ...] = ()
    publisher: str | None = None
    doi: str | None = None
    pmid: str | None = None
    published: PartialDate | None = None
    updated: PartialDate | None = None
    licence: str | None = None
    licence_iri: str | None = None
    review_state: str | None = None
    references: str | None = None
    cites: tuple[str, ...] = ()
    note: str | None = None
    curators: str | None = None
    stated: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _read(self) -> "Source":
        if len({self.media_type is None, self.reader is None, self.text_sha256 is None}) > 1:
            raise ValueError("media_type, reader and text_sha256 go together; plain text needs none of them")
        return self

    @property
    def file_name(self) -> str:
        """The file in which the document is expected."""
        return file_name(self.document, self.media_type or "text/plain")


class Sources(Value):
    """All source documents."""

    sources: tuple[Source, ...]


def load_sources(*paths: Path, curators: Mapping[Path, str] = MappingProxyType({})) -> dict[str, Source]:
    """The sources by the slug of their document, file by file.

    Args:
        *paths: the files.
        curators: who curates the claims of the documents of a file, where a description does not say it.

    Raises:
        ClaimFileError: when a file breaks the format, or a document is described twice, in one file or in two.
    """
    found: dict[str, Source] = {}
    described_in: dict[str, Path] = {}
    for path in paths:
        for line, source in _described(path):
            place = f"{path}:{line}"
            other = described_in.setdefault(source.document, path)
            if other != path:
                raise ClaimFileError(
                    f"{place}: '{source.document}' is described in {other} already. Choose another slug."
                )
            if source.document in found:
                raise ClaimFileError(f"{place}: '{source.document}' is described twice. Remove one of the entries.")
            found[source.document] = _curated(source, curators.get(path))
    return found


def _curated(source: Source, curators: str | None) -> Source:
    return source.model_copy(update={"curators": curators}) if curators and not source.curators else source


def _described(path: Path) -> Iterator[tuple[int, Source]]:
    """The sources of a file, each with the line at which it begins."""
    if path.suffix == ".jsonl":
        for place, data in json_lines(path):
            yield int(place.rpartition(":")[2]), as_value(Source, data, place)
        return
    data, node = parse(read_text(path), path)
    for index, source in enumerate(validated(Sources, data, node, path).sources):
        yield line_of(node, ("sources", index)), source
