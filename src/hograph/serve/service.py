"""What is served, and within which limits."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from itertools import islice
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from threading import Lock
from typing import Any, TypeVar

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from hograph.errors import HographError
from hograph.files import sha256
from hograph.graph.inputs import key_of
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.binding import bind
from hograph.query.canned import Posed
from hograph.query.wider import LONG, UNCOUNTED, left_out, wider_bindings, with_all_kinds
from hograph.serve.access import Reviewing
from hograph.serve.finding import Name, names_of
from hograph.serve.limits import Limits
from hograph.serve.metrics import Metrics
from hograph.serve.place import own_place
from hograph.serve.workers.pool import FailedError, Pool
from hograph.serve.workers.turns import BusyError
from hograph.serve.workers.wire import Job
from hograph.version import VERSION

LAYOUT = ox.QueryResultsFormat.JSON
LOOKS = ("static", "templates")
"""Folders with what pages are made of."""
MOST_WIDER = 12
"""So many wider questions are tried where one has no answer."""
T = TypeVar("T")


@dataclass(frozen=True)
class Service:
    """What the parts of the application share.

    Attributes:
        kg: the graph, with its ontology, canned queries and, where they are at hand, documents.
        limits: what one request may ask for.
        base: the address at which a browser finds it, without a slash at the end, where it is not that of the request (behind a proxy).
        shipped: whether the graph is a build of hograph's, of which all pages and canned queries make sense; not so for any RDF file.
        reviewing: who may review in the browser; nobody where it is not given.
        hosts: the names that a request may have the server by; any where none is given.
        described: what the graph said of itself so far: query to rows.
        files: whether the pages are to be files that no server stands behind.
    """

    kg: KnowledgeGraph
    limits: Limits = field(default_factory=Limits)
    base: str = ""
    shipped: bool = True
    reviewing: Reviewing | None = None
    hosts: frozenset[str] = frozenset()
    files: bool = False
    described: dict[str, list[ox.QuerySolution]] = field(default_factory=dict, repr=False, compare=False)
    _made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _locks: dict[str, Lock] = field(default_factory=lambda: defaultdict(Lock), repr=False, compare=False)

    @cached_property
    def metrics(self) -> Metrics:
        """What is counted and timed."""
        return Metrics(lambda: (self.pool.running, self.pool.turns.waiting, self.pool.started))

    @cached_property
    def pool(self) -> Pool:
        """The processes that answer queries; the application starts and stops them."""
        return Pool(own_place(self.kg), self.limits, self.metrics.query)

    @cached_property
    def key(self) -> str:
        """What changes with the answers: the key of the build; of another graph, one that is made anew each time it is served."""
        return key_of(self.kg.prepared.build) if self.kg.prepared else token_hex(16)

    @cached_property
    def state(self) -> str:
        """What changes with anything that responses rest on: program, graph, queries, documents, looks of pages, how it is served."""
        return sha256("\n".join([VERSION, self.key, self.base, str(self.reviewing is not None), *self._texts()]))

    def _texts(self) -> list[str]:
        try:
            queries = [query.text for query in self.kg.queries.values()]
        except HographError:  # one that breaks a rule may be mended
            queries = [token_hex(16)]
        paths = [path for name in LOOKS for path in sorted(Path(str(files("hograph.serve") / name)).rglob("*.*"))]
        documents = [f"{slug} {digest}" for slug, digest in self.kg.hashes.items()]
        return [*queries, *documents, *(sha256(path.read_bytes()) for path in paths)]

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names by which terms are searched."""
        return tuple(names_of(self.kg.ontology))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much there is in the graph."""
        return self.kg.counts()

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What is made once, for the graph stays as it is; whoever asks meanwhile waits.

        Args:
            name: of what is made.
            make: makes it; an error is not kept.
        """
        with self._locks[name]:
            if name not in self._made:
                self._made[name] = make()
            made: T = self._made[name]
            return made

    def address_of(self, request: HTTPConnection) -> str:
        """The address at which a client finds it, without a slash at the end."""
        return self.base or str(request.base_url).rstrip("/")

    async def answer(self, name: str, parameters: Mapping[str, str] | None = None, client: str = "") -> Answer:
        """Ask a canned query as `KnowledgeGraph.query` does, in one of the processes, within the limits.

        Args:
            name: its name.
            parameters: what is not given takes its default.
            client: who asks.

        Raises:
            HographError: when there is no such query or parameter, or the value is not allowed.
            BusyError: when too many queries wait.
            FailedError: when there is no answer within the limits.
        """  # noqa: DOC502, RUF100
        posed = await run_in_threadpool(self.kg.posed, name, **dict(parameters or {}))
        return await self._asked(posed, client)

    async def wider(self, answer: Answer, client: str = "") -> Answer | None:
        """Where a canned query has no answer, the nearest wider one that has, as `KnowledgeGraph.wider` finds it, within the limits.

        Args:
            answer: without rows.
            client: who asks.

        Returns:
            None where there is none, where it would take too many questions, or where one of them has no answer within the limits.
        """
        if answer.query is None or answer.rows:
            return None
        for bound in islice(wider_bindings(answer.query, answer.bound, self.kg.ontology), MOST_WIDER):
            try:
                found = await self._asked(Posed(answer.query, bound), client)
            except (BusyError, FailedError):
                return None
            if found.rows:
                return found
        return None

    async def left_out(self, answer: Answer, client: str = "") -> str:
        """How many claims a canned query leaves out of its answer, as `KnowledgeGraph.left_out` tells it; empty where that takes too long.

        Args:
            answer: with rows; one without is made wider instead.
            client: who asks.
        """
        more = with_all_kinds(answer.query, answer.bound) if answer.query and answer.rows else None
        if answer.query is None or more is None:
            return ""
        if len(answer) > LONG:
            return UNCOUNTED
        try:
            return left_out(answer, await self._asked(Posed(answer.query, more), client))
        except (BusyError, FailedError):
            return ""

    async def _asked(self, posed: Posed, client: str) -> Answer:
        job = Job(bind(posed.query.text, posed.bound), rows="JSON", triples=None, most=self.limits.result)
        _, body = await self.pool.whole(job, client)
        return await run_in_threadpool(self._read, posed, body)

    def _read(self, posed: Posed, body: bytes) -> Answer:
        found = ox.parse_query_results(body, format=LAYOUT)
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101 -- a canned query is a SELECT
        return self.kg.answered(posed, found)

    def warm(self) -> None:
        """Read what most responses need before somebody waits for it; what is wrong with a query is told when it is asked."""
        _ = self.state, self.names

    def close(self) -> None:
        """Remove what was made to be served."""
        if "pool" in self.__dict__:
            rmtree(self.pool.store, ignore_errors=True)
            del self.__dict__["pool"]
