"""The processes that answer queries, and whose turn it is."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

import hograph
from hograph.graph.inputs import key_of, place_of
from hograph.serve.answering import problem_of
from hograph.serve.limits import Limits
from hograph.serve.workers.pool import FailedError, Pool
from hograph.serve.workers.process import SMALL
from hograph.serve.workers.turns import BusyError, Turns
from hograph.serve.workers.wire import Job


def run(work: Callable[[], object]) -> None:
    asyncio.run(work())  # type: ignore[arg-type]


def test_clients_take_turns() -> None:
    async def work() -> None:
        turns, order = Turns(2, 10), []

        async def ask(client: str) -> None:
            await turns.take(client)
            order.append(client)

        await ask("a")  # has all but one of the places
        waiting = [asyncio.create_task(ask(name)) for name in ("a", "a", "b", "c")]
        await asyncio.sleep(0)
        assert order == ["a", "b"]
        for client in ("a", "b", "a", "c"):
            turns.give_back(client)
            await asyncio.sleep(0)
        assert sorted(order[2:4]) == ["a", "c"] and order[4:] == ["a"]
        await asyncio.gather(*waiting)

    run(work)


def test_who_leaves_as_a_place_is_given_back_takes_none() -> None:
    async def work() -> None:
        turns = Turns(1, 2)
        await turns.take("a")
        leaving, staying = (asyncio.create_task(turns.take(client)) for client in ("a", "a"))
        await asyncio.sleep(0)
        leaving.cancel()  # which it has not heard of yet
        turns.give_back("a")
        await asyncio.wait_for(staying, 1)
        assert leaving.cancelled() and (turns.free, turns.waiting) == (0, 0)
        turns.give_back("a")
        assert turns.free == 1

    run(work)


def test_who_leaves_as_others_crowd_in_makes_room() -> None:
    async def work() -> None:
        turns = Turns(1, 2)
        await turns.take("a")
        waiting = [asyncio.create_task(turns.take("a")) for _ in range(2)]
        await asyncio.sleep(0)
        waiting[1].cancel()
        for _ in waiting:
            asyncio.get_running_loop().call_soon(turns.give_back, "a")
        await turns.take("b")
        assert waiting[0].done() and waiting[1].cancelled() and (turns.free, turns.waiting) == (0, 0)

    run(work)


def test_who_waits_with_most_loses_the_latest() -> None:
    async def work() -> None:
        turns = Turns(1, 3)
        await turns.take("a")
        waiting = [asyncio.create_task(turns.take("a")) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await turns.take("a")
        other = asyncio.create_task(turns.take("b"))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await waiting[2]
        waiting[0].cancel()
        await asyncio.sleep(0)
        assert turns.waiting == 2
        turns.give_back("a")
        await waiting[1]
        turns.give_back("a")
        await other
        turns.give_back("b")
        assert (turns.free, turns.waiting) == (1, 0)

    run(work)


def test_who_leaves_in_the_moment_of_his_turn_gives_it_back() -> None:
    async def work() -> None:
        turns = Turns(1, 3)
        await turns.take("a")
        waiting = asyncio.create_task(turns.take("b"))
        await asyncio.sleep(0)
        turns.give_back("a")
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert turns.free == 1

    run(work)


def test_a_server_that_is_full_says_so() -> None:
    found = problem_of(BusyError(), Limits(seconds=10))
    assert (found.status, found.headers) == (503, {"Retry-After": "5"})


def test_a_pool_that_is_stopped_while_it_starts_a_process_leaves_none_and_starts_again(
    kg: hograph.KnowledgeGraph,
) -> None:
    assert kg.prepared
    place = place_of(kg.prepared.build, key_of(kg.prepared.build)).resolve()
    job = Job("ASK {}", rows="JSON", triples=None, most=1000)

    async def work() -> None:
        pool = Pool(place, Limits(workers=1))
        await pool.start()
        async with pool.ask(job):
            pass  # what it gives is not read, so the process is killed and another started
        assert pool.turns.free  # there was one to spare
        async with pool.ask(job):
            pass
        assert not pool.turns.free
        await pool.stop()
        await pool.start()
        assert (await pool.whole(job))[0] == "rows"
        await pool.stop()

    run(work)


def test_who_is_next_need_not_wait_for_a_process_to_start(
    kg: hograph.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is to spare, and another again when it has started; none is given away twice."""
    assert kg.prepared
    place = place_of(kg.prepared.build, key_of(kg.prepared.build)).resolve()
    job = Job("ASK {}", rows="JSON", triples=None, most=1000)

    async def work() -> None:
        pool = Pool(place, Limits(workers=2))
        await pool.start()
        may_start, start = asyncio.Event(), pool._new

        async def held() -> object:
            await may_start.wait()
            return await start()

        monkeypatch.setattr(pool, "_new", held)
        for client in "ab":
            async with pool.ask(job, client):
                pass  # what it gives is not read, so the process is killed
        assert pool.turns.free == 1
        assert {await pool.whole(job, client) for client in "cde"} == {("rows", b'{"head":{},"boolean":true}')}
        may_start.set()
        while pool.turns.free < 2 or pool.started < 5:
            await asyncio.sleep(0.02)
        async with pool.ask(job, "f"):
            pass
        assert pool.turns.free == 2
        await pool.stop()

    run(work)


def test_a_large_store_opens_its_files_when_it_needs_them_and_no_others(tmp_path: Path) -> None:
    """The engine has sixteen files open at first; a process shut in at those could answer little of a large graph."""
    store = ox.Store(str(tmp_path))
    says = ox.NamedNode("http://example.org/says")
    for part in range(30):
        store.bulk_extend(
            ox.Quad(
                ox.NamedNode(f"http://example.org/{part}/{n}"),
                says,
                ox.Literal(f"{part} {n} {'word ' * 12}"),
                ox.NamedNode(f"http://example.org/graph/{n % 7}"),
            )
            for n in range(4000)
        )
    store.flush()
    del store
    files = len(list(tmp_path.glob("*.sst")))
    assert files > 16 and sum(path.stat().st_size for path in tmp_path.iterdir()) > SMALL
    graph = "GRAPH <http://example.org/graph/1>"
    patterns = [
        "?s ?p ?o FILTER(CONTAINS(?o, 'word'))",
        "GRAPH ?g { ?s ?p ?o }",
        f"{graph} {{ ?s ?p ?o }}",
        f"{graph} {{ ?s <http://example.org/says> ?o }}",
        "?s <http://example.org/says> ?o",
        f"{graph} {{ ?s ?p '3 8 word ' }}",
        "?s ?p '3 8 word '",
    ]
    counted = [120_000, 120_000, 17_160, 17_160, 120_000, 0, 0]

    async def work() -> None:
        pool = Pool(tmp_path, Limits(workers=1))
        await pool.start()
        try:
            for pattern, number in zip(patterns, counted, strict=True):
                job = Job(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", rows="CSV", triples=None, most=1000)
                assert (await pool.whole(job))[1].split() == [b"n", str(number).encode()]
            with pytest.raises(FailedError, match="another machine"):
                await pool.whole(Job("ASK { SERVICE <http://127.0.0.1/> {} }", rows="JSON", triples=None, most=1000))
        finally:
            await pool.stop()

    run(work)
