"""The graph as an object: `open_graph` gives it, `KnowledgeGraph` is it."""

from hograph.knowledge.graph import KnowledgeGraph
from hograph.knowledge.opening import open_graph

__all__ = ["KnowledgeGraph", "open_graph"]
