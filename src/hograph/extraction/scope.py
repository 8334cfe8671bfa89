"""Of whom a statement holds: of anybody, of one patient, of those studied, of animals or cells, or only as a hypothesis."""

import re
from dataclasses import dataclass

from hograph.curation.tokens import ScopeOfEvidence
from hograph.extraction.context import Cue, scopes
from hograph.reading.blocks import Block, Reading

GENERAL = ScopeOfEvidence.GENERAL_KNOWLEDGE
BY_CUE = {
    "hypothesis": ScopeOfEvidence.HYPOTHETICAL,
    "animal": ScopeOfEvidence.ANIMAL_OR_IN_VITRO,
    "one-patient": ScopeOfEvidence.ONE_PATIENT,
    "study": ScopeOfEvidence.STUDY_POPULATION,
}
TITLE = 200
"""So much of the first block may be its title."""
LABEL = re.compile(r"\s*(?P<label>[A-Z][\w ]{2,30}):\s")
"""A section of an abstract that is written as one paragraph begins with its label."""
PRESENT = re.compile(
    r"\b(?:is|are|may|might|can|should|must|will|contributes?|remains?|seems?|appears?)\b", re.IGNORECASE
)
"""Words of a conclusion that speaks of anybody."""


def opening(reading: Reading) -> str:
    """The words that tell what sort of report a document is: its title, its kinds of publication, how its first block begins."""
    first = next((block.text for block in reading.blocks if block.left_out is None), "")
    return " ".join((reading.described.title or "", *reading.described.kinds, first[:TITLE]))


def headed(block: Block) -> str:
    """Under what a block stands: the label that it begins with, else its section, or nothing."""
    label = LABEL.match(block.text)
    return label["label"] if label else block.section or ""


@dataclass(frozen=True)
class Scope:
    """Of whom the statements of a document hold.

    Attributes:
        own: of whom its own sections speak, general knowledge where it is no report.
        sections: what those sections are called.
        patient: what sections on one patient are called in any document.
    """

    own: ScopeOfEvidence
    sections: re.Pattern[str] | None
    patient: re.Pattern[str]

    @classmethod
    def of(cls, reading: Reading) -> "Scope":
        """What sort of report a document is, by its title and its kinds of publication."""
        kinds, patient = scopes()
        words = opening(reading)
        for kind in kinds:
            if kind.titles.search(words):
                return cls(kind.scope, kind.sections, patient)
        return cls(GENERAL, None, patient)

    def at(self, block: Block, sentence: str, cues: list[Cue]) -> ScopeOfEvidence:
        """Of whom a sentence speaks: as its own words say, else as its section does.

        Args:
            block: in which it stands.
            sentence: its text.
            cues: of the sentence.
        """
        kinds = {cue.kind for cue in cues}
        said = next((scope for kind, scope in BY_CUE.items() if kind in kinds), None)
        section = headed(block)
        if said:
            return said
        if self.patient.fullmatch(section) or self.patient.fullmatch(block.section or ""):
            return ScopeOfEvidence.ONE_PATIENT
        if self.sections is None or not self.sections.search(section):
            return GENERAL
        if re.match("conclusion", section, re.IGNORECASE) and PRESENT.search(sentence):
            return GENERAL
        return self.own
