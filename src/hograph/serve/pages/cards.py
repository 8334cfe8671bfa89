"""Claims as pages show them: how each is to be read as badges with words, where it stands, and the passage where it is at hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.curation.passages import Context, Mark, in_context
from hograph.knowledge import KnowledgeGraph
from hograph.query.binding import PROLOGUE, solutions_for
from hograph.query.evidence import Evidence
from hograph.vocabulary import CLAIM, HO

QUALIFIERS = (
    PROLOGUE
    + """
SELECT ?claim ?property ?name ?value ?text WHERE {
  VALUES (?claim) {}
  ?claim ?property ?value .
  FILTER (?property IN (  # VALUES would be joined with all claims first: sixty times as slow on a large graph
    ho:polarity, ho:certainty, ho:scope, ho:inPopulation, ho:inCondition, ho:atSite, ho:atStage, ho:using, ho:proviso, ho:timing,
    ho:frequency, ho:value, ho:comparison, ho:severity, ho:strength, ho:modality, ho:study
  ))
  ?property rdfs:label ?name .
  ?value rdfs:label ?text .
}"""
)
CUES = (
    PROLOGUE
    + """
SELECT ?claim ?kind ?start ?end WHERE {
  VALUES (?claim) {}
  ?claim ho:cue ?cue .
  ?cue ho:cueKind/rdfs:label ?kind ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
}"""
)
LOOKS = {
    "asserted": "sure",
    "hedged": "hedged",
    "inconclusive": "open",
    "unknown": "open",
    "negated": "denied",
    "stated": "sure",
    "left open": "open",
    "denied": "denied",
    "corroborated": "sure",
    "contested": "denied",
    "open question": "open",
    "single source": "plain",
}
"""A word that says how something stands, to the look of its badge; the word itself is always on it."""
PLAIN = {HO["Affirmed"], HO["GeneralKnowledge"]}
"""What goes without saying, and gets no badge."""
PLAINLY = " (asserted)"
"""At the end of the label of a claim, what its badge says as well."""
ORDER = (
    "polarity",
    "certainty",
    "scope",
    "modality",
    "strength",
    "severity",
    "frequency",
    "value",
    "timing",
    "comparison",
)


@dataclass(frozen=True)
class Badge:
    """A word or two on how a claim is to be read: the text, what it is about, and the look."""

    text: str
    about: str = ""
    look: str = "plain"


@dataclass(frozen=True)
class Card:
    """A claim as it is shown.

    Attributes:
        name: of the claim, as it stands in its IRI.
        label: the claim in words, with how it is stated where that is not plainly: it is read without its badges, too.
        badges: how it is to be read.
        place: where it stands.
        context: the passage in its context, where the document is at hand and unchanged.
        changed: whether the document is at hand, but no longer has the passage there.
    """

    name: str
    label: str
    badges: tuple[Badge, ...]
    place: Evidence
    context: Context | None
    changed: bool


Side = tuple[Evidence, list[Card]]
"""A document, by one of its places, and its claims."""


def badge_of(word: str) -> Badge | None:
    """The badge of a word that says how something stands; None of any other."""
    look = LOOKS.get(word)
    return Badge(word, look=look) if look else None


def cards(kg: KnowledgeGraph, claims: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, Card]:
    """The cards of claims, in the order given.

    Args:
        kg: the graph.
        claims: what is no claim of it is left out.
    """
    asked = list(dict.fromkeys(claims))
    badges, cues = _badges(kg, asked), _cues(kg, asked)
    found = {}
    for item in kg.evidence(asked):
        node = CLAIM[item.claim.removeprefix("claim:")]
        found[node] = _card(kg, item, badges[node], cues[node])
    return found


def by_document(shown: Iterable[Card]) -> list[Side]:
    """Cards of each document, to be put side by side; documents by title, cards by place."""
    groups: dict[str, list[Card]] = defaultdict(list)
    for card in shown:
        groups[card.place.document].append(card)
    ordered = [sorted(several, key=lambda card: (card.place.start, card.place.end)) for several in groups.values()]
    return sorted(((several[0].place, several) for several in ordered), key=lambda item: item[0].document)


def _card(kg: KnowledgeGraph, item: Evidence, badges: Sequence[Badge], cues: Sequence[Mark]) -> Card:
    document = kg.document(item.document)
    context = None
    if document and item.passage is not None:
        context = in_context(document.text, Mark(item.start, item.end), cues)
    name = item.claim.removeprefix("claim:")
    return Card(
        name, item.label.removesuffix(PLAINLY), tuple(badges), item, context, bool(document) and item.passage is None
    )


def _badges(kg: KnowledgeGraph, claims: Sequence[ox.NamedNode]) -> Mapping[ox.NamedNode, list[Badge]]:
    found: dict[ox.NamedNode, dict[tuple[int, str, str], Badge]] = defaultdict(dict)
    for row in solutions_for(kg.store, QUALIFIERS, "claim", claims):
        if row["value"] in PLAIN:
            continue
        part, name, text = HO.name(row["property"]), row["name"].value.removeprefix("has "), row["text"].value
        place = ORDER.index(part) if part in ORDER else len(ORDER)
        said = name if place > 1 else ""
        found[row["claim"]][place, name, text] = Badge(text, said, LOOKS.get(text, "plain") if place < 2 else "plain")
    return defaultdict(list, {claim: [some[key] for key in sorted(some)] for claim, some in found.items()})


def _cues(kg: KnowledgeGraph, claims: Sequence[ox.NamedNode]) -> Mapping[ox.NamedNode, list[Mark]]:
    found: dict[ox.NamedNode, set[Mark]] = defaultdict(set)
    for row in solutions_for(kg.store, CUES, "claim", claims):
        kind = row["kind"].value.removesuffix(" cue")
        found[row["claim"]].add(Mark(int(row["start"].value), int(row["end"].value), kind))
    return defaultdict(list, {claim: sorted(some, key=lambda m: (m.start, m.end)) for claim, some in found.items()})
