"""The graph over HTTP: `create_app` gives the application that `hograph serve` runs."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hograph.serve.app import create_app
    from hograph.serve.limits import Limits
    from hograph.serve.service import Service

__all__ = ["Limits", "Service", "create_app"]

_DOORS = {"Limits": "limits", "Service": "service", "create_app": "app"}
"""Name to the module that has it."""


def __getattr__(name: str) -> object:
    """Import what is asked for, and only then: the processes that answer queries need none of it."""
    if name not in _DOORS:
        raise AttributeError(f"module 'hograph.serve' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"hograph.serve.{_DOORS[name]}"), name)
