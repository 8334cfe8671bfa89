"""Proposals as an SSSOM table, so that a person can strike out, keep, and put rows into the table of mappings."""

import csv
import io
from collections.abc import Iterable

import yaml

from hograph.errors import InputError
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


OWN = ("ho", "semapv", "skos", "oboInOwl", "rdfs", "bioregistry", "w3id")
"""Prefixes that every table of proposals speaks with."""
Found = Iterable[tuple[ForeignOntology, Iterable[Proposal]]]


def sssom_table(found: Found, ontology: Ontology, prefixes: dict[str, str]) -> str:
    """An SSSOM table of proposals: metadata behind `#`, then a row each; the same proposals give the same text.

    Args:
        found: each ontology with what it suggests.
        ontology: ours, for the labels.
        prefixes: CURIE prefix to namespace; those that occur are written, with those of the ontologies that are not among them.

    Raises:
        InputError: when two ontologies use one prefix for two namespaces.
    """
    pairs = [(foreign, list(proposals)) for foreign, proposals in found]
    rows = [_row(proposal, foreign, ontology, prefixes) for foreign, proposals in pairs for proposal in proposals]
    spaces = {prefix: prefixes[prefix] for prefix in OWN if prefix in prefixes} | _spaces(pairs, prefixes)
    metadata = {
        "mapping_set_id": "https://w3id.org/hograph/proposed-mappings.sssom.tsv",
        "mapping_set_title": "hograph proposed mappings",
        "mapping_set_description": "Suggestions by name and place, not reviewed.",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "curie_map": dict(sorted(spaces.items())),
    }
    head = yaml.safe_dump(metadata, sort_keys=False, allow_unicode=True, width=1000)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    return "".join(f"#{line}\n" for line in head.splitlines()) + stream.getvalue()


def _spaces(found: list[tuple[ForeignOntology, list[Proposal]]], prefixes: dict[str, str]) -> dict[str, str]:
    """What the prefixes of their terms stand for: as our table says, else as the ontology does."""
    spaces: dict[str, str] = {}
    for foreign, proposals in found:
        for prefix in {proposal.object_id.partition(":")[0] for proposal in proposals}:
            space = prefixes.get(prefix) or foreign.iri(f"{prefix}:")
            if spaces.setdefault(prefix, space) != space:
                raise InputError(
                    f"{foreign.source}: '{prefix}' is {space} in it, and {spaces[prefix]} in another file. Link one after the other."
                )
    return spaces


def _row(proposal: Proposal, foreign: ForeignOntology, ontology: Ontology, prefixes: dict[str, str]) -> dict[str, str]:
    prefix = proposal.object_id.partition(":")[0]
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
        "object_source": f"bioregistry:{prefix.lower()}" if prefix in prefixes else "",
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
