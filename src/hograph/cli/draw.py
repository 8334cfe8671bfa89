"""The command that draws: the neighbourhood of a term, or the answer to a canned query."""

from pathlib import Path

import click

from hograph.cli.candidates import drawable
from hograph.cli.options import build_option, endpoint_option, root_option, say
from hograph.counting import counted_as
from hograph.errors import QueryError
from hograph.knowledge import open_graph
from hograph.query.arrows import MOST
from hograph.query.parameters import read_pairs
from hograph.store.endpoint import Endpoint


@click.command()
@click.argument("what", metavar="TERM|QUERY", shell_complete=drawable)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="File to write.",
)
@click.option(
    "-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the query that is drawn."
)
@click.option("--kind", help="Only claims of this kind, as treatment, cause, site.")
@click.option(
    "--most",
    type=click.IntRange(1, 400),
    default=MOST,
    show_default=True,
    help="Most arrows to draw: where documents agree or differ, then what many say, of every kind.",
)
@root_option
@build_option
@endpoint_option
def draw(
    what: str,
    out: Path,
    parameters: tuple[str, ...],
    kind: str | None,
    most: int,
    root: Path | None,
    build_folder: Path | None,
    endpoint: Endpoint | None,
) -> None:
    """Draw a term with what documents claim of it, or the answer to a canned query, as an SVG picture.

    Whole arrows are asserted, dashed ones hedged, those of dashes and dots both, dotted ones left open, red ones denied;
    thick ones stand in two or more documents. Advice against something is told with its arrow.

    \b
    Examples:
      hograph draw recurrence-prevention -o answer.svg
      hograph draw recurrence-prevention -p include=open -o open.svg
      hograph draw "heterotopic ossification" --kind treatment -o treatments.svg
    """
    kg = open_graph(root, build_folder, None, say, endpoint)
    given = read_pairs(parameters)
    if given and what not in kg.queries:
        raise QueryError(
            f"'{what}' is no canned query, and -p is a parameter of one. Draw a term without it; --kind narrows a term."
        )
    picture = kg.draw(kg.query(what, **given) if given else what, kind, most)
    picture.save(out)
    left = (
        f"; {picture.left_out} more {'is' if picture.left_out == 1 else 'are'} left out, see --most and --kind"
        if picture.left_out
        else ""
    )
    click.echo(f"{out}: {counted_as(len(picture.arrows), 'arrow')}{left}")
