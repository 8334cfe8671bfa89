"""What can be compared: a folder of a build or of a release, a checkout, or a file of N-Quads or TriG, also gzipped."""

import gzip
import zlib
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.files import PARTS, SETTINGS
from hograph.graph.build import build
from hograph.graph.inputs import DATASET, is_build, key_of, place_of
from hograph.query.store import own_store
from hograph.vocabulary import HO, OWL, RDF

RELEASED = "data/hograph.nq.gz"
"""Where a release keeps its dataset."""

FORMATS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}


def open_side(path: Path) -> ox.Store:
    """Open one side of a comparison.

    Args:
        path: a folder with `manifest.json` (a build) or `data/hograph.nq.gz` (a release) in it, a workspace or a folder with `ontology/`,
            `data/` and `queries/` (built in memory), or a file that ends in .nq, .trig, .nq.gz or .trig.gz.

    Returns:
        Every named graph of it.

    Raises:
        InputError: when it is none of these, or cannot be read.
    """
    if path.is_dir():
        for name in (DATASET, RELEASED):
            if (path / name).is_file():
                return open_side(path / name)
        if is_build(path, key := key_of(path)):
            return ox.Store.read_only(str(place_of(path, key)))
        if (path / SETTINGS).is_file() or all((path / part).is_dir() for part in PARTS):
            store = ox.Store()
            store.bulk_extend(build(path).quads)
            return store
        raise InputError(
            f"{path}: neither a build ({DATASET}), nor a release ({RELEASED}), nor a workspace ({SETTINGS}), nor a checkout "
            f"({', '.join(PARTS)}). Name one of these."
        )
    if path.suffix == ".gz" and path.with_suffix("").suffix in FORMATS:
        return _unzipped(path)
    if path.suffix in FORMATS:
        return _held(own_store(path), path)
    problem = "no such file or folder" if not path.exists() else "neither .nq, .trig, .nq.gz nor .trig.gz"
    raise InputError(f"{path}: {problem}. Name a build, a release, a checkout, or a file of N-Quads or TriG.")


def _unzipped(path: Path) -> ox.Store:
    store = ox.Store()
    try:
        store.bulk_load(input=gzip.decompress(path.read_bytes()), format=FORMATS[path.with_suffix("").suffix])
    except SyntaxError as error:
        raise InputError(f"{path}:{error.lineno or 1}:{error.offset or 1}: {error.msg}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}).") from error
    return _held(store, path)


def _held(store: ox.Store, path: Path) -> ox.Store:
    if len(store) == 0:
        raise InputError(f"{path}: there is no statement in it. Name a build that is whole.")
    kinds = (HO["Claim"], HO["Document"], OWL["Ontology"])
    if not any(q.subject in HO for kind in kinds for q in store.quads_for_pattern(None, RDF["type"], kind, None)):
        raise InputError(
            f"{path}: no claim, no document and not the ontology of hograph is in it, so there is nothing to compare. "
            "Name a build, a release, or a file of N-Quads or TriG made from one."
        )
    return store
