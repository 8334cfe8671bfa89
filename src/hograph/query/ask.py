"""The canned query that a question in words means, with what the question names bound to its parameters."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hograph.errors import QueryError
from hograph.ontology.index import Ontology
from hograph.query.canned import CannedQuery
from hograph.query.mentions import Mention, Vocabulary, words
from hograph.query.parameters import Parameter, ParameterType

STOP = frozenset(
    words(
        "a an and any are as at be been being by can could did do does for from get give got had has have i if in into is it its me my of"
        " on or our please should some that the their them then there these they this those to us was we were what which will with would"
        " you your"
    )
)
ENDINGS = words(
    "ations ation ated ates ate ating ments ment ences ence ances ance ings ing ions ion ives ive ists ist ities ity tics tic ies ers ors"
    " er or es ed is ic al ly s y"
)
LEAST_LETTERS = 3
"""So many letters of a word stay when its ending goes."""
LEAST = 0.42
"""Below this a question is like none of the queries."""
EXACT = {"term", "subject", "object"}
"""Parameters that take a term of any kind."""
COVERED = 0.45
"""The least share of a question, by weight, that the words of the queries must cover."""
NARROWED = {"Intervention", "LesionStage", "AnatomicalEntity"}
"""Kinds of terms that narrow a query also where they belong to its wording: `which drugs treat it`."""
NAMED = 0.95
"""A question that only names a term asks for what is said of it, unless a query is as near as this."""
WHOLE = 0.25
"""How much all the words of a query weigh beside the phrase of it that is nearest."""
FITS = 0.12
"""How much it weighs that a query has parameters for what is named."""
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


def stems(text: str) -> list[str]:
    """The words of a text that carry meaning, without their endings.

    >>> stems("Which treatments prevent recurrence?")
    ['treat', 'prevent', 'recur']
    """
    return [_stem(word) for word in words(text) if word not in STOP]


def _stem(word: str) -> str:
    """A word without its endings, of which it may have two, and without a doubled last letter."""
    for _ in range(2):
        ending = next((e for e in ENDINGS if word.endswith(e) and len(word) - len(e) >= LEAST_LETTERS), "")
        word = word.removesuffix(ending).rstrip("e") or word
    return word[:-1] if len(word) > LEAST_LETTERS and word[-1] == word[-2] else word


@dataclass(frozen=True)
class Questions:
    """The canned queries as an index of the ways in which people ask for them."""

    queries: Mapping[str, CannedQuery]

    @cached_property
    def phrases(self) -> dict[str, list[frozenset[str]]]:
        """Query to the stems of each phrase that asks for it: its question, its title and name, and its question in other words."""
        return {
            name: [frozenset(stems(phrase)) for phrase in (h.question, h.title, name.replace("-", " "), *h.asked)]
            for name, query in self.queries.items()
            for h in (query.header,)
        }

    @cached_property
    def wholes(self) -> dict[str, frozenset[str]]:
        """Query to all the stems by which it may be asked, its tags among them."""
        return {
            name: frozenset().union(*phrases, stems(" ".join(self.queries[name].header.tags)))
            for name, phrases in self.phrases.items()
        }

    @cached_property
    def rareness(self) -> dict[str, float]:
        """Stem to its weight: a word of many queries says little about which is meant."""
        spread = Counter(stem for whole in self.wholes.values() for stem in whole)
        return {stem: math.log(1 + len(self.wholes) / count) for stem, count in spread.items()}

    def nearest(self, asked: Iterable[str], question: str) -> list[Match]:
        """The queries by nearness to the stems of a question, the nearest first; those that share no word with it are left out.

        Of two that are equally near, the one that asks in the very words comes first, then by name.
        """
        asked = frozenset(asked)
        found = [Match(self.queries[name], self._nearness(asked, name)) for name in self.queries]
        spelt = words(question)
        return sorted(
            (match for match in found if match.nearness > 0),
            key=lambda m: (
                -m.nearness,
                spelt not in map(words, (m.query.header.question, *m.query.header.asked)),
                m.query.name,
            ),
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """Every stem by which some query may be asked."""
        return frozenset(self.rareness)

    def covered(self, asked: Iterable[str]) -> float:
        """The share of the stems of a question that are known, by weight."""
        asked = frozenset(asked)
        return self._weight(asked & self.known) / (self._weight(asked) or 1)

    def _nearness(self, asked: frozenset[str], name: str) -> float:
        best = max(self._cosine(asked, phrase) for phrase in self.phrases[name])
        shared = self._weight(asked & self.wholes[name]) / (self._weight(asked) or 1)
        return (1 - WHOLE) * best + WHOLE * shared

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        lengths = math.sqrt(self._weight(one) * self._weight(other))
        return self._weight(one & other) / lengths if lengths else 0.0

    def _weight(self, some: Iterable[str]) -> float:
        unknown = math.log(1 + len(self.wholes))
        return sum(self.rareness.get(stem, unknown) ** 2 for stem in some)


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
    asked = [*stems(rest), *(stem for mention in spoken for stem in stems(mention.words))]
    matches = _fitting(
        questions.nearest(asked, question), [m for m in mentions if m not in spoken], vocabulary.ontology
    )
    if len(mentions) == 1 and not stems(rest) and not (matches and matches[0].nearness > NAMED):
        matches = [Match(questions.queries[DESCRIBE], 1.0), *matches]
    if not matches or matches[0].nearness < LEAST or (matches[0].nearness < 1 and questions.covered(asked) < COVERED):
        near = ", ".join(f"'{match.query.name}' ({match.query.header.question})" for match in matches[:3])
        hint = f" The nearest are: {near}" if near else ""
        named = f" `hograph describe '{mentions[0].label}'` says what is claimed of that." if mentions else ""
        raise QueryError(f"No canned query is like '{question}'.{hint}{named} `hograph queries` lists all.")
    query = matches[0].query
    parameters, unused = _bound(query, [m for m in mentions if m not in spoken], vocabulary.ontology)
    own = questions.wholes[query.name]
    for mention in spoken:
        if name := _narrowed(query, mention, parameters, vocabulary.ontology, own=set(stems(mention.words)) <= own):
            parameters[name] = mention.name
    unknown = tuple(word for word in words(rest) if word not in STOP and _stem(word) not in questions.known)
    return Understood(query, parameters, unused, unknown, tuple(matches[1:4]))


def _fitting(matches: list[Match], mentions: list[Mention], ontology: Ontology) -> list[Match]:
    """The matches, those before others that have parameters for what is mentioned; a document must have one."""
    if any(mention.is_document for mention in mentions):
        matches = [
            m for m in matches if any(p.type is ParameterType.DOCUMENT for p in m.query.header.parameters.values())
        ]
    fit = {m.query.name: len(_bound(m.query, mentions, ontology)[0]) / max(len(mentions), 1) for m in matches}
    raised = [Match(m.query, min(m.nearness + FITS * fit[m.query.name], 1.0)) for m in matches]
    return sorted(raised, key=lambda match: -match.nearness)


def _bound(query: CannedQuery, mentions: list[Mention], ontology: Ontology) -> tuple[dict[str, str], tuple[str, ...]]:
    """What is mentioned, each in the first free parameter that takes its kind; and the labels of what fits none."""
    found: dict[str, str] = {}
    unused = []
    # A condition goes to the object where something else is there to be the subject.
    for mention in sorted(mentions, key=lambda m: ontology.category(m.name) == "Condition"):
        free = (n for n, p in query.header.parameters.items() if n not in found and _takes(n, p, mention, ontology))
        name = next(free, None)
        if name:
            found[name] = mention.name
        else:
            unused.append(mention.label)
    return found, tuple(unused)


def _narrowed(
    query: CannedQuery, mention: Mention, taken: Collection[str], ontology: Ontology, *, own: bool
) -> str | None:
    """The parameter for what belongs to the wording of queries: an intervention, a stage, a region; any term that is not its own."""
    for name, parameter in query.header.parameters.items():
        default = str(parameter.default)
        category = ontology.category(default)
        narrower = default in ontology.ancestors(mention.name) or category == "AnatomicalEntity"
        fits = category in NARROWED and narrower and category == ontology.category(mention.name)
        if mention.after and not parameter.after:
            continue
        if name not in taken and parameter.type is ParameterType.TERM and (fits or (name in EXACT and not own)):
            return name
    return None


def _takes(name: str, parameter: Parameter, mention: Mention, ontology: Ontology) -> bool:
    if mention.is_document or parameter.type is ParameterType.DOCUMENT:
        return mention.is_document and parameter.type is ParameterType.DOCUMENT
    if parameter.type is not ParameterType.TERM or (mention.after and not parameter.after):
        return False
    category = ontology.category(mention.name)
    if name in EXACT:
        return category is not None
    if name == "role":
        return mention.name in ontology.roles
    default = str(parameter.default)
    return (
        category == (ontology.category(default) or ("Condition" if name == "condition" else None))
        and category is not None
    )
