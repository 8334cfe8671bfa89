"""What *the drugs* and *these tablets* are: the drug that a text has named last."""

import re
from collections.abc import Iterable

from hograph.ontology.index import Ontology

DRUGS = frozenset({"DrugSubstance", "PharmacologicalIntervention"})
"""What names of drugs in general name."""
BACK = re.compile(r"\b(?:the|these|this|such|both)\s+$", re.IGNORECASE)
"""Before what the text has spoken of."""


def drug_meant(
    text: str, start: int, terms: tuple[str, ...], before: Iterable[tuple[str, ...]], ontology: Ontology
) -> tuple[str, ...] | None:
    """The drug for which a general name stands, None where it stands for none.

    Args:
        text: of the block.
        start: where the name begins.
        terms: that it names.
        before: the terms that are named before it, in order.
        ontology: says what is a drug.
    """
    if not DRUGS.issuperset(terms) or not BACK.search(text, 0, start):
        return None
    drugs = [one for one in before if "PharmacologicalIntervention" in ontology.ancestors(one[0])]
    return next((one for one in reversed(drugs) if DRUGS.isdisjoint(one)), None)
