"""What the ontology has no name for: words of documents that look like names and are none, by how often they stand there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from hograph.extraction.lexicon import Lexicon
from hograph.extraction.mentions import Mention, Mentions
from hograph.extraction.words import Word, words
from hograph.reading.blocks import Reading


def unmatched(reading: Reading, lexicon: Lexicon) -> Counter[str]:
    """What looks like a name in a document and is none of the lexicon's.

    Args:
        reading: the document.
        lexicon: the names.
    """
    finder = Mentions(lexicon)
    texts = [block.text for block in reading.blocks if block.left_out is None]
    return Counter(run for text in texts for run in _unknown(text, finder.find(text)))


@cache
def function_words() -> frozenset[str]:
    """Words that begin and end no name, from the file beside this one."""
    lines = (files("hograph.extraction") / "function-words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _unknown(text: str, mentions: Sequence[Mention]) -> Iterator[str]:
    """Runs of words that may be names and are in none: between function words, punctuation and mentions."""
    run: list[Word] = []
    for word in (*words(text), Word("the", len(text), len(text))):
        apart = bool(run) and bool(re.search(r"[^\s'’-]", text[run[-1].end : word.start]))
        named = any(one.start <= word.start < one.end for one in mentions)
        ends = named or word.key in function_words() or not word.key.isalpha()
        if run and (apart or ends):
            yield " ".join(w.key for w in run)
            run = []
        if not ends:
            run.append(word)


def ranked(missed: Iterable[Counter[str]]) -> list[tuple[int, int, str]]:
    """How often, in how many documents, and which words; the most frequent first."""
    times, documents = Counter[str](), Counter[str]()
    for one in missed:
        times.update(one)
        documents.update(one.keys())
    return sorted(
        ((n, documents[words], words) for words, n in times.items()), key=lambda row: (-row[0], -row[1], row[2])
    )
