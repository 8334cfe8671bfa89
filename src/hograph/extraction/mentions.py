"""Terms that a document mentions: by name, by an abbreviation that it introduces, and by names that share a word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hograph.extraction.lexicon import Keys, Lexicon, Sense
from hograph.extraction.phrases import said
from hograph.extraction.words import Word, words

INTRODUCED = re.compile(r"\s*[(\[]\s*(?P<short>[A-Z][A-Za-z0-9]{1,7})s?\s*[)\]]")
JOINING = frozenset({"and", "or", "nor"})
COUNTING = JOINING | {"to"}
NUMBERS = (frozenset({"i", "II", "III", "IV", "V"}), frozenset("12345"))
"""Numbers of grades as they are compared; those of one kind go on with the same kind."""
UNIT = re.compile(r"\s?(?:%|(?:weeks?|months?|years?|days?|hours?|mg|Gy|[cm]m|patients?|cases|hips|of)\b)")
"""Behind what is no number of a grade."""
BESIDE = re.compile(r"\s+|\s?[,/–-]\s?")
"""What stands between two numbers, or a number and the word that joins it to the next."""
Found = tuple[int, int, tuple[Sense, ...], str]
"""Number of the first word, number of the word after the last, what it may mean, and how it is named."""
LONGEST = 4
"""Words before a conjunction that may share the last word of the name behind it."""


@dataclass(frozen=True)
class Mention:
    """A term where a text names it.

    Attributes:
        senses: the terms that the name may mean, one unless it is ambiguous.
        start: first code point in the text.
        end: first code point after it.
        how: `name`, `phrase` (of words that do not stand side by side), `abbreviation` (introduced by the document) or `shared` (as soft
            tissue in "soft tissue or bone tumors").
    """

    senses: tuple[Sense, ...]
    start: int
    end: int
    how: str = "name"


@dataclass
class Mentions:
    """Finds the mentions of one document, block by block; abbreviations that it introduces hold from there on.

    Example:
        >>> from hograph.extraction.lexicon import Lexicon
        >>> finder = Mentions(Lexicon.of(kg.ontology))
        >>> [m.senses[0].term for m in finder.find("Soft tissue or bone tumors; radiotherapy.")]
        ['SoftTissueNeoplasm', 'BoneNeoplasm', 'RadiationTherapy']
    """

    lexicon: Lexicon
    short: dict[Keys, tuple[Sense, ...]] = field(default_factory=dict)
    _known: dict[str, tuple[int, tuple[Mention, ...]]] = field(default_factory=dict, repr=False)

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions of a text, in order, none within another; kept until a new abbreviation is introduced."""
        known = self._known.get(text)
        if known is None or known[0] != len(self.short):
            found = self._found(text)
            known = self._known[text] = len(self.short), found
        return known[1]

    def _found(self, text: str) -> tuple[Mention, ...]:
        row = words(text)
        found = [
            (first, after, self.lexicon.senses[keys], "name") for first, after, keys in self.lexicon.find(text, row)
        ]
        found = _phrased(text, row, found)
        for _, after, senses, _ in list(found):
            self._learn(text, row[after - 1].end, senses)
        taken = {i for first, after, *_ in found for i in range(first, after)}
        for i, word in enumerate(row):
            if i not in taken and (word.key,) in self.short:
                found.append((i, i + 1, self.short[(word.key,)], "abbreviation"))
                taken.add(i)
        for shared in [*self._shared(row, sorted(found), taken), *self._counted(text, row, sorted(found))]:
            # "Soft tissue or bone tumor" names a tumor, no tissue.
            found = [one for one in found if one[:2] != shared[:2]]
            found.append(shared)
        return tuple(
            Mention(senses, row[first].start, row[after - 1].end, how) for first, after, senses, how in sorted(found)
        )

    def _learn(self, text: str, end: int, senses: tuple[Sense, ...]) -> None:
        """Take down an abbreviation that stands in brackets behind a name, unless it is a name already."""
        match = INTRODUCED.match(text, end)
        if match:
            keys = tuple(word.key for word in words(match["short"]))
            if len(keys) == 1 and keys not in self.lexicon.senses:
                self.short.setdefault(keys, senses)

    def _shared(self, row: list[Word], found: list[Found], taken: set[int]) -> Iterator[Found]:
        """Names before a conjunction that share the end of the name behind it."""
        for first, after, *_ in found:
            joint = first - 1
            if joint < 1 or row[joint].key not in JOINING:
                continue
            for length in range(LONGEST, 0, -1):
                begin = joint - length
                whole = any((begin, joint) == one[:2] for one in found)
                if begin < 0 or (taken & set(range(begin, joint)) and not whole):
                    continue
                heads = (self._with_head(row, begin, joint, after, n) for n in (1, 2) if after - n > first)
                head = next(filter(None, heads), None)
                if head:
                    yield begin, joint, head, "shared"
                    break

    def _counted(self, text: str, row: list[Word], found: list[Found]) -> Iterator[Found]:
        """Numbers behind a name that ends in one, of which each makes a name with its words: *Brooker III and IV*."""
        longer = {i for first, after, *_ in found if after - first > 1 for i in range(first, after)}
        for first, after, _, how in found:
            last = after
            kind = next((kind for kind in NUMBERS if row[after - 1].key in kind), None)
            while kind and how == "name" and after - first > 1 and (number := _next_number(text, row, last, kind)):
                senses = self._with_head(row, first, after - 1, number + 1, 1)
                if number in longer or not senses:
                    break
                yield number, number + 1, senses, "shared"
                last = number + 1

    def _with_head(self, row: list[Word], begin: int, joint: int, after: int, length: int) -> tuple[Sense, ...] | None:
        keys = tuple(word.key for word in (*row[begin:joint], *row[after - length : after]))
        return self.lexicon.senses.get(keys)


def _next_number(text: str, row: list[Word], last: int, kind: frozenset[str]) -> int:
    """The number of the word that counts on from a number before it: IV in *III and IV*; 0 where none does."""
    number = last + (last < len(row) and row[last].key in COUNTING)
    if number >= len(row) or row[number].key not in kind or UNIT.match(text, row[number].end):
        return 0
    return number if BESIDE.fullmatch(text, row[number - 1].end, row[number].start) else 0


def _phrased(text: str, row: list[Word], found: list[Found]) -> list[Found]:
    """Names and phrases: a phrase takes the words of shorter names, and counts only where no other name of its length has them."""
    taken: set[int] = set()
    for term, (start, end), at in sorted(said(text), key=lambda one: (one[1][0] - one[1][1], one[1][0])):
        whole, place = _numbers(row, start, end), _numbers(row, *at)
        others = [one for one in found if term not in {sense.term for sense in one[2]} or len(whole) != one[1] - one[0]]
        names = [span for one in others if (span := set(range(*one[:2]))) & whole]
        if place < whole:
            place = place.union(*(span for span in names if span & place))
            names = [span for span in names if not span & place]
        kept = place if place < whole else whole
        if taken & kept or any(not span <= whole or len(whole) <= len(span) for span in names):
            continue
        taken |= kept
        found = [one for one in found if not place & set(range(*one[:2]))]
        found.append((min(place), max(place) + 1, (Sense(term, "related"),), "phrase"))
    return found


def _numbers(row: list[Word], start: int, end: int) -> set[int]:
    return {i for i, word in enumerate(row) if start <= word.start and word.end <= end}
