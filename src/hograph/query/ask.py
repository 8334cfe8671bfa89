"""The canned query that a question in words means, with what the question names bound to its parameters."""

import re
from dataclasses import dataclass

from hograph.errors import QueryError
from hograph.query.canned import CannedQuery
from hograph.query.mentions import Mention, Vocabulary, singular, words
from hograph.query.named import DOING, EXACT, belongs, bound, is_group, narrowed
from hograph.query.parameters import ParameterType
from hograph.query.phrases import Questions
from hograph.query.spelling import respelt
from hograph.query.stems import NOT, STOP, stem, stems
from hograph.query.turning import CLAIMED, DESCRIBE, PAIR, bare, claimed, instead, is_whether

LEAST = 0.42
"""Below this a question is like none of the queries."""
COVERED, LESS = 0.45, 0.25
"""The least share of a question, by weight, that the words of the queries must cover; less where it names what the graph knows."""
NAMED, SPOKEN = 0.95, 0.6
"""A question that only names a term asks for what is said of it, unless a query is as near as this; less where queries speak of it."""
FITS, MISSES = 0.12, 0.05
"""How much it weighs that a query has parameters for what is named, and the share that it loses when it has none."""
SAYING = ("according", "article", "document", "mention", "say", "said", "state", "tell", "write", "wrote")
"""Words that only say that a document says something."""
COMPARES = "comparison"
"""The tag of queries whose rows name two of a kind."""
NEGATED = re.compile(r"n['’]t\b", re.IGNORECASE)
"""The short form of not."""
TURNED = "Nothing is claimed in the direction of the question; these rows are the other way round."
DENIES = "The question says not, and this query does not ask that: 'negated' has what documents deny, 'cautions' what they advise against."
SHOWN = 80
"""So many letters of a question are repeated when it is refused."""


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
        read: words that are spelt with a mistake, and as what they were read.
        turned: whether a subject and an object were swapped because something is claimed of them only so.
        denies: whether the question says not, and the query is never asked so.
        others: the queries that come next, their texts unchecked.
    """

    query: CannedQuery
    parameters: dict[str, str]
    unused: tuple[str, ...]
    unknown: tuple[str, ...]
    read: dict[str, str]
    denies: bool
    others: tuple[Match, ...]
    turned: bool = False

    def remarks(self) -> list[str]:
        """What a reader must know of the question before the answer is trusted, in sentences: what was left out of it, and what guessed."""
        guessed = ", ".join(f"'{word}' as '{meant}'" for word, meant in self.read.items())
        return [
            *([f"Read {guessed}."] if self.read else []),
            *([f"Recognised, but this query cannot use it: {', '.join(self.unused)}."] if self.unused else []),
            *([f"Not understood, and left out: {', '.join(self.unknown)}."] if self.unknown else []),
            *([TURNED] if self.turned else []),
            *([DENIES] if self.denies else []),
        ]


def understand(question: str, questions: Questions, vocabulary: Vocabulary) -> Understood:
    """What a question means: the query whose wording is nearest once the terms that it names are taken out, and these as parameters.

    Args:
        question: as a person asks it.
        questions: the canned queries.
        vocabulary: the terms and documents that a question may name.

    Raises:
        QueryError: when no query is near, with the three that come nearest.
    """
    known = {word for word in words(question) if singular(word) in vocabulary.words or stem(word) in questions.known}
    question, read = respelt(NEGATED.sub(" not", question), questions.spellings | vocabulary.words, known | STOP)
    mentions, rest = vocabulary.find(question)
    if len(documents := [m.label for m in mentions if m.is_document]) > 1:
        beside = f"`hograph compare {documents[0]} {documents[1]}` puts them beside each other"
        raise QueryError(f"No canned query takes two documents; {beside}.")
    # A term that the queries themselves speak of, such as surgery, is part of what is asked.
    spoken = [m for m in mentions if not m.is_document and set(stems(m.words)) <= questions.known]
    left_out = {stem(word) for word in SAYING} if documents else set()
    wording = [word for word in stems(rest) if word not in left_out]
    matches = _near(questions, question, wording, spoken, mentions, vocabulary)
    query, parameters, unused = _chosen(questions, question, matches[0].query, wording, spoken, mentions, vocabulary)
    if COMPARES in query.header.tags and unused and not parameters and matches[1:]:  # it compares nothing of the kind
        query, parameters, unused = _chosen(
            questions, question, matches[1].query, wording, spoken, mentions, vocabulary
        )
    unknown = tuple(word for word in words(rest) if word not in STOP and stem(word) not in questions.known)
    asked = frozenset(stems(question))
    denies = NOT in asked and NOT not in questions.closest(asked, query.name)
    others = tuple(match for match in matches if match.query is not query)
    return Understood(query, parameters, tuple(m.label for m in unused), unknown, read, denies, others[:3])


def _near(
    questions: Questions,
    question: str,
    wording: list[str],
    spoken: list[Mention],
    mentions: list[Mention],
    vocabulary: Vocabulary,
) -> list[Match]:
    """The queries by nearness, the one to ask first.

    Raises:
        QueryError: when none is near.
    """
    matches = _matches(questions, question, wording, spoken, [m for m in mentions if m not in spoken], vocabulary)
    nearness = matches[0].nearness if matches else 0.0
    if bare(question, mentions, wording) and nearness <= (
        SPOKEN if _is_wording(mentions[0], spoken, vocabulary) else NAMED
    ):
        return [Match(questions.queries[DESCRIBE], 1.0), *matches]
    asked = [*wording, *(word for mention in spoken for word in stems(mention.words))]
    covered = questions.covered(asked) >= (LESS if mentions else COVERED)
    if nearness >= 1 or (nearness >= LEAST and covered):
        return matches
    if claimed(question, mentions, wording, vocabulary):
        return [Match(questions.queries[CLAIMED], 1.0), *matches]
    raise QueryError(_refusal(question, matches, mentions))


def _chosen(
    questions: Questions,
    question: str,
    nearest: CannedQuery,
    wording: list[str],
    spoken: list[Mention],
    mentions: list[Mention],
    vocabulary: Vocabulary,
) -> tuple[CannedQuery, dict[str, str], list[Mention]]:
    """The nearest query, or another where the nearest cannot use what the question turns on; its parameters, and what fits none."""
    named = [m for m in mentions if m not in spoken]
    parameters, unused = _all_bound(questions, nearest, spoken, named, vocabulary)
    own = questions.wholes[nearest.name]
    pair = is_whether(question) and len(mentions) == PAIR
    # What is near by its terms alone does not ask what the question asks of the two.
    beside = pair and bool(wording) and own.isdisjoint(wording)
    lost = mentions if beside else [m for m in unused if m in named or pair]
    if COMPARES in nearest.header.tags and parameters:
        lost = []  # of two that are compared one is enough: the rows name the other
    turning = [m for m in mentions if m.is_document or (pair and lost) or not belongs(m, own, vocabulary)]
    name = instead(question, lost, set() if beside else set(parameters.values()), turning, vocabulary)
    if not name:
        return nearest, parameters, unused
    first = lost if name == DESCRIBE else []
    query = questions.queries[name]
    parameters, unused = _all_bound(questions, query, [], [*first, *(m for m in turning if m not in first)], vocabulary)
    # What belonged to the wording of the nearest query is none of this one's.
    dropped = [m for m in mentions if m not in turning and vocabulary.ontology.category(m.name) in DOING]
    return query, parameters, [*unused, *dropped]


def _all_bound(
    questions: Questions, query: CannedQuery, spoken: list[Mention], named: list[Mention], vocabulary: Vocabulary
) -> tuple[dict[str, str], list[Mention]]:
    """What a question names by the parameters that take it, and what none takes and the wording of the query does not hold either."""
    parameters, labels = bound(query, named, vocabulary)
    unused = [mention for mention in named if mention.label in labels]
    own = questions.wholes[query.name]
    groups = [m for m in spoken if is_group(m, vocabulary)]
    for mention in spoken:
        # Of two groups of people neither restricts: men or women.
        if mention in groups and groups[1:]:
            unused.append(mention)
        elif found := narrowed(query, mention, parameters, vocabulary, own):
            parameters[found[0]] = found[1]
        else:
            unused.append(mention)
    return parameters, [m for m in unused if m.is_document or not belongs(m, own, vocabulary)]


def _is_wording(mention: Mention, spoken: list[Mention], vocabulary: Vocabulary) -> bool:
    """Whether what is named is what queries ask for, as imaging findings, and nothing that they may be asked of, as an X-ray."""
    return mention in spoken and vocabulary.ontology.category(mention.name) not in DOING


def _refusal(question: str, matches: list[Match], mentions: list[Mention]) -> str:
    """Why nothing is asked, with the queries that come nearest and the commands that say what there is on what is named."""
    near = ", ".join(f"'{match.query.name}' ({match.query.header.question})" for match in matches[:3])
    hint = f" The nearest are: {near}" if near else ""
    commands = " and ".join(f"`hograph describe '{m.label}'`" for m in mentions)
    told = f" {commands} {'say' if mentions[1:] else 'says'} what is claimed of that." if mentions else ""
    shown = question if len(question) <= SHOWN else f"{question[:SHOWN]}..."
    return f"No canned query is like '{shown}'.{hint}{told} `hograph queries` lists all."


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
    people = [m for m in spoken if is_group(m, vocabulary)]
    found = []
    for name, query in questions.queries.items():
        if any(m.is_document for m in named) and not _takes_documents(query):
            continue
        taken, _ = bound(query, named, vocabulary)
        nearness = questions.nearness(whole, name)
        fit = len(taken) / max(len(named), 1)
        own = questions.wholes[name]
        apart = [m for m in spoken if not set(stems(m.words)) <= own]
        taking = [m for m in spoken if m in [*apart, *people] and narrowed(query, m, {*taken, *EXACT}, vocabulary, own)]
        left = whole - {word for m in taking if m in apart for word in stems(m.words)}
        if left and left != whole:
            nearness = max(nearness, questions.nearness(left, name))
        if left and (taking or people):
            fit = (len(taken) + len(taking)) / (len(named) + len(taking or people))
        if nearness > 0:
            loss = MISSES * (1 - fit) if named else 0
            found.append((nearness * (1 - loss) + FITS * fit, questions.spelt(question, name), name))
    ranked = sorted(found, key=lambda one: (-one[0], not one[1], one[2]))
    return [Match(questions.queries[name], min(nearness, 1.0)) for nearness, _, name in ranked]


def _takes_documents(query: CannedQuery) -> bool:
    return any(parameter.type is ParameterType.DOCUMENT for parameter in query.header.parameters.values())
