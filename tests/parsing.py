"""A pipeline of spaCy whose parser is a few lines: words hang on the verb of their sentence, those behind a divider on nothing of it."""

from pathlib import Path
from typing import Any

DIVIDERS = {"because", "today"}
VERBS = {"cause", "causes", "prevents", "occur", "is", "hurts"}


def parsing_model(folder: Path) -> str:
    """A folder with the pipeline, as a user would name it."""
    import spacy
    from spacy.language import Language

    if not Language.has_factory("few_lines"):
        Language.component("few_lines", func=_parse)
    nlp = spacy.blank("en")
    nlp.add_pipe("few_lines")
    nlp.meta["name"] = "few_lines"
    nlp.to_disk(folder / "model")
    return str(folder / "model")


def _parse(document: Any) -> Any:  # noqa: ANN401 -- of spaCy
    from spacy.tokens import Doc

    words = [token.text for token in document]
    verbs = [i for i, word in enumerate(words) if word.lower() in VERBS] or [0]
    behind = next((i for i, word in enumerate(words) if word in DIVIDERS), len(words))
    other = next((i for i in verbs if i > behind), behind)
    heads = [other if i >= behind else verbs[0] for i in range(len(words))]
    tags = ["VERB" if i in verbs else "NOUN" for i in range(len(words))]
    deps = ["ROOT" if head == i else "dep" for i, head in enumerate(heads)]
    return Doc(
        document.vocab, words=words, spaces=[bool(t.whitespace_) for t in document], heads=heads, deps=deps, pos=tags
    )
