"""The two steps of a build that are done piece by piece, here or by other processes: documents compiled, propositions settled.

A document becomes its named graph and what it contributes to propositions; a proposition, what follows from all that documents
contribute to it.
"""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from hograph.curation.sources import Source
from hograph.executors import in_order, portions
from hograph.graph.claims import CONTEXT, claim_triples, document_triples
from hograph.graph.counts import tally
from hograph.graph.derived import proposition_quads
from hograph.graph.identity import proposition_name
from hograph.graph.ledger import Entry, Group, Noted, Row, proposition_of
from hograph.graph.papers import Papers
from hograph.graph.propositions import PlacedClaim
from hograph.graph.provenance import curation_triples
from hograph.graph.quads import Quads, in_graph
from hograph.ontology.index import Ontology, load_ontology
from hograph.vocabulary import GRAPH
from hograph.workspace.layers import Layers

AT_ONCE = 16
"""So many documents go to a process at a time."""
PROPOSITIONS_AT_ONCE = 500
QUADS_OF_A_CLAIM = 2
"""So many quads in the graph of the propositions have a claim as their subject."""
VOICE: dict[str, Any] = dict.fromkeys(("subject", "predicate", "object", "polarity", "certainty", "scope"), True) | {
    "qualifiers": {*CONTEXT, "when", "modality", "frequency", "timing"}
}
"""Of a claim what its proposition needs: statement, context, and how it is stated, but not where, so that many are alike."""


@dataclass(frozen=True)
class Compiled:
    """A document as the graph holds it.

    Attributes:
        entry: for the ledger.
        rows: its statements, for the ledger.
        quads: its named graph.
    """

    entry: Entry
    rows: list[Row]
    quads: Quads


@dataclass(frozen=True)
class Settled:
    """A proposition as the graph holds it.

    Attributes:
        row: for the ledger.
        quads: its part of the graph of the propositions.
    """

    row: Noted
    quads: Quads


def document_quads(source: Source, claims: Iterable[PlacedClaim], ontology: Ontology) -> list[ox.Quad]:
    """The named graph of a document: what it states of itself, and its claims."""
    triples = [
        *document_triples(source),
        *curation_triples(source),
        *(t for p in claims for t in claim_triples(p.claim, source, ontology, p.decision, p.name, carried=p.carried)),
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
    return Compiled(entry, rows, Quads(quads))


def all_compiled(
    root: Path, papers: Iterable[Papers], ontology: Ontology, executor: Executor | None = None
) -> Iterator[Compiled]:
    """Documents compiled, in their order.

    Args:
        root: the folder that they are read from.
        papers: the documents.
        ontology: its ontology.
        executor: where that is done; None for this process. Others read the ontology from the folder, once each.

    Yields:
        Each document.
    """
    if executor is None:
        yield from (compiled(one, ontology) for one in papers)
        return
    for some in in_order(partial(_compiled, root), portions(papers, AT_ONCE), executor):
        yield from some


def all_settled(
    root: Path,
    groups: Iterable[Group],
    ontology: Ontology,
    executor: Executor | None = None,
    documents: Collection[str] | None = None,
) -> Iterator[Settled]:
    """What follows from the claims about propositions, as `all_compiled` does it.

    Args:
        root: the folder that the ontology is read from.
        groups: the statements about each proposition, as the ledger gives them.
        ontology: the ontology.
        executor: where that is done; None for this process.
        documents: where only these have changed; see `settled`.

    Yields:
        Each proposition, in their order.
    """
    if executor is None:
        yield from (settled(group, ontology, documents) for group in groups)
        return
    for some in in_order(partial(_settled, root, documents), portions(groups, PROPOSITIONS_AT_ONCE), executor):
        yield from some


def settled(group: Group, ontology: Ontology, documents: Collection[str] | None = None) -> Settled:
    """A proposition, from the statements about it: what the ledger notes of it, and its quads.

    Args:
        group: the statements.
        ontology: the ontology.
        documents: where only these have changed: the quads about claims of others are the same as before, and left out.
    """
    proposition = proposition_of(group)
    quads = proposition_quads(proposition, ontology, documents)
    left_out = sum(one.document not in documents for one in proposition.claims) if documents is not None else 0
    said, relation = proposition.statement, proposition.entailed_relation(ontology)
    size = len(quads) + QUADS_OF_A_CLAIM * left_out
    row = (proposition.name, proposition.agreement, size, said.subject, relation, said.object)
    return Settled(row, Quads(quads))


def _compiled(root: Path, papers: list[Papers]) -> list[Compiled]:
    ontology = _ontology(root)
    return [compiled(one, ontology) for one in papers]


def _settled(root: Path, documents: Collection[str] | None, groups: list[Group]) -> list[Settled]:
    ontology = _ontology(root)
    return [settled(group, ontology, documents) for group in groups]


@lru_cache(maxsize=1)
def _ontology(root: Path) -> Ontology:
    """The ontology, which a process reads once."""
    return load_ontology(*Layers.of(root).ontology)
