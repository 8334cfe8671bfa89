"""Property paths: as SPARQL, and as the places at which a triple takes part in them."""

from dataclasses import dataclass

import pyoxigraph as ox


@dataclass(frozen=True)
class Route:
    """One place at which a triple takes part in what a shape looks at.

    Attributes:
        before: the parts of the path from the focus node to the triple (see `Steps`); none when the focus node is in the triple.
        predicate: the predicate of the triple; None stands for any.
        backwards: whether the triple is entered at its object.
    """

    before: tuple[str, ...]
    predicate: ox.NamedNode | None
    backwards: bool = False

    def behind(self, parts: tuple[str, ...]) -> "Route":
        """The same place, when the parts of a path go before."""
        return Route((*parts, *self.before), self.predicate, self.backwards)


@dataclass(frozen=True)
class Steps:
    """A property path.

    Attributes:
        parts: the paths that it walks one after the other, as SPARQL; `{0}` and `{1}` stand for the two ends of each.
        text: the path as SPARQL.
        routes: the places at which triples take part in it.
        predicate: the predicate, when the path is nothing but one.
    """

    parts: tuple[str, ...]
    text: str
    routes: tuple[Route, ...]
    predicate: ox.NamedNode | None = None


def step(predicate: ox.NamedNode, *, backwards: bool = False) -> Steps:
    """From a subject to its objects, or backwards.

    >>> from hograph.vocabulary import HO
    >>> step(HO["supports"], backwards=True).text
    '^<https://w3id.org/hograph/supports>'
    """
    routes = (Route((), predicate, backwards),)
    if backwards:
        return Steps((f"{{1}} {predicate} {{0}}",), f"^{predicate}", routes)
    return Steps((f"{{0}} {predicate} {{1}}",), str(predicate), routes, predicate)


def sequence(*paths: Steps) -> Steps:
    """One path after the other."""
    routes: list[Route] = []
    parts: tuple[str, ...] = ()
    for path in paths:
        routes += [route.behind(parts) for route in path.routes]
        parts += path.parts
    return Steps(parts, f"({'/'.join(path.text for path in paths)})", tuple(routes))


def union(*paths: Steps) -> Steps:
    """Any of several paths."""
    text = f"({'|'.join(path.text for path in paths)})"
    return Steps((f"{{0}} {text} {{1}}",), text, tuple(route for path in paths for route in path.routes))


def repeated(path: Steps, mark: str) -> Steps:
    """A path walked as often as a mark says: `*`, `+` or `?`.

    A property walked backwards is written from its other end: an engine that knows both ends then has the shorter way.
    """
    text = f"({path.text}){mark}"
    part = f"{{1}} {path.text.removeprefix('^')}{mark} {{0}}" if path.text.startswith("^") else f"{{0}} {text} {{1}}"
    again = (f"{{0}} ({path.text})* {{1}}",) if mark in "*+" else ()
    return Steps((part,), text, tuple(route.behind(again) for route in path.routes))
