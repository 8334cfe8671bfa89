"""What a person sees on a terminal: whole words at every width, nothing said twice, values in usual words and units."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from commands import run
from hograph import KnowledgeGraph
from hograph.cli.layout import Table, fitted, plain, wide, wrap
from hograph.query.cells import reading, short_documents

COLORS = re.compile(r"\x1b\[[0-9;]*m")
WIDTHS = (80, 100, 120, 200)
NARROWEST = 60


def on_a_terminal(width: int, *words: str | Path) -> str:
    """What `hograph` prints on a terminal of this width, without colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    command = [sys.executable, "-m", "hograph", *map(str, words)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    printed = b""
    try:
        while part := os.read(ours, 65536):
            printed += part
    except OSError:  # the other end was closed
        pass
    os.close(ours)
    assert process.wait() == 0, printed.decode()
    return COLORS.sub("", printed.decode().replace("\r\n", "\n"))


def words_of(texts: object) -> set[str]:
    return set(" ".join(map(str, texts)).split()) if isinstance(texts, list | tuple) else set(str(texts).split())


@pytest.mark.parametrize("width", WIDTHS)
def test_every_answer_keeps_its_words_whole_at_every_width(kg: KnowledgeGraph, width: int) -> None:
    for name, query in kg.queries.items():
        answer = kg.query(name)
        read = reading(answer, answer.labels())
        statement = tuple(i for i, c in enumerate(read.columns) if c in {"subject", "relation", "object"})
        made = Table("", read.titles, read.rows, statement if len(statement) == 3 else ())
        lines, _ = fitted(made, width)
        text = COLORS.sub("", "\n".join(lines))
        assert max(map(wide, text.splitlines())) <= width, name
        told = {word.rstrip(";") for word in text.split()} | {"rows"}
        for row in read.rows:
            for cell in row:
                long = {word for word in cell.split() if wide(word) <= 30}
                assert {word.rstrip(";") for word in long} <= told, f"{query.name}: a word is broken"


def test_what_all_rows_share_is_said_once_and_empty_columns_are_left_out() -> None:
    rows = (("radiation", "hedged", ""), ("surgery", "hedged", ""))
    lines, cut = fitted(Table("", ("What", "Certainty", "Site"), rows), 40)
    text = COLORS.sub("", "\n".join(lines))
    assert text.splitlines()[0] == "In every row: Certainty: hedged"
    assert text.count("hedged") == 1 and "Site" not in text and not cut


def test_columns_that_few_rows_fill_are_told_in_one_and_then_the_statement() -> None:
    columns = ("Subject", "Relation", "Object", "Population", "Site")
    rows = tuple(
        (
            f"heterotopic ossification {n}",
            "shows" if n % 2 else "has",
            f"swelling {n}",
            "patient" if n == 1 else "",
            "hip" if n == 2 else "",
        )
        for n in range(1, 9)
    )
    made = Table("", columns, rows, statement=(0, 1, 2))
    heads = {}
    for width in range(120, 20, -1):
        text = COLORS.sub("", "\n".join(fitted(made, width)[0]))
        assert max(map(wide, text.splitlines())) <= width
        heads[width] = next((line.split() for line in text.splitlines() if "Site" in line or "More" in line), [])
    found = list(dict.fromkeys(tuple(head) for head in heads.values()))
    assert found[:3] == [tuple(columns), ("Subject", "Relation", "Object", "More"), ("Statement", "More")]


def test_a_row_is_a_block_where_words_would_be_broken() -> None:
    rows = (("fibrodysplasia", "ossificans", "progressiva"), ("heterotopic", "ossification", "acquired"))
    lines, _ = fitted(Table("", ("First", "Second", "Third"), rows), 30)
    assert [COLORS.sub("", line) for line in lines[:4]] == [
        "First: fibrodysplasia",
        "    Second  ossificans",
        "    Third   progressiva",
        "",
    ]


def test_names_of_claims_are_left_out_only_for_want_of_room() -> None:
    made = Table("", ("What", "Claim"), (("radiation therapy", "claim:76dhy7swlmk7omqc"),), spare=frozenset({1}))
    roomy, cut = fitted(made, 80)
    assert "claim:" in "\n".join(roomy) and not cut
    narrow, cut = fitted(made, 20)
    assert "claim:" not in "\n".join(narrow) and cut


def test_wrapping_breaks_at_blanks_and_breaks_only_words_wider_than_a_line() -> None:
    assert wrap("excision of mature lesion", 12) == ["excision of", "mature", "lesion"]
    assert wrap("https://example.org/a/long/name", 10) == ["https://ex", "ample.org/", "a/long/nam", "e"]
    assert wrap("", 10) == [""] and wide("骨化") == 4 and wrap("骨化 骨化", 4) == ["骨化", "骨化"]


def test_a_pipe_gets_one_line_a_row_with_all_columns() -> None:
    made = Table("Two", ("What", "Claim"), (("a\nb", "claim:x"), ("c", "claim:y")), spare=frozenset({1}))
    assert plain(made) == ["Two", "What  Claim", "a b   claim:x", "c     claim:y"]


def test_the_real_thing_in_a_terminal(build_folder: Path) -> None:
    narrow = on_a_terminal(80, "query", "numbers", "--build", build_folder)
    assert max(map(len, narrow.splitlines())) <= 80
    assert "about 20 to 30 %" in narrow and "up to 103 °F" in narrow and "2 to 6 weeks" in narrow
    assert "P2W" not in narrow and "degF" not in narrow and "claim:" not in narrow and "--claims" in narrow
    assert "claim:" in on_a_terminal(80, "query", "numbers", "--claims", "--build", build_folder)
    roomy = on_a_terminal(200, "query", "recurrence-prevention", "--build", build_folder)
    assert "claim:" in roomy and "dr-oracle-heterotopic" not in roomy and "dr-oracle" in roomy


@pytest.mark.parametrize(
    "words",
    [
        ["queries"],
        ["compare", "joi", "dr-oracle"],
        ["explain", "FOP"],
        ["describe", "FOP"],
        ["query", "disagreements", "--evidence"],
    ],
)
def test_nothing_runs_over_the_edge(build_folder: Path, words: list[str]) -> None:
    printed = on_a_terminal(NARROWEST, *words, "--build", build_folder)
    assert max(map(wide, printed.splitlines())) <= NARROWEST


def test_numbers_are_words_for_readers_and_values_for_programs(kg: KnowledgeGraph, build_folder: Path) -> None:
    answer = kg.query("numbers")
    read = reading(answer, answer.labels())
    numbers = [row[read.columns.index("low")] for row in read.rows]
    assert {"2 to 6 weeks", "up to 2 weeks", "from 2 months", "about 1 month", "93 %", "3"} <= set(numbers)
    assert read.titles[read.columns.index("low")] == "Number" and "unit" not in read.columns
    for layout in ("csv", "tsv", "json"):
        raw = run("query", "numbers", "--format", layout, "--build", build_folder).output
        assert "P2W" in raw and "[degF]" in raw and "0.3" in raw
    for layout in ("md", "html", "table"):
        told = run("query", "numbers", "--format", layout, "--build", build_folder).output
        assert "2 to 6 weeks" in told and "P2W" not in told
    assert "2 to 6 weeks" in answer._repr_html_() and "P2W" not in answer._repr_html_()
    frame = answer.to_pandas()
    assert "P2W" in list(frame["shortest"]) and 14 in list(frame["low"])


def test_the_timeline_counts_in_the_units_of_the_document(kg: KnowledgeGraph, build_folder: Path) -> None:
    told = run("query", "timeline", "--build", build_folder).output
    assert "182.625" not in told and "lasting 6 to 12 months" in told
    assert "182.625" in run("query", "timeline", "--format", "csv", "--build", build_folder).output
    assert kg.queries["timeline"].header.columns["position"].title == "When"


def test_documents_are_told_apart_by_as_few_words_as_it_takes(kg: KnowledgeGraph) -> None:
    slugs = {str(row["document"]) for row in kg.records(kg.query("claims"))}
    short = short_documents(slugs)
    assert len(set(short.values())) == len(slugs) and short["dr-oracle-heterotopic-ossification"] == "dr-oracle"
    assert short_documents(["a-b-c", "a-b-d"]) == {"a-b-c": "a-b-c", "a-b-d": "a-b-d"}


@pytest.mark.parametrize("name", ["causes", "numbers", "findings-of", "timeline", "treatments", "corroborated"])
def test_answers_of_many_columns_are_tables_at_the_width_of_a_page(name: str, build_folder: Path) -> None:
    assert "\u2500\u2500\u2500" in on_a_terminal(100, "query", name, "--build", build_folder)


def test_where_there_is_much_room_claims_are_named(build_folder: Path) -> None:
    assert "claim:" in on_a_terminal(200, "query", "causes", "--build", build_folder)
