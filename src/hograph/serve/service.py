"""What is served, and within which limits."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from secrets import token_hex
from shutil import rmtree

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from hograph.errors import HographError
from hograph.graph.inputs import key_of
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.binding import bind
from hograph.query.canned import Posed
from hograph.serve.access import Reviewing
from hograph.serve.limits import Limits
from hograph.serve.metrics import Metrics
from hograph.serve.place import own_place
from hograph.serve.workers.pool import Pool
from hograph.serve.workers.wire import Job

LAYOUT = ox.QueryResultsFormat.JSON


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
    """

    kg: KnowledgeGraph
    limits: Limits = field(default_factory=Limits)
    base: str = ""
    shipped: bool = True
    reviewing: Reviewing | None = None
    hosts: frozenset[str] = frozenset()

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
        job = Job(bind(posed.query.text, posed.bound), rows="JSON", triples=None, most=self.limits.result)
        _, body = await self.pool.whole(job, client)
        return await run_in_threadpool(self._read, posed, body)

    def _read(self, posed: Posed, body: bytes) -> Answer:
        found = ox.parse_query_results(body, format=LAYOUT)
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101 -- a canned query is a SELECT
        return self.kg.answered(posed, found)

    def warm(self) -> None:
        """Read the key and the queries before somebody waits for them; what is wrong with a query is told when it is asked."""
        _ = self.key
        with suppress(HographError):
            _ = self.kg.queries

    def close(self) -> None:
        """Remove what was made to be served."""
        if "pool" in self.__dict__:
            rmtree(self.pool.store, ignore_errors=True)
            del self.__dict__["pool"]
