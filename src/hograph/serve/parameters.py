"""The parameters of a request, read strictly: what is not understood is refused, and nothing is guessed."""

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import parse_qsl

from hograph.serve.problems import ProblemError

MOST = 1000
"""Parameters in one request."""
TRUTH = {"true": True, "false": False}


def decoded(text: str) -> list[tuple[str, str]]:
    """The parameters in the query part of an address, or in a form, in their order.

    Raises:
        ProblemError: when they are not UTF-8, or too many.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except UnicodeDecodeError as error:
        what = f"The parameters are not UTF-8: byte {error.start} of one of them."
        raise ProblemError(400, f"{what} Encode them as UTF-8, then with %.") from error
    except ValueError as error:
        raise ProblemError(400, f"There are more than {MOST} parameters. Send fewer.") from error


def several(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of each parameter."""
    found = defaultdict(list)
    for name, value in pairs:
        found[name].append(value)
    return dict(found)


def single(text: str) -> dict[str, str]:
    """The parameters of an address, each of which may be given once.

    Raises:
        ProblemError: when one is given twice.
    """
    found = several(decoded(text))
    for name, values in found.items():
        if len(values) > 1:
            raise ProblemError(400, f"The parameter '{name}' is given {len(values)} times. Give it once.")
    return {name: values[0] for name, values in found.items()}


def whole_number(given: dict[str, str], name: str, least: int, most: int) -> int | None:
    """Take a parameter that is a whole number out of those that are given; None where it is not given.

    Raises:
        ProblemError: when it is none, or too small or large.
    """
    text = given.pop(name, None)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most):
        raise ProblemError(400, f"The parameter '{name}' takes a whole number from {least} to {most}, not '{text}'.")
    return int(text)


def truth(given: dict[str, str], name: str) -> bool:
    """Take a parameter that is true or false out of those that are given; false where it is not given.

    Raises:
        ProblemError: when it is neither.
    """
    text = given.pop(name, "false")
    if text not in TRUTH:
        raise ProblemError(400, f"The parameter '{name}' takes true or false, not '{text}'.")
    return TRUTH[text]
