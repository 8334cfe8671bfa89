"""The log of decisions on proposed claims, `data/decisions.jsonl`: lines are only ever added, also to take one back."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, model_validator

from hograph.curation.base import Value
from hograph.curation.claimfile import plain
from hograph.curation.jsonlines import as_value, json_lines
from hograph.curation.values import Claim, Slug
from hograph.errors import ClaimFileError, InputError
from hograph.files import sha256

Time = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$")]
"""ISO 8601, in UTC."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{16}$")]
"""The name of a claim, as it stands in its IRI."""
Version = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
"""The first digits of the SHA-256 of a document."""
Text = Annotated[str, StringConstraints(min_length=1)]
ID_LENGTH = VERSION_LENGTH = 16


class Verdict(StrEnum):
    """What was decided: on a claim, or on an earlier decision."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    UNDO = "undo"


PAST = {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected", Verdict.EDIT: "edited"}
"""A verdict as it is told afterwards."""


class Ruling(Value):
    """What somebody decides on a claim: a verdict, what the claim should be where it is corrected, and a note."""

    claim: Name
    verdict: Verdict
    corrected: Claim | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Ruling":
        if (self.verdict is Verdict.EDIT) != (self.corrected is not None):
            raise ValueError("an edit, and nothing else, has a `corrected` claim")
        return self


class Decision(Ruling):
    """A line of the log: a ruling with who, when, and the claim as it was when it was decided on.

    An undo names the decision that it takes back, by its `id`, in `undoes`. Older logs do not say of which version of the document
    the claim was.
    """

    time: Time
    reviewer: Text
    document: Slug
    version: Version | None = None
    undoes: str | None = None
    proposed: Claim

    @model_validator(mode="after")
    def _of_a_kind(self) -> "Decision":
        if (self.verdict is Verdict.UNDO) != (self.undoes is not None):
            raise ValueError("an undo, and nothing else, names a decision in `undoes`")
        return self

    @property
    def id(self) -> str:
        """A hash of the line, by which an undo names it."""
        return sha256(self.line().rstrip("\n"))[:ID_LENGTH]

    @property
    def moment(self) -> datetime:
        """Its time, to be compared."""
        return datetime.fromisoformat(self.time)

    def line(self) -> str:
        """The decision as one line of JSON; the same decision gives the same bytes."""
        order = (
            "time",
            "reviewer",
            "document",
            "version",
            "claim",
            "verdict",
            "undoes",
            "note",
            "corrected",
            "proposed",
        )
        data = plain(self)
        return json.dumps({name: data[name] for name in order if name in data}, ensure_ascii=False) + "\n"


def now() -> str:
    """The time of a decision that is made now."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def decided(
    ruling: Ruling, document: str, proposed: Claim, reviewer: str, time: str, document_sha256: str | None = None
) -> Decision:
    """The decision that a ruling is once somebody has made it."""
    version = document_sha256 and document_sha256[:VERSION_LENGTH]
    return Decision(**dict(ruling), document=document, version=version, proposed=proposed, reviewer=reviewer, time=time)


def undone(decision: Decision, reviewer: str, time: str) -> Decision:
    """The decision that takes an earlier one back."""
    return Decision(
        time=time,
        reviewer=reviewer,
        document=decision.document,
        claim=decision.claim,
        verdict=Verdict.UNDO,
        undoes=decision.id,
        proposed=decision.proposed,
    )


def read_decisions(path: Path) -> list[Decision]:
    """Every line of a log, in its order; none where there is no log yet.

    Raises:
        ClaimFileError: when a line is cut off or is no decision, or an undo names none; the text names file and line.
    """
    if not path.exists():
        return []
    found = [(place, as_value(Decision, data, place)) for place, data in json_lines(path)]
    if not path.read_bytes().endswith(b"\n") and found:
        raise ClaimFileError(f"{found[-1][0]}: the line does not end; writing it was broken off. End or remove it.")
    known = {decision.id for _, decision in found if decision.verdict is not Verdict.UNDO}
    for place, decision in found:
        if decision.undoes and decision.undoes not in known:
            raise ClaimFileError(f"{place}: undoes '{decision.undoes}', but no decision of the log has that id.")
    return [decision for _, decision in found]


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that holds for each claim: the latest that was not taken back, whatever the order of the lines."""
    lines = list(decisions)
    back = {decision.undoes for decision in lines if decision.undoes}
    return latest(decision for decision in lines if decision.id not in back)


def latest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The latest decision on each claim, whether it was taken back or not."""
    made = (decision for decision in decisions if decision.verdict is not Verdict.UNDO)
    return {decision.claim: decision for decision in sorted(made, key=lambda d: (d.moment, d.line()))}


def append_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to a log, all of them or none, and see them safely on the disk; others may be adding at the same time.

    Args:
        path: the log; made when missing.
        decisions: in the order in which they were made.

    Raises:
        ClaimFileError: when the last line of the log is cut off.
        InputError: when the log cannot be written.
    """
    data = "".join(decision.line() for decision in decisions).encode()
    if not data:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _opened(path) as file:
            end = os.lseek(file, 0, os.SEEK_END)
            if end and _byte(file, end - 1) != b"\n":
                raise ClaimFileError(
                    f"{path}: the last line does not end; writing it was broken off. End or remove it."
                )
            _write(file, data, end)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}). The decision is not taken down.") from error


def _write(file: int, data: bytes, end: int) -> None:
    """Write at the end of a file, all or nothing."""
    try:
        while data:
            data = data[os.write(file, data) :]
        os.fsync(file)
    except OSError:
        os.ftruncate(file, end)
        raise


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A file to add to, for one program at a time where the system can lock files."""
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    try:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _byte(file: int, place: int) -> bytes:
    os.lseek(file, place, os.SEEK_SET)
    return os.read(file, 1)
