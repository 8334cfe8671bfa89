"""Shapes of queries that are known to be slow on a large graph, each with what to write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from hograph.query.elements import Words, branches, elements, groups, is_triples
from hograph.query.scope import selects
from hograph.query.syntax import position
from hograph.query.tokens import tokens

APART = re.compile(r"^(?:STR \( )?\?(\w+)(?: \))? (?:!=|<|>) (?:STR \( )?\?(\w+)(?: \))?$", re.IGNORECASE)
"""Two variables of which a FILTER says that they differ, or which comes first, as rows of a pair."""

ADVICE = {
    "optional-join": "an OPTIONAL of several triples is joined with all that stands before it; write one OPTIONAL a triple, or a path",
    "optional-select": "a SELECT in an OPTIONAL is answered for the whole graph and then joined; ask for what the build says of each node",
    "free-path": "a path with * or + of whose ends nothing else is said goes from every node; say what one end is",
    "cross-product": "these triples share no variable with those before, so that each is paired with each; connect them",
    "self-join": "two are paired by a value that many share, so that pairs grow with its square; group by the value and compare the groups",
}


@dataclass(frozen=True)
class SlowShape:
    """A part of a query that will be slow on a large graph.

    Attributes:
        line: where it stands, counted from 1.
        rule: which shape it is: a key of `ADVICE`.
    """

    line: int
    rule: str

    @property
    def advice(self) -> str:
        """What is slow about it, and what to write instead."""
        return ADVICE[self.rule]


def slow_shapes(text: str) -> list[SlowShape]:
    """The slow shapes of a query, in the order of its text.

    >>> [shape.rule for shape in slow_shapes("SELECT * { ?a rdfs:subClassOf* ?b }")]
    ['free-path']
    """
    words = tokens(text)
    found = {(part[0].start, rule) for group in groups(words) for rule, part in _of_group(group[1:-1], words)}
    return [SlowShape(position(text, start)[0], rule) for start, rule in sorted(found)]


def _of_group(inside: Words, whole: Words) -> Iterator[tuple[str, Words]]:
    parts = elements(inside)
    for part in parts:
        if part[0].is_word("OPTIONAL") and part[2].is_word("SELECT"):
            yield "optional-select", part
        elif part[0].is_word("OPTIONAL") and _triples(part[2:-1]) > 1 and not _is_of_a_class(part):
            yield "optional-join", part
        if is_triples(part) and _is_free_path(part, whole):
            yield "free-path", part
        if any(_pairs(part, parts)):
            yield "self-join", part
    yield from (("cross-product", part) for part in _islands(parts)[1:])


def _triples(words: Words) -> int:
    """How many triples there are in a group, without those of groups inside it."""
    chains = [part for part in elements(words) if is_triples(part)]
    return sum(1 + sum(token.text in {";", ","} for token in chain[:-1]) for chain in chains)


def _is_of_a_class(words: Words) -> bool:
    """Whether a group says of which named class something in it is: few enough to be found once, whatever stands before."""
    texts = [token.text for token in words if token.text not in {"?", "*", "+"}]
    return any(
        before == "rdfs:subClassOf" and not after.startswith(("?", "$", "/", "|", ")"))
        for before, after in pairwise(texts)
    )


def _variables(words: Words) -> set[str]:
    return {token.variable for token in words if token.variable}


def _is_free_path(part: Words, whole: Words) -> bool:
    """Whether a triple walks a path of any length between variables that stand nowhere else in the query but in what is given out."""
    repeats = any(
        token.text in {"*", "+"} and before.kind in {"name", "iri", "sign"} for before, token in pairwise(part)
    )
    if not repeats or any(token.text in {";", ","} for token in part):
        return False
    ends = [token for token in part if token.text != "."]
    if not (ends[0].variable and ends[-1].variable):
        return False
    bodies = [select.body for select in selects(whole)]
    others = [token for body in bodies[:1] for token in body if not part[0].start <= token.start <= part[-1].start]
    return not {ends[0].variable, ends[-1].variable} & _variables(others)


def _islands(parts: list[Words]) -> list[Words]:
    """The first element of each set of triples and groups of a group that no variable connects with the others."""
    islands: list[tuple[Words, set[str]]] = []
    links = [_variables(part) for part in parts if part[0].is_word("BIND", "VALUES")]
    for part in parts:
        names = _variables(part)
        if not (is_triples(part) or any(_asks(branch) for branch in branches(part))) or not names:
            continue
        joined = [island for island in islands if island[1] & names]
        first = joined[0][0] if joined else part
        islands = [island for island in islands if island not in joined]
        islands.append((first, names.union(*(island[1] for island in joined))))
    for names in links:
        joined = [island for island in islands if island[1] & names]
        if len(joined) > 1:
            islands = [island for island in islands if island not in joined]
            islands.append((joined[0][0], names.union(*(island[1] for island in joined))))
    return [first for first, _ in sorted(islands, key=lambda island: island[0][0].start)]


def _asks(branch: Words) -> bool:
    """Whether a group asks the graph anything, and does not only give variables their values."""
    return any(not part[0].is_word("BIND", "VALUES") for part in elements(branch[1:-1]))


def _pairs(part: Words, parts: list[Words]) -> Iterator[tuple[str, str]]:
    """Pairs of variables that a FILTER holds apart and that are subjects of the same predicate with the same variable for object."""
    if not part[0].is_word("FILTER"):
        return
    facts: dict[tuple[str, str], set[str]] = {}
    for chain in filter(is_triples, parts):
        for subject, predicate, value in _facts(chain):
            facts.setdefault((predicate, value), set()).add(subject)
    shared = {frozenset(pair) for subjects in facts.values() for pair in combinations(sorted(subjects), 2)}
    inner = " ".join(token.text for token in part[2:-1])
    for clause in re.split(r" && ", inner):
        match = APART.match(clause.strip())
        if match and frozenset(match.groups()) in shared:
            yield match[1], match[2]


def _facts(chain: Words) -> Iterator[tuple[str, str, str]]:
    """Subject, predicate and object of those triples of a chain that have variables at both ends and a plain predicate."""
    subject, rest = chain[0], list(chain[1:])
    while len(rest) >= 2:
        predicate, value = rest[0], rest[1]
        if subject.variable and value.variable and predicate.kind in {"name", "iri"}:
            yield subject.variable, predicate.text, value.variable
        while rest and rest[0].text != ";":
            rest.pop(0)
        rest = rest[1:]
