"""SHACL validation that cannot pass in silence: focus nodes are counted, findings are sentences."""

from hograph.validation.findings import Finding, Report
from hograph.validation.shapes import Shapes, load_shapes, validate

__all__ = ["Finding", "Report", "Shapes", "load_shapes", "validate"]
