"""Of what study a claim is: the sort that the document names, and how many took part; nothing where its words leave a doubt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from hograph.curation.tokens import ScopeOfEvidence, StudyType
from hograph.curation.values import Study
from hograph.extraction.context import cues, size_rules, study_rules
from hograph.extraction.numbers import number
from hograph.extraction.scope import Scope, methods_of, opening
from hograph.extraction.sentences import sentences
from hograph.reading.blocks import Block, Reading

T = TypeVar("T")
OWN = re.compile(
    r"\b(?:we|our|this (?:study|cohort|series|trial|experiment|case|patient)|the present study)\b", re.IGNORECASE
)
"""Words by which a document speaks of its own study, in whatever section."""


@dataclass(frozen=True)
class Studies:
    """The study that a document reports, for the claims that come from it.

    Attributes:
        own: of whom its own claims speak; general knowledge where it reports no study.
        kind: the sort of study that it says it is.
        size: how many it says took part.
    """

    own: Scope
    kind: StudyType | None
    size: int | None

    @classmethod
    def of(cls, reading: Reading, scope: Scope) -> "Studies":
        """What a document says of its study: in its title and kinds of publication, else in its methods."""
        if scope.own is ScopeOfEvidence.GENERAL_KNOWLEDGE:
            return cls(scope, None, None)
        blocks = [block for block in reading.blocks if block.left_out is None]
        methods, title = list(methods_of(blocks)), opening(reading)
        spoken = methods or [sentence for block in blocks for sentence in _own(block, scope)]
        kind = kind_in(title, scope.own) or _only({kind_in(text, scope.own) for text in spoken} - {None})
        one = scope.own is ScopeOfEvidence.ONE_PATIENT
        return cls(scope, kind, None if one else _size(title, methods, spoken))

    def at(self, block: Block, start: int, end: int, scope: ScopeOfEvidence) -> Study | None:
        """The study that a sentence is of: the one that it names itself, else the one that the document reports.

        Args:
            block: in which it stands.
            start: where it begins.
            end: where it ends.
            scope: of whom it speaks.
        """
        text = block.text[start:end]
        named = kind_in(text, scope)
        if not self.reports(block, start, end, scope) or (named and named is not self.kind):
            return _study(named, _only(set(_whole(text))) if named else None)
        if self.kind is StudyType.ANIMAL_STUDY and not named and _cells(block.text[:start]):
            return None
        return _study(self.kind, self.size)

    def reports(self, block: Block, start: int, end: int, scope: ScopeOfEvidence) -> bool:
        """Whether a sentence is of the document's own study: one of its results, or said to be.

        Args:
            block: in which it stands.
            start: where it begins.
            end: where it ends.
            scope: of whom it speaks.
        """
        told = self.own.reported(block, start) or OWN.search(block.text, start, end)
        return scope is self.own.own and bool(told or not self.own.elsewhere(block, start))


def _study(kind: StudyType | None, size: int | None) -> Study | None:
    return Study(kind=kind, size=size) if kind or size else None


def kind_in(text: str, scope: ScopeOfEvidence) -> StudyType | None:
    """The sort of study that a text names, among those whose claims are of that scope.

    Example:
        >>> kind_in("A matched case-control study", ScopeOfEvidence.STUDY_POPULATION).value
        'case-control-study'
    """
    return next((rule.kind for rule in study_rules() if rule.scope is scope and rule.words.search(text)), None)


def _cells(text: str) -> bool:
    """Whether cells were spoken of before: what follows may be of them or of the animals."""
    return kind_in(text, ScopeOfEvidence.ANIMAL_OR_IN_VITRO) is StudyType.IN_VITRO_STUDY


def _size(title: str, methods: list[str], spoken: list[str]) -> int | None:
    """How many took part: as words for the whole say, else as the methods say once; nothing where two numbers compete."""
    if whole := {size for text in (title, *spoken) for size in _whole(text)}:
        return _only(whole)
    samples = [size for text in methods for size in sizes_in(text, "sample")]
    return samples[0] if len(samples) == 1 else None


def _own(block: Block, scope: Scope) -> Iterator[str]:
    """The sentences of a block that speak of the study itself: all of its own where one says what the document reports."""
    begun = bool(scope.report and scope.report.begins.search(block.text))
    for start, end in sentences(block.text):
        told = cues(block.text, start, end)
        if (begun or any(cue.kind == "study" for cue in told)) and scope.at(block, start, end, told) is scope.own:
            yield block.text[start:end]


def sizes_in(text: str, which: str) -> Iterator[int]:
    """The sizes in a text, `whole` or `sample`, but for sentences that speak of parts of the whole.

    Args:
        text: with one sentence or more.
        which: `whole` for what counts wherever it stands, `sample` for what does in the methods.

    Yields:
        Each number as often as its words are found.

    Example:
        >>> list(sizes_in("We reviewed forty patients.", "whole"))
        [40]
    """
    rules = size_rules()
    for start, end in sentences(text):
        sentence = text[start:end]
        if rules.parts.search(sentence):
            continue
        for pattern in getattr(rules, which):
            for match in pattern.finditer(sentence):
                size = number(match["number"])
                if size.is_integer() and size >= 1:
                    yield int(size)


_whole = partial(sizes_in, which="whole")


def _only(found: set[T]) -> T | None:
    return next(iter(found)) if len(found) == 1 else None
