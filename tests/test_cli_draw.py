"""Pictures by the command line: what is drawn, what is left out, and what can be read in them."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from commands import run
from hograph.knowledge import KnowledgeGraph
from hograph.query.arrows import MOST, STROKES, Arrow
from hograph.query.places import text_width

SVG = "{http://www.w3.org/2000/svg}"


def test_draw_a_term_and_an_answer(build_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "picture.svg"
    result = run("draw", "recurrence-prevention", "-o", out, "--build", build_folder)
    assert result.output == f"{out}: 3 arrows\n"
    picture = ElementTree.parse(out).getroot()
    texts = [node.text for node in picture.iter(f"{SVG}text")]
    assert {"radiation therapy", "NSAID therapy", "heterotopic ossification"} <= set(texts)
    dashed = [node for node in picture.iter(f"{SVG}path") if node.get("marker-end") and node.get("stroke-dasharray")]
    assert len(dashed) == 2, "the two hedged ones"
    first = out.read_bytes()
    run("draw", "recurrence-prevention", "-o", out, "--build", build_folder)
    assert out.read_bytes() == first


def test_draw_says_what_it_left_out_and_what_it_cannot(build_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "picture.svg"
    assert "more are left out" in run("draw", "HO", "-o", out, "--build", build_folder).output
    assert "13 arrows" in run("draw", "HO", "--kind", "treatment", "-o", out, "--build", build_folder).output
    assert (
        "There is no kind of claim"
        in run("draw", "HO", "--kind", "treatments", "-o", out, "--build", build_folder).stderr
    )
    assert "nothing to draw" in run("draw", "ho:Cartilage", "-o", tmp_path / "none.svg", "--build", build_folder).stderr
    assert not (tmp_path / "none.svg").exists()
    for words, told in (
        (["HO", "-p", "include=open"], "'HO' is no canned query, and -p is a parameter of one."),
        (["ho:causes"], "'ho:causes' is a relation; a term or a canned query is drawn. Or the canned query causes"),
        (
            ["recurrence-prevention", "--kind", "cause"],
            "None of its 3 arrows is of the kind 'cause'. They are of: recurrence.",
        ),
        (["risk factor"], "is a role, of which nothing is claimed"),
    ):
        refused = run("draw", *words, "-o", out, "--build", build_folder)
        assert refused.exit_code == 2 and told in refused.stderr


def test_what_weighs_most_is_drawn_first(kg: KnowledgeGraph) -> None:
    picture = kg.draw("HO")
    drawn = {(a.subject, a.relation, a.object) for a in picture.arrows}
    everything = kg.draw("HO", most=1000).arrows
    notable = {a for a in everything if a.corroborated or a.contested or a.denied}
    assert len(picture.arrows) == MOST and picture.left_out == len(everything) - MOST
    assert notable and notable <= set(picture.arrows)
    assert ("NsaidTherapy", "prevents", "HeterotopicOssification") in drawn
    kinds = kg.ontology.relations
    assert {kinds[a.relation].kind for a in picture.arrows} == {kinds[a.relation].kind for a in everything}


@pytest.mark.parametrize("name", ["HO", "who-says", "disagreements", "mechanism-chain"])
def test_names_on_arrows_are_not_hidden_and_long_arrows_pass_between_boxes(kg: KnowledgeGraph, name: str) -> None:
    picture = ElementTree.fromstring(kg.draw(name).svg)
    boxes = [node for group in picture.iter(f"{SVG}g") for node in group.iter(f"{SVG}rect")]
    areas = [tuple(float(box.get(key, "")) for key in ("x", "y", "width", "height")) for box in boxes]
    for text in picture.iter(f"{SVG}text"):
        if text.get("paint-order"):
            x, y = float(text.get("x", "")), float(text.get("y", ""))
            assert not any(left < x < left + wide and top < y - 4 < top + high for left, top, wide, high in areas)
    for group, (_, _, wide, _) in zip(picture.iter(f"{SVG}g"), areas, strict=True):
        assert text_width(group.findtext(f"{SVG}text") or "", 13) < wide - 10
    for path in picture.iter(f"{SVG}path"):
        red = path.get("stroke") == "#b00020" and path.get("marker-end") is not None
        assert not red or path.get("marker-end") == "url(#denied)"
    assert f"{kg.draw(name).left_out} more arrow" in "".join(picture.itertext()) or not kg.draw(name).left_out


def drawn(build_folder: Path, out: Path, *words: str) -> tuple[list[str], set[str]]:
    """The texts of a picture, and the dashes of its arrows."""
    assert run("draw", *words, "-o", out, "--build", build_folder).exit_code == 0
    picture = ElementTree.parse(out).getroot()
    arrows = [path for path in picture.iter(f"{SVG}path") if path.get("marker-end")]
    return [node.text or "" for node in picture.iter(f"{SVG}text")], {a.get("stroke-dasharray", "") for a in arrows}


def test_a_picture_shows_differences_in_strength_and_advice_against(build_folder: Path, tmp_path: Path) -> None:
    texts, dashes = drawn(build_folder, tmp_path / "strength.svg", "disagreements", "-p", "only=strength")
    assert "asserted and hedged" in texts and STROKES["asserted and hedged"] in dashes
    texts, _ = drawn(build_folder, tmp_path / "myositis.svg", "myositis ossificans", "--kind", "treatment")
    assert any("rarely warranted" in text for text in texts) and "is indicated by (denied)" in texts
    arrow = Arrow("a", "treats", "b", "asserted", denied=False, corroborated=True, advice="to be avoided")
    assert arrow.words("treats") == "treats (to be avoided)"


def test_the_legend_names_the_colours_and_strokes_that_are_drawn(build_folder: Path, tmp_path: Path) -> None:
    texts, _ = drawn(build_folder, tmp_path / "answer.svg", "recurrence-prevention", "-p", "include=open")
    assert {"condition", "intervention", "left open", "hedged"} <= set(texts)
    assert not {"population", "denied", "two or more documents", "asserted and hedged"} & set(texts)


def test_draw_refuses_what_it_cannot_write_and_names_queries_too(build_folder: Path, tmp_path: Path) -> None:
    told = run("draw", "FOP", "-o", tmp_path / "picture.png", "--build", build_folder)
    assert told.exit_code == 2 and "must end in .svg" in told.stderr and not (tmp_path / "picture.png").exists()
    told = run("draw", "recurence-prevention", "-o", tmp_path / "picture.svg", "--build", build_folder)
    assert told.exit_code == 2 and "the canned query recurrence-prevention" in told.stderr
    told = run("draw", "FOP", "-p", "include=open", "-o", tmp_path / "picture.svg", "--build", build_folder)
    assert told.exit_code == 2 and "'FOP' is no canned query, and -p is a parameter of one" in told.stderr
