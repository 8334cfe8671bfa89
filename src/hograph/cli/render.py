"""How answers look: tables with labels on a terminal, plain text in a pipe, CSV, TSV and JSON for programs."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from html import escape

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hograph.errors import QueryError
from hograph.exports.rdf import serialise
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.cells import cell
from hograph.query.evidence import Evidence

FORMATS = ("table", "csv", "tsv", "json", "md", "html", "ttl")
PIPED_WIDTH = 10_000


def console() -> Console:
    """A console on standard output: as wide as the terminal, or plain and never wrapped in a pipe."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(width=PIPED_WIDTH, color_system=None, highlight=False)


def put(renderable: Table | Text | Padding) -> None:
    """Print a table or text; in a pipe without the blanks that fill up lines."""
    out = console()
    if out.width != PIPED_WIDTH:
        out.print(renderable)
        return
    with out.capture() as captured:
        out.print(renderable)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table with a title; long cells wrap."""
    made = Table(
        title=Text(title),
        title_justify="left",
        title_style="bold",
        box=None if console().width == PIPED_WIDTH else Table().box,
    )
    rows = list(rows)
    for i, column in enumerate(columns):
        # The name of a claim is for copying: it stays on one line, and other columns give way.
        name = all(row[i].startswith("claim:") and " " not in row[i] for row in rows)
        made.add_column(Text(column), overflow="fold", no_wrap=name and bool(rows))
    for row in rows:
        made.add_row(*(Text(value) for value in row))
    return made


def show(kg: KnowledgeGraph, answer: Answer, layout: str, *, iris: bool) -> None:
    """Print an answer."""
    rows = cells(kg, answer, iris=iris)
    if layout == "json":
        click.echo(json.dumps(kg.records(answer, iris=iris), indent=2, ensure_ascii=False))
    elif layout in {"md", "html"}:
        titles = [answer.query.header.columns[c].title if answer.query else c for c in answer.columns]
        click.echo(markdown(titles, rows) if layout == "md" else html(titles, rows), nl=False)
    elif layout == "ttl":
        if not answer.claims():
            raise QueryError(
                "No row names a claim, so there is nothing to write as Turtle. Select ?claim, or use CONSTRUCT."
            )
        click.echo(serialise(kg.statements(answer.claims()), "turtle", kg.ontology).decode(), nl=False)
    elif layout in {"csv", "tsv"}:
        click.echo(delimited(answer.columns, rows, "," if layout == "csv" else "\t"), nl=False)
    else:
        _show_tables(answer, rows)


def cells(kg: KnowledgeGraph, answer: Answer, *, iris: bool) -> list[list[str]]:
    """Every cell of an answer as text."""
    labels = {} if iris else kg.labels(answer)
    return [[cell(term, labels, iris=iris, column=column) for column, term in row.items()] for row in answer]


def delimited(columns: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> str:
    """CSV or TSV with a header row."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue()


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; what would break a cell is escaped."""

    def line(values: Iterable[str]) -> str:
        cleaned = (value.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for value in values)
        return f"| {' | '.join(cleaned)} |\n"

    return line(columns) + line("---" for _ in columns) + "".join(line(row) for row in rows)


def html(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """An HTML table; every value is escaped."""

    def line(values: Iterable[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(value)}</{tag}>" for value in values) + "</tr>\n"

    body = "".join(line(row, "td") for row in rows)
    return f"<table>\n<thead>\n{line(columns, 'th')}</thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _show_tables(answer: Answer, rows: list[list[str]]) -> None:
    header = answer.query.header if answer.query else None
    apart = answer.columns.index(header.apart) if header and header.apart else None
    groups: dict[str, list[list[str]]] = {}
    for row in rows:
        groups.setdefault(row[apart] if apart is not None else "", []).append(row)
    titles = [header.columns[column].title if header else column for column in answer.columns]
    for name, group in groups.items():
        kept = [i for i in range(len(titles)) if i != apart and any(row[i] for row in group)]
        counted = f"{len(group)} {'row' if len(group) == 1 else 'rows'}"
        title = f"{name.capitalize()} ({counted})" if name else counted
        put(table(title, [titles[i] for i in kept], [[row[i] for i in kept] for row in group]))
        click.echo()
    if not rows:
        put(
            Text(
                "No claim answers it: that the graph has none does not mean that it is not so."
                if header
                else "No rows."
            )
        )


def show_evidence(found: Sequence[Evidence], *, at_hand: bool) -> None:
    """Print the evidence of claims: where each stands, and its passage where the document is at hand."""
    put(Text("Evidence", style="bold"))
    for item in found:
        put(Text(f"{item.claim}  {item.label}"))
        section = f", section '{item.section}'" if item.section else ""
        put(indented(f"{item.title} ({item.document}){section}, characters {item.start}-{item.end}"))
        if item.passage is not None:
            put(indented(f"\u201c{' '.join(item.passage.split())}\u201d", style="italic"))
        elif at_hand:
            put(indented("(the document is not at hand, or has changed: run hograph verify)"))
    if found and not at_hand:
        put(Text("Passages are shown where the documents are at hand: --documents DIR or HOGRAPH_DOCUMENTS."))


def indented(text: str, style: str = "") -> Padding:
    """Text that stays indented when it wraps."""
    return Padding(Text(text, style=style), (0, 0, 0, 4))
