"""The extractor `llm` against a server on this machine: what is proposed holds, what is not is counted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from fake_llm import Answer, Fake, Reply, Request, claim, content, fake_llm, good, parts, says
from hograph.curation.tokens import Certainty, CueKind, Polarity
from hograph.extraction.conformance import HOSTILE, ORDINARY, reading
from hograph.extraction.llm.client import Wait
from hograph.extraction.llm.extractor import LlmExtractor
from hograph.extraction.llm.judge import SURE, UNSURE, Reason
from hograph.extraction.llm.settings import Settings
from hograph.extraction.proposals import Proposal
from hograph.ontology.index import Ontology

KEY = "sk-" + "secret" * 3
PREVENTS = "Radiation therapy prevents recurrence of heterotopic ossification"


@pytest.fixture
def server() -> Iterator[Fake]:
    with fake_llm() as fake:
        yield fake


@dataclass
class Clock:
    """Time that passes only by sleeping."""

    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def now(self) -> float:
        return sum(self.slept)

    @property
    def wait(self) -> Wait:
        return Wait(self.sleep, self.now, lambda: 1.0)


@dataclass
class Client:
    """Makes extractors for the server, without a cache unless a folder is given."""

    ontology: Ontology
    server: Fake
    clock: Clock = field(default_factory=Clock)

    def made(self, **options: object) -> LlmExtractor:
        given = {"base_url": self.server.url, "model": "fake", "api_key": KEY, "cache": "off", "tries": 3} | options
        return LlmExtractor(self.ontology, Settings.of(given, {}), self.clock.wait)

    def proposed(self, *script: Answer, text: str = ORDINARY, **options: object) -> tuple[list[Proposal], LlmExtractor]:
        self.server.script[:] = script
        made = self.made(**options)
        return made.propose(reading("note.txt", text)), made


@pytest.fixture
def client(ontology: Ontology, server: Fake) -> Client:
    return Client(ontology, server)


class TestAnswers:
    def test_a_good_answer_becomes_claims_with_places(self, client: Client) -> None:
        found, made = client.proposed()
        told = [(p.claim.subject, p.claim.predicate, p.claim.object, p.claim.confidence) for p in found]
        assert told == [
            ("Trauma", "causes", "HeterotopicOssification", SURE),
            ("RadiationTherapy", "preventsRecurrenceOf", "HeterotopicOssification", SURE),
            ("HeterotopicOssification", "occursIn", "Brain", SURE),
            ("HeterotopicOssification", "hasSymptom", "Pain", SURE),
        ]
        hedged, _, negated, _ = (p.claim for p in found)
        assert hedged.certainty is Certainty.HEDGED and [c.kind for c in hedged.cues] == [CueKind.HEDGE]
        assert negated.polarity is Polarity.NEGATED and [c.kind for c in negated.cues] == [CueKind.NEGATION]
        assert ORDINARY[hedged.cues[0].start : hedged.cues[0].end] == "may"
        assert [ORDINARY[p.claim.span.start : p.claim.span.end] for p in found] == [p.passage for p in found]
        assert made.version.startswith("0.1.0+fake+") and not made.spent.sort("dropped")

    def test_what_is_asked_is_deterministic_and_offers_no_tools(self, client: Client) -> None:
        client.proposed()
        [request] = client.server.requests
        body = request["body"]
        assert (body["temperature"], body["seed"], body["model"]) == (0, 0, "fake")
        assert set(body) == {"model", "messages", "temperature", "seed", "response_format"}
        schema = body["response_format"]["json_schema"]
        assert schema["strict"] and set(client.ontology.relations) == set(
            schema["schema"]["properties"]["claims"]["items"]["properties"]["predicate"]["enum"]
        )
        assert request["headers"]["Authorization"] == f"Bearer {KEY}"
        assert [message["role"] for message in body["messages"]] == ["system", "user"]
        assert "Trauma may" not in body["messages"][0]["content"], "the document is no part of the instructions"
        assert "trauma" in json.loads(body["messages"][1]["content"])["terms"]

    def test_qualifiers_are_grounded_and_typed(self, client: Client) -> None:
        timing = {"relation": "after", "anchor": "trauma", "min": "P2W", "max": None}
        said = claim(qualifiers={"site": "the hip joint", "frequency": "rare", "severity": "mild", "timing": timing})
        [found], _ = client.proposed(says(said))
        qualifiers = found.claim.qualifiers
        assert qualifiers.site == "HipJoint" and qualifiers.frequency and qualifiers.frequency.rank == "rare"
        assert qualifiers.timing and (qualifiers.timing.anchor, qualifiers.timing.min) == ("Trauma", "P2W")

    def test_white_space_of_a_quote_is_its_own(self, client: Client) -> None:
        text = "Heterotopic ossification\n\nTrauma may   cause\u00a0heterotopic\n ossification."
        [found], _ = client.proposed(says(claim("Trauma  may\ncause heterotopic ossification ")), text=text)
        assert text[found.claim.span.start : found.claim.span.end] == text[26:].removesuffix(".")

    def test_json_in_a_fence_and_without_structured_output(self, client: Client) -> None:
        refuses = Reply(b'{"error": "response_format"}', 400)
        text = json.dumps({"claims": [claim()]})
        found, made = client.proposed(refuses, content(f"```json\n{text}\n```"))
        assert len(found) == 1
        first, second = (request["body"] for request in client.server.requests)
        assert first["response_format"]["type"] == "json_schema" and second["response_format"]["type"] == "json_object"
        assert '"additionalProperties": false' in second["messages"][0]["content"]
        made.propose(reading("note.txt", ORDINARY))
        assert client.server.requests[2]["body"]["response_format"]["type"] == "json_object", "it is not tried again"


BAD: list[tuple[str, dict[str, object], Reason]] = [
    ("a relation that there is not", claim(predicate="cures"), Reason.PREDICATE),
    ("an invented quote", claim(quote="Trauma always causes heterotopic ossification"), Reason.QUOTE),
    ("a quote with a word left out", claim(quote="Trauma cause heterotopic ossification"), Reason.QUOTE),
    ("a quote of another part", claim(part=1), Reason.QUOTE),
    ("a part that there is not", claim(part=9), Reason.QUOTE),
    ("a quote of white space", claim(quote=" \n"), Reason.QUOTE),
    ("words that name nothing", claim(subject="unicorns"), Reason.UNGROUNDED),
    ("words of another field", claim(object="the stock market"), Reason.UNGROUNDED),
    ("a subject of the wrong kind", claim(subject="hip joint", predicate="treats"), Reason.TYPES),
    ("an object of the wrong kind", claim(object="hip joint"), Reason.TYPES),
    ("subject and object the same", claim(subject="HO"), Reason.TYPES),
    ("no polarity", {k: v for k, v in claim().items() if k != "polarity"}, Reason.SCHEMA),
    ("a certainty that there is not", claim(certainty="very sure"), Reason.SCHEMA),
    ("a field that there is not", claim(confidence=1), Reason.SCHEMA),
    ("no mapping", {}, Reason.SCHEMA),
    ("a qualifier that names nothing", claim(qualifiers={"site": "Atlantis"}), Reason.QUALIFIER),
    ("a qualifier of the wrong kind", claim(qualifiers={"site": "pain"}), Reason.QUALIFIER),
    ("a time without what it is measured from", claim(qualifiers={"timing": {"relation": "after"}}), Reason.QUALIFIER),
    ("a denial without a word that denies", claim(polarity="negated"), Reason.READING),
    ("a doubt without a word of doubt", claim(certainty="unknown"), Reason.READING),
    ("a whole category", claim(subject="finding"), Reason.TYPES),
    ("a duration of two units", claim(qualifiers={"timing": {"relation": "lasting", "min": "P1Y2M"}}), Reason.SCHEMA),
]


class TestWhatIsDropped:
    @pytest.mark.parametrize(("said", "reason"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
    def test_it_is_counted_and_the_others_stay(self, client: Client, said: object, reason: Reason) -> None:
        found, made = client.proposed(says(said, claim(PREVENTS)))
        assert [p.claim.subject for p in found] == ["RadiationTherapy"]
        assert made.spent.sort("dropped") == {reason: 1}
        assert f"Not proposed: {reason} (1)." in made.summary(made.counted())

    def test_words_without_a_term_are_listed(self, client: Client) -> None:
        said = [claim(subject="unicorns"), claim(subject="unicorns", part=2), claim(object="bad\x1b\nluck")]
        _, made = client.proposed(says(*said))
        assert made.summary(made.counted())[-1] == "Name no term: unicorns, bad luck."

    def test_what_is_said_twice_is_one_claim(self, client: Client) -> None:
        found, made = client.proposed(says(claim(), claim(certainty="asserted"), claim(quote=claim()["quote"] + " ")))
        assert len(found) == 1 and made.spent.sort("dropped") == {Reason.TWICE: 2}

    @pytest.mark.parametrize(
        "body",
        [
            b"no JSON at all",
            b"{}",
            b'{"choices": []}',
            b"[1, 2]",
            b'{"choices": [{"message": {"content": null}}]}',
            content("Here are the claims: none").body,
            content('{"claims": [{"part": 1, "quo').body,
            content('{"claims": 3}').body,
            content("[" * 100_000).body,
        ],
        ids=["text", "empty", "no choice", "list", "null", "prose", "cut off", "no list", "deep"],
    )
    def test_an_answer_of_no_use_is_asked_for_again(self, client: Client, body: bytes) -> None:
        found, made = client.proposed(Reply(body))
        assert len(found) == 4 and len(client.server.requests) == 2 and not made.spent["unusable"]

    def test_after_two_answers_of_no_use_the_part_is_told_to_be_missing(self, client: Client, tmp_path: Path) -> None:
        found, made = client.proposed(content("sorry"), content("{"), cache=tmp_path / "cache")
        assert not found and [request["body"]["seed"] for request in client.server.requests] == [0, 1]
        assert "Without a usable answer, asked twice: 1 part. Their claims are missing." in made.summary(made.counted())
        assert not (tmp_path / "cache").exists(), "what is of no use is not kept"
        assert len(made.propose(reading("note.txt", ORDINARY))) == 4


class TestConfidence:
    @pytest.mark.parametrize(
        "said",
        [
            claim(certainty="asserted"),
            claim("Heterotopic ossification does not occur in the brain", 3, polarity="affirmed"),
            claim("occur in the brain", 3, subject="HO", predicate="occursIn", object="brain", certainty="asserted"),
            claim(subject="burns"),
        ],
        ids=["no hedge", "negation", "quote behind its negation", "not named"],
    )
    def test_what_the_sentence_does_not_bear_out_is_less_sure(self, client: Client, said: object) -> None:
        [found], _ = client.proposed(says(said))
        assert found.claim.confidence == UNSURE < SURE <= Decimal("0.6")


class TestInstructions:
    def test_a_document_cannot_make_claims_by_instructions(self, client: Client) -> None:
        text = HOSTILE["instructions.txt"]

        def obeys(request: Request) -> Reply:
            number, part = next((p["part"], p["text"]) for p in parts(request) if "Ignore all" in p["text"])
            made_up = claim("Ibuprofen causes fracture", number, subject="ibuprofen", object="fracture")
            quoted = made_up | {"quote": part[part.index("ibuprofen") :].split(".")[0]}
            return says(
                made_up,
                quoted,
                *json.loads(json.loads(good(request).body)["choices"][0]["message"]["content"])["claims"],
            )

        found, made = client.proposed(obeys, text=text)
        assert len(found) == 4 and "Ibuprofen" not in {p.claim.subject for p in found}
        assert made.spent.sort("dropped") == {Reason.QUOTE: 1, Reason.INSTRUCTION: 1}

    def test_a_document_cannot_leave_its_place_in_the_request(self, client: Client) -> None:
        client.proposed(text=HOSTILE["instructions.txt"])
        [request] = client.server.requests
        user = request["body"]["messages"][1]["content"]
        assert "<|im_start|>" not in user and len(request["body"]["messages"]) == 2
        assert any("<|im_start|>system" in part["text"] for part in parts(request)), "and reads as it was"
