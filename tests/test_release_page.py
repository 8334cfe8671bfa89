"""The page of a release: every term is on it, links lead somewhere, and the search works in a browser."""

import re
import shutil
import subprocess
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import Files
from hograph.graph.build import Build
from hograph.ontology.mappings import load_mappings


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.refs: list[str] = []
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.refs += [found["href"] or ""] if tag == "a" else []
        self.loads += [value or "" for name, value in attrs if name == "src" or (tag == "link" and name == "href")]
        if tag not in {"br", "input", "link", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(released: Files) -> _Links:
    parser = _Links()
    parser.feed(released["ontology/index.html"].decode())
    return parser


class TestPage:
    def test_it_is_well_formed_and_needs_nothing_else(self, page: _Links) -> None:
        assert page.open == [] and page.loads == []

    def test_every_link_within_it_has_a_target(self, page: _Links) -> None:
        inner = [ref[1:] for ref in page.refs if ref.startswith("#")]
        assert len(inner) > 1000 and set(inner) <= set(page.ids)
        assert [name for name, count in Counter(page.ids).items() if count > 1] == []

    def test_every_term_role_and_relation_is_on_it(self, page: _Links, built: Build) -> None:
        assert {*built.ontology.terms, *built.ontology.roles, *built.ontology.properties} <= set(page.ids)

    def test_an_article_tells_names_axioms_and_roles(self, released: Files) -> None:
        text = released["ontology/index.html"].decode()
        article = text.split('<article id="HipJoint">')[1].split("</article>")[0]
        assert "coxofemoral joint" in article
        assert '<a href="#partOf">is part of</a> some <a href="#HipRegion">hip region</a>' in article
        assert '<a href="#AffectedSite">affected site</a>' in article
        chain = text.split('<article id="occursIn">')[1].split("</article>")[0]
        assert '<a href="#occursIn">occurs in</a>, then <a href="#partOf">is part of</a>' in chain

    def test_matches_have_the_labels_of_the_others(self, released: Files, root: Path) -> None:
        """Those that the table of mappings gives; of SNOMED CT, ICD-11 and UMLS it gives none."""
        text = released["ontology/index.html"].decode()
        told = {
            unescape(name): unescape(label)
            for name, label in re.findall(
                r'(?:exact|close|broad|narrow|related) <a href="[^"]*">([^<]*)</a>([^<]*)', text
            )
        }
        mappings = load_mappings(root / "ontology" / "mappings.sssom.tsv").mappings
        assert {m.object_id: told[m.object_id].strip() for m in mappings} == {
            m.object_id: m.object_label or "" for m in mappings
        }
        assert {m.object_id.partition(":")[0] for m in mappings if not m.object_label} == {
            "ICD11", "ICD11F", "SNOMEDCT", "UMLS"
        }  # fmt: skip

    @pytest.mark.skipif(shutil.which("chromium") is None, reason="the script of the page needs a browser")
    def test_the_search_opens_groups_and_closes_them_again(self, released: Files, tmp_path: Path) -> None:
        """What the reader had opened stays open."""
        script = """<script>
        const groups = [...document.querySelectorAll("nav details")], seen = [];
        const open = () => seen.push(groups.map(group => +group.open).join(""));
        const type = words => { field.value = words; field.dispatchEvent(new Event("input")); open(); };
        groups[1].open = true; open(); type("hip"); type("hip jo"); type(""); type("hip"); type("");
        document.title = seen.join(" ");
        </script></body>"""
        path = tmp_path / "page.html"
        path.write_text(released["ontology/index.html"].decode().replace("</body>", script), encoding="utf-8")
        quiet = [
            "headless",
            "no-sandbox",
            "disable-gpu",
            "disable-quic",
            "no-first-run",
            "disable-background-networking",
        ]
        quiet += ["disable-component-update", "disable-sync", f"user-data-dir={tmp_path / 'browser'}", "dump-dom"]
        dom = subprocess.run(
            ["chromium", *(f"--{word}" for word in quiet), path.as_uri()],
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout
        before, *searched, after = dom.split("<title>")[1].split("</title>")[0].split()
        assert before == after == searched[2] and before.count("1") == 1
        assert all(set(state) == {"1"} for state in (searched[0], searched[1], searched[3]))

    def test_downloads_lie_beside_it(self, page: _Links, released: Files) -> None:
        beside = [ref for ref in page.refs if ref.endswith(".ttl")]
        assert len(beside) == 3 and all(f"ontology/{ref}" in released for ref in beside)
