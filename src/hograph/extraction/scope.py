"""Of whom a statement holds: of anybody, of one patient, of those studied, of animals or cells, or only as a hypothesis."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from hograph.curation.tokens import ScopeOfEvidence
from hograph.extraction.context import Cue, cues
from hograph.extraction.reports import Report, signs
from hograph.extraction.sentences import sentences
from hograph.reading.blocks import Block, BlockKind, Reading

GENERAL, ANIMAL, PATIENT, STUDY = (
    ScopeOfEvidence.GENERAL_KNOWLEDGE,
    ScopeOfEvidence.ANIMAL_OR_IN_VITRO,
    ScopeOfEvidence.ONE_PATIENT,
    ScopeOfEvidence.STUDY_POPULATION,
)
BY_CUE = {
    "hypothesis": ScopeOfEvidence.HYPOTHETICAL,
    "animal": ANIMAL,
    "one-patient": PATIENT,
    "study": STUDY,
}
TITLE = 200
"""So much of the first block may be its title."""
FIRST = 2
"""So many paragraphs may say what a document reports."""
CONCLUSION = re.compile("conclusion", re.IGNORECASE)
METHODS = re.compile(r"\b(?:methods?|patients|participants|materials|subjects|animals|study design)\b", re.IGNORECASE)
"""What sections are called that say who took part."""


def opening(reading: Reading) -> str:
    """The words that tell what sort of report a document is: its title, its kinds of publication, how its first block begins."""
    first = next((block.text for block in reading.blocks if block.left_out is None), "")
    return " ".join((reading.described.title or "", *reading.described.kinds, first[:TITLE]))


def headed(block: Block, start: int = 0) -> str:
    """Under what a place in a block stands: the last label before it, else its section, or nothing.

    Args:
        block: with labels within it, perhaps.
        start: the place.
    """
    labels = _labels(block.text)
    before = bisect_right(labels, start, key=lambda one: one[0])
    return (labels[before - 1][1] if before else "") or block.section or ""


@lru_cache(maxsize=64)
def _labels(text: str) -> tuple[tuple[int, str], ...]:
    """Where the labels within a text stand, and what they say."""
    return tuple((match.start(), match["label"] or match["stopped"]) for match in signs().label.finditer(text))


def methods_of(blocks: Iterable[Block]) -> Iterator[str]:
    """What the blocks say of who took part: those of such sections, and what follows such a label within one.

    Args:
        blocks: of a document.

    Yields:
        The text of each stretch.
    """
    for block in blocks:
        places = [0, *(start for start, _ in _labels(block.text) if start)]
        for start, end in zip(places, [*places[1:], len(block.text)], strict=True):
            if METHODS.search(headed(block, start)):
                yield block.text[start:end]


@dataclass(frozen=True)
class Scope:
    """Of whom the statements of a document hold.

    Attributes:
        own: of whom its own sections speak, general knowledge where it is no report.
        report: the sort of report that it is, or None.
    """

    own: ScopeOfEvidence
    report: Report | None

    @classmethod
    def of(cls, reading: Reading) -> "Scope":
        """What sort of report a document is: by its title and its kinds of publication, else by its first paragraphs and methods."""
        blocks = [block for block in reading.blocks if block.left_out is None]
        first = [block.text for block in blocks if block.kind is BlockKind.PARAGRAPH][:FIRST]
        texts = "\n".join((*first, *methods_of(blocks)))
        title = opening(reading)
        found = next((one for one in signs().reports if one.titles.search(title)), None)
        if found is None and not signs().general_titles.search(title):
            found = next((one for one in signs().reports if one.begins.search(texts)), None)
        return cls(found.scope if found else GENERAL, found)

    def at(self, block: Block, start: int, end: int, told: list[Cue]) -> ScopeOfEvidence:
        """Of whom a sentence speaks: as its own words say, else as its section does, else those of whom the sentences before it speak.

        Args:
            block: in which it stands.
            start: where it begins.
            end: where it ends.
            told: the cues of the sentence.
        """
        sentence = block.text[start:end]
        kinds = {cue.kind for cue in told}
        said = next((scope for kind, scope in BY_CUE.items() if kind in kinds), None)
        others = bool(signs().others.search(sentence))
        if said:
            return ANIMAL if said is STUDY and self.own is ANIMAL and not others else said
        usual = bool(signs().usual.search(sentence)) and signs().tense(sentence) != "past"
        section = headed(block, start)
        if any(signs().patient.fullmatch(one) for one in (section, block.section or "")):
            return GENERAL if usual else PATIENT
        if CONCLUSION.match(section) or (self.own is ANIMAL and self._beyond(block, start, end, kinds)):
            return self._concluded(sentence, kinds)
        if self.reported(block, start):
            return GENERAL if usual and self.own is not STUDY else self.own
        if self._unheaded(sentence, general=self.elsewhere(block, start), others=others):
            return self.own
        if signs().animal.fullmatch(section) and self.own is GENERAL and not others:
            return ANIMAL
        past = signs().tense(sentence) == "past" and not others
        return (_carried(block.text, start) if past else None) or GENERAL

    def reported(self, block: Block, start: int) -> bool:
        """Whether a place stands in a section that is called as those on what the document reports."""
        names = (headed(block, start), block.section or "")
        if self.report is None or self.elsewhere(block, start):
            return False
        return any(self.report.sections.search(name) for name in names)

    def elsewhere(self, block: Block, start: int) -> bool:
        """Whether a place stands in a section that speaks of anybody in a report, too."""
        return bool(signs().general.fullmatch(headed(block, start)))

    def _beyond(self, block: Block, start: int, end: int, kinds: set[str]) -> bool:
        """Whether a sentence of a report draws a conclusion, or supposes what was not seen."""
        sentence = block.text[start:end]
        supposed = "hedge" in kinds and signs().tense(sentence) != "past" and not self.elsewhere(block, start)
        return bool(signs().concludes.search(sentence)) or (supposed and not signs().others.search(sentence))

    def _concluded(self, sentence: str, kinds: set[str]) -> ScopeOfEvidence:
        """Of whom a conclusion speaks: of anybody, but for what was seen; from animals or cells it is of them, and hedged of nobody yet."""
        if self.own is ANIMAL:
            return ScopeOfEvidence.HYPOTHETICAL if "hedge" in kinds else ANIMAL
        now = signs().present.search(sentence) or signs().acts.search(sentence)
        return self.own if signs().past.search(sentence) and not now else GENERAL

    def _unheaded(self, sentence: str, *, general: bool, others: bool) -> bool:
        """Whether a sentence of a report speaks of what is reported where no section says so."""
        if self.report is None or (others and self.own is not STUDY):
            return False
        tense = signs().tense(sentence)
        if general:
            return tense == "past" and self.own is ANIMAL
        told = tense in {"past", None} or (tense == "acts" and self.own is ANIMAL)
        return told and (tense == "past" or not signs().usual.search(sentence))


def _carried(text: str, start: int) -> ScopeOfEvidence | None:
    """Of which animals or patient a sentence goes on to speak, by those before it in its block."""
    spoken = _spoken(text)
    return spoken[bisect_right(spoken, start, key=lambda one: one[0]) - 1][1] if spoken else None


@lru_cache(maxsize=64)
def _spoken(text: str) -> tuple[tuple[int, ScopeOfEvidence | None], ...]:
    """Where each sentence of a block begins, and of which animals or patient those before it spoke last."""
    found: list[tuple[int, ScopeOfEvidence | None]] = []
    last = None
    for start, end in sentences(text):
        found.append((start, last))
        kinds = {cue.kind for cue in cues(text, start, end)}
        if said := next((BY_CUE[kind] for kind in ("animal", "one-patient") if kind in kinds), None):
            last = said
        elif "study" in kinds or signs().others.search(text, start, end):
            last = None
    return tuple(found)
