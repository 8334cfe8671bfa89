"""Tables of what the documents claim: claims, the words that decide them, and what they are about."""

from hograph.curation.values import Span
from hograph.exports.qualifiers import CONTEXT_COLUMNS, QUALIFIER_COLUMNS, Row, qualifier_cells
from hograph.exports.table import Table, joined
from hograph.graph.build import Build
from hograph.graph.labels import claim_label, statement_label
from hograph.graph.propositions import PlacedClaim, Proposition
from hograph.ontology.index import Ontology

STATEMENT_COLUMNS: dict[str, type] = {
    "subject": str,
    "subject_label": str,
    "predicate": str,
    "predicate_label": str,
    "object": str,
    "object_label": str,
}
PROVENANCE_COLUMNS = ("extractor", "extractor_version", "rule", "reviewer", "reviewed")
"""By what a claim was proposed, and who decided on it and when."""
CLAIMS: dict[str, type] = {
    "claim": str,
    "label": str,
    "document": str,
    "section": str,
    "start": int,
    "end": int,
    "sha256": str,
    **STATEMENT_COLUMNS,
    "polarity": str,
    "certainty": str,
    "scope": str,
    **QUALIFIER_COLUMNS,
    "confidence": float,
    "status": str,
    "proposition": str,
    "stance": str,
    "agreement": str,
    "note": str,
    "cues": str,
    **dict.fromkeys(PROVENANCE_COLUMNS, str),
}
"""Columns of the table of claims, in full."""


def place(span: Span) -> str:
    """Where a span stands and what it holds: start, end (exclusive) and the SHA-256 of the characters between."""
    return f"{span.start}-{span.end} {span.sha256}"


def ordered(built: Build) -> list[PlacedClaim]:
    """Every claim, by document and place in it."""
    return sorted(built.claims, key=lambda p: (p.document, p.claim.span.start, p.claim.span.end, p.name))


def claims_table(built: Build) -> Table:
    """Every claim with all that is known of it, by document and place."""
    about = {placed.name: proposition for proposition in built.propositions for placed in proposition.claims}
    rows = tuple(_claim_row(placed, about.get(placed.name), built.ontology) for placed in ordered(built))
    return Table("claims", "One statement by one document.", CLAIMS, rows)


def _claim_row(placed: PlacedClaim, proposition: Proposition | None, ontology: Ontology) -> Row:
    claim = placed.claim
    return {
        "claim": f"claim:{placed.name}",
        "label": claim_label(claim, ontology),
        "document": placed.document,
        "section": claim.section,
        "start": claim.span.start,
        "end": claim.span.end,
        "sha256": claim.span.sha256,
        **_statement(claim.subject, claim.predicate, claim.object, ontology),
        "polarity": claim.polarity.value,
        "certainty": claim.certainty.value,
        "scope": claim.scope.value,
        **qualifier_cells(claim.qualifiers),
        "confidence": float(claim.confidence),
        "status": claim.status.value,
        "proposition": f"proposition:{proposition.name}" if proposition else None,
        "stance": placed.stance if proposition else None,
        "agreement": proposition.agreement if proposition else None,
        "note": claim.note,
        "cues": joined(f"{cue.kind.value} {place(cue)}" for cue in claim.cues),
        **_provenance(placed),
    }


def _provenance(placed: PlacedClaim) -> Row:
    """By what a claim was proposed and who decided on it; empty where a curator wrote it."""
    made, decision = placed.claim.extracted, placed.decision
    told = (made.extractor, made.version, made.rule) if made else (None, None, None)
    ruled = (decision.reviewer, decision.time) if decision else (None, None)
    return dict(zip(PROVENANCE_COLUMNS, (*told, *ruled), strict=True))


def _statement(subject: str, predicate: str, object_: str, ontology: Ontology) -> Row:
    parts = {"subject": subject, "predicate": predicate, "object": object_}
    return {
        key: value
        for part, name in parts.items()
        for key, value in ((part, f"ho:{name}"), (f"{part}_label", ontology.label(name)))
    }


def cues_table(built: Build) -> Table:
    """Every cue as a row of its own, typed."""
    columns: dict[str, type] = {"claim": str, "document": str, "kind": str, "start": int, "end": int, "sha256": str}
    rows: tuple[Row, ...] = tuple(
        {
            "claim": f"claim:{placed.name}",
            "document": placed.document,
            "kind": cue.kind.value,
            "start": cue.start,
            "end": cue.end,
            "sha256": cue.sha256,
        }
        for placed in ordered(built)
        for cue in placed.claim.cues
    )
    return Table("cues", "The words that decide how a claim is read, by their place.", columns, rows)


def propositions_table(built: Build) -> Table:
    """Every proposition with its agreement and the number of documents on each side."""
    context = (*CONTEXT_COLUMNS, "provisos")
    counts = {"supporting": "supports", "disputing": "disputes", "open": "leavesOpen"}
    columns: dict[str, type] = {"proposition": str, "label": str, **STATEMENT_COLUMNS}
    columns |= dict.fromkeys(context, str) | {"agreement": str} | dict.fromkeys(counts, int) | {"edge": str}
    rows = []
    for proposition in built.propositions:
        claim, relation = proposition.statement, proposition.entailed_relation(built.ontology)
        cells = qualifier_cells(claim.qualifiers)
        row: Row = {
            "proposition": f"proposition:{proposition.name}",
            "label": statement_label(claim, built.ontology),
            **_statement(claim.subject, claim.predicate, claim.object, built.ontology),
            **{name: cells[name] for name in context},
            "agreement": proposition.agreement,
            **{name: len(proposition.documents(stance)) for name, stance in counts.items()},
            "edge": f"ho:{relation}" if relation else None,
        }
        rows.append(row)
    return Table(
        "propositions",
        "What claims are about; edge is the relation that holds directly because of it.",
        columns,
        tuple(rows),
    )
