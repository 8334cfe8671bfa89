"""Review in the browser: who is let in, which forms count, and that a decision is the one that the terminal would have written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import hograph
from hograph.curation.decisions import Decision, read_decisions
from hograph.files import LOG
from hograph.graph import desk
from hograph.serve import Service, create_app
from hograph.serve.access import Reviewing
from invented import SLUG, TEXT, claim, document, write_project
from proposals import propose, proposed

MAY = {**document().locate("may", 1).model_dump(), "kind": "hedge"}
SURE = proposed(certainty="hedged", cues=[MAY], section="On lamps")
UNSURE = proposed(polarity="negated", passage="Nobody   has shown\nthat lamps help", confidence="0.5")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    folder = write_project(tmp_path / "project", small, [claim(subject="SurgicalExcision")])
    propose(folder, [SURE, UNSURE])
    shelf = tmp_path / "documents"
    shelf.mkdir()
    (shelf / f"{SLUG}.txt").write_bytes(TEXT.encode())
    return folder


@pytest.fixture
def service(project: Path, kg: hograph.KnowledgeGraph) -> Service:
    """The graph is that of the checkout, the claims under review those of the project."""
    shown = replace(kg, root=project, documents=(project.parent / "documents",))
    return Service(shown, reviewing=Reviewing(reviewer="Ada"))


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    yield at_home(service)


def at_home(service: Service) -> TestClient:
    """A browser on the machine of the server."""
    app = create_app(service)
    return TestClient(app, base_url="http://localhost:8000", client=("127.0.0.1", 50000), follow_redirects=False)


def fields(text: str) -> dict[str, str]:
    """What the form for the claim before the reviewer holds."""
    form = text[text.index('id="proposed"') :]
    return dict(re.findall(r'<input type="hidden" name="(key|claim|seen|order)" value="([^"]*)"', form)[:4]) | {
        "reviewer": "Ada"
    }


def send(client: TestClient, **more: str) -> tuple[int, str]:
    got = client.post("/review", data=fields(client.get("/review").text) | more)
    return got.status_code, got.headers.get("location", "") or got.text


def log(project: Path) -> list[Decision]:
    return read_decisions(project / "data" / LOG)


def test_passage_and_claim_stand_side_by_side(client: TestClient) -> None:
    text = client.get("/review").text
    assert (
        'href="/review" aria-current="page"' in text
        and "0 of 2 decided" in text
        and "<mark>" in text
        and "lamps help" in text
    )
    assert text.index("Nobody") < text.index("What is proposed")
    hedged = client.get("/review?order=document").text
    assert re.search(r'<b class="cue" title="hedge">may</b>', hedged)


def test_decisions_are_those_of_the_terminal(client: TestClient, project: Path) -> None:
    assert send(client, do="reject", note="<b>no</b>") == (303, "/review?order=confidence&done=rejected&reviewer=Ada")
    [made] = log(project)
    assert (made.verdict, made.reviewer, made.note, made.proposed.confidence) == (
        "reject",
        "Ada",
        "<b>no</b>",
        UNSURE.confidence,
    )
    text = client.get("/review?done=rejected").text
    assert "Rejected." in text and "1 of 2 decided" in text and "&lt;b&gt;no" in text and "<b>no" not in text
    assert send(client, do="accept")[0] == 303
    assert [one.verdict for one in log(project)] == ["reject", "accept"]
    assert "No claim is left to decide" in client.get("/review").text


def test_what_was_decided_in_an_earlier_version_is_marked_and_can_be_undone(client: TestClient, project: Path) -> None:
    send(client, do="reject")
    [made] = log(project)
    write_project(project.parent / "next", project, [], f"Anew.\n{TEXT}")
    (project / "data" / "sources.yaml").write_text((project.parent / "next" / "data" / "sources.yaml").read_text())
    again = UNSURE.model_copy(
        update={"span": document(f"Anew.\n{TEXT}").locate("Nobody   has shown\nthat lamps help", 1)}
    )
    propose(project, [again])
    text = client.get("/review").text
    assert "1 of 1 decided, 1 rejected (1 carried over from an earlier version)" in text
    assert "Ada (carried over from an earlier version)" in text
    key = re.search(r'name="claim" value="([^"]*)"', text)
    assert key and key[1] != made.claim
    shown = client.get(f"/review?claim={key[1]}").text
    assert f"in an earlier version of the document (claim:{made.claim}, characters 78–112)" in shown
    assert client.post("/review", data=fields(shown) | {"do": "undo"}).status_code == 303
    assert log(project)[-1].undoes == made.id and "0 of 1 decided" in client.get("/review").text


def test_a_claim_is_corrected_and_the_correction_taken(client: TestClient, project: Path) -> None:
    assert send(client, do="edit", certainty="hedged", subject="radiation therapy", changes="site=hip joint")[0] == 303
    [made] = log(project)
    assert made.corrected and (made.corrected.certainty, made.corrected.subject) == ("hedged", "RadiationTherapy")
    assert made.corrected.qualifiers.site == "HipJoint"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"do": "edit"}, "Nothing is changed yet"),
        ({"do": "edit", "changes": "sight=hip"}, "no field"),
        ({"do": "edit", "subject": "hart attack"}, "is no label"),
        ({"do": "burn"}, "is no verdict"),
        ({"do": "accept", "claim": "a" * 16}, "no longer proposed"),
        ({"do": "accept", "reviewer": " "}, ""),
        ({"do": "accept", "seen": "other"}, "Somebody has decided"),
        ({"do": "undo"}, "nothing to undo"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_written(
    client: TestClient, project: Path, more: dict[str, str], told: str
) -> None:
    status, text = send(client, **more)
    if told:
        assert status == 409 and told in text and not log(project)
    else:
        assert log(project)[0].reviewer == "Ada"  # the server knows who sits there


def test_a_decision_is_taken_back(client: TestClient, project: Path) -> None:
    send(client, do="accept")
    [made] = log(project)
    text = client.get("/review").text
    key = re.search(r'name="key" value="(\w+)"', text)
    assert key
    form = {"key": key[1], "claim": made.claim, "seen": made.id, "reviewer": "Ada", "do": "undo"}
    assert client.post("/review", data=form).status_code == 303
    assert [one.verdict for one in log(project)] == ["accept", "undo"]


def test_forms_of_others_do_not_count(client: TestClient, project: Path) -> None:
    good = fields(client.get("/review").text) | {"do": "accept"}
    for headers, form in (
        ({}, good | {"key": "0" * 64}),
        ({}, {name: value for name, value in good.items() if name != "key"}),
        ({"Origin": "https://elsewhere.example"}, good),
        ({"Sec-Fetch-Site": "cross-site"}, good),
        ({"Cookie": "hograph-form="}, good),
    ):
        assert client.post("/review", data=form, headers=headers).status_code == 403
    assert client.post("/review", json=good).status_code == 400
    assert client.post("/review", data=good | {"note": "x" * 60_000}).status_code in {400, 413}
    assert not log(project)
    good = fields(client.get("/review").text) | {"do": "accept"}
    assert client.post("/review", data=good, headers={"Origin": "http://localhost:8000"}).status_code == 303


def test_what_was_read_is_kept_as_long_as_no_file_changes(
    client: TestClient, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither proposals nor the log are read twice; what is written to either meanwhile, also by others, counts at once."""
    read: list[str] = []

    def noted(name: str, of: Callable[[Path], list[object]]) -> Callable[[Path], list[object]]:
        def reading(path: Path) -> list[object]:
            read.append(name)
            return of(path)

        return reading

    for name in ("read_proposed", "read_decisions"):
        monkeypatch.setattr(desk, name, noted(name, getattr(desk, name)))
    first = client.get("/review").text
    assert "0 of 2 decided" in first and "0 of 2 decided" in client.get("/review?order=document").text
    assert sorted(read) == ["read_decisions", "read_proposed"]
    assert send(client, do="accept")[0] == 303 and "1 of 2 decided" in client.get("/review").text
    assert sorted(read) == ["read_decisions", "read_decisions", "read_proposed"]
    (project / "data" / LOG).unlink()
    assert "0 of 2 decided" in client.get("/review").text
    propose(project, [SURE])
    assert "0 of 1 decided" in client.get("/review").text and read.count("read_proposed") == 2
    path = project.parent / "documents" / f"{SLUG}.txt"
    path.write_text("Another text. " * 40, "utf-8")
    assert "not at that place in the document" in client.get("/review").text


@pytest.mark.parametrize(
    ("client_of", "headers"),
    [
        (("192.0.2.1", 50000), {"Host": "localhost:8000"}),
        (("127.0.0.1", 50000), {"Host": "evil.example"}),
        (("127.0.0.1", 50000), {"Host": "localhost:8000", "X-Forwarded-For": "192.0.2.1"}),
        (("127.0.0.1", 50000), {"Host": "localhost:8000", "Forwarded": "for=192.0.2.1"}),
    ],
)
def test_without_a_token_only_this_machine_is_let_in(
    service: Service, client_of: tuple[str, int], headers: dict[str, str]
) -> None:
    client = TestClient(create_app(service), client=client_of, follow_redirects=False)
    refused = client.get("/review", headers=headers)
    assert refused.status_code == 403 and "Nobody" not in refused.text


def test_with_a_token_whoever_knows_it_is_let_in(service: Service, project: Path) -> None:
    app = create_app(replace(service, reviewing=Reviewing(token="open sesame")))
    client = TestClient(app, base_url="https://graph.example", client=("192.0.2.1", 1), follow_redirects=False)
    door = client.get("/review")
    assert door.status_code == 401 and "lamps help" not in door.text
    key = re.search(r'name="key" value="(\w+)"', door.text)
    assert key
    wrong = client.post("/review", data={"key": key[1], "token": "guess", "do": "enter"})
    assert wrong.status_code == 403 and "not the token" in wrong.text
    entered = client.post("/review", data={"key": key[1], "token": "open sesame", "do": "enter"})
    cookie = entered.headers["set-cookie"].lower()
    assert entered.status_code == 303
    assert all(word in cookie for word in ("httponly", "secure", "samesite=strict", "path=/review"))
    assert "sesame" not in cookie
    assert send(client, do="accept")[0] == 303 and len(log(project)) == 1


def test_where_review_is_on_all_pages_lead_to_it(service: Service) -> None:
    with at_home(service) as client:
        for path in (
            "/",
            "/search?q=hip",
            "/HipJoint",
            "/queries/causes",
            "/compare",
            "/explore/graph",
            "/explore/sparql",
        ):
            got = client.get(path)
            assert got.status_code == 200 and 'href="/review"' in got.text, path


def test_review_is_off_unless_it_is_wanted(kg: hograph.KnowledgeGraph) -> None:
    client = at_home(Service(kg))
    assert client.get("/review").status_code == 404 and 'href="/review"' not in client.get("/HipJoint").text
    assert client.post("/review", data={"do": "accept"}).status_code == 404
