"""Proposals as an SSSOM table, so that a person can strike out, keep, and put rows into the table of mappings."""

import csv
import io
from collections.abc import Iterable

import yaml

from hograph.linking.foreign import ForeignOntology
from hograph.linking.propose import Proposal
from hograph.ontology.index import Ontology
from hograph.version import VERSION

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "subject_source",
    "object_source",
    "object_source_version",
    "subject_match_field",
    "object_match_field",
    "match_string",
    "subject_preprocessing",
    "object_preprocessing",
    "mapping_tool",
    "mapping_tool_version",
    "comment",
)


def sssom_table(
    found: Iterable[tuple[ForeignOntology, Iterable[Proposal]]], ontology: Ontology, prefixes: dict[str, str]
) -> str:
    """An SSSOM table of proposals: metadata behind `#`, then a row each; the same proposals give the same text.

    Args:
        found: each ontology with what it suggests.
        ontology: ours, for the labels.
        prefixes: CURIE prefix to namespace; those that occur are written.
    """
    rows = [_row(proposal, foreign, ontology) for foreign, proposals in found for proposal in proposals]
    used = {"ho", "semapv", "skos", "oboInOwl", "rdfs", "bioregistry", "w3id"}
    used |= {row["object_id"].partition(":")[0] for row in rows}
    metadata = {
        "mapping_set_id": "https://w3id.org/hograph/proposed-mappings.sssom.tsv",
        "mapping_set_title": "hograph proposed mappings",
        "mapping_set_description": "Suggestions by name and place, not reviewed.",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "curie_map": {prefix: prefixes[prefix] for prefix in sorted(used) if prefix in prefixes},
    }
    head = yaml.safe_dump(metadata, sort_keys=False, allow_unicode=True, width=1000)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    return "".join(f"#{line}\n" for line in head.splitlines()) + stream.getvalue()


def _row(proposal: Proposal, foreign: ForeignOntology, ontology: Ontology) -> dict[str, str]:
    steps = "|".join(proposal.preprocessing)
    return {
        "subject_id": f"ho:{proposal.subject}",
        "subject_label": ontology.label(proposal.subject),
        "predicate_id": f"skos:{proposal.predicate}",
        "object_id": proposal.object_id,
        "object_label": proposal.object_label,
        "mapping_justification": proposal.justification,
        "confidence": str(proposal.confidence),
        "subject_source": "w3id:hograph/",
        "object_source": f"bioregistry:{proposal.object_id.partition(':')[0].lower()}",
        "object_source_version": foreign.version or "",
        "subject_match_field": proposal.subject_field or "",
        "object_match_field": proposal.object_field or "",
        "match_string": proposal.match_string or "",
        "subject_preprocessing": steps,
        "object_preprocessing": steps,
        "mapping_tool": "hograph",
        "mapping_tool_version": VERSION,
        "comment": proposal.comment or "",
    }
