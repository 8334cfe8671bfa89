"""What changed between two builds: real data with small invented edits, and the ontology."""

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

import hograph
from hograph.curation.claimfile import load_all_claims
from hograph.curation.tokens import Certainty, ReviewStatus
from hograph.curation.values import Claim
from hograph.graph.build import Build, build
from hograph.release.answers import changed_answers
from hograph.release.changes import CORRECTED, CURATED, REVIEWED, WITHDRAWN, Changes
from hograph.release.diff import diff
from hograph.release.report import to_markdown, to_plain, to_text
from hograph.vocabulary import CLAIM, GRAPH, HO, OWL, RDF, RDFS, SKOS, SSSOM
from invented import claims_text

JOI = "joi-heterotopic-ossification"


def stored(built: Build) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(built.quads)
    return store


@pytest.fixture(scope="module")
def store(built: Build) -> ox.Store:
    """The real graph. No test changes it."""
    return stored(built)


Edit = Callable[..., ox.Store]


@pytest.fixture
def edit(store: ox.Store) -> Edit:
    """The real graph with some quads taken out and others put in."""

    def edited(out: Iterable[ox.Quad] = (), put: Iterable[ox.Quad] = ()) -> ox.Store:
        copy = ox.Store()
        gone = set(out)
        copy.bulk_extend([quad for quad in store if quad not in gone])
        copy.extend(put)
        return copy

    return edited


def replaced(
    store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal
) -> tuple[list[ox.Quad], list[ox.Quad]]:
    old = list(store.quads_for_pattern(node, predicate, None, None))
    assert old, "the test must have something to replace"
    return old, [ox.Quad(node, predicate, value, old[0].graph_name)]


def test_a_build_is_the_same_as_itself(store: ox.Store, built: Build) -> None:
    changes = diff(store, store)
    assert not changes and changes.unchanged == len(built.claims)
    assert to_text(changes).startswith("The two graphs are the same, quad for quad: ")


@pytest.fixture(scope="module")
def claims(root: Path) -> list[Claim]:
    found = next(c for c in load_all_claims(root / "data" / "claims") if c.document == JOI)
    return [claim for claim in found.claims if claim.certainty is Certainty.ASSERTED][:4]


@pytest.fixture(scope="module")
def changes(root: Path, store: ox.Store, claims: list[Claim], tmp_path_factory: pytest.TempPathFactory) -> Changes:
    folder = tmp_path_factory.mktemp("edited")
    shutil.copytree(root / "data", folder / "data")
    for part in ("ontology", "queries"):
        (folder / part).symlink_to(root / part)
    first, second, third, fourth = claims
    path = folder / "data" / "claims" / f"{JOI}.yaml"
    (before,) = (c for c in load_all_claims(root / "data" / "claims") if c.document == JOI)
    swap = {
        id(first): first.model_copy(update={"certainty": Certainty.HEDGED}),
        id(second): second.model_copy(update={"status": ReviewStatus.PROPOSED}),
    }
    after = [swap.get(id(known(c, claims)), c) for c in before.claims if c != third]
    after.append(
        fourth.model_copy(update={"object": "Pain", "predicate": "hasSymptom", "subject": "HeterotopicOssification"})
    )
    path.write_text(claims_text(after, JOI), encoding="utf-8")
    return diff(store, stored(build(folder)))


def known(claim: Claim, claims: list[Claim]) -> Claim:
    return next((c for c in claims if c == claim), claim)


class TestEditsOfRealClaims:
    """One file of claims, four edits: a certainty, a status, a claim taken out, a claim put in."""

    def test_a_corrected_certainty_is_one_changed_claim(self, changes: Changes, claims: list[Claim]) -> None:
        (change,) = (c for c in changes.changed if c.causes[0].kind == CORRECTED)
        assert (
            change.before.statement
            == change.after.statement
            == tuple(f"ho:{name}" for name in (claims[0].subject, claims[0].predicate, claims[0].object))
        )
        assert change.before.name != change.after.name, "the certainty is part of the name of a claim"
        assert [(f.field, f.before, f.after) for f in change.fields] == [
            ("ho:certainty", ("ho:Asserted",), ("ho:Hedged",))
        ]
        assert change.causes[0].about == ("ho:certainty",)

    def test_a_review_is_told_as_a_review(self, changes: Changes) -> None:
        (change,) = (c for c in changes.changed if c.causes[0].kind == REVIEWED)
        assert change.before.name == change.after.name
        assert change.causes[0].about == ("ho:Accepted", "ho:Proposed")

    def test_what_came_and_what_went(self, changes: Changes, claims: list[Claim]) -> None:
        (gone,) = changes.withdrawn
        assert (gone.claim.start, gone.claim.end) == (claims[2].span.start, claims[2].span.end)
        assert [cause.kind for cause in gone.causes] == [WITHDRAWN]
        (come,) = changes.added
        assert come.claim.statement == ("ho:HeterotopicOssification", "ho:hasSymptom", "ho:Pain")
        assert [cause.kind for cause in come.causes] == [CURATED]
        assert len(changes.changed) == 2 and not changes.terms and not changes.documents

    def test_the_report_speaks_in_labels_and_has_no_iri(self, changes: Changes) -> None:
        told = to_markdown(changes, "Changes")
        assert "| certainty | asserted | hedged |" in told
        assert "reviewed: accepted -> proposed" in told
        assert "withdrawn by the curator; the document is the same" in told
        assert "https://" not in told
        assert to_markdown(changes, "Changes") == told

    def test_json_keeps_curies_and_their_labels(self, changes: Changes) -> None:
        plain = json.loads(json.dumps(to_plain(changes)))
        assert plain["same"] is False
        assert plain["labels"]["ho:Hedged"] == "hedged"
        assert plain["added"][0]["claim"]["statement"][2] == "ho:Pain"


def test_a_document_that_comes_or_goes_takes_its_claims_along(store: ox.Store, built: Build, edit: Edit) -> None:
    graph = GRAPH[f"claims/{JOI}"]
    without = edit(out=store.quads_for_pattern(None, None, None, graph))
    number = sum(placed.document == JOI for placed in built.claims)
    gone, come = diff(store, without), diff(without, store)
    assert len(gone.withdrawn) == number == len(come.added)
    assert {c.kind for entry in gone.withdrawn for c in entry.causes} == {"document removed"}
    assert {c.kind for entry in come.added for c in entry.causes} == {"document added"}
    assert [t.kind for t in gone.documents] == ["removed"] and [t.kind for t in come.documents] == ["added"]


def test_a_renamed_label_and_a_deprecated_term(store: ox.Store, edit: Edit) -> None:
    out, put = replaced(store, HO["Pain"], RDFS["label"], ox.Literal("ache", language="en"))
    deprecated = ox.Quad(HO["Burn"], OWL["deprecated"], ox.Literal("true"), GRAPH["ontology"])
    changes = diff(store, edit(out, [*put, deprecated]))
    assert {t.name: t.kind for t in changes.terms} == {"ho:Pain": "renamed", "ho:Burn": "deprecated"}
    assert "label: pain -> ache" in to_text(changes)


def test_a_term_with_another_identifier_explains_the_claims_that_use_it(store: ox.Store) -> None:
    old, new = HO["Pain"], HO["Ache"]
    copy = ox.Store()
    swap = {old: new}
    copy.bulk_extend(
        ox.Quad(swap.get(q.subject, q.subject), q.predicate, swap.get(q.object, q.object), q.graph_name) for q in store
    )
    changes = diff(store, copy)
    (term,) = (t for t in changes.terms if t.kind == "renamed")
    assert (term.was, term.name) == ("ho:Pain", "ho:Ache")
    assert changes.changed and {c.kind for change in changes.changed for c in change.causes} == {"term renamed"}
    assert not changes.added and not changes.withdrawn
    assert not changes.mappings, "that the term of a mapping is renamed is told once, of the term"
    told = to_text(changes)
    assert "Cause: a term has another identifier: ho:Pain -> ho:Ache" in told
    assert "object: pain (ho:Pain) -> pain (ho:Ache)" in told, "the labels alone would say that nothing changed"


def test_parents_axioms_and_definitions_of_a_term(store: ox.Store, edit: Edit) -> None:
    parents = list(store.quads_for_pattern(HO["HipJoint"], RDFS["subClassOf"], None, GRAPH["ontology"]))
    named = [q for q in parents if isinstance(q.object, ox.NamedNode)]
    nested = [q for q in parents if isinstance(q.object, ox.BlankNode)]
    put = [ox.Quad(HO["HipJoint"], RDFS["subClassOf"], HO["BodyRegion"], GRAPH["ontology"])]
    (changed,) = diff(store, edit([*named, *nested], put)).terms
    (fields,) = changed.fields
    assert fields.after == ("ho:BodyRegion",)
    assert any("some" in value for value in fields.before), "a restriction is told in words"


def head(store: ox.Store, cell: ox.NamedNode | ox.BlankNode | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Triple:
    """The first cell of the list that a cell belongs to."""
    before = next(store.quads_for_pattern(None, RDF["rest"], cell, None), None)
    return head(store, before.subject) if before else cell


def test_parts_of_parts_and_axioms_are_told_in_labels(store: ox.Store, edit: Edit) -> None:
    """A rank within the frequency of a claim, and a class defined as a list: no CURIE is left standing in the words."""
    rank = min(store.quads_for_pattern(None, HO["rank"], HO["MostCommon"], None), key=str)
    put = [ox.Quad(rank.subject, rank.predicate, HO["Rare"], rank.graph_name)]
    places = store.quads_for_pattern(None, RDF["first"], HO["Rare"], GRAPH["ontology"])
    last = next(q for q in places if any(store.quads_for_pattern(None, OWL["oneOf"], head(store, q.subject), None)))
    put.append(ox.Quad(last.subject, last.predicate, HO["Pain"], last.graph_name))
    told = to_text(diff(store, edit([rank, last], put)))
    assert "      frequency: rank: most common -> rare\n" in told
    assert "defined as: one of always, most common" in told and ", pain" in told
    assert "ho:" not in "".join(line for line in told.splitlines() if "->" in line)


def test_mappings_and_agreement(store: ox.Store, edit: Edit) -> None:
    node = min(
        (q.subject for q in store.quads_for_pattern(None, SSSOM["predicate_id"], SKOS["exactMatch"], None)), key=str
    )
    out, put = replaced(store, node, SSSOM["predicate_id"], SKOS["closeMatch"])  # type: ignore[arg-type]
    single = next(store.quads_for_pattern(None, HO["agreement"], HO["SingleSource"], None))
    out.append(single)
    put.append(ox.Quad(single.subject, single.predicate, HO["Corroborated"], single.graph_name))
    changes = diff(store, edit(out, put))
    (mapping,) = changes.mappings
    assert mapping.fields[0].before == ("skos:exactMatch",)
    assert " has close match " in mapping.label and mapping.label.endswith(")"), "a match is no equation"
    (proposition,) = changes.propositions
    assert proposition.fields[0].after == ("ho:Corroborated",)
    assert "agreement: single source -> corroborated" in to_text(changes)


def test_what_no_section_speaks_of_is_no_sameness(store: ox.Store, edit: Edit) -> None:
    """A label within a slice and a role that was inferred: only the counts of quads show them."""
    places = [(GRAPH["inferred"], RDF["type"]), (GRAPH["slices/maxo"], RDFS["label"])]
    out = [min(store.quads_for_pattern(None, predicate, None, graph), key=str) for graph, predicate in places]
    put = [ox.Quad(q.subject, RDFS["label"], ox.Literal("something else"), q.graph_name) for q in out[1:]]
    changes = diff(store, edit(out, put))
    assert [(g.name, g.added, g.removed) for g in changes.graphs] == [("inferred", 0, 1), ("slices/maxo", 1, 1)]
    assert changes and not (changes.terms or changes.mappings or changes.changed)
    told = to_text(changes)
    assert "are the same" not in told and "slices/maxo (quads: 1 added, 1 removed)" in told
    assert to_plain(changes)["same"] is False


def test_blank_nodes_are_compared_by_what_hangs_on_them(store: ox.Store, edit: Edit) -> None:
    renamed = ox.Store()

    def other(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        return ox.BlankNode(f"other{node.value}") if isinstance(node, ox.BlankNode) else node  # type: ignore[return-value]

    renamed.extend(ox.Quad(other(q.subject), q.predicate, other(q.object), q.graph_name) for q in store)  # type: ignore[arg-type]
    assert set(store) != set(renamed) and not diff(store, renamed)
    some = min(store.quads_for_pattern(None, OWL["someValuesFrom"], None, GRAPH["ontology"]), key=str)
    deeper = edit([some], [ox.Quad(some.subject, some.predicate, HO["Pain"], some.graph_name)])
    (changed,) = diff(renamed, deeper).graphs
    assert changed.name == "ontology" and changed.added == changed.removed > 1


def test_answers_that_changed(store: ox.Store, edit: Edit, kg: hograph.KnowledgeGraph) -> None:
    question = next(query for name, query in kg.queries.items() if name == "recurrence-prevention")
    claim = kg.query("recurrence-prevention").claims()[0]
    assert changed_answers(store, store, kg.queries.values()) == ()
    out, put = replaced(store, claim, HO["certainty"], HO["Unknown"])
    (changed,) = changed_answers(store, edit(out, put), [question])
    assert changed.query == "recurrence-prevention" and "claim" not in changed.columns
    certainty = changed.columns.index("certainty")
    assert [row[certainty] for row in changed.went] == ["asserted"]
    assert [row[certainty] for row in changed.came] in ([], ["unknown"])
    told = to_text(replace(diff(store, edit(out, put)), answers=(changed,)))
    assert "Answers that changed (1)" in told and "\n      gone: " in told
    table = to_markdown(replace(diff(store, edit(out, put)), answers=(changed,)), "Changes").split("## Answers")[1]
    assert "  | Row | Standing | Treatment | Certainty |" in table and "  | gone | " in table


def test_an_answer_about_one_claim_is_not_compared(store: ox.Store, edit: Edit, kg: hograph.KnowledgeGraph) -> None:
    """The name of a claim is made from what it says: under another name it is told among the claims, not as an answer that went."""
    about = next(query for query in kg.queries.values() if query.name == "claim")
    node = CLAIM[str(about.header.parameters["claim"].default).removeprefix("claim:")]
    without = edit(out=store.quads_for_pattern(node, None, None, None))
    assert changed_answers(store, without, [about]) == ()


def test_forwards_and_backwards_tell_the_same(store: ox.Store, built: Build, edit: Edit) -> None:
    names = [placed.name for placed in built.claims][:40]
    claims = [ox.NamedNode(f"https://w3id.org/hograph/claim/{name}") for name in names]
    less = edit(out=[quad for claim in claims[::2] for quad in store.quads_for_pattern(claim, None, None, None)])
    there, back = diff(store, less), diff(less, store)
    assert [e.claim for e in there.withdrawn] == [e.claim for e in back.added] and len(there.withdrawn) == 20
