"""Documents, claims and terms of other ontologies, found in a graph by what people call them.

Whatever asks for one of these looks it up here, so that a word means the same everywhere, and what is not in the graph is refused.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

import pyoxigraph as ox

from hograph.errors import QueryError
from hograph.query.binding import PROLOGUE, solutions
from hograph.store.interface import Store
from hograph.vocabulary import CLAIM, DOCUMENT, GRAPH, HO, OBO, PREFIXES, RDF, RDFS, SKOS, SYNONYM_SCOPES, Namespace

FEW, MANY = 4, 12
"""How many names a sentence lists: of those that may be meant, and of all that there are."""
OF_CLAIMS = tuple(f"<{GRAPH}{name}" for name in ("claims/", "propositions>"))
"""How the names of the graphs begin in which claims and propositions stand."""
SLICES = "slices/"
"""Graphs of slices of other ontologies begin so, below `https://w3id.org/hograph/graph/`."""

TITLES = PROLOGUE + "SELECT ?document ?title WHERE { ?document a ho:Document ; dcterms:title ?title }"


def documents(store: Store) -> list[str]:
    """The slugs of all documents."""
    return sorted(DOCUMENT.name(node) for node in _instances(store, HO["Document"]))


def find_document(store: Store, words: str) -> str:
    """The slug of the one document that is meant: by CURIE, IRI, slug, the beginning of it, a part of it, or title.

    Raises:
        QueryError: when there is none, or there are several.
    """
    key = _bare(words, DOCUMENT, "document:")
    if _is_named(store, DOCUMENT, key, HO["Document"]):
        return key
    titles = _titles(store)
    known = sorted(titles)
    tests: tuple[Callable[[str], bool], ...] = (
        lambda slug: slug.startswith(key),
        lambda slug: key in slug,
        lambda slug: key.casefold() == titles[slug].casefold(),
        lambda slug: key.casefold() in f"{slug} {titles[slug]}".casefold(),
    )
    for test in tests if key else ():
        found = [slug for slug in known if test(slug)]
        if len(found) == 1:
            return found[0]
        if found:
            raise QueryError(f"'{words}' may be {' or '.join(found)}. Name one in full.")
    near = difflib.get_close_matches(key, _parts(known), n=1)
    meant = [slug for slug in known if near and near[0] in slug]
    hint = f"Did you mean {' or '.join(meant)}? " if meant else ""
    raise QueryError(
        f"No document is named '{words}'. {hint}There are: {', '.join(known[:MANY]) or 'none'}{_more(known, MANY)}."
    )


def find_claim(store: Store, words: str) -> ox.NamedNode:
    """The one claim that is meant: by CURIE, IRI, name, or the beginning of its name.

    Raises:
        QueryError: when there is none, or there are several.
    """
    key = _bare(words, CLAIM, "claim:")
    if _is_named(store, CLAIM, key, HO["Claim"]):
        return CLAIM[key]
    known = {CLAIM.name(node): node for node in _instances(store, HO["Claim"])}
    found = sorted(name for name in known if key and name.startswith(key))
    if len(found) == 1:
        return known[found[0]]
    if found:
        some = ", ".join(f"claim:{name}" for name in found[:FEW])
        raise QueryError(f"'{words}' is the beginning of {len(found)} claims: {some}{_more(found)}. Name more of it.")
    near = difflib.get_close_matches(key, known, n=2, cutoff=0.75)
    hint = f"Did you mean {' or '.join(f'claim:{name}' for name in near)}? " if near else ""
    raise QueryError(f"'{words}' is no claim of this graph. {hint}`hograph export claims` lists them.")


def find_claims(store: Store, given: object) -> list[ox.NamedNode]:
    """The claims that are meant by a node, or by a text with one or several names of claims, as a column `claims` holds them.

    Raises:
        QueryError: when it is neither, or a name is that of no claim.
    """
    if isinstance(given, ox.NamedNode):
        return [given]
    if not isinstance(given, str):
        raise QueryError(f"{given!r} is no claim. Give a claim, an answer, or a row as `for row in answer` gives it.")
    return [find_claim(store, words) for words in given.split()]


def find_foreign(store: Store, words: str, vocabulary: str) -> ox.NamedNode:
    """The term of an ontology of the OBO Library that is meant: by CURIE, IRI, or, where the graph has a slice of it, label or synonym.

    Args:
        store: the graph.
        words: what the user typed.
        vocabulary: the prefix of the ontology that the term must belong to, as `UBERON`.

    Raises:
        QueryError: when it belongs to another ontology, or the graph says nothing of it.
    """
    given = re.fullmatch(r"(?:http://purl\.obolibrary\.org/obo/|obo:)?([A-Za-z]+)[:_](\w+)", words.strip().strip("<>"))
    if given is None:
        return _by_label(store, words, vocabulary)
    if given[1].upper() != vocabulary.upper():
        raise QueryError(f"'{words}' is of {given[1]}, and a term of {vocabulary} is asked for. {_slices(store)}")
    node = OBO[f"{vocabulary}_{given[2]}"]
    if _occurs(store, node):
        return node
    raise QueryError(
        f"{vocabulary}:{given[2]} is in neither a slice nor a mapping of this graph. {_slices(store)} "
        "`hograph slice` cuts one out of an ontology, `hograph link --merge` joins the whole of it."
    )


def find_mapped(store: Store, words: str) -> str | None:
    """The one term of ours that matches a term of another ontology exactly, by the CURIE of that; None when the words are no such CURIE."""
    given = re.fullmatch(r"([A-Z][A-Za-z]+):(\w+)", words.strip())
    if given is None or given[1].lower() in PREFIXES:
        return None
    matches = store.quads_for_pattern(None, SKOS["exactMatch"], OBO[f"{given[1]}_{given[2]}"], GRAPH["mappings"])
    found = {HO.name(quad.subject) for quad in matches if isinstance(quad.subject, ox.NamedNode) and quad.subject in HO}
    return found.pop() if len(found) == 1 else None


def _by_label(store: Store, words: str, vocabulary: str) -> ox.NamedNode:
    key, known = words.strip().casefold(), dict[str, dict[ox.NamedNode, None]]()
    for node, text in _labels_of_terms(store, f"{OBO}{vocabulary}_"):
        known.setdefault(text.casefold(), {})[node] = None
    found = list(known.get(key, ()))
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(f"'{words}' may be {' or '.join(map(_obo_curie, found))}. Name one by its CURIE.")
    near = [f"{text} ({_obo_curie(next(iter(known[text])))})" for text in difflib.get_close_matches(key, known, n=3)]
    hint = f"Did you mean {', or '.join(near)}? " if near else ""
    raise QueryError(
        f"'{words}' is no CURIE, and no label or synonym, of a term of {vocabulary} in this graph. {hint}{_slices(store)}"
    )


def _labels_of_terms(store: Store, start: str) -> Iterator[tuple[ox.NamedNode, str]]:
    """Terms whose IRI begins so, with each label and exact synonym; labels first, so that they win.

    What documents claim has most of the labels of a large graph and names no term of others, so that it is not read.

    Yields:
        A term and a label of it.
    """
    graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.DefaultGraph()]
    graphs += [graph for graph in store.named_graphs() if not str(graph).startswith(OF_CLAIMS)]
    for predicate, graph in product((RDFS["label"], SYNONYM_SCOPES["exact"]), graphs):
        for quad in store.quads_for_pattern(None, predicate, None, graph):
            node, text = quad.subject, quad.object
            if isinstance(node, ox.NamedNode) and isinstance(text, ox.Literal) and node.value.startswith(start):
                yield node, text.value


def _slices(store: Store) -> str:
    names = [GRAPH.name(node) for node in store.named_graphs() if isinstance(node, ox.NamedNode) and node in GRAPH]
    found = sorted(name.removeprefix(SLICES).upper() for name in names if name.startswith(SLICES))
    return f"There are slices of: {', '.join(found)}." if found else "It has no slice of another ontology."


def _obo_curie(node: ox.NamedNode) -> str:
    return OBO.name(node).replace("_", ":", 1)


def _occurs(store: Store, node: ox.NamedNode) -> bool:
    return any(store.quads_for_pattern(node, None, None, None)) or any(store.quads_for_pattern(None, None, node, None))


def _is_named(store: Store, space: Namespace, name: str, kind: ox.NamedNode) -> bool:
    """Whether there is one of that kind and full name: most are asked for by it, and the others need not be read then."""
    return bool(re.fullmatch(r"[a-z0-9-]+", name)) and any(
        store.quads_for_pattern(space[name], RDF["type"], kind, None)
    )


def _instances(store: Store, kind: ox.NamedNode) -> Iterable[ox.NamedNode]:
    quads = store.quads_for_pattern(None, RDF["type"], kind, None)
    return dict.fromkeys(quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode))


def _titles(store: Store) -> dict[str, str]:
    """Slug of each document to its title."""
    found = dict.fromkeys(documents(store), "")
    return found | {DOCUMENT.name(row["document"]): row["title"].value for row in solutions(store, TITLES)}


def _bare(words: str, space: Namespace, prefix: str) -> str:
    return words.strip().removeprefix("<").removesuffix(">").removeprefix(space).removeprefix(prefix)


def _parts(slugs: Iterable[str]) -> list[str]:
    """The slugs and the words in them, to which a misspelling may be near."""
    found = dict.fromkeys(part for slug in slugs for part in (slug, *slug.split("-")))
    return [part for part in found if len(part) > 2]


def _more(found: Sequence[str], shown: int = FEW) -> str:
    return f" and {len(found) - shown} more" if len(found) > shown else ""
