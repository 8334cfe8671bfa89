"""OBO files, parsed by obonet, which reads what real ontologies contain."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hograph.errors import HographError, InputError
from hograph.linking.foreign import IS_A, PART_OF, ForeignOntology, ForeignTerm, Synonym
from hograph.linking.naming import Naming
from hograph.linking.readers.synonyms import doubtful
from hograph.linking.vocabularies import Vocabularies

if TYPE_CHECKING:
    import networkx

QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*([A-Z]*)\s*([^\[{]*)')
ESCAPED = re.compile(r"\\(.)")
LICENCE = re.compile(r"^(?:dcterms|terms|dc):(?:license|rights)\s+\"?(https?://[^\s\"]+)")


def read_obo(data: bytes, path: Path, vocabularies: Vocabularies) -> ForeignOntology:
    """Read an OBO file.

    Raises:
        InputError: when it is no OBO.
        HographError: when obonet is not installed.
    """
    try:
        import obonet
    except ImportError as error:
        raise HographError("Reading OBO files needs the package obonet: pip install 'hograph[link]'.") from error
    try:
        with _quiet():
            graph = obonet.read_obo(io.StringIO(data.decode("utf-8")), ignore_obsolete=False)
    except (ValueError, AssertionError, AttributeError) as error:
        raise InputError(f"{path}: not OBO ({' '.join(str(error).split())[:120]}).") from error
    nodes: dict[str, dict[str, Any]] = dict(graph.nodes(data=True))
    spaces = (line.split() for line in graph.graph.get("idspace", ()))
    naming = Naming(vocabularies, {words[0]: words[1] for words in spaces if len(words) > 1})
    found = [_term(name, node, graph, naming) for name, node in nodes.items() if ":" in name]
    licences = (LICENCE.match(line) for line in graph.graph.get("property_value", ()))
    licence = next((found[1] for found in licences if found), None)
    return ForeignOntology(path.name, {term.id: term for term in found}, _version(graph.graph), licence, naming.spaces)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warnings that obonet gives of headers, which no reader can act on."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _version(head: dict[str, Any]) -> str | None:
    """The version of an OBO header, without the file name that releases put behind it."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", str(head.get("data-version", "")))
    return found[0] if found else head.get("data-version") or head.get("date")


def _term(name: str, node: dict[str, Any], graph: "networkx.MultiDiGraph[str]", naming: Naming) -> ForeignTerm:
    relations = {IS_A: IS_A, PART_OF: PART_OF, "BFO:0000050": PART_OF}
    above = {
        (relations[kind], naming.curie(target))
        for _, target, kind in graph.out_edges(name, keys=True)
        if kind in relations and target != name
    }
    definition = QUOTED.match(node.get("def", ""))
    return ForeignTerm(
        naming.curie(name),
        node.get("name", ""),
        tuple(sorted({synonym for line in node.get("synonym", ()) if (synonym := _synonym(line))})),
        tuple(sorted(above)),
        _plain(definition[1]) if definition else None,
        node.get("is_obsolete") == "true",
        tuple(map(naming.curie, node.get("replaced_by", ()))),
    )


def _synonym(line: str) -> Synonym | None:
    found = QUOTED.match(line)
    if not found or any(map(doubtful, found[3].split())):
        return None
    return Synonym(_plain(found[1]), found[2].lower() or "related")


def _plain(text: str) -> str:
    return ESCAPED.sub(r"\1", text)
