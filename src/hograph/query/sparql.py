"""The user's own SPARQL: prefixes of hograph declared beforehand, errors with line, column and a hint."""

import re

import pyoxigraph as ox

from hograph.errors import QueryError
from hograph.query.answer import Answer
from hograph.query.syntax import fault, shown
from hograph.vocabulary import PREFIXES

UPDATE = re.compile(
    r"^\s*(?:(?:PREFIX|BASE)\s[^\n]*\n\s*)*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE
)
FROM = re.compile(r"\bFROM\b", re.IGNORECASE)
NAMES_AND_STRINGS = re.compile(r"""<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*""")
REMOTE = re.compile(r"\bSERVICE\b", re.IGNORECASE)


def run(store: ox.Store, text: str) -> Answer | bool | list[ox.Triple]:
    """Run a query over the union of all graphs.

    Args:
        store: the built graph.
        text: SPARQL 1.1; the prefixes of hograph need not be declared.

    Returns:
        An answer for SELECT, true or false for ASK, triples for CONSTRUCT and DESCRIBE.

    Raises:
        QueryError: when the text is no query, with line and column; for updates, and for SERVICE, which would leave this machine.
    """
    if UPDATE.match(text):
        raise QueryError(
            "This is a SPARQL update, and the graph is read-only. Change data/ or ontology/ and build again."
        )
    code = NAMES_AND_STRINGS.sub("", text)
    if REMOTE.search(code):
        raise QueryError(
            "SERVICE would send the query to another machine, which is not done here. Ask that endpoint by itself."
        )
    try:
        found = store.query(
            text,
            prefixes={name: str(space) for name, space in PREFIXES.items()},
            use_default_graph_as_union=not FROM.search(code),
        )
    except SyntaxError as error:
        found_at = fault(error)
        place = f"line {found_at.line}, column {found_at.column}"
        raise QueryError(f"Not SPARQL, {place}: {found_at.reason}.\n{shown(text, found_at)}") from error
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return list(found)
    columns = tuple(variable.value for variable in found.variables)
    answer = Answer(columns, tuple(tuple(row[column] for column in columns) for row in found))
    _refuse_unbound(text, answer)
    return answer


def _refuse_unbound(text: str, answer: Answer) -> None:
    """Refuse a SELECT of a variable that the body never names: engines give one empty column and no error."""
    body = text[text.index("{") :] if "{" in text else ""
    for column in answer.columns:
        if not re.search(rf"[?$]{re.escape(column)}\b", body) and not re.search(
            rf"\bAS\s+[?$]{re.escape(column)}\b", text, re.IGNORECASE
        ):
            raise QueryError(f"The query selects ?{column}, which its body never binds. Check the spelling.")
