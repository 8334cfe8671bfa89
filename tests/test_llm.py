"""The extractor `llm` against a server on this machine that misbehaves in every way: what is proposed holds, what is not is counted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from fake_llm import Answer, Fake, Reply, Request, claim, content, fake_llm, good, parts, says
from hograph.curation.tokens import Certainty, CueKind, Polarity
from hograph.errors import DocumentError, HographError, InputError
from hograph.extraction.conformance import HOSTILE, ORDINARY, reading
from hograph.extraction.llm.chunks import chunks, tokens
from hograph.extraction.llm.client import Wait
from hograph.extraction.llm.extractor import LlmExtractor
from hograph.extraction.llm.judge import SURE, UNSURE, Reason
from hograph.extraction.llm.settings import Settings
from hograph.extraction.plugins import extractor
from hograph.extraction.proposals import Counting, Proposal
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


class TestTroubles:
    @pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
    def test_a_busy_server_is_asked_again_later(self, client: Client, status: int) -> None:
        found, _ = client.proposed(Reply(b"busy", status), Reply(b"busy", status))
        assert len(found) == 4 and client.clock.slept == [1.0, 2.0]

    def test_the_server_says_when(self, client: Client) -> None:
        date = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
        found, _ = client.proposed(Reply(b"", 429, {"Retry-After": "7"}), Reply(b"", 503, date))
        assert len(found) == 4 and client.clock.slept == [7.0, 0.0]

    def test_nonsense_about_when_is_passed_over(self, client: Client) -> None:
        client.proposed(Reply(b"", 429, {"Retry-After": "soon"}), Reply(b"", 429, {"Retry-After": "nan"}))
        assert client.clock.slept == [1.0, 2.0]

    def test_tries_are_bounded(self, client: Client) -> None:
        with pytest.raises(HographError, match=r"status 500; tried 3 times\. Try again later"):
            client.proposed(*[Reply(b"", 500)] * 9)
        assert len(client.server.requests) == 3

    def test_so_is_time(self, client: Client) -> None:
        with pytest.raises(HographError, match=r"To wait 3600 s more would pass the limit of 60 s"):
            client.proposed(Reply(b"", 429, {"Retry-After": "3600"}), limit=60)
        assert client.clock.slept == []

    @pytest.mark.parametrize("slow", [Reply(delay=1.0), Reply(b" " * 500, drips=True)], ids=["silent", "in drips"])
    def test_a_slow_answer_is_not_waited_for(self, client: Client, slow: Reply) -> None:
        client.clock.now = Wait().now  # type: ignore[method-assign]
        found, _ = client.proposed(slow, timeout=0.2)
        assert len(found) == 4 and len(client.server.requests) == 2

    def test_a_huge_answer_is_not_read_to_its_end(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("hograph.extraction.llm.client.MOST_BYTES", 100_000)
        with pytest.raises(HographError, match=r"more than 100,000 bytes"):
            client.proposed(content("x" * 200_000))

    def test_many_claims_are_judged_like_few(self, client: Client) -> None:
        found, made = client.proposed(says(*[claim(quote="invented")] * 5000, claim()))
        assert len(found) == 1 and made.spent.sort("dropped")[Reason.QUOTE] == 5000

    @pytest.mark.parametrize(
        ("reply", "told"),
        [
            (
                Reply(f'{{"error": "wrong key {KEY}"}}'.encode(), 401),
                r"refuses the key \(status 401\). Set HOGRAPH_LLM_API_KEY",
            ),
            (Reply(b"", 404), r"no model 'fake', or no chat completions there .* Set HOGRAPH_LLM_MODEL"),
            (Reply(b"", 301, {"Location": "http://127.0.0.1:9/"}), r"status 301"),
        ],
    )
    def test_what_cannot_get_better_is_said_at_once(self, client: Client, reply: Reply, told: str) -> None:
        with pytest.raises(InputError, match=told) as caught:
            client.proposed(reply)
        assert len(client.server.requests) == 1 and KEY not in str(caught.value)

    def test_a_request_that_is_refused_in_both_forms(self, client: Client) -> None:
        refused = Reply(f"too long\x1b[31m\n for {KEY}".encode(), 400)
        with pytest.raises(HographError, match=r"status 400\): too long \[31m for \*\*\*$"):
            client.proposed(refused, refused)

    def test_a_proxy_stands_before_other_machines_only(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", client.server.url.removesuffix("/v1"))
        monkeypatch.delenv("no_proxy", raising=False)
        client.proposed()
        client.proposed(base_url="http://model.invalid/v1")
        paths = [request["path"] for request in client.server.requests]
        assert paths == ["/v1/chat/completions", "http://model.invalid/v1/chat/completions"]

    def test_no_server(self, client: Client) -> None:
        with pytest.raises(HographError, match=r"no server can be reached there .* Is it running"):
            client.made(base_url="http://127.0.0.1:9/v1").propose(reading("note.txt", ORDINARY))
        assert client.clock.slept == []


class TestCache:
    def test_what_was_answered_is_not_asked_again(self, client: Client, tmp_path: Path) -> None:
        folder = tmp_path / "cache"
        first, _ = client.proposed(cache=folder)
        second, made = client.proposed(cache=folder)
        assert first == second and len(client.server.requests) == 1 and made.spent["cached"] == 1
        assert folder.stat().st_mode & 0o077 == 0, "answers quote documents"
        assert all(KEY not in path.read_text("utf-8") for path in folder.rglob("*.json"))

    @pytest.mark.parametrize("other", [{"model": "other"}, {"base_url": None}, {"text": f"{ORDINARY}\nBurns hurt."}])
    def test_another_model_server_or_text_is_asked(self, client: Client, tmp_path: Path, other: dict[str, str]) -> None:
        client.proposed(cache=tmp_path)
        if "base_url" in other:
            other = {"base_url": client.server.url.replace("127.0.0.1", "localhost")}
        client.proposed(cache=tmp_path, **other)
        assert len(client.server.requests) == 2

    @pytest.mark.parametrize("damaged", ["", "{", "[]", '{"answer": 3}', '{"answer": "{"}', "\x00"])
    def test_a_damaged_answer_is_asked_for_again(self, client: Client, tmp_path: Path, damaged: str) -> None:
        first, _ = client.proposed(cache=tmp_path)
        [path] = tmp_path.rglob("*.json")
        path.write_text(damaged, "utf-8")
        assert client.proposed(cache=tmp_path)[0] == first and len(client.server.requests) == 2
        assert client.proposed(cache=tmp_path)[0] == first and len(client.server.requests) == 2

    def test_a_folder_that_cannot_be_made(self, client: Client, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(InputError, match=r"Name another folder: --option cache=DIR"):
            client.proposed(cache=tmp_path / "file" / "cache")


class TestParts:
    TEXT = "Heterotopic ossification\n\n" + "\n\n".join(f"Trauma may cause pain in {n} of ten." for n in range(40))

    def test_a_long_document_is_asked_about_in_parts(self, client: Client) -> None:
        client.proposed(text=self.TEXT, tokens=100)
        texts = [part["text"] for request in client.server.requests for part in parts(request)]
        assert len(client.server.requests) > 3
        assert texts == [block.text for block in reading("note.txt", self.TEXT).blocks]
        assert all(sum(tokens(p["text"]) for p in parts(r)) <= 100 for r in client.server.requests)

    def test_a_long_block_is_cut_between_sentences(self) -> None:
        text = " ".join(f"Trauma may cause pain {n} times in patients." for n in range(40)) + " " + "x" * 2000
        [block] = reading("note.txt", text).blocks
        found = [part for chunk in chunks([block], 100) for part in chunk]
        assert all(tokens(part.text) <= 100 for part in found) and "".join(p.text for p in found).count("x") == 2000
        assert [part.text[-1] for part in found[:3]] == ["."] * 3
        assert found[0].start == 0 and all(a.end <= b.start for a, b in pairwise(found))

    def test_what_names_no_term_is_not_sent(self, client: Client) -> None:
        found, _ = client.proposed(text="The train leaves at noon.")
        assert not found and not client.server.requests

    def test_a_document_that_is_too_long_is_refused(self, client: Client) -> None:
        with pytest.raises(DocumentError, match=r"note.txt: has about \d+ tokens, more than 20. Split it"):
            client.proposed(most=20)


class TestSettings:
    def test_the_environment_stands_in(self) -> None:
        found = Settings.of(
            {}, {"HOGRAPH_LLM_BASE_URL": "http://h/v1", "HOGRAPH_LLM_MODEL": "m", "HOGRAPH_LLM_API_KEY": KEY}
        )
        assert (found.endpoint, found.model, found.api_key) == ("http://h/v1/chat/completions", "m", KEY)
        assert KEY not in repr(found) and found.cache and found.cache.name == "llm"

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"base_url": ""}, "no base_url is named. Set HOGRAPH_LLM_BASE_URL"),
            ({"model": " "}, "no model is named. Set HOGRAPH_LLM_MODEL"),
            ({"base_url": "ftp://h/v1"}, "no address of the form"),
            ({"base_url": "http://user:word@h/v1"}, "no address of the form"),
            ({"api_key": "a\nb"}, "the key holds characters"),
            ({"tries": "0"}, "tries=0 is not a whole number above 0"),
            ({"tokens": "1.5"}, "tokens=1.5 is not a whole number"),
            ({"timeout": "nan"}, "timeout=nan is not a number"),
            ({"price_in": "-1"}, "price_in=-1 is not a number"),
            ({"price_out": "NaN"}, "price_out=NaN is not a number"),
        ],
    )
    def test_what_is_of_no_use_is_said(self, options: dict[str, str], told: str) -> None:
        with pytest.raises(InputError, match=told) as caught:
            Settings.of({"base_url": "http://h/v1", "model": "m"} | options, {})
        assert "word" not in str(caught.value)

    def test_an_unknown_option(self, ontology: Ontology) -> None:
        with pytest.raises(InputError, match="'colour'"):
            extractor("llm", ontology, base_url="http://h/v1", model="m", colour="red")


class TestCost:
    def test_tokens_are_summed_and_priced(self, client: Client) -> None:
        found, made = client.proposed(content("{"), price_in="2", price_out="11")
        assert len(found) == 4 and isinstance(made, Counting)
        assert made.spent.cost(made.settings) == Decimal("0.0051")
        assert made.summary(made.counted()) == [
            "fake: 2 requests, 0 answers from the cache, 2,000 tokens sent, 100 received, cost 0.0051."
        ]

    @pytest.mark.parametrize(
        "usage", [None, {}, {"prompt_tokens": "many"}, {"prompt_tokens": -1, "completion_tokens": 2}, 3]
    )
    def test_answers_without_counts_are_told(self, client: Client, usage: object) -> None:
        _, made = client.proposed(says(claim(), usage=usage))
        told = made.summary(made.counted())
        assert told[0] == "fake: 1 request, 0 answers from the cache, 0 tokens sent, 0 received."
        assert told[1].startswith("Without token counts: 1 answer")

    def test_the_key_is_shown_nowhere(self, client: Client) -> None:
        made = client.made()
        assert KEY not in repr(made) and KEY not in repr(replace(made.settings, model="x"))
        with pytest.raises(TypeError, match="its key would go along"):
            made.__reduce__()
