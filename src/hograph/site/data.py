"""What the engine of the site needs: the graph and the engine itself, compressed, and the canned queries."""

import json
import lzma

import pyoxigraph as ox

from hograph.knowledge import KnowledgeGraph
from hograph.query.binding import block_range, parameter_block
from hograph.query.canned import CannedQuery
from hograph.serve.pages.view import STATIC
from hograph.vocabulary import PREFIXES

FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 1 << 24}]
"""Well compressed, and unpacked by a browser in 16 MB; the extreme preset makes a quarter less of a graph, and takes ten times as long."""


def data_files(kg: KnowledgeGraph) -> dict[str, bytes]:
    """The files below `data/`, by name.

    Args:
        kg: the graph.
    """
    return {
        "engine.xz": packed((STATIC / "built" / "engine.wasm").read_bytes()),
        "graph.xz": packed(quads(kg)),
        "queries.json": as_json({name: described(query) for name, query in kg.queries.items()}),
        "prefixes.json": as_json(dict(PREFIXES)),
    }


def quads(kg: KnowledgeGraph) -> bytes:
    """Every statement of the graph as N-Quads, sorted, so that the file is the same each time and compresses well."""
    found = kg.store.quads_for_pattern(None, None, None, None)
    lines = (ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b"").splitlines()
    return b"\n".join(sorted(lines)) + b"\n"


def packed(data: bytes) -> bytes:
    """Data as XZ, with the check that the decoder of browsers knows."""
    return lzma.compress(data, lzma.FORMAT_XZ, lzma.CHECK_CRC32, filters=FILTERS)


def described(query: CannedQuery) -> dict[str, object]:
    """A canned query with what is needed to set its parameters: the place of its block of values, types, and defaults as terms."""
    start, end = block_range(query.text) or (0, 0)
    names = parameter_block(query.text) if query.header.parameters else None
    parameters = {
        name: {
            "type": parameter.type.value,
            "allowed": parameter.allowed,
            "bound": "UNDEF" if query.defaults[name] is None else str(query.defaults[name]),
        }
        for name, parameter in query.header.parameters.items()
    }
    columns = {name: column.title for name, column in query.header.columns.items()}
    return {
        "text": query.text,
        "start": start,
        "end": end,
        "names": names or (),
        "parameters": parameters,
        "columns": columns,
    }


def as_json(value: object) -> bytes:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
