"""What a question names, as parameters of a canned query."""

from collections.abc import Collection

from hograph.query.canned import CannedQuery
from hograph.query.mentions import Mention, Vocabulary
from hograph.query.parameters import ANY, Parameter, ParameterType
from hograph.query.stems import stems

EXACT = {"term", "subject", "object"}
"""Parameters that take a term of any kind."""
NARROWED = {"Intervention", "LesionStage", "AnatomicalEntity", "DiagnosticProcedure", "Population"}
"""Kinds of terms that narrow a query also where they belong to its wording: `which drugs treat it`."""
FOCUS = "HeterotopicOssification"
"""Of this and its forms the graph is; other conditions are named as what patients have, too."""
DOING = {"Intervention", "Exposure", "MolecularEntity", "DiagnosticProcedure"}
"""Kinds of terms that do something to a condition or detect it, so that they are its subject in whatever order they are named."""
DONE_TO = {"AnatomicalEntity", "Population"}
"""Kinds of terms that are the object of what is said of a condition: where it occurs, whom it affects."""
OF_ANOTHER_KIND = {"Intervention": "therapy", "Population": "patient"}
"""By which word something of another kind becomes what a parameter takes: drugs drug therapy, a brain injury brain injury patients."""


def bound(
    query: CannedQuery, mentions: list[Mention], vocabulary: Vocabulary
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What is mentioned, each in the first free parameter that takes its kind; and the labels of what fits none."""
    found: dict[str, str] = {}
    unused = []
    for mention in sorted(mentions, key=lambda m: _turn(vocabulary.ontology.category(m.name))):
        taking = (
            (n, _taken(n, p, mention, vocabulary))
            for n, p in _in_order(query, mention, vocabulary)
            if n not in found and not (n == "subject" and _is_object(mention, mentions, vocabulary))
        )
        name, value = next(((n, value) for n, value in taking if value), ("", None))
        if value:
            found[name] = value
        else:
            unused.append(mention.label)
    return found, tuple(unused)


def _in_order(query: CannedQuery, mention: Mention, vocabulary: Vocabulary) -> list[tuple[str, Parameter]]:
    """The parameters of a query, that for a population first where a condition is named that is no form of HO: brain injury."""
    parameters = list(query.header.parameters.items())
    if vocabulary.ontology.category(mention.name) != "Condition" or is_form(mention.name, vocabulary):
        return parameters
    return sorted(parameters, key=lambda one: "Population" not in one[1].category)


def is_group(mention: Mention, vocabulary: Vocabulary) -> bool:
    """Whether what is named is a group of people, and not patients in general."""
    return vocabulary.ontology.category(mention.name) == "Population" and mention.label not in OF_ANOTHER_KIND.values()


def is_form(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a term is HO or a form of it."""
    return FOCUS in vocabulary.ontology.ancestors(name)


def _turn(category: str | None) -> int:
    """Which of two terms is the subject: what does something, then what is named first, then a place or a population."""
    return 0 if category in DOING else 2 if category in DONE_TO else 1


def _is_object(mention: Mention, mentions: list[Mention], vocabulary: Vocabulary) -> bool:
    """Whether what is named alone is what others have or where they are, and no subject: a finding, a site, a population."""
    alone = not any(other.name != mention.name and not other.is_document for other in mentions)
    return alone and vocabulary.ontology.category(mention.name) in DONE_TO | {"Finding"}


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
        for category in (
            NARROWED.intersection(parameter.category) if mention.label not in OF_ANOTHER_KIND.values() else ()
        ):
            term = _of_category(mention, category, vocabulary)
            if term and (default in {ANY, *ontology.ancestors(term)} or category == "AnatomicalEntity"):
                return name, term
    return None


def belongs(mention: Mention, wording: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether some name of what is mentioned belongs to a wording, which is given by its stems: plain films to that on radiographs."""
    synonyms = (text for _, text in vocabulary.ontology.synonyms(mention.name))
    return any(set(stems(text)) <= wording for text in (mention.words, mention.label, *synonyms))


def _taken(name: str, parameter: Parameter, mention: Mention, vocabulary: Vocabulary) -> str | None:
    """What a parameter takes for a mention; None where it does not take it."""
    if mention.is_document or parameter.type is ParameterType.DOCUMENT:
        return mention.name if mention.is_document and parameter.type is ParameterType.DOCUMENT else None
    if parameter.type is not ParameterType.TERM or (mention.after and not parameter.after):
        return None
    ontology = vocabulary.ontology
    # Without a category any term will do; but where the default is a condition a site is where it is, and not what is asked of.
    any_term = parameter.default == ANY or ontology.category(mention.name) != "AnatomicalEntity"
    if name in EXACT or (not parameter.category and any_term):
        return mention.name if ontology.category(mention.name) else None
    if name == "role":
        return mention.name if mention.name in ontology.roles else None
    if set(parameter.category) & ontology.ancestors(mention.name):
        return mention.name
    return next((x for c in parameter.category if (x := _of_category(mention, c, vocabulary))), None)


def _of_category(mention: Mention, category: str | None, vocabulary: Vocabulary) -> str | None:
    """The term that is mentioned if it is of a category; else the one that is called after it there, as a patient after an injury."""
    ontology = vocabulary.ontology
    if category is None or ontology.category(mention.name) == category:
        return mention.name if category else None
    if category == "Condition" and (of := _patients_of(mention, vocabulary)):
        return of
    word = OF_ANOTHER_KIND.get(category)
    called = vocabulary.called(f"{mention.words} {word}") if word else None
    return called if called and ontology.category(called) == category else None


def _patients_of(mention: Mention, vocabulary: Vocabulary) -> str | None:
    """The condition of patients who are called after it: patients with HO."""
    label, _, last = mention.label.rpartition(" ")
    called = vocabulary.called(label) if last == OF_ANOTHER_KIND["Population"] else None
    return called if called and is_form(called, vocabulary) else None
