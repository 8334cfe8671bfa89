"""The commands of a workspace: `hograph init` lays one out, `hograph documents` keeps its documents."""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click

from hograph.cli.options import documents_option, root_option
from hograph.cli.render import put, table
from hograph.curation.decisions import read_decisions
from hograph.curation.describing import Told
from hograph.curation.documents import documents_folders
from hograph.curation.shelf import Shelved, add, remove, replace, shelved
from hograph.errors import HographError
from hograph.files import LOG, SETTINGS, resources
from hograph.graph.review import read_proposed, reviewed
from hograph.reading.files import Unread, files_in
from hograph.workspace.create import create
from hograph.workspace.layers import Layers

NEXT = """{folder}: a workspace. Next, in that folder:
  hograph documents add FILE...   copy your documents into it and describe them
  hograph fmt                     once you have written claims: turn their quotes into spans
  hograph build                   compile what hograph ships and what is yours into one graph
  hograph query NAME --evidence   ask; `hograph queries` lists the questions
README.md says what goes where."""
AGAIN = "Next: hograph extract, as before, then hograph review --list, which says what is carried over and what is to be decided."
COLUMNS = ("Document", "Title", "Kind", "Curated", "Proposed", "Decided", "File")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init(folder: Path) -> None:
    """Lay out a workspace in DIR: your own documents, claims, terms, rules and queries, on top of what hograph ships.

    DIR must be new or empty. In a folder that is a workspace already nothing is changed.

    \b
    Examples:
      hograph init my-project
      hograph init .
    """
    if (folder / SETTINGS).is_file():
        click.echo(f"{folder}: is a workspace already ('{Layers.of(folder).name}'); nothing was changed.")
        return
    create(folder)
    click.echo(NEXT.format(folder=folder))


@click.group()
def documents() -> None:
    """Add documents to a workspace, replace them by new versions, list them, remove them.

    \b
    Examples:
      hograph documents add leaflet.pdf guideline.docx
      hograph documents add leaflet.pdf --replace
      hograph documents list
    """


@documents.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|DIR...")
@root_option
@click.option(
    "--slug", metavar="NAME", help="Name of the document, lower case words joined by '-' [default: from FILE]."
)
@click.option("--title", metavar="TEXT", help="Its title, where it states none or a wrong one.")
@click.option("--kind", metavar="TEXT", help="What sort of page it is, in your words.")
@click.option("--licence", metavar="TEXT", help="Its licence, in words or as an IRI.")
@click.option("--replace", "again", is_flag=True, help="FILE is a new version of a document that is there.")
def add_documents(
    paths: tuple[Path, ...],
    root: Path | None,
    slug: str | None,
    title: str | None,
    kind: str | None,
    licence: str | None,
    again: bool,
) -> None:
    """Copy documents into the workspace and describe them in data/sources.yaml.

    FILEs are plain text, Markdown, HTML, PDF, DOCX, JATS or PubMed XML; of a PubMed file each record becomes a document, of a folder
    each file in it. Each file is added whole or not at all; what cannot be added is told at the end, the others are; the exit code is
    then 1.

    With --replace a FILE takes the place of the document that has its name, or the one of --slug: the old file is put aside, its entry
    is written anew, and what was proposed of it is taken out, to be extracted again; decisions are then carried over. A document with
    curated claims is not replaced.

    \b
    Examples:
      hograph documents add leaflet.pdf guideline.docx
      hograph documents add my-documents
      hograph documents add page.html --slug clinic-page --licence "CC BY 4.0"
      hograph documents add page-of-may.html --slug clinic-page --replace
    """
    files = [file for path in paths for file in files_in(path)]
    if len(files) > 1 and (slug or title):
        raise click.UsageError("--slug and --title name one document. Add one FILE at a time with them.")
    layers, failures, replaced = Layers.of(resources(root)), list[str](), False
    for path in files:
        if isinstance(path, Unread):
            failures.append(path.reason)
            continue
        told = Told(slug, title, kind, licence)
        try:
            if again:
                for done in replace(layers, path, told):
                    click.echo(done)
                replaced = True
            else:
                for source in add(layers, path, told):
                    click.echo(f"{source.document}: {source.title} ({source.kind}, {source.characters:,} characters)")
        except HographError as error:
            failures.append(str(error))
    if replaced:
        click.echo(AGAIN)
    for failure in failures:
        click.echo(f"hograph: {failure}", err=True)
    sys.exit(1 if failures else 0)


@documents.command("list")
@root_option
@documents_option
def list_documents(root: Path | None, documents: Path | None) -> None:
    """List the documents of the workspace: their claims, and whether their files are there and unchanged.

    Decided are proposed claims on which a decision stands, also one that is carried over from an earlier version.

    \b
    Example:
      hograph documents list
    """
    root = resources(root)
    layers = Layers.of(root)
    found = list(shelved(layers, documents_folders(documents, root)))
    decided = _decided(layers.own_data, {one.source.document: one.source.sha256 for one in found})
    rows = [_row(one, decided[one.source.document]) for one in found]
    put(table("", COLUMNS, rows) if rows else "No documents yet. Add some: hograph documents add FILE...")


def _decided(data: Path, hashes: Mapping[str, str]) -> Counter[str]:
    """On how many of the claims that are proposed of each document a decision stands, as `hograph review --list` counts them."""
    log = read_decisions(data / LOG)
    files = sorted(data.glob("proposed/*.jsonl")) if log else []
    proposed = [(document, claim) for path in files for document, claim in read_proposed(path) if document in hashes]
    return Counter(one.document for one in reviewed(proposed, log, hashes).claims if one.decision)


def _row(one: Shelved, decided: int) -> tuple[str, ...]:
    counts = (str(number) for number in (one.curated, one.proposed, decided))
    return one.source.document, one.source.title, one.source.kind, *counts, one.file


@documents.command("remove")
@click.argument("slug")
@root_option
@click.option("--with-claims", is_flag=True, help="Remove its claims too, curated and proposed ones.")
def remove_document(slug: str, root: Path | None, with_claims: bool) -> None:
    """Take a document out of the workspace, with its description; its file is put aside.

    A document with claims is only removed --with-claims. Decisions on them stay in the log.

    \b
    Examples:
      hograph documents remove clinic-page
      hograph documents remove clinic-page --with-claims
    """
    for done in remove(Layers.of(resources(root)), slug, with_claims=with_claims):
        click.echo(done)
