"""The build on disk: a store for questions, a ledger, and a manifest. What was built before is kept; only what is new is done again.

Documents are compiled one by one and the ledger groups what they say, so that no more than some of them are ever in memory. A store
appears under its name when it is whole, then the ledger, then the manifest: whatever ends a build, the last one stays as it was.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pyoxigraph as ox

from hograph.collecting import seldom_collecting
from hograph.errors import InputError
from hograph.executors import Start
from hograph.files import write_atomically
from hograph.graph.closure import Rules
from hograph.graph.compiling import all_compiled, all_settled, settled
from hograph.graph.counts import Contents, counted
from hograph.graph.derived import edge_quads, inferred_quads, static_graphs
from hograph.graph.inputs import LEDGER, MANIFEST, STORE, base_key, input_key, is_build, place_of
from hograph.graph.ledger import Entry, Ledger
from hograph.graph.locking import locked
from hograph.graph.papers import Papers, papers_of, sources_of
from hograph.graph.reasoning import Edge, classify, count_axioms
from hograph.graph.saturation import saturate
from hograph.graph.upkeep import keep_up, stands
from hograph.graph.written import remove_files
from hograph.ontology.index import load_ontology
from hograph.version import VERSION
from hograph.vocabulary import GRAPH
from hograph.workspace.layers import Layers

UNFINISHED = ".loading-"
ANEW = 0.3
"""From this share of documents that are new or have changed, all is built anew, which is faster then."""


def make(
    root: Path,
    folder: Path,
    say: Callable[[str], None] = lambda _: None,
    start: Start | None = None,
    *,
    force: bool = False,
) -> Path:
    """Build what is new or has changed.

    Args:
        root: a workspace, or the folder with `ontology/` and `data/`.
        folder: where the build is kept; made when missing.
        say: told what is going on when it takes a while.
        start: gives what compiles documents, settles propositions and draws out closures (`hograph.executors`); None for this process.
        force: whether to build all of it anew.

    Returns:
        The store of the build.

    Raises:
        HographError: when an input cannot be read or breaks a rule, or the folder cannot be written; the last build stays as it was.
    """
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, say), seldom_collecting():
            for leftover in folder.glob(f"{UNFINISHED}*"):
                rmtree(leftover, ignore_errors=True)
            key = input_key(root)
            if force or not is_build(folder, key):
                room = Path(mkdtemp(dir=folder, prefix=UNFINISHED))
                try:
                    with nullcontext() if start is None else start() as executor:
                        _Making(root, folder, room, key, say, executor).run(force)
                finally:
                    rmtree(room, ignore_errors=True)
            place = place_of(folder, key)
            _clear(folder, place)
            return place


def _clear(folder: Path, place: Path) -> None:
    """Remove the stores of earlier builds, and what of a manifest was not written whole."""
    for old in set(folder.glob(f"{STORE}*")) - {place}:
        rmtree(old, ignore_errors=True)
    for part in folder.glob(f".{MANIFEST}.*"):
        part.unlink(missing_ok=True)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the system refuses, told as what it means for the build."""
    try:
        yield
    except (OSError, RuntimeError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"{folder}: the build cannot be written ({reason}); the last one is as it was. "
            "Make room there, or name another folder, and build again."
        ) from error


class _Making:
    """One build under way, in a room of its own until it is whole."""

    def __init__(
        self, root: Path, folder: Path, room: Path, key: str, say: Callable[[str], None], executor: Executor | None
    ) -> None:
        self.root, self.folder, self.room, self.key, self.say = root, folder, room, key, say
        self.executor = executor
        layers = Layers.of(root)
        self.layers, self.base = layers, base_key(root)
        self.ontology = load_ontology(*layers.ontology)
        self.papers = papers_of(layers, sources_of(layers))

    def run(self, force: bool) -> None:
        """Make the last build into this one, or build anew."""
        path = self.folder / LEDGER
        try:
            if not force and path.is_file():
                with closing(Ledger(path)) as ledger:
                    if self._renewed(ledger):
                        return
        except _DAMAGE as error:
            self.say(f"What the last build left cannot be used ({error}); building anew ...")
            rmtree(self.room / "store", ignore_errors=True)
        with closing(Ledger(self.room / LEDGER)) as ledger:
            self._anew(ledger)

    def _anew(self, ledger: Ledger) -> None:
        self._load(ledger)
        ledger.put_fact("base", self.base)
        self._publish(ledger)

    def _load(self, ledger: Ledger) -> None:
        store = ox.Store(str(self.room / "store"))
        store.bulk_extend(self._quads(ledger, static_graphs(self.layers, self.ontology)))
        store.optimize()  # else what was loaded lies in many pieces, and a look into twelve million quads takes ten times as long
        store.flush()

    def _quads(self, ledger: Ledger, graphs: Mapping[str, list[ox.Quad]]) -> Iterator[ox.Quad]:
        """Every quad of the build, made while they are taken.

        Args:
            ledger: empty; holds all that is to be noted in the end.
            graphs: what does not hang on documents.

        Yields:
            One after the other.
        """
        # In a thread of this process the reasoner holds no lock of Python while it works.
        with ThreadPoolExecutor(1) if self.executor is None else nullcontext(self.executor) as aside:
            classes, axioms = aside.submit(classify, self.ontology), aside.submit(count_axioms, self.ontology)
            yield from self._documents(ledger)
            ledger.index()
            yield from self._settled(ledger)
            saturated = aside.submit(saturate, Rules.of(self.ontology), ledger.edges(), self.ontology.part_edges)
            relations = saturated.result()
            ledger.put_fact("axioms", str(axioms.result()))
            inferred = inferred_quads(self.ontology, relations, classes.result())
        sizes = {}
        for name, quads in {**graphs, "edges": edge_quads(relations.edges), "inferred": inferred}.items():
            sizes[name] = yield from _counted(quads)
        ledger.put_fact("graphs", json.dumps(sizes))

    def _documents(self, ledger: Ledger) -> Iterator[ox.Quad]:
        for number, one in enumerate(all_compiled(self.root, self.papers.values(), self.ontology, self.executor), 1):
            ledger.put(one.entry, one.rows)
            if number % 1000 == 0:
                self.say(f"{number} of {len(self.papers)} documents compiled ...")
            yield from one.quads

    def _settled(
        self, ledger: Ledger, names: Iterable[str] | None = None, documents: Collection[str] | None = None
    ) -> Iterator[ox.Quad]:
        """Settle propositions, and give the quads of each, those about claims of some documents only where these are named."""
        for one in all_settled(self.root, ledger.groups(names), self.ontology, self.executor, documents):
            ledger.settle(one.row)
            yield from one.quads

    def _renewed(self, ledger: Ledger) -> bool:
        """Whether the last build could be made into this one, because little has changed."""
        last = place_of(self.folder, ledger.fact("key") or "")
        if ledger.fact("base") != self.base or not last.is_dir():
            return False
        known = ledger.entries()
        gone = known.keys() - self.papers.keys()
        changed = self._changed(ledger, known)
        if len(gone) + len(changed) > max(1, ANEW * len(known)):
            return False
        ox.Store.read_only(str(last)).backup(str(self.room / "store"))
        self._take_in(ledger, changed, gone)
        self._publish(ledger)
        return True

    def _changed(self, ledger: Ledger, known: Mapping[str, Entry]) -> list[Papers]:
        """What is new or has changed; where only the files look changed, the ledger is told so."""
        changed = []
        for slug, papers in self.papers.items():
            entry = known.get(slug)
            if entry is None or entry.stamp != papers.stamp:
                if entry is None or entry.key != papers.key:
                    changed.append(papers)
                else:
                    ledger.stamp(replace(entry, stamp=papers.stamp))
        return changed

    def _take_in(self, ledger: Ledger, changed: list[Papers], gone: Iterable[str]) -> None:
        """Put documents in the place of what was there of them, and settle anew what they speak or spoke of."""
        store = ox.Store(str(self.room / "store"))
        documents = list(all_compiled(self.root, changed, self.ontology, self.executor))
        left = {*gone, *(one.entry.slug for one in documents)}
        touched = {name for slug in left for name in ledger.spoken_of(slug)}
        touched |= {proposition for one in documents for proposition, *_ in one.rows}
        edges = ledger.edges_of(touched)
        old = {q for group in ledger.groups(touched) for q in settled(group, self.ontology, left).quads}
        for slug in left:
            ledger.forget(slug)
            store.remove_graph(GRAPH[f"claims/{slug}"])
        for one in documents:
            ledger.put(one.entry, one.rows)
            store.extend(one.quads)
        ledger.unsettle(touched)
        new = set(self._settled(ledger, touched, left))
        for quad in old - new:
            store.remove(quad)
        store.extend(new - old)
        self._follow(store, ledger, touched, edges)
        store.flush()

    def _follow(self, store: ox.Store, ledger: Ledger, touched: set[str], old: set[Edge]) -> None:
        """Bring direct edges, and what follows from them, in line with propositions of which these edges were before."""
        new = ledger.edges_of(touched)
        lost = old - new
        gone, come = lost - ledger.given(lost), {edge for edge in new - old if not stands(store, edge)}
        if gone or come:
            graphs = json.loads(ledger.fact("graphs") or "{}")
            graphs["edges"] += len(come) - len(gone)
            graphs["inferred"] += keep_up(store, self.ontology, gone, come)
            ledger.put_fact("graphs", json.dumps(graphs))

    def _publish(self, ledger: Ledger) -> None:
        """Let the build appear: the store, then the ledger, then the manifest."""
        place = place_of(self.folder, self.key)
        rmtree(place, ignore_errors=True)
        (self.room / "store").rename(
            place
        )  # closed by now: the engine would wait a second for files that have another name
        manifest = {"version": VERSION, "key": self.key, "base": self.base, "counts": self._counts(ledger)}
        ledger.put_fact("key", self.key)
        ledger.commit()
        if (self.room / LEDGER).is_file():
            (self.room / LEDGER).replace(self.folder / LEDGER)
        remove_files(self.folder)
        write_atomically(self.folder / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")

    def _counts(self, ledger: Ledger) -> dict[str, object]:
        entries, graphs = ledger.entries(), json.loads(ledger.fact("graphs") or "{}")
        quads = graphs | {f"claims/{slug}": entry.quads for slug, entry in entries.items()}
        quads["propositions"] = ledger.quads_of_propositions()
        contents = Contents(
            {slug: entry.tally for slug, entry in entries.items()},
            ledger.agreements(),
            graphs["edges"],
            quads,
            int(ledger.fact("axioms") or 0),
        )
        return counted(self.ontology, contents)


_DAMAGE = (sqlite3.DatabaseError, OSError, RuntimeError, ValueError, KeyError)
"""What is raised where ledger or store are not what was written."""


def _counted(quads: Iterable[ox.Quad]) -> Generator[ox.Quad, None, int]:
    count = 0
    for quad in quads:
        count += 1
        yield quad
    return count
