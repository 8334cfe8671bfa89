"""Quantities in text: shares, durations, doses, temperatures, sizes, counts, ratios and statistics, with range, comparator and unit.

Units are UCUM codes; the author's unit is kept, and nothing is converted but the first of two units in one range. What the quantity is of,
and what a time is measured from, is not said here: that depends on the sentence.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from hograph.extraction.anchors import Anchors
from hograph.extraction.numbers import FRACTIONS, ORDINALS, number
from hograph.extraction.patterns import PATTERNS, N, QuantityKind
from hograph.extraction.units import DAYS, DEGREES, DOSES, LABORATORY, LENGTHS, SHORT_TIME, TIME


@dataclass(frozen=True)
class Quantity:
    """A quantity that stands in a text.

    Attributes:
        kind: what sort it is.
        low: the least value, None where no least is stated.
        high: the greatest value, None where no greatest is stated.
        unit: UCUM code; `1` for shares (as fractions of one), counts and ratios.
        approximate: whether the author says about, roughly, some.
        start: first code point in the text.
        end: first code point after it.
    """

    kind: QuantityKind
    low: float | None
    high: float | None
    unit: str
    approximate: bool
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in order, none within another.

    Args:
        text: a sentence or block, cleaned.

    Example:
        >>> [(q.kind.value, q.low, q.high, q.unit) for q in quantities("about 20-30% within two weeks after 7 Gy")]
        [('share', 0.2, 0.3, '1'), ('duration', None, 2.0, 'wk'), ('dose', 7.0, 7.0, 'Gy')]
    """
    return list(_quantities(text))


@cache
def _anchors() -> Anchors:
    return Anchors(pattern for _, pattern in PATTERNS)


@lru_cache(maxsize=64)
def _quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text; kept for a while, since each claim of a sentence asks for them."""
    found: list[Quantity] = []
    for i, match in _anchors().finditer(text):
        if not any(q.start < match.end() and match.start() < q.end for q in found):
            quantity = _quantity(PATTERNS[i][0], match)
            if quantity is not None:
                found.append(quantity)
    return tuple(sorted(found, key=lambda q: q.start))


def _quantity(kind: QuantityKind, match: re.Match[str]) -> Quantity | None:
    parts = match.groupdict()
    low, high = _ends(kind, parts)
    if kind is QuantityKind.SHARE and not {"count", "den", "part"} & parts.keys():
        low, high = (None if end is None else round(end / 100, 10) for end in (low, high))
    if low is not None and high is not None and low > high:
        return None
    approximate = bool(parts.get("about") or parts.get("few") or parts.get("vague"))
    if parts.get("least") or parts.get("over") or parts.get("plus"):
        low, high = (low, high) if _ranged(low, high, parts.get("least")) else (low if low is not None else high, None)
    elif parts.get("most") or parts.get("under"):
        low, high = (low, high) if _ranged(low, high, parts.get("most")) else (None, high)
    sign = parts.get("sign")
    if sign in {"<", "≤"}:
        low = None
    elif sign in {">", "≥"}:
        high = None
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Quantity(kind, low, high, _unit(kind, parts), approximate, start, start + len(match[0].strip()))


def _ends(kind: QuantityKind, parts: dict[str, str | None]) -> tuple[float | None, float | None]:
    """The values that a match names, before its comparator is heeded."""
    if parts.get("vague") or parts.get("few"):
        return None, None
    if parts.get("half"):
        return 0.5, 0.5
    if parts.get("single"):
        return 1.0, 1.0
    if parts.get("word"):
        value = 2.0 if str(parts["word"]).lower() in {"twice", "double", "doubles", "doubled"} else 3.0
        return value, value
    if parts.get("den"):
        many = (parts.get("num") or "a").lower()
        top = 1.0 if many == "a" else number(many)
        value = round(top / FRACTIONS[str(parts["den"]).lower()], 10)
        return value, value
    if parts.get("part"):
        value = round(number(str(parts["part"])), 10)
        return value, value
    if parts.get("size"):
        sides = [number(side) for side in re.findall(N, str(parts["size"]), re.IGNORECASE)]
        return min(sides), max(sides)
    if parts.get("count"):
        total = number(str(parts["total"]))
        value = round(number(str(parts["count"])) / total, 10) if total else 2.0
        return (value, value) if value <= 1 else (1.0, 0.0)
    if parts.get("nth"):
        first = _ordinal(str(parts["nth"]))
        return first, _ordinal(str(parts["nth2"])) if parts.get("nth2") else first
    if kind is QuantityKind.INTERVAL:
        low, high = (
            float(str(parts[end]).replace("–", "-").replace("−", "-").replace("·", ".")) for end in ("low", "high")
        )
        return low, high
    first = number(str(parts.get("b1") or parts["one"]))
    second = parts.get("b2") or parts.get("two")
    if second and parts.get("time2") and parts.get("time"):
        first = first * DAYS[str(parts["time"]).lower()] / DAYS[str(parts["time2"]).lower()]
    return first, number(second) if second else first


def _ranged(low: float | None, high: float | None, word: str | None) -> bool:
    """Whether a range keeps both ends behind a word that would open one: from 2 to 6 weeks, by 2 to 5 weeks."""
    return low != high and str(word).lower() in {"from", "by", "within"}


def _ordinal(text: str) -> float:
    return float(ORDINALS.get(text.lower()) or re.sub(r"\D", "", text))


def _unit(kind: QuantityKind, parts: dict[str, str | None]) -> str:
    if kind is QuantityKind.TEMPERATURE:
        return DEGREES[str(parts["degree"]).lower()]
    if kind is QuantityKind.AGE:
        return TIME[(parts.get("time") or "year").lower()]
    if parts.get("time"):
        return TIME[str(parts.get("time2") or parts["time"]).lower()]
    if parts.get("short"):
        return SHORT_TIME[str(parts["short"]).lower()]
    for group, units in (("dose", DOSES), ("lab", LABORATORY), ("length", LENGTHS)):
        if parts.get(group):
            return units[str(parts[group]).lower()] + _per(str(parts.get("per") or ""))
    return "1"


def _per(text: str) -> str:
    """What a dose is given per: kilograms of weight, days, single doses."""
    words = text.lower()
    weight = "/kg" if re.search(r"kg|kilogram", words) else "/m2" if re.search(r"m2|m²", words) else ""
    often = re.search(r"(twice|three times|once)?\s?(?:daily|a day|per day|/\s?d)", words)
    times = {"twice": "/(12.h)", "three times": "/(8.h)"}.get(str(often[1])) if often else None
    each = times or ("/d" if often else "/wk" if re.search(r"/\s?w|per week|a week|weekly", words) else "")
    return weight + each
