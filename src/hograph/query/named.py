"""What a question names, as parameters of a canned query."""

from collections.abc import Collection

from hograph.query.canned import CannedQuery
from hograph.query.mentions import Mention, Vocabulary
from hograph.query.parameters import ANY, Parameter, ParameterType
from hograph.query.stems import stems

EXACT = {"term", "subject", "object"}
"""Parameters that take a term of any kind."""
NARROWED = {"Intervention", "LesionStage", "AnatomicalEntity"}
"""Kinds of terms that narrow a query also where they belong to its wording: `which drugs treat it`."""
OF_ANOTHER_KIND = {"Intervention": "therapy", "Population": "patient"}
"""By which word something of another kind becomes what a parameter takes: drugs drug therapy, a brain injury brain injury patients."""


def bound(
    query: CannedQuery, mentions: list[Mention], vocabulary: Vocabulary
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What is mentioned, each in the first free parameter that takes its kind; and the labels of what fits none."""
    found: dict[str, str] = {}
    unused = []
    # A condition goes to the object where something else is there to be the subject.
    for mention in sorted(mentions, key=lambda m: vocabulary.ontology.category(m.name) == "Condition"):
        taking = ((n, _taken(n, p, mention, vocabulary)) for n, p in query.header.parameters.items() if n not in found)
        name, value = next(((n, value) for n, value in taking if value), ("", None))
        if value:
            found[name] = value
        else:
            unused.append(mention.label)
    return found, tuple(unused)


def narrowed(
    query: CannedQuery, mention: Mention, taken: Collection[str], vocabulary: Vocabulary, wording: frozenset[str]
) -> tuple[str, str] | None:
    """Parameter and term for what belongs to the wording of queries: an intervention, a stage, a region; any term that is not its own.

    Args:
        query: the canned query.
        mention: what is named.
        taken: the parameters that are not free.
        vocabulary: the terms that may be named.
        wording: the stems by which the query is asked.
    """
    ontology = vocabulary.ontology
    own = set(stems(mention.words)) <= wording
    for name, parameter in query.header.parameters.items():
        if name in taken or parameter.type is not ParameterType.TERM or (mention.after and not parameter.after):
            continue
        if name in EXACT:
            if not own:
                return name, mention.name
            continue
        default = str(parameter.default)
        category = ontology.category(default)
        term = _of_category(mention, category, vocabulary) if category in NARROWED else None
        if term and (default in ontology.ancestors(term) or category == "AnatomicalEntity"):
            return name, term
    return None


def _taken(name: str, parameter: Parameter, mention: Mention, vocabulary: Vocabulary) -> str | None:
    """What a parameter takes for a mention; None where it does not take it."""
    if mention.is_document or parameter.type is ParameterType.DOCUMENT:
        return mention.name if mention.is_document and parameter.type is ParameterType.DOCUMENT else None
    if parameter.type is not ParameterType.TERM or (mention.after and not parameter.after):
        return None
    ontology = vocabulary.ontology
    if name in EXACT or (parameter.default == ANY and not parameter.category):
        return mention.name if ontology.category(mention.name) else None
    if name == "role":
        return mention.name if mention.name in ontology.roles else None
    category = ontology.category(str(parameter.default)) or ("Condition" if name == "condition" else None)
    return _of_category(mention, category, vocabulary)


def _of_category(mention: Mention, category: str | None, vocabulary: Vocabulary) -> str | None:
    """The term that is mentioned if it is of a category; else the one that is called after it there, as a patient after an injury."""
    ontology = vocabulary.ontology
    if category is None or ontology.category(mention.name) == category:
        return mention.name if category else None
    word = OF_ANOTHER_KIND.get(category)
    called = vocabulary.called(f"{mention.words} {word}") if word else None
    return called if called and ontology.category(called) == category else None
