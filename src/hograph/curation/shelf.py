"""The documents of a workspace: added, replaced, listed and removed, with their files, descriptions and claims kept together."""

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hograph.curation.decisions import read_decisions, standing
from hograph.curation.describing import Told, described, left_behind, slug_for
from hograph.curation.documents import find_file
from hograph.curation.sourcefile import with_source_replaced, with_sources, without_source
from hograph.curation.sources import Source, load_sources
from hograph.curation.yamlfile import parse
from hograph.errors import DocumentError
from hograph.files import LOG, read_text, sha256, write_atomically, write_together
from hograph.reading.formats import file_names
from hograph.workspace.layers import ENDINGS, Layers

REMOVED = ".removed"
"""Folder within `documents/` for files that were taken out; what begins with a dot is not read."""


@dataclass(frozen=True)
class Shelved:
    """A document of a workspace.

    Attributes:
        source: its description.
        curated: claims that curators wrote.
        proposed: claims that programs propose.
        file: `unchanged`, `changed` or `missing`.
    """

    source: Source
    curated: int
    proposed: int
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
    data, read = described(path, told)
    folder = _documents(layers)
    found = _new(layers, path, read)
    target = folder / found[0].file_name
    _refuse_others(path, data, target, {find_file((folder,), source.document) for source in found} | {target})
    entries = layers.own_data / "sources.yaml"
    write_together({target: data, entries: with_sources(read_text(entries), entries, found)})
    return found


def replace(layers: Layers, path: Path, told: Told) -> list[str]:
    """Put a new version of a document in the place of the one that is there: its file and its description, or nothing.

    The file of the old version is put aside; what programs proposed of it goes, for it is extracted anew.

    Args:
        layers: with a workspace.
        path: the file of the new version, of any format that is read; it may lie in the folder of documents already.
        told: what the user says of it; its slug is the document that is replaced.

    Returns:
        What was done, a sentence each.

    Raises:
        DocumentError: when there is no such document, it has curated claims, or the file is no single document that can be read.
        HographError: when the library for its format is not installed, or a file cannot be written.
    """
    folder, data = _documents(layers), layers.own_data
    content, now, before = _new_version(layers, path, told)
    slug, entries, decisions = now.document, data / "sources.yaml", _decisions(data, now.document)
    file, target = find_file((folder,), slug), folder / now.file_name
    if shared := next((place for place in (file, target) if place and place.stem != slug), None):
        raise DocumentError(
            f"'{slug}' is a record of {shared}, which holds others. Remove it, and add {path} under a name of its own with --slug."
        )
    _refuse_others(path, content, target, {folder / name for name in file_names(slug)} - {file})
    aside = _aside(folder, file, content)
    write_together({**aside, target: content, entries: with_source_replaced(read_text(entries), entries, now)})
    if file and file != target:
        file.unlink()
    done = [
        f"{slug}: {now.title} ({now.kind}, {now.characters:,} characters), in place of that of {before.characters:,}."
    ]
    done += [f"{file}: put aside as {copy}; delete it there if you do not need it." for copy in aside]
    if not aside:
        done.append(f"{target}: is the new version; the file of the old one was not there to be put aside.")
    left = left_behind(now, before)
    gone = f" Left out, for it was of the old version: {', '.join(left)}." if left else ""
    done += [f"{entries}: the entry describes the new version.{gone}", *_without_proposed(data, slug)]
    if decisions:
        stay = f"{decisions} decisions stay, and are carried over to claims that say the same in the same words"
        done.append(f"{data / LOG}: {stay}.")
    return done


def _new_version(layers: Layers, path: Path, told: Told) -> tuple[bytes, Source, Source]:
    """A file that may replace a document of the workspace: its bytes and description, and the description there is."""
    data, slug = layers.own_data, slug_for(path, told)
    before = _own(layers, slug, f" Name one with --slug, or add {path} as a new document, without --replace.")
    content, found = described(path, told, before)
    if len(found) > 1:
        raise DocumentError(
            f"{path}: holds {len(found)} records, and one document cannot be replaced by several. Remove '{slug}' and add the file."
        )
    for other, source in load_sources(*layers.sources).items():
        if source.sha256 == found[0].sha256 and (other != slug or source.text_sha256 == found[0].text_sha256):
            raise DocumentError(_there_already(path, other))
    if curated := _curated(data / "claims", slug):
        raise DocumentError(
            f"'{slug}' has {curated} curated claims, whose places are those of the version that is there. To keep them, put the new file "
            f"into {layers.documents} yourself, mend sha256, characters and, where it is given, text_sha256 in {data / 'sources.yaml'}, "
            "and let `hograph verify` say which places moved. To give them up: "
            f"hograph documents remove {slug} --with-claims, then add {path}."
        )
    return content, found[0], before


def _aside(folder: Path, file: Path | None, content: bytes) -> dict[Path, bytes]:
    """A copy of the file of a document among those that were put aside, unless it is not there or the new version itself."""
    old = file.read_bytes() if file else content
    return {_place_aside(folder, file, old): old} if file and old != content else {}


def _documents(layers: Layers) -> Path:
    if layers.documents is None:
        raise DocumentError(
            f"{layers.base}: is no workspace, which documents could be added to. Make one: hograph init DIR"
        )
    return layers.documents


def _new(layers: Layers, path: Path, read: list[Source]) -> list[Source]:
    """What of a file is new: all, or the records that were taken out before.

    Raises:
        DocumentError: when nothing is; the same bytes are not added under another slug, nor another document under the same.
    """
    known = load_sources(*layers.sources)
    same = [slug for slug, source in known.items() if source.sha256 == read[0].sha256]
    found = [source for source in read if source.document not in same]
    if same and (not found or not set(same) < {source.document for source in read}):
        raise DocumentError(_there_already(path, same[0]))
    for source in found:
        if source.document in known:
            raise DocumentError(
                f"{path}: the slug '{source.document}' is taken by '{known[source.document].title}'. Choose another with --slug; "
                "a new version of a document of the workspace is added with --replace."
            )
    return found


def _there_already(path: Path, slug: str) -> str:
    return f"{path}: is there already, byte for byte, as '{slug}'."


def _refuse_others(path: Path, data: bytes, target: Path, places: Iterable[Path | None]) -> None:
    """No file is written over, or hidden by one of another format, unless it is the one that is added."""
    for other in places:
        if other is not None and other.exists() and not (other == target and other.read_bytes() == data):
            raise DocumentError(
                f"{path}: {other} stands there already. Choose another name with --slug, or move that file."
            )


def _own(layers: Layers, slug: str, step: str) -> Source:
    """The description of a document of the workspace.

    Raises:
        DocumentError: when there is none, with names near it and what to do next.
    """
    own = load_sources(layers.own_data / "sources.yaml")
    if slug not in own:
        near = difflib.get_close_matches(slug, own, n=2)
        hint = f" Did you mean {' or '.join(near)}?" if near else " `hograph documents list` lists them."
        raise DocumentError(f"No document of the workspace is named '{slug}'.{hint}{step}")
    return own[slug]


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
    for slug, source in load_sources(data / "sources.yaml").items():
        file, state = find_file(places, slug), "missing"
        if file is not None:
            state = "unchanged" if sha256(file.read_bytes()) == source.sha256 else "changed"
        yield Shelved(source, _curated(data / "claims", slug), proposed[slug], state)


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
    _own(layers, slug, "")
    entries = data / "sources.yaml"
    one = next(item for item in shelved(layers, (folder,)) if item.source.document == slug)
    if (one.curated or one.proposed) and not with_claims:
        raise DocumentError(
            f"'{slug}' has {one.curated} curated and {one.proposed} proposed claims. Remove it --with-claims, or leave it."
        )
    done = [*_without_claims(data, one), *_put_aside(folder, load_sources(entries), slug)]
    write_atomically(entries, without_source(read_text(entries), entries, slug))
    return [*done, f"{entries}: the entry was taken out."]


def _without_claims(data: Path, one: Shelved) -> Iterator[str]:
    slug = one.source.document
    for curated in (path for ending in ENDINGS if (path := data / "claims" / f"{slug}{ending}").is_file()):
        curated.unlink()
        yield f"{curated}: removed, with {one.curated} claims."
    yield from _without_proposed(data, slug)
    if decided := _decisions(data, slug):
        yield f"{data / LOG}: {decided} decisions on its claims stay in the log."


def _without_proposed(data: Path, slug: str) -> Iterator[str]:
    """Take out what is proposed of a document. A file of nothing else goes whole: where it stayed, extraction would take it for done."""
    for path in sorted(data.glob("proposed/*.jsonl")):
        lines = read_text(path).splitlines(keepends=True)
        kept = [line for line in lines if _document_of(line)[0] != slug]
        if len(kept) == len(lines):
            continue
        if kept:
            write_atomically(path, "".join(kept))
        else:
            path.unlink()
        yield f"{path}: {len(lines) - len(kept)} proposed claims were taken out."


def _decisions(data: Path, slug: str) -> int:
    """How many decisions on claims of a document hold, in any of its versions."""
    return sum(one.document == slug for one in standing(read_decisions(data / LOG)).values())


def _put_aside(folder: Path, own: dict[str, Source], slug: str) -> Iterator[str]:
    """Move the file of a document out of the way, unless other documents are kept in it."""
    file = find_file((folder,), slug)
    if file is None:
        return
    others = [s.document for s in own.values() if s.document != slug and find_file((folder,), s.document) == file]
    if others:
        yield f"{file}: stays, for {', '.join(others)} {'is' if len(others) == 1 else 'are'} kept in it too."
        return
    aside = _place_aside(folder, file, file.read_bytes())
    aside.parent.mkdir(exist_ok=True)
    file.replace(aside)
    yield f"{file}: put aside as {aside}; delete it there if you do not need it."


def _place_aside(folder: Path, file: Path, data: bytes) -> Path:
    """Where a file is put aside: under a name by its bytes, so that no other version is written over."""
    return folder / REMOVED / f"{sha256(data)[:8]}-{file.name}"
