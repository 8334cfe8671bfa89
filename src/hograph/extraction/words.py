"""Words of a text as names are compared: case, plural, hyphen, possessive, diacritics and British spelling make no difference."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
ACRONYM = re.compile(r"^[A-Z][A-Z0-9]{1,5}s?$")
"""Letters in capitals: `HO`, `NSAIDs`; `ho` is another word."""
SHORT = 4
BRITISH = (
    ("haem", "hem"), ("oedem", "edem"), ("paed", "ped"), ("oesoph", "esoph"), ("aemi", "emi"), ("tumour", "tumor"), ("fibre", "fiber"),
    ("anaes", "anes"), ("leuk", "leuk"), ("diarrhoea", "diarrhea"), ("centre", "center"), ("aetio", "etio"), ("gynae", "gyne"),
    ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"), ("ysed", "yzed"), ("yse", "yze"),
)  # fmt: skip
GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa"})
ENDS_IN_ISE = ("exercise", "disease", "rise", "arise", "otherwise", "wise", "precise", "noise", "bruise")


class Word(NamedTuple):
    """A word, and what it is compared by.

    Attributes:
        key: its form for comparison.
        start: first code point in the text.
        end: first code point after it.
    """

    key: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text.

    A text all in capitals is read as if it were not: a heading has no acronyms.

    Example:
        >>> [word.key for word in words("Paget's oedema of the Joints, HO")]
        ['paget', 'edema', 'of', 'the', 'joint', 'HO']
    """
    shouted = text.isupper() and len(text.split()) > 1
    return [Word(key(match[0].lower() if shouted else match[0]), *match.span()) for match in WORD.finditer(text)]


@lru_cache(maxsize=100_000)
def key(word: str) -> str:
    """What two words must share to be taken for the same.

    Example:
        >>> key("Tumours"), key("tumor"), key("NSAIDs"), key("biopsies"), key("analysis"), key("TGFβ")
        ('tumor', 'tumor', 'NSAID', 'biopsy', 'analysis', 'tgfbeta')
    """
    word = re.sub(r"['’]s?$|['’]s\b", "", word).replace("’", "'")
    if ACRONYM.match(word):
        return word.removesuffix("s")
    plain = "".join(char for char in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(char))
    plain = plain.translate(GREEK)
    if not plain.endswith(ENDS_IN_ISE):
        for british, american in BRITISH:
            plain = plain.replace(british, american)
    return _singular(plain)


def _singular(word: str) -> str:
    if len(word) < SHORT or not word.endswith("s") or word.endswith(("ss", "us", "is", "ous")):
        return word
    if word.endswith("ies") and len(word) > SHORT:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses", "zes")) else word[:-1]
