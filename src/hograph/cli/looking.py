"""The command that says why: explain."""

from collections.abc import Iterator
from pathlib import Path

import click
import pyoxigraph as ox

from hograph.cli.candidates import terms
from hograph.cli.layout import INDENT
from hograph.cli.options import build_option, documents_option, endpoint_option, root_option, say
from hograph.cli.render import put, rows_option, show_evidence, write
from hograph.knowledge import KnowledgeGraph, open_graph
from hograph.query.evidence import labels as labels_of
from hograph.store.endpoint import Endpoint
from hograph.vocabulary import CLAIM, HO

COLUMNS = ("role", "because", "steps", "claim", "label", "document", "section", "start", "end")


@click.command()
@click.argument("what", shell_complete=terms)
@rows_option
@documents_option
@root_option
@build_option
@endpoint_option
def explain(
    what: str,
    layout: str,
    documents: Path | None,
    root: Path | None,
    build_folder: Path | None,
    endpoint: Endpoint | None,
) -> None:
    """Say why a term has its roles, naming the claims behind each; or what a claim rests on.

    \b
    Examples:
      hograph explain "radiation therapy"
      hograph explain claim:bk6lbrhkkcwuln34 --documents ~/documents
      hograph explain NSAIDs --format csv
    """
    kg = open_graph(root, build_folder, documents, say, endpoint)
    node = kg.find(what)
    if layout != "table":
        write(COLUMNS, _rows(kg, node), layout)
        return
    if node in CLAIM:
        show_evidence(kg.evidence([node]), at_hand=bool(kg.documents))
        for quad in kg.store.quads_for_pattern(node, HO["about"], None, None):
            labels = labels_of(kg.store, [quad.object]) if isinstance(quad.object, ox.NamedNode) else {}
            click.echo(f"It is about the proposition: {next(iter(labels.values()), quad.object)}")
        for role, reason in kg.explain(node.value):
            put(f"The role '{kg.ontology.label(role)}' (ho:{role}) rests on it: {'; '.join(reason.steps)}")
        return
    _explain_roles(kg, HO.name(node))


def _rows(kg: KnowledgeGraph, node: ox.NamedNode) -> Iterator[list[str | int]]:
    """One row for each claim behind each reason; of a claim, one for each role that rests on it, or one without a role."""
    label = kg.ontology.label
    reasons = [
        ([role, f"{label(r.subject)} {label(r.relation)} {label(r.object)}", "; ".join(r.steps)], r.claims)
        for role, r in kg.explain(node.value)
    ]
    if node in CLAIM:
        reasons = [(words, (node,)) for words, _ in reasons] or [(["", "", ""], (node,))]
    for words, claims in reasons:
        for item in kg.evidence(claims):
            yield [*words, item.claim, item.label, item.document, item.section or "", item.start, item.end]


def _explain_roles(kg: KnowledgeGraph, name: str) -> None:
    label = kg.ontology.label
    last = None
    for role, reason in kg.explain(f"ho:{name}"):
        if role != last:
            put(f"{label(name)} has the role '{label(role)}' (ho:{role}), because", bold=True)
            last = role
        put(f"{label(reason.subject)} {label(reason.relation)} {label(reason.object)}", indent="  ")
        for step in reason.steps:
            put(step, indent=INDENT)
        for item in kg.evidence(reason.claims):
            section = f", section '{item.section}'" if item.section else ""
            put(f"{item.claim}  {item.label} [{item.document}{section}, {item.start}-{item.end}]", indent=INDENT)
    if last is None and name in kg.ontology.roles:
        members = kg.query("roles", role=f"ho:{name}")
        found = dict.fromkeys(str(record["member"]) for record in kg.records(members))
        put(f"{label(name)} (ho:{name}) is a role. Its members: {', '.join(found) or 'none'}.")
        put(f"hograph query roles -p role=ho:{name} says by which claims.")
    elif last is None:
        click.echo(f"{label(name)} (ho:{name}) has no role: no accepted claim entails one.")
