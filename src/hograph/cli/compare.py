"""The command that puts two documents beside each other."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import click

from hograph.cli.candidates import documents as document_candidates
from hograph.cli.options import build_option, endpoint_option, root_option, say
from hograph.cli.render import put, rows_option, table, terminal_width, write
from hograph.errors import QueryError
from hograph.knowledge import open_graph
from hograph.query.cells import short_documents
from hograph.query.compare import Shared, compare_documents
from hograph.query.names import documents, find_document
from hograph.store.endpoint import Endpoint


@click.command()
@click.argument("first", shell_complete=document_candidates)
@click.argument("second", shell_complete=document_candidates)
@click.option("--all", "everything", is_flag=True, help="List also what only one of the two says.")
@rows_option
@root_option
@build_option
@endpoint_option
def compare(
    first: str,
    second: str,
    everything: bool,
    layout: str,
    root: Path | None,
    build_folder: Path | None,
    endpoint: Endpoint | None,
) -> None:
    """Put two documents beside each other: where they agree and differ, and how much only one of them says.

    FIRST and SECOND are documents, by their name or a part of it.

    \b
    Examples:
      hograph compare joi dr-oracle
      hograph compare joi dr-oracle --all --format csv
    """
    store = open_graph(root, build_folder, None, say, endpoint).store
    one, other = (find_document(store, words) for words in (first, second))
    if one == other:
        raise QueryError(f"'{first}' and '{second}' are both {one}. Name two documents.")
    rows = compare_documents(store, one, other)
    shown = [_cells(row) for row in rows if everything or (row.first and row.second)]
    if layout != "table":
        write(["verdict", "proposition", one, other, "claims"], shown, layout)
        return
    if shown:
        title = "All propositions" if everything else "What both speak of"
        names = short_documents(documents(store)) if terminal_width() else {one: one, other: other}
        made = table(title, ["Verdict", "Proposition", names[one], names[other], "Claims"], shown)
        put(replace(made, spare=frozenset({4})))
    counts = Counter(row.verdict for row in rows)
    both = f"agree: {counts['agree']}, differ: {counts['differ']}"
    put(f"{both}, only {one}: {counts['first only']}, only {other}: {counts['second only']}")
    if not everything:
        put("--all lists also what only one of them says.")


def _cells(row: Shared) -> list[str]:
    sides = (row.first, row.second)
    stances = ["; ".join(side.words) if side else "" for side in sides]
    return [row.verdict, row.label, *stances, " ".join(claim for side in sides if side for claim in side.claims)]
