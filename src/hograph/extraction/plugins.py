"""Extractors by name: the shipped ones, and what other packages register under the entry point `hograph.extractors`."""

import inspect
from importlib.metadata import EntryPoint, entry_points

from hograph.errors import InputError
from hograph.extraction.proposals import Extractor
from hograph.ontology.index import Ontology

GROUP = "hograph.extractors"
"""Each entry point of the group is a callable that takes an ontology and options by name, and gives an extractor."""
SHIPPED = {
    "llm": "hograph.extraction.llm.extractor:LlmExtractor.of",
    "rules": "hograph.extraction.extract:RuleExtractor.of",
    "spacy": "hograph.extraction.dependencies:SpacyExtractor.of",
}
"""Extractors that are there even where the package is run from a checkout and not installed."""


def extractors() -> dict[str, EntryPoint]:
    """Every extractor that is there, by name."""
    found = {name: EntryPoint(name, value, GROUP) for name, value in SHIPPED.items()}
    found |= {point.name: point for point in entry_points(group=GROUP)}
    return {name: found[name] for name in sorted(found)}


def extractor(name: str, ontology: Ontology, **options: object) -> Extractor:
    """An extractor that is ready to read documents.

    Args:
        name: `rules`, or that of a plug-in.
        ontology: whose terms and relations it may use.
        options: what else it takes, by name; `-` and `_` in a name are the same.

    Raises:
        InputError: when there is none of this name, it cannot be loaded, or it does not take the options.

    Example:
        >>> extractor("rules", kg.ontology).name
        'rules'
        >>> extractor("rulez", kg.ontology)
        Traceback (most recent call last):
        hograph.errors.InputError: No extractor is named 'rulez'. There are: ...
    """
    known = extractors()
    if name not in known:
        raise InputError(
            f"No extractor is named '{name}'. There are: {', '.join(known)}. Others are registered under the entry point '{GROUP}'."
        )
    try:
        make = known[name].load()
    except (ImportError, AttributeError) as error:
        raise InputError(f"Extractor '{name}' ({known[name].value}) cannot be loaded: {error}.") from error
    options = {option.replace("-", "_"): value for option, value in options.items()}
    try:
        inspect.signature(make).bind(ontology, **options)
    except TypeError as error:
        raise InputError(f"Extractor '{name}' does not take these options: {error}.") from error
    made: Extractor = make(ontology, **options)
    return made
