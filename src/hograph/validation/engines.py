"""Two engines that hold a graph against shapes: queries compiled from the shapes, for every day, and pyshacl, the reference."""

import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox

from hograph.validation.compiler import Query, compiled, target_of
from hograph.validation.findings import Finding, Report, Result
from hograph.validation.shapes import Shape, Shapes, Term
from hograph.vocabulary import RDFS, curie

COMPILED = "compiled"
PYSHACL = "pyshacl"
ENGINES = (COMPILED, PYSHACL)


def validate(data: ox.Store, shapes: Shapes, engine: str = COMPILED) -> Report:
    """Hold a graph against the shapes.

    Args:
        data: the graph, as the default graph of a store, with the ontology in it where shapes need its class hierarchy.
        shapes: the shapes.
        engine: `compiled` or `pyshacl`.

    Returns:
        How many nodes each shape looked at, and the findings in a stable order.

    Raises:
        OntologyError: when the shapes cannot be used.
    """
    if engine == PYSHACL:
        from hograph.validation.reference import pyshacl_results

        results = pyshacl_results(data, shapes)
    else:
        answers = ask(data, [(query, query.text) for query in compiled(shapes)])
        results = [result for answer in answers for result in answer]
    return report(data, shapes, results)


def ask(data: ox.Store, questions: Iterable[tuple[Query, str]]) -> list[list[Result]]:
    """The results of each of some queries, several of which are asked at a time.

    Args:
        data: the graph.
        questions: queries, each with the text in which it is asked.
    """

    def answer(question: tuple[Query, str]) -> list[Result]:
        query, text = question
        return list(_results(query, data.query(text)))  # type: ignore[arg-type]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(answer, questions))


def _results(query: Query, rows: ox.QuerySolutions) -> Iterator[Result]:
    names = [variable.value for variable in rows.variables]
    for row in rows:
        known = {name: row[name] for name in names if row[name] is not None}
        focus, path = known["this"], known.get("path", query.shape.path.predicate if query.shape.path else None)
        value = known.setdefault("value", focus) if query.shape.path is None else known.get("value")
        messages = [_filled(message, known) for message in query.messages] if query.free else query.messages
        yield Result(query.root.name, query.shape.severity, focus, path, value, "; ".join(messages))


def _filled(message: str, known: dict[str, Term]) -> str:
    """A message with the variables of a row in the places that name them."""
    return re.sub(r"\{[?$](\w+)\}", lambda found: getattr(known.get(found[1]), "value", found[0]), message)


def report(data: ox.Store, shapes: Shapes, results: Iterable[Result]) -> Report:
    """What engines found, as findings with labels, in a stable order, with the number of focus nodes of each shape."""
    found = {
        Finding(
            focus=result.focus.value,
            focus_label=_label(data, result.focus),
            path=curie(result.path.value) if result.path else None,
            value=_label(data, result.value) if result.value not in {None, result.focus} else None,
            message=result.message,
            severity=result.severity,
            shape=result.shape,
        )
        for result in results
    }
    order = sorted(
        found, key=lambda f: (f.severity != "Violation", f.focus, f.shape, f.path or "", f.message, f.value or "")
    )
    return Report(focus_counts(data, shapes), tuple(order))


def focus_counts(data: ox.Store, shapes: Shapes) -> dict[str, int]:
    """How many nodes of a graph each shape is about."""
    texts = [f"SELECT (COUNT(*) AS ?number) WHERE {target_of(shape)}" for shape in shapes.roots]
    counts = {text: int(next(data.query(text))["number"].value) for text in dict.fromkeys(texts)}  # type: ignore[arg-type]
    return {shape.name: counts[text] for shape, text in zip(shapes.roots, texts, strict=True)}


def focus_nodes(data: ox.Store, shape: Shape) -> Iterator[Term]:
    """The nodes of a graph that a shape is about."""
    return (row["this"] for row in data.query(f"SELECT ?this WHERE {target_of(shape)}"))  # type: ignore[union-attr]


def _label(data: ox.Store, node: Term | None) -> str:
    if not isinstance(node, ox.NamedNode):
        return node.value if node else ""
    labels = [
        q.object.value for q in data.quads_for_pattern(node, RDFS["label"], None) if isinstance(q.object, ox.Literal)
    ]
    return f"{min(labels)} ({curie(node.value)})" if labels else curie(node.value)
