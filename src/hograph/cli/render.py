"""How answers look: tables with labels on a terminal, plain text in a pipe, CSV, TSV and JSON for programs."""

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

import click

from hograph.cli.layout import INDENT, Table, fitted, paired, plain, wrap
from hograph.cli.options import F
from hograph.errors import QueryError
from hograph.exports.rdf import serialise
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.canned import CLAIM_COLUMN, CLAIMS_COLUMN
from hograph.query.cells import Reading, reading, short_documents
from hograph.query.delimited import cells, delimited
from hograph.query.evidence import Evidence
from hograph.query.names import documents

ROWS = ("table", "csv", "tsv", "json", "md", "html")
"""How rows of text are written by whatever command has some."""
FORMATS = (*ROWS, "ttl")
STATEMENT = ("subject", "relation", "object")
"""Columns that together say what a row is about."""


def terminal_width() -> int | None:
    """The width of the terminal that is written to; None in a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def put(shown: Table | str, *, bold: bool = False, indent: str = "") -> bool:
    """Print a table or a text, wrapped on a terminal.

    Returns:
        Whether columns of a table were left out for want of room.
    """
    width, cut = terminal_width(), False
    if isinstance(shown, Table):
        lines, cut = fitted(shown, width) if width else (plain(shown), False)
    else:
        lines = wrap(shown, width - len(indent)) if width else [shown]
    for line in lines:
        click.echo(indent + click.style(line, bold=True) if bold else indent + line)
    return cut


def put_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """Print titles and texts beside each other, wrapped on a terminal."""
    for line in paired(pairs, terminal_width()):
        click.echo(line)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table with a title, to `put`."""
    return Table(title, tuple(columns), tuple(tuple(row) for row in rows))


def show(kg: KnowledgeGraph, answer: Answer, layout: str, *, iris: bool, claims: bool = False) -> None:
    """Print an answer.

    Args:
        kg: the graph, for labels.
        answer: what to print.
        layout: one of `FORMATS`.
        iris: CURIEs and raw values instead of labels and words.
        claims: the names of the claims, also where a table has little room.
    """
    if layout == "table":
        _show_tables(kg, answer, iris=iris, claims=claims or iris)
    elif layout == "json":
        click.echo(json.dumps(kg.records(answer, iris=iris), indent=2, ensure_ascii=False))
    elif layout in {"md", "html"}:
        read = reading(answer, {} if iris else kg.labels(answer), iris=iris)
        write(read.titles, read.rows, layout)
    elif layout == "ttl":
        if not answer.claims():
            raise QueryError(
                "No row names a claim, so there is nothing to write as Turtle. Select ?claim, or use CONSTRUCT."
            )
        click.echo(serialise(kg.statements(answer.claims()), "turtle", kg.ontology).decode(), nl=False)
    else:
        write(answer.columns, cells(answer, {} if iris else kg.labels(answer), iris=iris), layout)


def rows_option(command: F) -> F:
    """`--format`: one of `ROWS`."""
    return click.option("--format", "layout", type=click.Choice(ROWS), default="table", help="How to print it.")(
        command
    )


def write(columns: Sequence[str], rows: Iterable[Sequence[str | int]], layout: str, title: str = "") -> None:
    """Print rows in one of `ROWS`.

    Args:
        columns: the titles of the columns; in JSON the keys.
        rows: a text or a number for each column.
        layout: one of `ROWS`.
        title: what stands over a table, and nowhere else.
    """
    rows = list(rows)
    texts = [[str(value) for value in row] for row in rows]
    if layout == "table":
        put(table(title, columns, texts))
    elif layout == "json":
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        click.echo(json.dumps(records, indent=2, ensure_ascii=False))
    elif layout == "md":
        click.echo(markdown(columns, texts), nl=False)
    elif layout == "html":
        click.echo(html(columns, texts), nl=False)
    else:
        click.echo(delimited(columns, texts, "," if layout == "csv" else "\t"), nl=False)


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


def _show_tables(kg: KnowledgeGraph, answer: Answer, *, iris: bool, claims: bool) -> None:
    read = reading(answer, {} if iris else kg.labels(answer), iris=iris)
    if terminal_width() and not iris:
        read = _shortened(kg, read)
    header = answer.query.header if answer.query else None
    apart = read.columns.index(header.apart) if header and header.apart else None
    groups: dict[str, list[tuple[str, ...]]] = {}
    for row in read.rows:
        groups.setdefault(row[apart] if apart is not None else "", []).append(row)
    cut = False
    for name, group in groups.items():
        kept = [i for i in range(len(read.columns)) if i != apart and any(row[i] for row in group)]
        counted = f"{len(group)} {'row' if len(group) == 1 else 'rows'}"
        title = f"{name.capitalize()} ({counted})" if name else counted
        made = table(title, [read.titles[i] for i in kept], [[row[i] for i in kept] for row in group])
        names = [read.columns[i] for i in kept]
        statement = tuple(map(names.index, STATEMENT)) if set(STATEMENT) <= set(names) else ()
        spare = {
            i for i, column in enumerate(names) if header and not claims and column in {CLAIM_COLUMN, CLAIMS_COLUMN}
        }
        cut |= put(replace(made, statement=statement, spare=frozenset(spare)))
        click.echo()
    if cut:
        put("--claims names the claim behind each row, --evidence shows where it stands.")
    if not read.rows:
        put("No claim answers it: that the graph has none does not mean that it is not so." if header else "No rows.")


def _shortened(kg: KnowledgeGraph, read: Reading) -> Reading:
    """The answer with documents by the first words of their names."""
    short = short_documents(documents(kg.store))

    def shorten(text: str) -> str:
        words = text.split()
        return " ".join(short[word] for word in words) if words and set(words) <= set(short) else text

    return replace(read, rows=tuple(tuple(map(shorten, row)) for row in read.rows))


def show_evidence(found: Sequence[Evidence], *, at_hand: bool) -> None:
    """Print the evidence of claims: where each stands, and its passage where the document is at hand."""
    put("Evidence", bold=True)
    for item in found:
        put(f"{item.claim}  {item.label}")
        section = f", section '{item.section}'" if item.section else ""
        put(f"{item.title} ({item.document}){section}, characters {item.start}-{item.end}", indent=INDENT)
        if item.passage is not None:
            put(f"\u201c{' '.join(item.passage.split())}\u201d", indent=INDENT)
        elif at_hand:
            put("(the document is not at hand, or has changed: run hograph verify)", indent=INDENT)
    if found and not at_hand:
        put("Passages are shown where the documents are at hand: --documents DIR or HOGRAPH_DOCUMENTS.")
