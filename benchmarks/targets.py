"""The targets that the benchmark is held against, each with what was measured and whether it is met."""

from collections.abc import Callable, Iterator

from figures import OURS, Found, bound_growth, mean, ratio

Line = tuple[str, str, str]
MISSING = "not measured"


def targets(found: Found) -> Iterator[Line]:
    """Each target: what it asks, what was measured, met or missed."""
    sizes, shipped = found["sizes"], found["shipped"]
    large = sizes.get("300000", {})
    yield _at_least("queries at 300,000 claims: 100 times as fast as rdflib", _ratio(large, "rdflib"), 100)
    better = [times for rival in ("maplib", "virtuoso") if (times := _ratio(large, rival)) is not None]
    text = "queries at 300,000 claims: no slower than the better of maplib and Virtuoso"
    yield _at_least(text, min(better) if better else None, 1)
    yield _grown(sizes)
    cold = shipped["cold"]
    yield _cost("first question, five documents: under 0.25 s", cold["hograph"], 0.25)
    yield _within("and at most twice the least script", cold["hograph"][1] / cold["bare"][1], 2, " times")
    yield _loading(sizes)
    yield _cost("five documents built anew: under 2 s", shipped["builds"]["built anew"], 2)
    yield _cost("five documents, nothing changed: under 0.3 s", shipped["builds"]["built, nothing changed"], 0.3)
    one = large.get("builds", {}).get("built, one document changed")
    yield _cost("one document of 300,000 claims changed: under 2 s", one, 2)
    yield _validation(sizes.get("30000", {}))
    reasoning = shipped.get("reasoning")
    times = reasoning["hermit"] / reasoning["rustdl"] if reasoning and reasoning["same"] else None
    yield _at_least("all that follows: 50 times as fast as HermiT, the same conclusions", times, 50)


def _line(text: str, value: float | None, keeps: Callable[[float], bool], unit: str) -> Line:
    if value is None:
        return text, MISSING, ""
    return text, f"{value:,.3g}{unit}", _verdict(keeps(value))


def _verdict(met: bool) -> str:
    return "met" if met else "**missed**"


def _at_least(text: str, value: float | None, least: float) -> Line:
    return _line(text, value, lambda found: found >= least, " times")


def _within(text: str, value: float | None, most: float, unit: str) -> Line:
    return _line(text, value, lambda found: found <= most, unit)


def _cost(text: str, cost: list[float] | None, most: float) -> Line:
    """A target of seconds; those of processor decide, because the machine may have had other work."""
    if cost is None:
        return text, MISSING, ""
    clock, processor, _ = cost
    return text, f"{processor:.3g} s of processor, {clock:.3g} on the clock", _verdict(processor <= most)


def _ratio(found: Found, engine: str) -> float | None:
    return ratio(found, engine) if found and found["engines"].get(engine, {}).get("queries") else None


def _grown(sizes: dict[str, Found]) -> Line:
    text = "an answer of the same size, from 30,000 to 300,000 claims: less than 1.3 times as long (mean)"
    if not {"30000", "300000"} <= sizes.keys():
        return text, MISSING, ""
    return _within(text, mean(bound_growth(sizes, "30000", "300000").values()), 1.3, " times")


def _loading(sizes: dict[str, Found]) -> Line:
    size, found = list(sizes.items())[-1]
    rate = found["counts"]["graph.nt"] / found["engines"][OURS]["clock"]
    text = f"loading, {int(size):,} claims, store on disk: 300,000 triples a second"
    return _line(text, rate, lambda value: value >= 300_000, " a second")


def _validation(found: Found) -> Line:
    text = "validating 30,000 claims: 50 times as fast as pyshacl, the same findings"
    ours, theirs = (found.get("validation", {}).get(engine) for engine in ("compiled", "pyshacl"))
    if not ours or not theirs or "stopped" in ours:
        return text, MISSING, ""
    if "stopped" in theirs:
        least = theirs["stopped"] / ours["cpu"]
        verdict = "met, findings not compared" if least >= 50 else "not known"
        return text, f"more than {least:,.3g} times: pyshacl was stopped", verdict
    return _at_least(text, theirs["cpu"] / ours["cpu"] if ours["told"] == theirs["told"] else None, 50)
