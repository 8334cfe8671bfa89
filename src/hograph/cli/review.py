"""`hograph review`: a person accepts, rejects or corrects what programs propose."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click

from hograph.cli.options import documents_option, root_option
from hograph.cli.render import put, table
from hograph.cli.review_files import Ruled, news, overturned, read_annotations, read_rulings, sheet
from hograph.cli.review_session import Keyboard, Script, Session
from hograph.curation.decisions import PAST
from hograph.curation.documents import documents_folder
from hograph.errors import InputError
from hograph.graph.desk import Desk, in_order, open_desk

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--list", "what", flag_value="list", help="Say how many claims of each document are decided.")
@click.option("--sheet", "what", flag_value="sheet", help="Print the undecided claims as CSV, to be filled in.")
@click.option(
    "--decisions",
    "sheet_file",
    type=FILE,
    metavar="FILE",
    help="Take down the verdicts of a filled-in sheet, or of JSON Lines.",
)
@click.option(
    "--import",
    "marked",
    type=FILE,
    metavar="FILE",
    help="Take down what came back from an annotation tool (.ann, .json).",
)
@click.option("--reviewer", metavar="NAME", help="Who decides [default: user.name of git].")
@click.option(
    "--order",
    type=click.Choice(["confidence", "document"]),
    default="confidence",
    show_default=True,
    help="What comes first: what the program was least sure of, or what stands first.",
)
@documents_option
@root_option
def review(
    paths: tuple[Path, ...],
    what: str | None,
    sheet_file: Path | None,
    marked: Path | None,
    reviewer: str | None,
    order: str,
    documents: Path | None,
    root: Path | None,
) -> None:
    """Accept, reject or correct the claims that programs propose; `hograph build` takes the result in.

    PATHS are files of proposed claims (.jsonl) or folders of them; without any, data/proposed. Every decision is added to
    data/decisions.jsonl at once, and a review goes on where the last one stopped. Keys are read from the terminal; from a pipe, one a line.

    \b
    Examples:
      hograph review --documents ~/documents
      hograph review data/proposed/leaflet.jsonl --order document
      hograph review --sheet > sheet.csv
      hograph review --decisions sheet.csv --reviewer "Ada Lovelace"
      hograph review --import leaflet.ann
    """
    if sum(bool(one) for one in (what, sheet_file, marked)) > 1:
        raise click.UsageError("--list, --sheet, --decisions and --import are four things. Choose one.")
    desk = open_desk(paths, root, documents_folder(documents))
    if not desk.proposed:
        if sheet_file or marked:
            raise InputError("No claims are proposed, so that nothing can be decided. `hograph extract` proposes them.")
        put("No claims are proposed. `hograph extract` proposes them.")
    elif what == "list":
        _list(desk)
    elif what == "sheet":
        click.echo(sheet(desk), nl=False)
    elif sheet_file:
        _take_sheet(desk, sheet_file, who(reviewer))
    elif marked:
        _take_marks(desk, marked, who(reviewer))
    else:
        _sit_down(desk, who(reviewer), order)


def _sit_down(desk: Desk, reviewer: str, order: str) -> None:
    _tell_vanished(desk)
    over = sum(one.carried for one in desk.review().claims)
    if over:
        put(f"{over} decided in an earlier version of the document, in the same words: carried over.")
    queue = in_order(desk.review().claims, order)
    Session(desk, reviewer, queue, Keyboard() if sys.stdin.isatty() else Script()).run()


def _take_sheet(desk: Desk, path: Path, reviewer: str) -> None:
    ruled, back = read_rulings(path, desk)
    _take(desk, ruled, reviewer)
    for one in back:
        if one.decision:
            desk.take_back(one.decision, reviewer)
    if back:
        put(f"{len(back)} taken back.")


def _take_marks(desk: Desk, path: Path, reviewer: str) -> None:
    ruled, added = read_annotations(path, desk)
    _take(desk, ruled, reviewer)
    for one in added:
        put(f"{path}: {one} was added and is no proposed claim. Write it into data/claims.")
    sys.exit(1 if added else 0)


def _take(desk: Desk, ruled: Ruled, reviewer: str) -> None:
    new = news(ruled)
    before = overturned(new)
    desk.decide(new, reviewer)
    verdicts = Counter(PAST[ruling.verdict] for ruling, _ in new)
    counted = ", ".join(f"{number} {word}" for word, number in sorted(verdicts.items())) or "nothing new"
    put(f"{counted}; {len(ruled) - len(new)} were decided so already. The log is {desk.log}.")
    if before:
        put(f"Decided otherwise before: {', '.join(before)}. The verdict undo takes the new decision back.")


def _list(desk: Desk) -> None:
    rows = []
    found = desk.review()
    for document in sorted(desk.hashes):
        claims = [one for one in found.claims if one.document == document]
        verdicts = Counter(one.decision.verdict for one in claims if one.decision)
        over, again = sum(one.carried for one in claims), sum(bool(one.earlier) for one in claims)
        counts = (len(claims), len(claims) - verdicts.total(), *(verdicts[v] for v in PAST), over, again)
        rows.append((document, *map(str, counts)))
    decided = (word.capitalize() for word in PAST.values())
    put(table("", ("Document", "Proposed", "Undecided", *decided, "Carried over", "Changed since"), rows))
    _tell_vanished(desk)


def _tell_vanished(desk: Desk) -> None:
    """Say which decisions are about claims that are proposed no more, and not in the place of which others are."""
    for decision in desk.review().vanished:
        claim = decision.proposed
        what = f"{claim.subject} {claim.predicate} {claim.object}, {claim.span.start}-{claim.span.end} of {decision.document}"
        put(f"No longer proposed: claim:{decision.claim} ({what}), {PAST[decision.verdict]} by {decision.reviewer}.")


def who(given: str | None) -> str:
    """Who reviews: the name that was given, else that of git.

    Raises:
        InputError: when neither is known.
    """
    name = given.strip() if given else ""
    git = shutil.which("git")
    if not name and git:
        asked = subprocess.run([git, "config", "user.name"], capture_output=True, text=True, check=False)  # noqa: S603
        name = asked.stdout.strip()
    if not name:
        raise InputError("Who reviews? Name yourself with --reviewer NAME, or once with git config user.name.")
    return name
