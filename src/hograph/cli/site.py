"""The command that writes the explorer as files."""

import asyncio
from pathlib import Path

import click

from hograph.cli.options import FOLDER, build_option, root_option, say
from hograph.knowledge import open_graph


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@root_option
@build_option
def site(folder: Path, root: Path | None, build_folder: Path | None) -> None:
    """Write the explorer into DIR, as files for any static host.

    The engine runs in the reader's browser and answers there: canned queries with any parameters, SPARQL, search; offline, too, once it was
    opened. No passage of a document is in it, only where each stands.

    Example: hograph site my-site
    """
    from hograph.serve import Service
    from hograph.site import write_site

    written = asyncio.run(write_site(Service(open_graph(root, build_folder, None, say)), folder, say=say))
    click.echo(f"{folder}: {written.pages:,} pages, {written.bytes / 1e6:.1f} MB")
    click.echo(f"Look at it: python -m http.server --directory {folder}")
