"""Options that several commands share."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

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


def say(message: str) -> None:
    """Tell on stderr what is going on, when somebody is there to read it."""
    if sys.stderr.isatty():
        click.echo(message, err=True)
