"""Quantities in text: a table of expressions, each with what it means."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hograph.extraction.numbers import number
from hograph.extraction.quantities import quantities

TABLE = [line.split("\t") for line in (Path(__file__).parent / "quantities.tsv").read_text("utf-8").splitlines()[1:]]


def written(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def test_the_table_is_large_and_holds_what_is_no_quantity() -> None:
    assert len(TABLE) >= 150 and sum(not expected for _, expected in TABLE) >= 12


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_an_expression(text: str, expected: str) -> None:
    found = [
        f"{q.kind.value} | {written(q.low)} | {written(q.high)} | {q.unit} | {'about' if q.approximate else ''} | {text[q.start : q.end]}"
        for q in quantities(text)
    ]
    assert "; ".join(found) == expected


@given(st.text("0123456789.,-–%/ abcdefgmwyzGOR<>≥()½", max_size=60))
def test_quantities_never_overlap_and_their_ends_are_in_order(text: str) -> None:
    found = quantities(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(q.low is None or q.high is None or q.low <= q.high for q in found)
    assert all(text[q.start : q.end].strip() == text[q.start : q.end] for q in found)


@pytest.mark.parametrize(
    ("text", "value"), [("ninety-nine", 99), ("1,234.5", 1234.5), ("two hundred", 200), ("¼", 0.25)]
)
def test_numbers(text: str, value: float) -> None:
    assert number(text) == value


def test_time_grows_with_the_size() -> None:
    for part in ("1 ", "one ", "1-", "1.", "between 1 ", "a "):
        assert isinstance(quantities(part * 3_000), list)
