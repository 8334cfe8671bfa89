"""What an answer makes of a question that asks whether something is so: can it hurt? Yes; will stretching cause it? No."""

import re

WHETHER = re.compile(
    r"\W*(?:Q\w*\W+)?(?:can|could|may|might|will|would|should|shall|do|does|did|is|are|was|were|has|have)\b(?:n['’]t\b)?",
    re.IGNORECASE,
)
"""How a question begins that asks whether something is so."""
ANSWER = re.compile(
    r"\W*(?:A\w*\W+)?(?:(?P<negation>no|not (?:really|usually|at all|normally|as a rule)|never|hardly ever)"
    r"|(?P<hedge>possibly|perhaps|maybe|probably|it (?:may|might|could)|they (?:may|might|could))"
    r"|yes|usually|often|sometimes|occasionally|mostly|indeed|of course|certainly"
    r"|(?:it|they|you) (?:can|does|do|is|are|will))\b(?! (?:one|idea)\b)",
    re.IGNORECASE,
)


def answered(question: str, answer: str) -> tuple[str, ...] | None:
    """How an answer takes what a question asks.

    Args:
        question: up to its question mark.
        answer: what follows it.

    Returns:
        The kind of cue that the answer is (`negation`, `hedge`), none for a plain yes; None where it is no such answer.

    Example:
        >>> answered("Will therapy make it worse?", "No. Early motion is good."), answered("Can it hurt?", "Yes, it can.")
        (('negation',), ())
        >>> answered("What helps?", "No drug does.") is None
        True
    """
    if not question.rstrip().endswith("?") or not WHETHER.match(question):
        return None
    found = ANSWER.match(answer)
    return tuple(kind for kind, words in found.groupdict().items() if words) if found else None
