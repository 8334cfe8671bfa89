"""The command line. Exit codes: 0 fine, 1 findings, 2 wrong usage or unreadable input."""

import difflib
import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import click

from hograph.errors import HographError
from hograph.version import VERSION

COMMANDS = {
    "ask": "questions",
    "build": "building",
    "check": "graph",
    "compare": "compare",
    "completion": "completion",
    "demo": "demo",
    "describe": "describe",
    "diff": "release",
    "documents": "workspace",
    "draw": "draw",
    "eval": "evaluation",
    "explain": "looking",
    "export": "export",
    "extract": "extracting",
    "fair": "release",
    "fmt": "curation",
    "info": "building",
    "init": "workspace",
    "link": "linking",
    "mcp": "agents",
    "publish": "publishing",
    "queries": "listing",
    "query": "questions",
    "read": "reading",
    "reason": "graph",
    "release": "release",
    "review": "review",
    "span": "curation",
    "serve": "serving",
    "site": "site",
    "slice": "linking",
    "sparql": "questions",
    "validate": "validation",
    "verify": "curation",
}
"""Command to the module of this package that has it; a module is imported only when one of its commands is used."""


COMPLETE = "_HOGRAPH_COMPLETE"
"""The variable by which a shell asks for completions."""
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EIO}
"""What the system says when output cannot be written."""
PYTHON_NAMES = {"eval": "evaluation", "slice": "slice_"}
"""Commands whose names Python has for itself."""


class _Commands(click.Group):
    """A group that imports a command when it is used, and tells errors of ours in words."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command = getattr(import_module(f"hograph.cli.{COMMANDS[cmd_name]}"), PYTHON_NAMES.get(cmd_name, cmd_name))
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; one that there is not is an error that names the nearest ones."""
        if args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            near = difflib.get_close_matches(args[0], COMMANDS, n=3, cutoff=0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else " `hograph --help` lists them."
            ctx.fail(f"There is no command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 -- as click has it
        """Run; while a shell completes, with what this package knows of completion."""
        if COMPLETE in os.environ:
            import hograph.cli.completion  # noqa: F401 -- it registers how bash is answered
        try:
            try:
                return super().main(*args, **extra)
            finally:
                sys.stdout.flush()  # what cannot be written shows here, and not when Python has left
        except BrokenPipeError:
            _leave()
        except OSError as error:
            if error.errno in NO_ROOM:
                _drop_output()
            _fail(f"{error.filename or 'The output'}: {error.strerror or error}.")

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HographError as error:
            _fail(str(error))
        except ModuleNotFoundError as error:
            from hograph.cli.extras import missing

            told = missing(f"hograph {ctx.invoked_subcommand or ''}".strip(), error)
            if told is None:
                raise
            _fail(str(told))
        except BrokenPipeError:
            _leave()


def _leave() -> NoReturn:
    """End in quiet: who reads the output has seen enough."""
    sys.stderr.close()
    sys.exit(0)


def _fail(why: str) -> NoReturn:
    click.echo(f"hograph: {why}", err=True)
    sys.exit(2)


def _drop_output() -> None:
    """Lead what is still to be written to nowhere, so that Python does not try again at its end."""
    with suppress(OSError, ValueError), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="hograph")
def main() -> None:
    """What documents claim about heterotopic ossification, each claim traceable to the characters that state it.

    Not medical advice, and no judgement on the documents.

    \b
    Examples:
      hograph query recurrence-prevention --evidence
      hograph explain "NSAIDs"
      hograph verify --documents DIR
    """
