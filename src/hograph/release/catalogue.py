"""What a release says of itself to machines: VoID with counts of the data, and DCAT with every file, its size and its hash."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import pyoxigraph as ox

from hograph.files import sha256
from hograph.graph.build import Build
from hograph.graph.quads import Describer, Node, english, literal
from hograph.release.artefacts import ONTOLOGY, Release
from hograph.release.names import DCAT, FOAF, MEDIA, SPDX
from hograph.vocabulary import (
    AGENT,
    CLAIM,
    DCTERMS,
    GRAPH,
    HO,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SKOS,
    SSSOM,
    VOID,
    XSD,
    curie,
)

LICENCE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
CREATOR = AGENT["contributors"]
CATALOGUE, SUMS = "dcat.ttl", "SHA256SUMS"
TITLE = "hograph: what documents claim about heterotopic ossification"
MEDIA_TYPES = {
    ".cff": "application/yaml",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".nq": "application/n-quads",
    ".rq": "application/sparql-query",
    ".trig": "application/trig",
    ".tsv": "text/tab-separated-values",
    ".svg": "image/svg+xml",
    ".ttl": "text/turtle",
}
PARTS = {
    "data": ("dataset", "The graph: ontology, claims, propositions, edges, what is inferred, mappings and slices"),
    "ontology": ("ontology", "The ontology of hograph, in three artefacts and as a page, with its JSON-LD context"),
    "mappings": ("mappings", "Matches of terms of hograph to other vocabularies"),
    "queries": ("queries", "Canned queries over the graph"),
    "shapes": ("shapes", "SHACL shapes of the graph"),
    "": (
        "about",
        "What the release is: read-me, changelog of claims, descriptions for machines, self-check, hashes, licences",
    ),
}
"""Folder of a release, or nothing for files in none, to the name and title of what it holds."""

UNHASHED = {
    CATALOGUE: "A file cannot hold its own hash and size; SHA256SUMS has the hash of this catalogue.",
    SUMS: "Holds the hash of every other file, this catalogue among them, so that its own cannot stand here.",
}
"""Files of which the catalogue can tell no hash, and why."""


def void(built: Build, release: Release) -> list[ox.Triple]:
    """The graph described in VoID: counts of the union of all graphs, of each graph, class and property, and the linksets."""
    quads = list(built.quads)
    triples = {quad.triple for quad in quads}
    dataset = release.file("dataset")
    about = _Teller(dataset, VOID["Dataset"]).say(DCTERMS["title"], english(TITLE)).say(DCTERMS["license"], LICENCE)
    about.say(DCTERMS["issued"], _day(release)).say(VOID["uriSpace"], str(HO)).say(VOID["feature"], FORMATS["N-Quads"])
    about.say(VOID["dataDump"], release.file("data/hograph.nq.gz")).say(VOID["rootResource"], ONTOLOGY)
    example = min((quad.subject for quad in quads if quad.object == HO["Claim"] and quad.subject in CLAIM), key=str)
    about.say(VOID["exampleResource"], example)  # type: ignore[arg-type]
    used = {triple.predicate for triple in triples}
    for space in PREFIXES.values():
        if any(predicate in space for predicate in used):
            about.say(VOID["vocabulary"], ox.NamedNode(str(space)))
    for name, count in counts(triples).items():
        about.say(VOID[name], count)
    found = list(_partitions(triples, about))
    for name, graph in sorted(built.graphs.items()):
        found += _subset(release, dataset, name, graph)
    return [*found, *_linksets(built, release, dataset), *about.triples]


def counts(triples: Iterable[ox.Triple]) -> dict[str, int]:
    """The statistics of VoID over a set of triples, by the name of the property."""
    triples = list(triples)
    subjects = {t.subject for t in triples}
    return {
        "triples": len(triples),
        "entities": sum(isinstance(node, ox.NamedNode) and node in HO for node in subjects),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({t.object for t in triples}),
        "classes": len({t.object for t in triples if t.predicate == RDF["type"]}),
        "properties": len({t.predicate for t in triples}),
    }


FORMATS = {"N-Quads": ox.NamedNode("http://www.w3.org/ns/formats/N-Quads")}


class _Teller(Describer):
    """A describer with a shorter verb, for many statements in one line."""

    def say(self, predicate: ox.NamedNode, value: Node | str | int) -> "_Teller":
        self.add(predicate, value)
        return self


def _day(release: Release) -> ox.Literal:
    return ox.Literal(release.date, datatype=XSD["date"])


def _slug(iri: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", curie(iri)).strip("-")


def _partitions(triples: set[ox.Triple], about: _Teller) -> Iterator[ox.Triple]:
    members = defaultdict(set)
    for triple in triples:
        if triple.predicate == RDF["type"] and isinstance(triple.object, ox.NamedNode):
            members[triple.object].add(triple.subject)
    for kind in sorted(members, key=str):
        node = ox.NamedNode(f"{about.subject.value}/class/{_slug(kind.value)}")
        about.say(VOID["classPartition"], node)
        yield ox.Triple(node, VOID["class"], kind)
        yield ox.Triple(node, VOID["entities"], literal(len(members[kind])))
    for predicate, count in sorted(Counter(t.predicate for t in triples).items(), key=str):
        node = ox.NamedNode(f"{about.subject.value}/property/{_slug(predicate.value)}")
        about.say(VOID["propertyPartition"], node)
        yield ox.Triple(node, VOID["property"], predicate)
        yield ox.Triple(node, VOID["triples"], literal(count))


def _subset(release: Release, dataset: ox.NamedNode, name: str, quads: list[ox.Quad]) -> list[ox.Triple]:
    node = release.file(f"dataset/graph/{name}")
    about = _Teller(node, VOID["Dataset"]).say(DCTERMS["title"], english(f"Named graph {name}"))
    about.say(DCTERMS["identifier"], GRAPH[name].value).say(VOID["triples"], len({quad.triple for quad in quads}))
    return [*about.triples, ox.Triple(dataset, VOID["subset"], node)]


def _linksets(built: Build, release: Release, dataset: ox.NamedNode) -> list[ox.Triple]:
    """One linkset for each vocabulary and kind of match, with the vocabulary as its target."""
    matches = [q for q in built.graphs["mappings"] if q.subject in HO and q.predicate in SKOS]
    prefixes = {
        q.subject: q.object.value.partition(":")[0]
        for q in built.graphs["mappings"]
        if q.predicate == DCTERMS["identifier"] and isinstance(q.object, ox.Literal)
    }
    ends = {(q.subject): q.object for q in built.graphs["mappings"] if q.predicate == SSSOM["object_id"]}
    vocabulary = {ends[node]: prefix for node, prefix in prefixes.items() if node in ends}
    number = Counter((vocabulary[q.object], q.predicate) for q in matches if q.object in vocabulary)
    found = []
    for (prefix, predicate), count in sorted(number.items(), key=str):
        node = release.file(f"dataset/links/{prefix}-{SKOS.name(predicate)}")
        target = release.file(f"dataset/target/{prefix}")
        about = _Teller(node, VOID["Linkset"]).say(DCTERMS["title"], english(f"{SKOS.name(predicate)} to {prefix}"))
        about.say(VOID["subjectsTarget"], dataset).say(VOID["objectsTarget"], target)
        about.say(VOID["linkPredicate"], predicate).say(VOID["triples"], count)
        found += [*about.triples, ox.Triple(dataset, VOID["subset"], node)]
        found += _Teller(target, VOID["Dataset"]).say(DCTERMS["title"], english(prefix)).triples
    return found


@dataclass(frozen=True)
class File:
    """A file of a release.

    Attributes:
        path: where it lies in the release, with `/`.
        data: its bytes.
    """

    path: str
    data: bytes

    @property
    def folder(self) -> str:
        """The folder that it lies in, directly or below; nothing for a file in none."""
        return self.path.partition("/")[0] if "/" in self.path else ""

    @property
    def media_type(self) -> str:
        """What IANA calls its format; of a gzipped file, the format inside."""
        path = PurePosixPath(self.path)
        return MEDIA_TYPES.get((path.with_suffix("") if path.suffix == ".gz" else path).suffix, "text/plain")


def dcat(files: Iterable[File], release: Release, description: str, rights: Iterable[ox.Literal]) -> list[ox.Triple]:
    """The release as a DCAT catalogue: a dataset for each folder, a distribution for each file.

    Args:
        files: the files of the release, without the catalogue itself and the sums, which are listed without a hash.
        release: version and date.
        description: what the graph is, a sentence or two.
        rights: what holds of the parts that are not ours.
    """
    catalogue = _Teller(release.node, DCAT["Catalog"], f"Release {release.version} of hograph")
    _common(catalogue, release, f"{TITLE}, release {release.version}", description)
    notes = list(rights)
    listed = sorted([*files, *(File(path, b"") for path in UNHASHED)], key=lambda file: file.path)
    found: list[ox.Triple] = []
    for folder, (name, title) in PARTS.items():
        dataset = _Teller(release.file(name), DCAT["Dataset"])
        _common(dataset, release, title, description if folder == "data" else title)
        catalogue.say(DCAT["dataset"], release.file(name))
        for note in notes if folder in {"data", "ontology"} else ():
            dataset.say(DCTERMS["rights"], note)
        for file in listed:
            if file.folder == folder:
                dataset.say(DCAT["distribution"], release.file(f"distribution/{file.path}"))
                found += _distribution(file, release)
        found += dataset.triples
    agent = _Teller(CREATOR, FOAF["Agent"]).say(RDF["type"], PROV["Organization"])
    return [*catalogue.triples, *found, *agent.say(FOAF["name"], "hograph contributors").triples]


def _common(about: _Teller, release: Release, title: str, description: str) -> None:
    about.say(DCTERMS["title"], english(title)).say(DCTERMS["description"], english(description))
    about.say(DCTERMS["license"], LICENCE).say(DCTERMS["creator"], CREATOR).say(DCTERMS["publisher"], CREATOR)
    about.say(DCTERMS["issued"], _day(release)).say(DCAT["version"], release.version)
    about.say(DCAT["landingPage"], ONTOLOGY).say(FOAF["isPrimaryTopicOf"], release.file(CATALOGUE))
    about.say(DCAT["keyword"], english("heterotopic ossification")).say(DCAT["keyword"], english("knowledge graph"))
    if release.previous:
        about.say(DCAT["previousVersion"], release.previous)


def _distribution(file: File, release: Release) -> list[ox.Triple]:
    node = release.file(f"distribution/{file.path}")
    about = _Teller(node, DCAT["Distribution"]).say(DCTERMS["title"], english(PurePosixPath(file.path).name))
    about.say(DCAT["downloadURL"], release.file(file.path)).say(DCAT["accessURL"], release.node)
    about.say(DCAT["mediaType"], MEDIA[file.media_type])
    if not file.path.startswith("LICENSE"):
        about.say(DCTERMS["license"], LICENCE)
    if file.path.endswith(".gz"):
        about.say(DCAT["compressFormat"], MEDIA["application/gzip"])
    if file.path in UNHASHED:
        return about.say(RDFS["comment"], english(UNHASHED[file.path])).triples
    about.say(DCAT["byteSize"], ox.Literal(str(len(file.data)), datatype=XSD["nonNegativeInteger"]))
    total = ox.NamedNode(f"{node.value}/checksum")
    checksum = _Teller(total, SPDX["Checksum"]).say(SPDX["algorithm"], SPDX["checksumAlgorithm_sha256"])
    checksum.say(SPDX["checksumValue"], ox.Literal(sha256(file.data), datatype=XSD["hexBinary"]))
    return [*about.say(SPDX["checksum"], total).triples, *checksum.triples]
