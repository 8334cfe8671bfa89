"""Our graph and theirs in one dataset, so that a query climbs their hierarchy to find our claims."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from hograph.graph.quads import in_graph
from hograph.graph.slices import slice_graph
from hograph.linking.foreign import ForeignOntology
from hograph.linking.slices import slice_triples
from hograph.linking.vocabularies import Vocabularies


def merged(
    quads: Iterable[ox.Quad], pieces: Iterable[ForeignOntology], vocabularies: Vocabularies
) -> Iterator[ox.Quad]:
    """The graph with these slices in it, each in place of the shipped one of the same vocabulary.

    Args:
        quads: the built graph.
        pieces: slices, as `hograph.linking.slices.cut` gives them.
        vocabularies: what is known of theirs.

    Yields:
        Every quad of both, those of ours first.
    """
    graphs = {slice_graph(piece.prefix): piece for piece in pieces}
    yield from (quad for quad in quads if quad.graph_name not in graphs)
    for graph, piece in graphs.items():
        yield from in_graph(dict.fromkeys(slice_triples(piece, vocabularies)), graph)
