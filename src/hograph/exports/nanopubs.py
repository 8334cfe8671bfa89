"""Claims as nanopublications: what is claimed, where it comes from, and who publishes it, each in a graph of its own."""

from base64 import decodebytes
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from hograph.curation.tokens import Certainty, Polarity, ScopeOfEvidence
from hograph.errors import HographError, InputError
from hograph.graph.build import Build
from hograph.graph.propositions import ENTAILING_SCOPES, OPEN, PlacedClaim
from hograph.graph.provenance import activity, curators_of
from hograph.graph.quads import turtle
from hograph.ontology.index import Ontology
from hograph.vocabulary import AGENT, CLAIM, DCTERMS, DOCUMENT, HO, NANOPUB, NP, NPX, PROV, RDF, RDFS

EVIDENCE = {HO["evidence"], HO["cue"], HO["statedIn"], HO["section"], PROV["hadPrimarySource"], PROV["wasGeneratedBy"]}
EVIDENCE |= {HO["status"], HO["confidence"], HO["curatorNote"], HO["firstCharacter"]}
EVIDENCE |= {HO["rule"], HO["reviewedBy"], HO["reviewTime"], HO["reviewNote"], HO["reviewedAs"]}
"""What a claim says of where it comes from and how it was curated; the rest of it is the assertion."""
LICENCE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")


def nanopub_quads(built: Build) -> Iterator[list[ox.Quad]]:
    """One nanopublication a claim that review has taken, by name: head, assertion, provenance and publication info.

    The assertion is the claim with polarity, certainty and qualifiers. The plain triple stands beside it only when the document
    affirms it in general: in its weaker form when the document hedges it or sets a condition.

    Yields:
        The quads of one nanopublication.
    """
    about = _by_claim(built)
    known = {slug: _by_subject(slug, built) for slug in built.sources}
    for proposition in built.propositions:
        for placed in proposition.claims:
            triples = about[placed.name]
            yield list(_nanopub(placed, triples, _description(placed, triples, known[placed.document]), built))


def _by_claim(built: Build) -> dict[str, list[ox.Triple]]:
    """Claim to the triples of its node and of the nodes that are parts of it."""
    found: dict[str, list[ox.Triple]] = {}
    for name, quads in built.graphs.items():
        for quad in quads if name.startswith("claims/") else ():
            if isinstance(quad.subject, ox.NamedNode) and quad.subject in CLAIM:
                found.setdefault(CLAIM.name(quad.subject).partition("-")[0], []).append(quad.triple)
    return found


def _by_subject(document: str, built: Build) -> dict[object, list[ox.Triple]]:
    """Subject to what the graph of a document says of it; where the document says so is left to the dataset."""
    found: dict[object, list[ox.Triple]] = {}
    for triple in (quad.triple for quad in built.graphs[f"claims/{document}"]):
        if triple.predicate != HO["selfDescription"]:
            found.setdefault(triple.subject, []).append(triple)
    return found


def _description(
    placed: PlacedClaim, triples: list[ox.Triple], known: dict[object, list[ox.Triple]]
) -> Iterator[ox.Triple]:
    """The document of a claim, the activity that the claim comes from, and the people and programs that the three name."""
    own = [*known[DOCUMENT[placed.document]], *known[activity(placed.claim, placed.document)]]
    agents = {t.object for t in (*triples, *own) if isinstance(t.object, ox.NamedNode) and t.object in AGENT}
    yield from own
    for agent in sorted(agents, key=str):
        yield from known[agent]


def _nanopub(
    placed: PlacedClaim, triples: list[ox.Triple], described: Iterable[ox.Triple], built: Build
) -> Iterator[ox.Quad]:
    this = NANOPUB[f"{placed.name}/"]  # ends in a slash, so that signing finds what belongs to it
    head, assertion, provenance, pubinfo = (
        ox.NamedNode(f"{this.value}{part}") for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    yield ox.Quad(this, RDF["type"], NP["Nanopublication"], head)
    yield ox.Quad(this, NP["hasAssertion"], assertion, head)
    yield ox.Quad(this, NP["hasProvenance"], provenance, head)
    yield ox.Quad(this, NP["hasPublicationInfo"], pubinfo, head)
    for triple in triples:
        own = triple.predicate not in EVIDENCE and not _is_evidence(triple.subject)
        yield ox.Quad(triple.subject, triple.predicate, triple.object, assertion if own else provenance)
    if relation := plain_relation(placed, built.ontology):
        yield ox.Quad(HO[placed.claim.subject], HO[relation], HO[placed.claim.object], assertion)
    yield ox.Quad(assertion, PROV["hadPrimarySource"], DOCUMENT[placed.document], provenance)
    yield ox.Quad(assertion, PROV["wasGeneratedBy"], activity(placed.claim, placed.document), provenance)
    for triple in described:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, provenance)
    curators = curators_of(built.sources[placed.document])
    yield ox.Quad(this, DCTERMS["creator"], curators.subject, pubinfo)
    yield from (ox.Quad(s, p, o, pubinfo) for s, p, o in curators.triples if p == RDFS["label"])
    yield ox.Quad(this, DCTERMS["license"], LICENCE, pubinfo)
    yield ox.Quad(this, NPX["introduces"], CLAIM[placed.name], pubinfo)
    yield ox.Quad(this, NPX["hasNanopubType"], HO["Claim"], pubinfo)
    label = next(t.object for t in triples if t.subject == CLAIM[placed.name] and t.predicate == RDFS["label"])
    yield ox.Quad(this, RDFS["label"], label, pubinfo)


def _is_evidence(node: object) -> bool:
    """Whether a part of a claim is a span, a cue or a selector of one."""
    return isinstance(node, ox.NamedNode) and any(f"-{part}" in CLAIM.name(node) for part in ("span", "cue"))


def plain_relation(placed: PlacedClaim, ontology: Ontology) -> str | None:
    """The relation that a claim by itself entails between subject and object: plain, weaker, or none."""
    claim = placed.claim
    if claim.polarity is Polarity.NEGATED or claim.certainty in OPEN or claim.scope not in ENTAILING_SCOPES:
        return None
    general = claim.scope is ScopeOfEvidence.GENERAL_KNOWLEDGE
    plain = general and claim.certainty is Certainty.ASSERTED and not claim.qualifiers.when
    return claim.predicate if plain else ontology.relations[claim.predicate].hedged


def nanopubs(built: Build) -> bytes:
    """Every nanopublication, unsigned, as one TriG file; the names are made from those of the claims."""
    return turtle((quad for quads in nanopub_quads(built) for quad in quads), ox.RdfFormat.TRIG)


def signed(built: Build, profile: Path | None = None) -> bytes:
    """Every nanopublication with the user's RSA signature and a trusty IRI, as one TriG file.

    Args:
        built: the graph.
        profile: a nanopub profile (YAML with name, ORCID iD and keys); that of the user, `~/.nanopub/profile.yml`, when not given.

    Raises:
        InputError: when there is no profile, or it or its keys cannot be read.
        HographError: when the nanopub library is not installed.
    """
    try:
        from nanopub import Nanopub, NanopubConf, load_profile  # type: ignore[attr-defined]
    except ImportError as error:
        raise HographError(
            "Signing needs nanopub, which is not installed. Install it: pip install 'hograph[exports]'."
        ) from error
    place = profile or Path.home() / ".nanopub" / "profile.yml"
    if not place.is_file():
        raise InputError(f"{place}: no nanopub profile. Make one with `np setup`, or name one with --profile.")
    try:
        read = load_profile(place)
    except Exception as error:
        raise InputError(f"{place}: no readable nanopub profile ({error}). Make one with `np setup`.") from error
    _check_keys(read.private_key, read.public_key, place)
    conf = NanopubConf(profile=read, add_pubinfo_generated_time=True, attribute_publication_to_profile=True)
    return turtle((quad for quads in nanopub_quads(built) for quad in _signed(quads, Nanopub, conf)), ox.RdfFormat.TRIG)


def _check_keys(private: str, public: str, place: Path) -> None:
    """Refuse keys that cannot sign, or whose signatures nobody could verify."""
    from Crypto.PublicKey import RSA

    advice = "Make new keys with `np setup`, or name another profile with --profile."
    keys = []
    for name, text in (("private", private), ("public", public)):
        try:
            keys.append(RSA.import_key(decodebytes(text.encode())))
        except (ValueError, IndexError, TypeError) as error:
            raise InputError(f"{place}: its {name} key is no RSA key ({error}). {advice}") from error
    if not keys[0].has_private():
        raise InputError(f"{place}: its private key is a public one, which cannot sign. {advice}")
    if keys[0].public_key() != keys[1].public_key():
        raise InputError(f"{place}: its public key does not belong to its private key. {advice}")


def _signed(quads: Iterable[ox.Quad], kind: type, conf: object) -> Iterator[ox.Quad]:
    import rdflib

    graph = rdflib.ConjunctiveGraph()
    graph.parse(data=(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode(), format="nquads")
    publication = kind(rdf=graph, conf=conf)
    publication.sign()
    yield from ox.parse(input=publication.rdf.serialize(format="nquads"), format=ox.RdfFormat.N_QUADS)
