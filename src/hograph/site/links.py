"""Links of the site: relative, so that it works below any path, and to files that are there."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

LINK = re.compile(rb'\b(href|src|action|data-vocabulary|data-examples)="(/[^"]*)"')
"""An attribute with an address below the root; templates write them all so."""
FILES = ("/static/", "/picture/", "/explore/graph.svg", "/explore/vocabulary.json", "/explore/examples.json")
"""What begins so is a file under its own name."""
PAGES = re.compile(r"/(search|compare|disagreements|explore/(graph|sparql)|queries/[^/]+|document/[^/]+)?")
"""Pages that are no single term, claim or proposition."""
NO_PAGE = re.compile(r"/(api|review|sparql|openapi\.json|metrics|healthz)(/|$)")
AS_RDF = re.compile(r"(.+)\.(ttl|jsonld|nt|rdf)")
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
        >>> Links({"/"}).target("/claim/k7f3.ttl")
        'explore/sparql.html?thing=claim/k7f3'
        """
        path, rest = _parts(address)
        if path.startswith(FILES):
            return path[1:] + rest
        if path in self.pages:
            return file_of(path) + rest
        if path.startswith("/api/queries/"):
            return f"{file_of(ASKED)}?example={path.rsplit('/', 1)[1]}"
        if NO_PAGE.match(path):
            return file_of(ASKED)
        thing = found[1] if (found := AS_RDF.fullmatch(path)) else path
        return f"{file_of(ASKED)}?thing={quote(thing[1:], safe='/')}"


def linked(body: bytes) -> list[str]:
    """The paths to which a page links, without what has no page."""
    found = dict.fromkeys(_parts(match[2].decode())[0] for match in LINK.finditer(body) if match[1] == b"href")
    return [path for path in found if not (path.startswith(FILES) or NO_PAGE.match(path) or AS_RDF.fullmatch(path))]


def pictures(body: bytes) -> list[str]:
    """The pictures that the application draws for a page."""
    found = (match[2].decode() for match in LINK.finditer(body) if match[1] == b"src")
    return [path for path in found if path.startswith("/picture/")]


def file_of(path: str) -> str:
    """The file of a page, below the root of the site.

    >>> file_of("/"), file_of("/claim/k7f3")
    ('index.html', 'claim/k7f3.html')
    """
    return "index.html" if path == "/" else f"{path[1:]}.html"


def root_from(page: str) -> str:
    """The root of the site as seen from a page.

    >>> root_from("/claim/k7f3"), root_from("/compare")
    ('../', './')
    """
    return "../" * (page.count("/") - 1) or "./"


def _parts(address: str) -> tuple[str, str]:
    """The path of an address, and its query and fragment with their signs."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    return path, address[len(path) :]
