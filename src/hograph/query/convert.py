"""The graph in other libraries; each is imported when it is asked for."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.collecting import seldom_collecting
from hograph.errors import HographError
from hograph.graph.lingua import fill
from hograph.store.interface import Store
from hograph.vocabulary import HO, PREFIXES

if TYPE_CHECKING:
    import owlready2
    import rdflib


def to_rdflib(triples: Iterable[ox.Triple]) -> "rdflib.Graph":
    """Triples as an rdflib graph with the prefixes of hograph."""
    import rdflib

    graph = rdflib.Graph()
    for name, space in PREFIXES.items():
        graph.bind(name, str(space))
    return fill(graph, triples)


@seldom_collecting()
def to_dataset(store: Store) -> "rdflib.Dataset":
    """A store as an rdflib dataset whose default graph is the union of its graphs."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    for name, space in PREFIXES.items():
        dataset.bind(name, str(space))
    for node in store.named_graphs():
        if isinstance(node, ox.NamedNode):
            fill(dataset.graph(node.value), (quad.triple for quad in store.quads_for_pattern(None, None, None, node)))
    return dataset


def to_owlready(triples: Iterable[ox.Triple]) -> "owlready2.Ontology":
    """The ontology in owlready2, handed over as N-Triples: Turtle is what owlready2 misreads without an error.

    Raises:
        HographError: when owlready2 is not installed.
    """
    try:
        import owlready2
    except ImportError as error:
        raise HographError("owlready2 is not installed. Install it: pip install 'hograph[hermit]'.") from error
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ontology.nt"
        path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
        world = owlready2.World()
        world.get_ontology(path.as_uri()).load()
        return world.get_ontology(str(HO))
