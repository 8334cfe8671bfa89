"""What a shell may complete: names of queries, parameters, documents, graphs, tags and terms, read from files alone.

Nothing here opens the graph or imports rdflib: a person waits for it at every press of the tab key. What cannot be read gives no
candidates.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from hograph.errors import HographError
from hograph.files import read_text, resources
from hograph.query.known import GRAPHS
from hograph.workspace.layers import Layers

if TYPE_CHECKING:
    from hograph.query.parameters import Parameter

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
Pairs = Iterable[tuple[str, str]]
"""Candidates, each with what it means."""


def _completer(find: Callable[[Layers, str], Pairs]) -> Completer:
    """A completer for click from a function that is given the layers and what was typed."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
        with suppress(HographError):
            return [CompletionItem(value, help=said or None) for value, said in find(_layers(ctx), incomplete)]
        return []

    return complete


def _layers(ctx: click.Context) -> Layers:
    return Layers.of(resources(ctx.params.get("root")))


def _headers(layers: Layers, key: str) -> dict[str, str]:
    """What the header of each query says under a key, by the name of the query."""
    found = {}
    for path in layers.queries.values():
        match = re.search(rf"(?m)^#\+ {key}: *(.*)$", read_text(path))
        found[path.stem] = match[1].strip('"') if match else ""
    return found


def _query_names(layers: Layers, typed: str) -> Pairs:
    return [(name, said) for name, said in _headers(layers, "question").items() if name.startswith(typed)]


def _tags(layers: Layers, typed: str) -> Pairs:
    said = (tag.strip() for tags in _headers(layers, "tags").values() for tag in tags.strip("[]").split(","))
    return [(tag, "") for tag in sorted(set(said)) if tag.startswith(typed)]


def _documents(layers: Layers, typed: str) -> Pairs:
    """Those that begin so, else those with it inside: either is understood where a document is asked for."""
    known = sorted(path.stem for folder in layers.claims for path in folder.glob("*.yaml"))
    found = [slug for slug in known if slug.startswith(typed)] or [slug for slug in known if typed in slug]
    return [(slug, "") for slug in found]


def _graphs(layers: Layers, typed: str) -> Pairs:
    claims = (f"claims/{slug}" for slug, _ in _documents(layers, ""))
    slices = (f"slices/{path.stem}" for path in layers.base_ontology.glob("slices/*.ttl"))
    return [(name, "") for name in sorted([*GRAPHS, "claims", *claims, "slices", *slices]) if name.startswith(typed)]


def _terms(layers: Layers, typed: str, category: tuple[str, ...] = (), *, roles: bool = True) -> Pairs:
    """Terms by local name, which a shell need not quote: those of the category whose name, label or synonym begins so."""
    from hograph.ontology.index import load_ontology

    ontology, key = load_ontology(*layers.ontology), typed.removeprefix("ho:").casefold()
    for name in (*ontology.terms, *(ontology.roles if roles else ())):
        if category and not set(category) & ontology.ancestors(name):
            continue
        spellings = (name, ontology.label(name), *(text for _, text in ontology.synonyms(name)))
        if any(spelling.casefold().startswith(key) for spelling in spellings):
            yield name, ontology.label(name)


def _claims(root: Path, typed: str) -> list[str]:
    """Claims by name, of a build that is up to date: nothing is built for a press of the tab key."""
    import pyoxigraph as ox

    from hograph.files import default_build_folder
    from hograph.graph.inputs import fresh
    from hograph.query.store import open_store
    from hograph.vocabulary import CLAIM, HO, RDF

    if not fresh(root, default_build_folder(root)):
        return []
    found = open_store(root).quads_for_pattern(None, RDF["type"], HO["Claim"], None)
    names = (f"claim:{CLAIM.name(n)}" for n in (quad.subject for quad in found) if isinstance(n, ox.NamedNode))
    return sorted(name for name in names if name.startswith(typed))


def terms(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Terms by any of their names, and behind `claim:` claims."""
    if not incomplete.startswith("claim:"):
        return _by_name(ctx, param, incomplete)
    with suppress(HographError):
        return [CompletionItem(name) for name in _claims(resources(ctx.params.get("root")), incomplete)]
    return []


def _drawable(layers: Layers, typed: str) -> Pairs:
    return [*_query_names(layers, typed), *_terms(layers, typed, roles=False)]


query_names, tags, documents = _completer(_query_names), _completer(_tags), _completer(_documents)
graphs, _by_name, drawable = _completer(_graphs), _completer(_terms), _completer(_drawable)


def parameters(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The parameters of the query that is named, as `name=`, and behind the sign what each of them takes."""
    # Behind an option without its value click leaves it there; a question in words may come to any query.
    named = "" if "question" in ctx.params else ctx.params.get("name") or next(iter(ctx.args), "")
    given = {str(text).partition("=")[0] for text in ctx.params.get("parameters") or ()}
    with suppress(HographError):
        found = _parameters(_layers(ctx), str(named), incomplete)
        return [
            CompletionItem(value, help=said or None) for value, said in found if value.partition("=")[0] not in given
        ]
    return []


def _all_parameters(layers: Layers) -> "dict[str, Parameter]":
    from hograph.query.header import read_queries

    found: dict[str, Parameter] = {}
    for one in read_queries(layers).values():
        found = one.header.parameters | found
    return dict(sorted(found.items()))


def _parameters(layers: Layers, query: str, typed: str) -> Pairs:
    from hograph.query.header import read_header

    name, equals, value = typed.partition("=")
    if query and query not in layers.queries:
        return []
    known = read_header(layers.queries[query]).parameters if query else _all_parameters(layers)
    if not equals:
        return [(f"{one}=", known[one].description) for one in known if one.startswith(name)]
    if name not in known:
        return []
    kind, words = known[name].type.value, [(word, "") for word in known[name].allowed if word.startswith(value)]
    if kind in {"term", "document"}:
        words += [("any", "all of them")] if "any".startswith(value) else []
        words += _terms(layers, value, known[name].category) if kind == "term" else _documents(layers, value)
    return [(f"{name}={one}", said) for one, said in words]


__all__ = ["documents", "drawable", "graphs", "parameters", "query_names", "tags", "terms"]
