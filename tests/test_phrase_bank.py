"""The phrases of the data: every line is of a known genre, and every claim is one that the ontology allows."""

import csv
import re
from pathlib import Path

import pytest

from conftest import CHECKOUT
from hograph.ontology.index import Ontology

FILES = [path for folder in ("phrases", "passages") for path in sorted((CHECKOUT / "data" / folder).glob("*.tsv"))]
GENRES = {
    "clinical study",
    "review",
    "leaflet",
    "guideline",
    "imaging",
    "case report",
    "questions and answers",
    "basic science",
}
CLAIM = re.compile(r"(\w+) (\w+) (\w+)((?: \[(?:negated|inconclusive|hedged|animal)\])*)")

each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def lines_of(path: Path) -> list[dict[str, str]]:
    """The lines of a file of phrases, by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@each
def test_genres_are_known_and_no_sentence_stands_twice(path: Path) -> None:
    lines = lines_of(path)
    assert {line["genre"] for line in lines} <= GENRES
    sentences = [line["sentence"] for line in lines]
    assert len(sentences) == len(set(sentences))


@each
def test_claims_are_as_the_ontology_allows(path: Path, ontology: Ontology) -> None:
    for line in lines_of(path):
        for text in filter(None, line["claims"].split(" | ")):
            claim = CLAIM.fullmatch(text)
            assert claim, f"{text!r} in {line['sentence']!r}"
            subject, predicate, object_ = claim.group(1, 2, 3)
            relation = ontology.relations[predicate]
            for name, allowed in ((subject, relation.domain), (object_, relation.range)):
                assert name in ontology.spoken_of, f"{name} in {line['sentence']!r}"
                assert not allowed or ontology.category(name) in allowed, f"{text!r} in {line['sentence']!r}"
