"""Arrows as SVG: terms as boxes, propositions as arrows whose stroke tells certainty and whose width tells agreement."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from hograph.errors import HographError
from hograph.ontology.index import Ontology
from hograph.query.arrows import COLORS, STROKES, Arrow
from hograph.query.places import BOX, MARGIN, PADDING, Place, Places, places, text_width

GAP, LANE = 160.0, 15.0
TEXT, NAME, TITLE = 13.0, 11.0, 17.0
"""Sizes of letters: in boxes, on arrows and in the legend, over the picture."""
GREY, RED, THIN, THICK = "#444", "#b00020", 1.2, 2.6
TOP = 100.0
"""Where the boxes begin, below title and legends."""
NEAR_START, NEAR_END = (0.25, 0.4, 0.15, 0.55, 0.7, 0.85), (0.75, 0.6, 0.85, 0.45, 0.3, 0.15)
"""Where on an arrow its name may stand, the best place first: where fewer arrows meet, names do not lie on each other."""
Curve = tuple[float, float, float, float]
"""A bend of an arrow: where it begins and where it ends."""


def svg(drawn: Sequence[Arrow], ontology: Ontology, title: str, left_out: int = 0) -> str:
    """The picture: layered from left to right, the same arrows giving the same picture.

    Args:
        drawn: the arrows.
        ontology: for labels and categories.
        title: what stands over the picture.
        left_out: how many arrows are not in it, which is told below.

    Raises:
        HographError: when there is nothing to draw, or the layout library is not installed.
    """
    if not drawn:
        raise HographError("There is nothing to draw: no claim is about it.")
    names = {name for arrow in drawn for name in (arrow.subject, arrow.object)}
    widths = {name: text_width(ontology.label(name), TEXT) + 2 * PADDING for name in names}
    between = max(GAP, *(text_width(_words(arrow, ontology), NAME) * 1.4 for arrow in drawn))
    laid = places([(arrow.subject, arrow.object) for arrow in drawn], widths, between, TOP)
    strokes, strokes_end = _legend(drawn)
    colors, colors_end = _colors(names, ontology)
    right = max(place.x + place.width for place in laid.boxes.values())
    width = max(right, strokes_end, colors_end, MARGIN + text_width(title, TITLE) * 1.1) + MARGIN
    more = f"{left_out} more {'arrow is' if left_out == 1 else 'arrows are'} left out" if left_out else ""
    height = laid.below + (MARGIN if more else 0)
    lines = _lines(drawn, laid, ontology)
    body = [
        *(line.path for line in lines),
        *(_box(name, place, ontology) for name, place in sorted(laid.boxes.items())),
        *_names(lines, laid),
    ]
    if more:
        body.append(f'<text x="{MARGIN:.0f}" y="{height - 10:.0f}" font-size="{NAME:.0f}">{more}</text>')
    tips = "".join(
        f'<marker id="{name}" viewBox="0 0 8 8" refX="8" refY="4" markerUnits="userSpaceOnUse" '
        f'markerWidth="9" markerHeight="9" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="{color}"/></marker>'
        for name, color in (("tip", GREY), ("denied", RED))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="Helvetica, Arial, sans-serif" font-size="{TEXT:.0f}">\n'
        f"<title>{escape(title)}</title>\n<defs>{tips}</defs>\n"
        f'<rect width="100%" height="100%" fill="white"/>\n'
        f'<text x="{MARGIN:.0f}" y="30" font-size="{TITLE:.0f}" font-weight="bold">{escape(title)}</text>\n'
        f"{strokes}\n{colors}\n" + "\n".join(body) + "\n</svg>\n"
    )


@dataclass(frozen=True)
class _Line:
    """An arrow as a path, with the words on it, the bends they may stand at, and whether rather near its start."""

    path: str
    words: str
    color: str
    curves: tuple[Curve, ...]
    near_start: bool


def _words(arrow: Arrow, ontology: Ontology) -> str:
    return arrow.words(ontology.label(arrow.relation))


def _box(name: str, place: Place, ontology: Ontology) -> str:
    color = COLORS.get(str(ontology.category(name)), "#eeeeee")
    return (
        f'<g><rect x="{place.x:.0f}" y="{place.middle - BOX / 2:.0f}" width="{place.width:.0f}" height="{BOX:.0f}" rx="6" '
        f'fill="{color}" stroke="#777"/>'
        f'<text x="{place.x + PADDING:.0f}" y="{place.middle + 5:.0f}">{escape(ontology.label(name))}</text></g>'
    )


def _lanes(drawn: Sequence[Arrow]) -> dict[Arrow, float]:
    """How far each arrow runs above or below the middle of its boxes, so that arrows between the same two boxes lie side by side."""
    beside: dict[frozenset[str], list[Arrow]] = {}
    for arrow in drawn:
        beside.setdefault(frozenset((arrow.subject, arrow.object)), []).append(arrow)
    return {
        arrow: (i - (len(lanes) - 1) / 2) * min(LANE, (BOX - 6) / max(len(lanes) - 1, 1))
        for lanes in beside.values()
        for i, arrow in enumerate(lanes)
    }


def _lines(drawn: Sequence[Arrow], laid: Places, ontology: Ontology) -> list[_Line]:
    ends = Counter(name for arrow in drawn for name in (arrow.subject, arrow.object))
    lanes = _lanes(drawn)
    return [
        _line(arrow, laid, lanes[arrow], _words(arrow, ontology), near_start=ends[arrow.subject] <= ends[arrow.object])
        for arrow in drawn
    ]


def _line(arrow: Arrow, laid: Places, lane: float, words: str, *, near_start: bool) -> _Line:
    """An arrow that leaves the column of its subject straight on, passes others in the room that it has there, and ends at its object."""
    one, other = laid.boxes[arrow.subject], laid.boxes[arrow.object]
    forward = one.x <= other.x
    stops = [one, *laid.routes.get((arrow.subject, arrow.object), ()), other]
    sides = [(p.x, p.x + p.column) if forward else (p.x + p.column, p.x) for p in stops]
    y = one.middle + lane
    parts = [f"M{one.x + (one.width if forward else 0):.0f} {y:.0f} H{sides[0][1]:.0f}"]
    curves = list[Curve]()
    for (_, start), (end, far), stop in zip(sides, sides[1:], stops[1:], strict=False):
        to, bend = stop.middle + lane, (end - start) / 2
        parts.append(f"C{start + bend:.0f} {y:.0f} {end - bend:.0f} {to:.0f} {end:.0f} {to:.0f} H{far:.0f}")
        curves.append((start, y, end, to))
        y = to
    tip = other.x + (0 if forward else other.width)
    parts[-1] = f"{parts[-1].rpartition(' H')[0]} H{tip:.0f}"
    color = RED if arrow.denied else GREY
    path = (
        f'<path d={quoteattr(" ".join(parts))} fill="none" stroke="{color}" '
        f'stroke-width="{THICK if arrow.corroborated else THIN}" '
        f'stroke-dasharray="{STROKES[arrow.certainty]}" marker-end="url(#{"denied" if arrow.denied else "tip"})"/>'
    )
    return _Line(path, words, color, tuple(curves), near_start)


def _names(lines: Sequence[_Line], laid: Places) -> list[str]:
    """The words on the arrows, each where it covers neither a box nor other words, as far as there is such a place."""
    taken = [(p.x, p.middle - BOX / 2, p.x + p.width, p.middle + BOX / 2) for p in laid.boxes.values()]
    texts = []
    for line in lines:
        half = text_width(line.words, NAME) / 2
        curves = line.curves if line.near_start else line.curves[::-1]
        spots = [_at(curve, t) for curve in curves for t in (NEAR_START if line.near_start else NEAR_END)]
        areas = [(x - half, y - NAME, x + half, y + 2) for x, y in spots]
        covered = [sum(_covered(area, other) for other in taken) for area in areas]
        best = covered.index(min(covered))
        taken.append(areas[best])
        x, y = spots[best]
        texts.append(
            f'<text x="{x:.0f}" y="{y:.0f}" font-size="{NAME:.0f}" fill="{line.color}" text-anchor="middle" '
            f'stroke="white" stroke-width="3" paint-order="stroke">{escape(line.words)}</text>'
        )
    return texts


def _at(curve: Curve, t: float) -> tuple[float, float]:
    """A point on a bend, a little above it."""
    start, y1, end, y2 = curve
    bend = (end - start) / 2
    x = (1 - t) ** 3 * start + 3 * t * (1 - t) * ((1 - t) * (start + bend) + t * (end - bend)) + t**3 * end
    return x, ((1 - t) ** 3 + 3 * t * (1 - t) ** 2) * y1 + (3 * t**2 * (1 - t) + t**3) * y2 - 4


def _covered(one: Sequence[float], other: Sequence[float]) -> float:
    """How much of each other two rectangles cover."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _legend(drawn: Sequence[Arrow]) -> tuple[str, float]:
    """What the strokes mean, those that are drawn, and where it ends."""
    kinds = [(c if c != "open" else "left open", dashes, GREY, THIN) for c, dashes in STROKES.items() if _has(drawn, c)]
    if any(arrow.denied for arrow in drawn):
        kinds.append(("denied", "", RED, THIN))
    if any(arrow.corroborated for arrow in drawn):
        kinds.append(("two or more documents", "", GREY, THICK))
    parts, x = [], float(MARGIN)
    for words, dashes, color, weight in kinds:
        parts.append(
            f'<path d="M{x:.0f} 50 h34" stroke="{color}" stroke-width="{weight}" stroke-dasharray="{dashes}"/>'
            f'<text x="{x + 40:.0f}" y="54" font-size="11">{words}</text>'
        )
        x += 60 + text_width(words, NAME)
    return "".join(parts), x


def _has(drawn: Sequence[Arrow], certainty: str) -> bool:
    return any(arrow.certainty == certainty for arrow in drawn)


def _colors(names: Iterable[str], ontology: Ontology) -> tuple[str, float]:
    """What the colours of the boxes mean, those that are drawn, and where it ends."""
    present = {str(ontology.category(name)) for name in names}
    parts, x = [], float(MARGIN)
    for category, color in COLORS.items():
        if category in present:
            label = ontology.label(category)
            parts.append(
                f'<rect x="{x:.0f}" y="66" width="18" height="14" rx="3" fill="{color}" stroke="#777"/>'
                f'<text x="{x + 24:.0f}" y="77" font-size="11">{escape(label)}</text>'
            )
            x += 42 + text_width(label, NAME)
    return "".join(parts), x
