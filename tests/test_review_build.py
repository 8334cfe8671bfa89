"""Proposed claims in the graph: they stand there with where they come from, and conclude nothing until somebody took them."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import hograph
from hograph.cli import main
from hograph.curation.claimlines import claim_lines
from hograph.curation.decisions import Ruling, Verdict, append_decisions, decided
from hograph.curation.tokens import Certainty, Polarity, ReviewStatus
from hograph.curation.values import Claim, Extracted, Span
from hograph.errors import ClaimFileError
from hograph.exports.biolink import load_profile
from hograph.exports.claim_tables import PROVENANCE_COLUMNS, claims_table
from hograph.exports.kgx import kgx_files
from hograph.exports.nanopubs import nanopub_quads
from hograph.exports.network import network
from hograph.graph.build import Build, build
from hograph.graph.identity import claim_name
from hograph.graph.inputs import input_key
from hograph.graph.quads import nquads
from hograph.knowledge import KnowledgeGraph
from hograph.ontology.mappings import load_mappings
from hograph.query.canned import CLAIM_COLUMN
from hograph.query.delimited import cells
from hograph.validation.inputs import built_graph
from hograph.validation.run import validate_built
from hograph.vocabulary import BIOLINK, CLAIM, HO, PROV, RDF, RDFS
from invented import SLUG, TEXT, claim, claims_text, write_project
from proposals import EXTRACTED, decision, name, propose, proposed

CURATED = claim(subject="NsaidTherapy", certainty="hedged")
ONE = proposed()
DENIED = proposed(polarity="negated", passage="Nobody   has shown\nthat lamps help")


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", small, [CURATED])


def about(built: Build, node: str) -> dict[str, list[str]]:
    """Property to values, in one word each, of a claim."""
    found: dict[str, list[str]] = {}
    for quad in built.quads:
        if quad.subject == CLAIM[node]:
            value = str(getattr(quad.object, "value", ""))
            found.setdefault(quad.predicate.value.rpartition("/")[2], []).append(value.rpartition("/")[2])
    return found


def values(built: Build, subject: object, predicate: ox.NamedNode) -> set[str]:
    return {
        str(getattr(quad.object, "value", ""))
        for quad in built.quads
        if quad.subject == subject and quad.predicate == predicate
    }


def test_a_proposed_claim_stands_in_the_graph_and_concludes_nothing(project: Path) -> None:
    before = build(project)
    propose(project, [ONE, DENIED], [decision(DENIED, "reject")])
    after = build(project)
    assert {p.name: p.claim.status.value for p in after.claims} == {
        name(CURATED): "accepted",
        name(ONE): "proposed",
        name(DENIED): "rejected",
    }
    for graph in ("propositions", "edges", "inferred"):
        assert nquads(after.graphs[graph]) == nquads(before.graphs[graph])
    assert after.counts()["claims by status"] == {"accepted": 1, "proposed": 1, "rejected": 1}


def test_an_accepted_claim_speaks_for_its_proposition(project: Path) -> None:
    propose(project, [ONE, DENIED], [decision(ONE), decision(DENIED)])
    built = build(project)
    found = {p.statement.subject: (p.agreement, {c.name for c in p.claims}) for p in built.propositions}
    assert found["RadiationTherapy"] == ("Contested", {name(ONE), name(DENIED)})
    assert ("RadiationTherapy", "mayPreventRecurrenceOf", "HeterotopicOssification") in built.edges


def test_an_edited_claim_is_in_the_graph_as_it_was_corrected(project: Path) -> None:
    propose(project, [ONE], [decision(ONE, "edit", corrected=claim(certainty="hedged"))])
    built = build(project)
    [edited] = [p for p in built.claims if p.claim.extracted]
    assert (edited.claim.status, edited.claim.certainty) == (ReviewStatus.EDITED, Certainty.HEDGED)
    assert not about(built, name(ONE))


def test_tables_and_edges_keep_by_what_a_claim_was_proposed_and_who_decided(project: Path, root: Path) -> None:
    propose(project, [ONE, DENIED], [decision(ONE)])
    built = build(project)
    told = tuple(EXTRACTED[key] for key in ("extractor", "version", "rule"))
    rows = {row["claim"]: tuple(row[column] for column in PROVENANCE_COLUMNS) for row in claims_table(built).rows}
    assert rows[f"claim:{name(ONE)}"] == (*told, "Ada", "2026-01-02T01:00:00Z")
    assert rows[f"claim:{name(DENIED)}"] == (*told, None, None)
    mappings = load_mappings(root / "ontology" / "mappings.sssom.tsv")
    profile = load_profile(root / "ontology" / "biolink.yaml", built.ontology)
    edges = kgx_files(built, profile, mappings)["edges.jsonl"]
    found = {edge["id"]: edge for edge in map(json.loads, edges.decode().splitlines())}
    assert tuple(found[f"claim:{name(ONE)}"][column] for column in PROVENANCE_COLUMNS) == rows[f"claim:{name(ONE)}"]


def test_a_claim_says_by_what_it_was_proposed_and_who_reviewed_it(project: Path) -> None:
    propose(project, [ONE, DENIED], [decision(ONE, note="as it stands there")])
    built = build(project)
    found = about(built, name(ONE))
    assert found["rule"] == ["prevention-verb"]
    assert found["reviewTime"] == ["2026-01-02T01:00:00Z"]
    assert found["reviewNote"] == ["as it stands there"]
    [reviewer] = (q.object for q in built.quads if q.subject == CLAIM[name(ONE)] and q.predicate == HO["reviewedBy"])
    assert values(built, reviewer, RDFS["label"]) == {"Ada"}
    [run] = (q.object for q in built.quads if q.subject == CLAIM[name(ONE)] and q.predicate == PROV["wasGeneratedBy"])
    assert str(run).endswith(f"/extraction-{SLUG}-rules-0.1.0>")
    assert values(built, run, BIOLINK["agent_type"]) == {"text_mining_agent"}
    assert values(built, run, BIOLINK["knowledge_level"]) == {"not_provided"}
    assert values(built, run, BIOLINK["has_evidence_of_type"]) == {"http://purl.obolibrary.org/obo/ECO_0007319"}
    [program] = values(built, run, PROV["wasAssociatedWith"])
    assert values(built, ox.NamedNode(program), HO["extractorVersion"]) == {"0.1.0"}
    assert PROV["SoftwareAgent"].value in values(built, ox.NamedNode(program), RDF["type"])
    assert "reviewedBy" not in about(built, name(DENIED))


def test_the_shapes_hold_for_claims_of_every_status(project: Path) -> None:
    more = proposed(subject="NsaidTherapy", passage="Lamps, lamps and once more lamps")
    propose(project, [ONE, DENIED, more], [decision(DENIED, "reject"), decision(more, "edit", corrected=more)])
    taken = claim(subject="SurgicalExcision", extracted=EXTRACTED)
    path = project / "data" / "proposed" / "more.jsonl"
    path.write_text(
        claim_lines([(SLUG, proposed(extracted={"extractor": "a b", "version": "1/2", "rule": "x"}))]), "utf-8"
    )
    (project / "data" / "claims" / f"{SLUG}.yaml").write_text(claims_text([CURATED, taken]), encoding="utf-8")
    report = validate_built(built_graph(build(project).quads), project / "ontology")
    wrong = [f for f in report.findings if f.severity == "Violation" and "looked at no node" not in f.message]
    assert wrong == []


def test_a_curated_claim_wins_over_the_same_one_proposed(project: Path) -> None:
    same = CURATED.model_copy(update={"status": ReviewStatus.PROPOSED, "extracted": Extracted(**EXTRACTED)})
    propose(project, [same], [decision(same, "reject")])
    [only] = build(project).claims
    assert only.claim == CURATED and only.decision is None


def test_the_order_of_proposals_and_decisions_makes_no_difference(project: Path) -> None:
    lines = [decision(ONE), decision(DENIED, "reject", 2), decision(ONE, "reject", 3)]
    path = propose(project, [ONE, DENIED], lines)
    first = nquads(build(project).quads)
    path.unlink()
    (project / "data" / "decisions.jsonl").unlink()
    propose(project, [DENIED, ONE], reversed(lines))
    assert nquads(build(project).quads) == first


def test_a_new_proposal_or_decision_makes_a_build_out_of_date(project: Path) -> None:
    keys = [input_key(project)]
    propose(project, [ONE])
    keys.append(input_key(project))
    propose(project, [ONE], [decision(ONE)])
    assert len({*keys, input_key(project)}) == 3


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (claim_lines([(SLUG, claim(extracted=EXTRACTED))]), "has the status accepted. Here all are `proposed`"),
        (claim_lines([(SLUG, claim(status="proposed"))]), "does not say what proposed it"),
        (claim_lines([("elsewhere", ONE)]), r"'elsewhere' is not described in \S+data/sources.yaml"),
        (claim_lines([(SLUG, proposed(subject="PurpleLamp"))]), "'PurpleLamp' is no term of the ontology"),
        (claim_lines([(SLUG, proposed(object="HipJoint"))]), "the object HipJoint is a AnatomicalEntity"),
    ],
)
def test_what_no_graph_can_be_built_of_is_told(project: Path, line: str, told: str) -> None:
    path = propose(project, [])
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ClaimFileError, match=told):
        build(project)


def test_exports_hold_what_review_has_taken_and_say_how_it_came_about(project: Path, root: Path) -> None:
    propose(project, [ONE, DENIED, proposed(subject="NsaidTherapy")], [decision(ONE), decision(DENIED, "reject")])
    built = build(project)
    published = list(nanopub_quads(built))
    assert len(published) == 2
    ours = next(quads for quads in published if any(q.subject == CLAIM[name(ONE)] for q in quads))
    text = nquads(ours).decode()
    assert "Ada" in text and "extractor-rules-0.1.0" in text and f"curation-{SLUG}" not in text
    other = nquads(next(quads for quads in published if quads is not ours)).decode()
    assert "Ada" not in other and "extractor-" not in other and f"curation-{SLUG}" in other
    assert {key for *_, key in network(built).edges(keys=True)} == {f"claim:{name(ONE)}", f"claim:{name(CURATED)}"}
    mappings = load_mappings(root / "ontology" / "mappings.sssom.tsv")
    mappings = load_mappings(root / "ontology" / "mappings.sssom.tsv")
    profile = load_profile(root / "ontology" / "biolink.yaml", built.ontology)
    edges = kgx_files(built, profile, mappings)["edges.tsv"].decode()
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(edges), delimiter="\t")}
    assert rows[f"claim:{name(ONE)}"]["agent_type"] == "manual_validation_of_automated_agent"
    assert rows[f"claim:{name(ONE)}"]["has_evidence_of_type"] == "ECO:0007319"
    assert rows[f"claim:{name(CURATED)}"]["agent_type"] == "manual_agent"
    assert f"claim:{name(DENIED)}" not in rows


# ------------------------------------------------------------------------------------------ no answer of any query changes


def twins(built: Build) -> Iterator[tuple[str, Claim]]:
    """For every real claim the opposite, and the same of the next claim's object, as a program might propose them."""
    placed = sorted(built.claims, key=lambda p: (p.claim.predicate, p.name))
    for one, other in zip(placed, [*placed[1:], placed[0]], strict=True):
        opposite = Polarity.AFFIRMED if one.claim.polarity is Polarity.NEGATED else Polarity.NEGATED
        extracted = Extracted(**EXTRACTED)
        base = {"status": ReviewStatus.PROPOSED, "extracted": extracted, "cues": (), "certainty": Certainty.ASSERTED}
        span = Span(start=one.claim.span.start, end=one.claim.span.end + 1, sha256="0" * 64)
        yield (
            one.document,
            one.claim.model_copy(update=base | {"polarity": opposite, "qualifiers": type(one.claim.qualifiers)()}),
        )
        if one.claim.predicate == other.claim.predicate:
            yield one.document, one.claim.model_copy(update=base | {"object": other.claim.object, "span": span})


def test_verify_holds_what_programs_propose(project: Path, tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / f"{SLUG}.txt").write_bytes(TEXT.encode())
    asked = ["verify", "--root", str(project), "--documents", str(documents)]
    propose(project, [DENIED])
    assert CliRunner().invoke(main, asked).exit_code == 0
    elsewhere = Span(start=0, end=DENIED.span.end - DENIED.span.start, sha256=DENIED.span.sha256)
    propose(project, [DENIED.model_copy(update={"span": elsewhere})])
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 1 and f"moved to {DENIED.span.start}-{DENIED.span.end}" in done.output


@pytest.fixture(scope="module")
def crowded(built: Build, root: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The real graph with more proposed and rejected claims than accepted ones."""
    folder = tmp_path_factory.mktemp("crowded")
    for part in ("ontology", "queries"):
        (folder / part).symlink_to(root / part)
    shutil.copytree(root / "data", folder / "data")
    (folder / "data" / "proposed").mkdir(exist_ok=True)
    lines = list(twins(built))
    (folder / "data" / "proposed" / "all.jsonl").write_text(claim_lines(lines), encoding="utf-8")
    rejected = (
        decided(
            Ruling(claim=claim_name(one, built.sources[slug].sha256), verdict=Verdict.REJECT),
            slug,
            one,
            "Ada",
            f"2026-01-02T01:00:{i % 60:02}Z",
        )
        for i, (slug, one) in enumerate(lines[::2])
    )
    append_decisions(folder / "data" / "decisions.jsonl", rejected)
    return hograph.open(folder, folder / "build")


ASKED = sorted(
    {path.stem for path in (Path(__file__).parent / "answers").glob("*.csv")}
    | {path.stem for path in (Path(__file__).parent.parent / "queries").glob("*.rq")}
)


@pytest.mark.parametrize("asked", ASKED)
def test_no_answer_of_any_canned_query_changes(kg: KnowledgeGraph, crowded: KnowledgeGraph, asked: str) -> None:
    query, *given = asked.split("--")
    parameters = dict(one.split("=", 1) for one in given)
    now, before = crowded.query(query, **parameters), kg.query(query, **parameters)
    assert cells(now, {}, iris=True) == cells(before, {}, iris=True)


def test_there_was_something_to_leave_out(kg: KnowledgeGraph, crowded: KnowledgeGraph) -> None:
    assert crowded.counts()["claims"] > 2 * kg.counts()["claims"]
    assert {CLAIM_COLUMN} <= set(crowded.query("claims").columns)


def test_a_proposed_claim_is_shown_when_it_is_named(crowded: KnowledgeGraph) -> None:
    found = crowded.store.quads_for_pattern(None, HO["status"], HO["Proposed"], None)
    answer = crowded.query("claim", claim=CLAIM.name(min((q.subject for q in found), key=str)))  # type: ignore[arg-type]
    assert "proposed" in {text for cell in cells(answer, crowded.labels(answer)) for text in cell}


@pytest.mark.parametrize("term", ["heterotopic ossification", "radiation therapy"])
def test_pages_of_terms_and_networks_leave_them_out(kg: KnowledgeGraph, crowded: KnowledgeGraph, term: str) -> None:
    assert crowded.describe(term) == kg.describe(term)
    assert list(crowded.explain(term)) == list(kg.explain(term))
    assert crowded.to_networkx().number_of_edges() == kg.to_networkx().number_of_edges()
