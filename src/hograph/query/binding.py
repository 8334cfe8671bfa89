"""Parameters of a query, bound as terms, and the running of a SELECT with them.

A query carries its parameters in one `VALUES (?a ?b) { ... }` block, filled with the defaults, so that it runs as it stands on any engine.
Binding replaces the row of that block by terms that the RDF library itself wrote out: what a user typed is never pasted.
`initBindings` and substitutions are not used, because every engine means something else by them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

import pyoxigraph as ox

from hograph.errors import QueryError
from hograph.query.tokens import closing, tokens
from hograph.store.interface import Store
from hograph.vocabulary import PREFIXES

Bound = ox.NamedNode | ox.Literal | None
"""A term, or None for a parameter that is left open (`UNDEF`)."""
MOST_ROWS = 200
"""So many values are bound at once; servers limit how long a query may be."""
PROLOGUE = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())


@lru_cache(maxsize=256)
def _block(text: str) -> tuple[tuple[str, ...], int, int] | None:
    """The variables of the first `VALUES` block with a variable list, and the offsets of what stands between its braces."""
    words = tokens(text)
    for place in range(len(words) - 1):
        if words[place].is_word("VALUES") and words[place + 1].text == "(":
            opened = closing(words, place + 1) + 1
            names = tuple(token.variable for token in words[place + 2 : opened - 1] if token.variable)
            if opened < len(words) and words[opened].text == "{":
                return names, words[opened].end, words[closing(words, opened)].start
    return None


def parameter_block(text: str) -> tuple[str, ...] | None:
    """The variables of the first `VALUES` block with a variable list, or None when there is none."""
    found = _block(text)
    return found[0] if found else None


def block_range(text: str) -> tuple[int, int] | None:
    """The offsets of what stands between the braces of that block: the only part of a query that binding changes."""
    found = _block(text)
    return found[1:] if found else None


def bind(text: str, bindings: Mapping[str, Bound]) -> str:
    """The query with its parameters set.

    Args:
        text: a query with one `VALUES` block over exactly these variables.
        bindings: variable to term.

    Returns:
        The query text, which differs only inside the block.

    Raises:
        QueryError: when the block is missing or is about other variables.
    """
    return _filled(text, bindings, [bindings]) if bindings else text


def _filled(text: str, variables: Collection[str], rows: Iterable[Mapping[str, Bound]]) -> str:
    found = _block(text)
    if found is None or set(found[0]) != set(variables):
        wanted = " ".join(f"?{name}" for name in variables)
        raise QueryError(f"The query needs a block 'VALUES ({wanted}) {{ ... }}' that holds its parameters.")
    names, start, end = found
    lines = (" ".join("UNDEF" if row[name] is None else str(row[name]) for name in names) for row in rows)
    return f"{text[:start]} {' '.join(f'({line})' for line in lines)} {text[end:]}"


def solutions(store: Store, text: str, bindings: Mapping[str, Bound] | None = None) -> ox.QuerySolutions:
    """Run a SELECT over the union of all graphs, parameters bound as terms.

    Raises:
        SyntaxError: when the text is not SPARQL.
        TypeError: when it is no SELECT.
    """
    found = store.query(bind(text, bindings or {}), use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("not a SELECT query")
    return found


def solutions_for(store: Store, text: str, variable: str, nodes: Iterable[ox.NamedNode]) -> Iterator[ox.QuerySolution]:
    """The rows of a SELECT with one parameter, for each of many nodes, each once: some hundred nodes in one query.

    Args:
        store: the graph.
        text: a query whose one parameter is this variable, which it selects.
        variable: the parameter.
        nodes: its values.

    Yields:
        The rows, those of one node together or not.
    """
    values = list(dict.fromkeys(nodes))
    for start in range(0, len(values), MOST_ROWS):
        rows = [{variable: node} for node in values[start : start + MOST_ROWS]]
        yield from solutions(store, _filled(text, (variable,), rows))
