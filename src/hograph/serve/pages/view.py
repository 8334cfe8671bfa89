"""How pages are made: the templates, the graph that a request is about, and answers in HTML."""

import hashlib
import re
import sys
from functools import cache
from importlib.resources import files
from urllib.parse import quote

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse

from hograph.knowledge import KnowledgeGraph
from hograph.serve.service import Service
from hograph.version import VERSION
from hograph.vocabulary import HO

STATIC = files("hograph.serve") / "static"
FINGERPRINT = 10


def service_of(request: Request) -> Service:
    """What is served."""
    service: Service = request.app.state.service
    return service


def graph_of(request: Request) -> KnowledgeGraph:
    """The graph that is asked."""
    return service_of(request).kg


def size_of(request: Request, size: int) -> int:
    """How many items one page has: so many; all, where no server is behind the page to give the next ones."""
    return sys.maxsize if service_of(request).files else size


def path_of(node: ox.NamedNode) -> str:
    """The path of the page of a thing of ours, below the root of the site.

    >>> path_of(HO["claim/k7f3"])
    '/claim/k7f3'
    """
    return "/" + quote(HO.name(node), safe="/~:@!$&'()*+,;=-._")


def render(
    request: Request, template: str, status: int = 200, headers: dict[str, str] | None = None, **values: object
) -> HTMLResponse:
    """A page.

    Args:
        request: for the root under which links stand.
        template: the name of its template, without `.html`.
        status: of HTTP.
        headers: of HTTP.
        **values: what the template shows; every text in it is escaped.
    """
    context = {
        "root": request.scope.get("root_path", "").rstrip("/"),
        "here": request.url.path,
        "version": VERSION,
        "shipped": service_of(request).shipped,
        "served": not service_of(request).files,
        "reviewed_here": service_of(request).reviewing is not None,
        **values,
    }
    return HTMLResponse(_environment().get_template(f"{template}.html").render(context), status, headers)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("hograph.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"url": _url, "static": _static, "thousands": "{:,}".format, "path": path_of, "tight": _tight}
    return made


def _tight(text: str) -> str:
    """Text of a document without empty lines."""
    return re.sub(r"\n\s*\n", "\n", text)


@pass_context
def _url(context: Context, path: str) -> str:
    """A path below the root of the site, as a link."""
    return f"{context['root']}{path}"


@pass_context
def _static(context: Context, name: str) -> str:
    """The link to a file of `static/`, which changes when its bytes do."""
    return f"{context['root']}/static/{name}?v={_fingerprint(name)}"


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:FINGERPRINT]
