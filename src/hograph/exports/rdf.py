"""The dataset, or some of its graphs, in the RDF formats that other tools read."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from hograph.collecting import seldom_collecting
from hograph.errors import QueryError
from hograph.exports.jsonld import jsonld
from hograph.graph.lingua import fill
from hograph.graph.quads import canonical, nquads, turtle
from hograph.ontology.index import Ontology
from hograph.vocabulary import BIBO, GRAPH, HO, PREFIXES, RDF, VANN

OXIGRAPH = {"ntriples": ox.RdfFormat.N_TRIPLES, "rdfxml": ox.RdfFormat.RDF_XML}
FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "rdf12")
NAMED = {"trig", "nquads", "jsonld", "rdf12"}
"""Formats that keep the names of graphs."""
NAMES = {name: str(space) for name, space in PREFIXES.items()}
OF_ONTOLOGIES = {"bibo": str(BIBO), "vann": str(VANN)}
"""Prefixes of what the header of an ontology says of it, and nothing else."""


def chosen(graphs: Mapping[str, Sequence[ox.Quad]], names: Iterable[str]) -> list[ox.Quad]:
    """The quads of some graphs; of all when none is named. `claims` stands for the claims of every document.

    Raises:
        QueryError: when there is no graph of that name.
    """
    known, wanted = sorted(graphs), []
    for name in names:
        asked = name.removeprefix("graph:")
        found = [k for k in known if k == asked or k.startswith(f"{asked}/")]
        if not found:
            parts = [k for k in known if asked.rpartition("/")[2] in k] or difflib.get_close_matches(asked, known, n=3)
            hint = f"Did you mean {' or '.join(parts)}? " if parts else ""
            raise QueryError(f"There is no graph '{name}'. {hint}There are: claims, {', '.join(known)}.")
        wanted += found
    return [quad for name in dict.fromkeys(wanted or known) for quad in graphs[name]]


def serialise(quads: Iterable[ox.Quad], layout: str, ontology: Ontology) -> bytes:
    """Quads in a format; the same quads give the same bytes.

    Args:
        quads: what is to be written; formats without named graphs drop the names.
        layout: one of `FORMATS`.
        ontology: for the context of JSON-LD.
    """
    quads = list(quads)
    if layout == "nquads":
        return nquads(quads)
    if layout == "trig":
        return turtle(quads, ox.RdfFormat.TRIG)
    if layout == "rdf12":
        return turtle(reified(quads), ox.RdfFormat.TRIG)
    if layout == "jsonld":
        return jsonld(quads, ontology)
    if layout == "turtle":
        nested = {quad.graph_name for quad in quads if isinstance(quad.object, ox.BlankNode)}
        axioms = [quad.triple for quad in quads if quad.graph_name in nested]
        flat = [quad for quad in quads if quad.graph_name not in nested]
        rest = turtle(flat) if flat else b""
        return b"\n".join(
            part for part in (readable_turtle(axioms, NAMES | OF_ONTOLOGIES) if axioms else b"", rest) if part
        )
    return _flat(quads, layout)


def _flat(quads: Iterable[ox.Quad], layout: str) -> bytes:
    triples = sorted({quad.triple for quad in quads}, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    if not triples:
        return b""
    return ox.serialize(triples, format=OXIGRAPH[layout], prefixes=None if layout == "ntriples" else NAMES) or b""


@seldom_collecting()
def readable_turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str] = NAMES) -> bytes:
    """Turtle with axioms nested where they belong, in rdflib's long form; the same triples give the same bytes.

    rdflib orders blank nodes by their names, so they get those of RDFC-1.0 first.

    Args:
        triples: what is to be written.
        prefixes: prefix to namespace.
    """
    import rdflib

    quads = canonical(triples, GRAPH["ontology"])
    graph = fill(rdflib.Graph(bind_namespaces="none"), sorted((q.triple for q in quads), key=str))
    for name, space in prefixes.items():
        graph.bind(name, str(space))
    text: str = graph.serialize(format="longturtle")
    return text.encode()


STATEMENT = {HO["subject"], HO["predicate"], HO["object"]}


def reified(quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    """The quads in RDF 1.2: claims and propositions reify a triple term in place of three triples that name its parts.

    The triple itself is not asserted by that: what a claim denies or leaves open is said of a triple that nobody states.

    >>> from hograph.vocabulary import CLAIM
    >>> parts = zip(("subject", "predicate", "object"), ("Burn", "causes", "HeterotopicOssification"))
    >>> [quad] = reified([ox.Quad(CLAIM["x"], HO[p], HO[o], GRAPH["edges"]) for p, o in parts])
    >>> quad.object.predicate
    <NamedNode value=https://w3id.org/hograph/causes>
    """
    parts: dict[tuple[ox.NamedNode, Any], dict[ox.NamedNode, Any]] = {}
    for quad in quads:
        if quad.predicate in STATEMENT and isinstance(quad.subject, ox.NamedNode):
            parts.setdefault((quad.subject, quad.graph_name), {})[quad.predicate] = quad.object
    whole = {key for key, found in parts.items() if found.keys() == STATEMENT}
    kept = [q for q in quads if q.predicate not in STATEMENT or (q.subject, q.graph_name) not in whole]
    for subject, graph in sorted(whole, key=str):
        found = parts[subject, graph]
        term = ox.Triple(found[HO["subject"]], found[HO["predicate"]], found[HO["object"]])
        kept.append(ox.Quad(subject, RDF["reifies"], term, graph))
    return kept
