"""The words of a question or a phrase that carry meaning, without their endings."""

from hograph.query.mentions import words

STOP = frozenset(
    words(
        "a already also an and any are as at be been being by can could did do does explain for from get give got had "
        "has have he her his i if in into is it its just me my now of on or our please really she should so some such "
        "that the their them then there these they this those to too us very was we were what which will with would you "
        "your"
    )
)
SAME = {
    "article": "document",
    "author": "document",
    "paper": "document",
    "publication": "document",
    "source": "document",
    "text": "document",
    "excise": "remove",
    "excision": "remove",
    "resect": "remove",
    "resection": "remove",
    "medication": "drug",
    "medicine": "drug",
    "operate": "surgery",
    "operation": "surgery",
    "sign": "symptom",
    "treated": "treat",
    "never": "not",
    "without": "not",
}
"""Words that ask for the same, to the one that stands for them."""
NOT = "not"
"""The stem of a word that denies."""
ENDINGS = words(
    "ations ation ated ates ate ating ments ment ences ence ances ance ings ing ions ion ives ive ists ist ities ity tics tic ies ers ors"
    " er or es ed is ic al ly s y"
)
LEAST_LETTERS = 3
"""So many letters of a word stay when its ending goes."""


def stems(text: str) -> list[str]:
    """The words of a text that carry meaning, without their endings; words that ask for the same have one stem.

    >>> stems("Which treatments prevent recurrence?")
    ['treat', 'prevent', 'recur']
    """
    return [stem(word) for word in words(text) if word not in STOP and len(word) > 1]


def stem(word: str) -> str:
    """A word without its endings, as those that ask for the same have it.

    >>> {stem(word) for word in ("removal", "excised", "resections")}
    {'remov'}
    """
    cut = _cut(word)
    return _SAME.get(cut, cut)


def _cut(word: str) -> str:
    """A word without its endings, of which it may have two, and without a doubled last letter."""
    for _ in range(2):
        ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= LEAST_LETTERS), "")
        word = word.removesuffix(ending).rstrip("e") or word
    return word[:-1] if len(word) > LEAST_LETTERS and word[-1] == word[-2] else word


_SAME = {_cut(word): _cut(other) for word, other in SAME.items()}
