"""A language model behind a server: its troubles, answers that are kept, long documents, settings and cost."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from fake_llm import Reply, claim, content, parts, says
from hograph.errors import DocumentError, HographError, InputError
from hograph.extraction.conformance import ORDINARY, reading
from hograph.extraction.llm.chunks import chunks, tokens
from hograph.extraction.llm.client import Wait
from hograph.extraction.llm.judge import Reason
from hograph.extraction.llm.settings import Settings
from hograph.extraction.plugins import extractor
from hograph.extraction.proposals import Counting
from hograph.ontology.index import Ontology
from test_llm import KEY, Client, client, server

__all__ = ["client", "server"]


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
