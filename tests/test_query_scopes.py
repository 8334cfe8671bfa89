"""What holds only of a study, of animals or as a supposition is left out of plain answers, and told apart where it is asked for."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

import hograph
from hograph.curation.claimfile import load_all_claims
from hograph.curation.sources import load_sources
from hograph.curation.tokens import ScopeOfEvidence
from hograph.graph.identity import claim_name
from hograph.knowledge import KnowledgeGraph
from hograph.vocabulary import CLAIM
from invented import claims_text

QUERIES = {path.stem: path.read_text("utf-8") for path in (Path(__file__).parent.parent / "queries").glob("*.rq")}
EVERYTHING = {
    *("claims", "conditional", "cues", "describe", "hedged", "inconclusive", "negated", "roles"),
    *("corroborated", "evidence-strength", "who-says"),
}
"""Questions about all claims; a column says what kind of knowledge each is."""
ABOUT_THE_GRAPH = {"claim", "disagreements", "document-coverage", "gaps"}
PLAIN = sorted(set(QUERIES) - EVERYTHING - ABOUT_THE_GRAPH)
ONE_A_ROW = [name for name in PLAIN if "#+   claim:" in QUERIES[name]]
PLAINLY = {"stated", "restricted or advised against", "stated as what may follow", "stated as a look-alike"}
STUDY, ANIMAL, SUPPOSED = (
    ScopeOfEvidence.STUDY_POPULATION,
    ScopeOfEvidence.ANIMAL_OR_IN_VITRO,
    ScopeOfEvidence.HYPOTHETICAL,
)
Twins = dict[ScopeOfEvidence, dict[str, str]]


@pytest.fixture(scope="module")
def twins(root: Path) -> Twins:
    """For each scope that is left out: every real claim on knowledge in general to the name of its twin of that scope."""
    sources = load_sources(root / "data" / "sources.yaml")
    found: Twins = {scope: {} for scope in (STUDY, ANIMAL, SUPPOSED)}
    for file in load_all_claims(root / "data" / "claims"):
        sha = sources[file.document].sha256
        for claim in file.claims:
            if claim.scope is ScopeOfEvidence.GENERAL_KNOWLEDGE:
                for scope, names in found.items():
                    twin = claim.model_copy(update={"scope": scope})
                    names[CLAIM[claim_name(claim, sha)].value] = CLAIM[claim_name(twin, sha)].value
    return found


@pytest.fixture(scope="module")
def mixed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The real graph, and beside each claim on knowledge in general the same one of a study, of animals and as a supposition."""
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "data" / "claims").mkdir(parents=True)
    for part in ("ontology", "queries", "data/sources.yaml"):
        (folder / part).symlink_to(root / part)
    for file in load_all_claims(root / "data" / "claims"):
        general = [claim for claim in file.claims if claim.scope is ScopeOfEvidence.GENERAL_KNOWLEDGE]
        made = [claim.model_copy(update={"scope": scope}) for scope in (STUDY, ANIMAL, SUPPOSED) for claim in general]
        text = claims_text([*file.claims, *made], file.document)
        (folder / "data" / "claims" / f"{file.document}.yaml").write_text(text, encoding="utf-8")
    return hograph.open(folder, folder / "build")


def asked(kg: KnowledgeGraph, name: str, **given: str) -> set[str]:
    return {claim.value for claim in kg.query(name, **given).claims()}


def with_twins(claims: Iterable[str], twins: Twins, *scopes: ScopeOfEvidence) -> set[str]:
    names = set(claims)
    return names | {twins[scope][name] for scope in scopes for name in names if name in twins[scope]}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_answer_is_the_same_with_studies_animals_and_suppositions(
    kg: KnowledgeGraph, mixed: KnowledgeGraph, name: str
) -> None:
    assert mixed.query(name).rows == kg.query(name).rows


@pytest.mark.parametrize("name", PLAIN)
def test_include_adds_studies_then_what_is_open_then_the_rest(
    kg: KnowledgeGraph, mixed: KnowledgeGraph, twins: Twins, name: str
) -> None:
    include = kg.queries[name].header.parameters["include"]
    assert (include.default, include.allowed) == ("stated", ("stated", "studies", "open", "all"))
    stated, left_open, every = (asked(kg, name, include=which) for which in ("stated", "open", "all"))
    assert asked(kg, name, include="studies") == stated, "the real graph has no claim about a study"
    assert asked(mixed, name, include="studies") == with_twins(stated, twins, STUDY)
    assert asked(mixed, name, include="open") == with_twins(left_open, twins, STUDY)
    assert asked(mixed, name, include="all") == with_twins(every, twins, STUDY, ANIMAL, SUPPOSED)


@pytest.mark.parametrize("name", ONE_A_ROW)
def test_the_standing_tells_them_apart(kg: KnowledgeGraph, mixed: KnowledgeGraph, twins: Twins, name: str) -> None:
    standing: dict[str, str] = {}
    for row in mixed.query(name, include="all"):
        node, told = row["claim"], row["standing"]
        assert isinstance(node, ox.NamedNode) and isinstance(told, ox.Literal)
        standing[node.value] = told.value
    for claim in asked(kg, name):
        assert standing[claim] in PLAINLY
        if claim in twins[STUDY]:
            assert standing[twins[STUDY][claim]] == "study population"
    others = {twin for scope in (ANIMAL, SUPPOSED) for twin in twins[scope].values()} & set(standing)
    assert others and {standing[twin] for twin in others} == {"animal or supposition"}


@pytest.mark.parametrize("name", sorted(EVERYTHING))
def test_questions_about_all_claims_say_what_kind_of_knowledge_they_are(kg: KnowledgeGraph, name: str) -> None:
    assert {"scope", "scopes"} & set(kg.queries[name].header.columns)


def test_a_strict_role_never_rests_on_a_study(mixed: KnowledgeGraph) -> None:
    rows = mixed.records(mixed.query("roles"))
    assert {(row["sort"], row["scope"]) for row in rows} == {
        ("strict", "general knowledge"),
        ("possible", "general knowledge"),
        ("possible", "study population"),
    }
