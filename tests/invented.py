"""An invented document, and claims and projects made up for tests. No sentence here comes from a source document."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hograph.curation.claimfile import plain
from hograph.curation.documents import Document
from hograph.curation.values import Claim
from hograph.curation.yamlfile import dump
from hograph.files import sha256

SLUG = "invented-note"
TEXT = (
    "A note that nobody ever published\n\n"
    "Purple lamps may keep bone from returning.\n"
    "Nobody   has shown\nthat lamps help\u00a0knees.\n"
    "Lamps, lamps and once more lamps: 20 \u2013 30 % glow.\n"
)


def document(text: str = TEXT, slug: str = SLUG) -> Document:
    """The document as if it had been read from a file."""
    return Document(slug, Path(f"{slug}.txt"), sha256(text), text)


def claim(
    subject: str = "RadiationTherapy",
    predicate: str = "preventsRecurrenceOf",
    object: str = "HeterotopicOssification",  # noqa: A002
    passage: str = "Purple lamps may keep bone from returning",
    **fields: Any,  # noqa: ANN401
) -> Claim:
    """A claim that the invented document makes; other fields as in a file of claims."""
    span = document().locate(passage, occurrence=1)
    parts = {"subject": subject, "predicate": predicate, "object": object, "span": span, **fields}
    return Claim.model_validate(parts)


def claims_text(claims: Iterable[Claim], slug: str = SLUG) -> str:
    """A file of claims, in the order given."""
    return dump({"document": slug, "claims": [plain(item) for item in claims]})


def sources_text(documents: Iterable[Document]) -> str:
    """A `data/sources.yaml` that describes documents."""
    described = [
        {
            "document": item.slug,
            "sha256": item.sha256,
            "characters": len(item.text),
            "title": f"Title of {item.slug}",
            "kind": "invented note",
            "stated": [{"field": "title", **item.span(0, 6).model_dump()}],
        }
        for item in documents
    ]
    return dump({"sources": described})


def write_project(folder: Path, root: Path, claims: Iterable[Claim], text: str = TEXT) -> Path:
    """A folder that can be built: the ontology and queries of another, the invented document, and these claims about it."""
    (folder / "data" / "claims").mkdir(parents=True)
    for part in ("ontology", "queries"):
        (folder / part).symlink_to(root / part)
    (folder / "data" / "sources.yaml").write_text(sources_text([document(text)]), encoding="utf-8")
    (folder / "data" / "claims" / f"{SLUG}.yaml").write_text(claims_text(claims), encoding="utf-8")
    return folder
