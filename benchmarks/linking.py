"""How often proposals of `hograph link` are right, rule by rule, among terms of ours that a person has mapped.

    python benchmarks/linking.py ONTOLOGY...

Each ontology is matched as if nothing were mapped. A proposal for a term that the table maps to this vocabulary is right
when the table has the pair: with the same relation, or, for a close match, as an exact one. Proposals for terms that
nobody has mapped are not counted. Beside it stands the naive rival: labels that are the same but for case. The first
table has one row an ontology with the times of reading, proposing and checking; the second one row a rule: pairs, right
ones, and (right + 1) / (pairs + 2), which is the confidence that `hograph.linking.propose` gives.
"""

import sys
import time
from collections import defaultdict
from pathlib import Path

from hograph.files import resources
from hograph.linking.audit import audit
from hograph.linking.foreign import ForeignOntology
from hograph.linking.propose import propose
from hograph.linking.readers import read_ontology
from hograph.linking.vocabularies import load_vocabularies
from hograph.ontology.index import load_ontology
from hograph.ontology.mappings import load_mappings

ROOT = resources(None) / "ontology"
ONTOLOGY, VOCABULARIES = load_ontology(ROOT), load_vocabularies(ROOT / "vocabularies.yaml")
TABLE = {(m.subject, m.object_id): m for m in load_mappings(ROOT / "mappings.sssom.tsv").mappings}
EITHER = {"exactMatch", "closeMatch"}


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


def main() -> None:
    """Measure every ontology named on the command line."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    print(
        "| ontology | terms | read s | propose s | check s | right / found | exact in table, found "
        "| naive: right / found | naive: exact, found |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for path in map(Path, sys.argv[1:]):
        start = time.perf_counter()
        foreign = read_ontology(path)
        read = time.perf_counter()
        proposals = propose(ONTOLOGY, foreign, (), VOCABULARIES)
        proposed = time.perf_counter()
        audit(ONTOLOGY, foreign, TABLE.values(), VOCABULARIES)
        checked = time.perf_counter()
        mapped = {s for s, o in TABLE if o.startswith(f"{foreign.prefix}:")}
        judged = [p for p in proposals if p.subject in mapped]
        for proposal in judged:
            rule = f"{proposal.subject_field} / {proposal.object_field}: {proposal.predicate}"
            counts[rule][0] += 1
            counts[rule][1] += right(proposal.subject, proposal.predicate, proposal.object_id)
        rival = {pair for pair in naive(foreign) if pair[0] in mapped}
        own = {term.id for term in foreign.own}
        exact = {pair for pair, m in TABLE.items() if m.predicate == "exactMatch" and pair[1] in own}
        good = sum(right(p.subject, p.predicate, p.object_id) for p in judged)
        found = len(exact & {(p.subject, p.object_id) for p in judged})
        print(
            f"| {foreign.source} | {len(foreign.own)} | {read - start:.2f} | {proposed - read:.2f} | {checked - proposed:.2f} "
            f"| {good} / {len(judged)} | {found} of {len(exact)} "
            f"| {sum(right(s, 'exactMatch', o) for s, o in rival)} / {len(rival)} | {len(exact & rival)} of {len(exact)} |"
        )
    print("\n| rule | pairs | right | confidence |\n|---|---|---|---|")
    for rule, (pairs, good) in sorted(counts.items()):
        print(f"| {rule} | {pairs} | {good} | {(good + 1) / (pairs + 2):.2f} |")


if __name__ == "__main__":
    main()
