"""The expected answers of canned queries: one file an answer, `<query>.csv` or `<query>--<parameter>=<value>.csv`."""

import csv
from pathlib import Path

from hograph.knowledge import KnowledgeGraph
from hograph.query.delimited import cells

EXPECTED = sorted((Path(__file__).parent / "answers").glob("*.csv"))
Cells = list[list[str]]


def parameters_of(stem: str) -> tuple[str, dict[str, str]]:
    """The query and the parameters that the name of a file of expected answers gives."""
    name, *parameters = stem.split("--")
    return name, dict(parameter.split("=", 1) for parameter in parameters)


def answered(kg: KnowledgeGraph, path: Path) -> tuple[Cells, Cells]:
    """What the graph answers in the columns of the file, and what the file has, both in the order of the rows."""
    name, given = parameters_of(path.stem)
    answer = kg.query(name, **given)
    columns, expected = expected_cells(path)
    places = [answer.columns.index(column) for column in columns]
    return [[row[place] for place in places] for row in cells(answer, kg.labels(answer))], expected


def expected_cells(path: Path) -> tuple[list[str], Cells]:
    """The columns and the rows of a file."""
    with path.open(encoding="utf-8", newline="") as stream:
        columns, *rows = csv.reader(stream)
    return columns, rows
