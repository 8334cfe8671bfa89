"""On what condition a claim holds: what clauses with if, when or unless name."""

import re
from collections.abc import Iterator

from hograph.curation.tokens import ProvisoKind
from hograph.curation.values import Proviso
from hograph.extraction.arguments import Sentence
from hograph.extraction.kinds import Kinds
from hograph.extraction.relate import Relation
from hograph.extraction.wording import relations, states

ONLY = re.compile(r"\bonly\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
"""Before `if`, with a verb between at most: only necessary if."""
ANOTHER_VERB = re.compile(
    r"\b(?:and|but)\s+(?:\w+\s+)?(?:should|must|may|might|can|could|will|is|are|was|were|has|have|do|does)\b",
    re.IGNORECASE,
)
"""Between a claim and a condition that belongs to another verb: and should not be taken if."""
OR = re.compile(r"\bor\b", re.IGNORECASE)


def provisos(
    relation: Relation, sentence: Sentence, clause: tuple[int, int], kinds: Kinds, topic: str
) -> list[tuple[Proviso, ...]]:
    """The conditions of a claim that stands outside of them: several in one hold together, of several either is enough.

    Args:
        relation: subject, predicate and object.
        sentence: in which it is stated.
        clause: the part of the sentence that may speak of it.
        kinds: of terms.
        topic: the condition that the text speaks of.

    Returns:
        At least one; an empty one where there is no condition.
    """
    if relation.predicate in relations("unconditional"):
        return [()]
    last = max(end for _, end in relation.places)
    for start, end in sentence.provisos:
        inside = start <= relation.trigger[0] < end
        outside = not (clause[0] <= start and end <= clause[1]) or ANOTHER_VERB.search(sentence.text, last, start)
        if inside or outside:
            continue
        named = {relation.subject.term, relation.object.term}
        kind = _kind(sentence, start)
        found = [
            Proviso(kind=kind, term=term) for term in _terms(sentence, start, end, kinds, topic) if term not in named
        ]
        if found:
            return [(one,) for one in found] if OR.search(sentence.text, start, end) else [tuple(found)]
    return [()]


def _kind(sentence: Sentence, start: int) -> ProvisoKind:
    words = sentence.text[start : start + len("unless")].lower()
    if words == "unless":
        return ProvisoKind.UNLESS
    only = words.startswith("only") or ONLY.search(sentence.text, sentence.start, start)
    return ProvisoKind.ONLY_IF if only else ProvisoKind.IF


def _terms(sentence: Sentence, start: int, end: int, kinds: Kinds, topic: str) -> Iterator[str]:
    """What a condition names, each once; `symptomatic` is that of the lesion that the text speaks of."""
    allowed = kinds.of("Condition|Finding|LesionStage|Exposure|Intervention|BiologicalProcess")
    found: dict[str, None] = {}
    for one in sentence.arguments:
        fit = one.fitting(allowed)
        if fit and one.how != "pronoun" and start <= one.start and one.end <= end:
            found.setdefault(_of_topic(fit.term, topic, kinds))
    for words, term in states():
        if words.search(sentence.text, start, end):
            found.setdefault(_of_topic(term, topic, kinds))
    yield from (term for term in found if term not in kinds.of("Lesion") or term != topic)


def _of_topic(term: str, topic: str, kinds: Kinds) -> str:
    """A form of the lesion as that of the topic, where there is one: symptomatic HO, as symptomatic myositis ossificans."""
    own = term.replace("HeterotopicOssification", topic)
    return own if own in kinds.ontology.parents else term
