"""The samples: each is read, every span holds, every claim is one that the ontology allows, and none of them reaches the graph."""

import csv
from pathlib import Path

import pytest

from conftest import CHECKOUT
from hograph.curation.claimfile import canonical_text, load_claims
from hograph.curation.values import Claim, DocumentClaims
from hograph.files import read_text, sha256
from hograph.graph.identity import claim_name
from hograph.graph.inputs import input_files
from hograph.graph.references import check_claims
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading
from hograph.reading.files import Unread, read_all

SAMPLES = CHECKOUT / "data" / "samples"
FEWEST = 20
"""Claims that a sample must have."""

with (SAMPLES / "samples.tsv").open(encoding="utf-8", newline="") as table:
    ROWS = {row["slug"]: row for row in csv.DictReader(table, delimiter="\t")}

each = pytest.mark.parametrize("slug", ROWS)


CONTEXT = {
    "population": {"Population"},
    "condition": {"Condition", "Finding"},
    "site": {"AnatomicalEntity"},
    "stage": {"LesionStage"},
    "using": {"DiagnosticProcedure", "Intervention", "MolecularEntity", "Exposure", "BiologicalProcess"},
}
"""Context of a claim to the categories that its term may belong to."""


def claim_file(slug: str) -> Path:
    return SAMPLES / "claims" / f"{slug}.yaml"


def gold(slug: str) -> DocumentClaims:
    return load_claims(claim_file(slug))


def reading(slug: str) -> Reading:
    found = list(read_all([SAMPLES / "texts" / ROWS[slug]["file"]]))
    assert len(found) == 1, "one file, one document"
    assert not isinstance(found[0], Unread), found[0]
    return found[0]


def told(claim: Claim) -> str:
    return f"{claim.subject} {claim.predicate} {claim.object} at {claim.span.start}-{claim.span.end}"


def test_the_table_lists_every_text_and_every_file_of_claims() -> None:
    assert {row["file"] for row in ROWS.values()} == {path.name for path in (SAMPLES / "texts").iterdir()}
    assert {f"{slug}.yaml" for slug in ROWS} == {path.name for path in (SAMPLES / "claims").iterdir()}
    assert all(row["file"].rpartition(".")[0] == slug for slug, row in ROWS.items())


def test_no_two_are_of_one_genre_and_every_format_is_among_them() -> None:
    assert len({row["genre"] for row in ROWS.values()}) == len(ROWS) == 9
    assert {Path(row["file"]).suffix for row in ROWS.values()} == {".docx", ".html", ".md", ".pdf", ".txt", ".xml"}


@each
def test_it_is_read_as_the_table_says(slug: str) -> None:
    read = reading(slug)
    assert (read.sha256, read.text_sha256) == (ROWS[slug]["sha256"], ROWS[slug]["text_sha256"])
    assert ROWS[slug]["title"] in {read.described.title, *(block.text for block in read.blocks)}


@each
def test_it_says_who_wrote_it_and_has_the_length_of_a_sample(slug: str) -> None:
    read = reading(slug)
    words = [word for block in read.blocks if block.left_out is None for word in block.text.split()]
    assert 250 <= len(words) <= 450
    assert read.described.authors in {(), ("hograph contributors",)}
    assert any("hograph contributors" in line for line in (*read.described.authors, *(b.text for b in read.blocks)))
    assert (read.described.doi, read.described.pmid) == (None, None)


@each
def test_every_span_and_every_cue_holds(slug: str) -> None:
    text = reading(slug).text
    for claim in gold(slug).claims:
        for span in (claim.span, *claim.cues):
            assert sha256(text[span.start : span.end]) == span.sha256, told(claim)


@each
def test_every_span_lies_in_one_block_that_makes_claims_under_the_section_named(slug: str) -> None:
    blocks = [block for block in reading(slug).blocks if block.left_out is None]
    for claim in gold(slug).claims:
        over = [b for b in blocks if b.place[0] <= claim.span.start and claim.span.end <= b.place[1]]
        assert [block.section for block in over] == [claim.section], told(claim)


@each
def test_a_claim_that_is_no_plain_statement_has_its_cue(slug: str) -> None:
    kinds = {"negated": "negation", "hedged": "hedge", "inconclusive": "inconclusive", "unknown": "unknown"}
    for claim in gold(slug).claims:
        needed = {kinds[value] for value in (claim.polarity.value, claim.certainty.value) if value in kinds}
        needed |= {"condition"} if claim.qualifiers.when else set()
        needed |= {name for name in ("frequency", "comparison") if getattr(claim.qualifiers, name)}
        assert needed <= {cue.kind.value for cue in claim.cues}, told(claim)


@each
def test_claims_are_many_and_written_as_curated_ones_are(slug: str) -> None:
    claims = gold(slug).claims
    assert len(claims) >= FEWEST
    assert len({claim_name(claim, ROWS[slug]["sha256"]) for claim in claims}) == len(claims), "no claim twice"
    text = read_text(claim_file(slug))
    assert canonical_text(text, claim_file(slug), None) == text
    assert all(claim.confidence == 1 and claim.status.value == "accepted" for claim in claims)


@each
def test_claims_use_terms_and_relations_as_the_ontology_allows(slug: str, ontology: Ontology) -> None:
    check_claims(gold(slug), ontology, claim_file(slug))
    for claim in gold(slug).claims:
        for field, categories in CONTEXT.items():
            term = getattr(claim.qualifiers, field)
            assert term is None or ontology.category(term) in categories, f"{told(claim)}: {field} {term}"


def test_every_scope_occurs() -> None:
    scopes = {claim.scope.value for slug in ROWS for claim in gold(slug).claims}
    assert scopes == {"general-knowledge", "one-patient", "study-population", "animal-or-in-vitro", "hypothetical"}


def test_no_sample_is_part_of_the_graph(root: Path) -> None:
    files = input_files(root)
    assert files
    assert not [path for path in files if SAMPLES in path.parents]
