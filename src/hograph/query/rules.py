"""What a canned query must keep besides its header: each rule refuses what an engine would answer wrongly and without an error.

The rules are exact, not a search through the text: tokens say what is an IRI, the engine says what is bound. They take some
milliseconds, so that every query is held to them each time it is loaded.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import QueryError
from hograph.query.binding import Bound, bind, block_range, parameter_block
from hograph.query.canned import CLAIM_COLUMN, CLAIMS_COLUMN
from hograph.query.known import Known
from hograph.query.scope import selects, unbound
from hograph.query.syntax import fault, position
from hograph.query.tokens import Token, declared_prefixes, iris, prologue_length, tokens, written_out
from hograph.vocabulary import HO, PREFIXES


@dataclass(frozen=True)
class Stated:
    """What the header of a query says that its text must keep.

    Attributes:
        columns: the names of the columns.
        apart: the column whose values become tables of their own.
        defaults: the parameters with their defaults as terms.
    """

    columns: Collection[str]
    apart: str | None
    defaults: Mapping[str, Bound]


def check(place: Path, text: str, stated: Stated, known: Known) -> None:
    """Hold the text of a canned query to the rules.

    Args:
        place: its file, which every error names.
        text: the whole file.
        stated: what its header says.
        known: the IRIs that may stand in it.

    Raises:
        QueryError: naming file and rule, and line and column of what is not SPARQL.
    """
    words = tokens(text)
    projected = _check_form(place, text, words)
    _check_columns(place, text, words, stated, projected)
    _check_parameters(place, text, stated)
    _check_names(place, text, words, known)


def _check_form(place: Path, text: str, words: Sequence[Token]) -> list[str]:
    """The names of the variables that the query selects, once it is a SELECT that stays at home and says its order."""
    for token in words:
        if token.is_word("SERVICE", "FROM"):
            what = "asks another machine" if token.is_word("SERVICE") else "names graphs of its own"
            raise QueryError(f"{_at(place, text, token)}: {token.text} {what}; a canned query asks the graph at hand.")
    try:
        answer = ox.Store().query(text)
    except SyntaxError as error:
        found = fault(text, error)
        raise QueryError(f"{place}:{found.line}:{found.column}: not SPARQL: {found.reason}.") from error
    if not isinstance(answer, ox.QuerySolutions):
        raise QueryError(f"{place}: a canned query must be a SELECT.")
    if not any(token.is_word("ORDER") for token in selects(words)[0].tail):
        raise QueryError(f"{place}: no ORDER BY; the rows would come in another order on another engine.")
    return [variable.value for variable in answer.variables]


def _check_columns(place: Path, text: str, words: Sequence[Token], stated: Stated, projected: Sequence[str]) -> None:
    for name in unbound(text):
        raise QueryError(f"{place}: the query uses ?{name}, which its body never binds. Check the spelling.")
    _same(place, "columns of the header", stated.columns, "variables that the query selects", projected)
    if not {CLAIM_COLUMN, CLAIMS_COLUMN} & set(projected):
        raise QueryError(
            f"{place}: no column ?{CLAIM_COLUMN} or ?{CLAIMS_COLUMN}; every answer row must lead to the claims it rests on."
        )
    if CLAIM_COLUMN in projected and not _is_subject(words, CLAIM_COLUMN):
        raise QueryError(
            f"{place}: ?{CLAIM_COLUMN} is the subject of no triple, so it may be a literal. Bind it to a claim, as by ho:status."
        )
    if CLAIMS_COLUMN in projected and not any(
        a.is_word("AS") and b.variable == CLAIMS_COLUMN for a, b in pairwise(words)
    ):
        raise QueryError(
            f"{place}: ?{CLAIMS_COLUMN} must hold the IRIs of claims with blanks between, as GROUP_CONCAT gives."
        )
    if stated.apart and stated.apart not in projected:
        raise QueryError(f"{place}: 'apart' names ?{stated.apart}, which is no column.")


def _check_parameters(place: Path, text: str, stated: Stated) -> None:
    if not stated.defaults:
        return
    block = parameter_block(text) or ()
    _same(place, "parameters of the header", stated.defaults, "variables of the first VALUES (...) block", block)
    words, bound = tokens(text), tokens(bind(text, stated.defaults))
    prefixes = declared_prefixes(words)
    if written_out(bound, prefixes) != written_out(words, prefixes):
        raise QueryError(
            f"{place}: the VALUES block of the parameters does not hold their defaults as the header gives them."
        )


def _check_names(place: Path, text: str, words: Sequence[Token], known: Known) -> None:
    prefixes = declared_prefixes(words)
    for prefix, space in prefixes.items():
        if PREFIXES.get(prefix) != space:
            raise QueryError(
                f"{place}: the prefix '{prefix}:' does not stand for <{space}> here. Use the prefixes of hograph."
            )
    start, end = block_range(text) or (0, 0)
    body = words[prologue_length(words) :]
    written = ((token, token.text.strip("\"'")) for token in body if token.kind == "string")
    made = ((token, text) for token, text in written if text in HO and not text.endswith("/"))
    for token, iri in (*iris(body, prefixes), *made):
        problem = None if start <= token.start < end else known.fault(iri)
        if problem:
            raise QueryError(f"{_at(place, text, token)}: {problem}. Check the spelling of {token.text}.")


def _is_subject(words: Sequence[Token], name: str) -> bool:
    """Whether a variable is the subject of a triple pattern, or stands for one that is."""
    apart = {id(token) for select in selects(words) for token in (*select.projection, *select.tail)}
    names = _other_names(words, name)
    for before, token, after in zip(words, words[1:], words[2:], strict=False):
        is_verb = after.kind in {"name", "iri", "variable"} or after.text in {"a", "^", "(", "!"}
        if token.variable in names and id(token) not in apart and before.text in {"{", ".", "}", ")"} and is_verb:
            return True
    return False


def _other_names(words: Sequence[Token], name: str) -> set[str]:
    """The variable, and those that `?x AS ?name`, `SAMPLE(?x) AS ?name` and the like call by its name."""
    found, waiting = set[str](), {name}
    while waiting:
        found |= waiting
        places = [n for n, token in enumerate(words) if token.variable in waiting and words[n - 1].is_word("AS")]
        waiting = {inner for place in places if (inner := _renamed(words[max(place - 5, 0) : place - 1]))} - found
    return found


def _renamed(before: Sequence[Token]) -> str | None:
    """The variable that the words before AS end with, alone or in a function that changes nothing."""
    if before and before[-1].variable:
        return before[-1].variable
    wrapped = len(before) == 4 and before[0].is_word("SAMPLE", "MIN", "MAX", "IRI", "URI")
    return before[2].variable if wrapped else None


def _same(place: Path, left: str, one: Iterable[str], right: str, other: Iterable[str]) -> None:
    difference = set(one) ^ set(other)
    if difference:
        raise QueryError(f"{place}: {left} and {right} differ in: {', '.join(sorted(difference))}.")


def _at(place: Path, text: str, token: Token) -> str:
    line, column = position(text, token.start)
    return f"{place}:{line}:{column}"
