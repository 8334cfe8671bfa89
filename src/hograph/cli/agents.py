"""The command that gives the graph to agents."""

import asyncio
from pathlib import Path

import click

from hograph.cli.options import build_option, data_option, documents_option, root_option, say
from hograph.knowledge import open_graph


@click.command()
@click.option(
    "--http",
    "port",
    type=click.IntRange(1, 65535),
    metavar="PORT",
    help="Serve by HTTP at http://127.0.0.1:PORT/mcp, for agents on this machine, instead of over stdin and stdout.",
)
@documents_option
@data_option
@root_option
@build_option
def mcp(
    port: int | None, documents: Path | None, data: Path | None, root: Path | None, build_folder: Path | None
) -> None:
    """Give the graph to agents as tools, by the Model Context Protocol: they get claims, each with the characters that state it.

    An agent's settings name this command, and it speaks with the agent over stdin and stdout.

    \b
    Examples:
      hograph mcp --documents DIR
      hograph mcp --http 8765
    """
    from hograph.agents import serve_agents
    from hograph.serve import Service

    service = Service(open_graph(data, build_folder, documents, say, root=root))
    if port is not None:
        click.echo(f"http://127.0.0.1:{port}/mcp", err=True)
    asyncio.run(serve_agents(service, port))
