"""The user's own SPARQL: prefixes of hograph declared beforehand, errors with line, column and a hint."""

import difflib

import pyoxigraph as ox

from hograph.errors import QueryError
from hograph.ontology.index import Ontology
from hograph.query.answer import Answer
from hograph.query.readonly import refuse
from hograph.query.scope import unbound
from hograph.query.syntax import fault, shown
from hograph.query.tokens import tokens
from hograph.store.interface import Store
from hograph.vocabulary import PREFIXES


def run(store: Store, text: str) -> Answer | bool | list[ox.Triple]:
    """Run a query over the union of all graphs.

    Args:
        store: the built graph.
        text: SPARQL 1.1; the prefixes of hograph need not be declared.

    Returns:
        An answer for SELECT, true or false for ASK, triples for CONSTRUCT and DESCRIBE.

    Raises:
        QueryError: when the text is no query, with line and column; for updates, and for SERVICE, which would leave this machine.
    """
    words = tokens(text)
    refuse(words)
    try:
        found = store.query(
            text,
            prefixes={name: str(space) for name, space in PREFIXES.items()},
            use_default_graph_as_union=not any(token.is_word("FROM") for token in words),
        )
    except SyntaxError as error:
        found_at = fault(text, error)
        place = f"line {found_at.line}, column {found_at.column}"
        raise QueryError(f"Not SPARQL, {place}: {found_at.reason}.\n{shown(text, found_at)}") from error
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return list(found)
    columns = tuple(variable.value for variable in found.variables)
    answer = Answer(columns, tuple(tuple(row[column] for column in columns) for row in found))
    for name in unbound(text):
        raise QueryError(f"The query uses ?{name}, and nothing in it binds it. Check the spelling.")
    return answer


def undeclared(text: str, ontology: Ontology) -> list[str]:
    """What to say of each name behind `ho:` in a query that the ontology does not declare; of claims and documents nothing is said.

    >>> undeclared("SELECT * { ?x a ho:Clam , ho:Joint }", kg.ontology)
    ['The ontology declares no ho:Clam. Did you mean ho:Claim?']
    """
    names = (token.text.removeprefix("ho:") for token in tokens(text) if token.text.startswith("ho:"))
    told = []
    for name in dict.fromkeys(names):
        if name and name not in ontology.labels:
            near = difflib.get_close_matches(name, ontology.labels, n=1)
            told.append(f"The ontology declares no ho:{name}.{f' Did you mean ho:{near[0]}?' if near else ''}")
    return told
