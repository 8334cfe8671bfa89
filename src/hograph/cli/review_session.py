"""A review in the terminal: one claim after the other, one key each; each decision is on the disk before the next claim is shown."""

import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

import click

from hograph.cli.options import standard_input
from hograph.cli.render import put, put_pairs
from hograph.cli.review_page import show_claim
from hograph.curation.decisions import PAST, Decision, Ruling, Verdict
from hograph.curation.values import Claim
from hograph.errors import HographError
from hograph.graph.desk import Desk
from hograph.graph.editing import checked, corrected, split
from hograph.graph.labels import claim_label
from hograph.graph.review import Reviewed

KEYS = {
    "a": "accept: the document says this",
    "r": "reject: it does not",
    "e": "edit: correct fields, then take it",
    "n": "note: why, in your own words; it goes with the next decision",
    "s": "skip: leave it open for now",
    "u": "undo: take the last decision back",
    "q": "quit: all decisions are kept",
    "?": "help",
}
RULED = {"a": Verdict.ACCEPT, "r": Verdict.REJECT}


class Hand(Protocol):
    """How a reviewer answers; None when there is nothing more to come."""

    def key(self) -> str | None:
        """The next key."""

    def line(self, prompt: str) -> str | None:
        """The next line."""


class Keyboard:
    """Keys as they are pressed."""

    def key(self) -> str | None:
        """The key that is pressed; None for the end of input or an interrupt."""
        try:
            return click.getchar(echo=False).lower()
        except (EOFError, KeyboardInterrupt):
            return None

    def line(self, prompt: str) -> str | None:
        """The line that is typed."""
        try:
            return str(click.prompt(prompt.rstrip(": "), default="", show_default=False))
        except (EOFError, click.Abort):
            return None


class Script:
    """Keys and lines from a file or pipe, one a line; they are printed, so that the output reads as a record of the session."""

    def key(self) -> str | None:
        """The first character of the next line."""
        line = self.line("> ")
        return None if line is None else line.strip()[:1].lower() or "s"

    def line(self, prompt: str) -> str | None:
        """The next line."""
        with standard_input():
            line = sys.stdin.readline()
        if not line:
            return None
        click.echo(f"{prompt}{line.rstrip()}")
        return line.rstrip("\r\n")


@dataclass
class Session:
    """A reviewer at the desk.

    Attributes:
        desk: the claims and the log.
        reviewer: who decides.
        queue: the claims in the order in which they are shown.
        hand: where keys and lines come from.
    """

    desk: Desk
    reviewer: str
    queue: list[Reviewed]
    hand: Hand
    decided: set[str] = field(init=False)
    made: list[Decision] = field(default_factory=list)
    note: str | None = None
    place: int = 0

    def __post_init__(self) -> None:
        self.decided = {one.key for one in self.desk.review().claims if one.decision}

    def run(self) -> None:
        """Show claim after claim until all were shown or the reviewer quits."""
        total = len(self.desk.review().claims)
        going = True
        while going:
            click.echo()
            if self.place < len(self.queue):
                one = self.queue[self.place]
                put(f"{len(self.decided) + 1} of {total}", bold=True)
                show_claim(one, self.desk.ontology, self.desk.document(one.document))
                going = self._answered(one)
            else:
                put("No claim is left to show. [u]ndo [q]uit")
                going = self.hand.key() == "u" and self._undone()
        click.echo()
        self._farewell(total - len(self.decided))

    def _answered(self, one: Reviewed) -> bool:
        """Do what the reviewer wants with a claim; False when he quits."""
        while True:
            put("[a]ccept [r]eject [e]dit [n]ote [s]kip [u]ndo [q]uit [?]help")
            key = self.hand.key()
            if key is None or key == "q":
                return False
            if key in RULED:
                self._rule(one, RULED[key])
                return True
            if key == "e" and (claim := self._edited(one.proposed, one.document)):
                self._rule(one, Verdict.EDIT, claim)
                put(f"Taken as: {claim_label(claim, self.desk.ontology)}")
                return True
            if key == "s":
                self.place += 1
                return True
            if key == "u" and self._undone():
                return True
            if key == "n":
                self.note = self.hand.line("Note: ") or None
            elif key not in KEYS:
                put(f"{key!r} is no key here.")
            if key == "?" or key not in KEYS:
                put_pairs(list(KEYS.items()))

    def _rule(self, one: Reviewed, verdict: Verdict, claim: Claim | None = None) -> None:
        ruling = Ruling(claim=one.key, verdict=verdict, corrected=claim, note=self.note)
        [made] = self.desk.decide([(ruling, one)], self.reviewer)
        self.made.append(made)
        self.decided.add(one.key)
        self.note = None
        self.place += 1
        put(PAST[verdict])

    def _undone(self) -> bool:
        """Take back the last decision, of this session or else of an earlier one of the same reviewer, and show its claim again."""
        last = self.made.pop() if self.made else self.desk.last_of(self.reviewer)
        if last is None:
            put("You have decided nothing yet that could be taken back.")
            return False
        one = next(one for one in self.desk.review().claims if last.claim == one.key or last == one.decision)
        self.desk.take_back(last, self.reviewer)
        self.decided.discard(one.key)
        keys = [queued.key for queued in self.queue]
        if one.key in keys:
            self.place = keys.index(one.key)
        else:
            self.queue.insert(self.place, one)
        put(f"No longer {PAST[last.verdict]}: claim:{one.key}")
        return True

    def _edited(self, claim: Claim, document: str) -> Claim | None:
        """The claim as the reviewer corrects it, or None when he leaves it."""
        put("One field=value a line; an empty line takes the claim, a dot leaves it as it was.")
        known = (self.desk.ontology, self.desk.document(document))
        changes = dict[str, str]()
        while (line := self.hand.line("field=value: ")) is not None and line.strip() != ".":
            try:
                if line.strip():
                    name, value = split(line)
                    checked(name, value, *known)
                    changes[name] = value
                elif (made := corrected(claim, changes, *known)) != claim:
                    return made
                else:
                    put("Nothing is changed yet.")
            except HographError as error:
                put(str(error))
        return None

    def _farewell(self, left: int) -> None:
        verdicts = Counter(PAST[made.verdict] for made in self.made)
        counted = ", ".join(f"{number} {word}" for word, number in sorted(verdicts.items())) or "nothing decided"
        put(f"{counted}; {left} left.")
        if self.made:
            put(f"Taken down in {self.desk.log}; `hograph build` takes it in.")
