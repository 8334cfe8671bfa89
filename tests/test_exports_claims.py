"""Every format that holds claims gives back each claim whole: made again from what a tool of others read, it is the same claim."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import networkx
import pytest

from conftest import CHECKOUT, Reader
from hograph.curation.sources import Source
from hograph.curation.tokens import Polarity
from hograph.curation.values import Claim
from hograph.exports import biolink, kgx, nanopubs
from hograph.exports.network import KEPT
from hograph.exports.qualifiers import QUALIFIER_COLUMNS, TERM_COLUMNS
from hograph.graph.build import Build
from hograph.graph.labels import claim_label
from hograph.graph.propositions import PlacedClaim
from hograph.ontology.mappings import load_mappings
from invented import claim

SPAN = re.compile(r"(?P<kind>\S+) (?P<start>\d+)-(?P<end>\d+) (?P<sha256>[0-9a-f]{64})")
NESTED = ("timing", "frequency", "value", "comparison", "study")
Row = Mapping[str, Any]


def claim_of(row: Row) -> Claim:
    """The claim that a row of the table of claims, or an edge with its fields, says."""
    return Claim.model_validate(
        {
            **{part: str(row[part]).removeprefix("ho:") for part in ("subject", "predicate", "object")},
            **{field: row[field] for field in ("polarity", "certainty", "scope", "confidence", "status")},
            **{field: row[field] for field in ("section", "note") if given(row.get(field))},
            "span": {field: row[field] for field in ("start", "end", "sha256")},
            "cues": [found.groupdict() for cue in parts(row.get("cues")) if (found := SPAN.fullmatch(cue))],
            "qualifiers": qualifiers_of(row),
            **({"extracted": extracted_of(row)} if given(row.get("extractor")) else {}),
        }
    )


def extracted_of(row: Row) -> dict[str, Any]:
    return {"extractor": row["extractor"], "version": row["extractor_version"], "rule": row["rule"]}


def qualifiers_of(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in QUALIFIER_COLUMNS:
        value = row.get(column)
        if column == "provisos":
            pairs = [proviso.split() for proviso in parts(value)]
            found["when"] = [{"kind": kind, "term": term.removeprefix("ho:")} for kind, term in pairs]
        elif given(value):
            value = str(value).removeprefix("ho:") if column in TERM_COLUMNS else value
            outer, _, inner = column.partition("_")
            if outer in NESTED:
                found.setdefault(outer, {})[inner] = value
            else:
                found[column] = value
    return found


def given(value: object) -> bool:
    return value not in {None, ""}


def parts(value: object) -> list[str]:
    return value if isinstance(value, list) else str(value).split("|") if value else []


def claims(placed: Iterable[Any]) -> Counter[Claim]:
    return Counter(one.claim for one in placed)


@pytest.mark.parametrize("name", ["csv", "parquet", "croissant"])
def test_tables_give_back_every_claim(read_back: Reader, built: Build, name: str) -> None:
    theirs = read_back(name)
    rows = {"csv": theirs.get("claims"), "parquet": theirs.get("claims"), "croissant": theirs.get("rows")}[name]
    rows = rows["rows"] if name == "parquet" else rows["claims"] if name == "croissant" else rows
    assert Counter(map(claim_of, rows)) == claims(built.claims)
    assert {row["claim"]: row["document"] for row in rows} == {f"claim:{p.name}": p.document for p in built.claims}


@pytest.mark.parametrize("name", ["graphml", "gexf", "cytoscape"])
def test_networks_give_back_every_claim_and_what_is_known_of_its_terms(
    read_back: Reader, built: Build, name: str
) -> None:
    theirs, ontology = read_back(name), built.ontology
    kept = {own: plain for plain, own in KEPT.items()} if name == "gexf" else {}
    edges = [{kept.get(key, key): value for key, value in edge.items()} for edge in theirs["edges"]]
    assert Counter(map(claim_of, edges)) == claims(built.claims)
    assert {e["claim"]: e["document"] for e in edges} == {f"claim:{p.name}": p.document for p in built.claims}
    about = {p.name: proposition.agreement for proposition in built.propositions for p in proposition.claims}
    assert {e["claim"].removeprefix("claim:"): e["agreement"] for e in edges} == about
    assert {e["label"] for e in edges} == {claim_label(placed.claim, ontology) for placed in built.claims}
    assert all(e["relation"] == ontology.label(e["predicate"].removeprefix("ho:")) for e in edges)
    for key, node in theirs["nodes"].items():
        term = key.removeprefix("ho:")
        assert node["label"] == ontology.label(term) and node["definition"] == ontology.definition(term)
        assert node.get("category") == (f"ho:{ontology.category(term)}" if ontology.category(term) else None)
        assert parts(node.get("related_synonyms")) == [text for _, text in ontology.synonyms(term, ("related",))]


@pytest.mark.parametrize("name", ["gexf", "cytoscape"])
def test_networkx_reads_the_network(exported: Path, read_back: Reader, name: str) -> None:
    (path,) = (exported / name).iterdir()
    theirs = read_back(name)
    if name == "gexf":
        graph = networkx.read_gexf(path)
        text = path.read_text("utf-8")
        assert "lastmodified" not in text and 'mode="static"' in text, "the place of a claim is no span of time"
    else:
        graph = networkx.cytoscape_graph(json.loads(path.read_text("utf-8")))
    found = {d["claim"]: (s, d["predicate"], o, d["sha256"]) for s, o, d in graph.edges(data=True)}
    assert found == {e["claim"]: (e["subject"], e["predicate"], e["object"], e["sha256"]) for e in theirs["edges"]}
    assert {node: data["definition"] for node, data in graph.nodes(data=True)} == {
        node: data["definition"] for node, data in theirs["nodes"].items()
    }


def row_of_edge(edge: Row) -> Row:
    """An edge of KGX as a row of the table of claims."""
    site = parts(edge.get("anatomical_context_qualifier"))
    return {
        **edge,
        "predicate": edge["original_predicate"],
        "polarity": "negated" if edge.get("negated") in {True, "true"} else "affirmed",
        "confidence": edge["has_confidence_score"],
        "population": edge.get("population_context_qualifier"),
        "condition": edge.get("disease_context_qualifier"),
        "site": site[0] if site else None,
    }


@pytest.mark.parametrize("layout", ["tsv", "jsonl"])
def test_kgx_files_give_back_every_claim_that_biolink_can_hold(exported: Path, built: Build, layout: str) -> None:
    profile = biolink.load_profile(CHECKOUT / "ontology" / "biolink.yaml", built.ontology)
    text = (exported / "kgx" / f"edges.{layout}").read_text("utf-8")
    lines = text.splitlines()
    edges = list(csv.DictReader(lines, delimiter="\t")) if layout == "tsv" else [json.loads(line) for line in lines]
    of_claims = [edge for edge in edges if edge["id"].startswith("claim:")]
    taken = [placed for proposition in built.propositions for placed in proposition.claims]
    held = [p for p in taken if biolink.holds(p.claim, biolink.rule_of(p.claim, built.ontology, profile))]
    assert Counter(claim_of(row_of_edge(edge)) for edge in of_claims) == claims(held)
    documents = {f"claim:{placed.name}": [f"document:{placed.document}"] for placed in held}
    assert {edge["id"]: parts(edge["publications"]) for edge in of_claims} == documents
    left_out = [placed.claim for placed in taken if placed not in held]
    assert left_out and all(claim.polarity is Polarity.NEGATED for claim in left_out)
    parents = sum(len(built.ontology.parents[name]) for name in built.ontology.terms)
    assert sum(edge["original_predicate"] == "rdfs:subClassOf" for edge in edges) == parents
    assert len(edges) == len(held) + parents + len(built.ontology.part_edges)


def test_kgx_reads_the_same_from_both_layouts_and_biolink_allows_it(read_back: Reader, built: Build) -> None:
    theirs = read_back("kgx")
    profile = biolink.load_profile(CHECKOUT / "ontology" / "biolink.yaml", built.ontology)
    assert theirs["model"] == profile.version
    tsv, jsonl = theirs["tsv"], theirs["jsonl"]
    assert {key: plain(node) for key, node in tsv["nodes"].items()} == {
        key: plain(n) for key, n in jsonl["nodes"].items()
    }
    assert sorted(map(plain, tsv["edges"]), key=str) == sorted(map(plain, jsonl["edges"]), key=str)
    assert theirs["outside"] == [], "subject or object is not of the kind that the Biolink Model asks for"
    own, of_edges = theirs["own"], {key for edge in jsonl["edges"] for key in edge}
    assert own["nodes"] == sorted(kgx.OWN_OF_NODES) and own["edges"] == sorted(of_edges & set(kgx.OWN_OF_EDGES))
    assert own["misused"] == [], "a field of our own has the name of a slot of something else"
    listed = (CHECKOUT / "docs" / "exports.md").read_text("utf-8")
    assert all(f"`{field}`" in listed for field in own["nodes"]), "docs/exports.md lists the fields of our own"
    for kind, messages in jsonl["errors"].get("ERROR", {}).items():
        assert not [message for message in messages if not expected(message)], kind


def expected(message: str) -> bool:
    """Our prefixes are not among Biolink's; kgx takes narrower synonyms for single, though in the model they inherit from a slot of many."""
    return "CURIE prefix 'ho'" in message or "CURIE prefix 'document'" in message or "_synonym' is expected" in message


def plain(record: Row) -> list[tuple[str, list[str]]]:
    """What both layouts can say: in TSV all is text, one value of a list is no list, and false is an empty cell."""
    cells = {key: value if isinstance(value, list) else [value] for key, value in record.items()}
    texts = {
        key: sorted(str(v).lower() if isinstance(v, bool) else str(v) for v in values) for key, values in cells.items()
    }
    return sorted(
        (k, v) for k, v in texts.items() if v not in ([], ["false"]) and k != "knowledge_source"
    )  # the file's name


def test_kgx_holds_names_mappings_and_roles_of_terms_and_what_documents_say_of_themselves(
    exported: Path, built: Build
) -> None:
    lines = (exported / "kgx" / "nodes.jsonl").read_text("utf-8").splitlines()
    nodes, ontology = {node["id"]: node for node in map(json.loads, lines)}, built.ontology
    mappings = load_mappings(CHECKOUT / "ontology" / "mappings.sssom.tsv").mappings
    roles = {f"ho:{name}" for name in ontology.roles}
    for name in ontology.terms:
        node, own = nodes[f"ho:{name}"], [m for m in mappings if m.subject == name]
        for scope in ("exact", "broad", "narrow", "related"):
            assert node.get(f"{scope}_synonym", []) == [text for _, text in ontology.synonyms(name, (scope,))]
        assert node.get("synonym", []) == node.get("exact_synonym", [])
        assert set(node.get("xref", [])) == {m.object_id for m in own}
        assert set(node.get("equivalent_identifiers", [])) == {m.object_id for m in own if m.predicate == "exactMatch"}
        assert node["description"] == ontology.definition(name) and set(node.get("roles", [])) <= roles
    assert "ho:PossibleRecurrencePreventingIntervention" in nodes["ho:RadiationTherapy"]["roles"]
    assert sum(len(node.get("roles", [])) for node in nodes.values()) == len(members(built))
    for slug, source in built.sources.items():
        assert document_of(nodes[f"document:{slug}"]) == source.model_dump(exclude={"document", "kind"})


def members(built: Build) -> list[Any]:
    return [q for q in built.graphs["inferred"] if q.predicate.value.endswith("#type")]


def document_of(node: Row) -> dict[str, Any]:
    """What a document says of itself, from its node."""
    people = [
        re.fullmatch(r"(?P<role>\S+) (?P<name>[^(]+?)( \((?P<credentials>.*)\))?", one)
        for one in node.get("people", [])
    ]
    stated = [SPAN.fullmatch(one) for one in node["stated"]]
    assert all(people) and all(stated)
    spans = [found.groupdict() for found in stated if found]
    return Source.model_validate(
        {
            **{field: node[field] for field in ("sha256", "characters", "updated") if field in node},
            **{field: node[field] for field in ("review_state", "references", "cites", "note") if field in node},
            "document": node["id"].removeprefix("document:"),
            "publisher": node.get("published_by"),
            "kind": node["publication_type"][0],
            "title": node["name"],
            "people": [found.groupdict() for found in people if found],
            "published": node.get("creation_date"),
            "licence": node.get("rights"),
            "licence_iri": node.get("license"),
            "stated": [{"field": span.pop("kind"), **span} for span in spans],
        }
    ).model_dump(exclude={"document", "kind"})


def test_what_is_hedged_is_not_asserted_in_biolink(exported: Path) -> None:
    lines = (exported / "kgx" / "edges.jsonl").read_text("utf-8").splitlines()
    edges = [edge for edge in map(json.loads, lines) if "certainty" in edge]
    hedged = {e["predicate"] for e in edges if e["original_predicate"] == "ho:prevents" and e["certainty"] == "hedged"}
    assert hedged == {"biolink:affects_likelihood_of"}
    left_open = {e["predicate"] for e in edges if e["certainty"] in {"inconclusive", "unknown"}}
    assert left_open == {"biolink:related_to"}
    rows = csv.DictReader((exported / "kgx" / "edges.tsv").read_text("utf-8").splitlines(), delimiter="\t")
    assert {row["negated"] for row in rows} == {"", "true"}, "KGX takes any word for true"


def test_nought_is_a_value_in_kgx_tables() -> None:
    """A document whose first characters are a claim starts at 0."""
    assert kgx._tsv([{"id": "x", "start": 0, "negated": False}]) == b"id\tstart\tnegated\nx\t0\t\n"


@pytest.mark.parametrize(
    ("scope", "chosen", "plain"),
    [
        ("general-knowledge", "predicate", "preventsRecurrenceOf"),
        ("one-patient", "predicate", None),
        ("study-population", "weaker", "mayPreventRecurrenceOf"),
        ("animal-or-in-vitro", biolink.WEAKEST, None),
        ("hypothetical", biolink.WEAKEST, None),
    ],
)
def test_what_holds_of_a_study_alone_is_no_plain_triple_of_an_export(
    built: Build, scope: str, chosen: str, plain: str | None
) -> None:
    stated = claim(scope=scope)
    profile = biolink.load_profile(CHECKOUT / "ontology" / "biolink.yaml", built.ontology)
    rule = biolink.rule_of(stated, built.ontology, profile)
    assert rule.predicate not in {rule.weaker, biolink.WEAKEST}
    assert biolink.predicate(stated, rule) == getattr(rule, chosen, chosen)
    assert nanopubs.plain_relation(PlacedClaim("x", "invented-note", stated), built.ontology) == plain
