"""What the ontology has no name for: words of documents that look like names and are none, by how often they stand there."""

from collections import Counter
from collections.abc import Iterable

from hograph.extraction.lexicon import Lexicon
from hograph.extraction.mentions import Mentions
from hograph.reading.blocks import Reading


def unmatched(reading: Reading, lexicon: Lexicon) -> Counter[str]:
    """What looks like a name in a document and is none of the lexicon's.

    Args:
        reading: the document.
        lexicon: the names.
    """
    finder = Mentions(lexicon)
    for block in reading.blocks:
        if block.left_out is None:
            finder.find(block.text)
    return finder.missed


def ranked(missed: Iterable[Counter[str]]) -> list[tuple[int, int, str]]:
    """How often, in how many documents, and which words; the most frequent first."""
    times, documents = Counter[str](), Counter[str]()
    for one in missed:
        times.update(one)
        documents.update(one.keys())
    return sorted(
        ((n, documents[words], words) for words, n in times.items()), key=lambda row: (-row[0], -row[1], row[2])
    )
