"""Learn the weights by which extraction tells what two terms have to do with each other, and write `weights.tsv`.

    python benchmarks/weights.py                  # cross-validates: what texts give that were not learned from
    python benchmarks/weights.py --write          # learns from all and writes the file

Learned from: the phrases for developing, the passages, the blind texts and the samples; never from what is held out or sealed. A candidate
is right where the curated claims say so, polarity aside. What is learned is a log-linear model: for each two terms a distribution
over the relations that their kinds allow, and none; weights are drawn to zero. The same texts give the same file.
"""

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import phrases

import hograph
from hograph.curation.values import Claim
from hograph.extraction.extract import RuleExtractor, Said
from hograph.extraction.gold import documents_of, load_gold
from hograph.extraction.matching import Statement, akin, match_statements
from hograph.extraction.weighing import Candidate, Choice, Weighing
from hograph.extraction.wording import forms
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading
from hograph.reading.read import read

PASSAGES = Path("data/passages/passages.tsv")
TEXTS = ("data/samples", "data/blind")
SEEN = 2
"""So often a relation must be stated between two categories to be possible between such."""
DRAWN = {"*": 0.15, "relation": 0.6, "side": 0.9}
"""How strongly weights are drawn to zero: those of any relation, of one, and of one with its side."""
LEAST, FEWEST = 0.05, 3
"""Weights that are left out: what is nearer to zero, and of what was seen less often."""
FOLDS = 4
LOWEST = (0.35, 0.45, 0.6)
HEAD = """# What is seen of two terms, and what it adds to which relations: `*` any, a relation, `>` and `<` one whose subject or object
# stands first. `seen.py` tells what is seen. Learned, not written: by `benchmarks/weights.py`, which says from what.
"""
Triple = tuple[str, str, str]
Pairs = dict[str, dict[str, float]]
Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Which = npt.NDArray[np.bool_]


@dataclass
class Example:
    """Two terms of a text, and what it states of them."""

    document: str
    candidate: Candidate
    right: set[Choice] = field(default_factory=set)


@dataclass(frozen=True)
class Made:
    """What is likeliest of two terms: how likely, whether it is right, where, and what."""

    likely: float
    right: bool
    document: str
    what: Triple


@dataclass(frozen=True)
class Text:
    """A document to learn from."""

    name: str
    source: str
    reading: Reading
    claims: tuple[Claim, ...]


def texts(root: Path) -> Iterator[Text]:
    """Everything that may be learned from."""
    for path in (*sorted(phrases.FOLDER.glob("*.tsv")), root / PASSAGES):
        for name, _, sentence, told in phrases.lines([path]):
            if path.name == PASSAGES.name or not phrases.held_out(sentence):
                reading = next(read(f"{name}.md", f"{phrases.HEADING}{sentence}\n".encode()))
                yield Text(name, path.stem, reading, tuple(phrases.claims_of(told, sentence)))
    for folder in TEXTS:
        gold = load_gold(root / folder)
        for name, reading in documents_of(gold, root / folder / "texts").items():
            yield Text(name, Path(folder).name, reading, gold.claims[name])


def pairs_of(claims: list[Claim], ontology: Ontology) -> Pairs:
    """Which relations are stated between which categories, as weights of nothing."""
    seen = Counter((ontology.category(c.subject), ontology.category(c.object), c.predicate) for c in claims)
    found: Pairs = defaultdict(dict)
    for (one, other, relation), times in sorted(seen.items(), key=str):
        if times >= SEEN:
            found[f"kinds {one} {other}"][relation] = 0.0
    return found


def triple(candidate: Candidate, choice: Choice) -> Triple:
    """What a candidate states by one of its choices."""
    subject, object_ = (forms()[term].lesion if term in forms() else term for term in candidate.choices[choice])
    return subject, choice[0], object_


def examples(text: Text, said: list[Said], weighing: Weighing) -> Iterator[Example]:
    """The candidates of a text, and which of them its claims state where they stand; the exact ones before those that are akin."""
    ontology = weighing.book.kinds.ontology
    for one in said:
        first, last = one.block.view.place(one.sentence.start, one.sentence.end)
        near = [claim for claim in text.claims if claim.span.start < last and first < claim.span.end]
        found = [Example(text.name, each) for each in weighing.candidates(one.sentence, one.frame, one.about)]
        for subject, relation, object_ in dict.fromkeys((c.subject, c.predicate, c.object) for c in near):
            fit = defaultdict[int, list[tuple[Example, Choice]]](list)
            for example in found:
                for choice in example.candidate.choices:
                    if choice[0] == relation:
                        made, _, to = triple(example.candidate, choice)
                        if akin(made, subject, ontology) and akin(to, object_, ontology):
                            fit[(made == subject) + (to == object_)].append((example, choice))
            for example, choice in fit[max(fit, default=0)]:
                example.right.add(choice)
        yield from found


class Table:
    """Examples as numbers: rows are the choices of candidates, columns are weights."""

    def __init__(self, known: list[Example], weighing: Weighing) -> None:
        self.known = known
        self.columns: dict[tuple[str, str], int] = {}
        self.levels: list[float] = []
        columns, right = list[Whole](), list[float]()
        for one in known:
            for choice in one.candidate.choices:
                row = [self._column(*each) for each in told(one.candidate, choice, weighing)]
                columns.append(np.array(row, dtype=np.int64))
                right.append((choice in one.right) / max(len(one.right), 1))
        self.sizes = np.array([len(row) for row in columns])
        self.counts = np.array([len(one.candidate.choices) for one in known])
        self.cells, self.right, self.drawn = np.concatenate(columns), np.array(right), np.array(self.levels)

    def _column(self, feature: str, to: str) -> int:
        key = (feature, to)
        if key not in self.columns:
            self.columns[key] = len(self.columns)
            self.levels.append(DRAWN["*" if to == "*" else "side" if to[-1] in "<>" else "relation"])
        return self.columns[key]

    def learn(self, use: Which) -> Numbers:
        """The weights that the examples in use give."""
        rows = np.repeat(use, self.counts)
        cells, sizes = self.cells[np.repeat(rows, self.sizes)], self.sizes[rows]
        counts, right = self.counts[use], self.right[rows]
        seen = np.bincount(cells, minlength=len(self.drawn))
        good = np.bincount(cells, weights=np.repeat(right, sizes), minlength=len(self.drawn))
        kept = (seen >= FEWEST) & ((good > 0) | ((seen >= 10 * FEWEST) & (self.drawn < DRAWN["side"])))
        inside = kept[cells]
        cells, row = (np.cumsum(kept) - 1)[cells[inside]], np.repeat(np.arange(len(sizes)), sizes)[inside]
        drawn, begins = self.drawn[kept], np.concatenate([[0], np.cumsum(counts)[:-1]])
        whose = np.repeat(np.arange(len(counts)), counts)

        def loss(weights: Numbers) -> tuple[float, Numbers]:
            scores = np.bincount(row, weights=weights[cells], minlength=len(sizes))
            most = np.maximum(np.maximum.reduceat(scores, begins), 0)
            parts = np.exp(scores - most[whose])
            total = np.add.reduceat(parts, begins) + np.exp(-most)
            missed = np.sum(np.log(total) + most) - right @ scores
            slope = np.bincount(cells, weights=(parts / total[whose] - right)[row], minlength=len(drawn))
            return float(missed + drawn @ weights**2 / 2), slope + drawn * weights

        found = np.zeros(len(kept))
        found[kept] = least(loss, np.zeros(len(drawn)))
        return found

    def as_weights(self, learned: Numbers, pairs: Pairs) -> Pairs:
        """Weights by feature, rounded, without what hardly counts."""
        found = defaultdict[str, dict[str, float]](dict, {name: dict(to) for name, to in pairs.items()})
        for (feature, to), column in self.columns.items():
            if abs(learned[column]) >= LEAST and (not feature.startswith("kinds ") or to in found.get(feature, ())):
                found[feature][to] = round(float(learned[column]), 2)
        return found


def told(candidate: Candidate, choice: Choice, weighing: Weighing) -> Iterator[tuple[str, str]]:
    """Every feature of a choice, with what it adds to, as `Weighing` adds them up."""
    relation, side = choice
    for feature in (*candidate.own, *candidate.whole):
        yield from ((feature, "*"), (feature, relation), (feature, relation + side))
    ontology = weighing.book.kinds.ontology
    for role, term in zip(("subject", "object"), candidate.choices[choice], strict=True):
        for above in sorted(ontology.ancestors(term)):
            for seen in (f"{role} {above}", f"{candidate.implied} {role} {above}"):
                yield from ((seen, "*"), (seen, relation))
    yield "kinds " + " ".join(str(ontology.category(term)) for term in candidate.choices[choice]), relation


def least(loss: Callable[[Numbers], tuple[float, Numbers]], at: Numbers) -> Numbers:
    """Where a smooth convex function is least, nearly: L-BFGS with eight steps of memory, at most sixty steps."""
    value, slope = loss(at)
    steps: list[tuple[Numbers, Numbers]] = []
    for _ in range(60):
        way, undone = -slope, []
        for step, change in reversed(steps):
            undone.append((step @ way) / (step @ change))
            way = way - undone[-1] * change
        way = way * (
            (steps[-1][0] @ steps[-1][1]) / (steps[-1][1] @ steps[-1][1]) if steps else 1 / np.abs(slope).sum() ** 0.5
        )
        for (step, change), share in zip(steps, reversed(undone), strict=True):
            way = way + step * (share - (change @ way) / (step @ change))
        size = 1.0
        while (after := loss(at + size * way))[0] > value + 1e-4 * size * (slope @ way) and size > 1e-8:
            size /= 2
        steps = [*steps, (size * way, after[1] - slope)][-8:]
        at, before, (value, slope) = at + size * way, value, after
        if before - value < 3e-5 * abs(before):
            break
    return at


def fold(name: str) -> int:
    """To which part of the texts one belongs."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def gathered(root: Path, ontology: Ontology) -> tuple[list[Text], Weighing, Table, Pairs]:
    """Texts, what weighs, and the examples; and which relations are possible between which categories."""
    extractor = RuleExtractor.of(ontology)
    known = list(texts(root))
    pairs = pairs_of([claim for text in known for claim in text.claims], ontology)
    weighing = Weighing(extractor.book, extractor.fits, pairs)
    found = [one for text in known for one in examples(text, extractor.said(text.reading), weighing)]
    return known, weighing, Table(found, weighing), pairs


def main() -> None:
    """Cross-validate, or learn from all and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="learn from all texts and write the file of weights")
    write = parser.parse_args().write
    ontology = hograph.open().ontology
    known, weighing, table, pairs = gathered(Path(), ontology)
    if write:
        learned = table.as_weights(table.learn(np.ones(len(table.known), dtype=bool)), pairs)
        Path(str(files("hograph.extraction") / "weights.tsv")).write_text(HEAD + written(learned), "utf-8")
        print(f"{len(learned)} features, {sum(map(len, learned.values()))} weights written")
        return
    folds = np.array([fold(one.document) for one in table.known])
    made: list[Made] = []
    for part in range(FOLDS):
        weights = table.as_weights(table.learn(folds != part), pairs)
        tried = Weighing(weighing.book, weighing.allowed, weights)
        for one in (one for one in table.known if fold(one.document) == part):
            likely = tried.likelihoods(one.candidate)
            best = max(likely, key=likely.__getitem__)
            made.append(Made(likely[best], best in one.right, one.document, triple(one.candidate, best)))
    shown(known, made, ontology)


def written(weights: Pairs) -> str:
    """Weights as a file has them, the features in order."""
    rows = (
        (name, " ".join(f"{to}={weight:g}" for to, weight in sorted(told.items())))
        for name, told in sorted(weights.items())
    )
    return "".join(f"{name}\t{told}\n" for name, told in rows)


def shown(known: list[Text], made: list[Made], ontology: Ontology) -> None:
    """Print, by least likelihood, what texts give that were not learned from; and how often what is so likely is right."""
    for lowest in LOWEST:
        for source in sorted({text.source for text in known}):
            right = proposed = curated = 0
            for text in (text for text in known if text.source == source):
                said = {(c.subject, c.predicate, c.object) for c in text.claims}
                ours = {one.what for one in made if one.document == text.name and one.likely >= lowest}
                right += len(match_statements(_statements(text, said), _statements(text, ours), ontology))
                proposed, curated = proposed + len(ours), curated + len(said)
            shares = right / max(proposed, 1), right / curated, 2 * right / (proposed + curated)
            print(f"{lowest:.2f} {source:20} {right:5} {proposed:5} {curated:5}", *(f"{share:.3f}" for share in shares))
    for lower, upper in pairwise((*LOWEST, 1.0)):
        band = [one.right for one in made if lower <= one.likely < upper]
        print(f"likelihood {lower:.2f} to {upper:.2f}: {sum(band)} of {len(band)} right")


def _statements(text: Text, said: set[Triple]) -> list[Statement]:
    return [Statement(text.name, *one, ()) for one in sorted(said)]


if __name__ == "__main__":
    main()
