"""A release: every file of it made in memory, then written whole or not at all."""

import gzip
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from hograph.collecting import seldom_collecting
from hograph.errors import InputError
from hograph.exports.rdf import readable_turtle
from hograph.files import read_text, sha256
from hograph.graph.build import Build
from hograph.graph.quads import nquads, turtle
from hograph.query.examples import examples_turtle
from hograph.query.header import load_queries
from hograph.release.answers import changed_answers
from hograph.release.artefacts import LOGO, ONTOLOGY, TITLES, Release, artefact, slice_notes
from hograph.release.catalogue import CATALOGUE, SUMS, File, dcat, void
from hograph.release.diff import diff
from hograph.release.fair import assess, to_json
from hograph.release.fair import to_markdown as fair_markdown
from hograph.release.names import RELEASE_PREFIXES
from hograph.release.page import ontology_page
from hograph.release.report import to_markdown
from hograph.vocabulary import DCTERMS, OWL
from hograph.workspace.layers import Layers

COPIED = {
    "LICENSE": "LICENSE",
    "LICENSE-DATA": "LICENSE-DATA",
    "mappings/hograph.sssom.tsv": "ontology/mappings.sssom.tsv",
    "ontology/context.jsonld": "ontology/context.jsonld",
    LOGO: "docs/pictures/logo.svg",
}
"""File of a release to the file of the checkout that it is a copy of."""
CITATION = "CITATION.cff"
FIRST = "# Claims of this release\n\nThis is the first release: there is nothing to compare it with. It has {} claims of {} documents.\n"

README = """# hograph {version}

What documents claim about heterotopic ossification, each claim traceable to the characters that state it. Released {date}.
Not medical advice, and no judgement on the documents.

| File | What is in it |
|---|---|
| `ontology/hograph-base.ttl` | our own axioms only |
| `ontology/hograph-full.ttl` | base with slices of other ontologies, mappings and the inferred hierarchy |
| `ontology/hograph-simple.ttl` | the hierarchy of classes, annotations and part of |
| `ontology/index.html`, `ontology/logo.svg` | the ontology as a page, and its logo |
| `ontology/context.jsonld` | the JSON-LD context: short names for the classes, relations and values of the graph |
| `data/hograph.nq.gz`, `data/hograph.trig` | the whole graph, every named graph in it |
| `mappings/hograph.sssom.tsv` | matches to other vocabularies |
| `queries/` | the canned queries; `queries.ttl` has them as SHACL SPARQL examples |
| `shapes/` | the SHACL shapes of the graph |
| `void.ttl`, `dcat.ttl` | the release described for machines: counts, files, sizes, hashes |
| `CHANGELOG-claims.md` | what changed in the claims and the ontology since the release before |
| `fair.md`, `fair.json` | the tests of FOOPS! and OOPS! with what was measured |
| `CITATION.cff` | how to cite it |
| `SHA256SUMS` | `sha256sum -c SHA256SUMS` verifies the files |
"""


@seldom_collecting()
def release_files(built: Build, root: Path, release: Release, previous: ox.Store | None = None) -> dict[str, bytes]:
    """Every file of a release by its path; the same inputs and the same day give the same bytes.

    Args:
        built: the graph, in memory.
        root: the checkout it was built from.
        release: version and day.
        previous: the release before, for the changelog.

    Raises:
        InputError: when a file of the checkout is missing, or the ontology says another version.
    """
    if not (root / CITATION).is_file():
        raise InputError(f"{root}: no {CITATION} in it. A release is made from a checkout; name one with --root.")
    stated = [str(getattr(o, "value", o)) for o in built.ontology.objects(ONTOLOGY, OWL["versionInfo"])]
    if stated != [release.version]:
        raise InputError(
            f"The ontology says version {', '.join(stated) or 'nothing'}, not {release.version}. Correct ontology/hograph.ttl."
        )
    files = {**_copies(root), **_data(built)}
    files |= _ontology(built, release, files[LOGO].decode())
    files["queries/queries.ttl"] = examples_turtle(root).encode()
    files["void.ttl"] = readable_turtle(void(built, release), RELEASE_PREFIXES)
    files["CHANGELOG-claims.md"] = _changelog(built, root, previous).encode()
    files[CITATION] = citation(read_text(root / CITATION), release).encode()
    files["README.md"] = README.format(version=release.version, date=release.date).encode()
    about = [str(getattr(o, "value", o)) for o in built.ontology.objects(ONTOLOGY, DCTERMS["description"])]
    described = dcat(
        [File(path, data) for path, data in files.items()], release, about[0] if about else "", slice_notes(built)
    )
    files[CATALOGUE] = readable_turtle(described, RELEASE_PREFIXES)
    files[SUMS] = "".join(f"{sha256(data)}  {path}\n" for path, data in sorted(files.items())).encode()
    return files


def _copies(root: Path) -> dict[str, bytes]:
    files = {name: root / place for name, place in COPIED.items()}
    files |= {f"queries/{path.name}": path for path in sorted((root / "queries").glob("*.rq"))}
    files |= {f"shapes/{path.name}": path for path in sorted((root / "ontology" / "shapes").glob("*.ttl"))}
    return {name: read_text(path).encode() for name, path in files.items()}


def _ontology(built: Build, release: Release, logo: str) -> dict[str, bytes]:
    made = {kind: artefact(built, release, kind) for kind in TITLES}
    files = {f"ontology/hograph-{kind}.ttl": readable_turtle(made[kind], RELEASE_PREFIXES) for kind in TITLES}
    files["ontology/index.html"] = ontology_page(built, release, logo).encode()
    results = assess(made["full"])
    name = "ontology/hograph-full.ttl"
    return files | {"fair.md": fair_markdown(results, name).encode(), "fair.json": to_json(results, name).encode()}


def _data(built: Build) -> dict[str, bytes]:
    return {
        "data/hograph.nq.gz": gzip.compress(nquads(built.quads), compresslevel=9, mtime=0),
        "data/hograph.trig": turtle(built.quads, ox.RdfFormat.TRIG),
    }


def _changelog(built: Build, root: Path, previous: ox.Store | None) -> str:
    if previous is None:
        return FIRST.format(len(built.claims), len(built.sources))
    store = ox.Store()
    store.bulk_extend(built.quads)
    queries = load_queries(Layers.of(root), built.ontology).values()
    changes = replace(diff(previous, store), answers=changed_answers(previous, store, queries))
    return to_markdown(changes, "Claims of this release, compared with the release before")


def citation(text: str, release: Release) -> str:
    r"""A `CITATION.cff` with the version and day of a release in place of those it has.

    >>> print(citation("title: hograph\nversion: 0.0.9\n", Release("0.1.0", "2026-01-31")), end="")
    title: hograph
    version: 0.1.0
    date-released: '2026-01-31'
    """
    kept = [line for line in text.splitlines() if not line.startswith(("version:", "date-released:"))]
    place = next((n for n, line in enumerate(text.splitlines()) if line.startswith("version:")), len(kept))
    return (
        "\n".join([*kept[:place], f"version: {release.version}", f"date-released: '{release.date}'", *kept[place:]])
        + "\n"
    )


def check_folder(folder: Path) -> None:
    """Hold that a release can be written to a folder.

    Raises:
        InputError: when it is a file, or something is in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            f"{folder}: exists and is not empty. A release is never written over another; name a new folder with --out."
        )


def write_release(files: dict[str, bytes], folder: Path) -> None:
    """Write the files of a release: to a folder beside, which takes its name only when all is there.

    Args:
        files: content by path.
        folder: where to; it must not exist, or be empty.

    Raises:
        InputError: when something is there already, or it cannot be written.
    """
    check_folder(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            _fill(made, files.items())
            if folder.is_dir():
                folder.rmdir()
            made.rename(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be written ({error.strerror or error}). Choose another place with --out."
        ) from error


def _fill(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    folder.chmod(0o755)
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
