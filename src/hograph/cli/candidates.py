"""What a shell may complete: names of queries, parameters, documents, graphs, tags and terms, read from files alone.

Nothing here opens the graph or imports rdflib: a person waits for it at every press of the tab key. What cannot be read gives no
candidates.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress

import click
from click.shell_completion import CompletionItem

from hograph.errors import HographError
from hograph.files import read_text, resources
from hograph.query.known import GRAPHS
from hograph.workspace.layers import Layers

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


def _terms(layers: Layers, typed: str, category: tuple[str, ...] = ()) -> Pairs:
    """Terms by local name, which a shell need not quote: those of the category whose name, label or synonym begins so."""
    from hograph.ontology.index import load_ontology

    ontology, key = load_ontology(*layers.ontology), typed.removeprefix("ho:").casefold()
    for name in (*ontology.terms, *ontology.roles):
        if category and not set(category) & ontology.ancestors(name):
            continue
        spellings = (name, ontology.label(name), *(text for _, text in ontology.synonyms(name)))
        if any(spelling.casefold().startswith(key) for spelling in spellings):
            yield name, ontology.label(name)


query_names, tags, documents = _completer(_query_names), _completer(_tags), _completer(_documents)
graphs, terms = _completer(_graphs), _completer(_terms)


def parameters(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The parameters of the query that is named, as `name=`, and behind the sign what each of them takes."""
    named = ctx.params.get("name") or next(
        iter(ctx.args), ""
    )  # behind an option without its value click leaves it there
    given = {str(text).partition("=")[0] for text in ctx.params.get("parameters") or ()}
    with suppress(HographError):
        found = _parameters(_layers(ctx), str(named), incomplete)
        return [
            CompletionItem(value, help=said or None) for value, said in found if value.partition("=")[0] not in given
        ]
    return []


def _parameters(layers: Layers, query: str, typed: str) -> Pairs:
    from hograph.query.header import read_header

    if query not in layers.queries:
        return []
    known = read_header(layers.queries[query]).parameters
    name, equals, value = typed.partition("=")
    if not equals:
        return [(f"{one}=", known[one].description) for one in known if one.startswith(name)]
    if name not in known:
        return []
    kind, words = known[name].type.value, [(word, "") for word in known[name].allowed if word.startswith(value)]
    if kind in {"term", "document"}:
        words += [("any", "all of them")] if "any".startswith(value) else []
        words += _terms(layers, value, known[name].category) if kind == "term" else _documents(layers, value)
    return [(f"{name}={one}", said) for one, said in words]


__all__ = ["documents", "graphs", "parameters", "query_names", "tags", "terms"]
