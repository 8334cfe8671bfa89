"""Terms in text: names whatever their case, plural, hyphen and spelling; abbreviations; names that share a word; what is missing."""

import tracemalloc
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hograph.cli import main
from hograph.extraction.coverage import unmatched
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.mentions import Mentions
from hograph.extraction.sentences import forget, sentences
from hograph.extraction.words import key, words
from hograph.ontology.index import Ontology
from hograph.reading.read import read


@pytest.fixture(scope="module")
def lexicon(ontology: Ontology) -> Lexicon:
    return Lexicon.of(ontology)


def terms(lexicon: Lexicon, text: str) -> list[str]:
    return [" or ".join(sense.term for sense in mention.senses) for mention in Mentions(lexicon).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RISK OF MYOSITIS OSSIFICANS", ["MyositisOssificans"]),
        ("Spinal-cord injuries and burns", ["SpinalCordInjury", "Burn"]),
        ("Paget's disease; Pagets disease; Paget’s disease", ["PagetDiseaseOfBone"] * 3),
        ("soft tissue tumours", ["SoftTissueNeoplasm"]),
        ("HO is not ho, and a Ho", ["HeterotopicOssification"]),
        ("CT, MRI and NSAIDs", ["ComputedTomography", "MagneticResonanceImaging", "NsaidTherapy"]),
        ("soft tissue or bone tumors", ["SoftTissueNeoplasm", "BoneNeoplasm"]),
        ("thigh or arm", ["Thigh", "UpperLimb"]),
        ("a hipster with an elbowroom", []),
        ("heterotopic ossification of the hip", ["HeterotopicOssification", "HipJoint"]),
        ("It lies in muscle. Weakness is rare; bone scan", ["SkeletalMuscle", "MuscleWeakness", "BoneScan"]),
        ("Brooker III and IV", ["BrookerThreeHeterotopicOssification", "BrookerFourHeterotopicOssification"]),
        ("Brooker grade 1, 2 or 3", [f"Brooker{n}HeterotopicOssification" for n in ("One", "Two", "Three")]),
        ("Brooker class III/IV", ["BrookerThreeHeterotopicOssification", "BrookerFourHeterotopicOssification"]),
        ("Brooker III, 4 weeks; Brooker IV after 2", [f"Brooker{n}HeterotopicOssification" for n in ("Three", "Four")]),
        ("a deep wound, sepsis", ["Wound", "Sepsis"]),
        ("Rest, ice, compression and elevation", ["RiceTherapy"]),
        ("muscle weakness after S. aureus infection", ["MuscleWeakness", "BacterialInfection", "Infection"]),
    ],
)
def test_terms_of_a_text(lexicon: Lexicon, text: str, expected: list[str]) -> None:
    assert terms(lexicon, text) == expected


def test_an_abbreviation_holds_where_the_document_has_introduced_it(lexicon: Lexicon) -> None:
    finder = Mentions(lexicon)
    assert not finder.find("BSC is new.")
    first, *_ = finder.find("A bone scan (BSC) is new.")
    (later,) = finder.find("BSCs are new.")
    assert later.senses == first.senses and later.how == "abbreviation"


def test_every_name_of_the_ontology_is_found(lexicon: Lexicon, ontology: Ontology) -> None:
    names = [(term, ontology.label(term)) for term in ontology.terms if " or " not in ontology.label(term)]
    lost = [
        name
        for term, name in names
        if term not in {s.term for m in Mentions(lexicon).find(f"the {name}.") for s in m.senses}
    ]
    assert len(names) > 400 and lost == []


def test_what_is_missing_is_counted(lexicon: Lexicon) -> None:
    [reading] = read("note.txt", b"Gallium nitrate may help. The gallium nitrate, given for pain, is new.")
    missed = unmatched(reading, lexicon)
    assert missed["gallium nitrate"] == 2 and "pain" not in missed


@given(st.text("HO hipsCTburn, .()-'’ander", max_size=80))
def test_mentions_are_in_order_and_within_words(lexicon: Lexicon, text: str) -> None:
    found = Mentions(lexicon).find(text)
    assert [m.start for m in found] == sorted(m.start for m in found)
    starts, ends = {w.start for w in words(text)}, {w.end for w in words(text)}
    assert all(m.start in starts and m.end in ends and m.start < m.end for m in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Injuries", "injury"),
        ("oedema", "edema"),
        ("ossifications", "ossification"),
        ("Müller", "muller"),
        ("immobilisation", "immobilization"),
    ],
)
def test_words_that_are_the_same(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize("word", ["HO", "analysis", "pus", "exercise", "arthritis", "process"])
def test_words_that_stay_as_they_are(word: str) -> None:
    assert key(word) == word


def test_sentences() -> None:
    assert len(list(sentences("It is seen in the arm, and the chest. Hazy densities follow."))) == 2
    text = "  Doe et al. saw bone (Fig. 2) in 3 wks. after injury.  It is rare! "
    assert [text[a:b] for a, b in sentences(text)] == [
        "Doe et al. saw bone (Fig. 2) in 3 wks. after injury.",
        "It is rare!",
    ]


def test_nothing_is_kept_of_sentences_that_are_done_with() -> None:
    texts = [f"It was bone{one}. Joint{other} was stiff." for one, other in product(range(40), repeat=2)]
    assert len(list(sentences(texts[0]))) == 2
    forget()
    tracemalloc.start()
    assert sum(len(list(sentences(text))) for text in texts) == 2 * len(texts)
    kept, _ = tracemalloc.get_traced_memory()
    forget()
    assert list(sentences(texts[0])) == [(0, 13), (14, 31)]
    left, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert left < kept / 2


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Gallium nitrate may help heterotopic ossification.\n")
    done = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt"), "--terms"])
    assert done.exit_code == 0 and done.stdout.splitlines()[-1].split()[:3] == [
        "HeterotopicOssification",
        "label",
        "25-49",
    ]
    done = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt"), "--unmatched"])
    assert "1      1          gallium nitrate" in done.stdout
    done = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt"), "--cues"])
    assert done.stdout.splitlines()[-1].split()[:3] == ["hedge", "16-19", "may"]
    done = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt"), "--terms", "--format", "jsonl"])
    assert done.exit_code == 2 and "--terms is a table" in done.stderr


def test_a_hidden_label_is_read_and_no_synonym(ontology: Ontology) -> None:
    assert "puffy" not in {text for _, text in ontology.synonyms("Swelling")}
    assert "puffy" in ontology.hidden_labels("Swelling")
    [mention] = Mentions(Lexicon.of(ontology)).find("It was puffy.")
    assert [(sense.term, sense.scope) for sense in mention.senses] == [("Swelling", "hidden")]
