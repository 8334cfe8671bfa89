"""`hograph extract`: claims that programs propose, of one document or of many."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hograph.cli.options import dask_option, root_option
from hograph.cli.reading import show_unmatched
from hograph.cli.render import put, table
from hograph.curation.sources import Source, load_sources
from hograph.curation.tokens import Certainty, Polarity, ScopeOfEvidence
from hograph.errors import InputError
from hograph.executors import Start, cores, dask, processes
from hograph.exports.proposed import ENDINGS, ONE, WITH_TEXT, files_of, text_of
from hograph.extraction.coverage import unmatched
from hograph.extraction.lexicon import Lexicon
from hograph.extraction.many import Extracted, Job, Outcome, extract_all, files_in, ready
from hograph.extraction.proposals import Counting, Counts, Proposal
from hograph.extraction.shards import FAILURES, Shards
from hograph.extraction.shelved import of_described
from hograph.files import resources, sha256
from hograph.graph.labels import qualifier_phrases, statement_label
from hograph.ontology.index import Ontology
from hograph.reading.files import Raw, Unread, read_all
from hograph.workspace.layers import Layers

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

FEW = 16
"""Fewer files than these are not worth the start of processes."""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "layout",
    type=click.Choice(["table", *ENDINGS]),
    help="How to write the claims [default: table, with --out jsonl].",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a file a document into this folder; a run that was cut off goes on.",
)
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="CONFIDENCE",
    help="Leave out what is proposed with less confidence.",
)
@click.option(
    "--extractor", "name", default="rules", metavar="NAME", help="Who proposes: rules, or a plug-in [default: rules]."
)
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of a plug-in; repeatable.")
@click.option(
    "--rules", type=FILE, multiple=True, metavar="FILE", help="Rules of your own besides the shipped ones; repeatable."
)
@click.option("--passages", is_flag=True, help="Show the words that state each claim, in the table.")
@click.option(
    "--coverage",
    is_flag=True,
    help="Instead of claims: what looks like a name and is none of the ontology's, by frequency.",
)
@click.option(
    "--jobs",
    type=click.IntRange(0),
    metavar="N",
    help="Processes; 0 and 1 use none besides this one [default: as many as cores].",
)
@dask_option
@root_option
def extract(
    paths: tuple[Path, ...],
    layout: str | None,
    out: Path | None,
    least: float,
    name: str,
    options: tuple[str, ...],
    rules: tuple[Path, ...],
    passages: bool,
    coverage: bool,
    jobs: int | None,
    cluster: str | None,
    root: Path | None,
) -> None:
    """Propose claims from documents, each with its place, by rules over the ontology.

    PATHS are files, folders and archives as `hograph read` takes them; without any, in a workspace, they are its documents as they are
    described there, and claims go to its data/proposed/, where `hograph review` finds them. A proposed claim is no claim of the graph: it
    is to be reviewed. Its confidence says how sure the rule is; its certainty is what the author says. What cannot be read is told at the
    end, the others go on; the exit code is then 1. The words of a document are written only for --passages, and by the formats of
    annotation tools (brat, pubannotation).

    \b
    Examples:
      hograph extract
      hograph extract leaflet.html --passages
      hograph extract my-documents/ --least 0.8 --format csv > claims.csv
      hograph extract my-documents/ --coverage
      hograph extract papers.zip --out proposed/ --jobs 4
      hograph extract papers/ --out proposed/ --dask tcp://head:8786
    """
    folder = resources(root)
    known: dict[str, Source] | None = None
    if not paths:
        paths, proposed, known = _of_workspace(folder)
        out = out or (None if layout or coverage else proposed)
    chosen = layout or ("jsonl" if out else "table")
    if chosen == "table" and out:
        raise click.UsageError(f"--out writes files: choose one of {', '.join(ENDINGS)} with --format.")
    if passages and chosen != "table":
        raise click.UsageError(
            "--passages goes with the table; other formats hold places, and annotation tools the text."
        )
    settings = tuple(_pair(option) for option in options)
    job = Job.of(folder, name, rules, settings, texts=chosen in WITH_TEXT)
    ontology, proposer = ready(job)
    counts = Counts()
    if coverage:
        sys.exit(_coverage(paths, ontology))
    fingerprint = sha256(f"{job.fingerprint()} {chosen} {least}")
    wanted = Counter(source.sha256 for source in known.values()) if known else {}
    shards = Shards(out, fingerprint, lambda document: files_of(chosen, document, ontology), wanted) if out else None
    with ExitStack() as stack:
        raws = shards.pending(files_in(paths)) if shards else files_in(paths)
        start: Start | None
        if cluster:
            start = stack.enter_context(dask(cluster, jobs or cores()))
        else:
            start, raws = _processes(jobs, raws)
        outcomes = _summed(stack.enter_context(closing(extract_all(raws, job, start))), counts)
        shelved = outcomes if known is None else of_described(outcomes, known)
        found = (_sure(outcome, least) for outcome in shelved)
        failures = _write(shards, found) if shards else _show(found, chosen, ontology, passages=passages)
    for line in proposer.summary(counts) if isinstance(proposer, Counting) else ():
        click.echo(line, err=True)
    for failure in failures:
        click.echo(f"hograph: {failure.reason}", err=True)
    sys.exit(1 if failures else 0)


def _summed(outcomes: Iterator[Outcome], counts: Counts) -> Iterator[Outcome]:
    """The outcomes as they come, with what their extractors counted added up."""
    for outcome in outcomes:
        counts.update(outcome.counts)
        yield outcome


def _of_workspace(root: Path) -> tuple[tuple[Path, ...], Path, dict[str, Source]]:
    """The documents of a workspace, where its proposed claims go, and the descriptions of documents."""
    layers = Layers.of(root)
    if layers.documents is None:
        raise click.UsageError("Name files or folders; without any, this works in a workspace (`hograph init`) only.")
    return (layers.documents,), layers.own_data / "proposed", load_sources(*layers.sources)


def _pair(option: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not equals:
        raise click.UsageError(f"--option {option}: is not of the form NAME=VALUE.")
    return name, value


def _coverage(paths: tuple[Path, ...], ontology: Ontology) -> int:
    lexicon, unread = Lexicon.of(ontology), list[Unread]()

    def missed() -> Iterator[Counter[str]]:
        for found in read_all(paths):
            if isinstance(found, Unread):
                unread.append(found)
            else:
                yield unmatched(found, lexicon)

    show_unmatched(missed())
    for failure in unread:
        click.echo(f"hograph: {failure.reason}", err=True)
    return 1 if unread else 0


def _processes(jobs: int | None, raws: Iterator[Raw | Unread]) -> tuple[Start | None, Iterator[Raw | Unread]]:
    """Processes where they are worth it, and the files, none of which is lost."""
    if jobs is None:
        first = list(islice(raws, FEW))
        raws = chain(first, raws)
        jobs = cores() if len(first) == FEW else 1
    return (processes(jobs) if jobs > 1 else None), raws


def _sure(outcome: Outcome, least: float) -> Outcome:
    """What became of a file, without proposals of less confidence."""
    kept = (
        replace(one, proposals=tuple(p for p in one.proposals if float(p.claim.confidence) >= least))
        for one in outcome.documents
    )
    return replace(outcome, documents=tuple(kept))


def _write(shards: Shards, outcomes: Iterator[Outcome]) -> list[Unread]:
    with _progress(outcomes) as bar:
        for outcome in bar:
            shards.write(outcome)
    shards.finish()
    same = f", {_counted(shards.unchanged, 'file')} unchanged" if shards.unchanged else ""
    failed = f", {_counted(len(shards.failures), 'failure')} ({FAILURES})" if shards.failures else ""
    put(f"{shards.folder}: {_counted(shards.documents, 'document')}, {_counted(shards.claims, 'claim')}{same}{failed}")
    return shards.failures


def _show(outcomes: Iterator[Outcome], layout: str, ontology: Ontology, *, passages: bool) -> list[Unread]:
    failures, tally = list[Unread](), Counter[str]()
    with _progress(outcomes, hidden=sys.stdout.isatty()) as bar:
        for outcome in bar:
            failures += outcome.failures
            for document in outcome.documents:
                if layout in ONE and tally["document"]:
                    raise InputError(
                        f"{layout}: a file holds one document, and there are several. Name a folder with --out DIR."
                    )
                if layout == "table":
                    _table(document, ontology, passages=passages)
                else:
                    click.echo(text_of(layout, document, ontology, header=not tally["document"]), nl=False)
                tally["document"] += 1
                tally.update(one.claim.certainty.value for one in document.proposals)
                tally["negated"] += sum(one.claim.polarity is Polarity.NEGATED for one in document.proposals)
                tally["claim"] += len(document.proposals)
    if layout == "table":
        parts = [f"{tally[name]} {name}" for name in (*map(str, Certainty), "negated") if tally[name]]
        told = f" ({', '.join(parts)})" if parts else ""
        unread = f", {_counted(len(failures), 'file')} not read" if failures else ""
        put(f"{_counted(tally['document'], 'document')}, {_counted(tally['claim'], 'claim')}{told}{unread}")
    return failures


def _progress(outcomes: Iterator[Outcome], *, hidden: bool = False) -> "ProgressBar[Outcome]":
    """A bar on the terminal, when somebody looks at it and nothing else is written there."""
    hidden |= not sys.stderr.isatty()
    return click.progressbar(outcomes, label="Files", show_pos=True, file=sys.stderr, hidden=hidden)


def _table(document: Extracted, ontology: Ontology, *, passages: bool) -> None:
    columns = ("Claim", "Reading", "Confidence", "Rule", "Place", *(["Passage"] if passages else []))
    rows = [_row(one, ontology, passages=passages) for one in document.proposals]
    title = document.source.title if document.source.title != document.source.document else ""
    put(table(": ".join(filter(None, (document.source.document, title))), columns, rows))
    put("No claim is proposed.") if not rows else None
    click.echo()


def _row(proposal: Proposal, ontology: Ontology, *, passages: bool) -> list[str]:
    claim = proposal.claim
    told = ", ".join([statement_label(claim, ontology), *qualifier_phrases(claim.qualifiers, ontology)])
    read = (
        [claim.certainty.value]
        if claim.certainty is not Certainty.ASSERTED or claim.polarity is Polarity.AFFIRMED
        else []
    )
    reading = [*(["negated"] if claim.polarity is Polarity.NEGATED else []), *read]
    if claim.scope is not ScopeOfEvidence.GENERAL_KNOWLEDGE:
        reading.append(claim.scope.value.replace("-", " "))
    place = f"{claim.span.start}-{claim.span.end}"
    passage = [" ".join(proposal.passage.split())] if passages else []
    return [told, ", ".join(reading), f"{claim.confidence.normalize():f}", proposal.rule, place, *passage]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
