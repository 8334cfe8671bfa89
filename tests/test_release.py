"""Releases: the same bytes each time, artefacts that hold what their names say, and self-descriptions that can be counted again."""

import doctest
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import owlready2
import pyoxigraph as ox
import pytest
import yaml

from commands import run
from conftest import DAY, Files, triples
from hograph.errors import InputError
from hograph.exports.rdf import readable_turtle
from hograph.files import sha256
from hograph.graph import labels
from hograph.graph.build import Build
from hograph.graph.quads import nquads
from hograph.ontology.mappings import load_mappings
from hograph.release import graphs, plan
from hograph.release.artefacts import TITLES, Release, artefact
from hograph.release.names import DCAT, FOAF, SPDX
from hograph.release.package import release_files, write_release
from hograph.release.plan import SEMANTIC, plan_release, precedence
from hograph.version import VERSION
from hograph.vocabulary import DCTERMS, GRAPH, HO, OWL, PROV, RDF, RDFS, VOID


def canonical(found: set[ox.Triple]) -> ox.Dataset:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_another_process_with_another_hash_seed_gives_the_same_bytes(
    released: Files, root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "made"
    command = [
        sys.executable,
        "-m",
        "hograph",
        "release",
        VERSION,
        "--date",
        DAY,
        "--out",
        str(out),
        "--root",
        str(root),
    ]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "4242"}, capture_output=True)
    made = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert made.keys() == released.keys()
    assert [name for name in made if made[name] != released[name]] == []
    assert [path.name for path in tmp_path.iterdir()] == ["made"], "nothing temporary is left"


def test_the_sums_cover_every_file(released: Files) -> None:
    lines = [line.split("  ") for line in released["SHA256SUMS"].decode().splitlines()]
    assert {name for _, name in lines} == released.keys() - {"SHA256SUMS"}
    assert all(sha256(released[name]) == total for total, name in lines)


def test_no_file_says_where_it_was_made(released: Files, root: Path) -> None:
    assert [name for name, data in released.items() if str(root).encode() in data] == []


def test_the_dataset_is_the_build(released: Files, built: Build) -> None:
    assert gzip.decompress(released["data/hograph.nq.gz"]) == nquads(built.quads)
    trig = set(ox.parse(input=released["data/hograph.trig"], format=ox.RdfFormat.TRIG))
    assert len(trig) == len({*built.quads})


class TestArtefacts:
    @pytest.mark.parametrize("kind", sorted(TITLES))
    def test_what_is_written_is_what_was_made(
        self, artefacts: dict[str, set[ox.Triple]], built: Build, release: Release, kind: str
    ) -> None:
        assert canonical(artefacts[kind]) == canonical(set(artefact(built, release, kind)))

    def test_each_is_an_ontology_with_a_version_of_its_own(self, artefacts: dict[str, set[ox.Triple]]) -> None:
        heads = [{t.subject for t in found if t.object == OWL["Ontology"]} for found in artefacts.values()]
        assert all(len(head) == 1 for head in heads) and len(set.union(*heads)) == 3
        versions = {t.object.value for found in artefacts.values() for t in found if t.predicate == OWL["versionIRI"]}  # type: ignore[union-attr]
        assert versions == {f"{HO}releases/{VERSION}/hograph-{kind}" for kind in TITLES}

    def test_base_says_nothing_of_others(self, artefacts: dict[str, set[ox.Triple]]) -> None:
        foreign = {t for t in artefacts["base"] if isinstance(t.subject, ox.NamedNode) and t.subject not in HO}
        assert {t.predicate for t in foreign} == {RDF["type"]}
        assert {t.object for t in foreign} == {OWL["AnnotationProperty"]}

    def test_full_has_slices_and_what_follows(self, artefacts: dict[str, set[ox.Triple]], built: Build) -> None:
        edges = {(t.subject, t.object) for t in artefacts["full"] if t.predicate == RDFS["subClassOf"]}
        added = edges - {(t.subject, t.object) for t in artefacts["base"] if t.predicate == RDFS["subClassOf"]}
        assert (HO["Cause"], HO["PossibleCause"]) in added, (
            "a role's strict form is inferred to be below its possible form"
        )
        ids = {q.subject for q in built.graphs["slices/maxo"] if q.object == OWL["Class"]}
        assert ids <= {t.subject for t in artefacts["full"]}
        rights = [
            t.object.value
            for t in artefacts["full"]
            if t.predicate == DCTERMS["rights"] and isinstance(t.object, ox.Literal)
        ]
        assert len(rights) == 4 and all("licence http" in text for text in rights)

    def test_simple_is_simple(self, artefacts: dict[str, set[ox.Triple]], built: Build) -> None:
        predicates = {t.predicate for t in artefacts["simple"]}
        assert not predicates & {
            OWL["equivalentClass"],
            OWL["members"],
            OWL["unionOf"],
            RDFS["domain"],
            OWL["inverseOf"],
        }
        assert {t.object for t in artefacts["simple"] if t.predicate == OWL["onProperty"]} == {HO["partOf"]}
        assert {HO[name] for name in built.ontology.classes} <= {t.subject for t in artefacts["simple"]}

    def test_no_step_of_the_simple_hierarchy_follows_from_two_others(
        self, artefacts: dict[str, set[ox.Triple]]
    ) -> None:
        steps = {
            (t.subject, t.object)
            for t in artefacts["simple"]
            if t.predicate == RDFS["subClassOf"] and isinstance(t.object, ox.NamedNode)
        }
        above: dict[object, set[object]] = {}
        for sub, sup in steps:
            above.setdefault(sub, set()).add(sup)
        assert not {(a, c) for a, sups in above.items() for b in sups for c in above.get(b, ()) if (a, c) in steps}

    @pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is no java here")
    @pytest.mark.parametrize("kind", sorted(TITLES))
    def test_each_is_consistent_on_its_own(self, released: Files, kind: str) -> None:
        world = owlready2.World()
        found = ox.parse(input=released[f"ontology/hograph-{kind}.ttl"], format=ox.RdfFormat.TURTLE)
        lines = ox.serialize((quad.triple for quad in found), format=ox.RdfFormat.N_TRIPLES) or b""
        with world.get_ontology(f"https://example.org/{kind}").load(fileobj=io.BytesIO(lines)):
            owlready2.sync_reasoner_hermit(world, debug=0)  # raises when the ontology contradicts itself
        assert len(list(world.classes())) > 500 and list(world.inconsistent_classes()) == []

    def test_a_previous_release_is_named(self, built: Build) -> None:
        before = ox.NamedNode(f"{HO}releases/0.0.9/")
        made = artefact(built, Release(VERSION, DAY, before), "base")
        assert [t.object for t in made if t.predicate == OWL["priorVersion"]] == [before]


class TestReadableTurtle:
    def test_shared_and_circular_blank_nodes_survive(self) -> None:
        text = b"""@prefix ex: <http://example.org/> .
        ex:a ex:p _:shared , "1"^^<http://www.w3.org/2001/XMLSchema#integer> , "x"@en , "q\\"\\n" . ex:b ex:p _:shared . _:shared ex:q ( 1 2.50 true ) .
        _:x ex:r _:y . _:y ex:r _:x . [] ex:s [ ex:t ( ) ] . <http://example.org/o/dd#> ex:p "not an int"^^<http://www.w3.org/2001/XMLSchema#integer> ."""
        written = readable_turtle(triples(text), {"ex": "http://example.org/"})
        assert canonical(triples(written)) == canonical(triples(text))

    def test_the_order_of_triples_does_not_matter(self, built: Build) -> None:
        found = [quad.triple for quad in built.graphs["ontology"]]
        assert readable_turtle(found) == readable_turtle(reversed(found))
        assert b"_:" not in readable_turtle(found)


@pytest.fixture(scope="module")
def union(built: Build) -> set[ox.Triple]:
    return {quad.triple for quad in built.quads}


@pytest.fixture(scope="module")
def void(released: Files, release: Release) -> dict[ox.NamedNode, list[object]]:
    about: dict[ox.NamedNode, list[object]] = {}
    for triple in triples(released["void.ttl"]):
        if triple.subject == release.file("dataset"):
            about.setdefault(triple.predicate, []).append(triple.object)
    return about


class TestSelfDescription:
    def test_the_counts_of_void_can_be_counted_again(
        self, void: dict[ox.NamedNode, list[object]], union: set[ox.Triple]
    ) -> None:
        store = ox.Store()
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in union)
        for name, query in {
            "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
            "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
            "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
            "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
            "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
            "entities": f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), '{HO}')) }}",
        }.items():
            (row,) = store.query(query)  # type: ignore[misc]
            assert [value.value for value in void[VOID[name]]] == [row["n"].value], name  # type: ignore[attr-defined]

    def test_partitions_and_linksets_add_up(self, released: Files, root: Path, union: set[ox.Triple]) -> None:
        store = ox.Store()
        store.bulk_load(input=released["void.ttl"], format=ox.RdfFormat.TURTLE)

        def numbers(pattern: str) -> list[int]:
            query = f"PREFIX void: <{VOID}> SELECT ?node ?n {{ {pattern} }}"
            return [int(row["n"].value) for row in store.query(query)]  # type: ignore[union-attr]

        assert sum(numbers("?node void:property ?p ; void:triples ?n")) == len(union)
        assert sum(numbers("?node void:class ?c ; void:entities ?n")) == len(
            {t for t in union if t.predicate == RDF["type"]}
        )
        mappings = load_mappings(root / "ontology" / "mappings.sssom.tsv").mappings
        assert sum(numbers("?node a void:Linkset ; void:triples ?n")) == len(
            {(m.subject, m.predicate, m.object_iri) for m in mappings}
        )

    def test_the_catalogue_lists_every_file_with_size_and_hash(self, released: Files, release: Release) -> None:
        found = triples(released["dcat.ttl"])
        value = {(t.subject, t.predicate): t.object for t in found}
        nodes = [t.subject for t in found if t.object == DCAT["Distribution"]]
        assert {t.object for t in found if t.predicate == DCAT["distribution"]} == set(nodes)
        prefix = release.node.value
        names = set()
        for node in nodes:
            name = value[node, DCAT["downloadURL"]].value.removeprefix(prefix)  # type: ignore[union-attr]
            names.add(name)
            if name in {"dcat.ttl", "SHA256SUMS"}:
                assert "hash" in value[node, RDFS["comment"]].value and (node, SPDX["checksum"]) not in value  # type: ignore[union-attr]
                continue
            assert value[node, DCAT["byteSize"]].value == str(len(released[name]))  # type: ignore[union-attr]
            total = value[value[node, SPDX["checksum"]], SPDX["checksumValue"]]  # type: ignore[index]
            assert total.value == sha256(released[name])  # type: ignore[union-attr]
        assert names == released.keys() and len(nodes) == len(names)

    def test_creator_and_publisher_are_agents_with_a_name(self, released: Files) -> None:
        found = triples(released["dcat.ttl"])
        for predicate in (DCTERMS["creator"], DCTERMS["publisher"]):
            (agent,) = {t.object for t in found if t.predicate == predicate}
            said = {(t.predicate, t.object) for t in found if t.subject == agent}
            assert {(RDF["type"], FOAF["Agent"]), (RDF["type"], PROV["Organization"])} < said
            assert (FOAF["name"], ox.Literal("hograph contributors")) in said

    def test_the_context_of_json_ld_is_the_published_one(self, released: Files, root: Path) -> None:
        assert released["ontology/context.jsonld"] == (root / "ontology" / "context.jsonld").read_bytes()
        context = json.loads(released["ontology/context.jsonld"])["@context"]
        document = {"@context": context, "@id": "ho:HeterotopicOssification", "occursIn": "ho:Tendon"}
        (quad,) = ox.parse(input=json.dumps(document).encode(), format=ox.RdfFormat.JSON_LD)
        assert (quad.predicate, quad.object) == (HO["occursIn"], HO["Tendon"])

    def test_the_citation_says_version_and_day(self, released: Files, root: Path) -> None:
        said = yaml.safe_load(released["CITATION.cff"])
        assert (said["version"], str(said["date-released"])) == (VERSION, DAY)
        assert said["title"] == yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))["title"]

    def test_the_readme_of_the_release_names_what_is_there(self, released: Files) -> None:
        text = released["README.md"].decode()
        tops = {f"`{name}`" for name in released if "/" not in name and not name.startswith(("README", "LICENSE"))}
        assert [name for name in tops if name not in text] == []


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.refs: list[str] = []
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.refs += [found["href"] or ""] if tag == "a" else []
        self.loads += [value or "" for name, value in attrs if name == "src" or (tag == "link" and name == "href")]
        if tag not in {"br", "input", "link", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(released: Files) -> _Links:
    parser = _Links()
    parser.feed(released["ontology/index.html"].decode())
    return parser


class TestPage:
    def test_it_is_well_formed_and_needs_nothing_else(self, page: _Links) -> None:
        assert page.open == [] and page.loads == []

    def test_every_link_within_it_has_a_target(self, page: _Links) -> None:
        inner = [ref[1:] for ref in page.refs if ref.startswith("#")]
        assert len(inner) > 1000 and set(inner) <= set(page.ids)
        assert [name for name, count in Counter(page.ids).items() if count > 1] == []

    def test_every_term_role_and_relation_is_on_it(self, page: _Links, built: Build) -> None:
        assert {*built.ontology.terms, *built.ontology.roles, *built.ontology.properties} <= set(page.ids)

    def test_an_article_tells_names_axioms_and_roles(self, released: Files) -> None:
        text = released["ontology/index.html"].decode()
        article = text.split('<article id="HipJoint">')[1].split("</article>")[0]
        assert "coxofemoral joint" in article
        assert '<a href="#partOf">is part of</a> some <a href="#HipRegion">hip region</a>' in article
        assert '<a href="#AffectedSite">affected site</a>' in article
        chain = text.split('<article id="occursIn">')[1].split("</article>")[0]
        assert '<a href="#occursIn">occurs in</a>, then <a href="#partOf">is part of</a>' in chain

    def test_matches_have_the_labels_of_the_others(self, released: Files, root: Path) -> None:
        """Those that the table of mappings gives; of SNOMED CT, ICD-11 and UMLS it gives none."""
        text = released["ontology/index.html"].decode()
        told = {
            unescape(name): unescape(label)
            for name, label in re.findall(
                r'(?:exact|close|broad|narrow|related) <a href="[^"]*">([^<]*)</a>([^<]*)', text
            )
        }
        mappings = load_mappings(root / "ontology" / "mappings.sssom.tsv").mappings
        assert {m.object_id: told[m.object_id].strip() for m in mappings} == {
            m.object_id: m.object_label or "" for m in mappings
        }
        assert {m.object_id.partition(":")[0] for m in mappings if not m.object_label} == {
            "ICD11", "ICD11F", "SNOMEDCT", "UMLS"
        }  # fmt: skip

    @pytest.mark.skipif(shutil.which("chromium") is None, reason="the script of the page needs a browser")
    def test_the_search_opens_groups_and_closes_them_again(self, released: Files, tmp_path: Path) -> None:
        """What the reader had opened stays open."""
        script = """<script>
        const groups = [...document.querySelectorAll("nav details")], seen = [];
        const open = () => seen.push(groups.map(group => +group.open).join(""));
        const type = words => { field.value = words; field.dispatchEvent(new Event("input")); open(); };
        groups[1].open = true; open(); type("hip"); type("hip jo"); type(""); type("hip"); type("");
        document.title = seen.join(" ");
        </script></body>"""
        path = tmp_path / "page.html"
        path.write_text(released["ontology/index.html"].decode().replace("</body>", script), encoding="utf-8")
        quiet = [
            "headless",
            "no-sandbox",
            "disable-gpu",
            "disable-quic",
            "no-first-run",
            "disable-background-networking",
        ]
        quiet += ["disable-component-update", "disable-sync", f"user-data-dir={tmp_path / 'browser'}", "dump-dom"]
        dom = subprocess.run(
            ["chromium", *(f"--{word}" for word in quiet), path.as_uri()],
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout
        before, *searched, after = dom.split("<title>")[1].split("</title>")[0].split()
        assert before == after == searched[2] and before.count("1") == 1
        assert all(set(state) == {"1"} for state in (searched[0], searched[1], searched[3]))

    def test_downloads_lie_beside_it(self, page: _Links, released: Files) -> None:
        beside = [ref for ref in page.refs if ref.endswith(".ttl")]
        assert len(beside) == 3 and all(f"ontology/{ref}" in released for ref in beside)


def versioned(released: Files, folder: Path, version: str | None) -> Path:
    """The dataset of a release, as if another version, or none, had been given to it."""
    kept = [
        quad
        for quad in ox.parse(input=released["data/hograph.trig"], format=ox.RdfFormat.TRIG)
        if quad.predicate != OWL["versionIRI"]
    ]
    if version:
        node = ox.NamedNode(f"{HO}releases/{version}/")
        kept.append(ox.Quad(ox.NamedNode(str(HO)), OWL["versionIRI"], node, GRAPH["ontology"]))
    path = folder / "before.nq"
    path.write_bytes(nquads(kept))
    return path


class TestMaking:
    @pytest.mark.parametrize("version", ["0.1", "v0.1.0", "0.1.0.0", "01.0.0", "0.1.0-", "", "0.1.0-01"])
    def test_no_semantic_version(self, version: str) -> None:
        with pytest.raises(InputError, match="no semantic version"):
            plan_release(version, DAY, None)

    @pytest.mark.parametrize("version", ["1.0.0-beta.1", "1.0.0+build.7", "10.20.30"])
    def test_semantic_versions_of_others(self, version: str) -> None:
        assert SEMANTIC.fullmatch(version)
        with pytest.raises(InputError, match=f"This is hograph {VERSION}"):
            plan_release(version, DAY, None)

    @pytest.mark.parametrize("version", [VERSION, "0.1.1-rc.1", "99.0.0", None])
    def test_the_release_before_must_be_earlier(self, released: Files, tmp_path: Path, version: str | None) -> None:
        """One version IRI would else name two contents; and what says no version cannot be known to be earlier."""
        path = versioned(released, tmp_path, version)
        result = run("release", VERSION, "--previous", path, "--date", DAY, "--out", tmp_path / "made")
        assert result.exit_code == 2 and "--previous" in result.stderr and not (tmp_path / "made").exists()
        assert (f"{VERSION} is not later" if version else "says no version") in result.stderr

    def test_an_earlier_release_is_named_in_the_next(self, released: Files, tmp_path: Path) -> None:
        path = versioned(released, tmp_path, "0.1.0-rc.2")
        result = run("release", VERSION, "--previous", path, "--date", DAY, "--out", tmp_path / "made")
        assert result.exit_code == 0, result.output
        base = triples((tmp_path / "made" / "ontology" / "hograph-base.ttl").read_bytes())
        assert [t.object for t in base if t.predicate == OWL["priorVersion"]] == [
            ox.NamedNode(f"{HO}releases/0.1.0-rc.2/")
        ]
        told = (tmp_path / "made" / "CHANGELOG-claims.md").read_text("utf-8")
        assert "compared with the release before" in told and "- **ontology (quads: 1 added, 1 removed)**" in told

    def test_versions_are_ordered_as_semantic_versioning_says(self) -> None:
        order = "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.10.0"
        assert all(precedence(one) < precedence(next_) for one, next_ in pairwise(order.split()))

    @pytest.mark.parametrize("module", [plan, graphs, labels], ids=lambda m: m.__name__)
    def test_the_examples_of_the_docstrings_run(self, module: ModuleType) -> None:
        outcome = doctest.testmod(module)
        assert (outcome.failed, outcome.attempted > 0) == (0, True)

    def test_the_day(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
        assert plan_release(VERSION, None, None).date == "1970-01-02"
        assert plan_release(VERSION, DAY, None).date == DAY
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
        with pytest.raises(InputError, match="SOURCE_DATE_EPOCH: 'yesterday'"):
            plan_release(VERSION, None, None)
        with pytest.raises(InputError, match=r"--date: '31\.1\.2026'"):
            plan_release(VERSION, "31.1.2026", None)

    def test_a_folder_in_use_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
        result = run("release", VERSION, "--out", tmp_path)
        assert result.exit_code == 2 and "is not empty" in result.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]

    def test_a_release_needs_a_checkout(self, built: Build, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="made from a checkout"):
            release_files(built, tmp_path, Release(VERSION, DAY))

    def test_the_ontology_must_say_the_same_version(self, built: Build, root: Path) -> None:
        with pytest.raises(InputError, match=f"says version {VERSION}, not 9"):
            release_files(built, root, Release("9.0.0", DAY))

    def test_an_empty_folder_will_do(self, tmp_path: Path) -> None:
        (tmp_path / "new").mkdir()
        write_release({"a/b.txt": b"bone"}, tmp_path / "new")
        assert (tmp_path / "new" / "a" / "b.txt").read_bytes() == b"bone"

    def test_what_breaks_off_leaves_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="cannot be written"):
            write_release({"a": b"a file", "a/b": b"cannot be below it"}, tmp_path / "new")
        assert list(tmp_path.iterdir()) == []

    def test_a_release_is_compared_with_the_one_before(
        self, released: Files, built: Build, root: Path, tmp_path: Path
    ) -> None:
        write_release(released, tmp_path / "before")
        assert "This is the first release" in released["CHANGELOG-claims.md"].decode()
        result = run("diff", tmp_path / "before", root)
        assert result.exit_code == 0 and "are the same" in result.output
        less = ox.Store()
        less.bulk_extend(quad for name, quads in built.graphs.items() if "joi" not in name for quad in quads)
        later = release_files(built, root, Release(VERSION, DAY), less)["CHANGELOG-claims.md"].decode()
        assert "the document is new: Heterotopic Ossification" in later
