"""Types of synonym: by some of them two terms are not to be matched, in whatever format they stand."""

import re

DOUBTFUL = {
    "dubious",
    "inconsistent",
    "misspelling",
    "omo_0003006",  # misspelling
    "omo_0003007",  # misnomer
    "deprecated",
    "sensu",
    "non_amniote",
    "non_mammal",
    "obsolete_synonym",
}
"""Types of names that are wrong, withdrawn, or of other animals."""


def doubtful(kind: str) -> bool:
    """Whether names of a type, which a file gives by name, CURIE or IRI, tell nothing of what a term is called.

    >>> doubtful("http://purl.obolibrary.org/obo/uberon/core#DUBIOUS"), doubtful("OMO:0003006"), doubtful("LATIN")
    (True, True, False)
    """
    return re.split(r"[#/]", kind)[-1].replace(":", "_").casefold() in DOUBTFUL
