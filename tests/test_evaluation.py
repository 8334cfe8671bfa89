"""Proposed claims held against curated ones: what counts as right, what is missed and why, and what the command says."""

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import run
from hograph.curation.claimlines import claim_lines
from hograph.curation.values import Claim, Extracted, Span
from hograph.errors import ClaimFileError, DocumentError, InputError
from hograph.extraction.evaluate import Evaluation, Score, evaluate
from hograph.extraction.gold import Gold, documents_of, load_gold
from hograph.extraction.matching import assign
from hograph.extraction.misses import across_genres, bands, expected, lint, misses, rule_scores
from hograph.extraction.plugins import GROUP, SHIPPED, extractor, extractors
from hograph.ontology.index import Ontology
from hograph.reading.files import Unread, read_all
from hograph.reading.slugs import named, slug

HO = "HeterotopicOssification"
LEAFLET = """Unwanted bone

Burns may cause heterotopic ossification. The elbow is never affected.

Fever and swelling come first.
"""


def claim(
    subject: str, predicate: str, object_: str, start: int = 0, end: int = 10, rule: str = "", **more: object
) -> Claim:
    span = Span(start=start, end=end, sha256=f"{start:032x}{end:032x}")
    made = Extracted(extractor="rules", version="1", rule=rule) if rule else None
    return Claim(subject=subject, predicate=predicate, object=object_, span=span, extracted=made, **more)  # type: ignore[arg-type]


def score(gold: list[Claim], proposed: list[Claim], ontology: Ontology, **genres: str) -> Evaluation:
    made = Gold({"leaflet": tuple(gold)}, genres)
    return evaluate(made, [("leaflet", one) for one in proposed], ontology)


class TestWhatIsRight:
    def test_the_same_claims_are_wholly_right(self, ontology: Ontology) -> None:
        claims = [claim("Burn", "causes", HO), claim(HO, "occursIn", "HipJoint", 20, 30, polarity="negated")]
        found = score(claims, claims, ontology)
        assert found.overall == found.strict == Score(2, 2, 2) and found.overall.f1 == 1.0
        assert {s.f1 for s in found.attributes.values()} == {1.0, None}  # no qualifiers, so no share of them

    @pytest.mark.parametrize(
        ("subject", "object_", "right"),
        [
            ("ThermalBurn", HO, 0),  # no term of the ontology
            ("Burn", "MyositisOssificans", 1),  # below the curated one
            ("Condition", HO, 0),  # above it, but a top category says nothing
            ("SpinalCordInjury", HO, 0),  # a sibling
        ],
    )
    def test_a_term_may_be_above_or_below_the_curated_one(
        self, subject: str, object_: str, right: int, ontology: Ontology
    ) -> None:
        assert (
            score([claim("Burn", "causes", HO)], [claim(subject, "causes", object_)], ontology).overall.right == right
        )

    def test_a_statement_counts_once_however_often_it_is_made(self, ontology: Ontology) -> None:
        gold = [claim("Burn", "causes", HO), claim("Burn", "causes", HO, 50, 60)]
        assert score(gold, [claim("Burn", "causes", HO)], ontology).overall == Score(1, 1, 1)
        assert score(gold, [claim("Burn", "causes", HO)], ontology).strict == Score(1, 1, 2)

    def test_one_statement_answers_one(self, ontology: Ontology) -> None:
        gold = [claim("Burn", "causes", HO)]
        proposed = [claim("Burn", "causes", "MyositisOssificans"), claim("Burn", "causes", HO)]
        found = score(gold, proposed, ontology)
        assert found.overall == Score(1, 2, 1)
        assert found.pairs[0][1].object == HO, "the exact one is taken"

    def test_what_is_symmetric_may_be_said_from_either_end(self, ontology: Ontology) -> None:
        for relation, right in (("associatedWith", 1), ("causes", 0)):
            turned = score([claim("Burn", relation, HO)], [claim(HO, relation, "Burn")], ontology)
            assert turned.overall == Score(right, 1, 1)

    def test_as_many_as_can_be_are_matched(self, ontology: Ontology) -> None:
        gold = [claim("Burn", "causes", HO), claim("Burn", "causes", "MyositisOssificans")]
        proposed = [
            claim("Burn", "causes", "TraumaticMyositisOssificans"),
            claim("Burn", "causes", "MyositisOssificans"),
        ]
        assert "MyositisOssificans" in ontology.ancestors("TraumaticMyositisOssificans")
        assert score(gold, proposed, ontology).overall.right == 2

    def test_strictly_polarity_certainty_and_place_count(self, ontology: Ontology) -> None:
        gold = [claim("Burn", "causes", HO, certainty="hedged")]
        for proposed in (claim("Burn", "causes", HO), claim("Burn", "causes", HO, 10, 20, certainty="hedged")):
            found = score(gold, [proposed], ontology)
            assert (found.overall.right, found.strict.right) == (1, 0)
        assert score(gold, [claim("Burn", "causes", HO, 9, 20, certainty="hedged")], ontology).strict.right == 1

    def test_how_it_is_read_is_scored_apart(self, ontology: Ontology) -> None:
        curated = {"site": "HipJoint", "frequency": {"rank": "rare", "min": 0.1}}
        gold = [claim("Burn", "causes", HO, certainty="hedged", qualifiers=curated)]
        proposed = [claim("Burn", "causes", HO, 5, 12, qualifiers={"frequency": {"rank": "rare", "min": 0.2}})]
        scored = score(gold, proposed, ontology)
        found = scored.attributes
        assert found["qualifiers"] == Score(1, 2, 3)
        assert scored.qualifiers == {
            "frequency.min": Score(0, 1, 1),
            "frequency.rank": Score(1, 1, 1),
            "site": Score(0, 0, 1),
        }
        shares = {name: found[name].precision for name in ("polarity", "certainty", "overlapping span", "same span")}
        assert shares == {"polarity": 1.0, "certainty": 0.0, "overlapping span": 1.0, "same span": 0.0}

    def test_claims_of_one_statement_are_paired_by_place(self, ontology: Ontology) -> None:
        gold = [claim("Burn", "causes", HO), claim("Burn", "causes", HO, 50, 60, polarity="negated")]
        proposed = [claim("Burn", "causes", HO, 51, 59, polarity="negated"), claim("Burn", "causes", HO, 2, 8)]
        assert score(gold, proposed, ontology).attributes["polarity"] == Score(2, 2, 2)

    def test_claims_of_documents_that_nobody_curated_do_not_count(self, ontology: Ontology) -> None:
        found = evaluate(Gold({"leaflet": ()}, {}), [("other", claim("Burn", "causes", HO))], ontology)
        assert found.overall == Score(0, 0, 0) and found.overall.f1 is None and found.interval.units == 0

    @given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=1, max_size=5))
    def test_the_assignment_is_the_best_of_all(self, weights: list[list[int]]) -> None:
        rows, columns = list(range(len(weights))), list(range(4))
        pairs = assign(rows, columns, lambda i, j: weights[i][j])
        assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
        padded = [*columns, *[None] * len(rows)]
        best = max(
            sum(weights[i][j] for i, j in zip(rows, chosen, strict=True) if j is not None)
            for chosen in set(permutations(padded, len(rows)))
        )
        assert sum(weights[i][j] for i, j in pairs) == best


class TestWhyAndWhichRules:
    def test_each_miss_has_its_cause(self, ontology: Ontology, tmp_path: Path) -> None:
        (tmp_path / "leaflet.txt").write_text(LEAFLET, "utf-8")
        at = LEAFLET.index
        burns, elbow, fever = at("Burns"), at("The elbow"), at("Fever")
        gold = [
            claim("Burn", "causes", HO, burns, burns + 40, certainty="hedged"),  # found as asserted
            claim(HO, "occursIn", "ElbowJoint", elbow, elbow + 20),  # related the other way
            claim(HO, "hasSymptom", "Fever", fever, fever + 5),  # proposed between others
            claim(HO, "hasSymptom", "JointStiffness", fever, fever + 5),  # never named
            claim(HO, "treats", "Swelling", fever, fever + 20),  # nothing made of it
        ]
        proposed = [
            claim("Burn", "causes", HO, burns, burns + 40),
            claim(HO, "startsAt", "ElbowJoint", elbow, elbow + 20),
            claim("Burn", "hasSymptom", "Pain", fever, fever + 10),
        ]
        found = evaluate(Gold({"leaflet": tuple(gold)}, {}), [("leaflet", one) for one in proposed], ontology)
        readings = documents_of(found.gold, tmp_path)
        assert [miss.cause for miss in misses(found, ontology, readings)] == [
            "context",
            "predicate",
            "argument",
            "lexicon",
            "trigger",
        ]
        assert misses(found, ontology, readings)[3].detail == "JointStiffness"
        assert misses(found, ontology, {})[3].cause == "argument" and misses(found, ontology, {})[4].cause == "unfound"

    def test_rules_are_scored_by_statement(self, ontology: Ontology) -> None:
        gold = [claim("Burn", "causes", HO), claim(HO, "occursIn", "HipJoint", 20, 30)]
        proposed = [
            claim("Burn", "causes", HO, rule="causes", confidence=0.9),
            claim("Burn", "causes", HO, 60, 70, rule="causes", confidence=0.8),
            claim("Trauma", "causes", HO, 40, 50, rule="causes", confidence=0.8),
            claim(HO, "occursIn", "HipJoint", 20, 30, rule="sites", confidence=0.5),
        ]
        found = score(gold, proposed, ontology)
        causes, sites = rule_scores(found)
        assert (causes.rule, causes.score, causes.stated) == ("causes", Score(1, 2, 1), 0.9)
        assert (causes.measured, sites.measured) == (expected(1, 2), expected(1, 1))
        assert {name: scored.precision for name, scored, _ in bands(found)}["0.8 and above"] == 0.5
        assert lint(found, ["causes", "unheard-of"]) == [
            ("causes", "fires on one document only"),
            ("unheard-of", "never fires"),
        ]

    def test_a_genre_is_held_against_what_the_others_teach(self, ontology: Ontology) -> None:
        right, wrong = claim("Burn", "causes", HO, rule="causes"), claim("Trauma", "causes", HO, rule="causes")
        gold = Gold({"a": (right,), "b": (right,)}, {"a": "leaflet", "b": "review"})
        found = evaluate(gold, [("a", right), ("b", wrong)], ontology)
        rows = {genre: (kept, expected) for genre, _, kept, expected in across_genres(found)}
        assert rows["review"][1] is None and rows["review"][0].proposed == 0, "one of one is not sure enough"
        sure = {f"d{i}": (right,) for i in range(27)}
        gold = Gold({**sure, "b": (right,)}, {**dict.fromkeys(sure, "leaflet"), "b": "review"})
        found = evaluate(gold, [*((name, right) for name in sure), ("b", wrong)], ontology)
        rows = {genre: (kept, expected) for genre, _, kept, expected in across_genres(found)}
        assert rows["review"] == (Score(0, 1, 1), expected(27, 27))

    def test_intervals_are_the_same_each_time(self, ontology: Ontology) -> None:
        sites = ("HipJoint", "ElbowJoint", "KneeJoint", "ShoulderJoint")
        gold = [claim(HO, "occursIn", site, 10 * i, 10 * i + 5) for i, site in enumerate(sites)]
        first, second = (score(gold, gold[:3], ontology).interval for _ in range(2))
        assert first == second and (first.unit, first.units) == ("passages", 4)
        assert first.precision == (1.0, 1.0) and 0 < first.recall[0] < 0.75 < first.recall[1] <= 1


class TestCuratedClaims:
    def test_folders_and_files_are_read(self, root: Path, tmp_path: Path) -> None:
        gold = load_gold(root / "data")
        assert len(gold.claims) == 5 and set(gold.genres) == set(gold.claims)
        lines = claim_lines((document, one) for document, claims in gold.claims.items() for one in claims)
        (tmp_path / "gold.jsonl").write_text(lines, "utf-8")
        assert load_gold(tmp_path).claims == load_gold(tmp_path / "gold.jsonl").claims == gold.claims

    def test_rejected_claims_are_no_gold(self, tmp_path: Path) -> None:
        claims = [("leaflet", claim("Burn", "causes", HO, status=status)) for status in ("rejected", "accepted")]
        (tmp_path / "gold.jsonl").write_text(claim_lines(claims), "utf-8")
        assert [len(some) for some in load_gold(tmp_path).claims.values()] == [1]

    def test_what_is_missing_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(ClaimFileError, match=r"no claims in it"):
            load_gold(tmp_path)
        (tmp_path / "leaflet.txt").write_bytes(b"")
        for wanted, said in (("leaflet", "is empty"), ("other", "no document for the claims of other")):
            with pytest.raises(DocumentError, match=said):
                documents_of(Gold({wanted: ()}, {}), tmp_path)
        for name in ("leaflet.md", "Leaflet.txt"):
            (tmp_path / name).write_text("Bone grows.", "utf-8")
        (tmp_path / "leaflet.txt").unlink()
        with pytest.raises(DocumentError, match=r"two documents 'leaflet'"):
            documents_of(Gold({"leaflet": ()}, {}), tmp_path)

    def test_a_document_is_named_after_its_file_and_its_part_where_there_are_several(self, tmp_path: Path) -> None:
        record = "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>Bone</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
        for name, numbers in (("one", "7"), ("two", "89")):
            records = "".join(record.format(number) for number in numbers)
            (tmp_path / f"{name}.xml").write_text(f"<PubmedArticleSet>{records}</PubmedArticleSet>", "utf-8")
        (tmp_path / "three.txt").write_bytes(b" ")
        found = [(name, isinstance(one, Unread)) for name, one in named(read_all([tmp_path]))]
        assert found == [("one", False), ("", True), ("two-pmid-8", False), ("two-pmid-9", False)]
        with pytest.raises(DocumentError, match="Rename the file"):
            slug("骨.txt")


class TestExtractorsByName:
    def test_the_shipped_ones_are_registered(self, root: Path, ontology: Ontology) -> None:
        import tomllib

        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
        assert project["entry-points"][GROUP] == SHIPPED
        assert "rules" in extractors() and extractor("rules", ontology).name == "rules"

    def test_what_is_wrong_is_said(self, ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
        from importlib.metadata import EntryPoint

        broken = EntryPoint("broken", "hograph.nowhere:make", GROUP)
        monkeypatch.setattr("hograph.extraction.plugins.entry_points", lambda **_: [broken])
        with pytest.raises(InputError, match=r"No extractor is named 'x'. There are: broken, llm, rules"):
            extractor("x", ontology)
        with pytest.raises(InputError, match=r"cannot be loaded: No module named 'hograph.nowhere'"):
            extractor("broken", ontology)
        with pytest.raises(InputError, match=r"does not take these options"):
            extractor("rules", ontology, model="big")


class TestTheCommand:
    @pytest.fixture
    def gold(self, tmp_path: Path) -> Path:
        claims = [
            ("leaflet", claim("Burn", "causes", HO, 15, 55, certainty="hedged")),
            ("leaflet", claim(HO, "hasSymptom", "Fever", 87, 92)),
        ]
        (tmp_path / "gold.jsonl").write_text(claim_lines(claims), "utf-8")
        (tmp_path / "texts").mkdir()
        (tmp_path / "texts" / "leaflet.txt").write_text(LEAFLET, "utf-8")
        return tmp_path / "gold.jsonl"

    @pytest.fixture
    def one(self, tmp_path: Path) -> Path:
        """One of the claims, proposed."""
        (tmp_path / "one.jsonl").write_text(claim_lines([("leaflet", claim("Burn", "causes", HO, 15, 55))]), "utf-8")
        return tmp_path / "one.jsonl"

    def test_it_proposes_and_reports(self, gold: Path) -> None:
        said = run("eval", gold, "--format", "json", "--misses", "--rules-report", "--wrong")
        assert said.exit_code == 0, said.output
        report = json.loads(said.stdout)
        assert report["overall"][0]["curated"] == 2 and report["overall"][0]["right"] >= 1
        assert set(report) >= {
            "attributes",
            "qualifiers",
            "predicates",
            "documents",
            "confidence",
            "causes",
            "rules",
            "misses",
            "wrong",
        }
        assert {row["passage"] for row in report["misses"]} <= {""}, "no words of a document unless they are asked for"

    @pytest.mark.parametrize("layout", ["table", "md", "html"])
    def test_it_reports_in_every_format(self, gold: Path, one: Path, layout: str) -> None:
        assert "relaxed" in run("eval", gold, "--predicted", one, "--format", layout).stdout

    def test_it_takes_claims_that_were_proposed(self, gold: Path, one: Path) -> None:
        said = run("eval", gold, "--predicted", one, "--format", "json", "--misses", "--passages")
        report = json.loads(said.stdout)
        assert [row["right"] for row in report["overall"][:2]] == [1, 0]
        assert [row["cause"] for row in report["causes"]] == ["context", "trigger"]
        assert report["misses"][1]["passage"] == "Fever"

    def test_it_exits_with_1_below_a_floor(self, gold: Path, one: Path) -> None:
        assert run("eval", gold, "--predicted", one, "--least-f1", "0", "--least-polarity", "0.5").exit_code == 0
        said = run("eval", gold, "--predicted", one, "--least-recall", "1", "--least-certainty", "1")
        assert said.exit_code == 1 and "recall is 0.500, less than 1." in said.stderr

    def test_it_names_rules_that_do_not_fire(self, gold: Path) -> None:
        said = run("eval", gold, "--lint")
        assert said.exit_code == 1 and "never fires" in said.stdout and "fires on one document only" in said.stdout

    def test_it_says_what_is_wrong(self, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("HOGRAPH_DOCUMENTS", raising=False)
        assert "No folder of documents is named" in run("eval").stderr
        (tmp_path / "own.yaml").write_text("relations: [{id: x}]\n", "utf-8")
        said = run("eval", gold, "--rules", tmp_path / "own.yaml")
        assert said.exit_code == 2 and "own.yaml: rule 'x'" in said.stderr
        assert run("eval", gold, "--extractor", "none").exit_code == 2
