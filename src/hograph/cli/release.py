"""Commands for releases: release, diff, fair."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click
import pyoxigraph as ox

from hograph.cli.options import root_option, say
from hograph.cli.render import put, table
from hograph.files import resources
from hograph.graph.build import build as build_graph
from hograph.ontology.index import load_ontology
from hograph.query.header import load_queries
from hograph.release.answers import changed_answers
from hograph.release.artefacts import Release, artefact
from hograph.release.diff import diff as compare_stores
from hograph.release.facts import Verdict
from hograph.release.fair import SOURCES, assess, summary, to_json
from hograph.release.fair import to_markdown as fair_markdown
from hograph.release.inputs import open_side
from hograph.release.package import check_folder, release_files, write_release
from hograph.release.plan import plan_release
from hograph.release.report import to_markdown, to_plain, to_text
from hograph.validation.inputs import read_files
from hograph.version import VERSION
from hograph.workspace.layers import Layers

ANY = click.Path(path_type=Path)


@click.command()
@click.argument("before", type=ANY, metavar="A")
@click.argument("after", type=ANY, metavar="B")
@click.option("--format", "layout", type=click.Choice(["text", "md", "json"]), default="text", help="How to print it.")
@click.option("--answers", is_flag=True, help="Ask every canned query of both, and list the rows that came and went.")
@root_option
def diff(before: Path, after: Path, layout: str, answers: bool, root: Path | None) -> None:
    """Say what changed from one build to another: claims, documents, terms, mappings, agreement; each claim with the cause.

    A and B are each a folder of a build, a folder of a release, a checkout (built on the fly), or a file of N-Quads or TriG (.nq, .trig,
    also .gz). A claim that was corrected is shown with its fields before and after. Exit code 0, whether they differ or not.

    \b
    Examples:
      hograph diff dist/hograph-0.1.0 .
      hograph diff old.nq build --answers --format md > CHANGES.md
    """
    old, new = (_opened(path) for path in (before, after))
    changes = compare_stores(old, new)
    if answers:
        layers = Layers.of(resources(root))
        queries = load_queries(layers, load_ontology(*layers.ontology)).values()
        changes = replace(changes, answers=changed_answers(old, new, queries))
    if layout == "json":
        click.echo(json.dumps(to_plain(changes), indent=2, ensure_ascii=False, sort_keys=True))
    elif layout == "md":
        click.echo(to_markdown(changes, f"Changes from {before} to {after}"), nl=False)
    else:
        click.echo(to_text(changes), nl=False)


def _opened(path: Path) -> ox.Store:
    say(f"Reading {path} ...")
    return open_side(path)


@click.command()
@click.argument("version")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder to make [default: dist/hograph-VERSION].",
)
@click.option(
    "--previous",
    type=ANY,
    metavar="PATH",
    help="The release before, for the changelog of claims; as A of `hograph diff`.",
)
@click.option(
    "--date", "day", metavar="YYYY-MM-DD", help="Day of the release [default: of SOURCE_DATE_EPOCH, else today]."
)
@root_option
def release(version: str, out: Path | None, previous: Path | None, day: str | None, root: Path | None) -> None:
    """Make a release: ontology in three artefacts and as a page, graph, mappings, queries, shapes, VoID, DCAT, changelog of claims, hashes.

    The same inputs and the same day give the same bytes. VERSION must be that of this program and later than that of --previous, and the
    folder new or empty.

    \b
    Examples:
      hograph release 0.1.0
      hograph release 0.2.0 --previous dist/hograph-0.1.0 --date 2026-12-01
    """
    root = resources(root)
    out = out or Path("dist") / f"hograph-{version}"
    before = open_side(previous) if previous else None
    planned = plan_release(version, day, before)
    check_folder(out)
    say("Building the graph and the files of the release ...")
    files = release_files(build_graph(root), root, planned, before)
    write_release(files, out)
    size = sum(map(len, files.values()))
    click.echo(f"{out}: hograph {planned.version} of {planned.date}, {len(files)} files, {size / 1e6:.1f} MB.")


@click.command()
@click.argument("ontology", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "--format", "layout", type=click.Choice(["table", "md", "json"]), default="table", help="How to print it."
)
@root_option
def fair(ontology: Path | None, layout: str, root: Path | None) -> None:
    """Run the tests of FOOPS! and the pitfalls of OOPS! over the ontology as it would be released, or over a file of yours.

    A file is read by its ending: .ttl, .nt, .nq, .trig, .owl, .rdf, .xml (RDF/XML), .jsonld or .json. Each test tells what was measured.
    What only a server or a registry on the web could tell is not checkable here. Exit code 0 when no test fails, 1 when one does.

    \b
    Examples:
      hograph fair
      hograph fair dist/hograph-0.1.0/ontology/hograph-base.ttl --format md
    """
    if ontology:
        name, triples = ontology.name, read_files([ontology])[ontology]
    else:
        name, triples = "the ontology as it would be released", _as_released(resources(root))
    results = assess(triples)
    if layout == "json":
        click.echo(to_json(results, name), nl=False)
    elif layout == "md":
        click.echo(fair_markdown(results, name), nl=False)
    else:
        for catalogue, (title, _) in SOURCES.items():
            rows = [
                [r.check.id, r.check.name, r.check.group, r.outcome.verdict.value, r.outcome.reason]
                for r in results
                if r.check.catalogue == catalogue
            ]
            put(table(f"{title} of {catalogue}", ["Test", "Name", "Of", "Verdict", "Measured"], rows))
        click.echo(summary(results))
    sys.exit(1 if any(result.outcome.verdict is Verdict.FAIL for result in results) else 0)


def _as_released(root: Path) -> list[ox.Triple]:
    day = plan_release(VERSION, None, None).date
    return artefact(build_graph(root), Release(VERSION, day), "full")
