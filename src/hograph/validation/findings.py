"""What a validation found: frozen values that read as sentences and can be written as JSON or SARIF."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pyoxigraph as ox

from hograph.counting import counted_as
from hograph.validation.shapes import Term

LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
"""Severity of SHACL to the level of SARIF."""


@dataclass(frozen=True)
class Finding:
    """One thing that breaks a rule.

    Attributes:
        focus: IRI of the node that was looked at.
        focus_label: its label, or its CURIE.
        path: CURIE of the property, where the rule is about one.
        value: the value that was found, where there is one.
        message: what is wrong, one sentence.
        severity: `Violation`, `Warning` or `Info`.
        shape: name of the shape.
        source: the file in which the node was found, when files were validated.
    """

    focus: str
    focus_label: str
    path: str | None
    value: str | None
    message: str
    severity: str
    shape: str
    source: str | None = None

    def sentence(self) -> str:
        """The finding for a reader: severity, focus, path, what is wrong, what was found, which shape."""
        where = f" at {self.path}" if self.path else ""
        found = f" Found: {self.value}." if self.value else ""
        return f"{self.severity}: {self.focus_label}{where}: {self.message.rstrip('.')}.{found} [{self.shape}]"


@dataclass(frozen=True)
class Result:
    """One thing that breaks a rule, as an engine gives it.

    Attributes:
        shape: name of the shape with the target.
        severity: `Violation`, `Warning` or `Info`.
        focus: the node that was looked at.
        path: the property, where the rule is about one.
        value: the value that was found, where there is one.
        message: what is wrong.
    """

    shape: str
    severity: str
    focus: Term
    path: ox.NamedNode | None
    value: Term | None
    message: str


@dataclass(frozen=True)
class Report:
    """The outcome of a validation.

    Attributes:
        focus_nodes: shape name to how many nodes it looked at.
        findings: what breaks a rule, sorted.
    """

    focus_nodes: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing of severity Violation was found."""
        return not any(finding.severity == "Violation" for finding in self.findings)

    def summary(self) -> str:
        """`37 shapes, 1,412 focus nodes, 1 finding`."""
        counts = {
            "shape": len(self.focus_nodes),
            "focus node": sum(self.focus_nodes.values()),
            "finding": len(self.findings),
        }
        return ", ".join(counted_as(number, what) for what, number in counts.items())


def as_json(report: Report) -> str:
    """The report as JSON: counts and findings."""
    data = {
        "conforms": report.conforms,
        "focus_nodes": report.focus_nodes,
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def as_sarif(report: Report, version: str) -> str:
    """The report as SARIF 2.1.0, which code hosts show beside the files.

    Args:
        report: the report.
        version: version of this program.
    """
    rules = [{"id": name} for name in sorted(report.focus_nodes)]
    driver = {"name": "hograph", "version": version, "rules": rules}
    run = {"tool": {"driver": driver}, "results": list(_results(report.findings))}
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return json.dumps({"version": "2.1.0", "$schema": schema, "runs": [run]}, indent=2, ensure_ascii=False)


def _results(findings: Iterable[Finding]) -> Iterable[dict[str, object]]:
    for finding in findings:
        logical = {"logicalLocations": [{"fullyQualifiedName": finding.focus}]}
        physical = {"physicalLocation": {"artifactLocation": {"uri": finding.source}}} if finding.source else {}
        yield {
            "ruleId": finding.shape,
            "level": LEVELS[finding.severity],
            "message": {"text": finding.sentence()},
            "locations": [logical | physical],
        }
