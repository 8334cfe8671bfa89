"""`hograph read`: how documents are read, before anything is taken out of them."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from hograph.cli.options import root_option
from hograph.cli.render import put, table
from hograph.extraction.context import cues as find_cues
from hograph.extraction.coverage import ranked, unmatched
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.mentions import Mentions
from hograph.extraction.quantities import Quantity
from hograph.extraction.quantities import quantities as find_quantities
from hograph.extraction.sentences import sentences
from hograph.files import resources
from hograph.ontology.index import load_ontology
from hograph.reading.blocks import Block, Reading
from hograph.reading.files import Unread, read_all
from hograph.workspace.layers import Layers

SHOWN = 90
MOST_MISSED = 200


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--terms", "what", flag_value="terms", help="The terms of the ontology that they mention instead, with places."
)
@click.option(
    "--unmatched",
    "what",
    flag_value="unmatched",
    help="What looks like a name and is none of the ontology's, by frequency.",
)
@click.option(
    "--quantities", "what", flag_value="quantities", help="The quantities in them: shares, times, doses and the like."
)
@click.option(
    "--cues", "what", flag_value="cues", help="The words that decide how they are to be read: hedges and the like."
)
@click.option(
    "--format",
    "layout",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    help="Blocks as a table, or as JSON Lines.",
)
@click.option("--all", "everything", is_flag=True, help="Blocks that make no claims too, with the reason.")
@root_option
def read(paths: tuple[Path, ...], what: str | None, layout: str, everything: bool, root: Path | None) -> None:
    """Show how documents are read: their blocks, each with its place, and what they say of themselves.

    PATHS are plain text, Markdown, HTML, PDF, DOCX, JATS or PubMed XML, archives of them (zip, tar), and folders. Offsets count Unicode
    code points: of the file itself for text formats, of the extracted text for PDF and DOCX. What cannot be read is told at the end, the
    others go on; the exit code is then 1.

    \b
    Examples:
      hograph read leaflet.html
      hograph read my-documents/ --format jsonl > blocks.jsonl
      hograph read paper.pdf --terms
      hograph read my-documents/ --unmatched
    """
    if what and layout != "table":
        raise click.UsageError(
            f"--{what} is a table. JSON Lines hold blocks with their quantities; leave --{what} out."
        )
    lexicon = (
        Lexicon.of(load_ontology(*Layers.of(resources(root)).ontology)) if what in {"terms", "unmatched"} else None
    )
    unread, missed = [], list[Counter[str]]()
    for found in read_all(paths):
        if isinstance(found, Unread):
            unread.append(found)
        elif lexicon and what == "unmatched":
            missed.append(unmatched(found, lexicon))
        elif lexicon:
            _terms(found, Mentions(lexicon))
        elif what == "quantities":
            _quantities(found)
        elif what == "cues":
            _cues(found)
        elif layout == "jsonl":
            _lines(found, everything)
        else:
            _table(found, everything)
    if what == "unmatched":
        show_unmatched(missed)
    for failure in unread:
        click.echo(f"hograph: {failure.reason}", err=True)
    sys.exit(1 if unread else 0)


def _terms(reading: Reading, finder: Mentions) -> None:
    rows = []
    for block in _read(reading):
        for one in finder.find(block.text):
            how = one.senses[0].scope if one.how == "name" else one.how
            names = " or ".join(sense.term for sense in one.senses)
            rows.append((names, how, _place(block, one.start, one.end), block.text[one.start : one.end]))
    put(table(reading.name, ("Term", "Named by", "Place", "Text"), rows))


def show_unmatched(missed: Iterable[Counter[str]]) -> None:
    """Print what looks like a name and is none of the ontology's, the most frequent first.

    Args:
        missed: of each document.
    """
    found = ranked(missed)
    rows = [(str(times), str(documents), words) for times, documents, words in found[:MOST_MISSED]]
    put(table("", ("Times", "Documents", "Words"), rows))
    if len(found) > MOST_MISSED:
        put(f"... and {len(found) - MOST_MISSED:,} more")


def _table(reading: Reading, everything: bool) -> None:
    made = reading.described
    facts = [made.title, ", ".join(made.authors), made.publisher, made.published, made.doi and f"doi:{made.doi}"]
    put(f"{reading.name}: {reading.media_type}, {len(reading.text):,} characters, read by {reading.reader}")
    put(f"  {'; '.join(fact for fact in facts if fact)}")
    rows, left_out = [], 0
    for block in reading.blocks:
        left_out += block.left_out is not None
        if block.left_out is None or everything:
            kind = f"{block.kind.value} {block.level}" if block.level > 1 else block.kind.value
            place = _place(block, 0, len(block.text))
            rows.append((kind, place, _short(block.text), *([block.left_out or ""] if everything else [])))
    put(table("", ("Kind", "Place", "Text", *(["Left out"] if everything else [])), rows))
    if left_out and not everything:
        put(f"  {left_out} blocks are left out; --all shows them with the reason.")


def _quantities(reading: Reading) -> None:
    rows = []
    for block in _read(reading):
        for one in find_quantities(block.text):
            ends = ["" if value is None else f"{value:g}" for value in (one.low, one.high)]
            text = block.text[one.start : one.end]
            rows.append((one.kind.value, *ends, one.unit, _place(block, one.start, one.end), text))
    put(table(reading.name, ("Sort", "Least", "Most", "Unit", "Place", "Text"), rows))


def _cues(reading: Reading) -> None:
    rows = []
    for block in _read(reading):
        for sentence in sentences(block.text):
            for cue in find_cues(block.text, *sentence):
                words, governed = block.text[cue.start : cue.end], block.text[cue.from_ : cue.to]
                rows.append((cue.kind, _place(block, cue.start, cue.end), words, _short(" ".join(governed.split()))))
    put(table(reading.name, ("Kind", "Place", "Words", "Govern"), rows))


def _read(reading: Reading) -> list[Block]:
    """The blocks that may make claims."""
    return [block for block in reading.blocks if block.left_out is None]


def _place(block: Block, start: int, end: int) -> str:
    first, last = block.view.place(start, end)
    return f"{first}-{last}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} ..."


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
