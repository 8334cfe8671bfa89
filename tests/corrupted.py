"""Graphs that are broken at random places, the same from run to run, to hold two validators against each other."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random

import pyoxigraph as ox

from hograph.vocabulary import HO, OA, RDF, XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
COMPARED = {OA["start"], OA["end"], *(HO[name] for name in ("minDays", "maxDays", "minValue", "maxValue"))}
"""What is compared with each other: pyshacl orders by name of type what SPARQL, and SHACL with it, cannot compare."""
NUMBERS = (
    ox.Literal("12", datatype=XSD["integer"]),
    ox.Literal("-3", datatype=XSD["integer"]),
    ox.Literal("0.5", datatype=XSD["decimal"]),
    ox.Literal("1.5", datatype=XSD["decimal"]),
)
VALUES = (
    *NUMBERS,
    ox.Literal(""),
    ox.Literal("P2W"),
    ox.Literal("twelve", datatype=XSD["integer"]),
    ox.Literal("true", datatype=XSD["boolean"]),
    ox.Literal("2026-01-02", datatype=XSD["date"]),
    ox.Literal("bone of a kind", language="en"),
    ox.Literal("ein Knochen", language="de"),
    HO["Burn"],
    HO["Cause"],
    HO["Condition"],
    HO["treats"],
    ox.NamedNode("https://example.org/unheard-of"),
    ox.BlankNode("nobody"),
)


def corrupted(triples: Iterable[ox.Triple], random: Random, share: float) -> set[ox.Triple]:
    """The triples, a share of them dropped, given another value, another subject or a second value."""
    whole = sorted(triples, key=str)
    broken = set(whole)
    objects = defaultdict(list)
    for triple in whole:
        objects[triple.predicate].append(triple.object)
    for triple in random.sample(whole, max(1, int(share * len(whole)))):
        how = random.choice(("drop", "change", "add", "move"))
        if how in {"drop", "change"}:
            broken.discard(triple)
        if how in {"change", "add"}:
            value = _value(triple, objects[triple.predicate], random)
            broken.add(ox.Triple(triple.subject, triple.predicate, value))
        if how == "move":
            broken.add(ox.Triple(random.choice(whole).subject, triple.predicate, triple.object))
    return broken


def _value(triple: ox.Triple, others: list[Term], random: Random) -> Term:
    if triple.predicate in COMPARED:
        return random.choice(NUMBERS)
    if triple.predicate == RDF["type"] or random.random() < 0.5:  # what stands there elsewhere
        return random.choice(others)
    return random.choice(VALUES)


def around(triples: Iterable[ox.Triple], names: Iterable[object]) -> set[ox.Triple]:
    """What is said of these names, and of all that is named there, and so on."""
    said: dict[object, list[ox.Triple]] = {}
    for triple in triples:
        said.setdefault(triple.subject, []).append(triple)
    found, waiting = set[ox.Triple](), list(names)
    while waiting:
        more = said.pop(waiting.pop(), ())
        found.update(more)
        waiting += [triple.object for triple in more]
    return found
