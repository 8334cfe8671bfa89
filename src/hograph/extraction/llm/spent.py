"""What a model was asked for, what that cost, and what became of what it said."""

from dataclasses import dataclass, field
from decimal import Decimal

from hograph.counting import counted_as
from hograph.extraction.llm.settings import Settings
from hograph.extraction.proposals import Counts

SHOWN = 10
"""So many words that name no term are shown."""
USED, DROPPED, WORDS = "used", "dropped", "words"
"""Sorts of counts: of requests and tokens, of what is not proposed by its reason, of words that name no term."""


@dataclass
class Spent:
    """What an extractor has asked for, and what became of the answers.

    Attributes:
        counts: used are `requests`, answers `cached`, tokens `sent` and `received`, answers `uncounted` (without token counts) and parts
            `unusable` (without an answer); dropped are reasons; words are those that name no term.
    """

    counts: Counts = field(default_factory=Counts)

    def __getitem__(self, name: str) -> int:
        return self.counts[USED, name]

    def sort(self, sort: str) -> dict[str, int]:
        """Name to number of a sort of counts, by name."""
        return {name: number for (of, name), number in sorted(self.counts.items()) if of == sort}

    def use(self, name: str, number: int = 1) -> None:
        """Count requests, answers or tokens."""
        self.counts[USED, name] += number

    def drop(self, reason: str, words: str = "") -> None:
        """Count what is not proposed, and the words for which that is."""
        self.counts[DROPPED, reason] += 1
        if words:
            self.counts[WORDS, words] += 1

    def add(self, usage: object) -> None:
        """Count the tokens that a server says it used."""
        sent, received = (
            usage.get(name) if isinstance(usage, dict) else None for name in ("prompt_tokens", "completion_tokens")
        )
        if isinstance(sent, int) and isinstance(received, int) and min(sent, received) >= 0:
            self.use("sent", sent)
            self.use("received", received)
        else:
            self.use("uncounted")

    def taken(self) -> Counts:
        """The counts, which begin anew."""
        counts, self.counts = self.counts, Counts()
        return counts

    def cost(self, settings: Settings) -> Decimal:
        """What the tokens cost at the prices of the settings."""
        return (self["sent"] * settings.price_in + self["received"] * settings.price_out) / 1_000_000

    def told(self, settings: Settings) -> list[str]:
        """The same in words, a sentence a line.

        Args:
            settings: with the prices.
        """
        priced = f", cost {self.cost(settings):.4f}" if settings.price_in or settings.price_out else ""
        lines = [
            f"{settings.model}: {counted_as(self['requests'], 'request')}, {counted_as(self['cached'], 'answer')} from the cache, "
            f"{counted_as(self['sent'], 'token')} sent, {self['received']:,} received{priced}."
        ]
        if self["uncounted"]:
            lines.append(
                f"Without token counts: {counted_as(self['uncounted'], 'answer')}; more was used than is said here."
            )
        if self["unusable"]:
            lines.append(
                f"Without a usable answer, asked twice: {counted_as(self['unusable'], 'part')}. Their claims are missing."
            )
        if dropped := self.sort(DROPPED):
            lines.append(f"Not proposed: {'; '.join(f'{reason} ({times})' for reason, times in dropped.items())}.")
        if words := self.sort(WORDS):
            ranked = sorted(words, key=lambda said: -words[said])[:SHOWN]
            shown = ", ".join(" ".join(_shown(said).split()) for said in ranked)
            lines.append(f"Name no term: {shown}{', ...' if len(words) > SHOWN else ''}.")
        return lines


def _shown(said: str) -> str:
    """Words of a model without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in said)
