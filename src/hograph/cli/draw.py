"""The command that draws: the neighbourhood of a term, or the answer to a canned query."""

from pathlib import Path

import click

from hograph.cli.options import build_option, root_option, say
from hograph.errors import HographError
from hograph.files import write_atomically
from hograph.knowledge import open_graph
from hograph.query.picture import arrows, claims_of_term, svg

MOST = 40


@click.command()
@click.argument("what", metavar="TERM|QUERY")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="File to write.",
)
@click.option("--kind", help="Only claims of this kind, as treatment, cause, site.")
@click.option("--most", type=click.IntRange(1, 400), default=MOST, show_default=True, help="Most arrows to draw.")
@root_option
@build_option
def draw(what: str, out: Path, kind: str | None, most: int, root: Path | None, build_folder: Path | None) -> None:
    """Draw a term with what documents claim of it, or the answer to a canned query, as an SVG picture.

    Whole arrows are asserted, dashed ones hedged, dotted ones left open, red ones denied; thick ones stand in two or more documents.

    \b
    Examples:
      hograph draw recurrence-prevention -o answer.svg
      hograph draw "heterotopic ossification" --kind treatment -o treatments.svg
    """
    kg = open_graph(root, build_folder, None, say)
    if what in kg.queries:
        title, claims = kg.queries[what].header.question, kg.query(what).claims()
    else:
        name = kg.ontology.find(what, relations=False)
        title, claims = kg.ontology.label(name), claims_of_term(kg.store, name)
    kinds = {relation.kind for relation in kg.ontology.relations.values()}
    if kind is not None and kind not in kinds:
        raise HographError(f"There is no kind of claim '{kind}'. There are: {', '.join(sorted(kinds))}.")
    found = [a for a in arrows(kg.store, claims) if kind is None or kg.ontology.relations[a.relation].kind == kind]
    write_atomically(out, svg(found[:most], kg.ontology, title))
    left = f"; {len(found) - most} more are left out, see --most and --kind" if len(found) > most else ""
    click.echo(f"{out}: {min(len(found), most)} arrows{left}")
