"""The server of the Model Context Protocol: which tools there are, and how errors of ours reach the agent."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from hograph.agents.tools import Tools
from hograph.errors import HographError
from hograph.query.sparql import run
from hograph.serve import Service
from hograph.version import VERSION

INSTRUCTIONS = """hograph holds what a few documents claim about heterotopic ossification (bone that forms where there should be none).
It says what each document states, not what is true; it is not medical advice.
Every answer carries claims, and each claim the document, the section and the characters that state it
(Unicode code points, the end not included): cite them.
A claim is asserted, hedged, inconclusive or unknown, and may be negated:
never tell a hedged claim as a fact, nor leave out who says it.
Start with `ask`, or with `list_queries` and `run_query`; use `sparql` where no canned query answers.
What no row says, the documents do not say."""
READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def agent_server(service: Service) -> MCPServer:
    """The graph as tools: its `run` serves them over stdio or HTTP.

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
    tools = Tools(service.kg, partial(run, service.kg.store))
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
        server.add_tool(_told(tool), description=_description(tool), annotations=READ_ONLY)
    return server


def _description(tool: Callable[..., Any]) -> str:
    return " ".join((tool.__doc__ or "").split())


def _told(tool: Callable[..., Any]) -> Callable[..., Any]:
    """The tool, with errors of ours told in their own words; what else goes wrong stays here."""

    @wraps(tool)
    def told(*args: Any, **given: Any) -> Any:  # noqa: ANN401 -- as the tool has it
        try:
            return tool(*args, **given)
        except HographError as error:
            raise ToolError(str(error)) from error

    return told
