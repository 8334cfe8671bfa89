"""What is served, and within which limits."""

from dataclasses import dataclass, field

from hograph.knowledge import KnowledgeGraph


@dataclass(frozen=True)
class Limits:
    """How much one request may ask for, and how much all may at once.

    Attributes:
        seconds: for one query, from its start to its last row.
        memory: bytes that the process of a query may take.
        result: bytes of an answer.
        query: bytes of a query, and of a request's body.
        workers: queries that run at once.
        waiting: queries that wait; a further one is told to come back later.
    """

    seconds: float = 10.0
    memory: int = 2_000_000_000
    result: int = 100_000_000
    query: int = 100_000
    workers: int = 2
    waiting: int = 64


@dataclass(frozen=True)
class Service:
    """What the parts of the application share.

    Attributes:
        kg: the graph, with its ontology, canned queries and, where they are at hand, documents.
        limits: what one request may ask for.
        base: the address at which a browser finds it, without a slash at the end, where it is not that of the request (behind a proxy).
    """

    kg: KnowledgeGraph
    limits: Limits = field(default_factory=Limits)
    base: str = ""
