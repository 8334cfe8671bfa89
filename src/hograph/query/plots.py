"""Charts of answers with matplotlib: sites by population, agreement of documents, the course of time, evidence by document."""

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from hograph.errors import HographError
from hograph.query.cells import short_documents

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Records = Sequence[Mapping[str, Any]]
BLUE, ORANGE, GREEN, RED, YELLOW, GREY = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#f0e442", "#eeeeee"
"""Colours of Okabe and Ito, which colour-blind people tell apart."""
STANCES = (("supports", "supports", BLUE), ("disputes", "denies", RED), ("leavesopen", "leaves open", YELLOW))
SMALL = 9
DAYS_PER_WEEK = 7


def _figure(width: float, height: float) -> "tuple[Figure, Axes]":
    try:
        from hograph.query.chart import Chart
    except ImportError as error:
        raise HographError(
            "Charts need matplotlib, which is not installed. Install it: pip install 'hograph[notebook]'."
        ) from error
    figure = Chart(figsize=(width, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _grid(axes: "Axes", columns: Sequence[str], rows: Sequence[str]) -> None:
    axes.set_xticks(range(len(columns)), columns, rotation=35, ha="right", rotation_mode="anchor", fontsize=SMALL)
    axes.set_yticks(range(len(rows)), rows, fontsize=SMALL)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)


def sites(records: Records) -> "Figure":
    """Populations against sites: a circle where documents place the lesion, the larger the more documents, with its place in the order.

    Args:
        records: rows of the canned query `sites-by-population`.
    """
    populations = sorted({r["population"] or "people in general" for r in records})
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for record in records:
        found.setdefault((record["population"] or "people in general", record["site"]), []).append(record)
    places = sorted({site for _, site in found}, key=lambda site: (-sum(s == site for _, s in found), site))
    figure, axes = _figure(2.6 + 0.85 * len(places), 1.9 + 0.55 * len(populations))
    _grid(axes, places, populations)
    axes.set_xticks([x + 0.5 for x in range(len(places) - 1)], minor=True)
    axes.grid(which="minor", color=GREY)
    for (population, site), rows in found.items():
        x, y = places.index(site), populations.index(population)
        hedged = all(r["certainty"] != "asserted" for r in rows)
        size = 260 + 160 * (len({r["document"] for r in rows}) - 1)
        axes.scatter(x, y, s=size, c="white" if hedged else BLUE, edgecolors=BLUE, linewidths=1.5, zorder=3)
        order = next((str(int(r["order"])) for r in rows if r["order"] is not None), "")
        axes.annotate(
            order, (x, y), ha="center", va="center", color=BLUE if hedged else "white", fontsize=SMALL, zorder=4
        )
        rank = next((r["rank"] for r in rows if r["rank"]), None)
        if rank:
            axes.annotate(rank, (x, y), (0, -15), textcoords="offset points", ha="center", va="top", fontsize=8)
    axes.set_title("Sites by population (number: place in the order; white: hedged)", loc="left", fontsize=11)
    return figure


def agreement(records: Records, most: int = 40) -> "Figure":
    """Documents against what they speak of: who supports, denies or leaves open, and who is silent.

    Args:
        records: rows of the canned query `who-says`.
        most: statements to show: those denied or left open first, then those that most documents speak of; what one document alone
            says is left out.
    """
    rows = {_statement(r): {key: _documents(r[key]) for key, *_ in STANCES} for r in records}
    told = [s for s in rows if _interest(rows[s]) > 1]
    ranked = sorted(told, key=lambda s: (-_interest(rows[s]), s))[:most]
    documents = sorted({d for stances in rows.values() for names in stances.values() for d in names})
    figure, axes = _figure(5.4 + 0.75 * len(documents), 1.8 + 0.27 * len(ranked))
    _grid(axes, list(short_documents(documents).values()), [shorten(s, 76, placeholder=" …") for s in ranked])
    for y, statement in enumerate(ranked):
        for x, document in enumerate(documents):
            said = [color for key, _, color in STANCES if document in rows[statement][key]]
            for part, color in enumerate(said or [GREY]):
                width = 0.9 / max(len(said), 1)
                axes.add_patch(_rectangle(x - 0.45 + part * width, y - 0.42, width, 0.84, color))
    handles = [_rectangle(0, 0, 1, 1, color) for *_, color in STANCES] + [_rectangle(0, 0, 1, 1, GREY)]
    names = [words for _, words, _ in STANCES] + ["silent"]
    figure.legend(handles, names, loc="outside lower right", ncols=4, fontsize=SMALL, frameon=False)
    axes.set_title("What documents say of the same statement", loc="left", fontsize=11)
    return figure


def _rectangle(x: float, y: float, width: float, height: float, color: str) -> Any:  # noqa: ANN401 -- a patch of matplotlib
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, facecolor=color, edgecolor="white")


def _documents(told: object) -> list[str]:
    """The documents that a cell names, without how each says it."""
    return [part.partition(" ")[0] for part in str(told or "").split("; ") if part]


def _interest(stances: Mapping[str, Sequence[str]]) -> int:
    """Statements that are not simply supported come first, then those that most documents speak of."""
    differ = 100 if stances["disputes"] or stances["leavesopen"] else 0
    return differ + sum(len(set(names)) for names in stances.values())


def _statement(record: Mapping[str, Any]) -> str:
    words = f"{record['subject']} {record['relation']} {record['object']}"
    context = (record.get(key) for key in ("population", "context", "site", "stage", "using", "proviso"))
    return words + "".join(f", {part}" for part in context if part)


def timeline(records: Records) -> "Figure":
    """When things happen, in weeks before or after the event they are measured from; where no end is stated, the bar is hatched.

    Args:
        records: rows of the canned query `timeline`; those without a number of days are left out.
    """
    timed = [r for r in records if (r["mindays"] is not None or r["maxdays"] is not None) and r["anchor"]]
    timed.sort(key=lambda r: (r["anchor"], _from(r), _until(r), str(r["subject"])))
    figure, axes = _figure(11.5, 1.5 + 0.36 * len(timed))
    longest = max((abs(end) for r in timed for end in (_from(r), _until(r))), default=1.0)
    for y, record in enumerate(timed):
        low, high = _from(record), _until(record)
        open_ended = record["maxdays"] is None
        width = longest / 8 if open_ended else max(high - low, longest / 60)
        left = low - width if open_ended and record["position"] == "before" else low
        color, edge = (BLUE, "white" if open_ended else BLUE) if record["certainty"] == "asserted" else ("white", BLUE)
        axes.barh(y, width, left=left, height=0.5, color=color, edgecolor=edge, hatch="////" if open_ended else None)
        place = (max(left + width, 0), y)
        axes.annotate(record["timing"], place, (6, 0), textcoords="offset points", va="center", fontsize=SMALL)
    axes.axvline(0, color="black", linewidth=1)
    statements = (f"{r['subject']} {r['relation']} {r['object']}" for r in timed)
    axes.set_yticks(range(len(timed)), [shorten(text, 60, placeholder=" …") for text in statements], fontsize=SMALL)
    axes.set_ylim(len(timed) - 0.4, -0.6)
    axes.set_xlim(min((_from(r) for r in timed), default=0) - 1, longest * 2.6)
    axes.set_xticks([t for t in axes.get_xticks() if t <= longest * 1.2])
    axes.set_xlabel("weeks before or after the event that is named beside the bar", fontsize=SMALL, loc="left")
    axes.set_title("When, measured from an event (white: hedged; hatched: no end is stated)", loc="left", fontsize=11)
    return figure


def _from(record: Mapping[str, Any]) -> float:
    return min(_ends(record))


def _until(record: Mapping[str, Any]) -> float:
    return max(_ends(record))


def _ends(record: Mapping[str, Any]) -> tuple[float, float]:
    """First and last week; from the event where no least is stated, a point where no most is."""
    low, high = record["mindays"], record["maxdays"]
    first = float(low) if low is not None else 0.0
    last = float(high) if high is not None else first
    sign = -1 if record["position"] == "before" else 1
    return sign * first / DAYS_PER_WEEK, sign * last / DAYS_PER_WEEK


def evidence(records: Records) -> "Figure":
    """How many claims of which kind each document makes; the darker, the more.

    Args:
        records: rows of the canned query `document-coverage`.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for record in records:
        counts[record["claimkind"], record["document"]] += int(record["number"])
    kinds = sorted(
        {kind for kind, _ in counts}, key=lambda k: (-sum(n for (kind, _), n in counts.items() if kind == k), k)
    )
    documents = sorted({document for _, document in counts})
    figure, axes = _figure(2.6 + 0.85 * len(documents), 1.6 + 0.28 * len(kinds))
    _grid(axes, list(short_documents(documents).values()), kinds)
    table = [[counts[kind, document] for document in documents] for kind in kinds]
    axes.imshow(table, cmap="Blues", aspect="auto", vmin=0, vmax=max(map(max, table)) * 1.25)
    darkest = max(map(max, table))
    for y, row in enumerate(table):
        for x, number in enumerate(row):
            color = "white" if number > darkest * 0.75 else "black"
            axes.annotate(str(number) if number else "·", (x, y), ha="center", va="center", fontsize=SMALL, color=color)
    axes.set_title("Claims by kind and document", loc="left", fontsize=11)
    return figure


CHARTS = {
    "sites": ("sites-by-population", sites),
    "agreement": ("who-says", agreement),
    "timeline": ("timeline", timeline),
    "evidence": ("document-coverage", evidence),
}
"""Name of a chart to the canned query that it shows, and what draws it."""
