"""The graph as tools for agents, by the Model Context Protocol: `serve_agents` is what `hograph mcp` runs."""

from hograph.agents.server import agent_server, serve_agents

__all__ = ["agent_server", "serve_agents"]
