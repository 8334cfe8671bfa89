"""What a sentence speaks of: terms that it names, words that stand for the topic, and people who have a condition."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from hograph.extraction.conditions import conditions
from hograph.extraction.context import Cue
from hograph.extraction.context import cues as find_cues
from hograph.extraction.drugs import DRUGS, drug_meant
from hograph.extraction.lists import SHORT, apposed, begins_anew, joined, joined_far, situated
from hograph.extraction.mentions import Mention, Mentions
from hograph.extraction.people import People
from hograph.ontology.index import Ontology
from hograph.vocabulary import TOP_CATEGORIES

TOPIC = re.compile(
    r"(?<![\w-])(?:it|they|them|its"
    r"|(?:this|these|the|such) (?:\w+ )?(?:condition|disease|disorder|entity|lesions?|process|complication|diagnosis|ossifications?|mass)"
    r"|(?:the|this|its) (?:abnormal|new|extra|ectopic|heterotopic) bone|abnormal bone)(?![\w-])",
    re.IGNORECASE,
)
"""Words that stand for what the text speaks of."""
PRONOUN = re.compile(r"it|they|them|its", re.IGNORECASE)
OBJECT = re.compile(
    r"\s*(?:[.;)]|$|(?:can|may|should|is|was|has) (?:be |been )?(?:taken out|removed|excised|resected|cut (?:out|away))\b)"
)
"""Behind `it` as what something is done to, which is most often what the text speaks of."""
REFERRED = {"Condition", "Intervention", "DiagnosticProcedure", "Exposure", "MolecularEntity"}
"""What `it` may stand for."""
INSIDE = re.compile(
    r"\b(?:of|in|with|after|following|by|from|on|at|to|for|during|without)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE
)
"""Before what is no subject of its sentence."""
USE = re.compile(r"\b(?:use|administration|addition|prescription|course) of (?:[\w-]+ )?$", re.IGNORECASE)
"""Before what is as much the subject as its use: the *use of* celecoxib for pain."""
SERVED = re.compile(r"\bas (?:an? |the )?(?:\w+ )?$", re.IGNORECASE)
"""Before what says only as what something serves."""
FORM = re.compile(r"\b(?:form|type|kind|variant|subtype)s? of (?:the )?$", re.IGNORECASE)
APPOSED = re.compile(r",\s+[\w -]{3,40},\s")
"""Behind a form of something, the name of that form."""
WITHIN = re.compile(r"\s(?:of|in|into|to|from|with|by|on|around)\s", re.IGNORECASE)
"""Words of a longer name behind which another name may stand."""
UNNAMED = "SoftTissueOssification"
"""What a name that may stand for the topic names where there is no topic."""
GENERIC = re.compile(
    r"(?:the )?(?:(?:bony |firm |hard )?(?:mass(?:es)?|lumps?)|ossifications?|calcifications?|lesions?"
    r"|(?:(?:extra|new|unwanted|abnormal|ectopic|heterotopic|excess) )?bone)",
    re.IGNORECASE,
)
"""Names that may also stand for what the text speaks of."""
KNOWN = re.compile(r"\b(?:the|this|that|your)\s+$", re.IGNORECASE)
"""Before what the text has spoken of: *the lump* is no symptom."""
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
PERSONS = re.compile(r"\w+(?:plegics?|philiacs?|betics?)", re.IGNORECASE)
"""A name of a condition that names who has it: paraplegics."""
ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
THOSE = re.compile(r"(?:[\w-]+ )?[\w-]+ed", re.IGNORECASE)
ALONE = re.compile(r"\s*(?:[.,;:()]|$|(?:and|or|is|are|was|were|may|can|in|at|with|after|who)\b)", re.IGNORECASE)
"""Behind a participle that no noun follows: the paralysed are prone to it."""
BEHIND = re.compile(rf"^(?:[\s-]+(?:injured|affected))?\s+{PEOPLE}(?![\w-])", re.IGNORECASE)
SITE = "AnatomicalEntity"
EMPTY = {*TOP_CATEGORIES, "Patient"}
"""Terms whose names say nothing of their own: condition, patients."""
REACH = 60
"""So many characters before a condition may say that people have it."""
LISTED = re.compile(r"^\s*(?:,|/|,?\s*\b(?:and|or|and/or)\b)\s*(?:an?\s+|the\s+)?$")
"""Between two of one list, and nothing else."""
THAN = re.compile(
    r"(?:>|\b(?:than|compared (?:with|to)|versus|vs\.?|unlike|relative to"
    r"|(?:inferior|superior|comparable|equivalent) to|as effective as))\s+"
    r"(?:(?:can|could|may|is|are) (?:be )?(?:seen|detected|found|visible) (?:with|by|on|in) )?(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
"""Before what something else is compared with."""
LABEL = re.compile(r"\W*")
"""What may stand before a label."""


@dataclass(frozen=True)
class Argument:
    """Something that can be subject or object.

    Attributes:
        terms: what it may be, one unless the name is ambiguous.
        start: first code point in the block; -1 for what is not named there.
        end: first code point after it.
        how: as in a mention, or `topic`, `pronoun`, `people`.
        compared: whether it is what something else is compared with: `than plain films`.
        served: whether it says only as what something serves, or what something is a form of: radiation *as prophylaxis*; its second
            *form*, FOP, is inherited.
        category: of the first term that it may be.
        inner: what its own words name behind a preposition: fibroblasts in `differentiation of fibroblasts`.
        had: what people have by whom it stands for them.
    """

    terms: tuple[str, ...]
    start: int = -1
    end: int = -1
    how: str = "name"
    compared: bool = False
    inner: tuple["Argument", ...] = ()
    served: bool = False
    category: str = ""
    had: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether it stands in the text."""
        return self.start >= 0

    def fitting(self, kind: frozenset[str], *, had: bool = False) -> "Argument | None":
        """The same, of the kind that is asked for; None when it cannot be, or can in two ways. A pronoun is the first that it can be.

        With `had`, people who have something stand for it where no people are asked for.
        """
        terms = tuple(
            [term for term in self.terms if term in kind] or [term for term in self.had if had and term in kind]
        )
        terms = terms[:1] if self.how == "pronoun" else terms
        if len(terms) != 1:
            return None
        return self if terms == self.terms else replace(self, terms=terms)

    @property
    def term(self) -> str:
        """The term, where it is one."""
        return self.terms[0]


Pair = frozenset[int | str]
"""Two arguments, whichever stands first."""


def pair_of(one: Argument, other: Argument) -> Pair:
    """Two arguments, either way: by the places of what is named, the terms of what is not."""
    return frozenset(each.start if each.named and each.how != "pronoun" else each.term for each in (one, other))


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a block with what it speaks of; each is another one, so that what is found of it can be kept.

    Attributes:
        text: of the whole block.
        start: where the sentence begins in it.
        end: where it ends.
        arguments: in order.
        label: what the block is about by a label before it: `MRI: oedema is seen`; None without one.
        before: the intervention that the sentences before it named last, the first of its sentence; none where they named none.
    """

    text: str
    start: int
    end: int
    arguments: tuple[Argument, ...]
    label: Argument | None = None
    before: tuple[Argument, ...] = ()

    @cached_property
    def groups(self) -> tuple[tuple[Argument, ...], ...]:
        """Arguments that stand in one list, in order."""
        groups: list[list[Argument]] = []
        for one in self.arguments:
            last = groups[-1][-1] if groups else None
            if (
                last
                and len(groups[-1]) == 1
                and begins_anew(self.text, self.start, (last.start, last.end), (one.start, one.end))
            ):
                groups.append([one])
            elif last and one.how != "pronoun" and (joined(self.text, last.end, one.start) or self._goes_on(last, one)):
                groups[-1].append(one)
            else:
                groups.append([one])
        return tuple(map(tuple, groups))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms that it may name or go on to speak of."""
        named = [name for one in (*self.arguments, *self.before) for name in (one, *one.inner)]
        return frozenset(term for name in named for term in (*name.terms, *name.had))

    @cached_property
    def cues(self) -> list[Cue]:
        """The words that decide how it is to be read."""
        return find_cues(self.text, self.start, self.end)

    @cached_property
    def provisos(self) -> tuple[tuple[int, int], ...]:
        """Where clauses with if, when or unless stand."""
        return tuple(conditions(self.text, self.start, self.end))

    def conditional(self, place: int) -> bool:
        """Whether a place stands in a clause with if, when or unless."""
        return any(start <= place < end for start, end in self.provisos)

    def _goes_on(self, last: Argument, one: Argument) -> bool:
        """Whether one more of a kind follows words on the last, or the site of the last: swelling *of the thigh* and fever."""
        between = self.text[last.end : one.start]
        return (one.category == SITE and situated(between)) or (
            last.category == one.category != SITE and joined_far(between)
        )


def arguments(
    text: str,
    spans: Iterable[tuple[int, int]],
    finder: Mentions,
    people: People,
    topic: str | None,
    about: tuple[str, ...] = (),
) -> list[Sentence]:
    """The sentences of a block, each with what it speaks of.

    Args:
        text: of the block.
        spans: its sentences.
        finder: of the document.
        people: of the ontology.
        topic: what the text around it speaks of.
        about: terms that headings and items above name, for which pronouns may stand.
    """
    found: list[Argument] = []
    last: Mention | None = None
    for mention in finder.find(text):
        repeated, last = _repeats(text, last, mention, people.ontology), mention
        if repeated or {sense.term for sense in mention.senses} <= EMPTY:
            continue
        itself = topic in {sense.term for sense in mention.senses}
        one = _argument(text, mention, people, found[-1] if found and not itself else None)
        generic = topic and GENERIC.fullmatch(text, one.start, one.end)
        served = SERVED.search(text, max(one.start - REACH, 0), one.start) or (
            FORM.search(text, max(one.start - REACH, 0), one.start) and APPOSED.match(text, one.end)
        )
        kind = bool(found) and apposed(text[found[-1].end : one.start])
        kind = kind and one.term in people.ontology.ancestors(found[-1].term)
        category = people.ontology.category(one.terms[0]) or ""
        one = replace(one, inner=tuple(_inner(text, mention, finder)), served=bool(served) or kind, category=category)
        if topic and generic:
            others = () if KNOWN.search(text, 0, one.start) else (term for term in one.terms if term != UNNAMED)
            one = replace(one, terms=tuple(dict.fromkeys((topic, *others))))
        found.append(one)
    for i, one in [(i, one) for i, one in enumerate(found) if DRUGS.issuperset(one.terms)]:
        if meant := drug_meant(text, one.start, one.terms, (other.terms for other in found[:i]), people.ontology):
            found[i] = replace(one, terms=meant, how="pronoun", category="Intervention")
    spans = list(spans)
    if topic:
        taken = [(one.start, one.end) for one in found]
        free = [m for m in TOPIC.finditer(text) if not any(s < m.end() and m.start() < e for s, e in taken)]
        for match in free:
            stand_in = _stand_in(match, text, found, spans, (*about, topic), people.ontology)
            found = sorted([*found, stand_in], key=lambda one: one.start)
    label = next((one for one in found if LABEL.fullmatch(text, 0, one.start) and text.startswith(":", one.end)), None)
    made: list[Sentence] = []
    before: tuple[Argument, ...] = ()
    for start, end in spans:
        own = tuple(one for one in found if start <= one.start and one.end <= end)
        made.append(Sentence(text, start, end, own, label, before))
        before = _spoken_of(own, people.ontology) or before
    return made


def _spoken_of(named: tuple[Argument, ...], ontology: Ontology) -> tuple[Argument, ...]:
    """The intervention that a sentence names first: of it the next may go on to speak without a word for it."""
    free = (one for one in named if not one.compared and not one.served and len(one.terms) == 1)
    first = next((one.term for one in free if ontology.category(one.term) == "Intervention"), None)
    return (Argument((first,), how="topic"),) if first else ()


def _stand_in(
    match: re.Match[str],
    text: str,
    found: list[Argument],
    spans: list[tuple[int, int]],
    about: tuple[str, ...],
    ontology: Ontology,
) -> Argument:
    """What a word stands for: `this condition` for the topic; `it` for what a sentence began with, a heading, or the topic."""
    if not PRONOUN.fullmatch(match[0]) or (match[0].lower() == "it" and OBJECT.match(text, match.end())):
        return Argument(about[-1:], *match.span(), "pronoun")
    here = next((i for i, (start, end) in enumerate(spans) if start <= match.start() < end), 0)
    before = [one for one in found if one.end <= match.start()]
    same = [one for one in before if one.start >= spans[here][0] and match[0].lower() != "its"]
    led = [one for one in same if not INSIDE.search(text, max(one.start - REACH, spans[here][0]), one.start)]
    last = [one for one in before if one.start >= spans[here - 1 if here else 0][0] and one.how != "pronoun"]
    named = next((t for one in (*led, *last) for t in one.terms[:1] if ontology.category(t) in REFERRED), None)
    return Argument((named,) if named else about[:1], *match.span(), "pronoun")


def _repeats(text: str, last: Mention | None, mention: Mention, ontology: Ontology) -> bool:
    """Whether an abbreviation in brackets says what the mention before said: traumatic heterotopic ossification (HO)."""
    if last is None or text[last.end : mention.start].strip() != "(" or not SHORT.match(text, mention.start):
        return False
    said = {above for one in last.senses for above in ontology.ancestors(one.term)}
    return not said.isdisjoint(one.term for one in mention.senses)


def _those(text: str, mention: Mention) -> bool:
    """Whether an article and a participle without a noun name people: the paralysed."""
    led = ARTICLE.search(text, 0, mention.start)
    return bool(led and THOSE.fullmatch(text, mention.start, mention.end) and ALONE.match(text, mention.end))


def _inner(text: str, mention: Mention, finder: Mentions) -> Iterator[Argument]:
    """What a longer name names behind its first preposition."""
    if joint := WITHIN.search(text, mention.start, mention.end):
        for one in finder.find(text[joint.end() : mention.end]):
            terms = tuple(sense.term for sense in one.senses)
            yield Argument(terms, joint.end() + one.start, joint.end() + one.end, one.how)


def _argument(text: str, mention: Mention, people: People, last: Argument | None) -> Argument:
    """A mention, as people where the words around it, or the list that it goes on, say that people have what it names."""
    named = {sense.term for sense in mention.senses}
    terms = tuple(term for term in sorted(named) if not named & (people.ontology.ancestors(term) - {term}))
    compared = bool(THAN.search(text, max(mention.start - REACH, 0), mention.start))
    populations = {term: people.with_(term) for term in terms}
    if any(populations.values()):
        before = BEFORE.search(text, max(mention.start - REACH, 0), mention.start)
        behind = BEHIND.match(text[mention.end : mention.end + REACH])
        itself = PERSONS.fullmatch(text, mention.start, mention.end) or _those(text, mention)
        goes_on = last and set(last.terms) <= people.all and LISTED.match(text[last.end : mention.start])
        if before or behind or goes_on or itself:
            start = before.start() if before and not goes_on else mention.start
            end = mention.end + (behind.end() if behind else 0)
            meant = tuple(p or term for term, p in populations.items())
            return Argument(meant, start, end, "people", compared, had=terms)
    had = tuple(term for one in terms if one in people.told_apart and (term := people.condition_of(one)))
    return Argument(terms, mention.start, mention.end, mention.how, compared, had=had)
