"""How a sentence of a list or an answer is made: what its label names, where an item begins, whether it has a verb."""

import re

from hograph.extraction.arguments import Argument, Sentence
from hograph.reading.blocks import Block, BlockKind

VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|may|might|can|could|should|must|will|would|shows?|occurs?|helps?|needs?|requires?|leads?"
    r"|causes?|reduces?|increases?|develops?|does|do|makes?|remains?|becomes?|showed|demonstrated|revealed|confirmed|detected|gets?|stays?"
    r"|keeps?|maintains?|relieves?|improves?|prevents?|means?|feels?|limits?|looks?|goes|turns?|comes?|lies|gives?|starts?"
    r"|begins?|happens?|forms?(?= (?:in|at|after|on|when|within|around|near)\b)|grows?|follows?|arises?|appears?|affects?"
    r"|involves?|spreads?|stops?|works?|takes?|hurts?|persists?|settles?|resolves?|returns?|recurs?|varies|depends|ranges"
    r"|suggests?|indicates?|includes?|lasts?|did|began|started|underwent|recurred|developed|found|seen)\b",
    re.IGNORECASE,
)
"""Words by which an item is a sentence of its own."""

IMPERATIVE = re.compile(
    r"\W*(?:(?:start|keep|stop|make|need|help|limit|begin|take|improve|prevent|involve)\b)?", re.IGNORECASE
)
"""A verb with which an item asks for what follows: *start* active motion."""
COMPLETES = re.compile(
    r"\s*(?:(?:you|they|he|she|i|we|someone|people|the (?:patient|person|child)|there)\s+)?"
    r"(?:(?:already|also|currently|ever|recently|previously|still|often|regularly|suddenly)\s+)*"
    r"(?:(?:have|has|had)\s+(?:had|got|been|a history of|ever had)|have|has|had|are|is|were|was|do|does|did|get|gets|got"
    r"|suffer(?:s|ed)?\s+from|takes?|took|plays?|need(?:s|ed)?|underwent|received|notice|feel|develop(?:s|ed)?|sustain(?:s|ed)?)\b(?:\s+(?:an?|the|very|too))?",
    re.IGNORECASE,
)
OF_CLAUSE = re.compile(
    r"\b(?:who|which|that|whose)\s+(?:(?:have|has|had|is|are|was|were|been|be|may|might|can|could|do|does|did|not|also|already|often|\w+ly)\s+)*$",
    re.IGNORECASE,
)
"""Before a verb that only tells who or what is meant: people *who have* had it."""
REACH = 60
"""So many characters before a verb may a clause begin that it belongs to."""
LABEL_WORDS = 6
"""A label that is a sentence of its own has no more words."""
LABEL = 50
"""A label ends within so many characters."""
BEFORE_FIRST = 2
"""So many words may stand before the first name of an answer that has no verb."""

WHEN = re.compile(
    r"\b(?:after|before|following|since|until|prior to|within (?:the )?(?:first )?[\w-]+ \w+ (?:of|after))\s+"
    r"(?:(?:the|an?|your|his|her|their|its|this|that|first|initial)\s+)*$",
    re.IGNORECASE,
)
"""Before the event from which time is counted."""
CONDITION = re.compile(r"\b(?:if|when|whenever)\W*$", re.IGNORECASE)
EVENTS = {"Condition", "Exposure", "Intervention"}
FAR = 60
"""So many characters before a name may such words stand."""


def label_of(block: Block, sentence: Sentence) -> list[str]:
    """What the label names that an item begins with: of it the rest of the item speaks."""
    if block.kind is not BlockKind.ITEM or sentence.start != 0:
        return []
    colon = sentence.end if is_label(sentence) else block.text.find(":", 0, LABEL)
    return [one.terms[0] for one in sentence.arguments if one.end <= colon and len(one.terms) == 1]


def is_label(sentence: Sentence) -> bool:
    """Whether the first sentence of an item is a name that the others go on about, as *Indomethacin*."""
    said = sentence.text[sentence.start : sentence.end].strip()
    return (
        sentence.end < len(sentence.text)
        and len(said.split()) <= LABEL_WORDS
        and not first_verb(sentence, sentence.start)
    )


def first_verb(sentence: Sentence, start: int) -> re.Match[str] | None:
    """The first verb of a sentence from a place on that is part of no name or clause: a joint *that gets stiffer*, men *who smoke*."""
    asked = IMPERATIVE.match(sentence.text, start)
    begun = asked.end() if asked else start
    found = VERB.finditer(sentence.text, begun, sentence.end)
    taken = [*((one.start, one.end) for one in sentence.arguments), *sentence.provisos]
    return next(
        (
            verb
            for verb in found
            if not any(first <= verb.start() < last for first, last in taken)
            and not OF_CLAUSE.search(sentence.text, max(start, verb.start() - REACH), verb.start())
        ),
        None,
    )


def names_only(sentence: Sentence) -> bool:
    """Whether a sentence of running text is an answer without a verb, which begins with what it names: *Rest, and ice*."""
    first = next((one for one in sentence.arguments if one.how != "pronoun"), None)
    if first is None or first_verb(sentence, sentence.start):
        return False
    if sentence.conditional(sentence.start):
        return True
    return len(sentence.text[sentence.start : first.start].split()) <= BEFORE_FIRST


def begins_at(sentence: Sentence) -> int:
    """Where an item begins behind the verb that its lead-in is completed by: you are at risk if you: *have* a fracture."""
    first = COMPLETES.match(sentence.text, sentence.start, sentence.end)
    return first.end() if first else sentence.start


def asks_when(words: str) -> bool:
    """Whether each item below a lead-in is a condition: *refer for excision if*.

    Example:
        >>> asks_when("Refer for excision if:"), asks_when("If you are older:")
        (True, False)
    """
    return bool(CONDITION.search(words))


def tells_when(sentence: Sentence, one: Argument) -> bool:
    """Whether what is named only tells when what is named before is done or comes: surgery *more than a week after the injury*."""
    first = next(other for other in sentence.arguments if other.how != "pronoun")
    before = sentence.text[max(one.start - FAR, sentence.start) : one.start]
    return one is not first and one.category in EVENTS and bool(WHEN.search(before))
