"""What `bench.py` measured as a picture: time by size for each engine, and growth for each query."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from figures import NAMES, OURS, Found, growth, mean, queries, ratio, rows_growth, seconds
from matplotlib.figure import Figure

COLOURS = {
    "hograph": "#b2182b",
    "held": "#ef8a62",
    "pyoxigraph": "#e08214",
    "rdflib": "#2166ac",
    "maplib": "#1b7837",
    "virtuoso": "#762a83",
    "fuseki": "#555555",
}
MARKERS = dict(zip(COLOURS, "oXsD^vP", strict=True))
APART = 1.25
"""Names of engines stand at least so many times as high as the one below."""


def chart(found: Found, path: Path) -> None:
    """Draw what was measured; the same figures give the same bytes.

    Args:
        found: what was measured.
        path: of an SVG, or of another format that matplotlib writes.
    """
    sizes = found["sizes"]
    mpl.rcParams.update({"svg.hashsalt": "hograph", "svg.fonttype": "none", "font.size": 9})
    figure = Figure(figsize=(12, 9), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.1))
    _times(left, sizes)
    _growth(right, sizes)
    figure.savefig(path, dpi=100, metadata={"Date": None} if path.suffix == ".svg" else None)


def _times(axes: Any, sizes: dict[str, Found]) -> None:  # noqa: ANN401
    """Each engine's mean over the queries, as ours times its ratio to ours; so each is about the queries that it answers rightly."""
    ends = {}
    for engine, colour in COLOURS.items():
        points = [
            (int(size), ours * times)
            for size, found in sizes.items()
            if (ours := mean(s for query in queries(found) if (s := seconds(found, OURS, query))))
            if (times := ratio(found, engine))
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            width = 2.5 if engine == OURS else 1.5
            axes.plot(xs, ys, color=colour, marker=MARKERS[engine], linewidth=width, zorder=3 if engine == OURS else 2)
            ends[engine] = points[-1]
    above = 0.0
    for engine, (x, y) in sorted(ends.items(), key=lambda end: end[1][1]):
        above = max(y, above * APART)
        axes.annotate(NAMES[engine], (x, above), (8, 0), textcoords="offset points", color=COLOURS[engine], va="center")
    axes.set(xscale="log", yscale="log", xlabel="claims", ylabel="seconds a query, geometric mean")
    axes.set_xticks([int(size) for size in sizes], [f"{int(size):,}" for size in sizes])
    axes.minorticks_off()
    axes.set_xlim(int(min(sizes, key=int)) / 1.5, int(max(sizes, key=int)) * 8 ** (len(sizes) / 3))
    axes.set_title("Time of a canned query (stopped ones count as the limit)", loc="left")
    axes.grid(alpha=0.3)


def _growth(axes: Any, sizes: dict[str, Found]) -> None:  # noqa: ANN401
    """The exponent of each of our queries, beside that of its rows."""
    largest = list(sizes.values())[-1]
    slopes = {query: s for query in queries(largest) if (s := growth(sizes, OURS, query)) is not None}
    names = sorted(slopes, key=lambda query: slopes[query])
    rows = [rows_growth(sizes, query) or 0 for query in names]
    places = range(len(names))
    axes.hlines(places, rows, [slopes[name] for name in names], color="#cccccc", zorder=1)
    axes.scatter(rows, places, color="#888888", marker="|", s=40, label="rows of the answer", zorder=2)
    axes.scatter([slopes[name] for name in names], places, color=COLOURS[OURS], s=18, label="time", zorder=3)
    axes.axvline(1, color="#888888", linewidth=0.8, linestyle=":")
    axes.set_yticks(places, names, fontsize=7)
    axes.set(xlabel="exponent of growth with the number of claims (dotted, 1: in proportion)")
    axes.set_title("Growth of our queries and of their answers", loc="left")
    axes.set_ylim(-1, len(names))
    axes.grid(axis="x", alpha=0.3)
    axes.legend(loc="lower right", frameon=False)
