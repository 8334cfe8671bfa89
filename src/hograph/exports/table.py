"""What a table is, and how it is written as CSV or TSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hograph.exports.qualifiers import Row, Value


@dataclass(frozen=True)
class Table:
    """Rows with typed columns.

    Attributes:
        name: what the table is called, and its file.
        description: what one row is.
        columns: column to its type: str, int, float or bool; any value may be None.
        rows: one mapping a row.
    """

    name: str
    description: str
    columns: dict[str, type]
    rows: tuple[Row, ...]


def joined(values: Iterable[str]) -> str | None:
    """Several values in one cell, separated by `|`; None when there is none.

    >>> joined(["myositis ossificans", "MO"])
    'myositis ossificans|MO'
    """
    return "|".join(values) or None


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Value]], delimiter: str = ",") -> str:
    """Rows as CSV or TSV with line feeds; None is an empty cell, truth is `true` or `false`."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([str(v).lower() if isinstance(v := row.get(column), bool) else v for column in columns])
    return stream.getvalue()
