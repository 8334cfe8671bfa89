"""Commands that look one thing up: describe, explain."""

from pathlib import Path

import click
import pyoxigraph as ox
from rich.text import Text

from hograph.cli.candidates import terms
from hograph.cli.options import build_option, documents_option, root_option, say
from hograph.cli.render import put, show_evidence, table
from hograph.knowledge import KnowledgeGraph, open_graph
from hograph.query.cells import cell
from hograph.query.evidence import describe as describe_node
from hograph.query.evidence import labels as labels_of
from hograph.vocabulary import CLAIM, HO, curie


@click.command()
@click.argument("term", shell_complete=terms)
@click.option("--iris", is_flag=True, help="CURIEs instead of labels.")
@root_option
@build_option
def describe(term: str, iris: bool, root: Path | None, build_folder: Path | None) -> None:
    """Say all that the graph says of a TERM or a claim, with the graph each statement stands in.

    \b
    Examples:
      hograph describe FOP
      hograph describe ho:HipJoint --iris
    """
    kg = open_graph(root, build_folder, None, say)
    node = kg.find(term)
    triples = describe_node(kg.store, node)
    nodes = (n for p, o, _ in triples for n in (p, o) if isinstance(n, ox.NamedNode))
    labels = {} if iris else labels_of(kg.store, nodes)
    # A blank node has no name to show: it is an axiom, and the ontology's own files say it best.
    rows = [
        [cell(p, labels, iris=iris), cell(o, labels, iris=iris), curie(g.value)]
        for p, o, g in triples
        if not isinstance(o, ox.BlankNode)
    ]
    own = labels_of(kg.store, [node]).get(node, "")
    put(table(f"{own} ({curie(node.value)})", ["Relation", "Value", "Graph"], rows))


@click.command()
@click.argument("what", shell_complete=terms)
@documents_option
@root_option
@build_option
def explain(what: str, documents: Path | None, root: Path | None, build_folder: Path | None) -> None:
    """Say why a term has its roles, naming the claims behind each; or what a claim rests on.

    \b
    Examples:
      hograph explain "radiation therapy"
      hograph explain claim:bk6lbrhkkcwuln34 --documents ~/documents
    """
    kg = open_graph(root, build_folder, documents, say)
    node = kg.find(what)
    if node in CLAIM:
        show_evidence(kg.evidence([node]), at_hand=kg.documents is not None)
        for quad in kg.store.quads_for_pattern(node, HO["about"], None, None):
            labels = labels_of(kg.store, [quad.object]) if isinstance(quad.object, ox.NamedNode) else {}
            click.echo(f"It is about the proposition: {next(iter(labels.values()), quad.object)}")
        for role, reason in kg.explain(node.value):
            put(Text(f"The role '{kg.ontology.label(role)}' (ho:{role}) rests on it: {'; '.join(reason.steps)}"))
        return
    _explain_roles(kg, HO.name(node))


def _explain_roles(kg: KnowledgeGraph, name: str) -> None:
    label = kg.ontology.label
    last = None
    for role, reason in kg.explain(f"ho:{name}"):
        if role != last:
            put(Text(f"{label(name)} has the role '{label(role)}' (ho:{role}), because", style="bold"))
            last = role
        put(Text(f"  {label(reason.subject)} {label(reason.relation)} {label(reason.object)}"))
        for step in reason.steps:
            put(Text(f"    {step}"))
        for item in kg.evidence(reason.claims):
            section = f", section '{item.section}'" if item.section else ""
            put(Text(f"    {item.claim}  {item.label} [{item.document}{section}, {item.start}-{item.end}]"))
    if last is None:
        click.echo(f"{label(name)} (ho:{name}) has no role: no accepted claim entails one.")
