"""The pages of the explorer as a client without JavaScript gets them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import hograph
from hograph.serve import Limits, Service, create_app
from paged import CLAIM, page


def test_home_says_what_this_is_and_lists_every_question(client: TestClient, kg: hograph.KnowledgeGraph) -> None:
    text = page(client, "/")
    assert "445 claims of 5 documents" in text and "not medical advice" in text
    assert all(f'href="/queries/{name}"' in text for name in kg.queries)
    shown = re.search(r'<a href="([^"]*)">propositions</a></dt><dd>(\d+)<', text)
    assert shown and f">{shown[2]} statements<" in page(client, shown[1])


def test_search_finds_terms_questions_and_claims(client: TestClient) -> None:
    text = page(client, "/search?q=radiation+therapy")
    assert 'href="/RadiationTherapy"' in text and "/queries/" in text and "/claim/" in text
    assert "Nothing is called so" in page(client, "/search?q=zzzzqqqq")
    assert page(client, "/search").count("<h1>Search</h1>") == 1


def test_search_says_in_words_with_what_a_question_is_asked_and_why_a_term_is_found(client: TestClient) -> None:
    assert "with condition = fibrodysplasia ossificans progressiva" in page(client, "/search?q=how+is+FOP+treated")
    found = page(client, "/search?q=hip")
    assert "also called hip socket" in found and "also called hip<" not in found


def test_what_is_denied_hedged_or_left_open_is_told_without_its_badge(client: TestClient) -> None:
    denied = page(client, "/document/foot-ankle-kb-myositis-ossificans")
    assert "has a predilection for sex group (negated)</a>" in denied
    hedged = page(client, "/claim/bk6lbrhkkcwuln34")
    assert "<title>NSAID therapy prevents recurrence of heterotopic ossification (hedged)" in hedged
    assert "(asserted)" not in denied + hedged


def test_a_row_is_named_by_what_it_is_about(client: TestClient) -> None:
    rows = page(client, "/queries/recurrence-prevention?include=open")
    assert re.findall(r'<th scope="row"[^>]*data-title="([^"]*)"', rows) == ["Treatment"] * 4
    assert re.search(r'<th scope="row"[^>]*data-title="Relative to"', page(client, "/queries/timeline"))


def test_documents_in_a_cell_are_links_with_how_each_says_it(client: TestClient) -> None:
    rows = page(client, "/queries/who-says?subject=NSAIDs")
    assert re.search(r'href="/document/learning-radiology-[^>]*>learning-radiology \(hedged\)</a>', rows)
    assert not re.search(r"[>;] *learning-radiology-heterotopic-ossification;", rows)


def test_many_synonyms_do_not_push_the_claims_away(client: TestClient) -> None:
    assert re.search(
        r"<dd>NSAID; [^<]*<details><summary>\d\d more</summary>[^<]*non-steroidal", page(client, "/NsaidTherapy")
    )
    assert " more</summary>" not in page(client, "/HipJoint")


def test_a_relation_is_turned_round_in_plain_words(client: TestClient) -> None:
    assert "has it as condition" in page(client, "/HeterotopicOssification")
    assert "is part of it" in page(client, "/HipRegion")


def test_an_answer_without_rows_leads_to_the_nearest_wider_question_that_has_some(client: TestClient) -> None:
    empty = page(client, "/queries/findings-of?condition=traumatic+MO")
    found = re.search(r"With condition = .*? there are (\d+) rows: <a href=\"(.*?)\">ask it so</a>", empty)
    assert found and found[2] == "/queries/findings-of?condition=myositis+ossificans"
    assert f'role="status">{found[1]} rows' in page(client, found[2])
    assert "ask it so" not in page(client, "/queries/findings-of")


def test_an_answer_tells_what_it_leaves_out_and_leads_to_it(client: TestClient) -> None:
    found = re.search(r"Left out: 2 denied\. <a href=\"(.*?)\">", page(client, "/queries/diagnosis"))
    assert found and found[1].endswith("include=all")
    assert "Left out" not in page(client, found[1].replace("&amp;", "&"))


def test_search_is_spelled_nearly(client: TestClient) -> None:
    assert 'href="/HipJoint"' in page(client, "/search?q=hip+jiont")


def test_a_term_page_tells_names_place_matches_roles_and_claims(client: TestClient) -> None:
    text = page(client, "/HipJoint")
    for told in (
        "The ball-and-socket joint",
        "coxofemoral joint",
        'href="/Joint"',
        'href="http://purl.obolibrary.org/obo/UBERON_0001486"',
        "affected site",
        "by definition, the object of",
        '<svg role="img" ',
        "<title>hip joint</title>",
        'id="tip-HipJoint"',
        'href="/HipRegion"',
    ):
        assert told in text
    assert "occurs in" in text and "/claim/" in text


@pytest.mark.parametrize(
    ("path", "told"), [("/RiskFactor", "terms have this role"), ("/treats", "relation"), ("/Hedged", "hedged")]
)
def test_roles_relations_and_values_have_pages(client: TestClient, path: str, told: str) -> None:
    assert told in page(client, path)


def test_a_term_of_which_little_is_claimed_has_no_picture(client: TestClient) -> None:
    assert "1 claim<" in (text := page(client, "/AbnormalCellSignaling")) and "<svg role" not in text


def test_a_claim_page_tells_where_it_stands_and_what_others_say(client: TestClient) -> None:
    text = page(client, CLAIM)
    assert 'class="badge hedged">hedged<' in text and "characters 2639–2698" in text
    assert "--documents DIR" in text and "What follows from it" in text
    assert 'href="/proposition/tpyrhmdredsu4d46"' in text


def test_a_proposition_page_puts_documents_side_by_side(client: TestClient, kg: hograph.KnowledgeGraph) -> None:
    [row, *_] = kg.query("corroborated")
    first = str(row["claims"].value).split()[0]  # type: ignore[union-attr]
    path = re.search(r'href="(/proposition/\w+)"', page(client, first.removeprefix("https://w3id.org/hograph")))
    assert path
    assert page(client, path[1]).count('class="side"') >= 2


def test_passages_are_shown_with_the_words_that_decide(kg: hograph.KnowledgeGraph, documents: Path) -> None:
    with TestClient(create_app(Service(replace(kg, documents=(documents,))))) as client:
        text = page(client, CLAIM)
    passage = re.search(r'<blockquote class="passage">.*?</blockquote>', text)
    assert passage and re.search(r'<mark>.*<b class="cue" title="hedge">\w+</b>.*</mark>', passage[0])
    assert "--documents DIR" not in text


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent.parent / "queries").glob("*.rq")), ids=lambda path: path.stem
)
def test_every_question_has_a_page_with_its_answer_and_evidence(
    client: TestClient, kg: hograph.KnowledgeGraph, path: Path
) -> None:
    answer, text = kg.query(path.stem), page(client, f"/queries/{path.stem}")
    number = len(answer)
    assert f"{number:d} {'row' if number == 1 else 'rows'}" in text
    assert text.count('class="because"') == min(number, 50)
    assert "The SPARQL behind it" in text and all(
        f'name="{name}"' in text for name in kg.queries[path.stem].header.parameters
    )
    first = answer.claims()[0].value.rsplit("/", 1)[1]
    assert f'href="/claim/{first}"' in text


def test_a_question_takes_terms_in_words_and_keeps_them(client: TestClient) -> None:
    text = page(client, "/queries/treatments?condition=FOP&include=all")
    assert 'value="FOP"' in text and '<option value="all" selected>' in text
    assert (
        "condition=ho%3AFibrodysplasiaOssificansProgressiva" in text
        and '<option value="heterotopic ossification">' in text
    )
    assert 'hograph query treatments -p condition="FOP"' in text.replace("&#34;", '"')


def test_what_cannot_be_asked_is_told_in_the_form(client: TestClient) -> None:
    text = page(client, "/queries/treatments?condition=hart+attack", 400)
    assert 'role="alert"' in text and "is no label" in text and 'value="hart attack"' in text
    assert re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', text) == ["condition"]
    assert "Did you mean" in page(client, "/queries/treatmens", 404)


def columns_of(text: str, title: str) -> list[str]:
    return re.findall(rf'data-title="{title}"[^>]*><span class="bits">(?:<[^>]+>)*([^<]+)', text)


def test_an_answer_sorts_without_a_script(client: TestClient) -> None:
    plain = columns_of(page(client, "/queries/treatments"), "Intervention")
    up = page(client, "/queries/treatments?sort=intervention")
    assert columns_of(up, "Intervention") == sorted(plain, key=str.casefold) != plain
    assert 'aria-sort="ascending"' in up
    down = page(client, "/queries/treatments?sort=-intervention")
    assert columns_of(down, "Intervention")[0] == max(plain, key=str.casefold) and 'aria-sort="descending"' in down
    numbers = columns_of(page(client, "/queries/document-coverage?sort=-number"), "Claims counted")
    assert [int(n) for n in numbers] == sorted(map(int, numbers), reverse=True)
    assert columns_of(page(client, "/queries/treatments?sort=nonsense&page=99999&filter="), "Intervention") == plain


def test_an_answer_is_filtered_and_cut_into_pages(client: TestClient) -> None:
    text = page(client, "/queries/claims?page=2&filter=hip")
    assert "with “hip”" in text
    whole = page(client, "/queries/claims")
    assert "Page 1 of 9" in whole and whole.count('class="because"') == 50
    assert "No row has these words" in page(client, "/queries/treatments?filter=zzzz")


def test_the_matrix_shows_who_says_what(client: TestClient) -> None:
    text = page(client, "/compare")
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*Heterotopic ossification occurs in hip joint(?:(?!</tr>).)*</tr>", text)
    assert row and row[0].count(">supports<") == 2 and row[0].count("silent") >= 2
    assert "open question" in text and "supports, hedged" in text
    two = page(client, "/compare?show=all&term=hip+joint&document=joi-heterotopic-ossification&document=no-such")
    assert two.count('<th scope="col"') == 3
    assert "is no label" in page(client, "/compare?term=qqqq", 400)


def test_disagreements_show_both_sides(client: TestClient, kg: hograph.KnowledgeGraph) -> None:
    text = page(client, "/disagreements")
    assert f"{len(kg.query('disagreements', condition='any'))} pairs" in text
    assert text.count('<section class="side">') == 40
    assert "5 pairs" in page(client, "/disagreements?only=rating")
    assert "joi-heterotopic-ossification" in page(client, "/disagreements?document=joi")
    assert "No document is named" in page(client, "/disagreements?document=zzz", 400)


def test_a_document_page_tells_section_by_section(client: TestClient) -> None:
    text = page(client, "/document/joi-heterotopic-ossification")
    for told in (
        "What is Heterotopic Ossification?",
        "corroborated",
        "single source",
        "at odds with another",
        "--documents DIR",
    ):
        assert told in text
    assert text.count('href="/claim/') >= 90


def test_a_term_of_which_much_is_claimed_has_the_first_claims_and_leads_to_all(
    client: TestClient, kg: hograph.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hograph.serve.pages.terms.MOST", 20)
    client.app.state.service.__dict__.pop("state", None)  # type: ignore[attr-defined]
    text = page(client, "/HeterotopicOssification")
    link = re.search(r'<a href="(/queries/claims\?[^"]+)">All (\d+) of them</a>', text)
    assert link and text.count('<li><a href="/claim/') < 8 * text.count("<h3>")
    answer = page(client, link[1].replace("&amp;", "&"))
    assert f", {link[2]} with “" in answer


def test_claims_at_odds_are_not_looked_for_without_end(
    kg: hograph.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(Service(replace(kg, documents=()), Limits(seconds=0.001)))) as client:
        assert "was stopped after" in page(client, "/disagreements", 422)
        path = "/document/joi-heterotopic-ossification"
        assert "takes a while to find" in page(client, path)
        assert "etag" not in client.get(path).headers  # another time it may be found
    monkeypatch.setattr("hograph.serve.pages.documents.MOST_CLAIMS", 10)
    with TestClient(create_app(Service(replace(kg, documents=())))) as client:
        assert "takes a while to find" in page(client, path)


def test_every_link_leads_somewhere(client: TestClient) -> None:
    starts = (
        "/",
        "/HipJoint",
        CLAIM,
        "/queries/treatments",
        "/document/joi-heterotopic-ossification",
        "/compare",
        "/disagreements",
        "/search?q=hip",
    )
    links = {
        link.split("#")[0] for start in starts for link in re.findall(r'(?:href|src)="(/[^"]*)"', page(client, start))
    }
    groups: dict[str, list[str]] = {}
    for link in sorted(links):
        groups.setdefault("/".join(re.split(r"[/?]", link)[1:-1]) or "term", []).append(link)
    some = [link for several in groups.values() for link in several[:6]]
    assert len(some) > 30
    for link in some:
        got = client.get(link.replace("&amp;", "&"), headers={"Accept": "text/html"})
        assert got.status_code == 200, link


def test_any_graph_has_a_first_page(tmp_path: Path) -> None:
    path = tmp_path / "own.nq"
    path.write_text('<http://x.example/a> <http://x.example/b> "c" <http://x.example/g> .\n', "utf-8")
    client = TestClient(create_app(Service(hograph.open(path), shipped=False)))
    text = page(client, "/")
    assert "1 statement in 1 graph" in text and "x.example/g" in text
    assert "/explore/sparql" in text and "heterotopic" not in text and "/compare" not in text


def test_a_query_that_meets_a_limit_is_told_in_the_form(kg: hograph.KnowledgeGraph) -> None:
    tight = Limits(result=100)
    with TestClient(create_app(Service(replace(kg, documents=()), tight))) as client:
        text = page(client, "/queries/treatments", 422)
    assert 'role="alert"' in text and "larger than 100 bytes" in text and 'name="condition"' in text
