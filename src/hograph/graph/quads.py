"""Small helpers that make and write quads; the only place that knows how literals are typed."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import pyoxigraph as ox

from hograph.vocabulary import PREFIXES, RDF, RDFS, XSD

Node = ox.NamedNode | ox.Literal


def literal(value: str | int | Decimal | bool) -> ox.Literal:
    """A plain or typed literal: text as `xsd:string`, numbers as `xsd:integer` or `xsd:decimal`, truth as `xsd:boolean`."""
    if isinstance(value, bool):
        return ox.Literal("true" if value else "false", datatype=XSD["boolean"])
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=XSD["integer"])
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
        return ox.Literal(text if "." in text else f"{text}.0", datatype=XSD["decimal"])
    return ox.Literal(value)


def english(text: str) -> ox.Literal:
    """A literal in English."""
    return ox.Literal(text, language="en")


class Describer:
    """Makes the triples about one subject, leaving out what is None.

    >>> from hograph.vocabulary import HO
    >>> it = Describer(HO["x"], HO["Claim"], "a label")
    >>> len(it.add(HO["about"], None).add(HO["about"], HO["y"]).triples)
    3
    """

    def __init__(self, subject: ox.NamedNode, kind: ox.NamedNode, label: str | None = None) -> None:
        self.subject = subject
        self.triples = [ox.Triple(subject, RDF["type"], kind)]
        self.add(RDFS["label"], english(label) if label else None)

    def add(self, predicate: ox.NamedNode, value: Node | str | int | Decimal | bool | None) -> "Describer":
        """Say one more thing of the subject; None says nothing."""
        if value is not None:
            node = value if isinstance(value, ox.NamedNode | ox.Literal) else literal(value)
            self.triples.append(ox.Triple(self.subject, predicate, node))
        return self


def in_graph(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """The triples as quads of a named graph."""
    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def canonical(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> list[ox.Quad]:
    """The triples as quads of a named graph, blank nodes renamed by RDFC-1.0 so that the same graph gives the same names."""
    dataset = ox.Dataset(in_graph(triples, graph))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Sorted N-Quads: the same set of quads gives the same bytes."""
    lines = sorted({f"{quad} .\n" for quad in quads})
    return "".join(lines).encode()


def turtle(quads: Iterable[ox.Quad]) -> bytes:
    """Turtle in a stable order, with the prefixes of hograph; graph names are dropped."""
    triples = sorted(
        {quad.triple for quad in quads},
        key=lambda t: (str(t.subject), t.predicate != RDF["type"], str(t.predicate), str(t.object)),
    )
    data = ox.serialize(
        triples, format=ox.RdfFormat.TURTLE, prefixes={name: str(space) for name, space in PREFIXES.items()}
    )
    return data or b""
