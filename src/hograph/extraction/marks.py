"""Claims as marks on a text, for tools in which people annotate, and what a person's changes to the marks decide.

A claim is four things: a mark over its span, which carries how it is read; a mark each for subject and object, where they are named
or else over the span; and a link from one to the other by its relation. All but the marks of subject and object bear the claim's name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from hograph.curation.claimfile import plain
from hograph.curation.decisions import Ruling, Verdict
from hograph.curation.jsonlines import first_fault
from hograph.curation.tokens import Certainty, Polarity
from hograph.curation.values import Claim, Span
from hograph.errors import ClaimFileError
from hograph.extraction.mentions import Mentions
from hograph.files import sha256

CLAIM = "Claim"
"""The type of the mark over the span of a claim; all other marks have a term as their type."""
CERTAINTY, NEGATED, UNDECIDED = "Certainty", "Negated", "Undecided"
"""What a mark may carry; `Undecided` is for the annotator to leave a claim open."""
LABEL = re.compile(r"claim:([a-z2-7]{16}) of ([0-9a-f]{8})")
Fragments = tuple[tuple[int, int], ...]
"""Starts and ends: a stretch that runs over line ends is in pieces."""


@dataclass(frozen=True)
class Mark:
    """A stretch of text with a type."""

    id: str
    kind: str
    fragments: Fragments


@dataclass(frozen=True)
class Link:
    """A relation between two marks."""

    id: str
    kind: str
    subject: str
    object: str


@dataclass(frozen=True)
class Trait:
    """Something that a mark carries: a flag, or a value of a list."""

    mark: str
    kind: str
    value: str | None = None


@dataclass(frozen=True)
class Label:
    """What a mark bears: the name of its claim, and a hash of the names of all claims that were given out together."""

    name: str
    batch: str

    def __str__(self) -> str:
        return f"claim:{self.name} of {self.batch}"

    @classmethod
    def read(cls, text: object) -> "Label | None":
        """The label in a text, or None."""
        found = LABEL.search(str(text))
        return cls(*found.groups()) if found else None


def batch(claims: Iterable[tuple[str, Claim]]) -> str:
    """A hash of the names of claims: with other claims it is another, so that no claim that was not given out counts as deleted."""
    return sha256("\n".join(sorted({name for name, _ in claims})))[:8]


@dataclass(frozen=True)
class Marks:
    """What stands on a text.

    Attributes:
        marks: by id.
        links: in their order.
        traits: what the marks carry.
        names: id of a mark or link to the label of the claim that it is of.
    """

    marks: dict[str, Mark]
    links: tuple[Link, ...]
    traits: tuple[Trait, ...]
    names: dict[str, Label]


@dataclass(frozen=True)
class Returned:
    """What came back from annotators.

    Attributes:
        rulings: what is decided by it, in the order of the claims.
        added: what they added that is of no known claim, each in words.
    """

    rulings: tuple[Ruling, ...]
    added: tuple[str, ...]


def marks_of(text: str, claims: Sequence[tuple[str, Claim]], finder: Mentions | None = None) -> Marks:
    """The marks of claims on the text that they are of.

    Args:
        text: of the document, into which the spans point.
        claims: each with its name.
        finder: finds where a span names subject and object; without it their marks lie over the whole span.
    """
    marks, links, traits, names = dict[str, Mark](), list[Link](), list[Trait](), dict[str, Label]()
    together = batch(claims)
    for number, (name, claim) in enumerate(claims):
        span = (claim.span.start, claim.span.end)
        whole, subject, object_ = (f"T{3 * number + i}" for i in (1, 2, 3))
        named = _named(text, claim, finder)
        for mark, kind, place in (
            (whole, CLAIM, span),
            (subject, claim.subject, named.get(claim.subject, span)),
            (object_, claim.object, named.get(claim.object, span)),
        ):
            marks[mark] = Mark(mark, kind, fragments(text, *place))
        links.append(Link(f"R{number + 1}", claim.predicate, subject, object_))
        traits += [Trait(whole, kind, value) for kind, value in _traits(claim)]
        names |= dict.fromkeys((whole, f"R{number + 1}"), Label(name, together))
    return Marks(marks, tuple(links), tuple(traits), names)


def fragments(text: str, start: int, end: int) -> Fragments:
    """The pieces of a stretch between line ends; the whole where it holds nothing else."""
    pieces = tuple((start + piece.start(), start + piece.end()) for piece in re.finditer(r"[^\r\n]+", text[start:end]))
    return pieces or ((start, end),)


def _named(text: str, claim: Claim, finder: Mentions | None) -> dict[str, tuple[int, int]]:
    """Where a span names the terms of its claim, the first place of each."""
    start, found = claim.span.start, dict[str, tuple[int, int]]()
    for mention in finder.find(text[start : claim.span.end]) if finder else ():
        for sense in mention.senses:
            found.setdefault(sense.term, (start + mention.start, start + mention.end))
    return found


def _traits(claim: Claim) -> Iterator[tuple[str, str | None]]:
    if claim.polarity is Polarity.NEGATED:
        yield NEGATED, None
    if claim.certainty is not Certainty.ASSERTED:
        yield CERTAINTY, claim.certainty.value


def returned(text: str, marks: Marks, claims: Sequence[tuple[str, Claim]], place: str) -> Returned:
    """What the marks decide on the claims that were given out: left as they were they are accepted, changed edited, deleted rejected.

    Args:
        text: of the document.
        marks: as they came back.
        claims: those that were given out, each with its name.
        place: what to call the file in errors.

    Raises:
        ClaimFileError: when other claims were given out, one stands there twice, or one was changed into none.
    """
    if any(label.batch != batch(claims) for label in marks.names.values()) or (claims and not marks.names):
        raise ClaimFileError(
            f"{place}: was not made from the claims that are proposed now. Export them again, and mark again."
        )
    borne = Counter((label.name, node in marks.marks) for node, label in marks.names.items())
    for name, on_text in (one for one, number in borne.items() if number > 1):
        raise ClaimFileError(f"{place}: claim:{name} has several {'marks' if on_text else 'relations'}. Leave one.")
    nodes = {(label.name, node in marks.marks): node for node, label in marks.names.items()}
    links = {link.id: link for link in marks.links}
    rulings = []
    for name, claim in claims:
        whole, link = marks.marks.get(nodes.get((name, True), "")), links.get(nodes.get((name, False), ""))
        if whole is None or link is None:
            rulings.append(Ruling(claim=name, verdict=Verdict.REJECT))
            continue
        carried = {trait.kind: trait.value for trait in marks.traits if trait.mark == whole.id}
        if UNDECIDED not in carried:
            rulings.append(_ruling(name, claim, _changes(text, claim, whole, link, marks, carried), place))
    return Returned(tuple(rulings), tuple(_added(marks)))


def _changes(
    text: str, claim: Claim, whole: Mark, link: Link, marks: Marks, carried: dict[str, str | None]
) -> dict[str, object]:
    """The fields of a claim that differ from it on the text."""
    now: dict[str, object] = {
        "subject": marks.marks[link.subject].kind,
        "predicate": link.kind,
        "object": marks.marks[link.object].kind,
        "polarity": "negated" if NEGATED in carried else "affirmed",
        "certainty": carried.get(CERTAINTY) or "asserted",
    }
    changes = {field: value for field, value in now.items() if value != str(getattr(claim, field))}
    if whole.fragments != fragments(text, claim.span.start, claim.span.end):
        start, end = min(s for s, _ in whole.fragments), max(e for _, e in whole.fragments)
        changes["span"] = Span(start=start, end=end, sha256=sha256(text[start:end]))
    return changes


def _ruling(name: str, claim: Claim, changes: dict[str, object], place: str) -> Ruling:
    if not changes:
        return Ruling(claim=name, verdict=Verdict.ACCEPT)
    try:
        corrected = Claim.model_validate(plain(claim) | changes)
    except ValidationError as error:
        raise ClaimFileError(f"{place}: claim:{name}: {first_fault(error)}") from error
    return Ruling(claim=name, verdict=Verdict.EDIT, corrected=corrected)


def _added(marks: Marks) -> Iterator[str]:
    for link in marks.links:
        if link.id not in marks.names:
            ends = (marks.marks[end].kind for end in (link.subject, link.object))
            yield f"{link.id}: {f' {link.kind} '.join(ends)}"
