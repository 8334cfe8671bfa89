"""Changes in words: as text, as Markdown, and as plain data for JSON."""

import re
from collections.abc import Iterator, Mapping, Sized
from dataclasses import asdict, dataclass

from hograph.graph.labels import duration_phrase
from hograph.release.changes import (
    CORRECTED,
    CURATED,
    DOCUMENT_ADDED,
    DOCUMENT_CHANGED,
    DOCUMENT_REMOVED,
    REREAD,
    REVIEWED,
    TERM_ADDED,
    TERM_REMOVED,
    TERM_RENAMED,
    WITHDRAWN,
    AnswerChange,
    Cause,
    Changes,
    ClaimChange,
    ClaimRecord,
    FieldChange,
    GraphChange,
    ThingChange,
)
from hograph.release.names import CURIE

SAME = "The two graphs are the same, quad for quad: {} claims. Shapes and queries are no part of a graph and were not compared."
REASONS = {
    CORRECTED: "corrected by the curator: {}",
    CURATED: "newly curated; the document is the same",
    DOCUMENT_ADDED: "the document is new: {}",
    DOCUMENT_CHANGED: "the bytes of the document changed: {}",
    DOCUMENT_REMOVED: "the document was removed: {}",
    REREAD: "the claim was read anew in the changed document: {}",
    REVIEWED: "reviewed: {}",
    TERM_ADDED: "it uses terms that are new in the ontology: {}",
    TERM_REMOVED: "the ontology no longer has the term: {}",
    TERM_RENAMED: "a term has another identifier: {}",
    WITHDRAWN: "withdrawn by the curator; the document is the same",
}
"""Kind of a cause to a sentence; the braces take what it is about."""

DOCUMENT_CAUSES = {DOCUMENT_ADDED, DOCUMENT_CHANGED, DOCUMENT_REMOVED}
NEW_NAMES = "A claim is named after the bytes of its document, so each has another name."
NAME_COLUMNS = ("Name before", "Name after")

FIELDS = {
    "dcterms:created": "published",
    "dcterms:identifier": "identifier",
    "dcterms:modified": "updated",
    "dcterms:source": "source of the definition",
    "dcterms:title": "title",
    "ho:agreement": "agreement",
    "ho:documentSha256": "SHA-256 of the bytes",
    "owl:deprecated": "deprecated",
    "owl:equivalentClass": "defined as",
    "prov:Agent": "people",
    "rdf:type": "kind",
    "rdfs:comment": "comment",
    "rdfs:label": "label",
    "rdfs:subClassOf": "parents",
    "rdfs:subPropertyOf": "parent relations",
    "sssom:confidence": "confidence",
    "sssom:mapping_justification": "justification",
    "sssom:object_label": "label of the other term",
    "sssom:predicate_id": "match",
}
"""Names of fields that no ontology of ours labels, or that read better so."""


FIELD_COLUMNS = ("Field", "Before", "After")
DURATIONS = {"ho:minDuration", "ho:maxDuration"}
DURATION = re.compile(r"P(\d+[YMWD]|T\d+[HMS])")
"""A duration of one unit, which is told in words; another stands as it is."""


@dataclass(frozen=True)
class _Entry:
    """One thing that changed: a heading, lines below it, and a table: of fields, or of the rows of an answer."""

    head: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[str, ...] = FIELD_COLUMNS


def to_text(changes: Changes) -> str:
    """The changes as text for a terminal."""
    lines = [_summary(changes), ""]
    for title, entries in _sections(changes):
        lines += [f"{title} ({len(entries)})", ""]
        for entry in entries:
            lines.append(f"  {entry.head}")
            lines += [f"      {line}" for line in entry.lines]
            lines += [f"      {_line(row, entry.columns)}" for row in entry.rows]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def to_markdown(changes: Changes, title: str) -> str:
    """The changes as Markdown.

    Args:
        changes: what changed.
        title: the heading over it all.
    """
    lines = [f"# {title}", "", _summary(changes), ""]
    for heading, entries in _sections(changes):
        lines += [f"## {heading} ({len(entries)})", ""]
        for entry in entries:
            lines.append(f"- **{_cell(entry.head)}**")
            lines += [f"  - {_cell(line)}" for line in entry.lines]
            if entry.rows:
                lines += ["", f"  | {' | '.join(entry.columns)} |", f"  |{'---|' * len(entry.columns)}"]
                lines += [f"  | {' | '.join(_cell(cell) for cell in row)} |" for row in entry.rows]
                lines.append("")
        lines.append("")
    text = "\n".join(lines).rstrip("\n") + "\n"
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def to_plain(changes: Changes) -> dict[str, object]:
    """The changes as plain data: CURIEs, with their labels beside."""
    plain = asdict(changes)
    plain["causes"] = REASONS
    return {"same": not changes, **plain}


def _line(row: tuple[str, ...], columns: tuple[str, ...]) -> str:
    """A row as text: of a field or name, what it was and is; of an answer, whether it is new or gone, and what is in it."""
    if columns == FIELD_COLUMNS:
        return f"{row[0]}: {row[1] or 'nothing'} -> {row[2] or 'nothing'}"
    if columns == NAME_COLUMNS:
        return " -> ".join(row)
    return f"{row[0]}: {', '.join(filter(None, row[1:]))}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;").replace("\n", " ")


def _summary(changes: Changes) -> str:
    if not changes:
        return SAME.format(changes.unchanged)
    parts = [
        f"{len(changes.added)} added",
        f"{len(changes.withdrawn)} withdrawn",
        f"{len(changes.changed)} changed",
        *([f"{len(changes.moved)} carried over to changed documents"] if changes.moved else []),
        f"{changes.unchanged} unchanged",
    ]
    others: dict[str, Sized] = {
        "documents": changes.documents,
        "terms": changes.terms,
        "mappings": changes.mappings,
        "propositions": changes.propositions,
    }
    others |= {"answers": changes.answers, "named graphs": changes.graphs}
    more = "".join(f" {name.capitalize()}: {len(found)} with changes." for name, found in others.items() if found)
    return f"Claims: {', '.join(parts)}.{more}"


def _sections(changes: Changes) -> Iterator[tuple[str, list[_Entry]]]:
    words = _Words(changes.labels)
    sections = (
        ("Documents", [words.thing(item) for item in changes.documents]),
        ("Claims added", [words.claim(entry.claim, entry.causes) for entry in changes.added]),
        ("Claims withdrawn", [words.claim(entry.claim, entry.causes) for entry in changes.withdrawn]),
        ("Claims changed", [words.change(item) for item in changes.changed]),
        ("Claims carried over to changed documents", words.moved(changes.moved)),
        ("Terms", [words.thing(item) for item in changes.terms]),
        ("Mappings", [words.thing(item) for item in changes.mappings]),
        ("Propositions whose agreement changed", [words.thing(item) for item in changes.propositions]),
        ("Answers that changed", [_answer(item) for item in changes.answers]),
        ("Named graphs that differ", [_graph(item) for item in changes.graphs]),
    )
    return ((title, entries) for title, entries in sections if entries)


def _answer(item: AnswerChange) -> _Entry:
    """The rows that came and went, without the columns that are empty in all of them."""
    rows = [*(("new", *row) for row in item.came), *(("gone", *row) for row in item.went)]
    kept = [place for place in range(len(item.titles) + 1) if any(row[place] for row in rows)]
    titles = ("Row", *item.titles)
    shown = tuple(tuple(row[place] for place in kept) for row in rows)
    return _Entry(f"{item.title} ({item.query})", (), shown, tuple(titles[place] for place in kept))


def _graph(item: GraphChange) -> _Entry:
    return _Entry(f"{item.name} (quads: {item.added} added, {item.removed} removed)")


class _Words:
    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels

    def of(self, value: str) -> str:
        """A value with labels in place of CURIEs, also inside others, as `ho:When ho:Pain` or `one of ho:Rare, ho:Common`."""
        return CURIE.sub(lambda found: self.labels.get(found.group(), found.group()), value)

    def field(self, name: str) -> str:
        parts = [name] if name.startswith("<") else name.split("/")
        return ": ".join(
            FIELDS.get(part) or self.labels.get(part, part).removeprefix("has ").removeprefix("is ") for part in parts
        )

    def values(self, values: tuple[str, ...], field: str) -> str:
        timed = field.rsplit("/", 1)[-1] in DURATIONS
        return "; ".join(duration_phrase(v) if timed and DURATION.fullmatch(v) else self.of(v) for v in values)

    def rows(self, fields: tuple[FieldChange, ...]) -> tuple[tuple[str, str, str], ...]:
        """Each field with its values before and after; those that read the same are told by their CURIEs."""
        told = []
        for field, before, after in ((f.field, f.before, f.after) for f in fields):
            old, new = self.values(before, field), self.values(after, field)
            if old == new:
                old, new = (f"{old} ({', '.join(values)})" for values in (before, after))
            told.append((self.field(field), old, new))
        return tuple(told)

    def fields(self, names: tuple[str, ...]) -> str:
        """Names of fields in a list, the parts of one behind it: `certainty, timing (anchor, minimum duration)`."""
        parts: dict[str, list[str]] = {}
        for name in names:
            whole, _, part = self.field(name).partition(": ")
            parts.setdefault(whole, []).extend([part] if part else [])
        return ", ".join(f"{whole} ({', '.join(found)})" if found else whole for whole, found in parts.items())

    def document(self, name: str) -> str:
        """The title and the name of a document: several may have one title."""
        return f"{self.of(name)} ({name.removeprefix('document:')})"

    def because(self, causes: tuple[Cause, ...]) -> tuple[str, ...]:
        told = []
        for cause in causes:
            told.append(REASONS[cause.kind].format(self.about(cause)))
        return (f"Cause: {'; '.join(dict.fromkeys(told))}",) if told else ()

    def about(self, cause: Cause) -> str:
        if cause.kind in DOCUMENT_CAUSES:
            return ", ".join(map(self.document, cause.about))
        if cause.kind == TERM_RENAMED:
            return " -> ".join(cause.about)
        return " -> ".join(map(self.of, cause.about)) if cause.kind == REVIEWED else self.fields(cause.about)

    def place(self, claim: ClaimRecord) -> str:
        return f"{self.document(claim.document)}, characters {claim.start}-{claim.end}, {claim.name}"

    def claim(self, claim: ClaimRecord, causes: tuple[Cause, ...]) -> _Entry:
        return _Entry(claim.label, (self.place(claim), *self.because(causes)))

    def change(self, change: ClaimChange) -> _Entry:
        was = f" (was {change.before.name})" if change.before.name != change.after.name else ""
        lines = (f"{self.place(change.after)}{was}", *self.because(change.causes))
        return _Entry(change.after.label, lines, self.rows(change.fields))

    def moved(self, changes: tuple[ClaimChange, ...]) -> list[_Entry]:
        """One entry a document, with the names of the claims that are carried over, by which they are cited."""
        found: dict[str, list[ClaimChange]] = {}
        for change in changes:
            found.setdefault(change.after.document, []).append(change)
        entries = []
        for document, carried in found.items():
            places = sum((c.before.start, c.before.end) != (c.after.start, c.after.end) for c in carried)
            told = f"{places} at another place, {len(carried) - places} at the same. {NEW_NAMES}"
            names = tuple((c.before.name, c.after.name) for c in carried)
            entries.append(_Entry(f"{self.document(document)}: {len(carried)} claims", (told,), names, NAME_COLUMNS))
        return entries

    def thing(self, item: ThingChange) -> _Entry:
        """A document, term, mapping or proposition."""
        was = f", formerly {item.was}" if item.was else ""
        return _Entry(f"{item.kind}: {item.label}", (f"{item.name}{was}",), self.rows(item.fields))
