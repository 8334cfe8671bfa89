"""Figures drawn from what `bench.py` measured: ratios, means and exponents of growth."""

import math
import statistics
from collections import Counter
from collections.abc import Iterable
from typing import Any

Found = dict[str, Any]
OURS = "hograph"
NAMES = {
    "hograph": "hograph",
    "held": "hograph, in memory",
    "pyoxigraph": "pyoxigraph, plain",
    "rdflib": "rdflib",
    "maplib": "maplib",
    "virtuoso": "Virtuoso",
    "fuseki": "Fuseki",
}
"""Engines as they are called where they are shown."""
SPENT = {"same", "alone", "stopped"}
"""States of a query whose time counts: a wrong answer's does not, and a query that was stopped took the limit at least."""


def seconds(found: Found, engine: str, query: str) -> float | None:
    """What a query took at a size: the limit where it was stopped, None where it has no right answer."""
    timing = found["engines"].get(engine, {}).get("queries", {}).get(query)
    if timing is None or timing["state"] not in SPENT:
        return None
    return float(found["about"]["limit"] if timing["state"] == "stopped" else timing["seconds"])


def mean(values: Iterable[float]) -> float | None:
    """The geometric mean; None of nothing."""
    logs = [math.log(value) for value in values if value > 0]
    return math.exp(statistics.fmean(logs)) if logs else None


def ratio(found: Found, engine: str, base: str = OURS) -> float | None:
    """How many times as long as another engine one takes, as a geometric mean over the queries that either has answered rightly."""
    return mean(
        theirs / mine
        for query in queries(found)
        if (mine := seconds(found, base, query)) and (theirs := seconds(found, engine, query))
        if state(found, base, query) != "stopped" or state(found, engine, query) != "stopped"
    )


def queries(found: Found) -> list[str]:
    """The queries that were asked at a size."""
    return sorted(found["engines"][OURS]["queries"])


def state(found: Found, engine: str, query: str) -> str:
    """What came of a query."""
    return str(found["engines"].get(engine, {}).get("queries", {}).get(query, {}).get("state", ""))


def states(found: Found, engine: str) -> Counter[str]:
    """How many queries came to what."""
    return Counter(timing["state"] for timing in found["engines"][engine]["queries"].values())


def slope(points: Iterable[tuple[float, float]]) -> float | None:
    """The exponent of growth: the slope of the logarithms, by least squares; None of less than two points.

    >>> slope([(10, 2), (100, 4), (1000, 8)])
    0.30103
    """
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len({x for x, _ in logs}) < 2:
        return None
    return round(statistics.linear_regression(*zip(*logs, strict=True)).slope, 5)


def growth(sizes: dict[str, Found], engine: str, query: str) -> float | None:
    """The exponent with which the time of a query grows with the number of claims, where it was answered."""
    return slope(
        (int(size), time)
        for size, found in sizes.items()
        if state(found, engine, query) != "stopped" and (time := seconds(found, engine, query))
    )


def rows_growth(sizes: dict[str, Found], query: str) -> float | None:
    """The exponent with which an answer of ours grows; one row stands for none."""
    return slope(
        (int(size), max(1, timing["rows"]))
        for size, found in sizes.items()
        if (timing := found["engines"][OURS]["queries"].get(query)) and timing["rows"] is not None
    )


def bound_growth(sizes: dict[str, Found], small: str, large: str) -> dict[str, float]:
    """How many times as long a query about one document takes at a larger size, where its answer is of about the same size."""
    return {
        query: timing["seconds"] / before["seconds"]
        for query, timing in sizes[large]["one document"].items()
        if (before := sizes[small]["one document"].get(query)) and before["seconds"] and timing["seconds"]
        if 0.5 <= (timing["rows"] + 1) / (before["rows"] + 1) <= 2
    }
