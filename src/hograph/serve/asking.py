"""A query of a user's own, answered in one of the processes within the limits, as what `KnowledgeGraph.sparql` gives."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pyoxigraph as ox

from hograph.query.answer import Answer
from hograph.serve.service import Service
from hograph.serve.workers.wire import Job

Found = Answer | bool | list[ox.Triple]


async def ask(service: Service, text: str, client: str = "") -> Found:
    """Answer a query.

    Args:
        service: what is served.
        text: SPARQL 1.1; the prefixes of hograph need not be declared.
        client: who asks; clients take turns.

    Returns:
        An answer for SELECT, true or false for ASK, triples for CONSTRUCT and DESCRIBE.

    Raises:
        BusyError: when too many queries wait.
        FailedError: when there is no answer; with line and column where the text is not SPARQL.
    """  # noqa: DOC502, RUF100
    job = Job(text, rows="JSON", triples="N_TRIPLES", most=service.limits.result)
    kind, body = await service.pool.whole(job, client)
    if kind == "triples":
        return [quad.triple for quad in ox.parse(input=body, format=ox.RdfFormat.N_TRIPLES)]
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    columns = tuple(variable.value for variable in found.variables)
    return Answer(columns, tuple(tuple(row[column] for column in columns) for row in found), graph=service.kg)


@asynccontextmanager
async def answering(service: Service) -> AsyncIterator[None]:
    """Let the processes that answer queries run, where no application starts and stops them.

    Args:
        service: what is served.

    Yields:
        Nothing; they run while the block does.
    """
    await service.pool.start()
    try:
        yield
    finally:
        await service.pool.stop()
        service.close()
