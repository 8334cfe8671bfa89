"""Shelves: pages of single things that stand in one file, each under its own anchor, where the look shows the one that is asked for.

A page of its own for each would be three thousand files, of which most of the bytes are the same.
"""

import re
from collections import defaultdict
from collections.abc import Mapping

MAIN = re.compile(rb"(<main [^>]*>)(.*)(</main>)", re.DOTALL)
TITLE = re.compile(rb"<title>.*?</title>")
SKIP = re.compile(rb'<a class="skip".*?</a>\n')
"""The link to the content. On a shelf it would lead away from the thing, and a browser that came to the thing is past the top already."""
WAY = re.compile(rb'<p class="way">(.*?)</p>', re.DOTALL)
NAMES = {"term": "Terms", "claim": "Claims", "proposition": "Propositions"}


LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
"""Of which the names of claims and propositions are made, each as often as another."""
TOGETHER = 4
"""So many of these letters share a shelf."""


def place_of(path: str) -> tuple[str, str]:
    """The shelf on which a thing stands, as the path of a page, and its anchor there: by its kind and the first letter of its name.

    >>> place_of("/HipJoint"), place_of("/claim/k7f3")
    (('/term/h', 'HipJoint'), ('/claim/i', 'k7f3'))
    """
    kind, _, name = path[1:].rpartition("/")
    letter = name[0].lower()
    if kind:
        letter = LETTERS[LETTERS.find(letter) // TOGETHER * TOGETHER]
    return f"/{kind or 'term'}/{letter}", name


def shelves(pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """The shelves, by path, on which all pages of things stand.

    Terms of the same place in the hierarchy stand together, those with pictures last: a compressor looks back no further than 32 kB.

    Args:
        pages: the page of each thing, by its path.
    """
    on: dict[str, list[str]] = defaultdict(list)
    for path in sorted(pages, key=lambda path: (*_kind(pages[path]), path)):
        on[place_of(path)[0]].append(path)
    return {shelf: _shelf(shelf, {path: pages[path] for path in paths}) for shelf, paths in on.items()}


def _kind(page: bytes) -> tuple[bool, bytes]:
    """Whether a page has a picture, and the way down to its term."""
    way = WAY.search(page)
    return b"<svg" in page, way[1] if way else b""


def _shelf(shelf: str, pages: Mapping[str, bytes]) -> bytes:
    things = b"".join(
        b'<article class="thing" id="%s">%s</article>\n' % (place_of(path)[1].encode(), found[2].strip())
        for path, page in pages.items()
        if (found := MAIN.search(page))
    )
    _, kind, letter = shelf.split("/")
    title = f"<title>{NAMES.get(kind, kind.capitalize())} from {letter.upper()} on · hograph</title>".encode()
    frame = SKIP.sub(b"", TITLE.sub(title, next(iter(pages.values())), count=1))
    return MAIN.sub(lambda found: found[1] + b"\n" + things + found[3], frame)
