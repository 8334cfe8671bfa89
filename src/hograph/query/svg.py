"""Arrows as SVG: terms as boxes, propositions as arrows whose stroke tells certainty and whose width tells agreement."""

from collections import Counter
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from hograph.errors import HographError
from hograph.ontology.index import Ontology
from hograph.query.arrows import COLORS, STROKES, Arrow

GAP, ROW, BOX, MARGIN, LETTER, LANE = 160, 46, 30, 24, 7.4, 15
SMALL = 6.5
"""Width of a letter in the legend."""
GREY, RED, THIN, THICK = "#444", "#b00020", 1.2, 2.6
TOP = 100.0
"""Where the boxes begin, below title and legends."""


def svg(drawn: Sequence[Arrow], ontology: Ontology, title: str) -> str:
    """The picture: layered from left to right, the same arrows giving the same picture.

    Args:
        drawn: the arrows.
        ontology: for labels and categories.
        title: what stands over the picture.

    Raises:
        HographError: when there is nothing to draw, or the layout library is not installed.
    """
    if not drawn:
        raise HographError("There is nothing to draw: no claim is about it.")
    places = _places(drawn, ontology)
    right = max(x + _width(ontology.label(name)) for name, (x, _) in places.items())
    strokes, strokes_end = _legend(drawn)
    colors, colors_end = _colors(places, ontology)
    width = max(right, strokes_end, colors_end, len(title) * LETTER * 1.3) + MARGIN
    height = max(y for _, y in places.values()) + BOX + MARGIN
    ends = Counter(name for arrow in drawn for name in (arrow.subject, arrow.object))
    lanes = _lanes(drawn)
    body = [
        *(
            _line(arrow, places, ontology, lanes[arrow], near_start=ends[arrow.subject] <= ends[arrow.object])
            for arrow in drawn
        ),
        *(_box(name, place, ontology) for name, place in sorted(places.items())),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="Helvetica, Arial, sans-serif" font-size="13">\n'
        f"<title>{escape(title)}</title>\n"
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerUnits="userSpaceOnUse" '
        'markerWidth="9" markerHeight="9" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#444"/></marker></defs>\n'
        f'<rect width="100%" height="100%" fill="white"/>\n'
        f'<text x="{MARGIN}" y="30" font-size="17" font-weight="bold">{escape(title)}</text>\n'
        f"{strokes}\n{colors}\n" + "\n".join(body) + "\n</svg>\n"
    )


def _places(drawn: Sequence[Arrow], ontology: Ontology) -> dict[str, tuple[float, float]]:
    try:
        import fast_sugiyama
    except ImportError as error:
        raise HographError(
            "Drawing needs fast-sugiyama, which is not installed. Install it: pip install 'hograph[draw]'."
        ) from error
    names = sorted({name for arrow in drawn for name in (arrow.subject, arrow.object)})
    number = {name: i for i, name in enumerate(names)}
    edges = sorted({(number[a.subject], number[a.object]) for a in drawn if a.subject != a.object})
    layouts = fast_sugiyama.from_edges(edges) if edges else []
    between = max(GAP, *(_width(arrow.words(ontology.label(arrow.relation))) * 1.3 for arrow in drawn))
    places, below = dict[str, tuple[float, float]](), TOP
    for nodes, *_ in layouts:
        layers = sorted({y for _, (_, y) in nodes}, reverse=True)
        columns: dict[float, list[tuple[float, int]]] = {layer: [] for layer in layers}
        for node, (x, y) in nodes:
            if int(node) >= len(names):
                continue  # a bend of a long arrow, which the layout counts as a node
            columns[y].append((float(x), int(node)))
        columns = {layer: column for layer, column in columns.items() if column}
        layers = [layer for layer in layers if layer in columns]
        tallest = max(len(column) for column in columns.values())
        left = float(MARGIN)
        for layer in layers:
            column = sorted(columns[layer])
            gap = tallest * ROW / len(column)
            for j, (_, node) in enumerate(column):
                places[names[node]] = (left, below + (j + 0.5) * gap - BOX / 2)
            widest = max(_width(ontology.label(names[node])) for _, node in column)
            left += widest + between
        below += tallest * ROW + MARGIN
    for name in names:
        if name not in places:
            places[name] = (MARGIN, below)
            below += ROW
    return places


def _box(name: str, place: tuple[float, float], ontology: Ontology) -> str:
    x, y = place
    label = ontology.label(name)
    color = COLORS.get(str(ontology.category(name)), "#eeeeee")
    return (
        f'<g><rect x="{x:.0f}" y="{y:.0f}" width="{_width(label):.0f}" height="{BOX}" rx="6" fill="{color}" stroke="#777"/>'
        f'<text x="{x + 9:.0f}" y="{y + 20:.0f}">{escape(label)}</text></g>'
    )


def _width(label: str) -> float:
    return len(label) * LETTER + 18


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


def _line(
    arrow: Arrow, places: dict[str, tuple[float, float]], ontology: Ontology, lane: float, *, near_start: bool
) -> str:
    (x1, y1), (x2, y2) = places[arrow.subject], places[arrow.object]
    forward = x1 <= x2
    own = x1 + (_width(ontology.label(arrow.subject)) if forward else 0)
    # An arrow leaves the column of its subject straight on, so that it runs under no other box.
    start = max(x + _width(ontology.label(name)) for name, (x, _) in places.items() if x == x1) if forward else x1
    end = x2 + (0 if forward else _width(ontology.label(arrow.object)))
    y1, y2 = y1 + BOX / 2 + lane, y2 + BOX / 2 + lane
    bend = (end - start) / 2
    path = f"M{own:.0f} {y1:.0f} H{start:.0f} C{start + bend:.0f} {y1:.0f} {end - bend:.0f} {y2:.0f} {end:.0f} {y2:.0f}"
    label = arrow.words(ontology.label(arrow.relation))
    color = RED if arrow.denied else GREY
    weight = THICK if arrow.corroborated else THIN
    t = 0.25 if near_start else 0.75  # where fewer arrows meet, names do not lie on each other
    x = (1 - t) ** 3 * start + 3 * t * (1 - t) * ((1 - t) * (start + bend) + t * (end - bend)) + t**3 * end
    y = ((1 - t) ** 3 + 3 * t * (1 - t) ** 2) * y1 + (3 * t**2 * (1 - t) + t**3) * y2 - 4
    return (
        f'<path d={quoteattr(path)} fill="none" stroke="{color}" stroke-width="{weight}" '
        f'stroke-dasharray="{STROKES[arrow.certainty]}" marker-end="url(#tip)"/>'
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="11" fill="{color}" text-anchor="middle" '
        f'stroke="white" stroke-width="3" paint-order="stroke">{escape(label)}</text>'
    )


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
        x += 60 + len(words) * SMALL
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
            x += 42 + len(label) * SMALL
    return "".join(parts), x
