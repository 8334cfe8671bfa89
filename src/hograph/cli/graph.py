"""Commands that hold the ontology against its checks and draw what follows from the graph: check, reason."""

import difflib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click
import pyoxigraph as ox

from hograph.cli.options import root_option, say
from hograph.cli.render import rows_option, write
from hograph.counting import counted_as
from hograph.errors import HographError
from hograph.extraction.examples import broken_examples
from hograph.extraction.extract import RuleExtractor
from hograph.files import resources
from hograph.graph.build import build as build_graph
from hograph.graph.reasoning import Conclusions, conclude
from hograph.ontology.checks import CheckFinding, load_checks, run_checks
from hograph.ontology.index import Ontology, load_ontology
from hograph.ontology.turtle import places
from hograph.query.header import load_query
from hograph.query.known import Known
from hograph.vocabulary import HO, curie
from hograph.workspace.layers import Layers


@click.command()
@rows_option
@root_option
def check(layout: str, root: Path | None) -> None:
    """Run the quality checks of ontology/checks over the ontology, each passes with zero rows; and hold the canned queries to their rules.

    Own terms of a workspace are checked with the shipped ones, by its own checks, too, and the examples of its rules of extraction are
    tried. Exit code 1 when a check of level ERROR finds something, a canned query breaks a rule or an example does not hold, 2 when a rule
    cannot be read.

    \b
    Example:
      hograph check
    """
    layers = Layers.of(resources(root))
    ontology = load_ontology(*layers.ontology)
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in ontology.triples)
    checks = load_checks(*layers.checks)
    examples = _broken_examples(layers, ontology)
    findings = run_checks(checks, store)
    broken = _broken_queries(layers, ontology)
    where = places({curie(f.term) for f in findings}, layers.ontology)
    rows = [
        (f.check.level, curie(f.term), _with_near(f, ontology), f.check.name, where.get(curie(f.term), ""))
        for f in findings
    ]
    rows += [("ERROR", path.name, problem, "canned-query", str(path)) for path, problem in broken.items()]
    rows += [("ERROR", rule, problem, "extraction-rule", "") for rule, problem in examples]
    if layout == "table":
        for level, term, problem, name, place in rows:
            told = f" {place}" if place and place not in problem else ""
            click.echo(f"{level}: {term}: {problem} [{name}]{told}")
    else:
        write(["level", "term", "problem", "check", "place"], rows, layout)
    held = f"{len(checks)} checks, {len(layers.queries)} queries, {counted_as(len(rows), 'violation')}"
    click.echo(held, err=layout != "table")
    sys.exit(1 if any(level == "ERROR" for level, *_ in rows) else 0)


def _with_near(finding: CheckFinding, ontology: Ontology) -> str:
    """What is wrong; of a name that is not declared, with the nearest that is."""
    name = finding.term.removeprefix(HO)
    near = (
        difflib.get_close_matches(name, ontology.labels, n=1, cutoff=0.75)
        if finding.check.name == "undeclared-term"
        else []
    )
    return f"{finding.problem}. Did you mean ho:{near[0]}?" if near else finding.problem


def _broken_examples(layers: Layers, ontology: Ontology) -> list[tuple[str, str]]:
    """What examples of own rules of extraction do not give, by rule."""
    if not layers.extraction_rules:
        return []
    extractor = RuleExtractor.of(ontology, layers.extraction_rules)
    book = extractor.book
    own = [rule for rule in (*book.relations, *book.structure, *book.hints) if rule.yours]
    return list(broken_examples(replace(extractor, weighs=False), own))


def _broken_queries(layers: Layers, ontology: Ontology) -> dict[Path, str]:
    """The canned queries that break a rule, with what is wrong."""
    known, found = Known(ontology, layers.base_ontology), {}
    for path in layers.queries.values():
        try:
            load_query(path, ontology, known)
        except HographError as error:
            found[path] = str(error)
    return found


@click.command()
@rows_option
@root_option
@click.option(
    "--reasoner",
    type=click.Choice(["everyday", "hermit", "both"]),
    default="everyday",
    help="everyday: rustdl, no Java; hermit: the reference, needs Java.",
)
def reason(layout: str, root: Path | None, reasoner: str) -> None:
    """Classify the ontology, draw what follows from the claims, and say what was concluded.

    As a table it is counted; in another format each conclusion is a row, with the reasoners that draw it, and the counts go to stderr.
    A build draws relations out by the property axioms as rules; they are held against the reasoner. Exit code 1 when these differ, or
    both reasoners were asked and differ.

    \b
    Examples:
      hograph reason
      hograph reason --reasoner both
      hograph reason --format csv
    """
    told = layout != "table"
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
        click.echo(f"{name}: consistent, no unsatisfiable class, {drawn}", err=told)
    relations = frozenset(built.relations)
    drawn_out = [_agree("the build", relations, name, found.edges, "edges") for name, found in concluded.items()]
    click.echo(f"the build draws out {'the same' if all(drawn_out) else 'other'} relations", err=told)
    compared = []
    if len(concluded) == 2:
        one, other = concluded.values()
        for part in ("subclasses", "edges", "members"):
            compared.append(_agree("everyday", getattr(one, part), "hermit", getattr(other, part), part))
        click.echo("the two agree" if all(compared) else "the two differ", err=told)
    if told:
        write(["subject", "relation", "object", "by"], _conclusions(concluded), layout)
    sys.exit(0 if all(drawn_out + compared) else 1)


def _conclusions(concluded: Mapping[str, Conclusions]) -> Iterator[tuple[str, str, str, str]]:
    """Every conclusion as CURIEs, sorted, with the reasoners that draw it."""
    by: dict[tuple[str, str, str], list[str]] = {}
    for name, found in concluded.items():
        subclasses = {(sub, "rdfs:subClassOf", sup) for sub, sup in found.subclasses}
        members = {(term, "rdf:type", role) for role, term in found.members}
        edges = {(subject, f"ho:{relation}", object_) for subject, relation, object_ in found.edges}
        for one in subclasses | members | edges:
            by.setdefault(one, []).append(name)
    for (subject, relation, object_), names in sorted(by.items()):
        yield f"ho:{subject}", relation, f"ho:{object_}", ", ".join(names)


def _agree(
    one: str, found: frozenset[tuple[str, ...]], other: str, others: frozenset[tuple[str, ...]], part: str
) -> bool:
    """Whether two have concluded the same; what only one of them has is told."""
    for item in sorted(found ^ others)[:20]:
        click.echo(f"only {one if item in found else other} concludes ({part}): {' '.join(item)}", err=True)
    return found == others
