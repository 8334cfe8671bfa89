"""The commands of a workspace: `hograph init` lays one out, `hograph documents` keeps its documents."""

import sys
from pathlib import Path

import click

from hograph.cli.options import documents_option, root_option
from hograph.cli.render import put, table
from hograph.curation.documents import documents_folders
from hograph.curation.shelf import Shelved, Told, add, remove, shelved
from hograph.errors import HographError
from hograph.files import SETTINGS, resources
from hograph.workspace.create import create
from hograph.workspace.layers import Layers

NEXT = """{folder}: a workspace. Next, in that folder:
  hograph documents add FILE...   copy your documents into it and describe them
  hograph fmt                     once you have written claims: turn their quotes into spans
  hograph build                   compile what hograph ships and what is yours into one graph
  hograph query NAME --evidence   ask; `hograph queries` lists the questions
README.md says what goes where."""
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
    """Add documents to a workspace, list them, remove them.

    \b
    Examples:
      hograph documents add leaflet.pdf guideline.docx
      hograph documents list
    """


@documents.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE...")
@root_option
@click.option(
    "--slug", metavar="NAME", help="Name of the document, lower case words joined by '-' [default: from FILE]."
)
@click.option("--title", metavar="TEXT", help="Its title, where it states none or a wrong one.")
@click.option("--kind", metavar="TEXT", help="What sort of page it is, in your words.")
@click.option("--licence", metavar="TEXT", help="Its licence, in words or as an IRI.")
def add_documents(
    paths: tuple[Path, ...],
    root: Path | None,
    slug: str | None,
    title: str | None,
    kind: str | None,
    licence: str | None,
) -> None:
    """Copy documents into the workspace and describe them in data/sources.yaml.

    FILEs are plain text, Markdown, HTML, PDF, DOCX, JATS or PubMed XML; of a PubMed file each record becomes a document. Each file is
    added whole or not at all; what cannot be added is told at the end, the others are; the exit code is then 1.

    \b
    Examples:
      hograph documents add leaflet.pdf guideline.docx
      hograph documents add page.html --slug clinic-page --licence "CC BY 4.0"
    """
    if len(paths) > 1 and (slug or title):
        raise click.UsageError("--slug and --title name one document. Add one FILE at a time with them.")
    layers, failures = Layers.of(resources(root)), list[str]()
    for path in paths:
        try:
            for source in add(layers, path, Told(slug, title, kind, licence)):
                click.echo(f"{source.document}: {source.title} ({source.kind}, {source.characters:,} characters)")
        except HographError as error:
            failures.append(str(error))
    for failure in failures:
        click.echo(f"hograph: {failure}", err=True)
    sys.exit(1 if failures else 0)


@documents.command("list")
@root_option
@documents_option
def list_documents(root: Path | None, documents: Path | None) -> None:
    """List the documents of the workspace: their claims, and whether their files are there and unchanged.

    \b
    Example:
      hograph documents list
    """
    root = resources(root)
    rows = [_row(one) for one in shelved(Layers.of(root), documents_folders(documents, root))]
    put(table("", COLUMNS, rows) if rows else "No documents yet. Add some: hograph documents add FILE...")


def _row(one: Shelved) -> tuple[str, ...]:
    counts = (str(number) for number in (one.curated, one.proposed, one.decided))
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
