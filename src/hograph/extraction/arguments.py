"""What a sentence speaks of: terms that it names, words that stand for the topic, and people who have a condition."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hograph.extraction.mentions import Mention, Mentions
from hograph.ontology.index import Ontology

TOPIC = re.compile(
    r"(?<![\w-])(?:it|they|them|its"
    r"|(?:this|these|the|such) (?:\w+ )?(?:condition|disease|disorder|entity|lesions?|process|complication|diagnosis|ossifications?|mass)"
    r"|(?:the|this|its) (?:abnormal|new|extra|ectopic|heterotopic) bone|abnormal bone)(?![\w-])",
    re.IGNORECASE,
)
"""Words that stand for what the text speaks of."""
PEOPLE = (
    r"(?:patients?|people|persons?|those|individuals|survivors|subjects|adults|children|men|women|victims"
    r"|anyone|someone|cohorts?|cases)"
)
HAVING = (
    r"(?:with|who (?:have|had|sustain(?:ed)?|suffer(?:ed)?(?: from)?|underwent|undergo|received)|suffering from|having|after|following"
    r"|undergoing|recovering from|sustaining|treated for)"
)
BEFORE = re.compile(
    rf"{PEOPLE}\s+(?:\w+\s+){{0,2}}?{HAVING}\s+(?:an?\s+|the\s+|their\s+)?(?:\w+\s+){{0,2}}?$", re.IGNORECASE
)
BEHIND = re.compile(rf"^(?:[\s-]+(?:injured|affected))?\s+{PEOPLE}(?![\w-])", re.IGNORECASE)
REACH = 60
"""So many characters before a condition may say that people have it."""
JOINT = (
    r"(?:,|/|\(|\)|;|\band\b|\bor\b|\bas well as\b|\bsuch as\b|\bincluding\b|\be\.?g\.?,?|\bfor example,?|\blike\b|\bnamely\b"
    r"|\bi\.?e\.?,?|\bplus\b|\bespecially\b|\bparticularly\b|\bmainly\b|\bboth\b|\beither\b|\bnor\b|\balso\b|\bthe\b|\bits\b"
    r"|\ban?\b|\d+\)|:)"
)
JOINED = re.compile(rf"^\s*(?:{JOINT}\s*)*(?P<free>(?:[\w-]+\s+){{0,2}})$", re.IGNORECASE)
"""What may stand between two members of one list; at most two words that are nothing of the kind."""


@dataclass(frozen=True)
class Argument:
    """Something that can be subject or object.

    Attributes:
        terms: what it may be, one unless the name is ambiguous.
        start: first code point in the block; -1 for what is not named there.
        end: first code point after it.
        how: as in a mention, or `topic`, `pronoun`, `people`.
    """

    terms: tuple[str, ...]
    start: int = -1
    end: int = -1
    how: str = "name"

    @property
    def named(self) -> bool:
        """Whether it stands in the text."""
        return self.start >= 0

    def fitting(self, kind: frozenset[str]) -> "Argument | None":
        """The same, of the kind that is asked for; None when it cannot be, or can in two ways."""
        terms = tuple(term for term in self.terms if term in kind)
        return Argument(terms, self.start, self.end, self.how) if len(terms) == 1 else None

    @property
    def term(self) -> str:
        """The term, where it is one."""
        return self.terms[0]


@dataclass(frozen=True)
class People:
    """Which population has which condition, as the ontology defines them."""

    ontology: Ontology
    _members: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, str] = {}
        for population, relation, condition in self.ontology.part_edges:
            if relation == "hasCondition":
                found.setdefault(condition, population)
        object.__setattr__(self, "_members", found)

    def with_(self, term: str) -> str | None:
        """The population whose members have the condition or, where there is none, one that it is a kind of."""
        if term in self._members:
            return self._members[term]
        above = [parent for parent in self.ontology.parents.get(term, ()) if parent in self._members]
        return self._members[above[0]] if above else None


@dataclass(frozen=True)
class Sentence:
    """A sentence of a block with what it speaks of.

    Attributes:
        text: of the whole block.
        start: where the sentence begins in it.
        end: where it ends.
        arguments: in order.
    """

    text: str
    start: int
    end: int
    arguments: tuple[Argument, ...]

    @cached_property
    def groups(self) -> tuple[tuple[Argument, ...], ...]:
        """Arguments that stand in one list, in order."""
        groups: list[list[Argument]] = []
        for one in self.arguments:
            if groups and self._listed(groups[-1][-1].end, one.start):
                groups[-1].append(one)
            else:
                groups.append([one])
        return tuple(map(tuple, groups))

    def _listed(self, end: int, start: int) -> bool:
        between = self.text[end:start]
        match = JOINED.match(between)
        return bool(match and (between.strip() != match["free"].strip()) and between[: match.start("free")].strip())


def arguments(
    text: str, spans: Iterable[tuple[int, int]], finder: Mentions, people: People, topic: str | None
) -> list[Sentence]:
    """The sentences of a block, each with what it speaks of.

    Args:
        text: of the block.
        spans: its sentences.
        finder: of the document.
        people: of the ontology.
        topic: what the text around it speaks of.
    """
    found = [_argument(text, mention, people) for mention in finder.find(text)]
    if topic:
        taken = [(one.start, one.end) for one in found]
        found += [
            Argument((topic,), *match.span(), "pronoun")
            for match in TOPIC.finditer(text)
            if not any(start < match.end() and match.start() < end for start, end in taken)
        ]
        found.sort(key=lambda one: one.start)
    return [
        Sentence(text, start, end, tuple(one for one in found if start <= one.start and one.end <= end))
        for start, end in spans
    ]


def _argument(text: str, mention: Mention, people: People) -> Argument:
    """A mention, as people where the words around it say that people have what it names."""
    terms = tuple(sense.term for sense in mention.senses)
    populations = {term: people.with_(term) for term in terms}
    if any(populations.values()):
        before = BEFORE.search(text, max(mention.start - REACH, 0), mention.start)
        behind = BEHIND.match(text[mention.end : mention.end + REACH])
        if before or behind:
            start = before.start() if before else mention.start
            end = mention.end + (behind.end() if behind else 0)
            return Argument(tuple(p or term for term, p in populations.items()), start, end, "people")
    return Argument(terms, mention.start, mention.end, mention.how)
