"""The site is made: pages are rendered from page to page, their links made relative, and the engine's files put beside them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.types import ASGIApp

from hograph.errors import HographError, InputError
from hograph.files import sha256
from hograph.serve import Service, create_app
from hograph.serve.asking import answering
from hograph.serve.explore.scripts import built
from hograph.serve.pages.view import STATIC
from hograph.site.data import data_files
from hograph.site.links import PAGES, Links, file_of, linked, root_from
from hograph.site.render import rendered
from hograph.site.shelves import shelves

FIRST = ("/", "/search", "/compare", "/disagreements", "/explore/graph", "/explore/sparql")
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
MARK = "offline.js"
"""A file that every site has, by which one is known."""
STATIC_FOLDER = Path(str(STATIC))
ASK = re.compile(rb'<form class="ask" ')


@dataclass(frozen=True)
class Written:
    """What was written: how many pages, and bytes in all."""

    pages: int
    bytes: int


async def write_site(service: Service, folder: Path, *, say: Callable[[str], None] = lambda _: None) -> Written:
    """Write the explorer as files.

    Args:
        service: the graph. Passages of documents are never written, whether they are at hand or not.
        folder: where to; an earlier site there is replaced.
        say: told how far it is.

    Returns:
        How much was written.

    Raises:
        HographError: when the scripts were not built.
        InputError: when the folder has something else in it, or cannot be written; what was there stays then.
    """
    if not built("engine.js"):
        raise HographError(
            "The site needs the scripts that `make web` builds, and this installation has none: it needs npm."
        )
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise InputError(f"{folder}: has files in it that are no site of hograph. Name a folder that is new or empty.")
    service = replace(service, kg=replace(service.kg, documents=()), files=True)
    async with answering(service):
        files = await _files(service, say)
    put(files, folder.resolve())
    pages = sum(name.endswith(".html") for name in files)
    return Written(pages, sum(map(len, files.values())))


def put(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a site beside the earlier one, and put it in its place once it is whole.

    Args:
        files: name to content.
        folder: of the site, with its whole path.

    Raises:
        InputError: when it cannot be written; what was there stays.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".site-") as room:
            new = Path(room) / "new"
            for name, data in files.items():
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            _take_place(new, folder, Path(room) / "old")
    except OSError as error:
        raise InputError(
            f"{folder}: the site cannot be written ({error.strerror or error}). Make room there, or name another folder."
        ) from error


def _take_place(new: Path, folder: Path, aside: Path) -> None:
    """Put a folder in the place of an earlier one, which gets it back where that fails."""
    if folder.exists():
        folder.rename(aside)
    try:
        new.rename(folder)
    finally:
        if aside.exists() and not folder.exists():
            aside.rename(folder)


async def _files(service: Service, say: Callable[[str], None]) -> dict[str, bytes]:
    app = create_app(service)
    pages = await _crawled(app, [*FIRST, *(f"/{name}" for name in service.kg.ontology.labels)], say)
    links = Links(pages)
    whole = {path: body for path, body in pages.items() if PAGES.fullmatch(path)}
    whole |= shelves({path: body for path, body in pages.items() if path not in whole})
    files = {file_of(path): _of_site(links.rewritten(body, path), path) for path, body in whole.items()}
    for path in ("/explore/graph.svg", "/explore/vocabulary.json"):
        files[path[1:]] = (await rendered(app, path)).body
    files |= {f"data/{name}": data for name, data in data_files(service.kg).items()}
    files |= _static()
    key = sha256("".join(sha256(data) for data in files.values()))[:16]
    files[MARK] = (STATIC / "built" / MARK).read_bytes().replace(b"SITE-KEY", key.encode())
    return files


async def _crawled(app: ASGIApp, first: Sequence[str], say: Callable[[str], None]) -> dict[str, bytes]:
    """Every page that is reached from the first ones, by its path."""
    found: dict[str, bytes] = {}
    waiting = list(first)
    known = set(waiting)
    while waiting:
        path = waiting.pop()
        page = await rendered(app, path)
        if page.status != 200 or not page.media.startswith("text/html"):
            continue
        found[path] = page.body
        if len(found) % 250 == 0:
            say(f"{len(found)} pages")
        for other in linked(page.body):
            if other not in known:
                known.add(other)
                waiting.append(other)
    return found


def _of_site(body: bytes, path: str) -> bytes:
    """A page with what it needs where there is no server: a policy, the root of the site, and the script that asks the engine."""
    root = root_from(path)
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<meta name="hograph-site" content="{root}">\n'
    )
    if path == "/search":
        head += '<meta name="hograph-page" content="search">\n'
    if b"/explore.css" not in body:  # it has the look of the tables that the script makes
        head += f'<link rel="stylesheet" href="{root}static/explore.css">\n'
    script = f'<script type="module" src="{root}static/built/site.js"></script>\n</head>'
    name = path.rsplit("/", 1)[1].encode()
    body = ASK.sub(rb'<form class="ask" data-query="%s" ' % name, body) if path.startswith("/queries/") else body
    return body.replace(b'<meta name="viewport"', head.encode() + b'<meta name="viewport"', 1).replace(
        b"</head>", script.encode(), 1
    )


def _static() -> dict[str, bytes]:
    left_out = {"engine.wasm", MARK}
    return {
        f"static/{path.relative_to(STATIC_FOLDER).as_posix()}": path.read_bytes()
        for path in sorted(STATIC_FOLDER.rglob("*"))
        if path.is_file() and path.name not in left_out
    }
