"""The graph as tools for agents, by the Model Context Protocol: `agent_server` gives the server that `hograph mcp` runs."""

from hograph.agents.server import agent_server

__all__ = ["agent_server"]
