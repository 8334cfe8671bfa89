"""Verification: every document hash and span hash held against the bytes of the documents that the user has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hograph.curation.documents import Document
from hograph.curation.sources import Source
from hograph.curation.values import DocumentClaims, Span
from hograph.errors import DocumentError
from hograph.files import sha256


@dataclass(frozen=True)
class VerifyFinding:
    """Something that does not hold: what, where, and what became of it.

    Attributes:
        document: slug of the document.
        what: `missing`, `changed`, `moved` or `lost`.
        message: one sentence for a reader.
    """

    document: str
    what: str
    message: str


@dataclass(frozen=True)
class Verification:
    """The outcome of holding spans against documents."""

    documents: int
    spans: int
    findings: tuple[VerifyFinding, ...]


def verify(sources: Iterable[Source], claims: Iterable[DocumentClaims], *folders: Path) -> Verification:
    """Check the hash of each document and of each span in it.

    Args:
        sources: the documents as they were curated.
        claims: their claims.
        *folders: the folders that hold the documents, each as `<slug>.txt` or in another format.

    Returns:
        How much was checked, and what does not hold. A span is checked also when the document's own hash has changed.

    Raises:
        DocumentError: when there is nothing to check.
    """
    of_document = {group.document: group for group in claims}
    read, spans, findings = 0, 0, list[VerifyFinding]()
    for source in sources:
        try:
            document = Document.at_hand(folders, source.document)
        except DocumentError as error:
            findings.append(VerifyFinding(source.document, "missing", str(error)))
            continue
        read += 1
        if message := _changed(document, source):
            findings.append(VerifyFinding(source.document, "changed", message))
        for name, span in _spans(source, of_document.get(source.document)):
            spans += 1
            findings.extend(_check(document, name, span))
    if not read and not findings:
        where = ", ".join(map(str, folders))
        raise DocumentError(f"{where}: nothing to verify, no document is described in data/sources.yaml.")
    return Verification(read, spans, tuple(findings))


def _changed(document: Document, source: Source) -> str | None:
    """How a document differs from the one that was curated, in a sentence."""
    if document.sha256 != source.sha256:
        hashes = f"SHA-256 {document.sha256[:12]}..., was {source.sha256[:12]}..."
        return f"{document.path}: its bytes are not those that were curated ({hashes})."
    if source.text_sha256 not in {None, sha256(document.text)}:
        other = f"the text that is read from them is not that which {source.reader} read"
        step = "Describe it anew, in a workspace by `hograph documents add FILE --replace`."
        return f"{document.path}: its bytes are unchanged, but {other}. {step}"
    if len(document.text) != source.characters:
        return f"data/sources.yaml: {source.document} has {len(document.text)} characters, not {source.characters}."
    return None


def _spans(source: Source, claims: DocumentClaims | None) -> Iterator[tuple[str, Span]]:
    for statement in source.stated:
        yield f"what it states of itself ({statement.field})", statement
    for claim in claims.claims if claims else ():
        name = f"{claim.subject} {claim.predicate} {claim.object}"
        yield f"the claim {name}", claim.span
        for cue in claim.cues:
            yield f"a cue ({cue.kind.value}) of {name}", cue


def _check(document: Document, name: str, span: Span) -> Iterator[VerifyFinding]:
    if document.passage(span) is not None:
        return
    place = f"{document.path}: {span.start}-{span.end}, {name}:"
    now = document.find(span)
    if now is None:
        yield VerifyFinding(
            document.slug, "lost", f"{place} the characters are not there, nor anywhere else in the document."
        )
    else:
        yield VerifyFinding(document.slug, "moved", f"{place} moved to {now}-{now + span.end - span.start}.")
