"""The ontology as it is released, in three artefacts after the habit of the OBO Foundry: base, full and simple.

base    what is written by hand: our own axioms, nothing of other ontologies, nothing inferred
full    base, with the slices of other ontologies, our mappings to them, the inferred hierarchy, and domains and ranges that follow from
        those of inverses
simple  the hierarchy of our classes, stated or inferred, their annotations, and `part of`; no other axiom
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.graph.build import Build
from hograph.graph.quads import english
from hograph.graph.slices import FOLDER
from hograph.release.names import FOAF, RELEASES
from hograph.vocabulary import DCTERMS, HO, OBO, OBOINOWL, OWL, RDF, RDFS, SKOS, SYNONYM_SCOPES, XSD

ONTOLOGY = ox.NamedNode(str(HO))
"""The ontology itself; its node is its namespace."""

LOGO = "ontology/logo.svg"
"""Where a release keeps the logo."""

TITLES = {
    "base": "our own axioms only",
    "full": "with slices of other ontologies and the inferred hierarchy",
    "simple": "the hierarchy, annotations and part of",
}
"""Each artefact with what follows its title in brackets."""

PART_OF = OBO["BFO_0000050"]
FOREIGN = (
    (PART_OF, OWL["ObjectProperty"], "part of"),
    (SKOS["broader"], OWL["AnnotationProperty"], "has broader"),
    (OBOINOWL["id"], OWL["AnnotationProperty"], "identifier"),
    (DCTERMS["rights"], OWL["AnnotationProperty"], "rights"),
)
"""What slices speak with: property, its kind, its label."""

ANNOTATIONS = {
    RDFS["label"],
    RDFS["comment"],
    SKOS["definition"],
    DCTERMS["source"],
    OWL["deprecated"],
    SKOS["example"],
}
ANNOTATIONS |= set(SYNONYM_SCOPES.values())
MATCHES = {SKOS[f"{kind}Match"] for kind in ("exact", "close", "broad", "narrow", "related")}

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Object = Subject | ox.Literal
Said = dict[Object, dict[ox.NamedNode, list[Object]]]
"""Subject to predicate to objects."""


@dataclass(frozen=True)
class Release:
    """Which release is made.

    Attributes:
        version: a semantic version.
        date: the day of the release, as `2026-01-31`; the only time stamp in it.
        previous: version IRI of the release before, where there is one.
    """

    version: str
    date: str
    previous: ox.NamedNode | None = None

    @property
    def node(self) -> ox.NamedNode:
        """The IRI of the release as a whole."""
        return RELEASES[f"{self.version}/"]

    def file(self, name: str) -> ox.NamedNode:
        """The IRI of a file or part of the release."""
        return RELEASES[f"{self.version}/{name}"]


def artefact(built: Build, release: Release, kind: str) -> list[ox.Triple]:
    """One artefact of the ontology, with a header of its own.

    Args:
        built: the graph, in memory.
        release: version and date.
        kind: `base`, `full` or `simple`.
    """
    ours = [quad.triple for quad in built.graphs["ontology"]]
    terms = [triple for triple in ours if triple.subject != ONTOLOGY]
    direct = _direct(built)
    body = {"base": _base, "full": _full, "simple": _simple}[kind](terms, built, direct)
    notes = [ox.Triple(ONTOLOGY, DCTERMS["rights"], note) for note in slice_notes(built) if kind == "full"]
    head = [triple for triple in ours if triple.subject == ONTOLOGY] + notes
    return list(dict.fromkeys([*_header(head, release, kind), *body]))


def _header(head: Iterable[ox.Triple], release: Release, kind: str) -> Iterator[ox.Triple]:
    """The header under the name of the artefact, with its version IRI, the date, and the release before."""
    node = HO[f"hograph-{kind}"]
    for triple in head:
        value = triple.object
        if triple.predicate == OWL["versionIRI"]:
            value = release.file(f"hograph-{kind}")
        elif triple.predicate == DCTERMS["title"] and isinstance(value, ox.Literal):
            value = english(f"{value.value}: {TITLES[kind]}")
        yield ox.Triple(node, triple.predicate, value)
    yield ox.Triple(node, DCTERMS["issued"], ox.Literal(release.date, datatype=XSD["date"]))
    yield ox.Triple(node, DCTERMS["source"], ONTOLOGY)
    yield ox.Triple(node, FOAF["logo"], release.file(LOGO))
    if release.previous:
        yield ox.Triple(node, OWL["priorVersion"], release.previous)


def _base(terms: list[ox.Triple], _built: Build, _direct: set[tuple[str, str]]) -> Iterator[ox.Triple]:
    """Of things in other namespaces only that they are annotation properties, which OWL 2 DL must be told."""
    for triple in terms:
        foreign = isinstance(triple.subject, ox.NamedNode) and triple.subject not in HO
        if not foreign or triple.predicate == RDF["type"]:
            yield triple


def _full(terms: list[ox.Triple], built: Build, direct: set[tuple[str, str]]) -> Iterator[ox.Triple]:
    yield from terms
    for sub, sup in sorted(direct):
        yield ox.Triple(HO[sub], RDFS["subClassOf"], HO[sup])
    yield from _sides(terms)
    yield from _matches(built)
    for node, kind, label in FOREIGN:
        yield ox.Triple(node, RDF["type"], kind)
        yield ox.Triple(node, RDFS["label"], english(label))
    for triple in _slice_triples(built):
        if triple.predicate != PART_OF:
            yield triple
            continue
        some = ox.BlankNode()
        yield ox.Triple(triple.subject, RDFS["subClassOf"], some)
        yield ox.Triple(some, RDF["type"], OWL["Restriction"])
        yield ox.Triple(some, OWL["onProperty"], PART_OF)
        yield ox.Triple(some, OWL["someValuesFrom"], triple.object)


def _sides(terms: list[ox.Triple]) -> Iterator[ox.Triple]:
    """Domain and range that a relation does not state itself: they follow from those of its inverse."""
    said: Said = {}
    for triple in terms:
        said.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    stated = [t for t in terms if t.predicate == OWL["inverseOf"]]
    pairs = [(t.subject, t.object) for t in stated if t.subject in HO and isinstance(t.object, ox.NamedNode)]
    for one, other in dict.fromkeys([*pairs, *((other, one) for one, other in pairs)]):
        for side, crossed in ((RDFS["domain"], RDFS["range"]), (RDFS["range"], RDFS["domain"])):
            if side not in said[one]:
                for value in said[other].get(crossed, ()):
                    yield from _copied(said, one, side, value)


def _copied(said: Said, subject: Subject, predicate: ox.NamedNode, value: Object) -> Iterator[ox.Triple]:
    """A value of another; a class expression is written anew, since in OWL a blank node belongs to one axiom."""
    if not isinstance(value, ox.BlankNode):
        yield ox.Triple(subject, predicate, value)
        return
    anew = ox.BlankNode()
    yield ox.Triple(subject, predicate, anew)
    for name, values in said[value].items():
        for part in values:
            yield from _copied(said, anew, name, part)


def _simple(terms: list[ox.Triple], built: Build, direct: set[tuple[str, str]]) -> Iterator[ox.Triple]:
    classes = {HO[name] for name in built.ontology.classes}
    parts = {t.subject for t in terms if t.predicate == OWL["onProperty"] and t.object == HO["partOf"]}
    parts &= {t.subject for t in terms if t.predicate == OWL["someValuesFrom"]}

    def part_of(triple: ox.Triple) -> bool:
        return triple.subject == HO["partOf"]

    for triple in [*terms, *_matches(built)]:
        kept = triple.predicate in ANNOTATIONS | MATCHES
        if triple.subject in classes:
            if (
                kept
                or triple.object == OWL["Class"]
                or (triple.predicate == RDFS["subClassOf"] and triple.object in parts)
            ):
                yield triple
        elif triple.subject in parts or (part_of(triple) and (kept or triple.object == OWL["ObjectProperty"])):
            yield triple
    for sub, sup in sorted(direct):
        yield ox.Triple(HO[sub], RDFS["subClassOf"], HO[sup])
    yield from (t for t in terms if t.object == OWL["AnnotationProperty"] and t.subject not in HO)


def _direct(built: Build) -> set[tuple[str, str]]:
    """Class and superclass, stated or inferred, without those pairs that follow from others."""
    pairs = {(name, parent) for name, parents in built.ontology.parents.items() for parent in parents}
    for quad in built.graphs["inferred"]:
        if quad.predicate == RDFS["subClassOf"]:
            pairs.add((HO.name(quad.subject), HO.name(quad.object)))  # type: ignore[arg-type]
    above: dict[str, set[str]] = {}
    for sub, sup in pairs:
        above.setdefault(sub, set()).add(sup)
    return {
        (sub, sup)
        for sub, sups in above.items()
        for sup in sups
        if not any(sup in above.get(between, ()) and sub not in above.get(between, ()) for between in sups - {sup})
    }


def _matches(built: Build) -> Iterator[ox.Triple]:
    yield from (quad.triple for quad in built.graphs["mappings"] if quad.predicate in MATCHES)


def _slices(built: Build) -> Iterator[list[ox.Quad]]:
    yield from (quads for name, quads in sorted(built.graphs.items()) if name.startswith(f"{FOLDER}/"))


def _slice_triples(built: Build) -> Iterator[ox.Triple]:
    """The terms of the slices; what a slice says of itself goes into our header."""
    for quads in _slices(built):
        yield from (quad.triple for quad in quads if quad.subject != quad.graph_name)


def slice_notes(built: Build) -> list[ox.Literal]:
    """What each slice says of its version, source and licence, as a sentence each."""
    notes = []
    for quads in _slices(built):
        said = {quad.predicate: quad.object for quad in quads if quad.subject == quad.graph_name}
        title, version, source, licence = (getattr(said.get(name), "value", "not stated") for name in SLICE_FIELDS)
        notes.append(english(f"{title}, version {version}, from {source}, licence {licence}"))
    return notes


SLICE_FIELDS = (DCTERMS["title"], OWL["versionInfo"], DCTERMS["source"], DCTERMS["license"])
