"""Commands that build the graph and look at it as a whole: build, info, check, reason."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox

from hograph.cli.options import build_option, dask_option, endpoint_option, root_option, say
from hograph.executors import Start, cores, dask, processes
from hograph.extraction.rules import RuleBook
from hograph.files import default_build_folder, resources
from hograph.graph.build import build as build_graph
from hograph.graph.inputs import MANIFEST, fresh
from hograph.graph.make import make
from hograph.graph.reasoning import Conclusions, conclude
from hograph.graph.written import write_files
from hograph.knowledge import open_graph
from hograph.ontology.checks import load_checks, run_checks
from hograph.ontology.index import load_ontology
from hograph.query.counts import counts, quads_by_graph
from hograph.store.endpoint import Endpoint
from hograph.vocabulary import curie
from hograph.workspace.layers import Layers


@click.command()
@root_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write [default: build/ of the workspace or checkout, else the cache].",
)
@click.option("--force", is_flag=True, help="Build all anew, even what has not changed.")
@click.option(
    "--files/--no-files",
    default=True,
    help="Whether to write the dataset as sorted N-Quads and a Turtle file a graph; questions need neither.",
)
@click.option(
    "--jobs",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Processes that compile documents and settle propositions; 0: as many as cores.",
)
@dask_option
def build(root: Path | None, out: Path | None, force: bool, files: bool, jobs: int, cluster: str | None) -> None:
    """Compile ontology, claims and mappings into one dataset of named graphs.

    Only documents that are new or have changed are compiled again. The same inputs give the same bytes. Exit code 2 when an input
    breaks a rule; the last build stays then.

    \b
    Examples:
      hograph build
      hograph build --out /tmp/graph
      hograph build --no-files --jobs 0
      hograph build --dask tcp://head:8786
    """
    root = resources(root)
    folder = out or default_build_folder(root)
    whole = fresh(root, folder) and (not files or "sha256" in _manifest(folder))
    if whole and not force:
        click.echo(f"{folder}: up to date.")
        return
    with _workers(jobs or cores(), cluster) as start:
        path = make(root, folder, say, start, force=force)
    open_graph(root, folder)  # checks the queries, so that the first question need not wait for that
    if files:
        path = write_files(path, folder)
    counts = _manifest(folder)["counts"]
    click.echo(f"{path}: {counts['quads']} quads, {counts['claims']} claims, {counts['propositions']} propositions.")


@contextmanager
def _workers(jobs: int, cluster: str | None) -> Iterator[Start | None]:
    """Where the build is done: by a cluster, by processes, or by None but this process."""
    if cluster:
        with dask(cluster, jobs) as start:
            yield start
    else:
        yield processes(jobs) if jobs > 1 else None


def _manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return found


@click.command()
@root_option
@build_option
@endpoint_option
@click.option("--format", "layout", type=click.Choice(["table", "json"]), default="table", help="How to print it.")
def info(root: Path | None, build_folder: Path | None, layout: str, endpoint: Endpoint | None) -> None:
    """Say what is in the graph: terms, claims by document and kind, propositions, graphs.

    \b
    Examples:
      hograph info
      hograph info --format json
      hograph info --endpoint http://localhost:7878/query
    """
    if endpoint:
        counted: dict[str, object] = {**counts(endpoint), "quads by graph": quads_by_graph(endpoint)}
        click.echo(json.dumps(counted, indent=2, ensure_ascii=False)) if layout == "json" else print_counts(counted)
        return
    root = resources(root)
    folder = build_folder or default_build_folder(root)
    if not fresh(root, folder):
        say("Building the graph ...")
        make(root, folder, say)
    manifest = _manifest(folder)
    if layout == "json":
        click.echo(json.dumps(manifest, indent=2, ensure_ascii=False))
        return
    click.echo(f"hograph {manifest['version']}")
    print_counts(manifest["counts"])


def print_counts(counts: dict[str, object]) -> None:
    """Print counts, those that are broken down on one line each below their heading."""
    for name, value in counts.items():
        if isinstance(value, dict):
            click.echo(f"{name}:")
            for part, number in value.items():
                click.echo(f"  {number:>6}  {part}")
        else:
            click.echo(f"{name}: {value}")


@click.command()
@root_option
def check(root: Path | None) -> None:
    """Run the quality checks of ontology/checks over the ontology; each passes with zero rows.

    Own terms and own rules of extraction of a workspace are checked with the shipped ones. Exit code 1 when a check of level ERROR
    finds something, 2 when a rule is wrong.

    \b
    Example:
      hograph check
    """
    layers = Layers.of(resources(root))
    ontology = load_ontology(*layers.ontology)
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in ontology.triples)
    checks = load_checks(layers.base_ontology / "checks")
    if layers.extraction_rules:
        RuleBook.load(ontology, layers.extraction_rules)
    findings = run_checks(checks, store)
    for finding in findings:
        click.echo(f"{finding.check.level}: {curie(finding.term)}: {finding.problem} [{finding.check.name}]")
    click.echo(f"{len(checks)} checks, {len(findings)} violations")
    sys.exit(1 if any(finding.check.level == "ERROR" for finding in findings) else 0)


@click.command()
@root_option
@click.option(
    "--reasoner",
    type=click.Choice(["everyday", "hermit", "both"]),
    default="everyday",
    help="everyday: rustdl, no Java; hermit: the reference, needs Java.",
)
def reason(root: Path | None, reasoner: str) -> None:
    """Classify the ontology, draw what follows from the claims, and say what was concluded.

    Exit code 1 when both reasoners were asked and differ.

    \b
    Examples:
      hograph reason
      hograph reason --reasoner both
    """
    built = build_graph(resources(root))
    concluded: dict[str, Conclusions] = {}
    if reasoner in {"everyday", "both"}:
        concluded["everyday"] = conclude(built.ontology, built.edges)
    if reasoner in {"hermit", "both"}:
        from hograph.graph.hermit import conclude_with_hermit

        say("Running HermiT ...")
        concluded["hermit"] = conclude_with_hermit(built.ontology, built.edges)
    for name, found in concluded.items():
        drawn = (
            f"{len(found.subclasses)} subsumptions, {len(found.edges)} relations, {len(found.members)} role memberships"
        )
        click.echo(f"{name}: consistent, no unsatisfiable class, {drawn}")
    if len(concluded) == 2:
        one, other = concluded.values()
        differences = {part: getattr(one, part) ^ getattr(other, part) for part in ("subclasses", "edges", "members")}
        for part, difference in differences.items():
            for item in sorted(difference)[:20]:
                click.echo(f"only one reasoner concludes ({part}): {' '.join(item)}")
        click.echo("the two agree" if not any(differences.values()) else "the two differ")
        sys.exit(1 if any(differences.values()) else 0)
