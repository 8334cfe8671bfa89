"""Options that several commands share."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hograph.errors import InputError

if TYPE_CHECKING:
    from hograph.store.endpoint import Endpoint

F = TypeVar("F", bound=Callable[..., Any])
FOLDER = click.Path(file_okay=False, path_type=Path)
ROOT_HELP = (
    "A workspace, or a folder with ontology/, data/ and queries/ "
    "[default: the workspace around the current folder, else what hograph ships]."
)


def root_option(command: F) -> F:
    """`--root DIR`: a workspace, or the folder with `ontology/`, `data/` and `queries/`."""
    return click.option("--root", type=FOLDER, metavar="DIR", help=ROOT_HELP)(command)


def build_option(command: F) -> F:
    """`--build DIR`: where the build is kept."""
    return click.option(
        "--build",
        "build_folder",
        type=FOLDER,
        metavar="DIR",
        help="Folder of the build [default: build/ of the workspace or checkout, else the cache].",
    )(command)


def data_option(command: F) -> F:
    """`--data FILE`: another graph to ask."""
    return click.option(
        "--data",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Ask this graph instead: a file of RDF (.nq, .trig, .ttl, .nt, .rdf, .jsonld), as `hograph link --merge` writes.",
    )(command)


ENDPOINT = "HOGRAPH_ENDPOINT"
"""The variable of the environment that stands in for `--endpoint`."""
SERVER = (
    click.option(
        "--endpoint",
        metavar="URL",
        envvar=ENDPOINT,
        help=f"Ask this SPARQL 1.1 server instead, as http://localhost:7878/query [default: ${ENDPOINT}].",
    ),
    click.option(
        "--header",
        "headers",
        multiple=True,
        metavar="'NAME: VALUE'",
        help="A header for the server, as its key [default: $HOGRAPH_ENDPOINT_HEADER, which no list of processes shows].",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0.1),
        default=120.0,
        metavar="SECONDS",
        help="How long the server may be silent.",
    ),
    click.option(
        "--named-graphs", is_flag=True, help="Name the graphs in each request: for a server that has other data, too."
    ),
)


def endpoint_option(command: F) -> F:
    """`--endpoint URL` with what belongs to it; the command gets an `Endpoint`, or None."""
    return _with_endpoint(command, SERVER)


def target_option(command: F) -> F:
    """As `endpoint_option`, for a server that is written to."""
    return _with_endpoint(command, SERVER[:-1])


def _with_endpoint(command: F, options: Sequence[Callable[[Any], Any]]) -> F:

    @wraps(command)
    def with_endpoint(
        *args: Any,  # noqa: ANN401
        endpoint: str | None,
        headers: tuple[str, ...],
        timeout: float,
        named_graphs: bool = False,
        **given: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        server = None
        if endpoint and not given.get("data"):
            server = _endpoint(endpoint, headers, timeout, named=named_graphs)
        return command(*args, endpoint=server, **given)

    made: Any = with_endpoint
    for option in reversed(options):
        made = option(made)
    return made  # type: ignore[no-any-return]


def _endpoint(url: str, headers: tuple[str, ...], timeout: float, *, named: bool) -> "Endpoint":
    from hograph.store.endpoint import Endpoint  # not needed where the graph is at hand
    from hograph.store.http import HEADER, Connection, read_headers

    lines = headers or tuple(filter(None, [os.environ.get(HEADER)]))
    return Endpoint(url, Connection(read_headers(lines), timeout), named)


def claims_option(command: F) -> F:
    """`--claims`: the names of claims, also where a terminal has little room for them."""
    return click.option("--claims", is_flag=True, help="Name the claims behind each row also on a narrow terminal.")(
        command
    )


def documents_option(command: F) -> F:
    """`--documents DIR`: the folder that holds the source documents."""
    return click.option(
        "--documents",
        type=FOLDER,
        metavar="DIR",
        help="Folder with the source documents [default: $HOGRAPH_DOCUMENTS].",
    )(command)


def dask_option(command: F) -> F:
    """`--dask ADDRESS`: the cluster that does the work."""
    return click.option(
        "--dask", "cluster", metavar="ADDRESS", help="A Dask cluster: the address of its scheduler, or local."
    )(command)


def workers_options(doing: str) -> Callable[[F], F]:
    """`--jobs N` and `--dask ADDRESS`: what does the work, which is told."""
    jobs = click.option(
        "--jobs",
        type=click.IntRange(0),
        default=1,
        show_default=True,
        help=f"Processes that {doing}; 0: as many as cores.",
    )
    return lambda command: jobs(dask_option(command))


def say(message: str) -> None:
    """Tell on stderr what is going on, when somebody is there to read it."""
    if sys.stderr.isatty():
        click.echo(message, err=True)


@contextmanager
def standard_input() -> Iterator[None]:
    """What is read from standard input here must be UTF-8.

    Raises:
        InputError: when it is not.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise InputError(f"Standard input: byte {error.start} is not UTF-8. Send it as UTF-8.") from error
