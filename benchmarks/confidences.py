"""Measure how sure the rules of extraction are, on the texts that say most of unseen ones, and write it into the files of rules.

    python benchmarks/confidences.py            # tells what would change
    python benchmarks/confidences.py --write

The samples and the blind texts together count; a rule that proposes nothing there is as sure as any on unseen text. Words are not weighed
meanwhile, since their weights were learned there. Hints, and what headings say of prose, are drawn to what hints gave on sealed texts.
"""

import argparse
import re
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import hograph
from hograph.extraction.evaluate import evaluate
from hograph.extraction.extract import RuleExtractor
from hograph.extraction.gold import documents_of, load_gold, proposed
from hograph.extraction.misses import expected, rule_scores
from hograph.extraction.rules import SHIPPED
from hograph.ontology.index import Ontology

TEXTS = ("data/samples", "data/blind")
HINTED = 0.37
"""Precision on sealed texts of what hints added there."""
RULE = r"(- id: ([\w-]+)\n(?:  .*\n)*?  {field}: )-?[\d.]+"


def counted(ontology: Ontology) -> tuple[Counter[str], Counter[str]]:
    """How many statements each rule proposes, by its name, and how many of them are right."""
    right, made = Counter[str](), Counter[str]()
    for folder in map(Path, TEXTS):
        gold = load_gold(folder)
        claims = proposed(documents_of(gold, folder / "texts"), replace(RuleExtractor.of(ontology), weighs=False))
        for one in rule_scores(evaluate(gold, claims, ontology)):
            right[one.rule] += one.score.right
            made[one.rule] += one.score.proposed
    return right, made


def rewritten(text: str, right: Counter[str], made: Counter[str], *, hints: bool) -> str:
    """A file of rules with the confidences that were measured."""

    def told(match: re.Match[str]) -> str:
        return f"{match[1]}{expected(right[match[2]], made[match[2]], *([HINTED] if hints else [])):.2f}"

    def told_of_prose(match: re.Match[str]) -> str:
        rule = f"{match[2]}-in-prose"
        return f"{match[1]}{expected(right[rule], made[rule], HINTED):.2f}"

    return re.sub(RULE.format(field="prose"), told_of_prose, re.sub(RULE.format(field="confidence"), told, text))


def main() -> None:
    """Tell what changes, and write it where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the files of rules")
    write = parser.parse_args().write
    right, made = counted(hograph.open().ontology)
    for name in SHIPPED:
        path = Path(str(files("hograph.extraction") / name))
        before = path.read_text("utf-8")
        after = rewritten(before, right, made, hints=name == "hints.yaml")
        changed = sum(one != other for one, other in zip(before.splitlines(), after.splitlines(), strict=True))
        print(f"{name}: {changed} confidences {'written' if write else 'differ'}")
        if write:
            path.write_text(after, "utf-8")


if __name__ == "__main__":
    main()
