"""`hograph read`: how documents are read, before anything is taken out of them."""

import json
import sys
from pathlib import Path

import click
from rich.table import Table

from hograph.cli.render import put
from hograph.extraction.quantities import Quantity
from hograph.extraction.quantities import quantities as find_quantities
from hograph.reading.blocks import Block, Reading
from hograph.reading.files import Unread, read_all

SHOWN = 90


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "layout", type=click.Choice(["table", "jsonl"]), default="table", help="How to print it.")
@click.option("--quantities", is_flag=True, help="The quantities in them instead: shares, times, doses and the like.")
@click.option("--all", "everything", is_flag=True, help="Blocks that make no claims too, with the reason.")
def read(paths: tuple[Path, ...], layout: str, quantities: bool, everything: bool) -> None:
    """Show how documents are read: their blocks, each with its place, and what they say of themselves.

    PATHS are plain text, Markdown, HTML, PDF, DOCX, JATS or PubMed XML, archives of them (zip, tar), and folders. Offsets count Unicode
    code points: of the file itself for text formats, of the extracted text for PDF and DOCX. What cannot be read is told at the end, the
    others go on; the exit code is then 1.

    \b
    Examples:
      hograph read leaflet.html
      hograph read my-documents/ --format jsonl > blocks.jsonl
      hograph read paper.pdf --quantities
    """
    unread = []
    for found in read_all(paths):
        if isinstance(found, Unread):
            unread.append(found)
        elif layout == "jsonl":
            _lines(found, everything)
        elif quantities:
            _quantities(found)
        else:
            _table(found, everything)
    for failure in unread:
        click.echo(f"hograph: {failure.reason}", err=True)
    sys.exit(1 if unread else 0)


def _table(reading: Reading, everything: bool) -> None:
    made = reading.described
    facts = [made.title, ", ".join(made.authors), made.publisher, made.published, made.doi and f"doi:{made.doi}"]
    click.echo(f"{reading.name}: {reading.media_type}, {len(reading.text):,} characters, read by {reading.reader}")
    click.echo(f"  {'; '.join(fact for fact in facts if fact)}")
    table = Table("Kind", "Place", "Text", *(["Left out"] if everything else []), box=None, pad_edge=False)
    left_out = 0
    for block in reading.blocks:
        left_out += block.left_out is not None
        if block.left_out is None or everything:
            start, end = block.place
            kind = f"{'  ' * max(block.level - 1, 0)}{block.kind.value}"
            text = block.text if len(block.text) <= SHOWN else f"{block.text[:SHOWN]} ..."
            table.add_row(kind, f"{start}-{end}", text, *([block.left_out or ""] if everything else []))
    put(table)
    if left_out and not everything:
        click.echo(f"  {left_out} blocks are left out; --all shows them with the reason.")


def _quantities(reading: Reading) -> None:
    table = Table(
        "Sort",
        "Least",
        "Most",
        "Unit",
        "Place",
        "Text",
        box=None,
        pad_edge=False,
    )
    for block in reading.blocks:
        for one in find_quantities(block.text) if block.left_out is None else ():
            start, end = block.view.place(one.start, one.end)
            ends = ["" if value is None else f"{value:g}" for value in (one.low, one.high)]
            table.add_row(one.kind.value, *ends, one.unit, f"{start}-{end}", block.text[one.start : one.end])
    click.echo(reading.name)
    put(table)


def _lines(reading: Reading, everything: bool) -> None:
    about: list[tuple[str, object]] = [
        ("document", reading.name),
        ("sha256", reading.sha256),
        ("text_sha256", reading.text_sha256),
        ("reader", reading.reader),
    ]
    for block in reading.blocks:
        if block.left_out is None or everything:
            start, end = block.place
            row = dict(about) | {"kind": block.kind.value, "level": block.level, "section": block.section}
            row |= {"start": start, "end": end, "left_out": block.left_out, "text": block.text}
            row["quantities"] = [_quantity(block, one) for one in find_quantities(block.text)]
            click.echo(json.dumps(row, ensure_ascii=False))


def _quantity(block: Block, one: Quantity) -> dict[str, object]:
    start, end = block.view.place(one.start, one.end)
    found: dict[str, object] = {
        "kind": one.kind.value,
        "min": one.low,
        "max": one.high,
        "unit": one.unit,
        "approximate": one.approximate,
    }
    return found | {"start": start, "end": end}
