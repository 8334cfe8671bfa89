"""The relations that a sentence states: a trigger, what stands on either side of it, and the licence that fits their kinds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from hograph.extraction.arguments import INSIDE, USE, Argument, Pair, Sentence, pair_of
from hograph.extraction.context import clause_end
from hograph.extraction.rules import Licence, Part, Rule, RuleBook

APART = re.compile(r"[;:]\s|\b(?:whereas|while|because|although|though)\b", re.IGNORECASE)
"""Between clauses with subjects of their own."""
AND = re.compile(
    r"\b(?:and|or|but)\s+(?:\w+ly\s+|therefore\s+|thereby\s+|thus\s+|hence\s+|so\s+|also\s+|later\s+|then\s+|it\s+)*$",
    re.IGNORECASE,
)
"""Before a verb that goes on about the subject of the verb before it."""
SHARING = re.compile(r"[\s,]*(?:and|or|and/or)\s+(?:\w+ly\s+)?", re.IGNORECASE)
"""Between verbs that share an object: it prevents *and* treats."""
BESIDE = re.compile(
    r"^\s*(?:(?:the|an?|both|either|any|all|some|his|her|their|its|one or more|of)\s+)*"
    r"(?:(?!(?:in|on|by|with|to|for|seen|due)\b)[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""What may stand between a trigger and an argument right beside it."""
ASIDE = re.compile(
    r"\b(?:after|before|following|during|despite|prior to|since|until|within \w+ \w+ of|on the day of|at the time of)\s+"
    r"(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""Before what tells only when: radiotherapy *after surgery* prevents it."""
CLAUSE = re.compile(
    r"[;:]|\b(?:and|but|or|while|whereas|which|who|that|because|since|if|when|is|are|was|were|has|have|had)\b",
    re.IGNORECASE,
)
"""Between two names that are not of one subject."""
RELATIVE = re.compile(r"\b(?:which|that|who|whose)\b", re.IGNORECASE)
"""Behind what alone the clause speaks of."""
REACH = 60
"""So many characters before a name may such words stand."""
NAMES = {"isCalled", "formerlyCalled"}
"""Objects of these are names only, and no subjects of what the sentence goes on to say."""
OF = re.compile(r"^\s*(?:of|in|around|near|at|on)\s+(?:the\s+|both\s+|an?\s+)*$", re.IGNORECASE)
"""Between two sites, the second of which holds the first, or within a list: calcium in the tissue, hypoxia and stasis."""
CLOSE = re.compile(r"^[\s,]*(?:\([^()]*\)\s*)?$")
"""What may stand before a trigger, behind an argument right beside it."""

Lists = dict[str, list[list[Argument]]]
"""Side to the lists of arguments there, the nearest first."""


@dataclass(frozen=True)
class Trigger:
    """Words of a sentence that state a relation, by a rule; and the licences of the rule that may hold there, with their numbers."""

    rule: Rule
    start: int
    end: int
    licences: tuple[tuple[int, Licence], ...]


@dataclass(frozen=True)
class Relation:
    """A relation between two arguments, and what states it.

    Attributes:
        subject, object: the arguments.
        predicate: local name of the relation.
        rule: that found it.
        trigger: its place, (-1, -1) where a heading states it.
        using: what serves as means, or None.
        answered: kinds of the cues of the answer, where a question asks for it.
    """

    subject: Argument
    predicate: str
    object: Argument
    rule: Rule
    trigger: tuple[int, int] = (-1, -1)
    using: Argument | None = None
    answered: tuple[str, ...] = ()

    @property
    def places(self) -> list[tuple[int, int]]:
        """Where it is stated, in the block: trigger and arguments, as far as they are named."""
        named = [one for one in (self.subject, self.object, self.using) if one and one.named]
        places = [(one.start, one.end) for one in named]
        return [*places, self.trigger] if self.trigger[0] >= 0 else places

    @property
    def pair(self) -> Pair:
        """What it relates, either way: places of what is named, terms of what is not."""
        return pair_of(self.subject, self.object)

    def words_between(self, text: str) -> int:
        """How many words stand between the trigger and the argument that is farther from it; none where a heading states it."""
        if self.trigger[0] < 0:
            return 0
        start, end = self.trigger
        named = [one for one in (self.subject, self.object) if one.named]
        return max((len(text[min(end, one.end) : max(start, one.start)].split()) for one in named), default=0)


@dataclass(frozen=True)
class Relater:
    """Finds the relations of sentences by the rules.

    Attributes:
        book: the rules.
    """

    book: RuleBook

    def triggers(self, sentence: Sentence, about: tuple[str, ...]) -> list[Trigger]:
        """Where words of rules stand, the longest first, those of late rules last; of rules that bound no others, where they may hold."""
        able: dict[str, tuple[tuple[int, Licence], ...]] = {}

        def wanted(rule: Rule) -> bool:
            able[rule.id] = rule.able(sentence.terms, about)
            said = rule.only is None or any(cue.kind == rule.only for cue in sentence.cues)
            return said and (not (rule.near or rule.late) or bool(able[rule.id]))

        heard = self.book.heard(sentence.text, sentence.start, sentence.end, wanted)
        found = [
            Trigger(rule, *match.span(), able[rule.id])
            for rule, match in heard
            if not (rule.unconditional and sentence.conditional(match.start()))
        ]
        return sorted(found, key=lambda t: (t.rule.late, t.start - t.end, t.start))

    def relations(self, sentence: Sentence, about: tuple[str, ...], *, asked: bool = False) -> list[Relation]:
        """What a sentence states, in the order of its triggers; of overlapping triggers the longest that states something counts.

        A question states nothing but names.

        Args:
            sentence: with its arguments.
            about: what the text around it speaks of, the nearest first: a term above in the list, the topic of the document.
            asked: whether what a question asks is wanted, because an answer says that it is so.
        """
        triggers = self.triggers(sentence, about)
        names = [t for t in triggers if any(licence.predicate in NAMES for licence in t.rule.licences)]
        if sentence.text[sentence.start : sentence.end].rstrip().endswith("?") and not asked:
            triggers = names
        aside = {
            relation.object.start
            for trigger in names
            for relation in self._stated(sentence, trigger, about, triggers, frozenset())
        }
        kept: list[Trigger] = []
        found: list[Relation] = []
        for one in triggers:
            rivals = [
                t for t in kept if t.start < one.end and one.start < t.end and not (t.rule.beside or one.rule.beside)
            ]
            if rivals:
                continue
            made = self._stated(sentence, one, about, triggers, frozenset() if one in names else frozenset(aside))
            known = {relation.pair for relation in found if one.rule.late}
            if made := [relation for relation in made if relation.pair not in known]:
                kept.append(one)
                found += made
        return sorted(found, key=lambda relation: relation.trigger)

    def _stated(
        self,
        sentence: Sentence,
        trigger: Trigger,
        about: tuple[str, ...],
        triggers: list[Trigger],
        aside: frozenset[int],
    ) -> list[Relation]:
        """What one trigger states: by the nearest list to its left that some licence takes, else with what the text speaks of."""
        if not trigger.licences:
            return []
        left = [
            [one for one in group if one.end <= trigger.start and one.start not in aside and not one.served]
            for group in sentence.groups
        ]
        nearest = _this_side(sentence, trigger, [group for group in reversed(left) if group])
        if trigger.rule.near:
            around_it = [one for one in sentence.arguments if one.start < trigger.start and trigger.end < one.end]
            close = nearest and CLOSE.match(sentence.text[nearest[0][-1].end : trigger.start])
            nearest = [around_it] if around_it else [_ending(nearest[0][-1])] if close else []
        else:
            nearest = _subjects_first(sentence, trigger, nearest)
        if not trigger.rule.near and (before := _coordinated(sentence, trigger, triggers)):
            nearest = [group for group in nearest if group[-1].end <= before.start] or nearest
        right = self._right(sentence, trigger, triggers)
        named = (
            trigger.rule.near or trigger.rule.named or any(one.how != "pronoun" for group in nearest for one in group)
        )
        clause = [one for one in sentence.arguments if one.how != "pronoun" and sentence.conditional(one.start)]
        covered = [one for one in sentence.arguments if one.start < trigger.end and trigger.start < one.end]
        for group, reach in product((*nearest, None), (right[:1], right) if len(right) > 1 else (right,)):
            around: Lists = {"L": [group] if group else [], "R": reach, "W": [clause], "C": [covered]}
            around["B"] = [list(sentence.before)]
            for number, licence in trigger.licences:
                if reach is not right and "R" not in licence.sides:
                    continue
                made = list(self._licensed(trigger, licence, group is None, around, about, implied=not named))
                if made:
                    return [*made, *self._mixed(trigger, number, made, around, about)]
        return []

    def _mixed(
        self, trigger: Trigger, number: int, made: list[Relation], around: Lists, about: tuple[str, ...]
    ) -> Iterator[Relation]:
        """What later licences make of the rest of a list of mixed kinds: seen in burn patients, after surgery and after trauma."""
        first = trigger.rule.licences[number]
        if first.object.side != "R":
            return
        taken = {relation.object.start for relation in made}
        rest = [
            [one for one in group if one.start not in taken]
            for group in around["R"]
            if taken & {o.start for o in group}
        ]
        subjects = {relation.subject.start for relation in made}
        for licence in trigger.rule.licences[number + 1 :]:
            if licence.subject == first.subject and licence.object.side == "R":
                for relation in self._licensed(trigger, licence, True, around | {"R": rest}, about, implied=True):
                    if relation.subject.start in subjects and relation.object.start not in taken:
                        taken.add(relation.object.start)
                        yield relation

    def _licensed(
        self,
        trigger: Trigger,
        licence: Licence,
        last: bool,
        around: Lists,
        about: tuple[str, ...],
        *,
        implied: bool,
    ) -> Iterator[Relation]:
        if not last and "L" not in licence.sides:
            return
        sides: list[list[Argument]] = []
        for part in licence.parts:
            sides.append(self._side(part, around, about, implied=implied and last, last=last))
            if not sides[-1]:
                return
        for subject, object_, *using in product(*sides):
            if subject.term != object_.term:
                yield Relation(
                    subject,
                    licence.predicate,
                    object_,
                    trigger.rule,
                    (trigger.start, trigger.end),
                    next(iter(using), None),
                )

    def _side(self, part: Part, around: Lists, about: tuple[str, ...], *, implied: bool, last: bool) -> list[Argument]:
        """The arguments for one side: of the nearest list with one of its kind, else what the text speaks of, where that may stand in."""
        if part.side == "=":
            return [Argument((part.kind,), how="topic")]
        had = part.side in {"L", "W", "C"}
        found = next((fit for group in around.get(part.side, ()) if (fit := _fitting(group, part.terms, had=had))), [])
        stands_in = part.side == "T" or (part.optional and (last or part.side != "L")) or (part.side == "L" and implied)
        if not found and stands_in:
            found = [Argument((term,), how="topic") for term in about if term in part.terms][:1]
        return found

    def _right(self, sentence: Sentence, trigger: Trigger, triggers: list[Trigger]) -> list[list[Argument]]:
        """The lists to the right of a trigger that may belong to it, the nearest first."""
        later = (t for t in triggers if t.start >= trigger.end and _bounds(t, trigger))
        others = [t.start for t in later if not SHARING.fullmatch(sentence.text, trigger.end, t.start)]
        cut = [one for one in sentence.arguments if one.start < trigger.end < one.end]
        inner = [name for one in cut for name in one.inner if name.start >= trigger.end]
        found: list[list[Argument]] = []
        bracket = sentence.text.find(")", trigger.end) if sentence.text[trigger.start] == "(" else -1
        close = bracket if bracket >= 0 else sentence.end
        sites = self.book.kinds.of("AnatomicalEntity")
        for group in sentence.groups:
            inside = [one for one in group if _behind(one, trigger) and not one.compared and one.end <= close]
            if not inside:
                continue
            between = sentence.text[trigger.end : inside[0].start]
            if clause_end("object").search(between) or (trigger.rule.near and not BESIDE.match(between)):
                break
            apart = sentence.text[found[-1][-1].end : inside[0].start] if found else ""
            if OF.match(apart) and (len(inside) > 1 or {*found[-1][-1].terms, *inside[0].terms} <= sites):
                found[-1] = [*found[-1], *inside]
            else:
                found.append(inside)
            if trigger.rule.near or any(start <= inside[0].start for start in others):
                break
        if sentence.text[trigger.start : trigger.end].rstrip().endswith(":"):
            found = [[one for group in found for one in group]] if found else []
        if inner:
            found.insert(any(_behind(one, trigger) for one in cut), inner)
        return found


def _this_side(sentence: Sentence, trigger: Trigger, nearest: list[list[Argument]]) -> list[list[Argument]]:
    """The lists left of a trigger that stand in its own clause, as far as it has any; what a label before it names, where it has none."""
    apart = [match.end() for match in APART.finditer(sentence.text, sentence.start, trigger.start)]
    apart += [start for start, end in sentence.provisos if start <= trigger.start < end and start > sentence.start]
    apart.sort()
    own = [group for group in nearest if apart and group[0].start >= apart[-1]]
    return own if any(one.how != "pronoun" for group in own for one in group) else nearest


def _subjects_first(sentence: Sentence, trigger: Trigger, nearest: list[list[Argument]]) -> list[list[Argument]]:
    """The lists left of a trigger: that of the subject before what only says more on it, and last those that tell only when."""

    def stands_behind(words: re.Pattern[str], group: list[Argument]) -> bool:
        return bool(words.search(sentence.text, max(sentence.start, group[0].start - REACH), group[0].start))

    aside = [stands_behind(ASIDE, group) for group in nearest]
    ordered = [group for late in (False, True) for group, one in zip(nearest, aside, strict=True) if one is late]
    told = ordered and RELATIVE.search(sentence.text, ordered[0][-1].end, trigger.start)
    if ordered and not told and stands_behind(INSIDE, ordered[0]):
        free = next((one for one in ordered[1:] if not stands_behind(INSIDE, one) or stands_behind(USE, one)), None)
        done_to = free and free[-1].category == "BiologicalProcess"
        if free and not done_to and not CLAUSE.search(sentence.text, free[-1].end, ordered[0][0].start):
            return [free, *(group for group in ordered if group is not free)]
    return ordered


def _coordinated(sentence: Sentence, trigger: Trigger, triggers: list[Trigger]) -> Trigger | None:
    """The verb before a trigger with which it shares its subject: it is contraindicated in pregnancy *and* should be avoided."""
    if not AND.search(sentence.text, sentence.start, trigger.start):
        return None
    before = [t for t in triggers if t.end < trigger.start and _bounds(t, trigger)]
    return max(before, key=lambda t: t.end, default=None)


def _bounds(one: Trigger, other: Trigger) -> bool:
    """Whether what one trigger relates is not for the other."""
    return one.rule.reaches and not one.rule.near and (other.rule.late or not one.rule.late)


def _behind(one: Argument, trigger: Trigger) -> bool:
    """Whether an argument stands right of a trigger, or begins in its words: a rare *hereditary form of HO*, *restricts motion*."""
    begins = one.start >= trigger.start if one.how == "phrase" else one.start > trigger.start
    return one.start >= trigger.end or (begins and one.end > trigger.end)


def _ending(one: Argument) -> list[Argument]:
    """An argument, and what the end of its name names."""
    return [one, *(name for name in one.inner if name.end == one.end)]


def _fitting(group: list[Argument], kind: frozenset[str], *, had: bool) -> list[Argument]:
    return [fit for one in group if not one.compared and (fit := one.fitting(kind, had=had))]
