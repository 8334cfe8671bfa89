"""What a model was asked for, what that cost, and what became of what it said."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from hograph.extraction.llm.settings import Settings

SHOWN = 10
"""So many words that name no term are shown."""


@dataclass
class Spent:
    """What an extractor has asked for, and what became of the answers.

    Attributes:
        counts: `requests`, `cached`, `sent` and `received` (tokens), `uncounted` (answers without token counts), `unusable` (answers).
        dropped: reason to how often.
        ungrounded: words that name no term, to how often.
    """

    counts: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    ungrounded: Counter[str] = field(default_factory=Counter)

    def cost(self, settings: Settings) -> Decimal:
        """What the tokens cost at the prices of the settings."""
        return (self.counts["sent"] * settings.price_in + self.counts["received"] * settings.price_out) / 1_000_000

    def add(self, usage: object) -> None:
        """Count the tokens that a server says it used."""
        sent, received = (
            usage.get(name) if isinstance(usage, dict) else None for name in ("prompt_tokens", "completion_tokens")
        )
        if isinstance(sent, int) and isinstance(received, int) and min(sent, received) >= 0:
            self.counts.update(sent=sent, received=received)
        else:
            self.counts["uncounted"] += 1

    def told(self, settings: Settings) -> list[str]:
        """The same in words, a sentence a line.

        Args:
            settings: with the prices.
        """
        counts, cost = self.counts, self.cost(settings)
        priced = f", cost {cost:.4f}" if settings.price_in or settings.price_out else ""
        lines = [
            f"{settings.model}: {_times(counts['requests'], 'request')}, {_times(counts['cached'], 'answer')} from the cache, "
            f"{_times(counts['sent'], 'token')} sent, {counts['received']:,} received{priced}."
        ]
        if counts["uncounted"]:
            lines.append(
                f"Without token counts: {_times(counts['uncounted'], 'answer')}; more was used than is said here."
            )
        if counts["unusable"]:
            lines.append(
                f"Without a usable answer, asked twice: {_times(counts['unusable'], 'part')}. Their claims are missing."
            )
        if self.dropped:
            lines.append(
                f"Not proposed: {'; '.join(f'{times} {reason}' for reason, times in sorted(self.dropped.items()))}."
            )
        if self.ungrounded:
            ranked = sorted(self.ungrounded.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
            words = ", ".join(" ".join(said.encode("utf-8", "replace").decode().split()) for said, _ in ranked)
            lines.append(f"Name no term: {words}{', ...' if len(self.ungrounded) > SHOWN else ''}.")
        return lines


def _times(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
