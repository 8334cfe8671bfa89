"""SSSOM tables of others: held to the standard, followed from our exact matches, and written so that other tools read them."""

from decimal import Decimal
from pathlib import Path

import pytest

from commands import run
from hograph.errors import InputError
from hograph.linking.chain import chain
from hograph.linking.foreign import ForeignOntology, ForeignTerm
from hograph.linking.propose import Proposal, propose
from hograph.linking.readers.sssom import read_sssom
from hograph.linking.table import sssom_table
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import load_mappings
from toys import mapping, written

HEAD = """#curie_map:
#  UBERON: http://purl.obolibrary.org/obo/UBERON_
#  NCIT: http://purl.obolibrary.org/obo/NCIT_
#  XYZ: https://example.org/xyz/
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tobject_label\tsubject_label\tmapping_justification\tconfidence\n"
KNEE = "UBERON:0001485"
ALIASES = [
    "SNOMEDCT",
    "SCTID",
    "SCT",
    "SNOMED",
    "snomed",
    "SNOMEDCT_US",
    "SNOMEDCT_US_2023_03_01",
    "SNOMED_CT",
    "snomed-ct",
    "ICD11",
    "ICD-11",
    "icd11.foundation",
    "ICD11.FOUNDATION",
    "ICD11F",
    "UMLS",
    "UMLS_CUI",
    "umls.cui",
    "MEDDRA",
    "MedDRA",
    "meddra",
]
NAMESPACES = (
    "http://snomed.info/id/",
    "http://purl.bioontology.org/ontology/SNOMEDCT/",
    "http://id.who.int/icd/entity/",
)


def table(*rows: str, head: str = HEAD, columns: str = COLUMNS) -> str:
    return head + columns + "".join(f"{row}\n" for row in rows)


def row(subject: str, target: str, predicate: str = "skos:exactMatch", confidence: str = "1") -> str:
    return f"{subject}\t{predicate}\t{target}\ttheir label\tour label\tsemapv:LexicalMatching\t{confidence}"


def chained(path: Path, vocabularies: Vocabularies, *known: str) -> list[Proposal]:
    return chain(read_sssom(path, vocabularies), [mapping("KneeJoint", one) for one in known or (KNEE,)], vocabularies)


def test_a_table_of_somebody_else_is_followed(tmp_path: Path, vocabularies: Vocabularies) -> None:
    text = table(
        row(KNEE, "NCIT:C1", "skos:broadMatch", "0.5"),
        row("SNOMEDCT:3", KNEE),
        row("UBERON:9", "NCIT:C2"),
        row(KNEE, "XYZ:1", confidence=""),
        row(KNEE, "sssom:NoTermFound"),
        row(KNEE, "NCIT:C4", "owl:equivalentClass"),
    )
    found = chained(written(tmp_path, "theirs.sssom.tsv", text), vocabularies)
    assert [(p.object_id, p.predicate, p.object_label, p.confidence) for p in found] == [
        ("SNOMEDCT:3", "exactMatch", "", Decimal("0.9")),
        ("NCIT:C1", "broadMatch", "their label", Decimal("0.45")),
        ("XYZ:1", "exactMatch", "", Decimal("0.45")),  # nothing is known of its licence, so its label is not kept
    ]
    assert all(p.justification == "semapv:MappingChaining" for p in found)


@pytest.mark.parametrize("alias", ALIASES)
@pytest.mark.parametrize("turned", [False, True])
def test_labels_of_restricted_vocabularies_are_left_out_under_every_alias(
    tmp_path: Path, vocabularies: Vocabularies, alias: str, turned: bool
) -> None:
    pair = (f"{alias}:49076000", KNEE) if turned else (KNEE, f"{alias}:49076000")
    (found,) = chained(written(tmp_path, "x.tsv", table(row(*pair))), vocabularies)
    assert found.object_label == "" and vocabularies.restricted(found.object_id)


@pytest.mark.parametrize("space", NAMESPACES)
def test_a_restricted_vocabulary_is_known_by_its_namespace(
    tmp_path: Path, vocabularies: Vocabularies, space: str
) -> None:
    text = table(row(KNEE, "mine:49076000"), head=f"{HEAD}#  mine: {space}\n")
    (found,) = chained(written(tmp_path, "x.tsv", text), vocabularies)
    assert found.object_label == "" and vocabularies.restricted(found.object_id)


def test_our_exact_matches_are_known_under_other_prefixes(tmp_path: Path, vocabularies: Vocabularies) -> None:
    text = table(
        row("SCTID:49076000", "NCIT:C1"),
        row("mine:0001485", "NCIT:C2"),
        head=f"{HEAD}#  mine: {'http://purl.obolibrary.org/obo/UBERON_'}\n",
    )
    found = chained(written(tmp_path, "x.tsv", text), vocabularies, KNEE, "SNOMEDCT:49076000")
    assert {p.object_id for p in found} == {"NCIT:C1", "NCIT:C2"}


@pytest.mark.parametrize(("prefix", "licence"), [("SNOMEDCT", "https://example.org/l"), ("SCTID", None), ("ZZZ", None)])
def test_labels_are_written_only_of_open_vocabularies(
    ontology: Ontology, vocabularies: Vocabularies, prefix: str, licence: str | None
) -> None:
    """Neither as a label nor in a comment; a restricted one stays so whatever licence its file states."""
    made = (
        ForeignTerm(f"{prefix}:1", "knee joint"),
        ForeignTerm(f"{prefix}:2", "a secret name", above=(("is_a", f"{prefix}:1"),)),
    )
    theirs = ForeignOntology("x.obo", {term.id: term for term in made}, None, licence)
    found = propose(ontology, theirs, [mapping("KneeJoint", f"{prefix}:2")], vocabularies)
    text = sssom_table([(theirs, found)], ontology, vocabularies.spaces)
    assert f"{prefix}:1" in text and "secret" not in text
    assert [proposal.object_label for proposal in found] == [""]


def test_a_stated_licence_opens_an_unknown_vocabulary(ontology: Ontology, vocabularies: Vocabularies) -> None:
    theirs = ForeignOntology("x.obo", {"ZZZ:1": ForeignTerm("ZZZ:1", "knee joint")}, None, "https://example.org/l")
    assert [p.object_label for p in propose(ontology, theirs, (), vocabularies)] == ["knee joint"]


def test_no_two_vocabularies_share_a_spelling(vocabularies: Vocabularies) -> None:
    for prefix, known in vocabularies.by_prefix.items():
        assert [vocabularies.prefix(name) for name in (prefix, prefix.lower(), *known.aliases)] == [prefix] * (
            2 + len(known.aliases)
        )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("foo\tbar\na\tb\n", r"x.tsv:2: .* column subject_id, predicate_id, object_id, mapping_justification;"),
        (table(row(KNEE, "NCIT:C1")).replace("mapping_justification", "why"), "column mapping_justification;"),
        (
            table(row(KNEE, "NCIT:C1"), row(KNEE, "NCIT:C2", confidence="7")),
            "x.tsv:7: confidence '7' is no number from 0",
        ),
        (table(row(KNEE, "NCIT:C1", confidence="-0.1")), "x.tsv:6: confidence '-0.1' is no number"),
        (table(row(KNEE, "NCIT:C1", confidence="NaN")), "x.tsv:6: confidence 'NaN' is no number"),
        (table(row(KNEE, "NCIT:C1", confidence="sure")), "x.tsv:6: confidence 'sure' is no number"),
        (table(row(KNEE, "QQQ:1")), "x.tsv:6: the prefix of 'QQQ:1' is not in the curie_map"),
        (table(row(KNEE, "https://example.org/xyz/1")), "x.tsv:6: 'https://example.org/xyz/1' is no CURIE"),
        (table(row(KNEE, "")), "x.tsv:6: object_id is empty"),
        (table(f"{KNEE}\tskos:exactMatch"), "x.tsv:6: object_id, mapping_justification is empty"),
        ("", "no mapping in it"),
    ],
)
def test_a_table_that_breaks_the_standard_is_told(
    root: Path, tmp_path: Path, vocabularies: Vocabularies, text: str, told: str
) -> None:
    path = written(tmp_path, "x.tsv", text)
    with pytest.raises(InputError, match=told):
        read_sssom(path, vocabularies)
    result = run("link", path, "--out", tmp_path / "out.tsv", "--root", root)
    assert result.exit_code == 2 and "Traceback" not in result.stderr and not (tmp_path / "out.tsv").exists()


def test_a_literal_needs_no_identifier(tmp_path: Path, vocabularies: Vocabularies) -> None:
    columns = COLUMNS.replace("\n", "\tobject_type\n")
    text = table(f"{row(KNEE, '')}\trdfs literal", f"{row(KNEE, 'NCIT:C1')}\towl:Class", columns=columns)
    assert [match.object for match in read_sssom(written(tmp_path, "x.tsv", text), vocabularies).matches] == ["NCIT:C1"]


def test_the_curie_map_of_the_source_is_carried_over(root: Path, tmp_path: Path, vocabularies: Vocabularies) -> None:
    out = tmp_path / "out.sssom.tsv"
    path = written(tmp_path, "theirs.sssom.tsv", table(row(KNEE, "XYZ:1"), row("SCTID:2", KNEE)))
    assert run("link", path, "--out", out, "--root", root).exit_code == 0
    found = {m.object_id: m.object_iri for m in load_mappings(out).mappings}
    assert found["XYZ:1"] == "https://example.org/xyz/1" and found["SNOMEDCT:2"] == "http://snomed.info/id/2"


def test_one_prefix_for_two_namespaces_is_refused(root: Path, tmp_path: Path) -> None:
    one = written(tmp_path, "one.tsv", table(row(KNEE, "XYZ:1")))
    two = written(tmp_path, "two.tsv", table(row(KNEE, "XYZ:1")).replace("example.org", "example.com"))
    result = run("link", one, two, "--out", tmp_path / "out.tsv", "--root", root)
    assert result.exit_code == 2 and "two.tsv: 'XYZ' is https://example.com/xyz/ in it" in result.stderr
