"""The command that writes the graph, or parts of it, for other programs."""

import time
from pathlib import Path

import click

from hograph.cli.candidates import graphs as graph_names
from hograph.cli.options import root_option, say
from hograph.cli.render import put, table
from hograph.errors import HographError, InputError
from hograph.exports.formats import BY_NAME, FORMATS, Format, Material, nearest
from hograph.exports.jsonld import context_text
from hograph.exports.nanopubs import signed
from hograph.exports.rdf import NAMED, chosen, serialise
from hograph.exports.tables import claims_csv, claims_jsonl
from hograph.files import resources, write_atomically
from hograph.graph.build import build as build_graph
from hograph.ontology.index import load_ontology
from hograph.query.examples import examples_turtle
from hograph.workspace.layers import Layers

OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File to write, or folder for a format of several files [default: standard output].",
)


class FormatName(click.Choice[str]):
    """The name of a format; for a word that names none, the error says which formats may be meant."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:  # noqa: ARG002 -- as click calls it
        """What click says after naming the option."""
        near = nearest(str(value))
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return f"there is no format '{value}'.{hint} `hograph export formats` lists them all."


@click.group(invoke_without_command=True)
@click.option(
    "--format",
    "layout",
    type=FormatName(list(BY_NAME)),
    metavar="NAME",
    help="One of the formats that `hograph export formats` lists.",
)
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="NAME",
    help="RDF formats: only this graph, as ontology, claims, edges; repeatable.",
    shell_complete=graph_names,
)
@click.option(
    "--all",
    "everything",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write every format, a folder each.",
)
@click.option("--sign", is_flag=True, help="Nanopublications: sign each with your key.")
@click.option(
    "--profile",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Nanopublications: the profile with your key [default: ~/.nanopub/profile.yml].",
)
@OUT
@root_option
@click.pass_context
def export(
    ctx: click.Context,
    layout: str | None,
    graphs: tuple[str, ...],
    everything: Path | None,
    sign: bool,
    profile: Path | None,
    out: Path | None,
    root: Path | None,
) -> None:
    """Write the graph in a format of the field, or the claims or queries with a command of their own.

    Turtle is grouped, prefixed and sorted, so that it can be read, compared and joined with other ontologies.

    \b
    Examples:
      hograph export --format turtle --graph ontology --graph edges --out hograph.ttl
      hograph export --format kgx --out kgx/
      hograph export --all exports/
      hograph export formats
      hograph export claims --format csv > claims.csv
    """
    if ctx.invoked_subcommand:
        return
    if (layout is None) == (everything is None):
        raise click.UsageError(
            "Name a format with --format, or write them all with --all DIR; `hograph export formats` lists them."
        )
    if graphs and not (layout and BY_NAME[layout].is_rdf):
        raise click.UsageError(
            "--graph goes with an RDF format: " + ", ".join(f.name for f in FORMATS if f.is_rdf) + "."
        )
    if (sign or profile) and layout != "nanopub":
        raise click.UsageError("--sign and --profile go with --format nanopub.")
    root = resources(root)
    material = Material(build_graph(root), Layers.of(root).base)
    if everything:
        _write_all(material, everything)
    elif graphs and layout:
        if layout in NAMED:
            say("Named graphs keep their names in this format.")
        data = serialise(chosen(material.built.graphs, graphs), layout, material.built.ontology)
        _write({f"hograph.{layout}": data}, out)
    elif sign or profile:
        _write({"nanopubs.trig": signed(material.built, profile)}, out)
    elif layout:
        _write(BY_NAME[layout].files(material), out)


def _write_all(material: Material, folder: Path) -> None:
    missing = sorted({str(one.needs) for one in FORMATS if not one.available})
    if missing:
        raise HographError(
            f"Not installed: {', '.join(missing)}. Nothing was written. Install them: pip install 'hograph[exports]'."
        )
    rows = []
    for one in FORMATS:
        say(f"{one.title} ...")
        start = time.perf_counter()
        files = one.files(material)
        seconds = time.perf_counter() - start
        for name, data in files.items():
            write_atomically(folder / one.name / name, data)
        size = f"{sum(map(len, files.values())):,}"
        rows.append([one.title, f"{folder / one.name}", str(len(files)), size, f"{seconds:.2f}"])
    put(table("", ["Format", "Folder", "Files", "Bytes", "Seconds"], rows))


@export.command("formats")
@click.option("--format", "layout", type=click.Choice(["table", "md"]), default="table", help="A table, or Markdown.")
def export_formats(layout: str) -> None:
    """List every format: what it holds of the graph, what it cannot hold, and what reads it.

    \b
    Example:
      hograph export formats
    """
    if layout == "md":
        click.echo(
            "\n".join(
                [
                    "# Formats\n\nGenerated by `hograph export formats --format md`; [how to export](exports.md) says how they are made.\n",
                    "| Format | | What it holds | What it cannot hold | Read back in the tests by |",
                    "|---|---|---|---|---|",
                ]
            )
        )
        for one in FORMATS:
            click.echo(f"| `{one.name}` | {one.title} | {one.holds} | {one.loses} | {one.reader} |")
        return
    rows = [[one.name, one.title + _note(one), one.holds, one.loses] for one in FORMATS]
    put(table("", ["Name", "Format", "Holds", "Cannot hold"], rows))


def _note(one: Format) -> str:
    return "" if one.available else f" (needs {one.needs})"


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
    text = claims_csv(built) if layout == "csv" else claims_jsonl(built)
    _write({f"claims.{layout}": text.encode()}, out)


@export.command("queries")
@click.option(
    "--target", metavar="IRI", help="The SPARQL endpoint at which the queries can be asked, where there is one."
)
@OUT
@root_option
def export_queries(target: str | None, out: Path | None, root: Path | None) -> None:
    """The canned queries as SHACL SPARQL examples in Turtle, as query editors of the field read them.

    \b
    Examples:
      hograph export queries --out queries.ttl
      hograph export queries --target https://example.org/sparql --out queries.ttl
    """
    _write({"queries.ttl": examples_turtle(resources(root), target).encode()}, out)


@export.command("context")
@OUT
@root_option
def export_context(out: Path | None, root: Path | None) -> None:
    """The JSON-LD context: a short name for every property of ours, with the type of its values.

    \b
    Example:
      hograph export context --out context.jsonld
    """
    ontology = load_ontology(*Layers.of(resources(root)).ontology)
    _write({"context.jsonld": context_text(ontology).encode()}, out)


def _write(files: dict[str, bytes], out: Path | None) -> None:
    """One file to standard output or a file; several, or one into a folder that exists, into a folder."""
    if not any(files.values()):
        raise InputError("There is nothing to write: the graphs that were named hold no statement.")
    folder = out is not None and (out.is_dir() or len(files) > 1)
    if len(files) > 1 and out is None:
        raise InputError(
            f"This format has {len(files)} files: {', '.join(files)}. Name a folder for them with --out DIR."
        )
    if folder and out and out.is_file():
        raise InputError(f"{out}: is a file, but this format has {len(files)} files. Name a folder with --out DIR.")
    for name, data in files.items():
        if out is None:
            click.echo(data, nl=False)
        else:
            place = out / name if folder else out
            write_atomically(place, data)
            click.echo(f"{place}: {len(data):,} bytes")
