"""The documents of a workspace: added, listed and removed, with their files, descriptions and claims kept together."""

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hograph.curation.decisions import read_decisions, standing
from hograph.curation.documents import find_file
from hograph.curation.sourcefile import with_sources, without_source
from hograph.curation.sources import Person, Source, Statement, load_sources
from hograph.curation.yamlfile import parse
from hograph.errors import DocumentError
from hograph.files import LOG, read_text, sha256, write_atomically, write_together
from hograph.reading.blocks import Reading
from hograph.reading.files import ARCHIVES
from hograph.reading.formats import DOCX
from hograph.reading.read import read
from hograph.reading.slugs import slug as slug_of
from hograph.workspace.layers import ENDINGS, Layers

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
REMOVED = ".removed"
"""Folder within `documents/` for files that were taken out; what begins with a dot is not read."""


@dataclass(frozen=True)
class Told:
    """What a user says of a document, in place of what it says itself."""

    slug: str | None = None
    title: str | None = None
    kind: str | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Shelved:
    """A document of a workspace.

    Attributes:
        source: its description.
        curated: claims that curators wrote.
        proposed: claims that programs propose.
        decided: claims that a decision stands on.
        file: `unchanged`, `changed` or `missing`.
    """

    source: Source
    curated: int
    proposed: int
    decided: int
    file: str


def add(layers: Layers, path: Path, told: Told) -> list[Source]:
    """Copy a document into the workspace and describe it; both or neither.

    Args:
        layers: with a workspace.
        path: a file of any format that is read; each record of a file of PubMed becomes a document.
        told: what the user says of it.

    Returns:
        The descriptions that were added.

    Raises:
        DocumentError: when it cannot be read, is there already, or its slug is taken.
        HographError: when the library for its format is not installed, or a file cannot be written.
    """
    if path.name.lower().endswith(ARCHIVES):
        raise DocumentError(f"{path}: is an archive. Unpack it and add the files in it.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror}).") from error
    readings = list(read(str(path), data))
    base = told.slug or slug_of(path.name)
    if slug_of(base) != base:
        raise DocumentError(f"{path}: '{base}' is no slug, lower case words joined by '-'. Try --slug {slug_of(base)}")
    described = [_described(reading, told, path, base, alone=len(readings) == 1) for reading in readings]
    folder = _documents(layers)
    _refuse_doubles(layers, path, described)
    target = folder / described[0].file_name
    for other in {find_file((folder,), source.document) for source in described} | {target}:
        if other is not None and other.exists() and not (other == target and other.read_bytes() == data):
            raise DocumentError(
                f"{path}: {other} stands there already. Choose another name with --slug, or move that file."
            )
    entries = layers.own_data / "sources.yaml"
    write_together({target: data, entries: with_sources(read_text(entries), entries, described)})
    return described


def _documents(layers: Layers) -> Path:
    if layers.documents is None:
        raise DocumentError(
            f"{layers.base}: is no workspace, which documents could be added to. Make one: hograph init DIR"
        )
    return layers.documents


def _described(reading: Reading, told: Told, path: Path, base: str, *, alone: bool) -> Source:
    made, part = reading.described, reading.name.removeprefix(str(path)).removeprefix("#")
    title = told.title or made.title or path.stem
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
        kind=told.kind or ", ".join(made.kinds).lower() or KINDS[reading.media_type],
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


def _refuse_doubles(layers: Layers, path: Path, described: list[Source]) -> None:
    """Nothing is added twice: neither the same bytes under another slug, nor another document under the same."""
    known = load_sources(*layers.sources)
    same = next((slug for slug, source in known.items() if source.sha256 == described[0].sha256), None)
    if same:
        raise DocumentError(f"{path}: is there already, byte for byte, as '{same}'.")
    for source in described:
        if source.document in known:
            raise DocumentError(
                f"{path}: the slug '{source.document}' is taken by '{known[source.document].title}'. Choose another with --slug."
            )


def shelved(layers: Layers, folders: Iterable[Path]) -> Iterator[Shelved]:
    """The documents that are described in the folder that is edited, in its order.

    Args:
        layers: a workspace, or a checkout alone.
        folders: where their files may be.

    Yields:
        Each with its claims counted and its file held against its hash.
    """
    data, places = layers.own_data, tuple(folders)
    proposed = Counter(document for path in sorted(data.glob("proposed/*.jsonl")) for document, _ in _lines(path))
    decided = Counter(one.document for one in standing(read_decisions(data / LOG)).values())
    for slug, source in load_sources(data / "sources.yaml").items():
        file, state = find_file(places, slug), "missing"
        if file is not None:
            state = "unchanged" if sha256(file.read_bytes()) == source.sha256 else "changed"
        yield Shelved(source, _curated(data / "claims", slug), proposed[slug], decided[slug], state)


def _curated(folder: Path, slug: str) -> int:
    """How many claims the file of a document has, also while quotes are left in it."""
    path = folder / f"{slug}.jsonl"
    if path.is_file():
        return sum(1 for _ in _lines(path))
    path = path.with_suffix(".yaml")
    found = parse(read_text(path), path)[0] if path.is_file() else None
    claims = found.get("claims") if isinstance(found, dict) else None
    return len(claims) if isinstance(claims, list) else 0


def _lines(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """The lines of a file of JSON Lines, each with the document that it names."""
    yield from map(_document_of, read_text(path).splitlines() if path.is_file() else ())


def _document_of(line: str) -> tuple[str, dict[str, object]]:
    """The document that a line names, and the whole line; of a line that is no mapping, which other commands tell, nothing."""
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    return (str(found.get("document", "")), found) if isinstance(found, dict) else ("", {})


def remove(layers: Layers, slug: str, *, with_claims: bool) -> list[str]:
    """Take a document out of the workspace; its file is put aside, not deleted.

    Args:
        layers: with a workspace.
        slug: of the document.
        with_claims: whether its claims go too.

    Returns:
        What was done, a sentence each.

    Raises:
        DocumentError: when there is no such document, or it has claims that were not to go.
    """
    folder, data = _documents(layers), layers.own_data
    entries = data / "sources.yaml"
    own = load_sources(entries)
    if slug not in own:
        near = difflib.get_close_matches(slug, own, n=2)
        hint = f" Did you mean {' or '.join(near)}?" if near else " `hograph documents list` lists them."
        raise DocumentError(f"No document of the workspace is named '{slug}'.{hint}")
    one = next(item for item in shelved(layers, (folder,)) if item.source.document == slug)
    if (one.curated or one.proposed) and not with_claims:
        raise DocumentError(
            f"'{slug}' has {one.curated} curated and {one.proposed} proposed claims. Remove it --with-claims, or leave it."
        )
    done = [*_without_claims(data, one), *_put_aside(folder, own, slug)]
    write_atomically(entries, without_source(read_text(entries), entries, slug))
    return [*done, f"{entries}: the entry was taken out."]


def _without_claims(data: Path, one: Shelved) -> Iterator[str]:
    slug = one.source.document
    for curated in (path for ending in ENDINGS if (path := data / "claims" / f"{slug}{ending}").is_file()):
        curated.unlink()
        yield f"{curated}: removed, with {one.curated} claims."
    for path in sorted(data.glob("proposed/*.jsonl")) if one.proposed else ():
        lines = read_text(path).splitlines(keepends=True)
        kept = [line for line in lines if _document_of(line)[0] != slug]
        if len(kept) < len(lines):
            write_atomically(path, "".join(kept))
            yield f"{path}: {len(lines) - len(kept)} proposed claims were taken out."
    if one.decided:
        yield f"{data / 'decisions.jsonl'}: {one.decided} decisions on its claims stay in the log."


def _put_aside(folder: Path, own: dict[str, Source], slug: str) -> Iterator[str]:
    """Move the file of a document out of the way, unless other documents are kept in it."""
    file = find_file((folder,), slug)
    if file is None:
        return
    others = [s.document for s in own.values() if s.document != slug and find_file((folder,), s.document) == file]
    if others:
        yield f"{file}: stays, for {', '.join(others)} {'is' if len(others) == 1 else 'are'} kept in it too."
        return
    aside = folder / REMOVED / f"{own[slug].sha256[:8]}-{file.name}"
    aside.parent.mkdir(exist_ok=True)
    file.replace(aside)
    yield f"{file}: put aside as {aside}; delete it there if you do not need it."
