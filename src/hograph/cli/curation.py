"""Commands for curators: verify, fmt, span."""

import sys
from pathlib import Path

import click

from hograph.cli.options import documents_option, root_option
from hograph.curation.claimfile import canonical_text, load_all_claims
from hograph.curation.documents import ENVIRONMENT, Document, documents_folder
from hograph.curation.sources import load_sources
from hograph.curation.verify import verify as verify_spans
from hograph.errors import DocumentError, InputError
from hograph.files import read_text, resources, write_atomically
from hograph.graph.identity import claim_name


@click.command()
@root_option
@documents_option
@click.option(
    "--show", metavar="CLAIM", help="Print the passage of one claim (its CURIE, or the beginning of its name)."
)
def verify(root: Path | None, documents: Path | None, show: str | None) -> None:
    """Hold every document hash and every span hash against the bytes of the documents.

    Says what moved, changed or is missing. Exit code 1 when something does not hold.

    \b
    Examples:
      hograph verify --documents ~/documents
      hograph verify --show claim:bk6lbrhkkcwuln34
    """
    folder = documents_folder(documents)
    if folder is None:
        raise DocumentError(f"No folder of documents is named. Name one with --documents or {ENVIRONMENT}.")
    data = resources(root) / "data"
    sources = load_sources(data / "sources.yaml")
    claims = load_all_claims(data / "claims")
    if show:
        name = show.removeprefix("claim:")
        found = [
            (g.document, c)
            for g in claims
            for c in g.claims
            if claim_name(c, sources[g.document].sha256).startswith(name)
        ]
        if not name or len(found) != 1:
            raise InputError(
                f"'{show}' is {'no claim' if not found else 'the beginning of several claims'}. `hograph export claims` lists them."
            )
        slug, claim = found[0]
        passage = Document.read(folder, slug).passage(claim.span)
        if passage is None:
            raise DocumentError(
                f"{slug}: the passage of {show} is not at {claim.span.start}-{claim.span.end} any more. Run hograph verify."
            )
        click.echo(passage)
        return
    outcome = verify_spans(sources.values(), claims, folder)
    for finding in outcome.findings:
        click.echo(f"{finding.what}: {finding.message}")
    click.echo(
        f"{outcome.documents} of {len(sources)} documents read, {outcome.spans} spans checked, {len(outcome.findings)} findings"
    )
    sys.exit(1 if outcome.findings else 0)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@root_option
@documents_option
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when a file is not in canonical form.")
def fmt(paths: tuple[Path, ...], root: Path | None, documents: Path | None, check: bool) -> None:
    """Rewrite files of claims in canonical form, and turn each `quote:` into a span with its hash.

    Without PATHS, all of data/claims. Quotes need the documents at hand.

    \b
    Examples:
      hograph fmt --documents ~/documents
      hograph fmt --check
    """
    folder = documents_folder(documents)
    files = paths or tuple(sorted((resources(root) / "data" / "claims").glob("*.yaml")))
    changed = 0
    for path in files:
        text = read_text(path)
        at_hand = folder is not None and (folder / f"{path.stem}.txt").is_file()
        canonical = canonical_text(text, path, Document.read(folder, path.stem) if folder and at_hand else None)
        if canonical != text:
            changed += 1
            click.echo(f"{path}: {'not in canonical form; run hograph fmt' if check else 'rewritten'}", err=check)
            if not check:
                write_atomically(path, canonical)
    click.echo(f"{len(files)} files, {changed} {'not in canonical form' if check else 'rewritten'}")
    sys.exit(1 if check and changed else 0)


@click.command()
@click.argument("document")
@click.argument("passage")
@documents_option
@click.option("--occurrence", type=click.IntRange(1), help="Which one, when the passage stands there more than once.")
def span(document: str, passage: str, documents: Path | None, occurrence: int | None) -> None:
    """Find where a PASSAGE stands in a DOCUMENT and print its span, ready to paste into a file of claims.

    \b
    Example:
      hograph span my-leaflet "bone in the wrong place" --documents ~/documents
    """
    folder = documents_folder(documents)
    if folder is None:
        raise DocumentError(f"No folder of documents is named. Name one with --documents or {ENVIRONMENT}.")
    found = Document.read(folder, document.removesuffix(".txt")).locate(passage, occurrence)
    click.echo(f"span: {{start: {found.start}, end: {found.end}, sha256: {found.sha256}}}")
