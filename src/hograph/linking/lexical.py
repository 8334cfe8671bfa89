"""Names compared as a reader would: case, hyphens, plurals and British spelling make no difference; what it took is told."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hograph.linking.foreign import EXACT, ForeignOntology
from hograph.ontology.index import Ontology

LABEL = "label"
FIELDS = {
    LABEL: "rdfs:label",
    "exact": "oboInOwl:hasExactSynonym",
    "broad": "oboInOwl:hasBroadSynonym",
    "narrow": "oboInOwl:hasNarrowSynonym",
    "related": "oboInOwl:hasRelatedSynonym",
    "unscoped": "oboInOwl:hasSynonym",
}
"""Kind of name to the property that holds it, as SSSOM names match fields."""
SHORTEST_WORD = 5
"""Letters of a name below which it is taken for an abbreviation: case must agree, and nothing is stemmed."""


@dataclass(frozen=True)
class Name:
    """A name of a term: its text, and whether it is the label or a synonym of which scope."""

    term: str
    text: str
    kind: str


def _fold(text: str) -> str:
    return text.casefold()


def _joined(text: str) -> str:
    """Hyphens and slashes as blanks, possessives left out."""
    return " ".join(re.sub(r"[-/_]", " ", re.sub(r"['’]s?\b", "", text)).split())


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


SPELLINGS = (
    ("haem", "hem"),
    ("oedema", "edema"),
    ("paed", "ped"),
    ("oesoph", "esoph"),
    ("aemia", "emia"),
    ("tumour", "tumor"),
    ("fibre", "fiber"),
)
"""British to American, for the word parts that occur in names of the field."""


def _stem(text: str) -> str:
    """Singular forms and American spelling, word by word."""
    for british, american in SPELLINGS:
        text = text.replace(british, american)
    return " ".join(_singular(word) for word in text.split())


def _singular(word: str) -> str:
    if len(word) < SHORTEST_WORD or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word.removesuffix("s")


STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("semapv:CaseNormalization", _fold),
    ("semapv:LinkStripping", _joined),
    ("semapv:DiacriticsSuppression", _bare),
    ("semapv:Stemming", _stem),
)
"""What is done to a name before it is compared, in this order, each by its name in the Semantic Mapping Vocabulary."""


def key(text: str) -> str:
    """What two names must share to be taken for the same.

    >>> key("Abnormality of the joints") == key("abnormality of the joint")
    True
    >>> key("HO"), key("ho")
    ('HO', 'ho')
    """
    if len(text) < SHORTEST_WORD:
        return text
    for _, step in STEPS:
        text = step(text)
    return text


def steps_needed(one: str, other: str) -> tuple[str, ...]:
    """The steps without which two names of the same key would differ.

    >>> steps_needed("bone scan", "Bone scans")
    ('semapv:CaseNormalization', 'semapv:Stemming')
    """
    done = []
    for name, step in STEPS:
        if one == other:
            break
        stepped = step(one), step(other)
        if stepped != (one, other):
            done.append(name)
        one, other = stepped
    return tuple(done)


def our_names(ontology: Ontology) -> Iterable[Name]:
    """Every name of every term of ours that may have a counterpart elsewhere."""
    for term in ontology.terms:
        yield Name(term, ontology.label(term), LABEL)
        yield from (Name(term, text, scope) for scope, text in ontology.synonyms(term))


def their_names(foreign: ForeignOntology) -> dict[str, list[Name]]:
    """Every name of every current term of theirs, by what it is compared by."""
    found: dict[str, list[Name]] = {}
    for term in foreign.own:
        named = [Name(term.id, term.label, LABEL)]
        for name in [*named, *(Name(term.id, synonym.text, synonym.scope) for synonym in term.synonyms)]:
            found.setdefault(key(name.text), []).append(name)
    return found


def is_exact(kind: str) -> bool:
    """Whether a kind of name means just what the term means."""
    return kind in {LABEL, EXACT}
