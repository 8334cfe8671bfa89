"""Our graph and theirs in one dataset, so that a query climbs their hierarchy to find our claims."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.graph.quads import in_graph
from hograph.graph.slices import slice_graph
from hograph.linking.coverage import Coverage
from hograph.linking.foreign import ForeignOntology
from hograph.linking.slices import slice_triples
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.mappings import Mapping


@dataclass(frozen=True)
class Piece:
    """A slice on its way into the graph.

    Attributes:
        slice: its terms.
        graph: the named graph that it becomes.
        coverage: how much of what our table maps to stands in its file.
    """

    slice: ForeignOntology
    graph: ox.NamedNode
    coverage: Coverage

    @property
    def instead(self) -> bool:
        """Whether it takes the place of the shipped slice of its vocabulary."""
        return self.graph == slice_graph(self.slice.prefix)


def placed(slices: Iterable[ForeignOntology], mappings: Iterable[Mapping]) -> list[Piece]:
    """Each slice with the named graph that it becomes.

    The first of a whole version takes the place of the shipped slice. A slim would lose answers there, so it stands beside, and so does
    any further slice of the same vocabulary: each in a graph that is named after its file, with source and version of its own.

    Args:
        slices: as `hograph.linking.slices.cut` gives them.
        mappings: our table.

    Raises:
        InputError: when two files of one vocabulary have the same name.
    """
    mappings = tuple(mappings)
    found: dict[ox.NamedNode, Piece] = {}
    for piece in slices:
        coverage, own = Coverage.of(piece, mappings), slice_graph(piece.prefix)
        beside = ox.NamedNode(f"{own.value}/{quote(piece.source, safe='')}")
        graph = own if coverage.whole and own not in found else beside
        if graph in found:
            raise InputError(f"{piece.source}: two files of {piece.prefix} have this name. Rename one of them.")
        found[graph] = Piece(piece, graph, coverage)
    return list(found.values())


def merged(quads: Iterable[ox.Quad], pieces: Iterable[Piece], vocabularies: Vocabularies) -> Iterator[ox.Quad]:
    """The graph with these slices in it.

    Args:
        quads: the built graph.
        pieces: slices with the graphs that they become; a graph of that name gives way.
        vocabularies: what is known of theirs.

    Yields:
        Every quad of both, those of ours first.
    """
    graphs = {piece.graph: piece.slice for piece in pieces}
    yield from (quad for quad in quads if quad.graph_name not in graphs)
    for graph, piece in graphs.items():
        yield from in_graph(dict.fromkeys(slice_triples(piece, graph, vocabularies)), graph)
