"""How a statement is to be read: negated, hedged, open, conditional, historical; and of whom. The cues are data: `context.yaml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from hograph.curation.tokens import ScopeOfEvidence, StudyType
from hograph.extraction.anchors import Anchors
from hograph.extraction.numbers import NUMBER
from hograph.files import shipped_data

OPEN = {"inconclusive", "unknown"}
"""Kinds of cues that leave open what their clause says, and no more."""
LED = re.compile(
    r"\W*(?:since|because|although|though|while|whereas|as|even though|even if|when|if|once)\b", re.IGNORECASE
)
"""How a sentence begins of which the main clause comes second."""
MAIN = re.compile(
    r",\s+(?:(?:the|an?|this|these|it|they|we|you|there|patients|most|some|many|no)\b"
    r"|(?:[\w-]+ ){1,3}(?:is|are|was|were|may|might|can|could|should|must|will|has|have|does|do)\b)",
    re.IGNORECASE,
)
"""Where that clause begins."""
ALSO = re.compile(r"\b(?:but|and|though|yet)\s+$", re.IGNORECASE)
ASIDE = re.compile(r"(?:\s+[\w-]+){1,4}?,")
"""Behind these, what is denied of a few words between commas only: *progenitors, but not satellite cells, become osteoblasts*."""


class Side(StrEnum):
    """Which part of its sentence a cue governs."""

    AFTER = "after"
    BOTH = "both"


@dataclass(frozen=True)
class CueRule:
    """A kind of cue: its words, what they govern, and what shows that they do."""

    kind: str
    side: Side
    words: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """Words that decide how part of a sentence is to be read.

    Attributes:
        kind: `negation`, `hedge`, `inconclusive`, `unknown`, `condition`, `historical`, `hypothesis`, `animal`, `one-patient`, `study`.
        start: first code point in the text.
        end: first code point after it.
        from_: where the part that it governs begins.
        to: where that part ends.
    """

    kind: str
    start: int
    end: int
    from_: int
    to: int

    def governs(self, start: int, end: int) -> bool:
        """Whether a stretch lies in the part that the cue governs."""
        return self.from_ <= start and end <= self.to


@cache
def cue_rules() -> tuple[CueRule, ...]:
    """The rules as the file has them."""
    return tuple(
        CueRule(
            rule["kind"],
            Side(rule["side"]),
            whole(rule["phrases"]),
            tuple(rule["examples"]),
            tuple(rule.get("counter_examples", ())),
        )
        for rule in _data()["cues"]
    )


def either(phrases: list[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words, in small letters or capitals, with any white space between them."""
    return re.compile(whole(phrases), re.IGNORECASE)


def whole(phrases: list[str]) -> str:
    """The same, as the source of a pattern."""
    spelled = "|".join(phrase.replace(" ", r"\s+") for phrase in phrases)
    return rf"(?<![\w-])(?:{spelled})(?!\w)"


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = shipped_data("hograph.extraction", "context.yaml")
    return loaded


@cache
def reversal_rows() -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    """The words that turn a statement round, each row with its words as a pattern that ends or begins where its place says."""
    rows = _data()["reversals"]
    return tuple((row, re.compile(_placed(row["place"], row["words"]), re.IGNORECASE)) for row in rows)


def _placed(place: str, words: list[str]) -> str:
    pattern = rf"(?<![\w-])(?:{'|'.join(words)})(?!\w)"
    if place == "before-all":
        pattern += "[^;:]*$"
    elif place.startswith("before"):
        pattern += r" (?:(?!(?:by|with|in|to|from|after|through|via|and|or|may|can|is|are|was|were) )[\w-]+ ){0,2}$"
    if place.startswith("behind"):
        pattern = f"[ -](?:{pattern})"
    return pattern.replace(" ", r"\s+")


@cache
def clause_end(of: str) -> re.Pattern[str]:
    """Where ends what a `cue`, a `negation`, a cue of a `whole` clause, an `object`, a `qualifier` or a `lead-in` belongs to."""
    turns = [turn for part in _data()["ends"][of] for turn in _data()["turns"][part]]
    any_turn = "|".join(rf"\b{turn}\b" if turn[0].isalpha() else turn for turn in turns)
    return re.compile(any_turn.replace(" ", r"\s+"), re.IGNORECASE)


@dataclass(frozen=True)
class StudyRule:
    """A sort of study: of whom its claims speak, its words, and what shows that they tell it."""

    kind: StudyType
    scope: ScopeOfEvidence
    words: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def study_rules() -> tuple[StudyRule, ...]:
    """The sorts of studies, the first that fits counts."""
    return tuple(
        StudyRule(
            StudyType(row["kind"]),
            ScopeOfEvidence(row["scope"]),
            either(row["words"]),
            tuple(row["examples"]),
            tuple(row.get("counter_examples", ())),
        )
        for row in _data()["studies"]
    )


@dataclass(frozen=True)
class SizeRules:
    """How texts say how many took part in a study, the number in the group `number`; and what shows it."""

    whole: tuple[re.Pattern[str], ...]
    sample: tuple[re.Pattern[str], ...]
    parts: re.Pattern[str]
    examples: dict[str, int]
    counter_examples: tuple[str, ...]


@cache
def size_rules() -> SizeRules:
    """The patterns of sizes, as the file has them."""
    data = _data()["sizes"]
    people, figure = data["between"] + data["people"], rf"(?P<number>{NUMBER})"

    def patterns(name: str) -> tuple[re.Pattern[str], ...]:
        filled = (one.replace("{number}", figure).replace("{people}", people) for one in data[name])
        return tuple(either([one]) for one in filled)

    return SizeRules(
        patterns("whole"),
        patterns("sample"),
        either([data["parts"]]),
        data["examples"],
        tuple(data["counter_examples"]),
    )


def cues(text: str, start: int = 0, end: int | None = None) -> list[Cue]:
    """The cues of a sentence, in order; none within another, the longest first, and none that a pseudo cue covers.

    Args:
        text: the block that the sentence stands in.
        start: where the sentence begins.
        end: where it ends.

    Example:
        >>> text = "It is not always painful but may recur."
        >>> [(cue.kind, text[cue.start:cue.end], text[cue.from_:cue.to]) for cue in cues(text)]
        [('hedge', 'may', ' recur.')]
    """
    return list(_cues(text, start, len(text) if end is None else end))


@lru_cache(maxsize=64)
def _cues(text: str, start: int, end: int) -> tuple[Cue, ...]:
    """The cues of a sentence; kept for a while, since each claim of it asks for them."""
    taken: list[tuple[int, int]] = []
    found = []
    for rule, first, last in sorted(
        _matches(text, start, end), key=lambda m: (m[0].kind != "pseudo", m[1] - m[2], m[1])
    ):
        if any(first < there[1] and there[0] < last for there in taken):
            continue
        taken.append((first, last))
        if rule.kind != "pseudo":
            ends = clause_end("whole" if rule.side is Side.BOTH else "negation" if rule.kind == "negation" else "cue")
            if rule.kind in OPEN:
                ends = clause_end("open")
            opened = [stop.end() for stop in ends.finditer(text, start, first)] if rule.side is Side.BOTH else [last]
            stop = ends.search(text, last, end)
            to = min(stop.start() if stop else end, _led_to(text, start, last, end))
            if rule.kind == "negation" and ALSO.search(text, start, first) and (aside := ASIDE.match(text, last, to)):
                to = aside.end()
            found.append(Cue(rule.kind, first, last, opened[-1] if opened else start, to))
    return tuple(sorted(found, key=lambda cue: cue.start))


def _led_to(text: str, start: int, last: int, end: int) -> int:
    """Where the clause ends with which a sentence begins before its main clause, of what stands in it: *since pain is absent, ...*."""
    if LED.match(text, start, end):
        comma = MAIN.search(text, last, end)
        within = comma and not MAIN.search(text, start, last)
        return comma.start() if comma and within else end
    return end


@cache
def _anchors() -> Anchors:
    return Anchors(rule.words for rule in cue_rules())


def _matches(text: str, start: int, end: int) -> Iterator[tuple[CueRule, int, int]]:
    for number, match in _anchors().finditer(text, start, end):
        if match.end() > match.start():
            yield cue_rules()[number], *match.span()
