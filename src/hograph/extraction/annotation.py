"""Claims in the formats of annotation tools, BRAT standoff and PubAnnotation JSON, there and back."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from hograph.curation.values import Claim
from hograph.errors import ClaimFileError
from hograph.extraction.marks import (
    CLAIM,
    Fragments,
    Label,
    Link,
    Mark,
    Marks,
    Returned,
    Trait,
    fragments,
    marks_of,
    returned,
)
from hograph.extraction.mentions import Mentions

Claims = Sequence[tuple[str, Claim]]
"""Claims, each with its name."""
NAMED, LINKED = "claim", "relation"
"""Attributes in PubAnnotation: the name of a claim, and the relation that is a part of it."""


def to_brat(text: str, claims: Claims, finder: Mentions | None = None) -> str:
    r"""The text of the `.ann` file that stands beside `<document>.txt`.

    Args:
        text: of the document, into which the spans of the claims point.
        claims: each with its name.
        finder: finds where a span names subject and object; without it, their marks lie over the whole span.

    Example:
        >>> from hograph.curation.values import Span
        >>> from hograph.files import sha256
        >>> span = Span(start=0, end=16, sha256=sha256("Burns bring bone"))
        >>> claim = Claim(subject="Burn", predicate="causes", object="HeterotopicOssification", span=span)
        >>> print(to_brat("Burns bring bone", [("abcdefghijklmnop", claim)]).replace("\t", " "))
        T1 Claim 0 16 Burns bring bone
        T2 Burn 0 16 Burns bring bone
        T3 HeterotopicOssification 0 16 Burns bring bone
        R1 causes Arg1:T2 Arg2:T3
        #1 AnnotatorNotes T1 claim:abcdefghijklmnop of f39dac6c
        #2 AnnotatorNotes R1 claim:abcdefghijklmnop of f39dac6c
        <BLANKLINE>
    """
    made = marks_of(text, claims, finder)
    lines = [f"{m.id}\t{m.kind} {_places(m.fragments)}\t{_words(text, m.fragments)}" for m in made.marks.values()]
    lines += [f"{link.id}\t{link.kind} Arg1:{link.subject} Arg2:{link.object}" for link in made.links]
    for number, trait in enumerate(made.traits, 1):
        value = f" {trait.value.capitalize()}" if trait.value else ""
        lines.append(f"A{number}\t{trait.kind} {trait.mark}{value}")
    lines += [f"#{i}\tAnnotatorNotes {node}\t{label}" for i, (node, label) in enumerate(made.names.items(), 1)]
    return "".join(f"{line}\n" for line in lines)


def _places(pieces: Fragments) -> str:
    return ";".join(f"{start} {end}" for start, end in pieces)


def _words(text: str, pieces: Fragments) -> str:
    """The words of the pieces on one line, as BRAT joins them."""
    return " ".join(re.sub(r"[\r\n]", " ", text[start:end]) for start, end in pieces)


def from_brat(text: str, ann: str, claims: Claims, place: str = ".ann") -> Returned:
    """What an `.ann` file that came back decides on the claims that were given out.

    Args:
        text: of the document.
        ann: the text of the file.
        claims: those that were given out, each with its name.
        place: the name of the file, for errors.

    Raises:
        ClaimFileError: when a line is none of BRAT's, or a claim was changed into none; the text names the line.
    """
    marks, links, traits, names = dict[str, Mark](), list[Link](), list[Trait](), dict[str, Label]()
    for number, line in enumerate(ann.split("\n"), 1):
        node, _, rest = line.partition("\t")
        head, _, words = rest.partition("\t")
        kind, _, arguments = head.partition(" ")
        where = f"{place}:{number}"
        if node.startswith("T"):
            marks[node] = Mark(node, kind, _read_places(arguments, text, where))
        elif node.startswith("R"):
            match = re.fullmatch(r"Arg1:(\S+) Arg2:(\S+)\s*", arguments)
            if match is None:
                raise ClaimFileError(f"{where}: a relation needs Arg1 and Arg2, as in `R1<tab>causes Arg1:T2 Arg2:T3`.")
            links.append(Link(node, kind, *match.groups()))
        elif node.startswith(("A", "M")):
            mark, _, value = arguments.strip().partition(" ")
            traits.append(Trait(mark, kind, value.lower() or None))
        elif node.startswith("#") and (label := Label.read(words)):
            names[arguments.strip()] = label
        elif node and not node.startswith(("#", "N", "E", "*")):
            raise ClaimFileError(f"{where}: '{node[:20]}' begins no line of BRAT's standoff format (T, R, A, N, E, #).")
    return returned(text, _whole(marks, links, traits, names, place), claims, place)


def _read_places(arguments: str, text: str, where: str) -> Fragments:
    match = re.fullmatch(r"\d+ \d+(;\d+ \d+)*", arguments.strip())
    pieces = [tuple(map(int, piece.split())) for piece in arguments.strip().split(";")] if match else []
    if not pieces or not all(start < end <= len(text) for start, end in pieces):
        raise ClaimFileError(f"{where}: '{arguments}' is no place in the document, as in `T1<tab>Burn 10 14<tab>burn`.")
    return tuple((start, end) for start, end in pieces)


def _whole(
    marks: dict[str, Mark], links: Sequence[Link], traits: Sequence[Trait], names: dict[str, Label], place: str
) -> Marks:
    """The marks, once the ends of all relations are known to be there; names of what was deleted go with it."""
    for link in links:
        lost = next((end for end in (link.subject, link.object) if end not in marks), None)
        if lost:
            raise ClaimFileError(f"{place}: relation {link.id} leads to {lost}, which is not in the file.")
    there = {*marks, *(link.id for link in links)}
    kept = {node: label for node, label in names.items() if node in there}
    return Marks(marks, tuple(links), tuple(traits), kept)


def to_pubannotation(document: str, text: str, claims: Claims, finder: Mentions | None = None) -> dict[str, Any]:
    """A document with its claims as PubAnnotation JSON.

    Args:
        document: its slug.
        text: its text.
        claims: each with its name.
        finder: finds where a span names subject and object; without it, their marks lie over the whole span.
    """
    made = marks_of(text, claims, finder)
    denotations = [
        {"id": m.id, "span": {"begin": m.fragments[0][0], "end": m.fragments[-1][1]}, "obj": m.kind}
        for m in made.marks.values()
    ]
    relations = [{"id": one.id, "pred": one.kind, "subj": one.subject, "obj": one.object} for one in made.links]
    carried = [(t.mark, t.kind, True if t.value is None else t.value) for t in made.traits]
    carried += [
        fact for whole, link in _pairs(made) for fact in ((whole, NAMED, str(made.names[whole])), (whole, LINKED, link))
    ]
    attributes = [
        {"id": f"A{i}", "subj": on, "pred": kind, "obj": value} for i, (on, kind, value) in enumerate(carried, 1)
    ]
    return {
        "sourcedb": "hograph",
        "sourceid": document,
        "text": text,
        "denotations": denotations,
        "relations": relations,
        "attributes": attributes,
    }


def _pairs(made: Marks) -> Iterator[tuple[str, str]]:
    """The mark over the span of each claim, and its link."""
    links = {made.names[link.id]: link.id for link in made.links}
    for mark in made.marks.values():
        if mark.kind == CLAIM:
            yield mark.id, links[made.names[mark.id]]


def from_pubannotation(text: str, data: object, claims: Claims, place: str = ".json") -> Returned:
    """What PubAnnotation JSON that came back decides on the claims that were given out.

    Args:
        text: of the document.
        data: the JSON.
        claims: those that were given out, each with its name.
        place: the name of the file, for errors.

    Raises:
        ClaimFileError: when it is no annotation of this text, or a claim was changed into none.
    """
    if not isinstance(data, dict) or data.get("text") != text:
        raise ClaimFileError(f"{place}: its `text` is not that of the document. Export the claims again.")
    try:
        marks = {
            one["id"]: Mark(one["id"], one["obj"], _stretch(text, int(one["span"]["begin"]), int(one["span"]["end"])))
            for one in data.get("denotations", ())
        }
        links = [Link(one["id"], one["pred"], one["subj"], one["obj"]) for one in data.get("relations", ())]
        carried = [(one["subj"], one["pred"], one["obj"]) for one in data.get("attributes", ())]
    except (KeyError, TypeError, ValueError) as error:
        raise ClaimFileError(
            f"{place}: no PubAnnotation: a denotation, relation or attribute lacks {error}."
        ) from error
    names = {on: label for on, kind, value in carried if kind == NAMED and (label := Label.read(value))}
    names |= {str(value): names[on] for on, kind, value in carried if kind == LINKED and on in names}
    traits = [
        Trait(on, kind, str(value) if value is not True else None)
        for on, kind, value in carried
        if kind not in {NAMED, LINKED} and value is not False
    ]
    return returned(text, _whole(marks, links, traits, names, place), claims, place)


def _stretch(text: str, start: int, end: int) -> Fragments:
    if not 0 <= start < end <= len(text):
        raise ValueError(f"a place in the text ({start}-{end} is none)")
    return fragments(text, start, end)
