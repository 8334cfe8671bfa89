"""Small helpers that make and write quads; the only place that knows how literals are typed."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import pyoxigraph as ox

from hograph.vocabulary import PREFIXES, RDF, RDFS, XSD

Node = ox.NamedNode | ox.Literal
DECIMAL = b"XMLSchema#decimal"
WHOLE_DECIMAL = re.compile(rb'"(-?\d+)"\^\^(?=<http://www\.w3\.org/2001/XMLSchema#decimal>)')


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


def moment(text: str) -> ox.Literal:
    """A time as the engine writes it, without the zeros that end a fraction.

    >>> moment("2026-01-02T03:04:05.600000Z").value, moment("2026-01-02T03:04:00.000Z").value
    ('2026-01-02T03:04:05.6Z', '2026-01-02T03:04:00Z')
    """
    whole, _, fraction = text.removesuffix("Z").partition(".")
    fraction = fraction.rstrip("0")
    return ox.Literal(f"{whole}.{fraction}Z" if fraction else f"{whole}Z", datatype=XSD["dateTime"])


def as_made(line: bytes) -> bytes:
    """A line of N-Quads or N-Triples with decimals as `literal` makes them: the engine drops `.0`."""
    return WHOLE_DECIMAL.sub(rb'"\1.0"^^', line) if DECIMAL in line else line


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


class Quads(list[ox.Quad]):
    """Quads that go to another process as N-Quads, which takes a tenth of the time of going one by one."""

    def __reduce__(self) -> tuple[Callable[[bytes], "Quads"], tuple[bytes]]:
        return _arrived, (ox.serialize(self, format=ox.RdfFormat.N_QUADS) or b"",)


def _arrived(lines: bytes) -> Quads:
    return Quads(ox.parse(lines, format=ox.RdfFormat.N_QUADS))


def in_graph(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """The triples as quads of a named graph."""
    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def has_blank(statement: ox.Triple | ox.Quad) -> bool:
    """Whether its subject or object is a blank node."""
    return isinstance(statement.subject, ox.BlankNode) or isinstance(statement.object, ox.BlankNode)


def canonical(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> list[ox.Quad]:
    """The triples as quads of a named graph, blank nodes renamed by RDFC-1.0 so that the same graph gives the same names."""
    found: dict[bool, list[ox.Quad]] = {True: [], False: []}
    for quad in in_graph(dict.fromkeys(triples), graph):
        found[has_blank(quad)].append(quad)
    dataset = ox.Dataset(found[True])  # what names no blank node has no part in naming them, and is most of it
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [*found[False], *dataset]


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Sorted N-Quads: the same set of quads gives the same bytes."""
    lines = sorted({f"{quad} .\n" for quad in quads})
    return "".join(lines).encode()


def turtle(quads: Iterable[ox.Quad], layout: ox.RdfFormat = ox.RdfFormat.TURTLE) -> bytes:
    """Turtle (or TriG) in a stable order, with those prefixes of hograph that occur in it, sorted.

    Args:
        quads: what is to be written; Turtle drops the names of graphs.
        layout: Turtle or TriG.
    """
    found: set[ox.Quad] | set[ox.Triple] = (
        set(quads) if layout == ox.RdfFormat.TRIG else {quad.triple for quad in quads}
    )
    data = (
        ox.serialize(sorted(found, key=_order), format=layout, prefixes={n: str(s) for n, s in PREFIXES.items()}) or b""
    )
    lines = data.decode().splitlines(keepends=True)
    body = "".join(line for line in lines if not line.startswith("@prefix "))
    used = sorted(line for line in lines if line.startswith("@prefix ") and f"{line.split()[1]}" in body)
    return ("".join(used) + "\n" + body).encode()


def _order(item: ox.Quad | ox.Triple) -> tuple[str, str, bool, str, str]:
    graph = str(item.graph_name) if isinstance(item, ox.Quad) else ""
    return graph, str(item.subject), item.predicate != RDF["type"], str(item.predicate), str(item.object)
