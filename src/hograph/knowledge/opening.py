"""The graph opened: what is shipped, a workspace, a graph of somebody's own, or one on a server."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hograph.curation.documents import documents_folders
from hograph.errors import InputError
from hograph.files import default_build_folder, resources
from hograph.knowledge.graph import KnowledgeGraph
from hograph.query.prepared import Prepared
from hograph.query.store import open_store, own_store
from hograph.store.held import in_memory
from hograph.store.interface import Store

if TYPE_CHECKING:
    import rdflib

    from hograph.store.endpoint import Endpoint


def open_graph(
    source: "Path | str | rdflib.Graph | Store | None" = None,
    build_folder: Path | str | None = None,
    documents: Path | str | None = None,
    say: Callable[[str], None] = lambda _: None,
    endpoint: "Endpoint | str | None" = None,
    *,
    memory: bool = False,
    root: Path | str | None = None,
) -> KnowledgeGraph:
    """Open the graph, building it first when its inputs are new or have changed.

    Args:
        source: what to open: a workspace or a folder with `ontology/`, `data/` and `queries/` (when not given, the workspace that
            the current folder lies in, else the checkout or the installed package); or a graph of your own, which is asked with
            the shipped queries: a file of RDF (.nq, .trig, .ttl, .nt, .rdf, .owl, .jsonld), an rdflib graph or dataset, or a
            store. What has no named graphs becomes one, so that all queries answer, but `describe` and `explain` cannot say
            which part said what, nor tell what was inferred.
        build_folder: where the build is kept.
        documents: a folder of source documents, for passages; `HOGRAPH_DOCUMENTS` when not given. Those of a workspace are found.
        say: told what is going on when it takes a while.
        endpoint: a SPARQL 1.1 server that has the graph, by the address of its query service, or an `Endpoint` with headers and time-out
            of your own (`hograph.store.endpoint`); it is asked with the ontology and the queries of the folder.
        memory: whether to take the build from disk into memory: many questions one after the other take a third of the time then, and
            the first one has to wait for it, half a second for what is shipped.
        root: of a graph of your own, the workspace or folder whose ontology, queries and documents go with it; found as `source` is
            when not given.

    Returns:
        The graph; nothing of it is read before it is asked.

    Raises:
        HographError: when there is no such folder or file, or an input or the build cannot be read; the text says where.
        InputError: when both a graph and a server are named.

    Example:
        >>> import hograph
        >>> len(hograph.open(kg.store).query("recurrence-prevention"))
        3
    """
    if source is None or (isinstance(source, str | Path) and Path(source).is_dir()):
        source = root if source is None else source
        build_folder = Path(build_folder) if build_folder else None
        root = resources(Path(source) if source is not None else None)
        at_hand = documents_folders(documents, root)
        if endpoint:
            return KnowledgeGraph(root, _on_server(endpoint), at_hand)
        store = open_store(root, build_folder, say)
        store = in_memory(store) if memory else store
        kg = KnowledgeGraph(root, store, at_hand, Prepared(build_folder or default_build_folder(root)))
        kg.prepare()
        return kg
    if endpoint:
        raise InputError("Both a graph and a server are named. Name one of them.")
    root = resources(Path(root) if root is not None else None)
    return KnowledgeGraph(
        root, source if isinstance(source, Store) else own_store(source), documents_folders(documents, root)
    )


def _on_server(endpoint: "Endpoint | str") -> "Endpoint":
    from hograph.store.endpoint import Endpoint  # not needed where the graph is at hand

    return Endpoint(endpoint) if isinstance(endpoint, str) else endpoint
