"""The source documents as a bibliography: BibTeX and CSL-JSON."""

import json
from typing import Any

from hograph.curation.sources import Source
from hograph.graph.build import Build

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPECIAL = {
    "\\": r"\textbackslash{}",
    **{char: f"\\{char}" for char in "{}&%$#_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _date(source: Source) -> list[int]:
    """Year, month, day of publication, or of the last change where that is all that is stated; as many as are stated."""
    return [int(part) for part in str(source.published or source.updated or "").split("-") if part]


def _authors(source: Source) -> list[str]:
    return [person.name for person in source.people if person.role == "author"]


def _note(source: Source) -> str:
    """What has no field of its own: kind, licence, reviewers, review, last change, hash."""
    others = [f"{person.role}: {person.name}" for person in source.people if person.role != "author"]
    parts = [
        source.kind,
        *([f"licence: {source.licence}"] if source.licence else []),
        *others,
        *([f"review: {source.review_state}"] if source.review_state else []),
        *([f"last changed: {source.updated}"] if source.updated else []),
        f"SHA-256 of the text that was read: {source.sha256}",
    ]
    return "; ".join(parts)


def bibtex(built: Build) -> bytes:
    """BibTeX, one entry a document, its slug as the key; what a document does not state is left out."""
    entries = []
    for slug, source in sorted(built.sources.items()):
        date = _date(source)
        fields = {
            "title": f"{{{_escaped(source.title)}}}",
            "author": " and ".join(_escaped(name) for name in _authors(source)),
            "publisher": _escaped(source.publisher or ""),
            "doi": source.doi or "",
            "year": f"{date[0]}" if date else "",
            "month": MONTHS[date[1] - 1] if len(date) > 1 else "",
            "day": f"{date[2]}" if len(date) > 2 else "",
            "note": _escaped(_note(source)),
        }
        body = "".join(
            f"  {name} = {value},\n" if name == "month" else f"  {name} = {{{value}}},\n"
            for name, value in fields.items()
            if value
        )
        entries.append(f"@misc{{{slug},\n{body}}}\n")
    return "\n".join(entries).encode()


def _escaped(text: str) -> str:
    return "".join(SPECIAL.get(char, char) for char in text)


def csl_json(built: Build) -> bytes:
    """CSL-JSON, as reference managers and pandoc read it."""
    items = []
    for slug, source in sorted(built.sources.items()):
        item: dict[str, Any] = {"id": slug, "type": "webpage", "title": source.title, "note": _note(source)}
        if authors := _authors(source):
            item["author"] = [_name(author) for author in authors]
        if source.publisher:
            item["container-title"] = source.publisher
        item |= {name: value for name, value in (("DOI", source.doi), ("PMID", source.pmid)) if value}
        if date := _date(source):
            item["issued"] = {"date-parts": [date]}
        items.append(item)
    return (json.dumps(items, indent=1, ensure_ascii=False) + "\n").encode()


def _name(name: str) -> dict[str, str]:
    given, _, family = name.rpartition(" ")
    return {"family": family, "given": given} if given else {"literal": name}
