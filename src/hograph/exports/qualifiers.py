"""The qualifiers of a claim as flat, typed columns."""

from collections.abc import Iterable
from decimal import Decimal
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from hograph.curation.values import Proviso, Qualifiers

Value = str | int | float | bool | None
Row = dict[str, Value]


def _qualifier_columns() -> dict[str, type]:
    """The fields of the qualifiers as columns: those of a nested value as `timing_min`; `when` is one column of provisos."""
    columns: dict[str, type] = {}
    for name, field in Qualifiers.model_fields.items():
        kind = _inner(field.annotation)
        if name == "when":
            columns["provisos"] = str
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            for part, inner in kind.model_fields.items():
                columns[f"{name}_{part}"] = _scalar(_inner(inner.annotation))
        else:
            columns[name] = str
    return columns


def _inner(annotation: Any) -> Any:  # noqa: ANN401 -- a type, as pydantic keeps it
    """A type without `| None` and without `Annotated`."""
    if get_origin(annotation) in {Union, UnionType}:
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation


def _scalar(kind: Any) -> type:  # noqa: ANN401 -- as above
    return float if kind is Decimal else kind if kind in {int, bool} else str


QUALIFIER_COLUMNS = _qualifier_columns()
CONTEXT_COLUMNS = ("population", "condition", "site", "stage", "using")
TERM_COLUMNS = {*CONTEXT_COLUMNS, "timing_anchor", "frequency_of", "frequency_among", "value_of", "comparison_than"}
"""Columns of qualifiers that name a term."""


def qualifier_cells(qualifiers: Qualifiers) -> Row:
    """The qualifiers in flat columns; terms are CURIEs, provisos are `kind term` separated by `|`."""
    cells: Row = dict.fromkeys(QUALIFIER_COLUMNS)
    for name in Qualifiers.model_fields:
        value = getattr(qualifiers, name)
        if isinstance(value, BaseModel):
            parts = {f"{name}_{part}": getattr(value, part) for part in type(value).model_fields}
            cells |= {column: _cell(column, part) for column, part in parts.items()}
        elif name != "when":
            cells[name] = _cell(name, value)
    cells["provisos"] = provisos(qualifiers.when)
    return cells


def provisos(when: Iterable[Proviso]) -> str | None:
    """The provisos of a claim as `only-if ho:Term`, separated by `|`; None when there is none."""
    return "|".join(f"{proviso.kind.value} ho:{proviso.term}" for proviso in when) or None


def _cell(column: str, value: object) -> Value:
    if column in TERM_COLUMNS:
        return f"ho:{value}" if value else None
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, bool | int) or value is None else str(getattr(value, "value", value))
