"""In a notebook: objects show themselves, magics ask, charts draw, and the shipped notebooks run."""

import re
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat
import networkx
import pyoxigraph as ox
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.testing.globalipapp import start_ipython

import hograph
from hograph.errors import HographError
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.html import MOST_ROWS
from hograph.query.plots import CHARTS
from hograph.vocabulary import GRAPH, HO, RDFS

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
EVIL = "<script>alert(1)</script>"


class TestShowing:
    def test_an_answer_shows_labels_certainty_and_its_evidence(self, kg: KnowledgeGraph) -> None:
        html = kg.query("recurrence-prevention", include="open")._repr_html_()
        assert "Which treatments prevent recurrence?" in html and "NSAID therapy" in html and "https://" not in html
        assert html.count("<details>") == 4 and 'class="hedged"' in html and 'class="open"' in html
        assert "joi-heterotopic-ossification" in html and "characters 2626" in html

    def test_what_is_the_same_in_every_row_is_not_repeated(self, kg: KnowledgeGraph) -> None:
        assert "Standing" not in kg.query("recurrence-prevention")._repr_html_()

    def test_long_answers_are_cut_and_say_so(self, kg: KnowledgeGraph) -> None:
        html = kg.query("who-says")._repr_html_()
        assert html.count("<tr>") == MOST_ROWS + 1 and f"the first {MOST_ROWS} shown" in html

    def test_no_rows_are_explained(self, kg: KnowledgeGraph) -> None:
        html = kg.query("uberon-region", region="UBERON:0000955")._repr_html_()
        assert "that the graph has none does not mean that it is not so" in html

    def test_an_answer_of_your_own_shows_every_column(self, kg: KnowledgeGraph) -> None:
        found = kg.sparql("SELECT ?claim WHERE { ?claim ho:certainty ho:Unknown }")
        assert isinstance(found, Answer) and "claim:" in found._repr_html_()

    def test_the_graph_says_what_it_is(self, kg: KnowledgeGraph) -> None:
        html = kg._repr_html_()
        assert "not medical advice" in html and f"<td>{kg.counts()['claims']}</td>" in html

    def test_passages_are_shown_where_the_documents_are(self, kg: KnowledgeGraph, documents: Path) -> None:
        whole = hograph.open(kg.store, documents=documents)
        assert "<blockquote>" in whole.evidence(whole.query("cautions"))._repr_html_()
        assert (
            "Passages are shown where" in KnowledgeGraph(kg.root, kg.store).evidence(kg.query("cautions"))._repr_html_()
        )

    def test_nothing_in_the_graph_is_ever_run(self, kg: KnowledgeGraph) -> None:
        store = ox.Store()
        store.extend(q for q in kg.store if not (q.subject == HO["RadiationTherapy"] and q.predicate == RDFS["label"]))
        store.add(ox.Quad(HO["RadiationTherapy"], RDFS["label"], ox.Literal(EVIL, language="en"), GRAPH["ontology"]))
        mine = hograph.open(store)
        shown = mine.query("recurrence-prevention")._repr_html_()
        assert EVIL not in shown and "&lt;script&gt;" in shown
        assert EVIL not in mine.sparql(f"SELECT ('{EVIL}' AS ?x) WHERE {{}}")._repr_html_()  # type: ignore[union-attr]


class TestFrames:
    def test_columns_are_typed_and_gaps_stay_gaps(self, kg: KnowledgeGraph) -> None:
        frame = kg.query("shared-risk-factors").to_pandas()
        assert str(frame["documents"].dtype) == "Int64" and frame["factor"][0] == "trauma"
        numbers = kg.query("numbers").to_pandas()
        assert str(numbers["approximate"].dtype) == "boolean" and numbers["approximate"].isna().any()
        assert str(numbers["certainty"].dtype) == "category"

    def test_polars_has_the_same(self, kg: KnowledgeGraph) -> None:
        answer = kg.query("site-ranking")
        theirs, ours = answer.to_polars(), answer.to_pandas()
        assert theirs.columns == list(ours.columns) and theirs["site"].to_list() == list(ours["site"])
        assert theirs["order"].dtype.is_integer()

    def test_curies_on_demand(self, kg: KnowledgeGraph) -> None:
        assert kg.query("recurrence-prevention").to_pandas(iris=True)["treatment"][1] == "ho:NsaidTherapy"

    def test_the_network_has_one_edge_a_claim(self, kg: KnowledgeGraph) -> None:
        graph = kg.to_networkx()
        assert isinstance(graph, networkx.MultiDiGraph)
        denied = [claim for *_, claim in graph.edges(data=True) if claim["polarity"] == "negated"]
        assert len(denied) == len(kg.query("negated").claims())
        assert graph.nodes["ho:HipJoint"] == {"label": "hip joint", "category": "anatomical entity"}


class TestEvidence:
    def test_of_a_row_a_claim_or_an_answer(self, kg: KnowledgeGraph) -> None:
        answer = kg.query("recurrence-prevention")
        whole = kg.evidence(answer)
        assert [item for row in answer for item in kg.evidence(row)] == whole
        assert kg.evidence(answer.claims()[0]) == kg.evidence(whole[0].claim) == whole[:1]


class TestPictures:
    @pytest.mark.parametrize("chart", CHARTS)
    def test_charts_draw_with_readable_letters(self, kg: KnowledgeGraph, chart: str) -> None:
        figure = kg.plot(chart)
        sizes = [float(text.get_fontsize()) for axes in figure.axes for text in (*axes.texts, *axes.get_yticklabels())]
        picture, about = figure._repr_png_()  # type: ignore[attr-defined]
        assert min(sizes) >= 8 and picture[:4] == b"\x89PNG" and len(about["alt"]) > 20

    def test_the_agreement_chart_leaves_out_what_one_document_alone_says(self, kg: KnowledgeGraph) -> None:
        shown = [label.get_text() for label in kg.plot("agreement").axes[0].get_yticklabels()]
        assert len(shown) == len(kg.query("corroborated")) + len(kg.query("negated")) + len(kg.query("inconclusive"))

    def test_what_is_drawn_saves_itself(self, kg: KnowledgeGraph, tmp_path: Path) -> None:
        picture = kg.draw(kg.query("recurrence-prevention"))
        assert picture.save(tmp_path / "p.svg").read_text("utf-8") == picture.svg == picture._repr_svg_()[0]
        assert kg.draw("FOP", most=1).left_out > 0

    def test_the_network_to_move_about_in(self, kg: KnowledgeGraph) -> None:
        picture = kg.draw("myositis ossificans", kind="treatment")
        assert picture.svg.count("marker-end") == len(picture.arrows)
        edges = picture.interactive().data["edges"]
        assert len(edges) == len({(arrow.subject, arrow.object) for arrow in picture.arrows}) < len(picture.arrows)
        (denied,) = [edge["attributes"] for edge in edges if "denied" in edge["attributes"]["label"]]
        assert denied["label"] == "is indicated by (denied) (hedged); treats (by some rarely warranted)"
        assert denied["color"] == "#b00020"

    def test_arrows_between_the_same_two_terms_lie_side_by_side(self, kg: KnowledgeGraph) -> None:
        lines = re.findall(r'<path d="(M\S+ \S+) H', kg.draw("myositis ossificans", kind="treatment").svg)
        assert len(set(lines)) == len(lines)

    def test_what_is_unknown_is_named(self, kg: KnowledgeGraph) -> None:
        with pytest.raises(HographError, match=r"There is no chart 'pie'\. There are: sites, agreement"):
            kg.plot("pie")
        with pytest.raises(HographError, match="There is no kind of claim 'x'"):
            kg.draw("FOP", kind="x")


@pytest.fixture(scope="module")
def shell(kg: KnowledgeGraph) -> InteractiveShell:
    found: InteractiveShell = start_ipython() or InteractiveShell.instance()
    found.user_ns["kg"] = kg
    found.run_line_magic("load_ext", "hograph")
    return found


class TestMagics:
    def test_canned_queries(self, shell: InteractiveShell) -> None:
        answer = shell.run_line_magic(
            "hograph", 'query recurrence-prevention condition="myositis ossificans" include=open'
        )
        assert isinstance(answer, Answer) and len(answer) == 1
        asked = shell.run_line_magic("hograph", "ask which treatments prevent recurrence?")
        assert asked.query == answer.query

    def test_your_own_sparql_into_a_variable(self, shell: InteractiveShell) -> None:
        text = "SELECT ?claim WHERE { ?claim ho:certainty ho:Unknown }"
        assert shell.run_cell_magic("sparql", "found", text) is None
        assert len(shell.user_ns["found"]) == 4 == len(shell.run_cell_magic("sparql", "", text))

    def test_tables(self, shell: InteractiveShell) -> None:
        assert "FOP" in set(shell.run_line_magic("hograph", "describe FOP")["value"])
        assert len(shell.run_line_magic("hograph", "queries prevention")) < len(
            shell.run_line_magic("hograph", "queries")
        )
        (item,) = shell.run_line_magic("hograph", "evidence claim:76dhy7swlmk7omqc")
        assert item.start == 2626

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("query nothing", "No canned query is named 'nothing'"),
            ("query recurrence-prevention x", "'x' is no parameter. Write it as name=value"),
            ("fly", "%hograph has these commands: query NAME"),
            ('query causes condition="', "Put names of several words in quotes"),
        ],
    )
    def test_errors_are_told_in_words(
        self, shell: InteractiveShell, capsys: pytest.CaptureFixture[str], line: str, words: str
    ) -> None:
        assert shell.run_line_magic("hograph", line) is None
        assert words in capsys.readouterr().err

    def test_errors_of_sparql_have_their_place(
        self, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert shell.run_cell_magic("sparql", "", "SELECT WHERE") is None
        assert "line 1, column" in capsys.readouterr().err


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_shipped_notebooks_run_and_keep_no_output(path: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    told = [out for cell in notebook.cells for out in cell.get("outputs", []) if out.output_type == "stream"]
    assert not told, "errors of magics are written to stderr"
    shown = [o for cell in notebook.cells for o in cell.get("outputs", []) if "text/html" in o.get("data", {})]
    assert len(shown) >= 3


def test_the_tour_without_jupyter(tmp_path: Path) -> None:
    script = NOTEBOOKS[0].parent / "first_tour.py"
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True, check=True)
    assert "Which treatments prevent recurrence?" in done.stdout and "characters 2626-2698" in done.stdout
    assert len(list(tmp_path.glob("*.svg"))) == 5
