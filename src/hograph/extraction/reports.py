"""What shows of whom a text speaks: the sorts of reports, their sections, and the tense of a sentence. They are data: `scopes.yaml`."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from hograph.curation.tokens import ScopeOfEvidence
from hograph.extraction.context import either
from hograph.files import shipped_data

ASIDE = re.compile(r",\s(?:which|who|that)\b[^,;]*,")
"""A clause within a sentence: its tense is not that of the sentence."""


@dataclass(frozen=True)
class Report:
    """A sort of report.

    Attributes:
        scope: of whom it speaks.
        titles: what its titles name.
        sections: what the sections are called that speak of them.
        begins: how its first paragraphs or its methods say that it is one.
        examples: texts that are one.
        counter_examples: texts that are none.
    """

    scope: ScopeOfEvidence
    titles: re.Pattern[str]
    sections: re.Pattern[str]
    begins: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True)
class Signs:
    """The words that decide of whom a sentence speaks, as the file has them.

    Attributes:
        reports: the sorts of reports, the first that fits counts.
        patient: what sections on one patient are called in any document.
        animal: what sections on animals or cells are called in any document.
        general: what sections are called that speak of anybody in a report, too.
        general_titles: what titles name that report no study.
        label: a label with which a section begins within a paragraph.
        past: verbs in the past tense.
        present: verbs in the present tense.
        acts: verbs in it of what is done.
        usual: words of what is usual.
        others: words that turn from animals, cells or one patient to others.
        concludes: words by which a report draws its conclusions.
        examples: texts, and of whom each of their sentences speaks.
    """

    reports: tuple[Report, ...]
    patient: re.Pattern[str]
    animal: re.Pattern[str]
    general: re.Pattern[str]
    general_titles: re.Pattern[str]
    label: re.Pattern[str]
    past: re.Pattern[str]
    present: re.Pattern[str]
    acts: re.Pattern[str]
    usual: re.Pattern[str]
    others: re.Pattern[str]
    concludes: re.Pattern[str]
    examples: tuple[tuple[str, tuple[ScopeOfEvidence, ...]], ...]

    def tense(self, sentence: str) -> str | None:
        """`past`, `present` or, for what is done in the present, `acts`: by the verb that stands first; None where none is known.

        Example:
            >>> signs().tense("The drug, which is old, prevented bone that is lamellar.")
            'past'
        """
        words = ASIDE.sub("", sentence)
        verbs = {"past": self.past, "present": self.present, "acts": self.acts}
        found = {name: match.start() for name, verb in verbs.items() if (match := verb.search(words))}
        return min(found, key=lambda name: found[name]) if found else None


@cache
def signs() -> Signs:
    """The signs, as the file has them."""
    data: dict[str, Any] = shipped_data("hograph.extraction", "scopes.yaml")

    def named(key: str) -> re.Pattern[str]:
        return re.compile(data[key], re.IGNORECASE)

    label = rf"(?:^|(?<=[.!?]\s))\s*(?:(?P<label>[A-Z][\w ]{{2,30}}):|(?P<stopped>(?i:{data['labels']}))\.)\s"
    return Signs(
        tuple(_report(row) for row in data["reports"]),
        named("one-patient-sections"),
        named("animal-sections"),
        named("general-sections"),
        either([data["general-titles"]]),
        re.compile(label),
        either(data["past"]),
        either(data["present"]),
        either(data["acts"]),
        either([data["usual"]]),
        either([data["others"]]),
        either([data["concludes"]]),
        tuple((row["text"], tuple(map(ScopeOfEvidence, row["scopes"]))) for row in data["examples"]),
    )


def _report(row: dict[str, Any]) -> Report:
    return Report(
        ScopeOfEvidence(row["scope"]),
        either(row["titles"]),
        either([row["sections"]]),
        either(row["begins"]),
        tuple(row["examples"]),
        tuple(row["counter_examples"]),
    )
