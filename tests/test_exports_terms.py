"""What formats hold besides claims: the ontology as OBO Graphs, mappings, tables, bibliographies and packages, read back by tools of others."""

import csv
import json
from calendar import month_name
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from conftest import CHECKOUT, Reader
from hograph.curation.values import Qualifiers
from hograph.exports import crate, qualifiers, reference_tables, tables
from hograph.exports.table import Table
from hograph.graph.build import Build
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import load_mappings
from hograph.vocabulary import DCTERMS, HO, OWL, RDF, RDFS, SKOS, SYNONYM_SCOPES, curie

MAPPINGS = CHECKOUT / "ontology" / "mappings.sssom.tsv"


def all_tables(built: Build) -> tuple[Table, ...]:
    return tables.tables(built, load_mappings(MAPPINGS))


def stated(ontology: Ontology, predicate: ox.NamedNode) -> Counter[tuple[str, str]]:
    """Subject and object of the triples with this predicate, where both have a name."""
    return Counter(
        (t.subject.value, t.object.value)
        for t in ontology.triples
        if t.predicate == predicate and isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode)
    )


def test_obographs_reads_every_edge_that_is_stated(read_back: Reader, ontology: Ontology) -> None:
    graph = read_back("obographs")["graph"]
    edges: dict[str, Counter[tuple[str, str]]] = {}
    for edge in graph["edges"]:
        edges.setdefault(edge["pred"], Counter())[edge["sub"], edge["obj"]] += 1
    assert edges.pop("is_a") == stated(ontology, RDFS["subClassOf"])
    assert edges.pop("subPropertyOf") == stated(ontology, RDFS["subPropertyOf"])
    assert edges.pop("inverseOf") == stated(ontology, OWL["inverseOf"])
    own = {key: n for key, n in stated(ontology, RDF["type"]).items() if key[1].startswith(str(HO))}
    assert edges.pop("type") == own
    parts = Counter((HO[s].value, r, HO[o].value) for s, r, o in ontology.part_edges)
    found = Counter((s, name(p), o) for p, pairs in edges.items() for s, o in pairs.elements())
    assert found == parts


def name(predicate: str) -> str:
    return "partOf" if predicate.endswith("BFO_0000050") else predicate.removeprefix(str(HO))


def test_obographs_reads_every_name_definition_source_and_annotation(read_back: Reader, ontology: Ontology) -> None:
    nodes = {node["id"]: node for node in read_back("obographs")["graph"]["nodes"]}
    kinds = {"Class": "CLASS", "NamedIndividual": "INDIVIDUAL", "ObjectProperty": "OBJECT"}
    kinds |= {"DatatypeProperty": "DATA", "AnnotationProperty": "ANNOTATION"}
    declared = {
        subject: kinds[kind.removeprefix(str(OWL))]
        for subject, kind in stated(ontology, RDF["type"])
        if kind.removeprefix(str(OWL)) in kinds
    }
    extra = {OWL["Thing"].value: "CLASS", "http://purl.obolibrary.org/obo/BFO_0000050": "OBJECT"}
    assert {key: node.get("propertyType") or node["type"] for key, node in nodes.items()} == declared | extra
    mappings, sources = load_mappings(MAPPINGS).mappings, list(stated(ontology, DCTERMS["source"]).elements())
    properties = {s for s, o in stated(ontology, RDF["type"]) if o == OWL["AnnotationProperty"].value}
    for key in declared:
        term, meta = key.removeprefix(str(HO)), nodes[key].get("meta", {})
        assert nodes[key]["lbl"] == literal(ontology, key, RDFS["label"])
        assert meta.get("definition", {}).get("val") == literal(ontology, key, SKOS["definition"])
        own_sources = sorted(curie(o).strip("<>") for s, o in sources if s == key)
        assert sorted(meta.get("definition", {}).get("xrefs", [])) == own_sources
        synonyms = [(f"has{scope.capitalize()}Synonym", text) for scope, text in ontology.synonyms(term)]
        assert [(one["pred"], one["val"]) for one in meta.get("synonyms", [])] == synonyms
        own = [mapping for mapping in mappings if mapping.subject == term]
        assert Counter(one["val"] for one in meta.get("xrefs", [])) == Counter(
            m.object_id for m in own if m.predicate == "exactMatch"
        )
        values = Counter((one["pred"], one["val"]) for one in meta.get("basicPropertyValues", []))
        matches = Counter((SKOS[m.predicate].value, m.object_id) for m in own)
        assert matches <= values and values - matches == annotations(ontology, key, properties)


def literal(ontology: Ontology, key: str, predicate: ox.NamedNode) -> str | None:
    found = ontology.objects(ox.NamedNode(key), predicate)
    return next((o.value for o in found if isinstance(o, ox.Literal)), None)


def annotations(ontology: Ontology, key: str, properties: set[str]) -> Counter[tuple[str, str]]:
    """What is said of a node with annotation properties that are no name, definition, source or synonym."""
    apart = {DCTERMS["source"], SKOS["definition"], RDFS["label"], *SYNONYM_SCOPES.values()}
    return Counter(
        (t.predicate.value, t.object.value)
        for t in ontology.about(ox.NamedNode(key))
        if t.predicate.value in properties and t.predicate not in apart and not isinstance(t.object, ox.Triple)
    )


def test_obographs_reads_definitions_of_classes_domains_ranges_and_chains(read_back: Reader, built: Build) -> None:
    graph, ontology = read_back("obographs")["graph"], built.ontology
    ends = {
        (axiom["predicateId"], end, kind)
        for axiom in graph["domainRangeAxioms"]
        for end in ("domain", "range")
        for kind in axiom.get(f"{end}ClassIds", [])
    }
    objects = {HO[name].value for name in ontology.properties}
    expected = {(s, end, o) for end in ("domain", "range") for s, o in stated(ontology, RDFS[end]) if s in objects}
    assert ends == expected
    chains = [(axiom["predicateId"], axiom["chainPredicateIds"]) for axiom in graph["propertyChainAxioms"]]
    found = [
        (HO[n].value, head) for n in ontology.properties for head in ontology.objects(HO[n], OWL["propertyChainAxiom"])
    ]
    assert chains == [(relation, [node.value for node in ontology.members(head)]) for relation, head in found]  # type: ignore[attr-defined]
    defined = {axiom["definedClassId"]: axiom for axiom in graph["logicalDefinitionAxioms"]}
    named = {s for s, _ in stated(ontology, OWL["inverseOf"])}
    for role, definition in ontology.role_definitions.items():
        relation = HO[definition.relation].value
        if definition.inverse and relation not in named:
            assert HO[role].value not in defined
            continue
        axiom = defined.pop(HO[role].value)
        (restriction,) = axiom["restrictions"]
        assert axiom["genusIds"] == [HO[definition.category].value if definition.category else OWL["Thing"].value]
        assert restriction["fillerId"] == (HO[definition.filler] if definition.filler else OWL["Thing"]).value
        inverses = [o.value for o in ontology.objects(HO[definition.relation], OWL["inverseOf"])]
        assert [restriction["propertyId"]] == (inverses if definition.inverse else [relation])
    assert defined and all(axiom["genusIds"] == [HO["Patient"].value] for axiom in defined.values())


def test_pronto_reads_the_hierarchy(read_back: Reader, ontology: Ontology) -> None:
    theirs = read_back("obographs")["pronto"]
    above = {name: sorted(ontology.label(a) for a in ontology.ancestors(name) - {name}) for name in ontology.terms}
    assert {name: theirs[ontology.label(name)] for name in ontology.terms} == above


def test_sssom_py_reads_every_mapping(read_back: Reader) -> None:
    theirs = read_back("sssom")
    lines = [line for line in MAPPINGS.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t"))
    assert theirs["errors"] == []
    assert sorted(map(cells, theirs["rows"])) == sorted(map(cells, rows))


def cells(row: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((key, str(float(v) if key == "confidence" else v)) for key, v in row.items() if v not in {None, ""})


@pytest.mark.parametrize("name", ["csv", "parquet", "croissant"])
def test_every_cell_of_every_table_is_read(read_back: Reader, built: Build, name: str) -> None:
    theirs = read_back(name)
    if name == "croissant":
        assert theirs["errors"] == theirs["warnings"] == []
        theirs = theirs["rows"]
    assert theirs.keys() == {table.name for table in all_tables(built)}
    for table in all_tables(built):
        rows = theirs[table.name]["rows"] if name == "parquet" else theirs[table.name]
        assert list(map(filled, rows)) == list(map(filled, table.rows)), table.name
    if name == "parquet":
        types = theirs["claims"]["types"]
        assert (types["start"], types["value_min"], types["timing_approximate"]) == ("int64", "double", "bool")


def filled(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def test_no_value_holds_what_separates_values(built: Build) -> None:
    texts = [text for name in built.ontology.terms for _, text in built.ontology.synonyms(name)]
    texts += [text for source in built.sources.values() for text in (*source.cites, *(p.name for p in source.people))]
    assert not [text for text in texts if "|" in text]


def test_keyed_tables_have_one_row_a_key(built: Build) -> None:
    for table in all_tables(built):
        keys = [row[next(iter(table.columns))] for row in table.rows]
        assert (len(keys) == len(set(keys))) == (table.name in crate.KEYED), table.name


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
        "study",
        "when",
    }


def test_the_table_of_terms_has_the_roles_that_the_reasoner_found(built: Build, concluded: Any) -> None:  # noqa: ANN401
    found = {(role, term) for term, roles in reference_tables.roles_of(built).items() for role in roles}
    assert found == set(concluded.members) and found


def test_bibliographies_name_every_document(read_back: Reader, exported: Path, built: Build) -> None:
    entries, cited = read_back("bibtex"), read_back("csl-json")
    items = {item["id"]: item for item in json.loads((exported / "csl-json" / "documents.json").read_text("utf-8"))}
    assert entries.keys() == cited.keys() == items.keys() == built.sources.keys()
    for slug, source in built.sources.items():
        entry, item = entries[slug], items[slug]
        assert entry["title"] == f"{{{source.title}}}" and source.title in cited[slug]
        assert entry.get("publisher") == item.get("container-title") == source.publisher
        for person in source.people:
            if person.role == "author":
                assert entry["author"] == person.name and person.name.split()[-1] in cited[slug]
            else:
                assert person.name in entry["note"]
        parts = [int(part) for part in (source.published or source.updated or "").split("-") if part]
        assert item.get("issued", {"date-parts": [[]]})["date-parts"] == [parts]
        date = [entry[part] for part in ("year", "month", "day") if part in entry]
        assert [list(month_name).index(part) if part in month_name else int(part) for part in date] == parts
        for text in (source.kind, source.sha256, source.licence, source.review_state, source.updated):
            assert not text or (text in entry["note"] and text in item["note"])


def test_rocrate_reads_every_file_with_its_size_and_hash(read_back: Reader, exported: Path, built: Build) -> None:
    theirs = read_back("ro-crate")
    assert theirs["license"] == "https://creativecommons.org/licenses/by/4.0/" and len(theirs["datePublished"]) == 10
    folder = exported / "ro-crate"
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert theirs["files"].keys() == files - {"ro-crate-metadata.json"}
    assert all(file["stated"] == file["found"] for file in theirs["files"].values())
    assert theirs["based on"] == {HO[f"document/{slug}"].value: s.title for slug, s in built.sources.items()}
    for part, whole in (("hograph.trig", "trig/hograph.trig"), ("mappings.sssom.tsv", "sssom/hograph.sssom.tsv")):
        assert (folder / part).read_bytes() == (exported / whole).read_bytes()
