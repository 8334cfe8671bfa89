"""What changed between two builds, as plain values; `hograph.release.report` puts it into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DOCUMENT_ADDED = "document added"
DOCUMENT_REMOVED = "document removed"
DOCUMENT_CHANGED = "document changed"
TERM_ADDED = "term added"
TERM_REMOVED = "term removed"
TERM_RENAMED = "term renamed"
CORRECTED = "corrected"
REREAD = "reread"
REVIEWED = "reviewed"
CURATED = "curated"
WITHDRAWN = "withdrawn"

SPAN, PASSAGE = "span", "passage hash"
"""Fields of a claim that are no property of it: where it stands, and the hash of the characters there."""


@dataclass(frozen=True)
class Cause:
    """Why something changed.

    Attributes:
        kind: one of the constants of this module.
        about: what it is about: CURIEs of terms or documents, or names of fields.
    """

    kind: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldChange:
    """One field with its values before and after; CURIEs stand for nodes.

    Attributes:
        field: CURIE of the property, or several joined by `/` for a part of a part.
        before: its values, sorted; empty when there were none.
        after: its values, sorted; empty when there are none.
    """

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class ClaimRecord:
    """A claim as it is compared.

    Attributes:
        name: its CURIE.
        label: the claim in words.
        document: CURIE of the document that states it.
        start: first code point of the passage.
        end: first code point after it.
        text: SHA-256 of the passage.
        statement: CURIEs of subject, predicate and object.
        fields: every field that a curator decides, by name.
    """

    name: str
    label: str
    document: str
    start: int
    end: int
    text: str
    statement: tuple[str, str, str]
    fields: Mapping[str, tuple[str, ...]] = field(hash=False)


@dataclass(frozen=True)
class ClaimEntry:
    """A claim that was added or withdrawn, with its causes."""

    claim: ClaimRecord
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class ClaimChange:
    """A claim found in both builds, with the fields that differ and why.

    Attributes:
        before: as it was.
        after: as it is.
        fields: what differs, by name of the field.
        causes: why.
    """

    before: ClaimRecord
    after: ClaimRecord
    fields: tuple[FieldChange, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class ThingChange:
    """A document, term, mapping or proposition that was added, removed, renamed or changed.

    Attributes:
        kind: `added`, `removed`, `renamed`, `deprecated` or `changed`.
        name: its CURIE; of a mapping, the CURIEs of its two sides with a space between.
        label: what it is called.
        was: its CURIE before, for what was renamed.
        fields: what differs.
    """

    kind: str
    name: str
    label: str
    was: str | None = None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, order=True)
class GraphChange:
    """A named graph that differs.

    Attributes:
        name: what follows the namespace of our graphs, as `slices/maxo`; of others, the IRI.
        added: quads that only the second build has.
        removed: quads that only the first has.
    """

    name: str
    added: int
    removed: int


@dataclass(frozen=True)
class AnswerChange:
    """A canned query whose answer differs.

    Attributes:
        query: its name.
        title: its question, as it is listed.
        columns: the columns of its rows, without claims.
        titles: what a reader sees over the columns.
        came: rows that only the second build gives, with labels for nodes.
        went: rows that only the first gives.
    """

    query: str
    title: str
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    came: tuple[tuple[str, ...], ...]
    went: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Changes:
    """Everything that differs between two builds.

    Attributes:
        added: claims that only the second has.
        withdrawn: claims that only the first has.
        changed: claims of both whose fields differ.
        moved: claims of both of which only the place or the name differs, because the document's bytes do.
        unchanged: number of claims that are the same in both.
        documents: documents added, removed or changed.
        terms: classes, relations and individuals of the ontology.
        mappings: matches to other vocabularies.
        propositions: propositions of both whose agreement differs.
        graphs: named graphs that differ, with the number of quads: also those of which nothing above speaks.
        labels: label of every CURIE that occurs above and has one.
        answers: canned queries whose answers differ, where they were asked.
    """

    added: tuple[ClaimEntry, ...]
    withdrawn: tuple[ClaimEntry, ...]
    changed: tuple[ClaimChange, ...]
    moved: tuple[ClaimChange, ...]
    unchanged: int
    documents: tuple[ThingChange, ...]
    terms: tuple[ThingChange, ...]
    mappings: tuple[ThingChange, ...]
    propositions: tuple[ThingChange, ...]
    graphs: tuple[GraphChange, ...]
    labels: Mapping[str, str] = field(hash=False, default_factory=dict)
    answers: tuple[AnswerChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        lists = (self.added, self.withdrawn, self.changed, self.moved)
        return any(lists) or any((self.documents, self.terms, self.mappings, self.propositions, self.graphs))
