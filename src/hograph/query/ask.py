"""The canned query that a question in words means, with what the question names bound to its parameters."""

from dataclasses import dataclass

from hograph.errors import QueryError
from hograph.query.canned import CannedQuery
from hograph.query.mentions import Mention, Vocabulary, words
from hograph.query.named import EXACT, bound, narrowed
from hograph.query.parameters import ParameterType
from hograph.query.phrases import Questions
from hograph.query.stems import STOP, stem, stems

LEAST = 0.42
"""Below this a question is like none of the queries."""
COVERED, LESS = 0.45, 0.25
"""The least share of a question, by weight, that the words of the queries must cover; less where it names what the graph knows."""
NAMED = 0.95
"""A question that only names a term asks for what is said of it, unless a query is as near as this."""
FITS, MISSES = 0.12, 0.05
"""How much it weighs that a query has parameters for what is named, and the share that it loses when it has none."""
SAYING = ("according", "article", "document", "mention", "say", "said", "state", "tell", "write", "wrote")
"""Words that only say that a document says something."""
MEANS = frozenset(["Intervention", "Exposure", "MolecularEntity"])
ACTING = {
    **dict.fromkeys(["are", "is", "was", "were"], MEANS),
    **dict.fromkeys(["can", "could", "did", "do", "does"], MEANS | {"Condition"}),
}
"""The first word of a question that asks whether something does something, to the kinds of terms of which one asks so."""
CLAIMED = "who-says"
"""The query that says who claims something of a term: for yes-or-no questions on what the nearest query cannot use."""
SHOWN = 80
"""So many letters of a question are repeated when it is refused."""
DESCRIBE = "describe"
"""The query that says what is claimed of a term: for questions that name one and ask nothing else."""


@dataclass(frozen=True)
class Match:
    """A canned query and how near it is to the question, from 0 to 1."""

    query: CannedQuery
    nearness: float


@dataclass(frozen=True)
class Understood:
    """What a question was taken to mean.

    Attributes:
        query: the canned query.
        parameters: what the question names, by the parameters that take it.
        unused: labels of what was recognised but fits no parameter.
        unknown: words that neither the queries nor the vocabulary know.
        others: the queries that come next, their texts unchecked.
    """

    query: CannedQuery
    parameters: dict[str, str]
    unused: tuple[str, ...]
    unknown: tuple[str, ...]
    others: tuple[Match, ...]


def understand(question: str, questions: Questions, vocabulary: Vocabulary) -> Understood:
    """What a question means: the query whose wording is nearest once the terms that it names are taken out, and these as parameters.

    Args:
        question: as a person asks it.
        questions: the canned queries.
        vocabulary: the terms and documents that a question may name.

    Raises:
        QueryError: when no query is near, with the three that come nearest.
    """
    mentions, rest = vocabulary.find(question)
    # A term that the queries themselves speak of, such as surgery, is part of what is asked.
    spoken = [mention for mention in mentions if set(stems(mention.words)) <= questions.known]
    named = [mention for mention in mentions if mention not in spoken]
    left_out = {stem(word) for word in SAYING} if any(mention.is_document for mention in named) else set()
    wording = [word for word in stems(rest) if word not in left_out]
    asked = [*wording, *(word for mention in spoken for word in stems(mention.words))]
    matches = _matches(questions, question, wording, spoken, named, vocabulary)
    if (
        len(mentions) == 1
        and not wording
        and words(question)[0] not in ACTING
        and not (matches and matches[0].nearness > NAMED)
    ):
        matches = [Match(questions.queries[DESCRIBE], 1.0), *matches]
    covered = questions.covered(asked) >= (LESS if mentions else COVERED)
    if not matches or matches[0].nearness < LEAST or (matches[0].nearness < 1 and not covered):
        near = ", ".join(f"'{match.query.name}' ({match.query.header.question})" for match in matches[:3])
        hint = f" The nearest are: {near}" if near else ""
        told = f" `hograph describe '{mentions[0].label}'` says what is claimed of that." if mentions else ""
        shown = question if len(question) <= SHOWN else f"{question[:SHOWN]}..."
        raise QueryError(f"No canned query is like '{shown}'.{hint}{told} `hograph queries` lists all.")
    query = matches[0].query
    parameters, unused = bound(query, named, vocabulary)
    if len(unused) == 1 and _whether(question, named, vocabulary, unused):
        query = questions.queries[CLAIMED]
        parameters, unused = bound(query, named, vocabulary)
    for mention in spoken:
        if found := narrowed(query, mention, parameters, vocabulary, questions.wholes[query.name]):
            parameters[found[0]] = found[1]
    unknown = tuple(word for word in words(rest) if word not in STOP and stem(word) not in questions.known)
    others = tuple(match for match in matches if match.query is not query)
    return Understood(query, parameters, unused, unknown, others[:3])


def _whether(question: str, named: list[Mention], vocabulary: Vocabulary, unused: tuple[str, ...]) -> bool:
    """Whether a question asks if what the query cannot use does something."""
    first, *others = words(question)
    kinds = {vocabulary.ontology.category(m.name) for m in named if m.label in unused and not m.after}
    return bool(kinds & ACTING.get(first, frozenset())) and others[:1] != ["there"]


def _matches(
    questions: Questions,
    question: str,
    wording: list[str],
    spoken: list[Mention],
    named: list[Mention],
    vocabulary: Vocabulary,
) -> list[Match]:
    """The queries by nearness; those that have parameters for what is named before others, and a document must have one.

    Where a query has a parameter for what belongs to the wording too, as drugs, it is as near as it is without these words.
    """
    whole = frozenset([*wording, *(word for mention in spoken for word in stems(mention.words))])
    found = []
    for name, query in questions.queries.items():
        if any(m.is_document for m in named) and not _takes_documents(query):
            continue
        taken, _ = bound(query, named, vocabulary)
        nearness = questions.nearness(whole, name)
        fit = len(taken) / max(len(named), 1)
        own = questions.wholes[name]
        narrowing = [
            m
            for m in spoken
            if not set(stems(m.words)) <= own
            and narrowed(query, m, {*taken, *EXACT}, vocabulary, questions.wholes[name])
        ]
        left = whole - {word for mention in narrowing for word in stems(mention.words)}
        if narrowing and left:
            nearness = max(nearness, questions.nearness(left, name))
            fit = (len(taken) + len(narrowing)) / (len(named) + len(narrowing))
        if nearness > 0:
            loss = MISSES * (1 - fit) if named else 0
            found.append((nearness * (1 - loss) + FITS * fit, questions.spelt(question, name), name))
    ranked = sorted(found, key=lambda one: (-one[0], not one[1], one[2]))
    return [Match(questions.queries[name], min(nearness, 1.0)) for nearness, _, name in ranked]


def _takes_documents(query: CannedQuery) -> bool:
    return any(parameter.type is ParameterType.DOCUMENT for parameter in query.header.parameters.values())
