"""Rules of extraction as data: words that state a relation, and between which kinds of terms they state which.

`relations.yaml`, `everyday.yaml`, `constructions.yaml`, `care.yaml`, `course.yaml` and `findings.yaml` hold what sentences say,
`structure.yaml` what headings and lead-ins say of the lists below them, `hints.yaml` what words only hint at. Each rule has examples and
counter-examples, which run as tests.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from hograph.errors import RuleError
from hograph.extraction.anchors import Anchors
from hograph.extraction.kinds import Kinds
from hograph.files import shipped_data
from hograph.ontology.index import Ontology

SHIPPED = (
    "relations.yaml",
    "everyday.yaml",
    "constructions.yaml",
    "care.yaml",
    "course.yaml",
    "findings.yaml",
    "structure.yaml",
    "hints.yaml",
)
LICENCE = re.compile(
    r"^(?P<s>[LRTIWCABN=]):(?P<sk>[\w|-]+)(?P<so>\?)? (?P<predicate>[a-z]\w*) (?P<o>[LRTIWCABN=]):(?P<ok>[\w|-]+)(?P<oo>\?)?"
    r"(?: using (?P<u>[LRTI]):(?P<uk>[\w|-]+))?$"
)
SECTIONS = ("relations", "structure", "hints")
TEXTS, SHARE, TRUTH = "a list of texts", "a number from 0 to 1", "true or false"
KEYS = {
    "id": "a text",
    "triggers": TEXTS,
    "licences": TEXTS,
    "confidence": SHARE,
    "near": TRUTH,
    "named": TRUTH,
    "only": "a text",
    "beside": TRUTH,
    "bare": TRUTH,
    "labels": TRUTH,
    "own": TRUTH,
    "unconditional": TRUTH,
    "echoes": TEXTS,
    "most": "a text",
    "prose": SHARE,
    "examples": "a list of mappings with text and claims",
    "counter_examples": TEXTS,
    "note": "a text",
}
"""What a rule may say, and in which form."""
STOOD_IN = {"L", "T"}
"""Sides for which what the text speaks of may stand in without a licence that says so."""
CONFIDENCE = 0.8
"""Of a rule that names none: what was measured stands in the file."""


@dataclass(frozen=True)
class Part:
    """One side of a licence.

    Attributes:
        side: `L` left of the trigger, `R` right of it, `N` nearest to it on either side, `C` among its words, `W` in a clause with if or
            when, `B` the intervention that the sentences before speak of, `T` what the text speaks of, `I` an item of a list, `A` what
            headings over it name, `=` the term itself.
        kind: what kind of term it must be.
        terms: those of that kind.
        optional: whether what the text speaks of stands in where nothing is named.
    """

    side: str
    kind: str
    terms: frozenset[str]
    optional: bool = False

    def may_be(self, named: frozenset[str], about: tuple[str, ...]) -> bool:
        """Whether something that is named in a sentence, or that the text around it speaks of, can be it at all."""
        if self.side == "=" or (self.side != "T" and not self.terms.isdisjoint(named)):
            return True
        return (self.side in STOOD_IN or self.optional) and not self.terms.isdisjoint(about)


@dataclass(frozen=True)
class Licence:
    """Which relation a trigger states between terms of which kinds.

    Attributes:
        subject: where the subject stands.
        predicate: local name of the relation.
        object: where the object stands.
        using: where the means stands, for a qualifier, or None.
    """

    subject: Part
    predicate: str
    object: Part
    using: Part | None = None

    @cached_property
    def sides(self) -> frozenset[str]:
        """Where its parts stand."""
        return frozenset(part.side for part in self.parts)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its parts."""
        return tuple(part for part in (self.subject, self.object, self.using) if part)

    def may_hold(self, named: frozenset[str], about: tuple[str, ...]) -> bool:
        """Whether a sentence that names these terms can state it at all, under what speaks of those."""
        return all(part.may_be(named, about) for part in self.parts)


@dataclass(frozen=True)
class Rule:
    """A rule: its words, what they state, and what shows that they do.

    Attributes:
        id: its name.
        triggers: phrases as regular expressions, a space for any white space.
        licences: the first one that fits counts.
        confidence: the share of its claims that are right on annotated texts.
        near: whether its arguments must stand right beside the trigger.
        named: whether its subject must be named, and nothing that stands over the sentence stands in for it.
        only: kind of cue without which the words state nothing, as `unknown`; None for no such condition.
        beside: whether it counts beside a rule with a longer trigger at the same place.
        yours: whether it is of a file of the user's own.
        labels: of a rule of structure, whether a label before a paragraph may name it: `MRI: muscle oedema`.
        own: whether its words are no cue, though they would be one elsewhere: `rule out`.
        unconditional: whether its words state nothing in a clause with if or when.
        most: of a rule of structure for lists over which nothing stands, the kind that most of their items are.
        prose: of a rule of structure, how sure it is of what whole sentences below it name; None where it says nothing of them.
        echoes: of a rule of structure, relations that state its own as well where they stand below it.
        bare: of a rule of structure, whether it holds for items only that are no sentences.
        late: whether its file says so: it counts only for terms that no rule of another file relates, and bounds no other's words.
        examples: text, and the claims that it must give.
        counter_examples: texts of which it must give none.
    """

    id: str
    triggers: tuple[str, ...]
    licences: tuple[Licence, ...]
    confidence: float
    near: bool = False
    named: bool = False
    only: str | None = None
    beside: bool = False
    bare: bool = False
    late: bool = False
    yours: bool = False
    labels: bool = False
    own: bool = False
    unconditional: bool = False
    echoes: tuple[str, ...] = ()
    most: str | None = None
    prose: float | None = None
    examples: tuple[dict[str, Any], ...] = ()
    counter_examples: tuple[str, ...] = ()

    def able(self, named: frozenset[str], about: tuple[str, ...]) -> tuple[tuple[int, Licence], ...]:
        """The licences by which a sentence that names these terms can state anything, under what speaks of those; with their numbers."""
        return tuple([(i, licence) for i, licence in enumerate(self.licences) if licence.may_hold(named, about)])

    @cached_property
    def reaches(self) -> bool:
        """Whether it relates what stands beside its words, and not only what they name themselves."""
        return any(licence.sides & {"L", "R"} for licence in self.licences)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All its triggers as one pattern."""
        return re.compile(self.words, re.IGNORECASE)

    @property
    def words(self) -> str:
        """The source of that pattern, the longest trigger first."""
        phrases = sorted(self.triggers, key=len, reverse=True)
        either = "|".join(phrases).replace(" ?", r"\s*").replace(" ", r"\s+")
        return rf"(?<![\w-])(?:{either})(?!(?<=\w)[\w-])"


@dataclass(frozen=True)
class RuleBook:
    """The rules of relations and of structure, and the hints, over one ontology."""

    relations: tuple[Rule, ...]
    structure: tuple[Rule, ...]
    hints: tuple[Rule, ...]
    kinds: Kinds

    @cached_property
    def _anchors(self) -> Anchors:
        return Anchors(rule.words for rule in self.relations)

    def heard(
        self, text: str, start: int, end: int, wanted: Callable[[Rule], bool]
    ) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Where the words of the rules of relations that are wanted stand in a stretch of a text, rule after rule."""
        found = self._anchors.finditer(text, start, end, lambda number: wanted(self.relations[number]))
        return ((self.relations[number], match) for number, match in found)

    @classmethod
    def load(cls, ontology: Ontology, extra: Iterable[Path] = ()) -> "RuleBook":
        """The shipped rules, and files of the user's own, which name `relations:`, `structure:`, `hints:` and `kinds:` in the same form.

        Raises:
            RuleError: when a rule breaks the format or names a kind or relation that is not there, with file and rule.
        """
        loaded = [(name, _mapping(name, shipped_data("hograph.extraction", name))) for name in SHIPPED]
        loaded += [(str(path), _mapping(str(path), _parsed(path))) for path in extra]
        groups = {kind: text for _, data in loaded for kind, text in data.get("kinds", {}).items()}
        kinds = Kinds(ontology, groups)
        found: dict[str, list[Rule]] = {section: [] for section in SECTIONS}
        seen: set[str] = set()
        for name, data in loaded:
            for section, rules in found.items():
                first = len(rules)
                for raw in data.get(section) or []:
                    rule = _rule(raw, name, kinds, late=data.get("late", False))
                    if rule.id in seen:
                        raise RuleError(f"{name}: two rules are named '{rule.id}'. Rename one.")
                    seen.add(rule.id)
                    rules.append(rule)
                # Rules of the user's own come first: of two with the same words, the first counts.
                rules[:] = [*rules[first:], *rules[:first]]
        return cls(tuple(found["relations"]), tuple(found["structure"]), tuple(found["hints"]), kinds)


def _parsed(path: Path) -> object:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise RuleError(f"{path}: not YAML: {' '.join(str(error).split())}.") from error


def _mapping(name: str, data: object) -> dict[str, Any]:
    unknown = sorted(set(data) - {"kinds", "late", *SECTIONS}) if isinstance(data, dict) else ["(no mapping)"]
    if unknown or not isinstance(data, dict):
        raise RuleError(
            f"{name}: unknown part {', '.join(unknown)}. A file of rules has kinds, late, relations, structure and hints."
        )
    if not isinstance(data.get("late", False), bool):
        raise RuleError(
            f"{name}: 'late' is {data['late']!r}. It is true or false: whether these rules give way to all others."
        )
    for section in SECTIONS:
        if not isinstance(data.get(section) or [], list):
            raise RuleError(f"{name}: '{section}' is no list of rules. Write each below it behind a dash.")
    return dict(data)


def _is(value: object, form: str) -> bool:
    """Whether a value has one of the forms that `KEYS` names."""
    if form == SHARE:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    if form == TRUTH:
        return isinstance(value, bool)
    if form == "a text":
        return isinstance(value, str)
    return isinstance(value, list) and all(isinstance(one, str if form == TEXTS else dict) for one in value)


def _rule(raw: object, name: str, kinds: Kinds, *, late: bool) -> Rule:
    if not isinstance(raw, dict):
        raise RuleError(f"{name}: {raw!r} is no rule. A rule is a mapping with id, triggers, licences and examples.")
    place = f"{name}: rule '{raw.get('id', '?')}'"
    unknown, missing = (
        sorted(map(str, set(raw) - KEYS.keys())),
        sorted({"id", "triggers", "licences", "examples"} - set(raw)),
    )
    if unknown or missing:
        told = f"unknown {', '.join(unknown)}" if unknown else f"{', '.join(missing)} missing"
        raise RuleError(f"{place}: {told}. It has {', '.join(sorted(KEYS))}.")
    for key, value in raw.items():
        if not _is(value, KEYS[key]):
            raise RuleError(f"{place}: {key} is {value!r}. It is {KEYS[key]}.")
    for trigger in raw["triggers"] if name not in SHIPPED else ():  # of those that are shipped, tests compile each
        try:
            re.compile(trigger)
        except re.error as error:
            raise RuleError(f"{place}: trigger '{trigger}' is no regular expression: {error}.") from error
    return Rule(
        id=raw["id"],
        triggers=tuple(raw["triggers"]),
        licences=tuple(_licence(text, place, kinds) for text in raw["licences"]),
        confidence=raw.get("confidence", CONFIDENCE),
        near=raw.get("near", False),
        named=raw.get("named", False),
        only=raw.get("only"),
        beside=raw.get("beside", False),
        bare=raw.get("bare", False),
        late=late,
        yours=name not in SHIPPED,
        labels=raw.get("labels", False),
        own=raw.get("own", False),
        unconditional=raw.get("unconditional", False),
        echoes=tuple(raw.get("echoes", ())),
        most=raw.get("most"),
        prose=raw.get("prose"),
        examples=tuple(raw["examples"]),
        counter_examples=tuple(raw.get("counter_examples", ())),
    )


def _licence(text: str, place: str, kinds: Kinds) -> Licence:
    match = LICENCE.match(text)
    if not match:
        raise RuleError(f"{place}: licence '{text}' is not of the form 'L:Kind relation R:Kind [using R:Kind]'.")
    if match["predicate"] not in kinds.ontology.relations:
        raise RuleError(f"{place}: licence '{text}': '{match['predicate']}' is no relation that claims may use.")

    def part(side: str) -> Part:
        kind = match[f"{side}k"]
        try:
            terms = frozenset({kind}) if match[side] == "=" else kinds.of(kind)
        except RuleError as error:
            raise RuleError(f"{place}: licence '{text}': {error}") from error
        if match[side] == "=" and kind not in kinds.ontology.classes:
            raise RuleError(f"{place}: licence '{text}': '{kind}' is no term of the ontology.")
        return Part(match[side], kind, terms, bool(match.groupdict().get(f"{side}o")))

    return Licence(part("s"), match["predicate"], part("o"), part("u") if match["u"] else None)
