"""Validation as users run it: never vacuous, and as text, JSON, Turtle or SARIF."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.graph.quads import Describer, in_graph, turtle
from hograph.ontology.index import load_ontology
from hograph.validation.engines import COMPILED, focus_nodes, validate
from hograph.validation.findings import Finding, Report
from hograph.validation.incremental import validate_beside
from hograph.validation.inputs import read_files, to_store
from hograph.validation.shapes import load_shapes
from hograph.vocabulary import GRAPH, HO, RDF, RDFS, SH, curie

SHAPES = "shapes"
"""Folder of shapes below that of an ontology."""


def validate_built(
    data: ox.Store, *ontology: Path, whole: bool = True, engine: str = COMPILED, beside: Path | None = None
) -> Report:
    """Validate the built graph; a shape that looked at nothing is a finding of its own.

    Args:
        data: all graphs but the inferred one.
        *ontology: folders of which each may have `shapes/`.
        whole: whether the shipped claims are in it, which give every shape something to look at.
        engine: `compiled` or `pyshacl`.
        beside: a folder with what the last validation found, when only what changed since is to be looked at; written anew.
    """
    shapes = load_shapes(*(folder / SHAPES for folder in ontology))
    report = validate_beside(data, shapes, beside) if beside else validate(data, shapes, engine)
    return with_idle(report) if whole else report


def with_idle(report: Report) -> Report:
    """A report on a whole graph, in which a shape that looked at nothing is a finding of its own."""
    idle = tuple(_idle(name) for name, number in report.focus_nodes.items() if not number)
    return replace(report, findings=(*report.findings, *idle))


def _idle(shape: str) -> Finding:
    message = "The shape looked at no node: its target is misspelt, or what it is about is missing"
    return Finding(f"https://w3id.org/hograph/shape/{shape}", shape, None, None, message, "Violation", shape)


def validate_files(paths: Sequence[Path], ontology_folder: Path, *own: Path, engine: str = COMPILED) -> Report:
    """Validate RDF files of the user's together with the ontology; only findings about their own nodes are told.

    Args:
        paths: the files.
        ontology_folder: the folder with the ontology and `shapes/`.
        *own: folders with own terms over it, and own `shapes/`.
        engine: `compiled` or `pyshacl`.

    Raises:
        InputError: when a file cannot be read, or no shape looks at anything in any of them.
    """
    files = read_files(paths)
    shapes = load_shapes(*(folder / SHAPES for folder in (ontology_folder, *own)))
    ontology = load_ontology(ontology_folder, *own).triples
    data = to_store([*ontology, *(triple for triples in files.values() for triple in triples)])
    file_of = {triple.subject: str(path) for path, triples in files.items() for triple in triples}
    looked_at = {shape.name: {node for node in focus_nodes(data, shape) if node in file_of} for shape in shapes.roots}
    if not any(looked_at.values()):
        names = ", ".join(str(path) for path in paths)
        raise InputError(
            f"{names}: no shape looks at anything in there, so nothing was validated. Are the nodes typed (a ho:Claim, ...)?"
        )
    sources = {node.value: path for node, path in file_of.items() if isinstance(node, ox.NamedNode)}
    report = validate(data, shapes, engine)
    told = [replace(f, source=sources[f.focus]) for f in report.findings if f.focus in sources]
    told += _unseen(data, set[object]().union(*looked_at.values(), (triple.subject for triple in ontology)), sources)
    return Report({name: len(nodes) for name, nodes in looked_at.items()}, tuple(told))


def _unseen(data: ox.Store, seen: set[object], sources: dict[str, str]) -> Iterable[Finding]:
    """What no shape looks at, neither itself nor on a path from what one does look at."""
    for iri, path in sorted(sources.items()):
        node = ox.NamedNode(iri)
        kinds = sorted(curie(q.object.value) for q in data.quads_for_pattern(node, RDF["type"], None) if q.object in HO)  # type: ignore[union-attr]
        if kinds and node not in seen and all(q.subject not in seen for q in data.quads_for_pattern(None, None, node)):
            message = f"It is a {' and a '.join(kinds)}, and no shape looks at it"
            yield Finding(iri, curie(iri), None, None, message, "Warning", "none", path)


def as_turtle(report: Report) -> str:
    """The report as a `sh:ValidationReport` in Turtle, without blank nodes."""
    root = ox.NamedNode("urn:hograph:validation-report")
    about = Describer(root, SH["ValidationReport"]).add(SH["conforms"], report.conforms)
    triples = []
    for number, finding in enumerate(report.findings, 1):
        node = ox.NamedNode(f"urn:hograph:validation-report:{number}")
        about.add(SH["result"], node)
        result = Describer(node, SH["ValidationResult"]).add(SH["focusNode"], _iri_or_text(finding.focus))
        result.add(SH["resultSeverity"], SH[finding.severity]).add(SH["resultMessage"], finding.message)
        triples += result.add(RDFS["comment"], finding.sentence()).triples
    return turtle(in_graph([*about.triples, *triples], GRAPH["validation"])).decode()


def _iri_or_text(focus: str) -> ox.NamedNode | str:
    """The node of an IRI; a literal or a blank node that was looked at has none, and is written as text."""
    try:
        return ox.NamedNode(focus)
    except ValueError:
        return focus
