"""OBO files, parsed by obonet, which reads what real ontologies contain."""

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hograph.errors import HographError, InputError
from hograph.linking.foreign import IS_A, PART_OF, ForeignOntology, ForeignTerm, Synonym

if TYPE_CHECKING:
    import networkx

QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*([A-Z]*)\s*([^\[{]*)')
ESCAPED = re.compile(r"\\(.)")
DOUBTFUL = {
    "DUBIOUS",
    "INCONSISTENT",
    "MISSPELLING",
    "DEPRECATED",
    "SENSU",
    "NON_AMNIOTE",
    "NON_MAMMAL",
    "obsolete_synonym",
}
"""Types of synonym by which two terms are not to be matched."""
LICENCE = re.compile(r"^(?:dcterms|terms|dc):(?:license|rights)\s+\"?(https?://[^\s\"]+)")


def read_obo(data: bytes, path: Path) -> ForeignOntology:
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
        graph = obonet.read_obo(io.StringIO(data.decode("utf-8")), ignore_obsolete=False)
    except (ValueError, AssertionError, AttributeError) as error:
        raise InputError(f"{path}: not OBO ({' '.join(str(error).split())[:120]}).") from error
    nodes: dict[str, dict[str, Any]] = dict(graph.nodes(data=True))
    terms = {name: _term(name, node, graph) for name, node in nodes.items() if ":" in name}
    licences = (LICENCE.match(line) for line in graph.graph.get("property_value", ()))
    licence = next((found[1] for found in licences if found), None)
    return ForeignOntology(path.name, terms, _version(graph.graph), licence)


def _version(head: dict[str, Any]) -> str | None:
    """The version of an OBO header, without the file name that releases put behind it."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", str(head.get("data-version", "")))
    return found[0] if found else head.get("data-version") or head.get("date")


def _term(name: str, node: dict[str, Any], graph: "networkx.MultiDiGraph[str]") -> ForeignTerm:
    relations = {IS_A: IS_A, PART_OF: PART_OF, "BFO:0000050": PART_OF}
    above = {
        (relations[kind], target)
        for _, target, kind in graph.out_edges(name, keys=True)
        if kind in relations and target != name
    }
    definition = QUOTED.match(node.get("def", ""))
    return ForeignTerm(
        name,
        node.get("name", ""),
        tuple(sorted({synonym for line in node.get("synonym", ()) if (synonym := _synonym(line))})),
        tuple(sorted(above)),
        _plain(definition[1]) if definition else None,
        node.get("is_obsolete") == "true",
        tuple(node.get("replaced_by", ())),
    )


def _synonym(line: str) -> Synonym | None:
    found = QUOTED.match(line)
    if not found or set(found[3].split()) & DOUBTFUL:
        return None
    return Synonym(_plain(found[1]), found[2].lower() or "related")


def _plain(text: str) -> str:
    return ESCAPED.sub(r"\1", text)
