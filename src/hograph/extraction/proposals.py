"""What every extractor gives: proposed claims of a document, in the model of the curated ones."""

from collections import Counter
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from hograph.curation.values import Claim
from hograph.reading.blocks import Reading


@dataclass(frozen=True)
class Proposal:
    """A claim that an extractor proposes.

    Attributes:
        claim: with span, cues and confidence; its status is `proposed`.
        rule: that found it, by its name.
        passage: the characters of the span, as they are read.
    """

    claim: Claim
    rule: str
    passage: str


class Extractor(Protocol):
    """Whatever proposes claims: the shipped rules, or a plug-in under the entry point `hograph.extractors`."""

    @property
    def name(self) -> str:
        """As a user names it: `rules`."""

    @property
    def version(self) -> str:
        """Changes whenever the same document may give other claims."""

    def propose(self, reading: Reading) -> list[Proposal]:
        """The claims of a document, in document order, none twice; the same for the same document."""


Counts = Counter[tuple[str, str]]
"""What was counted, by sort and name; counts of several processes add up."""


@runtime_checkable
class Counting(Protocol):
    """An extractor that has something to say at the end: what it used, what it left out."""

    def counted(self) -> Counts:
        """What was counted since this was last asked."""

    def summary(self, counts: Counts) -> list[str]:
        """Counts in words, for the person who ran it: a sentence a line."""
