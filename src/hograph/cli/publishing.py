"""The command that puts a build on a SPARQL server."""

from pathlib import Path

import click

from hograph.cli.options import build_option, root_option, say, target_option
from hograph.files import resources
from hograph.graph.inputs import input_key
from hograph.query.store import open_store
from hograph.store.endpoint import Endpoint
from hograph.store.publish import Target
from hograph.store.publish import publish as publish_build
from hograph.vocabulary import GRAPH


@click.command()
@target_option
@click.option(
    "--update", metavar="URL", help="The server's update service [default: beside that of queries, or the same]."
)
@click.option(
    "--graph-store",
    metavar="URL",
    help="The server's Graph Store protocol, which loads faster than updates, as .../store.",
)
@root_option
@build_option
def publish(
    update: str | None, graph_store: str | None, root: Path | None, build_folder: Path | None, endpoint: Endpoint | None
) -> None:
    """Put the build on a SPARQL 1.1 server, as named graphs, and compare what is there with what is here.

    The graphs are loaded beside those of the last time, read back, and switched to in one update. What is cut off leaves the old build;
    run it again then.

    \b
    Examples:
      hograph publish --endpoint http://localhost:7878/query --graph-store http://localhost:7878/store
      hograph publish --endpoint http://localhost:8890/sparql
    """
    if endpoint is None:
        raise click.UsageError("Name the server with --endpoint URL.")
    root = resources(root)
    target = Target.of(endpoint, update, graph_store)
    there = publish_build(open_store(root, build_folder, say), input_key(root), target, say)
    for graph, size in there.items():
        click.echo(f"{size.triples:>8}  {GRAPH.name(graph)}")
    total = sum(size.triples for size in there.values())
    click.echo(f"{total:>8}  triples in {len(there)} graphs, counted and compared by hash on the server")
