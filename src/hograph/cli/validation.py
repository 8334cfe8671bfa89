"""The command that validates: the built graph, or files of the user's."""

import sys
from contextlib import nullcontext
from pathlib import Path

import click

from hograph.cli.options import root_option, say, workers_options
from hograph.files import default_build_folder, resources
from hograph.graph.inputs import key_of, place_of
from hograph.query.store import open_store
from hograph.validation.engines import COMPILED, ENGINES
from hograph.validation.findings import Report, as_json, as_sarif
from hograph.validation.inputs import stored_graph
from hograph.validation.run import SHAPES, as_turtle, validate_built, validate_files, with_idle
from hograph.version import VERSION
from hograph.workspace.layers import Layers

LAST = "validated"
"""Folder below the build with what the last validation found."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@root_option
@click.option(
    "--format",
    "layout",
    type=click.Choice(["text", "json", "ttl", "sarif"]),
    default="text",
    help="How to print the findings.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=COMPILED,
    help="compiled: the shapes as SPARQL queries; pyshacl: the reference, slow.",
)
@click.option(
    "--changed",
    is_flag=True,
    help="Look only at what changed since the last time that this was asked, and what depends on it; the report is the whole one.",
)
@workers_options("ask what the shapes ask, where the build is validated")
def validate(
    paths: tuple[Path, ...],
    root: Path | None,
    layout: str,
    engine: str,
    changed: bool,
    jobs: int,
    cluster: str | None,
) -> None:
    """Hold the graph, or RDF files of your own, against the SHACL shapes, those in ontology/shapes/ of a workspace, too.

    PATHS are Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML files; they are validated together with the ontology. Without PATHS,
    the graph is built and validated. Exit code 1 on violations, 2 on unreadable input or when there was nothing to look at.

    \b
    Examples:
      hograph validate
      hograph validate my-claims.ttl --format sarif
      hograph validate --changed
      hograph validate --engine pyshacl
      hograph validate --dask tcp://head:8786
    """
    root = resources(root)
    layers = Layers.of(root)
    if changed and (paths or engine != COMPILED):
        raise click.UsageError("--changed is about the built graph, and goes with the engine 'compiled'.")
    shared = jobs != 1 or cluster
    if shared and (paths or changed or engine != COMPILED):
        raise click.UsageError("--jobs and --dask validate the whole build by the engine 'compiled'.")
    if paths:
        report = validate_files(paths, *layers.ontology, engine=engine)
    elif shared:
        report = _shared(root, layers, jobs, cluster)
    else:
        data = stored_graph(open_store(root, say=say))
        say("Validating the graph ...")
        beside = default_build_folder(root) / LAST if changed else None
        report = validate_built(data, *layers.ontology, whole=layers.shipped_claims, engine=engine, beside=beside)
    _print(report, layout)
    sys.exit(0 if report.conforms else 1)


def _shared(root: Path, layers: Layers, jobs: int, cluster: str | None) -> Report:
    """Let several processes or a cluster validate the build."""
    from hograph.executors import workers
    from hograph.validation.shares import validate_shares

    build = default_build_folder(root)
    open_store(root, build, say)
    place = place_of(build, key_of(build)).resolve()
    with workers(jobs, cluster) as start, nullcontext() if start is None else start() as executor:
        report = validate_shares(place, [folder / SHAPES for folder in layers.ontology], executor)
    return with_idle(report) if layers.shipped_claims else report


def _print(report: Report, layout: str) -> None:
    if layout == "json":
        click.echo(as_json(report))
    elif layout == "sarif":
        click.echo(as_sarif(report, VERSION))
    elif layout == "ttl":
        click.echo(as_turtle(report), nl=False)
    else:
        for finding in report.findings:
            click.echo(finding.sentence())
        click.echo(report.summary())
