"""Charts of answers, as geometry that a template draws as SVG: it follows the theme of the page, and every mark has words."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hograph.counting import counted_as
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.cells import short_documents

Records = Sequence[Mapping[str, Any]]
DAYS_PER_WEEK = 7
LETTER = 7.2
"""Width of a letter, at most."""
ROW, CELL, HEAD, EDGE, TURNED = 30, 74, 118, 12, 100


@dataclass(frozen=True)
class Mark:
    """A shape of a chart: a rectangle or a circle, with the class of its look, the words on it and those that tell it."""

    shape: str
    x: float
    y: float
    width: float
    height: float
    look: str
    text: str = ""
    told: str = ""


@dataclass(frozen=True)
class Label:
    """Words beside a chart: where they stand, how they are aligned, whether they are turned."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    turned: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart.

    Attributes:
        title: what it shows.
        told: the same in a sentence, for those who do not see it.
        key: look to what it means.
        lines: from, to: x, y each.
    """

    title: str
    told: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    lines: tuple[tuple[float, float, float, float], ...] = ()
    key: tuple[tuple[str, str], ...] = ()


def chart(kg: KnowledgeGraph, answer: Answer) -> Chart | None:
    """The chart of an answer, where one tells more than the table does."""
    draw = CHARTS.get(answer.query.name) if answer.query else None
    return draw(records) if draw and (records := kg.records(answer)) else None


def sites(records: Records) -> Chart | None:
    """Populations against sites: a circle where a document places the lesion, the larger the more documents."""
    rows = _counted(record["population"] or "people in general" for record in records)
    columns = _counted(record["site"] for record in records)
    left = _left(rows)
    marks = []
    for y, population in enumerate(rows):
        for x, site in enumerate(columns):
            here = [r for r in records if (r["population"] or "people in general", r["site"]) == (population, site)]
            if here:
                number = len({r["document"] for r in here})
                look = _look(here)
                order = next((str(int(r["order"])) for r in here if r["order"] is not None), "")
                more = (f", place {order}" if order else "") + _apart(here) + (", hedged" if look == "hedged" else "")
                told = f"{population}, {site}: {counted_as(number, 'document')}{more}"
                size = min(18 + 5 * number, 34)
                marks.append(_circle(left + (x + 0.5) * CELL, HEAD + (y + 0.5) * ROW, size, look, order, told))
    return Chart(
        "Sites by population",
        f"{len(rows)} populations against {len(columns)} sites; the table below says the same.",
        left + len(columns) * CELL + TURNED,
        HEAD + len(rows) * ROW + EDGE,
        tuple(marks),
        (*_beside(rows, left), *_over(columns, left)),
        tuple((left, HEAD + y * ROW, left + len(columns) * CELL, HEAD + y * ROW) for y in range(len(rows) + 1)),
        (
            ("sure", "asserted; the number is the place in the order, the size tells how many documents"),
            ("hedged", "hedged"),
            *_key(records),
        ),
    )


def coverage(records: Records) -> Chart | None:
    """Kinds of claims against documents, with the number of claims; the stronger the colour, the more."""
    counts: Counter[tuple[str, str]] = Counter()
    for record in records:
        counts[record["claimkind"], record["document"]] += int(record["number"])
    rows = _counted(kind for (kind, _), number in counts.items() for _ in range(number))
    slugs = sorted({document for _, document in counts})
    names = list(short_documents(slugs).values())
    left, most = _left(rows), max(counts.values())
    marks = [
        Mark(
            "rect",
            left + x * CELL + 1,
            HEAD + y * ROW + 1,
            CELL - 2,
            ROW - 2,
            f"heat{_shade(counts[kind, slug], most)}",
            str(counts[kind, slug] or "·"),
            f"{kind}, {slug}: {counts[kind, slug]} claims",
        )
        for y, kind in enumerate(rows)
        for x, slug in enumerate(slugs)
    ]
    width, height = left + len(slugs) * CELL + TURNED, HEAD + len(rows) * ROW + EDGE
    told = f"{sum(counts.values())} claims of {len(rows)} kinds in {counted_as(len(slugs), 'document')}; the table below says the same."
    return Chart(
        "Claims by kind and document", told, width, height, tuple(marks), (*_beside(rows, left), *_over(names, left))
    )


def timeline(records: Records) -> Chart | None:
    """When things happen, in weeks before or after the event that they are measured from."""
    timed = [r for r in records if (r["mindays"] is not None or r["maxdays"] is not None) and r["anchor"]]
    if not timed:
        return None
    timed.sort(key=lambda r: (str(r["anchor"]), _ends(r), str(r["subject"])))
    names = [f"{r['subject']} {r['relation']} {r['object']}" for r in timed]
    left, top, wide = 380.0, 34.0, 420.0
    first = min(0.0, *(_ends(r)[0] for r in timed))
    last = max(_ends(r)[1] for r in timed)
    scale = wide / max(last - first, 1)
    zero = left - first * scale
    marks, labels = list[Mark](), list[Label]()
    for y, (record, name) in enumerate(zip(timed, names, strict=True)):
        low, high = _ends(record)
        is_open = record["maxdays"] is None
        width = max((high - low) * scale, 5) + (24 if is_open else 0)
        x = zero + low * scale - (width if is_open and record["position"] == "before" else 0)
        look = _look([record])
        look = f"open{look}" if is_open and look != "apart" else look
        middle = top + (y + 0.5) * ROW
        said = f"{name}: {record['timing']}, {record['certainty']}{_apart([record])}"
        marks.append(Mark("rect", x, middle - 8, width, 16, look, "", said))
        labels.append(Label(left - 10, middle, _short(name, 52), "end"))
        labels.append(Label(max(x + width, zero) + 8, middle, str(record["timing"])))
    height = top + len(timed) * ROW + EDGE
    step = next(s for s in (1, 2, 4, 8, 13, 26, 52, 104, 520, 5200) if (last - first) / s <= 8 or s == 5200)
    ticks = [week for week in range(int(first // step * step), int(last) + 1, step) if week >= first]
    lines = [(zero + t * scale, top, zero + t * scale, height - EDGE) for t in ticks]
    labels += [Label(zero + t * scale, top - 12, f"{t} w" if t else "event", "middle") for t in ticks]
    key = (("sure", "asserted"), ("hedged", "hedged"), ("opensure", "no end is stated"), *_key(timed))
    width = max(label.x + len(label.text) * LETTER for label in labels if label.anchor == "start") + EDGE
    told = f"{len(timed)} statements with a time, in weeks before or after the event named beside each; the table below says the same."
    return Chart("When, measured from an event", told, width, height, tuple(marks), tuple(labels), tuple(lines), key)


CHARTS: dict[str, Callable[[Records], Chart | None]] = {
    "sites-by-population": sites,
    "document-coverage": coverage,
    "timeline": timeline,
}
"""Name of a canned query to what draws its answer."""


STATED = "stated"
"""How the standing of what documents affirm begins."""


def _look(records: Records) -> str:
    """How a mark looks that stands for rows: as the surest of those that are stated; apart from them, where none is."""
    stated = [r for r in records if str(r["standing"]).startswith(STATED)]
    if not stated:
        return "apart"
    return "sure" if any(r["certainty"] == "asserted" for r in stated) else "hedged"


def _apart(records: Records) -> str:
    """How rows stand of which none is stated, for the words that tell a mark."""
    return f", {records[0]['standing']}" if _look(records) == "apart" else ""


def _key(records: Records) -> tuple[tuple[str, str], ...]:
    is_apart = any(_look([record]) == "apart" for record in records)
    return (("apart", "left open, denied, or of studies, animals or advice against it alone"),) if is_apart else ()


def _counted(words: Any) -> list[str]:  # noqa: ANN401 -- any words
    """Each word once, the most frequent first."""
    return [word for word, _ in sorted(Counter(words).items(), key=lambda item: (-item[1], item[0]))]


def _left(rows: Sequence[str]) -> float:
    return max(len(_short(row)) for row in rows) * LETTER + 20


def _beside(rows: Sequence[str], left: float) -> list[Label]:
    return [Label(left - 10, HEAD + (y + 0.5) * ROW, _short(row), "end") for y, row in enumerate(rows)]


def _over(columns: Sequence[str], left: float) -> list[Label]:
    return [
        Label(left + (x + 0.5) * CELL, HEAD - 8, _short(column, 22), turned=True) for x, column in enumerate(columns)
    ]


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _circle(x: float, y: float, size: float, look: str, text: str, told: str) -> Mark:
    return Mark("circle", x - size / 2, y - size / 2, size, size, look, text, told)


def _shade(number: int, most: int) -> int:
    """From 0, none, to 4."""
    return 0 if number == 0 else 1 + min(3, int(4 * (number - 1) / most))


def _ends(record: Mapping[str, Any]) -> tuple[float, float]:
    """First and last week; from the event where no least is stated, a point where no most is."""
    low, high = record["mindays"], record["maxdays"]
    start = float(low) if low is not None else 0.0
    stop = float(high) if high is not None else start
    sign = -1 if record["position"] == "before" else 1
    ends = sorted((sign * start / DAYS_PER_WEEK, sign * stop / DAYS_PER_WEEK))
    return ends[0], ends[1]
