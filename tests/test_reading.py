"""Reading documents: many formats as one text with blocks; every character knows its place, and what is no text of a document is left out."""

import io
from pathlib import Path

import docx
import fpdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hograph.files import sha256
from hograph.reading.blocks import Reading
from hograph.reading.boilerplate import rules, why
from hograph.reading.clean import clean
from hograph.reading.read import read
from hograph.reading.view import Piece, View

LEAFLET = """Unwanted bone

It may follow surgery of the hip.

Signs may include:
  • swelling
  • less movement
    • of the elbow

Book an appointment today
"""
HTML = """<!doctype html><html><head><title>Unwanted bone</title><meta name="citation_author" content="A. Doe">
<meta name="dc.date" content="2021-05-03"></head><body><nav><a href="/">Home</a></nav>
<h1>Unwanted bone</h1><p>It may follow surgery of&nbsp;the <b>hip</b>.<sup>1</sup><p>Pain &amp; swelling<br>are early.
<ul><li>swelling<ul><li>of the elbow</ul><li>stiffness</ul><table><tr><td>hip<td>often</table>
<div class="cookie-banner">Bone is good.</div><script>var bone = "treats";</script><footer>The Clinic</footer></body></html>"""
JATS = """<?xml version="1.0"?>
<article article-type="case-report" xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title>Bone News</journal-title></journal-meta>
<article-meta><article-id pub-id-type="doi">10.9999/x</article-id><title-group><article-title>Bone in muscle</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Ann</given-names></name></contrib></contrib-group>
<pub-date><month>5</month><year>2020</year></pub-date><permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/"/></permissions>
<abstract><sec><title>Results</title><p>Pain fell in 8&#8211;9 of 10<xref ref-type="bibr">3</xref>.</p></sec></abstract></article-meta></front>
<body><sec><title>Care</title><p>We gave:<list><list-item><p>indomethacin</p></list-item></list></p>
<sec><title>Surgery</title><p>The lesion was excised.</p></sec></sec></body>
<back><ref-list><ref><mixed-citation>Bone causes bone.</mixed-citation></ref></ref-list></back></article>"""
PUBMED = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>111</PMID><Article><Journal><JournalIssue><PubDate><Year>2019</Year>
<Month>Jan</Month></PubDate></JournalIssue><Title>J Bone</Title></Journal><ArticleTitle>Bone &amp; burns</ArticleTitle><Abstract>
<AbstractText Label="METHODS">Ten patients were seen.</AbstractText></Abstract><PublicationTypeList><PublicationType>Review</PublicationType>
</PublicationTypeList></Article></MedlineCitation></PubmedArticle><PubmedArticle><MedlineCitation><PMID>112</PMID><Article>
<ArticleTitle>Second</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


def one(name: str, data: str | bytes) -> Reading:
    (found,) = read(name, data.encode() if isinstance(data, str) else data)
    return found


def shown(reading: Reading) -> list[tuple[str, int, str]]:
    """The blocks that may make claims."""
    return [(b.kind.value, b.level, b.text) for b in reading.blocks if b.left_out is None]


def pdf(*pages: str, password: str | None = None) -> bytes:
    made = fpdf.FPDF()
    made.set_font("Helvetica", size=12)
    for page in pages:
        made.add_page()
        made.multi_cell(0, 8, page)
    if password:
        made.set_encryption(owner_password="x", user_password=password)
    return bytes(made.output())


def word(*paragraphs: tuple[str, str]) -> bytes:
    made = docx.Document()
    made.core_properties.title = "Unwanted bone"
    for style, text in paragraphs:
        made.add_paragraph(text, style=style)
    made.add_table(1, 2).rows[0].cells[1].text = "often"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


class TestFormats:
    def test_plain_text(self) -> None:
        reading = one("leaflet.txt", LEAFLET)
        assert shown(reading) == [
            ("heading", 1, "Unwanted bone"),
            ("paragraph", 0, "It may follow surgery of the hip."),
            ("heading", 1, "Signs may include:"),
            ("item", 1, "swelling"),
            ("item", 1, "less movement"),
            ("item", 2, "of the elbow"),
        ]
        assert reading.blocks[-1].left_out == "booking" and reading.described.title == "Unwanted bone"
        assert reading.blocks[3].section == "Signs may include:"

    def test_lines_that_are_wrapped_are_one_paragraph(self) -> None:
        text = "Heterotopic ossification is bone in soft tissue, where none be-\nlongs. It is seen after burns.\n"
        assert [block[2] for block in shown(one("a.txt", text))] == [
            "Heterotopic ossification is bone in soft tissue, where none belongs. It is seen after burns."
        ]

    def test_short_lines_below_a_lead_are_its_items(self) -> None:
        text = "What looks alike?\n\nThe differential diagnosis of this includes:\n\nTendinitis\nSeptic arthritis\n\nCare\n\nRest helps.\n"
        assert [block[::2] for block in shown(one("a.txt", text))] == [
            ("heading", "What looks alike?"),
            ("lead", "The differential diagnosis of this includes:"),
            ("item", "Tendinitis"),
            ("item", "Septic arthritis"),
            ("heading", "Care"),
            ("paragraph", "Rest helps."),
        ]

    def test_front_matter_and_footnotes_of_markdown(self) -> None:
        front = "---\ntitle: 'Bone: a leaflet'\nauthor: [A. Writer, {name: B. Writer}]\ndate: 2024-03-05\nlicense: CC BY 4.0\ndoi: https://doi.org/10.1/x\n---\n"
        reading = one("a.md", f"{front}\nBone[^1] may form.\n\n[^1]: In muscle.\n")
        assert [text for *_, text in shown(reading)] == ["Bone may form.", "In muscle."]
        made = reading.described
        assert (made.title, made.authors) == ("Bone: a leaflet", ("A. Writer", "B. Writer"))
        assert (made.published, made.licence, made.doi) == ("2024-03-05", "CC BY 4.0", "10.1/x")
        assert one("a.md", "---\ntitle: Bone: a leaflet\n---\n\nBone.\n").described.title == "Bone: a leaflet"

    def test_markdown(self) -> None:
        text = "---\ntitle: Bone\n---\n# Sites\n\nThe *hip* and the [elbow](e.md) `x`.\n\n- one\n    - **two**\n\n| a | b |\n|---|---|\n| hip | often |\n"
        reading = one("a.md", text)
        assert shown(reading)[:4] == [
            ("heading", 1, "Sites"),
            ("paragraph", 0, "The hip and the elbow x."),
            ("item", 1, "one"),
            ("item", 2, "two"),
        ]
        assert ("cell", 0, "often") in shown(reading) and reading.described.title == "Bone"

    def test_html(self) -> None:
        reading = one("a.html", HTML)
        assert shown(reading) == [
            ("heading", 1, "Unwanted bone"),
            ("paragraph", 0, "It may follow surgery of the hip."),
            ("paragraph", 0, "Pain & swelling"),
            ("paragraph", 0, "are early."),
            ("item", 1, "swelling"),
            ("item", 2, "of the elbow"),
            ("item", 1, "stiffness"),
            ("cell", 0, "hip"),
            ("cell", 0, "often"),
        ]
        assert {b.left_out for b in reading.blocks} == {None, "navigation", "cookies", "footer"}
        assert reading.described.authors == ("A. Doe",) and reading.described.published == "2021-05-03"

    def test_jats(self) -> None:
        reading = one("a.xml", JATS)
        assert shown(reading) == [
            ("title", 0, "Bone in muscle"),
            ("heading", 2, "Results"),
            ("paragraph", 0, "Pain fell in 8–9 of 10."),
            ("heading", 2, "Care"),
            ("paragraph", 0, "We gave:"),
            ("item", 1, "indomethacin"),
            ("heading", 3, "Surgery"),
            ("paragraph", 0, "The lesion was excised."),
        ]
        about = reading.described
        assert (about.doi, about.authors, about.published, about.publisher) == (
            "10.9999/x",
            ("Ann Doe",),
            "2020-05",
            "Bone News",
        )
        assert about.licence == "https://creativecommons.org/licenses/by/4.0/" and about.kinds == ("case-report",)

    def test_pubmed_records_are_documents_of_their_own(self) -> None:
        first, second = read("set.xml", PUBMED.encode())
        assert first.name == "set.xml#pmid:111" and second.described.title == "Second"
        assert shown(first) == [("title", 0, "Bone & burns"), ("paragraph", 0, "Ten patients were seen.")]
        assert first.blocks[1].section == "METHODS" and first.described.kinds == ("Review",)
        assert first.described.published == "2019-01" and first.described.publisher == "J Bone"

    def test_pdf(self) -> None:
        head = "Clinic leaflet {}\n"
        texts = [f"Bone may form in muscle after surgery of the {site}." for site in ("hip", "knee", "elbow")]
        data = pdf(*(head.format(i) + text for i, text in enumerate(texts)))
        reading = one("a.pdf", data)
        assert [text for _, _, text in shown(reading)] == texts
        assert reading.reader.startswith("pypdfium2 ") and reading.sha256 == sha256(data)

    def test_words_of_a_pdf_go_on_over_a_hyphen_at_the_end_of_a_line(self) -> None:
        lines = (
            "Trau-",
            "matic brain injury comes before heterotopic ossifica-",
            "tion, at times with long-",
            "term immobility.",
        )
        reading = one("a.pdf", pdf("\n".join(lines)))
        assert [text for _, _, text in shown(reading)] == [
            "Traumatic brain injury comes before heterotopic ossification, at times with long-term immobility."
        ]
        assert reading.text.splitlines() == list(lines)

    def test_docx(self) -> None:
        reading = one("a.docx", word(("Heading 1", "Sites"), ("Normal", "The hip.3"), ("List Bullet 2", "the elbow")))
        assert shown(reading) == [
            ("heading", 1, "Sites"),
            ("paragraph", 0, "The hip."),
            ("item", 2, "the elbow"),
            ("cell", 0, "often"),
        ]
        assert reading.described.title == "Unwanted bone" and reading.reader.startswith("python-docx ")

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
    def test_encodings(self, encoding: str) -> None:
        assert "Paget’s disease is seen." in [
            text for *_, text in shown(one("a.txt", "Paget’s disease is seen.".encode(encoding)))
        ]


class TestPlaces:
    @pytest.mark.parametrize(("name", "data"), [("a.txt", LEAFLET), ("a.html", HTML), ("a.xml", JATS)])
    def test_words_stand_where_the_view_says(self, name: str, data: str) -> None:
        for block in one(name, data).blocks:
            for word_ in ("swelling", "hip", "elbow", "indomethacin", "excised"):
                at = block.text.find(word_)
                if at >= 0:
                    start, end = block.view.place(at, at + len(word_))
                    assert data[start:end] == word_

    @given(st.lists(st.tuples(st.text("ab \n-", max_size=5), st.integers(0, 3)), max_size=8), st.data())
    def test_a_view_always_leads_back(self, parts: list[tuple[str, int]], data: st.DataObject) -> None:
        pieces, at = [], 0
        for text, gap in parts:
            pieces.append(Piece(text, at + gap, at + gap + len(text)))
            at += gap + len(text)
        view = View.joined(pieces)
        raw = {p: char for piece in pieces for p, char in enumerate(piece.text, start=piece.start)}
        if view:
            start = data.draw(st.integers(0, len(view.text) - 1))
            end = data.draw(st.integers(start + 1, len(view.text)))
            low, high = view.place(start, end)
            assert (
                "".join(raw.get(p, "") for p in range(low, high)) == view.text[start:end] == view.cut(start, end).text
            )

    @given(st.text("ab1. -\n\u00a0â€“Ã©ﬁ[],²", max_size=40))
    def test_cleaning_keeps_every_place(self, text: str) -> None:
        cleaned = clean(View.of(text))
        places = [cleaned.place(i, i + 1) for i in range(len(cleaned.text))]
        assert all(low < high <= len(text) for low, high in places) and places == sorted(places)
        assert all(
            text[low] == char
            for (low, high), char in zip(places, cleaned.text, strict=True)
            if high - low == 1 and char in "ab"
        )


class TestCleaning:
    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("6â€“12 weeks", "6–12 weeks"),
            ("Pagetâ€™s", "Paget’s"),
            ("MÃ¼ller", "Müller"),
            ("a château", "a château"),
            ("soft\u00a0tissue", "soft tissue"),
            ("ossi\u00adfication", "ossification"),
            ("heterotopic ossi-\nfication", "heterotopic ossification"),
            ("long-\nterm use", "long-term use"),
            ("the de\ufb01nition", "the definition"),
            ("bone.1,2 It", "bone. It"),
            ("bone [3, 5–7].", "bone."),
            ("bone²,³ grows", "bone grows"),
            ("outside the skeleton. 1", "outside the skeleton."),
            ("blast injuries 1, 2, 3", "blast injuries"),
            ("in 20.5 % of hips", "in 20.5 % of hips"),
            ("grade 3", "grade 3"),
            ("p.R206H", "p.R206H"),
            ("by weeks 2, 3", "by weeks 2, 3"),
            ("myositis ossificans3.", "myositis ossificans."),
            ("heterotopic ossification4,5 and pain", "heterotopic ossification and pain"),
            ("Grade3 of cadherin11 in phase2", "Grade3 of cadherin11 in phase2"),
        ],
    )
    def test_text_as_it_is_meant(self, text: str, meant: str) -> None:
        assert clean(View.of(text)).text == meant

    def test_what_makes_no_claims_is_told_by_examples(self) -> None:
        assert len(rules().rules) >= 10
        for rule in rules().rules:
            assert {why(text) for text in rule.examples} == {rule.reason}
            assert {why(text) for text in rule.counter_examples} == {None}

    def test_end_matter_makes_no_claims(self) -> None:
        text = "Bone is bone in muscle tissue of the thigh.\n\nReferences\n\nBone causes pain in most of the patients seen.\n"
        assert [b.left_out for b in one("a.txt", text).blocks] == [None, "end matter", "end matter"]
        page = "# References\n\nBone causes pain.\n\n# Care\n\nRest helps.\n"
        assert [text for *_, text in shown(one("a.md", page))] == ["Care", "Rest helps."]


class TestTheFiveDocuments:
    @pytest.mark.parametrize("ending", ["heterotopic-ossification", "myositis-ossificans", "overview"])
    def test_every_curated_passage_stands_in_a_block(self, documents: Path, root: Path, ending: str) -> None:
        import yaml

        for path in sorted(documents.glob(f"*{ending}.txt")):
            blocks = [block for block in one(path.name, path.read_bytes()).blocks if block.left_out is None]
            claims = yaml.safe_load((root / "data" / "claims" / f"{path.stem}.yaml").read_text("utf-8"))["claims"]
            spans = {(claim["span"]["start"], claim["span"]["end"]) for claim in claims}
            lost = [s for s in spans if not any(b.place[0] < s[1] and s[0] < b.place[1] for b in blocks)]
            assert not lost
