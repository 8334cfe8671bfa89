"""The command that prints the script by which a shell completes commands, options and names of queries."""

import click
from click.shell_completion import get_completion_class

from hograph.errors import InputError


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    Examples:
      hograph completion bash >> ~/.bashrc
      hograph completion fish > ~/.config/fish/completions/hograph.fish
    """
    from hograph.cli import main

    made = get_completion_class(shell)
    if made is None:
        raise InputError(f"No completion is known for {shell}.")
    click.echo(made(main, {}, "hograph", "_HOGRAPH_COMPLETE").source())
