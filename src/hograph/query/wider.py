"""What to ask where a canned query has no answer: the same with more kinds of claims, of the nearest wider term, of all documents.

And what an answer with rows leaves out.
"""

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from hograph.ontology.index import Ontology
from hograph.query.binding import Bound
from hograph.query.canned import CLAIM_COLUMN, CannedQuery
from hograph.query.parameters import ANY, Parameter, ParameterType
from hograph.query.rows import Rows
from hograph.vocabulary import DOCUMENT, HO, TOP_CATEGORIES, curie

INCLUDE, ALL, STANDING = "include", "all", "standing"
"""The parameter by which many queries add claims that they leave out, and its value that adds the most; the column that parts them."""
LONG = 500
"""Of an answer with more rows it is not counted what it leaves out: that is to ask once more."""
UNCOUNTED = "what is said of studies, left open, denied or supposed, if there is any"


def wider_bindings(query: CannedQuery, bound: Mapping[str, Bound], ontology: Ontology) -> Iterator[dict[str, Bound]]:
    """The parameters of a query made wider: subject and object the other way round, `include`, each term step by step, the document.

    Args:
        query: the canned query.
        bound: its parameters as they were asked.
        ontology: what is wider than what.

    Yields:
        Parameter to term, the nearest first.
    """
    parameters = query.header.parameters
    if bound.get("subject") and bound.get("object"):
        yield {**bound, "subject": bound["object"], "object": bound["subject"]}
    if more := with_all_kinds(query, bound):
        yield more
    steps = {
        name: _steps(HO.name(term), parameters[name], ontology)
        for name, term in bound.items()
        if parameters[name].type is ParameterType.TERM and isinstance(term, ox.NamedNode) and term in HO
    }
    for step in range(max(map(len, steps.values()), default=0)):
        for name, wider in steps.items():
            for term in wider[step] if step < len(wider) else ():
                yield {**bound, name: HO[term]}
    for name, given in bound.items():
        if given is not None and parameters[name].type is ParameterType.DOCUMENT:
            yield {**bound, name: None}


def with_all_kinds(query: CannedQuery, bound: Mapping[str, Bound]) -> dict[str, Bound] | None:
    """The parameters with `include` at its widest; None where the query does not take it, or was asked so."""
    if ALL not in getattr(query.header.parameters.get(INCLUDE), "allowed", ()) or bound[INCLUDE] == ox.Literal(ALL):
        return None
    return {**bound, INCLUDE: ox.Literal(ALL)}


def left_out(answer: Rows, of_all: Rows) -> str:
    """How many claims an answer leaves out that the one with all kinds has, by standing, in words; empty where there are none.

    >>> left_out(kg.query("recurrence-prevention"), kg.query("recurrence-prevention", include="all"))
    '1 left open'
    """
    more = _standings(of_all) - _standings(answer)
    return ", ".join(f"{number} {kind}" for kind, number in sorted(more.items()))


def in_full(name: str, words: Mapping[str, str]) -> str:
    """The command that asks a canned query, by what a user gives for its parameters."""
    return " ".join(["hograph query", name, *(f"-p {shlex.quote(f'{key}={value}')}" for key, value in words.items())])


def typed(
    query: CannedQuery, bound: Mapping[str, Bound], unlike: Mapping[str, Bound], ontology: Ontology
) -> dict[str, str]:
    """What a user gives to ask a canned query so: what has its default is left out, unless it is unlike what was asked before."""
    return {
        name: _words(term, ontology)
        for name, term in bound.items()
        if term != query.defaults[name] or term != unlike[name]
    }


def command(query: CannedQuery, bound: Mapping[str, Bound], unlike: Mapping[str, Bound], ontology: Ontology) -> str:
    """The command that asks a canned query so."""
    return in_full(query.name, typed(query, bound, unlike, ontology))


def told(asked: Mapping[str, str], before: Mapping[str, str], rows: int) -> str:
    """How a wider question differs from the one before, and how many rows it has, as the beginning of a sentence.

    >>> told({"condition": "FOP", "include": "all"}, {"condition": "FOP", "include": "stated"}, 2)
    'With include = all there are 2 rows'
    """
    changed = ", ".join(f"{name} = {value}" for name, value in asked.items() if value != before[name])
    return f"With {changed} there {'is 1 row' if rows == 1 else f'are {rows} rows'}"


def _standings(rows: Rows) -> Counter[str]:
    if not {STANDING, CLAIM_COLUMN} <= set(rows.columns):
        return Counter()
    said = {(row[STANDING], row[CLAIM_COLUMN]) for row in rows}
    return Counter(standing.value for standing, _ in said if isinstance(standing, ox.Literal))


def _steps(name: str, parameter: Parameter, ontology: Ontology) -> list[tuple[str, ...]]:
    """The terms one step above, two steps above and so on that the parameter takes: up to its default, and none as wide as a category."""
    found: list[tuple[str, ...]] = []
    default = str(parameter.default)
    within = default in ontology.ancestors(name)
    seen = {name}
    level: tuple[str, ...] = (name,)
    while level:
        above = (one for term in level for one in ontology.parents.get(term, ()))
        level = tuple(
            dict.fromkeys(
                one
                for one in above
                if one not in seen
                and _taken(one, parameter, ontology)
                and (not within or default in ontology.ancestors(one))
            )
        )
        seen.update(level)
        found += [level] if level else []
    return found


def _taken(name: str, parameter: Parameter, ontology: Ontology) -> bool:
    fits = not parameter.category or not ontology.ancestors(name).isdisjoint(parameter.category)
    return fits and ontology.category(name) is not None and (name not in TOP_CATEGORIES or name == parameter.default)


def _words(term: Bound, ontology: Ontology) -> str:
    """What a user types for a term."""
    if term is None:
        return ANY
    if isinstance(term, ox.Literal):
        return term.value
    if term in DOCUMENT:
        return DOCUMENT.name(term)
    return ontology.label(HO.name(term)) if term in HO else curie(term.value)
