"""Documents compiled, each by itself: its named graph as N-Quads, and what it contributes to propositions."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from hograph.curation.sources import Source
from hograph.graph.claims import CONTEXT, claim_triples, document_triples
from hograph.graph.counts import tally
from hograph.graph.identity import proposition_name
from hograph.graph.ledger import Entry, Row
from hograph.graph.papers import Papers
from hograph.graph.propositions import PlacedClaim
from hograph.graph.quads import in_graph
from hograph.ontology.index import Ontology, load_ontology
from hograph.vocabulary import GRAPH
from hograph.workspace.layers import Layers

AT_ONCE = 16
"""So many documents go to a process at a time."""
IN_FLIGHT = 4
"""So many such portions a process may have waiting."""
VOICE: dict[str, Any] = dict.fromkeys(
    ("subject", "predicate", "object", "polarity", "certainty", "scope", "span"), True
) | {"qualifiers": {*CONTEXT, "when"}}
"""Of a claim what its proposition needs: statement, context, and how it is stated."""


@dataclass(frozen=True)
class Compiled:
    """A document as the graph holds it.

    Attributes:
        entry: for the ledger.
        rows: its statements, for the ledger.
        lines: its named graph as N-Quads.
    """

    entry: Entry
    rows: list[Row]
    lines: bytes


def document_quads(source: Source, claims: Iterable[PlacedClaim], ontology: Ontology) -> list[ox.Quad]:
    """The named graph of a document: what it states of itself, and its claims."""
    triples = [
        *document_triples(source),
        *(triple for placed in claims for triple in claim_triples(placed.claim, source, ontology, placed.decision)),
    ]
    return list(in_graph(dict.fromkeys(triples), GRAPH[f"claims/{source.document}"]))


def compiled(papers: Papers, ontology: Ontology) -> Compiled:
    """A document compiled.

    Raises:
        ClaimFileError: when a claim of it cannot be read or breaks a rule.
    """
    stamp, key = papers.stamp, papers.key
    claims = papers.claims(ontology)
    quads = document_quads(papers.source, claims, ontology)
    rows = [
        (
            proposition_name(placed.claim),
            placed.name,
            placed.document,
            placed.claim.model_dump_json(include=VOICE, exclude_defaults=True),
        )
        for placed in claims
        if placed.claim.taken
    ]
    entry = Entry(papers.source.document, key, stamp, tally(claims, ontology), len(quads))
    return Compiled(entry, rows, ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")


def all_compiled(root: Path, papers: Iterable[Papers], ontology: Ontology, jobs: int = 1) -> Iterator[Compiled]:
    """Documents compiled, in their order, by this process or by several.

    Args:
        root: the folder that they are read from.
        papers: the documents.
        ontology: its ontology.
        jobs: how many processes; 0 for one a processor.

    Yields:
        Each document.
    """
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1:
        yield from (compiled(one, ontology) for one in papers)
        return
    waiting: deque[Future[list[Compiled]]] = deque()
    rest = iter(papers)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        try:
            while portion := list(islice(rest, AT_ONCE)):
                waiting.append(pool.submit(_portion, root, portion))
                if len(waiting) >= jobs * IN_FLIGHT:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _portion(root: Path, papers: list[Papers]) -> list[Compiled]:
    ontology = _ontology(root)
    return [compiled(one, ontology) for one in papers]


@lru_cache(maxsize=1)
def _ontology(root: Path) -> Ontology:
    """The ontology, which a process reads once."""
    return load_ontology(*Layers.of(root).ontology)
