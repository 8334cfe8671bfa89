"""What stands between two members of one list."""

import re

JOINT = (
    r"(?:\([^()]*\)|,\s*(?:in|among|for)\s[^,;.()]{1,60},(?:\s*to\b)?|,|/|\)|;|\d+\)"
    r"|\((?=e\.?g|such as|for example|including|mainly|particularly|especially)"
    r"|\b(?:(?:less|more) (?:often|commonly|rarely)|rarely|occasionally|sometimes|often|and|or|nor|as well as|such as|including|like"
    r"|namely|plus|(?:together )?with|especially|particularly|mainly|both|either|also|the|its|an?)\b"
    r"|\b(?:history|type|degree|extent|amount|presence|level|severity|duration|number|size|use) of\b"
    r"|\be\.?g\.?,?|\bi\.?e\.?,?|\bfor example,?)"
)
SHORT = re.compile(r"[A-Z]{2,6}s?\)")
"""An abbreviation in brackets, which says once more what stands before it; what else stands there is a list of its own."""
JOINED = re.compile(
    rf"^\s*(?:{JOINT}\s*)*(?P<free>(?:(?!(?:in|of|due|after|by|to|from|on|seen|found|at|for|but|whereas|while|although|though)\b)[\w-]+\s+){{0,2}})$",
    re.IGNORECASE,
)
"""What may stand between two members of one list; at most two words that are nothing of the kind."""
FAR = re.compile(
    r"^\s+(?:for|of|in|within|above|below|over|under|through|to|at|from|lasting|longer|more|greater|with|into|requiring|measuring)\b"
    r"(?:\s+(?!(?:is|are|was|were|be|has|have|had|may|can|could|will|should|must|which|who|that|but|because|if|when)\b)[\w%.-]+){1,6}?"
    r"\s*(?:\([^()]*\)\s*)?(?:,\s*(?:and|or)?|\b(?:and|or))\s+(?:(?:the|an?|also)\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""Words on the first, and then words that join: ventilation *for more than two weeks and* spasticity."""
SITUATED = re.compile(
    r"^\s+(?:of|in|around|at|over|on)\s+(?:(?:the|both|an?|his|her|your|left|right|affected)\s+)*$", re.IGNORECASE
)

APPOSED = re.compile(r",\s+an?\s+(?:[\w-]+\s+){0,3}", re.IGNORECASE)

ANEW = re.compile(r",\s+and\s+(?:(?:the|an?|this|these|its|his|her)\s+)?(?:[\w-]+\s+)?", re.IGNORECASE)
FINITE = re.compile(
    r"(?:\s+(?:of|in|on|at|to)\s+(?:the\s+)?[\w-]+)?\s+"
    r"(?:is|are|was|were|may|can|should|must|could|will|might|has|have|had)\b"
)
VERB = re.compile(
    r"\b(?:is|are|was|were|may|can|should|must|could|will|might|has|have|had|\w{3,}(?<!ss|us|is)s|\w{3,}ed)\b"
)
"""Behind a subject its verb, and before an object its own."""


def begins_anew(text: str, start: int, last: tuple[int, int], one: tuple[int, int]) -> bool:
    """Whether `and` behind a comma begins a clause of which what follows is the subject: it follows a burn, *and pain may* warn.

    Args:
        text: of the block.
        start: where the sentence begins.
        last: where what stands before the comma begins and ends.
        one: where what follows begins and ends.
    """
    return bool(
        ANEW.fullmatch(text, last[1], one[0]) and FINITE.match(text, one[1]) and VERB.search(text, start, last[0])
    )


def apposed(between: str) -> bool:
    """Whether words say what kind of thing the one before them is: palovarotene, *a retinoic acid receptor* gamma agonist."""
    return bool(APPOSED.fullmatch(between))


def joined(text: str, end: int, start: int) -> bool:
    """Whether what ends at one place of a text and what begins at another stand in one list.

    Example:
        >>> text = "pain, severe swelling of both knees"
        >>> joined(text, 4, 13), joined(text, 21, 30)
        (True, False)
    """
    between = text[end:start]
    if start < end or (between.strip() == "(" and SHORT.match(text, start)):
        return True
    match = JOINED.match(between)
    return bool(match and between.strip() != match["free"].strip() and between[: match.start("free")].strip())


def joined_far(between: str) -> bool:
    """Whether words first say more on what stands before them, and then join."""
    return bool(FAR.match(between))


def situated(between: str) -> bool:
    """Whether words say that what follows is where the one before them is."""
    return bool(SITUATED.match(between))
