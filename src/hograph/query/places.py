"""Where the boxes of a picture stand and how its arrows run: in columns, long arrows between the boxes that they pass."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hograph.errors import HographError

ROW, BOX, MARGIN, PADDING = 46.0, 30.0, 24.0, 10.0
PASSING = 0.45
"""The height, in rows, of the room that a long arrow has between boxes."""
NARROW, SLIM, BROAD = frozenset("iljI.,:;'|!"), frozenset("frt()-/ "), frozenset("mwMW@%")


def text_width(text: str, size: float) -> float:
    """How wide a text is at most in a common face without serifs, in the unit of its size.

    >>> text_width("will", 10) < text_width("wood", 10)
    True
    """
    return size * sum(
        0.33 if c in NARROW else 0.42 if c in SLIM else 0.98 if c in BROAD else 0.72 if c.isupper() else 0.62
        for c in text
    )


@dataclass(frozen=True)
class Place:
    """A box, or the room that a long arrow has between boxes: its left edge, its middle, its width, and the width of its column."""

    x: float
    middle: float
    width: float
    column: float


@dataclass(frozen=True)
class Places:
    """A laid out picture.

    Attributes:
        boxes: name to its place.
        routes: pairs of names to the rooms that an arrow from the first to the second passes, where there are such.
        below: where the picture ends.
    """

    boxes: Mapping[str, Place]
    routes: Mapping[tuple[str, str], tuple[Place, ...]]
    below: float


def places(pairs: Iterable[tuple[str, str]], widths: Mapping[str, float], between: float, top: float) -> Places:
    """Lay out boxes.

    Args:
        pairs: the names that arrows join.
        widths: name to the width of its box.
        between: the least room between two columns.
        top: where the first box begins.

    Raises:
        HographError: when the layout library is not installed.
    """
    try:
        import fast_sugiyama
    except ImportError as error:
        raise HographError(
            "Drawing needs fast-sugiyama, which is not installed. Install it: pip install 'hograph[draw]'."
        ) from error
    names = sorted(widths)
    number = {name: i for i, name in enumerate(names)}
    edges = sorted({(number[one], number[other]) for one, other in pairs if one != other})
    found = dict[int, Place]()
    routes = dict[tuple[str, str], tuple[Place, ...]]()
    below = top
    parts = fast_sugiyama.from_edges(edges) if edges else ()
    for nodes, _, _, links in parts:
        placed, below = _columns([(int(n), float(x), float(y)) for n, (x, y) in nodes], names, widths, between, below)
        found |= placed
        routes |= _routes([(int(a), int(b)) for a, b in links or ()], names, placed)
    for i, name in enumerate(names):
        if i not in found:
            found[i] = Place(MARGIN, below + BOX / 2, widths[name], widths[name])
            below += ROW
    return Places({name: found[i] for i, name in enumerate(names)}, routes, below)


def _columns(
    nodes: Sequence[tuple[int, float, float]],
    names: Sequence[str],
    widths: Mapping[str, float],
    between: float,
    top: float,
) -> tuple[dict[int, Place], float]:
    """The places of one connected part below what stands there, and where it ends; what is no name is a bend of a long arrow."""
    columns: dict[float, list[tuple[float, int]]] = {}
    for node, x, y in nodes:
        columns.setdefault(-y, []).append((x, node))
    heights = {node: ROW if node < len(names) else ROW * PASSING for node, _, _ in nodes}
    tallest = max(sum(heights[node] for _, node in column) for column in columns.values())
    found, left = dict[int, Place](), MARGIN
    for _, column in sorted(columns.items()):
        widest = max((widths[names[node]] for _, node in column if node < len(names)), default=0.0)
        spare = (tallest - sum(heights[node] for _, node in column)) / len(column)
        y = top
        for _, node in sorted(column):
            height = heights[node] + spare
            found[node] = Place(left, y + height / 2, widths[names[node]] if node < len(names) else widest, widest)
            y += height
        left += widest + between
    return found, top + tallest + MARGIN


def _routes(
    links: Sequence[tuple[int, int]], names: Sequence[str], placed: Mapping[int, Place]
) -> dict[tuple[str, str], tuple[Place, ...]]:
    """The bends between two names, told in both directions."""
    beside: dict[int, list[int]] = {}
    for one, other in links:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    found = dict[tuple[str, str], tuple[Place, ...]]()
    for start in sorted(node for node in beside if node < len(names)):
        for first in beside[start]:
            before, node, bends = start, first, list[int]()
            while node >= len(names):
                bends.append(node)
                before, node = node, next(n for n in beside[node] if n != before)
            if bends:
                found[names[start], names[node]] = tuple(placed[bend] for bend in bends)
    return found
