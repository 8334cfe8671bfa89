"""Claims of many documents, by any executor: file by file, in order, few of them in flight, and the same bytes from each executor.

A worker builds ontology and extractor once and keeps them, and nothing of the documents it has read. What goes to it is a file (or the
bytes of a member of an archive), what comes back are its documents with their proposed claims. A file that cannot be read, makes the
extractor fail, or even ends the process that reads it, is told as a failure, and the others go on.
"""

import gc
import multiprocessing
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from hograph.curation.sources import Source
from hograph.errors import HographError
from hograph.executors import Start
from hograph.extraction.plugins import extractor
from hograph.extraction.proposals import Counting, Counts, Extractor, Proposal
from hograph.extraction.sources import source_of
from hograph.files import read_text, sha256
from hograph.ontology.index import Ontology, load_ontology
from hograph.ontology.turtle import turtle_files
from hograph.reading.files import Raw, Unread, raw_files, read_raw
from hograph.reading.slugs import named, slug
from hograph.workspace.layers import Layers

IN_FLIGHT = 32
"""So many files may be under way or wait for their turn to be written."""
DATA = (".yaml", ".txt", ".tsv")
"""What the package has beside its code that decides what is extracted."""


@dataclass(frozen=True)
class Job:
    """What a worker has to know; the same job gives the same claims of the same document.

    Attributes:
        root: the folder that holds `ontology/`.
        extractor: its name.
        rules: files of rules of one's own.
        options: what else the extractor takes, name and value.
        texts: whether the texts of the documents are wanted with the claims.
        inputs: a hash of what ontology and rules hold, so that no worker goes on with those of before.
    """

    root: Path
    extractor: str = "rules"
    rules: tuple[Path, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    texts: bool = False
    inputs: str = ""

    @classmethod
    def of(
        cls,
        root: Path,
        extractor: str = "rules",
        rules: Iterable[Path] = (),
        options: Iterable[tuple[str, str]] = (),
        *,
        texts: bool = False,
    ) -> "Job":
        """A job over the ontology and rules as they are now.

        Raises:
            InputError: when a file of rules cannot be read.
        """
        layers = Layers.of(root)
        paths = tuple(path.resolve() for path in (*layers.extraction_rules, *rules))
        shipped = [path for path in files("hograph.extraction").iterdir() if path.name.endswith(DATA)]
        texts_of = [path.read_text("utf-8") for path in sorted(shipped, key=lambda path: path.name)]
        terms = [path for folder in layers.ontology for path in turtle_files(folder)]
        texts_of += [read_text(path) for path in (*paths, *terms)]
        inputs = sha256("\0".join(map(sha256, texts_of)))
        return cls(root.resolve(), extractor, paths, tuple(options), texts, inputs)

    def fingerprint(self) -> str:
        """A hash of all that decides which claims a document gives: extractor, version, options, rules, ontology."""
        return sha256(repr((self.extractor, ready(self)[1].version, self.options, self.inputs)))


@dataclass(frozen=True)
class Extracted:
    """A document with what is proposed of it.

    Attributes:
        source: the document as it describes itself.
        file: the name of the file it was read from.
        proposals: in document order.
        text: what spans point into; only when the job wants it.
    """

    source: Source
    file: str
    proposals: tuple[Proposal, ...]
    text: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its documents, what of it failed, and what the extractor counted meanwhile."""

    raw: Raw | Unread
    documents: tuple[Extracted, ...]
    failures: tuple[Unread, ...]
    counts: Counts = field(default_factory=Counts)


@lru_cache(maxsize=2)
def ready(job: Job) -> tuple[Ontology, Extractor]:
    """Ontology and extractor of a job, made once a process.

    Raises:
        HographError: when the ontology, a rule or an option is wrong.
    """
    ontology = load_ontology(*Layers.of(job.root).ontology)
    options: dict[str, object] = dict(job.options)
    if job.rules:
        options["rules"] = job.rules
    made = ontology, extractor(job.extractor, ontology, **options)
    if multiprocessing.parent_process() is not None:
        # A process that was started for this keeps them to its end: looked through again and again, they would cost time, and what
        # is no longer used would wait until it is a quarter of them.
        gc.collect()
        gc.freeze()
    return made


def work(raw: Raw, job: Job) -> Outcome:
    """Read a file and propose the claims of its documents; whatever goes wrong is told, for one bad file must not stop the others."""
    try:
        _, propose = ready(job)
    except HographError as error:
        return _failed(raw, str(error))
    outcome = _worked(raw, job, propose)
    return replace(outcome, counts=propose.counted()) if isinstance(propose, Counting) else outcome


def _worked(raw: Raw, job: Job, propose: Extractor) -> Outcome:
    documents, failures = list[Extracted](), list[Unread]()
    try:
        for slug, reading in named(read_raw(raw)):
            if isinstance(reading, Unread):
                failures.append(reading)
                continue
            text = reading.text if job.texts else None
            proposals = tuple(propose.propose(reading))
            documents.append(Extracted(source_of(slug, reading), raw.name, proposals, text))
    except Exception as error:
        return _failed(raw, str(error) if isinstance(error, HographError) else f"{type(error).__name__}: {error}")
    return Outcome(replace(raw, data=None), tuple(documents), tuple(failures))


def extract_all(
    raws: Iterable[Raw | Unread], job: Job, start: Start | None = None, in_flight: int = IN_FLIGHT
) -> Generator[Outcome, None, None]:
    """What becomes of each file, in the order in which they come.

    Args:
        raws: the files, as `hograph.reading.files.raw_files` gives them; they are taken one by one, as there is room for them.
        job: what to do with them.
        start: gives an executor of `concurrent.futures`, of processes, of threads or of a cluster; without it, this process does the work.
        in_flight: so many files at most are under way.

    Yields:
        An outcome for each file.
    """
    if start is None:
        for raw in raws:
            yield _refused(raw) if isinstance(raw, Unread) else work(raw, job)
        return
    crew = _Crew(job, start)
    try:
        for raw in raws:
            crew.take(raw)
            if len(crew.waiting) >= in_flight:
                yield crew.give()
        while crew.waiting:
            yield crew.give()
    finally:
        crew.leave()


def _refused(raw: Unread) -> Outcome:
    return Outcome(raw, (), (raw,))


class _Crew:
    """An executor with the files that are under way.

    When it breaks, because a process of it ended, the files that were under way are suspects: they are tried again with a new one, each
    while nothing else is under way, and what is taken meanwhile is held back. So it is known which file ends a process.
    """

    def __init__(self, job: Job, start: Start) -> None:
        self.job, self.start = job, start
        self.executor = start()
        self.waiting: deque[tuple[Raw | Unread, Future[Outcome] | None]] = deque()
        self.suspects = 0

    def take(self, raw: Raw | Unread) -> None:
        """Take a file to work on."""
        self.waiting.append((raw, None if isinstance(raw, Unread) or self.suspects else self._submitted(raw)))

    def give(self) -> Outcome:
        """What became of the file that was taken first."""
        raw, future = self.waiting.popleft()
        if isinstance(raw, Unread):
            return _refused(raw)
        if future is not None:
            try:
                return future.result()
            except BrokenExecutor:
                self._broke()
            except Exception as error:
                return _failed(raw, f"{type(error).__name__}: {error}")
        elif not self.suspects:
            self._broke()
        return self._by_itself(raw)

    def leave(self) -> None:
        """Give up what is still under way."""
        for _, future in self.waiting:
            if future is not None:
                future.cancel()
        self.executor.shutdown()

    def _broke(self) -> None:
        self._renew()
        self.waiting = deque((one, _kept(made)) for one, made in self.waiting)
        self.suspects = 1 + sum(isinstance(one, Raw) and made is None for one, made in self.waiting)

    def _by_itself(self, raw: Raw) -> Outcome:
        future = self._submitted(raw)
        outcome = _failed(
            raw, "the process that read it ended, perhaps for want of memory. Split it, or use fewer --jobs"
        )
        try:
            outcome = future.result() if future else outcome
        except BrokenExecutor:
            self._renew()
        self.suspects -= 1
        if not self.suspects:
            held, self.waiting = self.waiting, deque()
            self.waiting.extend(
                (one, made or self._submitted(one) if isinstance(one, Raw) else None) for one, made in held
            )
        return outcome

    def _submitted(self, raw: Raw) -> Future[Outcome] | None:
        """The future of a file; None when the executor is found to be broken."""
        try:
            return self.executor.submit(work, raw, self.job)
        except BrokenExecutor:
            return None

    def _renew(self) -> None:
        self.executor.shutdown(wait=False)
        self.executor = self.start()


def _failed(raw: Raw, reason: str) -> Outcome:
    told = reason if raw.name in reason else f"{raw.name}: {reason}"
    return Outcome(raw, (), (Unread(raw.name, f"{told.rstrip('.')}. No claims of it are kept."),))


def _kept(future: Future[Outcome] | None) -> Future[Outcome] | None:
    """The future of a broken executor, if it has come to a result."""
    done = future is not None and future.done() and not future.cancelled() and future.exception() is None
    return future if done else None


def files_in(paths: Iterable[Path]) -> Iterator[Raw | Unread]:
    """The files of paths with those told apart whose names give one slug: the first keeps it, the others are refused.

    Yields:
        A file, or what is refused and why.
    """
    seen: dict[str, str] = {}
    for raw in raw_files(paths):
        if isinstance(raw, Raw):
            try:
                name = slug(raw.name)
            except HographError as error:
                yield Unread(raw.name, str(error))
                continue
            if name in seen:
                yield Unread(
                    raw.name, f"{raw.name}: its claims would be named '{name}', as those of {seen[name]}. Rename one."
                )
                continue
            seen[name] = raw.name
        yield raw
