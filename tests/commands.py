"""How tests run the command line."""

from pathlib import Path

from click.testing import CliRunner, Result

from hograph.cli import main


def run(*words: str | Path, text: str | None = None) -> Result:
    """Run `hograph` with these words, and this text on its standard input."""
    return CliRunner().invoke(main, [str(word) for word in words], input=text)
