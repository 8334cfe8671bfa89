"""The tests of FOOPS!, the FAIR ontology scanner of the Ontology Engineering Group (https://w3id.org/foops/), measured on a file.

Identifiers and what a test asks for are theirs; the words are ours. What only a web server or a registry could tell is not guessed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.release.facts import Facts, Outcome, Verdict
from hograph.release.names import FOAF
from hograph.vocabulary import BIBO, DCTERMS, OWL, PROV, RDFS, SCHEMA, SKOS, VANN, Namespace

DC = Namespace("http://purl.org/dc/elements/1.1/")
PAV = Namespace("http://purl.org/pav/")
DOAP = Namespace("http://usefulinc.com/ns/doap#")
CC = Namespace("http://creativecommons.org/ns#")
MOD = Namespace("https://w3id.org/mod#")
PERSISTENT = ("://w3id.org/", "://purl.", "://doi.org/", "://dx.doi.org/", "://www.w3.org/", "://perma.cc/")

METADATA: dict[str, tuple[ox.NamedNode, ...]] = {
    "title": (DC["title"], DCTERMS["title"], SCHEMA["name"]),
    "description": (
        *(DC[n] for n in ("abstract", "description")),
        *(DCTERMS[n] for n in ("abstract", "description")),
        SCHEMA["description"],
        RDFS["comment"],
        *(DOAP[n] for n in ("description", "shortdesc")),
        SKOS["note"],
    ),
    "licence": (DCTERMS["license"], SCHEMA["license"], DOAP["license"], CC["license"]),
    "version IRI": (OWL["versionIRI"],),
    "creator": (
        *(space["creator"] for space in (DC, DCTERMS, SCHEMA)),
        *(PAV[n] for n in ("createdBy", "authoredBy")),
        PROV["wasAttributedTo"],
        DOAP["developer"],
    ),
    "namespace IRI": (VANN["preferredNamespaceUri"],),
    "namespace prefix": (VANN["preferredNamespacePrefix"],),
    "version info": (OWL["versionInfo"], SCHEMA["schemaVersion"]),
    "date created": (
        DCTERMS["created"],
        SCHEMA["dateCreated"],
        DOAP["created"],
        PROV["generatedAtTime"],
        PAV["createdOn"],
    ),
    "citation": (DCTERMS["bibliographicCitation"], SCHEMA["citation"]),
    "contributor": (
        *(space["contributor"] for space in (DC, DCTERMS, SCHEMA)),
        DOAP["maintainer"],
        PAV["contributedBy"],
    ),
    "DOI": (BIBO["doi"],),
    "publisher": tuple(space["publisher"] for space in (DC, DCTERMS, SCHEMA)),
    "logo": (FOAF["logo"], SCHEMA["logo"]),
    "status": (BIBO["status"], MOD["status"]),
    "source": (DC["source"], DCTERMS["source"], PROV["hadOriginalSource"]),
    "date issued": (DCTERMS["issued"], DCTERMS["submitted"], SCHEMA["datePublished"]),
    "previous version": (
        DC["replaces"],
        DCTERMS["replaces"],
        PROV["wasRevisionOf"],
        OWL["priorVersion"],
        PAV["previousVersion"],
    ),
    "backward compatibility": (OWL["backwardCompatibleWith"],),
    "date modified": (DCTERMS["modified"], SCHEMA["dateModified"]),
}
"""What the header of an ontology may say, and the properties that count as saying it."""


@dataclass(frozen=True)
class Check:
    """One test of a catalogue.

    Attributes:
        catalogue: `FOOPS!` or `OOPS!`.
        id: its identifier there.
        name: its short name.
        group: the FAIR principle, or how much a pitfall weighs.
        measure: finds the outcome for an ontology.
    """

    catalogue: str
    id: str
    name: str
    group: str
    measure: Callable[[Facts], Outcome]


def _metadata(needed: Iterable[str], optional: Iterable[str] = ()) -> Callable[[Facts], Outcome]:
    needed, optional = tuple(needed), tuple(optional)

    def measure(facts: Facts) -> Outcome:
        def missing(names: Iterable[str]) -> list[str]:
            return [name for name in names if not any(facts.header(p) for p in METADATA[name])]

        absent, wished = missing(needed), missing(optional)
        present = [name for name in needed if name not in absent]
        reason = f"present: {', '.join(present) or 'nothing'}; missing: {', '.join(absent) or 'nothing'}"
        reason += f"; optional and missing: {', '.join(wished)}" if wished else ""
        return Outcome(Verdict.FAIL if absent else Verdict.PASS, f"{reason}.")

    return measure


def _web(reason: str) -> Callable[[Facts], Outcome]:
    return lambda _: Outcome(Verdict.NOT_CHECKABLE, reason)


def _said(good: bool, reason: str) -> Outcome:
    return Outcome(Verdict.PASS if good else Verdict.FAIL, reason)


def _purl(facts: Facts) -> Outcome:
    iri = facts.ontology.value
    return _said(any(part in iri for part in PERSISTENT), f"the IRI is {iri}.")


def _version_iri(facts: Facts) -> Outcome:
    found = facts.header(OWL["versionIRI"])
    return _said(bool(found) and facts.ontology.value not in found, f"version IRI: {', '.join(found) or 'none'}.")


def _licence(facts: Facts) -> Outcome:
    found = [value for predicate in METADATA["licence"] for value in facts.header(predicate)]
    return _said(bool(found), f"licence: {', '.join(found) or 'none'}.")


def _http(facts: Facts) -> Outcome:
    return _said(facts.ontology.value.startswith(("http://", "https://")), f"the IRI is {facts.ontology.value}.")


def _prefix(facts: Facts) -> Outcome:
    found = facts.header(VANN["preferredNamespacePrefix"])
    return _said(bool(found), f"preferred namespace prefix: {', '.join(found) or 'none'}.")


def _metadata_terms(facts: Facts) -> Outcome:
    spaces = {"dcterms": DCTERMS, "dc": DC, "vann": VANN, "bibo": BIBO, "schema": SCHEMA, "prov": PROV, "pav": PAV}
    used = {t.predicate for t in facts.triples if t.subject == facts.ontology}
    found = sorted(name for name, space in spaces.items() if any(predicate in space for predicate in used))
    return _said(bool(found), f"the header speaks with {', '.join(found) or 'no other vocabulary'}.")


def _reuse(facts: Facts) -> Outcome:
    imported = facts.header(OWL["imports"])
    foreign = {node for kind in ("Class", "ObjectProperty", "DatatypeProperty") for node in facts.anywhere(kind)}
    foreign = {node for node in foreign if node not in facts.namespace and node not in OWL}
    reason = f"imports: {', '.join(imported) or 'none'}; classes and relations of other vocabularies in the file: {len(foreign)}."
    return _said(bool(imported or foreign), reason)


def _labels(facts: Facts) -> Outcome:
    lacking = facts.lacking(RDFS["label"])
    return _said(
        not lacking,
        f"{len(facts.elements) - len(lacking)} of {len(facts.elements)} classes and relations have a label.",
    )


def _definitions(facts: Facts) -> Outcome:
    defined = [node for node in facts.elements if facts.definition(node)]
    return _said(
        len(defined) == len(facts.elements),
        f"{len(defined)} of {len(facts.elements)} classes and relations have a definition.",
    )


def _rdf(facts: Facts) -> Outcome:
    return Outcome(Verdict.PASS, f"the file is RDF: {len(facts.triples)} triples were read from it.")


SERVER = "only the server that answers for the IRI can tell"
REGISTRY = "only a registry on the web can tell"

FOOPS = tuple(
    Check("FOOPS!", id_, name, principle, measure)
    for id_, name, principle, measure in (
        ("PURL1", "The ontology has a persistent IRI", "F1", _purl),
        ("URI1", "The IRI of the ontology resolves", "F1", _web(f"{SERVER}.")),
        ("URI2", "The ontology names itself by the IRI it is fetched from", "F1", _web(f"{SERVER}.")),
        ("VER1", "The version has an IRI of its own", "F1", _version_iri),
        ("VER2", "The version IRI resolves", "F1", _web(f"{SERVER}.")),
        (
            "OM1",
            "Minimum metadata",
            "F2",
            _metadata(("title", "description", "licence", "version IRI", "creator", "namespace IRI")),
        ),
        ("FIND1", "A prefix is stated", "F3", _prefix),
        ("FIND2", "The prefix is registered", "F4", _web(f"{REGISTRY} (prefix.cc, LOV).")),
        ("FIND3", "The ontology is in a registry", "F4", _web(f"{REGISTRY} (LOV).")),
        ("FIND_3_BIS", "Metadata outlive the ontology", "A2", _web(f"{REGISTRY} (LOV).")),
        ("CN1", "Content negotiation gives RDF and HTML", "A1", _web(f"{SERVER}.")),
        ("HTTP1", "The protocol is open", "A1.1", _http),
        ("RDF1", "There is RDF", "I1", _rdf),
        ("VOC1", "Metadata use known vocabularies", "I2", _metadata_terms),
        ("VOC2", "Other vocabularies are imported or used", "I2", _reuse),
        ("DOC1", "The IRI gives HTML", "R1", _web(f"the release has such a page, ontology/index.html; {SERVER}.")),
        (
            "OM2",
            "Recommended metadata",
            "R1",
            _metadata(("namespace prefix", "version info", "date created", "citation"), ("contributor",)),
        ),
        (
            "OM3",
            "Detailed metadata",
            "R1",
            _metadata(
                ("DOI", "publisher", "logo", "status", "source", "date issued"),
                ("previous version", "backward compatibility", "date modified"),
            ),
        ),
        ("VOC3", "Every term has a label", "R1", _labels),
        ("VOC4", "Every term has a definition", "R1", _definitions),
        ("OM4.1", "A licence is stated", "R1.1", _licence),
        ("OM4.2", "The licence resolves", "R1.1", _web("only the server of the licence can tell.")),
        (
            "OM5.1",
            "Basic provenance",
            "R1.2",
            _metadata(("creator", "date created"), ("contributor", "previous version")),
        ),
        ("OM5.2", "Detailed provenance", "R1.2", _metadata(("date issued", "publisher"))),
    )
)
"""The tests, in the order of the principles."""
