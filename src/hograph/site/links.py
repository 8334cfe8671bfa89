"""Links of the site: relative, so that it works below any path, and to files that are there."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from hograph.site.shelves import place_of

LINK = re.compile(rb'\b(href|src|action|data-vocabulary|data-examples)="(/[^"]*)"')
"""An attribute with an address below the root; templates write them all so."""
FILES = ("/static/", "/explore/graph.svg", "/explore/vocabulary.json")
"""What begins so is a file under its own name."""
PAGES = re.compile(r"/(search|compare|disagreements|explore/(graph|sparql)|queries/[^/]+|document/[^/]+)?")
"""Pages that have a file of their own; all others are of single things, and stand on shelves."""
EXAMPLES = "/explore/examples.json"
QUERIES = "data/queries.json"
"""In which the canned queries are, with what else the site needs of them."""
NO_PAGE = re.compile(r"/(api|review|sparql|openapi\.json|metrics|healthz)(/|$)")
ASKED = "/explore/sparql"
"""The page on which what has no page of its own is asked for."""


@dataclass(frozen=True)
class Links:
    """Where the pages of a site lie.

    Attributes:
        pages: the paths of the application that have a page in the site.
    """

    pages: Collection[str]

    def rewritten(self, body: bytes, page: str) -> bytes:
        """A page with its links as the site has them.

        Args:
            body: the page.
            page: its path in the application.
        """
        root = root_from(page)

        def link(match: re.Match[bytes]) -> bytes:
            return b'%s="%s%s"' % (match[1], root.encode(), self.target(match[2].decode()).encode())

        return LINK.sub(link, body)

    def target(self, address: str) -> str:
        """The file, below the root of the site, to which an address of the application leads.

        >>> Links({"/", "/queries/causes"}).target("/queries/causes?condition=any#answer")
        'queries/causes.html?condition=any#answer'
        >>> Links({"/claim/k7f3"}).target("/claim/k7f3")
        'claim/i.html#k7f3'
        >>> Links({"/"}).target("/mapping/k7f3")
        'explore/sparql.html?thing=mapping/k7f3'
        """
        path, rest = _parts(address)
        if path.startswith(FILES):
            return path[1:] + rest
        if path == EXAMPLES:
            return QUERIES
        if path in self.pages:
            return file_of(path) + rest if PAGES.fullmatch(path) else _on_shelf(*place_of(path))
        if NO_PAGE.match(path):
            return file_of(ASKED)
        return f"{file_of(ASKED)}?thing={quote(path[1:], safe='/')}"


def linked(body: bytes) -> list[str]:
    """The paths to which a page links, without what has no page."""
    found = dict.fromkeys(_parts(match[2].decode())[0] for match in LINK.finditer(body) if match[1] == b"href")
    return [path for path in found if not (path.startswith((*FILES, EXAMPLES)) or NO_PAGE.match(path))]


def file_of(path: str) -> str:
    """The file of a page, below the root of the site.

    >>> file_of("/"), file_of("/queries/causes")
    ('index.html', 'queries/causes.html')
    """
    return "index.html" if path == "/" else f"{path[1:]}.html"


def root_from(page: str) -> str:
    """The root of the site as seen from a page.

    >>> root_from("/queries/causes"), root_from("/compare")
    ('../', './')
    """
    return "../" * (page.count("/") - 1) or "./"


def _on_shelf(shelf: str, name: str) -> str:
    return f"{file_of(shelf)}#{name}"


def _parts(address: str) -> tuple[str, str]:
    """The path of an address, and its query and fragment with their signs."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    return path, address[len(path) :]
