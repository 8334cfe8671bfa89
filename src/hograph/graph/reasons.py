"""Why something is concluded, in words: the axioms of a justification as sentences of the labels that the ontology has."""

import re
from collections.abc import Iterable
from typing import Final

from hograph.ontology.index import Ontology
from hograph.vocabulary import HO, curie

NAME: Final = re.compile(r"<([^>]*)>")
SENTENCES: Final = (
    (" SubClassOf ", "every '{0}' is '{1}'"),
    (" EquivalentTo ", "'{0}' is the same as '{1}'"),
    (" DisjointWith ", "nothing is both '{0}' and '{1}'"),
    (" SubPropertyOf ", "what is said with '{0}' holds with '{1}'"),
    (" InverseOf ", "'{0}' is '{1}' seen from the other side"),
    (" Domain ", "the subject of '{0}' is '{1}'"),
    (" Range ", "the object of '{0}' is '{1}'"),
    (" Type ", "'{0}' is of the kind '{1}'"),
)
"""What stands between the two sides of an axiom in Manchester syntax, and how it is said; the first that occurs counts."""


def in_words(axioms: Iterable[str], ontology: Ontology) -> str:
    """The axioms of a justification as one sentence.

    Args:
        axioms: axioms in Manchester syntax with whole IRIs.
        ontology: the index that has the labels.

    >>> in_words(["<https://w3id.org/hograph/A> DisjointWith <https://w3id.org/hograph/B>"], Ontology(()))
    "nothing is both 'A' and 'B'"
    """
    return "; ".join(_sentence(axiom, ontology) for axiom in sorted(axioms))


def _sentence(axiom: str, ontology: Ontology) -> str:
    for keyword, sentence in SENTENCES:
        left, found, right = axiom.partition(keyword)
        if found:
            return sentence.format(_named(left, ontology), _named(right, ontology))
    names = NAME.findall(axiom)
    if len(names) == 3 and not NAME.sub("", axiom).strip():
        return f"it is claimed that '{_named(axiom, ontology)}'"
    return _named(axiom, ontology)


def _named(text: str, ontology: Ontology) -> str:
    def label(found: re.Match[str]) -> str:
        iri = found[1]
        return ontology.label(iri.removeprefix(str(HO)).removeprefix("kind/")) if iri in HO else curie(iri)

    return NAME.sub(label, text)
