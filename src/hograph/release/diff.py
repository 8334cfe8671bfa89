"""The difference between two builds, claim by claim, with the cause of each change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, replace

import pyoxigraph as ox

from hograph.release.changes import (
    CORRECTED,
    CURATED,
    DOCUMENT_ADDED,
    DOCUMENT_CHANGED,
    DOCUMENT_REMOVED,
    PASSAGE,
    REREAD,
    REVIEWED,
    SPAN,
    TERM_ADDED,
    TERM_REMOVED,
    TERM_RENAMED,
    WITHDRAWN,
    Cause,
    Changes,
    ClaimChange,
    ClaimEntry,
    ClaimRecord,
    FieldChange,
    ThingChange,
)
from hograph.release.graphs import graph_changes
from hograph.release.names import CURIE, expand
from hograph.release.pairing import claim_changes, field_changes, pair
from hograph.release.side import Fields, Side, read_side

HASH = "ho:documentSha256"
MATCH = ("sssom:predicate_id", "dcterms:identifier", "sssom:object_label")
LABEL, DEFINITION, DEPRECATED, STATUS = "rdfs:label", "skos:definition", "owl:deprecated", "ho:status"


def diff(before: ox.Store, after: ox.Store) -> Changes:
    """What changed from one build to another; neither store is touched.

    Args:
        before: every named graph of the first.
        after: every named graph of the second.

    Returns:
        The changes, sorted; the same stores give the same value.

    Example:
        >>> bool(diff(kg.store, kg.store))
        False
    """
    return _Comparison(read_side(before), read_side(after)).changes()


class _Comparison:
    def __init__(self, a: Side, b: Side) -> None:
        self.a, self.b = a, b
        self.renamed = _renamed(a.terms, b.terms)
        self.documents = _same_documents(a.documents, b.documents)
        self.rewritten = frozenset(
            new for old, new in self.documents.items() if a.documents[old].get(HASH) != b.documents[new].get(HASH)
        )

    def changes(self) -> Changes:
        pairs, gone, come = pair(
            self.a.claims.values(), self.b.claims.values(), self.documents, self.rewritten, self.renamed
        )
        changes = [self.change(old, new) for old, new in pairs]
        differing = [c for c in changes if c.fields or c.before.name != c.after.name]
        moved = [c for c in differing if {f.field for f in c.fields} <= {SPAN, PASSAGE, "ho:cue"}]
        moved = [c for c in moved if c.after.document in self.rewritten]
        found = Changes(
            added=tuple(ClaimEntry(c, tuple(self.why_added(c))) for c in sorted(come, key=_order)),
            withdrawn=tuple(ClaimEntry(c, tuple(self.why_gone(c))) for c in sorted(gone, key=_order)),
            changed=tuple(sorted((c for c in differing if c not in moved), key=lambda c: _order(c.after))),
            moved=tuple(sorted(moved, key=lambda c: _order(c.after))),
            unchanged=len(changes) - len(differing),
            documents=tuple(self.things("documents", {v: k for k, v in self.documents.items()})),
            terms=tuple(self.things("terms", {v: k for k, v in self.renamed.items()})),
            mappings=tuple(self.mappings()),
            propositions=tuple(t for t in self.things("propositions", {}) if t.kind == "changed"),
            graphs=graph_changes(self.a.store, self.b.store),
        )
        return replace(found, labels=self.labels(found))

    def change(self, old: ClaimRecord, new: ClaimRecord) -> ClaimChange:
        fields = claim_changes(old, new)
        return ClaimChange(old, new, fields, tuple(self.why_changed(new, fields)))

    def why_changed(self, claim: ClaimRecord, fields: tuple[FieldChange, ...]) -> Iterator[Cause]:
        rewritten = claim.document in self.rewritten
        if rewritten:
            yield Cause(DOCUMENT_CHANGED, (claim.document,))
        rest = []
        for change in fields:
            if rewritten and change.field in {SPAN, PASSAGE, "ho:cue"}:
                continue
            followed = [(old, self.renamed[old]) for old in _tokens(change.before) if old in self.renamed]
            removed = [old for old in _tokens(change.before) if self.gone_term(old)]
            for old, new in followed:
                yield Cause(TERM_RENAMED, (old, new))
            for old in removed:
                yield Cause(TERM_REMOVED, (old,))
            if not followed and not removed:
                rest.append(change)
        for change in rest:
            if change.field == STATUS:
                yield Cause(REVIEWED, (*change.before, *change.after))
        corrected = tuple(change.field for change in rest if change.field != STATUS)
        if corrected:
            yield Cause(REREAD if rewritten else CORRECTED, corrected)

    def gone_term(self, name: str) -> bool:
        return name in self.a.terms and name not in self.b.terms and name not in self.renamed

    def why_gone(self, claim: ClaimRecord) -> Iterator[Cause]:
        if claim.document not in self.documents:
            yield Cause(DOCUMENT_REMOVED, (claim.document,))
            return
        removed = sorted(
            {token for values in claim.fields.values() for token in _tokens(values) if self.gone_term(token)}
        )
        if removed:
            yield Cause(TERM_REMOVED, tuple(removed))
        if self.documents[claim.document] in self.rewritten:
            yield Cause(DOCUMENT_CHANGED, (claim.document,))
        elif not removed:
            yield Cause(WITHDRAWN)

    def why_added(self, claim: ClaimRecord) -> Iterator[Cause]:
        if claim.document not in self.documents.values():
            yield Cause(DOCUMENT_ADDED, (claim.document,))
            return
        news = {t for values in claim.fields.values() for t in _tokens(values) if t in self.b.terms}
        fresh = sorted(news - self.a.terms.keys() - set(self.renamed.values()))
        if fresh:
            yield Cause(TERM_ADDED, tuple(fresh))
        if claim.document in self.rewritten:
            yield Cause(DOCUMENT_CHANGED, (claim.document,))
        elif not fresh:
            yield Cause(CURATED)

    def things(self, part: str, earlier: Mapping[str, str]) -> Iterator[ThingChange]:
        """What was added, removed, renamed or changed; `earlier` has the earlier names of what was renamed."""
        old: Mapping[str, Fields] = getattr(self.a, part)
        new: Mapping[str, Fields] = getattr(self.b, part)
        for name in sorted(new):
            was = earlier.get(name, name)
            if was not in old:
                yield ThingChange("added", name, self.title(name))
                continue
            fields = field_changes(old[was], new[name])
            if fields or was != name:
                yield ThingChange(
                    _kind(was != name, fields), name, self.title(name), was if was != name else None, fields
                )
        kept = {*new, *(earlier[name] for name in new if name in earlier)}
        for name in sorted(old.keys() - kept):
            yield ThingChange("removed", name, self.title(name))

    def mappings(self) -> Iterator[ThingChange]:
        """The mappings that differ; that a term got another identifier is told once, of the term."""
        back = {new: old for old, new in self.renamed.items()}
        parts = ((name, *name.split(" ", 1)) for name in self.b.mappings)
        earlier = {name: f"{back[subject]} {other}" for name, subject, other in parts if subject in back}
        for change in self.things("mappings", earlier):
            if change.was is None or change.fields:
                yield replace(change, label=self.match(change.name))

    def match(self, name: str) -> str:
        """A mapping as a sentence: `pain has exact match HP:0012531 (Pain)`."""
        fields = self.b.mappings.get(name) or self.a.mappings[name]
        subject, other = name.split(" ", 1)
        kind, identifier, label = (next(iter(fields.get(field, ())), "") for field in MATCH)
        told = f"{self.title(subject)} {self.label(kind) or kind} {identifier or other}"
        return f"{told} ({label})" if label else told

    def title(self, name: str) -> str:
        return self.label(name) or name

    def label(self, name: str) -> str | None:
        node = expand(name)
        return None if node is None else self.b.label(node) or self.a.label(node)

    def labels(self, found: Changes) -> dict[str, str]:
        """The label of every CURIE that the changes speak of."""
        names = {token for item in astuple(replace(found, labels={})) for token in _strings(item)}
        known = {name: self.label(name) for name in sorted(names)}
        return {name: label for name, label in known.items() if label}


def _order(claim: ClaimRecord) -> tuple[str, int, int, str]:
    return claim.document, claim.start, claim.end, claim.name


def _kind(renamed: bool, fields: tuple[FieldChange, ...]) -> str:
    if renamed:
        return "renamed"
    if any(change.field == DEPRECATED and change.after == ("true",) for change in fields):
        return "deprecated"
    return "renamed" if any(change.field == LABEL for change in fields) else "changed"


def _tokens(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from value.split(" ") if " " in value and expand(value.split(" ")[0]) else [value]


def _strings(item: object) -> Iterator[str]:
    """Every CURIE in nested plain data; the path of a field is taken apart."""
    if isinstance(item, str):
        for part in (item, *item.split("/")):
            yield from CURIE.findall(part)
    elif isinstance(item, Mapping):
        for key, value in item.items():
            yield from _strings(key)
            yield from _strings(value)
    elif isinstance(item, tuple | list):
        for part in item:
            yield from _strings(part)


def _renamed(old: Mapping[str, Fields], new: Mapping[str, Fields]) -> dict[str, str]:
    """Terms that got another IRI: gone and come with the same label or definition, and no other candidate."""
    found: dict[str, str] = {}
    for field in (LABEL, DEFINITION):
        gone = {n: f.get(field) for n, f in old.items() if n not in new and n not in found}
        come = {n: f.get(field) for n, f in new.items() if n not in old and n not in found.values()}
        for name, value in sorted(gone.items()):
            fitting = [other for other, theirs in come.items() if value and theirs == value]
            rivals = [other for other, theirs in gone.items() if theirs == value]
            if len(fitting) == 1 == len(rivals):
                found[name] = fitting[0]
    return found


def _same_documents(old: Mapping[str, Fields], new: Mapping[str, Fields]) -> dict[str, str]:
    """Name before to name after, for documents of both: the same name, or the same bytes under another."""
    found = {name: name for name in old if name in new}
    by_bytes = {fields.get(HASH): name for name, fields in sorted(new.items()) if name not in old}
    for name, fields in sorted(old.items()):
        if name not in found and fields.get(HASH) in by_bytes:
            found[name] = by_bytes.pop(fields[HASH])
    return found
