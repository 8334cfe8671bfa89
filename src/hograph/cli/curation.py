"""Commands for curators: verify, fmt, span."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from hograph.cli.options import documents_option, root_option
from hograph.cli.render import rows_option, write
from hograph.counting import counted_as
from hograph.curation.claimfile import canonical_text
from hograph.curation.documents import ENVIRONMENT, Document, documents_folders, find_file
from hograph.curation.sources import load_sources
from hograph.curation.values import DocumentClaims
from hograph.curation.verify import verify as verify_spans
from hograph.errors import DocumentError, InputError
from hograph.files import read_text, resources, write_atomically
from hograph.graph.papers import papers_of, sources_of
from hograph.ontology.index import load_ontology
from hograph.workspace.layers import Layers


@click.command()
@root_option
@documents_option
@click.option(
    "--show", metavar="CLAIM", help="Print the passage of one claim (its CURIE, or the beginning of its name)."
)
@rows_option
def verify(root: Path | None, documents: Path | None, show: str | None, layout: str) -> None:
    """Hold every document hash and every span hash against the bytes of the documents.

    Held are the claims that curators wrote and those that programs propose, as decisions left them; in a workspace those of its own
    documents, and of what hograph ships those of documents that are at hand. Says what moved, changed or is missing. Exit code 1 when
    something does not hold.

    \b
    Examples:
      hograph verify --documents ~/documents
      hograph verify --show claim:bk6lbrhkkcwuln34
    """
    layers, folders = _at_hand(root, documents)
    sources, ontology = sources_of(layers), load_ontology(*layers.ontology)
    claims = {slug: one.claims(ontology) for slug, one in papers_of(layers, sources).items()}
    if show:
        name = show.removeprefix("claim:")
        found = [one for some in claims.values() for one in some if one.name.startswith(name)]
        if not name or len(found) != 1:
            raise InputError(
                f"'{show}' is {'no claim' if not found else 'the beginning of several claims'}. `hograph export claims` lists them."
            )
        document, span = found[0].document, found[0].claim.span
        passage = Document.at_hand(folders, document).passage(span)
        if passage is None:
            raise DocumentError(
                f"{document}: the passage of {show} is not at {span.start}-{span.end} any more. Run hograph verify."
            )
        click.echo(passage)
        return
    missed = _shipped_elsewhere(layers, sources, folders)
    held = (DocumentClaims(document=slug, claims=tuple(one.claim for one in some)) for slug, some in claims.items())
    outcome = verify_spans((s for s in sources.values() if s.document not in missed), held, *folders)
    aside = layout != "table"
    if aside:
        write(["what", "message"], [(finding.what, finding.message) for finding in outcome.findings], layout)
    else:
        for finding in outcome.findings:
            click.echo(f"{finding.what}: {finding.message}")
    if missed:
        click.echo(
            f"{counted_as(len(missed), 'document')} that hograph ships claims of {'is' if len(missed) == 1 else 'are'} not at hand "
            f"and {'was' if len(missed) == 1 else 'were'} left out.",
            err=aside,
        )
    click.echo(
        f"{outcome.documents} of {counted_as(len(sources) - len(missed), 'document')} read, "
        f"{counted_as(outcome.spans, 'span')} checked, {counted_as(len(outcome.findings), 'finding')}",
        err=aside,
    )
    sys.exit(1 if outcome.findings else 0)


def _at_hand(root: Path | None, documents: Path | None) -> tuple[Layers, tuple[Path, ...]]:
    """The layers, and the folders with documents, of which there must be one."""
    root = resources(root)
    folders = documents_folders(documents, root)
    if not folders:
        raise DocumentError(f"No folder of documents is named. Name one with --documents or {ENVIRONMENT}.")
    return Layers.of(root), folders


def _shipped_elsewhere(layers: Layers, sources: Iterable[str], folders: Sequence[Path]) -> set[str]:
    """Of a workspace, the documents that are not its own and that the user does not have."""
    if layers.own is None:
        return set()
    own = load_sources(layers.own_data / "sources.yaml")
    return {slug for slug in sources if slug not in own and not find_file(folders, slug)}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@root_option
@documents_option
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when a file is not in canonical form.")
def fmt(paths: tuple[Path, ...], root: Path | None, documents: Path | None, check: bool) -> None:
    """Rewrite files of claims in canonical form, and turn each `quote:` into a span with its hash.

    Without PATHS, all of data/claims, in a workspace its own. Quotes need the documents at hand.

    \b
    Examples:
      hograph fmt --documents ~/documents
      hograph fmt --check
    """
    root = resources(root)
    folders = documents_folders(documents, root)
    files = paths or tuple(sorted((Layers.of(root).own_data / "claims").glob("*.yaml")))
    changed = 0
    for path in files:
        text = read_text(path)
        needed = "quote" in text and find_file(folders, path.stem)
        canonical = canonical_text(text, path, Document.at_hand(folders, path.stem) if needed else None)
        if canonical != text:
            changed += 1
            click.echo(f"{path}: {'not in canonical form; run hograph fmt' if check else 'rewritten'}", err=check)
            if not check:
                write_atomically(path, canonical)
    click.echo(f"{counted_as(len(files), 'file')}, {changed} {'not in canonical form' if check else 'rewritten'}")
    sys.exit(1 if check and changed else 0)


@click.command()
@click.argument("document")
@click.argument("passage")
@root_option
@documents_option
@click.option("--occurrence", type=click.IntRange(1), help="Which one, when the passage stands there more than once.")
def span(document: str, passage: str, root: Path | None, documents: Path | None, occurrence: int | None) -> None:
    """Find where a PASSAGE stands in a DOCUMENT and print its span, ready to paste into a file of claims.

    \b
    Example:
      hograph span my-leaflet "bone in the wrong place" --documents ~/documents
    """
    _, folders = _at_hand(root, documents)
    found = Document.at_hand(folders, document.partition(".")[0]).locate(passage, occurrence)
    click.echo(f"span: {{start: {found.start}, end: {found.end}, sha256: {found.sha256}}}")
