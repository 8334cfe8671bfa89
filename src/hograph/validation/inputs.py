"""What is validated: the built graph, or files of the user's together with the ontology."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.graph.slices import FOLDER as SLICES
from hograph.vocabulary import GRAPH

if TYPE_CHECKING:
    import rdflib

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
"""Ending of a file to the RDF format it is read as."""


class _SameNames(dict[str, str]):
    """What rdflib asks for the name of a blank node of a file: the name that stands there."""

    def get(self, name: str, default: object = None) -> str:  # noqa: ARG002
        return name


def to_rdflib(triples: Iterable[ox.Triple]) -> "rdflib.Graph":
    """The triples as an rdflib graph; blank nodes keep their names."""
    import rdflib

    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=data.decode(), format="nt", bnode_context=_SameNames())


def to_store(triples: Iterable[ox.Triple]) -> ox.Store:
    """The triples as the default graph of a store in memory."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return store


def built_graph(quads: Iterable[ox.Quad]) -> ox.Store:
    """The graph of a build as it is validated: all named graphs but what was inferred, and slices of other ontologies."""
    return to_store(quad.triple for quad in quads if not _passed_over(quad))


def stored_graph(store: ox.Store) -> ox.Store:
    """The same of a build on disk, of which nothing is compiled again.

    The ontology goes over statement by statement, since lines that are read get new names of blank nodes; it alone has any.
    """
    data = to_store(quad.triple for quad in store.quads_for_pattern(None, None, None, GRAPH["ontology"]))
    left_out = {GRAPH["ontology"], GRAPH["inferred"]}
    with TemporaryFile() as lines:
        for graph in store.named_graphs():
            if graph not in left_out and not _is_slice(graph):
                store.dump(output=lines, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
        lines.seek(0)
        data.bulk_load(input=lines, format=ox.RdfFormat.N_TRIPLES)
    return data


def _passed_over(quad: ox.Quad) -> bool:
    """Whether a statement was inferred, or is of another ontology, which keeps rules of its own."""
    graph = quad.graph_name
    return isinstance(graph, ox.NamedNode) and (graph == GRAPH["inferred"] or _is_slice(graph))


def _is_slice(graph: ox.NamedNode | ox.BlankNode) -> bool:
    return graph.value.startswith(GRAPH[f"{SLICES}/"].value)


def read_files(paths: Iterable[Path]) -> dict[Path, list[ox.Triple]]:
    """The triples of RDF files, graph names dropped; as of a build, slices of other ontologies and what was inferred are passed over.

    Raises:
        InputError: naming file, line and column of what cannot be read, or the endings that can.
    """
    found = {}
    for path in paths:
        if path.suffix.lower() not in FORMATS:
            raise InputError(f"{path}: unknown ending '{path.suffix}'. RDF files end in {', '.join(FORMATS)}.")
        try:
            found[path] = [
                quad.triple
                for quad in ox.parse(path=str(path), format=FORMATS[path.suffix.lower()], rename_blank_nodes=True)
                if not _passed_over(quad)
            ]
        except SyntaxError as error:
            raise InputError(
                f"{path}:{error.lineno or 1}:{error.offset or 1}: {error.msg}. Mend the file and run again."
            ) from error
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from error
        if not found[path]:
            raise InputError(f"{path}: no triples in it, nothing to validate.")
    return found
