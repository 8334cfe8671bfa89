"""Parameters of a query, bound as terms, and the running of a SELECT with them.

A query carries its parameters in one `VALUES (?a ?b) { ... }` block, filled with the defaults, so that it runs as it stands on any engine.
Binding replaces the row of that block by terms that the RDF library itself wrote out: what a user typed is never pasted.
`initBindings` and substitutions are not used, because every engine means something else by them.
"""

import re
from collections.abc import Mapping

import pyoxigraph as ox

from hograph.errors import QueryError
from hograph.vocabulary import PREFIXES

Bound = ox.NamedNode | ox.Literal | None
"""A term, or None for a parameter that is left open (`UNDEF`)."""
PROLOGUE = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())
BLOCK = re.compile(r"VALUES\s*\(([?\w\s]*)\)\s*\{([^{}]*)\}")


def parameter_block(text: str) -> tuple[str, ...] | None:
    """The variables of the first `VALUES` block with a variable list, or None when there is none."""
    match = BLOCK.search(re.sub(r"(?m)^#[^\n]*\n", "", text))
    return tuple(match[1].replace("?", " ").split()) if match else None


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
    if not bindings:
        return text
    names = parameter_block(text)
    if names is None or set(names) != set(bindings):
        wanted = " ".join(f"?{name}" for name in bindings)
        raise QueryError(f"The query needs a block 'VALUES ({wanted}) {{ ... }}' that holds its parameters.")
    row = " ".join("UNDEF" if bindings[name] is None else str(bindings[name]) for name in names)
    head = re.match(r"(?:#[^\n]*\n)*", text)
    start = head.end() if head else 0  # a header that spells such a block is none
    return text[:start] + BLOCK.sub(lambda match: f"VALUES ({match[1]}) {{ ({row}) }}", text[start:], count=1)


def solutions(store: ox.Store, text: str, bindings: Mapping[str, Bound] | None = None) -> ox.QuerySolutions:
    """Run a SELECT over the union of all graphs, parameters bound as terms.

    Raises:
        SyntaxError: when the text is not SPARQL.
        TypeError: when it is no SELECT.
    """
    found = store.query(bind(text, bindings or {}), use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("not a SELECT query")
    return found
