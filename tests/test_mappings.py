"""The table of mappings: another program reads it too, what is restricted stays out, and what has an identifier is mapped."""

import csv
from pathlib import Path

import pytest
import sssom_pydantic

from hograph.errors import OntologyError
from hograph.graph.build import Build
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import MappingSet, load_mappings
from hograph.vocabulary import HO, RDF, SKOS, SSSOM

RESTRICTED = {"SNOMEDCT", "UMLS", "ICD11", "ICD11F", "MEDDRA"}
"""Vocabularies whose identifiers may be used as links while their labels may not be redistributed."""

HEAD = "#curie_map:\n#  ho: https://w3id.org/hograph/\n#  HP: http://purl.obolibrary.org/obo/HP_\n"
COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence")
ROW = ("ho:Pain", "skos:exactMatch", "HP:0012531", "semapv:ManualMappingCuration", "0.9")


@pytest.fixture(scope="module")
def path(root: Path) -> Path:
    return root / "ontology" / "mappings.sssom.tsv"


@pytest.fixture(scope="module")
def table(path: Path) -> MappingSet:
    return load_mappings(path)


def written(folder: Path, *rows: tuple[str, ...], head: str = HEAD) -> Path:
    """A small table: the metadata, the header row on line 4, then rows."""
    path = folder / "small.sssom.tsv"
    path.write_text(head + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def changed(column: str, value: str) -> tuple[str, ...]:
    return tuple(value if name == column else cell for name, cell in zip(COLUMNS, ROW, strict=True))


def test_a_table_is_read(tmp_path: Path) -> None:
    (mapping,) = load_mappings(written(tmp_path, COLUMNS, ROW)).mappings
    assert (mapping.subject, mapping.predicate) == ("Pain", "exactMatch")
    assert (mapping.object_iri, mapping.object_id) == ("http://purl.obolibrary.org/obo/HP_0012531", "HP:0012531")
    assert (mapping.object_label, mapping.comment) == (None, None)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("confidence", "sure", "confidence 'sure' is no number from 0 to 1"),
        ("confidence", "", "confidence '' is no number from 0 to 1"),
        ("confidence", "1.5", "confidence 1.5 is outside 0 to 1"),
        ("confidence", "NaN", "confidence 'NaN' is no number from 0 to 1"),
        ("predicate_id", "owl:sameAs", "'owl:sameAs' is no SKOS mapping relation; use one of skos:broadMatch"),
        ("object_id", "MONDO:1", "the prefix of 'MONDO:1' is not in the curie_map of the header"),
        ("object_id", "HP:", "the prefix of 'HP:' is not in the curie_map"),
        ("subject_id", "HP:1", "the subject 'HP:1' is no term of this ontology"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, column: str, value: str, told: str) -> None:
    path = written(tmp_path, COLUMNS, ROW, ("",), changed(column, value))
    with pytest.raises(OntologyError) as caught:
        load_mappings(path)
    assert str(caught.value).startswith(f"{path}:7: {told}"), "an empty line is passed over and counted"


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_told(tmp_path: Path, column: str) -> None:
    kept = [number for number, name in enumerate(COLUMNS) if name != column]
    rows = (tuple(row[number] for number in kept) for row in (COLUMNS, ROW))
    with pytest.raises(OntologyError, match=rf":5: the column '{column}' is missing from the table"):
        load_mappings(written(tmp_path, *rows))


def test_a_row_that_ends_too_soon_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r":5: "):
        load_mappings(written(tmp_path, COLUMNS, ROW[:2]))


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("#a: b: c\n", "the metadata is not YAML"),
        ("#just words\n", "the metadata is no mapping"),
        ("", "no mapping in it"),
    ],
)
def test_a_table_without_metadata_or_rows_is_told(tmp_path: Path, head: str, told: str) -> None:
    with pytest.raises(OntologyError, match=told):
        load_mappings(written(tmp_path, COLUMNS, head=head))


def test_an_independent_reader_reads_the_same_rows(path: Path, table: MappingSet) -> None:
    pack = sssom_pydantic.read(path)
    theirs = {(m.subject.identifier, m.predicate.identifier, m.object.curie) for m in pack.mappings}
    assert len(pack.mappings) == len(table.mappings)
    assert theirs == {(m.subject, m.predicate, m.object_id) for m in table.mappings}


def test_the_table_says_what_it_is(table: MappingSet) -> None:
    assert table.identifier == "https://w3id.org/hograph/mappings.sssom.tsv"
    assert table.title
    assert table.licence.startswith("https://creativecommons.org/licenses/")


def test_every_subject_is_a_declared_term_and_no_row_stands_twice(table: MappingSet, ontology: Ontology) -> None:
    assert {mapping.subject for mapping in table.mappings} <= set(ontology.terms)
    keys = [(mapping.subject, mapping.object_id) for mapping in table.mappings]
    assert len(set(keys)) == len(keys)


def test_restricted_vocabularies_carry_no_label(table: MappingSet) -> None:
    restricted = [mapping for mapping in table.mappings if mapping.object_id.split(":")[0] in RESTRICTED]
    assert restricted
    assert [mapping.object_id for mapping in restricted if mapping.object_label] == []


def test_an_identifier_is_an_exact_match_of_one_term_only(table: MappingSet) -> None:
    exact = [mapping.object_id for mapping in table.mappings if mapping.predicate == "exactMatch"]
    assert len(set(exact)) == len(exact)


def test_every_mapping_is_in_the_graph_as_triple_and_as_node(table: MappingSet, built: Build) -> None:
    quads = built.graphs["mappings"]
    direct = {(q.subject, q.predicate, q.object.value) for q in quads if q.predicate in SKOS}  # type: ignore[union-attr]
    assert direct == {(HO[m.subject], SKOS[m.predicate], m.object_iri) for m in table.mappings}
    assert sum(q.predicate == RDF["type"] and q.object == SSSOM["Mapping"] for q in quads) == len(table.mappings)


@pytest.mark.parametrize(
    "category", ["Condition", "Finding", "AnatomicalEntity", "Intervention", "DiagnosticProcedure"]
)
def test_every_class_with_a_known_identifier_is_mapped(
    category: str, root: Path, table: MappingSet, ontology: Ontology
) -> None:
    path = root.parent / "shared" / "reference" / "identifiers.tsv"
    if not path.is_file():
        pytest.skip(f"no table of identifiers at {path}")
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    substances = {
        row["concept"] for row in rows if row["curie"].startswith("CHEBI:")
    }  # a drug is not the therapy with it
    known = {
        row["concept"].casefold()
        for row in rows
        if row["mapping_predicate"] == "skos:exactMatch" and row["concept"] not in substances
    }
    named = {
        name
        for name in ontology.terms
        if ontology.category(name) == category
        if known
        & {
            text.casefold()
            for text in (ontology.label(name), *(text for _, text in ontology.synonyms(name, ("exact",))))
        }
    }
    assert named
    assert named <= {mapping.subject for mapping in table.mappings}
