"""The demonstration: build, validate, check, and answer the first question with its evidence."""

import sys
from pathlib import Path

import click
import pyoxigraph as ox

from hograph.cli.building import print_counts
from hograph.cli.options import documents_option, root_option, say
from hograph.cli.questions import answer_canned
from hograph.counting import counted_as
from hograph.files import default_build_folder, resources
from hograph.graph.build import build
from hograph.graph.make import make
from hograph.graph.written import write_files
from hograph.knowledge import open_graph
from hograph.ontology.checks import load_checks, run_checks
from hograph.validation.inputs import built_graph
from hograph.validation.run import validate_built
from hograph.workspace.layers import Layers


@click.command()
@root_option
@documents_option
def demo(root: Path | None, documents: Path | None) -> None:
    """Build the graph, validate it, and answer "Which treatments prevent recurrence?" with the evidence.

    \b
    Example:
      hograph demo --documents ~/documents
    """
    root = resources(root)
    layers = Layers.of(root)
    folder = default_build_folder(root)
    built = build(root)
    path = write_files(make(root, folder, say), folder)
    print_counts(built.counts())
    report = validate_built(built_graph(built.quads), *layers.ontology, whole=layers.shipped_claims)
    for finding in report.findings:
        click.echo(finding.sentence())
    click.echo(f"validation: {report.summary()}")
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in built.ontology.triples)
    checks = load_checks(*layers.checks)
    violations = run_checks(checks, store)
    click.echo(f"ontology checks: {counted_as(len(checks), 'check')}, {counted_as(len(violations), 'violation')}")
    click.echo(f"dataset: {path}\n")
    kg = open_graph(root, folder, documents)
    answer_canned(kg, "recurrence-prevention", {"include": "open"}, evidence=True, layout="table")
    sys.exit(0 if report.conforms and not violations else 1)
