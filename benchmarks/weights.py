"""Learn the weights by which extraction tells what two terms have to do with each other, and write `weights.tsv`.

    python benchmarks/weights.py                  # cross-validates: what texts give that were not learned from
    python benchmarks/weights.py --write          # learns from all and writes the file

Learned from: the phrases for developing, the passages, the blind texts and the samples; never from what is held out or sealed. A candidate
is right where the curated claims say so, polarity aside. What is learned is a log-linear model: for each two terms a distribution
over the relations that their kinds allow, and none; weights are drawn to zero. What rules say is seen like all else, so that it is learned,
from texts that nobody shaped them on, how far to trust them. The same texts give the same file.
"""

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import phrases
from scipy import sparse
from scipy.optimize import minimize

import hograph
from hograph.curation.values import Claim
from hograph.extraction.candidates import Candidate, Choice
from hograph.extraction.extract import RuleExtractor, Said
from hograph.extraction.gold import documents_of, load_gold
from hograph.extraction.matching import Statement, akin, match_statements
from hograph.extraction.weighing import Weighing
from hograph.extraction.wording import forms
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading
from hograph.reading.read import read

PASSAGES = Path("data/passages")
TEXTS = ("data/samples", "data/blind")
SEEN = 2
"""So often a relation must be stated between two categories to be possible between such."""
DRAWN = {"*": 0.15, "relation": 0.6, "side": 0.9}
"""How strongly weights are drawn to zero: those of any relation, of one, and of one with its side."""
LEAST, FEWEST = 0.1, 3
"""Weights that are left out: what is nearer to zero, and of what was seen less often."""
FOLDS = 4
LOWEST = (0.35, 0.45, 0.6)
HEAD = """# What is seen of two terms, and what it adds to which relations: `*` any, a relation, `>` and `<` one whose subject or object
# stands first. `seen.py` tells what is seen. Learned, not written: by `benchmarks/weights.py`, which says from what.
"""
Triple = tuple[str, str, str]
Pairs = dict[str, dict[str, float]]
Numbers = npt.NDArray[np.float64]
Which = npt.NDArray[np.bool_]
Cell = tuple[int, int]
STEPS = {"maxiter": 60, "maxcor": 8, "ftol": 3e-5}
"""How long weights are sought: until a step gains hardly anything."""


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
class Learned:
    """Weights of what is seen of two terms, of terms and what is above them, and of pairs of categories, by what they add to."""

    seen: Numbers
    termed: Numbers
    pairs: Numbers


@dataclass(frozen=True)
class Text:
    """A document to learn from."""

    name: str
    source: str
    reading: Reading
    claims: tuple[Claim, ...]


def texts(root: Path) -> Iterator[Text]:
    """Everything that may be learned from."""
    passages = sorted((root / PASSAGES).glob("*.tsv"))
    for path in (*sorted(phrases.FOLDER.glob("*.tsv")), *passages):
        for name, _, sentence, told in phrases.lines([path]):
            if path in passages or not phrases.held_out(sentence):
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
        candidates = weighing.candidates.of(one.sentence, one.frame, one.about, one.relations, one.hinted)
        found = [Example(text.name, each) for each in candidates]
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
    """Examples as matrices: what is seen of two terms, and of the terms of each choice."""

    def __init__(self, known: list[Example], weighing: Weighing) -> None:
        self.known = known
        self.relations = sorted(weighing.allowed)
        self.sums = ["*", *self.relations, *(name + side for name in self.relations for side in "><")]
        number = {name: i for i, name in enumerate(self.sums)}
        seen = Counter(one for example in known for one in example.candidate.seen)
        self.features = _numbered(one for one, times in seen.items() if times >= FEWEST)
        self.kinds, self.pairs = dict[str, int](), dict[str, int]()
        shown, termed, choices = list[Cell](), list[Cell](), list[tuple[int, int, int, int, float]]()
        for i, one in enumerate(known):
            shown += [(i, self.features[each]) for each in one.candidate.seen if each in self.features]
            for relation, side in one.candidate.choices:
                subject, object_ = one.candidate.choices[relation, side]
                above = weighing.termed(one.candidate.implied, subject, object_)
                termed += [(len(choices), self.kinds.setdefault(each, len(self.kinds))) for each in above]
                pair = self.pairs.setdefault(weighing.candidates.paired(subject, object_), len(self.pairs))
                right = ((relation, side) in one.right) / max(len(one.right), 1)
                choices.append((i, number[relation], number[relation + side], pair, right))
        self.shown = _matrix(shown, len(known), len(self.features))
        self.termed = _matrix(termed, len(choices), len(self.kinds))
        whose, relation_, sided, paired, shares = zip(*choices, strict=True)
        self.whose, self.relation, self.sided, self.paired = map(np.array, (whose, relation_, sided, paired))
        self.right = np.array(shares)

    def learn(self, use: Which) -> Learned:
        """What the examples in use give: weights of what is seen, of terms, and of pairs of categories, by what they add to."""
        chosen = use[self.whose]
        rows = np.cumsum(use) - 1
        examples, choices = int(use.sum()), int(chosen.sum())
        seen, termed = self.shown[use], self.termed[chosen]
        whose, relation, sided = rows[self.whose[chosen]], self.relation[chosen], self.sided[chosen]
        right, every = self.right[chosen], np.arange(choices)
        begins = np.flatnonzero(np.diff(whose, prepend=-1))
        group = np.cumsum(np.diff(whose, prepend=-1) > 0) - 1
        pair = self.paired[chosen] * (len(self.relations) + 1) + relation

        def spread(values: Numbers) -> tuple[Numbers, Numbers, Numbers]:
            """Values of choices, as sums over what each feature adds to."""
            to_all = sparse.csr_array(
                (np.tile(values, 3), (np.tile(whose, 3), np.concatenate([np.zeros_like(whose), relation, sided]))),
                (examples, len(self.sums)),
            )
            to_terms = sparse.csr_array(
                (np.tile(values, 2), (np.tile(every, 2), np.concatenate([np.zeros_like(relation), relation]))),
                (choices, len(self.relations) + 1),
            )
            by_pair = np.bincount(pair, weights=values, minlength=len(self.pairs) * (len(self.relations) + 1)).astype(
                np.float64
            )
            return (seen.T @ to_all).toarray(), (termed.T @ to_terms).toarray(), by_pair

        times, good = spread(np.ones(choices)), spread(right)
        levels = np.repeat(list(DRAWN.values()), [1, len(self.relations), 2 * len(self.relations)])
        drawn = [np.broadcast_to(levels[: part.shape[-1]], part.shape) for part in times[:2]]
        kept = [
            (many >= FEWEST) & ((some > 0) | ((many >= 10 * FEWEST) & (level < DRAWN["side"])))
            for many, some, level in zip(times[:2], good[:2], drawn, strict=True)
        ]
        drawn.append(np.full(times[2].shape, DRAWN["relation"]))
        kept.append(times[2] > 0)
        parts = [np.zeros(part.shape) for part in times]

        def loss(weights: Numbers) -> tuple[float, Numbers]:
            of_seen, of_term, of_pair = _placed(weights, parts, kept)
            added, above = seen @ of_seen, termed @ of_term
            scores = added[whose, 0] + added[whose, relation] + added[whose, sided] + of_pair[pair]
            scores += above[every, 0] + above[every, relation]
            most = np.maximum(np.maximum.reduceat(scores, begins), 0)
            shares = np.exp(scores - most[group])
            total = np.add.reduceat(shares, begins) + np.exp(-most)
            missed = np.sum(np.log(total) + most) - right @ scores
            slope, strength = _taken(spread(shares / total[group] - right), kept), _taken(drawn, kept)
            return float(missed + strength @ weights**2 / 2), slope + strength * weights

        # Once all have their weights, those that hardly count are left out, and the others learned without them.
        for _ in range(2):
            kept = [
                where & (np.abs(part) >= LEAST) if part.any() else where
                for part, where in zip(parts, kept, strict=True)
            ]
            found = minimize(loss, _taken(parts, kept), jac=True, method="L-BFGS-B", options=STEPS)
            parts = _placed(found.x, [np.zeros(part.shape) for part in parts], kept)
        return Learned(*parts)

    def as_weights(self, learned: Learned, pairs: Pairs) -> Pairs:
        """Weights by feature, rounded, without what hardly counts."""
        found = defaultdict[str, dict[str, float]](dict, {name: dict(to) for name, to in pairs.items()})
        for names, table in ((self.features, learned.seen), (self.kinds, learned.termed)):
            told = list(names)
            for row, column in zip(*np.nonzero(np.abs(table) >= LEAST), strict=True):
                found[told[row]][self.sums[column]] = round(float(table[row, column]), 2)
        for name, weights in zip(self.pairs, learned.pairs.reshape(len(self.pairs), -1), strict=True):
            for to, weight in zip(self.sums, weights, strict=False):
                if abs(weight) >= LEAST and to in found.get(name, {}):
                    found[name][to] = round(float(weight), 2)
        return found


def _taken(parts: Sequence[Numbers], kept: Sequence[Which]) -> Numbers:
    """What is kept of tables, in a row."""
    return np.concatenate([part[where] for part, where in zip(parts, kept, strict=True)])


def _placed(row: Numbers, parts: list[Numbers], kept: list[Which]) -> list[Numbers]:
    """Such a row, put back into the tables."""
    for part, where, some in zip(
        parts, kept, np.split(row, np.cumsum([where.sum() for where in kept])[:-1]), strict=True
    ):
        part[where] = some
    return parts


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(names)}


def _matrix(cells: list[Cell], rows: int, columns: int) -> sparse.csr_array:
    """How often each row has each column."""
    row, column = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return sparse.csr_array((np.ones(len(cells)), (row, column)), (rows, columns))


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
