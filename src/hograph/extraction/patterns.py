"""Patterns of quantities, one sort after the other; what an earlier one takes, a later one leaves."""

import re
from collections.abc import Iterator
from enum import StrEnum

from hograph.extraction.numbers import NUMBER, ORDINALS, WORD
from hograph.extraction.units import DOSES, LABORATORY, LENGTHS, SHORT_TIME, TIME


class QuantityKind(StrEnum):
    """What sort of quantity it is."""

    SHARE = "share"
    DURATION = "duration"
    ORDINAL_TIME = "ordinal time"
    AGE = "age"
    DOSE = "dose"
    TEMPERATURE = "temperature"
    LENGTH = "length"
    LABORATORY = "laboratory"
    TIMES = "times"
    COUNT = "count"
    ODDS = "odds ratio"
    INTERVAL = "confidence interval"
    P_VALUE = "p value"


N = f"(?:{NUMBER})"
PEOPLE = (
    "patients|people|persons|cases|children|adults|men|women|soldiers|veterans|amputees"
    "|hips|knees|elbows|joints|limbs|lesions|burn"
)
TIMES = "|".join(f"{word}s?" for word in TIME)
DASH = r"\s?(?:-|–|—|−|‒)\s?"
TO = rf"(?:{DASH}|\sto\s|\sor\s|\sand\s)"
ABOUT = (
    r"(?P<about>(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|circa|ca\.?"
    r"|an estimated|estimated at|~|≈)\s?)?"
)
LEAST = r"at least|as early as|as few as|as little as|as low as|no less than|not less than|a minimum of|minimum of|from|≥|>="
OVER = r"more than|greater than|over|above|exceeding|beyond|in excess of|longer than|older than|higher than|after more than|>"
MOST = (
    r"up to|at most|no more than|not more than|a maximum of|maximum of|as much as|as many as|as high as|as late as"
    r"|within|by|≤|<="
)
UNDER = r"less than|fewer than|under|below|shorter than|younger than|lower than|<"
COMPARED = rf"(?:(?P<least>{LEAST})\s?|(?P<over>{OVER})\s?|(?P<most>{MOST})\s?|(?P<under>{UNDER})\s?)?"
HEAD = rf"(?<![\w.]){COMPARED}(?:the\s)?{ABOUT}"
BETWEEN = (
    rf"(?:between\s(?P<b1>{N})(?:[\s-]?[A-Za-z%°]+)?\sand\s(?P<b2>{N})"
    rf"|(?P<one>{N})(?:(?:\s?%)?{TO}(?P<two>{N}))?(?P<plus>\s?\+)?)"
)
NTH = rf"{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)"
TIME_WORD = rf"(?P<time>{'|'.join(TIME)})s?"
PER = (
    r"(?P<per>(?:\s?/\s?(?:kg|m2|m²|day|d\b|week|wk|dose)|\s(?:per|a|each)\s(?:kilogram|kg|day|week|dose)"
    r"|\s(?:once\s|twice\s|three times\s)?(?:daily|a day|weekly)){0,2})"
)


def _patterns() -> Iterator[tuple[QuantityKind, str]]:
    """Each sort with the source of its pattern, the more telling first: what one takes, a later one leaves."""
    decimal = r"\d*[.·]?\d+"
    level = r"(?:\d{2}(?:\.\d)?\s?%\s?)?"
    interval = rf"(?P<low>[−–-]?{decimal})(?:\s?(?:-|–|to|,|;)\s?)(?P<high>[−–-]?{decimal})"
    yield (QuantityKind.P_VALUE, rf"\bp(?:[- ]value)?\s?(?P<sign>[=<>≤≥])\s?(?P<one>{decimal})")
    yield (QuantityKind.INTERVAL, rf"{level}\b(?:CI|confidence interval)s?\b[\s,:=\[(]*(?:of\s|from\s)?{interval}")
    yield (
        QuantityKind.ODDS,
        r"\b(?:(?-i:a?OR|a?HR|RR)|odds ratio|hazard ratio|relative risk|risk ratio)\b"
        rf"[\s,:=(]*(?:of\s|was\s)?(?P<one>{decimal})",
    )
    yield (
        QuantityKind.SHARE,
        rf"{HEAD}(?P<count>\d+)"
        rf"(?:\s?/\s?(?=\d+\s(?:of|\(|{PEOPLE}))|\s(?:of|out of|of the)\s|\sin\s(?=\d+\s(?:{PEOPLE})))"
        rf"(?P<total>\d+)\b(?!\.\d|\s?(?:{TIMES}))",
    )
    yield (
        QuantityKind.SHARE,
        rf"{HEAD}(?P<count>{N})\s(?:in|out of|of)\s(?:every\s)?(?P<total>{N})(?=\s(?:{PEOPLE}|of|develop|will)|[.,;)]|$)",
    )
    yield (QuantityKind.SHARE, rf"{HEAD}{BETWEEN}\s?(?:%|per\s?cent\b|percent\b|percentage points?\b)")
    yield (QuantityKind.SHARE, rf"{HEAD}(?P<part>[½¼¾⅓⅔])(?=\sof\b|\sthe\b)")
    yield (
        QuantityKind.SHARE,
        rf"{HEAD}(?:(?P<num>one|a|two|three|four)[\s-])?(?P<den>half|third|quarter|fourth|fifth|tenth)s?\b"
        r"(?=\sof\b|\sthe\b|\sdevelop|\swill|[.,;)])",
    )
    yield (QuantityKind.TEMPERATURE, rf"{HEAD}{BETWEEN}\s?(?:°|º|degrees?\s?)\s?(?P<degree>C|F|Celsius|Fahrenheit)\b")
    yield (QuantityKind.AGE, rf"{HEAD}{BETWEEN}[\s-](?P<time>year|month)s?[\s-](?:old|of age)\b")
    yield (
        QuantityKind.AGE,
        rf"\b(?:(?P<over>older|over) than\s|(?P<under>younger) than\s){ABOUT}{BETWEEN}\s(?P<time>year|month)s?\b",
    )
    yield (QuantityKind.AGE, rf"\b(?:aged?|ages)\s(?:of\s)?{COMPARED}{ABOUT}{BETWEEN}(?:\s(?P<time>year|month)s?)?\b")
    yield (
        QuantityKind.DURATION,
        rf"{HEAD}(?P<one>{N})[\s-]?{TIME_WORD}{TO}(?P<two>{N})[\s-]?(?P<time2>{'|'.join(TIME)})s?\b",
    )
    yield (QuantityKind.DURATION, rf"{HEAD}{BETWEEN}[\s-]?{TIME_WORD}\b(?:'|’)?(?!\s?old)")
    yield (QuantityKind.DURATION, rf"{HEAD}{BETWEEN}\s?(?P<short>{'|'.join(SHORT_TIME)})\b")
    yield (QuantityKind.DURATION, rf"{HEAD}(?P<half>half)\s(?:an?\s)?{TIME_WORD}\b")
    yield (
        QuantityKind.DURATION,
        rf"{HEAD}(?<!times )(?<!once )(?<!twice )(?P<single>a|an|one)\s(?P<few>couple of\s|few\s)?{TIME_WORD}\b(?!\sold)",
    )
    yield (QuantityKind.DURATION, rf"\b(?P<vague>several|a few|many|a number of)\s{TIME_WORD}\b")
    yield (
        QuantityKind.ORDINAL_TIME,
        rf"\b(?P<time>week|day|month|year)s?\s(?P<one>\d{{1,3}})(?:{TO}(?P<two>\d{{1,3}}))?\b",
    )
    yield (
        QuantityKind.ORDINAL_TIME,
        rf"\b(?:the\s)?(?P<nth>{NTH})(?:{TO}(?P<nth2>{NTH}))?\s(?:postoperative\s|post-injury\s)?{TIME_WORD}\b",
    )
    yield (QuantityKind.LABORATORY, rf"{HEAD}{BETWEEN}\s?(?P<lab>{'|'.join(map(re.escape, LABORATORY))})\b")
    yield (
        QuantityKind.DOSE,
        rf"{HEAD}{BETWEEN}[\s-]?(?P<dose>{'|'.join(sorted(DOSES, key=len, reverse=True))}){PER}\b(?!/)",
    )
    yield (QuantityKind.LENGTH, rf"(?P<size>{N}(?:\s?[x×]\s?{N}){{1,2}})\s?(?P<length>{'|'.join(LENGTHS)})s?\b")
    yield (
        QuantityKind.LENGTH,
        rf"{HEAD}{BETWEEN}[\s-]?(?P<length>{'|'.join(sorted(LENGTHS, key=len, reverse=True))})s?\b",
    )
    yield (QuantityKind.TIMES, rf"{HEAD}(?P<one>{N})-?(?:{TO}(?P<two>{N}))?[\s-]?fold\b")
    yield (QuantityKind.TIMES, rf"{HEAD}(?P<one>{WORD})(?:-?\sto\s(?P<two>{WORD}))?fold\b")
    yield (QuantityKind.TIMES, rf"{HEAD}{BETWEEN}[\s-]?(?:times|fold|×|x)\b(?!\s(?:daily|a|per|each))")
    yield (
        QuantityKind.TIMES,
        r"\b(?P<word>twice|double|doubles|doubled|triple|thrice)\b(?!-|\s(?:daily|a\sday|weekly|phase|blind))",
    )
    yield (
        QuantityKind.COUNT,
        rf"{HEAD}{BETWEEN}(?=\s(?:\w+\s)?(?:{PEOPLE}|studies|trials|fractions|types|forms|stages|phases|categories|syndromes)\b)",
    )


PATTERNS = tuple(_patterns())
"""Each sort with the source of its pattern, the more telling first."""
