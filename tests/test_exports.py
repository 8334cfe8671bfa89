"""RDF, OWL and nanopublications, each read back by a tool that its users have and held against the graph; and the command itself."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from nanopub import Nanopub, Profile, generate_keyfiles  # type: ignore[attr-defined]
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.sparql import Query

from commands import run
from conftest import READERS, Reader
from hograph.errors import InputError
from hograph.exports import formats, nanopubs, rdf
from hograph.exports.jsonld import context_text
from hograph.graph.build import Build
from hograph.vocabulary import CLAIM, HO, OA, OWL, PROPOSITION, RDF, RDFS

CHECKOUT = Path(__file__).parent.parent
RDFLIB = {
    "turtle": "turtle",
    "trig": "trig",
    "nquads": "nquads",
    "ntriples": "nt",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}
OXIGRAPH = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


def canonical(quads: Iterable[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


@pytest.mark.parametrize("name", RDFLIB)
def test_every_triple_is_read(exported: Path, built: Build, name: str) -> None:
    (path,) = (exported / name).iterdir()
    assert_same(name, ox.parse(path=str(path), format=OXIGRAPH[name]), built)


@pytest.mark.parametrize("name", RDFLIB)
def test_rdflib_reads_every_triple(exported_few: Path, few: Build, name: str) -> None:
    (path,) = (exported_few / name).iterdir()
    dataset = rdflib.Dataset()
    dataset.parse(path, format=RDFLIB[name])
    lines = dataset.serialize(format="nquads", encoding="utf-8")
    assert_same(name, ox.parse(input=lines, format=ox.RdfFormat.N_QUADS), few)


def assert_same(name: str, theirs: Iterable[ox.Quad], built: Build) -> None:
    if name in {"trig", "nquads", "jsonld"}:
        assert canonical(theirs) == canonical(built.quads)
    else:
        plain = (ox.Quad(q.subject, q.predicate, q.object) for q in theirs)
        assert canonical(plain) == canonical(ox.Quad(q.subject, q.predicate, q.object) for q in built.quads)


def test_n3_js_reads_rdf_1_2_and_finds_every_quad(exported: Path, built: Build) -> None:
    """With the parts of each triple term put back as three triples, the dataset is the same."""
    places = [str(READERS.parent.parent / "node" / "node_modules"), *os.environ.get("NODE_PATH", "").split(os.pathsep)]
    if not shutil.which("node") or not any(Path(place, "n3").is_dir() for place in places if place):
        pytest.skip(
            "N3.js, the independent reader of RDF 1.2, is not installed: `make readers` installs it where npm is"
        )
    script, path = CHECKOUT / "tests" / "rdf12" / "read.cjs", exported / "rdf12" / "hograph.trig"
    environment = os.environ | {"NODE_PATH": os.pathsep.join(places)}
    done = subprocess.run(["node", script, path], capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert canonical(ox.parse(input=done.stdout, format=ox.RdfFormat.N_QUADS)) == canonical(built.quads)


def test_rdf_1_2_reifies_each_claim_and_asserts_none_of_them(exported: Path, built: Build) -> None:
    found = list(ox.parse(path=str(exported / "rdf12" / "hograph.trig"), format=ox.RdfFormat.TRIG))
    reified = {str(quad.subject) for quad in found if quad.predicate == RDF["reifies"]}
    assert reified == {str(CLAIM[placed.name]) for placed in built.claims} | {
        str(PROPOSITION[proposition.name]) for proposition in built.propositions
    }
    assert not any(quad.predicate in rdf.STATEMENT for quad in found)
    denied = [p for p in built.propositions if p.agreement == "Disputed"]
    edges = {q.triple for q in found if q.graph_name == ox.NamedNode("https://w3id.org/hograph/graph/edges")}
    assert denied and not edges & {
        ox.Triple(HO[p.statement.subject], HO[p.statement.predicate], HO[p.statement.object]) for p in denied
    }


def test_funowl_reads_every_axiom(read_back_few: Reader, few: Build, built: Build) -> None:
    """The ontology that comes back is the same, blank node for blank node, and has as many axioms of each kind."""
    theirs = read_back_few("owl")
    back = {q.triple for q in ox.parse(input=theirs["ntriples"], format=ox.RdfFormat.N_TRIPLES)}
    ours = [quad.triple for quad in few.graphs["ontology"]]
    # funowl writes a pair of different individuals as one triple, which says the same
    pairs = {triple for triple in back if triple.predicate == OWL["differentFrom"]}
    again = {triple for pair in pairs for triple in all_different(pair)}
    assert canonical(ox.Quad(*t) for t in back - pairs | again) == canonical(ox.Quad(*t) for t in ours)
    assert theirs["axioms"] == axioms(ours)
    assert axioms(ours).keys() == axioms([quad.triple for quad in built.graphs["ontology"]]).keys()


def all_different(pair: ox.Triple) -> Iterator[ox.Triple]:
    head, first, second = ox.BlankNode(), ox.BlankNode(), ox.BlankNode()
    yield ox.Triple(head, RDF["type"], OWL["AllDifferent"])
    yield ox.Triple(head, OWL["distinctMembers"], first)
    for node, member, rest in ((first, pair.subject, second), (second, pair.object, RDF["nil"])):
        yield ox.Triple(node, RDF["first"], member)
        yield ox.Triple(node, RDF["rest"], rest)


OF_PREDICATE = {
    "subClassOf": "SubClassOf",
    "equivalentClass": "EquivalentClasses",
    "subPropertyOf": "Sub{}PropertyOf",
    "propertyChainAxiom": "SubObjectPropertyOf",
    "inverseOf": "InverseObjectProperties",
    "domain": "{}PropertyDomain",
    "range": "{}PropertyRange",
}
OF_TYPE = {
    **dict.fromkeys(("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"), "Declaration"),
    "NamedIndividual": "Declaration",
    "AllDisjointClasses": "DisjointClasses",
    "AllDifferent": "DifferentIndividuals",
    "FunctionalProperty": "Functional{}Property",
    "TransitiveProperty": "TransitiveObjectProperty",
    "SymmetricProperty": "SymmetricObjectProperty",
    "IrreflexiveProperty": "IrreflexiveObjectProperty",
}


def axioms(triples: list[ox.Triple]) -> Counter[str]:
    """How many axioms of each kind the triples state, by the mapping of OWL 2 to RDF graphs."""
    data = {t.subject for t in triples if t.object == OWL["DatatypeProperty"]}
    found: Counter[str] = Counter()
    for subject, predicate, value in triples:
        kind = None
        if predicate == RDF["type"] and isinstance(value, ox.NamedNode):
            kind = OF_TYPE.get(OWL.name(value)) if value in OWL else "ClassAssertion"
            is_range = value == RDFS["Datatype"]
            kind = None if isinstance(subject, ox.BlankNode) and (kind == "Declaration" or is_range) else kind
        elif isinstance(subject, ox.NamedNode) and subject.value != str(HO):
            kind = OF_PREDICATE.get(predicate.value.rsplit("#")[-1], "AnnotationAssertion")
        if kind:
            found[kind.format("Data" if subject in data else "Object")] += 1
    return found


@pytest.fixture
def queries_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """nanopub asks the same of each graph, and rdflib takes longer to parse that question than to answer it."""
    known: dict[str, Query] = {}

    def translated(text: str, base: str | None = None, names: dict[str, Any] | None = None) -> Query:
        if text not in known:
            known[text] = translateQuery(parseQuery(text), base, names)
        return known[text]

    monkeypatch.setattr(processor, "parseQuery", lambda text: text)
    monkeypatch.setattr(processor, "translateQuery", translated)


@pytest.mark.usefixtures("queries_parsed_once")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nanopub_finds_every_nanopublication_valid(exported: Path, built: Build) -> None:
    quads = list(ox.parse(path=str(exported / "nanopub" / "nanopubs.trig"), format=ox.RdfFormat.TRIG))
    by_name: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        by_name.setdefault(str(quad.graph_name).rpartition("/")[0], []).append(quad)
    assert len(by_name) == sum(len(p.claims) for p in built.propositions)
    for own in by_name.values():
        publication = Nanopub(rdf=dataset_of(own))
        assert publication.is_valid and len(publication.assertion) > 5 and len(publication.provenance) > 10
    read = {quad.triple for quad in quads}
    claims = [q.triple for name, graph in built.graphs.items() if name.startswith("claims/") for q in graph]
    self_description = {t.object for t in claims if t.predicate == HO["selfDescription"]}
    self_description |= {t.object for t in claims if t.subject in self_description and t.predicate == OA["hasSelector"]}
    left_out = {t for t in claims if t not in read and t.predicate != HO["selfDescription"]}
    assert all(t.subject in self_description for t in left_out), "claim, cues, document, people and curation are there"


def dataset_of(quads: list[ox.Quad]) -> rdflib.Dataset:
    graph = rdflib.ConjunctiveGraph()
    graph.parse(data=(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode(), format="nquads")
    return graph  # type: ignore[return-value]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nanopublications_are_signed_with_the_key_of_the_user(built: Build, tmp_path: Path) -> None:
    generate_keyfiles(tmp_path)
    profile = Profile("https://orcid.org/0000-0000-0000-0000", "A. Key", tmp_path / "id_rsa", tmp_path / "id_rsa.pub")
    profile.store(tmp_path)
    path = tmp_path / "profile.yml"
    some = replace(built, propositions=built.propositions[:10])
    graphs = list(ox.parse(input=nanopubs.signed(some, path), format=ox.RdfFormat.TRIG))
    names = {q.subject for q in graphs if q.object == ox.NamedNode("http://www.nanopub.org/nschema#Nanopublication")}
    assert len(names) == sum(len(p.claims) for p in some.propositions)
    assert all("/RA" in str(name) for name in names), "a signed nanopublication has a trusty IRI"
    for name in names:
        own = [q for q in graphs if str(q.graph_name).startswith(str(name)[:-1])]
        publication = Nanopub(rdf=dataset_of(own))
        assert publication.has_valid_signature and publication.has_valid_trusty


def test_keys_that_cannot_sign_are_refused(built: Build, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        generate_keyfiles(tmp_path / folder)
    private, public = ((tmp_path / "one" / name).read_text() for name in ("id_rsa", "id_rsa.pub"))
    another = (tmp_path / "other" / "id_rsa.pub").read_text()
    profile = tmp_path / "profile.yml"
    lines = ["orcid_id: https://orcid.org/0000-0000-0000-0000", "name: A. Key", "introduction_nanopub_uri:"]
    lines += [f"{name}_key: {tmp_path / file}" for name, file in (("private", "id_rsa"), ("public", "id_rsa.pub"))]
    profile.write_text("\n".join(lines) + "\n")
    for first, second, message in (
        (private, "no key at all", "its public key is no RSA key"),
        (public, public, "its private key is a public one"),
        (private, another, "its public key does not belong to its private key"),
        ("no key at all", public, "its private key is no RSA key"),
        (private[:200], public, "its private key is no RSA key"),
    ):
        (tmp_path / "id_rsa").write_text(first)
        (tmp_path / "id_rsa.pub").write_text(second)
        with pytest.raises(InputError, match=message):
            nanopubs.signed(built, profile)
    result = run("export", "--format", "nanopub", "--profile", profile)
    assert result.exit_code == 2 and isinstance(result.exception, SystemExit)
    assert f"{profile}: its private key is no RSA key" in result.stderr and "np setup" in result.stderr


def test_signing_without_a_key_says_what_to_do(tmp_path: Path) -> None:
    result = run("export", "--format", "nanopub", "--profile", tmp_path / "none.yml")
    assert result.exit_code == 2 and "no nanopub profile. Make one with `np setup`" in result.stderr


def test_the_same_graph_gives_the_same_bytes(exported: Path, built: Build) -> None:
    material = formats.Material(built, CHECKOUT)
    for one in formats.FORMATS:
        for name, data in one.files(material).items():
            assert (exported / one.name / name).read_bytes() == data, f"{one.name}: {name}"


def test_the_published_context_and_the_list_of_formats_are_true(built: Build) -> None:
    assert (CHECKOUT / "ontology" / "context.jsonld").read_text("utf-8") == context_text(built.ontology)
    listed = run("export", "formats", "--format", "md").output
    assert listed == (CHECKOUT / "docs" / "formats.md").read_text("utf-8"), "`make docs` writes it anew"


def test_turtle_of_the_ontology_nests_its_axioms() -> None:
    text = run("export", "--format", "turtle", "--graph", "ontology").output
    assert "owl:someValuesFrom" in text and "_:" not in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Name a format with --format"),
        (("--format", "turtle", "--graph", "edgs"), "There is no graph 'edgs'"),
        (("--format", "bibliography"), "there is no format 'bibliography'. Did you mean bibtex or csl-json?"),
        (("--format", "grapml"), "there is no format 'grapml'. Did you mean graphml?"),
        (("--format", "x"), "there is no format 'x'. `hograph export formats` lists them all."),
        (("--format", "kgx"), "Name a folder for them with --out DIR"),
        (("--format", "kgx", "--graph", "edges"), "--graph goes with an RDF format"),
        (("--format", "turtle", "--sign"), "go with --format nanopub"),
        (("--format", "kgx", "--out", __file__), "is a file, but this format has 4 files"),
    ],
)
def test_wrong_wishes_are_refused(words: tuple[str, ...], message: str) -> None:
    result = run("export", *words)
    assert result.exit_code == 2 and message in result.stderr and "Traceback" not in result.stderr
