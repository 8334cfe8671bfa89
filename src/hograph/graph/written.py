"""The files of a build, for those who read RDF elsewhere: the whole dataset as sorted N-Quads, and a Turtle file a graph.

They are written from the store, when asked for. Sorting goes by runs on disk, so that a dataset larger than memory can be sorted.
"""

import heapq
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.files import hash_of_file, write_atomically
from hograph.graph.inputs import DATASET, MANIFEST
from hograph.graph.quads import as_made, turtle
from hograph.vocabulary import GRAPH

GRAPHS = "graphs"
RUN = 96_000_000
"""So many bytes are sorted in memory at a time."""
IN_MEMORY = 500_000
"""A graph with more quads is written line by line, without prefixes."""


def write_files(place: Path, folder: Path) -> Path:
    """Write the files of a build, and their hashes into its manifest.

    Args:
        place: the store of the build.
        folder: where its manifest is, and the files go.

    Returns:
        The file with the whole dataset.

    Raises:
        InputError: when the folder cannot be written.
    """
    store = ox.Store.read_only(str(place))
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    sizes: dict[str, int] = manifest["counts"]["quads by graph"]
    files = {f"{GRAPHS}/{name.replace('/', '-')}.ttl": name for name in sizes}
    for stale in set(folder.glob(f"{GRAPHS}/*.ttl")) - {folder / name for name in files}:
        stale.unlink()
    try:
        with TemporaryDirectory(dir=folder, prefix=".writing-") as name_of_room:
            room = Path(name_of_room)
            for file, name in files.items():
                store.dump(str(room / "graph"), format=ox.RdfFormat.N_TRIPLES, from_graph=GRAPH[name])
                _add_quads(room, GRAPH[name])
                if sizes[name] <= IN_MEMORY:
                    write_atomically(folder / file, _as_turtle(room / "graph"))
                else:
                    _write_sorted(room / "graph", room, folder / file)
            _write_sorted(room / "quads", room, folder / DATASET)
    except OSError as error:
        raise InputError(f"{folder}: the files of the build cannot be written ({error.strerror or error}).") from error
    manifest["sha256"] = {name: hash_of_file(folder / name) for name in sorted((*files, DATASET))}
    write_atomically(folder / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    return folder / DATASET


def remove_files(folder: Path) -> None:
    """Remove the files of an earlier build, which would be taken for those of this one."""
    for file in (folder / DATASET, *folder.glob(f"{GRAPHS}/*.ttl")):
        file.unlink(missing_ok=True)


def _add_quads(room: Path, graph: ox.NamedNode) -> None:
    """Add the lines of a graph to those of the dataset: the store is read once, which takes most of the time."""
    end = f"{graph} .\n".encode()
    with (room / "graph").open("rb") as triples, (room / "quads").open("ab") as quads:
        quads.writelines(line.removesuffix(b".\n") + end for line in triples)


def _as_turtle(dump: Path) -> bytes:
    with dump.open("rb") as file:
        lines = b"".join(map(as_made, file))
    return turtle(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))


def _write_sorted(dump: Path, room: Path, target: Path) -> None:
    """Sort the lines of a dump into a file, which appears when it is whole; the room takes what is sorted of them."""
    with (room / "sorted").open("wb") as file:
        file.writelines(_sorted_lines(dump, room))
    (room / "sorted").chmod(0o644)
    (room / "sorted").replace(target)


def _sorted_lines(path: Path, room: Path) -> Iterator[bytes]:
    runs: list[Path] = []
    with path.open("rb") as file:
        while lines := file.readlines(RUN):
            runs.append(room / f"run-{len(runs)}")
            runs[-1].write_bytes(b"".join(sorted(map(as_made, lines))))
    with ExitStack() as opened:
        yield from heapq.merge(*(opened.enter_context(run.open("rb")) for run in runs))
    for run in runs:
        run.unlink()
