"""A term and a claim described as a page to read, and as every statement about them."""

import json
from pathlib import Path

from commands import run
from hograph import KnowledgeGraph
from hograph.query.portrait import claim_portrait, term_portrait


def test_a_term_reads_as_a_page(build_folder: Path) -> None:
    page = run("describe", "FOP", "--build", build_folder).output
    first = "fibrodysplasia ossificans progressiva (ho:FibrodysplasiaOssificansProgressiva, condition)"
    parts = [
        first,
        "Definition ",
        "MONDO:0007606",
        "Exact synonyms",
        "FOP; myositis ossificans progressiva",
        "Related synonyms",
        "Kind of",
        "hereditary heterotopic ossification",
        "Roles",
        "Exact match",
        "SNOMEDCT:82725007",
        "What documents claim of it (",
        "genetics (",
        "(asserted)  [dr-oracle-heterotopic-ossification, claim:",
        "hograph query claims -p subject=ho:FibrodysplasiaOssificansProgressiva",
    ]
    places = [page.find(part, page.find("What documents") if part == "genetics (" else 0) for part in parts]
    assert min(places[:13]) == 0 and places[:13] == sorted(places[:13]) and -1 not in places
    assert "owl:Class" not in page and "<http" not in page and "graph:" not in page


def test_a_hub_shows_some_claims_of_each_kind_and_counts_the_others(build_folder: Path, kg: KnowledgeGraph) -> None:
    page = run("describe", "HO", "--build", build_folder).output
    said = term_portrait(kg.store, kg.ontology, "HeterotopicOssification").claims
    both = {*kg.claims(subject="HO").claims(), *kg.claims(object="HO").claims()}
    assert {claim.claim.removeprefix("claim:") for claim in said} == {str(n.value).rsplit("/")[-1] for n in both}
    assert f"({len(said)} claims)" in page and page.count("claim:") < len(said) and "... and " in page


def test_what_stands_in_a_relation_to_a_term_is_told_in_words(build_folder: Path) -> None:
    assert (
        "Has it as condition  spinal cord injury patient"
        in run("describe", "spinal cord injury", "--build", build_folder).output
    )
    assert "Is part of it" in run("describe", "hip region", "--build", build_folder).output


def test_every_statement_is_told_on_request(build_folder: Path) -> None:
    raw = run("describe", "FOP", "--all", "--build", build_folder).output
    assert "owl:Class" in raw and "graph:ontology" in raw and "graph:inferred" in raw
    assert (
        "ho:HereditaryHeterotopicOssification"
        in run("describe", "FOP", "--all", "--iris", "--build", build_folder).output
    )


def test_a_claim_is_told_with_its_parts_its_place_and_what_others_say(build_folder: Path, kg: KnowledgeGraph) -> None:
    page = run("describe", "claim:bk6lbrhkkcwuln34", "--build", build_folder).output
    for part in ("prevents recurrence of", "hedged", "characters ", "Proposition", "single source", "Supports"):
        assert part in page
    assert "No other claim is about the same proposition." in page
    shared = kg.query("corroborated").claims()[0]
    others = [said for said in claim_portrait(kg.store, shared).claims if not shared.value.endswith(said.claim[6:])]
    told = run("describe", f"<{shared.value}>", "--build", build_folder).output
    assert others and all(said.claim in told for said in others) and "No other claim" not in told


def test_a_role_names_its_members_and_a_part_its_whole(build_folder: Path) -> None:
    assert (
        "NSAID therapy"
        in run("describe", "ho:PossibleRecurrencePreventingIntervention", "--build", build_folder).output
    )
    assert "hip region" in run("describe", "hip joint", "--build", build_folder).output
    assert "surgical excision" in run("describe", "treats", "--build", build_folder).output.casefold()


def test_pages_for_programs_and_for_the_web(build_folder: Path) -> None:
    found = json.loads(run("describe", "FOP", "--format", "json", "--build", build_folder).output)
    assert ["exact", "FOP"] in found["synonyms"] and found["claims"][0]["claim"].startswith("claim:")
    claim = json.loads(run("describe", "claim:bk6lbrhkkcwuln34", "--format", "json", "--build", build_folder).output)
    assert claim["evidence"]["start"] < claim["evidence"]["end"] and claim["agreement"] == "single source"
    told = run("describe", "FOP", "--format", "md", "--build", build_folder).output
    groups = {said["group"] for said in found["claims"]}
    assert told.startswith("# fibrodysplasia ossificans progressiva") and told.count("### ") == len(groups)
    assert (
        "## Proposition" in run("describe", "claim:bk6lbrhkkcwuln34", "--format", "md", "--build", build_folder).output
    )
