"""Commands that build the graph and say what is in it: build, info."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hograph.cli.options import build_option, endpoint_option, root_option, say, workers_options
from hograph.cli.render import rows_option, write
from hograph.files import default_build_folder, resources
from hograph.graph.inputs import MANIFEST, fresh

if TYPE_CHECKING:
    from hograph.store.endpoint import Endpoint

MOST_PARTS = 60
"""So many parts of a count are printed, the largest."""


@click.command()
@root_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write [default: build/ of the workspace or checkout, else the cache].",
)
@click.option("--force", is_flag=True, help="Build all anew, even what has not changed.")
@click.option(
    "--files/--no-files",
    default=True,
    help="Whether to write the dataset as sorted N-Quads and a Turtle file a graph; questions need neither.",
)
@workers_options("compile documents and settle propositions")
def build(root: Path | None, out: Path | None, force: bool, files: bool, jobs: int, cluster: str | None) -> None:
    """Compile ontology, claims and mappings into one dataset of named graphs.

    Only documents that are new or have changed are compiled again. The same inputs give the same bytes. Exit code 2 when an input
    breaks a rule; the last build stays then.

    \b
    Examples:
      hograph build
      hograph build --out /tmp/graph
      hograph build --no-files --jobs 0
      hograph build --dask tcp://head:8786
    """
    root = resources(root)
    folder = out or default_build_folder(root)
    whole = fresh(root, folder) and (not files or "sha256" in _manifest(folder))
    if whole and not force:
        click.echo(f"{folder}: up to date.")
        return
    from hograph.cli.making import made  # what builds takes longer to import than to see that nothing has changed

    path = made(root, folder, jobs, cluster, force=force, files=files)
    counts = _manifest(folder)["counts"]
    click.echo(f"{path}: {counts['quads']} quads, {counts['claims']} claims, {counts['propositions']} propositions.")


def _manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return found


@click.command()
@root_option
@build_option
@endpoint_option
@rows_option
def info(root: Path | None, build_folder: Path | None, layout: str, endpoint: "Endpoint | None") -> None:
    """Say what is in the graph: terms, claims by document and kind, propositions, graphs.

    \b
    Examples:
      hograph info
      hograph info --format json
      hograph info --endpoint http://localhost:7878/query
    """
    if endpoint:
        from hograph.query.counts import counts, quads_by_graph

        counted: dict[str, Any] = {**counts(endpoint), "quads by graph": quads_by_graph(endpoint)}
        _print_info(counted, counted, layout)
        return
    root = resources(root)
    folder = build_folder or default_build_folder(root)
    if not fresh(root, folder):
        from hograph.graph.make import make

        say("Building the graph ...")
        make(root, folder, say)
    manifest = _manifest(folder)
    if layout == "table":
        click.echo(f"hograph {manifest['version']}")
    _print_info(manifest, manifest["counts"], layout)


def _print_info(whole: dict[str, Any], counts: dict[str, Any], layout: str) -> None:
    """Print counts in a format; JSON has all that is known of the build."""
    if layout == "json":
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    elif layout == "table":
        print_counts(counts)
    else:
        rows = [
            (name, part, number)
            for name, value in counts.items()
            for part, number in (value.items() if isinstance(value, dict) else [("", value)])
        ]
        write(["what", "of", "number"], rows, layout)


def print_counts(counts: dict[str, object]) -> None:
    """Print counts, those that are broken down on one line each below their heading; of many parts the largest, the others together."""
    for name, value in counts.items():
        if isinstance(value, dict):
            click.echo(f"{name}:")
            largest = set(sorted(value, key=lambda part: -value[part])[:MOST_PARTS])
            for part, number in value.items():
                if part in largest:
                    click.echo(f"  {number:>6}  {part}")
            if rest := sum(number for part, number in value.items() if part not in largest):
                click.echo(f"  {rest:>6}  in {len(value) - len(largest):,} more; `hograph info --format csv` lists all")
        else:
            click.echo(f"{name}: {value}")
