"""Charts on the pages: the same in words, and what is not stated told apart."""

import re

import pytest
from starlette.testclient import TestClient

from hograph.serve.pages.charts import sites, timeline
from paged import page


@pytest.mark.parametrize(
    ("name", "title"),
    [("sites-by-population", "Sites by population"), ("timeline", "When"), ("document-coverage", "Claims by kind")],
)
def test_charts_say_in_words_what_they_show(client: TestClient, name: str, title: str) -> None:
    text = page(client, f"/queries/{name}")
    assert re.search(
        rf'<svg role="img" aria-labelledby="chart-title chart-told".*?<title id="chart-title">{title}', text
    )
    assert "the table below says the same" in text


@pytest.mark.parametrize(
    ("standing", "certainty", "look"),
    [
        ("stated", "asserted", "sure"),
        ("stated as what may follow", "hedged", "hedged"),
        ("denied", "asserted", "apart"),
        ("study population", "asserted", "apart"),
        ("left open", "inconclusive", "apart"),
    ],
)
def test_a_chart_tells_apart_what_is_not_stated(standing: str, certainty: str, look: str) -> None:
    row = {
        "standing": standing,
        "certainty": certainty,
        "document": "one",
        "subject": "pain",
        "relation": "precedes",
        "object": "rest",
    }
    place = sites([row | {"population": "rider", "site": "thigh", "order": None}])
    time = timeline(
        [
            row
            | {
                "anchor": "injury",
                "position": "after",
                "mindays": 7,
                "maxdays": 14,
                "timing": "1 to 2 weeks after injury",
            }
        ]
    )
    for drawn in (place, time):
        assert drawn and [mark.look for mark in drawn.marks] == [look]
        assert (look == "apart") == (standing in drawn.marks[0].told) == any(key == "apart" for key, _ in drawn.key)


def test_a_chart_that_has_nothing_to_show_is_left_out(client: TestClient) -> None:
    assert '<figure class="chart">' not in page(client, "/queries/timeline?condition=Burn")
