"""Questions in words find the query that is meant, bind what they name, and are refused where nothing is near.

`questions.tsv` holds what people ask, in their words and not in those of the queries, with the query that answers it (one of those that do, or `-`
where it should be refused) and what it names that must be used. `questions_held_out.tsv` holds more; neither wording nor weights were made to fit these.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from commands import run
from hograph import KnowledgeGraph
from hograph.errors import QueryError
from hograph.query import header
from hograph.query.ask import Understood, understand
from hograph.query.header import read_queries
from hograph.query.mentions import Vocabulary
from hograph.query.names import documents
from hograph.query.phrases import Questions
from hograph.workspace.layers import Layers


def table(name: str) -> list[dict[str, str]]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", restval=""))


ASKED, HELD_OUT = table("questions.tsv"), table("questions_held_out.tsv")
RIGHT, RIGHT_HELD_OUT = 0.97, 0.82
"""The share of each table that must be found."""
HO = {"condition": "HeterotopicOssification"}
LEARNING = {"document": "learning-radiology-heterotopic-ossification"}
EACH = 3
"""How many of its own questions find each query."""


@pytest.fixture(scope="module")
def index(kg: KnowledgeGraph) -> tuple[Questions, Vocabulary]:
    return Questions(kg.queries), Vocabulary(kg.ontology, tuple(documents(kg.store)))


def meant(index: tuple[Questions, Vocabulary], question: str) -> Understood | None:
    try:
        return understand(question, *index)
    except QueryError:
        return None


def test_every_query_is_found_by_its_own_question_and_its_other_words(
    kg: KnowledgeGraph, index: tuple[Questions, Vocabulary]
) -> None:
    for name, query in kg.queries.items():
        for question in (query.header.question, *query.header.asked):
            found = meant(index, question)
            assert found and found.query.name == name, f"{question}: {found and found.query.name}"


def test_a_question_is_found_from_headers_and_only_the_query_that_is_meant_is_checked(
    kg: KnowledgeGraph, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_queries(Layers.of(root)) == kg.queries
    checked: list[str] = []
    monkeypatch.setattr(header, "check", lambda path, *_: checked.append(path.stem))
    assert KnowledgeGraph(kg.root, kg.store).understand("how is FOP treated?").query == kg.queries["treatments"]
    assert checked == ["treatments"]


def test_what_people_ask_finds_the_query_that_answers_it(
    kg: KnowledgeGraph, index: tuple[Questions, Vocabulary]
) -> None:
    found = [(row, meant(index, row["question"])) for row in ASKED]
    wrong = [f"{row['question']} -> {got.query.name if got else None}" for row, got in found if not _right(row, got)]
    assert 1 - len(wrong) / len(found) >= RIGHT, wrong
    hits = Counter(got.query.name for row, got in found if got and _right(row, got))
    assert {name: hits[name] for name in kg.queries if hits[name] < EACH} == {}


def test_questions_that_nothing_was_fitted_to_find_their_query_too(index: tuple[Questions, Vocabulary]) -> None:
    found = [_right(row, meant(index, row["question"])) for row in HELD_OUT]
    assert sum(found) / len(found) >= RIGHT_HELD_OUT


def _right(row: dict[str, str], got: Understood | None) -> bool:
    queries = row["query"].split("|")
    if got is None:
        return "-" in queries
    return got.query.name in queries and set(row["named"].split()) <= set(got.parameters.values())


@pytest.mark.parametrize(
    ("question", "name", "parameters"),
    [
        ("what causes heterotopic ossification", "causes", {"condition": "HeterotopicOssification"}),
        ("what treats heterotopic ossification", "treatments", {"condition": "HeterotopicOssification"}),
        ("mechanism of heterotopic ossification", "mechanism-chain", {"of": "HeterotopicOssification"}),
        ("names for heterotopic ossification", "names-and-synonyms", {"condition": "HeterotopicOssification"}),
        ("What prevents heterotopic ossification?", "primary-prevention", {"condition": "HeterotopicOssification"}),
        (
            "does radiation prevent HO?",
            "primary-prevention",
            {"kind": "RadiationTherapy", "condition": "HeterotopicOssification"},
        ),
        ("who should I see", "who-treats", {}),
        ("Who treats the condition?", "who-treats", {}),
        ("which documents disagree?", "disagreements", {}),
        ("contradictions", "disagreements", {}),
        ("is radiation therapy effective", "evidence-strength", {"subject": "RadiationTherapy"}),
        ("medication", "treatments", {"kind": "PharmacologicalIntervention"}),
        ("X-ray", "describe", {"term": "Radiography"}),
        ("NSAIDs", "describe", {"term": "NsaidTherapy"}),
        ("treatment of FOP", "treatments", {"condition": "FibrodysplasiaOssificansProgressiva"}),
        ("what does joi say about the causes", "causes", {"document": "joi-heterotopic-ossification"}),
        ("what is said about the upper limb", "site-rollup", {"region": "UpperLimb"}),
        ("what does ultrasound show", "imaging-findings", {"procedure_kind": "Ultrasonography"}),
        ("how early is ho seen on xray", "earliest-detection", {"procedure_kind": "Radiography", **HO}),
        ("which sites are affected in brain injury", "sites-by-population", {"group": "BrainInjuryPatient"}),
        ("can children get HO", "populations", {"group": "Child", **HO}),
        ("do men get it more often", "populations", {"group": "Male"}),
        ("is it more common in men or women", "populations", {}),
        ("how do patients with HO present", "findings-of", HO),
        ("conflicting statements on radiotherapy", "disagreements", {"condition": "RadiationTherapy"}),
        ("what happens if it's not treated", "complications", {}),
        ("claims of the foot and ankle document", "claims", {"document": "foot-ankle-kb-myositis-ossificans"}),
        (
            "does learning radiology say an MRI is needed",
            "diagnosis",
            {"procedure_kind": "MagneticResonanceImaging"} | LEARNING,
        ),
    ],
)
def test_what_a_question_names_is_bound(
    index: tuple[Questions, Vocabulary], question: str, name: str, parameters: dict[str, str]
) -> None:
    found = understand(question, *index)
    assert (found.query.name, found.parameters) == (name, parameters)


def test_the_answer_is_about_what_was_asked(kg: KnowledgeGraph) -> None:
    assert len(kg.ask("treatment of FOP")) == 0 < len(kg.ask("how is HO treated"))
    conditions = {row["target"] for row in kg.ask("how is FOP treated", condition="HO")}
    assert conditions, "what is given goes before what was recognised"


@pytest.mark.parametrize(
    "question", ["which car is best", "who is the president", "xyzzy plugh", "how do I cook rice", ""]
)
def test_a_question_that_nothing_is_near_to_is_refused(index: tuple[Questions, Vocabulary], question: str) -> None:
    with pytest.raises(QueryError, match="No canned query is like"):
        understand(question, *index)


def test_the_command_says_what_it_understood_and_what_not(kg: KnowledgeGraph, build_folder: Path) -> None:
    told = run("ask", "treatment of FOP", "--build", build_folder)
    assert told.exit_code == 0 and "No claim answers it" in told.output
    assert told.stderr.startswith("Asking 'treatments' with condition = fibrodysplasia ossificans progressiva: ")
    stranger = run("ask", "how common is lupus after trauma?", "--build", build_folder).stderr
    assert "Asking 'populations'" in stranger and "Not understood, and left out: lupus" in stranger
    unused = run("ask", "what prevents heterotopic ossification after hip surgery?", "--build", build_folder)
    assert "Asking 'primary-prevention'" in unused.stderr and "cannot use it: hip surgery" in unused.stderr
    refused = run("ask", "who is the president of the society", "--build", build_folder)
    assert refused.exit_code == 2 and "The nearest are: '" in refused.stderr and refused.stdout == ""
    assert len(run("ask", "x" * 20_000, "--build", build_folder).stderr) < 300


def test_whether_something_is_so_is_answered_by_who_says_it(kg: KnowledgeGraph, build_folder: Path) -> None:
    claimed = kg.ask("does trauma cause HO?")
    assert {row["relation"] for row in kg.records(claimed)} >= {"causes"}
    assert claimed.asked["subject"].startswith("trauma") and claimed.asked["object"].startswith("heterotopic")
    silent = run("ask", "does smoking cause HO?", "--build", build_folder)
    assert "No claim answers it" in silent.stdout and "subject = smoking" in silent.stdout
    reverse = kg.query("who-says", subject="pain", object="HO")
    turned = reverse.wider()
    assert not reverse.rows and turned and turned.asked["subject"].startswith("heterotopic ossification (")
    assert "ho:Trauma" in run("ask", "does trauma cause HO?", "--iris", "--build", build_folder).stdout


def test_what_went_before_is_no_kind_of_what_is_asked_for(index: tuple[Questions, Vocabulary]) -> None:
    prevented = understand("what prevents heterotopic ossification after the hip surgery", *index)
    assert "kind" not in prevented.parameters and prevented.unused == ("hip surgery",)
    assert understand("what happens after excision", *index).parameters == {"kind": "SurgicalExcision"}


def test_plurals_capitals_and_the_longest_name(index: tuple[Questions, Vocabulary]) -> None:
    _, vocabulary = index
    names = {mention.name for mention in vocabulary.find("Hip joints and BONE SCANS in Myositis Ossificans")[0]}
    assert names == {"HipJoint", "BoneScan", "MyositisOssificans"}
    assert vocabulary.find("tell us about it")[0] == []


@pytest.mark.parametrize(
    ("question", "name", "parameters"),
    [
        ("complications of hip arthroplasty", "describe", {"term": "HipArthroplasty"}),
        ("when is casting used", "describe", {"term": "Casting"}),
        ("how does HO affect rehabilitation", "who-says", ("Rehabilitation", "HeterotopicOssification")),
        ("can HO cause ankylosis", "who-says", ("HeterotopicOssification", "Ankylosis")),
        ("does physical therapy cause HO", "who-says", ("PhysicalTherapy", "HeterotopicOssification")),
        ("is a bone scan needed before surgery", "who-says", ("BoneScan", "SurgicalProcedure")),
        ("is radiotherapy better than NSAIDs after THA", "who-says", ("RadiationTherapy", "NsaidTherapy")),
        ("does race matter", "who-says", ("", "RacialGroup")),
        ("HO of the shoulder", "who-says", ("HeterotopicOssification", "ShoulderJoint")),
        ("ibuprofen for ho", "who-says", ("IbuprofenTherapy", "HeterotopicOssification")),
    ],
)
def test_what_a_question_turns_on_is_never_left_out(
    index: tuple[Questions, Vocabulary], question: str, name: str, parameters: dict[str, str] | tuple[str, str]
) -> None:
    """Else complications of HO would answer for those of an operation, and causes of HO for what HO causes."""
    found = understand(question, *index)
    if isinstance(parameters, tuple):
        subject, of = parameters
        parameters = {"object": of} | ({"subject": subject} if subject else {})
    assert (found.query.name, found.parameters) == (name, parameters)


def test_a_condition_that_a_query_cannot_use_is_told_and_its_rows_name_theirs(
    index: tuple[Questions, Vocabulary],
) -> None:
    found = understand("how long should I wait before excising myositis ossificans", *index)
    assert found.query.name == "excision-timing"
    assert found.remarks() == ["Recognised, but this query cannot use it: myositis ossificans."]


def test_of_two_that_are_compared_one_is_asked_for_and_the_rows_name_the_other(kg: KnowledgeGraph) -> None:
    found = kg.understand("does MRI show HO better than radiographs")
    assert (found.query.name, found.parameters) == (
        "modality-comparison",
        {"procedure_kind": "MagneticResonanceImaging"},
    )
    assert {kg.ontology.label("Radiography")} == {
        row["than"] for row in kg.records(kg.query(found.query.name, **found.parameters))
    }


def test_what_belonged_to_the_wording_of_the_nearest_query_is_told_when_another_is_asked(kg: KnowledgeGraph) -> None:
    found = kg.understand("is CT better than MRI in spasticity")
    assert found.query.name == "who-says"
    assert found.unused == ("computed tomography", "magnetic resonance imaging")


def test_treatments_are_not_compared_by_what_compares_procedures_of_diagnosis(kg: KnowledgeGraph) -> None:
    found = kg.understand("can indomethacin prevent HO better than radiotherapy")
    assert (found.query.name, found.parameters["kind"]) == ("primary-prevention", "IndomethacinTherapy")
    assert found.unused == ("radiation therapy",)


def test_what_is_claimed_only_the_other_way_round_is_found_and_told(kg: KnowledgeGraph) -> None:
    found = kg.understand("does spasticity cause HO")
    assert (found.parameters["subject"], found.parameters["object"]) == ("HeterotopicOssification", "Spasticity")
    assert "the other way round" in found.remarks()[-1]
    assert kg.understand("does HO cause spasticity").remarks() == []


def test_a_question_that_says_not_is_no_question_without_it(kg: KnowledgeGraph) -> None:
    assert kg.understand("what is not known about HO").query.name == "inconclusive"
    assert kg.understand("isn't surgery indicated").denies
    assert kg.understand("which treatments do not help").denies
    assert not kg.understand("what should not be done").denies
    assert not kg.understand("is surgery indicated").denies


def test_one_mistake_in_a_long_word_is_read_and_told(index: tuple[Questions, Vocabulary]) -> None:
    found = understand("symtoms of myositis ossificans", *index)
    assert (found.query.name, found.read) == ("findings-of", {"symtoms": "symptoms"})
    assert found.remarks() == ["Read 'symtoms' as 'symptoms'."]
    assert understand("symptoms of myositis ossificans", *index).read == {}


def test_two_documents_are_compared_by_another_command(index: tuple[Questions, Vocabulary]) -> None:
    with pytest.raises(QueryError, match=r"`hograph compare dr-oracle-.* joi-.*` puts them beside each other"):
        understand("compare dr-oracle and joi on risk factors", *index)


def test_small_letters_name_what_capitals_name_unless_they_are_a_word(index: tuple[Questions, Vocabulary]) -> None:
    _, vocabulary = index
    assert [m.name for m in vocabulary.find("fop on mri")[0]] == [
        "FibrodysplasiaOssificansProgressiva",
        "MagneticResonanceImaging",
    ]
    assert vocabulary.find("6 mo with my pet")[0] == []
