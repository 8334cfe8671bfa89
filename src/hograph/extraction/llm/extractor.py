"""The extractor `llm`: a document is asked about part by part, and what the model says is judged before it is proposed."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from hograph.curation.values import Extracted
from hograph.errors import DocumentError
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.llm.cache import Cache
from hograph.extraction.llm.chunks import Part, chunks, tokens
from hograph.extraction.llm.client import Client, RefusedError, Wait
from hograph.extraction.llm.grounding import Grounding, Named
from hograph.extraction.llm.judge import Dropped, Judge, Reason
from hograph.extraction.llm.prompt import Prompt
from hograph.extraction.llm.settings import Settings
from hograph.extraction.llm.spent import Spent
from hograph.extraction.mentions import Mentions
from hograph.extraction.proposals import Counts, Proposal
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading
from hograph.version import VERSION

FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
"""What servers that know no structured output like to put around JSON."""
SEEDS = (0, 1)
"""An answer that is no JSON of the schema is asked for once more, with the next seed."""


@dataclass
class LlmExtractor:
    """A model of any server that speaks the chat completions of OpenAI, held to the document and the ontology.

    Attributes:
        ontology: whose relations and terms may be used.
        settings: which server, model and key, and how much.
        wait: how time passes; tests hand in a quicker one.
        spent: what was asked for, and what became of it.
    """

    ontology: Ontology = field(repr=False)
    settings: Settings
    wait: Wait = field(default=Wait(), repr=False)
    spent: Spent = field(default_factory=Spent, repr=False)
    name: str = "llm"
    _forms: list[bool] = field(default_factory=lambda: [False, True], repr=False)

    def __post_init__(self) -> None:
        self._client = Client(self.settings, self.wait)
        self._cache = Cache(self.settings.cache)
        self._prompt = Prompt(self.ontology)
        self._grounding = Grounding(self.ontology, Lexicon.of(self.ontology))

    @classmethod
    def of(cls, ontology: Ontology, **options: object) -> "LlmExtractor":
        """An extractor by the options of `Settings`, else by the environment.

        Raises:
            InputError: when server or model are not named, an option is unknown, or a value is of no use.
        """
        return cls(ontology, Settings.of(options))

    @property
    def version(self) -> str:
        """Of hograph, of the model, and of what it is asked."""
        return f"{VERSION}+{self.settings.model}+{self._prompt.version}"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "An llm extractor is not pickled, for its key would go along: each process makes its own by name and options."
        )

    def propose(self, reading: Reading) -> list[Proposal]:
        """The claims of a document, in document order; none twice.

        Args:
            reading: the document as it was read.

        Raises:
            DocumentError: when it is longer than the settings allow.
            HographError: when the server cannot be reached, refuses, or takes too long.
        """
        blocks = [block for block in reading.blocks if block.left_out is None]
        size = sum(tokens(block.text) for block in blocks)
        if size > self.settings.most:
            raise DocumentError(
                f"{reading.name}: has about {size:,} tokens, more than {self.settings.most:,}. Split it, or give --option most=N."
            )
        named = Named(Mentions(self._grounding.lexicon))
        model = self.settings.model
        judge = Judge(reading, self._grounding, named, Extracted(extractor=self.name, version=self.version, rule=model))
        until = self.wait.now() + self.settings.limit
        found: dict[object, Proposal] = {}
        for parts in chunks(blocks, self.settings.tokens):
            terms = {term for part in parts for term in named.between(part.block, part.start, part.end)}
            if not terms:
                continue
            for raw in self._said(parts, reading, sorted(map(self.ontology.label, terms)), until):
                self._judge(judge, raw, parts, found)
        return sorted(found.values(), key=_place)

    def _judge(self, judge: Judge, raw: object, parts: tuple[Part, ...], found: dict[object, Proposal]) -> None:
        try:
            proposal = judge.proposal(raw, parts)
            claim = proposal.claim
            told = (claim.subject, claim.predicate, claim.object, claim.polarity, claim.qualifiers)
            key = (*told, claim.span.start, claim.span.end)
            if key in found:
                raise Dropped(Reason.TWICE)
            found[key] = proposal
        except Dropped as dropped:
            self.spent.drop(dropped.reason, dropped.words)

    def _said(self, parts: Sequence[Part], reading: Reading, terms: list[str], until: float) -> Iterator[object]:
        """What the model says of some parts, from the cache or from the server."""
        body = self._body(parts, reading.described.title, terms, spelled=False)
        key = self._cache.key([self.settings.base_url, body])
        if (kept := self._cache.get(key)) is not None and (claims := _claims(kept)) is not None:
            self.spent.use("cached")
            yield from claims
            return
        for seed in SEEDS:
            text = self._asked(parts, reading.described.title, terms, until, seed)
            claims = _claims(text)
            if claims is not None:
                self._cache.put(key, text)
                yield from claims
                return
        self.spent.use("unusable")

    def _asked(self, parts: Sequence[Part], title: str | None, terms: list[str], until: float, seed: int) -> str:
        """The text of an answer; a server that refuses one form of structured output is given the next from then on."""
        *others, last = self._forms
        for spelled in (*others, last):
            try:
                answer = self._client.ask(self._body(parts, title, terms, spelled=spelled, seed=seed), until)
            except RefusedError:
                if spelled is last:
                    raise
                continue
            self._forms = [spelled]
            self.spent.use("requests")
            self.spent.add(answer.get("usage"))
            return _content(answer)
        raise AssertionError("the last form is taken, or refused with an error")

    def _body(
        self, parts: Sequence[Part], title: str | None, terms: list[str], *, spelled: bool, seed: int = 0
    ) -> dict[str, Any]:
        named = {"name": "claims", "strict": True, "schema": self._prompt.schema}
        return {
            "model": self.settings.model,
            "messages": self._prompt.messages(parts, title, terms, spelled=spelled),
            "temperature": 0,
            "seed": seed,
            "response_format": {"type": "json_object"} if spelled else {"type": "json_schema", "json_schema": named},
        }

    def counted(self) -> Counts:
        """What was spent, and what was dropped, since this was last asked."""
        return self.spent.taken()

    def summary(self, counts: Counts) -> list[str]:
        """Counts in words, a sentence a line.

        Args:
            counts: of this extractor, or the sum over several made alike.
        """
        return Spent(counts).told(self.settings)


def _place(proposal: Proposal) -> tuple[int, int, str, str, str]:
    claim = proposal.claim
    return claim.span.start, claim.span.end, claim.subject, claim.predicate, claim.object


def _content(answer: dict[str, Any]) -> str:
    """The text of the first choice of an answer, nothing when it has none."""
    try:
        content = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return ""
    return content if isinstance(content, str) else ""


def _claims(text: str) -> list[object] | None:
    """The claims in the text of an answer; None when it is no JSON of the schema."""
    fenced = FENCE.match(text)
    try:
        data = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError):
        return None
    claims = data.get("claims") if isinstance(data, dict) else None
    return claims if isinstance(claims, list) else None
