"""Validation of what changed, and of what depends on it; the report is that of a whole validation.

Each query knows the routes from its focus nodes to the triples it looks at. Walked backwards from the triples that were added or
removed, they lead to the focus nodes whose findings may differ; only these are asked about again. What lies before a changed triple on
a route is walked in the new graph: up to the first changed triple both graphs have the same way. SPARQL constraints have no routes and
are asked in full.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from hograph.files import sha256, write_atomically
from hograph.validation.compiler import Query, compiled
from hograph.validation.engines import ask, report
from hograph.validation.findings import Report, Result
from hograph.validation.paths import Route
from hograph.validation.shapes import Shapes, Term

TRIPLES = "triples.nt"
RESULTS = "results.json"
SHARE = 0.1
"""When more than this share of the triples changed, all is asked in full: that is faster then."""
MANY = 2000
"""When a route leads to more nodes than that, its query is asked in full."""
Answers = Mapping[str, list[Result]]
"""Key of a query to its results."""


@dataclass(frozen=True)
class Change:
    """What differs between a graph that was validated and the graph as it is now.

    Attributes:
        answers: the results of each query on the graph as it was.
        triples: the triples that were added or removed since.
    """

    answers: Answers
    triples: tuple[ox.Triple, ...]


def revalidate(data: ox.Store, shapes: Shapes, change: Change | None = None) -> tuple[Report, Answers]:
    """Hold a graph against shapes, asking only about what a change can have touched.

    Args:
        data: the graph as it is now, as the default graph of a store.
        shapes: the shapes; a query that was not asked before is asked in full.
        change: what was found before and what changed since; without it, all is asked in full.

    Returns:
        The report, the same as that of a whole validation, and the answers, to be used next time.

    Raises:
        OntologyError: when the shapes cannot be used.
    """
    queries = compiled(shapes)
    whole = change is None or len(change.triples) > SHARE * len(data)
    kept: dict[str, list[Result]] = {}
    questions: list[tuple[Query, str]] = []
    touched = _Touched(data, change.triples if change else ())
    for query in queries:
        before = None if whole or change is None else change.answers.get(key(query))
        nodes = None if before is None else touched.focus_nodes(query)
        if before is None or nodes is None:
            questions.append((query, query.text))
        else:
            kept[key(query)] = [result for result in before if result.focus not in nodes]
            questions += [(query, query.about(nodes))] if nodes else []
    for (query, _), results in zip(questions, ask(data, questions), strict=True):
        kept[key(query)] = [*kept.get(key(query), ()), *results]
    return report(data, shapes, (result for results in kept.values() for result in results)), kept


def key(query: Query) -> str:
    """What a query and its findings say, as a hash."""
    return sha256("\n".join((query.root.name, query.shape.severity, *query.messages, query.text)))


class _Touched:
    """The focus nodes that changed triples can have touched, route by route."""

    def __init__(self, data: ox.Store, triples: Iterable[ox.Triple]) -> None:
        self.data = data
        self.triples = tuple(triples)
        self._known: dict[Route, set[Term] | None] = {}

    def focus_nodes(self, query: Query) -> set[Term] | None:
        """The nodes to ask a query about anew; None when they cannot be told."""
        if query.routes is None:
            return None
        found: set[Term] = set()
        for route in query.routes:
            nodes = self._before(route)
            if nodes is None:
                return None
            found |= nodes
        return found

    def _before(self, route: Route) -> set[Term] | None:
        if route not in self._known:
            ends: set[Term] = {
                triple.object if route.backwards else triple.subject  # type: ignore[misc]
                for triple in self.triples
                if route.predicate in {None, triple.predicate}
            }
            for part in reversed(route.before):
                if not ends or not _named(ends):
                    break
                values = " ".join(str(end) for end in ends)
                text = f"SELECT DISTINCT ?from WHERE {{ VALUES ?end {{ {values} }} {part.format('?from', '?end')} }}"
                ends = {row["from"] for row in self.data.query(text)}  # type: ignore[union-attr]
            self._known[route] = ends if _named(ends) else None
        return self._known[route]


def _named(nodes: set[Term]) -> bool:
    """Whether a query can name all of some nodes: they are not many, and there is no blank node among them."""
    return len(nodes) <= MANY and not any(isinstance(node, ox.BlankNode) for node in nodes)


def validate_beside(data: ox.Store, shapes: Shapes, folder: Path) -> Report:
    """Hold a graph against shapes, with what is known from the last time, which is kept in a folder.

    Args:
        data: the graph, as the default graph of a store.
        shapes: the shapes.
        folder: where the triples and answers of the last time are, if they are; written anew.

    Raises:
        OntologyError: when the shapes cannot be used.
    """
    text = ox.serialize((quad.triple for quad in data), format=ox.RdfFormat.N_TRIPLES) or b""
    told, answers = revalidate(data, shapes, _change(folder, text))
    write_atomically(folder / TRIPLES, text)
    content = {"sha256": sha256(text), "answers": {name: [_plain(r) for r in rs] for name, rs in answers.items()}}
    write_atomically(folder / RESULTS, json.dumps(content, ensure_ascii=False))
    return told


def _change(folder: Path, text: bytes) -> Change | None:
    """What changed since the last time; None when that is not known, or not to be trusted."""
    try:
        content = json.loads((folder / RESULTS).read_text("utf-8"))
        before = (folder / TRIPLES).read_bytes()
        if content["sha256"] != sha256(before):
            return None
        answers = {name: [_result(*plain) for plain in plains] for name, plains in content["answers"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    changed = set(before.splitlines()) ^ set(text.splitlines())
    lines = b"\n".join(changed)
    return Change(answers, tuple(quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)))


def _plain(result: Result) -> list[str | None]:
    terms = (str(term) if term is not None else None for term in (result.focus, result.path, result.value))
    return [result.shape, result.severity, result.message, *terms]


def _result(shape: str, severity: str, message: str, focus: str, path: str | None, value: str | None) -> Result:
    return Result(shape, severity, _term(focus), _term(path), _term(value), message)  # type: ignore[arg-type]


def _term(text: str | None) -> Term | None:
    if text is None:
        return None
    [quad] = ox.parse(f"<urn:x> <urn:x> {text} .", format=ox.RdfFormat.N_TRIPLES)
    return quad.object if not isinstance(quad.object, ox.Triple) else None
