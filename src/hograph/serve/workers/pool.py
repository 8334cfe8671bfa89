"""The processes that answer queries: kept warm, killed where a query takes too long or nobody waits for it any more, and replaced."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from hograph.errors import InputError
from hograph.serve.limits import Limits
from hograph.serve.workers.turns import Turns
from hograph.serve.workers.wire import HEAD, Job, Kind

SLOW = 1.0
"""Seconds after which a query that still computes goes on with less of the processor than those that are quick."""
LESS = 10
SPARE = 1
"""Processes beyond those that may run: to start one costs half a second of the processor, mostly to take the graph into memory."""
START = 60.0
"""Seconds that a process may take until it is ready."""


class FailedError(Exception):
    """A query that gave no answer, or not all of it.

    Attributes:
        why: `syntax`, `refused`, `unfit`, `size`, `time`, `memory`, or `failed` for what the engine says.
        says: more on it, in words.
        line: where a query is not SPARQL; 0 where that is not said.
        column: likewise.
    """

    def __init__(self, why: str, says: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(says or why)
        self.why, self.says, self.line, self.column = why, says, line, column


@dataclass(eq=False)
class _Worker:
    process: asyncio.subprocess.Process
    why: str = ""
    slow: bool = False
    ended: bool = False

    @classmethod
    async def start(cls, store: Path, memory: int) -> "_Worker":
        command = [sys.executable, "-P", "-m", "hograph.serve.workers.process", str(store), str(memory)]
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"RUST_BACKTRACE": "0", "PYTHONHASHSEED": "0"},
            limit=1 << 20,
        )
        worker = cls(process)
        try:
            kind, body = await asyncio.wait_for(worker.read(), START)
        except (FailedError, TimeoutError) as error:
            worker.kill("start")
            raise InputError(f"{store}: a process that answers queries does not start ({error}).") from error
        except asyncio.CancelledError:
            worker.kill("stop")
            await process.wait()
            raise
        if kind is not Kind.READY:
            worker.kill("start")
            raise InputError(f"{store}: cannot be opened to be served ({json.loads(body)['says']}).")
        return worker

    def send(self, job: Job) -> None:
        assert self.process.stdin is not None  # noqa: S101 -- it is a pipe
        self.process.stdin.write(job.frame())

    async def read(self) -> tuple[Kind, bytes]:
        assert self.process.stdout is not None  # noqa: S101 -- it is a pipe
        try:
            kind, size = HEAD.unpack(await self.process.stdout.readexactly(HEAD.size))
            return Kind(kind), await self.process.stdout.readexactly(size) if size else b""
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise FailedError(self.why or "memory") from error

    def kill(self, why: str) -> None:
        self.why = self.why or why
        with suppress(ProcessLookupError):
            self.process.kill()

    def spent(self) -> float:
        """Seconds of processor that the process used since it started; where that cannot be known, all that there were."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
            return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError):
            return asyncio.get_running_loop().time()

    def step_back(self) -> None:
        """Leave the processor to quicker queries; the process is not used again after this one."""
        self.slow = True
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, LESS)


@dataclass(frozen=True)
class Reply:
    """What a query gave.

    Attributes:
        kind: `rows` for SELECT and ASK, `triples` for CONSTRUCT and DESCRIBE.
        pieces: the result, in the format that was asked for; it raises `FailedError` where it is cut off.
    """

    kind: str
    pieces: AsyncIterator[bytes]


@dataclass(eq=False)
class Pool:
    """The processes over a store; `start` it in the event loop that it serves, and `stop` it there.

    Attributes:
        store: the folder of the engine.
        limits: what one query may take.
        told: is told of each query how it ended: `ok`, `left` where nobody waited any more, or why it failed.
    """

    store: Path
    limits: Limits
    told: Callable[[str], None] = lambda _: None
    started: int = 0
    _idle: list[_Worker] = field(default_factory=list)
    _all: set[_Worker] = field(default_factory=set)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _stopped: bool = False
    _spare: int = 0

    def __post_init__(self) -> None:
        self.turns = self._places()

    def _places(self) -> Turns:
        return Turns(self.limits.workers, self.limits.waiting)

    async def start(self) -> None:
        """Start the processes, and one to spare, which takes the place of the next that is killed; wait until they are ready.

        Raises:
            InputError: when the store cannot be opened.
        """
        self._stopped = False
        self._spare = SPARE
        self.turns = self._places()
        for worker in await asyncio.gather(*(self._new() for _ in range(self.limits.workers + SPARE))):
            self._idle.append(worker)

    async def stop(self) -> None:
        """Kill the processes, those too that are being started."""
        self._stopped = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for worker in self._all:
            worker.kill("stop")
        await asyncio.gather(*(worker.process.wait() for worker in self._all), return_exceptions=True)
        self._all.clear()
        self._idle.clear()

    @property
    def running(self) -> int:
        """How many queries run, or wait for a process to be started for them."""
        return self.limits.workers - self.turns.free

    @asynccontextmanager
    async def ask(self, job: Job, client: str = "") -> AsyncIterator[Reply]:
        """Answer a query; what is left of it when the block is left is given up, and its process killed.

        Args:
            job: the query.
            client: who asks; clients take turns.

        Yields:
            What it gives, piece by piece.

        Raises:
            BusyError: when too many queries wait.
            FailedError: when there is no answer.
        """
        await self.turns.take(client)
        worker = self._idle.pop()
        loop = asyncio.get_running_loop()
        last = loop.call_later(self.limits.seconds, self._end, worker, client, "time")
        watch = asyncio.ensure_future(_watch(worker))
        outcome = "left"
        try:
            worker.send(job)
            kind, body = await worker.read()
            _raise_fault(kind, body)
            reply = _Reading(worker)
            yield Reply(body.decode(), reply.pieces())
            outcome = "ok" if reply.ended else outcome
        except FailedError as failed:
            outcome = failed.why
            raise
        finally:
            last.cancel()
            watch.cancel()
            self.told(outcome)
            answers = outcome in {"ok", "syntax", "refused", "unfit", "size", "failed"} and not worker.slow
            if answers and worker.process.returncode is None and not worker.why:
                self._idle.append(worker)
                self.turns.give_back(client)
            else:
                self._end(worker, client, outcome)

    async def whole(self, job: Job, client: str = "") -> tuple[str, bytes]:
        """The kind of what a query gives, and all of it.

        Raises:
            BusyError: when too many queries wait.
            FailedError: when there is no answer.
        """  # noqa: DOC502, RUF100
        async with self.ask(job, client) as reply:
            return reply.kind, b"".join([piece async for piece in reply.pieces])

    async def _new(self) -> _Worker:
        worker = await _Worker.start(self.store, self.limits.memory)
        self.started += 1
        self._all.add(worker)
        return worker

    def _end(self, worker: _Worker, client: str, why: str) -> None:
        """Kill a process, once, and give its place back: at once where there is one to spare, else when there is another."""
        if worker.ended:
            return
        worker.ended = True
        worker.kill(why)
        if spared := self._spare > 0:
            self._spare -= 1
            self.turns.give_back(client)
        task = asyncio.get_running_loop().create_task(self._replace(worker, None if spared else client))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: _Worker, client: str | None) -> None:
        """Start a process in the place of one: for the client that has its place still, or to spare."""
        await worker.process.wait()
        self._all.discard(worker)
        pause = 0.1
        while not self._stopped:
            try:
                self._idle.append(await self._new())
            except (InputError, OSError):
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)
            else:
                if client is None:
                    self._spare += 1
                else:
                    self.turns.give_back(client)
                return


async def _watch(worker: _Worker) -> None:
    """Let a process step back that has run for a second and goes on using the processor; one that waited for it is as quick as others."""
    used = 0.0
    while used < SLOW / 4:
        await asyncio.sleep(SLOW)
        before = worker.spent()
        await asyncio.sleep(SLOW / 2)
        used = worker.spent() - before
    worker.step_back()


class _Reading:
    """The result of a query, read to its end or not."""

    def __init__(self, worker: _Worker) -> None:
        self._worker, self.ended = worker, False

    async def pieces(self) -> AsyncIterator[bytes]:
        while True:
            kind, body = await self._worker.read()
            if kind is Kind.END:
                self.ended = True
                return
            _raise_fault(kind, body)
            yield body


def _raise_fault(kind: Kind, body: bytes) -> None:
    if kind is Kind.FAULT:
        raise FailedError(**json.loads(body))
