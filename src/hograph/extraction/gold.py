"""Curated claims that proposals are held against, with the documents and genres they belong to."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hograph.curation.claimfile import load_claims
from hograph.curation.claimlines import read_claim_lines
from hograph.curation.sources import load_sources
from hograph.curation.values import Claim
from hograph.errors import ClaimFileError, DocumentError
from hograph.extraction.proposals import Extractor
from hograph.files import read_text
from hograph.reading.blocks import Reading
from hograph.reading.files import Unread, read_all
from hograph.reading.slugs import named, slug

TABLE, TEXTS = "samples.tsv", "texts"
"""Beside curated claims: a table with the columns `slug` and `genre`, and the folder of their documents."""


@dataclass(frozen=True)
class Gold:
    """Curated claims by document, and the genre of each document as far as one is told.

    Attributes:
        claims: slug of a document to its claims; one without claims is a document that makes none.
        genres: slug to genre.
    """

    claims: Mapping[str, tuple[Claim, ...]]
    genres: Mapping[str, str]


def load_gold(path: Path) -> Gold:
    """The curated claims of a file or folder; those that review has not taken are left out.

    Args:
        path: a file of claims (YAML or JSON Lines), a folder of such files, or a folder with such a folder `claims/` in it. A table
            `samples.tsv` or a file `sources.yaml` beside tells the genres.

    Raises:
        ClaimFileError: when there are none, or a file breaks the format.
    """
    folder = path / "claims" if (path / "claims").is_dir() else path
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.jsonl")]) if folder.is_dir() else [folder]
    found: dict[str, list[Claim]] = {}
    for file in files:
        for document, claims in claims_of(file):
            found.setdefault(document, []).extend(claim for claim in claims if claim.taken)
    if not found:
        raise ClaimFileError(f"{path}: no claims in it. Name a file or folder of claims (*.yaml, *.jsonl).")
    genres = _genres(folder if folder.is_dir() else folder.parent)
    return Gold({document: tuple(claims) for document, claims in found.items()}, genres)


def claims_of(file: Path) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    """The claims of a file by document: YAML of one document, or JSON Lines of any."""
    if file.suffix != ".jsonl":
        loaded = load_claims(file)
        yield loaded.document, loaded.claims
        return
    found: dict[str, list[Claim]] = {}
    for document, claim in read_claim_lines(file):
        found.setdefault(document, []).append(claim)
    yield from ((document, tuple(claims)) for document, claims in found.items())


def _genres(folder: Path) -> dict[str, str]:
    for beside in (folder, folder.parent):
        if (beside / TABLE).is_file():
            rows = csv.DictReader(read_text(beside / TABLE).splitlines(), delimiter="\t")
            if not {"slug", "genre"} <= set(rows.fieldnames or ()):
                raise ClaimFileError(f"{beside / TABLE}: no columns 'slug' and 'genre'. Name them in the first line.")
            return {row["slug"]: row["genre"] for row in rows}
        if (beside / "sources.yaml").is_file():
            return {slug: source.kind for slug, source in load_sources(beside / "sources.yaml").items()}
    return {}


def documents_of(gold: Gold, folder: Path) -> dict[str, Reading]:
    """The documents of curated claims, read.

    Args:
        gold: the claims.
        folder: where the documents lie, in files that are named as they are.

    Raises:
        DocumentError: when one is missing, cannot be read, or lies there twice.
    """
    wanted, found = set(gold.claims), dict[str, Reading]()
    unread: dict[str, str] = {}
    for name, reading in named(read_all([folder])):
        if isinstance(reading, Unread):
            unread[slug(reading.name)] = reading.reason
            continue
        if name not in wanted:
            continue
        if name in found:
            raise DocumentError(f"{folder}: two documents '{name}': {found[name].name}, {reading.name}. Remove one.")
        found[name] = reading
    missing = sorted(wanted - set(found))
    for name in missing:
        if name in unread:
            raise DocumentError(unread[name])
    if missing:
        raise DocumentError(
            f"{folder}: no document for the claims of {', '.join(missing)}. Their folder is named with --documents."
        )
    return {name: found[name] for name in sorted(found)}


def proposed(readings: Mapping[str, Reading], extractor: Extractor) -> Iterator[tuple[str, Claim]]:
    """What an extractor proposes of documents, each with the slug of its document."""
    for name, reading in readings.items():
        yield from ((name, proposal.claim) for proposal in extractor.propose(reading))


def of_documents(claims: Iterable[tuple[str, Claim]], gold: Gold) -> list[tuple[str, Claim]]:
    """The claims about documents that are curated; of others nobody knows whether they are right."""
    return [(document, claim) for document, claim in claims if document in gold.claims]
