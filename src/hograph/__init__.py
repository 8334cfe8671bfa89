"""hograph: what documents claim about heterotopic ossification, as a graph whose every claim leads back to the characters that state it.

>>> import hograph
>>> answer = hograph.open().query("recurrence-prevention")
>>> [column for column in answer.columns if column != "claim"][:3]
['standing', 'treatment', 'certainty']
"""

from typing import TYPE_CHECKING

from hograph.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from hograph.errors import HographError
    from hograph.knowledge import KnowledgeGraph
    from hograph.knowledge import open_graph as open  # noqa: A004
    from hograph.query.answer import Answer
    from hograph.query.evidence import Evidence

__all__ = ["Answer", "Evidence", "HographError", "KnowledgeGraph", "__version__", "open"]

_DOORS = {
    "Answer": ("hograph.query.answer", "Answer"),
    "Evidence": ("hograph.query.evidence", "Evidence"),
    "HographError": ("hograph.errors", "HographError"),
    "KnowledgeGraph": ("hograph.knowledge", "KnowledgeGraph"),
    "open": ("hograph.knowledge", "open_graph"),
    "load_ipython_extension": ("hograph.notebook.magics", "load_ipython_extension"),
}
"""Name to where it is; the last is what `%load_ext hograph` looks for."""


def __getattr__(name: str) -> object:
    """Import what is asked for, and only then: `import hograph` itself is fast and runs nothing."""
    if name not in _DOORS:
        raise AttributeError(f"module 'hograph' has no attribute '{name}'")
    from importlib import import_module

    module, attribute = _DOORS[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
