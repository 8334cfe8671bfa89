"""Answers as data frames: labels or IRIs, typed columns, categories where values come from a short list."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.errors import HographError
from hograph.query.cells import FEW_VALUES, Value, kinds, value
from hograph.query.rows import Rows

if TYPE_CHECKING:
    import pandas
    import polars

PANDAS = {int: "Int64", float: "Float64", bool: "boolean", str: "str"}


def _columns(answer: Rows, labels: Mapping[ox.NamedNode, str], *, iris: bool) -> dict[str, list[Value]]:
    return {
        column: [value(row[i], labels, iris=iris, column=column) for row in answer.rows]
        for i, column in enumerate(answer.columns)
    }


def to_pandas(answer: Rows, labels: Mapping[ox.NamedNode, str], *, iris: bool) -> "pandas.DataFrame":
    """The rows as a pandas DataFrame.

    Raises:
        HographError: when pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise HographError(
            "A DataFrame needs pandas, which is not installed. Install it: pip install pandas"
        ) from error
    types = kinds(answer)
    columns = _columns(answer, labels, iris=iris)
    return pandas.DataFrame(
        {
            name: pandas.Series(values, dtype="category" if name in FEW_VALUES else PANDAS[types[name]])
            for name, values in columns.items()
        }
    )


def to_polars(answer: Rows, labels: Mapping[ox.NamedNode, str], *, iris: bool) -> "polars.DataFrame":
    """The rows as a polars DataFrame.

    Raises:
        HographError: when polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        raise HographError("This needs polars, which is not installed. Install it: pip install polars") from error
    types = {int: polars.Int64, float: polars.Float64, bool: polars.Boolean, str: polars.String}
    schema = {name: polars.Categorical if name in FEW_VALUES else types[kind] for name, kind in kinds(answer).items()}
    return polars.DataFrame(_columns(answer, labels, iris=iris), schema=schema)
