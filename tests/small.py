"""Folders with an ontology of few terms, without or with real claims, for what takes long over the whole graph."""

import re
from collections.abc import Container, Iterable
from pathlib import Path

import pyoxigraph as ox

from hograph.curation.claimfile import load_all_claims
from hograph.curation.sources import load_sources
from hograph.graph.identity import claim_name
from hograph.ontology.index import Ontology, load_ontology
from hograph.vocabulary import HO
from invented import claims_text

SPOKEN = (
    *("BodyRegion", "Burn", "BurnPatient", "ElbowJoint", "HipJoint"),
    *("Injury", "KneeJoint", "MyositisOssificans", "NsaidTherapy", "Pain"),
    *("RadiationTherapy", "SpinalCordInjury", "SurgicalExcision", "Tendon", "Trauma"),
)
"""Terms that invented claims speak of, besides those that canned queries and the Biolink profile name."""


def write_few(folder: Path, root: Path, claims: Container[str]) -> Path:
    """Of a checkout the claims of these names, and of its terms those that they speak of beside those of `write_small`."""
    sources = load_sources(root / "data" / "sources.yaml")
    (folder / "data" / "claims").mkdir(parents=True)
    (folder / "data" / "sources.yaml").symlink_to(root / "data" / "sources.yaml")
    spoken: set[str] = set()
    for file in load_all_claims(root / "data" / "claims"):
        kept = [claim for claim in file.claims if claim_name(claim, sources[file.document].sha256) in claims]
        spoken.update(name for claim in kept for name in claim.term_names())
        path = folder / "data" / "claims" / f"{file.document}.yaml"
        path.write_text(claims_text(kept, file.document), encoding="utf-8")
    return write_small(folder, root, spoken)


def write_small(folder: Path, root: Path, spoken: Iterable[str] = SPOKEN) -> Path:
    """Of the terms of a checkout those that are spoken of, those of canned queries and of the Biolink profile, with all that their axioms name; the rest as it is there."""
    ontology = load_ontology(root / "ontology")
    queries = "\n".join(path.read_text("utf-8") for path in (root / "queries").glob("*.rq"))
    others = [name for name in ontology.classes if name not in ontology.terms]
    profile = (root / "ontology" / "biolink.yaml").read_text("utf-8")
    named = {*spoken, *others, *re.findall(r"(?:ho:|default: )([A-Z]\w+)", queries), *re.findall(r"[A-Z]\w+", profile)}
    kept = _with_what_they_name(ontology, named & set(ontology.classes))
    (folder / "ontology").mkdir(parents=True)
    for path in (root / "ontology").iterdir():
        if path.name not in {"terms", "mappings.sssom.tsv"}:
            (folder / "ontology" / path.name).symlink_to(path)
    (folder / "queries").symlink_to(root / "queries")
    dropped = {HO[name] for name in set(ontology.terms) - kept}
    triples = [triple for path in (root / "ontology" / "terms").glob("*.ttl") for triple in _kept(path, dropped)]
    (folder / "ontology" / "terms").mkdir()
    (folder / "ontology" / "terms" / "few.ttl").write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")
    lines = (root / "ontology" / "mappings.sssom.tsv").read_text("utf-8").splitlines(keepends=True)
    few = [line for line in lines if not line.startswith("ho:") or line.split("\t")[0].removeprefix("ho:") in kept]
    (folder / "ontology" / "mappings.sssom.tsv").write_text("".join(few), "utf-8")
    return folder


def _with_what_they_name(ontology: Ontology, names: Iterable[str]) -> set[str]:
    todo: list[ox.NamedNode | ox.BlankNode] = [HO[name] for name in names]
    seen: set[object] = set()
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo.extend(t.object for t in ontology.about(node) if isinstance(t.object, ox.NamedNode | ox.BlankNode))
    return {HO.name(node) for node in seen if isinstance(node, ox.NamedNode) and node in HO}


def _kept(path: Path, dropped: set[ox.NamedNode]) -> Iterable[ox.Triple]:
    """The triples of a file without those about terms that are dropped, and about the blank nodes of these."""
    triples = [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)]
    gone: set[object] = set(dropped)
    while more := {t.object for t in triples if t.subject in gone and isinstance(t.object, ox.BlankNode)} - gone:
        gone |= more
    return (triple for triple in triples if triple.subject not in gone)
