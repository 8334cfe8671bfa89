"""Which claim of one build is which of the other: the same name, the same passage and statement, or a passage and a part of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from hograph.release.changes import PASSAGE, SPAN, ClaimRecord, FieldChange

Pair = tuple[ClaimRecord, ClaimRecord]
Rule = Callable[[ClaimRecord, ClaimRecord], bool]


def field_changes(
    before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> tuple[FieldChange, ...]:
    """The fields whose values differ, by name."""
    names = sorted(before.keys() | after.keys())
    pairs = ((name, before.get(name, ()), after.get(name, ())) for name in names)
    return tuple(FieldChange(name, old, new) for name, old, new in pairs if old != new)


def claim_changes(before: ClaimRecord, after: ClaimRecord) -> tuple[FieldChange, ...]:
    """The fields of a claim that differ; the hash of the passage only where its place is the same."""
    found = field_changes(before.fields, after.fields)
    moved = any(change.field == SPAN for change in found)
    return tuple(change for change in found if not (moved and change.field == PASSAGE))


def pair(
    before: Iterable[ClaimRecord],
    after: Iterable[ClaimRecord],
    documents: Mapping[str, str],
    changed: frozenset[str],
    renamed: Mapping[str, str],
) -> tuple[list[Pair], list[ClaimRecord], list[ClaimRecord]]:
    """Pair the claims of two builds, one to one.

    A claim is paired by the first of these rules that finds it a partner in the same document: the same name; passage and statement
    the same; passages that overlap and the statement the same; passages that overlap and subject and object the same, or two other parts
    of the statement; where the bytes of the document changed, the statement the same anywhere; last, the passage the same and one part of
    the statement, when neither claim has another candidate. A passage alone is never enough: one sentence states many things.

    Args:
        before: the claims of the first build.
        after: those of the second.
        documents: name of a document in the first build to its name in the second, where both have it.
        changed: documents, by their name in the second, whose bytes differ.
        renamed: name of a term in the first build to its new name.

    Returns:
        The pairs, the claims of the first that have no partner, and those of the second.
    """
    matcher = _Matcher(documents, changed, renamed)
    left = {record.name: record for record in before}
    right = {record.name: record for record in after}
    pairs = [(left.pop(name), right.pop(name)) for name in sorted(left.keys() & right.keys())]
    for rule in (matcher.same, matcher.overlapping, matcher.same_ends, matcher.two_parts, matcher.anywhere):
        pairs += _best(left, right, matcher, rule)
    pairs += _only(left, right, matcher)
    return pairs, list(left.values()), list(right.values())


class _Matcher:
    def __init__(self, documents: Mapping[str, str], changed: frozenset[str], renamed: Mapping[str, str]) -> None:
        self.documents, self.changed, self.renamed = documents, changed, renamed

    def statement(self, record: ClaimRecord) -> tuple[str, ...]:
        return tuple(self.renamed.get(part, part) for part in record.statement)

    def touch(self, a: ClaimRecord, b: ClaimRecord) -> bool:
        return a.text == b.text or (a.start < b.end and b.start < a.end)

    def same(self, a: ClaimRecord, b: ClaimRecord) -> bool:
        return a.text == b.text and self.statement(a) == b.statement

    def overlapping(self, a: ClaimRecord, b: ClaimRecord) -> bool:
        return self.touch(a, b) and self.statement(a) == b.statement

    def same_ends(self, a: ClaimRecord, b: ClaimRecord) -> bool:
        return self.touch(a, b) and self.statement(a)[::2] == b.statement[::2]

    def shared(self, a: ClaimRecord, b: ClaimRecord) -> int:
        """How many of subject, predicate and object are the same."""
        return sum(one == other for one, other in zip(self.statement(a), b.statement, strict=True))

    def two_parts(self, a: ClaimRecord, b: ClaimRecord) -> bool:
        return self.touch(a, b) and self.shared(a, b) == 2

    def one_part(self, a: ClaimRecord, b: ClaimRecord) -> bool:
        here = a.text == b.text and (a.start == b.start or b.document in self.changed)
        return here and self.shared(a, b) == 1

    def anywhere(self, a: ClaimRecord, b: ClaimRecord) -> bool:
        return b.document in self.changed and self.statement(a) == b.statement

    def candidates(
        self, left: Mapping[str, ClaimRecord], right: Mapping[str, ClaimRecord], rule: Rule
    ) -> list[tuple[ClaimRecord, ClaimRecord]]:
        there = defaultdict(list)
        for record in right.values():
            there[record.document].append(record)
        return [(a, b) for a in left.values() for b in there[self.documents.get(a.document, a.document)] if rule(a, b)]


def _best(left: dict[str, ClaimRecord], right: dict[str, ClaimRecord], matcher: _Matcher, rule: Rule) -> list[Pair]:
    """Pair what the rule allows: fewest differing fields first, then the nearest places."""
    found = matcher.candidates(left, right, rule)
    found.sort(key=lambda p: (len(claim_changes(*p)), abs(p[0].start - p[1].start), p[0].name, p[1].name))
    pairs = []
    for a, b in found:
        if a.name in left and b.name in right:
            pairs.append((left.pop(a.name), right.pop(b.name)))
    return pairs


def _only(left: dict[str, ClaimRecord], right: dict[str, ClaimRecord], matcher: _Matcher) -> list[Pair]:
    """Pair what stands at the same passage, shares a part, and has no other candidate on either side."""
    found = matcher.candidates(left, right, matcher.one_part)
    partners: dict[str, set[str]] = defaultdict(set)
    for a, b in found:
        partners[a.name].add(b.name)
        partners[b.name].add(a.name)
    single = [(a, b) for a, b in found if len(partners[a.name]) == 1 == len(partners[b.name])]
    return [(left.pop(a.name), right.pop(b.name)) for a, b in single]
