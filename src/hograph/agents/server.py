"""The server of the Model Context Protocol: which tools there are, and how errors of ours reach the agent."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from starlette.concurrency import run_in_threadpool

from hograph.agents.tools import Tools
from hograph.errors import HographError
from hograph.serve.answering import problem_of
from hograph.serve.asking import answering
from hograph.serve.service import Service
from hograph.serve.workers.pool import FailedError
from hograph.serve.workers.turns import BusyError
from hograph.version import VERSION

INSTRUCTIONS = """hograph holds what a few documents claim about heterotopic ossification (bone that forms where there should be none).
It says what each document states, not what is true; it is not medical advice.
Every answer carries claims, and each claim the document, the section and the characters that state it
(Unicode code points, the end not included): cite them.
A claim is asserted, hedged, inconclusive or unknown, and may be negated:
never tell a hedged claim as a fact, nor leave out who says it.
Start with `ask`, or with `list_queries` and `run_query`; use `sparql` where no canned query answers.
What no row says, the documents do not say."""
LOOPBACK = "127.0.0.1"
READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def agent_server(service: Service) -> MCPServer:
    """The graph as tools, to be served over stdio or HTTP while its processes run: within `answering`.

    Args:
        service: the graph and the limits.
    """
    server: MCPServer = MCPServer(
        "hograph",
        title="hograph: claims about heterotopic ossification",
        instructions=INSTRUCTIONS,
        version=VERSION,
        log_level="WARNING",
    )
    tools = Tools(service)
    for tool in (
        tools.ask,
        tools.list_queries,
        tools.describe_query,
        tools.run_query,
        tools.search_terms,
        tools.explain,
        tools.evidence,
        tools.sparql,
    ):
        server.add_tool(_told(tool, service), description=_description(tool), annotations=READ_ONLY)
    return server


def _description(tool: Callable[..., Any]) -> str:
    return " ".join((tool.__doc__ or "").split())


def _told(tool: Callable[..., Any], service: Service) -> Callable[..., Any]:
    """The tool, with errors of ours told in their own words; what else goes wrong stays here."""

    @wraps(tool)
    async def told(*args: Any, **given: Any) -> Any:  # noqa: ANN401 -- as the tool has it
        try:
            if inspect.iscoroutinefunction(tool):
                return await tool(*args, **given)
            return await run_in_threadpool(tool, *args, **given)
        except HographError as error:
            raise ToolError(str(error)) from error
        except (FailedError, BusyError) as error:
            raise ToolError(problem_of(error, service.limits).detail) from error

    return told


async def serve_agents(service: Service, port: int | None = None) -> None:
    """Serve agents until they leave, or until it is interrupted.

    Args:
        service: the graph and the limits.
        port: where to listen on loopback, by HTTP; over stdin and stdout when not given.
    """
    server = agent_server(service)
    async with answering(service):
        if port is None:
            await server.run_stdio_async()
        else:
            await server.run_streamable_http_async(host=LOOPBACK, port=port, json_response=True, stateless_http=True)
