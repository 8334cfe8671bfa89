"""Every export is read back by a tool that its users have, and held against the graph."""

import csv
import io
import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx
import pandas
import pyoxigraph as ox
import pytest
import rdflib
from nanopub import Nanopub, Profile, generate_keyfiles  # type: ignore[attr-defined]

from commands import run
from hograph.curation.tokens import Polarity
from hograph.curation.values import Qualifiers
from hograph.exports import biolink, formats, nanopubs, qualifiers, tables
from hograph.exports.jsonld import context_text
from hograph.graph.build import Build
from hograph.vocabulary import HO, OWL, RDF

CHECKOUT = Path(__file__).parent.parent
READERS = CHECKOUT / ".venv-readers" / "bin" / "python"
Reader = Callable[[str], Any]
"""Name of a format to what its reader understood."""
RDFLIB = {
    "turtle": "turtle",
    "trig": "trig",
    "nquads": "nquads",
    "ntriples": "nt",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format, as `hograph export --all` writes it."""
    folder = tmp_path_factory.mktemp("exports")
    result = run("export", "--all", folder)
    assert result.exit_code == 0, result.output
    assert {path.name for path in folder.iterdir()} == {one.name for one in formats.FORMATS}
    return folder


@pytest.fixture(scope="module")
def read_back(exported: Path) -> Reader:
    """What the tool of a format understood, in an environment of its own."""
    if not READERS.is_file():
        pytest.skip("the readers of other formats are not installed: `make readers` installs them into .venv-readers")

    def read(name: str) -> Any:  # noqa: ANN401 -- JSON
        command: list[str | Path] = [READERS, CHECKOUT / "tests" / "read_back.py", name, exported / name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return read


def canonical(quads: Iterable[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


@pytest.mark.parametrize("name", RDFLIB)
def test_rdflib_reads_every_triple(exported: Path, built: Build, name: str) -> None:
    (path,) = (exported / name).iterdir()
    dataset = rdflib.Dataset()
    dataset.parse(path, format=RDFLIB[name])
    theirs = ox.parse(input=dataset.serialize(format="nquads", encoding="utf-8"), format=ox.RdfFormat.N_QUADS)
    if name in {"trig", "nquads", "jsonld"}:
        assert canonical(theirs) == canonical(built.quads)
    else:
        plain = (ox.Quad(q.subject, q.predicate, q.object) for q in theirs)
        assert canonical(plain) == canonical(ox.Quad(q.subject, q.predicate, q.object) for q in built.quads)


def test_rdf_1_2_reifies_each_claim_and_asserts_none_of_them(exported: Path, built: Build) -> None:
    found = list(ox.parse(path=str(exported / "rdf12" / "hograph.trig"), format=ox.RdfFormat.TRIG))
    again = []
    for quad in found:
        if quad.predicate == RDF["reifies"]:
            assert isinstance(quad.object, ox.Triple)
            parts = zip(("subject", "predicate", "object"), quad.object, strict=True)
            again += [ox.Quad(quad.subject, HO[name], part, quad.graph_name) for name, part in parts]
        else:
            again.append(quad)
    assert canonical(again) == canonical(built.quads)
    denied = [p for p in built.propositions if p.agreement == "Disputed"]
    edges = {q.triple for q in found if q.graph_name == ox.NamedNode("https://w3id.org/hograph/graph/edges")}
    assert denied and not edges & {
        ox.Triple(HO[p.statement.subject], HO[p.statement.predicate], HO[p.statement.object]) for p in denied
    }


def test_funowl_reads_every_axiom(read_back: Reader, built: Build) -> None:
    """The ontology that comes back is the same, blank node for blank node, and has as many axioms of each kind."""
    theirs = read_back("owl")
    back = {q.triple for q in ox.parse(input=theirs["ntriples"], format=ox.RdfFormat.N_TRIPLES)}
    ours = [quad.triple for quad in built.graphs["ontology"]]
    # funowl writes a pair of different individuals as one triple, which says the same
    pairs = {triple for triple in back if triple.predicate == OWL["differentFrom"]}
    again = {triple for pair in pairs for triple in all_different(pair)}
    assert canonical(ox.Quad(*t) for t in back - pairs | again) == canonical(ox.Quad(*t) for t in ours)
    assert theirs["axioms"] == axioms(ours)


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
            kind = None if isinstance(subject, ox.BlankNode) and kind == "Declaration" else kind
        elif isinstance(subject, ox.NamedNode) and subject.value != str(HO):
            kind = OF_PREDICATE.get(predicate.value.rsplit("#")[-1], "AnnotationAssertion")
        if kind:
            found[kind.format("Data" if subject in data else "Object")] += 1
    return found


def test_obographs_and_pronto_read_terms_names_and_hierarchy(read_back: Reader, built: Build) -> None:
    theirs, ontology = read_back("obographs"), built.ontology
    named_ = {HO[name].value: ontology.label(name) for name in (*ontology.classes, *ontology.properties)}
    assert {i: label for i, label in theirs["nodes"].items() if i in named_} == named_
    assert theirs["synonyms"] == sum(len(ontology.synonyms(n)) for n in (*ontology.classes, *ontology.properties))
    is_a = {(s, o) for s, p, o in theirs["edges"] if p == "is_a"}
    assert is_a == {(HO[n].value, HO[p].value) for n, parents in ontology.parents.items() for p in parents}
    others = [e for e in theirs["edges"] if e[1] not in {"is_a", "subPropertyOf"}]
    assert len(others) == len(ontology.part_edges)
    assert set(theirs["roles"]) == {
        HO[n].value for n, r in ontology.role_definitions.items() if not r.inverse and r.category and r.filler
    }
    above = {name: sorted(ontology.label(a) for a in ontology.ancestors(name) - {name}) for name in ontology.terms}
    assert {name: theirs["pronto"][ontology.label(name)] for name in ontology.terms} == above


def test_kgx_reads_one_edge_a_claim_that_biolink_allows(exported: Path, read_back: Reader, built: Build) -> None:
    theirs = read_back("kgx")
    profile = biolink.load_profile(CHECKOUT / "ontology" / "biolink.yaml", built.ontology)
    assert theirs["tsv"]["nodes"] == theirs["jsonl"]["nodes"] and theirs["tsv"]["edges"] == theirs["jsonl"]["edges"]
    assert theirs["outside"] == [], "subject or object is not of the kind that the Biolink Model asks for"
    for kind, messages in theirs["jsonl"]["errors"].get("ERROR", {}).items():
        ours = [m for m in messages if "CURIE prefix 'ho'" not in m and "CURIE prefix 'document'" not in m]
        assert not ours, f"{kind}: {ours[:3]}"  # our own prefixes are not among those of the Biolink Model
    taken = {f"claim:{placed.name}": placed.claim for p in built.propositions for placed in p.claims}
    edges = {name: edge for name, edge in theirs["jsonl"]["edges"].items() if name in taken}
    for name, (subject, predicate, object_, original, certainty, negated) in edges.items():
        claim = taken[name]
        assert (subject, original, object_) == (f"ho:{claim.subject}", f"ho:{claim.predicate}", f"ho:{claim.object}")
        assert certainty == claim.certainty.value and negated == (claim.polarity is Polarity.NEGATED)
        if certainty in {"inconclusive", "unknown"}:
            assert predicate == "biolink:related_to"
    rows = pandas.read_csv(exported / "kgx" / "edges.tsv", sep="\t")
    assert len(theirs["tsv"]["edges"]) == len(
        rows.groupby(["subject", "predicate", "object"])
    )  # KGX joins edges that say the same
    left_out = [claim for name, claim in taken.items() if name not in set(rows["id"])]
    assert left_out and all(claim.polarity is Polarity.NEGATED for claim in left_out)
    assert profile.relations.keys() >= built.ontology.relations.keys()
    parents = sum(len(built.ontology.parents[name]) for name in built.ontology.terms)
    assert sum(rows["original_predicate"] == "rdfs:subClassOf") == parents


def test_what_is_hedged_is_not_asserted_in_biolink(exported: Path) -> None:
    lines = (exported / "kgx" / "edges.jsonl").read_text("utf-8").splitlines()
    edges = [json.loads(line) for line in lines]
    assert {
        e["predicate"] for e in edges if e["original_predicate"] == "ho:prevents" and e["certainty"] == "hedged"
    } == {"biolink:affects_likelihood_of"}
    table = pandas.read_csv(exported / "kgx" / "edges.tsv", sep="\t", keep_default_na=False)
    assert set(table["negated"]) == {"", "true"}, "KGX takes any word for true"


def test_sssom_py_reads_every_mapping(read_back: Reader) -> None:
    theirs = read_back("sssom")
    path = CHECKOUT / "ontology" / "mappings.sssom.tsv"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t")
    assert theirs["errors"] == []
    assert sorted(map(tuple, theirs["rows"])) == sorted(
        (r["subject_id"], r["predicate_id"], r["object_id"]) for r in rows
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nanopub_finds_every_nanopublication_valid(exported: Path, built: Build) -> None:
    quads = list(ox.parse(path=str(exported / "nanopub" / "nanopubs.trig"), format=ox.RdfFormat.TRIG))
    by_name: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        by_name.setdefault(str(quad.graph_name).rpartition("/")[0], []).append(quad)
    assert len(by_name) == sum(len(p.claims) for p in built.propositions)
    for name in sorted(by_name)[::20]:
        publication = Nanopub(rdf=dataset_of(by_name[name]))
        assert publication.is_valid and len(publication.assertion) > 5 and len(publication.provenance) > 10
    claims = {q for name, graph in built.graphs.items() if name.startswith("claims/") for q in graph}
    of_claims = {q.triple for q in claims if str(q.subject).startswith("<https://w3id.org/hograph/claim/")}
    assert of_claims <= {q.triple for q in quads}, "assertion and provenance hold everything that the claim says"


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
    some = Build(
        built.ontology, built.sources, built.claims, built.propositions[:2], built.edges, built.graphs, built.key
    )
    graphs = list(ox.parse(input=nanopubs.signed(some, path), format=ox.RdfFormat.TRIG))
    names = {q.subject for q in graphs if q.object == ox.NamedNode("http://www.nanopub.org/nschema#Nanopublication")}
    assert names and all("/RA" in str(name) for name in names), "a signed nanopublication has a trusty IRI"
    for name in names:
        own = [q for q in graphs if str(q.graph_name).startswith(str(name)[:-1])]
        publication = Nanopub(rdf=dataset_of(own))
        assert publication.has_valid_signature and publication.has_valid_trusty


def test_signing_without_a_key_says_what_to_do(tmp_path: Path) -> None:
    result = run("export", "--format", "nanopub", "--profile", tmp_path / "none.yml")
    assert result.exit_code == 2 and "no nanopub profile. Make one with `np setup`" in result.stderr


def test_igraph_reads_the_network(read_back: Reader, built: Build) -> None:
    theirs = read_back("graphml")
    expected = sorted(
        [f"ho:{c.subject}", f"ho:{c.predicate}", f"ho:{c.object}", c.certainty.value, c.span.start]
        for c in (placed.claim for placed in built.claims)
    )
    assert sorted([s, p, o, c, int(n)] for s, p, o, c, n in theirs["edges"]) == expected
    assert all(label == built.ontology.label(name.removeprefix("ho:")) for name, label in theirs["nodes"].items())


@pytest.mark.parametrize("name", ["gexf", "cytoscape"])
def test_networkx_reads_the_network(exported: Path, built: Build, name: str) -> None:
    (path,) = (exported / name).iterdir()
    if name == "gexf":
        graph = networkx.read_gexf(path)
        assert "lastmodified" not in path.read_text("utf-8")
    else:
        graph = networkx.cytoscape_graph(json.loads(path.read_text("utf-8")))
    found = Counter((s, d["predicate"], o, d["certainty"]) for s, o, d in graph.edges(data=True))
    claims = (placed.claim for placed in built.claims)
    assert found == Counter(
        (f"ho:{c.subject}", f"ho:{c.predicate}", f"ho:{c.object}", c.certainty.value) for c in claims
    )


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_pandas_and_pyarrow_read_the_tables(read_back: Reader, built: Build, name: str) -> None:
    theirs = read_back(name)
    for table in tables.tables(built):
        rows = theirs[table.name] if name == "csv" else theirs[table.name]["rows"]
        assert [{key: value for key, value in row.items() if value is not None} for row in rows] == [
            {key: value for key, value in row.items() if value is not None} for row in table.rows
        ]
    if name == "parquet":
        types = theirs["claims"]["types"]
        assert (types["start"], types["value_min"], types["timing_approximate"]) == ("int64", "double", "bool")


def test_columns_of_terms_are_those_that_the_model_says(built: Build) -> None:
    for placed in built.claims:
        cells = qualifiers.qualifier_cells(placed.claim.qualifiers)
        found = {str(value) for column, value in cells.items() if column in qualifiers.TERM_COLUMNS and value}
        found |= {word.split()[1] for word in str(cells["provisos"] or "").split("|") if word}
        assert found == {f"ho:{name}" for name in placed.claim.qualifiers.term_names()}
    assert set(qualifiers.QUALIFIER_COLUMNS) >= set(Qualifiers.model_fields) - {
        "timing",
        "frequency",
        "value",
        "comparison",
        "when",
    }


def test_bibliographies_name_every_document(read_back: Reader, built: Build) -> None:
    entries, cited = read_back("bibtex"), read_back("csl-json")
    assert entries.keys() == cited.keys() == built.sources.keys()
    for slug, source in built.sources.items():
        assert entries[slug]["title"] == f"{{{source.title}}}" and source.title in cited[slug]
        for person in source.people:
            if person.role == "author":
                assert entries[slug]["author"] == person.name and person.name.split()[-1] in cited[slug]


def test_rocrate_and_mlcroissant_read_their_packages(read_back: Reader, built: Build) -> None:
    crate, dataset = read_back("ro-crate"), read_back("croissant")
    assert crate["license"] == "https://creativecommons.org/licenses/by/4.0/" and len(crate["datePublished"]) == 10
    assert all(there for there, *_ in crate["files"].values()) and "hograph.trig" in crate["files"]
    assert dataset["errors"] == dataset["warnings"] == []
    assert dataset["counts"] == {table.name: len(table.rows) for table in tables.tables(built)}
    first = tables.claims_table(built).rows[0]
    assert dataset["first"]["claims"]["claims/start"] == first["start"]
    assert dataset["first"]["claims"]["claims/label"] == first["label"]


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
        (("--format", "kgx"), "Name a folder for them with --out DIR"),
        (("--format", "kgx", "--graph", "edges"), "--graph goes with an RDF format"),
        (("--format", "turtle", "--sign"), "go with --format nanopub"),
        (("--format", "kgx", "--out", __file__), "is a file, but this format has 4 files"),
    ],
)
def test_wrong_wishes_are_refused(words: tuple[str, ...], message: str) -> None:
    result = run("export", *words)
    assert result.exit_code == 2 and message in result.stderr and "Traceback" not in result.stderr


def test_csv_of_tables_is_read_by_the_standard_library(exported: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((exported / "csv" / "claims.csv").read_text("utf-8"))))
    assert {row["timing_approximate"] for row in rows} == {"", "true", "false"}
