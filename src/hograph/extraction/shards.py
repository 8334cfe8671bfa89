"""Claims of many documents in a folder: a file a document, written whole, and what is done, so that a run that was cut off goes on.

`manifest.tsv` has a line for each file whose documents are written, added as soon as they are; at the end of a run it is sorted.
`failures.tsv` names what failed in the last run, and is there only when something did. A file is done as long as its bytes, the format,
and the extractor with its rules and ontology are those that the manifest has, and what was written of it is there; what is not done is
done anew. Nothing in the folder says when or where it was written: a run that was cut off and resumed leaves the same bytes as another.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hograph.errors import HographError, InputError
from hograph.extraction.many import Extracted, Outcome
from hograph.files import read_text, sha256, write_atomically, write_together
from hograph.reading.files import Raw, Unread
from hograph.reading.slugs import slug

MANIFEST, FAILURES = "manifest.tsv", "failures.tsv"
COLUMNS = ("file", "sha256", "fingerprint", "documents", "claims", "outputs")
Render = Callable[[Extracted], Mapping[str, str]]
"""Gives what is written of a document: name of a file to its text."""


@dataclass(frozen=True, slots=True)
class Done:
    """A file whose documents are written.

    Attributes:
        file: slug of the file.
        sha256: of its bytes.
        fingerprint: of the job and the format.
        documents: how many it holds.
        claims: how many they make.
        outputs: the files that were written, separated by blanks.
    """

    file: str
    sha256: str
    fingerprint: str
    documents: int
    claims: int
    outputs: str


@dataclass
class Shards:
    """The folder that a run writes into.

    Attributes:
        folder: where to.
        fingerprint: of the job and the format.
        render: gives what is written of a document.
        failures: what failed in this run.
        unchanged: how many files were done already.
        documents: how many documents this run wrote.
        claims: how many claims they make.
        wanted: in a workspace, how many documents of a file are described, by the hash of its bytes.
    """

    folder: Path
    fingerprint: str
    render: Render
    wanted: Mapping[str, int] = field(default_factory=dict)
    failures: list[Unread] = field(default_factory=list)
    unchanged: int = 0
    documents: int = 0
    claims: int = 0
    _done: dict[str, Done] = field(default_factory=dict, init=False)
    _written: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        path = self.folder / MANIFEST
        for left in self.folder.glob(".*"):
            if left.is_file() and left.name.count(".") >= 3:
                left.unlink()  # half a file of a run that was cut off
        if path.is_file():
            self._done = {done.file: done for done in _rows(path)}
            self._write_manifest()  # without what a run that was cut off left of a last line

    def pending(self, raws: Iterable[Raw | Unread]) -> Iterator[Raw | Unread]:
        """The files that are not done yet."""
        for raw in raws:
            if isinstance(raw, Raw) and self._is_done(raw):
                self.unchanged += 1
            else:
                yield raw

    def _is_done(self, raw: Raw) -> bool:
        done = self._done.get(slug(raw.name))
        if done is None or done.fingerprint != self.fingerprint:
            return False
        try:
            same = sha256(raw.bytes()) == done.sha256
        except HographError:
            return False
        outputs = done.outputs.split()
        if self.wanted.get(done.sha256, done.documents) != done.documents:
            return False
        if not same or not all((self.folder / name).is_file() for name in outputs):
            return False
        self._written |= dict.fromkeys(outputs, raw.name)
        return True

    def write(self, outcome: Outcome) -> None:
        """Write the documents of a file, all or none, and take down that they are done.

        Args:
            outcome: of the file.
        """
        raw, failures = outcome.raw, list(outcome.failures)
        outputs: dict[str, str] = {}
        for document in outcome.documents:
            outputs |= self.render(document)
        taken = {name: self._written[name] for name in outputs if name in self._written}
        if taken:
            name, other = next(iter(taken.items()))
            failures.append(
                Unread(raw.name, f"{raw.name}: {name} is written for {other} already. Rename one of the two.")
            )
        elif outputs:
            write_together({self.folder / name: text for name, text in outputs.items()})
            self._written |= dict.fromkeys(outputs, raw.name)
            claims = sum(len(document.proposals) for document in outcome.documents)
            self.documents, self.claims = self.documents + len(outcome.documents), self.claims + claims
            if not failures:
                self._add(
                    Done(
                        slug(raw.name),
                        outcome.documents[0].source.sha256,
                        self.fingerprint,
                        len(outcome.documents),
                        claims,
                        " ".join(outputs),
                    )
                )
        self.failures += failures

    def finish(self) -> None:
        """Sort the manifest, and name what failed."""
        self._write_manifest()
        path = self.folder / FAILURES
        if self.failures:
            write_atomically(path, _text(("file", "reason"), ((one.name, one.reason) for one in self.failures)))
        else:
            path.unlink(missing_ok=True)

    def _add(self, done: Done) -> None:
        path = self.folder / MANIFEST
        new = not path.is_file()
        self._done[done.file] = done
        try:
            with path.open("a", encoding="utf-8", newline="") as stream:
                stream.write(_text(COLUMNS if new else None, [_cells(done)]))
        except OSError as error:
            raise InputError(
                f"{path}: cannot be written ({error.strerror}). Choose another folder with --out."
            ) from error

    def _write_manifest(self) -> None:
        rows = [_cells(self._done[name]) for name in sorted(self._done)]
        write_atomically(self.folder / MANIFEST, _text(COLUMNS, rows))


def _cells(done: Done) -> tuple[str, ...]:
    return tuple(str(getattr(done, name)) for name in COLUMNS)


def _text(header: Iterable[str] | None, rows: Iterable[Iterable[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def _rows(path: Path) -> Iterator[Done]:
    """The lines of a manifest; half a line at its end, which a run that was cut off left, is passed over.

    Yields:
        What is done.

    Raises:
        InputError: when the file is no manifest.
    """
    lines = read_text(path).splitlines(keepends=True)
    whole = [line for line in lines if line.endswith("\n")]
    rows = csv.reader(whole, delimiter="\t")
    if whole and tuple(next(rows)) != COLUMNS:
        raise InputError(f"{path}: is no manifest of extracted claims. Choose another folder with --out.")
    for row in rows:
        if len(row) != len(COLUMNS) or not (row[3].isdigit() and row[4].isdigit()):
            raise InputError(
                f"{path}: line '{row[0] if row else ''}' is broken. Remove the file; all documents are then done anew."
            )
        yield Done(row[0], row[1], row[2], int(row[3]), int(row[4]), row[5])
