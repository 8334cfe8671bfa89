"""What `bench.py` measured as tables in Markdown."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from figures import NAMES, OURS, Found, bound_growth, growth, mean, queries, ratio, rows_growth, slope, state, states
from targets import targets

WANTED = (300, 30_000, 300_000, 3_000_000)
"""The sizes of a full benchmark."""
PARTS = {"builds": "building", "validation": "validating", "one document": "queries about one document"}
"""What is measured of a size beside engines; a run that was ended lacks the last ones."""
INTRODUCTION = """# Benchmark

Made by `benchmarks/bench.py` (`make bench`); `bench.json` has all figures. Graphs of made-up claims (`generate.py`, seed 1), each canned
query with its defaults, in each engine on the same triples: the median of {repeats} runs (one, where it takes more than a second), from
the text to all rows, in seconds of processor, those of all threads and of a server and its client together: others used the machine at
the same time. An answer counts when its rows are ours, in any order. A query is stopped after a number of seconds
({limits}) and then counts as that long; one that was stopped at a smaller size is not asked again. Means are geometric.

- **hograph** asks its build on disk by the name of a query. The others get the text of the query, its parameters bound, those left open
  left out.
- **hograph, in memory** is the same build, opened with `hograph.open(memory=True)`; other figures on hograph are on the build on disk.
- **pyoxigraph, plain** is the engine below ours, bare, with all triples as one graph in memory. There is no text of the queries that does
  without what a build works out beforehand (propositions and their counts, the closure of classes), so it and all others are asked over
  that, too: what they are spared is a gain for them.
- **rdflib** holds its graph in memory; **maplib** gives a data frame, and is done with that; **Virtuoso** and **Fuseki** (TDB2) are asked
  over HTTP on the same machine, their JSON read.
"""


def write(found: Found, path: Path) -> None:
    """Write the tables of what was measured."""
    sizes: dict[str, Found] = found["sizes"]
    about = next(iter(sizes.values()))["about"]
    limits = ", ".join(f"{at['about']['limit']:.0f} at {int(size):,} claims" for size, at in sizes.items())
    parts = [
        INTRODUCTION.format(repeats=about["repeats"], limits=limits),
        "![time and growth](bench.svg)\n",
        *_about(sizes),
        "## Targets\n",
        "Seconds of processor decide; those on the clock are as the load of the machine made them.\n",
        table(("Target", "Measured", ""), targets(found)),
        *_missing(sizes),
        "## Engines\n",
        *_engines(sizes),
        "## Building, loading, validating\n",
        *_work(found),
        "## Growth\n",
        *_growth(sizes),
        "## Each query\n",
        *(text for size in sizes for text in _each(size, sizes[size])),
    ]
    path.write_text("\n".join(parts), "utf-8")


def table(head: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    """A table; all but the first column to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def number(value: float | None, unit: str = "") -> str:
    """Three digits of a number."""
    if value is None:
        return ""
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2g}"
    return text + unit


def milliseconds(value: float | None) -> str:
    """Seconds as milliseconds."""
    return "" if value is None else number(value * 1000)


def _about(sizes: dict[str, Found]) -> Iterator[str]:
    last = list(sizes.values())[-1]
    yield f"{last['about']['machine']}. {last['about']['versions']}. {_versions(last)}.\n"
    rows = [
        (f"{int(size):,}", f"{at['counts']['graph.nt']:,}", what, *(one[key] for key in ("commit", "began", "load")))
        for size, at in sizes.items()
        for what, one in _measured(at)
    ]
    yield table(("Claims", "Triples", "Measured", "Commit", "Began", "Load of the machine then"), rows)


def _measured(at: Found) -> list[tuple[str, Found]]:
    """What was measured when."""
    return [("queries", at["about"]), ("builds, validation", at.get("built", at["about"]))]


def _versions(found: Found) -> str:
    rivals = ((name, at["version"]) for name, at in found["engines"].items() if "version" in at)
    return ", ".join(
        f"{NAMES[name]} {version}" for name, version in rivals if name not in {OURS, "pyoxigraph", "rdflib"}
    )


def _missing(sizes: dict[str, Found]) -> Iterator[str]:
    """What was not run."""
    lines = [f"{size:,} claims" for size in WANTED if str(size) not in sizes]
    for size, at in sizes.items():
        absent = [name for engine, name in NAMES.items() if engine not in at["engines"]]
        absent += [] if "pyshacl" in at.get("validation", {}) else ["pyshacl"]
        absent += [name for part, name in PARTS.items() if part not in at]
        lines += [f"at {int(size):,} claims: {', '.join(absent)}"] if absent else []
    if lines:
        yield f"Not run: {'; '.join(lines)}.\n"


def _engines(sizes: dict[str, Found]) -> Iterator[str]:
    """Ratio and outcomes of each engine."""
    yield "How many times as long as ours a query takes, and what came of the queries.\n"
    rows = []
    for size, found in sizes.items():
        for engine, at in found["engines"].items():
            came = states(found, engine)
            told = [str(came[name] or "") for name in ("same", "differs", "failed", "stopped", "alone")]
            shown = number(ratio(found, engine)) if at["queries"] else at["said"]
            rows.append((f"{int(size):,}", NAMES[engine], shown, *told))
    head = ("Claims", "Engine", "Times ours", "Same answer", "Differs", "Failed", "Stopped", "We stopped")
    yield table(head, rows)


def _work(found: Found) -> Iterator[str]:
    every = {"five documents": found["shipped"]} | {f"{int(s):,} made up": at for s, at in found["sizes"].items()}
    rows = [
        (size, what, number(clock), number(processor), f"{memory:,}")
        for size, at in every.items()
        for what, (clock, processor, memory) in at.get("builds", {}).items()
    ]
    rows += [(size, *row) for size, at in every.items() for row in _validation(at)]
    rows += [
        (size, f"first question{', least script' * (who == 'bare')}", number(clock), number(used), f"{memory:,}")
        for size, at in every.items()
        for who, (clock, used, memory) in at["cold"].items()
    ]
    if reasoning := found["shipped"].get("reasoning"):
        same = "the same" if reasoning["same"] else "ANOTHER ANSWER"
        rows.append(("five documents", "all that follows", "", number(reasoning["rustdl"]), ""))
        rows.append(("five documents", f"all that follows, HermiT: {same}", "", number(reasoning["hermit"]), ""))
    yield table(("Claims", "What", "Seconds", "Seconds of processor", "Most memory, MB"), rows)
    yield "Each engine takes in the same triples (ours: a store on disk); its memory is the most it had, queries among it.\n"
    loads = [
        (f"{int(size):,}", NAMES[name], *_loaded(at, found["sizes"][size]["counts"]["graph.nt"]))
        for size, one in found["sizes"].items()
        for name, at in one["engines"].items()
    ]
    yield table(("Claims", "Engine", "Loading, s", "Triples a second", "Most memory, MB"), loads)


def _loaded(at: Found, triples: int) -> tuple[str, str, str]:
    if "clock" not in at:
        return at["said"], "", ""
    return number(at["clock"]), f"{triples / at['clock']:,.0f}", f"{max(at['memory'], at.get('loading', 0)):,.0f}"


def _validation(at: Found) -> Iterator[tuple[str, str, str, str]]:
    names = {"compiled": "validated", "changed": "validated after a change", "pyshacl": "validated by pyshacl"}
    found = at.get("validation", {})
    for engine, one in found.items():
        if "stopped" in one:
            yield f"{names[engine]}: stopped", f"> {one['stopped']:,.0f}", "", ""
            continue
        same = ""
        if engine == "pyshacl" and "told" in found["compiled"]:
            same = ": the same" if one["told"] == found["compiled"]["told"] else ": ANOTHER REPORT"
        memory = f"{one['memory']:,.0f}" if "memory" in one else ""
        yield names[engine] + same, number(one["validate"]), number(one.get("cpu")), memory


def _growth(sizes: dict[str, Found]) -> Iterator[str]:
    """Exponents by engine, and by query."""
    if len(sizes) < 2:
        yield "One size alone says nothing of growth.\n"
        return
    yield "The exponent of growth, of seconds of processor: 1 means that ten times the claims take ten times as long.\n"
    yield table(("What", "Exponent"), list(_whole_growth(sizes)))
    yield "Of each query, as far as it was answered, and of the rows of the answer:\n"
    engines = [name for name in NAMES if any(name in at["engines"] for at in sizes.values())]
    asked = queries(list(sizes.values())[-1])
    rows = [
        (query, *(number(growth(sizes, engine, query)) for engine in engines), number(rows_growth(sizes, query)))
        for query in asked
    ]
    yield table(("Query", *(NAMES[engine] for engine in engines), "rows"), rows)
    small, large = list(sizes)[-2:]
    if any("one document" not in sizes[size] for size in (small, large)):
        return  # the run was ended before
    bound = bound_growth(sizes, small, large)
    within = sum(times < 1.3 for times in bound.values())
    yield (
        f"From {int(small):,} to {int(large):,} claims, {len(bound)} of our queries asked of one document, whose answers stay of about the "
        f"same size, took {number(mean(bound.values()))} times as long (geometric mean), and {within} less than 1.3 times. The others:\n"
    )
    slow = sorted(((g, name) for name, g in bound.items() if g >= 1.3), reverse=True)
    one, other = (sizes[size]["one document"] for size in (small, large))
    yield table(
        ("Query", "Times as long", f"ms, {int(small):,}", f"ms, {int(large):,}", "Rows"),
        [
            (n, number(g), milliseconds(one[n]["seconds"]), milliseconds(other[n]["seconds"]), str(other[n]["rows"]))
            for g, n in slow
        ],
    )


def _whole_growth(sizes: dict[str, Found]) -> Iterator[tuple[str, str]]:
    def of(pick: Callable[[Found], Any]) -> str:
        return number(slope((int(size), value) for size, at in sizes.items() if (value := pick(at))))

    for what in next(iter(sizes.values())).get("builds", {}):
        yield what, of(lambda at, what=what: at.get("builds", {}).get(what, (0, 0))[1])  # type: ignore[misc]
    for engine, name in NAMES.items():
        yield f"loading, {name}", of(lambda at, e=engine: at["engines"].get(e, {}).get("clock"))  # type: ignore[misc]
    yield "validating", of(lambda at: at.get("validation", {}).get("compiled", {}).get("cpu"))
    yield "first question", of(lambda at: at["cold"]["hograph"][1])


def _each(size: str, found: Found) -> Iterator[str]:
    """Medians of each query at a size."""
    engines = [name for name in found["engines"] if found["engines"][name]["queries"]]
    yield f"### {int(size):,} claims, milliseconds\n"
    ours = found["engines"][OURS]["queries"]
    rows = [
        (
            query,
            str(ours[query]["rows"] if ours[query]["rows"] is not None else ""),
            *(_cell(found, e, query) for e in engines),
        )
        for query in queries(found)
    ]
    yield table(("Query", "Rows", *(NAMES[engine] for engine in engines)), rows)
    said = [
        f"- {NAMES[engine]}, `{query}`: {' '.join(at['said'].split())[:160]}"
        for engine in engines
        for query, at in found["engines"][engine]["queries"].items()
        if at["state"] == "failed"
    ]
    if said:
        yield "What failed:\n\n" + "\n".join(said) + "\n"


def _cell(found: Found, engine: str, query: str) -> str:
    timing = found["engines"][engine]["queries"].get(query)
    if timing is None:
        return ""
    if state(found, engine, query) == "stopped":
        return f"stopped {timing['said']}".strip()
    if state(found, engine, query) == "differs":
        return f"{milliseconds(timing['seconds'])}, differs ({timing['rows']} rows)"
    return milliseconds(timing["seconds"]) or timing["state"]
