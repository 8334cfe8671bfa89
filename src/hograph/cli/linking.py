"""Commands that hold the graph beside other people's ontologies: link, slice."""

import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import click

from hograph.cli.options import build_option, root_option, say
from hograph.cli.render import put, table
from hograph.errors import InputError
from hograph.files import resources, write_atomically
from hograph.graph.quads import nquads, turtle
from hograph.linking.audit import VIOLATION, MappingFinding, audit
from hograph.linking.chain import chain
from hograph.linking.foreign import ForeignOntology
from hograph.linking.merge import merged
from hograph.linking.propose import Proposal, propose
from hograph.linking.readers import read_ontology
from hograph.linking.slices import cut
from hograph.linking.table import sssom_table
from hograph.linking.vocabularies import Vocabularies, load_vocabularies
from hograph.ontology.index import Ontology, load_ontology
from hograph.ontology.mappings import Mapping, load_mappings, read_table
from hograph.query.store import open_store
from hograph.vocabulary import PREFIXES

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


class Desk:
    """What both commands work with: our ontology, our table of mappings, and what is known of other vocabularies."""

    def __init__(self, root: Path) -> None:
        self.ontology: Ontology = load_ontology(root / "ontology")
        path = root / "ontology" / "mappings.sssom.tsv"
        self.mappings: tuple[Mapping, ...] = load_mappings(path).mappings
        self.prefixes = {prefix: str(space) for prefix, space in PREFIXES.items()} | read_table(path).prefixes
        self.vocabularies: Vocabularies = load_vocabularies(root / "ontology" / "vocabularies.yaml")


@click.command()
@click.argument("ontologies", nargs=-1, required=True, type=FILE, metavar="ONTOLOGY...")
@click.option("--out", type=OUT, metavar="FILE", help="Write the proposals as an SSSOM table.")
@click.option("--merge", type=OUT, metavar="FILE", help="Write our graph with slices of the ontologies, N-Quads.")
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Least confidence of a proposal."
)
@click.option("--anew", is_flag=True, help="Propose as if nothing were mapped yet, to see how well it does.")
@root_option
@build_option
def link(
    ontologies: tuple[Path, ...],
    out: Path | None,
    merge: Path | None,
    least: float,
    anew: bool,
    root: Path | None,
    build_folder: Path | None,
) -> None:
    """Hold our terms beside other ontologies: check the mappings we have, propose more, and join the graphs.

    An ontology is OBO, OWL as RDF, OBO Graphs JSON, or a term table of the cellxgene ontology guide, also compressed; an SSSOM table
    (.tsv) is followed from term to term. Proposals are for a person to review: nothing is mapped until it stands in
    ontology/mappings.sssom.tsv. Exit code 1 when a mapping that we have breaks a rule.

    \b
    Examples:
      hograph link uberon.obo
      hograph link maxo-base.obo hp.obo --out proposed.sssom.tsv
      hograph link uberon.owl --merge joined.nq
    """
    root = resources(root)
    desk = Desk(root)
    mappings = () if anew else desk.mappings
    read: list[ForeignOntology] = []
    proposed: list[tuple[ForeignOntology, list[Proposal]]] = []
    findings: list[MappingFinding] = []
    for path in ontologies:
        say(f"Reading {path} ...")
        if path.suffix == ".tsv":
            source = ForeignOntology(path.name, {})
            proposals = chain(path, mappings, desk.vocabularies)
        else:
            source = read_ontology(path)
            read.append(source)
            findings += audit(desk.ontology, source, desk.mappings, desk.vocabularies)
            proposals = propose(desk.ontology, source, mappings, desk.vocabularies)
            _show_source(source, desk)
        proposed.append((source, [proposal for proposal in proposals if proposal.confidence >= Decimal(str(least))]))
    _show_findings(findings, desk.ontology)
    _show_proposals([proposal for _, some in proposed for proposal in some], desk.ontology)
    if out:
        write_atomically(out, sssom_table(proposed, desk.ontology, desk.prefixes))
        click.echo(f"{out}: {sum(len(some) for _, some in proposed)} proposals, none of them in the graph yet.")
    if merge:
        _write_merged(merge, read, desk, root, build_folder)
    if any(finding.level == VIOLATION for finding in findings):
        sys.exit(1)


def _show_source(source: ForeignOntology, desk: Desk) -> None:
    mapped = {mapping.subject for mapping in desk.mappings if mapping.object_id in source.terms}
    version = f", version {source.version}" if source.version else ""
    click.echo(
        f"{source.source}: {len(source.own)} terms of {source.prefix}{version}; {len(mapped)} terms of ours are mapped to it."
    )


def _show_findings(findings: list[MappingFinding], ontology: Ontology) -> None:
    rows = [[f.level, f.check, ontology.label(f.subject), f.object_id, f.problem] for f in findings]
    if rows:
        put(table("What to look at in our mappings", ["Level", "Check", "Term", "Mapped to", "Finding"], rows))
    counts = Counter(finding.level for finding in findings)
    click.echo(f"Mappings: {counts[VIOLATION]} violations, {len(findings) - counts[VIOLATION]} warnings.")


def _show_proposals(proposals: list[Proposal], ontology: Ontology) -> None:
    rows = [
        [
            ontology.label(p.subject),
            p.predicate,
            p.object_id,
            p.object_label,
            str(p.confidence),
            p.comment or p.match_string or "",
        ]
        for p in proposals
    ]
    if rows:
        put(table("Proposals", ["Term", "Match", "Theirs", "Label", "Confidence", "Because"], rows))
    click.echo(f"{len(rows)} proposals.")


def _write_merged(path: Path, read: list[ForeignOntology], desk: Desk, root: Path, build_folder: Path | None) -> None:
    if not read:
        raise InputError(
            "There is no ontology to merge: an SSSOM table has no hierarchy. Name an OBO, OWL or JSON file too."
        )
    pieces = [cut(source, desk.mappings, desk.vocabularies) for source in read]
    quads = open_store(root, build_folder, say).quads_for_pattern(None, None, None, None)
    data = nquads(merged(quads, pieces, desk.vocabularies))
    write_atomically(path, data)
    added = ", ".join(f"{len(piece.terms)} of {piece.prefix}" for piece in pieces)
    size = len(data.splitlines())
    click.echo(f"{path}: {size} quads, with terms of theirs: {added}. In Python: hograph.open('{path}').")


@click.command("slice")
@click.argument("ontology", type=FILE)
@click.option(
    "--term", "terms", multiple=True, metavar="CURIE", help="Keep this term too, with what is above it; repeatable."
)
@click.option("--out", type=OUT, metavar="FILE", help="File to write [default: standard output].")
@root_option
def slice_(ontology: Path, terms: tuple[str, ...], out: Path | None, root: Path | None) -> None:
    """Cut out of an ontology what our terms map to and everything above it, as Turtle with source, version and licence.

    A file in ontology/slices/ becomes a part of the next build. Restricted vocabularies are refused.

    \b
    Examples:
      hograph slice maxo-base.obo --out ontology/slices/maxo.ttl
      hograph slice uberon.obo --term UBERON:0002103 > uberon.ttl
    """
    desk = Desk(resources(root))
    source = read_ontology(ontology)
    piece = cut(source, desk.mappings, desk.vocabularies, terms, ontology)
    quads = list(merged((), [piece], desk.vocabularies))
    text = turtle(quads).decode()
    if out is None:
        click.echo(text, nl=False)
    else:
        write_atomically(out, text)
        click.echo(f"{out}: {len(piece.terms)} of {len(source.terms)} terms of {source.source}, {len(quads)} triples.")
