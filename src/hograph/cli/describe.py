"""The command that describes a term or a claim, as a page to read or as every statement about it."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click
import pyoxigraph as ox

from hograph.cli.candidates import terms
from hograph.cli.layout import INDENT
from hograph.cli.options import build_option, documents_option, endpoint_option, root_option, say
from hograph.cli.render import FORMATS, put, put_pairs, show_evidence, terminal_width, write
from hograph.errors import QueryError, UnknownTermError
from hograph.graph.quads import in_graph, turtle
from hograph.knowledge import KnowledgeGraph, open_graph
from hograph.query.cells import cell, short_documents
from hograph.query.evidence import describe as describe_node
from hograph.query.evidence import labels as labels_of
from hograph.query.names import documents as documents_of
from hograph.query.names import find_document
from hograph.query.portrait import ClaimPortrait, Said, TermPortrait, claim_portrait, term_portrait
from hograph.store.endpoint import Endpoint
from hograph.vocabulary import CLAIM, GRAPH, HO, curie

MOST = 4
"""How many claims of a kind the page shows."""


@click.command()
@click.argument("what", metavar="TERM|CLAIM", shell_complete=terms)
@click.option(
    "--all", "everything", is_flag=True, help="Every statement of the graph, with the named graph it stands in."
)
@click.option("--iris", is_flag=True, help="With --all: CURIEs instead of labels.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(FORMATS),
    default="table",
    help="How to print it; csv, tsv, html and ttl have every statement.",
)
@documents_option
@root_option
@build_option
@endpoint_option
def describe(
    what: str,
    everything: bool,
    iris: bool,
    layout: str,
    documents: Path | None,
    root: Path | None,
    build_folder: Path | None,
    endpoint: Endpoint | None,
) -> None:
    """Describe a TERM (names, definition, place, roles, matches, what documents claim of it) or a CLAIM (parts, place, what others say).

    \b
    Examples:
      hograph describe FOP
      hograph describe claim:bk6lbrhkkcwuln34
      hograph describe ho:HipJoint --all --iris
    """
    kg = open_graph(root, build_folder, documents, say, endpoint)
    node = _found(kg, what)
    if layout == "ttl":
        said = [(p, o) for p, o, _ in describe_node(kg.store, node)]
        found = [ox.Triple(node, p, o) for p, o in said if isinstance(o, ox.NamedNode | ox.Literal)]
        click.echo(turtle(in_graph(found, GRAPH["answer"])).decode(), nl=False)
        return
    if everything or iris or layout in {"csv", "tsv", "html"}:
        _statements(kg, node, layout, iris=iris)
        return
    most = MOST if layout == "table" else None
    shown = (
        claim_portrait(kg.store, node) if node in CLAIM else term_portrait(kg.store, kg.ontology, HO.name(node), most)
    )
    if layout == "json":
        click.echo(json.dumps(asdict(shown), indent=2, ensure_ascii=False))
    elif layout == "md":
        click.echo(_markdown(shown), nl=False)
    elif isinstance(shown, ClaimPortrait):
        _show_claim(kg, shown, node)
    else:
        _show_term(kg, shown)


def _found(kg: KnowledgeGraph, what: str) -> ox.NamedNode:
    """The term or claim that is meant; where it is a document, an error that says what to ask of one."""
    try:
        return kg.find(what)
    except UnknownTermError as error:
        with suppress(QueryError):
            slug = find_document(kg.store, what)
            raise UnknownTermError(
                f"'{what}' is no term, but the document {slug}. `hograph query claims -p document={slug}` lists what it claims, "
                "`hograph query document-coverage` how much of which kind."
            ) from error
        raise


def _statements(kg: KnowledgeGraph, node: ox.NamedNode, layout: str, *, iris: bool) -> None:
    triples = describe_node(kg.store, node)
    labels = (
        {} if iris else labels_of(kg.store, (n for p, o, _ in triples for n in (p, o) if isinstance(n, ox.NamedNode)))
    )
    # A blank node has no name to show: it is an axiom, and the ontology's own files say it best.
    rows = [
        [cell(p, labels, iris=iris), cell(o, labels, iris=iris), curie(g.value)]
        for p, o, g in triples
        if not isinstance(o, ox.BlankNode)
    ]
    own = labels_of(kg.store, [node]).get(node, "")
    write(["Relation", "Value", "Graph"], rows, layout, f"{own} ({curie(node.value)})")


def _facts(term: TermPortrait) -> list[tuple[str, str]]:
    """What is known of a term itself, one title and text each."""
    direct, *further = term.above or ("",)
    facts = [
        ("Definition", term.definition),
        ("Definition after", ", ".join(term.sources)),
        *(
            (f"{scope.capitalize()} synonyms", "; ".join(text for _, text in several))
            for scope, several in groupby(term.synonyms, key=lambda synonym: synonym[0])
        ),
        ("Kind of", direct + (f" (and so: {', '.join(further)})" if further else "")),
        ("Kinds of it", ", ".join(term.below)),
        *((relation.capitalize(), label) for relation, label in term.parts),
        ("Roles", ", ".join(term.roles)),
        *((m.relation.removeprefix("has ").capitalize(), f"{m.identifier} {m.label}") for m in term.matches),
    ]
    return [(title, text.strip()) for title, text in facts if text]


def _show_term(kg: KnowledgeGraph, term: TermPortrait) -> None:
    kind = f", {term.category}" if term.category else ""
    put(f"{term.label} ({term.curie}{kind})", bold=True)
    put_pairs(_facts(term))
    click.echo()
    if not term.claims:
        put("No document claims anything of it.")
        return
    number = sum(term.numbers.values())
    put(f"What documents claim of it ({number} {'claims' if number > 1 else 'claim'})", bold=True)
    for kind, several in _grouped(term.claims):
        number = term.numbers[kind]
        put(f"{kind} ({number})" if number > 1 else kind, indent="  ")
        _put_claims(kg, several)
        if number > len(several):
            put(f"... and {number - len(several)} more", indent=INDENT)
    if term.curie.removeprefix("ho:") not in kg.ontology.properties:
        put(f"All of them as subject: hograph query claims -p subject={term.curie}; as object: -p object={term.curie}.")


def _grouped(claims: Sequence[Said]) -> list[tuple[str, list[Said]]]:
    return [(group, list(several)) for group, several in groupby(claims, key=lambda said: said.group)]


def _put_claims(kg: KnowledgeGraph, claims: Sequence[Said]) -> None:
    names = short_documents(documents_of(kg.store)) if terminal_width() else {}
    for said in claims:
        put(f"{said.label}  [{names.get(said.document, said.document)}, {said.claim}]", indent=INDENT)


def _show_claim(kg: KnowledgeGraph, claim: ClaimPortrait, node: ox.NamedNode) -> None:
    put(f"{claim.label} ({claim.curie})", bold=True)
    put_pairs([(title.capitalize(), text) for title, text in claim.parts])
    click.echo()
    show_evidence(kg.evidence([node]), at_hand=bool(kg.documents))
    if not claim.proposition:
        return
    click.echo()
    put("Proposition", bold=True)
    put_pairs(
        [
            ("Statement", claim.proposition),
            ("Agreement", claim.agreement),
            *((s.group.capitalize(), s.claim) for s in claim.claims if s.claim == claim.curie),
        ]
    )
    others = sorted((said for said in claim.claims if said.claim != claim.curie), key=lambda said: said.group)
    if not others:
        put("No other claim is about the same proposition.")
    for stance, several in _grouped(others):
        put(
            f"Another claim {stance} it" if len(several) == 1 else f"{len(several)} other claims: {stance}", indent="  "
        )
        _put_claims(kg, several)


def _markdown(found: TermPortrait | ClaimPortrait) -> str:
    """The page in Markdown; every claim of it."""
    facts = _facts(found) if isinstance(found, TermPortrait) else [(t.capitalize(), text) for t, text in found.parts]
    lines = [f"# {found.label}", "", f"`{found.curie}`", "", *(f"- **{title}**: {text}" for title, text in facts)]
    if isinstance(found, ClaimPortrait):
        place = found.evidence
        section = f", section '{place.section}'" if place.section else ""
        lines.append(
            f"- **Stands in**: {place.title} (`{place.document}`){section}, characters {place.start}-{place.end}"
        )
        lines += ["", f"## Proposition: {found.proposition} ({found.agreement})"]
    else:
        lines += ["", f"## What documents claim of it ({len(found.claims)})"]
    for group, several in _grouped(sorted(found.claims, key=lambda said: said.group)):
        lines += ["", f"### {group}", "", *(f"- {said.label} (`{said.document}`, `{said.claim}`)" for said in several)]
    return "\n".join(lines) + "\n"
