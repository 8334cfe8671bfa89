"""`hograph eval`: proposed claims held against curated ones."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from hograph.cli.options import documents_option, root_option
from hograph.cli.render import html, markdown, put, table
from hograph.counting import counted_as
from hograph.curation.claimlines import read_claim_lines
from hograph.curation.documents import documents_folder
from hograph.errors import InputError
from hograph.extraction.evaluate import Evaluation, evaluate
from hograph.extraction.gold import TEXTS, Gold, documents_of, load_gold, proposed
from hograph.extraction.misses import lint
from hograph.extraction.plugins import extractor
from hograph.extraction.rules import RuleBook
from hograph.extraction.scoreboard import Cell, Section, scoreboard
from hograph.files import resources
from hograph.ontology.index import Ontology, load_ontology
from hograph.reading.blocks import Reading
from hograph.workspace.layers import Layers

SHARE = click.FloatRange(0, 1)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("eval")
@click.argument("gold", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--predicted", type=FILE, metavar="FILE", help="Claims that were proposed (JSON Lines), instead of proposing now."
)
@click.option(
    "--extractor", "name", default="rules", metavar="NAME", help="By whom claims are proposed [default: rules]."
)
@click.option(
    "--rules", type=FILE, multiple=True, metavar="FILE", help="Rules of your own besides the shipped ones; repeatable."
)
@click.option(
    "--least",
    type=SHARE,
    default=0.0,
    metavar="CONFIDENCE",
    help="Count only what is proposed with this confidence or more.",
)
@click.option("--rules-report", is_flag=True, help="Every rule with the share of its claims that are right.")
@click.option("--misses", is_flag=True, help="Every curated statement that is not found, with the cause.")
@click.option("--wrong", is_flag=True, help="Every proposed statement that is not curated, with its rule.")
@click.option("--passages", is_flag=True, help="With --misses and --wrong: the words of the documents.")
@click.option("--lint", "linting", is_flag=True, help="Only name rules that never fire, or on one document only.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["table", "md", "html", "json"]),
    default="table",
    help="How to print the report.",
)
@click.option("--least-f1", type=SHARE, help="Exit with 1 when the relaxed F1 is lower.")
@click.option("--least-precision", type=SHARE, help="Exit with 1 when the relaxed precision is lower.")
@click.option("--least-recall", type=SHARE, help="Exit with 1 when the relaxed recall is lower.")
@click.option("--least-polarity", type=SHARE, help="Exit with 1 when polarity is right less often.")
@click.option("--least-certainty", type=SHARE, help="Exit with 1 when certainty is right less often.")
@documents_option
@root_option
def evaluation(
    gold: Path | None,
    predicted: Path | None,
    name: str,
    rules: tuple[Path, ...],
    least: float,
    rules_report: bool,
    misses: bool,
    wrong: bool,
    passages: bool,
    linting: bool,
    layout: str,
    documents: Path | None,
    root: Path | None,
    **floors: float | None,
) -> None:
    """Hold proposed claims against the curated ones of GOLD: precision, recall and F1, and what is missed and why.

    GOLD is a file or folder of claims, YAML or JSON Lines [default: data/claims]. Claims are proposed anew from the documents, which
    lie in the folder `texts` beside GOLD, or where --documents says; or they come from --predicted. Relaxed scores count statements:
    subject, predicate and object in one document; a term may be an ancestor of the curated one. Strict ones count claims, with
    polarity, certainty and place.

    \b
    Examples:
      hograph eval --documents DIR
      hograph eval data/samples --rules-report
      hograph eval data/samples --misses --passages
      hograph eval my-claims/ --predicted proposed.jsonl --format json
      hograph eval data/samples --least-f1 0.8 --least-polarity 0.95
    """
    layers = Layers.of(resources(root))
    path = gold or layers.own_data / "claims"
    curated = load_gold(path)
    ontology = load_ontology(*layers.ontology)
    rules = (*layers.extraction_rules, *rules)
    readings = _readings(curated, path, documents, needed=predicted is None)
    claims = read_claim_lines(predicted) if predicted else proposed(readings, extractor(name, ontology, **_own(rules)))
    scored = evaluate(curated, claims, ontology, least)
    if linting:
        _lint(scored, ontology, rules)
    parts = [part for part, wanted in (("rules", rules_report), ("misses", misses), ("wrong", wrong)) if wanted]
    _print(scoreboard(scored, ontology, readings, parts, passages=passages), layout)
    low = _too_low(scored, floors)
    for message in low:
        click.echo(f"hograph: {message}", err=True)
    sys.exit(1 if low else 0)


def _own(rules: tuple[Path, ...]) -> dict[str, tuple[Path, ...]]:
    return {"rules": rules} if rules else {}


def _readings(gold: Gold, path: Path, documents: Path | None, *, needed: bool) -> dict[str, Reading]:
    """The documents of the curated claims; none when they are not needed and nobody named their folder."""
    beside = [folder / TEXTS for folder in (path, path.parent) if (folder / TEXTS).is_dir()]
    folder = documents or (beside[0] if beside else documents_folder(None))
    if folder is None:
        if needed:
            raise InputError(
                "No folder of documents is named. Name one with --documents or HOGRAPH_DOCUMENTS, or the proposed claims with --predicted."
            )
        return {}
    return documents_of(gold, folder)


def _lint(scored: Evaluation, ontology: Ontology, rules: Iterable[Path]) -> None:
    book = RuleBook.load(ontology, rules)
    names = [rule.id for rule in (*book.relations, *book.structure, *book.hints)]
    found = lint(scored, names)
    put(table("", ("Rule", "Finding"), found))
    put(f"{len(names)} rules, {counted_as(len(scored.gold.claims), 'document')}, {counted_as(len(found), 'finding')}")
    sys.exit(1 if found else 0)


def _print(sections: list[Section], layout: str) -> None:
    if layout == "json":
        click.echo(json.dumps({one.name: one.records for one in sections}, indent=2, ensure_ascii=False))
        return
    for one in sections:
        titles = [column[0].upper() + column[1:] for column in one.columns]
        rows = [[_shown(cell) for cell in row] for row in one.rows]
        if layout == "table":
            put(table(one.title, titles, rows))
            put(one.note, indent="  ") if one.note else None
            click.echo()
        elif layout == "md":
            click.echo(f"## {one.title}\n\n{one.note}\n\n{markdown(titles, rows)}".replace("\n\n\n\n", "\n\n"))
        else:
            note = f"<p>{one.note}</p>\n" if one.note else ""
            click.echo(f"<h2>{one.title}</h2>\n{note}{html(titles, rows)}")


def _shown(cell: Cell) -> str:
    return "" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _too_low(scored: Evaluation, floors: dict[str, float | None]) -> list[str]:
    """What was to be reached and is not, in words."""
    overall = scored.overall
    reached = {
        "f1": overall.f1,
        "precision": overall.precision,
        "recall": overall.recall,
        "polarity": scored.attributes["polarity"].precision,
        "certainty": scored.attributes["certainty"].precision,
    }
    return [
        f"{name} is {_shown(value) or 'not known'}, less than {floor:g}."
        for name, value in reached.items()
        if (floor := floors[f"least_{name}"]) is not None and (value is None or value < floor)
    ]
