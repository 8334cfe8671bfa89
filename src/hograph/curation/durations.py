"""ISO 8601 durations of one unit, which keep the unit that the document counts in."""

from decimal import Decimal

DAYS = {"Y": Decimal("365.25"), "M": Decimal("30.4375"), "W": Decimal(7), "D": Decimal(1)}
UCUM_UNITS = {"Y": "a", "M": "mo", "W": "wk", "D": "d", "TH": "h", "TM": "min", "TS": "s"}
UNIT_WORDS = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second"}
SECONDS = {"H": 3600, "M": 60, "S": 1}


def days(duration: str) -> Decimal:
    """Length of a duration in days, a month counted as 30.4375 and a year as 365.25 of them; for ordering only.

    >>> days("P2W")
    Decimal('14')
    """
    if "T" in duration:
        return Decimal(duration[2:-1]) * SECONDS[duration[-1]] / 86400
    return Decimal(duration[1:-1]) * DAYS[duration[-1]]


def ucum_unit(duration: str) -> str:
    """The unit in which the author counted, as a UCUM code.

    >>> ucum_unit("P6M")
    'mo'
    """
    return UCUM_UNITS[("T" if "T" in duration else "") + duration[-1]]
