"""Claims and their documents as RDF: one named graph a document, no blank nodes."""

from collections.abc import Iterator

import pyoxigraph as ox

from hograph.curation.base import Interval
from hograph.curation.decisions import Decision
from hograph.curation.durations import days, ucum_unit
from hograph.curation.sources import Source
from hograph.curation.tokens import Token
from hograph.curation.values import Claim, Cue, Qualifiers, Span, Timing
from hograph.graph.identity import claim_name
from hograph.graph.labels import (
    claim_label,
    comparison_phrase,
    frequency_phrase,
    study_phrase,
    timing_phrase,
    value_phrase,
)
from hograph.graph.provenance import activity, carried_triples, extraction_triples, review_triples
from hograph.graph.quads import Describer, english, literal
from hograph.ontology.index import Ontology
from hograph.vocabulary import (
    AGENT,
    CLAIM,
    DCTERMS,
    DOCUMENT,
    HO,
    OA,
    PROV,
    RDF,
)

CONTEXT = {
    "population": "inPopulation",
    "condition": "inCondition",
    "site": "atSite",
    "stage": "atStage",
    "using": "using",
}
"""Qualifier of a claim to its property, for those that are a term."""


def _value(token: Token | None) -> ox.NamedNode | None:
    return HO[token.term] if token else None


def _term(name: str | None) -> ox.NamedNode | None:
    return HO[name] if name else None


def document_triples(source: Source) -> Iterator[ox.Triple]:
    """A document as it describes itself, and its people."""
    node = DOCUMENT[source.document]
    about = Describer(node, HO["Document"], source.title).add(RDF["type"], PROV["Entity"])
    about.add(DCTERMS["title"], english(source.title)).add(DCTERMS["type"], source.kind)
    about.add(HO["fileName"], source.file_name).add(HO["documentSha256"], source.sha256)
    about.add(HO["characters"], source.characters).add(HO["documentTextSha256"], source.text_sha256)
    about.add(HO["readBy"], source.reader).add(DCTERMS["format"], source.media_type)
    for scheme, identifier in (("doi", source.doi), ("pmid", source.pmid)):
        about.add(DCTERMS["identifier"], f"{scheme}:{identifier}" if identifier else None)
    about.add(DCTERMS["publisher"], source.publisher).add(HO["reviewState"], source.review_state)
    about.add(DCTERMS["created"], source.published).add(DCTERMS["modified"], source.updated)
    about.add(DCTERMS["rights"], source.licence).add(
        DCTERMS["license"], ox.NamedNode(source.licence_iri) if source.licence_iri else None
    )
    for reference in source.cites:
        about.add(DCTERMS["references"], reference)
    for number, person in enumerate(source.people, 1):
        agent = AGENT[f"{source.document}-{number}"]
        about.add(DCTERMS["creator"] if person.role == "author" else DCTERMS["contributor"], agent)
        yield from Describer(agent, PROV["Agent"], person.name).add(HO["credentials"], person.credentials).triples
    for statement in source.stated:
        span = DOCUMENT[f"{source.document}/{statement.field}"]
        about.add(HO["selfDescription"], span)
        yield from _span_triples(span, "TextSpan", f"Where the document states its {statement.field}", statement, node)
    yield from about.triples


def claim_triples(
    claim: Claim,
    source: Source,
    ontology: Ontology,
    decision: Decision | None = None,
    name: str | None = None,
    *,
    carried: bool = False,
) -> Iterator[ox.Triple]:
    """A claim with its qualifiers, evidence and provenance, and the decision on it where a program proposed it.

    Args:
        claim: the claim.
        source: its document.
        ontology: labels its terms.
        decision: by a person, where a program proposed it.
        name: of its node, where that is known; it takes a while to make.
        carried: whether the decision was made on the claim as it stood in an earlier version of the document.

    Yields:
        Its triples.
    """
    name = name or claim_name(claim, source.sha256)
    node, document = CLAIM[name], DOCUMENT[source.document]
    about = Describer(node, HO["Claim"], claim_label(claim, ontology)).add(RDF["type"], PROV["Entity"])
    about.add(HO["subject"], HO[claim.subject]).add(HO["predicate"], HO[claim.predicate]).add(
        HO["object"], HO[claim.object]
    )
    about.add(HO["polarity"], _value(claim.polarity)).add(HO["certainty"], _value(claim.certainty)).add(
        HO["scope"], _value(claim.scope)
    )
    about.add(HO["status"], _value(claim.status)).add(HO["confidence"], claim.confidence)
    about.add(HO["standing"], claim.standing).add(HO["firstCharacter"], claim.span.start)
    about.add(HO["statedIn"], document).add(PROV["hadPrimarySource"], document)
    about.add(PROV["wasGeneratedBy"], activity(claim, source.document))
    about.add(HO["rule"], claim.extracted.rule if claim.extracted else None)
    about.add(HO["curatorNote"], english(claim.note) if claim.note else None)
    evidence = CLAIM[f"{name}-span"]
    about.add(HO["evidence"], evidence)
    section = ox.Triple(evidence, HO["section"], literal(claim.section)) if claim.section else None
    yield from _span_triples(evidence, "EvidenceSpan", "Where the document states it", claim.span, document)
    yield from [section] if section else []
    for number, cue in enumerate(claim.cues, 1):
        about.add(HO["cue"], CLAIM[f"{name}-cue-{number}"])
        yield from _cue_triples(CLAIM[f"{name}-cue-{number}"], cue, document)
    about.add(HO["cueSummary"], ", ".join(sorted({ontology.label(cue.kind.term) for cue in claim.cues})) or None)
    yield from _qualifier_triples(about, name, claim.qualifiers, ontology)
    yield from context_triples(about, CLAIM[name].value, claim.qualifiers, ontology)
    yield from about.triples
    yield from extraction_triples(claim, source)
    yield from review_triples(node, claim, source, decision)
    if decision and carried:
        yield from carried_triples(node, decision, claim_label(decision.proposed, ontology))


def _span_triples(node: ox.NamedNode, kind: str, label: str, span: Span, document: ox.NamedNode) -> Iterator[ox.Triple]:
    selector = ox.NamedNode(f"{node.value}-position")
    about = Describer(node, HO[kind], label).add(RDF["type"], OA["SpecificResource"])
    about.add(OA["hasSource"], document).add(OA["hasSelector"], selector).add(HO["textSha256"], span.sha256)
    yield from about.triples
    yield from (
        Describer(selector, OA["TextPositionSelector"]).add(OA["start"], span.start).add(OA["end"], span.end).triples
    )


def _cue_triples(node: ox.NamedNode, cue: Cue, document: ox.NamedNode) -> Iterator[ox.Triple]:
    yield from _span_triples(node, "CueSpan", f"Words that decide it: {cue.kind.value}", cue, document)
    yield ox.Triple(node, HO["cueKind"], HO[cue.kind.term])


def context_triples(about: Describer, base: str, qualifiers: Qualifiers, ontology: Ontology) -> Iterator[ox.Triple]:
    """What makes a claim another proposition: its context terms, said of the subject of `about`, and its provisos, nodes of their own."""
    for field, relation in CONTEXT.items():
        about.add(HO[relation], _term(getattr(qualifiers, field)))
    labels = [f"{proviso.kind.value.replace('-', ' ')} {ontology.label(proviso.term)}" for proviso in qualifiers.when]
    about.add(HO["provisoSummary"], "; ".join(sorted(labels)) or None)
    for number, (proviso, label) in enumerate(zip(qualifiers.when, labels, strict=True), 1):
        node = ox.NamedNode(f"{base}-proviso-{number}")
        about.add(HO["proviso"], node)
        yield from (
            Describer(node, HO["Proviso"], label)
            .add(HO["provisoKind"], _value(proviso.kind))
            .add(HO["provisoTerm"], _term(proviso.term))
            .triples
        )


def _qualifier_triples(about: Describer, name: str, qualifiers: Qualifiers, ontology: Ontology) -> Iterator[ox.Triple]:
    about.add(HO["severity"], _value(qualifiers.severity)).add(HO["strength"], _value(qualifiers.strength))
    about.add(HO["modality"], _value(qualifiers.modality))
    if timing := qualifiers.timing:
        yield from _timing(about, CLAIM[f"{name}-timing"], timing, timing_phrase(timing, ontology))
    if frequency := qualifiers.frequency:
        node = _part(about, "frequency", CLAIM[f"{name}-frequency"], "Frequency", frequency_phrase(frequency, ontology))
        node.add(HO["rank"], _value(frequency.rank)).add(HO["order"], frequency.order)
        node.add(HO["frequencyOf"], _term(frequency.of)).add(HO["among"], _term(frequency.among))
        yield from _interval(node, frequency)
    if value := qualifiers.value:
        node = _part(about, "value", CLAIM[f"{name}-value"], "MeasuredValue", value_phrase(value, ontology))
        node.add(HO["quantity"], _value(value.quantity)).add(HO["valueOf"], _term(value.of)).add(HO["unit"], value.unit)
        yield from _interval(node, value)
    if comparison := qualifiers.comparison:
        node = _part(
            about, "comparison", CLAIM[f"{name}-comparison"], "Comparison", comparison_phrase(comparison, ontology)
        )
        node.add(HO["than"], _term(comparison.than)).add(HO["aspect"], _value(comparison.aspect))
        yield from node.add(HO["direction"], _value(comparison.direction)).add(HO["factor"], comparison.factor).triples
    if study := qualifiers.study:
        node = _part(about, "study", CLAIM[f"{name}-study"], "Study", study_phrase(study, ontology))
        yield from node.add(HO["studyType"], _value(study.kind)).add(HO["sampleSize"], study.size).triples


def _part(about: Describer, relation: str, node: ox.NamedNode, kind: str, label: str) -> Describer:
    about.add(HO[relation], node)
    return Describer(node, HO[kind], label)


def _interval(node: Describer, interval: Interval) -> list[ox.Triple]:
    node.add(HO["minValue"], interval.min).add(HO["maxValue"], interval.max).add(
        HO["approximate"], interval.approximate or None
    )
    return node.triples


def _timing(about: Describer, node: ox.NamedNode, timing: Timing, label: str) -> list[ox.Triple]:
    part = _part(about, "timing", node, "Timing", label)
    part.add(HO["timingRelation"], _value(timing.relation)).add(HO["anchor"], _term(timing.anchor))
    part.add(HO["minDuration"], timing.min).add(HO["maxDuration"], timing.max).add(
        HO["approximate"], timing.approximate or None
    )
    part.add(HO["minDays"], days(timing.min) if timing.min else None).add(
        HO["maxDays"], days(timing.max) if timing.max else None
    )
    longest = timing.max or timing.min
    return part.add(HO["unit"], ucum_unit(longest) if longest else None).triples
