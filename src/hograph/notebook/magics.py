"""The magics: `%%sparql` for your own queries, `%hograph` for the canned ones."""

import shlex
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from hograph.errors import HographError, QueryError
from hograph.knowledge import KnowledgeGraph, open_graph
from hograph.query.parameters import read_pairs

COMMANDS = "query NAME [parameter=value ...], ask WORDS, describe TERM, evidence CLAIM, queries [TAG], open [FILE]"


@magics_class
class HographMagics(Magics):
    """The magics of hograph; they ask the graph in the variable `kg` where there is one, else open it."""

    @cached_property
    def _opened(self) -> KnowledgeGraph:
        return open_graph()

    @property
    def graph(self) -> KnowledgeGraph:
        """The graph that is asked."""
        given = self.shell.user_ns.get("kg") if self.shell else None
        return given if isinstance(given, KnowledgeGraph) else self._opened

    @magic_arguments()
    @argument("name", nargs="?", help="Variable that the answer is put into; it is shown when there is none.")
    @cell_magic
    def sparql(self, line: str, cell: str) -> Any:  # noqa: ANN401 -- an answer, a truth value or a graph
        """Run the SPARQL of a cell over the whole graph; the prefixes of hograph need not be declared.

        %%sparql treatments
        SELECT ?treatment WHERE { ?treatment a ho:Treatment }
        """
        name = parse_argstring(self.sparql, line).name
        try:
            found = self.graph.sparql(cell)
        except HographError as error:
            return _told(error)
        if name and self.shell:
            self.shell.user_ns[name] = found
            return None
        return found

    @line_magic
    def hograph(self, line: str) -> Any:  # noqa: ANN401 -- whatever the command gives
        """Ask the graph: query NAME [parameter=value ...], ask WORDS, describe TERM, evidence CLAIM, queries [TAG], open [FILE].

        %hograph query recurrence-prevention include=open
        %hograph ask which treatments prevent recurrence?
        """
        try:
            return self._run(*shlex.split(line))
        except ValueError as error:
            return _told(QueryError(f'{error}. Put names of several words in quotes: condition="myositis ossificans".'))
        except HographError as error:
            return _told(error)

    def _run(self, command: str = "", *words: str) -> Any:  # noqa: ANN401 -- whatever the command gives
        if command == "query" and words:
            return self.graph.query(words[0], **read_pairs(words[1:]))
        if command == "ask" and words:
            return self.graph.ask(" ".join(words))
        if command == "describe" and words:
            import pandas

            return pandas.DataFrame(self.graph.describe(" ".join(words)), columns=["relation", "value", "graph"])
        if command == "evidence" and words:
            return self.graph.evidence(list(words))
        if command == "queries":
            import pandas

            found = [(n, q.header.question, ", ".join(q.header.tags)) for n, q in self.graph.queries.items()]
            rows = [row for row in found if not words or words[0] in row[2].split(", ")]
            return pandas.DataFrame(rows, columns=["query", "question", "tags"])
        if command == "open":
            opened = open_graph(Path(words[0]) if words else None)
            if self.shell:
                self.shell.user_ns["kg"] = opened
            return opened
        raise QueryError(f"%hograph has these commands: {COMMANDS}.")


def _told(error: HographError) -> None:
    """An error in words on stderr, as Jupyter shows in red; no traceback."""
    sys.stderr.write(f"hograph: {error}\n")


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401 -- IPython's shell
    """What `%load_ext hograph` calls."""
    shell.register_magics(HographMagics)


__all__ = ["HographMagics", "load_ipython_extension"]
