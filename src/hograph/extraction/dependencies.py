"""The extractor `spacy`: the rules propose, and a dependency parse by a model that the user names votes on how sure they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from hograph.curation.values import Extracted
from hograph.errors import HographError, InputError
from hograph.extraction.extract import RuleExtractor
from hograph.extraction.mentions import Mentions
from hograph.extraction.proposals import Proposal
from hograph.extraction.sentences import sentences
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Block, Reading
from hograph.version import VERSION

STEP = Decimal("0.05")
"""What a vote adds or takes. Small, for a parse brought no gain when it was measured."""
MOST = Decimal("0.95")
PROBE = "Burns cause pain."
LONGEST = 5000
"""Characters of a sentence; a longer one is no sentence, and is not parsed."""
VERBS = {"VERB", "AUX"}


@dataclass
class SpacyExtractor:
    """The rules with the votes of a parse.

    Attributes:
        rules: that propose.
        nlp: the pipeline of spaCy.
        model: as the user named it.
        version: of hograph and of the model.
    """

    rules: RuleExtractor = field(repr=False)
    nlp: Any = field(repr=False)
    model: str
    version: str
    name: str = "spacy"

    @classmethod
    def of(cls, ontology: Ontology, model: str = "", rules: Iterable[Path] = ()) -> "SpacyExtractor":
        """An extractor with a model of spaCy that is installed, or in a folder.

        Args:
            ontology: whose terms and relations may be used.
            model: the name of an installed package, or a folder.
            rules: files of rules of one's own.

        Raises:
            HographError: when spaCy is not installed.
            InputError: when no model is named, it is not there, or does not parse.
        """
        nlp = _loaded(str(model))
        about = nlp.meta
        version = f"{VERSION}+{about.get('lang', '')}_{about.get('name', '')}-{about.get('version', '')}"
        return cls(RuleExtractor.of(ontology, rules), nlp, str(model), version)

    def propose(self, reading: Reading) -> list[Proposal]:
        """What the rules propose, each with its confidence as the parse has it.

        Args:
            reading: the document as it was read.
        """
        finder = Mentions(self.rules.lexicon)
        parse = lru_cache(maxsize=256)(self.nlp)
        return [self._voted(proposal, reading, finder, parse) for proposal in self.rules.propose(reading)]

    def _voted(self, proposal: Proposal, reading: Reading, finder: Mentions, parse: Any) -> Proposal:  # noqa: ANN401 -- of spaCy
        claim = proposal.claim
        vote = self._vote(proposal, reading, finder, parse)
        changed = {
            "confidence": min(max(claim.confidence + vote * STEP, Decimal(0)), max(MOST, claim.confidence)),
            "extracted": Extracted(extractor=self.name, version=self.version, rule=proposal.rule),
        }
        return Proposal(claim.model_copy(update=changed), proposal.rule, proposal.passage)

    def _vote(self, proposal: Proposal, reading: Reading, finder: Mentions, parse: Any) -> int:  # noqa: ANN401 -- of spaCy
        """1 when subject and object hang on the verb of the trigger, -1 when one does not, 0 when that is no question for a parse."""
        rule = next((one for one in self.rules.book.relations if one.id == proposal.rule), None)
        found = _found(proposal, reading)
        if rule is None or found is None:
            return 0
        block, start, end = found
        trigger = rule.pattern.search(block.text, start, end)
        around = next(((s, e) for s, e in sentences(block.text) if s <= start and end <= e), None)
        if trigger is None or around is None or around[1] - around[0] > LONGEST:
            return 0
        named = [
            next((m for m in finder.find(block.text[start:end]) if term in {sense.term for sense in m.senses}), None)
            for term in (proposal.claim.subject, proposal.claim.object)
        ]
        if None in named:
            return 0
        document = parse(block.text[around[0] : around[1]])
        places = [trigger.span(), *((start + m.start, start + m.end) for m in named if m)]
        spans = [document.char_span(s - around[0], e - around[0], alignment_mode="expand") for s, e in places]
        verb = _verb(spans[0].root)
        below = {token.i for token in verb.subtree}
        return 1 if all(span.root.i in below for span in spans[1:]) else -1


def _found(proposal: Proposal, reading: Reading) -> tuple[Block, int, int] | None:
    """The block and the stretch of it that a proposal is made of."""
    span = proposal.claim.span
    for block in reading.blocks:
        if block.left_out is not None or not block.place[0] <= span.start < block.place[1]:
            continue
        start = block.text.find(proposal.passage)
        while start >= 0:
            end = start + len(proposal.passage)
            if block.view.place(start, end) == (span.start, span.end):
                return block, start, end
            start = block.text.find(proposal.passage, start + 1)
    return None


def _verb(token: Any) -> Any:  # noqa: ANN401 -- tokens of spaCy
    """The verb that a token is or hangs on; where parts of speech are not told, the token itself."""
    if not token.doc.has_annotation("POS"):
        return token
    return next((one for one in (token, *token.ancestors) if one.pos_ in VERBS), token)


def _loaded(model: str) -> Any:  # noqa: ANN401 -- of spaCy
    try:
        import spacy
    except ImportError as error:
        raise HographError("spaCy is not installed. Install it: pip install 'hograph[spacy]'.") from error
    if not model:
        raise InputError(
            "Extractor 'spacy': no model is named. Give --option model=NAME: an installed package of spaCy, or a folder. "
            "hograph ships none."
        )
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(f"Extractor 'spacy': model '{model}' cannot be loaded: {reason}") from error
    if not nlp(PROBE).has_annotation("DEP"):
        raise InputError(
            f"Extractor 'spacy': model '{model}' does not parse: it has {', '.join(nlp.pipe_names) or 'no components'}. "
            "Name one with a parser."
        )
    return nlp
