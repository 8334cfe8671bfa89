"""The command that serves the graph over HTTP."""

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from hograph.cli.options import build_option, documents_option, root_option, say
from hograph.cli.review import who
from hograph.errors import InputError
from hograph.knowledge import KnowledgeGraph, open_graph

if TYPE_CHECKING:
    from hograph.serve.access import Reviewing
    from hograph.serve.service import Service

MEGABYTE = 1_000_000
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@click.command()
@click.option(
    "--data",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Serve these files of RDF instead (.nq, .trig, .ttl, .nt, .rdf, .jsonld), each as a graph; may be given several times.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 for one that is free.")
@click.option(
    "--base", default="", metavar="URL", help="Where browsers find it, when that is another address: behind a proxy."
)
@click.option("--workers", type=click.IntRange(1, 256), help="Queries that run at once [default: processors and two].")
@click.option(
    "--timeout", type=click.FloatRange(0.1), default=10.0, show_default=True, metavar="SECONDS", help="For one query."
)
@click.option(
    "--memory", type=click.IntRange(200), default=2000, show_default=True, metavar="MB", help="For one query."
)
@click.option("--result", type=click.IntRange(1), default=100, show_default=True, metavar="MB", help="Of one answer.")
@click.option("--waiting", type=click.IntRange(1), default=64, show_default=True, help="Queries that may wait.")
@click.option("--log/--no-log", default=True, help="A line of JSON on each request to standard error.")
@click.option("--review", is_flag=True, help="Let who sits at this machine decide on proposed claims, at /review.")
@click.option(
    "--review-token",
    default="",
    envvar="HOGRAPH_REVIEW_TOKEN",
    metavar="TOKEN",
    help="Let whoever knows it decide, from anywhere; better given by HOGRAPH_REVIEW_TOKEN, where others do not see it.",
)
@documents_option
@root_option
@build_option
def serve(
    data: tuple[Path, ...],
    host: str,
    port: int,
    base: str,
    workers: int | None,
    timeout: float,
    memory: int,
    result: int,
    waiting: int,
    log: bool,
    review: bool,
    review_token: str,
    documents: Path | None,
    root: Path | None,
    build_folder: Path | None,
) -> None:
    """Serve the graph over HTTP: pages for people, an API, and a SPARQL 1.1 endpoint at /sparql.

    Only this machine reaches it unless --host says otherwise. It is read-only; every query runs within limits, in a process of its own.

    \b
    Examples:
      hograph serve
      hograph serve --documents DIR --port 8080
      hograph serve --review --documents DIR
      hograph serve --data my-graph.ttl --data more.nq
    """
    import uvicorn  # noqa: F401 -- where it is missing, that is told before the graph is built

    from hograph.serve.limits import Limits
    from hograph.serve.service import Service

    if data and (review or review_token):
        raise click.UsageError(
            "Claims are reviewed in a workspace or a checkout, not in files of RDF: leave --data or --review out."
        )
    several = {} if workers is None else {"workers": workers}
    limits = Limits(seconds=timeout, memory=memory * MEGABYTE, result=result * MEGABYTE, waiting=waiting, **several)
    with _listen(host, port) as listening:
        kg = _graph(data, root, build_folder, documents)
        reviewing = _reviewing(review_token) if review or review_token else None
        hosts = _names(host, base) if host in LOOPBACK else frozenset()
        service = Service(kg, limits, base.rstrip("/"), shipped=not data, reviewing=reviewing, hosts=hosts)
        _run(service, listening, log=log)


def _reviewing(token: str) -> "Reviewing":
    """Review for whoever knows the token or sits here, who is asked for a name where git knows none."""
    from hograph.serve.access import Reviewing

    try:
        name = "" if token else who(None)
    except InputError:
        name = ""
    return Reviewing(token, name)


def _names(host: str, base: str) -> frozenset[str]:
    """The names by which a server is meant that listens on this machine alone: any other is a name that somebody else made lead here."""
    return frozenset({*LOOPBACK, host, *filter(None, [urlsplit(base).hostname])})


def _graph(
    data: tuple[Path, ...], root: Path | None, build_folder: Path | None, documents: Path | None
) -> KnowledgeGraph:
    if not data:
        return open_graph(root, build_folder, documents, say)
    if root or build_folder:
        raise click.UsageError("Name either files with --data, or a workspace with --root and --build.")
    from hograph.query.store import files_store

    return open_graph(files_store(data), documents=documents)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that what is wrong with the address is told before anything is opened."""
    listening = None
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # asyncio lets small answers go at once only where the protocol is named
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        if listening:
            listening.close()
        hint = "Stop what listens there, or choose another with --port (0 for one that is free)."
        raise InputError(f"{host}, port {port}: cannot listen there ({error.strerror}). {hint}") from error
    return listening


def _run(service: "Service", listening: socket.socket, *, log: bool) -> None:
    import uvicorn

    from hograph.serve.app import create_app
    from hograph.serve.middleware import to_stderr
    from hograph.serve.running import log_as_json, settings

    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    if host not in LOOPBACK:
        click.echo(f"hograph: every machine that reaches {shown} can ask the graph.", err=True)
    click.echo(f"hograph: http://{shown}:{port}/  (SPARQL: http://{shown}:{port}/sparql; end with Ctrl-C)", err=True)
    log_as_json()
    server = uvicorn.Server(settings(create_app(service, to_stderr if log else None), service.limits))
    server.run(sockets=[listening])
    if not server.started:
        sys.exit(2)
