"""Text as it is meant: damaged encoding mended, spaces made plain, words joined over line ends, citation marks taken out.

Only the view changes; every character still knows where it stands in the document.
"""

import re
from collections.abc import Callable

from hograph.reading.view import View

CP1252 = {bytes([code]).decode("cp1252", errors="ignore") or chr(code): code for code in range(0x80, 0x100)}
"""Characters that bytes above 127 turn into when UTF-8 is read as Windows-1252, with their bytes."""
LEAD = "".join(re.escape(char) for char, code in CP1252.items() if 0xC2 <= code <= 0xF4)
TRAIL = "".join(re.escape(char) for char, code in CP1252.items() if 0x80 <= code <= 0xBF)
MOJIBAKE = re.compile(f"[{LEAD}][{TRAIL}]{{1,3}}")
PREFIXES = frozenset(
    {
        "anti",
        "co",
        "ex",
        "high",
        "inter",
        "intra",
        "long",
        "low",
        "mid",
        "multi",
        "non",
        "peri",
        "post",
        "pre",
        "self",
        "short",
        "well",
    }
)
"""First parts that keep their hyphen at the end of a line: `long-term` is one word with a hyphen."""
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LAST_WORD = re.compile(r"[A-Za-z]+$")
NUMBERS = r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*"


def _mended(match: re.Match[str]) -> str | None:
    """The character that was meant; None where the bytes are not UTF-8, and so were meant as they stand."""
    for length in (len(match[0]), *range(len(match[0]) - 1, 1, -1)):
        raw = bytes(CP1252[char] for char in match[0][:length])
        try:
            return raw.decode("utf-8") + match[0][length:]
        except UnicodeDecodeError:
            continue
    return None


def _joined(match: re.Match[str]) -> str:
    return match[1] + "-" if match[1].lower() in PREFIXES else match[1]


def _without_marks(match: re.Match[str]) -> str | None:
    """The word before a row of numbers at the end of a block, which are citation marks unless the word counts something."""
    word = match[1] or ""
    return None if word.lower().rstrip("s") in COUNTED else word


COUNTED = frozenset(
    {
        "week",
        "day",
        "month",
        "year",
        "hour",
        "grade",
        "stage",
        "phase",
        "type",
        "clas",
        "level",
        "group",
        "figure",
        "table",
        "and",
        "or",
    }
)
NAMED_WITH_A_NUMBER = ("in", "ase", "mad", "ine")
"""How words end that a number may belong to, as that of a protein: cadherin11."""


def _glued(match: re.Match[str]) -> str | None:
    """Nothing in place of numbers that stand behind a word without a blank, unless it counts something or names a protein."""
    before = LAST_WORD.search(match.string, max(match.start() - 40, 0), match.start())
    word = before[0].lower() if before else ""
    return None if word.rstrip("s") in COUNTED or word.endswith(NAMED_WITH_A_NUMBER) else ""


STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str | None]], ...] = (
    (MOJIBAKE, _mended),
    (re.compile("[ﬀ-ﬆ]"), lambda match: LIGATURES[match[0]]),
    (re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]"), ""),
    (re.compile(r"\b(\w+)[-\u2010\u2011][ \t]*\r?\n[ \t]*(?=[a-z])"), _joined),
    (re.compile(r"[^\S ]|\s{2,}"), " "),
    (re.compile(rf"\s?\[{NUMBERS}\]"), ""),
    (re.compile(r"(?<=[\w.,;:)\]])[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*"), ""),
    (re.compile(rf"(?<=[a-z]{{5}}){NUMBERS}(?=[\s.,;:)]|$)"), _glued),
    (re.compile(rf"(?<=[a-z)\]][.;,]){NUMBERS}(?=\s|$)"), ""),
    (re.compile(rf"(?<=[a-z)\]]\.)\s{NUMBERS}(?=\s*$|\s+[A-Z])"), ""),
    (re.compile(r"(\b\w{1,30})?(?<=[a-z)\]])\s\d{1,2}(?:, ?\d{1,2})+$"), _without_marks),
)
"""What is done, in order: a pattern, and what is put in place of it."""


def clean(view: View) -> View:
    r"""The text of a block as it is meant.

    Args:
        view: the text as it stands.

    Example:
        >>> clean(View.of("in 6â€“12 weeks, hetero-\ntopic bone.3,4 It")).text
        'in 6–12 weeks, heterotopic bone. It'
    """
    for pattern, by in STEPS:
        view = view.replaced(pattern, by)
    return view.stripped()
