"""Completion in shells: the command that prints the script for it, and how bash is answered, which splits words at `=` and `:`.

What is completed: commands, options, names of queries and of their parameters with the values they take, documents, terms, tags, graphs.
"""

import os
from itertools import pairwise

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from hograph.cli import COMPLETE
from hograph.errors import InputError

BREAKS = {"=", ":"}
"""Characters at which bash breaks words, so that each becomes a word of its own."""


class Bash(BashComplete):
    """As click does it, but `-p name=value` is one word again, no blank follows `name=`, and blanks in values are escaped."""

    source_template = BashComplete.source_template.replace("read type value", "read -r type value").replace(
        "    return 0", "    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n\n    return 0", 1
    )
    kept = ""
    """What bash holds already of the word that is completed, up to the last break."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one, put together again where bash broke them."""
        words = split_arg_string(os.environ["COMP_WORDS"])
        count = int(os.environ["COMP_CWORD"])
        words = [*words[: count + 1], ""] if count >= len(words) else words[: count + 1]
        joined = words[:1]
        for before, word in pairwise(words):
            if word in BREAKS or (word and before in BREAKS):
                joined[-1] += word
            else:
                joined.append(word)
        broken = words[-1] in BREAKS or (len(words) > 1 and words[-2] in BREAKS)
        last = joined[-1]
        self.kept = last[: max(last.rfind(mark) for mark in BREAKS) + 1] if broken else ""
        return joined[1:-1], last

    def format_completion(self, item: CompletionItem) -> str:
        """A candidate as bash takes it: without what it holds already."""
        value = item.value.removeprefix(self.kept)
        return f"{item.type},{value.replace(' ', chr(92) + ' ')}"


add_completion_class(Bash)


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
    click.echo(made(main, {}, "hograph", COMPLETE).source())
