"""Answers as tables of comma or tab separated values."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from hograph.query.cells import cell
from hograph.query.rows import Rows


def cells(answer: Rows, labels: Mapping[ox.NamedNode, str], *, iris: bool = False) -> list[list[str]]:
    """Every cell of an answer as text.

    Args:
        answer: the rows.
        labels: of the nodes in them.
        iris: CURIEs instead of labels.
    """
    return [[cell(term, labels, iris=iris, column=column) for column, term in row.items()] for row in answer]


def delimited(columns: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> str:
    r"""CSV or TSV with a header row.

    >>> delimited(("site", "claims"), [("hip, left", "3")], ",")
    'site,claims\n"hip, left",3\n'
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue()
