"""What people type, as names are spelled."""

from unicodedata import normalize

HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"), "-")


def plain(words: str) -> str:
    """One blank between words, letters in their usual width, hyphens as on a keyboard.

    >>> plain("  \uff26\uff2f\uff30,  heterotopic\u00a0ossification"), plain("post\u2011traumatic")
    ('FOP, heterotopic ossification', 'post-traumatic')
    """
    return " ".join(normalize("NFKC", words.translate(HYPHENS)).split())
