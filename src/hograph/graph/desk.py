"""What lies before a reviewer: the proposed claims, the log of decisions, the ontology, and the documents that are at hand."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from hograph.curation.decisions import (
    Decision,
    Ruling,
    Verdict,
    append_decisions,
    decided,
    now,
    read_decisions,
    undone,
)
from hograph.curation.documents import Document, find_file
from hograph.curation.sources import load_sources
from hograph.curation.values import Claim
from hograph.errors import DocumentError, InputError
from hograph.files import LOG, resources
from hograph.graph.editing import corrected
from hograph.graph.review import Review, Reviewed, read_proposed, reviewed
from hograph.ontology.index import Ontology, load_ontology
from hograph.workspace.layers import Layers

PROPOSED, SOURCES = "proposed", "sources.yaml"
Stamps = tuple[tuple[Path, int, int], ...]
"""Files with the time of their last change and their size."""


@dataclass
class Desk:
    """The claims under review and what was decided on them so far.

    Attributes:
        ontology: for labels, and to hold corrections against.
        log: the file that decisions are taken down in.
        decisions: its lines.
        folder: the documents, where they are at hand.
        proposed: the claims, each with its document.
        hashes: document to the SHA-256 of its bytes.
    """

    ontology: Ontology
    log: Path
    decisions: list[Decision]
    folder: Path | None
    proposed: list[tuple[str, Claim]]
    hashes: dict[str, str]
    _documents: dict[str, Document | None] = field(default_factory=dict)
    _review: tuple[int, Review] | None = None

    def review(self) -> Review:
        """The claims as they stand; of the log, what is about their documents."""
        number = len(self.decisions)
        if self._review is None or self._review[0] != number:
            here = {document for document, _ in self.proposed}
            held = [one for one in self.decisions if one.document in here]
            self._review = number, reviewed(self.proposed, held, self.hashes)
        return self._review[1]

    def document(self, slug: str) -> Document | None:
        """A document, where it is at hand."""
        if slug not in self._documents:
            self._documents[slug] = find_document(self.folder, slug) if self.folder else None
        return self._documents[slug]

    def ruling(self, one: Reviewed, verdict: str, changes: Mapping[str, str], note: str = "") -> Ruling:
        """What somebody decides on a claim, held against model and ontology.

        Args:
            one: the claim.
            verdict: `accept`, `reject` or `edit`.
            changes: of an edit, field to value, as `hograph.graph.editing.corrected` takes them.
            note: why, in the words of the reviewer.

        Raises:
            InputError: when it is no verdict, changes and verdict do not go together, or the claim would break a rule.
        """
        if verdict not in {Verdict.ACCEPT, Verdict.REJECT, Verdict.EDIT}:
            raise InputError(f"'{verdict}' is no verdict. There are accept, reject, edit and undo.")
        if bool(changes) != (verdict == Verdict.EDIT):
            raise InputError("changes belong to an edit, and an edit needs some, as certainty=hedged; site=hip joint.")
        claim = corrected(one.proposed, changes, self.ontology, self.document(one.document)) if changes else None
        return Ruling(claim=one.key, verdict=Verdict(verdict), corrected=claim, note=note.strip() or None)

    def last_of(self, reviewer: str) -> Decision | None:
        """The latest decision of a reviewer that holds."""
        held = (one.decision for one in self.review().claims if one.decision)
        return max((d for d in held if d.reviewer == reviewer), key=lambda d: d.moment, default=None)

    def read_log(self) -> None:
        """Read the log anew, into which others may write, too."""
        self.decisions, self._review = read_decisions(self.log), None

    def decide(self, rulings: Iterable[tuple[Ruling, Reviewed]], reviewer: str) -> list[Decision]:
        """Take rulings down, all of them or none."""
        time = now()
        made = [
            decided(ruling, one.document, one.proposed, reviewer, time, self.hashes[one.document])
            for ruling, one in rulings
        ]
        append_decisions(self.log, made)
        self.decisions += made
        return made

    def take_back(self, decision: Decision, reviewer: str) -> None:
        """Take down that an earlier decision is taken back."""
        made = undone(decision, reviewer, now())
        append_decisions(self.log, [made])
        self.decisions.append(made)


def in_order(claims: Sequence[Reviewed], order: str) -> list[Reviewed]:
    """The undecided claims in the order of their documents, or those first of which the program was least sure (`confidence`)."""
    open_ = [one for one in claims if one.decision is None]
    return sorted(open_, key=lambda one: one.proposed.confidence) if order == "confidence" else open_


def open_desk(
    paths: Sequence[Path], root: Path | None, documents: Path | None, ontology: Ontology | None = None
) -> Desk:
    """The desk for files of proposed claims, or folders of them; without any, for those of the root.

    Args:
        paths: files, or folders of them.
        root: a workspace, or the folder with `ontology/`, `data/` and `queries/`; found when not given.
        documents: the folder of documents, where it is not that of the workspace.
        ontology: that of the root, where it is open already.

    Raises:
        InputError: when the files lie in several folders, or the hash of a document is not known.
    """
    layers = Layers.of(resources(root))
    documents = documents or layers.documents
    folder, files = _place(paths, layers)
    proposed = [one for path in files for one in read_proposed(path)]
    ontology = ontology or load_ontology(*layers.ontology)
    slugs = {document for document, _ in proposed}
    hashes = _hashes(slugs, folder / SOURCES, documents)
    return Desk(ontology, folder / LOG, read_decisions(folder / LOG), documents, proposed, hashes)


@dataclass
class KeptDesk:
    """A desk for one reviewer after the other that is read anew only where its files have changed.

    Attributes:
        paths: files of proposed claims, or folders of them; those of the root when there are none.
        root: a workspace, or the folder with `ontology/`, `data/` and `queries/`.
        documents: the folder of documents, where it is not that of the workspace.
        ontology: that of the root.
    """

    paths: Sequence[Path]
    root: Path
    documents: Path | None
    ontology: Ontology
    _desk: Desk | None = None
    _read: Stamps = ()
    _logged: Stamps = ()
    _shelf: Stamps = ()
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def opened(self) -> Iterator[Desk]:
        """The desk as its files are now; whoever else comes waits until the block is left.

        Yields:
            The desk.

        Raises:
            InputError: as `open_desk`.
        """  # noqa: DOC502, RUF100
        with self._lock:
            folder, files = _place(self.paths, Layers.of(resources(self.root)))
            read, logged = _stamps([*files, folder / SOURCES]), _stamps([folder / LOG])
            if self._desk is None or read != self._read or self._shelf != _shelf(self._desk):
                self._desk = open_desk(self.paths, self.root, self.documents, self.ontology)
                self._shelf = _shelf(self._desk)
            elif logged != self._logged:
                self._desk.read_log()
            self._read, self._logged = read, logged
            yield self._desk


def _shelf(desk: Desk) -> Stamps:
    """What is at hand of the documents of a desk."""
    folders = [desk.folder] if desk.folder else []
    return _stamps(file for slug in desk.hashes if (file := find_file(folders, slug)))


def _stamps(paths: Iterable[Path]) -> Stamps:
    """By what a change of files is seen: of each the time of its last change and its size."""
    return tuple((path, found.st_mtime_ns, found.st_size) for path in paths if (found := _stat(path)))


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _place(paths: Sequence[Path], layers: Layers) -> tuple[Path, list[Path]]:
    """The `data/` of a desk, and the files of its proposed claims."""
    data = {_data_folder(path) for path in paths} - {None} or {layers.own_data}
    if len(data) > 1:
        raise InputError("The files lie in several folders, each with a log of its own. Review one folder at a time.")
    [folder] = data
    assert folder is not None  # noqa: S101 -- for the types
    return folder, _files(paths) if paths else sorted((folder / PROPOSED).glob("*.jsonl"))


def _data_folder(path: Path) -> Path | None:
    """The `data/` that a file or folder of proposals lies in, or None where it lies elsewhere."""
    whole = path.resolve()
    folder = whole if whole.is_dir() else whole.parent
    return folder.parent if folder.name == PROPOSED else None


def _files(paths: Iterable[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]


def _hashes(slugs: Iterable[str], sources: Path, documents: Path | None) -> dict[str, str]:
    described = load_sources(sources) if sources.is_file() else {}
    found = {}
    for slug in sorted(slugs):
        at_hand = find_document(documents, slug) if documents and slug not in described else None
        if slug not in described and at_hand is None:
            raise InputError(
                f"{slug}: is not described in {sources} and not at hand, so that its claims have no names. "
                "Describe it, or name its folder with --documents."
            )
        found[slug] = described[slug].sha256 if slug in described else at_hand.sha256  # type: ignore[union-attr]
    return found


def find_document(folder: Path, slug: str) -> Document | None:
    """A document in a folder, in any format that is read; None where there is none that can be."""
    try:
        return Document.read(folder, slug)
    except DocumentError:
        return None
