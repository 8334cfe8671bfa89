"""How findable, accessible, interoperable and reusable an ontology is: each public test with its verdict and what was measured."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.release.facts import Facts, Outcome, Verdict
from hograph.release.foops import FOOPS, Check
from hograph.release.oops import OOPS

CHECKS = (*FOOPS, *OOPS)
SOURCES = {
    "FOOPS!": ("FAIR tests", "https://w3id.org/foops/"),
    "OOPS!": ("Pitfalls", "https://oops.linkeddata.es/catalogue.jsp"),
}
"""Catalogue to what it lists and where it is published."""

PREFACE = (
    "The tests are those of the public catalogues; they were measured here on the file, not by the services. What only a server or a "
    "registry on the web could tell is not checkable here."
)


@dataclass(frozen=True)
class Result:
    """A test with its outcome."""

    check: Check
    outcome: Outcome


def assess(triples: Iterable[ox.Triple]) -> list[Result]:
    """Run every test over an ontology.

    Args:
        triples: the ontology, as one artefact of a release holds it.

    Raises:
        OntologyError: when it does not declare itself.
    """
    facts = Facts(triples)
    return [Result(check, check.measure(facts)) for check in CHECKS]


def summary(results: Sequence[Result]) -> str:
    """How many tests of each catalogue ended how."""
    lines = []
    for catalogue in SOURCES:
        number = Counter(r.outcome.verdict for r in results if r.check.catalogue == catalogue)
        lines.append(f"{catalogue}: {', '.join(f'{number[verdict]} {verdict.value}' for verdict in Verdict)}")
    return "\n".join(lines)


def to_markdown(results: Sequence[Result], name: str) -> str:
    """The results as Markdown: a table for each catalogue.

    Args:
        results: what was found.
        name: IRI or file that was tested.
    """
    lines = [f"# FAIR self-check of {name}", "", PREFACE, ""]
    lines += [f"- {line}" for line in summary(results).splitlines()]
    for catalogue, (title, source) in SOURCES.items():
        lines += [
            "",
            f"## {title} of [{catalogue}]({source})",
            "",
            "| Test | Name | Of | Verdict | Measured |",
            "|---|---|---|---|---|",
        ]
        for result in results:
            check, outcome = result.check, result.outcome
            if check.catalogue == catalogue:
                reason = outcome.reason.replace("|", "\\|")
                lines.append(f"| {check.id} | {check.name} | {check.group} | {outcome.verdict.value} | {reason} |")
    return "\n".join(lines) + "\n"


def to_json(results: Sequence[Result], name: str) -> str:
    """The results as JSON, one object a test."""
    plain = [
        {
            "catalogue": result.check.catalogue,
            "id": result.check.id,
            "name": result.check.name,
            "group": result.check.group,
            "verdict": result.outcome.verdict.value,
            "measured": result.outcome.reason,
        }
        for result in results
    ]
    return json.dumps({"ontology": name, "tests": plain}, indent=2, ensure_ascii=False) + "\n"
