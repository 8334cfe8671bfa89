"""How often proposals of `hograph link` are right, rule by rule, among pairs that a person has mapped or judged.

    python benchmarks/linking.py ONTOLOGY...
    python benchmarks/linking.py --sample 100 ONTOLOGY...

The first table matches each ontology as if nothing were mapped. It gives times, and for terms that are mapped how many
proposals are in the table of mappings, and how many of its exact matches are found, beside a naive rival: labels that are
the same but for case.

The others take every pair that is suggested with the table at hand, each as if that pair alone were not known. One that the
table has is right when it has it with the same relation, or, for a close match, as an exact one. For one that it has not,
a person has written a verdict into `judged-proposals.tsv`; a doubtful pair counts as half. (right + 1) / (pairs + 2) of a
rule is the confidence that `hograph.linking.propose` gives.

With `--sample` it draws pairs that nobody has mapped or judged, the same ones each time, as rows of `judged-proposals.tsv`
without a verdict.
"""

import argparse
import csv
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hograph.files import resources
from hograph.linking.audit import audit
from hograph.linking.foreign import ForeignOntology
from hograph.linking.places import Places
from hograph.linking.propose import Proposal, propose, suggestions
from hograph.linking.readers import read_ontology
from hograph.linking.vocabularies import load_vocabularies
from hograph.ontology.index import load_ontology
from hograph.ontology.mappings import load_mappings, read_table

SEED = 20260101
ROOT = resources(None) / "ontology"
MAPPINGS = ROOT / "mappings.sssom.tsv"
ONTOLOGY = load_ontology(ROOT)
VOCABULARIES = load_vocabularies(ROOT / "vocabularies.yaml", read_table(MAPPINGS).prefixes)
TABLE = {(m.subject, m.object_id): m for m in load_mappings(MAPPINGS).mappings}
EITHER = {"exactMatch", "closeMatch"}
WORTH = {"right": 1.0, "doubtful": 0.5, "wrong": 0.0}
JUDGED = Path(__file__).with_name("judged-proposals.tsv")
BANDS = ((0.9, 1.0), (0.75, 0.9), (0.5, 0.75), (0.0, 0.5))


@dataclass(frozen=True)
class Pair:
    """A suggestion with what it is worth: 1 right, 0.5 doubtful, 0 wrong; None when nobody has judged it."""

    proposal: Proposal
    known: bool
    worth: float | None


def right(subject: str, predicate: str, object_id: str) -> bool:
    """Whether the table has the pair with this relation; exact is closer than close."""
    known = TABLE.get((subject, object_id))
    return known is not None and (
        known.predicate == predicate or (predicate == "closeMatch" and known.predicate in EITHER)
    )


def naive(foreign: ForeignOntology) -> set[tuple[str, str]]:
    """Pairs whose labels are the same but for case."""
    theirs = {term.label.casefold(): term.id for term in foreign.own}
    found = ((term, theirs.get(ONTOLOGY.label(term).casefold())) for term in ONTOLOGY.terms)
    return {(term, other) for term, other in found if other}


def verdicts() -> dict[tuple[str, str, str], str]:
    """Subject, relation and object to what a person judged."""
    with JUDGED.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return {(r["subject_id"][3:], r["predicate_id"][5:], r["object_id"]): r["verdict"] for r in rows}


def pairs(foreign: ForeignOntology) -> Iterator[Pair]:
    """Every suggestion into one ontology, with what it is worth."""
    judged = verdicts()
    for found in suggestions(Places.of(ONTOLOGY, foreign, TABLE.values(), VOCABULARIES)):
        known = (found.subject, found.object_id) in TABLE
        verdict = judged.get((found.subject, found.predicate, found.object_id))
        worth = float(right(found.subject, found.predicate, found.object_id)) if known else WORTH.get(verdict or "")
        yield Pair(found, known, worth)


def anew(foreign: ForeignOntology, read: float) -> None:
    """Print how well an ontology is matched as if nothing were mapped."""
    start = time.perf_counter()
    proposals = propose(ONTOLOGY, foreign, (), VOCABULARIES)
    proposed = time.perf_counter()
    audit(ONTOLOGY, foreign, TABLE.values(), VOCABULARIES)
    checked = time.perf_counter()
    mapped = {s for s, o in TABLE if o.startswith(f"{foreign.prefix}:")}
    found = {(p.subject, p.object_id): p for p in proposals if p.subject in mapped}
    good = sum(right(p.subject, p.predicate, p.object_id) for p in found.values())
    rival = {pair for pair in naive(foreign) if pair[0] in mapped}
    own = {term.id for term in foreign.own}
    exact = {pair for pair, m in TABLE.items() if m.predicate == "exactMatch" and pair[1] in own}
    print(
        f"| {foreign.source} | {len(foreign.own)} | {read:.2f} | {proposed - start:.2f} | {checked - proposed:.2f} "
        f"| {good} / {len(found)} | {len(exact & found.keys())} of {len(exact)} "
        f"| {sum(right(s, 'exactMatch', o) for s, o in rival)} / {len(rival)} | {len(exact & rival)} of {len(exact)} |"
    )


def tallied(some: Iterable[Pair]) -> str:
    """Right of pairs, for a cell."""
    worth = [pair.worth for pair in some if pair.worth is not None]
    return f"{sum(worth):g} of {len(worth)}" if worth else ""


def show(title: str, groups: dict[str, list[Pair]]) -> None:
    """Print groups of pairs, those in the table and those that a person judged apart."""
    print(f"\n| {title} | in the table, right | not in it, right | confidence |\n|---|---|---|---|")
    for name, some in groups.items():
        worth = [pair.worth for pair in some if pair.worth is not None]
        known, new = (tallied(pair for pair in some if pair.known is known) for known in (True, False))
        print(f"| {name} | {known} | {new} | {(sum(worth) + 1) / (len(worth) + 2):.2f} |")


def measure(paths: Iterable[Path]) -> None:
    """Measure every ontology."""
    print(
        "| ontology | terms | read s | propose s | check s | right / found | exact in table, found "
        "| naive: right / found | naive: exact, found |\n|---|---|---|---|---|---|---|---|---|"
    )
    found: list[Pair] = []
    for path in paths:
        start = time.perf_counter()
        foreign = read_ontology(path, VOCABULARIES)
        anew(foreign, time.perf_counter() - start)
        found += pairs(foreign)
    rules, relations, bands = defaultdict(list), defaultdict(list), defaultdict(list)
    for pair in sorted(found, key=lambda pair: (-pair.proposal.confidence, pair.proposal.rule)):
        rules[pair.proposal.rule].append(pair)
        relations[pair.proposal.predicate].append(pair)
        low, high = next(band for band in BANDS if pair.proposal.confidence >= band[0])
        bands[f"{low:g} to {high:g}"].append(pair)
    show("rule", rules)
    show("relation", relations)
    show("confidence given", bands)
    show("all", {"all": found})
    print(f"\n{sum(pair.worth is None for pair in found)} pairs not judged: --sample draws from them.")


def sample(paths: Iterable[Path], size: int) -> None:
    """Draw pairs that nobody has mapped or judged."""
    found = {}
    for path in paths:
        for pair in pairs(read_ontology(path, VOCABULARIES)):
            if pair.worth is None:
                p = pair.proposal
                found[p.subject, p.predicate, p.object_id] = p
    drawn = random.Random(SEED).sample(sorted(found), min(size, len(found)))  # noqa: S311
    writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    for triple in sorted(drawn):
        p = found[triple]
        fields = p.subject_field or "", p.object_field or ""
        label = ONTOLOGY.label(p.subject)
        writer.writerow(["new", f"ho:{p.subject}", label, f"skos:{p.predicate}", p.object_id, p.object_label, *fields])


def main() -> None:
    """Measure or draw, as the command line says."""
    parser = argparse.ArgumentParser(description="How often proposals of `hograph link` are right.")
    parser.add_argument("ontologies", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, metavar="N", help="draw N pairs to be judged")
    asked = parser.parse_args()
    if asked.sample:
        sample(asked.ontologies, asked.sample)
    else:
        measure(asked.ontologies)


if __name__ == "__main__":
    main()
