"""Any valid claim, for property tests: every part of it in any combination."""

from hypothesis import strategies as st

from hograph.curation.tokens import (
    Certainty,
    CueKind,
    Direction,
    FrequencyRank,
    Modality,
    Polarity,
    ProvisoKind,
    Quantity,
    ReviewStatus,
    ScopeOfEvidence,
    StudyType,
    TimingRelation,
)
from hograph.curation.values import (
    Claim,
    Comparison,
    Cue,
    Frequency,
    MeasuredValue,
    Proviso,
    Qualifiers,
    Span,
    Study,
    Timing,
)

names = st.from_regex(r"[A-Z][A-Za-z0-9]{0,9}", fullmatch=True)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
ends = st.tuples(st.integers(0, 9999), st.integers(1, 500)).map(lambda pair: {"start": pair[0], "end": sum(pair)})
texts = st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1)
shares = st.decimals(0, 1, allow_nan=False)
spans = st.builds(lambda at, sha: Span(**at, sha256=sha), ends, hashes)
cues = st.builds(lambda at, sha, kind: Cue(**at, sha256=sha, kind=kind), ends, hashes, st.sampled_from(CueKind))
timings = st.builds(
    Timing, relation=st.sampled_from(TimingRelation), anchor=names, min=st.sampled_from([None, "P2W", "PT5M"])
)
frequencies = st.builds(Frequency, rank=st.none() | st.sampled_from(FrequencyRank), max=st.none() | shares, among=names)
values = st.builds(
    MeasuredValue, min=st.none() | shares, quantity=st.sampled_from(Quantity), unit=st.just("%"), of=names
)
comparisons = st.builds(Comparison, than=names, aspect=st.sampled_from(Quantity), direction=st.sampled_from(Direction))
studies = st.builds(Study, kind=st.sampled_from(StudyType), size=st.none() | st.integers(1, 9999)) | st.builds(
    Study, size=st.integers(1, 9999)
)
provisos = st.lists(st.builds(Proviso, kind=st.sampled_from(ProvisoKind), term=names), max_size=2).map(tuple)
qualifiers = st.builds(
    Qualifiers,
    population=st.none() | names,
    timing=st.none() | timings,
    frequency=st.none() | frequencies,
    value=st.none() | values,
    comparison=st.none() | comparisons,
    modality=st.none() | st.sampled_from(Modality),
    study=st.none() | studies,
    when=provisos,
)
claims = st.builds(
    Claim,
    subject=names,
    predicate=st.from_regex(r"[a-z][A-Za-z0-9]{0,9}", fullmatch=True),
    object=names,
    polarity=st.sampled_from(Polarity),
    certainty=st.sampled_from(Certainty),
    scope=st.sampled_from(ScopeOfEvidence),
    qualifiers=qualifiers,
    section=texts,
    span=spans,
    cues=st.lists(cues, max_size=2).map(tuple),
    confidence=shares,
    status=st.sampled_from(ReviewStatus),
    note=texts,
)
