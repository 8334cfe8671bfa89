"""The command that writes the graph, or parts of it, for other programs."""

from pathlib import Path

import click

from hograph.cli.options import build_option, root_option, say
from hograph.errors import InputError
from hograph.files import resources, write_atomically
from hograph.graph.build import build as build_graph
from hograph.query.examples import examples_turtle
from hograph.query.export import claims_csv, claims_jsonl
from hograph.query.serialise import FORMATS, chosen_quads, serialise
from hograph.query.store import open_store

OUT = click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File to write [default: standard output].",
)


@click.group(invoke_without_command=True)
@click.option(
    "--format", "layout", type=click.Choice(FORMATS), help="RDF format of the whole graph, or of the graphs named."
)
@click.option(
    "--graph", "graphs", multiple=True, metavar="NAME", help="Only this graph, as ontology, claims, edges; repeatable."
)
@OUT
@root_option
@build_option
@click.pass_context
def export(
    ctx: click.Context,
    layout: str | None,
    graphs: tuple[str, ...],
    out: Path | None,
    root: Path | None,
    build_folder: Path | None,
) -> None:
    """Write the graph in an RDF format, or the claims or queries with a command of their own.

    Turtle is grouped, prefixed and sorted, so that it can be read, compared and joined with other ontologies.

    \b
    Examples:
      hograph export --format turtle --graph ontology --graph edges --out hograph.ttl
      hograph export --format nquads --out hograph.nq
      hograph export claims --format csv > claims.csv
    """
    if ctx.invoked_subcommand:
        return
    if layout is None:
        raise click.UsageError(
            f"Name a format with --format ({', '.join(FORMATS)}), or one of the commands claims, queries."
        )
    if graphs and layout in {"nquads", "trig"}:
        say("Named graphs keep their names in this format.")
    store = open_store(root, build_folder, say)
    _write(serialise(chosen_quads(store, graphs), layout).decode(), out, "written")


@export.command("claims")
@click.option("--format", "layout", type=click.Choice(["csv", "jsonl"]), default="csv", help="CSV, or JSON Lines.")
@OUT
@root_option
def export_claims(layout: str, out: Path | None, root: Path | None) -> None:
    """Every claim as one row: document, offsets, subject, predicate, object with names, polarity, certainty, qualifiers.

    \b
    Examples:
      hograph export claims > claims.csv
      hograph export claims --format jsonl --out claims.jsonl
    """
    built = build_graph(resources(root))
    _write(claims_csv(built) if layout == "csv" else claims_jsonl(built), out, f"{len(built.claims)} claims")


@export.command("queries")
@OUT
@root_option
def export_queries(out: Path | None, root: Path | None) -> None:
    """The canned queries as SHACL SPARQL examples in Turtle, as query editors of the field read them.

    \b
    Example:
      hograph export queries --out queries.ttl
    """
    root = resources(root)
    _write(examples_turtle(root), out, "written")


def _write(text: str, out: Path | None, done: str) -> None:
    if not text:
        raise InputError("There is nothing to write: the graphs that were named hold no statement.")
    if out is None:
        click.echo(text, nl=False)
    else:
        write_atomically(out, text)
        click.echo(f"{out}: {done}")
