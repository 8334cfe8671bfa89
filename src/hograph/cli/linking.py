"""Commands that hold the graph beside other people's ontologies: link, slice."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import click

from hograph.cli.options import build_option, root_option, say
from hograph.cli.render import put, table
from hograph.counting import counted_as
from hograph.errors import InputError
from hograph.files import resources, write_atomically, write_together
from hograph.graph.quads import in_graph, nquads, turtle
from hograph.graph.slices import slice_files, slice_graph
from hograph.linking.audit import VIOLATION, MappingFinding, audit
from hograph.linking.chain import chain
from hograph.linking.coverage import Coverage
from hograph.linking.foreign import ForeignOntology
from hograph.linking.merge import Piece, merged, placed
from hograph.linking.propose import STRUCTURAL, Proposal, propose
from hograph.linking.readers import read_ontology
from hograph.linking.readers.sssom import read_sssom
from hograph.linking.slices import cut, slice_triples
from hograph.linking.table import sssom_table
from hograph.linking.vocabularies import Vocabularies, load_vocabularies
from hograph.ontology.index import Ontology, load_ontology
from hograph.ontology.mappings import Mapping, load_mappings, read_table
from hograph.query.store import open_store
from hograph.vocabulary import PREFIXES
from hograph.workspace.layers import Layers

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


class Desk:
    """What both commands work with: our ontology, our table of mappings, and what is known of other vocabularies."""

    def __init__(self, root: Path) -> None:
        layers = Layers.of(root)
        self.ontology: Ontology = load_ontology(*layers.ontology)
        path = layers.base_ontology / "mappings.sssom.tsv"
        self.mappings: tuple[Mapping, ...] = load_mappings(path).mappings
        spaces = read_table(path).prefixes
        self.prefixes = {prefix: str(space) for prefix, space in PREFIXES.items()} | spaces
        self.vocabularies: Vocabularies = load_vocabularies(layers.base_ontology / "vocabularies.yaml", spaces)


@dataclass(frozen=True)
class Reading:
    """One file: what it is, what it suggests, and what it shows to be wrong in our table."""

    source: ForeignOntology
    proposals: list[Proposal]
    findings: tuple[MappingFinding, ...] = ()

    def sure(self, least: float) -> list[Proposal]:
        """The proposals of at least this confidence."""
        return [proposal for proposal in self.proposals if proposal.confidence >= Decimal(str(least))]


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

    Pairs that no name suggests, only their places in both hierarchies, have a confidence below --least, like those of the least sure
    names. How many there are is said; --least 0 lists them.

    \b
    Examples:
      hograph link uberon.obo
      hograph link maxo-base.obo hp.obo --out proposed.sssom.tsv
      hograph link uberon.owl --least 0
      hograph link uberon.owl --merge joined.nq
    """
    root = resources(root)
    desk = Desk(root)
    readings = [_read(path, desk, () if anew else desk.mappings) for path in ontologies]
    kept = [(reading.source, reading.sure(least)) for reading in readings]
    files: dict[Path, str | bytes] = {}
    notes: list[str] = []
    if out:
        files[out] = sssom_table(kept, desk.ontology, desk.prefixes)
        notes.append(f"{out}: {sum(len(some) for _, some in kept)} proposals, none of them in the graph yet.")
    if merge:
        files[merge], note = _merged([r.source for r in readings if r.source.terms], desk, root, build_folder)
        notes.append(f"{merge}: {note} In Python: hograph.open('{merge}').")
    if out and merge and len(files) < 2:
        raise InputError(f"{out}: --out and --merge name the same file. Name two.")
    write_together(files)
    findings = [finding for reading in readings for finding in reading.findings]
    _show_findings(findings, desk.ontology, len(readings) > 1)
    _show_proposals(readings, desk.ontology, least)
    for note in notes:
        click.echo(note)
    if any(finding.level == VIOLATION for finding in findings):
        sys.exit(1)


def _read(path: Path, desk: Desk, mappings: tuple[Mapping, ...]) -> Reading:
    say(f"Reading {path} ...")
    if path.suffix == ".tsv":
        theirs = read_sssom(path, desk.vocabularies)
        click.echo(f"{path.name}: {len(theirs.matches)} matches.")
        return Reading(ForeignOntology(path.name, {}, spaces=theirs.spaces), chain(theirs, mappings, desk.vocabularies))
    source = read_ontology(path, desk.vocabularies)
    _show_source(source, desk)
    return Reading(
        source,
        propose(desk.ontology, source, mappings, desk.vocabularies),
        tuple(audit(desk.ontology, source, desk.mappings, desk.vocabularies)),
    )


def _show_source(source: ForeignOntology, desk: Desk) -> None:
    mapped = {mapping.subject for mapping in desk.mappings if source.label(mapping.object_id)}
    version = f", version {source.version}" if source.version else ""
    click.echo(
        f"{source.source}: {len(source.own)} terms of {source.prefix}{version}; {len(mapped)} terms of ours are mapped to it."
    )
    coverage = Coverage.of(source, desk.mappings)
    if coverage.absent:
        told = "they are listed as absent" if coverage.whole else "it is taken for a slim"
        count = f"{len(coverage.missing)} of {len(coverage.mapped)} terms of {source.prefix}"
        click.echo(
            f"{source.source}: {len(coverage.absent)} mappings point to {count} that this file does not have; {told}."
        )
    if not desk.vocabularies.open(source.prefix, source.licence):
        click.echo(
            f"{source.source}: labels of {source.prefix} are left out, for no licence is known by which they may be passed on."
        )


def _show_findings(findings: list[MappingFinding], ontology: Ontology, several: bool) -> None:
    head = ["Level", "Check", "Term", "Mapped to", "Finding"] + ["File"] * several
    rows = [
        [f.level, f.check, ontology.label(f.subject), f.object_id, f.problem] + [f.source] * several for f in findings
    ]
    if rows:
        put(table("What to look at in our mappings", head, rows))
    counts = Counter(finding.level for finding in findings)
    click.echo(
        f"Mappings: {counted_as(counts[VIOLATION], 'violation')}, {counted_as(len(findings) - counts[VIOLATION], 'warning')}."
    )


def _show_proposals(readings: list[Reading], ontology: Ontology, least: float) -> None:
    several = len(readings) > 1
    head = ["Term", "Match", "Theirs", "Label", "Confidence", "Because"] + ["File"] * several
    rows = [
        [
            ontology.label(p.subject),
            p.predicate,
            p.object_id,
            p.object_label,
            str(p.confidence),
            p.comment or p.match_string or "",
        ]
        + [reading.source.source] * several
        for reading in readings
        for p in reading.sure(least)
    ]
    if rows:
        put(table("Proposals", head, rows))
    click.echo(f"{counted_as(len(rows), 'proposal')}.")
    every = [proposal for reading in readings for proposal in reading.proposals]
    if len(every) > len(rows):
        alone = sum(p.justification == STRUCTURAL and p.confidence < least for p in every)
        click.echo(
            f"Below a confidence of {least:g} are {len(every) - len(rows)} more, {alone} of them by place alone; --least 0 lists them."
        )


def _merged(read: Iterable[ForeignOntology], desk: Desk, root: Path, build_folder: Path | None) -> tuple[bytes, str]:
    """Our graph with slices of these ontologies, and a sentence on what was added."""
    pieces = placed((cut(source, desk.mappings, desk.vocabularies) for source in read), desk.mappings)
    if not pieces:
        raise InputError(
            "There is no ontology to merge: an SSSOM table has no hierarchy. Name an OBO, OWL or JSON file too."
        )
    quads = open_store(root, build_folder, say).quads_for_pattern(None, None, None, None)
    data = nquads(merged(quads, pieces, desk.vocabularies))
    shipped = {path.stem for path in slice_files(Layers.of(root).base_ontology)}
    added = ", ".join(_added(piece, pieces, shipped) for piece in pieces)
    return data, f"{len(data.splitlines())} quads, with terms of theirs: {added}."


def _added(piece: Piece, pieces: list[Piece], shipped: set[str]) -> str:
    """How many terms a file adds, and what becomes of the slice that hograph ships."""
    prefix = piece.slice.prefix
    count = f"{len(piece.slice.terms)} of {prefix} from {piece.slice.source}"
    if prefix.lower() not in shipped:
        return count
    if not piece.instead:
        return f"{count}, beside the other slices of it"
    elsewhere = {curie for other in pieces for curie in other.slice.terms}
    gone = [curie for curie in piece.coverage.missing if curie not in elsewhere]
    return f"{count}, in place of the shipped slice" + (f"; with that {', '.join(gone)} is gone" if gone else "")


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
    source = read_ontology(ontology, desk.vocabularies)
    piece = cut(source, desk.mappings, desk.vocabularies, terms, ontology)
    triples = slice_triples(piece, slice_graph(piece.prefix), desk.vocabularies)
    quads = list(in_graph(dict.fromkeys(triples), slice_graph(piece.prefix)))
    text = turtle(quads).decode()
    if out is None:
        click.echo(text, nl=False)
    else:
        write_atomically(out, text)
        click.echo(f"{out}: {len(piece.terms)} of {len(source.terms)} terms of {source.source}, {len(quads)} triples.")
