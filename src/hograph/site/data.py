"""What the engine of the site needs: the graph and the engine itself, compressed, and the canned queries."""

import json
import lzma
import re
import sys
from array import array
from collections.abc import Iterable

import pyoxigraph as ox

from hograph.knowledge import KnowledgeGraph
from hograph.query.binding import block_range, parameter_block
from hograph.query.canned import CannedQuery
from hograph.serve.pages.view import STATIC
from hograph.vocabulary import PREFIXES, SKOS

PARTS = re.compile(r'<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?')
"""The terms of a statement in N-Quads."""
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 1 << 24}]
"""Well compressed, and unpacked by a browser in 16 MB; the extreme preset makes a quarter less of a graph, and takes ten times as long."""


def data_files(kg: KnowledgeGraph) -> dict[str, bytes]:
    """The files below `data/`, by name.

    Args:
        kg: the graph.
    """
    return {
        "engine.xz": packed((STATIC / "built" / "engine.wasm").read_bytes()),
        "graph.xz": packed(columns(quads(kg))),
        "queries.json": as_json({name: described(query) for name, query in kg.queries.items()}),
        "prefixes.json": as_json(dict(PREFIXES)),
    }


def quads(kg: KnowledgeGraph) -> list[str]:
    """Every statement of the graph as N-Quads, but for hidden labels: documents are read by them, and no reader asks for them."""
    found = (one for one in kg.store.quads_for_pattern(None, None, None, None) if one.predicate != SKOS["hiddenLabel"])
    return (ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b"").decode().splitlines()


def columns(lines: Iterable[str]) -> bytes:
    """Every statement of a graph as numbers of its terms, which compresses to less than half of what N-Quads do.

    Three lines tell how many terms there are, how many of them are graphs, predicates or subjects, and how many statements there are.
    The terms follow, each in a line as N-Triples write it: those first, by letter, then the others as they appear. Then, after bytes of
    nought up to the next multiple of four, the graph, predicate, subject and object of all statements, column by column, as
    little-endian numbers of 32 bits. A subject is told by its difference from the one before; an object by one more than its number,
    or nought, which is the next term that was not named so far. Statements are in order, so that the file is the same each time.

    Args:
        lines: the statements as N-Quads, each in a graph.
    """
    statements = [PARTS.findall(line) for line in lines]
    number = {
        term: place for place, term in enumerate(sorted({term for s, p, _, g in statements for term in (s, p, g)}))
    }
    named = len(number)
    rows = sorted((number[g], number[p], number[s], o) for s, p, o, g in statements)
    objects = []
    for *_, term in rows:
        objects.append(number.get(term, -1) + 1)
        number.setdefault(term, len(number))
    graphs, predicates, subjects, _ = map(list, zip(*rows, strict=True))
    steps = [(one - before) % 2**32 for before, one in zip([0, *subjects], subjects, strict=False)]
    text = "\n".join([str(len(number)), str(named), str(len(rows)), *number, ""]).encode()
    words = b"".join(_little(column) for column in (graphs, predicates, steps, objects))
    return text + bytes(-len(text) % 4) + words


def _little(numbers: list[int]) -> bytes:
    words = array("I", numbers)
    if sys.byteorder == "big":
        words.byteswap()
    return words.tobytes()


def packed(data: bytes) -> bytes:
    """Data as XZ, with the check that the decoder of browsers knows."""
    return lzma.compress(data, lzma.FORMAT_XZ, lzma.CHECK_CRC32, filters=FILTERS)


def described(query: CannedQuery) -> dict[str, object]:
    """A canned query without its header, and what is needed of that to ask it: the place of its block of values, types, defaults."""
    text = "".join(line for line in query.text.splitlines(keepends=True) if not line.startswith("#+"))
    start, end = block_range(text) or (0, 0)
    names = parameter_block(text) if query.header.parameters else None
    parameters = {
        name: {
            "type": parameter.type.value,
            "category": parameter.category,
            "allowed": parameter.allowed,
            "bound": "UNDEF" if query.defaults[name] is None else str(query.defaults[name]),
        }
        for name, parameter in query.header.parameters.items()
    }
    columns = {name: column.title for name, column in query.header.columns.items()}
    return {
        "question": query.header.question,
        "text": text,
        "start": start,
        "end": end,
        "names": names or (),
        "parameters": parameters,
        "columns": columns,
        "apart": query.header.apart,
    }


def as_json(value: object) -> bytes:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
