"""The graph over HTTP: `create_app` gives the application that `hograph serve` runs."""

from hograph.serve.app import create_app
from hograph.serve.service import Limits, Service

__all__ = ["Limits", "Service", "create_app"]
