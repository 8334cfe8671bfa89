"""What stands over a sentence: headings, lead-ins and items above it in a list, and what the text there speaks of."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hograph.extraction.arguments import EMPTY, Argument
from hograph.extraction.conditions import PROVISO
from hograph.extraction.context import clause_end
from hograph.extraction.context import cues as find_cues
from hograph.extraction.mentions import Mentions
from hograph.extraction.rules import Part, Rule, RuleBook
from hograph.extraction.sentences import sentences
from hograph.reading.blocks import Block, BlockKind

AIMS = {"treats", "prevents", "preventsRecurrenceOf"}
AGAIN = {"RecurrentHeterotopicOssification", "RecurrentMyositisOssificans"}
LOOSE = {"broad", "related", "hidden"}
"""How names are to their terms that may stand for others, too."""
APART_LINES = 3
"""So many line ends between two items part two lists."""
TREATS = re.compile(r"\b(?:treat|therap|manag|surg|operat|excis)", re.IGNORECASE)
"""A heading with these words speaks of treatment, even where what stands over it speaks of prevention."""
JOINS = re.compile(r"\band\b|/", re.IGNORECASE)
"""A heading that joins several lesions speaks of none alone: acquired and hereditary forms."""
LABELLED = re.compile(r"[A-Za-z][\w /,()-]{1,45}:(?=\s)")
"""A label before a paragraph."""
BULLETS = " \t\r\n•◦▪-*"
JUST_ABOVE = 0.5
"""So much higher than deeper headings stands a lead-in right before the first of them: it leads to all of them."""
MOST_SHARE = 0.6
"""The share of the items of a list that make it a list of their kind."""
MOST = 14
"""A heading has no more words."""
LESION = "HeterotopicOssification"
DESCRIBED = re.compile(
    r"\b(?:ossif(?:y|ie[sd]|ying|ications?)|(?:new|extra|abnormal|ectopic|aberrant|misplaced|unwanted)(?:ly formed)? bone"
    r"|(?:bone|bony) (?:formation|growth|bridges?|mass(?:es)?|lumps?|bars?|nodules?))\b",
    re.IGNORECASE,
)
"""Words of bone that formed, in a document that never names the condition."""
ASKED = 2
"""A question and an answer are so many sentences."""
QUESTION = 99
"""Below every heading stands a question that its own paragraph asks: what follows answers it, up to the next."""


@dataclass(frozen=True)
class Frame:
    """What stands over a block.

    Attributes:
        topic: the lesion that the text speaks of.
        rule: what the nearest heading or lead-in says of a list, or None.
        words: of the nearest heading or lead-in.
        leads: whether it stands over an item of a list, which goes on with what these words begin.
        cues: kinds of the cues of a lead-in that govern what follows it.
        about: terms that headings and items above name, the nearest first.
        aim: what treatments under it are for, as `prevents`, or None.
    """

    topic: str
    rule: Rule | None = None
    words: str = ""
    leads: bool = False
    cues: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    aim: str | None = None


def topic_of(blocks: Iterable[Block], finder: Mentions, lesions: frozenset[str], title: str | None) -> str | None:
    """What a document speaks of: the lesion that it names most often, of several the one named first.

    A name that only leads to a lesion, as *calcification* or *bone in the muscles*, counts half. That it comes back is no lesion of its
    own. Where a document names none but describes bone that formed, it speaks of heterotopic ossification; None where it does neither.
    """
    found: Counter[str] = Counter()
    texts = [title or "", *(block.text for block in blocks)]
    for text in texts:
        for mention in finder.find(text):
            for sense in mention.senses:
                if sense.term in lesions and sense.term not in AGAIN:
                    found[sense.term] += 1 if sense.scope in LOOSE else 2
    if not found and any(DESCRIBED.search(text) for text in texts):
        return LESION
    return max(found, key=lambda term: found[term], default=None)


@dataclass(frozen=True)
class _Open:
    """A heading or item that is open above a block."""

    level: float
    frame: Frame
    block: Block | None = None


def frames(
    blocks: Iterable[Block], book: RuleBook, finder: Mentions, topic: str, text: str = ""
) -> Iterator[tuple[Block, Frame]]:
    """The blocks that may make claims, each with what stands over it.

    Args:
        blocks: of a document, in order.
        book: the rules of structure.
        finder: of terms.
        topic: what the document speaks of.
        text: of the document, for how far apart blocks stand.

    Yields:
        A block and its frame; headings among them, under the frame of what stands over them.
    """
    lesions = book.kinds.of("Lesion")
    kept = [part for block in blocks if block.left_out is None for part in _asked_apart(block)]
    headings: list[_Open] = []
    items: list[_Open] = []
    lead: Frame | None = None
    for i, block in enumerate(kept):
        head = headings[-1].frame if headings else Frame(topic)
        if block.kind in {BlockKind.TITLE, BlockKind.HEADING} or _asks(block):
            level: float = QUESTION if _asks(block) else block.level
            last = headings[-1] if headings and headings[-1].block is kept[i - 1] else None
            if last and level <= last.level and block.text.rstrip().endswith(":"):
                level = last.level + JUST_ABOVE  # a lead-in that plain text does not tell from a heading
            led = lead if i and kept[i - 1].text.rstrip().endswith(":") else None
            if led and headings and headings[-1].level < level:
                headings.append(_Open(level - JUST_ABOVE, led))
            headings = [one for one in headings if one.level < level]
            items, lead = [], None
            over = headings[-1].frame if headings else Frame(topic)
            yield block, over
            headings.append(_Open(level, _under(block, over, book, finder, lesions), block))
            continue
        if block.kind is BlockKind.ITEM:
            if _begins(kept, i, text):
                after_items = i > 0 and kept[i - 1].kind is BlockKind.ITEM
                over = Frame(head.topic, about=head.about) if after_items else lead or head
                if over.rule is None:
                    lead = replace(over, rule=_most(kept, i, text, book, finder))
                items = []
            items = [one for one in items if one.level < block.level]
            over = items[-1].frame if items else lead or head
            yield block, replace(over, leads=True)
            items.append(_Open(block.level, _under(block, over, book, finder, lesions)))
            continue
        if block.kind is not BlockKind.CELL:
            items, lead = [], None
        over = items[-1].frame if items else lead or head
        yield block, _labelled(block, over, book)
        if block.kind is BlockKind.LEAD or block.text.rstrip().endswith(":"):
            lead = _under(block, over, book, finder, lesions)


def _labelled(block: Block, over: Frame, book: RuleBook) -> Frame:
    """What stands over a paragraph: of a report, what the label before it says, as *MRI:* or *History:*."""
    label = LABELLED.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
    rule = _rule(label[0].strip(), book, last=False) if label else None
    return replace(over, rule=rule) if rule and rule.labels else over


def _asks(block: Block) -> bool:
    """Whether a paragraph is nothing but a question, as on a page of questions and answers."""
    text = block.text.rstrip()
    return block.kind is BlockKind.PARAGRAPH and text.endswith("?") and len(text.split()) <= MOST


def _asked_apart(block: Block) -> Iterator[Block]:
    """A paragraph, the question with which it begins apart from its answer."""
    spans = list(sentences(block.text)) if block.kind is BlockKind.PARAGRAPH and "?" in block.text else []
    if len(spans) < ASKED or not block.text[: spans[0][1]].endswith("?"):
        yield block
        return
    for start, end in ((0, spans[0][1]), (spans[1][0], len(block.text))):
        yield replace(block, view=block.view.cut(start, end))


def _begins(blocks: list[Block], i: int, text: str) -> bool:
    """Whether a list begins with an item: nothing like it stands before it, or white space of more than a line."""
    if i == 0 or blocks[i - 1].kind is not BlockKind.ITEM:
        return True
    between = text[blocks[i - 1].place[1] : blocks[i].place[0]]
    return len(re.findall(r"\n", between)) >= APART_LINES and not between.strip(BULLETS)


def _most(blocks: list[Block], i: int, text: str, book: RuleBook, finder: Mentions) -> Rule | None:
    """The rule for a list over which nothing stands: by the kind of what most of its items begin with."""
    firsts: list[str] = []
    for j in range(i, len(blocks)):
        if blocks[j].kind is not BlockKind.ITEM or (j > i and _begins(blocks, j, text)):
            break
        firsts.append(next((mention.senses[0].term for mention in finder.find(blocks[j].text)), ""))
    for rule in book.structure:
        if rule.most and sum(term in book.kinds.of(rule.most) for term in firsts) >= max(MOST_SHARE * len(firsts), 2):
            return rule
    return None


def _under(block: Block, over: Frame, book: RuleBook, finder: Mentions, lesions: frozenset[str]) -> Frame:
    """The frame of what stands below a heading, lead-in or item."""
    *_, (start, end) = sentences(block.text) or [(0, 0)]
    leads = block.text.rstrip().endswith(":")
    text = PROVISO.sub("", block.text[start:end]) if leads else block.text
    rule = _rule(text, book, last=leads) if len(text.split()) <= MOST or leads else None
    named = [m.senses[0].term for m in finder.find(text) if len(m.senses) == 1 and m.senses[0].term not in EMPTY]
    whole = named if len(text.split()) <= MOST else []
    spoken = tuple(dict.fromkeys(term for term in whole if term in lesions))
    topic = spoken[0] if len(spoken) == 1 or (spoken and not JOINS.search(text)) else over.topic
    about = tuple(dict.fromkeys((*whole, *over.about)))
    if block.kind is BlockKind.ITEM and rule is None:
        return Frame(topic, over.rule, over.words, cues=over.cues, about=about, aim=over.aim)
    cues = (
        tuple(cue.kind for cue in find_cues(text) if not clause_end("lead-in").search(text, cue.end)) if leads else ()
    )
    denies = rule is not None and any(licence.predicate == "requiresCautionIn" for licence in rule.licences)
    cues = tuple(kind for kind in cues if not (denies and kind == "negation"))
    treats = rule is not None and {licence.predicate for licence in rule.licences} & AIMS == {"treats"}
    if (leads and rule is None) or (treats and over.aim and (leads or not TREATS.search(text))):
        rule = over.rule
    aims = [licence.predicate for licence in rule.licences if licence.predicate in AIMS] if rule else []
    if aims and aims[0] != "treats" and TREATS.search(text):
        aims = []
    return Frame(topic, rule, text, cues=cues, about=about, aim=aims[0] if aims else over.aim)


def _rule(text: str, book: RuleBook, *, last: bool) -> Rule | None:
    """The rule of structure whose words a heading names first, a lead-in last."""
    found = [(match.start(), rule) for rule in book.structure if rule.triggers and (match := rule.pattern.search(text))]
    pick = max if last else min
    return pick(found, key=lambda pair: pair[0])[1] if found else None


def licensed(frame: Frame, arguments: Sequence[Argument]) -> Iterator[tuple[Argument, str, Argument]]:
    """What a heading or lead-in says of the arguments of an item, each by the first licence that fits."""
    if frame.rule is None:
        return
    for i, one in enumerate(arguments):
        for licence in frame.rule.licences:
            part = licence.subject if licence.subject.side == "I" else licence.object
            other = licence.object if part is licence.subject else licence.subject
            fit = one.fitting(part.terms)
            over = _over(frame, arguments[:i], other)
            if fit and over and fit.term != over.term:
                yield (fit, licence.predicate, over) if part is licence.subject else (over, licence.predicate, fit)
                break


def _over(frame: Frame, before: Sequence[Argument], part: Part) -> Argument | None:
    """What stands over an argument of an item: the topic; or what the item names before it, as a label does, else headings above."""
    labels = [fit for one in before if part.side == "A" and (fit := one.fitting(part.terms))]
    above = (frame.topic,) if part.side == "T" else frame.about
    named = [Argument((term,), how="topic") for term in above if term in part.terms]
    return next(iter((*labels[-1:], *named)), None)
