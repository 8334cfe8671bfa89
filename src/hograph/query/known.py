"""Which IRIs a canned query may speak of: the terms of ours that are declared, and of other vocabularies those that our files use."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from hograph.graph.slices import slice_files, slice_graph
from hograph.ontology.index import Ontology
from hograph.ontology.turtle import read_turtle
from hograph.vocabulary import CLAIM, DOCUMENT, GRAPH, HO, XSD

CASTS = frozenset(
    XSD[name].value for name in ("boolean", "dateTime", "decimal", "double", "float", "integer", "string")
)
"""The functions that SPARQL 1.1 has for changing the type of a literal (section 17.5)."""
GRAPHS = ("edges", "inferred", "mappings", "ontology", "propositions")
"""The named graphs that every build has, below `https://w3id.org/hograph/graph/`."""


@dataclass(frozen=True)
class Known:
    """The IRIs that may stand in a canned query.

    A name of another vocabulary is known when the ontology, its shapes or its slices use it, so that there is no list to keep by hand.

    Attributes:
        ontology: the index over the ontology.
        folder: the `ontology/` folder with `shapes/` and `slices/`.
    """

    ontology: Ontology
    folder: Path

    def fault(self, iri: str) -> str | None:
        """What is wrong with an IRI, in words; None when it is known."""
        if iri in GRAPH:
            name = iri.removeprefix(GRAPH)
            return None if name in GRAPHS or iri in self._slices else f"the graph '{name}' is in no build"
        if iri in CLAIM or iri in DOCUMENT:
            return f"<{iri}> names one claim or document. Make it a parameter"
        if iri in HO:
            name = iri.removeprefix(HO)
            return None if name in self.ontology.labels else f"ho:{name} is not declared in the ontology"
        known = iri in CASTS or any(iri in used for used in self._used()) or self._is_space(iri)
        return None if known else f"<{iri}> is used by neither the ontology nor its shapes nor its slices"

    def _used(self) -> Iterator[frozenset[str]]:
        """What the shapes, the ontology and the slices use: the smallest first, and each read only when it is needed."""
        yield self._shapes
        yield self._own
        yield self._sliced

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(_iris(self.ontology.triples))

    @cached_property
    def _shapes(self) -> frozenset[str]:
        return frozenset(_iris(quad.triple for path in self.folder.glob("shapes/*.ttl") for quad in read_turtle(path)))

    @cached_property
    def _sliced(self) -> frozenset[str]:
        return frozenset(_iris(quad.triple for path in slice_files(self.folder) for quad in read_turtle(path)))

    @cached_property
    def _slices(self) -> frozenset[str]:
        return frozenset(slice_graph(path.stem).value for path in slice_files(self.folder))

    def _is_space(self, iri: str) -> bool:
        """Whether it is what the identifiers of a slice begin with, as `http://purl.obolibrary.org/obo/HP_`."""
        return iri.endswith("_") and any(known.startswith(iri) for known in self._sliced)


def _iris(triples: Iterable[ox.Triple]) -> Iterator[str]:
    for triple in triples:
        for node in (triple.subject, triple.predicate, triple.object):
            if isinstance(node, ox.NamedNode):
                yield node.value
            elif isinstance(node, ox.Literal):
                yield node.datatype.value
