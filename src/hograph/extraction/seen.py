"""What is seen of two terms of a sentence in its text: the features that `weighing.py` weighs, each as a name that tells it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache

from hograph.extraction.arguments import Argument, Sentence
from hograph.extraction.frames import Frame

TOKEN = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d+|[,;:().%-]")
ENDINGS = (
    "ations", "ation", "ating", "ated", "ates", "ions", "ment", "ate", "ing", "ion", "ive", "ity", "ed", "es", "ly", "s",
)  # fmt: skip
"""What forms of a word end in, the longest first as far as one ends another."""
STEM, WHOLE = 4, 5
"""So many characters are left of a word without its ending; so short a word is left as it is."""
REACH = 12
"""So many tokens before a term are seen where the other is implied."""
CLAUSE = re.compile(
    r"[;:]|\b(?:but|while|whereas|which|who|that|because|since|if|when|although|unless)\b", re.IGNORECASE
)
FAR = ((4, None), (8, "5"), (15, "10"))
"""Words between two terms: as many as there are up to three, then in steps."""
LED = -1
"""Where the words of a lead-in stand, as seen from an item: before all of the text."""
SHORT, LONG = 9, 35
"""A sentence with fewer or more tokens is short or long."""


class Seen:
    """What is seen of a sentence, for the features of each two of its terms; an item of a list goes on with what leads in to it."""

    def __init__(self, sentence: Sentence, frame: Frame) -> None:
        self.sentence = sentence
        self.lists = {one.start: group for group in sentence.groups for one in group}
        tokens = list(TOKEN.finditer(sentence.text, sentence.start, sentence.end))
        led = [stem(match[0]) for match in TOKEN.finditer(frame.words)] if frame.leads else []
        self.begin = LED if led else sentence.start
        self.starts = [LED] * len(led) + [match.start() for match in tokens]
        self.stems = led + [stem(match[0]) for match in tokens]
        self.over = frame.rule.licences if frame.rule else ()
        self.framed = bool(frame.words or frame.about)

    @cached_property
    def whole(self) -> tuple[str, ...]:
        """What is seen of the whole sentence."""
        found = [f"in {one}" for one in sorted(set(self.stems))]
        found += [f"under {name}" for name in sorted({licence.predicate for licence in self.over})]
        found += ["framed"] if self.framed else []
        found += ["short"] if len(self.stems) < SHORT else ["long"] if len(self.stems) > LONG else []
        return tuple(found)

    def part(self, start: int, end: int) -> list[str]:
        """The stems of a stretch."""
        return self.stems[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def features(self, first: Argument, second: Argument, kind: str) -> Iterator[str]:
        """What is seen of two terms."""
        sentence = self.sentence
        yield kind
        group = self.lists[second.start]
        start, end = group[0].start, group[-1].end
        if kind == "named":
            own = self.lists[first.start]
            together = own is group
            begin, stop = (first.start, first.end) if together else (own[0].start, own[-1].end)
            start, end = (second.start, second.end) if together else (start, end)
            stop = min(stop, start)
            yield from self._between(stop, start, together)
            others = sum(
                stop <= one.start and one.end <= start for one in sentence.arguments if one not in (first, second)
            )
            yield f"terms between {min(others, 3)}"
            yield from (name for name, one in (("it first", first), ("it second", second)) if one.how == "pronoun")
            before = self.part(sentence.start, begin)[-4:]
        else:
            before = self.part(self.begin, start)
            yield from (f"ahead {one}" for one in sorted(set(before[-REACH:])))
            before = before[-5:]
            others = sum(one.how != "pronoun" and self.lists[one.start] is not group for one in sentence.arguments)
            yield f"other terms {min(others, 3)}"
        yield f"right before {before[-1] if before else '^'}"
        yield from (f"before {one}" for one in sorted(set(before)))
        after = self.part(end, sentence.end)[:6]
        yield f"right after {after[0] if after else '$'}"
        yield from (f"after {one}" for one in sorted(set(after)))

    def _between(self, stop: int, start: int, together: bool) -> Iterator[str]:
        between = self.part(stop, start)
        count = sum(one.isalpha() for one in between)
        far = next((str(count) if step is None else step for most, step in FAR if count < most), "20")
        yield f"words between {far}{' in a list' if together else ''}"
        if together:
            yield "in a list"
        yield from (f"between {one}" for one in sorted(set(between)))
        if between:
            yield f"at last {between[-1]}"
        if CLAUSE.search(self.sentence.text, stop, start):
            yield "another clause"


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word by its beginning: what its forms share; `#` for any number."""
    word = word.lower()
    if word.isdigit():
        return "#"
    if len(word) <= WHOLE:
        return word
    ending = next((one for one in ENDINGS if word.endswith(one) and len(word) - len(one) >= STEM), "")
    return word.removesuffix(ending)[:7]
