"""Hold what the rules make of single sentences against what these say: `data/phrases/`.

    python benchmarks/phrases.py                  # scores by file, genre and relation
    python benchmarks/phrases.py --misses         # and what is missed or wrong, of sentences that rules may be developed on

Each sentence is a document under the heading *Heterotopic ossification*. Where the SHA-256 of a sentence ends in an even digit, it is for
developing; the others are held out: they tell what rules make of sentences that nobody who wrote them has looked at.
"""

import argparse
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import hograph
from hograph.curation.values import Claim
from hograph.extraction.evaluate import Evaluation, Score, evaluate
from hograph.extraction.gold import Gold, proposed
from hograph.extraction.matching import Statement
from hograph.extraction.plugins import extractor
from hograph.files import sha256
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading
from hograph.reading.read import read

FOLDER = Path(__file__).parent.parent / "data" / "phrases"
HEADING = "# Heterotopic ossification\n\n"
MARKS = {
    "negated": ("polarity", "negated"),
    "inconclusive": ("certainty", "inconclusive"),
    "hedged": ("certainty", "hedged"),
    "animal": ("scope", "animal-or-in-vitro"),
}


def held_out(sentence: str) -> bool:
    """Whether nobody who writes rules looks at it."""
    return int(sha256(sentence)[-1], 16) % 2 == 1


def claims_of(cell: str, sentence: str) -> Iterator[Claim]:
    """The claims of a line: `Subject predicate Object [mark]`, joined by ` | `."""
    span = {"start": len(HEADING), "end": len(HEADING) + len(sentence), "sha256": sha256(sentence)}
    for told in cell.split(" | ") if cell else ():
        subject, predicate, rest = told.split(" ", 2)
        term, *marks = rest.replace("[", " ").replace("]", " ").split()
        fields = dict(MARKS[mark] for mark in marks)
        yield Claim.model_validate({"subject": subject, "predicate": predicate, "object": term, "span": span, **fields})


def lines(paths: Iterable[Path]) -> Iterator[tuple[str, str, str, str]]:
    r"""Name, genre, sentence and claims of every line of some files; `\n` in a sentence is a new line, as in lists."""
    for path in paths:
        with path.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
                yield f"{path.stem}-{number}", row["genre"], row["sentence"].replace(r"\n", "\n"), row["claims"] or ""


def measured(paths: Iterable[Path], ontology: Ontology, *, held: bool) -> tuple[Evaluation, dict[str, str]]:
    """What the rules make of the sentences that are held out, or of the others; the sentences by name."""
    claims, genres, readings, sentences = {}, {}, dict[str, Reading](), {}
    for name, genre, sentence, told in lines(paths):
        if held_out(sentence) is held:
            claims[name], genres[name] = tuple(claims_of(told, sentence)), genre
            readings[name] = next(read(f"{name}.md", f"{HEADING}{sentence}\n".encode()))
            sentences[name] = sentence
    gold = Gold(claims, genres)
    return evaluate(gold, proposed(readings, extractor("rules", ontology)), ontology), sentences


def shown(name: str, score: Score) -> str:
    """A line of a table: right, proposed, curated, precision, recall and F1."""
    shares = (score.precision, score.recall, score.f1)
    parts = " ".join("   – " if share is None else f"{share:5.2f}" for share in shares)
    return f"{name:32} {score.right:5} {score.proposed:5} {score.curated:5} {parts}"


def told(evaluation: Evaluation, sentences: dict[str, str]) -> Iterator[str]:
    """Each sentence of which something is missed (-) or wrong (+)."""
    for name, sentence in sentences.items():
        missed = [one for one in evaluation.curated_statements if one.document == name and one not in evaluation.found]
        wrong = [one for one in evaluation.proposed_statements if one.document == name and one not in evaluation.right]
        if missed or wrong:
            yield f"{name} [{evaluation.gold.genres[name]}] {sentence}"
            yield from (f"    - {_statement(one)}" for one in missed)
            yield from (f"    + {_statement(one)}  ({_rule(one)})" for one in wrong)


def _statement(one: Statement) -> str:
    return f"{one.subject} {one.predicate} {one.object}"


def _rule(one: Statement) -> str:
    made = one.best.extracted
    return made.rule if made else "no rule"


def main() -> None:
    """Print scores, and misses where they are wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(FOLDER.glob("*.tsv")))
    parser.add_argument(
        "--misses", action="store_true", help="list what is missed and wrong, of sentences for developing"
    )
    options = parser.parse_args()
    if missing := [str(path) for path in options.files if not path.is_file()]:
        parser.error(f"no such file: {', '.join(missing)}")
    ontology = hograph.open().ontology
    print(f"{'':32} right  made  said     P     R    F1")
    for held in (False, True):
        evaluation, sentences = measured(options.files, ontology, held=held)
        print(shown("held out" if held else "for developing", evaluation.overall))
        groups = {**evaluation.by(evaluation.genre), **evaluation.by(lambda one: one.predicate)}
        print("\n".join(shown(f"  {name}", score) for name, score in groups.items()))
        if options.misses and not held:
            print("\n".join(told(evaluation, sentences)))


if __name__ == "__main__":
    main()
