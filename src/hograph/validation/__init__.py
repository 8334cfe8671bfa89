"""SHACL validation that cannot pass in silence: focus nodes are counted, findings are sentences."""

from hograph.validation.engines import ENGINES, validate
from hograph.validation.findings import Finding, Report
from hograph.validation.shapes import Shapes, load_shapes

__all__ = ["ENGINES", "Finding", "Report", "Shapes", "load_shapes", "validate"]
