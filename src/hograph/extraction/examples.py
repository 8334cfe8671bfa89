"""Examples of rules: whether each gives the claims that its rule says, and no counter-example gives one by it."""

from collections.abc import Iterable, Iterator

from hograph.curation.tokens import Certainty, Polarity
from hograph.extraction.extract import RuleExtractor
from hograph.extraction.rules import Rule
from hograph.reading.read import read

TITLE = "Heterotopic Ossification"
"""What the text of an example stands under, since nothing is proposed of a text that speaks of no lesion."""


def example_text(example: dict[str, object]) -> str:
    """The text of an example: as it is given, or an item below a heading."""
    return str(example.get("text") or f"{example.get('heading')}\n\n  • {example.get('item')}\n")


def stated(extractor: RuleExtractor, text: str) -> dict[str, str]:
    """What a text is taken to state, as the examples write it, and the rule that says so."""
    [reading] = read("example.txt", f"{TITLE}\n\n{text}".encode())
    found = {}
    for proposal in extractor.propose(reading):
        claim = proposal.claim
        marks = ["not"] if claim.polarity is Polarity.NEGATED else []
        marks += [] if claim.certainty is Certainty.ASSERTED else [claim.certainty.value]
        found[" ".join([claim.subject, claim.predicate, claim.object, *marks])] = proposal.rule
    return found


def broken_examples(extractor: RuleExtractor, rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """The examples of some rules that do not hold.

    Args:
        extractor: that knows the rules.
        rules: those whose examples are tried.

    Yields:
        The name of the rule, and what is wrong.
    """
    for rule in rules:
        for example in rule.examples:
            text, claims = example_text(example), example.get("claims") or []
            found = stated(extractor, text)
            for claim in claims:
                if claim not in found:
                    instead = f"gives {', '.join(found)}" if found else "gives no claim"
                    yield rule.id, f"the example '{text}' {instead}, not {claim}"
        for text in rule.counter_examples:
            for claim, by in stated(extractor, text).items():
                if by == rule.id:
                    yield rule.id, f"the counter-example '{text}' gives {claim}"
