"""Files of other ontologies, read into one shape, one module a format.

The format is told by the end of the file name:

    .obo                    OBO 1.2 and 1.4 (obonet)
    .owl .rdf .ttl .nt      OWL as RDF
    .json                   OBO Graphs, or the term tables of the cellxgene ontology guide
    .gz .zst                any of them, compressed
"""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

from hograph.errors import HographError, InputError
from hograph.linking.foreign import ForeignOntology
from hograph.linking.readers.json import read_json
from hograph.linking.readers.obo import read_obo
from hograph.linking.readers.owl import read_owl
from hograph.linking.vocabularies import Vocabularies

READERS: dict[str, Callable[[bytes, Path, Vocabularies], ForeignOntology]] = {
    ".obo": read_obo,
    ".owl": read_owl,
    ".rdf": read_owl,
    ".ttl": read_owl,
    ".nt": read_owl,
    ".json": read_json,
}
LARGEST = 4 * 2**30
"""Bytes that an ontology may have once it is uncompressed."""


def read_ontology(path: Path, vocabularies: Vocabularies | None = None) -> ForeignOntology:
    """Read an ontology of somebody else.

    Args:
        path: the file; its name tells the format.
        vocabularies: what is known of vocabularies; their terms are named by the prefixes that it gives.

    Raises:
        InputError: when it cannot be read, is of no known format, has no term with a name, or is our own ontology.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = next((suffix for suffix in reversed(suffixes) if suffix in READERS), None)
    if kind is None:
        raise InputError(
            f"{path}: not a kind of ontology file that is read here ({', '.join(READERS)}, with .gz or .zst). Convert it first."
        )
    found = READERS[kind](_content(path, suffixes[-1]), path, vocabularies or Vocabularies())
    if not found.own:
        raise InputError(f"{path}: no term with a name in it. Is it the ontology that you meant?")
    if found.prefix == "ho":
        raise InputError(
            f"{path}: is hograph itself, which has nothing to be linked with. `hograph diff` compares two versions of it."
        )
    return found


def _content(path: Path, suffix: str) -> bytes:
    try:
        data = path.read_bytes()
        if suffix == ".gz":
            return gzip.decompress(data)
        return _unpacked(data) if suffix == ".zst" else data
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from error
    except (EOFError, zlib.error) as error:
        raise InputError(f"{path}: the compressed file is cut short or damaged. Fetch it again.") from error


def _unpacked(data: bytes) -> bytes:
    try:
        import zstandard
    except ImportError as error:
        raise HographError("Reading .zst files needs the package zstandard: pip install 'hograph[link]'.") from error
    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=LARGEST)
    except zstandard.ZstdError as error:
        raise OSError(0, str(error)) from error
