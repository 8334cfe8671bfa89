"""The command that lists the canned queries."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

import click

from hograph.cli.candidates import tags
from hograph.cli.options import build_option, root_option, say
from hograph.cli.page import page
from hograph.cli.profiling import lint
from hograph.cli.render import rows_option, write
from hograph.errors import QueryError
from hograph.knowledge import KnowledgeGraph, open_graph
from hograph.query.canned import CannedQuery


@click.command()
@click.option("--tag", help="Only those with this tag.", shell_complete=tags)
@rows_option
@click.option("--time", "timed", is_flag=True, help="Ask each with its defaults: rows and milliseconds.")
@click.option(
    "--lint",
    "linted",
    is_flag=True,
    help="Only name shapes that are slow on a large graph; exit code 1 when there are any.",
)
@root_option
@build_option
def queries(
    tag: str | None, layout: str, timed: bool, linted: bool, root: Path | None, build_folder: Path | None
) -> None:
    """List the canned queries with their questions and parameters.

    \b
    Examples:
      hograph queries
      hograph queries --tag prevention
      hograph queries --time
      hograph queries --lint
      hograph queries --format md > questions.md
    """
    kg = open_graph(root, build_folder, None, say)
    chosen = {name: q for name, q in kg.queries.items() if tag is None or tag in q.header.tags}
    if not chosen:
        known = sorted({t for q in kg.queries.values() for t in q.header.tags})
        raise QueryError(f"No canned query has the tag '{tag}'. There are: {', '.join(known)}.")
    if linted:
        sys.exit(1 if lint(chosen.values()) else 0)
    times = {name: _timed(kg, name) for name in chosen} if timed else {}
    if layout == "md":
        notes = {name: f"{rows} rows, {ms:.0f} ms" for name, (rows, ms) in times.items()}
        click.echo(page(kg, chosen, notes), nl=False)
    elif layout == "json":
        shown = {
            name: asdict(q.header) | ({"rows": times[name][0], "ms": round(times[name][1], 1)} if timed else {})
            for name, q in chosen.items()
        }
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        titles = ["Name", "Question", "Parameters", "Tags", *(["Rows", "ms"] if timed else [])]
        rows = [_listed(q) + ([str(times[n][0]), f"{times[n][1]:.0f}"] if timed else []) for n, q in chosen.items()]
        write(titles, rows, layout, f"Canned queries: {len(chosen)}")


def _timed(kg: KnowledgeGraph, name: str) -> tuple[int, float]:
    """How many rows a query gives with its defaults, and in how many milliseconds."""
    start = perf_counter()
    number = len(kg.query(name))
    return number, (perf_counter() - start) * 1000


def _listed(query: CannedQuery) -> list[str]:
    parameters = ", ".join(f"{name}={parameter.default}" for name, parameter in query.header.parameters.items())
    return [query.name, query.header.question, parameters, ", ".join(query.header.tags)]
