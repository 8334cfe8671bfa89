"""The report of an evaluation as tables of plain values, whatever they are to be printed as."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from hograph.extraction.evaluate import Evaluation, Score
from hograph.extraction.matching import Statement
from hograph.extraction.misses import CAUSES, Miss, across_genres, bands, misses, rule_scores
from hograph.ontology.index import Ontology
from hograph.reading.blocks import Reading

Cell = str | int | float | None
COUNTS = ("right", "proposed", "curated", "precision", "recall", "f1")


@dataclass(frozen=True)
class Section:
    """A table of the report.

    Attributes:
        name: one word, for programs.
        title: for readers.
        note: what has to be known to read it.
        columns: titles.
        rows: values; a share is a number from 0 to 1.
    """

    name: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def records(self) -> list[dict[str, Cell]]:
        """The rows by the titles of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def _cells(score: Score) -> tuple[Cell, ...]:
    return (score.right, score.proposed, score.curated, score.precision, score.recall, score.f1)


def scoreboard(
    evaluation: Evaluation,
    ontology: Ontology,
    readings: Mapping[str, Reading],
    parts: Iterable[str] = (),
    *,
    passages: bool = False,
) -> list[Section]:
    """The report.

    Args:
        evaluation: of proposed claims.
        ontology: for the causes of misses.
        readings: the documents by slug; none when they are not at hand.
        parts: of the long tables `rules`, `misses` and `wrong` those that are wanted.
        passages: whether the long tables show the words of the documents.
    """
    shown = readings if passages else {}
    missed = misses(evaluation, ontology, readings)
    found = [
        _overall(evaluation),
        _attributes(evaluation, readings),
        _qualifiers(evaluation),
        _grouped(evaluation, "predicates", "By predicate", lambda one: one.predicate),
        _grouped(evaluation, "documents", "By document", lambda one: one.document),
    ]
    if evaluation.gold.genres:
        found.append(_grouped(evaluation, "genres", "By genre", evaluation.genre))
    found += [_bands(evaluation), _causes(missed)]
    if len(set(map(evaluation.genre, evaluation.curated_statements))) > 1:
        found.append(_across(evaluation))
    long: dict[str, Callable[[], Section]] = {
        "rules": lambda: _rules(evaluation),
        "misses": lambda: _misses(missed, shown),
        "wrong": lambda: _wrong(evaluation, shown),
    }
    return found + [long[name]() for name in long if name in set(parts)]


def _overall(evaluation: Evaluation) -> Section:
    made = evaluation.interval
    rows: list[tuple[Cell, ...]] = [
        ("relaxed", *_cells(evaluation.overall)),
        ("strict", *_cells(evaluation.strict)),
        ("relaxed, lower end", None, None, None, made.precision[0], made.recall[0], made.f1[0]),
        ("relaxed, upper end", None, None, None, made.precision[1], made.recall[1], made.f1[1]),
    ]
    note = f"95 % bootstrap intervals over {made.units} {made.unit}; relaxed counts statements, strict claims."
    return Section("overall", "Overall", note, ("score", *COUNTS), tuple(rows))


def _attributes(evaluation: Evaluation, readings: Mapping[str, Reading]) -> Section:
    scores = dict(evaluation.attributes)
    if set(evaluation.gold.claims) <= set(readings):
        scores["span holds"] = evaluation.spans_that_hold(readings)
    rows = tuple((name, *_cells(score)) for name, score in scores.items())
    note = (
        f"Over the {len(evaluation.claim_pairs)} pairs of claims of statements that match; qualifiers by (field, value). "
        "Whether spans hold, over all proposed."
    )
    return Section("attributes", "How what is found is read", note, ("attribute", *COUNTS), rows)


def _qualifiers(evaluation: Evaluation) -> Section:
    rows = tuple((name, *_cells(score)) for name, score in evaluation.qualifiers.items())
    note = "Over the same pairs of claims, by field; a value counts as right when it is the curated one."
    return Section("qualifiers", "By qualifier", note, ("qualifier", *COUNTS), rows)


def _grouped(evaluation: Evaluation, name: str, title: str, group: Callable[[Statement], str]) -> Section:
    rows = tuple((key, *_cells(score)) for key, score in evaluation.by(group).items())
    return Section(name, title, "", (title.removeprefix("By "), *COUNTS), rows)


def _bands(evaluation: Evaluation) -> Section:
    rows = tuple((name, score.right, score.proposed, score.precision, read) for name, score, read in bands(evaluation))
    columns = ("confidence", "right", "proposed", "precision", "polarity and certainty right too")
    return Section("confidence", "By confidence", "The highest confidence of a statement's claims.", columns, rows)


def _causes(missed: list[Miss]) -> Section:
    counts = Counter(miss.cause for miss in missed)
    unnamed = Counter(term for miss in missed if miss.cause == "lexicon" for term in miss.detail.split())
    often = [term for term, _ in sorted(unnamed.items(), key=lambda item: (-item[1], item[0]))[:10]]
    rows = tuple(
        (cause, counts[cause], " ".join(often) if cause == "lexicon" else "") for cause in CAUSES if counts[cause]
    )
    note = "Curated statements that are not found (or, for context, not as they are meant), each put down to one cause."
    return Section("causes", "Misses by cause", note, ("cause", "statements", "most often"), rows)


def _across(evaluation: Evaluation) -> Section:
    note = (
        "No rule is trained: confidence is each rule's precision measured on the other genres only, and statements of 0.8 "
        "or more are kept. Expected is the mean of these confidences, what the precision should be."
    )
    rows = tuple(
        (genre, score.f1, kept.proposed, expected, kept.precision, kept.recall)
        for genre, score, kept, expected in across_genres(evaluation)
    )
    columns = ("genre", "f1 of all", "kept", "expected", "precision of kept", "recall of kept")
    return Section("across", "Each genre by what the others teach", note, columns, rows)


def _rules(evaluation: Evaluation) -> Section:
    rows = tuple(
        (one.rule, one.score.right, one.score.proposed, one.score.precision, one.stated, one.measured, one.documents)
        for one in rule_scores(evaluation)
    )
    note = "Measured is what the precision is in unseen text, as far as these texts tell: what `confidence` of the rule should be."
    columns = ("rule", "right", "proposed", "precision", "stated", "measured", "documents")
    return Section("rules", "By rule", note, columns, rows)


def _misses(missed: list[Miss], readings: Mapping[str, Reading]) -> Section:
    rows = tuple((miss.cause, *_told(miss.statement, readings), miss.detail) for miss in missed)
    return Section("misses", "Not found", "", ("cause", *TOLD, "detail"), rows)


def _wrong(evaluation: Evaluation, readings: Mapping[str, Reading]) -> Section:
    rows = tuple(
        (one.best.extracted.rule if one.best.extracted else None, *_told(one, readings), float(one.best.confidence))
        for one in evaluation.proposed_statements
        if one not in evaluation.right
    )
    note = "A statement that no curator wrote down may still be right: look before you mend a rule."
    return Section("wrong", "Proposed, but not curated", note, ("rule", *TOLD, "confidence"), rows)


TOLD = ("document", "subject", "predicate", "object", "start", "end", "passage")


def _told(statement: Statement, readings: Mapping[str, Reading]) -> Iterator[Cell]:
    span = statement.claims[0].span
    reading = readings.get(statement.document)
    yield from (statement.document, statement.subject, statement.predicate, statement.object, span.start, span.end)
    yield " ".join(reading.text[span.start : span.end].split()) if reading else ""
